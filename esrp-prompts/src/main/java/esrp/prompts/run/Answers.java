package esrp.prompts.run;

import esrp.prompts.ChatResponse.TokenUsage;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Where a run keeps its answers: in a {@link Journal}, or in memory, lost when the process ends. */
interface Answers extends AutoCloseable {
    /** The answer to a question, with all that was kept with it; empty if there is none. */
    Optional<JournalEntry> find(CallKey key) throws IOException;

    /** Keeps an answer, and returns when it cannot be lost any more: true if it holds, false if the key had one already. */
    boolean append(JournalEntry entry) throws IOException;

    /**
     * Notes a call that is about to be made, and returns when the death of the process cannot undo that. It is counted from
     * here on; until {@link #append} or {@link #noteFailure} says how it ended, it is taken to have cost the estimate.
     */
    void noteStart(CallKey key, String model, TokenUsage estimate) throws IOException;

    /** Notes how a call failed, which then has cost no tokens. */
    void noteFailure(CallKey key, String model, int tries, Run.FailureReason reason) throws IOException;

    /** What every model was asked before, by model id. */
    Map<String, Journal.Spent> spent();

    @Override
    void close() throws IOException;

    static Answers inMemory() {
        return new InMemory(new ConcurrentHashMap<>());
    }

    record InMemory(Map<CallKey, JournalEntry> entries) implements Answers {
        @Override
        public Optional<JournalEntry> find(CallKey key) {
            return Optional.ofNullable(entries.get(key));
        }

        @Override
        public boolean append(JournalEntry entry) {
            return entries.putIfAbsent(entry.key(), entry) == null;
        }

        @Override
        public void noteStart(CallKey key, String model, TokenUsage estimate) {
            // The ledger counts it.
        }

        @Override
        public void noteFailure(CallKey key, String model, int tries, Run.FailureReason reason) {
            // The ledger counts it.
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
