package esrp.prompts.run;

import esrp.prompts.TokenUsage;
import java.math.BigDecimal;

/**
 * What a model costs, in any currency, as long as it is the same for all models of a run.
 *
 * @param perMillionInput price of a million input tokens; at least 0
 * @param perMillionOutput price of a million output tokens; at least 0
 */
public record TokenPrice(BigDecimal perMillionInput, BigDecimal perMillionOutput) {
    private static final int MILLION_DIGITS = 6;

    /**
     * Validates.
     *
     * @param perMillionInput price of a million input tokens; at least 0
     * @param perMillionOutput price of a million output tokens; at least 0
     */
    public TokenPrice {
        if (perMillionInput.signum() < 0 || perMillionOutput.signum() < 0) {
            throw new IllegalArgumentException("price: " + perMillionInput + " and " + perMillionOutput
                    + " for a million tokens, numbers >= 0 were expected");
        }
    }

    /**
     * A price from decimal texts: {@code TokenPrice.of("0.27", "1.10")}.
     *
     * @param perMillionInput price of a million input tokens
     * @param perMillionOutput price of a million output tokens
     * @return the price
     */
    public static TokenPrice of(String perMillionInput, String perMillionOutput) {
        return new TokenPrice(new BigDecimal(perMillionInput), new BigDecimal(perMillionOutput));
    }

    /**
     * What tokens cost, exactly.
     *
     * @param usage the tokens
     * @return the cost
     */
    public BigDecimal of(TokenUsage usage) {
        return perMillionInput
                .multiply(BigDecimal.valueOf(usage.inputTokens()))
                .add(perMillionOutput.multiply(BigDecimal.valueOf(usage.outputTokens())))
                .movePointLeft(MILLION_DIGITS);
    }
}
