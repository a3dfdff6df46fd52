package blackbox.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import esrp.core.Candidate;
import esrp.core.ChatAnime;
import esrp.core.DataCode;
import esrp.core.Dataset;
import esrp.core.Finding;
import esrp.core.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The published data as they are. Skipped where they are not at hand. */
final class PublishedDataTest {
    private static Dataset data;

    @BeforeAll
    static void read() {
        assumeTrue(Files.isDirectory(folder()), () -> "the published data are not in " + folder());
        data = ChatAnime.read(folder());
    }

    private static Path folder() {
        return Path.of(System.getProperty("esrp.chatanime", "chatanime"));
    }

    @Test
    void hasTheCountsOfThePaper() {
        assertThat(data).hasToString("26,400 replies: 11 candidates, 20 characters, 60 scenarios, 2 turns");
    }

    @Test
    void knowsPersonasByDialogId() {
        assertThat(data.scenarios().stream()
                        .collect(Collectors.groupingBy(
                                scenario -> scenario.persona().orElse("none"),
                                Collectors.mapping(Scenario::id, Collectors.counting()))))
                .containsOnlyKeys("student", "employee", "freelancer", "self-employed")
                .allSatisfy((persona, count) -> assertThat(count).isEqualTo(15));
        assertThat(data.scenario(31).persona()).contains("freelancer");
    }

    @Test
    void listsWhatIsOdd() {
        assertThat(data.findings(DataCode.CHARACTER_ORDER)).hasSize(1);
        assertThat(data.findings(DataCode.QUESTION_SPELLING)).hasSize(2);
        assertThat(data.findings(DataCode.REPEATED_REPLY)).hasSize(2);
        assertThat(data.findings(DataCode.REPLY_LENGTH)).hasSize(14);
        assertThat(data.findings(DataCode.EMOJI_RESIDUE)).hasSize(94);
        // One word in bold is no action.
        assertThat(data.findings(DataCode.ACTION_MARK)).hasSize(17);
        assertThat(data.findings(DataCode.QUESTION_LINE_BREAK)).hasSize(5);
        assertThat(data.findings(DataCode.OPEN_END)).hasSize(299);
        assertThat(data.findings(DataCode.MISSING_REPLY)).isEmpty();
    }

    @Test
    void makesTheBatchesOfThePaper() {
        assertThat(data.batches(10))
                .hasSize(11 * 20 * 12)
                .allSatisfy(batch -> assertThat(batch.replies()).hasSize(10));
    }

    @Test
    void isWrittenAsItWasPublishedByteForByteAndReadBack(@TempDir Path copy) throws IOException {
        ChatAnime.write(data, copy);
        List<String> differing = new ArrayList<>();
        for (Candidate candidate : data.candidates()) {
            String name = candidate.id() + ".json";
            if (Files.mismatch(folder().resolve(name), copy.resolve(name)) >= 0) {
                differing.add(name);
            }
        }
        // The one file whose characters are in another order.
        assertThat(differing).containsExactly("gemini-2.5-flash-preview.json");
        Dataset back = ChatAnime.read(copy);
        assertThat(back.hash()).isEqualTo(data.hash());
        assertThat(back.scenarios()).isEqualTo(data.scenarios());
        assertThat(back.characters()).isEqualTo(data.characters());
        assertThat(back.candidates()).isEqualTo(data.candidates());
    }

    @Test
    void namesThePlacesOfTheKnownOddities() {
        assertThat(data.findings(DataCode.CHARACTER_ORDER))
                .singleElement()
                .extracting(finding -> finding.place().toString())
                .asString()
                .startsWith("gemini-2.5-flash-preview.json: /");
        assertThat(data.findings(DataCode.QUESTION_SPELLING))
                .extracting(finding -> finding.place().toString())
                .allSatisfy(place ->
                        assertThat(place).startsWith("human.json: /").containsAnyOf("dialog 24,", "dialog 37,"));
        assertThat(data.findings(DataCode.REPEATED_REPLY))
                .extracting(finding -> finding.place().toString())
                .allSatisfy(place ->
                        assertThat(place).startsWith("human.json: /").containsAnyOf("dialog 6,", "dialog 23,"));
        assertThat(data.findings(DataCode.EMOJI_RESIDUE))
                .extracting(finding -> finding.place().toString())
                .allSatisfy(place -> assertThat(place).startsWith("glm-4-plus.json: /"));
        assertThat(Finding.summary(data.findings()).toString().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    }
}
