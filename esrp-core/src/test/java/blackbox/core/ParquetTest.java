package blackbox.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import esrp.core.DatasetFormatException;
import esrp.core.Imported;
import esrp.core.Metric;
import esrp.core.RatingImport;
import esrp.core.Ratings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that DuckDB writes. */
final class ParquetTest {
    private static final String ROWS =
            "SELECT 'c' || i % 3 AS candidate, '《银魂》, ' || i % 7 AS \"character\", i % 50 AS item,"
                    + " CASE WHEN i % 2 = 0 THEN 'fluency' ELSE 'coherence' END AS metric, 'model:' || i % 5 AS rater,"
                    + " CASE WHEN i % 11 = 0 THEN NULL ELSE CAST(1 + i % 5 AS %s) END AS score FROM range(3000) t(i)";

    @TempDir
    Path folder;

    private Path copy(String query, String name, String options) throws SQLException {
        Path file = folder.resolve(name);
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute("COPY (" + query + ") TO '" + file.toString().replace("'", "''") + "' (" + options + ")");
        }
        return file;
    }

    @ParameterizedTest
    @CsvSource({"TINYINT, a[1]*.parquet", "DOUBLE, any name", "'DECIMAL(3, 1)', b.parquet", "VARCHAR, c.csv"})
    void parquetGivesTheRatingsOfCsv(String type, String name) throws SQLException {
        String rows = ROWS.replace("%s", type);
        Ratings parquet = Ratings.read(copy(rows, name, "FORMAT parquet, ROW_GROUP_SIZE 2048"));
        Ratings csv = Ratings.read(copy(rows, "rows.csv", "FORMAT csv, HEADER"));
        assertThat(parquet.stream()).isEqualTo(csv.stream().toList()).hasSize(2727);
        assertThat(parquet.hash()).isEqualTo(csv.hash());
        assertThat(parquet.findings()).hasSameSizeAs(csv.findings());
    }

    @Test
    void otherLayoutsAreMapped() throws SQLException {
        Path file = copy(
                "SELECT 'm' || i % 2 AS model, 'x' AS role, i AS id, 'r1' AS annotator, 1 + i % 5 AS fluency,"
                        + " 5 AS coherence FROM range(100) t(i)",
                "wide.parquet", "FORMAT parquet");
        Ratings ratings = RatingImport.detect(file, Metric.esrp())
                .read(file, Metric.esrp())
                .ratings();
        assertThat(ratings.size()).isEqualTo(200);
        assertThat(ratings.metricIds()).containsExactly("fluency", "coherence");
    }

    @Test
    void faultsNameRowAndColumn() throws SQLException {
        Path file = copy(ROWS.replace("%s", "INTEGER").replace("1 + i % 5", "i"), "off.parquet", "FORMAT parquet");
        assertThatThrownBy(() -> Ratings.read(file))
                .isInstanceOf(DatasetFormatException.class)
                .hasMessageContaining("row 7, column score: score: 6 is outside metric \"fluency\" scale 1..5");
        assertThat(Ratings.validate(file)).hasSizeGreaterThan(100);
    }

    @Test
    void rowsKeepTheirNumbersWhereTextsHaveLineBreaks() throws SQLException {
        String broken = ROWS.replace("'c' || i % 3", "'c\"' || chr(13) || chr(10) || i % 3")
                .replace("%s", "INTEGER")
                .replace("1 + i % 5", "CASE WHEN i IN (0, 2999) THEN 9 ELSE 3 END")
                .replace("i % 11 = 0", "i % 11 = 5");
        Path file = copy(broken, "broken.parquet", "FORMAT parquet");
        Imported imported =
                RatingImport.detect(file, Metric.esrp()).withKeepGoing(true).read(file, Metric.esrp());
        assertThat(imported.faults())
                .extracting(fault -> fault.first().place().coordinates().get("row"))
                .containsExactly("1", "3000");
        assertThat(imported.ratings().candidates()).containsExactly("c\"\r\n1", "c\"\r\n2", "c\"\r\n0");
    }

    @Test
    void nestedColumnsAreJsonAndOthersAreNotRead() throws SQLException {
        Path file = copy(
                "SELECT {'model': 'm' || i % 2, 'at': {'role': 'x'}} AS run, i AS item, 'r' AS rater, MAP {'a': 1} AS"
                        + " \"o\"\"'x\", 4 AS fluency, repeat('long', 1000000) AS reply, TIMESTAMP '2026-05-01 10:00:00'"
                        + " AS day FROM range(6) t(i)",
                "it's nested.parquet", "FORMAT parquet");
        Ratings ratings = RatingImport.builder()
                .candidate("run#/model")
                .character("run#/at/role")
                .item("item")
                .rater("rater")
                .cells("{metric}")
                .where("day", "2026-05-01 10:00:00")
                .build()
                .read(file, Metric.esrp())
                .ratings();
        assertThat(ratings.size()).isEqualTo(6);
        assertThat(ratings.candidates()).containsExactly("m0", "m1");
    }

    @Test
    void damagedFilesAreRefused() throws SQLException, IOException {
        Path file = copy(ROWS.replace("%s", "INTEGER"), "cut.parquet", "FORMAT parquet");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> Ratings.read(file))
                .isInstanceOf(DatasetFormatException.class)
                .hasMessageContaining("cut.parquet: cannot be read: ");
    }

    /** What messages tell people to get is what this build is tested with. */
    @Test
    void messagesNameTheVersionsOfTheBuild() throws IOException {
        String pom = Files.readString(Path.of("../pom.xml"));
        String readers = "";
        for (String name : List.of("ImportParquet", "ImportWorkbook", "WikiPage", "internal/Utf8Reader")) {
            readers += Files.readString(Path.of("src/main/java/esrp/core", name + ".java"));
        }
        for (String library : List.of(
                "org.duckdb:duckdb_jdbc",
                "com.github.luben:zstd-jni",
                "org.dhatim:fastexcel-reader",
                "org.jsoup:jsoup")) {
            String artifact = library.substring(library.indexOf(':') + 1);
            String property = artifact.replace("_jdbc", "").replace("-reader", "") + ".version";
            String version = pom.split("<" + property + ">", -1)[1].split("<", -1)[0];
            assertThat(readers).contains('"' + library + ":" + version + '"');
        }
    }

    @Test
    void zstdIsUnpacked() throws SQLException {
        String rows = ROWS.replace("%s", "INTEGER");
        Path packed = copy(rows, "rows.csv.zst", "FORMAT csv, HEADER, COMPRESSION zstd");
        Path plain = copy(rows, "rows.csv", "FORMAT csv, HEADER");
        assertThat(Ratings.read(packed).stream())
                .isEqualTo(Ratings.read(plain).stream().toList());
        assertThat(Ratings.read(packed).findings())
                .hasSameSizeAs(Ratings.read(plain).findings());
    }
}
