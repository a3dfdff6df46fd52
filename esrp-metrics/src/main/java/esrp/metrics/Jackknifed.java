package esrp.metrics;

import esrp.stats.Estimate;
import esrp.stats.cluster.ClusteredTotals;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** t intervals of coefficients from what they become when each unit is left out in turn. */
final class Jackknifed {
    /** An estimate and how many clusters it is from. */
    record Part(Estimate estimate, int clusters) {
        static <T> Part of(ClusteredTotals<T> totals, ToDoubleFunction<T> statistic) {
            return new Part(totals.estimate(statistic), totals.clusters());
        }

        double variance() {
            return Math.pow(estimate.standardError(), 2);
        }
    }

    private Jackknifed() {}

    /** The interval of a coefficient, which lies between two limits, from its estimate by each kind of unit. */
    static UnitInterval interval(Unit unit, double level, double lowest, Function<Unit, Part> by) {
        if (unit != Unit.CHARACTER_AND_SCENARIO) {
            Part one = by.apply(unit);
            return new UnitInterval(one.estimate.interval(level, lowest, 1), unit, one.clusters, 0);
        }
        Part rows = by.apply(Unit.CHARACTER);
        Part columns = by.apply(Unit.SCENARIO);
        double larger = Math.max(rows.variance(), columns.variance());
        Part wider = rows.variance() >= columns.variance() ? rows : columns;
        // Both parts hold what single dialogues vary by: it is taken out once, and never below the larger part.
        double cells = by.apply(Unit.DIALOGUE).variance();
        double variance = Math.max(larger, rows.variance() + columns.variance() - cells);
        Estimate estimate = Estimate.of(rows.estimate.value(), Math.sqrt(variance), wider.estimate.degreesOfFreedom());
        return new UnitInterval(estimate.interval(level, lowest, 1), unit, rows.clusters, columns.clusters);
    }
}
