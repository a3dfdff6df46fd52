package esrp.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import esrp.core.DatasetFormatException;
import esrp.core.Finding;
import esrp.core.Rating;
import esrp.core.Ratings;
import esrp.core.Ratings.Column;
import esrp.core.Table;
import esrp.core.internal.TextWidth;
import esrp.stats.MarginTest.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        Finding noticed = AnalysisCode.SIMULATED.note();
        assertThat(decision.withNotes(List.of(noticed)).notes())
                .contains(noticed)
                .containsAll(decision.notes());
        assertThat(Leaderboard.of(Ratings.of(List.of()), Rubric.esrp()).toString())
                .contains("0 ratings");
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
    void whatDoesNotVaryAtAllIsNoCertainty() {
        ReleaseGate.Decision equal = check(ReleaseGate.nonInferiority(0.1), 3, 3, 3, 3);
        assertThat(equal.verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(equal.difference().estimate()).isZero();
        // Clopper and Pearson: all of four leave a share of up to 0.602 unlike them, and 4 points are lost at most.
        assertThat(equal.difference().lower()).isCloseTo(-4 * 0.6023646356164747, within(1e-9));
        assertThat(equal.unitsNeeded()).hasValue(146);
        assertThat(equal.toString().replace('\n', ' ')).contains("Where units do not differ at all");
        assertThat(check(ReleaseGate.superiority(0.1), 5, 5, 5, 5).verdict()).isEqualTo(Verdict.UNDECIDED);
        int[] many = new int[146];
        Arrays.fill(many, 3);
        assertThat(check(ReleaseGate.nonInferiority(0.1), many).verdict()).isEqualTo(Verdict.PASS);
        Comparison comparison = Comparison.of(ratings(5, 5, 5, 5), Rubric.esrp());
        assertThat(comparison.differences().get(0).pValue()).isCloseTo(2 * Math.pow(4 / 6.0, 4), within(1e-9));
        assertThat(comparison.letters("next")).isEqualTo(comparison.letters("current"));
        assertThat(comparison.notes().toString()).contains("Where units do not differ at all");
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
                .hasMessageContaining("has no value of the metric diversity")
                .hasMessageContaining("rubric.only(\"consistency\", \"fluency\", ");
    }

    /** Differences 0, 1, 0, -1, 1, 0. scipy 1.17.1: stats.t.sf(d, 5), and the least n by stats.t.ppf at 5 (n - 1) / 5 degrees. */
    @Test
    void figuresAreThoseOfAPairedTTest() {
        ReleaseGate.Decision better = check(ReleaseGate.superiority(0), 3, 4, 3, 2, 4, 3);
        assertThat(better.candidate()).isEqualTo("next");
        assertThat(better.baseline()).isEqualTo("current");
        assertThat(better.simulated()).isFalse();
        assertThat(better.difference().estimate()).isCloseTo(1 / 6.0, within(1e-12));
        assertThat(better.difference().interval().level()).isEqualTo(0.95);
        assertThat(better.difference().lower()).isCloseTo(-0.6233197838252855, within(1e-9));
        assertThat(better.test().pValue()).isCloseTo(0.3054405916981279, within(1e-9));
        assertThat(better.unitsNeeded()).hasValue(163);

        ReleaseGate.Decision bolder = check(ReleaseGate.superiority(0).withAlpha(0.05), 3, 4, 3, 2, 4, 3);
        assertThat(bolder.difference().interval().level()).isCloseTo(0.9, within(1e-12));
        assertThat(bolder.difference().lower()).isCloseTo(-0.45259426871798425, within(1e-9));
        assertThat(bolder.unitsNeeded()).hasValue(128);

        ReleaseGate.Decision surer = check(ReleaseGate.superiority(0).withPower(0.9), 3, 4, 3, 2, 4, 3);
        assertThat(surer.unitsNeeded()).hasValue(217);
        assertThat(surer.toString().replace('\n', ' '))
                .contains("about 217 units (character, now 6) would decide with a chance of 90%");

        ReleaseGate.Decision notWorse = check(ReleaseGate.nonInferiority(0.1), 3, 4, 3, 2, 4, 3);
        assertThat(notWorse.test().pValue()).isCloseTo(0.21261240344610602, within(1e-9));
        assertThat(notWorse.unitsNeeded()).hasValue(65);

        ReleaseGate.Decision byMore = check(ReleaseGate.superiority(0.1), 3, 4, 3, 2, 4, 3);
        assertThat(byMore.test().pValue()).isCloseTo(0.4184181329593475, within(1e-9));
        assertThat(byMore.unitsNeeded()).hasValue(1003);
    }

    @Test
    void theClaimAndTheBoundAreThoseOfTheGate() {
        assertThat(bound(ReleaseGate.superiority(0), "better than current by the average"))
                .isZero();
        assertThat(bound(ReleaseGate.superiority(0.1), "better than current by more than 0.10 points by the average"))
                .isEqualTo(0.1);
        assertThat(bound(ReleaseGate.nonInferiority(0.1), "not worse than current by 0.10 points or more"))
                .isEqualTo(-0.1);
        assertThat(ReleaseGate.superiority(0.1)).hasToString("gate: average better by more than 0.10");
        assertThat(ReleaseGate.nonInferiority(0.1).with(Measure.metric("fluency")))
                .hasToString("gate: metric fluency not worse by 0.10 or more");
    }

    /** The bound that the table of an undecided gate shows. */
    private static double bound(ReleaseGate gate, String claim) {
        ReleaseGate.Decision decision = check(gate, 3, 4, 3, 2, 4, 3);
        assertThat(decision.toString().replace('\n', ' ')).contains(claim);
        Table table = decision.tables().get(0);
        assertThat(table.title().in("en")).isEqualTo("Release gate: UNDECIDED");
        assertThat(table.heads())
                .extracting(Table.Head::key)
                .containsExactly("candidate", "baseline", "difference", "interval", "bound", "p", "coverage");
        List<Table.Cell> row = table.rows().get(0);
        assertThat(row.get(2))
                .isEqualTo(new Table.Cell.Value(decision.difference().estimate()));
        assertThat(row.get(6)).isEqualTo(new Table.Cell.Value(1.0));
        return ((Table.Cell.Value) row.get(4)).value();
    }

    @Test
    void theLimitsOfChoicesAreThoseThatAreDocumented() {
        for (double wrong : new double[] {0, 0.5, Double.NaN}) {
            assertThatThrownBy(() -> ReleaseGate.superiority(0).withAlpha(wrong))
                    .hasMessageContaining("(0, 0.5)");
        }
        for (double wrong : new double[] {Math.nextDown(0.5), 1, Double.NaN}) {
            assertThatThrownBy(() -> ReleaseGate.superiority(0).withPower(wrong))
                    .hasMessageContaining("[0.5, 1)");
        }
        for (double wrong : new double[] {-1e-9, Math.nextUp(1.0), Double.NaN}) {
            assertThatThrownBy(() -> ReleaseGate.superiority(0).withCoverage(wrong))
                    .hasMessageContaining("[0, 1]");
        }
        for (double wrong : new double[] {Double.POSITIVE_INFINITY, Double.NaN, -Double.MIN_VALUE}) {
            assertThatThrownBy(() -> ReleaseGate.superiority(wrong)).hasMessageContaining("is not 0 or more");
        }
        ReleaseGate least = ReleaseGate.superiority(0).withPower(0.5).withCoverage(1);
        assertThat(check(least, 5, 4, 5, 4).verdict()).isEqualTo(Verdict.PASS);
    }

    /** As much as was asked for is enough; and 0 asks for nothing. */
    @Test
    void coverageThatIsJustReachedPasses() {
        Ratings three = ratings(5, 4, 5, 4)
                .where(r -> r.candidate().equals("current") || !r.character().equals("c3"));
        ReleaseGate gate = ReleaseGate.superiority(0);
        for (double enough : new double[] {0, 0.75}) {
            ReleaseGate.Decision decision = gate.withCoverage(enough).check(three, Rubric.esrp(), "next", "current");
            assertThat(decision.coverage()).isEqualTo(0.75);
            assertThat(decision.verdict()).isEqualTo(Verdict.PASS);
        }
        assertThat(gate.withCoverage(Math.nextUp(0.75))
                        .check(three, Rubric.esrp(), "next", "current")
                        .verdict())
                .isEqualTo(Verdict.UNDECIDED);
    }

    /** Crossed units: characters and scenarios must both grow by the quotient of needed and present characters. */
    @Test
    void crossedUnitsAreNeededInProportion() {
        int[][] scores = {{4, 4, 3, 4}, {2, 3, 2, 2}, {5, 4, 4, 3}, {3, 2, 3, 3}, {4, 3, 3, 5}};
        List<Rating> rows = new ArrayList<>();
        for (int c = 0; c < 5; c++) {
            for (int s = 0; s < 4; s++) {
                rows.addAll(Fixtures.form("next", "c" + c, "s" + s, "person:x", scores[c][s]));
                rows.addAll(Fixtures.form("current", "c" + c, "s" + s, "person:x", 3));
            }
        }
        ReleaseGate.Decision decision =
                ReleaseGate.superiority(0).check(Ratings.of(rows), Rubric.esrp(), "next", "current");
        assertThat(decision.difference().clusters()).isEqualTo(5);
        assertThat(decision.difference().crossed()).isEqualTo(4);
        double times = decision.unitsNeeded().orElseThrow() / 5.0;
        assertThat(times).isGreaterThan(1);
        assertThat(decision.notes())
                .filteredOn(note -> note.code() == AnalysisCode.CROSSED_UNITS_NEEDED)
                .singleElement()
                .satisfies(note -> assertThat(note.parameters()).containsEntry("times", times));
    }

    @Test
    void ratersOfEitherAloneAreNoticed() {
        List<Rating> rows = new ArrayList<>();
        for (int s = 0; s < 6; s++) {
            rows.addAll(Fixtures.form("next", "c", "s" + s, "model:new", 4 + s % 2));
            rows.addAll(Fixtures.form("current", "c", "s" + s, "model:old", 4 + s % 2));
        }
        ReleaseGate gate = ReleaseGate.nonInferiority(0.1);
        assertThat(gate.check(Ratings.of(rows), Rubric.esrp(), "next", "current")
                        .notes())
                .extracting(Finding::code)
                .contains(AnalysisCode.GATE_RATERS);
        rows.addAll(Fixtures.form("current", "c", "s0", "model:new", 4));
        assertThat(gate.check(Ratings.of(rows), Rubric.esrp(), "next", "current")
                        .notes())
                .extracting(Finding::code)
                .doesNotContain(AnalysisCode.GATE_RATERS);
    }

    @Test
    void whatDidNotPassSaysOnWhichMetricsItLostMost() {
        Map<String, Integer> lost = Map.of("fluency", 2, "coherence", 1, "consistency", 3, "emotional_value", 3);
        List<Rating> rows = new ArrayList<>();
        for (int s = 0; s < 6; s++) {
            rows.addAll(Fixtures.form("current", "c", "s" + s, "model:j", 4));
            Fixtures.form("next", "c", "s" + s, "model:j", 4).stream()
                    .map(one -> new Rating(
                            one.candidate(),
                            one.character(),
                            one.item(),
                            one.metric(),
                            one.rater(),
                            one.score() - lost.getOrDefault(one.metric(), 0)))
                    .forEach(rows::add);
        }
        Ratings ratings = Ratings.of(rows);
        Rubric rubric = Rubric.esrp();
        ReleaseGate.Decision worse = ReleaseGate.nonInferiority(0.1).check(ratings, rubric, "next", "current");
        assertThat(worse.text("en").replaceAll("\\s+", " "))
                .contains("Lost most, by metric: Consistency -3.00, Emotional Value -3.00, Fluency -2.00.");
        assertThat(worse.text("zh")).contains("下降最多的是");
        assertThat(ReleaseGate.nonInferiority(0.1)
                        .check(ratings, rubric, "current", "next")
                        .notes())
                .extracting(Finding::code)
                .doesNotContain(AnalysisCode.GATE_LOST);
    }

    @Test
    void onTheBoundNoSampleDecides() {
        ReleaseGate.Decision decision = check(ReleaseGate.superiority(0), 2, 4, 2, 4);
        assertThat(decision.unitsNeeded()).isEmpty();
        assertThat(decision.notes()).extracting(Finding::code).contains(AnalysisCode.ON_THE_BOUND);
        assertThat(check(ReleaseGate.superiority(0), 5).unitsNeeded()).isEmpty();
        assertThat(check(ReleaseGate.superiority(0), 5).notes())
                .extracting(Finding::code)
                .doesNotContain(AnalysisCode.ON_THE_BOUND, AnalysisCode.UNITS_NEEDED);
        assertThat(check(ReleaseGate.superiority(0), 4, 4, 4, 4).notes())
                .extracting(Finding::code)
                .containsExactly(
                        AnalysisCode.GATE_UNDECIDED,
                        AnalysisCode.UNITS_NEEDED,
                        AnalysisCode.UNIT_VARIES,
                        AnalysisCode.ALIKE);
    }

    @Test
    void aGateThatIsAskedDailyKeepsItsLooksInAFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("gate/looks.json");
        ReleaseGate gate = ReleaseGate.nonInferiority(1).withLooks(file);
        ReleaseGate.Decision first = check(gate, 3, 1, 4, 2);
        assertThat(first.verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(first.notes())
                .extracting(Finding::code)
                .contains(AnalysisCode.GATE_LOOK, AnalysisCode.UNITS_NEEDED)
                .doesNotContain(AnalysisCode.GATE_DECIDED);
        assertThat(first.difference().interval().level()).isCloseTo(1 - 2 * 0.0025829136, within(1e-9));
        assertThat(check(gate, 3, 1, 4, 2).toString())
                .isEqualTo(first.toString())
                .contains("Look 1 of a sequential test");
        int[] many = {3, 3, 4, 3, 2, 3, 4, 3, 3, 3, 4, 3};
        ReleaseGate.Decision second = check(gate, many);
        assertThat(second.verdict()).isEqualTo(Verdict.PASS);
        assertThat(second.test().decidingLook()).hasValue(2);
        ReleaseGate.Decision third = check(gate, 1, 2, 1, 1, 2, 1, 1, 2, 1, 1, 2, 1);
        assertThat(third.verdict()).isEqualTo(Verdict.PASS);
        assertThat(third.difference().upper()).isLessThan(-1);
        assertThat(third.notes().toString()).contains("Look 3 of", "Decided at look 2");
        assertThat(third.looks()).hasSize(3);
        // the same from a list
        assertThat(check(gate.withLooks(second.looks()), 1, 2, 1, 1, 2, 1, 1, 2, 1, 1, 2, 1)
                        .toString())
                .isEqualTo(third.toString());
        assertThat(check(ReleaseGate.nonInferiority(1), many).toString()).doesNotContain("Look");
        String kept = Files.readString(file);
        for (ReleaseGate other : List.of(
                ReleaseGate.nonInferiority(0.9), ReleaseGate.nonInferiority(1).withAlpha(0.05))) {
            assertThatThrownBy(() -> check(other.withLooks(file), many))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(
                            "holds those of \"next / current, gate: average not worse by 1.00 or more, alpha 0.025\"")
                    .hasMessageContaining("take another file");
        }
        assertThat(Files.readString(file)).isEqualTo(kept);
        Files.writeString(file, kept.replace("\"standardError\" : ", "\"standardError\" : -"));
        assertThatThrownBy(() -> check(gate, many))
                .isInstanceOf(DatasetFormatException.class)
                .hasMessageContaining("looks.json")
                .hasMessageContaining("is negative");
    }

    @Test
    void looksThatMustNotDecideAreNotKept(@TempDir Path folder) {
        Path file = folder.resolve("looks.json");
        ReleaseGate gate = ReleaseGate.nonInferiority(1).withLooks(file);
        int[] same = new int[200];
        Arrays.fill(same, 3);
        ReleaseGate.Decision alike = check(gate, same);
        assertThat(alike.verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(alike.notes())
                .extracting(Finding::code)
                .contains(AnalysisCode.ALIKE)
                .doesNotContain(AnalysisCode.UNITS_NEEDED, AnalysisCode.ON_THE_BOUND);
        assertThat(alike.looks()).isEmpty();
        assertThat(file).doesNotExist();
        Ratings complete = ratings(3, 4, 3, 4, 3, 4, 3, 3, 4, 3, 4, 3, 4, 3, 4, 3);
        Ratings gaps = complete.where(
                r -> r.candidate().equals("current") || !r.character().equals("c0"));
        assertThat(gate.check(gaps, Rubric.esrp(), "next", "current").verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(file).doesNotExist();
        gate.check(complete, Rubric.esrp(), "next", "current").assertPassed();
        // an earlier look decided: what is missing today does not undo it
        gate.check(gaps, Rubric.esrp(), "next", "current").assertPassed();
    }
}
