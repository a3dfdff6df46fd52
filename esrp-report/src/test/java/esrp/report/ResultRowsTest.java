package esrp.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import esrp.core.Ratings;
import esrp.metrics.Leaderboard;
import esrp.metrics.Rubric;
import esrp.metrics.SimulatedStudy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The schema that {@code docs/reports.md} describes: whoever changes it raises its version. */
class ResultRowsTest {
    private static final String COLUMNS =
            "schema,section,source,name,row,candidate,other,metric,dimension,character,scenario,rater,group,"
                    + "quantity,estimate,lower,upper,level,n,unit,text";

    private static List<String[]> rows(String csv) {
        return Arrays.stream(csv.split("\r\n"))
                .skip(1)
                .map(line -> line.split(",", -1))
                .toList();
    }

    @Test
    void theColumnsAreThoseOfVersionOne() {
        assertThat(ResultRows.VERSION).isEqualTo(1);
        assertThat(CompleteReport.of("en").csv()).startsWith(COLUMNS + "\r\n1,");
    }

    @Test
    void everyColumnIsDocumented() throws Exception {
        String guide = Files.readString(
                Path.of(System.getProperty("esrp.root", "..")).resolve("docs").resolve("reports.md"));
        assertThat(ResultRows.COLUMNS)
                .allMatch(column -> guide.lines()
                        .anyMatch(line ->
                                line.startsWith("| ") && line.split("\\|", -1)[1].contains("`" + column + "`")));
    }

    @Test
    void isTheSameInEveryLanguage() {
        assertThat(CompleteReport.of("zh").csv())
                .isEqualTo(CompleteReport.of("en").csv());
    }

    @Test
    void holdsEveryNumberOfTablesAndPicturesInFullPrecision() {
        Ratings ratings = SimulatedStudy.chatAnime(StudyFixture.dataset(5, 10)).ratings();
        Leaderboard board = Leaderboard.of(ratings, Rubric.esrp());
        Report report = Report.builder("R", "en").add(board).build();
        Map<String, Double> means = rows(report.csv()).stream()
                .filter(row -> row[3].equals("means") && row[13].equals("mean") && !row[7].isEmpty())
                .collect(Collectors.toMap(row -> row[5] + " " + row[7], row -> Double.valueOf(row[14])));
        assertThat(means).hasSize(6 * 10);
        for (Leaderboard.Row row : board.rows()) {
            for (String metric : StudyFixture.NINE) {
                assertThat(means).containsEntry(row.candidate() + " " + metric, row.mean(metric));
            }
        }
        assertThat(rows(report.csv()))
                .filteredOn(row -> row[13].equals("interval"))
                .allSatisfy(row -> assertThat(List.of(row[17], row[18], row[19]))
                        .containsExactly("0.95", "5", "character_and_scenario"));
        // the radar's numbers are the means, its names are ids
        assertThat(rows(report.csv()).stream()
                        .filter(row -> row[3].equals("leaderboard-2"))
                        .collect(Collectors.toMap(row -> row[5] + " " + row[7], row -> Double.valueOf(row[14]))))
                .hasSize(6 * 9)
                .allSatisfy((key, value) -> assertThat(means).containsEntry(key, value));
    }

    @Test
    void jsonHoldsTheSeriesOfEveryPicture() throws Exception {
        Report report = CompleteReport.of("zh");
        JsonNode json = new ObjectMapper().readTree(report.json());
        assertThat(json.get("schema").asInt()).isEqualTo(ResultRows.VERSION);
        long charts = 0;
        for (JsonNode section : json.get("sections")) {
            for (JsonNode chart : section.get("charts")) {
                charts++;
                assertThat(chart.get("points")).isNotEmpty();
                assertThat(chart.get("points").get(0).get("estimate").isNumber())
                        .isTrue();
            }
        }
        assertThat(charts)
                .isEqualTo(report.sections().stream()
                        .mapToLong(section -> section.charts().size())
                        .sum());
    }
}
