package blackbox.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import esrp.core.Candidate;
import esrp.core.Character;
import esrp.core.ChatAnime;
import esrp.core.DataCode;
import esrp.core.Dataset;
import esrp.core.DatasetFormatException;
import esrp.core.Dialogue;
import esrp.core.Finding;
import esrp.core.ResponseBatch;
import esrp.core.Scenario;
import esrp.core.Table;
import esrp.core.Turn;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChatAnimeTest {
    private static final String NORMAL = "这是一条长度合乎规则的回复。".repeat(5);

    @TempDir
    Path folder;

    private void candidate(String name, String... characters) throws IOException {
        Files.writeString(folder.resolve(name + ".json"), "{" + String.join(",", characters) + "}");
    }

    private static String character(String id, String... dialogs) {
        return "\"" + id + "\":[" + String.join(",", dialogs) + "]";
    }

    private static String dialog(int id, String question, String... more) {
        StringBuilder json = new StringBuilder("{\"dialog_id\":" + id + ",\"question_r1\":\"" + question + "\"");
        for (int i = 0; i < more.length; i++) {
            String field = i % 2 == 0 ? "answer_r" + (i / 2 + 1) : "question_r" + (i / 2 + 2);
            json.append(",\"").append(field).append("\":\"").append(more[i]).append('"');
        }
        return json.append('}').toString();
    }

    private static Dataset sample() {
        List<Candidate> candidates = List.of(
                Candidate.people("human").withName("People").withTag("family", "none"),
                Candidate.model("m-1").withName("Model 1"),
                Candidate.model("silent"));
        List<Character> characters = List.of(
                new Character(
                        "《书》的甲",
                        "甲",
                        Optional.of("书"),
                        Optional.of("一个人。"),
                        List.of("Jia", "A"),
                        Map.of("profile.en", "Somebody.", "name.en", "Jia")),
                Character.of("nobody"));
        List<Scenario> scenarios = List.of(
                Scenario.of("7", "怎么办？")
                        .withPersona("student")
                        .withLocation("家")
                        .withTag("location.en", "home"),
                Scenario.of("3", "What now?").withEmotion("sad").withDailyEvent("rain"));
        List<Dialogue> dialogues = new ArrayList<>();
        for (String id : List.of("human", "m-1")) {
            dialogues.add(
                    new Dialogue(id, "《书》的甲", "7", List.of(new Turn("怎么办？", "别怕\n\"…\" 😀"), new Turn("谢谢", id))));
            dialogues.add(new Dialogue(id, "《书》的甲", "3", List.of(new Turn("What now?", ""))));
        }
        dialogues.add(new Dialogue("human", "nobody", "7", List.of(new Turn("怎么办 ?", NORMAL))));
        return Dataset.of(candidates, characters, scenarios, dialogues);
    }

    @Test
    void whatIsWrittenIsReadBack() {
        Dataset data = sample();
        ChatAnime.write(data, folder.resolve("new/data"));
        Dataset back = ChatAnime.read(folder.resolve("new/data"));
        assertThat(back.candidates()).isEqualTo(data.candidates());
        assertThat(back.characters()).isEqualTo(data.characters());
        assertThat(back.scenarios()).isEqualTo(data.scenarios());
        assertThat(back.dialogues()).containsExactlyElementsOf(data.dialogues().toList());
        assertThat(back.hash()).isEqualTo(data.hash());
        assertThat(folder.resolve("new/data/silent.json")).doesNotExist();
    }

    @Test
    void candidateFilesLookLikeThePublishedOnes() throws IOException {
        ChatAnime.write(sample(), folder);
        assertThat(folder.resolve("m-1.json")).hasContent("""
            {
                "《书》的甲": [
                    {
                        "dialog_id": 7,
                        "question_r1": "怎么办？",
                        "answer_r1": "别怕\\n\\"…\\" 😀",
                        "question_r2": "谢谢",
                        "answer_r2": "m-1"
                    },
                    {
                        "dialog_id": 3,
                        "question_r1": "What now?",
                        "answer_r1": ""
                    }
                ]
            }\
            """);
    }

    @Test
    void textsInAnotherLanguageAreTakenFromTags() {
        Dataset data = sample();
        assertThat(data.character("《书》的甲").in("en"))
                .extracting(Character::name, Character::profile)
                .containsExactly("Jia", Optional.of("Somebody."));
        assertThat(data.scenario(7).in("en").location()).contains("home");
        assertThat(data.scenario(7).in("fr")).isEqualTo(data.scenario(7));
    }

    @Test
    void refusesToMixOrToPublishWhatTheLayoutCannotHold() throws IOException {
        Files.writeString(folder.resolve("other.json"), "{}");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChatAnime.write(sample(), folder))
                .withMessageContaining("other candidates [other.json]");
        Turn turn = new Turn("q", "a");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChatAnime.write(one("a", "s1", turn, Map.of()), folder.resolve("x")))
                .withMessageContaining("scenario id: \"s1\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChatAnime.write(one("a", "1", turn, Map.of("persona", "x")), folder.resolve("x")))
                .withMessageContaining("tags: \"persona\"");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> ChatAnime.write(one("a", "1", new Turn("q", "\ud83d"), Map.of()), folder.resolve("x")))
                .withMessageContaining("unpaired surrogate");
    }

    /** Failed before: such ids were refused, or made files that Windows cannot hold. */
    @Test
    void anyIdIsAFile() throws IOException {
        List<String> ids =
                List.of("a/b", "_a", ".a", "a\u0000", "CON", "nul.x", "a.", "A", "a", "长".repeat(90), "e\u0301");
        List<Dialogue> dialogues = ids.stream()
                .map(id -> new Dialogue(id, "c", "1", List.of(new Turn("q", id))))
                .toList();
        Dataset data = Dataset.of(
                ids.stream().map(Candidate::model).toList(),
                List.of(Character.of("c")),
                List.of(Scenario.of("1", "q")),
                dialogues);
        ChatAnime.write(data, folder);
        assertThat(ChatAnime.read(folder).hash()).isEqualTo(data.hash());
        assertThat(ChatAnime.validate(folder)).isEmpty();
        ChatAnime.write(data, folder);
        assertThat(ChatAnime.read(folder).findings())
                .anySatisfy(
                        finding -> assertThat(finding.place().file().orElse("")).startsWith("CON-"));
    }

    /** Failed before: a folder cut off while it was written, on a full disk or by a kill, was read without a word. */
    @Test
    void aFolderThatWasNotWrittenToTheEndIsRefused() throws IOException {
        ChatAnime.write(sample(), folder);
        Path first = folder.resolve("m-1.json");
        String whole = Files.readString(first);
        Files.writeString(first, whole.replace("谢谢", "多谢"));
        assertThatExceptionOfType(DatasetFormatException.class)
                .isThrownBy(() -> ChatAnime.read(folder))
                .withMessageContaining("m-1.json")
                .withMessageContaining("was not written to the end, or was changed since");
        Files.delete(first);
        assertThat(ChatAnime.validate(folder)).extracting(Finding::code).containsExactly(DataCode.UNLIKE_MANIFEST);
        Files.delete(folder.resolve("_manifest.json"));
        assertThat(ChatAnime.read(folder).candidates()).hasSize(3);
        Files.writeString(first, whole);
        ChatAnime.write(sample(), folder);
        assertThat(ChatAnime.read(folder).hash()).isEqualTo(sample().hash());
    }

    /** Failed before: the files were listed before those that a killed writer had left were moved, and one of three was read. */
    @Test
    void whatAKilledWriterHadStillToMoveIsReadAtOnce() throws IOException {
        ChatAnime.write(sample(), folder);
        Path staged = Files.createDirectory(folder.resolve(".esrp-killed.tmp"));
        Files.writeString(staged.resolve(".lock"), "\n");
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".json"))
                    .filter(path -> !path.endsWith("m-1.json") && !path.endsWith("_manifest.json"))
                    .toList()) {
                Files.move(file, staged.resolve(file.getFileName()));
            }
        }
        assertThat(ChatAnime.read(folder).hash()).isEqualTo(sample().hash());
        assertThat(staged).doesNotExist();
    }

    /** Failed before: one reading of a hundred mixed two sets, since files were replaced after they had been checked. */
    @Test
    void aFolderThatIsReplacedWhileItIsReadIsNeverMixed() throws Exception {
        List<String> candidates = IntStream.range(0, 6).mapToObj(i -> "m" + i).toList();
        ChatAnime.write(replies(candidates, "0"), folder);
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            for (int i = 1; i <= 100; i++) {
                ChatAnime.write(replies(candidates, "" + i), folder);
            }
        });
        while (!writer.isDone()) {
            try {
                Dataset read = ChatAnime.read(folder);
                assertThat(read.dialogues()).hasSize(6);
                assertThat(read.dialogues()
                                .map(one -> one.turns().get(0).reply())
                                .distinct())
                        .hasSize(1);
            } catch (DatasetFormatException e) {
                assertThat(e).hasMessageMatching("(?s).*(not written to the end|read it again).*");
            }
        }
        writer.get();
    }

    private static Dataset replies(List<String> candidates, String reply) {
        return Dataset.of(
                candidates.stream().map(Candidate::model).toList(),
                List.of(Character.of("c")),
                List.of(new Scenario(
                        "1", "q", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Map.of())),
                candidates.stream()
                        .map(id -> new Dialogue(id, "c", "1", List.of(new Turn("q", reply))))
                        .toList());
    }

    private static Dataset one(String candidate, String scenario, Turn turn, Map<String, String> tags) {
        return Dataset.of(
                List.of(Candidate.model(candidate)),
                List.of(Character.of("c")),
                List.of(new Scenario(
                        scenario, "q", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), tags)),
                List.of(new Dialogue(candidate, "c", scenario, List.of(turn))));
    }

    @Test
    void findingsSayWhatIsOddAndWhere() throws IOException {
        candidate(
                "a",
                character("X", dialog(1, "你好～", NORMAL), dialog(2, "二", "短。")),
                character("Y", dialog(1, "你好~", NORMAL)));
        candidate(
                "b",
                character(
                        "X",
                        dialog(1, "你好~", "*微笑* " + NORMAL),
                        dialog(2, "二", "\uFE0F" + NORMAL, "q\\n", NORMAL + "x")),
                character("Y", dialog(1, "你好~", NORMAL)));
        candidate("c", character("Y", dialog(1, "你好~", NORMAL)), character("X", dialog(1, "你好~", "")));
        Dataset data = ChatAnime.read(folder);
        assertThat(data.findings())
                .extracting(finding -> finding.code() + " " + finding)
                .containsExactly(
                        "CHARACTER_ORDER c.json: /Y, candidate c: lists its 2 characters in another order than most"
                                + " files: character 1 is Y, not X",
                        "QUESTION_SPELLING a.json: /X/0/question_r1, candidate a, character X, dialog 1, question 1:"
                                + " the opening question is spelt otherwise for 1 character: \"你好～\" where most have"
                                + " \"你好~\"",
                        "REPEATED_REPLY a.json: /Y/0/answer_r1, candidate a, character Y, dialog 1, answer 1: the reply"
                                + " is word for word that of character X, dialog 1, answer 1",
                        "REPLY_LENGTH a.json: /X/1/answer_r1, candidate a, character X, dialog 2, answer 1: the reply"
                                + " has 2 characters, the rule says 50 to 150",
                        "EMOJI_RESIDUE b.json: /X/1/answer_r1, candidate b, character X, dialog 2, answer 1: the reply"
                                + " holds U+FE0F",
                        "ACTION_MARK b.json: /X/0/answer_r1, candidate b, character X, dialog 1, answer 1: the reply"
                                + " marks an action: *微笑*",
                        "QUESTION_LINE_BREAK b.json: /X/1/question_r2, candidate b, character X, dialog 2, question 2:"
                                + " the question holds a line break",
                        "OPEN_END b.json: /X/1/answer_r2, candidate b, character X, dialog 2, answer 2: the reply ends"
                                + " without punctuation: \"…回复。x\"",
                        "MISSING_REPLY a.json: /X, candidate a, character X: 1 reply is missing or blank: dialog 2,"
                                + " answer 2",
                        "MISSING_REPLY c.json: /X, candidate c, character X: 3 replies are missing or blank: dialog 1,"
                                + " answer 1, dialog 2, answer 1, dialog 2, answer 2");
        assertThat(data.findings(DataCode.MISSING_REPLY)).hasSize(2);
        assertThat(data.findings()).hasSize(10);
        Table summary = Finding.summary(data.findings());
        assertThat(summary.rows()).hasSize(9);
        assertThat(summary.toString().lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void lengthIsCountedInCodePointsBothBoundsIncluded() throws IOException {
        List<String> dialogs = new ArrayList<>();
        for (int length : new int[] {49, 50, 150, 151}) {
            dialogs.add(dialog(length, "q", "😀".repeat(length)));
        }
        candidate("a", character("X", dialogs.toArray(String[]::new)));
        assertThat(ChatAnime.read(folder).findings(DataCode.REPLY_LENGTH))
                .extracting(finding -> finding.place().toString())
                .containsExactly(
                        "a.json: /X/0/answer_r1, candidate a, character X, dialog 49, answer 1",
                        "a.json: /X/3/answer_r1, candidate a, character X, dialog 151, answer 1");
    }

    @Test
    void theLengthRuleOfChineseSaysNothingAboutOtherScripts() throws IOException {
        candidate(
                "a",
                character(
                        "X",
                        dialog(1, "q", "Sit down and tell me. ".repeat(20).strip()),
                        dialog(2, "q", "好。"),
                        dialog(3, "q", "OK 好的。")));
        assertThat(ChatAnime.read(folder).findings(DataCode.REPLY_LENGTH))
                .extracting(finding -> finding.place().toString())
                .containsExactly(
                        "a.json: /X/1/answer_r1, candidate a, character X, dialog 2, answer 1",
                        "a.json: /X/2/answer_r1, candidate a, character X, dialog 3, answer 1");
    }

    @Test
    void batchesCoverTheSameScenariosForEveryCandidate() {
        List<Scenario> scenarios = IntStream.rangeClosed(1, 5)
                .mapToObj(id -> Scenario.of("" + id, "q" + id))
                .toList();
        List<Dialogue> dialogues = IntStream.of(5, 1, 2, 4)
                .mapToObj(id -> new Dialogue(
                        "c", "p", "" + id, List.of(new Turn("q", id + "a"), new Turn("q", id == 2 ? " " : id + "b"))))
                .toList();
        Dataset data = Dataset.of(List.of(Candidate.model("c")), List.of(Character.of("p")), scenarios, dialogues);
        assertThat(data.batches(2))
                .extracting(ResponseBatch::id, batch -> String.join(" ", batch.replies()))
                .containsExactly(
                        tuple("b01", "1a 2a"),
                        tuple("b02", "4a"),
                        tuple("b03", "5a"),
                        tuple("b04", "1b"),
                        tuple("b05", "4b"),
                        tuple("b06", "5b"));
        assertThat(data.batches(Integer.MAX_VALUE)).hasSize(2);
        assertThat(data.replies()).isEqualTo(7);
        assertThatIllegalArgumentException().isThrownBy(() -> data.batches(0)).withMessageContaining("size: 0");
    }

    @Test
    void batchesOfACharacterWithScenariosOfItsOwnAreFull() {
        List<Scenario> scenarios = IntStream.rangeClosed(1, 8)
                .mapToObj(id -> Scenario.of("" + id, "q" + id))
                .toList();
        List<Dialogue> dialogues = scenarios.stream()
                .map(scene -> new Dialogue(
                        "c",
                        Integer.parseInt(scene.id()) % 2 == 0 ? "even" : "odd",
                        scene.id(),
                        List.of(new Turn("q", scene.id()))))
                .toList();
        assertThat(Dataset.of(
                                List.of(Candidate.model("c")),
                                List.of(Character.of("even"), Character.of("odd")),
                                scenarios,
                                dialogues)
                        .batches(3))
                .extracting(ResponseBatch::character, ResponseBatch::id, batch -> String.join(" ", batch.replies()))
                .containsExactly(
                        tuple("even", "b01", "2 4 6"),
                        tuple("even", "b02", "8"),
                        tuple("odd", "b01", "1 3 5"),
                        tuple("odd", "b02", "7"));
    }

    private static org.assertj.core.groups.Tuple tuple(Object... values) {
        return org.assertj.core.api.Assertions.tuple(values);
    }

    @Test
    void unknownIdsAreAnsweredWithTheKnownOnes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sample().candidate("gpt"))
                .withMessage("no candidate \"gpt\"; candidates are [human, m-1, silent]");
        assertThat(sample().dialogue("silent", "nobody", "3")).isEmpty();
    }

    @Test
    void aSampleInsideAJarIsReadLikeAFolder() throws IOException {
        Path data = folder.resolve("data");
        ChatAnime.write(sample(), data);
        Path jar = folder.resolve("sample 1.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out);
                Stream<Path> files = Files.list(data)) {
            entries.putNextEntry(new JarEntry("sample/"));
            for (Path file : files.toList()) {
                entries.putNextEntry(new JarEntry("sample/" + file.getFileName()));
                Files.copy(file, entries);
            }
        }
        try (FileSystem archive = FileSystems.newFileSystem(jar)) {
            Path inside = archive.getPath("/sample");
            assertThat(ChatAnime.read(inside).hash()).isEqualTo(sample().hash());
            assertThat(ChatAnime.validate(inside)).isEmpty();
        }
    }

    @Test
    void aByteOrderMarkAndWindowsLinesAreMet() throws IOException {
        String json = "\uFEFF{" + character("X", dialog(1, "q", NORMAL)) + "}";
        Files.write(folder.resolve("a.json"), json.replace(",", ",\r\n").getBytes(StandardCharsets.UTF_8));
        assertThat(ChatAnime.read(folder)).hasToString("1 reply: 1 candidate, 1 character, 1 scenario, 1 turn");
    }

    @Test
    void theEndOfAFileNameMayBeInCapitalsAndNoCandidateIsThereTwice() throws IOException {
        candidate("a", character("c", dialog(1, "q", "x")));
        Files.move(folder.resolve("a.json"), folder.resolve("a.JSON"));
        candidate("b", character("c", dialog(1, "q", "x")));
        assertThat(ChatAnime.read(folder).candidates()).hasSize(2);
        candidate("a", character("c", dialog(1, "q", "x")));
        assertThat(ChatAnime.validate(folder)).extracting(Finding::code).containsExactly(DataCode.TWICE);
    }
}
