package esrp.prompts.run;

import esrp.core.internal.Checks;
import esrp.core.internal.Settings;
import esrp.prompts.ChatResponse.TokenUsage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * How a run asks: how much at once, how often, how long, how much it may spend. It owns all retries; clients must have
 * theirs switched off. Immutable.
 */
public final class RunPolicy {
    static final int MOST_STUCK = 64;
    private static final RunPolicy DEFAULTS = new RunPolicy(new Values());

    final Values values;

    private RunPolicy(Values values) {
        this.values = values;
    }

    /** When an answer counts as written. */
    public enum Durability {
        /** When the device says so ({@code fsync}): survives a power failure. Calls that end together share one wait. */
        FORCED,
        /** When the operating system has it: survives the death of the process, not of the machine. */
        WRITTEN
    }

    static final class Values extends Settings<Values> {
        int concurrency = 16;
        int tries = 6;
        Duration firstWait = Duration.ofMillis(500);
        Duration longestWait = Duration.ofSeconds(60);
        double jitter = 0.25;
        Duration longestRetryAfter = Duration.ofSeconds(60);
        int failFast = 4;
        boolean revisionsRequired;
        boolean batches;
        Duration callTimeout = Duration.ofMinutes(2);
        Optional<Duration> deadline = Optional.empty();
        Budget budget = Budget.unlimited();
        Map<String, TokenPrice> prices = Map.of();
        Durability durability = Durability.FORCED;
        RunListener listener = RunListener.terminal();
        RunClock clock = RunClock.system();
    }

    private RunPolicy with(Consumer<Values> change) {
        return new RunPolicy(values.with(change));
    }

    /**
     * 16 calls at once, 6 tries with waits from 0.5 s to 60 s and a quarter of them random, 2 minutes per call, at most
     * 60 s where a service asks to wait, an end after the first 4 calls if they all fail alike, no deadline, no budget,
     * forced to disk, progress on a terminal.
     *
     * @return the policy
     */
    public static RunPolicy withDefaults() {
        return DEFAULTS;
    }

    /**
     * {@return a copy with another bound of concurrent calls} Under rate limits a model gets fewer: half as many after
     * each refusal, one more after each round of successes.
     *
     * @param most the most calls under way at once; at least 1
     */
    public RunPolicy withConcurrency(int most) {
        Checks.atLeast(1, "concurrency", most);
        return with(values -> values.concurrency = most);
    }

    /**
     * {@return a copy with another number of tries}
     *
     * @param most the most calls for one question; at least 1
     */
    public RunPolicy withTries(int most) {
        Checks.atLeast(1, "tries", most);
        return with(values -> values.tries = most);
    }

    /**
     * {@return a copy with other waits between the tries at one question} Each wait is twice the one before.
     *
     * @param first the wait before the second call; positive
     * @param longest the wait that doubling stops at; more than {@code first}. A service that asks for a longer one gets
     *     it up to {@link #withLongestRetryAfter}
     */
    public RunPolicy withWaits(Duration first, Duration longest) {
        positive("firstWait", first);
        if (longest.compareTo(first) <= 0) {
            throw new IllegalArgumentException(
                    "longestWait: " + longest + " is not allowed, more than firstWait " + first + " was expected");
        }
        return with(values -> {
            values.firstWait = first;
            values.longestWait = longest;
        });
    }

    /**
     * Returns a copy with another random part of each wait, so that calls which failed together do not return together.
     *
     * @param part the part of a wait that is random; in [0, 1]
     * @return a copy
     */
    public RunPolicy withJitter(double part) {
        Checks.rejectIf(!(part >= 0 && part <= 1), "jitter: %s is outside [0, 1]", part);
        return with(values -> values.jitter = part);
    }

    /**
     * {@return a copy with another limit of the waits that services ask for ({@code Retry-After})} While a service asks
     * for a longer one, questions to its model fail as {@link Run.FailureReason#RATE_LIMITED} without a call, with the
     * time in the detail.
     *
     * @param most the longest wait; not negative
     */
    public RunPolicy withLongestRetryAfter(Duration most) {
        Checks.rejectIf(most.isNegative(), "longestRetryAfter: %s is not allowed, a time >= 0 was expected", most);
        return with(values -> values.longestRetryAfter = most);
    }

    /**
     * {@return a copy that gives a model up after another number of first calls} If so many calls are the first of a
     * model and all fail in the same lasting way (nobody listens at the address, HTTP 401, 402, 403, 404 or 405, or one
     * refusal in the same words), its other questions fail at once with that cause. Until then waits are not longer than the first.
     *
     * @param calls how many; at least 0; 0 to ask on whatever happens
     */
    public RunPolicy withFailFast(int calls) {
        Checks.atLeast(0, "calls", calls);
        return with(values -> values.failFast = calls);
    }

    /**
     * {@return a copy that refuses models without a {@linkplain esrp.prompts.NamedModel#revision() revision}, or takes
     * them} Where releases are compared, the answers of an earlier one must not be taken for those of the next.
     *
     * @param required true to refuse them
     */
    public RunPolicy withRevisionsRequired(boolean required) {
        return with(values -> values.revisionsRequired = required);
    }

    /**
     * {@return a copy that collects questions for {@linkplain Run#writeBatches batch files} instead of asking them, or asks
     * them} What the journal has no answer to is left as {@link Run.FailureReason#BATCHED}; no client is called.
     *
     * @param collect true to collect
     */
    public RunPolicy withBatches(boolean collect) {
        return with(values -> values.batches = collect);
    }

