package esrp.benchmarks;

import esrp.core.LevelCounts;
import esrp.core.Ratings;
import esrp.core.Ratings.Column;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Reading 5,000,000 ratings and their means by candidate and metric, beside DuckDB in the same process. Before it measures, the
 * means are compared.
 *
 * <pre>java -jar benchmarks/target/benchmarks.jar IngestBenchmark</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5)
@Measurement(iterations = 10)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx2g", "-XX:+UseParallelGC"})
public class IngestBenchmark {
    private static final int ROWS = 5_000_000;
    private static final String MEANS = "SELECT candidate, metric, avg(score) FROM %s GROUP BY candidate, metric";
    private static final String ENUMS = "CREATE TABLE enums AS SELECT candidate::candidates AS candidate,"
            + " metric::metrics AS metric, score::TINYINT AS score FROM ratings";

    private Path folder = Path.of("");
    private Path csv = Path.of("");
    private Path gzip = Path.of("");
    private Path parquet = Path.of("");
    private Path snapshot = Path.of("");
    private Ratings ratings = Ratings.of(List.of());
    private final List<Connection> duckdb = new ArrayList<>();

    /** Made for JMH. */
    public IngestBenchmark() {}

    /**
     * Writes the files, and compares the means.
     *
     * @throws IOException if it cannot
     * @throws SQLException if DuckDB cannot
     */
    @Setup
    public void prepare() throws IOException, SQLException {
        folder = Files.createTempDirectory("ingest");
        csv = IngestRun.write(folder.resolve("r.csv"), ROWS);
        gzip = folder.resolve("r.csv.gz");
        parquet = folder.resolve("r.parquet");
        snapshot = folder.resolve("r.esrp");
        ratings = Ratings.read(csv);
        ratings.write(snapshot);
        ratings.write(gzip);
        duckdb.add(DriverManager.getConnection("jdbc:duckdb:"));
        readCsvByDuckDb();
        execute("COPY ratings TO '" + parquet + "' (FORMAT parquet)");
        execute("CREATE TYPE candidates AS ENUM (SELECT DISTINCT candidate FROM ratings)");
        execute("CREATE TYPE metrics AS ENUM (SELECT DISTINCT metric FROM ratings)");
        execute(ENUMS);
        Map<List<String>, LevelCounts> means = groupMeans();
        try (Statement statement = duckdb.get(0).createStatement();
                ResultSet rows = statement.executeQuery(String.format(Locale.ROOT, MEANS, "ratings"))) {
            while (rows.next()) {
                LevelCounts here = means.get(List.of(rows.getString(1), rows.getString(2)));
                if (here == null || Math.abs(here.mean() - rows.getDouble(3)) > 1e-12) {
                    throw new IllegalStateException(rows.getString(1) + ", " + rows.getString(2) + ": " + here
                            + ", DuckDB's mean is " + rows.getDouble(3));
                }
            }
        }
    }

    /**
     * Deletes the files.
     *
     * @throws IOException if it cannot
     * @throws SQLException if DuckDB cannot
     */
    @TearDown
    public void delete() throws IOException, SQLException {
        duckdb.get(0).close();
        for (Path file : List.of(csv, gzip, parquet, snapshot, folder)) {
            Files.delete(file);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = duckdb.get(0).createStatement()) {
            statement.execute(sql);
        }
    }

    /** {@return the ratings of the CSV file} */
    @Benchmark
    public Ratings readCsv() {
        return Ratings.read(csv);
    }

    /** {@return the ratings of the CSV file compressed by gzip} */
    @Benchmark
    public Ratings readGzip() {
        return Ratings.read(gzip);
    }

    /** {@return the ratings of the Parquet file} */
    @Benchmark
    public Ratings readParquet() {
        return Ratings.read(parquet);
    }

    /** {@return the ratings of the snapshot} */
    @Benchmark
    public Ratings readSnapshot() {
        return Ratings.read(snapshot);
    }

    /** {@return counts, and so means, by candidate and metric; one thread} */
    @Benchmark
    public Map<List<String>, LevelCounts> groupMeans() {
        return ratings.countsBy(Column.CANDIDATE, Column.METRIC);
    }

    /**
     * DuckDB reads the CSV file into a table, with its threads.
     *
     * @throws SQLException if it cannot
     */
    @Benchmark
    public void readCsvByDuckDb() throws SQLException {
        execute("CREATE OR REPLACE TABLE ratings AS SELECT * FROM read_csv('" + csv + "')");
    }

    /**
     * DuckDB reads the gzip file into a table.
     *
     * @throws SQLException if it cannot
     */
    @Benchmark
    public void readGzipByDuckDb() throws SQLException {
        execute("CREATE OR REPLACE TABLE packed AS SELECT * FROM read_csv('" + gzip + "')");
    }

    /**
     * DuckDB computes the means from texts, with its threads.
     *
     * @throws SQLException if it cannot
     */
    @Benchmark
    public void groupMeansByDuckDb() throws SQLException {
        execute(String.format(Locale.ROOT, MEANS, "ratings"));
    }

    /**
     * DuckDB computes the means from codes, with one thread.
     *
     * @throws SQLException if it cannot
     */
    @Benchmark
    public void groupMeansOfCodesByDuckDbOnOneThread() throws SQLException {
        execute("SET threads = 1");
        execute(String.format(Locale.ROOT, MEANS, "enums"));
        execute("RESET threads");
    }
}
