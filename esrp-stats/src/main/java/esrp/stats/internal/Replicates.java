package esrp.stats.internal;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

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

    /**
     * Runs every replicate once and returns when all are done.
     *
     * @throws RuntimeException whatever the earliest failing block threw
     */
    public static void run(int count, Executor executor, Block block) {
        int size = Math.max(1, (count + BLOCKS - 1) / BLOCKS);
        int blocks = (count + size - 1) / size;
        Work work = new Work(count, size, blocks, block);
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
        work.await();
    }

    private static final class Work implements Runnable {
        private final int count;
        private final int size;
        private final int blocks;
        private final Block block;
        private final AtomicInteger next = new AtomicInteger();
        private final CountDownLatch open;
        private final AtomicReference<@Nullable Failure> failure = new AtomicReference<>();

        Work(int count, int size, int blocks, Block block) {
            this.count = count;
            this.size = size;
            this.blocks = blocks;
            this.block = block;
            this.open = new CountDownLatch(blocks);
        }

        @Override
        public void run() {
            for (int b = next.getAndIncrement(); b < blocks; b = next.getAndIncrement()) {
                try {
                    if (failure.get() == null) {
                        block.run(b * size, (int) Math.min(count, (b + 1L) * size));
                    }
                } catch (RuntimeException | Error e) {
                    int at = b;
                    failure.accumulateAndGet(
                            new Failure(at, e), (old, now) -> old == null || now.block() < old.block() ? now : old);
                } finally {
                    open.countDown();
                }
            }
        }

        void await() {
            boolean interrupted = false;
            while (true) {
                try {
                    open.await();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            Failure first = failure.get();
            if (first != null) {
                if (first.cause() instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) first.cause();
            }
        }
    }

    private record Failure(int block, Throwable cause) {}
}
