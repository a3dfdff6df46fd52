package blackbox.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import esrp.core.Candidate;
import esrp.core.Character;
import esrp.core.ChatAnime;
import esrp.core.Dataset;
import esrp.core.Dialogue;
import esrp.core.ReplyRules;
import esrp.core.Scenario;
import esrp.core.Turn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTest {
    private static Dataset dataset() {
        return Dataset.of(
                List.of(Candidate.model("m"), Candidate.people("p")),
                List.of(Character.of("c1")),
                List.of(Scenario.of("1", "问"), Scenario.of("2", "问二")),
                List.of(
                        new Dialogue("m", "c1", "1", List.of(new Turn("问", "好的好的"), new Turn("再", "好的好的"))),
                        new Dialogue("m", "c1", "2", List.of(new Turn("问二", "Never mind, 好"), new Turn("再", " "))),
                        new Dialogue("p", "c1", "1", List.of(new Turn("问", "加油\uFE0F"), new Turn("再", "一二三四五六")))));
    }

    @Test
    void countsWhatAReaderChecks() {
        Dataset.Summary summary = dataset().summary(ReplyRules.of("zh").withLength(2, 5));
        Dataset.Summary.Row model = summary.rows().get(0);
        assertThat(model.replies()).isEqualTo(4);
        assertThat(model.repeated()).isEqualTo(1);
        assertThat(model.otherLanguage()).isEqualTo(1);
        assertThat(model.blank()).isEqualTo(1);
        assertThat(model.tooShort()).isEqualTo(1);
        assertThat(model.tooLong()).as("the limits are those of Chinese").isZero();
        assertThat(model.missing()).isZero();
        Dataset.Summary.Row people = summary.rows().get(1);
        assertThat(people.tooLong()).isEqualTo(1);
        assertThat(people.emoji()).isEqualTo(1);
        assertThat(people.missing()).isEqualTo(1);
        assertThat(people.meanLength()).isEqualTo(4.5);
        assertThat(summary.modelReplies()).isEqualTo(4);
        assertThat(summary.peopleReplies()).isEqualTo(2);
    }

    @Test
    void eachReplyIsHeldAgainstTheLimitsOfItsLanguage() {
        Dataset.Summary summary = dataset().summary();
        assertThat(summary.rows().get(0).tooShort()).isEqualTo(4);
        assertThat(summary.rows().get(0).tooLong()).isZero();
        assertThat(summary.text("en")).contains("zh 50–150, en 150–450");
        assertThat(summary.text("zh")).contains("与多数回复（zh）语言不同");
    }

    @Test
    void thePublishedRepliesAreThoseOfTable2() {
        Path folder = Path.of(System.getProperty("esrp.chatanime", "absent"));
        assumeThat(Files.isDirectory(folder)).as("published data at " + folder).isTrue();
        Dataset.Summary summary = ChatAnime.read(folder).summary();
        assertThat(summary.modelReplies()).isEqualTo(24_000);
        assertThat(summary.peopleReplies()).isEqualTo(2_400);
        assertThat(summary.rows().stream()
                        .mapToInt(Dataset.Summary.Row::tooShort)
                        .sum())
                .isEqualTo(14);
        assertThat(summary.rows().stream()
                        .mapToInt(Dataset.Summary.Row::tooLong)
                        .sum())
                .isZero();
        assertThat(summary.rows().stream().mapToInt(Dataset.Summary.Row::emoji).sum())
                .isEqualTo(94);
        assertThat(summary.rows()).allMatch(row -> row.otherLanguage() == 0 && row.blank() == 0);
        assertThat(summary.toString().lines()).allMatch(line -> line.length() <= 80);
    }
}
