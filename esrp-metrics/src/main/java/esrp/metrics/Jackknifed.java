package esrp.metrics;

import esrp.stats.Estimate;
import esrp.stats.cluster.ClusteredTotals;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** A figure with the standard error that comes from leaving each unit out in turn. */
record Jackknifed(Estimate estimate, Unit unit, int clusters, int crossed) {
    /** An estimate and how many clusters it is from. */
    record Part(Estimate estimate, int clusters) {
        static <T> Part of(ClusteredTotals<T> totals, ToDoubleFunction<T> statistic) {
            return new Part(totals.estimate(statistic), totals.clusters());
        }

        double variance() {
            return Math.pow(estimate.standardError(), 2);
        }
    }

    /** A standard error below this is rounding. */
    private static final double ROUNDING = 1e-12;

    /** From the estimate by each kind of unit. */
    static Jackknifed of(Unit unit, Function<Unit, Part> by) {
        if (unit != Unit.CHARACTER_AND_SCENARIO) {
            Part one = by.apply(unit);
            return new Jackknifed(rounded(one.estimate, one.estimate.standardError()), unit, one.clusters, 0);
        }
        Part rows = by.apply(Unit.CHARACTER);
        Part columns = by.apply(Unit.SCENARIO);
        double larger = Math.max(rows.variance(), columns.variance());
        Part wider = rows.variance() >= columns.variance() ? rows : columns;
        // Both parts hold what single dialogues vary by: it is taken out once, and never below the larger part.
        double cells = by.apply(Unit.DIALOGUE).variance();
        double variance = Math.max(larger, rows.variance() + columns.variance() - cells);
        Estimate estimate = Estimate.of(rows.estimate.value(), 0, wider.estimate.degreesOfFreedom());
        return new Jackknifed(rounded(estimate, Math.sqrt(variance)), unit, rows.clusters, columns.clusters);
    }

    private static Estimate rounded(Estimate estimate, double error) {
        return Estimate.of(estimate.value(), error < ROUNDING ? 0 : error, estimate.degreesOfFreedom());
    }

    /** Of no difference; NaN where there is one that no unit changes, which shows nothing. */
    double pValue() {
        boolean equal = Math.abs(estimate.value()) < ROUNDING;
        return equal ? 1 : estimate.standardError() == 0 ? Double.NaN : estimate.pValue(0);
    }

    /** The interval of a coefficient, which lies between a limit and 1. */
    UnitInterval from(double lowest, double level) {
        return new UnitInterval(estimate.interval(level, lowest, 1), unit, clusters, crossed, true);
    }

    /** The interval of a difference. */
    UnitInterval plain(double level) {
        return estimate.standardError() == 0
                ? from(-1, level)
                : new UnitInterval(estimate.interval(level), unit, clusters, crossed, true);
    }
}
