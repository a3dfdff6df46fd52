package esrp.stats;

import java.util.Arrays;

/** Quantiles of a bootstrap distribution. */
final class Quantiles {
    private Quantiles() {}

    /**
     * {@return the type 7 quantile (linear interpolation at {@code (n - 1) p}), the default of R and NumPy; NaN if p or
     * a value is NaN}
     */
    static double ofSorted(double[] sorted, double p) {
        double last = sorted[sorted.length - 1];
        if (Double.isNaN(p) || Double.isNaN(last)) {
            return Double.NaN;
        }
        double place = (sorted.length - 1) * p;
        int below = (int) place;
        if (below >= sorted.length - 1) {
            return last;
        }
        double low = sorted[below];
        double high = sorted[below + 1];
        double share = place - below;
        return share == 0 || low == high || low == Double.NEGATIVE_INFINITY ? low : low + (high - low) * share;
    }

    /** The share of values below {@code value}, those equal to it counted half; NaN if anything is. */
    static double shareBelow(double[] sorted, double value) {
        if (Double.isNaN(value) || Double.isNaN(sorted[sorted.length - 1])) {
            return Double.NaN;
        }
        long below = Arrays.stream(sorted).filter(v -> v < value).count();
        long notAbove = Arrays.stream(sorted).filter(v -> v <= value).count();
        return (double) (below + notAbove) / (2L * sorted.length);
    }
}
