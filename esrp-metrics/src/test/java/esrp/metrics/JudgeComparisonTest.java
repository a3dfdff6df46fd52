package esrp.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import esrp.core.Finding;
import esrp.core.Rating;
import esrp.core.Ratings;
import esrp.core.Ratings.Column;
import esrp.core.Table;
import esrp.stats.Estimate;
import esrp.stats.Interval;
import esrp.stats.internal.Jackknife;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JudgeComparisonTest {
    private static final Ratings HUMAN = Fixtures.study(6, 8).ratings();
    private static final Ratings GOOD = judge("model:good", 0.2, 1);
    private static final Ratings POOR = judge("model:poor", 0.7, 2);

    /** Says what one of the people said, and something else with a probability. */
    private static Ratings judge(String name, double wrong, long seed) {
        Random random = new Random(seed);
        List<Rating> rows = new ArrayList<>();
        for (String character : HUMAN.characters()) {
            Ratings own = HUMAN.where(Column.CHARACTER, character);
            own.where(Column.RATER, own.raters().get(0)).stream()
                    .map(r -> new Rating(
                            r.candidate(),
                            r.character(),
                            r.item(),
                            r.metric(),
                            name,
                            random.nextDouble() < wrong ? 1 + random.nextInt(5) : r.score()))
                    .forEach(rows::add);
        }
        return Ratings.of(rows);
    }

    @Test
    void theBetterJudgeIsBetterByEveryFigure() {
        JudgeComparison comparison = JudgeComparison.of(HUMAN, GOOD.plus(POOR));
        JudgeComparison.Row mean = comparison.means().get(0);
        assertThat(mean.first()).isEqualTo("model:good");
        assertThat(mean.characters()).isEqualTo(6);
        for (JudgeComparison.Figure figure : JudgeComparison.Figure.values()) {
            JudgeComparison.Difference difference = mean.difference(figure);
            assertThat(difference.interval().lower()).as(figure.name()).isPositive();
            assertThat(difference.adjustedPValue())
                    .isEqualTo(difference.pValue())
                    .isLessThan(0.01);
        }
        assertThat(mean.difference(JudgeComparison.Figure.ACCURACY).interval().estimate())
                .isCloseTo(
                        comparison.judges().get(0).accuracy()
                                - comparison.judges().get(1).accuracy(),
                        within(1e-12));
        for (JudgeComparison.Row row : comparison.rows()) {
            row.differences()
                    .values()
                    .forEach(d -> assertThat(d.adjustedPValue()).isBetween(d.pValue(), 1.0));
        }
    }

    /** The jackknife, by leaving characters out of the ratings. */
    @Test
    void differencesArePairedByTheUnit() {
        JudgeComparison.Row row = Analysis.of(HUMAN, Rubric.esrp())
                .withUnit(Unit.CHARACTER)
                .judgeComparison(GOOD.plus(POOR))
                .rows()
                .get(0);
        String metric = row.metric().orElseThrow().id();
        double[] without = HUMAN.characters().stream()
                .mapToDouble(left -> difference(metric, r -> !r.character().equals(left)))
                .toArray();
        Interval expected = Estimate.of(
                        difference(metric, r -> true), Jackknife.of(without).standardError(), without.length - 1.0)
                .interval(0.95);
        Interval actual =
                row.difference(JudgeComparison.Figure.KAPPA).interval().interval();
        assertThat(actual.estimate()).isCloseTo(expected.estimate(), within(1e-12));
        assertThat(actual.lower()).isCloseTo(expected.lower(), within(1e-12));
        assertThat(actual.upper()).isCloseTo(expected.upper(), within(1e-12));
    }

    private static double difference(String metric, java.util.function.Predicate<Rating> kept) {
        Ratings human = HUMAN.where(kept);
        return JudgeValidation.of(human, GOOD.where(kept)).metric(metric).kappa()
                - JudgeValidation.of(human, POOR.where(kept)).metric(metric).kappa();
    }

    @Test
    void aJudgeOfOneCharacterIsComparedThereAndSaysSo() {
        Ratings one = POOR.where(Column.CHARACTER, HUMAN.characters().get(0));
        JudgeComparison comparison = JudgeComparison.of(HUMAN, GOOD.plus(one));
        assertThat(comparison.means().get(0).characters()).isEqualTo(1);
        assertThat(comparison.means().get(0).n())
                .isEqualTo(
                        HUMAN.where(Column.CHARACTER, HUMAN.characters().get(0)).size());
        assertThat(comparison
                        .means()
                        .get(0)
                        .difference(JudgeComparison.Figure.ACCURACY)
                        .interval()
                        .lower())
                .isNaN();
        assertThat(comparison.toString())
                .contains("model:poor rated 1 of 6 characters")
                .containsPattern("model:poor +1 +6 ");
        JudgeValidation alone = JudgeValidation.of(HUMAN, one);
        assertThat(alone.characters()).isEqualTo(1);
        assertThat(alone.charactersRated()).isEqualTo(6);
        assertThat(alone.notes().toString()).contains("1 of 6 characters");
        assertThat(JudgeValidation.table(comparison.judges()).toString()).contains("(1 of 6 characters)");
    }

    @Test
    void equalJudgesDoNotDiffer() {
        Ratings twin = Ratings.of(GOOD.stream()
                .map(r -> new Rating(r.candidate(), r.character(), r.item(), r.metric(), "model:twin", r.score()))
                .toList());
        JudgeComparison.Row mean =
                JudgeComparison.of(HUMAN, GOOD.plus(twin)).means().get(0);
        for (JudgeComparison.Difference difference : mean.differences().values()) {
            assertThat(difference.interval().estimate()).isZero();
            assertThat(difference.pValue()).isEqualTo(1);
        }
        JudgeComparison.Row crossed = Analysis.of(HUMAN, Rubric.esrp())
                .withUnit(Unit.CHARACTER_AND_SCENARIO)
                .judgeComparison(GOOD.plus(POOR))
                .rows()
                .get(0);
        assertThat(crossed.difference(JudgeComparison.Figure.KAPPA).interval().crossed())
                .isEqualTo(8);
    }

    @Test
    void aJudgeWithoutOverlapIsLeftOutWithItsReason() {
        Ratings elsewhere = Ratings.of(POOR.stream()
                .map(r -> new Rating(
                        r.candidate(), "no-" + r.character(), r.item(), r.metric(), "model:elsewhere", r.score()))
                .toList());
        JudgeComparison comparison = JudgeComparison.of(HUMAN, GOOD.plus(POOR).plus(elsewhere));
        assertThat(comparison.judges()).hasSize(2);
        assertThat(comparison.notes().toString()).contains("model:elsewhere");
        assertThatThrownBy(() -> JudgeComparison.of(HUMAN, GOOD)).hasMessageContaining("there are 1");
    }

    /** Three judges: means are a family of three, metrics one of three times as many; Holm by its definition. */
    @Test
    void pValuesAreAdjustedWithinTheirTable() {
        JudgeComparison comparison = JudgeComparison.of(HUMAN, GOOD.plus(POOR).plus(judge("model:third", 0.4, 3)));
        assertThat(comparison.means()).hasSize(3);
        for (JudgeComparison.Figure figure : JudgeComparison.Figure.values()) {
            holm(comparison.means(), figure);
            holm(
                    comparison.rows().stream()
                            .filter(row -> row.metric().isPresent())
                            .toList(),
                    figure);
        }
        List<Table> tables = comparison.tables();
        assertThat(tables)
                .extracting(Table::id)
                .containsExactly("judges-alone", "judge-differences", "judge-differences-by-metric");
        int figures = JudgeComparison.Figure.values().length;
        assertThat(tables.get(1).rows()).hasSize(3 * figures);
        assertThat(tables.get(2).rows()).hasSize((comparison.rows().size() - 3) * figures);
        assertThat(comparison.notes()).extracting(Finding::code).contains(AnalysisCode.SIMULATED);
    }

    private static void holm(List<JudgeComparison.Row> family, JudgeComparison.Figure figure) {
        List<JudgeComparison.Difference> sorted = family.stream()
                .map(row -> row.difference(figure))
                .sorted(java.util.Comparator.comparingDouble(JudgeComparison.Difference::pValue))
                .toList();
        double last = 0;
        for (int i = 0; i < sorted.size(); i++) {
            last = Math.max(last, Math.min(1, sorted.get(i).pValue() * (sorted.size() - i)));
            assertThat(sorted.get(i).adjustedPValue()).isCloseTo(last, within(1e-12));
        }
    }

    @Test
    void judgesOfDifferentMetricsHaveNoDifference() {
        JudgeComparison comparison = JudgeComparison.of(
                HUMAN, GOOD.where(Column.METRIC, "fluency").plus(POOR.where(Column.METRIC, "coherence")));
        assertThat(comparison.judges()).hasSize(2);
        assertThat(comparison.rows()).isEmpty();
        assertThat(comparison.means()).isEmpty();
        assertThat(comparison.tables()).extracting(Table::id).containsExactly("judges-alone");
        JudgeComparison half =
                JudgeComparison.of(HUMAN, GOOD.where(Column.METRIC, "fluency").plus(POOR));
        assertThat(half.rows()).hasSize(2);
        assertThat(half.rows().get(0).metric().orElseThrow().id()).isEqualTo("fluency");
        assertThat(half.rows().get(0).n()).isEqualTo(half.means().get(0).n());
    }

    /** Judges are not people: neither is a label for the other. */
    @Test
    void judgesAreComparedWithPeopleAlone() {
        JudgeComparison comparison = JudgeComparison.of(HUMAN, GOOD.plus(POOR));
        for (JudgeComparison.Row row : comparison.rows()) {
            if (row.metric().isPresent()) {
                assertThat(row.n())
                        .isEqualTo(HUMAN.where(
                                        Column.METRIC,
                                        row.metric().orElseThrow().id())
                                .size());
            }
        }
    }

    @Test
    void oneUnitAloneIsSaidOnce() {
        String character = HUMAN.characters().get(0);
        JudgeComparison one = Analysis.of(HUMAN.where(Column.CHARACTER, character), Rubric.esrp())
                .withUnit(Unit.CHARACTER)
                .judgeComparison(GOOD.plus(POOR).where(Column.CHARACTER, character));
        assertThat(one.notes())
                .filteredOn(note -> note.code() == AnalysisCode.ONE_UNIT)
                .hasSize(1);
    }

    /** A judge is no person: it has no say in the label that the other judge is compared with. */
    @Test
    void labelsAreThoseOfPeopleAlone() {
        JudgeComparison comparison =
                Analysis.of(HUMAN, Rubric.esrp()).judgeComparison(GOOD.plus(POOR), HumanLabel.ROUNDED_MEAN);
        JudgeComparison.Row mean = comparison.means().get(0);
        assertThat(mean.difference(JudgeComparison.Figure.ACCURACY).interval().estimate())
                .isCloseTo(
                        comparison.judges().get(0).accuracy()
                                - comparison.judges().get(1).accuracy(),
                        within(1e-12));
        assertThat(mean.n())
                .isEqualTo(comparison.judges().get(0).metrics().stream()
                        .mapToLong(JudgeValidation.Row::n)
                        .sum());
    }
}
