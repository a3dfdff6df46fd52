package esrp.prompts.run;

import esrp.prompts.ChatResponse.TokenUsage;
import esrp.prompts.run.RunPolicy.Budget;
import esrp.prompts.run.RunPolicy.TokenPrice;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was spent, and whether more may be. */
final class Ledger {
    private final Budget budget;
    private final Map<String, TokenPrice> prices;
    private long calls;
    private TokenUsage usage = TokenUsage.ZERO;
    private BigDecimal cost = BigDecimal.ZERO;

    Ledger(Budget budget, Map<String, TokenPrice> prices, Map<String, Journal.Spent> before) {
        this.budget = budget;
        this.prices = prices;
        before.forEach((model, spent) -> {
            calls += spent.calls();
            charge(model, spent.usage());
        });
    }

    /** Refuses a model without a price where there is a budget of money. */
    void require(String model) {
        if (budget.money().isPresent() && !prices.containsKey(model)) {
            throw new IllegalArgumentException("budget: is in money, but model \"" + model
                    + "\" has no price; prices are known for " + prices.keySet());
        }
    }

    /** Counts a call that is about to be made, unless the budget is used up. */
    synchronized boolean reserveCall() {
        if ((budget.calls().isPresent() && calls >= budget.calls().getAsLong())
                || (budget.tokens().isPresent()
                        && usage.totalTokens() >= budget.tokens().getAsLong())
                || (budget.money().isPresent() && cost.compareTo(budget.money().get()) >= 0)) {
            return false;
        }
        calls++;
        return true;
    }

    synchronized void charge(String model, TokenUsage more) {
        usage = usage.plus(more);
        cost = cost.add(price(model, more));
    }

    /** Charges what a call has cost in the place of what it was estimated at. */
    synchronized void settle(String model, TokenUsage estimate, TokenUsage actual) {
        usage = new TokenUsage(
                        usage.inputTokens() - estimate.inputTokens(), usage.outputTokens() - estimate.outputTokens())
                .plus(actual);
        cost = cost.subtract(price(model, estimate)).add(price(model, actual));
    }

    private BigDecimal price(String model, TokenUsage used) {
        @Nullable TokenPrice price = prices.get(model);
        return price == null ? BigDecimal.ZERO : price.of(used);
    }

    synchronized RunListener.Progress progress(
            long items, long done, long answered, long replayed, long unanswered, long retries, long abandoned) {
        return new RunListener.Progress(
                items, done, answered, replayed, unanswered, retries, abandoned, calls, usage, cost);
    }
}
