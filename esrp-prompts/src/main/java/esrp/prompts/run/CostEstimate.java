package esrp.prompts.run;

import esrp.prompts.TokenUsage;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Objects;

/**
 * What a run would still ask: the outcome of a dry run. Tokens are rough (one for each character outside ASCII, one for
 * each four within) and take every reply to be as long as the parameters allow, 512 tokens where they set no limit.
 * Calls that fail and are made again come on top.
 *
 * @param items pieces of work
 * @param complete pieces of work that need no call, since the journal has all their answers
 * @param replayed answers that the journal has
 * @param fewestCalls calls if every reply is usable at once
 * @param mostCalls calls if every attempt that is allowed is needed
 * @param fewestTokens tokens of the fewest calls
 * @param mostTokens tokens of the most calls
 * @param fewestCost price of the fewest calls, as far as the models have prices
 * @param mostCost price of the most calls, as far as the models have prices
 */
public record CostEstimate(
        long items,
        long complete,
        long replayed,
        long fewestCalls,
        long mostCalls,
        TokenUsage fewestTokens,
        TokenUsage mostTokens,
        BigDecimal fewestCost,
        BigDecimal mostCost) {
    static final int REPLY_TOKENS = 512;

    /**
     * Validates.
     *
     * @param items pieces of work
     * @param complete pieces of work that need no call, since the journal has all their answers
     * @param replayed answers that the journal has
     * @param fewestCalls calls if every reply is usable at once
     * @param mostCalls calls if every attempt that is allowed is needed
     * @param fewestTokens tokens of the fewest calls
     * @param mostTokens tokens of the most calls
     * @param fewestCost price of the fewest calls, as far as the models have prices
     * @param mostCost price of the most calls, as far as the models have prices
     */
    public CostEstimate {
        Objects.requireNonNull(fewestTokens, "fewestTokens");
        Objects.requireNonNull(mostTokens, "mostTokens");
        Objects.requireNonNull(fewestCost, "fewestCost");
        Objects.requireNonNull(mostCost, "mostCost");
    }

    static CostEstimate none() {
        return new CostEstimate(0, 0, 0, 0, 0, TokenUsage.ZERO, TokenUsage.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);
    }

    CostEstimate plus(CostEstimate other) {
        return new CostEstimate(
                items + other.items,
                complete + other.complete,
                replayed + other.replayed,
                fewestCalls + other.fewestCalls,
                mostCalls + other.mostCalls,
                fewestTokens.plus(other.fewestTokens),
                mostTokens.plus(other.mostTokens),
                fewestCost.add(other.fewestCost),
                mostCost.add(other.mostCost));
    }

    /** Three lines. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,d items, %,d of them complete; %,d answers in the journal%n"
                        + "%,d to %,d calls, %,d to %,d tokens%nprice %s to %s%n",
                items,
                complete,
                replayed,
                fewestCalls,
                mostCalls,
                fewestTokens.totalTokens(),
                mostTokens.totalTokens(),
                fewestCost.stripTrailingZeros().toPlainString(),
                mostCost.stripTrailingZeros().toPlainString());
    }
}
