package esrp.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import esrp.stats.cluster.ClusteredEstimates;
import esrp.stats.cluster.ClusteredInference;
import esrp.stats.cluster.ClusteredMeans;
import esrp.stats.cluster.Comparisons;
import esrp.stats.cluster.PairwiseAgreement;
import esrp.stats.cluster.PairwiseAgreement.Pooling;
import esrp.stats.cluster.PredictionPowered;
import esrp.stats.design.VarianceComponents;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** The memory that the documentation states, measured as bytes allocated by the calling thread; prints the figures. */
class MemoryTest {
    private static final int N = 200_000;

    private static void check(String what, double perItem, double fixed, DoubleSupplier statistic) {
        check(what, N, perItem, fixed, statistic);
    }

    private static void check(String what, int n, double perItem, double fixed, DoubleSupplier statistic) {
        assumeTrue(ManagementFactory.getThreadMXBean() instanceof ThreadMXBean, "the JVM counts allocations");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long id = Thread.currentThread().getId();
        double warm = statistic.getAsDouble();
        long before = threads.getThreadAllocatedBytes(id);
        double value = statistic.getAsDouble();
        long bytes = threads.getThreadAllocatedBytes(id) - before;
        assertThat(value).isEqualTo(warm);
        System.out.println(String.format(
                Locale.ROOT, "%-36s %,11d bytes, %6.2f an item of %,d", what, bytes, (double) bytes / n, n));
        assertThat((double) bytes).as(what).isLessThan(perItem * n + fixed);
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
        check("weighted tau, byte[]", 0, 100_000, () -> tau.statistic(bytesX, bytesY));
        check("weighted tau, int[]", 0, 100_000, () -> tau.statistic(intsX, intsY));
        check("weighted tau, double[] of few levels", 0, 100_000, () -> tau.statistic(likertX, likertY));
        check("weighted tau, table", 0, 2000, () -> tau.statistic(table));
        // Beside two longs an item, which the call before has left.
        check("weighted tau, any double[]", 4, 1_000_000, () -> tau.sorted(x, y));
        check("weighted tau, any, tied", 44, 1_000_000, () -> tau.sorted(likertX, likertY));
        check(
                "weighted tau, any, product",
                64,
                1_000_000,
                () -> tau.withAdditive(false).sorted(x, y));
        check("tau-b, any double[]", 14, 1_000_000, () -> KendallTau.b(x, y));
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

    @Test
    void allocationsOfAgreementAreWhatTheDocumentationSays() {
        Random random = new Random(2);
        int units = N / 2;
        double[][] ratings = new double[2][units];
        double[][] byUnit = new double[units][2];
        byte[][] bytes = new byte[2][units];
        for (int u = 0; u < units; u++) {
            for (int r = 0; r < 2; r++) {
                int score = 1 + random.nextInt(5);
                ratings[r][u] = score;
                byUnit[u][r] = score;
                bytes[r][u] = (byte) (score - 1);
            }
        }
        double[] values = {1, 2, 3, 4, 5};
        check(
                "pair table and kappa",
                0,
                20_000,
                () -> PairTable.of(bytes[0], bytes[1], 5).cohenKappa(Weights.QUADRATIC));
        check("Krippendorff's alpha, ordinal", 42, 10000, () -> Agreement.krippendorffAlpha(ratings, Level.ORDINAL));
        check("Gwet's AC2", 0, 10000, () -> Agreement.gwetAc(ratings, values, Weights.QUADRATIC));
        check("ICC", 36, 10000, () -> Agreement.icc(byUnit, Icc.TWO_ONE));
        PairTable[][] tables = new PairTable[30][40];
        for (PairTable[] pair : tables) {
            for (int c = 0; c < pair.length; c++) {
                int from = random.nextInt(units - 100);
                pair[c] = PairTable.of(
                        Arrays.copyOfRange(bytes[0], from, from + 100),
                        Arrays.copyOfRange(bytes[1], from, from + 100),
                        5);
            }
        }
        check(
                "agreement of 30 pairs by 40 clusters",
                1200,
                0,
                600000,
                () -> PairwiseAgreement.of(tables).value(Pooling.MACRO, t -> t.cohenKappa(Weights.QUADRATIC)));
    }

    @Test
    void allocationsOfClusteredInferenceAreWhatTheDocumentationSays() {
        Random random = new Random(3);
        int clusters = 1000;
        int columns = 60;
        double[][] sums = new double[clusters][columns];
        double[][] counts = new double[clusters][columns];
        for (int g = 0; g < clusters; g++) {
            for (int k = 0; k < columns; k++) {
                counts[g][k] = 108;
                sums[g][k] = 108 * 3.9 + random.nextGaussian();
            }
        }
        check(
                "clustered means",
                clusters * columns,
                17,
                170000,
                () -> ClusteredMeans.of(sums, counts).mean(0));
        ClusteredMeans data = ClusteredMeans.of(sums, counts);
        ClusteredInference t = ClusteredInference.withDefaults();
        check(
                "t intervals of 60 columns",
                clusters * columns,
                0,
                2000000,
                () -> t.on(data).means().get(0).lower());
        check(
                "5,000 resamples of 1,000 clusters, replicates of 60 columns",
                5000 * columns,
                8,
                2 * 5_000_000 + 1_400_000,
                () -> t.with(IntervalMethod.PERCENTILE).on(data).mean(0).lower());
        ClusteredEstimates drawn = t.with(IntervalMethod.PERCENTILE).on(data);
        check(
                "one more difference",
                5000,
                16,
                20000,
                () -> drawn.difference(0, 1).lower());
        check(
                "BCa of one more difference",
                5000,
                16,
                40000,
                () -> drawn.with(IntervalMethod.BCA).difference(0, 1).lower());
        check(
                "studentized",
                5000,
                24,
                600000,
                () -> drawn.with(IntervalMethod.STUDENTIZED).difference(0, 1).lower());
        check(
                "comparisons of 6 columns",
                15,
                0,
                400000,
                () -> Comparisons.of(t.on(data), 0, 1, 2, 3, 4, 5).between(0, 1).pValue());
        double[] human = new double[N];
        double[] judge = new double[N];
        int[] cluster = new int[N];
        int[] other = new int[N];
        int[] third = new int[N];
        int[] fourth = new int[N];
        for (int i = 0; i < N; i++) {
            human[i] = 1 + random.nextInt(5);
            judge[i] = 1 + random.nextInt(5);
            cluster[i] = i % 20;
            other[i] = i / 20 % 60;
            third[i] = i / 1200 % 6;
            fourth[i] = 2 * cluster[i] + i / 7200 % 2;
        }
        check(
                "judged sample",
                20,
                10000,
                () -> PredictionPowered.Sample.random(human, judge, cluster, 20).items());
        PredictionPowered.Sample sample = PredictionPowered.Sample.random(human, judge, cluster, 20);
        check(
                "prediction-powered mean",
                0,
                30000,
                () -> PredictionPowered.withDefaults().mean(sample).lambda());
        check(
                "variance components",
                700,
                100000,
                () -> VarianceComponents.estimate(human, third, cluster, other, fourth)
                        .total());
    }
}
