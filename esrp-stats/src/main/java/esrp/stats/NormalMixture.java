package esrp.stats;

import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.analysis.solvers.BrentSolver;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * The one-sided normal mixture boundary of a Wiener process that is looked at from time 1 on (Robbins 1970): at time v it lies at
 * z √v, where {@code R(z) = R(a) √v} and {@code R = Φ / φ}.
 */
final class NormalMixture {
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
    /** Below it, errors are 1 to the last digit. */
    private static final double LOWEST = -30;

    private static final double HIGHEST = 60;

    private NormalMixture() {}

    /** The one-sided level at time v of the boundary that is crossed with a probability of alpha. */
    static double level(double alpha, double v) {
        double a = solve(NormalMixture::error, alpha);
        return NORMAL.survivalProbability(solve(NormalMixture::logRatio, logRatio(a) + Math.log(v) / 2));
    }

    /** The probability of crossing a boundary whose one-sided level at time v is p; 0 if that is. */
    static double error(double p, double v) {
        double z = NORMAL.inverseSurvivalProbability(p);
        return error(solve(NormalMixture::logRatio, logRatio(z) - Math.log(v) / 2));
    }

    private static double error(double a) {
        double crossed = NORMAL.density(a) * (a + Math.exp(-logRatio(a)));
        return Math.min(1, NORMAL.survivalProbability(a) + crossed);
    }

    private static double logRatio(double z) {
        double bounded = Math.max(LOWEST, z);
        return Math.log(NORMAL.cumulativeProbability(bounded)) + (bounded * bounded + Math.log(2 * Math.PI)) / 2;
    }

    /** Where a monotone function has a value, or the nearer end where it has it nowhere. */
    private static double solve(DoubleUnaryOperator f, double value) {
        double low = f.applyAsDouble(LOWEST) - value;
        double high = f.applyAsDouble(HIGHEST) - value;
        return low * high < 0
                ? new BrentSolver(1e-15, 1e-15).solve(1_000, z -> f.applyAsDouble(z) - value, LOWEST, HIGHEST)
                : Math.abs(low) < Math.abs(high) ? LOWEST : HIGHEST;
    }
}
