package esrp.prompts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import esrp.core.Candidate;
import esrp.core.Character;
import esrp.core.Dataset;
import esrp.core.Dialogue;
import esrp.core.Metric;
import esrp.core.Rater;
import esrp.core.Rating;
import esrp.core.Ratings;
import esrp.core.Scenario;
import esrp.core.Turn;
import esrp.prompts.JudgeTuning.Examples;
import esrp.prompts.JudgeTuning.Leakage;
import esrp.prompts.JudgeTuning.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgeTuningTest {
    private static final List<String> CANDIDATES = List.of("alpha", "beta", "gamma");
    private static final List<String> CHARACTERS = List.of("c1", "c2", "c3");
    private static final List<String> SCENARIOS =
            IntStream.rangeClosed(1, 20).mapToObj(String::valueOf).toList();
    private static final Dataset DATASET = dataset(id -> "开场" + id);
    private static final Ratings LABELS = Ratings.of(labels());

    private static Dataset dataset(Function<String, String> opening) {
        List<Dialogue> dialogues = new ArrayList<>();
        for (String candidate : CANDIDATES) {
            for (String character : CHARACTERS) {
                for (String scenario : SCENARIOS) {
                    String where = candidate.charAt(0) + character + "#" + scenario;
                    dialogues.add(new Dialogue(
                            candidate,
                            character,
                            scenario,
                            List.of(
                                    new Turn(opening.apply(scenario), "回答一" + where),
                                    new Turn("再问" + where, "回答二" + where))));
                }
            }
        }
        return Dataset.of(
                CANDIDATES.stream().map(Candidate::model).toList(),
                CHARACTERS.stream().map(Character::of).toList(),
                SCENARIOS.stream().map(id -> Scenario.of(id, opening.apply(id))).toList(),
                dialogues);
    }

    /** Two raters on nine metrics of every dialogue, and one on a batch of each candidate. */
    private static List<Rating> labels() {
        List<Rating> labels = new ArrayList<>();
        for (String candidate : CANDIDATES) {
            for (String character : CHARACTERS) {
                for (String scenario : SCENARIOS) {
                    for (Metric metric : Metric.esrp()) {
                        if (metric.target() == Metric.Target.DIALOGUE) {
                            for (String rater : List.of("person:a", "person:b")) {
                                int score = 1
                                        + Math.floorMod(
                                                (candidate + character + scenario + metric.id() + rater).hashCode(), 5);
                                labels.add(new Rating(candidate, character, scenario, metric.id(), rater, score));
                            }
                        }
                    }
                }
            }
            labels.add(new Rating(candidate, "c1", "batch", "diversity", "person:a", 3));
        }
        return labels;
    }

    @Test
    void groupedByScenarioNothingLeaks() {
        Examples examples = JudgeTuning.withDefaults().examples(LABELS, DATASET);
        Leakage leakage = examples.leakage();
        assertThat(leakage.isClean()).isTrue();
        assertThat(leakage.sharedDialogues()).isZero();
        assertThat(leakage.sharedScenarios()).isZero();
        assertThat(leakage.sharedReplies()).isZero();
        assertThat(leakage.seen(Part.TEST)).isZero();
        assertThat(leakage.seen(Part.VALIDATION)).isZero();
        assertThat(leakage.worstRatio()).isLessThan(1e-12);
        int perScenario = 3 * 3 * 9 * 2;
        assertThat(examples.size(Part.TRAIN)).isEqualTo(14L * perScenario);
        assertThat(examples.size(Part.VALIDATION)).isEqualTo(2L * perScenario);
        assertThat(examples.size(Part.TEST)).isEqualTo(4L * perScenario);
        assertThat(examples).asString().contains("3 labels of batches were left out");
        assertThat(leakage).asString().contains("no dialogue and no opening question is in more than one part");
        assertThat(examples.toString().lines()).allMatch(line -> line.length() <= 80);
        assertThat(leakage.toString().lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void splitAtRandomNearlyEverythingLeaksAndTheReportSaysSo() {
        Leakage leakage = JudgeTuning.withDefaults()
                .withRandomSplit(true)
                .examples(LABELS, DATASET)
                .leakage();
        assertThat(leakage.isClean()).isFalse();
        assertThat(leakage.seen(Part.TEST)).isGreaterThan(0.99);
        assertThat(leakage.sharedQuestions()).isEqualTo(20);
        assertThat(leakage.sharedScenarios()).isEqualTo(20);
        assertThat(leakage.worstRatio()).isLessThan(0.01);
        assertThat(leakage).asString().contains("LEAK", "%");
    }

    @Test
    void dialoguesAreToldApartByTheirIdsAndQuestionsByTheirWords() {
        Leakage leakage = JudgeTuning.withDefaults()
                .examples(LABELS, dataset(id -> "总是同一句"))
                .leakage();
        assertThat(leakage.sharedDialogues()).isZero();
        assertThat(leakage.sharedScenarios()).isZero();
        assertThat(leakage.sharedQuestions()).isEqualTo(1);
        assertThat(leakage.isClean()).isFalse();
    }

    @Test
    void dialoguesThatReadTheSameAreNotOneDialogue() {
        List<Turn> same = List.of(new Turn("在吗？", "我在。"));
        Dataset twins = Dataset.of(
                List.of(Candidate.model("alpha")),
                List.of(Character.of("c1")),
                List.of(Scenario.of("1", "在吗？"), Scenario.of("2", "在吗？")),
                List.of(new Dialogue("alpha", "c1", "1", same), new Dialogue("alpha", "c1", "2", same)));
        Leakage leakage = JudgeTuning.withDefaults()
                .withRatio(1, 0, 1)
                .examples(
                        Ratings.of(List.of(
                                new Rating("alpha", "c1", "1", "fluency", "person:a", 4),
                                new Rating("alpha", "c1", "2", "fluency", "person:a", 4))),
                        twins)
                .leakage();
        assertThat(leakage.sharedDialogues()).isZero();
        assertThat(leakage.seen(Part.TEST)).isZero();
        assertThat(leakage.sharedReplies()).isEqualTo(1);
        assertThat(leakage.isClean()).as("the question is the same").isFalse();
    }

    @Test
    void linesAreChatsWithTheScoreAsAnswer() throws IOException {
        Examples examples = JudgeTuning.withDefaults().examples(LABELS, DATASET);
        JsonNode line =
                new ObjectMapper().readTree(examples.lines(Part.TRAIN, 1).get(0));
        assertThat(line.fieldNames()).toIterable().containsExactly("messages");
        assertThat(line.at("/messages/0/role").asText()).isEqualTo("system");
        assertThat(line.at("/messages/0/content").asText()).contains("一致性", "1 到 5", "只写这个数字");
        assertThat(line.at("/messages/1/content").asText())
                .startsWith("角色：c1\n\n用户：开场")
                .contains("\nc1：回答一ac1", "\n用户：再问", "回答二ac1");
        assertThat(line.at("/messages/2/role").asText()).isEqualTo("assistant");
        assertThat(line.at("/messages/2/content").asText()).matches("[1-5]");
        CANDIDATES.forEach(candidate -> assertThat(line.toString()).doesNotContain(candidate));
        JsonNode english = new ObjectMapper()
                .readTree(JudgeTuning.withDefaults()
                        .withLanguage("en")
                        .withFacts(true)
                        .examples(LABELS, DATASET)
                        .lines(Part.TEST, 1)
                        .get(0));
        assertThat(english.at("/messages/0/content").asText()).contains("Consistency", "from 1 to 5");
        assertThat(english.at("/metric").asText()).isEqualTo("consistency");
    }

    @Test
    void aCharactersWorkIsNamed() {
        Character hero = Character.of("《灯塔》的小满");
        List<ChatMessage> messages = Prompts.withDefaults()
                .withLanguage("en")
                .judgeTuned(Metric.esrp().get(0), hero, new Dialogue("m", hero.id(), "1", List.of(new Turn("u", "r"))));
        assertThat(messages.get(1).text()).isEqualTo("Character: 小满 (灯塔)\n\nUser: u\n小满: r");
    }

    @Test
    void filesHoldTheLinesOfTheirPart(@TempDir Path folder) throws IOException {
        Examples examples = JudgeTuning.withDefaults().examples(LABELS, DATASET);
        assertThat(examples.write(folder.resolve("tuning")))
                .extracting(file -> file.getFileName().toString())
                .containsExactly(
                        "train.jsonl", "validation.jsonl", "test.jsonl", "dataset_info.json", "llamafactory.yaml");
        for (Part part : Part.values()) {
            assertThat(Files.readAllLines(folder.resolve("tuning").resolve(part.file())))
                    .isEqualTo(examples.lines(part, Integer.MAX_VALUE))
                    .hasSize((int) examples.size(part));
        }
    }

    @Test
    void rowOrderDoesNotMatterAndTheSeedDoes() {
        List<Rating> rows = new ArrayList<>(labels());
        Collections.reverse(rows);
        for (boolean random : new boolean[] {false, true}) {
            JudgeTuning tuning =
                    JudgeTuning.withDefaults().withRandomSplit(random).withSeed(3);
            assertThat(tuning.examples(Ratings.of(rows), DATASET).lines(Part.TEST, 50))
                    .isEqualTo(tuning.examples(LABELS, DATASET).lines(Part.TEST, 50))
                    .isNotEqualTo(tuning.withSeed(4).examples(LABELS, DATASET).lines(Part.TEST, 50));
        }
    }

    @Test
    void whatIsLeftOutIsSaid() {
        List<Rating> rows = new ArrayList<>(labels());
        Rating stray = new Rating(
                "alpha",
                "c1",
                "99",
                "fluency",
                Rater.of(Rater.Kind.SIMULATED, "x").id(),
                4);
        rows.add(stray);
        Examples examples = JudgeTuning.withDefaults().examples(Ratings.of(rows), DATASET);
        assertThat(examples.notes())
                .extracting(note -> note.code())
                .containsExactly(
                        PromptCode.BATCH_LABELS, PromptCode.LABELS_WITHOUT_DIALOGUE, PromptCode.SIMULATED_LABELS);
        assertThat(examples).asString().contains("1 label was left out", "SIMULATED");
        assertThatThrownBy(() -> JudgeTuning.withDefaults().examples(Ratings.of(List.of(stray)), DATASET))
                .hasMessageContaining("none of 1 is about a dialogue of the data set");
        rows.add(labels().get(0));
        assertThatThrownBy(() -> JudgeTuning.withDefaults().examples(Ratings.of(rows), DATASET))
                .hasMessageContaining("more than once");
        assertThatThrownBy(() -> JudgeTuning.withDefaults().withRatio(0, 1, 2)).hasMessageContaining("0:1:2");
        assertThatThrownBy(() -> JudgeTuning.withDefaults().withLanguage("fr")).hasMessageContaining("[en, zh]");
    }
}
