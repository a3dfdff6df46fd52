package esrp.prompts.run;

import esrp.prompts.ChatResponse;
import esrp.prompts.TokenUsage;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * An answer in a journal.
 *
 * @param key what was asked
 * @param model id of the model that was asked
 * @param replicate number of the independent repetition; at least 0
 * @param attempt number of the try at a usable reply within the replicate; at least 0
 * @param tries how often the call was made until it was answered; at least 1
 * @param tags the tags of the request
 * @param response the answer
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
    public JournalEntry {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(model, "model");
        if (replicate < 0 || attempt < 0 || tries < 1) {
            throw new IllegalArgumentException("replicate: " + replicate + ", attempt: " + attempt + ", tries: " + tries
                    + "; at least 0, 0 and 1 were expected");
        }
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
        Objects.requireNonNull(response, "response");
        Objects.requireNonNull(charged, "charged");
    }
}
