package esrp.benchmarks;

import esrp.core.ChatAnime;
import esrp.core.ResponseBatch;
import esrp.metrics.diversity.Diversity;
import esrp.metrics.diversity.Diversity.Truncation;
import esrp.metrics.diversity.DiversityMeasure;
import esrp.metrics.diversity.DiversityReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The diversity suite. {@link Published} needs the published replies:
 *
 * <pre>java -Desrp.chatanime=DIRECTORY -jar benchmarks/target/benchmarks.jar DiversityBenchmark -prof gc</pre>
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 4, time = 3)
public class DiversityBenchmark {
    /** All 26,400 published replies in 2,640 batches of ten. */
    @State(Scope.Benchmark)
    public static class Published {
        List<ResponseBatch> batches = List.of();

        /** Reads the files. */
        @Setup(Level.Trial)
        public void read() {
            batches = ChatAnime.read(Path.of(System.getProperty("esrp.chatanime", "../shared/chatanime")))
                    .batches(10);
        }
    }

    /** One batch of random replies of 100 characters out of 1,000, the frequent ones more often. */
    @State(Scope.Benchmark)
    public static class Pairs {
        /** Replies of the batch. */
        @Param({"10", "100", "1000"})
        int replies;

        /** Measure. */
        @Param({"hom_rougeL", "jac2", "selfbleu4", "vendi12"})
        String measure = "";

        Diversity diversity = Diversity.withDefaults();
        List<String> batch = List.of();

        /** Makes the replies. */
        @Setup(Level.Trial)
        public void make() {
            batch = randomReplies(replies).toList();
            diversity = Diversity.withDefaults()
                    .withMeasures(DiversityMeasure.of(measure))
                    .withTruncations(Truncation.NONE);
        }
    }

    /** What the peers of two measures get: token ids, and a kernel of as many rows. */
    @State(Scope.Benchmark)
    public static class Plain {
        /** Replies of the batch. */
        @Param({"10", "100", "1000"})
        int replies;

        int[][] tokens = {};
        double[][] kernel = {};

        /** Makes both. */
        @Setup(Level.Trial)
        public void make() {
            tokens = randomReplies(replies)
                    .map(reply -> reply.codePoints().toArray())
                    .toArray(int[][]::new);
            Random random = new Random(8);
            kernel = new double[replies][replies];
            for (int i = 0; i < replies; i++) {
                kernel[i][i] = 1;
                for (int j = 0; j < i; j++) {
                    kernel[i][j] = 0.3 * random.nextDouble();
                    kernel[j][i] = kernel[i][j];
                }
            }
        }
    }

    private static Stream<String> randomReplies(int replies) {
        Random random = new Random(7);
        return IntStream.range(0, replies)
                .mapToObj(i -> IntStream.range(0, 100)
                        .map(j -> 0x4E00 + (int) (1000 * Math.pow(random.nextDouble(), 3)))
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString());
    }

    /** 29 measures in both forms, one thread. */
    @Benchmark
    public DiversityReport allPublishedRepliesOneThread(Published data) {
        return Diversity.withDefaults().report(data.batches);
    }

    /** 29 measures in both forms on the common pool. */
    @Benchmark
    public DiversityReport allPublishedRepliesCommonPool(Published data) {
        return Diversity.withDefaults().report(data.batches, ForkJoinPool.commonPool());
    }

    /** The plain O(a b) table in place of hom_rougeL's bit-parallel one: the same value, slowly. */
    @Benchmark
    public double plainTableRougeL(Plain plain) {
        double sum = 0;
        for (int i = 0; i < plain.tokens.length; i++) {
            for (int j = 0; j < i; j++) {
                int[] a = plain.tokens[i];
                int[] b = plain.tokens[j];
                int[] row = new int[b.length + 1];
                for (int token : a) {
                    int diagonal = 0;
                    for (int k = 1; k <= b.length; k++) {
                        int above = row[k];
                        row[k] = token == b[k - 1] ? diagonal + 1 : Math.max(above, row[k - 1]);
                        diagonal = above;
                    }
                }
                sum += 2.0 * row[b.length] / (a.length + b.length);
            }
        }
        return sum * 2 / ((double) plain.tokens.length * (plain.tokens.length - 1));
    }

    /** The eigenvalues of a symmetric matrix by Commons Math 3, vectors included: it has no other way. */
    @Benchmark
    public double[] commonsMathEigenvalues(Plain plain) {
        return new EigenDecomposition(new Array2DRowRealMatrix(plain.kernel, false)).getRealEigenvalues();
    }

    /** One measure of one batch. */
    @Benchmark
    public double oneMeasure(Pairs pairs) {
        return pairs.diversity.of(pairs.batch).value(pairs.diversity.measures().get(0), Truncation.NONE);
    }
}
