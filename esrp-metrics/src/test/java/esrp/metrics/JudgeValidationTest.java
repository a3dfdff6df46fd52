package esrp.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import esrp.core.Finding;
import esrp.core.Rating;
import esrp.core.Ratings;
import esrp.core.Ratings.Column;
import esrp.core.Scale;
import esrp.core.Table;
import esrp.core.internal.TextWidth;
import esrp.stats.PairTable;
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

    private static Rating coherence(String item, String rater, int score) {
        return new Rating("a", "c1", item, "coherence", rater, score);
    }

    /** Two metrics: exact and near shares by hand, each metric counting the same, and what each side rated alone. */
    @Test
    void theLastRowIsTheMeanOfMetricsAndSaysWhatOneSideRatedAlone() {
        List<Rating> people = new ArrayList<>(PEOPLE.stream().toList());
        people.add(coherence("1", "person:x", 3));
        people.add(coherence("2", "person:x", 3));
        people.add(coherence("5", "person:x", 3));
        people.add(new Rating("a", "c9", "1", "consistency", "person:x", 3));
        List<Rating> machine = new ArrayList<>(JUDGE.stream().toList());
        machine.add(coherence("1", "model:j", 3));
        machine.add(coherence("2", "model:j", 4));
        machine.add(coherence("7", "model:j", 4));
        machine.add(coherence("8", "model:j", 4));
        Ratings human = Ratings.of(people);
        Ratings judge = Ratings.of(machine);
        JudgeValidation validation = JudgeValidation.of(human, judge);
        assertThat(validation.judge()).isEqualTo("model:j");
        assertThat(validation.label()).isEqualTo(HumanLabel.EACH_RATER);
        assertThat(validation.unit()).isEqualTo(Unit.CHARACTER_AND_SCENARIO);
        assertThat(validation.candidates()).containsExactly("a", "b");
        assertThat(validation.metrics()).extracting(row -> row.metric().id()).containsExactly("fluency", "coherence");
        assertThat(validation.simulated()).isFalse();
        assertThat(validation.dataHashes()).containsExactly(human.hash(), judge.hash());
        assertThat(validation.accuracy()).isCloseTo((3 / 8.0 + 1 / 2.0) / 2, within(1e-12));
        assertThat(validation.softAccuracy()).isCloseTo((5 / 8.0 + 1) / 2, within(1e-12));
        assertThat(validation.accuracyInterval().estimate()).isCloseTo(validation.accuracy(), within(1e-12));
        assertThat(validation.softAccuracyInterval().estimate()).isCloseTo(validation.softAccuracy(), within(1e-12));
        assertThat(validation.metric("fluency").softAccuracyInterval().estimate())
                .isCloseTo(5 / 8.0, within(1e-12));
        // c9 was rated on a metric that the judge does not have: it does not count as missing.
        assertThat(validation.characters()).isEqualTo(3);
        assertThat(validation.charactersRated()).isEqualTo(3);
        assertThat(validation.notes())
                .filteredOn(note -> note.code() == AnalysisCode.RATED_BY_ONE_SIDE)
                .singleElement()
                .satisfies(note -> assertThat(note.parameters())
                        .containsEntry("people", 1L)
                        .containsEntry("judge", 2L));
        assertThat(validation.notes().toString())
                .contains("item: people 5; judge 7, 8", "character: people c9; judge none of its own");
        Table table = validation.tables().get(0);
        assertThat(table.rows()).hasSize(3);
        assertThat(table.rows().get(1).get(0))
                .isInstanceOfSatisfying(
                        Table.Cell.Text.class, cell -> assertThat(cell.id()).hasValue("coherence"));
        assertThat(table.rows().get(0).get(1)).isEqualTo(new Table.Cell.Value(8));
        assertThat(table.rows().get(0).get(2)).isEqualTo(new Table.Cell.Value(3 / 8.0));
        assertThat(table.rows().get(2).get(2)).isEqualTo(new Table.Cell.Value(validation.accuracy()));
        Table beside = JudgeValidation.table(List.of(validation));
        assertThat(beside.heads())
                .extracting(Table.Head::key)
                .containsExactly(
                        "metric", "accuracy.model:j", "soft.model:j", "human", "humanSoft", "majority", "majoritySoft");
        assertThat(beside.rows().get(0).get(3)).isEqualTo(new Table.Cell.Value(2 / 8.0));
        assertThat(beside.rows().get(0).get(6)).isEqualTo(new Table.Cell.Value(7 / 8.0));
        assertThat(beside.rows().get(1).get(3)).isEqualTo(Table.Cell.missing());
    }

    @Test
    void completeRatingsHaveNothingToRemark() {
        List<Rating> people = new ArrayList<>();
        List<Rating> machine = new ArrayList<>();
        for (String character : List.of("c1", "c2", "c3")) {
            for (String item : List.of("1", "2", "3")) {
                people.add(new Rating("a", character, item, "fluency", "person:x", 2 + Integer.parseInt(item)));
                int off = character.equals("c1") ? 1 : 0;
                machine.add(new Rating("a", character, item, "fluency", "model:j", 1 + off + Integer.parseInt(item)));
            }
        }
        machine.set(1, new Rating("a", "c1", "2", "fluency", "model:j", 1));
        assertThat(JudgeValidation.of(Ratings.of(people), Ratings.of(machine)).notes())
                .isEmpty();
        // One more dialogue of a character that the judge did not see.
        people.add(new Rating("a", "c4", "1", "fluency", "person:x", 3));
        assertThat(JudgeValidation.of(Ratings.of(people), Ratings.of(machine)).notes())
                .extracting(Finding::code)
                .containsExactly(AnalysisCode.RATED_BY_ONE_SIDE, AnalysisCode.JUDGE_COVERS, AnalysisCode.IDS_DIFFER);
    }

    @Test
    void idsThatDifferAreListedUpToALimit() {
        int shown = 5;
        for (int own = 1; own <= shown + 1; own++) {
            List<Rating> people = new ArrayList<>();
            for (int i = 0; i <= own; i++) {
                people.add(new Rating("a", "c1", "" + (10 + i), "fluency", "person:x", 3));
            }
            Ratings judge = Ratings.of(List.of(new Rating("a", "c1", "10", "fluency", "model:j", 3)));
            String ids =
                    String.join(", ", Fixtures.names("1", Math.min(own, shown)).subList(0, Math.min(own, shown)));
            assertThat(JudgeValidation.of(Ratings.of(people), judge).notes().toString())
                    .contains("item: people " + ids + (own > shown ? ", …" : "") + "; judge none of its own");
        }
    }

    @Test
    void idsThatNeverMeetAreSaidToBeAlike() {
        Ratings people = Ratings.of(List.of(fluency("a", "1", "person:x", 3), fluency("b", "2", "person:x", 3)));
        Ratings judge = Ratings.of(List.of(
                new Rating("a", "c2", "1", "fluency", "model:j", 3),
                new Rating("b", "c1", "2", "fluency", "model:j", 3)));
        assertThatThrownBy(() -> JudgeValidation.of(people, judge))
                .hasMessageContaining("every id occurs on both sides, but never together");
    }

    @Test
    void confusionsAreEqualIfAllCountsAre() {
        JudgeValidation.Row row = JudgeValidation.of(PEOPLE, JUDGE).metric("fluency");
        JudgeValidation.Confusion all = row.confusion();
        JudgeValidation.Confusion again = row.confusion("b").plus(row.confusion("a"));
        assertThat(all).isEqualTo(again).hasSameHashCodeAs(again).isNotEqualTo(row.confusion("a"));
        assertThat(all.hashCode()).isNotEqualTo(row.confusion("a").hashCode());
        assertThat(all.notes()).isEmpty();
        Table table = all.tables().get(0);
        assertThat(table.heads())
                .extracting(Table.Head::key)
                .containsExactly("peopleScore", "judge.1", "judge.2", "judge.3", "judge.4", "judge.5");
        for (int people = 1; people <= 5; people++) {
            assertThat(table.rows().get(people - 1).get(0)).isEqualTo(new Table.Cell.Value(people));
            for (int judge = 1; judge <= 5; judge++) {
                assertThat(table.rows().get(people - 1).get(judge))
                        .isEqualTo(new Table.Cell.Value(all.count(people, judge)));
            }
        }
        assertThat(all.toString()).contains("Scores of people (down) and of the judge (across)");
        JudgeValidation.Confusion other = new JudgeValidation.Confusion(new Scale(0, 4), PairTable.empty(5));
        assertThat(new JudgeValidation.Confusion(Scale.LIKERT_5, PairTable.empty(5)))
                .isNotEqualTo(other);
        assertThatThrownBy(() -> all.plus(other)).hasMessageContaining("other: has scale 0..4, 1..5 expected");
        assertThatThrownBy(() -> JudgeValidation.table(List.of())).hasMessageContaining("judges: is empty");
    }
}
