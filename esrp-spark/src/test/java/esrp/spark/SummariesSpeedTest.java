package esrp.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import esrp.core.Metric;
import esrp.core.RatingImport;
import esrp.core.Ratings;
import esrp.metrics.Rubric;
import esrp.metrics.Summaries;
import esrp.metrics.Unit;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Summaries of generated ratings on Spark and on one machine without it, from the same file, by the same two processors: they
 * are equal. The times printed for the sizes asked for stand in {@code docs/benchmarks.md}.
 *
 * <p>{@code mvn -Pspark -pl esrp-spark -am test -Dtest=SummariesSpeedTest -Dsizes=1000000,10000000 -Dsurefire.failIfNoSpecifiedTests=false}
 */
class SummariesSpeedTest {
    private static final Rubric RUBRIC = Rubric.esrp();
    private static final int RUNS = 3;

    @TempDir
    private Path folder;

    static IntStream sizes() {
        return Arrays.stream(System.getProperty("sizes", "100000").split(",", -1))
                .mapToInt(Integer::parseInt);
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void summaries(int size) throws Exception {
        Path csv = folder.resolve("ratings.csv");
        String parquet = folder.resolve("ratings.parquet").toString();
        generated(size).write(csv);
        try (SparkSession spark = JudgeOnSparkTest.session("local[2]")) {
            spark.read().option("header", true).csv(csv.toString()).write().parquet(parquet);
            for (Unit unit : List.of(Unit.RATING, Unit.CHARACTER)) {
                RatingImport usual = RatingImport.builder().build();
                Supplier<Dataset<Row>> lines =
                        () -> spark.read().option("header", true).csv(csv.toString());
                Supplier<Dataset<Row>> columns = () -> spark.read().parquet(parquet);
                Summaries one =
                        timed(size, unit, "one machine, CSV", () -> Summaries.of(Ratings.read(csv), RUBRIC, unit));
                assertThat(timed(size, unit, "Spark, CSV", () -> EsrpSpark.summaries(lines.get(), RUBRIC, usual, unit)))
                        .isEqualTo(one);
                assertThat(timed(
                                size,
                                unit,
                                "Spark, Parquet",
                                () -> EsrpSpark.summaries(columns.get(), RUBRIC, usual, unit)))
                        .isEqualTo(one);
            }
        }
    }

    /** The fastest run of a million; of ten million, one after these. */
    private static Summaries timed(int size, Unit unit, String what, Supplier<Summaries> work) {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        double best = Double.POSITIVE_INFINITY;
        double processors = 0;
        Summaries result = null;
        for (int run = 0; run < (size > 1_000_000 ? 1 : RUNS); run++) {
            long start = System.nanoTime();
            long before = system.getProcessCpuTime();
            result = work.get();
            double seconds = (System.nanoTime() - start) / 1e9;
            if (seconds < best) {
                best = seconds;
                processors = (system.getProcessCpuTime() - before) / 1e9;
            }
        }
        System.out.printf(
                "%,12d ratings by %s, %s: %.2f s, of the processors %.2f s, %.2f million rows a second%n",
                size, unit, what, best, processors, size / best / 1e6);
        return Objects.requireNonNull(result);
    }

    private static Ratings generated(int size) {
        List<Metric> metrics = RUBRIC.metrics();
        Ratings.Builder ratings = Ratings.builder(metrics);
        SplittableRandom random = new SplittableRandom(1);
        for (int row = 0; row < size; row++) {
            int dialogue = row / 9 / 11;
            ratings.add(
                    "candidate-" + dialogue % 20,
                    "character-" + dialogue / 20 % 100,
                    String.valueOf(dialogue / 2_000),
                    metrics.get(row / 11 % 9).id(),
                    "model:judge-" + row % 11,
                    1 + random.nextInt(5));
        }
        return ratings.build();
    }
}
