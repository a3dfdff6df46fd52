package esrp.stats;

import esrp.stats.internal.Arguments;
import esrp.stats.internal.Crosstab;
import esrp.stats.internal.Jackknife;
import esrp.stats.internal.Multinomial;
import esrp.stats.internal.RandomStream;
import java.util.Arrays;

/**
 * A sample whose mean is resampled: from the counts of its levels where there are few, else item by item. Sums of counts
 * times whole scores are exact, so that replicates equal to the estimate are exactly equal.
 */
final class MeanSample {
    /** Stands for a second sample that is not there; its mean is zero and certain. */
    static final MeanSample NONE = new MeanSample(new double[] {0}, new long[] {1}, 1);

    private static final int MOST_LEVELS = 256;
    /** What is this small beside the scores is rounding. */
    static final double ROUNDING = 1e-13;

    private final double[] scores;
    /** How often each score occurs; empty if each occurs once and items are drawn one by one. */
    private final long[] counts;

    private final long n;
    private final Multinomial multinomial;

    private MeanSample(double[] scores, long[] counts, long n) {
        this.scores = scores;
        this.counts = counts;
        this.n = n;
        this.multinomial = new Multinomial(counts);
    }

    static MeanSample of(String parameter, double[] values) {
        Arguments.rejectIf(values.length == 0, "%s: is empty, at least one value is needed", parameter);
        Arguments.finite(parameter, values);
        Crosstab.Levels levels = new Crosstab.Levels(Math.min(MOST_LEVELS, Math.max(16, values.length / 8)));
        long[] counts = new long[MOST_LEVELS];
        for (double value : values) {
            int code = levels.code(Double.doubleToRawLongBits(value + 0.0));
            if (code < 0) {
                return new MeanSample(values.clone(), new long[0], values.length);
            }
            counts[code]++;
        }
        int[] places = levels.places();
        long[] ordered = new long[places.length];
        for (int code = 0; code < places.length; code++) {
            ordered[places[code]] = counts[code];
        }
        return new MeanSample(levels.sorted(), ordered, values.length);
    }

    static MeanSample of(double[] scores, String parameter, long[] counts) {
        Arguments.sameLength("scores", scores.length, parameter, counts.length);
        Arguments.finite("scores", scores);
        long n = Arguments.total(parameter, new long[][] {counts}, 1L << 53);
        Arguments.rejectIf(n == 0, "%s: has no items, at least one is needed", parameter);
        return new MeanSample(scores.clone(), counts.clone(), n);
    }

    Draw newDraw() {
        return new Draw(new double[counts.length == 0 ? scores.length : 0], new long[counts.length]);
    }

    /** The sample itself. */
    Draw whole() {
        return new Draw(counts.length == 0 ? scores : new double[0], counts);
    }

    /** The difference of means, from sums, so that it is exact up to one division where the sums are whole. */
    static double difference(Draw a, Draw b) {
        if (b.isNone()) {
            return a.sum() / a.n();
        }
        double first = a.sum() * b.n();
        double second = b.sum() * a.n();
        double rounding = ROUNDING * Math.max(Math.abs(first), Math.abs(second));
        return Math.abs(first - second) <= rounding ? 0 : (first - second) / (a.n() * b.n());
    }

    /** The size below which a difference of means is rounding. */
    double rounding() {
        return this == NONE
                ? 0
                : ROUNDING * Arrays.stream(scores).map(Math::abs).max().orElse(0);
    }

    /** Whether there is one item only, which shows no variation. */
    boolean isSingle() {
        return this != NONE && n == 1;
    }

    /** The acceleration of BCa for a difference of means. */
    static double acceleration(Draw a, Draw b) {
        double cubes = a.centralSum(3) / Math.pow(a.n(), 3) - b.centralSum(3) / Math.pow(b.n(), 3);
        double squares = a.centralSum(2) / Math.pow(a.n(), 2) + b.centralSum(2) / Math.pow(b.n(), 2);
        return Jackknife.acceleration(cubes, squares);
    }

    /** One resample at a time: either values drawn, or counts drawn. */
    final class Draw {
        private final double[] drawn;
        private final long[] drawnCounts;

        private Draw(double[] drawn, long[] drawnCounts) {
            this.drawn = drawn;
            this.drawnCounts = drawnCounts;
        }

        void next(RandomStream random) {
            if (isNone()) {
                drawnCounts[0] = 1;
            } else if (drawn.length == 0) {
                multinomial.draw(random, drawnCounts);
            } else {
                for (int i = 0; i < drawn.length; i++) {
                    drawn[i] = scores[random.nextInt(scores.length)];
                }
            }
        }

        boolean isNone() {
            return MeanSample.this == NONE;
        }

        double n() {
            return (double) n;
        }

        double sum() {
            double sum = 0;
            for (double value : drawn) {
                sum += value;
            }
            for (int v = 0; v < drawnCounts.length; v++) {
                sum += drawnCounts[v] * scores[v];
            }
            return sum;
        }

        /** The sum of a power of deviations from the mean. */
        double centralSum(int power) {
            double mean = sum() / n;
            double sum = 0;
            for (double value : drawn) {
                sum += power(value, mean, power);
            }
            for (int v = 0; v < drawnCounts.length; v++) {
                sum += drawnCounts[v] * power(scores[v], mean, power);
            }
            return sum;
        }

        private static double power(double value, double mean, int power) {
            double base = Math.abs(value - mean) <= ROUNDING * Math.abs(mean) ? 0 : value - mean;
            return power == 2 ? base * base : base * base * base;
        }

        /** The squared standard error of the mean; NaN for one item. */
        double squaredError() {
            return isNone() ? 0 : centralSum(2) / (n - 1.0) / n;
        }
    }
}
