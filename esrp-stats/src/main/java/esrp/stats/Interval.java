package esrp.stats;

import esrp.stats.internal.Arguments;
import java.util.Locale;
import java.util.Objects;

/**
 * An estimate with its confidence interval. Immutable; equal to another interval with the same figures.
 *
 * <ul>
 *   <li>A bound is NaN where the method is undefined for the data, for example BCa of constant data.
 *   <li>A one-sided interval has an infinite bound.
 * </ul>
 */
public final class Interval {
    private record Figures(
            double estimate, double lower, double upper, double level, IntervalMethod method, double standardError) {}

    private final Figures figures;

    private Interval(Figures figures) {
        this.figures = figures;
    }

    /**
     * {@return an interval computed elsewhere, without a standard error}
     *
     * @param estimate the point estimate, or NaN
     * @param lower the lower bound, not above the upper one, or NaN
     * @param upper the upper bound, or NaN
     * @param level the nominal coverage, in (0, 1)
     * @param method how the interval was computed
     * @throws IllegalArgumentException if the level is outside (0, 1) or the lower bound above the upper one
     */
    public static Interval of(double estimate, double lower, double upper, double level, IntervalMethod method) {
        Arguments.rejectIf(lower > upper, "lower: %s is above upper %s", lower, upper);
        return new Interval(new Figures(
                estimate, lower, upper, Arguments.level(level), Objects.requireNonNull(method, "method"), Double.NaN));
    }

    /**
     * {@return a copy with a standard error}
     *
     * @param standardError of the estimate, 0 or more, or NaN
     * @throws IllegalArgumentException if it is negative
     */
    public Interval withStandardError(double standardError) {
        Arguments.rejectIf(standardError < 0, "standardError: %s is negative", standardError);
        return new Interval(new Figures(estimate(), lower(), upper(), level(), method(), standardError));
    }

    /**
     * {@return the standard error of the estimate, 0 or more; of a bootstrap interval the standard deviation of the replicates,
     * unless the method has one of its own; NaN where there is none}
     */
    public double standardError() {
        return figures.standardError;
    }

    /** {@return the point estimate, or NaN} */
    public double estimate() {
        return figures.estimate;
    }

    /** {@return the lower bound, at most {@link #upper()}; NaN if undefined} */
    public double lower() {
        return figures.lower;
    }

    /** {@return the upper bound, at least {@link #lower()}; NaN if undefined} */
    public double upper() {
        return figures.upper;
    }

    /** {@return the nominal coverage, in (0, 1)} */
    public double level() {
        return figures.level;
    }

    /** {@return how the interval was computed} */
    public IntervalMethod method() {
        return figures.method;
    }

    /** {@return the width {@code upper - lower}; NaN if a bound is} */
    public double width() {
        return upper() - lower();
    }

    /**
     * {@return whether a value lies inside, bounds included; false if a bound is NaN}
     *
     * @param value any value
     */
    public boolean contains(double value) {
        return value >= lower() && value <= upper();
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Interval other && figures.equals(other.figures);
    }

    @Override
    public int hashCode() {
        return figures.hashCode();
    }

    /** As {@code 4.10 [4.08, 4.12]}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.2f [%.2f, %.2f]", estimate(), lower(), upper());
    }
}
