package esrp.stats;

import com.google.common.testing.NullPointerTester;
import esrp.stats.cluster.ClusteredEstimates;
import esrp.stats.cluster.ClusteredInference;
import esrp.stats.cluster.ClusteredMeans;
import esrp.stats.cluster.Comparisons;
import esrp.stats.cluster.PairwiseAgreement;
import esrp.stats.cluster.PredictionPowered;
import esrp.stats.design.LikertStudy;
import esrp.stats.design.StudyPlanner;
import esrp.stats.design.StudyPlanner.StudySize;
import esrp.stats.design.VarianceComponents;
import esrp.stats.design.VarianceComponents.Effect;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Public methods answer null with a NullPointerException. */
class InferenceNullContractTest {
    private static final ClusteredMeans DATA =
            ClusteredMeans.of(new double[][] {{1, 2}, {2, 4}}, new double[][] {{1, 1}, {1, 1}});
    private static final VarianceComponents COMPONENTS = VarianceComponents.of(Map.of(Effect.RESIDUAL, 1.0));
    private static final PredictionPowered.Sample JUDGED =
            PredictionPowered.Sample.random(new double[] {1, 2}, new double[] {1, 2});
    private static final PairTable TABLE = PairTable.of(new long[][] {{1, 2}, {3, 4}});

    private static NullPointerTester tester() {
        return new NullPointerTester()
                .setDefault(int.class, 1)
                .setDefault(double.class, 0.5)
                .setDefault(double[].class, new double[] {1, 2})
                .setDefault(int[].class, new int[] {0, 1})
                .setDefault(byte[].class, new byte[] {0, 0})
                .setDefault(long[][].class, new long[][] {{1, 2}, {3, 4}})
                .setDefault(double[][].class, new double[][] {{1, 2}, {2, 1}})
                .setDefault(double[][][].class, new double[][][] {{{1, 2}}, {{2, 1}}})
                .setDefault(PairTable[][].class, new PairTable[][] {{TABLE}})
                .setDefault(PairTable.class, TABLE)
                .setDefault(ClusteredMeans.class, DATA)
                .setDefault(ClusteredInference.class, ClusteredInference.withDefaults())
                .setDefault(
                        ClusteredEstimates.class,
                        ClusteredInference.withDefaults().on(DATA))
                .setDefault(Estimate.class, Estimate.of(1, 1, 3))
                .setDefault(Interval.class, Estimate.of(1, 1, 3).interval(0.9))
                .setDefault(VarianceComponents.class, COMPONENTS)
                .setDefault(StudySize.class, new StudySize(2, 2, 2, 1))
                .setDefault(PredictionPowered.Sample.class, JUDGED)
                .setDefault(Executor.class, Runnable::run)
                .setDefault(ToDoubleFunction.class, any -> 0);
    }

    @Test
    void agreement() {
        tester().testAllPublicStaticMethods(Agreement.class);
        tester().testAllPublicStaticMethods(PairTable.class);
        tester().testAllPublicInstanceMethods(TABLE);
        tester().testAllPublicStaticMethods(PairwiseAgreement.class);
        tester().testAllPublicInstanceMethods(PairwiseAgreement.of(new PairTable[][] {{TABLE}, {TABLE}}));
    }

    @Test
    void clusters() {
        tester().testAllPublicStaticMethods(ClusteredMeans.class);
        tester().testAllPublicInstanceMethods(ClusteredInference.withDefaults().withResamples(10));
        tester().testAllPublicInstanceMethods(ClusteredInference.withDefaults().on(DATA));
        tester().testAllPublicStaticMethods(Comparisons.class);
        tester().testAllPublicInstanceMethods(
                        Comparisons.of(ClusteredInference.withDefaults().on(DATA), 0, 1));
        tester().testAllPublicStaticMethods(MarginTest.class);
        tester().testAllPublicStaticMethods(Interval.class);
    }

    @Test
    void studies() {
        tester().testAllPublicInstanceMethods(LikertStudy.withDefaults());
        tester().testAllPublicStaticMethods(VarianceComponents.class);
        tester().testAllPublicInstanceMethods(COMPONENTS);
        tester().testAllPublicStaticMethods(StudyPlanner.class);
        tester().testAllPublicInstanceMethods(StudyPlanner.of(COMPONENTS));
    }

    @Test
    void predictionPowered() {
        tester().testAllPublicStaticMethods(PredictionPowered.Sample.class);
        tester().testAllPublicInstanceMethods(PredictionPowered.withDefaults());
    }
}
