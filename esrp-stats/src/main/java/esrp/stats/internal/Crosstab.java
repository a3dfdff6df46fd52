package esrp.stats.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Counts of pairs of levels, found out by looking at the values: what a table-based statistic needs. Levels are in
 * ascending order; some may be empty. At most 256 levels a side, and no more cells than pay for themselves at the number
 * of items.
 */
public final class Crosstab {
    private static final int MOST_LEVELS = 256;
    private static final int FEW_CELLS = 1024;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EVEN_BYTES = 0x00FF00FF00FF00FFL;

    public final int rows;
    public final int columns;

    /** Row-major. */
    public final long[] counts;

    /** The cell, in {@link #counts}, of the item at an index. */
    public final IntUnaryOperator cell;

    private Crosstab(int rows, int columns, long[] counts, IntUnaryOperator cell) {
        this.rows = rows;
        this.columns = columns;
        this.counts = counts;
        this.cell = cell;
    }

    /** The binary logarithm of the number of levels a side that is worth a table. */
    private static int levelBits(int n) {
        int bits = 5;
        while (bits < 8 && (1 << (2 * (bits + 1))) <= n) {
            bits++;
        }
        return bits;
    }

    /**
     * Counts doubles; null if there are too many levels.
     *
     * @throws IllegalArgumentException if a value is NaN and there are not too many levels before it
     */
    public static @Nullable Crosstab of(double[] x, double[] y) {
        Guess guess = Guess.of(x, y);
        Crosstab guessed = guess == null ? null : guess.count(x, y);
        return guessed == null ? byLookup(x, y) : guessed;
    }

    private static @Nullable Crosstab byLookup(double[] x, double[] y) {
        int n = x.length;
        int bits = levelBits(n);
        Levels xs = new Levels(1 << bits);
        Levels ys = new Levels(1 << bits);
        int[] counts = new int[2 << (2 * bits)];
        long[] xKeys = xs.keys;
        long[] yKeys = ys.keys;
        int[] xCodes = xs.codes;
        int[] yCodes = ys.codes;
        int bank = 0;
        for (int i = 0; i < n; i++) {
            long xBits = Double.doubleToRawLongBits(x[i] + 0.0);
            long yBits = Double.doubleToRawLongBits(y[i] + 0.0);
            int xSlot = Levels.slot(xBits);
            int ySlot = Levels.slot(yBits);
            int a = xKeys[xSlot] == xBits ? xCodes[xSlot] : xs.code(xBits);
            int b = yKeys[ySlot] == yBits ? yCodes[ySlot] : ys.code(yBits);
            if ((a | b) < 0) {
                if (Double.isNaN(x[i])) {
                    throw Arguments.nan("x", i);
                }
                if (Double.isNaN(y[i])) {
                    throw Arguments.nan("y", i);
                }
                return null;
            }
            // Two banks: successive items of one cell need not wait for each other.
            counts[bank | (a << bits) | b]++;
            bank ^= 1 << (2 * bits);
        }
        int[] xPlaces = xs.places();
        int[] yPlaces = ys.places();
        int rows = xs.size;
        int columns = ys.size;
        long[] ordered = new long[rows * columns];
        for (int a = 0; a < rows; a++) {
            for (int b = 0; b < columns; b++) {
                int code = (a << bits) | b;
                ordered[xPlaces[a] * columns + yPlaces[b]] = (long) counts[code] + counts[(1 << (2 * bits)) | code];
            }
        }
        return new Crosstab(
                rows,
                columns,
                ordered,
                i -> xPlaces[xs.code(Double.doubleToRawLongBits(x[i] + 0.0))] * columns
                        + yPlaces[ys.code(Double.doubleToRawLongBits(y[i] + 0.0))]);
    }

    /** Counts integers; null if there are too many levels. */
    public static @Nullable Crosstab of(int[] x, int[] y) {
        Guess guess = Guess.of(x, y);
        Crosstab guessed = guess == null ? null : guess.count(x, y);
        return guessed == null ? byRange(x, y) : guessed;
    }

    private static @Nullable Crosstab byRange(int[] x, int[] y) {
        int n = x.length;
        int[] xs = range(x);
        int[] ys = range(y);
        if (n == 0 || !worth(n, (long) xs[1] - xs[0], (long) ys[1] - ys[0])) {
            return byLookup(doubles(x), doubles(y));
        }
        int columns = ys[1] - ys[0] + 1;
        int rows = xs[1] - xs[0] + 1;
        int cells = rows * columns;
        int[] banks = new int[2 * cells];
        int offset = xs[0] * columns + ys[0];
        int bank = 0;
        for (int i = 0; i < n; i++) {
            banks[bank + x[i] * columns + y[i] - offset]++;
            bank = cells - bank;
        }
        long[] counts = new long[cells];
        Arrays.setAll(counts, c -> (long) banks[c] + banks[cells + c]);
        return new Crosstab(rows, columns, counts, k -> x[k] * columns + y[k] - offset);
    }

