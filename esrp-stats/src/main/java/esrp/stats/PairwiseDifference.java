package esrp.stats;

import java.util.Locale;
import java.util.Objects;

/**
 * The difference between two of several things that are compared with each other.
 *
 * @param first one column
 * @param second the other
 * @param difference mean of the first minus mean of the second, with an interval that is not adjusted for the number of
 *     comparisons
 * @param pValue of the t test of no difference, two-sided
 * @param adjustedPValue the same after Holm's adjustment for all pairs; compare this one with 0.05
 */
public record PairwiseDifference(int first, int second, Interval difference, double pValue, double adjustedPValue) {
    /**
     * Validates.
     *
     * @param first one column
     * @param second the other
     * @param difference mean of the first minus mean of the second, with an interval that is not adjusted for the number of
     *     comparisons
     * @param pValue of the t test of no difference, two-sided
     * @param adjustedPValue the same after Holm's adjustment for all pairs; compare this one with 0.05
     */
    public PairwiseDifference {
        Objects.requireNonNull(difference, "difference");
    }

    /**
     * Whether the two can be told apart.
     *
     * @param alpha the family-wise error that is accepted, such as 0.05
     * @return false if the p value is NaN
     */
    public boolean significant(double alpha) {
        return adjustedPValue <= alpha;
    }

    /** As {@code 0 - 1: 0.13 [0.05, 0.21], p = 0.0031, Holm 0.0310}. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%d - %d: %s, p = %.4f, Holm %.4f", first, second, difference, pValue, adjustedPValue);
    }
}
