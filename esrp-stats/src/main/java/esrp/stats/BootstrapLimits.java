package esrp.stats;

import java.util.Arrays;

/** Interval ends from a bootstrap distribution. Replicates that are NaN are left out. */
final class BootstrapLimits {
    private BootstrapLimits() {}

    /** Sorted, without NaN. */
    static double[] sorted(double[] replicates) {
        double[] sorted =
                Arrays.stream(replicates).filter(v -> !Double.isNaN(v)).toArray();
        Arrays.sort(sorted);
        return sorted;
    }

    private static double quantile(double[] sorted, double p) {
        return sorted.length == 0 ? Double.NaN : Quantiles.ofSorted(sorted, p);
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
        double z0 = sorted.length == 0 ? Double.NaN : Normal.quantile(Quantiles.shareBelow(sorted, estimate));
        double z = Normal.quantile((1 + level) / 2);
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
        return Normal.cdf(shifted);
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
