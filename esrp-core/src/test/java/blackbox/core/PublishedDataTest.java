package blackbox.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import esrp.core.ChatAnime;
import esrp.core.Dataset;
import esrp.core.Finding;
import esrp.core.FindingSummary;
import esrp.core.Scenario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The published data as they are. Skipped where they are not at hand. */
final class PublishedDataTest {
    private static Dataset data;

    @BeforeAll
    static void read() {
        Path folder = Path.of(System.getProperty("esrp.chatanime", "chatanime"));
        assumeTrue(Files.isDirectory(folder), () -> "the published data are not in " + folder);
        data = ChatAnime.read(folder);
    }

    @Test
    void hasTheCountsOfThePaper() {
        assertThat(data).hasToString("26400 replies: 11 candidates, 20 characters, 60 scenarios, 2 turns");
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
        FindingSummary summary = FindingSummary.of(data.findings());
        assertThat(summary.count(Finding.Kind.CHARACTER_ORDER)).isEqualTo(1);
        assertThat(summary.count(Finding.Kind.QUESTION_SPELLING)).isEqualTo(2);
        assertThat(summary.count(Finding.Kind.REPEATED_REPLY)).isEqualTo(2);
        assertThat(summary.count(Finding.Kind.REPLY_LENGTH)).isEqualTo(14);
        assertThat(summary.count(Finding.Kind.EMOJI_RESIDUE)).isEqualTo(94);
        assertThat(summary.count(Finding.Kind.ACTION_MARK)).isEqualTo(18);
        assertThat(summary.count(Finding.Kind.LINE_BREAK)).isEqualTo(5);
        assertThat(summary.count(Finding.Kind.OPEN_END)).isEqualTo(299);
        assertThat(summary.count(Finding.Kind.MISSING_REPLY)).isZero();
    }

    @Test
    void makesTheBatchesOfThePaper() {
        assertThat(data.batches(10))
                .hasSize(11 * 20 * 12)
                .allSatisfy(batch -> assertThat(batch.replies()).hasSize(10));
    }
}
