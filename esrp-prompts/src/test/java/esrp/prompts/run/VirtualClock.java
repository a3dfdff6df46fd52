package esrp.prompts.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Time that passes only when somebody sleeps, and then at once. Sleeps at the same time overlap. An alarm rings when
 * the thread that set it sleeps past it, and ends that sleep if it interrupts the thread.
 */
final class VirtualClock implements RunClock {
    private final List<Due> alarms = new ArrayList<>();
    private final List<Duration> slept = new ArrayList<>();
    private volatile Instant date = Instant.parse("2026-11-23T06:00:00Z");
    private long now = Long.MAX_VALUE - 1_000_000_000L; // Overflows after a second, as any nanoTime may.

    private record Due(Thread owner, long at, Runnable action) {}

    @Override
    public synchronized long nanoTime() {
        return now;
    }

    @Override
    public Instant now() {
        return date;
    }

    /** Sets the calendar, which no sleep moves. */
    void date(Instant today) {
        date = today;
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
        Optional<Due> ringing;
        synchronized (this) {
            slept.add(time);
            long start = now;
            ringing = alarms.stream()
                    .filter(due -> due.owner() == Thread.currentThread() && due.at() - start <= time.toNanos())
                    .min(Comparator.comparingLong(due -> due.at() - start));
            ringing.ifPresent(alarms::remove);
            now = start + Math.max(0, ringing.map(due -> due.at() - start).orElse(time.toNanos()));
        }
        ringing.ifPresent(due -> due.action().run());
        if (Thread.interrupted()) {
            throw new InterruptedException("woken");
        }
    }

    @Override
    public synchronized Alarm alarm(Duration time, Runnable action) {
        Due due = new Due(Thread.currentThread(), now + TimeUnit.NANOSECONDS.convert(time), action);
        alarms.add(due);
        return () -> {
            synchronized (this) {
                alarms.remove(due);
            }
        };
    }

    /** All sleeps so far. */
    synchronized List<Duration> slept() {
        return List.copyOf(slept);
    }
}
