package esrp.prompts;

import esrp.core.internal.Checks;

/**
 * Tokens that the service counted.
 *
 * @param inputTokens tokens of the request; at least 0
 * @param outputTokens tokens of the reply, those of hidden thoughts included; at least 0
 */
public record TokenUsage(long inputTokens, long outputTokens) {
    /** No tokens. */
    public static final TokenUsage ZERO = new TokenUsage(0, 0);

    /** Validates. */
    public TokenUsage {
        Checks.atLeast(0, "inputTokens", inputTokens);
        Checks.atLeast(0, "outputTokens", outputTokens);
    }

    /** {@return all tokens: input and output tokens together} */
    public long totalTokens() {
        return Math.addExact(inputTokens, outputTokens);
    }

    /**
     * The sum of two counts.
     *
     * @param other another count
     * @return both together
     */
    public TokenUsage plus(TokenUsage other) {
        return new TokenUsage(
                Math.addExact(inputTokens, other.inputTokens), Math.addExact(outputTokens, other.outputTokens));
    }
}
