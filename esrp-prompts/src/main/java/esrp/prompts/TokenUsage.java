package esrp.prompts;

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
