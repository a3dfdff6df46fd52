package esrp.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import esrp.core.LocalizedText;
import esrp.core.Metric;
import esrp.core.Metric.Dimension;
import esrp.core.Rating;
import esrp.core.Ratings;
import esrp.core.Scale;
import esrp.stats.IntervalMethod;
import esrp.stats.cluster.ClusteredInference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The same scores on 1 to 5, in percent, and in half points: averages and differences change with the common scale alone. */
class ScalesTest {
    private static final Dimension CARE = new Dimension("care", LocalizedText.same("care"));
    private static final Metric WARMTH = Metric.of("warmth", LocalizedText.same("warmth"), "care", Scale.LIKERT_5);
    private static final Metric SPEED = Metric.of("speed", LocalizedText.same("speed"), "care", Scale.LIKERT_5);
    private static final Offset<Double> CLOSE = within(1e-9);

    private static Metric on(Metric metric, Scale scale) {
        return Metric.of(metric.id(), metric.name(), metric.dimension(), scale);
    }

    private static Analysis analysis(Ratings ratings, Rubric.Builder rubric) {
        return Analysis.of(ratings, rubric.build());
    }

    private static Rubric.Builder rubric(Metric... metrics) {
        return Rubric.builder("r").dimension(CARE, metrics);
    }

    /** Three candidates, six characters, four scenarios, two judges and a person; speed as a function of a score of 1 to 5. */
    private static Ratings ratings(
            Metric speed, Function<Integer, Double> mapped, Metric warmth, double step, String kind) {
        Random random = new Random(11);
        List<Rating> rows = new ArrayList<>();
        for (int m = 0; m < 3; m++) {
            for (int c = 0; c < 6; c++) {
                for (int s = 0; s < 4; s++) {
                    for (String rater : List.of("model:x", "model:y", "person:p")) {
                        int one = Math.min(5, 1 + random.nextInt(4) + (m + c) % 2);
                        int two = Math.min(5, 1 + random.nextInt(5 - m));
                        if (rater.startsWith(kind)) {
                            rows.add(new Rating("m" + m, "c" + c, "s" + s, "warmth", rater, one * step));
                            rows.add(new Rating("m" + m, "c" + c, "s" + s, "speed", rater, mapped.apply(two)));
                        }
                    }
                }
            }
        }
        return Ratings.of(rows, List.of(warmth, speed));
    }

    private static final Metric PERCENT = on(SPEED, new Scale(0, 100));
    private static final Metric HALF_SPEED = on(SPEED, new Scale(0.5, 2.5, 0.5));
    private static final Metric HALF_WARMTH = on(WARMTH, new Scale(0.5, 2.5, 0.5));

    private static Ratings plain(String kind) {
        return ratings(SPEED, x -> (double) x, WARMTH, 1, kind);
    }

    private static Ratings mixed(String kind) {
        return ratings(PERCENT, x -> 25.0 * (x - 1), WARMTH, 1, kind);
    }

    private static Ratings halves(String kind) {
        return ratings(HALF_SPEED, x -> x / 2.0, HALF_WARMTH, 0.5, kind);
    }

    private static void same(UnitInterval actual, UnitInterval expected, double unit) {
        assertThat(actual.estimate()).isCloseTo(expected.estimate() * unit, CLOSE);
        assertThat(actual.lower()).isCloseTo(expected.lower() * unit, CLOSE);
        assertThat(actual.upper()).isCloseTo(expected.upper() * unit, CLOSE);
    }

    private interface Compared {
        void with(Analysis actual, Analysis expected, double unit);
    }

