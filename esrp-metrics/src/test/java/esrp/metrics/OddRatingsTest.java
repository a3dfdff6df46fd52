package esrp.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import esrp.core.LocalizedText;
import esrp.core.Metric;
import esrp.core.Metric.Dimension;
import esrp.core.Rating;
import esrp.core.Ratings;
import esrp.core.Scale;
import esrp.stats.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.apache.commons.math3.stat.inference.TTest;
import org.junit.jupiter.api.Test;

/** Scales with steps, scales mixed, things that few rated, scores that are all equal: units and texts must still be true. */
class OddRatingsTest {
    private static final Metric FIVE = metric("five", Scale.LIKERT_5);
    private static final Metric HALVES = metric("halves", new Scale(1, 10, 0.5));
    private static final Rubric MIXED = Rubric.builder("mixed")
            .dimension(new Dimension("d", LocalizedText.same("d")), FIVE, HALVES)
            .lowerIsBetter("halves")
            .common(Scale.LIKERT_5)
            .build();
    private static final Rubric ONE = Rubric.builder("one")
            .dimension(new Dimension("d", LocalizedText.same("d")), FIVE)
            .build();

    private static Metric metric(String id, Scale scale) {
        return Metric.of(id, LocalizedText.same(id), "d", scale);
    }

    /** Two candidates on both metrics, near the good end. */
    private static List<Rating> mixed(String rater, int characters, int scenarios, long seed) {
        Random random = new Random(seed);
        List<Rating> rows = new ArrayList<>();
        for (String candidate : List.of("x", "y")) {
            for (int h = 0; h < characters; h++) {
                for (int s = 0; s < scenarios; s++) {
                    int five = candidate.equals("x") ? 4 + random.nextInt(2) : 3 + random.nextInt(3);
                    rows.add(new Rating(candidate, "h" + h, "s" + s, "five", rater, five));
                    rows.add(new Rating(candidate, "h" + h, "s" + s, "halves", rater, 1 + 0.5 * random.nextInt(3)));
                }
            }
        }
        return rows;
    }

    private static Ratings of(List<Rating> rows, Predicate<Rating> which) {
        return Ratings.of(rows.stream().filter(which).toList(), List.of(FIVE, HALVES));
    }

    private static List<Rating> shifted(List<Rating> rows, String rater, double by) {
        return rows.stream()
                .map(r -> new Rating(r.candidate(), r.character(), r.item(), r.metric(), rater, r.score() + by))
                .toList();
    }

    /** R: clubSandwich's {@code coef_test(lm(y ~ candidate), cluster = character, vcov = "CR2", test = "Satterthwaite")}. */
    @Test
    void degreesOfFreedomCountTheRatingsOfEitherCandidate() {
        List<Rating> rows = new ArrayList<>();
        for (int h = 0; h < 6; h++) {
            for (int s = 0; s < 3; s++) {
                rows.add(new Rating("c0", "h" + h, "s" + s, "five", "r0", 1 + (h * 7 + s * 3) % 5));
                for (int r = 0; r <= h % 3 + h; r++) {
                    rows.add(new Rating("c1", "h" + h, "s" + s, "five", "r" + r, 1 + (h * 5 + s * 2 + r * 3) % 5));
                }
            }
        }
        Analysis analysis = Analysis.of(Ratings.of(rows, List.of(FIVE)), ONE).withUnit(Unit.CHARACTER);
        Estimate difference = ReleaseGate.nonInferiority(0.1)
                .check(analysis, "c1", "c0")
                .test()
                .difference();
        assertThat(difference.value()).isCloseTo(0.024691358024690933, within(1e-12));
        assertThat(difference.standardError()).isCloseTo(0.19941551098987226, within(1e-12));
        assertThat(difference.degreesOfFreedom()).isCloseTo(4.952673016398328, within(1e-10));
        assertThat(analysis.comparison().between("c1", "c0").pValue()).isCloseTo(0.90632679076663, within(1e-10));
    }

    /** Severity has a unit of its own, coefficients are no cluster means, and a step may be half a point. */
    @Test
    void notesSayHowEachIntervalWasMade() {
        List<Rating> both = new ArrayList<>(mixed("person:p", 6, 5, 1));
        both.addAll(mixed("person:q", 6, 5, 2));
        assertThat(RaterAgreement.of(of(both, r -> true)).toString().replaceAll("\\s+", " "))
                .contains("its intervals are by scenario", "Within 1: at most one step of the scale apart")
                .contains("95% t intervals by jackknife by character and scenario (6 × 5).")
                .doesNotContain("95% t intervals on cluster means");
    }

