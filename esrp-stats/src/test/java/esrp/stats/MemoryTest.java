package esrp.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** The memory that the documentation states, measured as bytes allocated by the calling thread; prints the figures. */
class MemoryTest {
    private static final int N = 200_000;

    private static void check(String what, double perItem, double fixed, DoubleSupplier statistic) {
        assumeTrue(ManagementFactory.getThreadMXBean() instanceof ThreadMXBean, "the JVM counts allocations");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long id = Thread.currentThread().getId();
        double warm = statistic.getAsDouble();
        long before = threads.getThreadAllocatedBytes(id);
        double value = statistic.getAsDouble();
        long bytes = threads.getThreadAllocatedBytes(id) - before;
        assertThat(value).isEqualTo(warm);
        System.out.println(String.format(
                Locale.ROOT, "%-36s %,11d bytes, %6.2f an item of %,d", what, bytes, (double) bytes / N, N));
        assertThat((double) bytes).as(what).isLessThan(perItem * N + fixed);
    }

    @Test
    void allocationsAreWhatTheDocumentationSays() {
        Random random = new Random(1);
        double[] x = random.doubles(N).toArray();
        double[] y = random.doubles(N).toArray();
        byte[] bytesX = new byte[N];
        byte[] bytesY = new byte[N];
        int[] intsX = new int[N];
        int[] intsY = new int[N];
        double[] likertX = new double[N];
        double[] likertY = new double[N];
        for (int i = 0; i < N; i++) {
            intsX[i] = 1 + random.nextInt(5);
            intsY[i] = 1 + random.nextInt(5);
            bytesX[i] = (byte) intsX[i];
            bytesY[i] = (byte) intsY[i];
            likertX[i] = intsX[i];
            likertY[i] = intsY[i];
        }
        long[][] table = Tables.count(likertX, likertY);
        WeightedKendallTau tau = WeightedKendallTau.withDefaults();
        WeightedKendallTau sort = tau.with(WeightedKendallTau.Path.SORT);
        check("weighted tau, byte[]", 0, 100_000, () -> tau.statistic(bytesX, bytesY));
        check("weighted tau, int[]", 0, 100_000, () -> tau.statistic(intsX, intsY));
        check("weighted tau, double[] of few levels", 0, 100_000, () -> tau.statistic(likertX, likertY));
        check("weighted tau, table", 0, 2000, () -> tau.statistic(table));
        check("weighted tau, any double[]", 46, 1_000_000, () -> sort.statistic(x, y));
        check("weighted tau, any, tied", 52, 1_000_000, () -> sort.statistic(likertX, likertY));
        check(
                "weighted tau, any, product",
                90,
                1_000_000,
                () -> sort.withAdditive(false).statistic(x, y));
        check("tau-b, any double[]", 30, 1_000_000, () -> KendallTau.b(x, y));
        check("tau-b, double[] of few levels", 0, 100_000, () -> KendallTau.b(likertX, likertY));
        check("accuracy, int[]", 0, 500, () -> Accuracy.exact(intsX, intsY));
        Bootstrap bootstrap = Bootstrap.withDefaults();
        check(
                "bootstrap mean of scores",
                0,
                600_000,
                () -> bootstrap.mean(likertX).lower());
        check(
                "bootstrap weighted tau of a table",
                0,
                12_000_000,
                () -> bootstrap.table(table, tau::statistic).lower());
        ToDoubleFunction<int[]> first = indices -> indices[0];
        check(
                "bootstrap of indices, 20 resamples",
                4 * 20 + 4,
                600_000,
                () -> bootstrap.withResamples(20).interval(N, first).lower());
    }
}
