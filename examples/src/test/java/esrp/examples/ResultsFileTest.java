package esrp.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import esrp.metrics.Analysis;
import esrp.metrics.Leaderboard;
import esrp.metrics.Rubric;
import esrp.report.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code results.csv} is for: another program reads it as it is. */
class ResultsFileTest {
    /** The metrics of the paper's Table 1 from the means alone: dimensions, then their average. */
    private static final String TABLE_1 = """
        WITH means AS (
            SELECT candidate, metric, estimate FROM read_csv('%s')
            WHERE name = 'means' AND quantity = 'mean' AND metric IS NOT NULL),
        dimensions AS (
            SELECT candidate, estimate, CASE
                WHEN metric IN ('consistency', 'fluency', 'coherence') THEN 'bdc'
                WHEN metric IN ('character_knowledge', 'speaking_style', 'behavioral_habits') THEN 'rpc'
                WHEN metric IN ('emotional_value', 'experience_sharing', 'demand_matching') THEN 'esc'
                ELSE metric END AS dimension
            FROM means)
        SELECT candidate,
            avg(estimate) FILTER (dimension = 'bdc') AS bdc, avg(estimate) FILTER (dimension = 'rpc') AS rpc,
            avg(estimate) FILTER (dimension = 'esc') AS esc, avg(estimate) FILTER (dimension = 'diversity') AS diversity,
            avg(estimate) FILTER (dimension <> 'diversity') AS average
        FROM dimensions GROUP BY candidate ORDER BY average DESC
        """;

    @Test
    void duckDbReadsItAndComputesTableOneAnew(@TempDir Path folder) throws Exception {
        Leaderboard board = Analysis.of(SampleRatings.of("en"), Rubric.esrp()).leaderboard();
        Report.builder("Sample", "zh").add(board).build().writeAll(folder);
        Map<String, Leaderboard.Row> rows = new LinkedHashMap<>();
        board.rows().forEach(row -> rows.put(row.candidate(), row));
        Path file = folder.resolve("results.csv");
        assertThat(Files.size(file)).isGreaterThan(1000);
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement ask = duck.createStatement();
                ResultSet found = ask.executeQuery(TABLE_1.formatted(file))) {
            for (Leaderboard.Row row : rows.values()) {
                assertThat(found.next()).isTrue();
                assertThat(found.getString("candidate")).isEqualTo(row.candidate());
                for (String dimension : new String[] {"bdc", "rpc", "esc", "diversity"}) {
                    assertThat(found.getDouble(dimension)).isCloseTo(row.dimension(dimension), within(1e-12));
                }
                assertThat(found.getDouble("average")).isCloseTo(row.average(), within(1e-12));
            }
            assertThat(found.next()).isFalse();
        }
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement ask = duck.createStatement();
                ResultSet types = ask.executeQuery("DESCRIBE SELECT * FROM read_csv('" + file + "')")) {
            Map<String, String> found = new LinkedHashMap<>();
            while (types.next()) {
                found.put(types.getString(1), types.getString(2));
            }
            assertThat(found)
                    .containsEntry("estimate", "DOUBLE")
                    .containsEntry("lower", "DOUBLE")
                    .containsEntry("n", "BIGINT")
                    .containsEntry("candidate", "VARCHAR");
        }
    }
}
