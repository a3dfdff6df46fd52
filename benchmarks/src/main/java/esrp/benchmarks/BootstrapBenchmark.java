package esrp.benchmarks;

import esrp.stats.Accuracy;
import esrp.stats.Bootstrap;
import esrp.stats.Interval;
import esrp.stats.IntervalMethod;
import esrp.stats.WeightedKendallTau;
import it.unimi.dsi.law.stat.WeightedTau;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Bootstrap intervals, 5,000 resamples, one thread. {@code benchmarks/scipy_peer.py} times SciPy on the same data.
 *
 * <pre>java -jar benchmarks/target/benchmarks.jar BootstrapBenchmark</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class BootstrapBenchmark {
    private static final Bootstrap BOOTSTRAP = Bootstrap.withDefaults();
    private static final WeightedKendallTau TAU = WeightedKendallTau.withDefaults();

    private long[][] table = {};
    private double[] tauX = {};
    private double[] tauY = {};
    private double[] a = {};
    private double[] b = {};
    private double[] continuous = {};

    /** Makes the data: 64,800 pairs for tau, 21,600 for means. */
    @Setup
    public void setUp() {
        byte[][] pairs = BenchmarkData.likert(64_800);
        table = BenchmarkData.table(pairs);
        tauX = BenchmarkData.doubles(pairs[0]);
        tauY = BenchmarkData.doubles(pairs[1]);
        byte[][] fewer = BenchmarkData.likert(21_600);
        a = BenchmarkData.doubles(fewer[0]);
        b = BenchmarkData.doubles(fewer[1]);
        continuous = BenchmarkData.continuous(21_600)[0];
    }

    /** Weighted tau, percentile. */
    @Benchmark
    public Interval weightedTau() {
        return BOOTSTRAP.table(table, TAU::statistic);
    }

    /** Weighted tau, BCa. */
    @Benchmark
    public Interval weightedTauBca() {
        return BOOTSTRAP.with(IntervalMethod.BCA).table(table, TAU::statistic);
    }

    /** Weighted tau, studentized by a jackknife of each resample. */
    @Benchmark
    public Interval weightedTauStudentized() {
        return BOOTSTRAP.with(IntervalMethod.STUDENTIZED).table(table, TAU::statistic);
    }

    /** One weighted tau of the same data by LAW, without an interval. */
    @Benchmark
    public double oneWeightedTauLaw() {
        return WeightedTau.HYPERBOLIC.compute(tauX, tauY);
    }

    /** The paper's soft accuracy. */
    @Benchmark
    public Interval softAccuracy() {
        return BOOTSTRAP.table(table, Accuracy::soft);
    }

    /** The mean of 21,600 scores. */
    @Benchmark
    public Interval mean() {
        return BOOTSTRAP.mean(a);
    }

    /** One paired difference of means of 21,600 scores. */
    @Benchmark
    public Interval meanDifference() {
        return BOOTSTRAP.meanDifference(a, b);
    }

    /** The mean of 21,600 numbers that all differ: resampled one by one. */
    @Benchmark
    public Interval meanOfContinuous() {
        return BOOTSTRAP.mean(continuous);
    }
}
