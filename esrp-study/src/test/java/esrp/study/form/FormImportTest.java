package esrp.study.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import esrp.core.Finding;
import esrp.core.Metric;
import esrp.core.Turn;
import esrp.core.internal.Digest;
import esrp.core.internal.Messages;
import esrp.study.Assignment;
import esrp.study.StudyCode;
import esrp.study.StudyKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormImportTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    private final Form form = FormFixture.form("en");
    private final StudyKey key = FormFixture.key(form);
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
        answers.addObject().put("task", "t4").put("kind", "write").put("reply", "起雾的夜里我只看下一盏灯。");
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
        return export(name, form, afterwards);
    }

    private Path export(String name, Form signer, Consumer<ObjectNode> afterwards) throws IOException {
        String text = JSON.writeValueAsString(body);
        ObjectNode envelope = JSON.createObjectNode()
                .put("schema", "esrp-answers/3")
                .put("signature", Digest.hmac(signer.sealed("secret").secret(), text))
                .put("body", text);
        afterwards.accept(envelope);
        return Files.writeString(folder.resolve(name), JSON.writeValueAsString(envelope));
    }

    private FormImport.Imported imported() throws IOException {
        return FormImport.withDefaults().read(export("a.json", any -> {}), key);
    }

    private static List<Finding.Code> codes(FormImport.Imported imported) {
        return imported.notes().stream().map(Finding::code).toList();
    }

    @Test
    void importsValidAnswers() throws IOException {
        FormImport.Imported imported = imported();
        assertThat(imported.notes()).isEmpty();
        assertThat(imported.ratings().size()).isEqualTo(10);
        assertThat(imported.ratings().rating(0).toString())
                .contains("harbor", "《海》的守护者", "consistency 4", "person:r7f3a");
        assertThat(imported.written()).hasSize(1);
    }

    @Test
    void refusesAFileThatWasChangedAfterTheExport() throws IOException {
        Path file = export(
                "a.json",
                envelope -> envelope.put(
                        "body", envelope.path("body").asText().replace("\"diversity\":4", "\"diversity\":5")));
        FormImport.Imported imported = FormImport.withDefaults().read(file, key);
        assertThat(imported.ratings().isEmpty()).isTrue();
        assertThat(imported.written()).isEmpty();
        assertThat(codes(imported)).containsExactly(StudyCode.CHANGED);
        assertThat(imported.toString()).contains("a.json", "signature");
        assertThat(imported.text("zh")).contains("a.json", "签名不符");
    }

    @Test
    void refusesWhatIsNoExport() throws IOException {
        for (String text : List.of("", "{", "[]", "{\"schema\":\"esrp-answers/3\"}", "nonsense", "{\"a\":1,\"a\":2}")) {
            Path file = Files.writeString(folder.resolve("b.json"), text);
            FormImport.Imported imported = FormImport.withDefaults().read(file, key);
            assertThat(codes(imported)).as(text).containsExactly(StudyCode.NOT_AN_EXPORT);
            assertThat(imported.ratings().isEmpty()).isTrue();
        }
    }

    /** Failed before: one such number in the file of one rater ended the import of all. */
    @Test
    void aNumberThatNoMachineHoldsCostsItsFileAlone() throws IOException {
        Path sound = export("b.json", any -> {});
        Path absurd = export(
                "a.json",
                envelope -> envelope.put("body", envelope.path("body").asText().replace("20000", "1e99999999999")));
        FormImport.Imported imported = FormImport.withDefaults().read(List.of(absurd, sound), key);
        assertThat(codes(imported)).containsExactly(StudyCode.NOT_AN_EXPORT);
        assertThat(imported.ratings().size()).isEqualTo(10);
    }

    @Test
    void refusesAnotherRaterAnotherFormAndASecondReading() throws IOException {
        body.put("rater", "r0000");
        assertThat(codes(imported())).containsExactly(StudyCode.WRONG_RATER);
        body.put("rater", form.rater()).put("form", "0".repeat(64));
        assertThat(codes(imported())).containsExactly(StudyCode.WRONG_FORM);
        body.put("form", form.id());
        List<Path> twice = List.of(export("a.json", any -> {}), export("b.json", any -> {}));
        FormImport.Imported imported = FormImport.withDefaults().read(twice, key);
        assertThat(codes(imported)).containsExactly(StudyCode.READ_TWICE);
        assertThat(imported.ratings().size()).isEqualTo(10);
    }

    @Test
    void aTaskThatNeedNotBeAskedIsNeitherMissingNorSkipped() throws IOException {
        answer(2).put("unasked", true).putObject("scores");
        FormImport.Imported imported = imported();
        assertThat(imported.notes()).isEmpty();
        assertThat(imported.ratings().size()).isEqualTo(9);
    }

    @Test
    void ofSeveralExportsOfAFormTheLastCountsWhateverItIsCalled() throws IOException {
        answer(0).put("millis", 8_000);
        scoresOf(0).removeAll();
        Path early = export("answers (1).json", any -> {});
        answer(0).put("millis", 20_000);
        scores(answer(0), "434543454");
        Path last = export("answers (2).json", any -> {});
        answer(0).put("millis", 9_000);
        scores(answer(0), "111111111");
        Path second = export("answers.json", any -> {});
        for (List<Path> order : List.of(List.of(early, last, second), List.of(second, early, last))) {
            FormImport.Imported imported = FormImport.withDefaults().read(order, key);
            assertThat(codes(imported)).containsExactly(StudyCode.READ_TWICE, StudyCode.READ_TWICE);
            assertThat(imported.ratings().size()).isEqualTo(10);
            assertThat(imported.ratings().rating(0).score()).isEqualTo(4);
        }
    }

    @Test
    void aDamagedExportLeavesItsFormToASoundOne() throws IOException {
        JsonNode answers = body.remove("answers");
        Path damaged = export("a.json", any -> {});
        body.set("answers", answers);
        FormImport.Imported imported =
                FormImport.withDefaults().read(List.of(damaged, export("b.json", any -> {})), key);
        assertThat(codes(imported)).containsExactly(StudyCode.NOT_AN_EXPORT);
        assertThat(imported.ratings().size()).isEqualTo(10);
    }

    @Test
    void saysThatAFolderHoldsNoExport() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        FormImport.Imported imported = FormImport.withDefaults().read(empty, key);
        assertThat(codes(imported)).containsExactly(StudyCode.NO_EXPORTS);
        assertThat(imported.toString()).contains("empty: holds no file whose name ends in .json");
    }

    @Test
    void keepsOutAScoreOutsideTheScaleButNotTheOthers() throws IOException {
        scoresOf(0).put("fluency", 6).put("coherence", 4.5).put("consistency", true);
        scoresOf(0).putNull("emotional_value");
        scoresOf(0).put("charm", 3);
        FormImport.Imported imported = imported();
        assertThat(codes(imported))
                .containsExactlyInAnyOrder(
                        StudyCode.SCORE,
                        StudyCode.SCORE,
                        StudyCode.SCORE,
                        StudyCode.MISSING_SCORE,
                        StudyCode.UNKNOWN_METRIC);
        assertThat(imported.ratings().size()).isEqualTo(6);
        assertThat(imported.notes())
                .anySatisfy(
                        problem -> assertThat(problem.place().toString()).endsWith("a.json: task t1, metric fluency"));
    }

    @Test
    void reportsUnknownMissingAndDoubledTasks() throws IOException {
        ((ArrayNode) body.path("answers")).remove(3);
        ((ArrayNode) body.path("answers")).add(answer(2).deepCopy()).addObject().put("task", "t99");
        FormImport.Imported imported = imported();
        assertThat(codes(imported))
                .containsExactly(StudyCode.UNKNOWN_TASK, StudyCode.DUPLICATE_TASK, StudyCode.MISSING_TASK);
        assertThat(imported.ratings().size()).isEqualTo(9);
    }

    @Test
    void aFailedAttentionItemKeepsTheWholeFileOutUnlessAllowed() throws IOException {
        scoresOf(1).put("speaking_style", 3);
        FormImport.Imported imported = imported();
        assertThat(codes(imported)).containsExactly(StudyCode.ATTENTION, StudyCode.INATTENTIVE);
        assertThat(imported.ratings().isEmpty()).isTrue();
        FormImport.Imported lenient =
                FormImport.withDefaults().withAttentionFailuresAllowed(1).read(export("a.json", any -> {}), key);
        assertThat(lenient.ratings().size()).isEqualTo(10);
    }

    /** Failed before: 36 of 36 ratings went in, whichever way the check was passed over. */
    @Test
    void anAttentionItemWithoutAnAnswerIsFailed() throws IOException {
        ObjectNode check = answer(1).deepCopy();
        List<Consumer<ArrayNode>> evasions = List.of(
                answers -> answers.remove(1),
                answers -> ((ObjectNode) answers.path(1)).remove("scores"),
                answers -> ((ObjectNode) answers.path(1)).putObject("scores"),
                answers -> answers.add(check),
                answers -> ((ObjectNode) answers.path(1).path("scores")).put("speaking_style", 0),
                answers -> ((ObjectNode) answers.path(1).path("scores")).put("speaking_style", "2"),
                answers -> ((ObjectNode) answers.path(1).path("scores")).remove("speaking_style"));
        for (Consumer<ArrayNode> evasion : evasions) {
            fillTheForm();
            evasion.accept((ArrayNode) body.path("answers"));
            FormImport.Imported imported = imported();
            assertThat(codes(imported)).contains(StudyCode.ATTENTION_UNANSWERED, StudyCode.INATTENTIVE);
            assertThat(imported.ratings().isEmpty()).isTrue();
        }
    }

    /** Failed before: a checksum that anybody can compute again was accepted. */
    @Test
    void aSignatureComesFromTheSecretOfTheForm() throws IOException {
        Path file = export(
                "a.json",
                envelope -> envelope.put(
                        "signature",
                        Digest.hmac(
                                form.sealed("another study").secret(),
                                envelope.path("body").asText())));
        assertThat(codes(FormImport.withDefaults().read(file, key))).containsExactly(StudyCode.CHANGED);
    }

    @Test
    void aFileThatAnEditorSavedAgainIsAccepted() throws IOException {
        Path file = export("a.json", any -> {});
        Files.writeString(
                file, "\ufeff" + JSON.readTree(file.toFile()).toPrettyString().replace("\n", "\r\n") + "\r\n");
        assertThat(FormImport.withDefaults().read(file, key).notes()).isEmpty();
    }

    @Test
    void keepsOutTasksAnsweredFasterThanTheyCanBeRead() throws IOException {
        answer(0).put("millis", 900);
        FormImport.Imported imported = imported();
        assertThat(codes(imported)).containsExactly(StudyCode.TOO_FAST);
        assertThat(imported.ratings().size()).isEqualTo(1);
        answer(0).remove("millis");
        assertThat(codes(imported())).containsExactly(StudyCode.NO_TIME);
    }

    @Test
    void straightLiningKeepsTheFileOut() throws IOException {
        scores(answer(0), "333333333");
        FormImport.Imported imported =
                FormImport.withDefaults().withStraightLining(0.9, 1).read(export("a.json", any -> {}), key);
        assertThat(codes(imported)).containsExactly(StudyCode.STRAIGHT_LINING);
        assertThat(imported.ratings().isEmpty()).isTrue();
    }

    @Test
    void aSkippedTaskHasItsReasonAndACommentIsNoProblem() throws IOException {
        answer(0).putObject("scores");
        answer(0).put("skip", " I wrote this one. ");
        answer(2).put("comment", "All of them are short.");
        FormImport.Imported imported = imported();
        assertThat(codes(imported)).containsExactly(StudyCode.SKIPPED);
        assertThat(imported.notes().get(0).toString()).contains("the task was skipped: I wrote this one.");
        assertThat(imported.comments()).hasSize(1);
        assertThat(imported.comments().get(0).toString()).contains("task t3").contains("All of them are short.");
        answer(1).putObject("scores");
        answer(1).put("skip", "no idea");
        assertThat(codes(imported()))
                .containsExactly(
                        StudyCode.SKIPPED, StudyCode.SKIPPED, StudyCode.ATTENTION_UNANSWERED, StudyCode.INATTENTIVE);
    }

    /** Failed before: tasks with one or two scores were not compared at all. */
    @Test
    void answeringOneOrTwoMetricsDoesNotEvadeTheCheckForStraightLines() throws IOException {
        for (int answered : List.of(1, 2)) {
            scores(answer(0), "333333333".substring(0, answered));
            FormImport.Imported imported =
                    FormImport.withDefaults().withStraightLining(0.9, 1).read(export("a.json", any -> {}), key);
            assertThat(codes(imported)).contains(StudyCode.STRAIGHT_LINING);
        }
    }

    /** Failed before: 4, 5, 4, 5 on every task is no line within a task. */
    @Test
    void theSameScoresOnEveryTaskAreStraightLines() throws IOException {
        List<String> tasks = IntStream.range(0, 15).mapToObj(i -> "s" + i).toList();
        Form same = new Form(
                form.rater(),
                "Same",
                "en",
                Metric.esrp(),
                tasks.stream()
                        .map(id -> FormTask.dialogue(
                                id, "灯塔守护者", Map.of(), List.of(new Turn("你好。", "你好。")), FormFixture.NINE))
                        .toList());
        StudyKey sealed = StudyKey.of(
                        "secret",
                        tasks.stream()
                                .map(id -> FormFixture.entry(id, id, Assignment.Show.DIALOGUE, StudyKey.Purpose.RATING))
                                .toList())
                .withForms(Metric.esrp(), List.of(same.sealed("secret")), 10, 40);
        body.put("form", same.id());
        for (int others : List.of(0, 1, 2)) {
            ArrayNode answers = body.putArray("answers");
            for (int i = 0; i < tasks.size(); i++) {
                ObjectNode answer =
                        answers.addObject().put("task", tasks.get(i)).put("millis", 20_000);
                scores(answer, i < others ? "32343234" + (1 + i) : "454545454");
            }
            FormImport.Imported imported = FormImport.withDefaults().read(export("a.json", same, any -> {}), sealed);
            assertThat(codes(imported)).isEqualTo(others < 2 ? List.of(StudyCode.STRAIGHT_LINING) : List.of());
        }
        // Failed before: up to five sets of scores in turn.
        List<String> vectors = List.of("454545454", "434343435", "323232323", "121212121", "545454545", "232323232");
        for (int sets : List.of(2, 3, 4, 5, 6)) {
            ArrayNode answers = body.putArray("answers");
            for (int i = 0; i < tasks.size(); i++) {
                scores(answers.addObject().put("task", tasks.get(i)).put("millis", 20_000), vectors.get(i % sets));
            }
            FormImport.Imported imported = FormImport.withDefaults().read(export("a.json", same, any -> {}), sealed);
            assertThat(codes(imported)).isEqualTo(sets < 6 ? List.of(StudyCode.STRAIGHT_LINING) : List.of());
        }
    }

    @Test
    void reportsRepliesThatBreakTheLengthRule() throws IOException {
        answer(3).put("reply", "短");
        FormImport.Imported imported = imported();
        assertThat(codes(imported)).containsExactly(StudyCode.LENGTH);
        assertThat(imported.written()).isEmpty();
        answer(3).put("reply", "");
        assertThat(codes(imported())).containsExactly(StudyCode.MISSING_REPLY);
    }

    @Test
    void aKeyThatDoesNotExplainATaskOfAFormIsRefused() {
        assertThatThrownBy(() -> StudyKey.of("secret", List.of()).withForms(Metric.esrp(), key.forms(), 0, 0))
                .hasMessageContaining("task: \"t1\" is none of the 0 tasks of this key");
        assertThatThrownBy(() -> StudyKey.of("secret", key.entries()).withForms(List.of(), key.forms(), 0, 0))
                .hasMessageContaining("metrics: none has the target DIALOGUE, task t1 needs one");
    }

    @Test
    void answersFromAFormOfAnOlderVersionAreRefusedWithASentence() throws IOException {
        Path file = export("a.json", envelope -> envelope.put("schema", "esrp-answers/2"));
        FormImport.Imported imported = FormImport.withDefaults().read(file, key);
        assertThat(codes(imported)).containsExactly(StudyCode.OTHER_VERSION);
        assertThat(imported.toString().replace('\n', ' ')).contains("must be filled in again with a new form");
    }

    @Test
    void readsTheExportsOfAFolder() throws IOException {
        Path unused = export("a.json", any -> {});
        assertThat(FormImport.withDefaults().read(folder, key).ratings().size()).isEqualTo(10);
    }

    @Test
    void everyCodeHasASentence() {
        assertThat(Messages.of(StudyCode.class).keys("en"))
                .containsAll(Arrays.stream(StudyCode.values()).map(Enum::name).toList());
    }

    @Test
    void refusesImpossibleRules() {
        FormImport rules = FormImport.withDefaults();
        assertThatThrownBy(() -> rules.withMinimumSeconds(-1)).hasMessageContaining("seconds: -1.0");
        assertThatThrownBy(() -> rules.withStraightLining(0, 1)).hasMessageContaining("(0, 1]");
        assertThatThrownBy(() -> rules.withAttentionFailuresAllowed(-1)).hasMessageContaining("count: -1");
    }
}
