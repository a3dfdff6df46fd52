package esrp.stats;

import com.google.common.testing.NullPointerTester;
import java.util.concurrent.Executor;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Public methods answer null with a NullPointerException. */
class CoreStatisticsNullContractTest {
    private static NullPointerTester tester() {
        return new NullPointerTester()
                .setDefault(int.class, 1)
                .setDefault(double.class, 0.5)
                .setDefault(double[].class, new double[] {1, 2})
                .setDefault(int[].class, new int[] {1, 2})
                .setDefault(byte[].class, new byte[] {1, 2})
                .setDefault(long[].class, new long[] {1, 2})
                .setDefault(long[][].class, new long[][] {{1, 2}, {3, 4}})
                .setDefault(double[][].class, new double[][] {{1, 2}})
                .setDefault(Weigher.class, Weigher.hyperbolic())
                .setDefault(Ranking.class, Ranking.lexicographic())
                .setDefault(Executor.class, Runnable::run)
                .setDefault(ToDoubleFunction.class, any -> 0);
    }

    @Test
    void weightedTau() {
        tester().testAllPublicInstanceMethods(WeightedKendallTau.withDefaults());
        tester().testAllPublicStaticMethods(WeightedKendallTau.class);
        tester().testAllPublicStaticMethods(Weigher.class);
        tester().testAllPublicStaticMethods(Ranking.class);
    }

    @Test
    void kendallTau() {
        tester().testAllPublicStaticMethods(KendallTau.class);
        tester().testAllPublicInstanceMethods(KendallTau.of(new double[] {1, 2}, new double[] {2, 1}));
    }

    @Test
    void accuracy() {
        tester().testAllPublicStaticMethods(Accuracy.class);
    }

    @Test
    void bootstrap() {
        tester().testAllPublicStaticMethods(Bootstrap.class);
        tester().testAllPublicInstanceMethods(Bootstrap.withDefaults().withResamples(10));
    }
}
