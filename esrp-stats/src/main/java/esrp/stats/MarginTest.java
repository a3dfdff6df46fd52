package esrp.stats;

import esrp.stats.internal.Arguments;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * A one-sided test of a difference against a margin, such as a release gate needs: is the new candidate better by at least so
 * much (superiority), or at least not worse by more than so much (non-inferiority)?
 *
 * <p>{@link Verdict#PASS} if the claim {@code difference > threshold} is shown at level alpha, {@link Verdict#FAIL} if its
 * opposite is, else {@link Verdict#UNDECIDED}. The probability of a wrong PASS is at most alpha, and so is that of a wrong FAIL.
 * Fix the margin when the study is planned, not when it is analysed. Immutable; equal to another test with the same figures.
 */
public final class MarginTest {
    private static final long MOST_UNITS = 1_000_000_000_000L;

    /** The conclusion of a test against a margin. */
    public enum Verdict {
        /** The claim is shown. */
        PASS,
        /** The opposite of the claim is shown. */
        FAIL,
        /** Neither: more data are needed. */
        UNDECIDED
    }

    private record Figures(Estimate difference, double threshold, double alpha) {}

    private final Figures figures;

    private MarginTest(Estimate difference, double threshold, double alpha) {
        Objects.requireNonNull(difference, "difference");
        figures = new Figures(difference, threshold, Arguments.between("alpha", 0, 0.5, alpha));
    }

    /**
     * Claims that the difference is above a margin.
     *
     * @param difference new minus old
     * @param margin 0 or more; 0 asks for any superiority
     * @param alpha the accepted error, in (0, 0.5); 0.025 goes with a two-sided 95% interval
     * @return the test
     * @throws IllegalArgumentException if the margin is negative or not finite, or alpha outside (0, 0.5)
     */
    public static MarginTest superiority(Estimate difference, double margin, double alpha) {
        return new MarginTest(difference, Arguments.notNegative("margin", margin), alpha);
    }

    /**
     * Claims that the difference is not below minus the margin.
     *
     * @param difference new minus old
     * @param margin 0 or more: the loss that would still be acceptable
     * @param alpha the accepted error, in (0, 0.5); 0.025 goes with a two-sided 95% interval
     * @return the test
     * @throws IllegalArgumentException if the margin is negative or not finite, or alpha outside (0, 0.5)
     */
    public static MarginTest nonInferiority(Estimate difference, double margin, double alpha) {
        return new MarginTest(difference, -Arguments.notNegative("margin", margin), alpha);
    }

    /** {@return the estimated difference, new minus old} */
    public Estimate difference() {
        return figures.difference;
    }

    /** {@return what the true difference is claimed to exceed; the margin, or minus the margin for non-inferiority} */
    public double threshold() {
        return figures.threshold;
    }

    /** {@return the accepted error, in (0, 0.5)} */
    public double alpha() {
        return figures.alpha;
    }

    /** {@return the verdict, {@link Verdict#UNDECIDED} too if the standard error is NaN} */
    public Verdict verdict() {
        if (pValue() <= alpha()) {
            return Verdict.PASS;
        }
        return difference().pBelow(threshold()) <= alpha() ? Verdict.FAIL : Verdict.UNDECIDED;
    }

    /** {@return the p value of the claim, small where the claim is well supported} */
    public double pValue() {
        return difference().pAbove(threshold());
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
        Arguments.atLeast("units", 1, units);
        Arguments.power(power);
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
        double distance = Math.abs(difference().value() - threshold());
        if (difference().standardError() == 0) {
            double alike = (difference().degreesOfFreedom() + 1) * n / units;
            Estimate more = difference().withDegreesOfFreedom(Math.max(1e-3, alike - 1));
            return new MarginTest(more, threshold(), alpha()).verdict() != Verdict.UNDECIDED;
        }
        double df = Math.max(1e-3, difference().degreesOfFreedom() * (n - 1) / Math.max(1, units - 1));
        double se = difference().standardError() * Math.sqrt((double) units / n);
        TDistribution student = TDistribution.of(df);
        double t = student.inverseSurvivalProbability(alpha()) + student.inverseCumulativeProbability(power);
        return distance > 0 && distance >= t * se;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof MarginTest other && figures.equals(other.figures);
    }

    @Override
    public int hashCode() {
        return figures.hashCode();
    }

    /** As {@code PASS: 0.120 (SE 0.031, df 19.0) > -0.050, p = 0.0001}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s: %s > %.3f, p = %.4f", verdict(), difference(), threshold(), pValue());
    }
}
