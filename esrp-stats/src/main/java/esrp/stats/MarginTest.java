package esrp.stats;

import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * A one-sided test of a difference against a margin, such as a release gate needs: is the new candidate better by at least so
 * much (superiority), or at least not worse by more than so much (non-inferiority)?
 *
 * <p>{@link Verdict#PASS} if the claim {@code difference > threshold} is shown at level alpha, {@link Verdict#FAIL} if its
 * opposite is, else {@link Verdict#UNDECIDED}. A wrong PASS happens with probability at most alpha, and so does a wrong FAIL.
 * Margins belong into the plan of a study, not into its analysis.
 *
 * @param difference the estimated difference, new minus old
 * @param threshold what the true difference is claimed to exceed
 * @param alpha the error that is accepted, in (0, 0.5); 0.025 goes with a two-sided 95% interval
 */
public record MarginTest(Estimate difference, double threshold, double alpha) {
    private static final long MOST_UNITS = 1_000_000_000_000L;

    /**
     * Validates.
     *
     * @param difference the estimated difference, new minus old
     * @param threshold what the true difference is claimed to exceed
     * @param alpha the error that is accepted, in (0, 0.5); 0.025 goes with a two-sided 95% interval
     */
    public MarginTest {
        Objects.requireNonNull(difference, "difference");
        if (!Double.isFinite(threshold)) {
            throw new IllegalArgumentException("threshold: " + threshold + " is not finite");
        }
        if (!(alpha > 0 && alpha < 0.5)) {
            throw new IllegalArgumentException("alpha: " + alpha + " is outside (0, 0.5)");
        }
    }

    /**
     * Claims that the difference is above a margin.
     *
     * @param difference new minus old
     * @param margin 0 or more; 0 asks for any superiority
     * @param alpha the error that is accepted
     * @return the test
     */
    public static MarginTest superiority(Estimate difference, double margin, double alpha) {
        return new MarginTest(difference, requireMargin(margin), alpha);
    }

    /**
     * Claims that the difference is not below minus the margin.
     *
     * @param difference new minus old
     * @param margin 0 or more: the loss that would still be acceptable
     * @param alpha the error that is accepted
     * @return the test
     */
    public static MarginTest nonInferiority(Estimate difference, double margin, double alpha) {
        return new MarginTest(difference, -requireMargin(margin), alpha);
    }

    private static double requireMargin(double margin) {
        if (!(margin >= 0)) {
            throw new IllegalArgumentException("margin: " + margin + " is not 0 or more");
        }
        return margin;
    }

    /**
     * The verdict.
     *
     * @return {@link Verdict#UNDECIDED} too if the standard error is NaN
     */
    public Verdict verdict() {
        if (difference.pAbove(threshold) <= alpha) {
            return Verdict.PASS;
        }
        return difference.pBelow(threshold) <= alpha ? Verdict.FAIL : Verdict.UNDECIDED;
    }

    /**
     * The p value of the claim.
     *
     * @return small where the claim is well supported
     */
    public double pValue() {
        return difference.pAbove(threshold);
    }

    /**
     * How many clusters would decide, if the true difference were the one observed.
     *
     * <p>The standard error is taken to fall with the square root of the number of clusters, and its degrees of freedom to grow
     * in proportion. For crossed units, read the answer as a proportion: both kinds must grow by {@code answer / units}.
     *
     * @param units how many clusters there are now
     * @param power the probability with which a decision is wanted, in [0.5, 1)
     * @return the smallest such number, which may be below {@code units}; empty if the observed difference lies on the
     *     threshold, is NaN, or needs more than 10^12
     */
    public OptionalLong unitsNeeded(int units, double power) {
        if (units < 1) {
            throw new IllegalArgumentException("units: " + units + " is below 1");
        }
        if (!(power >= 0.5 && power < 1)) {
            throw new IllegalArgumentException("power: " + power + " is outside [0.5, 1)");
        }
        if (!decides(MOST_UNITS, units, power)) {
            return OptionalLong.empty();
        }
        long low = 1;
        long high = MOST_UNITS;
        while (low + 1 < high) {
            long middle = low + (high - low) / 2;
            if (decides(middle, units, power)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return OptionalLong.of(high);
    }

    private boolean decides(long n, int units, double power) {
        double distance = Math.abs(difference.value() - threshold);
        double df = Math.max(1e-3, difference.degreesOfFreedom() * (n - 1) / Math.max(1, units - 1));
        double se = difference.standardError() * Math.sqrt((double) units / n);
        double t = StudentT.quantile(1 - alpha, df) + StudentT.quantile(power, df);
        return distance > 0 && distance >= t * se;
    }

    /** As {@code PASS: 0.120 (SE 0.031, df 19.0) > -0.050, p = 0.0001}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s: %s > %.3f, p = %.4f", verdict(), difference, threshold, pValue());
    }
}
