package esrp.metrics;

import esrp.core.Column;
import esrp.core.Ratings;
import esrp.core.internal.Numbers;
import esrp.core.internal.TextWidth;
import esrp.stats.Estimate;
import esrp.stats.MarginTest;
import esrp.stats.MarginTest.Verdict;
import esrp.stats.cluster.ClusteredEstimates;
import esrp.stats.cluster.ClusteredInference;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * May a candidate take the place of a baseline? Pass, fail or undecided, with the reason and the sample that would
 * decide. Two lines in a JUnit test:
 *
 * <pre>{@code
 * ReleaseGate gate = ReleaseGate.nonInferiority(0.10);
 * gate.check(ratings, Rubric.esrp(), "next", "current").assertPassed();
 * }</pre>
 *
 * <p>Only items that both have count, and differences are paired. A wrong pass and a wrong fail each happen with a
 * chance of 2.5% at most. Fix the margin before looking at the data.
 */
public final class ReleaseGate {
    private final boolean superiority;
    private final double margin;
    private final Measure measure;
    private final double alpha;
    private final double power;

    private ReleaseGate(boolean superiority, double margin, Measure measure, double alpha, double power) {
        this.superiority = superiority;
        this.margin = margin;
        this.measure = measure;
        this.alpha = alpha;
        this.power = power;
    }

    /**
     * Passes a candidate that is not worse by the margin or more.
     *
     * @param margin the loss that would still be acceptable, in score points; 0 or more
     * @return a gate on the average
     */
    public static ReleaseGate nonInferiority(double margin) {
        return new ReleaseGate(false, checked(margin), Measure.average(), 0.025, 0.8);
    }

    /**
     * Passes a candidate that is better by more than the margin.
     *
     * @param margin the gain that is asked for, in score points; 0 or more, 0 asking for any gain
     * @return a gate on the average
     */
    public static ReleaseGate superiority(double margin) {
        return new ReleaseGate(true, checked(margin), Measure.average(), 0.025, 0.8);
    }

