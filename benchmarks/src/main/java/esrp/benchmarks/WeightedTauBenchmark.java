package esrp.benchmarks;

import esrp.stats.WeightedKendallTau;
import it.unimi.dsi.law.stat.WeightedTau;
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
 * Weighted tau against LAW 2.7.2, by the method's inventor, one thread:
 *
 * <pre>java -jar benchmarks/target/benchmarks.jar WeightedTauBenchmark</pre>
 *
 * <p>Every method returns the value, and {@link #setUp} refuses to measure if two disagree by more than 1e-12.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class WeightedTauBenchmark {
    private static final WeightedKendallTau TAU = WeightedKendallTau.withDefaults();
    private static final WeightedKendallTau PRODUCT = TAU.withAdditive(false);
    private static final WeightedTau LAW_PRODUCT = new WeightedTau(WeightedTau.HYPERBOLIC_WEIGHER, true);

    /** The number of pairs. */
    @Param({"10000", "1000000"})
    public int n;

    private byte[] byteX = {};
    private byte[] byteY = {};
    private int[] intX = {};
    private int[] intY = {};
    private double[] likertX = {};
    private double[] likertY = {};
    private double[] x = {};
    private double[] y = {};
    private long[][] table = {};

    /** Makes the data and compares all answers. */
    @Setup
    public void setUp() {
        byte[][] likert = BenchmarkData.likert(n);
        byteX = likert[0];
        byteY = likert[1];
        intX = BenchmarkData.ints(byteX);
        intY = BenchmarkData.ints(byteY);
        likertX = BenchmarkData.doubles(byteX);
        likertY = BenchmarkData.doubles(byteY);
        table = BenchmarkData.table(likert);
        double[][] continuous = BenchmarkData.continuous(n);
        x = continuous[0];
        y = continuous[1];
        same("Likert", likertLaw(), likertBytes(), likertInts(), likertDoubles(), likertTable());
        same("continuous", continuousLaw(), continuous());
        if (n <= 10_000) {
            same("continuous, product", continuousProductLaw(), continuousProduct());
        }
    }

    private void same(String data, double first, double... others) {
        System.out.println(data + ", n = " + n + ": " + first);
        for (double other : others) {
            if (!(Math.abs(other - first) <= 1e-12)) {
                throw new IllegalStateException(data + ": " + other + " differs from " + first);
            }
        }
    }

    /** Scores 1 to 5 in bytes. */
    @Benchmark
    public double likertBytes() {
        return TAU.statistic(byteX, byteY);
    }

    /** Scores 1 to 5 in ints. */
    @Benchmark
    public double likertInts() {
        return TAU.statistic(intX, intY);
    }

    /** Scores 1 to 5 in doubles. */
    @Benchmark
    public double likertDoubles() {
        return TAU.statistic(likertX, likertY);
    }

    /** Scores 1 to 5, counted before. */
    @Benchmark
    public double likertTable() {
        return TAU.statistic(table);
    }

    /** Scores 1 to 5 in doubles, by LAW. */
    @Benchmark
    public double likertLaw() {
        return WeightedTau.HYPERBOLIC.compute(likertX, likertY);
    }

    /** Doubles without ties. */
    @Benchmark
    public double continuous() {
        return TAU.statistic(x, y);
    }

    /** Doubles without ties, by LAW. */
    @Benchmark
    public double continuousLaw() {
        return WeightedTau.HYPERBOLIC.compute(x, y);
    }

    /** Doubles without ties, multiplicative weights. */
    @Benchmark
    public double continuousProduct() {
        return PRODUCT.statistic(x, y);
    }

    /** Doubles without ties, multiplicative weights, by LAW. */
    @Benchmark
    public double continuousProductLaw() {
        return LAW_PRODUCT.compute(x, y);
    }
}
