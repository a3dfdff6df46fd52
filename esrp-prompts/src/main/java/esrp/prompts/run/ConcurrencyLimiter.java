package esrp.prompts.run;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many calls of one model may be under way: additive increase after successes, multiplicative decrease after rate
 * limits, and a pause for as long as the service asked for.
 */
final class ConcurrencyLimiter {
    /** How a call ended, as far as the limit is concerned. */
    enum Ending {
        SUCCESS,
        RATE_LIMITED,
        OTHER
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition freed = lock.newCondition();
    private final RunClock clock;
    private final int most;
    private double limit;
    private int underWay;
    /** Counts decreases: calls that began before one do not cause another. */
    private long epoch;

    private long pauseEnd;
    private boolean paused;

    ConcurrencyLimiter(int most, RunClock clock) {
        this.most = most;
        this.limit = most;
        this.clock = clock;
    }

    /** Waits for a place and takes it. Returns the epoch, to be handed back to {@link #leave}. */
    long enter() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (underWay >= (int) limit) {
                freed.await();
            }
            underWay++;
            return epoch;
        } finally {
            lock.unlock();
        }
    }

    /** How long a call must still be held back. */
    Duration pause() {
        lock.lock();
        try {
            if (!paused) {
                return Duration.ZERO;
            }
            long left = pauseEnd - clock.nanoTime();
            if (left <= 0) {
                paused = false;
                return Duration.ZERO;
            }
            return Duration.ofNanos(left);
        } finally {
            lock.unlock();
        }
    }

    /** Gives the place back. Returns the new limit if it changed to another whole number, else -1. */
    @CanIgnoreReturnValue
    int leave(long entered, Ending ending, Duration retryAfter) {
        lock.lock();
        try {
            underWay--;
            int before = (int) limit;
            if (ending == Ending.SUCCESS) {
                limit = Math.min(most, limit + 1 / limit);
            } else if (ending == Ending.RATE_LIMITED && entered == epoch) {
                limit = Math.max(1, limit / 2);
                epoch++;
            }
            if (!retryAfter.isZero()) {
                long until = clock.nanoTime() + TimeUnit.NANOSECONDS.convert(retryAfter);
                if (!paused || until - pauseEnd > 0) {
                    pauseEnd = until;
                    paused = true;
                }
            }
            freed.signalAll();
            return (int) limit == before ? -1 : (int) limit;
        } finally {
            lock.unlock();
        }
    }

    int limit() {
        lock.lock();
        try {
            return (int) limit;
        } finally {
            lock.unlock();
        }
    }
}
