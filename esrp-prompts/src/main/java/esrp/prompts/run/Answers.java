package esrp.prompts.run;

import esrp.prompts.ChatResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Where a run keeps its answers. */
interface Answers extends AutoCloseable {
    Optional<ChatResponse> find(CallKey key) throws IOException;

    /** Returns when the answer cannot be lost any more. */
    void keep(JournalEntry entry) throws IOException;

    void noteFailure(CallKey key, String model, int tries, Outcome.Reason reason) throws IOException;

    Map<String, Journal.Spent> spent();

    Optional<Path> file();

    @Override
    void close() throws IOException;

    /** On disk. */
    record OnDisk(Journal journal) implements Answers {
        @Override
        public Optional<ChatResponse> find(CallKey key) throws IOException {
            return journal.find(key).map(JournalEntry::response);
        }

        @Override
        public void keep(JournalEntry entry) throws IOException {
            journal.append(entry);
        }

        @Override
        public void noteFailure(CallKey key, String model, int tries, Outcome.Reason reason) throws IOException {
            journal.noteFailure(key, model, tries, reason);
        }

        @Override
        public Map<String, Journal.Spent> spent() {
            return journal.spent();
        }

        @Override
        public Optional<Path> file() {
            return Optional.of(journal.file());
        }

        @Override
        public void close() throws IOException {
            journal.close();
        }
    }

    /** In memory: gone with the process. */
    record InMemory(Map<CallKey, ChatResponse> responses) implements Answers {
        InMemory() {
            this(new ConcurrentHashMap<>());
        }

        @Override
        public Optional<ChatResponse> find(CallKey key) {
            return Optional.ofNullable(responses.get(key));
        }

        @Override
        public void keep(JournalEntry entry) {
            responses.putIfAbsent(entry.key(), entry.response());
        }

        @Override
        public void noteFailure(CallKey key, String model, int tries, Outcome.Reason reason) {
            // The ledger counts it; there is no file to note it in.
        }

        @Override
        public Map<String, Journal.Spent> spent() {
            return Map.of();
        }

        @Override
        public Optional<Path> file() {
            return Optional.empty();
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
