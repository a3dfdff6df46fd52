package esrp.stats;

import java.util.Arrays;
import org.apache.commons.math3.distribution.NormalDistribution;

/** Interval ends from a bootstrap distribution. Replicates that are NaN are left out. */
final class BootstrapLimits {
    private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

    private BootstrapLimits() {}

    /** Sorted, without NaN. */
    static double[] sorted(double[] replicates) {
        double[] sorted =
                Arrays.stream(replicates).filter(v -> !Double.isNaN(v)).toArray();
        Arrays.sort(sorted);
        return sorted;
    }

    /** Linear interpolation at (n - 1) p: type 7 of Hyndman and Fan. NaN for an empty array or p NaN. */
    static double quantile(double[] sorted, double p) {
        if (sorted.length == 0 || Double.isNaN(p)) {
            return Double.NaN;
        }
        double at = (sorted.length - 1) * p;
        int below = (int) Math.floor(at);
        int above = Math.min(below + 1, sorted.length - 1);
        double low = sorted[below];
        return low + (at - below) * (sorted[above] - low);
    }

    static Interval percentile(double estimate, double[] sorted, double level) {
        double tail = (1 - level) / 2;
        return interval(estimate, quantile(sorted, tail), quantile(sorted, 1 - tail), level, IntervalMethod.PERCENTILE);
    }

    static Interval basic(double estimate, double[] sorted, double level) {
        double tail = (1 - level) / 2;
        return interval(
                estimate,
                2 * estimate - quantile(sorted, 1 - tail),
                2 * estimate - quantile(sorted, tail),
                level,
                IntervalMethod.BASIC);
    }

    /** Efron (1987); acceleration from the jackknife over the same units. */
    static Interval bca(double estimate, double[] sorted, double acceleration, double level) {
        long belowTwice = 0;
        for (double v : sorted) {
            belowTwice += v < estimate ? 2 : v == estimate ? 1 : 0;
        }
        double z0 = NORMAL.inverseCumulativeProbability(belowTwice / (2.0 * sorted.length));
        double z = NORMAL.inverseCumulativeProbability((1 + level) / 2);
        return interval(
                estimate,
                quantile(sorted, corrected(z0, -z, acceleration)),
                quantile(sorted, corrected(z0, z, acceleration)),
                level,
                IntervalMethod.BCA);
    }

    private static double corrected(double z0, double z, double acceleration) {
        double t = z0 + z;
        double shifted = z0 + t / (1 - acceleration * t);
        return Double.isNaN(shifted) ? Double.NaN : NORMAL.cumulativeProbability(shifted);
    }

    /** {@code estimate - t* quantiles × standard error}. */
    static Interval studentized(double estimate, double standardError, double[] sortedRatios, double level) {
        double tail = (1 - level) / 2;
        return interval(
                estimate,
                estimate - quantile(sortedRatios, 1 - tail) * standardError,
                estimate - quantile(sortedRatios, tail) * standardError,
                level,
                IntervalMethod.STUDENTIZED);
    }

    private static Interval interval(double estimate, double low, double high, double level, IntervalMethod method) {
        return new Interval(estimate, low, high, level, method);
    }
}
