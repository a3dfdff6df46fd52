package esrp.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import esrp.core.Candidate;
import esrp.core.Character;
import esrp.core.Dataset;
import esrp.core.Dialogue;
import esrp.core.Metric;
import esrp.core.Rating;
import esrp.core.Ratings;
import esrp.core.Scenario;
import esrp.core.Turn;
import esrp.metrics.Analysis;
import esrp.metrics.Rubric;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures as papers take them, and reports of as many candidates as a benchmark has. */
class PrintTest {
    private static final int MANY = 40;

    static Report report() {
        Random random = new Random(4);
        List<Rating> rows = new ArrayList<>();
        for (int c = 0; c < MANY; c++) {
            for (int i = 0; i < 20; i++) {
                for (Metric metric : Rubric.esrp().averagedMetrics()) {
                    double score = Math.max(1, Math.min(5, Math.round(2.5 + c / 20.0 + random.nextGaussian())));
                    rows.add(new Rating("model-" + c, "keeper " + i % 5, "s" + i / 5, metric.id(), "person:x", score));
                }
            }
        }
        Ratings ratings = Ratings.of(rows);
        List<Dialogue> dialogues = new ArrayList<>();
        ratings.candidates()
                .forEach(candidate -> ratings.characters()
                        .forEach(character -> ratings.items()
                                .forEach(item -> dialogues.add(new Dialogue(
                                        candidate,
                                        character,
                                        item,
                                        List.of(new Turn("Are you there?", "I am, " + item)))))));
        Dataset data = Dataset.of(
                ratings.candidates().stream().map(Candidate::model).toList(),
                ratings.characters().stream().map(Character::of).toList(),
                ratings.items().stream()
                        .map(item -> Scenario.of(item, "Are you there?"))
                        .toList(),
                dialogues);
        Analysis analysis = Analysis.of(ratings, Rubric.esrp());
        return Report.builder("Forty", "en")
                .data(data)
                .ratings(ratings)
                .add(analysis.leaderboard(), analysis.comparison())
                .build();
    }

    @Test
    void aPictureIsLaidOutForAWidthInPoints(@TempDir Path folder) throws Exception {
        for (Section section : CompleteReport.of("en").sections()) {
            for (Chart chart : section.charts().stream().limit(3).toList()) {
                for (double points : new double[] {240, 480}) {
                    byte[] pdf = chart.pdf(points, false);
                    try (PDDocument document = Loader.loadPDF(pdf)) {
                        assertThat(document.getNumberOfPages()).isEqualTo(1);
                        assertThat(document.getPage(0).getMediaBox().getWidth()).isEqualTo((float) points);
                        assertThat(document.getDocumentInformation().getTitle()).isEqualTo(chart.title());
                    }
                    assertThat(chart.pdf(points, false)).isEqualTo(pdf);
                    assertThat(chart.svg(points, false)).contains("width=\"" + (int) points + "pt\"");
                }
            }
        }
        Chart one = CompleteReport.of("en").sections().get(1).charts().get(0);
        one.write(folder.resolve("one.pdf"));
        assertThat(Files.readAllBytes(folder.resolve("one.pdf")))
                .startsWith("%PDF".getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> one.pdf(100, false)).hasMessageContaining("points: 100.0 is outside 160.0..2000.0");
    }

    @Test
    void greysAreGrey() {
        for (Section section : CompleteReport.of("en").sections()) {
            for (Chart chart : section.charts()) {
                assertThat(Pattern.compile("#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})")
                                .matcher(chart.svg(240, true).replaceAll("aria-label=\"[^\"]*\"|<t[^>]*>[^<]*</t", ""))
                                .results())
                        .allMatch(colour -> same(colour));
            }
        }
    }

    private static boolean same(MatchResult colour) {
        return colour.group(1).equals(colour.group(2)) && colour.group(2).equals(colour.group(3));
    }

    @Test
    void aReportIsGoodToFortyCandidates() {
        Report report = report();
        assertThat(report.sections().get(0).sentences())
                .anyMatch(sentence ->
                        sentence.startsWith("The others in groups, each of candidates that cannot be told apart"))
                .allMatch(sentence -> sentence.length() < 700);
        assertThat(report.html()).contains("<div class=\"scroll matrix\"", "class=\"swatch\"");
        Chart radar = report.sections().stream()
                .flatMap(section -> section.charts().stream())
                .filter(Drawing.Radar.class::isInstance)
                .findFirst()
                .orElseThrow();
        assertThat(radar.svg()).contains("(8 / 40)").doesNotContain("data-series=\"8\"");
    }
}
