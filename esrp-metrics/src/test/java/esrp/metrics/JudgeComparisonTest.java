package esrp.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import esrp.core.Column;
import esrp.core.Rating;
import esrp.core.Ratings;
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
}
