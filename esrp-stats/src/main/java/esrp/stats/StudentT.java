package esrp.stats;

import org.apache.commons.math3.distribution.TDistribution;

/** Student's t: the library's up to many degrees of freedom, and beyond them an expansion about the normal distribution. */
final class StudentT {
    private static final double MANY = 1e5;
    private static final double ACCURACY = 1e-14;

    private StudentT() {}

    static double cumulative(double t, double degreesOfFreedom) {
        if (degreesOfFreedom <= MANY) {
            return new TDistribution(null, degreesOfFreedom).cumulativeProbability(t);
        }
        double z = t * (1 - 1 / (4 * degreesOfFreedom)) / Math.sqrt(1 + t * t / (2 * degreesOfFreedom));
        return Normal.cdf(z);
    }

    static double quantile(double p, double degreesOfFreedom) {
        if (degreesOfFreedom <= MANY) {
            return new TDistribution(null, degreesOfFreedom, ACCURACY).inverseCumulativeProbability(p);
        }
        double z = Normal.quantile(p);
        return z + z * (z * z + 1) / (4 * degreesOfFreedom);
    }
}
