package esrp.prompts.run;

import java.time.Duration;
import java.time.Instant;

/**
 * The time a run lives in. Results never depend on it; waits, deadlines and nothing else do. Tests bring their own and
 * need not wait.
 */
interface RunClock {
    /** Nanoseconds since an arbitrary moment. */
    long nanoTime();

    /** What the calendar says, for people to read. */
    Instant now();

    /** Waits, unless the time is not positive. */
    void sleep(Duration time) throws InterruptedException;

    /** Does something short later, on a thread of the clock's own, unless it is called off. */
    Alarm alarm(Duration time, Runnable action);

    /** Something that will happen unless it is called off. */
    @FunctionalInterface
    interface Alarm {
        /** Too late is no error. */
        void cancel();
    }

    /** The clock of the machine. */
    static RunClock system() {
        return SystemClock.INSTANCE;
    }
}
