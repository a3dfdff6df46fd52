package esrp.prompts.run;

import esrp.core.internal.Checks;
import esrp.prompts.internal.Settings;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How a run asks: how much at once, how often, how long, how much it may spend. It owns all retries; clients must have
 * theirs switched off. Immutable.
 */
public final class RunPolicy {
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
        Duration callTimeout = Duration.ofMinutes(2);
        Optional<Duration> deadline = Optional.empty();
        Budget budget = Budget.unlimited();
        Map<String, TokenPrice> prices = Map.of();
        Durability durability = Durability.FORCED;
        RunListener listener = RunListener.silent();
        RunClock clock = RunClock.system();
    }

    private RunPolicy with(Consumer<Values> change) {
        return new RunPolicy(values.with(change));
    }

    /**
     * 16 calls at once, 6 tries with waits from 0.5 s to 60 s and a quarter of them random, 2 minutes per call, no
     * deadline, no budget, forced to disk.
     *
     * @return the policy
     */
    public static RunPolicy withDefaults() {
        return DEFAULTS;
    }

    /**
     * Returns a copy with another bound of concurrent calls. Under rate limits a model gets fewer: half as many after
     * each refusal, one more after each round of successes.
     *
     * @param most the most calls under way at once; at least 1
     * @return a copy
     */
    public RunPolicy withConcurrency(int most) {
        Checks.atLeast(1, "concurrency", most);
        return with(values -> values.concurrency = most);
    }

    /**
     * Returns a copy with another number of tries.
     *
     * @param most the most calls for one question; at least 1
     * @return a copy
     */
    public RunPolicy withTries(int most) {
        Checks.atLeast(1, "tries", most);
        return with(values -> values.tries = most);
    }

    /**
     * Returns a copy with other waits between the tries at one question. Each wait is twice the one before.
     *
     * @param first the wait before the second call; positive
     * @param longest the wait that doubling stops at; more than {@code first}. A service that asks for a longer one gets
     *     it
     * @return a copy
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
        if (!(part >= 0 && part <= 1)) {
            throw new IllegalArgumentException("jitter: " + part + " is outside [0, 1]");
        }
        return with(values -> values.jitter = part);
    }

    /**
     * Returns a copy with another limit of a call's time.
     *
     * @param most how long one call may take; positive
     * @return a copy
     */
    public RunPolicy withCallTimeout(Duration most) {
        positive("callTimeout", most);
        return with(values -> values.callTimeout = most);
    }

    /**
     * Returns a copy with a limit of the run's time.
     *
     * @param most how long the run may take, from its opening; positive
     * @return a copy
     */
    public RunPolicy withDeadline(Duration most) {
        positive("deadline", most);
        return with(values -> values.deadline = Optional.of(most));
    }

    /**
     * Returns a copy with another budget.
     *
     * @param most what the run may spend
     * @return a copy
     */
    public RunPolicy withBudget(Budget most) {
        return with(values -> values.budget = Objects.requireNonNull(most, "most"));
    }

    /**
     * Returns a copy with the price of one more model.
     *
     * @param model the model's id
     * @param price what its tokens cost
     * @return a copy
     */
    public RunPolicy withPrice(String model, TokenPrice price) {
        Map<String, TokenPrice> more = new LinkedHashMap<>(values.prices);
        more.put(Objects.requireNonNull(model, "model"), Objects.requireNonNull(price, "price"));
        return with(values -> values.prices = Collections.unmodifiableMap(more));
    }

    /**
     * Returns a copy with another durability.
     *
     * @param when when an answer counts as written
     * @return a copy
     */
    public RunPolicy withDurability(Durability when) {
        return with(values -> values.durability = Objects.requireNonNull(when, "when"));
    }

    /**
     * Returns a copy with a listener.
     *
     * @param listener hears what happens
     * @return a copy
     */
    public RunPolicy withListener(RunListener listener) {
        return with(values -> values.listener = Objects.requireNonNull(listener, "listener"));
    }

    /** Returns a copy in another time. */
    RunPolicy withClock(RunClock clock) {
        return with(values -> values.clock = clock);
    }

    private static void positive(String name, Duration time) {
        if (time.isZero() || time.isNegative()) {
            throw new IllegalArgumentException(name + ": " + time + " is not allowed, a positive time was expected");
        }
    }
}
