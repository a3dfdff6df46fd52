package esrp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import esrp.core.Ratings;
import esrp.metrics.Analysis;
import esrp.metrics.Rubric;
import esrp.metrics.Unit;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluateTest {
    @TempDir
    Path folder;

    private record Outcome(int code, String out, String err) {}

    private static Outcome run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] all = Stream.concat(Stream.of("evaluate"), Stream.of(args)).toArray(String[]::new);
        int code = Esrp.run(new PrintWriter(out), new PrintWriter(err), all);
        return new Outcome(code, out.toString(), err.toString());
    }

    /** Columns that a line takes in a terminal: East Asian wide characters take two. */
    private static int columns(String line) {
        return line.codePoints()
                .map(c -> c >= 0x1100
                                && (c <= 0x115F
                                        || (c >= 0x2E80 && c <= 0xA4CF)
                                        || (c >= 0xAC00 && c <= 0xD7A3)
                                        || (c >= 0xF900 && c <= 0xFAFF)
                                        || (c >= 0xFE30 && c <= 0xFE6F)
                                        || (c >= 0xFF00 && c <= 0xFF60)
                                        || (c >= 0xFFE0 && c <= 0xFFE6))
                        ? 2
                        : 1)
                .sum();
    }

    private static void fitsATerminal(String text) {
        assertThat(text.lines())
                .allSatisfy(line -> assertThat(columns(line)).as(line).isLessThanOrEqualTo(80));
    }

    @ParameterizedTest
    @ValueSource(strings = {"zh", "en"})
    void evaluatesTheSampleDataWithoutOptions(String language) {
        Outcome outcome = run("--language", language, "--no-progress");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out())
                .contains(
                        language.equals("en")
                                ? List.of(
                                        "== Data",
                                        "== Ratings",
                                        "== Leaderboard",
                                        "== Comparison",
                                        "== Agreement of raters",
                                        "== Judge against people",
                                        "SIMULATED")
                                : List.of("== 数据", "== 评分", "== 排行榜", "== 比较", "== 评分者一致性", "== 评审与人", "模拟"))
                .contains("Lantern", "Harbor", "Human");
        fitsATerminal(outcome.out());
    }

    @Test
    void resultsSpeakTheLanguageAskedFor() {
        Analysis sample = Analysis.of(SampleData.ratings("zh"), Rubric.esrp());
        assertThat(run("--language", "zh").out())
                .contains(sample.agreement().text("zh"))
                .doesNotContain(sample.agreement().text("en"), "cluster means");
    }

    @Test
    void unitAndSeedHoldForEveryResult() {
        Analysis byDialogue =
                Analysis.of(SampleData.ratings("en"), Rubric.esrp()).withUnit(Unit.DIALOGUE);
        Ratings judge = SampleData.judge("en");
        assertThat(run("--unit", "dialogue").out())
                .contains(byDialogue.agreement().toString())
                .contains(byDialogue.judgeValidation(judge).toString());
        assertThat(run("--unit", "character-and-scenario").out())
                .contains(byDialogue
                        .withUnit(Unit.CHARACTER_AND_SCENARIO)
                        .agreement()
                        .toString())
                .contains(byDialogue
                        .withUnit(Unit.CHARACTER_AND_SCENARIO)
                        .judgeValidation(judge)
                        .toString());
    }

    @Test
    void helpFitsATerminalAndListsExitCodes() {
        Outcome outcome = run("--help");
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()).contains("--data", "--ratings", "Exit codes:", "data that cannot be read");
        fitsATerminal(outcome.out());
    }

    @Test
    void sameSeedSameOutput() {
        assertThat(run("--seed", "7").out()).isEqualTo(run("--seed", "7").out());
    }

    @Test
    void readsRatingsOfPeopleAndJudgesFromOneFile() throws IOException {
        StringBuilder csv = new StringBuilder("candidate,character,item,metric,rater,score\n");
        for (String metric : esrp.core.Metric.esrp().stream()
                .map(esrp.core.Metric::id)
                .filter(id -> !id.equals("diversity"))
                .toList()) {
            for (int item = 1; item <= 4; item++) {
                for (String rater : List.of("person:a", "person:b", "model:judge-x")) {
                    csv.append("one,c")
                            .append(item % 2)
                            .append(',')
                            .append(item)
                            .append(',');
                    csv.append(metric).append(',').append(rater).append(',');
                    csv.append(1 + (item + rater.length() + metric.length()) % 5)
                            .append('\n');
                }
            }
        }
        Path file = Files.writeString(folder.resolve("ratings.csv"), csv);
        Outcome outcome = run("--ratings", file.toString());
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out())
                .contains("model:judge-x")
                .contains("72 ratings")
                .doesNotContain("SIMULATED");
        fitsATerminal(outcome.out().replace(file.toString(), "ratings.csv"));
    }

    @Test
    void wrongUsageIsExitCodeTwo() {
        assertThat(run("--unit", "person"))
                .satisfies(outcome -> assertThat(outcome.code()).isEqualTo(2))
                .satisfies(outcome -> assertThat(outcome.err()).contains("person", "character-and-scenario"));
        assertThat(run("--nonsense").code()).isEqualTo(2);
        assertThat(run("--language", "fr").err()).contains("[zh, en]");
        assertThat(run("--judge", "j.csv").err()).contains("--judge needs --ratings");
    }

    @Test
    void evaluatesThePublishedReplies() {
        Path published = Path.of(System.getProperty("esrp.chatanime", "missing"));
        assumeTrue(Files.isDirectory(published), "skipped: the published replies are not at " + published);
        Outcome outcome = run("--simulate", "--data", published.toString());
        assertThat(outcome.err()).isEmpty();
        String out = outcome.out().replace(published.toString(), "ChatAnime");
        assertThat(out)
                .contains("Replies: 26,400 (24,000 of models, 2,400 of people); characters: 20, scenarios:\n60")
                .contains("ratings: 132,480; candidates: 6, characters: 20", "raters:\n40")
                .contains("SIMULATED");
        fitsATerminal(out);
        // Table 1 of the paper; 20 characters: a standard error of about 0.04
        double[] averages = {4.10, 3.97, 3.97, 3.95, 3.91, 3.82};
        String[] names = {"DeepSeek-V3", "Claude-Sonnet-4", "Qwen-Max", "Human", "GPT-4.1", "Doubao-1.5-Pro"};
        for (int i = 0; i < names.length; i++) {
            Matcher row = Pattern.compile("(?m)^\\d +" + Pattern.quote(names[i]) + " .* (\\d\\.\\d\\d)  \\[")
                    .matcher(out);
            assertThat(row.find()).as(names[i]).isTrue();
            assertThat(Double.parseDouble(row.group(1))).as(names[i]).isCloseTo(averages[i], within(0.15));
        }
    }
}
