package esrp.prompts.run;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How a run asks: how much at once, how often, how long, how much it may spend. It owns all retries; clients must have
 * theirs switched off.
 *
 * @param concurrency the most calls under way at once; at least 1. Under rate limits a model gets fewer: half as many
 *     after each refusal, one more after each round of successes
 * @param tries the most calls for one question; at least 1
 * @param firstWait the wait before the second call; positive
 * @param longestWait the wait that doubling stops at; more than {@code firstWait}. A service that asks for a longer one
 *     gets it
 * @param jitter the part of each wait that is random, so that calls which failed together do not return together; in
 *     [0, 1]
 * @param callTimeout how long one call may take; positive
 * @param deadline how long the run may take, from its opening; empty is no limit
 * @param budget what the run may spend
 * @param prices price by model id
 * @param durability when an answer counts as written
 * @param listener hears what happens
 * @param clock the time the run lives in
 */
public record RunPolicy(
        int concurrency,
        int tries,
        Duration firstWait,
        Duration longestWait,
        double jitter,
        Duration callTimeout,
        Optional<Duration> deadline,
        Budget budget,
        Map<String, Price> prices,
        Durability durability,
        RunListener listener,
        RunClock clock) {
    private static final RunPolicy DEFAULTS = new RunPolicy(
            16,
            6,
            Duration.ofMillis(500),
            Duration.ofSeconds(60),
            0.25,
            Duration.ofMinutes(2),
            Optional.empty(),
            Budget.unlimited(),
            Map.of(),
            Durability.FORCED,
            RunListener.silent(),
            RunClock.system());

    /**
     * Validates and copies.
     *
     * @param concurrency the most calls under way at once; at least 1. Under rate limits a model gets fewer: half as many
     *     after each refusal, one more after each round of successes
     * @param tries the most calls for one question; at least 1
     * @param firstWait the wait before the second call; positive
     * @param longestWait the wait that doubling stops at; more than {@code firstWait}. A service that asks for a longer one
     *     gets it
     * @param jitter the part of each wait that is random, so that calls which failed together do not return together; in
     *     [0, 1]
     * @param callTimeout how long one call may take; positive
     * @param deadline how long the run may take, from its opening; empty is no limit
     * @param budget what the run may spend
     * @param prices price by model id
     * @param durability when an answer counts as written
     * @param listener hears what happens
     * @param clock the time the run lives in
     */
    public RunPolicy {
        if (concurrency < 1) {
            throw new IllegalArgumentException(
                    "concurrency: " + concurrency + " is not allowed, at least 1 was expected");
        }
        if (tries < 1) {
            throw new IllegalArgumentException("tries: " + tries + " is not allowed, at least 1 was expected");
        }
        positive("firstWait", firstWait);
        if (longestWait.compareTo(firstWait) <= 0) {
            throw new IllegalArgumentException("longestWait: " + longestWait + " is not allowed, more than firstWait "
                    + firstWait + " was expected");
        }
        if (!(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("jitter: " + jitter + " is outside [0, 1]");
        }
        positive("callTimeout", callTimeout);
        deadline.ifPresent(time -> positive("deadline", time));
        Objects.requireNonNull(budget, "budget");
        prices = Collections.unmodifiableMap(new LinkedHashMap<>(prices));
        Objects.requireNonNull(durability, "durability");
        Objects.requireNonNull(listener, "listener");
        Objects.requireNonNull(clock, "clock");
    }

    private static void positive(String name, Duration time) {
        if (time.isZero() || time.isNegative()) {
            throw new IllegalArgumentException(name + ": " + time + " is not allowed, a positive time was expected");
        }
    }

    /**
     * 16 calls at once, 6 tries with waits from 0.5 s to 60 s and a quarter of them random, 2 minutes a call, no
     * deadline, no budget, forced to disk.
     *
     * @return the policy
     */
    public static RunPolicy withDefaults() {
        return DEFAULTS;
    }

    /**
     * The same policy with another bound of calls at once.
     *
     * @param most the most calls under way; at least 1
     * @return a copy
     */
    public RunPolicy withConcurrency(int most) {
        return new RunPolicy(
                most,
                tries,
                firstWait,
                longestWait,
                jitter,
                callTimeout,
                deadline,
                budget,
                prices,
                durability,
                listener,
                clock);
    }

    /**
     * The same policy with another number of tries.
     *
     * @param most the most calls for one question; at least 1
     * @return a copy
     */
    public RunPolicy withTries(int most) {
        return new RunPolicy(
                concurrency,
                most,
                firstWait,
                longestWait,
                jitter,
                callTimeout,
                deadline,
                budget,
                prices,
                durability,
                listener,
                clock);
    }

    /**
     * The same policy with other waits between tries.
     *
     * @param first the wait before the second call; positive
     * @param longest the wait that doubling stops at; more than {@code first}
     * @return a copy
     */
    public RunPolicy withWaits(Duration first, Duration longest) {
        return new RunPolicy(
                concurrency,
                tries,
                first,
                longest,
                jitter,
                callTimeout,
                deadline,
                budget,
                prices,
                durability,
                listener,
                clock);
    }

    /**
     * The same policy with another random part of waits.
     *
     * @param part in [0, 1]
     * @return a copy
     */
    public RunPolicy withJitter(double part) {
        return new RunPolicy(
                concurrency,
                tries,
                firstWait,
                longestWait,
                part,
                callTimeout,
                deadline,
                budget,
                prices,
                durability,
                listener,
                clock);
    }

    /**
     * The same policy with another time for one call.
     *
     * @param time how long one call may take; positive
     * @return a copy
     */
    public RunPolicy withCallTimeout(Duration time) {
        return new RunPolicy(
                concurrency,
                tries,
                firstWait,
                longestWait,
                jitter,
                time,
                deadline,
                budget,
                prices,
                durability,
                listener,
                clock);
    }

    /**
     * The same policy with a time for the whole run.
     *
     * @param time how long the run may take from its opening; positive
     * @return a copy
     */
    public RunPolicy withDeadline(Duration time) {
        return new RunPolicy(
                concurrency,
                tries,
                firstWait,
                longestWait,
                jitter,
                callTimeout,
                Optional.of(time),
                budget,
                prices,
                durability,
                listener,
                clock);
    }

    /**
     * The same policy with a budget.
     *
     * @param limits what the run may spend
     * @return a copy
     */
    public RunPolicy withBudget(Budget limits) {
        return new RunPolicy(
                concurrency,
                tries,
                firstWait,
                longestWait,
                jitter,
                callTimeout,
                deadline,
                limits,
                prices,
                durability,
                listener,
                clock);
    }

    /**
     * The same policy with the price of one more model.
     *
     * @param model id of the model
     * @param price what it costs
     * @return a copy
     */
    public RunPolicy withPrice(String model, Price price) {
        Map<String, Price> copy = new LinkedHashMap<>(prices);
        copy.put(Objects.requireNonNull(model, "model"), Objects.requireNonNull(price, "price"));
        return new RunPolicy(
                concurrency,
                tries,
                firstWait,
                longestWait,
                jitter,
                callTimeout,
                deadline,
                budget,
                copy,
                durability,
                listener,
                clock);
    }

    /**
     * The same policy with another durability.
     *
     * @param when when an answer counts as written
     * @return a copy
     */
    public RunPolicy withDurability(Durability when) {
        return new RunPolicy(
                concurrency,
                tries,
                firstWait,
                longestWait,
                jitter,
                callTimeout,
                deadline,
                budget,
                prices,
                when,
                listener,
                clock);
    }

    /**
     * The same policy with a listener.
     *
     * @param other hears what happens
     * @return a copy
     */
    public RunPolicy withListener(RunListener other) {
        return new RunPolicy(
                concurrency,
                tries,
                firstWait,
                longestWait,
                jitter,
                callTimeout,
                deadline,
                budget,
                prices,
                durability,
                other,
                clock);
    }

    /**
     * The same policy in another time.
     *
     * @param other the clock
     * @return a copy
     */
    public RunPolicy withClock(RunClock other) {
        return new RunPolicy(
                concurrency,
                tries,
                firstWait,
                longestWait,
                jitter,
                callTimeout,
                deadline,
                budget,
                prices,
                durability,
                listener,
                other);
    }
}
