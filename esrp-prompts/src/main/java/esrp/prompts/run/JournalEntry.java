package esrp.prompts.run;

import esrp.prompts.ChatResponse;
import esrp.prompts.ChatResponse.TokenUsage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer in a journal.
 *
 * @param tries how often the call was made until it was answered
 * @param charged the tokens that count against budgets: what the service counted, or an estimate where it did not
 * @param at when the answer came, for notes on what was recalled; results depend on it in nothing
 */
record JournalEntry(
        CallKey key,
        String model,
        int replicate,
        int attempt,
        int tries,
        Map<String, String> tags,
        ChatResponse response,
        TokenUsage charged,
        Instant at) {
    JournalEntry {
        Map<String, String> copy = new LinkedHashMap<>();
        // JSON has no names with unpaired surrogates.
        tags.forEach((name, value) ->
                copy.put(new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8), value));
        tags = Collections.unmodifiableMap(copy);
    }
}
