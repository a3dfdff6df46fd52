package esrp.stats.internal;

import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Phaser;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs replicates in blocks on an executor that the caller brings. The calling thread works too and waits only for
 * blocks that have begun, so that an executor which is busy, has one thread, is the one we run on, or refuses work
 * delays nothing. Replicates must draw from their own {@link RandomStream}, so the result is the same for any executor.
 */
public final class Replicates {
    /** Does everything in the calling thread. */
    public static final Executor CALLER = Runnable::run;

    private static final int BLOCKS = 64;

    private Replicates() {}

    /** Computes replicates {@code from} to {@code to - 1}; allocates its own scratch. */
    @FunctionalInterface
    public interface Block {
        void run(int from, int to);
    }

    /** Runs both halves of so many items, or all at once in the calling thread alone. */
    static void halves(int count, Executor executor, Block block) {
        if (executor == CALLER) {
            block.run(0, count);
        } else {
            int half = count / 2;
            run(2, executor, (from, to) -> block.run(from * half, to == 2 ? count : half));
        }
    }

    /**
     * Runs every replicate once and returns when all are done.
     *
     * @throws RuntimeException whatever the earliest failing block threw
     */
    public static void run(int count, Executor executor, Block block) {
        int size = Math.max(1, (count + BLOCKS - 1) / BLOCKS);
        int blocks = (count + size - 1) / size;
        AtomicInteger next = new AtomicInteger();
        Phaser open = new Phaser(blocks + 1);
        ConcurrentSkipListMap<Integer, Throwable> failures = new ConcurrentSkipListMap<>();
        Runnable work = () -> {
            for (int b = next.getAndIncrement(); b < blocks; b = next.getAndIncrement()) {
                try {
                    if (failures.isEmpty()) {
                        block.run(b * size, (int) Math.min(count, (b + 1L) * size));
                    }
                } catch (RuntimeException | Error e) {
                    failures.put(b, e);
                } finally {
                    open.arrive();
                }
            }
        };
        int helpers = executor == CALLER
                ? 0
                : Math.min(blocks - 1, Runtime.getRuntime().availableProcessors());
        try {
            for (int i = 0; i < helpers; i++) {
                executor.execute(work);
            }
        } catch (RejectedExecutionException e) {
            // The calling thread does what the executor does not.
        }
        work.run();
        open.arriveAndAwaitAdvance();
        if (!failures.isEmpty()) {
            Throwable first = failures.firstEntry().getValue();
            if (first instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) first;
        }
    }
}
