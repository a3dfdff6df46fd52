package esrp.benchmarks;

import esrp.stats.Interval;
import esrp.stats.IntervalMethod;
import esrp.stats.cluster.ClusteredEstimates;
import esrp.stats.cluster.ClusteredInference;
import esrp.stats.cluster.ClusteredMeans;
import esrp.stats.design.LikertStudy;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A table of 6 candidates by 9 metrics and their average, from 129,600 ratings of 20 characters in 60 scenarios by 2 raters:
 * intervals of all 60 means and all 150 paired differences, 5,000 resamples, counting of the ratings included. One thread.
 *
 * <p>Peer: {@code python3 benchmarks/scipy_peer.py}, SciPy's {@code bootstrap} of <em>one</em> paired difference of
 * 21,600 pairs with 5,000 resamples.
 *
 * <pre>
 * mvn -q -pl benchmarks -am package -DskipTests
 * java -jar benchmarks/target/benchmarks.jar ClusteredIntervalsBenchmark
 * </pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ClusteredIntervalsBenchmark {
    private static final int CANDIDATES = 6;
    private static final int METRICS = 9;
    private static final int COLUMNS = METRICS + 1;
    private static final int CHARACTERS = 20;
    private static final int SCENARIOS = 60;
    private static final int RATERS = 2;

    /** How intervals are made. */
    @Param({"T", "PERCENTILE", "BCA", "STUDENTIZED"})
    public IntervalMethod method = IntervalMethod.T;

    /** Whether characters and scenarios are both resampled. */
    @Param({"CHARACTER", "CHARACTER_AND_SCENARIO"})
    public String unit = "CHARACTER";

    private byte[] levels = new byte[0];

    /** Made for JMH. */
    public ClusteredIntervalsBenchmark() {}

    /** Draws the ratings. */
    @Setup
    public void setUp() {
        double[][] means = new double[CANDIDATES][METRICS];
        for (double[] row : means) {
            Arrays.fill(row, 3.9);
        }
        LikertStudy.Sample sample = LikertStudy.withDefaults().withMeans(means).simulate(1);
        levels = sample.levels();
    }

    /** {@return all intervals of the table} */
    @Benchmark
    public double table() {
        ClusteredEstimates estimates =
                ClusteredInference.withDefaults().with(method).on(count());
        double width = 0;
        for (Interval mean : estimates.means()) {
            width += mean.width();
        }
        for (int a = 0; a < CANDIDATES; a++) {
            for (int b = a + 1; b < CANDIDATES; b++) {
                for (int k = 0; k < COLUMNS; k++) {
                    width += estimates
                            .difference(a * COLUMNS + k, b * COLUMNS + k)
                            .width();
                }
            }
        }
        return width;
    }

    private ClusteredMeans count() {
        boolean crossed = unit.equals("CHARACTER_AND_SCENARIO");
        int cells = crossed ? SCENARIOS : 1;
        double[][][] sums = new double[CHARACTERS][cells][CANDIDATES * COLUMNS];
        double[][][] counts = new double[CHARACTERS][cells][CANDIDATES * COLUMNS];
        int i = 0;
        for (int c = 0; c < CANDIDATES; c++) {
            for (int h = 0; h < CHARACTERS; h++) {
                for (int s = 0; s < SCENARIOS; s++) {
                    double[] sum = sums[h][crossed ? s : 0];
                    double[] count = counts[h][crossed ? s : 0];
                    for (int r = 0; r < RATERS; r++) {
                        for (int m = 0; m < METRICS; m++) {
                            int score = 1 + levels[i++];
                            sum[c * COLUMNS + m] += score;
                            count[c * COLUMNS + m]++;
                            sum[c * COLUMNS + METRICS] += score;
                            count[c * COLUMNS + METRICS]++;
                        }
                    }
                }
            }
        }
        if (crossed) {
            return ClusteredMeans.crossed(sums, counts);
        }
        return ClusteredMeans.of(
                Arrays.stream(sums).map(row -> row[0]).toArray(double[][]::new),
                Arrays.stream(counts).map(row -> row[0]).toArray(double[][]::new));
    }
}
