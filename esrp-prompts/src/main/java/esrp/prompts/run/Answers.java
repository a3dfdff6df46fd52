package esrp.prompts.run;

import esrp.prompts.ChatResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Where a run keeps its answers. */
interface Answers extends AutoCloseable {
    Optional<ChatResponse> find(CallKey key) throws IOException;

    /** Returns when the answer cannot be lost any more. */
    void keep(JournalEntry entry) throws IOException;

    void noteFailure(CallKey key, String model, int tries, Run.FailureReason reason) throws IOException;

    Map<String, Journal.Spent> spent();

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
        public void noteFailure(CallKey key, String model, int tries, Run.FailureReason reason) throws IOException {
            journal.noteFailure(key, model, tries, reason);
        }

        @Override
        public Map<String, Journal.Spent> spent() {
            return journal.spent();
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
        public void noteFailure(CallKey key, String model, int tries, Run.FailureReason reason) {
            // The ledger counts it; there is no file to note it in.
        }

        @Override
        public Map<String, Journal.Spent> spent() {
            return Map.of();
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
