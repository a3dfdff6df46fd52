package esrp.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import esrp.core.Column;
import esrp.core.Rating;
import esrp.core.Ratings;
import esrp.core.internal.TextWidth;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JudgeValidationTest {
    private static Rating fluency(String candidate, String item, String rater, int score) {
        return new Rating(candidate, "c" + (Integer.parseInt(item) % 3), item, "fluency", rater, score);
    }

    /** Four dialogues; people say 4/4, 4/5, 3/4, 1/5; the judge says 4, 4, 5, 3. */
    private static final Ratings PEOPLE = Ratings.of(List.of(
            fluency("a", "1", "person:x", 4),
            fluency("a", "1", "person:y", 4),
            fluency("a", "2", "person:x", 4),
            fluency("a", "2", "person:y", 5),
            fluency("b", "3", "person:x", 3),
            fluency("b", "3", "person:y", 4),
            fluency("b", "4", "person:x", 1),
            fluency("b", "4", "person:y", 5)));

    private static final Ratings JUDGE = Ratings.of(List.of(
            fluency("a", "1", "model:j", 4),
            fluency("a", "2", "model:j", 4),
            fluency("b", "3", "model:j", 5),
            fluency("b", "4", "model:j", 3)));

    @Test
    void eachRaterMakesAPair() {
        JudgeValidation.Row row = JudgeValidation.of(PEOPLE, JUDGE).metric("fluency");
        assertThat(row.n()).isEqualTo(8);
        assertThat(row.accuracy()).isEqualTo(3 / 8.0);
        assertThat(row.softAccuracy()).isEqualTo(5 / 8.0);
        assertThat(row.bias()).isEqualTo((32 - 30) / 8.0);
        assertThat(row.confusion().count(4, 4)).isEqualTo(3);
        assertThat(row.confusion("a").n()).isEqualTo(4);
        assertThat(row.confusion("a").plus(row.confusion("b"))).isEqualTo(row.confusion());
    }

    @Test
    void theRoundedMeanGoesToTheEvenScoreWhereItLiesHalfWay() {
        JudgeValidation.Row row = Analysis.of(PEOPLE, Rubric.esrp())
                .judgeValidation(JUDGE, HumanLabel.ROUNDED_MEAN)
                .metric("fluency");
        // Labels: 4, 4.5 -> 4, 3.5 -> 4, 3.
        assertThat(row.n()).isEqualTo(4);
        assertThat(row.accuracy()).isEqualTo(3 / 4.0);
        assertThat(row.confusion().count(4, 5)).isEqualTo(1);
    }

    @Test
    void withoutAMajorityADialogueIsLeftOutAndCounted() {
        JudgeValidation validation = Analysis.of(PEOPLE, Rubric.esrp()).judgeValidation(JUDGE, HumanLabel.MAJORITY);
        assertThat(validation.metric("fluency").n()).isEqualTo(1);
        assertThat(validation.metric("fluency").undecided()).isEqualTo(3);
        assertThat(validation.toString()).contains("Left out: 3 without a majority.");
    }

    @Test
    void yardsticksStandBeside() {
        JudgeValidation.Row row = JudgeValidation.of(PEOPLE, JUDGE).metric("fluency");
        JudgeValidation.HumanAgreement ceiling = row.humanAgreement().orElseThrow();
        assertThat(ceiling.n()).isEqualTo(8);
        assertThat(ceiling.accuracy()).isEqualTo(2 / 8.0);
        assertThat(ceiling.softAccuracy()).isEqualTo(6 / 8.0);
        JudgeValidation.MajorityBaseline constant = row.majorityBaseline().orElseThrow();
        assertThat(constant.score()).isEqualTo(4);
        assertThat(constant.accuracy()).isEqualTo(4 / 8.0);
        assertThat(constant.softScore()).isEqualTo(4);
        assertThat(constant.softAccuracy()).isEqualTo(7 / 8.0);
    }

    @Test
    void onlyWhatBothRatedIsCompared() {
        List<Rating> more = new ArrayList<>(JUDGE.stream().toList());
        more.remove(0);
        more.add(fluency("a", "9", "model:j", 4));
        JudgeValidation.Row row = JudgeValidation.of(PEOPLE, Ratings.of(more)).metric("fluency");
        assertThat(row.n()).isEqualTo(6);
        assertThat(row.humanOnly()).isEqualTo(1);
        assertThat(row.judgeOnly()).isEqualTo(1);
    }

    @Test
    void aPersonAsJudgeOfTheOtherReachesTheCeiling() {
        Ratings ratings = Fixtures.study(4, 10).ratings();
        Ratings one = ratings.where(Column.RATER, "sim:r01");
        Ratings other = ratings.where(Column.RATER, "sim:r02");
        JudgeValidation forward = JudgeValidation.of(one, other);
        JudgeValidation backward = JudgeValidation.of(other, one);
        JudgeValidation.Row both = JudgeValidation.of(
                        ratings, Fixtures.study(4, 10).judge("j", 0, 0.3))
                .metric("coherence");
        assertThat(forward.metric("fluency").accuracy())
                .isEqualTo(backward.metric("fluency").accuracy());
        assertThat(both.humanAgreement().orElseThrow().n()).isEqualTo(3 * 4 * 10 * 2);
    }

    @Test
    void intervalsNameTheirUnitAndHoldTheEstimate() {
        SimulatedStudy study = Fixtures.study(8, 10);
        for (Unit unit : Unit.values()) {
            JudgeValidation validation = Analysis.of(study.ratings(), Rubric.esrp())
                    .withUnit(unit)
                    .judgeValidation(study.judge("j", 0.2, 0.3));
            assertThat(validation.simulated()).isTrue();
            assertThat(validation.accuracyInterval().unit()).isEqualTo(unit);
            assertThat(validation.accuracyInterval().interval().contains(validation.accuracy()))
                    .isTrue();
            for (JudgeValidation.Row row : validation.metrics()) {
                assertThat(row.accuracyInterval().interval().contains(row.accuracy()))
                        .isTrue();
                assertThat(row.kappaInterval().interval().width()).isPositive();
                assertThat(row.weightedTauInterval().interval().width()).isPositive();
                assertThat(row.biasInterval().unit()).isEqualTo(unit);
            }
        }
    }

    @Test
    void aJudgeThatRepeatsPeopleIsRightAndAConstantOneHasNoTau() {
        Ratings people = PEOPLE.where(Column.RATER, "person:x");
        Ratings copy = Ratings.of(people.stream()
                .map(r -> new Rating(r.candidate(), r.character(), r.item(), r.metric(), "model:c", r.score()))
                .toList());
        JudgeValidation perfect = JudgeValidation.of(people, copy);
        assertThat(perfect.accuracy()).isEqualTo(1);
        assertThat(perfect.metric("fluency").kappa()).isEqualTo(1);
        assertThat(perfect.metric("fluency").weightedTau()).isCloseTo(1, within(1e-12));
        assertThat(perfect.metric("fluency").humanAgreement()).isEmpty();
        Ratings four = Ratings.of(people.stream()
                .map(r -> new Rating(r.candidate(), r.character(), r.item(), r.metric(), "model:c", 4))
                .toList());
        assertThat(JudgeValidation.of(people, four).metric("fluency").weightedTau())
                .isNaN();
    }

    @Test
    void whatCannotBeComparedIsRefused() {
        assertThatThrownBy(() -> JudgeValidation.of(JUDGE, PEOPLE))
                .hasMessageContaining("ratings of one judge were expected, not of person:x, person:y");
        assertThatThrownBy(() -> JudgeValidation.of(PEOPLE, PEOPLE.where(Column.RATER, "person:x")))
                .hasMessageContaining("is among the raters of human too");
        assertThatThrownBy(() -> JudgeValidation.of(
                        PEOPLE, Ratings.of(List.of(new Rating("a", "c1", "1", "coherence", "model:j", 3)))))
                .hasMessageContaining("metric: people");
        assertThatThrownBy(() -> JudgeValidation.of(PEOPLE, Ratings.of(List.of(fluency("q", "1", "model:j", 3)))))
                .hasMessageContaining("rated nothing that people rated");
        assertThatThrownBy(() -> JudgeValidation.of(PEOPLE, Ratings.of(List.of())))
                .hasMessageContaining("judge: has no ratings");
    }

    @Test
    void printsWithin80Columns() {
        SimulatedStudy study = Fixtures.study(5, 12);
        JudgeValidation one = JudgeValidation.of(study.ratings(), study.judge("gpt-4.1-long-name", 0.2, 0.3));
        JudgeValidation two = JudgeValidation.of(study.ratings(), study.judge("tuned", 0, 0.1));
        assertThat(one.toString().lines()).allMatch(line -> TextWidth.of(line) <= 80);
        assertThat(JudgeValidation.table(List.of(one, two)).toString().lines())
                .allMatch(line -> TextWidth.of(line) <= 80);
        assertThat(one.toString()).contains("SIMULATED", "people", "base", "by character and scenario (5 ×");
    }

    @Test
    void aJudgeMayStandBesideItself() {
        JudgeValidation one = JudgeValidation.of(PEOPLE, JUDGE);
        assertThat(JudgeValidation.table(List.of(one, one)).heads()).hasSize(1 + 2 * 2 + 4);
    }

    @Test
    void oneUnitAloneIsTheReasonOfAMissingInterval() {
        assertThat(JudgeValidation.of(PEOPLE, JUDGE).notes())
                .extracting(Object::toString)
                .containsExactly(
                        "Each scenario belongs to one character, so that the two are not crossed: the unit is the"
                                + " character.");
        JudgeValidation one = Analysis.of(PEOPLE.where(r -> r.character().equals("c2")), Rubric.esrp())
                .withUnit(Unit.CHARACTER)
                .judgeValidation(JUDGE);
        assertThat(one.accuracyInterval().lower()).isNaN();
        assertThat(one.toString()).contains("One character alone says nothing about others; rate at least two");
    }
}
