package esrp.prompts.run;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The clock of the machine. Alarms come from the one timer thread that the platform keeps for all futures. */
enum SystemClock implements RunClock {
    INSTANCE;

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(TimeUnit.NANOSECONDS.convert(time));
    }

    @Override
    public Alarm alarm(Duration time, Runnable action) {
        CompletableFuture<Boolean> due = new CompletableFuture<>();
        CompletableFuture<Void> unused = due.completeOnTimeout(
                        true, TimeUnit.NANOSECONDS.convert(time), TimeUnit.NANOSECONDS)
                .thenAccept(fired -> {
                    if (fired) {
                        action.run();
                    }
                });
        return () -> due.complete(false);
    }
}
