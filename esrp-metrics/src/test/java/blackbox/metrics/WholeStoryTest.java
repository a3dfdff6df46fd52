package blackbox.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import esrp.core.LocalizedText;
import esrp.core.Metric;
import esrp.core.Metric.Dimension;
import esrp.core.Rating;
import esrp.core.Ratings;
import esrp.core.Ratings.Column;
import esrp.core.Scale;
import esrp.metrics.Analysis;
import esrp.metrics.Comparison;
import esrp.metrics.JudgeValidation;
import esrp.metrics.Leaderboard;
import esrp.metrics.Measure;
import esrp.metrics.RaterAgreement;
import esrp.metrics.ReleaseGate;
import esrp.metrics.Rubric;
import esrp.metrics.Shortlist;
import esrp.metrics.SimulatedStudy;
import esrp.metrics.Unit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another benchmark, with its own rubric on a scale of its own, from ratings to a decision, by the public API alone. */
class WholeStoryTest {
    private static Metric metric(String id, String dimension) {
        LocalizedText text = LocalizedText.of("关于 " + id, "about " + id);
        return new Metric(
                id,
                LocalizedText.same(id),
                dimension,
                text,
                text,
                new Metric.Anchors(text, text, text),
                new Scale(0, 10),
                Metric.Target.DIALOGUE,
                List.of());
    }

    private static Rubric rubric() {
        return Rubric.builder("care")
                .dimension(
                        new Dimension("help", LocalizedText.of("帮助", "Help")),
                        metric("warmth", "help"),
                        metric("advice", "help"))
                .dimension(new Dimension("harm", LocalizedText.of("伤害", "Harm")), metric("insult", "harm"))
                .lowerIsBetter("insult")
                .build();
    }

    /** The good candidate is two points better everywhere, insults included. */
    private static Ratings ratings(Rubric rubric) {
        List<Rating> rows = new ArrayList<>();
        for (int character = 0; character < 6; character++) {
            for (int scenario = 0; scenario < 4; scenario++) {
                for (String rater : List.of("person:a", "person:b")) {
                    int base = 4 + (character + scenario + rater.length()) % 3;
                    for (String metric : List.of("warmth", "advice", "insult")) {
                        int better = metric.equals("insult") ? -2 : 2;
                        int wobble = (character * 7 + scenario * 3 + metric.length()) % 2;
                        rows.add(new Rating(
                                "good", "c" + character, "s" + scenario, metric, rater, base + better + wobble));
                        rows.add(new Rating("plain", "c" + character, "s" + scenario, metric, rater, base));
                    }
                }
            }
        }
        return Ratings.of(rows, rubric.metrics());
    }

    @Test
    void anotherBenchmarkBringsItsOwnRubric(@TempDir Path folder) {
        rubric().write(folder.resolve("rubric.json"));
        Rubric rubric = Rubric.read(folder.resolve("rubric.json"));
        Ratings ratings = ratings(rubric);

        Leaderboard board = Analysis.of(ratings, rubric).withUnit(Unit.SCENARIO).leaderboard();
        assertThat(board.rows().get(0).candidate()).isEqualTo("good");
        assertThat(board.row("good").mean("insult"))
                .isLessThan(board.row("plain").mean("insult"));
        assertThat(board.row("good").dimension("harm"))
                .isEqualTo(10 - board.row("good").mean("insult"));
        assertThat(board.row("good").averageInterval().orElseThrow().unit()).isEqualTo(Unit.SCENARIO);

        Comparison comparison = Analysis.of(ratings, rubric).comparison(Measure.dimension("harm"));
        assertThat(comparison.between("plain", "good").better()).isEqualTo("good");
        assertThat(comparison.rank("good").worst()).isEqualTo(1);

        ReleaseGate gate = ReleaseGate.nonInferiority(0.5);
        gate.check(ratings, rubric, "good", "plain").assertPassed();

        assertThat(RaterAgreement.of(ratings).metric("warmth").n()).isEqualTo(2 * 6 * 4);
        assertThat(Analysis.of(ratings, rubric)
                        .shortlist(Shortlist.Options.best(1))
                        .chosen())
                .containsExactly("good");
        JudgeValidation validation =
                JudgeValidation.of(ratings.where(Column.RATER, "person:a"), ratings.where(Column.RATER, "person:b"));
        assertThat(validation.metric("advice").softAccuracy()).isBetween(0.0, 1.0);
    }

    @Test
    void aSimulatedStudyOfAnotherRubricKeepsItsScale() {
        Rubric rubric = rubric();
        Ratings ratings = SimulatedStudy.of(
                        rubric,
                        Map.of("x", Map.of("warmth", 7.0, "advice", 6.0, "insult", 1.5)),
                        List.of("c1", "c2", "c3"),
                        List.of("1", "2", "3", "4"))
                .ratings();
        assertThat(ratings.stream().map(Rating::score)).allMatch(score -> score >= 0 && score <= 10);
        assertThat(Leaderboard.of(ratings, rubric).simulated()).isTrue();
    }
}
