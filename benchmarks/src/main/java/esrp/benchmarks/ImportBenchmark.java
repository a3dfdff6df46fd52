package esrp.benchmarks;

import esrp.core.Metric;
import esrp.core.RatingImport;
import esrp.core.Ratings;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Rows a second of a wide table: four names and nine scores. One thread. The heap is smaller than the file and its ratings
 * together would be as objects: 96 MB for 300,000 rows, 2.7 million ratings.
 *
 * <pre>java -jar benchmarks/target/benchmarks.jar ImportBenchmark</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx96m", "-XX:+UseSerialGC"})
public class ImportBenchmark {
    private static final int ROWS = 300_000;

    private final List<Metric> metrics = Metric.esrp();
    private Path file = Path.of("");

    /** Made for JMH. */
    public ImportBenchmark() {}

    /**
     * Writes the table.
     *
     * @throws IOException if it cannot
     */
    @Setup
    public void write() throws IOException {
        file = Files.createTempFile("wide", ".csv");
        Random random = new Random(1);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("model,role,id,annotator");
            for (Metric metric : metrics.subList(0, 9)) {
                out.write("," + metric.id());
            }
            for (int row = 0; row < ROWS; row++) {
                out.write("\nm" + row % 24 + ",character " + row / 24 % 20 + "," + row / 480 % 300 + ",r"
                        + row / 144_000);
                for (int m = 0; m < 9; m++) {
                    out.write("," + (1 + random.nextInt(5)));
                }
            }
        }
    }

    /**
     * Deletes the table.
     *
     * @throws IOException if it cannot
     */
    @TearDown
    public void delete() throws IOException {
        Files.delete(file);
    }

    /** {@return the ratings, found by the names of the columns} */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public Ratings wideRows() {
        return RatingImport.detect(file, metrics).read(file, metrics).ratings();
    }
}