    @Test
    void biasAndSeverityAreInScorePoints() {
        List<Rating> people = mixed("person:p", 6, 5, 1).stream()
                .filter(r -> r.metric().equals("halves"))
                .toList();
        List<Rating> judge = shifted(people, "model:j", 1.5);
        JudgeValidation.Row row =
                JudgeValidation.of(of(people, r -> true), of(judge, r -> true)).metric("halves");
        assertThat(row.bias()).isCloseTo(1.5, within(1e-12));
        assertThat(row.biasInterval().estimate()).isCloseTo(1.5, within(1e-12));
        List<Rating> both = new ArrayList<>(people);
        both.addAll(shifted(people, "person:q", 1.5));
        assertThat(RaterAgreement.of(of(both, r -> true)).raters())
                .extracting(r -> r.severity().estimate())
                .containsExactly(1.5, -1.5);
    }

    @Test
    void whatWasRatedOnceIsNoEvidenceOfAgreement() {
        List<Rating> rows = new ArrayList<>(mixed("person:p", 20, 5, 2));
        mixed("person:q", 3, 5, 3).forEach(rows::add);
        Predicate<Rating> five = r -> r.metric().equals("five");
        Predicate<Rating> paired = five.and(r -> List.of("h0", "h1", "h2").contains(r.character()));
        RaterAgreement.Row all = Analysis.of(of(rows, five), ONE)
                .withUnit(Unit.CHARACTER)
                .agreement()
                .metric("five");
        RaterAgreement.Row few = Analysis.of(of(rows, paired), ONE)
                .withUnit(Unit.CHARACTER)
                .agreement()
                .metric("five");
        assertThat(all.alphaInterval().clusters()).isEqualTo(3);
        assertThat(all.alpha()).isEqualTo(few.alpha());
        assertThat(all.alphaInterval().interval().width())
                .isGreaterThanOrEqualTo(few.alphaInterval().interval().width());
        assertThat(all.macroTau()).isEqualTo(few.macroTau());
        assertThat(all.exactInterval()).isEqualTo(few.exactInterval());
    }

    @Test
    void wherePeopleAlwaysAgreeTheShareIsNotCertain() {
        List<Rating> rows = new ArrayList<>(mixed("person:p", 4, 3, 4));
        rows.addAll(shifted(rows, "person:q", 0));
        RaterAgreement.Row row =
                RaterAgreement.of(of(rows, r -> r.metric().equals("five"))).metric("five");
        assertThat(row.exact()).isEqualTo(1);
        assertThat(row.exactInterval().lower()).isLessThan(0.5);
        assertThat(row.exactInterval().upper()).isEqualTo(1);
    }

    @Test
    void equalScoresHaveNoAgreementBeyondChanceAndTheNotesSaySo() {
        List<Rating> rows = new ArrayList<>();
        for (String rater : List.of("person:p", "person:q")) {
            for (int h = 0; h < 3; h++) {
                for (int s = 0; s < 4; s++) {
                    rows.add(new Rating("x", "h" + h, "s" + s, "five", rater, 5));
                }
            }
        }
        RaterAgreement agreement = RaterAgreement.of(of(rows, r -> true));
        assertThat(agreement.metric("five").alpha()).isNaN();
        assertThat(agreement.notes()).anyMatch(note -> note.code() == AnalysisCode.NO_VARIATION);
        JudgeValidation judged = JudgeValidation.of(
                of(rows, r -> r.rater().equals("person:p")), of(shifted(rows.subList(0, 12), "model:j", 0), r -> true));
        assertThat(judged.metric("five").kappa()).isNaN();
        assertThat(judged.notes()).anyMatch(note -> note.code() == AnalysisCode.NO_VARIATION);
    }

    @Test
    void mixedScalesMeetOnTheCommonOneEverywhere() {
        List<Rating> rows = mixed("model:j", 6, 5, 5);
        Analysis analysis = Analysis.of(of(rows, r -> true), MIXED);
        Changes changes = analysis.changes("x", "y");
        assertThat(changes.dialogues()).allSatisfy(dialogue -> {
            assertThat(dialogue.baseline()).isBetween(1.0, 5.0);
            assertThat(dialogue.candidate()).isBetween(1.0, 5.0);
        });
        double mean = changes.dialogues().stream()
                .mapToDouble(Changes.DialogueChange::difference)
                .average()
                .orElseThrow();
        UnitInterval average = changes.measures().get(0).difference().orElseThrow();
        assertThat(mean).isCloseTo(average.estimate(), within(1e-12));
        // One judge: what separates the places is the difference of the averages.
        UnitInterval cut = analysis.shortlist(Shortlist.Options.best(1)).cut().orElseThrow();
        assertThat(cut.estimate()).isCloseTo(average.estimate(), within(1e-12));
        assertThat(cut.lower()).isCloseTo(average.lower(), within(1e-9));
        assertThat(cut.upper()).isCloseTo(average.upper(), within(1e-9));
        Ratings people = of(
                mixed("person:p", 6, 5, 5),
                r -> r.item().equals("s0") || r.item().equals("s1"));
        for (PredictionPoweredLeaderboard.Row row :
                analysis.about(people).predictionPowered(of(rows, r -> true)).rows()) {
            assertThat(row.interval().upper()).isLessThan(5);
            double p = (row.mean() - 1) / 4;
            double logit = Math.log(p / (1 - p));
            double up = (row.interval().upper() - 1) / 4;
            double down = (row.interval().lower() - 1) / 4;
            assertThat(Math.log(up / (1 - up)) - logit)
                    .as("symmetric on the logit of 1..5")
                    .isCloseTo(logit - Math.log(down / (1 - down)), within(1e-9));
        }
        List<Rating> both = new ArrayList<>(rows);
        both.addAll(mixed("person:q", 6, 5, 6));
        RaterAgreement agreement = RaterAgreement.of(of(both, r -> true));
        assertThat(agreement.raters()).allMatch(rater -> Double.isNaN(rater.weightedTau()));
        assertThat(agreement.notes()).anyMatch(note -> note.code() == AnalysisCode.NOT_POOLED);
    }