    private static int[] range(int[] values) {
        int min = Integer.MAX_VALUE;
        int max = Integer.MIN_VALUE;
        for (int value : values) {
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        return new int[] {min, max};
    }

    private static boolean worth(int n, long xRange, long yRange) {
        return xRange < MOST_LEVELS && yRange < MOST_LEVELS && (xRange + 1) * (yRange + 1) <= Math.max(FEW_CELLS, n);
    }

    /** Counts bytes; null if there are too many levels. */
    public static @Nullable Crosstab of(byte[] x, byte[] y) {
        int n = x.length;
        long xAny = any(x);
        long yAny = any(y);
        int xBits = 64 - Long.numberOfLeadingZeros(xAny);
        int yBits = 64 - Long.numberOfLeadingZeros(yAny);
        if (xBits + yBits > 8 || n < FEW_CELLS) {
            return of(ints(x), ints(y));
        }
        int[] cells = xBits + yBits <= 6 ? inTwos(x, y, xBits, yBits) : inOnes(x, y, yBits);
        int rows = 1 << xBits;
        int columns = 1 << yBits;
        long[] counts = Arrays.stream(cells, 0, rows * columns).asLongStream().toArray();
        return new Crosstab(rows, columns, counts, k -> (x[k] << yBits) | y[k]);
    }

    /** The bits that any of the bytes has; more than eight bits if a byte is negative. */
    private static long any(byte[] values) {
        long any = 0;
        int i = 0;
        for (; i < values.length - 7; i += 8) {
            any |= (long) LONGS.get(values, i);
        }
        any |= any >>> 32;
        any |= any >>> 16;
        any |= any >>> 8;
        any &= 0xFF;
        for (; i < values.length; i++) {
            any |= values[i];
        }
        return (byte) any;
    }

    /** Eight pairs at a time become eight cells of up to eight bits. */
    private static int[] inOnes(byte[] x, byte[] y, int yBits) {
        int[] c0 = new int[256];
        int[] c1 = new int[256];
        int[] c2 = new int[256];
        int[] c3 = new int[256];
        int i = 0;
        for (; i < x.length - 7; i += 8) {
            long cells = ((long) LONGS.get(x, i) << yBits) | (long) LONGS.get(y, i);
            c0[(int) cells & 255]++;
            c1[(int) (cells >>> 8) & 255]++;
            c2[(int) (cells >>> 16) & 255]++;
            c3[(int) (cells >>> 24) & 255]++;
            c0[(int) (cells >>> 32) & 255]++;
            c1[(int) (cells >>> 40) & 255]++;
            c2[(int) (cells >>> 48) & 255]++;
            c3[(int) (cells >>> 56)]++;
        }
        for (; i < x.length; i++) {
            c0[(x[i] << yBits) | y[i]]++;
        }
        for (int c = 0; c < 256; c++) {
            c0[c] += c1[c] + c2[c] + c3[c];
        }
        return c0;
    }

    /** As {@link #inOnes}, but neighbouring pairs are counted together, in a table of pairs of cells. */
    private static int[] inTwos(byte[] x, byte[] y, int xBits, int yBits) {
        int bits = xBits + yBits;
        int size = 1 << (2 * bits);
        int[] c0 = new int[size];
        int[] c1 = new int[size];
        int[] c2 = new int[size];
        int[] c3 = new int[size];
        int mask = size - 1;
        int i = 0;
        for (; i < x.length - 7; i += 8) {
            long cells = ((long) LONGS.get(x, i) << yBits) | (long) LONGS.get(y, i);
            long twos = (cells & EVEN_BYTES) | ((cells & ~EVEN_BYTES) >>> (8 - bits));
            c0[(int) twos & mask]++;
            c1[(int) (twos >>> 16) & mask]++;
            c2[(int) (twos >>> 32) & mask]++;
            c3[(int) (twos >>> 48) & mask]++;
        }
        int[] cells = new int[1 << bits];
        for (int two = 0; two < size; two++) {
            int count = c0[two] + c1[two] + c2[two] + c3[two];
            cells[two & ((1 << bits) - 1)] += count;
            cells[two >>> bits] += count;
        }
        for (; i < x.length; i++) {
            cells[(x[i] << yBits) | y[i]]++;
        }
        return cells;
    }

    /** The cells of a table with rows of one length, in row-major order. */
    public static long[] flat(long[][] table) {
        int columns = table.length == 0 ? 0 : table[0].length;
        long[] flat = new long[Math.multiplyExact(table.length, columns)];
        for (int a = 0; a < table.length; a++) {
            System.arraycopy(table[a], 0, flat, a * columns, columns);
        }
        return flat;
    }

    public static double[] doubles(int[] values) {
        return Arrays.stream(values).asDoubleStream().toArray();
    }

    public static double[] doubles(byte[] values) {
        return doubles(ints(values));
    }

    private static int[] ints(byte[] values) {
        int[] ints = new int[values.length];
        Arrays.setAll(ints, i -> values[i]);
        return ints;
    }

    /**
     * Counts in one pass on the guess, from the first items, that all values are integers from {@code base} to
     * {@code base + 7}. Cells are masked, so that a wrong guess does no harm, and what the mask hides is collected and
     * looked at once. Two pairs share a counter of the table of pairs of cells.
     */
    private record Guess(int baseOfX, int baseOfY) {
        private static final int SAMPLE = 256;
        private static final int SIZE = 1 << 12;
        private static final int LEVELS = 8;

        static @Nullable Guess of(double[] x, double[] y) {
            if (x.length < FEW_CELLS) {
                return null;
            }
            int[] sampleOfX = new int[SAMPLE];
            int[] sampleOfY = new int[SAMPLE];
            for (int i = 0; i < SAMPLE; i++) {
                sampleOfX[i] = (int) x[i];
                sampleOfY[i] = (int) y[i];
                if (sampleOfX[i] != x[i] || sampleOfY[i] != y[i]) {
                    return null;
                }
            }
            return fromSample(sampleOfX, sampleOfY);
        }

        static @Nullable Guess of(int[] x, int[] y) {
            return x.length < FEW_CELLS ? null : fromSample(Arrays.copyOf(x, SAMPLE), Arrays.copyOf(y, SAMPLE));
        }

        private static @Nullable Guess fromSample(int[] x, int[] y) {
            Arrays.sort(x);
            Arrays.sort(y);
            int last = SAMPLE - 1;
            if ((long) x[last] - x[0] >= LEVELS || (long) y[last] - y[0] >= LEVELS) {
                return null;
            }
            int baseOfX = base(x[0], x[last]);
            int baseOfY = base(y[0], y[last]);
            // Beyond this bound the smallest ints would look like levels.
            return Math.max(baseOfX, baseOfY) > Integer.MAX_VALUE - LEVELS ? null : new Guess(baseOfX, baseOfY);
        }

        /** Zero if it can be: a rare low level may not be in the sample. */
        private static int base(int lowest, int highest) {
            return lowest >= 0 && highest < LEVELS ? 0 : lowest;
        }

        @Nullable
        Crosstab count(int[] x, int[] y) {
            int n = x.length;
            int[] c0 = new int[SIZE];
            int[] c1 = new int[SIZE];
            int any = 0;
            int i = 0;
            for (; i < n - 3; i += 4) {
                int x0 = x[i] - baseOfX;
                int y0 = y[i] - baseOfY;
                int x1 = x[i + 1] - baseOfX;
                int y1 = y[i + 1] - baseOfY;
                int x2 = x[i + 2] - baseOfX;
                int y2 = y[i + 2] - baseOfY;
                int x3 = x[i + 3] - baseOfX;
                int y3 = y[i + 3] - baseOfY;
                any |= x0 | y0 | x1 | y1 | x2 | y2 | x3 | y3;
                c0[((x0 << 9) | (y0 << 6) | (x1 << 3) | y1) & (SIZE - 1)]++;
                c1[((x2 << 9) | (y2 << 6) | (x3 << 3) | y3) & (SIZE - 1)]++;
            }
            long[] counts = unpair(c0, c1);
            for (; i < n; i++) {
                int a = x[i] - baseOfX;
                int b = y[i] - baseOfY;
                any |= a | b;
                counts[((a << 3) | b) & 63]++;
            }
            return (any & -LEVELS) != 0
                    ? null
                    : new Crosstab(LEVELS, LEVELS, counts, k -> ((x[k] - baseOfX) << 3) | (y[k] - baseOfY));
        }

        @Nullable
        Crosstab count(double[] x, double[] y) {
            int n = x.length;
            int[] c0 = new int[SIZE];
            int[] c1 = new int[SIZE];
            long any = 0;
            long fraction = 0;
            int i = 0;
            for (; i < n - 3; i += 4) {
                double shiftedX0 = x[i] + SHIFT;
                double shiftedY0 = y[i] + SHIFT;
                double shiftedX1 = x[i + 1] + SHIFT;
                double shiftedY1 = y[i + 1] + SHIFT;
                fraction |= differ(shiftedX0, x[i])
                        | differ(shiftedY0, y[i])
                        | differ(shiftedX1, x[i + 1])
                        | differ(shiftedY1, y[i + 1]);
                long x0 = integer(shiftedX0) - baseOfX;
                long y0 = integer(shiftedY0) - baseOfY;
                long x1 = integer(shiftedX1) - baseOfX;
                long y1 = integer(shiftedY1) - baseOfY;
                any |= x0 | y0 | x1 | y1;
                c0[(int) ((x0 << 9) | (y0 << 6) | (x1 << 3) | y1) & (SIZE - 1)]++;
                double shiftedX2 = x[i + 2] + SHIFT;
                double shiftedY2 = y[i + 2] + SHIFT;
                double shiftedX3 = x[i + 3] + SHIFT;
                double shiftedY3 = y[i + 3] + SHIFT;
                fraction |= differ(shiftedX2, x[i + 2])
                        | differ(shiftedY2, y[i + 2])
                        | differ(shiftedX3, x[i + 3])
                        | differ(shiftedY3, y[i + 3]);
                long x2 = integer(shiftedX2) - baseOfX;
                long y2 = integer(shiftedY2) - baseOfY;
                long x3 = integer(shiftedX3) - baseOfX;
                long y3 = integer(shiftedY3) - baseOfY;
                any |= x2 | y2 | x3 | y3;
                c1[(int) ((x2 << 9) | (y2 << 6) | (x3 << 3) | y3) & (SIZE - 1)]++;
            }
            long[] counts = unpair(c0, c1);
            for (; i < n; i++) {
                long a = integer(x[i] + SHIFT) - baseOfX;
                long b = integer(y[i] + SHIFT) - baseOfY;
                fraction |= differ(x[i] + SHIFT, x[i]) | differ(y[i] + SHIFT, y[i]);
                any |= a | b;
                counts[(int) ((a << 3) | b) & 63]++;
            }
            return (any & -LEVELS) != 0 || fraction != 0
                    ? null
                    : new Crosstab(LEVELS, LEVELS, counts, k -> (((int) x[k] - baseOfX) << 3) | ((int) y[k] - baseOfY));
        }

        /** Next to a number of this size, one unit is one unit in the last place. */
        private static final double SHIFT = 0x1.8p52;

        private static final long BITS_OF_SHIFT = Double.doubleToRawLongBits(SHIFT);

        /** The integer that was shifted; of too large a value, a number that is too large as well. */
        private static long integer(double shifted) {
            return Double.doubleToRawLongBits(shifted) - BITS_OF_SHIFT;
        }

        /** Zero if the value is an integer; not zero for -0.0 either, which is left to the slower way. */
        private static long differ(double shifted, double value) {
            return Double.doubleToRawLongBits(shifted - SHIFT) ^ Double.doubleToRawLongBits(value);
        }

        private static long[] unpair(int[] c0, int[] c1) {
            long[] counts = new long[LEVELS * LEVELS];
            for (int two = 0; two < SIZE; two++) {
                int count = c0[two] + c1[two];
                counts[two & 63] += count;
                counts[two >>> 6] += count;
            }
            return counts;
        }
    }

    /** The distinct values of an array of doubles, numbered in order of first appearance: a small hash table. */
    public static final class Levels {
        private static final int SLOT_BITS = 9;

        /** The bits of -0.0, which is looked up as 0.0 and so never stored. */
        private static final long EMPTY = Long.MIN_VALUE;

        private final long[] keys = new long[1 << SLOT_BITS];
        private final int[] codes = new int[1 << SLOT_BITS];
        private final double[] values;
        private int size;

        public Levels(int most) {
            values = new double[most];
            Arrays.fill(keys, EMPTY);
        }

        static int slot(long bits) {
            return (int) ((bits * 0x9E3779B97F4A7C15L) >>> (64 - SLOT_BITS));
        }

        /** The number of a value given by its bits, stored if it is new; -1 if it is NaN or one too many. */
        public int code(long bits) {
            int slot = slot(bits);
            while (keys[slot] != bits) {
                if (keys[slot] == EMPTY) {
                    double value = Double.longBitsToDouble(bits);
                    if (Double.isNaN(value) || size == values.length) {
                        return -1;
                    }
                    keys[slot] = bits;
                    codes[slot] = size;
                    values[size] = value;
                    return size++;
                }
                slot = (slot + 1) & (keys.length - 1);
            }
            return codes[slot];
        }

        /** The values in ascending order. */
        public double[] sorted() {
            double[] sorted = Arrays.copyOf(values, size);
            Arrays.sort(sorted);
            return sorted;
        }

        /** For each number, the place of its value in ascending order. */
        public int[] places() {
            double[] sorted = sorted();
            int[] places = new int[size];
            for (int code = 0; code < size; code++) {
                places[code] = Arrays.binarySearch(sorted, values[code]);
            }
            return places;
        }
    }
}
