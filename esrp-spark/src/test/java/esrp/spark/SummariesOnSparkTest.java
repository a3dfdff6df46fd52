package esrp.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import esrp.core.DatasetFormatException;
import esrp.core.Metric;
import esrp.core.RatingImport;
import esrp.core.Ratings;
import esrp.core.Result;
import esrp.core.TableFormat;
import esrp.metrics.Analysis;
import esrp.metrics.Rubric;
import esrp.metrics.SimulatedStudy;
import esrp.metrics.Summaries;
import esrp.metrics.Unit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The numbers of a cluster are those of one machine, bit for bit. */
class SummariesOnSparkTest {
    private static final Rubric RUBRIC = Rubric.esrp();

    @TempDir
    static Path folder;

    private static SparkSession spark;
    private static Ratings ratings;
    private static Dataset<Row> rows;

    @BeforeAll
    static void start() throws IOException {
        spark = JudgeOnSparkTest.session("local[2]");
        Map<String, Map<String, Double>> expected = new TreeMap<>();
        List.of("lantern", "moth", "wick")
                .forEach(candidate -> expected.put(
                        candidate,
                        RUBRIC.metrics().stream()
                                .collect(Collectors.toMap(Metric::id, any -> 2.5 + expected.size() / 4.0))));
        ratings = SimulatedStudy.of(
                        RUBRIC, expected, List.of("a", "b", "c", "d"), List.of("s1", "s2", "s3", "s4", "s5"))
                .ratings();
        Path file = folder.resolve("ratings.csv");
        ratings.write(file);
        rows = spark.read().option("header", true).csv(file.toString()).repartition(7);
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static void isSame(Result cluster, Result machine) {
        assertThat(cluster.as(TableFormat.json(), "en")).isEqualTo(machine.as(TableFormat.json(), "en"));
    }

    @Test
    void leaderboardComparisonAndAgreementAreThoseOfOneMachine() {
        Summaries all = EsrpSpark.summaries(rows, RUBRIC);
        assertThat(all.toBytes()).isEqualTo(Summaries.of(ratings, RUBRIC).toBytes());
        Analysis cluster = Analysis.of(all);
        Analysis machine = Analysis.of(ratings, RUBRIC);
        isSame(cluster.leaderboard(), machine.leaderboard());
        isSame(cluster.comparison(), machine.comparison());
        isSame(cluster.agreement(), machine.agreement());
        Summaries few = EsrpSpark.summaries(
                rows.repartition(3), RUBRIC, RatingImport.builder().build(), Unit.CHARACTER);
        assertThat(few.toBytes())
                .isEqualTo(Summaries.of(ratings, RUBRIC, Unit.CHARACTER).toBytes());
    }

    @Test
    void anyLayoutIsMapped() {
        Dataset<Row> wide = rows.groupBy("candidate", "character", "item", "rater")
                .pivot("metric")
                .agg(functions.first("score"))
                .withColumnRenamed("candidate", "system");
        RatingImport mapping =
                RatingImport.builder().candidate("system").cells("{metric}").build();
        assertThat(EsrpSpark.summaries(wide, RUBRIC, mapping, Unit.RATING).toBytes())
                .isEqualTo(Summaries.of(ratings, RUBRIC).toBytes());
    }

    @Test
    void theLinesOfTheReadme() {
        String ratingsFolder = folder.resolve("ratings.parquet").toString();
        rows.write().parquet(ratingsFolder);
        Path day = folder.resolve("2026-05-01.summary");

        SparkSession spark = SparkSession.builder().getOrCreate();
        Dataset<Row> rows = spark.read().parquet(ratingsFolder); // candidate, character, item, metric, rater, score
        Summaries summaries = EsrpSpark.summaries(rows, Rubric.esrp());
        Analysis analysis = Analysis.of(summaries);
        System.out.println(analysis.leaderboard());
        System.out.println(analysis.comparison());
        summaries.write(day); // tomorrow: Summaries.read(day, Rubric.esrp()).plus(...)

        assertThat(Summaries.read(day, RUBRIC).toBytes())
                .isEqualTo(Summaries.of(ratings, RUBRIC).toBytes());
    }

    @Test
    void ownColumnsAmongOthersAreThoseOfAnyLayout() {
        Dataset<Row> scored = rows.withColumn("score", functions.col("score").cast("double"))
                .withColumn("sample", functions.lit(null).cast("string"))
                .withColumn("turn", functions.lit(2))
                .withColumn("rater", functions.concat(functions.lit("\"\\ 评"), functions.col("rater")))
                .withColumn("explanation", functions.lit("{\"score\": 1}"));
        Dataset<Row> unscored = scored.limit(50)
                .withColumn("score", functions.lit(null).cast("double"))
                .withColumn("candidate", functions.lit("never scored"));
        byte[] own = EsrpSpark.summaries(scored, RUBRIC).toBytes();
        assertThat(EsrpSpark.summaries(scored.unionByName(unscored), RUBRIC).toBytes())
                .isEqualTo(own);
        RatingImport mapping = RatingImport.builder().candidate("who").build();
        assertThat(EsrpSpark.summaries(scored.withColumnRenamed("candidate", "who"), RUBRIC, mapping, Unit.RATING)
                        .toBytes())
                .isEqualTo(own);
        assertThat(Summaries.of(own, RUBRIC).ratings()).isEqualTo(ratings.size());
    }

    @Test
    void noRowsAreNoRatings() {
        assertThat(EsrpSpark.summaries(rows.limit(0), RUBRIC).ratings()).isZero();
    }

    @Test
    void aRowThatIsNoRatingIsNamed() {
        assertThatThrownBy(() -> EsrpSpark.summaries(rows.limit(3).withColumn("score", functions.lit("9")), RUBRIC))
                .isInstanceOf(DatasetFormatException.class)
                .hasMessageContaining("partition-0.jsonl")
                .hasMessageContaining("9");
    }
}
