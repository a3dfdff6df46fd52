package esrp.stats;

import esrp.stats.internal.Arguments;
import java.util.Locale;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * An estimate with its standard error and degrees of freedom: the ingredients of a t test. Immutable; equal to another estimate
 * with the same figures.
 *
 * <ul>
 *   <li>Where the standard error is NaN (too few clusters), so are intervals and p values.
 *   <li>Where it is 0 (constant data), intervals have no width and p values are 1 or 0, unless limits of the values are known: see
 *       {@link #ofConstant}.
 * </ul>
 */
public final class Estimate {
    /** A standard error this small beside the distance of limits is rounding, and zero in truth. */
    private static final double ROUNDING = 1e-12;

    /** The limits are those of constant values, else NaN. */
    private record Figures(double value, double standardError, double degreesOfFreedom, double lowest, double highest) {
        boolean constant() {
            return !Double.isNaN(lowest);
        }
    }

    private final Figures figures;

    private Estimate(Figures figures) {
        this.figures = figures;
    }

    /**
     * {@return an estimate computed elsewhere}
     *
     * @param value the point estimate
     * @param standardError its standard error, 0 or more, or NaN
     * @param degreesOfFreedom of Student's t, positive; need not be whole, may be infinite
     * @throws IllegalArgumentException if the standard error is negative or the degrees of freedom are not positive
     */
    public static Estimate of(double value, double standardError, double degreesOfFreedom) {
        Arguments.rejectIf(standardError < 0, "standardError: %s is negative", standardError);
        Arguments.rejectIf(degreesOfFreedom <= 0, "degreesOfFreedom: %s is not positive", degreesOfFreedom);
        return new Estimate(new Figures(value, standardError, degreesOfFreedom, Double.NaN, Double.NaN));
    }

    /**
     * {@return the mean of n units that are all alike, of values between limits; its standard error is 0}
     *
     * <p>That nothing varied is no certainty: a share of up to {@code 1 - α^(1 / n)} of all units may be unlike these, with an error
     * of α at most, and may lie anywhere between the limits. One-sided p values and bounds are made of that, whatever the
     * distribution; at a limit they are Clopper and Pearson's (1934, <a
     * href="https://doi.org/10.1093/biomet/26.4.404">doi:10.1093/biomet/26.4.404</a>).
     *
     * @param value what all units have
     * @param lowest the lowest value possible
     * @param highest the highest value possible
     * @param degreesOfFreedom n - 1, positive
     * @throws IllegalArgumentException if the value is not between the limits, or the degrees of freedom are not positive
     */
    public static Estimate ofConstant(double value, double lowest, double highest, double degreesOfFreedom) {
        Arguments.rejectIf(
                !(lowest <= value && value <= highest), "value: %s is outside [%s, %s]", value, lowest, highest);
        return new Estimate(new Figures(value, 0, of(value, 0, degreesOfFreedom).degreesOfFreedom(), lowest, highest));
    }

    /** The same estimate from other degrees of freedom. */
    Estimate withDegreesOfFreedom(double degreesOfFreedom) {
        return new Estimate(new Figures(value(), standardError(), degreesOfFreedom, figures.lowest, figures.highest));
    }

    /** {@return the point estimate, or NaN} */
    public double value() {
        return figures.value;
    }

    /** {@return the standard error, 0 or more, or NaN} */
    public double standardError() {
        return figures.standardError;
    }

    /** {@return the degrees of freedom of Student's t, positive, not always whole} */
    public double degreesOfFreedom() {
        return figures.degreesOfFreedom;
    }

    /**
     * The two-sided t interval.
     *
     * @param level nominal coverage, in (0, 1)
     * @return value ± quantile × standard error, but for {@link #ofConstant}
     * @throws IllegalArgumentException if the level is outside (0, 1)
     */
    public Interval interval(double level) {
        double tail = (1 - Arguments.level(level)) / 2;
        if (figures.constant()) {
            double unlike = 1 - Math.pow(tail, 1 / (degreesOfFreedom() + 1));
            double lower = value() - unlike * (value() - figures.lowest);
            double upper = value() + unlike * (figures.highest - value());
            return Interval.of(value(), lower, upper, level, IntervalMethod.T).withStandardError(0);
        }
        double half = standardError() == 0 && !Double.isNaN(value())
                ? 0
                : defined()
                        ? TDistribution.of(degreesOfFreedom()).inverseSurvivalProbability(tail) * standardError()
                        : Double.NaN;
        return Interval.of(value(), value() - half, value() + half, level, IntervalMethod.T)
                .withStandardError(standardError());
    }

    /**
     * The two-sided t interval of a value that lies between two limits, such as a share or a coefficient: made on the logit of the
     * position between them and mapped back, so that it never leaves them. Between -1 and 1 that is Fisher's z.
     *
     * <ul>
     *   <li>At a limit, and beyond it, the plain interval is cut there.
     *   <li>With a standard error of 0 nothing shows how far away the truth may be: bounds are NaN, but for {@link #ofConstant}.
     * </ul>
     *
     * @param level nominal coverage, in (0, 1)
     * @param lowest the lower limit
     * @param highest the upper limit
     * @return the interval, within the limits but for an estimate that is not
     * @throws IllegalArgumentException if the level is outside (0, 1)
     */
    public Interval interval(double level, double lowest, double highest) {
        double range = highest - lowest;
        if (standardError() <= ROUNDING * range) {
            return figures.constant()
                    ? interval(level)
                    : Interval.of(value(), Double.NaN, Double.NaN, level, IntervalMethod.T)
                            .withStandardError(0);
        }
        double p = (value() - lowest) / range;
        if (!(p > 0 && p < 1)) {
            Interval plain = interval(level);
            return Interval.of(
                            value(),
                            Math.min(value(), Math.max(lowest, plain.lower())),
                            Math.max(value(), Math.min(highest, plain.upper())),
                            level,
                            IntervalMethod.T)
                    .withStandardError(standardError());
        }
        Interval logit = of(Math.log(p / (1 - p)), standardError() / range / (p * (1 - p)), degreesOfFreedom())
                .interval(level);
        return Interval.of(
                        value(),
                        Math.min(value(), lowest + range / (1 + Math.exp(-logit.lower()))),
                        Math.max(value(), Math.min(highest, lowest + range / (1 + Math.exp(-logit.upper())))),
                        level,
                        IntervalMethod.T)
                .withStandardError(standardError());
    }

    /**
     * {@return the two-sided p value: the probability of an estimate at least as far from it}
     *
     * @param hypothesis the value under the null hypothesis
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
        if (standardError() == 0 && !Double.isNaN(value())) {
            double unlike = figures.constant() ? (bound - figures.lowest) / (value() - figures.lowest) : 0;
            return value() > bound ? Math.pow(Math.max(0, unlike), degreesOfFreedom() + 1) : 1;
        }
        double t = (value() - bound) / standardError();
        return defined() ? TDistribution.of(degreesOfFreedom()).survivalProbability(t) : Double.NaN;
    }

    /**
     * The one-sided p value for the claim that the true value is below a bound.
     *
     * @param bound the smallest value under the null hypothesis
     * @return small where the claim is well supported
     */
    public double pBelow(double bound) {
        return new Estimate(
                        new Figures(-value(), standardError(), degreesOfFreedom(), -figures.highest, -figures.lowest))
                .pAbove(-bound);
    }

    private boolean defined() {
        return !Double.isNaN(standardError() + degreesOfFreedom() + value());
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Estimate other && figures.equals(other.figures);
    }

    @Override
    public int hashCode() {
        return figures.hashCode();
    }

    /** As {@code 0.150 (SE 0.040, df 19.0)}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.3f (SE %.3f, df %.1f)", value(), standardError(), degreesOfFreedom());
    }
}