    private static void all(String kind, Compared check) {
        Analysis expected = analysis(plain(kind), rubric(WARMTH, SPEED));
        check.with(expected, expected, 1);
        check.with(analysis(mixed(kind), rubric(WARMTH, PERCENT)), expected, 1);
        check.with(analysis(halves(kind), rubric(HALF_WARMTH, HALF_SPEED)), expected, 0.5);
        check.with(
                analysis(plain(kind), rubric(WARMTH, SPEED).lowerIsBetter("speed")),
                analysis(plain(kind), rubric(WARMTH, SPEED).lowerIsBetter("speed")),
                1);
        check.with(
                analysis(
                        mixed(kind),
                        rubric(WARMTH, PERCENT).lowerIsBetter("speed").weight("warmth", 3)),
                analysis(
                        plain(kind),
                        rubric(WARMTH, SPEED).lowerIsBetter("speed").weight("warmth", 3)),
                1);
    }

    @Test
    void averagesAndDifferences() {
        all("", (actual, expected, unit) -> {
            for (IntervalMethod method : List.of(IntervalMethod.T, IntervalMethod.LOGIT, IntervalMethod.PERCENTILE)) {
                ClusteredInference inference =
                        ClusteredInference.withDefaults().with(method).withResamples(200);
                for (Unit by : List.of(Unit.CHARACTER, Unit.CHARACTER_AND_SCENARIO, Unit.RATING)) {
                    Analysis a = actual.withInference(inference).withUnit(by);
                    Analysis e = expected.withInference(inference).withUnit(by);
                    same(
                            a.leaderboard().row("m0").averageInterval().orElseThrow(),
                            e.leaderboard().row("m0").averageInterval().orElseThrow(),
                            unit);
                    Comparison.Difference ours = a.comparison().between("m0", "m2");
                    Comparison.Difference theirs = e.comparison().between("m0", "m2");
                    assertThat(ours.better()).isEqualTo(theirs.better());
                    same(ours.difference(), theirs.difference(), unit);
                    assertThat(ours.standardError()).isCloseTo(theirs.standardError() * unit, CLOSE);
                    assertThat(ours.pValue()).isCloseTo(theirs.pValue(), CLOSE);
                }
            }
            same(
                    ReleaseGate.superiority(0).check(actual, "m0", "m1").difference(),
                    ReleaseGate.superiority(0).check(expected, "m0", "m1").difference(),
                    unit);
            same(
                    actual.changes("m0", "m1").measures().get(0).difference().orElseThrow(),
                    expected.changes("m0", "m1").measures().get(0).difference().orElseThrow(),
                    unit);
        });
    }

    @Test
    void theCutOfAShortlist() {
        all("model", (actual, expected, unit) -> {
            Shortlist.Options options =
                    Shortlist.Options.best(1).withFamilies(Map.of("model:x", "f"), Map.of("m1", "f"));
            for (boolean removed : new boolean[] {false, true}) {
                Shortlist ours = actual.shortlist(options.withSeverityRemoved(removed));
                Shortlist theirs = expected.shortlist(options.withSeverityRemoved(removed));
                same(ours.cut().orElseThrow(), theirs.cut().orElseThrow(), unit);
                same(
                        ours.preferences().get(0).excess(),
                        theirs.preferences().get(0).excess(),
                        unit);
                assertThat(ours.severity("model:x")).isCloseTo(theirs.severity("model:x") * unit, CLOSE);
            }
        });
    }

    @Test
    void fewLabels() {
        all("person", (people, expected, unit) -> {
            Ratings judge =
                    unit == 0.5 ? halves("model") : people.rubric().mixesScales() ? mixed("model") : plain("model");
            PredictionPoweredLeaderboard ours = people.predictionPowered(judge);
            PredictionPoweredLeaderboard theirs = expected.predictionPowered(plain("model"));
            for (String candidate : List.of("m0", "m1", "m2")) {
                same(ours.row(candidate).interval(), theirs.row(candidate).interval(), unit);
                same(ours.row(candidate).humanInterval(), theirs.row(candidate).humanInterval(), unit);
            }
        });
    }

