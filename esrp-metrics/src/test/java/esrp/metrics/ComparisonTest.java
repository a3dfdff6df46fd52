package esrp.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import esrp.core.Finding;
import esrp.core.Rating;
import esrp.core.Ratings;
import esrp.core.Ratings.Column;
import esrp.core.Table;
import esrp.core.internal.TextWidth;
import esrp.stats.IntervalMethod;
import esrp.stats.cluster.ClusteredInference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final Ratings RATINGS = Fixtures.study(12, 8).ratings();

    @Test
    void differencesArePairedAndAgreeWithTheLeaderboard() {
        Comparison comparison = Comparison.of(RATINGS, Rubric.esrp());
        Leaderboard board = Leaderboard.of(RATINGS, Rubric.esrp());
        assertThat(comparison.differences()).hasSize(3);
        for (Comparison.Difference d : comparison.differences()) {
            double expected =
                    board.row(d.better()).average() - board.row(d.other()).average();
            assertThat(d.difference().estimate())
                    .isCloseTo(expected, within(1e-12))
                    .isNotNegative();
            assertThat(d.adjustedPValue()).isGreaterThanOrEqualTo(d.pValue());
            assertThat(d.difference().unit()).isEqualTo(Unit.CHARACTER_AND_SCENARIO);
            assertThat(d.difference().clusters()).isEqualTo(12);
        }
        assertThat(comparison.order()).first().isEqualTo("alpha");
        assertThat(comparison.between("beta", "alpha").better()).isEqualTo("alpha");
        assertThat(comparison.rank("alpha").observed()).isEqualTo(1);
        assertThat(comparison.probabilityOfBest("alpha")
                        + comparison.probabilityOfBest("beta")
                        + comparison.probabilityOfBest("gamma"))
                .isCloseTo(1, within(1e-9));
        assertThat(comparison.tied().stream().flatMap(List::stream)).contains("alpha", "beta", "gamma");
    }

    @Test
    void theIntervalIsThatOfPairedCharacterMeans() {
        // Character means of the average: a 4, 3, 5 and b 3, 3, 3: differences 1, 0, 2; t(2) at 0.975 is 4.3027.
        List<Rating> rows = new ArrayList<>();
        int[] scores = {4, 3, 5};
        for (int c = 0; c < 3; c++) {
            rows.addAll(Fixtures.form("a", "c" + c, "1", "person:x", scores[c]));
            rows.addAll(Fixtures.form("b", "c" + c, "1", "person:x", 3));
        }
        UnitInterval difference =
                Comparison.of(Ratings.of(rows), Rubric.esrp()).between("a", "b").difference();
        assertThat(difference.estimate()).isCloseTo(1, within(1e-12));
        assertThat(difference.upper()).isCloseTo(1 + 4.302652729911275 / Math.sqrt(3), within(1e-9));
    }

    @Test
    void unevenCellsGiveTheSameEstimateAndVarianceAsTheCombination() {
        Random random = new Random(1);
        Ratings ragged = RATINGS.where(r -> random.nextInt(4) > 0);
        for (Unit unit : List.of(Unit.RATING, Unit.DIALOGUE, Unit.SCENARIO, Unit.CHARACTER)) {
            Leaderboard board =
                    Analysis.of(ragged, Rubric.esrp()).withUnit(unit).leaderboard();
            Comparison comparison =
                    Analysis.of(ragged, Rubric.esrp()).withUnit(unit).comparison();
            Comparison.Difference d = comparison.between("alpha", "gamma");
            assertThat(d.difference().estimate())
                    .isCloseTo(board.row("alpha").average() - board.row("gamma").average(), within(1e-9));
            assertThat(d.difference().interval().width()).isPositive();
        }
    }

    @Test
    void anyMeasureAndAnyUnitCanBeCompared() {
        for (Measure measure : List.of(
                Measure.average(), Measure.dimension("rpc"), Measure.metric("fluency"), Measure.metric("diversity"))) {
            for (Unit unit : Unit.values()) {
                Comparison comparison =
                        Analysis.of(RATINGS, Rubric.esrp()).withUnit(unit).comparison(measure);
                assertThat(comparison.measure()).isEqualTo(measure);
                assertThat(comparison.differences())
                        .allMatch(d -> d.difference()
                                .interval()
                                .contains(d.difference().estimate()));
            }
        }
    }

    /** Failed before: "0 candidates have a value", and the leaderboard had one note for each metric. */
    @Test
    void withSomeOfTheMetricsRatedTheRemedyIsNamed() {
        Ratings some = RATINGS.where(Ratings.Column.METRIC, "fluency", "coherence");
        assertThatThrownBy(() -> Comparison.of(some, Rubric.esrp()))
                .hasMessageContaining("Nobody was rated on consistency, ")
                .hasMessageContaining("rubric.only(\"fluency\", \"coherence\") compares by what was rated");
        assertThat(Comparison.of(some, Rubric.esrp().only("fluency", "coherence"))
                        .order())
                .hasSize(3);
        assertThat(Leaderboard.of(some, Rubric.esrp()).notes())
                .filteredOn(note -> note.code() == AnalysisCode.NOT_RATED_AT_ALL)
                .singleElement()
                .asString()
                .contains("Consistency, Character Knowledge", "rubric.only(");
        assertThat(Analysis.of(some, Rubric.esrp())
                        .evaluation()
                        .analysis()
                        .comparison()
                        .order())
                .hasSize(3);
    }

    @Test
    void bootstrapMethodsAreOffered() {
        ClusteredInference percentile = ClusteredInference.withDefaults()
                .with(IntervalMethod.PERCENTILE)
                .withResamples(500);
        Comparison comparison = Analysis.of(RATINGS, Rubric.esrp())
                .withInference(percentile)
                .withUnit(Unit.RATING)
                .comparison();
        assertThat(comparison.toString())
                .contains("95% percentile bootstrap intervals by rating", "500 resamples, seed 0");
        Leaderboard board = Analysis.of(RATINGS, Rubric.esrp())
                .withInference(percentile)
                .withUnit(Unit.CHARACTER_AND_SCENARIO)
                .leaderboard();
        assertThat(board.row("beta").averageInterval().orElseThrow().interval().method())
                .isEqualTo(IntervalMethod.PERCENTILE);
    }

    @Test
    void candidatesWithoutAValueAreNamedNotDropped() {
        Ratings partly =
                RATINGS.where(r -> !(r.candidate().equals("beta") && r.metric().equals("fluency")));
        Comparison comparison = Comparison.of(partly, Rubric.esrp());
        assertThat(comparison.order()).containsExactlyInAnyOrder("alpha", "gamma");
        assertThat(comparison.toString()).contains("Not compared, as they have no value: beta.");
        assertThatThrownBy(() -> comparison.rank("beta")).hasMessageContaining("no candidate \"beta\" was compared");
        assertThatThrownBy(() -> Comparison.of(RATINGS.where(Column.CANDIDATE, "alpha"), Rubric.esrp()))
                .hasMessageContaining("a comparison needs two");
    }

    @Test
    void printsWithin80Columns() {
        String text = Analysis.of(RATINGS, Rubric.esrp())
                .withNames(Map.of("alpha", "一个名字非常非常非常长的候选模型的名字"))
                .comparison()
                .toString();
        assertThat(text.lines()).allMatch(line -> TextWidth.of(line) <= 80);
        assertThat(text).contains("SIMULATED", "Holm", "by character and scenario (12 ×");
    }

    /** Two equal candidates and one that is a point or two better on every character. */
    @Test
    void candidatesThatCannotBeToldApartShareALetter() {
        List<Rating> rows = new ArrayList<>();
        int[] scores = {2, 3, 4, 3, 2};
        for (int c = 0; c < scores.length; c++) {
            rows.addAll(Fixtures.form("a", "c" + c, "1", "person:x", scores[c]));
            rows.addAll(Fixtures.form("b", "c" + c, "1", "person:x", scores[c]));
            rows.addAll(Fixtures.form("top", "c" + c, "1", "person:x", scores[c] + 1 + c % 2));
        }
        Comparison comparison = Comparison.of(Ratings.of(rows), Rubric.esrp());
        assertThat(comparison.simulated()).isFalse();
        assertThat(comparison.toString()).doesNotContain("SIMULATED");
        assertThat(comparison.letters("top")).isEqualTo("a");
        assertThat(comparison.letters("a")).isEqualTo("b");
        assertThat(comparison.letters("b")).isEqualTo("b");
        assertThat(comparison.tied()).containsExactly(List.of("top"), List.of("a", "b"));
        // Equal ones stand in the order of their names.
        assertThat(comparison.between("b", "a").better()).isEqualTo("a");
        assertThat(comparison.between("b", "a").pValue()).isEqualTo(1);
        assertThat(comparison.tables().get(0).rows().stream()
                        .map(row -> ((Table.Cell.Text) row.get(4)).text().in("en")))
                .containsExactly("a", "b", "b");
    }

    @Test
    void whatIsSaidOfALevelIsThatOfTheComparison() {
        Analysis analysis = Analysis.of(RATINGS, Rubric.esrp());
        Comparison comparison = analysis.withLevel(0.9).comparison();
        assertThat(comparison.level()).isEqualTo(0.9);
        assertThat(comparison.tables().get(0).notes())
                .singleElement()
                .satisfies(note -> assertThat(note.parameters().get("alpha"))
                        .asInstanceOf(InstanceOfAssertFactories.DOUBLE)
                        .isCloseTo(0.1, within(1e-12)));
        assertThat(comparison.simulated()).isTrue();
        assertThat(comparison.notes()).extracting(Finding::code).containsExactly(AnalysisCode.SIMULATED);
        assertThat(analysis.about(RATINGS.where(Column.CHARACTER, "c1"))
                        .comparison()
                        .notes())
                .extracting(Finding::code)
                .containsExactly(AnalysisCode.SIMULATED, AnalysisCode.UNIT_VARIES);
        assertThatThrownBy(() -> comparison.between("alpha", "alpha"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("other: \"alpha\" is the same candidate");
    }
}
