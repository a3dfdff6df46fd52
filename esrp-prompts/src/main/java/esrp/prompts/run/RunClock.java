package esrp.prompts.run;

import java.time.Duration;

/**
 * The time a run lives in. Results never depend on it; waits, deadlines and nothing else do. Tests bring their own and
 * need not wait.
 */
interface RunClock {
    /**
     * Time since an arbitrary moment.
     *
     * @return nanoseconds; differences are meaningful, values are not
     */
    long nanoTime();

    /**
     * Waits.
     *
     * @param time how long; nothing happens if it is not positive
     * @throws InterruptedException if the thread was interrupted
     */
    void sleep(Duration time) throws InterruptedException;

    /**
     * Does something later, on a thread of the clock's own, unless it is called off.
     *
     * @param time how much later
     * @param action what to do; short
     * @return the way to call it off
     */
    Alarm alarm(Duration time, Runnable action);

    /** Something that will happen unless it is called off. */
    @FunctionalInterface
    interface Alarm {
        /** Calls it off; too late is no error. */
        void cancel();
    }

    /**
     * The clock of the machine. Alarms come from the one timer thread that the platform keeps for all futures.
     *
     * @return the clock
     */
    static RunClock system() {
        return SystemClock.INSTANCE;
    }
}
