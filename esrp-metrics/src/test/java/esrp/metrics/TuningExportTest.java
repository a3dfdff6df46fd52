package esrp.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import esrp.core.Candidate;
import esrp.core.Character;
import esrp.core.Dataset;
import esrp.core.Dialogue;
import esrp.core.Rating;
import esrp.core.Ratings;
import esrp.core.Scenario;
import esrp.core.Turn;
import esrp.metrics.TuningExport.LeakageReport;
import esrp.metrics.TuningExport.Part;
import esrp.metrics.TuningExport.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TuningExportTest {
    private static final SimulatedStudy STUDY = Fixtures.study(3, 20);
    private static final Ratings RATINGS = STUDY.ratings();

    /** Replies for all of the small study. */
    static Dataset dataset() {
        List<Scenario> scenarios = Fixtures.names("", 20).stream()
                .map(id -> Scenario.of(id, "开场" + id))
                .toList();
        List<Dialogue> dialogues = new ArrayList<>();
        for (String candidate : STUDY.candidates()) {
            for (String character : Fixtures.names("c", 3)) {
                for (Scenario scenario : scenarios) {
                    String where = candidate.charAt(0) + character + "#" + scenario.id();
                    dialogues.add(new Dialogue(
                            candidate,
                            character,
                            scenario.id(),
                            List.of(
                                    new Turn(scenario.openingQuestion(), "回答一" + where),
                                    new Turn("再问" + where, "回答二" + where))));
                }
            }
        }
        return Dataset.of(
                STUDY.candidates().stream().map(Candidate::model).toList(),
                Fixtures.names("c", 3).stream().map(Character::of).toList(),
                scenarios,
                dialogues);
    }

    @Test
    void groupedByScenarioNothingLeaks() {
        TuningExport export = TuningExport.of(RATINGS, dataset());
        LeakageReport report = export.leakage();
        assertThat(report.isClean()).isTrue();
        assertThat(report.sharedReplies()).isZero();
        assertThat(report.testSeen()).isZero();
        assertThat(report.validationSeen()).isZero();
        assertThat(report.worstRatio()).isLessThan(1e-12);
        int perScenario = 3 * 3 * 9 * 2;
        assertThat(report.sizes()).containsExactly(14L * perScenario, 2L * perScenario, 4L * perScenario);
        assertThat(export.batchRatings()).isEqualTo(3 * 3 * 3 * 2);
    }

    @Test
    void splitAtRandomNearlyEverythingLeaksAndTheReportSaysSo() {
        LeakageReport report = TuningExport.withDefaults()
                .with(Split.RANDOM)
                .of(RATINGS, dataset())
                .leakage();
        assertThat(report.isClean()).isFalse();
        assertThat(report.testSeen()).isGreaterThan(0.99);
        assertThat(report.sharedQuestions()).isEqualTo(20);
        assertThat(report.toString()).contains("LEAKS", "%");
        assertThat(report.worstRatio()).isLessThan(0.01);
    }

    @Test
    void linesAreChatsWithTheScoreAsAnswer() throws IOException {
        TuningExport export = TuningExport.of(RATINGS, dataset());
        JsonNode line = new ObjectMapper().readTree(export.lines(Part.TRAIN, 1).get(0));
        assertThat(line.fieldNames()).toIterable().containsExactly("messages");
        assertThat(line.at("/messages/0/role").asText()).isEqualTo("system");
        assertThat(line.at("/messages/0/content").asText()).contains("一致性", "1 到 5", "只写这个数字");
        assertThat(line.at("/messages/1/content").asText()).contains("角色：c1", "用户：开场", "回答一ac1", "回答二ac1");
        assertThat(line.at("/messages/2/role").asText()).isEqualTo("assistant");
        assertThat(line.at("/messages/2/content").asText()).matches("[1-5]");
        STUDY.candidates().forEach(candidate -> assertThat(line.toString()).doesNotContain(candidate));
        JsonNode english = new ObjectMapper()
                .readTree(TuningExport.withDefaults()
                        .withLanguage("en")
                        .withFacts(true)
                        .of(RATINGS, dataset())
                        .lines(Part.TEST, 1)
                        .get(0));
        assertThat(english.at("/messages/0/content").asText()).contains("Consistency", "from 1 to 5");
        assertThat(english.at("/metric").asText()).isEqualTo("consistency");
    }

    @Test
    void filesHoldTheLinesOfTheirPart(@TempDir Path folder) throws IOException {
        TuningExport export =
                TuningExport.withDefaults().with(HumanLabel.ROUNDED_MEAN).of(RATINGS, dataset());
        List<Path> files = export.write(folder.resolve("tuning"));
        assertThat(files)
                .extracting(file -> file.getFileName().toString())
                .containsExactly("train.jsonl", "validation.jsonl", "test.jsonl");
        for (Part part : Part.values()) {
            assertThat(Files.readAllLines(folder.resolve("tuning").resolve(part.file())))
                    .isEqualTo(export.lines(part, Integer.MAX_VALUE))
                    .hasSize((int) export.size(part));
        }
        assertThat(export.size(Part.TRAIN)).isEqualTo(14 * 3 * 3 * 9);
    }

    @Test
    void neitherRowOrderNorTheClockMatters() {
        List<Rating> rows = new ArrayList<>(RATINGS.stream().toList());
        java.util.Collections.reverse(rows);
        for (Split split : Split.values()) {
            TuningExport.Settings settings =
                    TuningExport.withDefaults().with(split).withSeed(3);
            assertThat(settings.of(Ratings.of(rows), dataset()).lines(Part.TEST, 50))
                    .isEqualTo(settings.of(RATINGS, dataset()).lines(Part.TEST, 50))
                    .isNotEqualTo(settings.withSeed(4).of(RATINGS, dataset()).lines(Part.TEST, 50));
        }
    }

    @Test
    void whatIsLeftOutIsCounted() {
        List<Rating> rows = new ArrayList<>(RATINGS.stream().toList());
        rows.add(new Rating("alpha", "c1", "99", "fluency", "person:x", 4));
        TuningExport export =
                TuningExport.withDefaults().with(HumanLabel.MAJORITY).of(Ratings.of(rows), dataset());
        assertThat(export.withoutDialogue()).isEqualTo(1);
        assertThat(export.undecided()).isPositive();
        assertThat(export.toString()).contains("Left out:", "SIMULATED");
        assertThatThrownBy(() -> TuningExport.of(
                        Ratings.of(List.of(new Rating("alpha", "c1", "99", "fluency", "person:x", 4))), dataset()))
                .hasMessageContaining("none of 1 is about a dialogue of the data set");
        assertThatThrownBy(() -> TuningExport.withDefaults().withRatio(0, 1, 2)).hasMessageContaining("0:1:2");
        assertThatThrownBy(() -> TuningExport.withDefaults().withLanguage("fr")).hasMessageContaining("[zh, en]");
    }
}
