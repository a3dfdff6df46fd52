package esrp.benchmarks;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import esrp.core.Metric;
import esrp.core.Ratings;
import esrp.metrics.Comparison;
import esrp.metrics.Leaderboard;
import esrp.metrics.RaterAgreement;
import esrp.metrics.Rubric;
import esrp.metrics.SimulatedStudy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a release check does with a study as large as the paper's: reading 132,480 ratings, the leaderboard, all comparisons, the
 * agreement of the raters. One thread. Peer for reading: Jackson's CSV module alone, every row as a map and a mean for each
 * candidate.
 *
 * <pre>java -jar benchmarks/target/benchmarks.jar StudyBenchmark</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class StudyBenchmark {
    /** A CSV file of ratings. */
    @State(Scope.Benchmark)
    public static class File {
        Path folder = Path.of("");
        Path file = Path.of("");

        /** Made for JMH. */
        public File() {}

        /**
         * Writes the file.
         *
         * @throws IOException if that fails
         */
        @Setup(Level.Trial)
        public void write() throws IOException {
            folder = Files.createTempDirectory("esrp-benchmark");
            file = folder.resolve("ratings.csv");
            ratings().write(file);
        }

        /**
         * Removes the file.
         *
         * @throws IOException if that fails
         */
        @TearDown(Level.Trial)
        public void remove() throws IOException {
            Files.delete(file);
            Files.delete(folder);
        }
    }

    /** Two raters for each of many characters, and 40 ratings: the agreement of many raters. */
    @State(Scope.Benchmark)
    public static class ManyRaters {
        /** How many characters: twice as many raters. */
        @Param({"50", "100", "200", "400", "50000"})
        public int characters = 50;

        Ratings ratings = Ratings.of(List.of());

        /** Made for JMH. */
        public ManyRaters() {}

        /** Draws the ratings. */
        @Setup(Level.Trial)
        public void draw() {
            Random random = new Random(1);
            Ratings.Builder builder = Ratings.builder(Metric.esrp());
            for (int c = 0; c < characters; c++) {
                for (int thing = 0; thing < 20; thing++) {
                    int quality = random.nextInt(4);
                    for (int r = 0; r < 2; r++) {
                        int score = 1 + quality + random.nextInt(2);
                        builder.add("m" + thing % 2, "c" + c, "s" + thing, "fluency", "r" + c + "-" + r, score);
                    }
                }
            }
            ratings = builder.build();
        }
    }

    private Ratings ratings = ratings();

    /** Made for JMH. */
    public StudyBenchmark() {}

    private static Ratings ratings() {
        List<String> characters =
                IntStream.range(0, 20).mapToObj(i -> "character-" + i).toList();
        List<String> items = IntStream.range(0, 60).mapToObj(i -> "" + i).toList();
        Rubric rubric = Rubric.esrp();
        Map<String, Map<String, Double>> means = new TreeMap<>();
        for (int c = 0; c < 6; c++) {
            Map<String, Double> row = new TreeMap<>();
            for (Metric metric : rubric.metrics()) {
                row.put(metric.id(), 3.9 + 0.05 * c);
            }
            means.put("candidate-" + c, row);
        }
        return SimulatedStudy.of(rubric, means, characters, items).ratings();
    }

    /**
     * Reads and checks every row.
     *
     * @param from the file
     * @return the ratings
     */
    @Benchmark
    public Ratings read(File from) {
        return Ratings.read(from.file);
    }

    /**
     * Reads the CSV file as maps and takes the mean of each candidate.
     *
     * @param from the file
     * @return the means
     * @throws IOException if that fails
     */
    @Benchmark
    public Map<String, double[]> readByJacksonAlone(File from) throws IOException {
        Map<String, double[]> means = new TreeMap<>();
        try (MappingIterator<Map<String, String>> rows = new CsvMapper()
                .readerForMapOf(String.class)
                .with(CsvSchema.emptySchema().withHeader())
                .readValues(from.file.toFile())) {
            while (rows.hasNext()) {
                Map<String, String> row = rows.next();
                double[] sum = means.computeIfAbsent(row.get("candidate"), name -> new double[2]);
                sum[0] += Double.parseDouble(row.get("score"));
                sum[1]++;
            }
        }
        return means;
    }

    /** {@return the leaderboard with t intervals} */
    @Benchmark
    public Leaderboard leaderboard() {
        return Leaderboard.of(ratings, Rubric.esrp());
    }

    /** {@return all comparisons of the average} */
    @Benchmark
    public Comparison comparison() {
        return Comparison.of(ratings, Rubric.esrp());
    }

    /** {@return the agreement of the raters} */
    @Benchmark
    public RaterAgreement agreement() {
        return RaterAgreement.of(ratings);
    }

    /**
     * Coefficients, their intervals and every rater's severity.
     *
     * @param of the ratings
     * @return the agreement
     */
    @Benchmark
    public RaterAgreement agreementOfMany(ManyRaters of) {
        return RaterAgreement.of(of.ratings);
    }
}