    /**
     * Returns a copy with another limit of a call's time. A call whose time is over is interrupted. A client that does not
     * end within a second after that is left alone: the call counts as abandoned, and its answer is kept if it still comes.
     * Each such client holds a thread. While 64 of one model do, or four times the {@linkplain #withConcurrency concurrency} if
     * that is more, its other questions fail as {@link Run.FailureReason#TIMEOUT} without a call.
     *
     * @param most how long one call may take; positive
     * @return a copy
     */
    public RunPolicy withCallTimeout(Duration most) {
        positive("callTimeout", most);
        return with(values -> values.callTimeout = most);
    }

    /**
     * {@return a copy with a limit of the run's time}
     *
     * @param most how long the run may take, from its opening; positive
     */
    public RunPolicy withDeadline(Duration most) {
        positive("deadline", most);
        return with(values -> values.deadline = Optional.of(most));
    }

    /**
     * {@return a copy with another budget}
     *
     * @param most what the run may spend
     */
    public RunPolicy withBudget(Budget most) {
        return with(values -> values.budget = Objects.requireNonNull(most, "most"));
    }

    /**
     * {@return a copy with the price of one more model}
     *
     * @param model the model's id
     * @param perMillionInput price of a million input tokens, in any currency, as long as it is the same for all models of a
     *     run; at least 0
     * @param perMillionOutput price of a million output tokens; at least 0
     */
    public RunPolicy withPrice(String model, BigDecimal perMillionInput, BigDecimal perMillionOutput) {
        Map<String, TokenPrice> more = new LinkedHashMap<>(values.prices);
        more.put(Objects.requireNonNull(model, "model"), new TokenPrice(perMillionInput, perMillionOutput));
        return with(values -> values.prices = Collections.unmodifiableMap(more));
    }

    /**
     * {@return a copy with another durability}
     *
     * @param when when an answer counts as written
     */
    public RunPolicy withDurability(Durability when) {
        return with(values -> values.durability = Objects.requireNonNull(when, "when"));
    }

    /**
     * {@return a copy with a listener}
     *
     * @param listener hears what happens; {@link RunListener#silent()} for none
     */
    public RunPolicy withListener(RunListener listener) {
        return with(values -> values.listener = Objects.requireNonNull(listener, "listener"));
    }

    /** Returns a copy in another time. */
    RunPolicy withClock(RunClock clock) {
        return with(values -> values.clock = clock);
    }

    private static void positive(String name, Duration time) {
        Checks.rejectIf(
                time.isZero() || time.isNegative(), "%s: %s is not allowed, a positive time was expected", name, time);
    }

    /**
     * When a run must stop asking. It covers everything its journal has seen, so that a run that is taken up again does not
     * spend twice. Calls are counted exactly, from the moment they begin: a call that was under way when the process died
     * counts, and takes the tokens that the request and its longest reply are estimated at. Tokens and money of other calls
     * are known only when a reply is there: the calls under way at that moment come on top.
     *
     * @param calls the most calls, failed ones included; at least 0
     * @param tokens the most tokens, input and output together; at least 0
     * @param money the most money, in the currency of the prices; at least 0
     */
    public record Budget(OptionalLong calls, OptionalLong tokens, Optional<BigDecimal> money) {
        private static final Budget UNLIMITED =
                new Budget(OptionalLong.empty(), OptionalLong.empty(), Optional.empty());

        /** Validates. */
        public Budget {
            Checks.atLeast(0, "calls", calls.orElse(0));
            Checks.atLeast(0, "tokens", tokens.orElse(0));
            Objects.requireNonNull(money, "money");
            if (money.isPresent() && money.get().signum() < 0) {
                throw new IllegalArgumentException("budget: money " + money.get() + ", a number >= 0 was expected");
            }
        }

        /** {@return no limit: a budget without limits} */
        public static Budget unlimited() {
            return UNLIMITED;
        }

        /**
         * {@return a copy with a limit of calls}
         *
         * @param most the most calls, failed ones included; at least 0
         */
        public Budget withCalls(long most) {
            return new Budget(OptionalLong.of(most), tokens, money);
        }

        /**
         * {@return a copy with a limit of tokens}
         *
         * @param most the most tokens, input and output together; at least 0
         */
        public Budget withTokens(long most) {
            return new Budget(calls, OptionalLong.of(most), money);
        }

        /**
         * {@return a copy with a limit of money} Every model of the run needs a price then.
         *
         * @param most the most money; at least 0
         */
        public Budget withMoney(BigDecimal most) {
            return new Budget(calls, tokens, Optional.of(most));
        }
    }

    /** What a million tokens of a model cost. */
    record TokenPrice(BigDecimal perMillionInput, BigDecimal perMillionOutput) {
        private static final int MILLION_DIGITS = 6;

        TokenPrice {
            if (perMillionInput.signum() < 0 || perMillionOutput.signum() < 0) {
                throw new IllegalArgumentException("price: " + perMillionInput + " and " + perMillionOutput
                        + " for a million tokens, numbers >= 0 were expected");
            }
        }

        /** What tokens cost, exactly. */
        BigDecimal of(TokenUsage usage) {
            return perMillionInput
                    .multiply(BigDecimal.valueOf(usage.inputTokens()))
                    .add(perMillionOutput.multiply(BigDecimal.valueOf(usage.outputTokens())))
                    .movePointLeft(MILLION_DIGITS);
        }
    }
}
