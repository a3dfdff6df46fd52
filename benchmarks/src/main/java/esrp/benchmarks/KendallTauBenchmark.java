package esrp.benchmarks;

import esrp.stats.KendallTau;
import java.util.concurrent.TimeUnit;
import org.apache.commons.math3.stat.correlation.KendallsCorrelation;
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
 * Tau-b against Commons Math 3.6.1 and Hipparchus 4.0.1, one thread:
 *
 * <pre>java -jar benchmarks/target/benchmarks.jar KendallTauBenchmark</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class KendallTauBenchmark {
    /** The number of pairs. */
    @Param("1000000")
    public int n;

    private double[] likertX = {};
    private double[] likertY = {};
    private double[] x = {};
    private double[] y = {};

    /** Makes the data and compares all answers. */
    @Setup
    public void setUp() {
        byte[][] likert = BenchmarkData.likert(n);
        likertX = BenchmarkData.doubles(likert[0]);
        likertY = BenchmarkData.doubles(likert[1]);
        double[][] continuous = BenchmarkData.continuous(n);
        x = continuous[0];
        y = continuous[1];
        same(likert(), likertCommonsMath(), likertHipparchus());
        same(continuous(), continuousCommonsMath(), continuousHipparchus());
    }

    private static void same(double first, double... others) {
        for (double other : others) {
            if (!(Math.abs(other - first) <= 1e-12)) {
                throw new IllegalStateException(other + " differs from " + first);
            }
        }
    }

    /** Scores 1 to 5. */
    @Benchmark
    public double likert() {
        return KendallTau.b(likertX, likertY);
    }

    /** Scores 1 to 5, Commons Math. */
    @Benchmark
    public double likertCommonsMath() {
        return new KendallsCorrelation().correlation(likertX, likertY);
    }

    /** Scores 1 to 5, Hipparchus. */
    @Benchmark
    public double likertHipparchus() {
        return new org.hipparchus.stat.correlation.KendallsCorrelation().correlation(likertX, likertY);
    }

    /** Doubles without ties. */
    @Benchmark
    public double continuous() {
        return KendallTau.b(x, y);
    }

    /** Doubles without ties, Commons Math. */
    @Benchmark
    public double continuousCommonsMath() {
        return new KendallsCorrelation().correlation(x, y);
    }

    /** Doubles without ties, Hipparchus. */
    @Benchmark
    public double continuousHipparchus() {
        return new org.hipparchus.stat.correlation.KendallsCorrelation().correlation(x, y);
    }
}
