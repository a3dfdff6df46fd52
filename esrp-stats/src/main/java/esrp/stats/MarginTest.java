package esrp.stats;

import esrp.stats.internal.Arguments;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * A one-sided test of a difference against a margin, such as a release gate needs: is the new candidate better by at least so
 * much (superiority), or at least not worse by more than so much (non-inferiority)?
 *
 * <p>{@link Verdict#PASS} if the claim {@code difference > threshold} is shown at level alpha, {@link Verdict#FAIL} if its
 * opposite is, else {@link Verdict#UNDECIDED}. The probability of a wrong PASS is at most alpha, and so is that of a wrong FAIL.
 * Fix the margin when the study is planned, not when it is analysed. Immutable; equal to another test with the same figures.
 *
 * <p><b>Looking again and again.</b> A test of one estimate may be made once: looked at daily while data come in, it errs in
 * every fifth study or more. A test of a list of estimates, one for each look so far, keeps its error however often and whenever one
 * looks, planned or not. With information {@code v = 1 / SE²}, the level of a look is {@code 1 - Φ(z)}, where
 *
 * <pre>{@code Φ(z) / φ(z) = Φ(a) / φ(a) · √(v / v₁),    1 - Φ(a) + φ(a) (a + φ(a) / Φ(a)) = alpha}</pre>
 *
 * <p>Robbins (1970, <a href="https://doi.org/10.1214/aoms/1177696786">doi:10.1214/aoms/1177696786</a>), Robbins and Siegmund (1970,
 * <a href="https://doi.org/10.1214/aoms/1177696787">doi:10.1214/aoms/1177696787</a>): the probability that a Wiener process ever
 * crosses this one-sided normal mixture boundary from {@code v₁}, the first look, on. Estimates of accumulating data are such a process
 * in {@code v} as clusters become many, whether a look brings new clusters or more of the same ones (Jennison and Turnbull 2000,
 * chapter 11; asymptotic confidence sequences: Waudby-Smith et al. 2024). For few, Student's t takes the place of z at the same
 * level. At alpha 0.025, z is 2.80 at the first look, 3.03 where information is fourfold, 3.35 where it is thirtyfold.
 *
 * <ul>
 *   <li>The first look that decides does so for good: later ones change the figures, not the verdict.
 *   <li>Looks without a standard error, or with one of 0, tell nothing of their information, and decide nothing.
 *   <li>Where the standard error grows, the most informative look so far sets the level.
 * </ul>
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

    private record Figures(List<Estimate> looks, boolean sequential, double threshold, double alpha) {}

    private final Figures figures;

    private MarginTest(List<Estimate> looks, boolean sequential, double threshold, double alpha) {
        Arguments.rejectIf(looks.isEmpty(), "looks: there are none");
        figures = new Figures(List.copyOf(looks), sequential, threshold, Arguments.between("alpha", 0, 0.5, alpha));
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
        return new MarginTest(List.of(difference), false, Arguments.notNegative("margin", margin), alpha);
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
        return new MarginTest(List.of(difference), false, -Arguments.notNegative("margin", margin), alpha);
    }

    /**
     * Claims that the difference is above a margin, and looks again and again.
     *
     * @param looks new minus old at each look so far, each of all data up to then, oldest first
     * @param margin 0 or more; 0 asks for any superiority
     * @param alpha the accepted error over all looks together, in (0, 0.5)
     * @return the test at the last look
     * @throws IllegalArgumentException if there is no look, the margin is negative or not finite, or alpha outside (0, 0.5)
     */
    public static MarginTest superiority(List<Estimate> looks, double margin, double alpha) {
        return new MarginTest(looks, true, Arguments.notNegative("margin", margin), alpha);
    }

    /**
     * Claims that the difference is not below minus the margin, and looks again and again.
     *
     * @param looks new minus old at each look so far, each of all data up to then, oldest first
     * @param margin 0 or more: the loss that would still be acceptable
     * @param alpha the accepted error over all looks together, in (0, 0.5)
     * @return the test at the last look
     * @throws IllegalArgumentException if there is no look, the margin is negative or not finite, or alpha outside (0, 0.5)
     */
    public static MarginTest nonInferiority(List<Estimate> looks, double margin, double alpha) {
        return new MarginTest(looks, true, -Arguments.notNegative("margin", margin), alpha);
    }

    /** {@return the estimated difference, new minus old, at the last look} */
    public Estimate difference() {
        return figures.looks.get(figures.looks.size() - 1);
    }

    /** {@return the estimates of all looks, oldest first; one that is looked at once has one} */
    public List<Estimate> looks() {
        return figures.looks;
    }

    /** {@return what the true difference is claimed to exceed; the margin, or minus the margin for non-inferiority} */
    public double threshold() {
        return figures.threshold;
    }

    /** {@return the accepted error over all looks, in (0, 0.5)} */
    public double alpha() {
        return figures.alpha;
    }

    /** {@return the verdict of the first look that decides; {@link Verdict#UNDECIDED} too if the standard error is NaN} */
    public Verdict verdict() {
        OptionalInt look = decidingLook();
        return look.isEmpty() ? Verdict.UNDECIDED : verdict(look.getAsInt() - 1, level(look.getAsInt() - 1));
    }

    /** {@return the number of the look that decided, from 1; empty while undecided} */
    public OptionalInt decidingLook() {
        return IntStream.range(0, figures.looks.size())
                .filter(k -> verdict(k, level(k)) != Verdict.UNDECIDED)
                .map(k -> k + 1)
                .findFirst();
    }

    private Verdict verdict(int look, double level) {
        Estimate estimate = figures.looks.get(look);
        if (figures.sequential && !(estimate.standardError() > 0)) {
            return Verdict.UNDECIDED;
        }
        if (estimate.pAbove(threshold()) <= level) {
            return Verdict.PASS;
        }
        return estimate.pBelow(threshold()) <= level ? Verdict.FAIL : Verdict.UNDECIDED;
    }

    /**
     * {@return the two-sided interval that the last look is read off: it passes if the lower bound is above the threshold, and fails if
     * the upper one is below} Those of all looks are a confidence sequence: together they contain the truth with a chance of
     * {@code 1 - 2 alpha}.
     */
    public Interval interval() {
        return difference().interval(1 - 2 * level(figures.looks.size() - 1));
    }

    /**
     * {@return the p value of the claim, small where the claim is well supported} Of several looks it is valid at any time: the smallest
     * alpha with which one of them would have passed, up to the one that decided; 1 while none has a standard error.
     */
    public double pValue() {
        if (!figures.sequential) {
            return difference().pAbove(threshold());
        }
        return IntStream.range(0, decidingLook().orElse(figures.looks.size()))
                .filter(k -> figures.looks.get(k).standardError() > 0)
                .mapToDouble(k -> NormalMixture.error(figures.looks.get(k).pAbove(threshold()), information(k)))
                .min()
                .orElse(1);
    }

    /** The level of a look by itself. */
    private double level(int look) {
        return level(information(look));
    }

    private double level(double information) {
        return figures.sequential ? NormalMixture.level(alpha(), information) : alpha();
    }

    /** The most of the first looks, in units of the first one that has any. */
    private double information(int look) {
        double[] known = figures.looks.stream()
                .limit(look + 1L)
                .mapToDouble(Estimate::standardError)
                .filter(se -> se > 0)
                .map(se -> 1 / (se * se))
                .toArray();
        return known.length == 0 ? 1 : Arrays.stream(known).max().getAsDouble() / known[0];
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
        double level = level(information(figures.looks.size() - 1) * Math.max(1, (double) n / units));
        if (difference().standardError() == 0 && !figures.sequential) {
            double alike = (difference().degreesOfFreedom() + 1) * n / units;
            Estimate more = difference().withDegreesOfFreedom(Math.max(1e-3, alike - 1));
            return Math.min(more.pAbove(threshold()), more.pBelow(threshold())) <= level;
        }
        double df = Math.max(1e-3, difference().degreesOfFreedom() * (n - 1) / Math.max(1, units - 1));
        double se = difference().standardError() * Math.sqrt((double) units / n);
        TDistribution student = TDistribution.of(df);
        double t = student.inverseSurvivalProbability(level) + student.inverseCumulativeProbability(power);
        return distance > 0 && se > 0 && distance >= t * se;
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
