package esrp.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import esrp.cli.SampleData;
import esrp.core.ChatAnime;
import esrp.core.Dataset;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every program about metrics runs, on the sample and on the published replies, and says what it should. */
class MetricsExamplesTest {
    private static final Dataset SAMPLE = SampleData.dataset("zh");

    private static String printed(Consumer<PrintStream> program) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        program.accept(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void paperTablesPrintsAllTables() {
        assertThat(printed(out -> PaperTables.print(SAMPLE, out)))
                .contains("Table 1", "Table 2", "Table 3", "Table 4", "Diversity", "SIMULATED", "Cons.")
                .contains("by character (6)", "scenario (6 × 12)", "people", "base");
    }

    @Test
    void paperTablesPrintsTheTablesOfThePublishedReplies() {
        Path folder = Path.of(System.getProperty("esrp.chatanime", "absent"));
        Assumptions.assumeTrue(Files.isDirectory(folder), () -> "published data at " + folder);
        assertThat(printed(out -> PaperTables.print(ChatAnime.read(folder), out)))
                .contains("129,600", "2,880", "132,480", "45,920", "DeepSeek-V3", "by character (20)", "Gemini");
    }

    @Test
    void validateJudgePrintsYardsticks() {
        assertThat(printed(out -> ValidateJudge.print(SAMPLE, out)))
                .contains(
                        "Judge sim:judge against people",
                        "people ±1",
                        "base ±1",
                        "Scores of people (down) and of the judge (across)",
                        "label majority");
    }

    @Test
    void fewHumanLabelsComeNearWhatPeopleSayOfEverything() {
        String printed = printed(FewHumanLabels::print);
        assertThat(printed.lines()).allMatch(line -> line.length() <= 80);
        assertThat(printed)
                .contains(
                        "people alone", "of those that sim:judge scored", "1,200", "by dialogue (1,200)", "SIMULATED");
        Matcher estimates = Pattern.compile("people ([0-9.]+), judge ([0-9.]+), from few labels ([0-9.]+)")
                .matcher(printed);
        int candidates = 0;
        while (estimates.find()) {
            double people = Double.parseDouble(estimates.group(1));
            assertThat(Double.parseDouble(estimates.group(2))).isGreaterThan(people + 0.3);
            assertThat(Double.parseDouble(estimates.group(3))).isCloseTo(people, within(0.1));
            candidates++;
        }
        assertThat(candidates).isEqualTo(3);
    }

    @Test
    void judgeTuningWritesFilesAndProvesThatNothingLeaks(@TempDir Path folder) {
        assertThat(printed(out -> JudgeTuningExample.print(SAMPLE, folder, out)))
                .contains("no dialogue and no opening question is in more than one part")
                .contains("Leakage of a random split", "LEAK: dialogues")
                .contains("\"messages\"");
        assertThat(folder.resolve("train.jsonl")).isNotEmptyFile();
        assertThat(folder.resolve("test.jsonl")).isNotEmptyFile();
    }
}
