package esrp.stats;

import org.apache.commons.math3.distribution.TDistribution;

/** Student's t: the library's up to many degrees of freedom, and beyond them an expansion about the normal distribution. */
final class StudentT {
    private static final double MANY = 1e5;
    private static final double FEW = 2;
    private static final double TAIL = 1e-4;
    private static final double ACCURACY = 1e-14;
    private static final int MAX_STEPS = 20;

    private StudentT() {}

    static double cumulative(double t, double degreesOfFreedom) {
        if (degreesOfFreedom <= MANY) {
            return new TDistribution(null, degreesOfFreedom).cumulativeProbability(t);
        }
        double z = t * (1 - 1 / (4 * degreesOfFreedom)) / Math.sqrt(1 + t * t / (2 * degreesOfFreedom));
        return Normal.cdf(z);
    }

    static double quantile(double p, double degreesOfFreedom) {
        double z = Normal.quantile(p);
        double first = z * (z * z + 1) / (4 * degreesOfFreedom);
        if (degreesOfFreedom > MANY) {
            return z + first;
        }
        TDistribution t = new TDistribution(null, degreesOfFreedom, ACCURACY);
        if (degreesOfFreedom < FEW || p < TAIL || p > 1 - TAIL) {
            return t.inverseCumulativeProbability(p);
        }
        // Newton's method from the expansion about the normal distribution: the library's solver takes 20 times as long
        double x = z + first;
        for (int i = 0; i < MAX_STEPS; i++) {
            double step = (t.cumulativeProbability(x) - p) / t.density(x);
            x -= step;
            if (Math.abs(step) <= ACCURACY * Math.max(1, Math.abs(x))) {
                return x;
            }
        }
        return t.inverseCumulativeProbability(p);
    }
}
