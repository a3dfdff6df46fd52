package esrp.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import esrp.core.Column;
import esrp.core.Rating;
import esrp.core.Ratings;
import esrp.core.internal.TextWidth;
import esrp.stats.MarginTest.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReleaseGateTest {
    /** A baseline at 3 everywhere, and a candidate with these scores, one a character. */
    private static Ratings ratings(int... scores) {
        List<Rating> rows = new ArrayList<>();
        for (int c = 0; c < scores.length; c++) {
            rows.addAll(Fixtures.form("next", "c" + c, "1", "person:x", scores[c]));
            rows.addAll(Fixtures.form("current", "c" + c, "1", "person:x", 3));
        }
        return Ratings.of(rows);
    }

    private static ReleaseGate.Decision check(ReleaseGate gate, int... scores) {
        return gate.check(ratings(scores), Rubric.esrp(), "next", "current");
    }

    @Test
    void passesWhatIsShownNotToBeWorse() {
        ReleaseGate.Decision decision = check(ReleaseGate.nonInferiority(0.5), 3, 4, 3, 4, 3, 4, 3, 3);
        assertThat(decision.verdict()).isEqualTo(Verdict.PASS);
        assertThat(decision.toString().replace('\n', ' '))
                .contains("PASS: next is not worse than current by 0.50 points or more by the average");
        decision.assertPassed();
    }

    @Test
    void failsWhatIsShownToBeWorseAndSaysWhy() {
        ReleaseGate.Decision decision = check(ReleaseGate.nonInferiority(0.5), 1, 2, 1, 2, 1, 1, 2, 1);
        assertThat(decision.verdict()).isEqualTo(Verdict.FAIL);
        assertThatThrownBy(decision::assertPassed)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("the claim \"next is not worse than current by");
    }

    @Test
    void isUndecidedWhereTheRatingsAllowBothAndSaysWhatWouldDecide() {
        ReleaseGate.Decision decision = check(ReleaseGate.superiority(0), 3, 4, 3, 2, 4, 3);
        assertThat(decision.verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(decision.unitsNeeded().orElseThrow()).isGreaterThan(6);
        assertThat(decision.notes().toString()).contains("units (character, now 6) would decide with a chance of 80%");
        assertThatThrownBy(decision::assertPassed).hasMessageContaining("UNDECIDED");
    }

    @Test
    void whatIsMissingDoesNotPass() {
        Ratings complete =
                ratings(5, 5, 4, 5, 5, 4, 5, 5, 4, 5, 5, 4, 5, 5, 4, 5, 5, 4, 5, 5, 4, 5, 5, 4, 5, 5, 4, 5, 5, 4);
        Ratings five = complete.where(
                r -> r.candidate().equals("current") || r.character().matches("c[0-4]"));
        ReleaseGate gate = ReleaseGate.nonInferiority(0.5);
        ReleaseGate.Decision whole = gate.check(complete, Rubric.esrp(), "next", "current");
        assertThat(whole.coverage()).isEqualTo(1);
        whole.assertPassed();
        ReleaseGate.Decision decision = gate.check(five, Rubric.esrp(), "next", "current");
        assertThat(decision.test().verdict()).isEqualTo(Verdict.PASS);
        assertThat(decision.verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(decision.coverage()).isEqualTo(5.0 / 30);
        assertThat(decision.toString().replace('\n', ' '))
                .contains(
                        "UNDECIDED",
                        "Rated of both: 5 of 30 (16.67%; 95% were asked for). next lacks 25, current lacks 0.");
        assertThat(gate.check(five, Rubric.esrp(), "current", "next").verdict()).isNotEqualTo(Verdict.PASS);
        gate.withCoverage(0.15).check(five, Rubric.esrp(), "next", "current").assertPassed();
    }

    @Test
    void oneCharacterAloneDecidesNothing() {
        ReleaseGate.Decision decision = check(ReleaseGate.superiority(0), 5);
        assertThat(decision.verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(decision.notes().toString()).contains("One character alone says nothing about others");
    }

    @Test
    void onlyTheTwoCandidatesAreLookedAt() {
        Ratings study = Fixtures.study(10, 6).ratings();
        ReleaseGate gate = ReleaseGate.nonInferiority(0.1);
        Analysis crossed = Analysis.of(study, Rubric.esrp()).withUnit(Unit.CHARACTER_AND_SCENARIO);
        ReleaseGate.Decision all = gate.check(crossed, "beta", "gamma");
        ReleaseGate.Decision two =
                gate.check(crossed.about(study.where(Column.CANDIDATE, "beta", "gamma")), "beta", "gamma");
        assertThat(all.difference()).isEqualTo(two.difference());
        assertThat(all.simulated()).isTrue();
        assertThat(all.notes().toString()).contains("SIMULATED: at least one rater is simulated");
        assertThat(all.toString().lines()).allMatch(line -> TextWidth.of(line) <= 80);
        assertThat(gate.with(Measure.metric("diversity"))
                        .check(study, Rubric.esrp(), "alpha", "beta")
                        .difference()
                        .unit())
                .isEqualTo(Unit.CHARACTER);
    }

    @Test
    void mistakesAreNamed() {
        assertThatThrownBy(() -> ReleaseGate.nonInferiority(-1)).hasMessageContaining("margin: -1.0 is not 0 or more");
        assertThatThrownBy(() -> ReleaseGate.superiority(0).withAlpha(0.5)).hasMessageContaining("(0, 0.5)");
        assertThatThrownBy(() -> ReleaseGate.superiority(0).check(ratings(3, 4), Rubric.esrp(), "nxt", "current"))
                .hasMessageContaining("no candidate \"nxt\"; candidates are [next, current]");
        assertThatThrownBy(() -> ReleaseGate.superiority(0).check(ratings(3, 4), Rubric.esrp(), "next", "next"))
                .hasMessageContaining("is the candidate itself");
        assertThatThrownBy(() -> ReleaseGate.superiority(0)
                        .with(Measure.metric("diversity"))
                        .check(ratings(3, 4), Rubric.esrp(), "next", "current"))
                .hasMessageContaining("has no value of the metric diversity");
    }
}
