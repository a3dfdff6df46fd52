package esrp.prompts.run;

import static org.assertj.core.api.Assertions.assertThat;

import esrp.prompts.ChatResponse;
import esrp.prompts.ChatResponse.FinishReason;
import esrp.prompts.ChatResponse.TokenUsage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

class JournalPropertyTest {
    private Path folder = Path.of("");

    @BeforeProperty
    void makeFolder() throws IOException {
        folder = Files.createTempDirectory("journal");
    }

    @AfterProperty
    void removeFolder() throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    @Provide
    Arbitrary<List<JournalEntry>> entries() {
        Arbitrary<String> text = Arbitraries.strings()
                .withChars('a', '"', '\\', '\n', '}', '你', '\ud83d', '\ude00', '\u0000')
                .ofMaxLength(12);
        Arbitrary<Optional<TokenUsage>> usage = Arbitraries.longs()
                .between(0, 1L << 40)
                .map(n -> new TokenUsage(n, n / 3))
                .optional();
        return Combinators.combine(text, text, usage, Arbitraries.of(FinishReason.class))
                .as((reply, tag, tokens, finish) -> new JournalEntry(
                        CallKey.of("m", esrp.prompts.ChatRequest.of(reply + "|" + tag), 0, 0),
                        "m",
                        0,
                        1,
                        2,
                        Map.of("tag", tag),
                        new ChatResponse(reply, finish, tokens, Optional.of(tag), Optional.empty()),
                        tokens.orElse(new TokenUsage(1, 2)),
                        Instant.EPOCH))
                .list()
                .ofMaxSize(3)
                .uniqueElements(JournalEntry::key);
    }

    @Provide
    Arbitrary<JournalEntry> anyEntries() {
        Arbitrary<String> text = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(20),
                Arbitraries.strings()
                        .withChars('\ud83d', '\ude00', '\u0000', '"')
                        .ofMaxLength(5),
                Arbitraries.of("n".repeat(60_000), "你".repeat(70_000)));
        Arbitrary<TokenUsage> usage =
                Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(TokenUsage::new);
        Arbitrary<ChatResponse> response = Combinators.combine(
                        text,
                        Arbitraries.of(FinishReason.class),
                        usage.optional(),
                        text.optional(),
                        text.optional(),
                        Arbitraries.maps(text, Arbitraries.of(0.0, -0.0, Double.MIN_VALUE, 0.1, 1.0 / 3))
                                .ofMaxSize(3))
                .as(ChatResponse::new);
        return Combinators.combine(
                        response,
                        Arbitraries.maps(text, text).ofMaxSize(4),
                        text,
                        usage,
                        Arbitraries.integers().greaterOrEqual(0),
                        Arbitraries.longs().between(0, 253_402_300_799_999L))
                .as((reply, tags, model, charged, number, at) -> new JournalEntry(
                        new CallKey(number, number),
                        model,
                        number,
                        number,
                        number,
                        tags,
                        reply,
                        reply.usage().orElse(charged),
                        Instant.ofEpochMilli(at)));
    }

    @Property(tries = 300, seed = "20261126", shrinking = ShrinkingMode.OFF)
    void whatAppendAcceptsOpenAccepts(
            @ForAll("anyEntries") JournalEntry first, @ForAll("anyEntries") JournalEntry second) throws IOException {
        Path file = folder.resolve("any.jsonl");
        Files.deleteIfExists(file);
        try (Journal journal = Journal.open(file, RunPolicy.Durability.WRITTEN)) {
            for (JournalEntry entry : List.of(first, second)) {
                journal.noteStart(entry.key(), entry.model(), entry.charged());
                journal.append(entry);
            }
        }
        try (Journal journal = Journal.open(file, RunPolicy.Durability.WRITTEN)) {
            assertThat(journal.find(first.key())).contains(first);
            assertThat(journal.find(second.key())).contains(first.key().equals(second.key()) ? first : second);
            assertThat(journal.repairedBytes()).isZero();
        }
    }

    /** Cuts the file at every byte, and at every byte with rubbish after the cut. */
    @Property(tries = 3, seed = "20261123")
    void aJournalTornAtAnyByteReopensWithAPrefixOfItsEntries(@ForAll("entries") List<JournalEntry> entries)
            throws IOException {
        Path whole = folder.resolve("whole.jsonl");
        Files.deleteIfExists(whole);
        List<Long> ends = new ArrayList<>();
        try (Journal journal = Journal.open(whole, RunPolicy.Durability.WRITTEN)) {
            for (JournalEntry entry : entries) {
                journal.append(entry);
                ends.add(Files.size(whole));
            }
        }
        byte[] bytes = Files.readAllBytes(whole);
        Path torn = folder.resolve("torn.jsonl");
        for (int cut = 0; cut <= bytes.length; cut++) {
            int length = cut;
            long expected = ends.stream().filter(end -> end <= length).count();
            Files.write(torn, Arrays.copyOf(bytes, cut));
            assertHoldsPrefix(torn, entries, (int) expected);
            if (cut >= JournalLines.header().length && cut % 5 == 0) {
                // A torn tail of a power failure may be blocks of zeros.
                Files.write(torn, Arrays.copyOf(Arrays.copyOf(bytes, cut), cut + 9));
                assertHoldsPrefix(torn, entries, (int) expected);
            }
        }
    }

    private static void assertHoldsPrefix(Path torn, List<JournalEntry> entries, int expected) throws IOException {
        try (Journal journal = Journal.open(torn, RunPolicy.Durability.WRITTEN)) {
            assertThat(journal.size()).isEqualTo(expected);
            for (int i = 0; i < entries.size(); i++) {
                assertThat(journal.find(entries.get(i).key()))
                        .isEqualTo(i < expected ? Optional.of(entries.get(i)) : Optional.empty());
            }
            // It goes on where it was.
            for (JournalEntry entry : entries) {
                journal.append(entry);
            }
        }
        try (Journal journal = Journal.open(torn, RunPolicy.Durability.WRITTEN)) {
            assertThat(journal.repairedBytes()).isZero();
            for (JournalEntry entry : entries) {
                assertThat(journal.find(entry.key())).contains(entry);
            }
        }
    }

    @Property(tries = 300, seed = "20261123")
    void aChangedBitNeverBecomesAnAnswer(
            @ForAll("entries") List<JournalEntry> entries, @ForAll int where, @ForAll int bit) throws IOException {
        Path file = folder.resolve("bits.jsonl");
        Files.deleteIfExists(file);
        try (Journal journal = Journal.open(file, RunPolicy.Durability.WRITTEN)) {
            for (JournalEntry entry : entries) {
                journal.append(entry);
            }
        }
        byte[] bytes = Files.readAllBytes(file);
        bytes[Math.floorMod(where, bytes.length)] ^= (byte) (1 << Math.floorMod(bit, 8));
        Files.write(file, bytes);
        try (Journal journal = Journal.open(file, RunPolicy.Durability.WRITTEN)) {
            for (JournalEntry entry : entries) {
                journal.find(entry.key()).ifPresent(found -> assertThat(found).isEqualTo(entry));
            }
        } catch (JournalDamagedException e) {
            assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
