package esrp.study.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import esrp.core.Candidate;
import esrp.core.Character;
import esrp.core.ChatAnime;
import esrp.core.Dataset;
import esrp.core.Dialogue;
import esrp.core.Finding;
import esrp.core.Scenario;
import esrp.core.Turn;
import esrp.core.internal.Digest;
import esrp.study.StudyCode;
import esrp.study.StudyDesign.Participant;
import esrp.study.form.FormImport.Imported;
import esrp.study.form.FormImport.WrittenReply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From scenarios to a candidate's replies, by way of writers' forms and two rounds. */
class WritingFormsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String FANS = "fans";
    private static final Character KEEPER = Character.of("《灯》的守灯人").withProfile("守灯三十年，话不多。");
    private static final Character BAKER = Character.of("《面包》的师傅");
    private static final List<Participant> WRITERS = List.of(
            Participant.of("w1", Set.of()).withWrote(Set.of(KEEPER.id())),
            Participant.of("rater", Set.of(KEEPER.id())),
            Participant.of("w2", Set.of()).withWrote(Set.of(KEEPER.id(), BAKER.id())));

    @TempDir
    Path folder;

    static Dataset data() {
        List<Scenario> scenarios = List.of(
                Scenario.of("1", "明天考试，好紧张。")
                        .withPersona("student")
                        .withEmotion("焦虑")
                        .withDailyEvent("明天要考试。"),
                Scenario.of("2", "今天又加班到十点。").withPersona("employee"),
                Scenario.of("3", "画了三天的稿子没人看。"));
        return Dataset.of(
                List.of(Candidate.people(FANS), Candidate.model("model")),
                List.of(KEEPER, BAKER),
                scenarios,
                List.of(new Dialogue("model", BAKER.id(), "1", List.of(new Turn("明天考试，好紧张。", "先吃个面包。")))));
    }

    static WritingForms first() {
        return WritingForms.of(data(), FANS, WRITERS, "zh", "角色回复写作");
    }

    private static String reply(String task) {
        return "「" + task + "」" + "灯一直亮着，你慢慢走。".repeat(5);
    }

    private static String next(Dialogue dialogue) {
        return "那" + dialogue.scenario() + "之后呢？";
    }

    /** The file that the page's export button makes, with the texts that a writer would have typed. */
    private Path export(Form form, UnaryOperator<String> text) throws IOException {
        ObjectNode body = JSON.createObjectNode().put("form", form.id()).put("rater", form.rater());
        ArrayNode answers = body.putArray("answers");
        for (FormTask task : form.tasks()) {
            answers.addObject().put("task", task.id()).put("kind", "write").put("reply", text.apply(task.id()));
        }
        String json = JSON.writeValueAsString(body);
        ObjectNode envelope = JSON.createObjectNode()
                .put("schema", "esrp-answers/3")
                .put("signature", Digest.hmac(form.sealed(FANS).secret(), json))
                .put("body", json);
        return Files.writeString(
                folder.resolve("answers-" + form.rater() + "-" + form.id() + ".json"),
                JSON.writeValueAsString(envelope));
    }

    private Imported importAll(WritingForms forms, UnaryOperator<String> text) throws IOException {
        List<Path> exports = new ArrayList<>();
        for (String writer : forms.people()) {
            exports.add(export(forms.form(writer), text));
        }
        return FormImport.withDefaults().read(exports, forms.key());
    }

    @Test
    void scenariosAreDealtOutInTurnToThoseWhoWriteForTheCharacter() {
        WritingForms forms = first();
        assertThat(forms.people()).containsExactly("w1", "w2");
        assertThat(forms.form("w1").tasks()).extracting(FormTask::id).containsExactly("t1-c01-1", "t1-c01-3");
        assertThat(forms.form("w2").tasks())
                .extracting(FormTask::id)
                .containsExactly("t1-c01-2", "t1-c02-1", "t1-c02-2", "t1-c02-3");
        assertThat(forms.toString())
                .isEqualTo("6 replies of \"fans\" to write, 50 to 150 characters each\n  w1: 2\n  w2: 4");
    }

    @Test
    void writersSeeTheScenarioAndTheProfile() {
        FormTask task = first().form("w1").tasks().get(0);
        assertThat(task.character()).isEqualTo("守灯人");
        assertThat(task.content())
                .containsExactly(
                        Map.entry("profile", "守灯三十年，话不多。"),
                        Map.entry("persona", "学生"),
                        Map.entry("emotion", "焦虑"),
                        Map.entry("event", "明天要考试。"),
                        Map.entry("history", List.of()),
                        Map.entry("question", "明天考试，好紧张。"),
                        Map.entry("min", 50L),
                        Map.entry("max", 150L));
    }

    @Test
    void twoRoundsMakeTheFileOfACandidate() throws IOException {
        WritingForms first = first();
        Imported once = importAll(first, task -> reply(task) + "\u00a0\n");
        assertThat(once.notes()).isEmpty();
        Dataset asked = WritingForms.ask(first.fill(once.written()), FANS, WritingFormsTest::next);

        // the state between the rounds is a folder in the published layout
        Path between = folder.resolve("between");
        ChatAnime.write(asked, between);
        Dataset kept = ChatAnime.read(between);
        assertThat(kept.hash()).isEqualTo(asked.hash());

        WritingForms second = WritingForms.of(kept, FANS, WRITERS, "zh", "角色回复写作");
        assertThat(second.people()).containsExactly("w1", "w2");
        FormTask task = second.form("w1").tasks().get(1);
        assertThat(task.id()).isEqualTo("t2-c01-3");
        assertThat(task.content())
                .containsEntry("history", List.of(Map.of("user", "画了三天的稿子没人看。", "reply", reply("t1-c01-3"))))
                .containsEntry("question", "那3之后呢？");
        Imported twice = importAll(second, id -> reply(id));
        assertThat(twice.notes()).isEmpty();

        Path published = folder.resolve("published");
        ChatAnime.write(second.fill(twice.written()), published);
        Dataset read = ChatAnime.read(published);
        assertThat(read.dialogues(FANS)).hasSize(6);
        assertThat(read.dialogue(FANS, BAKER.id(), "2").orElseThrow().turns())
                .containsExactly(new Turn("今天又加班到十点。", reply("t1-c02-2")), new Turn("那2之后呢？", reply("t2-c02-2")));
        assertThat(read.dialogues("model")).hasSize(1);
        assertThat(read.findings()).noneMatch(finding -> finding.toString().contains("fans"));
        assertThatThrownBy(() -> WritingForms.of(read, FANS, WRITERS, "zh", "t"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nothing is left to write for candidate \"fans\"");
    }

    @Test
    void whatBreaksTheLengthRuleStaysOutAndIsAskedForAgain() throws IOException {
        WritingForms first = first();
        Imported once = importAll(first, task -> switch (task) {
            case "t1-c01-1" -> "短".repeat(49);
            case "t1-c01-3" -> "短".repeat(50);
            case "t1-c02-1" -> "长".repeat(151);
            case "t1-c02-3" -> " \u3000\ufeff";
            default -> "长".repeat(150);
        });
        assertThat(once.notes())
                .extracting(problem ->
                        problem.code() + " " + problem.place().toString().replaceAll(".*: task", "task"))
                .containsExactly("LENGTH task t1-c01-1", "LENGTH task t1-c02-1", "MISSING_REPLY task t1-c02-3");
        WritingForms again = WritingForms.of(first.fill(once.written()), FANS, WRITERS, "zh", "t");
        assertThat(again.form("w1").tasks()).extracting(FormTask::id).containsExactly("t1-c01-1");
        assertThat(again.form("w2").tasks()).extracting(FormTask::id).containsExactly("t1-c02-1", "t1-c02-3");
    }

    @Test
    void answersToTheFirstRoundAreNoneToTheSecond() throws IOException {
        WritingForms first = first();
        Imported once = importAll(first, task -> reply(task));
        WritingForms second = WritingForms.of(
                WritingForms.ask(first.fill(once.written()), FANS, WritingFormsTest::next), FANS, WRITERS, "zh", "t");
        Imported wrong = FormImport.withDefaults().read(export(first.form("w1"), task -> reply(task)), second.key());
        assertThat(wrong.written()).isEmpty();
        assertThat(wrong.notes()).extracting(Finding::code).containsExactly(StudyCode.WRONG_FORM);
        assertThatThrownBy(() -> second.fill(once.written()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("task \"t1-c01-1\" is none of the 6 that were asked for");
    }

    @Test
    void aDialogueThatTheUserLeavesIsNotAskedForAgain() throws IOException {
        WritingForms first = first();
        Dataset once = first.fill(importAll(first, task -> reply(task)).written());
        Dataset asked =
                WritingForms.ask(once, FANS, dialogue -> dialogue.scenario().equals("1") ? " " : "然后呢？");
        WritingForms second = WritingForms.of(asked, FANS, WRITERS, "zh", "t");
        assertThat(second.form("w1").tasks()).extracting(FormTask::id).containsExactly("t2-c01-3");
        // asking twice changes nothing: what waits for a reply is left alone
        assertThat(WritingForms.ask(asked, FANS, dialogue -> "?").dialogue(FANS, KEEPER.id(), "3"))
                .isEqualTo(asked.dialogue(FANS, KEEPER.id(), "3"));
    }

    @Test
    void formsInEnglishAskForThreeTimesAsManyLetters() {
        FormTask task = WritingForms.of(data(), FANS, WRITERS, "en", "Writing")
                .form("w1")
                .tasks()
                .get(0);
        assertThat(task.content())
                .containsEntry("min", 150L)
                .containsEntry("max", 450L)
                .containsEntry("persona", "student");
        task = first().withLength(1, 9).form("w1").tasks().get(0);
        assertThat(task.content()).containsEntry("min", 1L).containsEntry("max", 9L);
    }

    @Test
    void refusesWhatCannotBeWritten() {
        assertThatThrownBy(() -> WritingForms.of(data(), "model", WRITERS, "zh", "t"))
                .hasMessageContaining("\"model\" is a model, people were expected");
        assertThatThrownBy(() -> WritingForms.of(data(), FANS, WRITERS, "fr", "t"))
                .hasMessageContaining("language: no limits of replies are known for \"fr\"");
        assertThatThrownBy(() -> WritingForms.of(
                        data(), FANS, List.of(Participant.of("w1", Set.of()).withWrote(Set.of("nobody"))), "zh", "t"))
                .hasMessageContaining("no character \"nobody\"");
        assertThatThrownBy(() -> WritingForms.of(data(), FANS, List.of(WRITERS.get(0), WRITERS.get(0)), "zh", "t"))
                .hasMessageContaining("writers: \"w1\" occurs twice");
        assertThatThrownBy(() -> first().form("w9")).hasMessageContaining("there are forms for [w1, w2]");
        assertThatThrownBy(() -> first().fill(List.of(
                        new WrittenReply("w1", "t1-c01-1", "一"), new WrittenReply("w1", "t1-c01-1", "二"))))
                .hasMessageContaining("has two replies");
        Dataset begun = Dataset.of(
                data().candidates(),
                data().characters(),
                data().scenarios(),
                List.of(new Dialogue(FANS, BAKER.id(), "1", List.of(new Turn("明天考试，好紧张。", "")))));
        assertThatThrownBy(() -> WritingForms.of(begun, FANS, WRITERS.subList(0, 1), "zh", "t"))
                .hasMessageContaining("nobody writes for character \"" + BAKER.id() + "\"");
    }

    @Test
    void writesOneFileAWriter() throws IOException {
        List<Path> files = first().write(folder.resolve("forms"));
        assertThat(files)
                .extracting(file -> file.getFileName().toString())
                .containsExactly("form-w1.html", "form-w2.html");
        assertThat(Files.readString(files.get(0))).startsWith("<!DOCTYPE html>");
    }
}
