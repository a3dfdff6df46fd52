package esrp.stats.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplicatesTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 63, 64, 65, 127, 5000})
    void everyReplicateRunsOnce(int count) {
        ExecutorService pool = Executors.newFixedThreadPool(3);
        try {
            for (Executor executor : new Executor[] {Replicates.CALLER, pool, Runnable::run}) {
                AtomicIntegerArray runs = new AtomicIntegerArray(count);
                Replicates.run(count, executor, (from, to) -> {
                    for (int i = from; i < to; i++) {
                        runs.incrementAndGet(i);
                    }
                });
                for (int i = 0; i < count; i++) {
                    assertThat(runs.get(i)).isEqualTo(1);
                }
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void anExecutorThatNeverRunsAnythingDelaysNothing() {
        Deque<Runnable> parked = new ArrayDeque<>();
        int[] done = new int[1];
        Replicates.run(100, parked::add, (from, to) -> done[0] += to - from);
        assertThat(done[0]).isEqualTo(100);
        assertThat(parked).isNotEmpty();
        parked.forEach(Runnable::run);
        assertThat(done[0]).as("late tasks find nothing to do").isEqualTo(100);
    }

    @Test
    void anExecutorThatRefusesWorkIsReplacedByTheCaller() {
        int[] done = new int[1];
        Executor refusing = task -> {
            throw new RejectedExecutionException("full");
        };
        Replicates.run(100, refusing, (from, to) -> done[0] += to - from);
        assertThat(done[0]).isEqualTo(100);
    }

    @Test
    void worksInsideItsOwnSingleThreadExecutor() throws Exception {
        ExecutorService single = Executors.newSingleThreadExecutor();
        try {
            int total = single.submit(() -> {
                        int[] done = new int[1];
                        Replicates.run(100, single, (from, to) -> done[0] += to - from);
                        return done[0];
                    })
                    .get();
            assertThat(total).isEqualTo(100);
        } finally {
            single.shutdownNow();
        }
    }

    @Test
    void aFailureReachesTheCaller() {
        assertThatThrownBy(() -> Replicates.run(1000, Replicates.CALLER, (from, to) -> {
                    if (from >= 160) {
                        throw new IllegalStateException("at " + from);
                    }
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("at 160");
        assertThatThrownBy(() -> Replicates.run(10, Replicates.CALLER, (from, to) -> {
                    throw new AssertionError("stop");
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessage("stop");
    }

    @Test
    void anInterruptIsKeptAndTheResultComplete() {
        int[] done = new int[1];
        Thread.currentThread().interrupt();
        Replicates.run(64, Replicates.CALLER, (from, to) -> done[0] += to - from);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(done[0]).isEqualTo(64);
    }
}
