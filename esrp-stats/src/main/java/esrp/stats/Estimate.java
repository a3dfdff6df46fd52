package esrp.stats;

import java.util.Locale;

/**
 * An estimate with its standard error and the degrees of freedom of that standard error: a t statistic in waiting.
 *
 * <ul>
 *   <li>Where the standard error is NaN (too few clusters), so are intervals and p values.
 *   <li>Where it is 0 (constant data), intervals have no width and p values are 1 or 0.
 * </ul>
 *
 * @param value the point estimate
 * @param standardError its standard error
 * @param degreesOfFreedom of Student's t, positive; need not be whole
 */
public record Estimate(double value, double standardError, double degreesOfFreedom) {
    /**
     * Validates.
     *
     * @param value the point estimate
     * @param standardError its standard error
     * @param degreesOfFreedom of Student's t, positive; need not be whole
     */
    public Estimate {
        if (standardError < 0) {
            throw new IllegalArgumentException("standardError: " + standardError + " is negative");
        }
        if (degreesOfFreedom <= 0) {
            throw new IllegalArgumentException("degreesOfFreedom: " + degreesOfFreedom + " is not positive");
        }
    }

    /**
     * The two-sided t interval.
     *
     * @param level nominal coverage, in (0, 1)
     * @return value ± quantile × standard error
     */
    public Interval interval(double level) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("level: " + level + " is outside (0, 1)");
        }
        double half = standardError == 0 ? 0 : quantile(0.5 + level / 2) * standardError;
        return new Interval(value, value - half, value + half, level, IntervalMethod.T);
    }

    /**
     * The two-sided p value.
     *
     * @param hypothesis the value under the null hypothesis
     * @return the probability of an estimate at least as far from it
     */
    public double pValue(double hypothesis) {
        return Math.min(1, 2 * Math.min(pAbove(hypothesis), pBelow(hypothesis)));
    }

    /**
     * The one-sided p value for the claim that the true value is above a bound.
     *
     * @param bound the largest value under the null hypothesis
     * @return small where the claim is well supported
     */
    public double pAbove(double bound) {
        if (standardError == 0) {
            return value > bound ? 0 : 1;
        }
        double t = (value - bound) / standardError;
        return defined() ? StudentT.cumulative(-t, degreesOfFreedom) : Double.NaN;
    }

    /**
     * The one-sided p value for the claim that the true value is below a bound.
     *
     * @param bound the smallest value under the null hypothesis
     * @return small where the claim is well supported
     */
    public double pBelow(double bound) {
        return new Estimate(-value, standardError, degreesOfFreedom).pAbove(-bound);
    }

    double quantile(double p) {
        return defined() ? StudentT.quantile(p, degreesOfFreedom) : Double.NaN;
    }

    private boolean defined() {
        return !Double.isNaN(standardError) && !Double.isNaN(degreesOfFreedom) && !Double.isNaN(value);
    }

    /** As {@code 0.15 (SE 0.04, df 19.0)}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.3f (SE %.3f, df %.1f)", value, standardError, degreesOfFreedom);
    }
}
