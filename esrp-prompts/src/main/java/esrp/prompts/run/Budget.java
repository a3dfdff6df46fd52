package esrp.prompts.run;

import esrp.core.internal.Checks;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * When a run must stop asking. It covers everything its journal has seen, so that a run that is taken up again does not
 * spend twice. Calls are counted exactly. Tokens and money are known only when a reply is there: the calls under way at
 * that moment come on top.
 *
 * @param calls the most calls, failed ones included; at least 0
 * @param tokens the most tokens, input and output together; at least 0
 * @param money the most money, in the currency of the prices; at least 0
 */
public record Budget(OptionalLong calls, OptionalLong tokens, Optional<BigDecimal> money) {
    private static final Budget UNLIMITED = new Budget(OptionalLong.empty(), OptionalLong.empty(), Optional.empty());

    /**
     * Validates.
     *
     * @param calls the most calls, failed ones included; at least 0
     * @param tokens the most tokens, input and output together; at least 0
     * @param money the most money, in the currency of the prices; at least 0
     */
    public Budget {
        Checks.atLeast(0, "calls", calls.orElse(0));
        Checks.atLeast(0, "tokens", tokens.orElse(0));
        Objects.requireNonNull(money, "money");
        if (money.isPresent() && money.get().signum() < 0) {
            throw new IllegalArgumentException("budget: money " + money.get() + ", a number >= 0 was expected");
        }
    }

    /**
     * No limit.
     *
     * @return a budget without limits
     */
    public static Budget unlimited() {
        return UNLIMITED;
    }

    /**
     * Returns a copy with a limit of calls.
     *
     * @param most the most calls, failed ones included; at least 0
     * @return a copy
     */
    public Budget withCalls(long most) {
        return new Budget(OptionalLong.of(most), tokens, money);
    }

    /**
     * Returns a copy with a limit of tokens.
     *
     * @param most the most tokens, input and output together; at least 0
     * @return a copy
     */
    public Budget withTokens(long most) {
        return new Budget(calls, OptionalLong.of(most), money);
    }

    /**
     * Returns a copy with a limit of money. Every model of the run needs a price then.
     *
     * @param most the most money; at least 0
     * @return a copy
     */
    public Budget withMoney(BigDecimal most) {
        return new Budget(calls, tokens, Optional.of(most));
    }
}