    @Test
    void differencesOfMixedScalesAreThePairedTTest() {
        Changes changes = Analysis.of(of(mixed("model:j", 6, 5, 8), r -> true), MIXED)
                .withUnit(Unit.CHARACTER)
                .changes("x", "y");
        double[] x = new double[6];
        double[] y = new double[6];
        changes.dialogues().forEach(dialogue -> {
            x[dialogue.character().charAt(1) - '0'] += dialogue.candidate() / 5;
            y[dialogue.character().charAt(1) - '0'] += dialogue.baseline() / 5;
        });
        assertThat(changes.measures().get(0).pValue()).isCloseTo(new TTest().pairedTTest(x, y), within(1e-9));
    }

    @Test
    void aJudgeOfOneCharacterIsKnownOverItsScenarios() {
        List<Rating> people = mixed("person:p", 5, 6, 9);
        List<Rating> judges = new ArrayList<>(mixed("model:j", 5, 6, 10));
        List<Rating> one = mixed("model:k", 1, 6, 11);
        judges.addAll(one);
        Predicate<Rating> five = r -> r.metric().equals("five");
        JudgeValidation known = JudgeValidation.of(of(people, five), of(one, five));
        assertThat(known.accuracyInterval().unit()).isEqualTo(Unit.SCENARIO);
        assertThat(known.metric("five").accuracyInterval().clusters()).isEqualTo(6);
        assertThat(known.notes()).anyMatch(note -> note.code() == AnalysisCode.UNIT_VARIES);
        JudgeComparison both = JudgeComparison.of(of(people, five), of(judges, five));
        assertThat(both.means()
                        .get(0)
                        .difference(JudgeComparison.Figure.ACCURACY)
                        .interval())
                .satisfies(difference -> assertThat(difference.unit()).isEqualTo(Unit.SCENARIO))
                .satisfies(difference -> assertThat(difference.lower()).isFinite());
        assertThat(both.notes()).anyMatch(note -> note.code() == AnalysisCode.UNIT_VARIES);
    }

    @Test
    void noJudgeTakesAMeanBeyondTheScale() {
        List<Rating> people = new ArrayList<>();
        List<Rating> judge = new ArrayList<>();
        for (int h = 0; h < 8; h++) {
            for (int s = 0; s < 20; s++) {
                if (s < 4) {
                    people.add(new Rating("x", "h" + h, "s" + s, "five", "person:p", 4 + h % 2));
                }
                judge.add(new Rating("x", "h" + h, "s" + s, "five", "model:j", s < 4 ? 3 + h % 2 : 5));
            }
        }
        PredictionPoweredLeaderboard.Row row = Analysis.of(of(people, r -> true), ONE)
                .predictionPowered(of(judge, r -> true))
                .row("x");
        assertThat(row.mean()).isEqualTo(4.5);
        assertThat(row.powered().lambda()).isZero();
        assertThat(row.interval().upper()).isLessThan(5);
    }

    @Test
    void groupsOfOneCharacterAreByScenarioAndSaySo() {
        Changes changes = Analysis.of(of(mixed("model:j", 3, 6, 7), r -> true), MIXED)
                .changes("x", "y")
                .by(LocalizedText.same("character"), Grouping.byCharacter());
        assertThat(changes.measures().get(0).difference().orElseThrow().unit()).isEqualTo(Unit.CHARACTER_AND_SCENARIO);
        assertThat(changes.groups().values().iterator().next()).hasSize(3).allSatisfy(group -> {
            assertThat(group.difference().orElseThrow().unit()).isEqualTo(Unit.SCENARIO);
            assertThat(group.difference().orElseThrow().lower()).isFinite();
            assertThat(group.adjustedPValue()).isBetween(0.0, 1.0);
        });
        assertThat(changes.toString()).contains("Intervals by scenario, not by the unit of all together: h0, h1, h2.");
    }
}
