package esrp.prompts;

import esrp.core.internal.Checks;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a model answered.
 *
 * @param text the reply as it came, to the last white space; may be empty
 * @param finishReason why the model stopped
 * @param usage the tokens the service counted, where it says
 * @param servedModel the model that answered, where the service says: it need not be the one that was asked
 * @param requestId the service's id of the call, where it says
 * @param probabilities how probable each answer was, by its text, where the service says: of a judge, the probability of each
 *     score; in [0, 1], with a sum of at most 1; empty where it does not
 */
public record ChatResponse(
        String text,
        FinishReason finishReason,
        Optional<TokenUsage> usage,
        Optional<String> servedModel,
        Optional<String> requestId,
        Map<String, Double> probabilities) {
    /** Validates and copies. */
    public ChatResponse {
        Checks.notNull("text", text, "finishReason", finishReason, "usage", usage, "servedModel", servedModel);
        Checks.notNull("requestId", requestId);
        Map<String, Double> copy = new LinkedHashMap<>();
        // JSON has no names with unpaired surrogates.
        probabilities.forEach((answer, one) -> copy.merge(
                new String(answer.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8), one, Double::sum));
        probabilities = Collections.unmodifiableMap(copy);
        double sum = 0;
        for (double one : probabilities.values()) {
            sum += one >= 0 ? one : Double.NaN;
        }
        if (!(sum <= 1 + 1e-6)) {
            throw new IllegalArgumentException(
                    "probabilities: " + probabilities + ", numbers >= 0 with a sum of at most 1 were expected");
        }
    }

    /**
     * A reply without probabilities.
     *
     * @param text the reply as it came
     * @param finishReason why the model stopped
     * @param usage the tokens the service counted, where it says
     * @param servedModel the model that answered, where the service says
     * @param requestId the service's id of the call, where it says
     */
    public ChatResponse(
            String text,
            FinishReason finishReason,
            Optional<TokenUsage> usage,
            Optional<String> servedModel,
            Optional<String> requestId) {
        this(text, finishReason, usage, servedModel, requestId, Map.of());
    }

    /**
     * A reply of which only the text is known.
     *
     * @param text the reply
     * @return a response whose finish reason is {@link FinishReason#UNSTATED}
     */
    public static ChatResponse of(String text) {
        return of(text, FinishReason.UNSTATED);
    }

    /**
     * {@return a reply and why it ended}
     *
     * @param text the reply
     * @param finishReason why the model stopped
     */
    public static ChatResponse of(String text, FinishReason finishReason) {
        return new ChatResponse(text, finishReason, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * {@return a copy with the tokens that were counted}
     *
     * @param counted the tokens
     */
    public ChatResponse withUsage(TokenUsage counted) {
        return new ChatResponse(text, finishReason, Optional.of(counted), servedModel, requestId, probabilities);
    }

    /**
     * {@return a copy with the model that answered}
     *
     * @param model the service's name of the model
     */
    public ChatResponse withServedModel(String model) {
        return new ChatResponse(text, finishReason, usage, Optional.of(model), requestId, probabilities);
    }

    /**
     * {@return a copy with the service's id of the call}
     *
     * @param id the id
     */
    public ChatResponse withRequestId(String id) {
        return new ChatResponse(text, finishReason, usage, servedModel, Optional.of(id), probabilities);
    }

    /**
     * {@return a copy with the probabilities of answers}
     *
     * @param byText the probability of each answer by its text
     */
    public ChatResponse withProbabilities(Map<String, Double> byText) {
        return new ChatResponse(text, finishReason, usage, servedModel, requestId, byText);
    }

    /** Why a model stopped. */
    public enum FinishReason {
        /** It had said what it wanted to say, or met a stop text. */
        STOP,
        /** The limit of tokens was reached: the reply is cut. */
        LENGTH,
        /** The service withheld the reply or a part of it. */
        CONTENT_FILTER,
        /** Any other reason the service gave. */
        OTHER,
        /** The service or the client did not say. */
        UNSTATED
    }

    /**
     * Tokens that the service counted. What a service states never costs its answer: a negative count, which some send for
     * "unknown", is taken as 0, and sums stop at {@link Long#MAX_VALUE}.
     *
     * @param inputTokens tokens of the request; at least 0
     * @param outputTokens tokens of the reply, those of hidden thoughts included; at least 0
     */
    public record TokenUsage(long inputTokens, long outputTokens) {
        /** No tokens. */
        public static final TokenUsage ZERO = new TokenUsage(0, 0);

        /** Takes negative counts as 0. */
        public TokenUsage {
            inputTokens = Math.max(0, inputTokens);
            outputTokens = Math.max(0, outputTokens);
        }

        /** {@return all tokens: input and output tokens together, at most {@link Long#MAX_VALUE}} */
        public long totalTokens() {
            return sum(inputTokens, outputTokens);
        }

        /**
         * The sum of two counts.
         *
         * @param other another count
         * @return both together, each at most {@link Long#MAX_VALUE}
         */
        public TokenUsage plus(TokenUsage other) {
            return new TokenUsage(sum(inputTokens, other.inputTokens), sum(outputTokens, other.outputTokens));
        }

        private static long sum(long a, long b) {
            return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
        }
    }
}
