package esrp.stats.internal;

import java.util.Arrays;

/**
 * Jackknife sums of a statistic of one sample of n items. With θ₍ᵢ₎ the statistic without item i, θ₍.₎ their
 * mean, and uᵢ = (n - 1) (θ₍.₎ - θ₍ᵢ₎) / n:
 *
 * @param squares the sum of uᵢ²
 * @param cubes the sum of uᵢ³
 * @param n the number of items
 */
public record Jackknife(double squares, double cubes, double n) {
    /** Values this many units in the last place from their mean do not differ from it. */
    private static final double ROUNDING = 8;

    /** Of one value for each item. */
    public static Jackknife of(double[] values) {
        long[] ones = new long[values.length];
        Arrays.fill(ones, 1);
        return of(values, ones);
    }

    /** Of values each of which is shared by a number of items. */
    public static Jackknife of(double[] values, long[] items) {
        double n = 0;
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            n += items[i];
            sum += items[i] == 0 ? 0 : items[i] * values[i];
        }
        double mean = sum / n;
        double squares = 0;
        double cubes = 0;
        for (int i = 0; i < values.length; i++) {
            if (items[i] > 0) {
                double off = mean - values[i];
                double u = Math.abs(off) <= ROUNDING * Math.ulp(mean) ? 0 : (n - 1) * off / n;
                squares += items[i] * u * u;
                cubes += items[i] * u * u * u;
            }
        }
        return new Jackknife(squares, cubes, n);
    }

    /** The acceleration of BCa from sums over all samples; NaN if nothing varies. */
    public static double acceleration(double cubes, double squares) {
        return cubes / (6 * squares * Math.sqrt(squares));
    }

    public double acceleration() {
        return acceleration(cubes, squares);
    }

    /** The jackknife's standard error: the root of (n - 1) / n times the sum of squared deviations. */
    public double standardError() {
        return Math.sqrt(squares * n / (n - 1));
    }
}
