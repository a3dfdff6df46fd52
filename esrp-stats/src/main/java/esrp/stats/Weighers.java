package esrp.stats;

import esrp.stats.internal.SortedTau;
import java.util.function.IntToDoubleFunction;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;

/**
 * The weighers with sums in closed form. Up to {@link #direct} ranks are added one by one from the small end; beyond
 * them the Euler-Maclaurin formula at half integers (Abramowitz and Stegun 6.3.18, 6.4.12, 23.1.30) is written for the
 * difference itself, so that a short run of far ranks keeps its relative precision.
 */
enum Weighers implements Weigher {
    HYPERBOLIC(32) {
        @Override
        public double weight(double rank) {
            return 1 / (rank + 1);
        }

        @Override
        double far(double from, double to) {
            double u = from + 0.5;
            double v = to + 0.5;
            return Math.log1p((to - from) / u) + correction(1 / (v * v)) - correction(1 / (u * u));
        }

        private double correction(double s) {
            return s * (1.0 / 24 - s * (7.0 / 960 - s * (31.0 / 8064 - s * (127.0 / 30720))));
        }
    },
    QUADRATIC(32) {
        @Override
        public double weight(double rank) {
            return 1 / ((rank + 1) * (rank + 1));
        }

        @Override
        double far(double from, double to) {
            double u = from + 0.5;
            double v = to + 0.5;
            return (to - from) / u / v - correction(1 / u) + correction(1 / v);
        }

        private double correction(double t) {
            double s = t * t;
            return s * t * (1.0 / 12 - s * (7.0 / 240 - s * (31.0 / 1344 - s * (127.0 / 3840))));
        }
    },
    LOGARITHMIC(256) {
        @Override
        public double weight(double rank) {
            return LN2 / Math.log(rank + 2);
        }

        @Override
        double far(double from, double to) {
            double u = from + 1.5;
            double v = to + 1.5;
            return LN2 * (integral(u, v) + correction(u) - correction(v));
        }

        /** The integral of 1 / ln t, by Gauss's rule on steps of at most 1 in ln t. */
        private double integral(double u, double v) {
            double length = Math.log1p((v - u) / u);
            int steps = (int) Math.ceil(length);
            double half = length / steps / 2;
            double sum = 0;
            for (int step = steps - 1; step >= 0; step--) {
                double middle = (2 * step + 1) * half;
                for (int i = 0; i < GAUSS.getNumberOfPoints(); i++) {
                    double t = u * Math.exp(middle + half * GAUSS.getPoint(i));
                    sum += GAUSS.getWeight(i) * t / Math.log(t);
                }
            }
            return sum * half;
        }

        /** Half-integer Euler-Maclaurin terms of 1 / ln t: the first and third derivatives over -24 and 5760 / 7. */
        private double correction(double t) {
            double s = 1 / Math.log(t);
            double first = -s * s / t;
            double third = -s * s * (2 + s * (6 + s * 6)) / (t * t * t);
            return first / 24 - third * 7 / 5760;
        }
    };

    private static final double LN2 = Math.log(2);
    private static final GaussIntegrator GAUSS = new GaussIntegratorFactory().legendre(16);

    private final int direct;

    Weighers(int direct) {
        this.direct = direct;
    }

    /** The sum over ranks {@code from} to {@code to - 1}, both beyond the ranks that are added one by one. */
    abstract double far(double from, double to);

    @Override
    public double sum(long from, long to) {
        long near = Math.min(to, Math.max(from, direct));
        if (to - near <= direct) {
            near = to;
        }
        double sum = near < to ? far((double) near, (double) to) : 0;
        for (long rank = near - 1; rank >= from; rank--) {
            sum += weight((double) rank);
        }
        return sum;
    }

    /** Returns the weight; rejects one that is negative, infinite or NaN. */
    static double checked(double weight, long rank) {
        if (!(weight >= 0) || weight == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("weigher: gives " + weight + " for rank " + rank
                    + ", a finite weight that is not negative was expected");
        }
        return weight;
    }

    /** Returns the sum; rejects one that is negative, infinite or NaN. */
    static double checkedSum(double sum, long from, long to) {
        if (!(sum >= 0) || sum == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("weigher: its weights of ranks " + from + " to " + (to - 1) + " sum to "
                    + sum + ", a finite sum that is not negative was expected");
        }
        return sum;
    }

    /** The weights of ranks 0 to n - 1, checked: a quotient is made faster than read from a table. */
    static IntToDoubleFunction ofRanks(Weigher weigher, int n) {
        if (weigher == HYPERBOLIC) {
            return rank -> 1 / SortedTau.exact(rank + 1L);
        }
        double[] weights = new double[n];
        for (int rank = 0; rank < n; rank++) {
            weights[rank] = checked(weigher.weight(rank), rank);
        }
        return rank -> weights[rank];
    }

    /** The same for every rank. */
    record Constant(double weight) implements Weigher {
        @Override
        public double weight(double rank) {
            return weight;
        }

        @Override
        public double sum(long from, long to) {
            return weight * (to - from);
        }
    }
}
