package esrp.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import esrp.core.Candidate;
import esrp.core.Character;
import esrp.core.ChatAnime;
import esrp.core.Dataset;
import esrp.core.Dialogue;
import esrp.core.Scenario;
import esrp.core.Turn;
import esrp.core.internal.TextWidth;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatasetStatisticsTest {
    @Test
    void countsWhatAReaderChecks() {
        Dataset dataset = Dataset.of(
                List.of(Candidate.model("m"), Candidate.people("p")),
                List.of(Character.of("c1")),
                List.of(Scenario.of("1", "问"), Scenario.of("2", "问二")),
                List.of(
                        new Dialogue("m", "c1", "1", List.of(new Turn("问", "好的好的"), new Turn("再", "好的好的"))),
                        new Dialogue("m", "c1", "2", List.of(new Turn("问二", "Never mind, 好"), new Turn("再", " "))),
                        new Dialogue("p", "c1", "1", List.of(new Turn("问", "加油\uFE0F"), new Turn("再", "一二三四五六")))));
        DatasetStatistics statistics = DatasetStatistics.of(dataset, 2, 5);
        DatasetStatistics.Row model = statistics.rows().get(0);
        assertThat(model.replies()).isEqualTo(4);
        assertThat(model.repeated()).isEqualTo(1);
        assertThat(model.notChinese()).isEqualTo(1);
        assertThat(model.blank()).isEqualTo(1);
        assertThat(model.tooShort()).isEqualTo(1);
        assertThat(model.tooLong()).as("the rule is about Chinese").isZero();
        assertThat(model.missing()).isZero();
        DatasetStatistics.Row people = statistics.rows().get(1);
        assertThat(people.tooLong()).isEqualTo(1);
        assertThat(people.emoji()).isEqualTo(1);
        assertThat(people.missing()).isEqualTo(1);
        assertThat(people.meanLength()).isEqualTo(4.5);
        assertThat(statistics.modelReplies()).isEqualTo(4);
        assertThat(statistics.peopleReplies()).isEqualTo(2);
        assertThatThrownBy(() -> DatasetStatistics.of(dataset, 5, 2)).hasMessageContaining("length rule: 5..2");
    }

    @Test
    void thePublishedRepliesAreThoseOfTable2() {
        Path folder = Path.of(System.getProperty("esrp.chatanime", "absent"));
        assumeThat(Files.isDirectory(folder)).as("published data at " + folder).isTrue();
        Dataset dataset = ChatAnime.read(folder);
        DatasetStatistics statistics = DatasetStatistics.of(dataset);
        assertThat(statistics.modelReplies()).isEqualTo(24_000);
        assertThat(statistics.peopleReplies()).isEqualTo(2_400);
        assertThat(statistics.toString().lines()).allMatch(line -> TextWidth.of(line) <= 80);
        assertThat(SimulatedStudy.chatAnime(dataset).ratings().size()).isEqualTo(132_480);
    }
}