    private static double checked(double margin) {
        if (!(margin >= 0 && margin < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("margin: " + margin + " is not 0 or more");
        }
        return margin;
    }

    /**
     * Returns a copy with another quantity compared.
     *
     * @param value the average, a dimension or a metric
     * @return the copy
     */
    public ReleaseGate with(Measure value) {
        return new ReleaseGate(superiority, margin, Objects.requireNonNull(value, "value"), alpha, power);
    }

    /**
     * Returns a copy with another accepted chance of a wrong pass, and of a wrong fail.
     *
     * @param value in (0, 0.5); 0.025 unless set
     * @return the copy
     */
    public ReleaseGate withAlpha(double value) {
        if (!(value > 0 && value < 0.5)) {
            throw new IllegalArgumentException("value: " + value + " is outside (0, 0.5)");
        }
        return new ReleaseGate(superiority, margin, measure, value, power);
    }

    /**
     * Returns a copy with another power: the chance of a decision for which the needed sample is computed.
     *
     * @param value in [0.5, 1); 0.8 unless set
     * @return the copy
     */
    public ReleaseGate withPower(double value) {
        if (!(value >= 0.5 && value < 1)) {
            throw new IllegalArgumentException("value: " + value + " is outside [0.5, 1)");
        }
        return new ReleaseGate(superiority, margin, measure, alpha, value);
    }

    /**
     * The decision.
     *
     * @param verdict pass, fail or undecided
     * @param candidate id of the candidate
     * @param baseline id of the baseline
     * @param difference candidate minus baseline, with the two-sided interval that goes with the test
     * @param test the test
     * @param unitsNeeded how many units would decide if the difference is what it looks like; empty if none would
     * @param simulated whether any rating was generated rather than given
     * @param reason all of it in words
     */
    public record Decision(
            Verdict verdict,
            String candidate,
            String baseline,
            UnitInterval difference,
            MarginTest test,
            OptionalLong unitsNeeded,
            boolean simulated,
            String reason) {
        /**
         * Validates.
         *
         * @param verdict pass, fail or undecided
         * @param candidate id of the candidate
         * @param baseline id of the baseline
         * @param difference candidate minus baseline, with the two-sided interval that goes with the test
         * @param test the test
         * @param unitsNeeded how many units would decide if the difference is what it looks like; empty if none would
         * @param simulated whether any rating was generated rather than given
         * @param reason all of it in words
         */
        public Decision {
            Objects.requireNonNull(verdict, "verdict");
            Objects.requireNonNull(candidate, "candidate");
            Objects.requireNonNull(baseline, "baseline");
            Objects.requireNonNull(difference, "difference");
            Objects.requireNonNull(test, "test");
            Objects.requireNonNull(unitsNeeded, "unitsNeeded");
            Objects.requireNonNull(reason, "reason");
        }

        /**
         * Fails a test unless the gate was passed.
         *
         * @throws AssertionError if the verdict is fail or undecided; the message is the reason
         */
        public void assertPassed() {
            if (verdict != Verdict.PASS) {
                throw new AssertionError(toString());
            }
        }

        /** As {@code UNDECIDED: ...}; at most 80 columns. */
        @Override
        public String toString() {
            return String.join("\n", TextWidth.wrap(verdict + ": " + reason, TextWidth.COLUMNS));
        }
    }

    /**
     * Compares a candidate with a baseline, by character and with repeated ratings refused.
     *
     * @param ratings ratings of both; others are not looked at
     * @param rubric how ratings add up
     * @param candidate id of the candidate
     * @param baseline id of the baseline
     * @return the decision; undecided with fewer than two units
     * @throws IllegalArgumentException if one of them has no ratings, both are the same, one lacks a metric of the
     *     measure, or as {@link Leaderboard#of} says
     */
    public Decision check(Ratings ratings, Rubric rubric, String candidate, String baseline) {
        return check(Analysis.of(ratings, rubric), candidate, baseline);
    }

    /**
     * Compares a candidate with a baseline by the unit of an analysis. The level of the interval and its method (t) are those
     * of the test, not of the analysis.
     *
     * @param analysis ratings of both and others, which are not looked at
     * @param candidate id of the candidate
     * @param baseline id of the baseline
     * @return the decision; undecided with fewer than two units
     * @throws IllegalArgumentException if one of them has no ratings, both are the same, one lacks a metric of the
     *     measure, or as {@link Leaderboard#of} says
     */
    public Decision check(Analysis analysis, String candidate, String baseline) {
        Ratings ratings = analysis.ratings();
        Objects.requireNonNull(candidate, "candidate");
        Objects.requireNonNull(baseline, "baseline");
        for (String id : List.of(candidate, baseline)) {
            if (!ratings.candidates().contains(id)) {
                throw new IllegalArgumentException(
                        "no candidate \"" + id + "\"; candidates are " + ratings.candidates());
            }
        }
        if (candidate.equals(baseline)) {
            throw new IllegalArgumentException("baseline: \"" + baseline + "\" is the candidate itself");
        }
        Ratings both = ratings.where(Column.CANDIDATE, candidate, baseline);
        Estimates estimates = analysis.about(both)
                .withInference(ClusteredInference.withDefaults().withLevel(1 - 2 * alpha))
                .estimates(Analysis.Items.COMMON);
        Map<String, Double> shares = measure.shares(analysis.rubric());
        for (String id : List.of(candidate, baseline)) {
            if (Double.isNaN(estimates.value(id, shares, true))) {
                throw new IllegalArgumentException(
                        "ratings: candidate \"" + id + "\" has no value of the " + measure + "; metrics rated are "
                                + ratings.where(Column.CANDIDATE, id).metricIds());
            }
        }
        ClusteredEstimates columns = estimates.columns(List.of(candidate, baseline), shares);
        UnitInterval like = estimates.interval(estimates.terms(candidate, shares, true));
        UnitInterval difference =
                new UnitInterval(columns.difference(0, 1), like.unit(), like.clusters(), like.crossed());
        Estimate estimate = columns.estimate(0, 1);
        MarginTest test = superiority
                ? MarginTest.superiority(estimate, margin, alpha)
                : MarginTest.nonInferiority(estimate, margin, alpha);
        Verdict verdict = test.verdict();
        OptionalLong needed = verdict == Verdict.UNDECIDED && like.clusters() > 1
                ? test.unitsNeeded(like.clusters(), power)
                : OptionalLong.empty();
        return new Decision(
                verdict,
                candidate,
                baseline,
                difference,
                test,
                needed,
                both.simulated(),
                reason(verdict, candidate, baseline, difference, needed, both.simulated()));
    }

    private String reason(
            Verdict verdict,
            String candidate,
            String baseline,
            UnitInterval difference,
            OptionalLong needed,
            boolean simulated) {
        String claim = superiority
                ? (margin == 0 ? "better than " + baseline : "better than " + baseline + " by more than " + points())
                : "not worse than " + baseline + " by " + points() + " or more";
        String shown = " by the " + measure + ": the difference is "
                + Numbers.signed(difference.estimate(), 3) + " [" + Numbers.signed(difference.lower(), 3) + ", "
                + Numbers.signed(difference.upper(), 3) + "] " + difference.byUnit() + ", and the bound is "
                + Numbers.signed(superiority ? margin : -margin, 3) + ".";
        String text = switch (verdict) {
            case PASS -> candidate + " is " + claim + shown;
            case FAIL -> candidate + " is shown not to be " + claim + shown;
            case UNDECIDED ->
                "the ratings do not show whether " + candidate + " is " + claim + shown + needed(difference, needed);
        };
        return simulated ? text + " SIMULATED: at least one rater is simulated." : text;
    }

    private String needed(UnitInterval difference, OptionalLong needed) {
        if (difference.clusters() < 2) {
            return " One " + difference.unit() + " alone says nothing about others; rate at least two.";
        }
        if (needed.isEmpty()) {
            return " The difference lies on the bound: no affordable sample would decide.";
        }
        long count = needed.getAsLong();
        String more = difference.crossed() > 0
                ? String.format(
                        Locale.ROOT,
                        " %.1f times as many characters and scenarios",
                        Math.max(1.0, count / (double) difference.clusters()))
                : " about " + Numbers.count(count) + " units (" + difference.unit() + ", now " + difference.clusters()
                        + ")";
        return " If the difference is what it looks like," + more + " would decide with a chance of "
                + Math.round(power * 100) + "%.";
    }

    private String points() {
        return Numbers.decimal(margin, 2) + " points";
    }

    /** As {@code gate: average not worse by 0.10 or more}. */
    @Override
    public String toString() {
        return "gate: " + measure + (superiority ? " better by more than " : " not worse by ")
                + Numbers.decimal(margin, 2) + (superiority ? "" : " or more");
    }
}
