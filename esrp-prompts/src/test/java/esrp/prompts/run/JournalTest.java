package esrp.prompts.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import esrp.prompts.ChatMessage;
import esrp.prompts.ChatRequest;
import esrp.prompts.ChatRequest.GenerationParameters;
import esrp.prompts.ChatRequest.ResponseFormat;
import esrp.prompts.ChatResponse;
import esrp.prompts.ChatResponse.FinishReason;
import esrp.prompts.ChatResponse.TokenUsage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JournalTest {
    @TempDir
    private Path folder;

    private static final Instant AT = Instant.parse("2026-11-23T06:00:00.123Z");

    static JournalEntry entry(int number, String text) {
        return new JournalEntry(
                new CallKey(number, ~number),
                "model",
                0,
                0,
                1,
                Map.of("item", Integer.toString(number)),
                ChatResponse.of(text, FinishReason.STOP),
                new TokenUsage(number, 1),
                AT);
    }

    private Path file() {
        return folder.resolve("runs/journal.jsonl");
    }

    @ParameterizedTest
    @EnumSource(RunPolicy.Durability.class)
    void whatWasWrittenIsFoundAgainAfterReopening(RunPolicy.Durability durability) throws IOException {
        JournalEntry full = new JournalEntry(
                new CallKey(1, 2),
                "gpt-4.1",
                3,
                4,
                5,
                Map.of("candidate", "猫", "item", "7"),
                new ChatResponse(
                        "第一行\n\"second\" \\ \t\u0000 😀",
                        FinishReason.LENGTH,
                        Optional.of(new TokenUsage(10, 20)),
                        Optional.of("gpt-4.1-2025-04-14"),
                        Optional.of("req-1")),
                new TokenUsage(10, 20),
                AT);
        JournalEntry bare = new JournalEntry(
                new CallKey(-1, 0), "m", 0, 0, 1, Map.of(), ChatResponse.of(""), new TokenUsage(7, 0), AT);
        try (Journal journal = Journal.open(file(), durability)) {
            assertThat(journal.append(full)).isTrue();
            assertThat(journal.append(bare)).isTrue();
            assertThat(journal.find(full.key())).contains(full);
        }
        try (Journal journal = Journal.open(file(), durability)) {
            assertThat(journal.size()).isEqualTo(2);
            assertThat(journal.repairedBytes()).isZero();
            assertThat(journal.find(full.key())).contains(full);
            assertThat(journal.find(bare.key())).contains(bare);
            assertThat(journal.find(new CallKey(1, 3))).isEmpty();
            assertThat(journal.find(bare.key())).isPresent();
            assertThat(journal.find(new CallKey(1, 3))).isEmpty();
            assertThat(journal.spent())
                    .isEqualTo(Map.of(
                            "gpt-4.1", new Journal.Spent(0, new TokenUsage(10, 20)),
                            "m", new Journal.Spent(0, new TokenUsage(7, 0))));
            assertThat(journal).hasToString(file() + " (2 answers)");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud83d", "a\ude00b", "\ud83d\ud83d\ude00", "\u2028\u2029\ufeff\u007f"})
    void textsThatAreNotValidUnicodeSurvive(String text) throws IOException {
        try (Journal journal = Journal.open(file(), RunPolicy.Durability.FORCED)) {
            journal.append(entry(1, text));
        }
        try (Journal journal = Journal.open(file(), RunPolicy.Durability.FORCED)) {
            assertThat(journal.find(new CallKey(1, ~1)))
                    .contains(entry(1, text))
                    .get()
                    .extracting(entry -> entry.response().text())
                    .isEqualTo(text);
        }
    }

    @Test
    void theFirstAnswerHolds() throws IOException {
        try (Journal journal = Journal.open(file(), RunPolicy.Durability.FORCED)) {
            assertThat(journal.append(entry(1, "first"))).isTrue();
            assertThat(journal.append(entry(1, "second"))).isFalse();
            assertThat(journal.find(new CallKey(1, ~1))).contains(entry(1, "first"));
        }
        String text = Files.readString(file());
        assertThat(text.lines()).hasSize(2);
        // The same key twice in a file, as two appends at the same time may leave it.
        String second = new String(JournalLines.answer(entry(1, "second")), StandardCharsets.UTF_8);
        Files.writeString(file(), second, StandardOpenOption.APPEND);
        try (Journal journal = Journal.open(file(), RunPolicy.Durability.FORCED)) {
            assertThat(journal.size()).isEqualTo(1);
            assertThat(journal.find(new CallKey(1, ~1))).contains(entry(1, "first"));
        }
    }

    @Test
    void everyLineIsJsonThatSaysWhatItIs() throws IOException {
        try (Journal journal = Journal.open(file(), RunPolicy.Durability.FORCED)) {
            journal.append(entry(1, "好"));
            journal.noteStart(new CallKey(2, 3), "model", new TokenUsage(5, 512));
            journal.noteFailure(new CallKey(2, 3), "model", 4, Run.FailureReason.TIMEOUT);
        }
        List<String> lines = Files.readAllLines(file());
        assertThat(lines).hasSize(4);
        assertThat(lines.get(0)).startsWith("{\"journal\":\"esrp\",\"version\":3,\"crc\":\"");
        assertThat(lines.get(1))
                .startsWith("{\"key\":\"0000000000000001fffffffffffffffe\",\"model\":\"model\",\"replicate\":0,"
                        + "\"attempt\":0,\"tries\":1,\"input\":1,\"output\":1,\"estimated\":true,"
                        + "\"at\":\"2026-11-23T06:00:00.123Z\",\"finish\":\"STOP\","
                        + "\"tags\":{\"item\":\"1\"},\"text\":\"好\",\"crc\":\"");
        assertThat(lines.get(2))
                .startsWith("{\"key\":\"00000000000000020000000000000003\",\"model\":\"model\",\"input\":5,"
                        + "\"output\":512,\"start\":true,\"crc\":\"");
        assertThat(lines.get(3))
                .startsWith("{\"key\":\"00000000000000020000000000000003\",\"model\":\"model\",\"tries\":4,"
                        + "\"failed\":\"TIMEOUT\",\"crc\":\"");
    }

    @Test
    void failedCallsCountAsSpentAndAreNoAnswers() throws IOException {
        try (Journal journal = Journal.open(file(), RunPolicy.Durability.FORCED)) {
            journal.noteStart(new CallKey(2, 3), "model", new TokenUsage(5, 512));
            journal.noteFailure(new CallKey(2, 3), "model", 1, Run.FailureReason.TRANSIENT);
            assertThat(journal.spent()).isEqualTo(Map.of("model", new Journal.Spent(1, TokenUsage.ZERO)));
        }
        try (Journal journal = Journal.open(file(), RunPolicy.Durability.FORCED)) {
            assertThat(journal.size()).isZero();
            assertThat(journal.find(new CallKey(2, 3))).isEmpty();
            assertThat(journal.spent()).isEqualTo(Map.of("model", new Journal.Spent(1, TokenUsage.ZERO)));
        }
    }

    @Test
    void aSecondWriterIsRefusedAndTheFirstKeepsItsLock() throws Exception {
        try (Journal journal = Journal.open(file(), RunPolicy.Durability.FORCED)) {
            assertThatThrownBy(() -> Journal.open(file(), RunPolicy.Durability.FORCED))
                    .isInstanceOf(JournalInUseException.class)
                    .hasMessageContaining("this process");
            assertThatThrownBy(() ->
                            Journal.open(folder.resolve("runs/../runs/journal.jsonl"), RunPolicy.Durability.FORCED))
                    .isInstanceOf(JournalInUseException.class);
            assertThatThrownBy(() -> Journal.repair(file())).isInstanceOf(JournalInUseException.class);
            assertThat(openElsewhere()).contains("another process");
            journal.append(entry(1, "x"));
        }
        assertThat(openElsewhere()).isEqualTo("1");
        try (Journal journal = Journal.open(file(), RunPolicy.Durability.FORCED)) {
            assertThat(journal.size()).isEqualTo(1);
        }
    }

    @Test
    void noPathLeadsToASecondWriter() throws Exception {
        try (Journal journal = Journal.open(file(), RunPolicy.Durability.FORCED)) {
            Path link = Files.createSymbolicLink(folder.resolve("link.jsonl"), file());
            Path other = Files.createDirectories(folder.resolve("other"));
            Path toFolder = Files.createSymbolicLink(other.resolve("runs"), file().getParent());
            Path hard = Files.createLink(other.resolve("hard.jsonl"), file());
            List<Path> paths = List.of(link, toFolder.resolve("journal.jsonl"), hard, file());
            for (Path path : paths) {
                assertThat(openElsewhere(path)).contains("another process");
            }
            Files.delete(file().resolveSibling("journal.jsonl.lock"));
            for (Path path : paths) {
                assertThat(openElsewhere(path)).contains("another process");
            }
            for (Path path : paths) {
                assertThatThrownBy(() -> Journal.open(path, RunPolicy.Durability.FORCED))
                        .isInstanceOf(JournalInUseException.class)
                        .hasMessageContaining("this process");
            }
            journal.append(entry(1, "x"));
        }
        Path dangling = Files.createSymbolicLink(folder.resolve("dangling.jsonl"), folder.resolve("later.jsonl"));
        try (Journal journal = Journal.open(dangling, RunPolicy.Durability.FORCED)) {
            assertThatThrownBy(() -> Journal.open(folder.resolve("later.jsonl"), RunPolicy.Durability.FORCED))
                    .isInstanceOf(JournalInUseException.class);
            journal.append(entry(1, "x"));
        }
    }

    @Test
    void whatHasNoKnownEndCountsAsSpent() throws IOException {
        CallKey key = new CallKey(1, ~1);
        TokenUsage estimate = new TokenUsage(5, 512);
        try (Journal journal = Journal.open(file(), RunPolicy.Durability.FORCED)) {
            journal.noteStart(key, "model", estimate);
            journal.noteStart(key, "model", estimate);
            journal.append(entry(1, "x"));
            journal.noteStart(new CallKey(2, 3), "model", new TokenUsage(Long.MAX_VALUE, 1));
        }
        for (int i = 0; i < 2; i++) {
            try (Journal journal = Journal.open(file(), RunPolicy.Durability.FORCED)) {
                assertThat(journal.spent())
                        .isEqualTo(Map.of("model", new Journal.Spent(3, new TokenUsage(Long.MAX_VALUE, 1 + 512 + 1))));
            }
        }
    }

    /** What another process says when it opens the file. */
    private String openElsewhere() throws Exception {
        return openElsewhere(file());
    }

    private static String openElsewhere(Path path) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OpenJournal.class.getName(),
                        path.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return said.strip();
    }

    /** Opens a journal and prints its size, or why it cannot. */
    static final class OpenJournal {
        private OpenJournal() {}

        public static void main(String[] arguments) throws IOException {
            try (Journal journal = Journal.open(Path.of(arguments[0]), RunPolicy.Durability.FORCED)) {
                System.out.println(journal.size());
            } catch (JournalInUseException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    void aBadLineWithGoodOnesAfterItIsDamageAndNothingIsChanged() throws IOException {
        write(5);
        byte[] bytes = Files.readAllBytes(file());
        int third = lineStart(bytes, 3);
        bytes[third + 60] ^= 1;
        Files.write(file(), bytes);
        assertThatThrownBy(() -> Journal.open(file(), RunPolicy.Durability.FORCED))
                .isInstanceOfSatisfying(
                        JournalDamagedException.class, e -> assertThat(e.line()).isEqualTo(3))
                .hasMessageContaining("line 3")
                .hasMessageContaining("line 4");
        assertThat(Files.readAllBytes(file())).isEqualTo(bytes);
        // The lock was given back.
        Journal.Repair repair = Journal.repair(file());
        assertThat(repair.kept()).isEqualTo(4);
        assertThat(repair.dropped()).isEqualTo(1);
        assertThat(Files.readAllLines(repair.aside())).hasSize(1);
        try (Journal journal = Journal.open(file(), RunPolicy.Durability.FORCED)) {
            assertThat(journal.size()).isEqualTo(4);
            assertThat(journal.find(entry(1, "").key())).isEmpty();
            assertThat(journal.find(entry(4, "").key())).contains(entry(4, "text 4"));
        }
    }

    /** Failed before: repair found no bad line and left what could not be opened. */
    @Test
    void aFirstLineThatIsLackingOrThereTwiceIsRepaired() throws IOException {
        write(5);
        List<String> lines = Files.readAllLines(file());
        List<String> twice = new ArrayList<>(lines);
        twice.add(0, lines.get(0));
        List<String> lacking = new ArrayList<>(lines);
        lacking.remove(0);
        for (List<String> damaged : List.of(twice, lacking)) {
            Files.write(file(), damaged);
            assertThatThrownBy(() -> Journal.open(file(), RunPolicy.Durability.FORCED))
                    .isInstanceOf(JournalDamagedException.class);
            assertThat(Journal.repair(file()).dropped()).isZero();
            assertThat(file().resolveSibling("journal.jsonl.damaged")).doesNotExist();
            assertThat(Files.readAllLines(file())).isEqualTo(lines);
            try (Journal journal = Journal.open(file(), RunPolicy.Durability.FORCED)) {
                assertThat(journal.size()).isEqualTo(5);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"precious notes\n", "precious notes", "{\"key\":1}\n{\"key\":2}\n"})
    void salvagingRefusesWhatIsNoJournal(String content) throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), content);
        assertThatThrownBy(() -> Journal.repair(file())).isInstanceOf(JournalDamagedException.class);
        assertThat(Files.readString(file())).isEqualTo(content);
        try (var files = Files.list(file().getParent())) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("journal.jsonl", "journal.jsonl.lock");
        }
    }

    @Test
    void salvagingRefusesOtherReleasesAndWhatIsNotThere() throws IOException {
        withVersion(4);
        byte[] bytes = Files.readAllBytes(file());
        assertThatThrownBy(() -> Journal.repair(file()))
                .isInstanceOf(JournalDamagedException.class)
                .hasMessageContaining("later release; use that one");
        assertThat(Files.readAllBytes(file())).isEqualTo(bytes);
        assertThatThrownBy(() -> Journal.repair(folder.resolve("none.jsonl"))).isInstanceOf(NoSuchFileException.class);
        assertThat(folder.resolve("none.jsonl")).doesNotExist();
    }

    @Test
    void salvagingAJournalWithADamagedHeaderKeepsItsAnswers() throws IOException {
        write(3);
        byte[] bytes = Files.readAllBytes(file());
        bytes[5] ^= 1;
        Files.write(file(), bytes);
        assertThat(Journal.repair(file()).kept()).isEqualTo(3);
        try (Journal journal = Journal.open(file(), RunPolicy.Durability.FORCED)) {
            assertThat(journal.size()).isEqualTo(3);
        }
    }

    @Test
    void salvagingAGoodJournalChangesNothing() throws IOException {
        write(3);
        byte[] bytes = Files.readAllBytes(file());
        Journal.Repair repair = Journal.repair(file());
        assertThat(repair.kept()).isEqualTo(3);
        assertThat(repair.dropped()).isZero();
        assertThat(repair.aside()).doesNotExist();
        assertThat(Files.readAllBytes(file())).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"precious notes\n", "precious notes", "{\"key\":1}\n{\"key\":2}\n", "{\"journal\":\"other\"}\n"})
    void aFileThatIsNoJournalIsLeftAlone(String content) throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), content);
        assertThatThrownBy(() -> Journal.open(file(), RunPolicy.Durability.FORCED))
                .isInstanceOf(JournalDamagedException.class)
                .hasMessageContaining("not the first line of a journal");
        assertThat(Files.readString(file())).isEqualTo(content);
    }

    @Test
    void aJournalOfAnotherReleaseIsLeftAlone() throws IOException {
        withVersion(4);
        assertThatThrownBy(() -> Journal.open(file(), RunPolicy.Durability.FORCED))
                .hasMessageContaining("later release; use that one");
        withVersion(2);
        String before = Files.readString(file());
        assertThatThrownBy(() -> Journal.open(file(), RunPolicy.Durability.FORCED))
                .isInstanceOf(JournalDamagedException.class)
                .hasMessageContaining("version 2 of the format, version 3 was expected")
                .hasMessageContaining("start in a new folder");
        assertThat(Files.readString(file())).isEqualTo(before);
    }

    private void withVersion(int version) throws IOException {
        Files.deleteIfExists(file());
        write(1);
        List<String> lines = new ArrayList<>(Files.readAllLines(file()));
        String body = "{\"journal\":\"esrp\",\"version\":" + version;
        java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
        crc.update(body.getBytes(StandardCharsets.UTF_8));
        lines.set(0, body + ",\"crc\":\"" + String.format("%08x", crc.getValue()) + "\"}");
        Files.write(file(), lines);
    }

    @Test
    void aClosedJournalTakesNothing() throws IOException {
        Journal journal = Journal.open(file(), RunPolicy.Durability.FORCED);
        journal.close();
        journal.close();
        assertThatThrownBy(() -> journal.append(entry(1, "x")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void aLineThatChangedAfterItWasWrittenIsNotBelieved() throws IOException {
        try (Journal journal = Journal.open(file(), RunPolicy.Durability.FORCED)) {
            journal.append(entry(1, "text"));
            byte[] bytes = Files.readAllBytes(file());
            bytes[bytes.length - 30] ^= 1;
            Files.write(file(), bytes);
            assertThatThrownBy(() -> journal.find(entry(1, "").key()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("changed after it was written");
        }
    }

    @Test
    void manyThreadsWriteAtOnceAndEveryAnswerIsFoundOnce() throws Exception {
        int threads = 16;
        int each = 200;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try (Journal journal = Journal.open(file(), RunPolicy.Durability.WRITTEN)) {
            List<Future<Integer>> futures = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int thread = t;
                futures.add(pool.submit(() -> {
                    int fresh = 0;
                    for (int i = 0; i < each; i++) {
                        // Every second key is fought over by two threads.
                        int number = i % 2 == 0 ? thread * each + i : (thread / 2) * each + i;
                        if (journal.append(entry(number, "text " + number))) {
                            fresh++;
                        }
                        Thread.interrupted();
                        if (i % 7 == 0) {
                            // An interrupt must not close the file under the others.
                            Thread.currentThread().interrupt();
                        }
                        assertThat(journal.find(new CallKey(number, ~number)))
                                .contains(entry(number, "text " + number));
                    }
                    return fresh;
                }));
            }
            int fresh = 0;
            for (Future<Integer> future : futures) {
                fresh += future.get();
            }
            Set<Integer> numbers = new HashSet<>();
            for (int t = 0; t < threads; t++) {
                for (int i = 0; i < each; i++) {
                    numbers.add(i % 2 == 0 ? t * each + i : (t / 2) * each + i);
                }
            }
            assertThat(fresh).isEqualTo(numbers.size());
            assertThat(journal.size()).isEqualTo(numbers.size());
        } finally {
            pool.shutdownNow();
        }
        try (Journal journal = Journal.open(file(), RunPolicy.Durability.FORCED)) {
            for (int number = 0; number < threads * each; number += 2) {
                assertThat(journal.find(new CallKey(number, ~number))).contains(entry(number, "text " + number));
            }
        }
    }

    @Test
    void theIndexGrowsWithItsEntriesAndNotWithTheirTexts() throws IOException {
        try (Journal journal = Journal.open(file(), RunPolicy.Durability.WRITTEN)) {
            long empty = journal.footprintBytes();
            journal.append(entry(1, "x".repeat(1 << 20)));
            assertThat(journal.footprintBytes()).isEqualTo(empty);
            for (int i = 2; i <= 10_000; i++) {
                journal.append(entry(i, ""));
            }
            assertThat(journal.footprintBytes()).isBetween(10_000L * 42, 10_000L * 84);
        }
    }

    @Test
    void theKeyIsTheQuestionAndNothingElse() {
        ChatRequest request = ChatRequest.of(ChatMessage.system("a"), ChatMessage.user("bc"));
        CallKey key = CallKey.of("m", request, 0, 0);
        assertThat(CallKey.of("m", request.withTag("x", "y"), 0, 0)).isEqualTo(key);
        assertThat(CallKey.parse(key.toString())).isEqualTo(key);
        GenerationParameters none = GenerationParameters.none();
        List<CallKey> others = List.of(
                CallKey.of("n", request, 0, 0),
                CallKey.of("m", request, 1, 0),
                CallKey.of("m", request, 0, 1),
                CallKey.of("m", ChatRequest.of(ChatMessage.system("ab"), ChatMessage.user("c")), 0, 0),
                CallKey.of("m", ChatRequest.of(ChatMessage.user("a"), ChatMessage.user("bc")), 0, 0),
                CallKey.of("m", ChatRequest.of(ChatMessage.system("a")), 0, 0),
                CallKey.of("m", request.plus(ChatMessage.user("")), 0, 0),
                CallKey.of("m", request.withParameters(none.withMaxTokens(1)), 0, 0),
                CallKey.of("m", request.withParameters(none.withTemperature(1)), 0, 0),
                CallKey.of("m", request.withParameters(none.withTopP(1)), 0, 0),
                CallKey.of("m", request.withParameters(none.withSeed(0)), 0, 0),
                CallKey.of("m", request.withParameters(none.withSeed(1)), 0, 0),
                CallKey.of("m", request.withParameters(none.withStop(List.of("x"))), 0, 0),
                CallKey.of("m", request.withParameters(none.withStop(List.of("x", "y"))), 0, 0),
                CallKey.of("m", request.withParameters(none.withStop(List.of("xy"))), 0, 0),
                CallKey.of("m", request.withFormat(ResponseFormat.jsonObject()), 0, 0),
                CallKey.of("m", request.withFormat(ResponseFormat.jsonSchema("s", "{}")), 0, 0),
                CallKey.of("m", request.withFormat(ResponseFormat.jsonSchema("t", "{}")), 0, 0),
                CallKey.of("m", ChatRequest.of(ChatMessage.system("a"), ChatMessage.user("\ud83d")), 0, 0),
                CallKey.of("m", ChatRequest.of(ChatMessage.system("a"), ChatMessage.user("\ud83e")), 0, 0));
        assertThat(others).doesNotContain(key).doesNotHaveDuplicates();
        assertThatThrownBy(() -> CallKey.of("m", request, -1, 0)).hasMessageContaining("replicate: -1");
        assertThatThrownBy(() -> CallKey.parse("12")).hasMessageContaining("32 hexadecimal digits");
    }

    @Test
    void theKeyNeverChangesBetweenReleases() {
        // A release that changes this value makes everybody ask everything again.
        assertThat(CallKey.of(
                        "m",
                        ChatRequest.of(ChatMessage.system("你好"), ChatMessage.user("u"))
                                .withParameters(GenerationParameters.paper()),
                        0,
                        0))
                .hasToString("3dcf7b013f45254f660bde22a57290a7");
    }

    @Test
    void theIndexFindsEveryKeyWhateverItsBits() {
        JournalIndex index = new JournalIndex();
        int n = 5_000;
        IntStream.range(0, n).forEach(i -> {
            assertThat(index.add(new CallKey(i % 7, (long) i << 40), i, i + 1)).isTrue();
            assertThat(index.add(new CallKey(i % 7, (long) i << 40), -1, -1)).isFalse();
        });
        assertThat(index.size()).isEqualTo(n);
        for (int i = 0; i < n; i++) {
            int slot = index.find(new CallKey(i % 7, (long) i << 40));
            assertThat(index.offset(slot)).isEqualTo(i);
            assertThat(index.length(slot)).isEqualTo(i + 1);
            assertThat(index.find(new CallKey(7, (long) i << 40))).isEqualTo(-1);
        }
    }

    private void write(int entries) throws IOException {
        try (Journal journal = Journal.open(file(), RunPolicy.Durability.FORCED)) {
            for (int i = 0; i < entries; i++) {
                journal.append(entry(i, "text " + i));
            }
        }
    }

    /** Where a line begins; the first is line 1. */
    private static int lineStart(byte[] bytes, int line) {
        int seen = 1;
        int i = 0;
        while (seen < line) {
            if (bytes[i++] == '\n') {
                seen++;
            }
        }
        return i;
    }
}
