package esrp.stats;

import org.apache.commons.math3.special.Erf;

/** The standard normal distribution, with full relative precision in the tails. */
final class Normal {
    private static final double SQRT2 = Math.sqrt(2);
    private static final double LOG_SQRT_TWO_PI = 0.5 * Math.log(2 * Math.PI);

    private static final int NEWTON_STEPS = 3;

    private Normal() {}

    /** The probability of a value at most {@code z}. */
    static double cdf(double z) {
        return 0.5 * Erf.erfc(-z / SQRT2);
    }

    /** The value that a share {@code p} lies below; infinite for 0 and 1, NaN outside [0, 1]. */
    static double quantile(double p) {
        if (p > 0.5) {
            return -quantile(1 - p);
        }
        double z = SQRT2 * Erf.erfInv(2 * p - 1);
        if (Double.isInfinite(z) || Double.isNaN(z) || p == 0.5) {
            return z;
        }
        // erfInv sees 2p - 1, which has lost low bits of a small p: steps of Newton's method give them back.
        for (int step = 0; step < NEWTON_STEPS; step++) {
            z -= (cdf(z) - p) / Math.exp(-z * z / 2 - LOG_SQRT_TWO_PI);
        }
        return z;
    }
}
