package esrp.study.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import esrp.core.internal.Digest;
import esrp.study.form.ImportProblem.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnnotationImportTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    private final AnnotationForm form = FormFixture.form("en");
    private ObjectNode body = JSON.createObjectNode();

    /** What the page exports when all is well. */
    @BeforeEach
    void fillTheForm() {
        body = JSON.createObjectNode().put("form", form.id()).put("rater", form.rater());
        ArrayNode answers = body.putArray("answers");
        scores(answers.addObject().put("task", "t1").put("kind", "rate").put("millis", 20_000), "434543454");
        scores(answers.addObject().put("task", "t2").put("kind", "rate").put("millis", 9_000), "222222222");
        answers.addObject()
                .put("task", "t3")
                .put("kind", "batch")
                .put("millis", 9_000)
                .putObject("scores")
                .put("diversity", 4);
        answers.addObject()
                .put("task", "t4")
                .put("kind", "write")
                .putArray("replies")
                .add("起雾的夜里我只看下一盏灯。")
                .add("先把明天要带的东西放在门口。");
    }

    private static void scores(ObjectNode answer, String digits) {
        ObjectNode scores = answer.putObject("scores");
        for (int i = 0; i < digits.length(); i++) {
            scores.put(FormFixture.NINE.get(i), digits.charAt(i) - '0');
        }
    }

    private ObjectNode answer(int index) {
        return (ObjectNode) body.path("answers").path(index);
    }

    private ObjectNode scoresOf(int index) {
        return (ObjectNode) answer(index).path("scores");
    }

    private Path export(String name, Consumer<ObjectNode> afterwards) throws IOException {
        String text = JSON.writeValueAsString(body);
        ObjectNode envelope = JSON.createObjectNode()
                .put("schema", "esrp-answers/1")
                .put("sha256", Digest.ofText(text))
                .put("body", text);
        afterwards.accept(envelope);
        return Files.writeString(folder.resolve(name), JSON.writeValueAsString(envelope));
    }

    private AnnotationImport.Imported imported() throws IOException {
        return AnnotationImport.withDefaults().read(export("a.json", any -> {}), form, FormFixture.key());
    }

    private static List<Kind> kinds(AnnotationImport.Imported imported) {
        return imported.problems().stream().map(ImportProblem::kind).toList();
    }

    @Test
    void letsInWhatIsSound() throws IOException {
        AnnotationImport.Imported imported = imported();
        assertThat(imported.problems()).isEmpty();
        assertThat(imported.ratings().size()).isEqualTo(10);
        assertThat(imported.ratings().rating(0).toString())
                .contains("harbor", "《海》的守护者", "consistency 4", "person:r7f3a");
        assertThat(imported.written()).hasSize(2);
    }

    @Test
    void refusesAFileThatWasChangedAfterTheExport() throws IOException {
        Path file = export(
                "a.json",
                envelope -> envelope.put(
                        "body", envelope.path("body").asText().replace("\"diversity\":4", "\"diversity\":5")));
        AnnotationImport.Imported imported = AnnotationImport.withDefaults().read(file, form, FormFixture.key());
        assertThat(imported.ratings().isEmpty()).isTrue();
        assertThat(imported.written()).isEmpty();
        assertThat(kinds(imported)).containsExactly(Kind.NOT_AN_EXPORT);
        assertThat(imported.toString()).contains("a.json", "checksum");
    }

    @Test
    void refusesWhatIsNoExport() throws IOException {
        for (String text : List.of("", "{", "[]", "{\"schema\":\"esrp-answers/1\"}", "nonsense", "{\"a\":1,\"a\":2}")) {
            Path file = Files.writeString(folder.resolve("b.json"), text);
            AnnotationImport.Imported imported = AnnotationImport.withDefaults().read(file, form, FormFixture.key());
            assertThat(kinds(imported)).as(text).containsExactly(Kind.NOT_AN_EXPORT);
            assertThat(imported.ratings().isEmpty()).isTrue();
        }
    }

    @Test
    void refusesAnotherRaterAnotherFormAndASecondReading() throws IOException {
        body.put("rater", "r0000");
        assertThat(kinds(imported())).containsExactly(Kind.WRONG_RATER);
        body.put("rater", form.rater()).put("form", "0".repeat(64));
        assertThat(kinds(imported())).containsExactly(Kind.WRONG_FORM);
        body.put("form", form.id());
        Map<Path, AnnotationForm> twice = new LinkedHashMap<>();
        twice.put(export("a.json", any -> {}), form);
        twice.put(export("b.json", any -> {}), form);
        AnnotationImport.Imported imported = AnnotationImport.withDefaults().read(twice, FormFixture.key());
        assertThat(kinds(imported)).containsExactly(Kind.READ_TWICE);
        assertThat(imported.ratings().size()).isEqualTo(10);
    }

    @Test
    void keepsOutAScoreOutsideTheScaleButNotTheOthers() throws IOException {
        scoresOf(0).put("fluency", 6).put("coherence", 4.5).put("consistency", true);
        scoresOf(0).putNull("emotional_value");
        scoresOf(0).put("charm", 3);
        AnnotationImport.Imported imported = imported();
        assertThat(kinds(imported))
                .containsExactlyInAnyOrder(Kind.SCORE, Kind.SCORE, Kind.SCORE, Kind.MISSING, Kind.UNKNOWN_METRIC);
        assertThat(imported.ratings().size()).isEqualTo(6);
        assertThat(imported.problems())
                .anySatisfy(problem -> assertThat(problem.place()).endsWith("a.json, task t1, metric fluency"));
    }

    @Test
    void reportsUnknownMissingAndDoubledTasks() throws IOException {
        ((ArrayNode) body.path("answers")).remove(3);
        ((ArrayNode) body.path("answers")).add(answer(2).deepCopy()).addObject().put("task", "t99");
        AnnotationImport.Imported imported = imported();
        assertThat(kinds(imported)).containsExactly(Kind.UNKNOWN_TASK, Kind.DUPLICATE_TASK, Kind.MISSING);
        assertThat(imported.ratings().size()).isEqualTo(9);
    }

    @Test
    void aFailedAttentionItemKeepsTheWholeFileOutUnlessAllowed() throws IOException {
        scoresOf(1).put("fluency", 5);
        AnnotationImport.Imported imported = imported();
        assertThat(kinds(imported)).containsExactly(Kind.ATTENTION, Kind.ATTENTION);
        assertThat(imported.ratings().isEmpty()).isTrue();
        AnnotationImport.Imported lenient = AnnotationImport.withDefaults()
                .withAttentionFailuresAllowed(1)
                .read(export("a.json", any -> {}), form, FormFixture.key());
        assertThat(lenient.ratings().size()).isEqualTo(10);
    }

    @Test
    void keepsOutTasksAnsweredFasterThanTheyCanBeRead() throws IOException {
        answer(0).put("millis", 900);
        AnnotationImport.Imported imported = imported();
        assertThat(kinds(imported)).containsExactly(Kind.TOO_FAST);
        assertThat(imported.ratings().size()).isEqualTo(1);
        answer(0).remove("millis");
        assertThat(kinds(imported())).containsExactly(Kind.TOO_FAST);
    }

    @Test
    void straightLiningKeepsTheFileOut() throws IOException {
        scores(answer(0), "333333333");
        AnnotationImport.Imported imported = AnnotationImport.withDefaults()
                .withStraightLining(0.9, 1)
                .read(export("a.json", any -> {}), form, FormFixture.key());
        assertThat(kinds(imported)).containsExactly(Kind.STRAIGHT_LINING);
        assertThat(imported.ratings().isEmpty()).isTrue();
    }

    @Test
    void reportsRepliesThatBreakTheLengthRule() throws IOException {
        ((ArrayNode) answer(3).path("replies")).set(0, "短").set(1, "");
        AnnotationImport.Imported imported = imported();
        assertThat(kinds(imported)).containsExactly(Kind.LENGTH, Kind.MISSING);
        assertThat(imported.written()).isEmpty();
    }

    @Test
    void reportsATaskThatTheKeyDoesNotExplain() throws IOException {
        AnnotationImport.Imported imported = AnnotationImport.withDefaults()
                .read(
                        export("a.json", any -> {}),
                        form,
                        new FormKey(Map.of(), FormFixture.key().attention()));
        assertThat(kinds(imported)).containsExactly(Kind.NO_KEY, Kind.NO_KEY);
        assertThat(imported.ratings().isEmpty()).isTrue();
    }

    @Test
    void refusesImpossibleRules() {
        AnnotationImport rules = AnnotationImport.withDefaults();
        assertThatThrownBy(() -> rules.withMinimumSeconds(-1)).hasMessageContaining("seconds: -1.0");
        assertThatThrownBy(() -> rules.withStraightLining(0, 1)).hasMessageContaining("(0, 1]");
        assertThatThrownBy(() -> rules.withAttentionFailuresAllowed(-1)).hasMessageContaining("count: -1");
    }
}
