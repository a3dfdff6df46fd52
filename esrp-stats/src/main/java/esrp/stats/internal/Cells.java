package esrp.stats.internal;

import java.util.Arrays;

/**
 * Numbers of {@link #BITS} bits in the order of the values: a larger value has no smaller number, but different values may share one.
 * Numbers are of equal width between the least and the greatest value of a sample, and values beyond those of the sample share the
 * first and the last. Where most values would be crowded in few of them, each step between quantiles of the sample has as many
 * numbers, of equal width in the bits of its doubles.
 */
final class Cells {
    static final int BITS = 31;

    private static final int LAST = Integer.MAX_VALUE;

    /** A double from here on has an integer in its low bits. */
    private static final double INTEGERS = 0x1p52;

    private static final long ZERO = Double.doubleToRawLongBits(INTEGERS);

    /** So many values tell the range, and every sixteenth of them whether they are crowded. */
    private static final int SAMPLE = 4096;

    private static final int EACH = 16;

    /** Of few values the sample has all, or so many and one in sixteen of them. */
    private static final int FEWEST = 128;

    /** The fraction of the golden ratio, in 64 bits: its multiples are spread evenly, and have no period that data may have. */
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    /** So many times the mean distance of two of the sample, the range is wider than it, at both ends. */
    private static final double MARGIN = 4;

    /** As many pairs of the smaller sample share a cell as if all lay in the tenth of the range, more or less. */
    private static final int CROWD = 12;

    /** Of the number of steps. */
    private static final int STEP_BITS = 8;

    private final String parameter;
    private final double[] values;
    private final boolean linear;
    private final double origin;
    private final double scale;

    /** The key that each step begins with; the first and the last step have the values beyond the sample. */
    private final long[] steps = new long[(1 << STEP_BITS) + 1];

    /** The numbers of each step over its keys. */
    private final double[] scales = new double[1 << STEP_BITS];

    /** Takes at least one value; {@code parameter} names them if one is NaN. */
    Cells(String parameter, double[] values) {
        this.parameter = parameter;
        this.values = values;
        int size = Math.min(values.length, Math.min(SAMPLE, FEWEST + values.length / EACH));
        double[] sample = new double[size];
        double min = values[0];
        double max = min;
        for (int i = 0; i < size; i++) {
            long within = ((i * GOLDEN) >>> 32) * values.length >>> 32;
            double value = values[(int) (((long) values.length * i + within) / size)];
            sample[i] = value;
            if (value < min) {
                min = value;
            }
            if (value > max) {
                max = value;
            }
        }
        double margin = size == values.length ? 0 : MARGIN / size * (max - min);
        scale = Math.scalb(1 - 0x1p-50, BITS) / (max - min + 2 * margin);
        origin = min - margin;
        linear = scale > 0 && scale < Double.POSITIVE_INFINITY && !crowded(sample, min, max);
        if (!linear) {
            Arrays.sort(sample);
            int last = scales.length - 1;
            steps[0] = half(Double.NEGATIVE_INFINITY);
            for (int i = 0; i < last; i++) {
                steps[i + 1] = half(sample[i * (size - 1) / (last - 1)]);
            }
            steps[last + 1] = half(Double.POSITIVE_INFINITY) + 1;
            for (int i = 0; i <= last; i++) {
                scales[i] = Math.scalb(1 - 0x1p-50, BITS - STEP_BITS) / Math.max(1, steps[i + 1] - steps[i]);
            }
        }
    }

    private static boolean crowded(double[] sample, double min, double max) {
        int[] counts = new int[256];
        double scale = counts.length * (1 - 0x1p-50) / (max - min);
        long pairs = 0;
        int size = 0;
        for (int i = 0; i < sample.length; i += EACH) {
            pairs += counts[(int) ((sample[i] - min) * scale)]++;
            size++;
        }
        return pairs * 2 * counts.length > (long) size * (size - 1) * CROWD;
    }

    /** The number of a value. */
    int of(double value) {
        if (linear) {
            double cell = (value - origin) * scale;
            long number = Double.doubleToRawLongBits(cell + INTEGERS) - ZERO;
            return number >>> BITS == 0 ? (int) number : outside(cell);
        }
        if (Double.isNaN(value)) {
            return outside(value);
        }
        long key = half(value);
        int step = 0;
        for (int width = 1 << (STEP_BITS - 1); width > 0; width >>= 1) {
            step += width & ~(int) ((key - steps[step + width]) >> (Long.SIZE - 1));
        }
        return (step << (BITS - STEP_BITS)) | (int) ((key - steps[step]) * scales[step]);
    }

    private int outside(double cell) {
        if (Double.isNaN(cell)) {
            Arguments.ranked(parameter, values);
        }
        return cell < 0 ? 0 : LAST;
    }

    /** The bits of a double in the order of the values; both zeros are the same. */
    static long key(double value) {
        long bits = Double.doubleToRawLongBits(value + 0.0);
        return bits ^ (bits >> (Long.SIZE - 1) >>> 1);
    }

    /** Half the key: differences are no overflow. */
    private static long half(double value) {
        return key(value) >> 1;
    }
}