    @Test
    void changesOfDialogues() {
        all("", (actual, expected, unit) -> {
            List<Changes.DialogueChange> ours = actual.changes("m0", "m1").dialogues();
            List<Changes.DialogueChange> theirs = expected.changes("m0", "m1").dialogues();
            assertThat(ours).hasSize(24);
            for (Changes.DialogueChange one : ours) {
                Changes.DialogueChange other = theirs.stream()
                        .filter(d -> d.character().equals(one.character())
                                && d.scenario().equals(one.scenario()))
                        .findFirst()
                        .orElseThrow();
                assertThat(one.candidate()).isCloseTo(other.candidate() * unit, CLOSE);
                assertThat(one.baseline()).isCloseTo(other.baseline() * unit, CLOSE);
                assertThat(one.difference()).isCloseTo(one.candidate() - one.baseline(), CLOSE);
            }
        });
    }

    /** Levels of different scales are not ranks of one order. */
    @Test
    void tauOfARaterIsThatOfOneScale() {
        RaterAgreement both = analysis(mixed(""), rubric(WARMTH, PERCENT)).agreement();
        assertThat(both.raters()).allMatch(rater -> Double.isNaN(rater.weightedTau()));
        assertThat(both.fineGrained()).isEmpty();
        assertThat(both.byCharacter()).isEmpty();
        assertThat(analysis(plain(""), rubric(WARMTH, SPEED)).agreement().raters())
                .noneMatch(rater -> Double.isNaN(rater.weightedTau()));
    }

    /** Severity is in points of the score, of the common scale where scales differ. */
    @Test
    void severityIsByPosition() {
        all("", (actual, expected, unit) -> {
            for (int r = 0; r < 3; r++) {
                same(
                        actual.agreement().raters().get(r).severity(),
                        expected.agreement().raters().get(r).severity(),
                        unit);
            }
            assertThat(actual.agreement().notes().stream().anyMatch(note -> note.code() == AnalysisCode.SEVERITY_SCALE))
                    .isEqualTo(actual.rubric().mixesScales());
        });
        RaterAgreement mixed = RaterAgreement.of(mixed(""));
        RaterAgreement plain = RaterAgreement.of(plain(""));
        for (int r = 0; r < 3; r++) {
            same(mixed.raters().get(r).severity(), plain.raters().get(r).severity(), 1);
        }
        assertThat(mixed.text("en")).contains("in points of the scale 1..5");
    }

    /** Severity is in points of the score. */
    @Test
    void severityOfRaters() {
        RaterAgreement ours =
                analysis(halves(""), rubric(HALF_WARMTH, HALF_SPEED)).agreement();
        RaterAgreement theirs = analysis(plain(""), rubric(WARMTH, SPEED)).agreement();
        for (int r = 0; r < 3; r++) {
            same(ours.raters().get(r).severity(), theirs.raters().get(r).severity(), 0.5);
            assertThat(ours.raters().get(r).weightedTau())
                    .isEqualTo(theirs.raters().get(r).weightedTau());
        }
        same(ours.metric("warmth").alphaInterval(), theirs.metric("warmth").alphaInterval(), 1);
        same(ours.metric("warmth").iccInterval(), theirs.metric("warmth").iccInterval(), 1);
    }

    @Test
    void biasOfAJudge() {
        JudgeValidation ours =
                analysis(halves("person"), rubric(HALF_WARMTH, HALF_SPEED)).judgeValidation(halves("model:x"));
        JudgeValidation theirs =
                analysis(plain("person"), rubric(WARMTH, SPEED)).judgeValidation(plain("model:x"));
        assertThat(ours.metric("warmth").bias())
                .isCloseTo(theirs.metric("warmth").bias() / 2, CLOSE);
        same(ours.metric("warmth").biasInterval(), theirs.metric("warmth").biasInterval(), 0.5);
        same(ours.metric("warmth").accuracyInterval(), theirs.metric("warmth").accuracyInterval(), 1);
    }
}
