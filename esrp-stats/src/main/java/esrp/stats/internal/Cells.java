package esrp.stats.internal;

import java.util.Arrays;

/**
 * Numbers of {@link #BITS} bits in the order of the values: a larger value has no smaller number, but different values may share one.
 * Numbers are of equal width between the least and the greatest value of a sample; where most values would be crowded in few of
 * them, of equal width around the middle and logarithmic beyond. Values beyond those of the sample share the first and the last.
 */
final class Cells {
    static final int BITS = 31;

    private static final int LAST = Integer.MAX_VALUE;

    /** A double from here on has an integer in its low bits. */
    private static final double INTEGERS = 0x1p52;

    private static final long ZERO = Double.doubleToRawLongBits(INTEGERS);
    private static final long ONE = Double.doubleToRawLongBits(1);
    private static final long GREATEST = Double.doubleToRawLongBits(Double.MAX_VALUE);

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

    private final String parameter;
    private final double[] values;
    private final boolean linear;

    /** The least value, or the middle. */
    private final double origin;

    private final double scale;
    private final long least;
    private final int shift;

    /** Takes at least one value; {@code parameter} names them if one is NaN. */
    Cells(String parameter, double[] values) {
        this.parameter = parameter;
        this.values = values;
        int size = Math.min(values.length, Math.min(SAMPLE, FEWEST + values.length / EACH));
        double[] sample = new double[size];
        double min = values[0];
        double max = min;
        for (int i = 0; i < size; i++) {
            long within = (((i * GOLDEN) >>> 32) * values.length) >>> 32;
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
        double width = Math.scalb(1 - 0x1p-50, BITS) / (max - min + 2 * margin);
        linear = width > 0 && width < Double.POSITIVE_INFINITY && !crowded(sample, min, max);
        if (linear) {
            origin = min - margin;
            scale = width;
            least = 0;
            shift = 0;
        } else {
            double[] few = finite(sample);
            origin = few[few.length / 2];
            double[] distances = Arrays.stream(few)
                    .map(value -> Math.abs(value - origin))
                    .sorted()
                    .toArray();
            double spread = Arrays.stream(distances, distances.length * 3 / 4, distances.length)
                    .filter(distance -> distance > 0)
                    .findFirst()
                    .orElse(1);
            scale = Math.max(Double.MIN_NORMAL, Math.min(1 / spread, Double.MAX_VALUE));
            least = distance(min);
            shift = Math.max(0, 64 - BITS - Long.numberOfLeadingZeros(Math.max(1, distance(max) - least)));
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

    private static double[] finite(double[] sample) {
        double[] few = new double[(sample.length - 1) / EACH + 1];
        int size = 0;
        for (int i = 0; i < sample.length; i += EACH) {
            if (Double.isFinite(sample[i])) {
                few[size++] = sample[i];
            }
        }
        Arrays.sort(few, 0, size);
        return size == 0 ? new double[1] : Arrays.copyOf(few, size);
    }

    /** The number of a value. */
    int of(double value) {
        if (linear) {
            double cell = (value - origin) * scale;
            long number = Double.doubleToRawLongBits(cell + INTEGERS) - ZERO;
            return number >>> BITS == 0 ? (int) number : outside(cell);
        }
        long number = (distance(value) - least) >> shift;
        boolean ranked = !Double.isNaN(value);
        return ranked && number >>> BITS == 0 ? (int) number : outside(ranked ? number : value);
    }

    private int outside(double cell) {
        if (Double.isNaN(cell)) {
            Arguments.ranked(parameter, values);
        }
        return cell < 0 ? 0 : LAST;
    }

    /** From the middle: the logarithm of one more, as the bits of a double have it. */
    private long distance(double value) {
        double from = value - origin;
        long sign = Double.doubleToRawLongBits(from) >> 63;
        long bits = Double.doubleToRawLongBits(1 + Math.abs(from) * scale);
        return ((Math.min(bits, GREATEST) - ONE) ^ sign) - sign;
    }

    /** The bits of a double in the order of the values; both zeros are the same. */
    static long key(double value) {
        long bits = Double.doubleToRawLongBits(value + 0.0);
        return bits ^ (bits >> (Long.SIZE - 1) >>> 1);
    }
}
