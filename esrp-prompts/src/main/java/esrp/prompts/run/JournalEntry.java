package esrp.prompts.run;

import esrp.prompts.ChatResponse;
import esrp.prompts.TokenUsage;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer in a journal.
 *
 * @param tries how often the call was made until it was answered
 * @param charged the tokens that count against budgets: what the service counted, or an estimate where it did not
 */
record JournalEntry(
        CallKey key,
        String model,
        int replicate,
        int attempt,
        int tries,
        Map<String, String> tags,
        ChatResponse response,
        TokenUsage charged) {
    JournalEntry {
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    }
}
