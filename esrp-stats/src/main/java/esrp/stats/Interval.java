package esrp.stats;

import java.util.Locale;
import java.util.Objects;

/**
 * An estimate with its confidence interval.
 *
 * <ul>
 *   <li>A bound is NaN where the method is undefined for the data, for example BCa of constant data.
 *   <li>A one-sided interval has an infinite bound.
 * </ul>
 *
 * @param estimate the point estimate
 * @param lower the lower bound
 * @param upper the upper bound
 * @param level the nominal coverage, in (0, 1)
 * @param method how it was made
 */
public record Interval(double estimate, double lower, double upper, double level, IntervalMethod method) {
    /**
     * Validates.
     *
     * @param estimate the point estimate
     * @param lower the lower bound, not above the upper
     * @param upper the upper bound
     * @param level the nominal coverage, in (0, 1)
     * @param method how it was made
     */
    public Interval {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("level: " + level + " is outside (0, 1)");
        }
        if (lower > upper) {
            throw new IllegalArgumentException("lower: " + lower + " is above upper " + upper);
        }
        Objects.requireNonNull(method, "method");
    }

    /**
     * The width.
     *
     * @return {@code upper - lower}; NaN if a bound is
     */
    public double width() {
        return upper - lower;
    }

    /**
     * Whether a value lies inside, bounds included.
     *
     * @param value any value
     * @return false if a bound is NaN
     */
    public boolean contains(double value) {
        return value >= lower && value <= upper;
    }

    /** As {@code 4.10 [4.08, 4.12]}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.2f [%.2f, %.2f]", estimate, lower, upper);
    }
}
