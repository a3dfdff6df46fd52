package esrp.stats.internal;

import java.util.concurrent.Executor;

/**
 * Sorts positions by a double each, stable, in linear time. Each value becomes the number of its cell, packed above its
 * position in a long; the packed longs are sorted by radix, from the lower digit to the upper one, in as many leading bits as
 * tell nearly all values apart, and the rest by insertion. Cells are of equal width between the least and the greatest value; where those
 * are crowded, they are the leading bits of a long of the same order, all of which are then sorted. Values of one cell are compared.
 */
final class RadixOrder {
    /** Bits of a digit: its counters stay in the first cache. */
    private static final int DIGIT = 11;

    /** Bits that tell values apart, beyond those of their number: few then share them with a neighbour. */
    private static final int SPARE = 2;

    /** Values are crowded if insertion moves each of them so far, in the mean, or if so many of one cell differ. */
    private static final int CROWD = 8;

    /** Values that tell whether all are crowded, and cells. */
    private static final int SAMPLE = 256;

    private static final int[] NONE = {};

    private final String parameter;
    private final double[] values;
    private final int[] through;
    private final int n;
    private final int positionBits;
    private final Executor executor;
    private double min;
    private double max;
    private long[] packed;
    private long[] other;

    /** Whether the cells are leading bits, rather than of equal width. */
    private boolean byKey;

    private RadixOrder(String parameter, double[] values, int[] through, long[][] scratch, Executor executor) {
        this.parameter = parameter;
        this.values = values;
        this.through = through;
        this.executor = executor;
        n = values.length;
        positionBits = positionBits(n);
        packed = scratch[0];
        other = scratch[1];
    }

    /** The number of bits of a position among so many, at least 2. */
    static int positionBits(int n) {
        return 32 - Integer.numberOfLeadingZeros(n - 1);
    }

    /**
     * Sorts items 0 to n - 1, of which item i has the value at {@code through[i]}, or at i if that is empty. Afterwards the
     * low {@link #positionBits} bits of {@code scratch[0][r]} are the item at place r, ties in order of item. Sets bit r of
     * {@code tied} if the item at place r - 1 has the same value. Swaps and overwrites both
     * scratch arrays. {@code parameter} names the values if one is NaN.
     */
    static void sort(
            String parameter, double[] values, int[] through, long[][] scratch, long[] tied, Executor executor) {
        RadixOrder order = new RadixOrder(parameter, values, through, scratch, executor);
        order.range();
        boolean sorted = order.linear(tied) || order.keyed(tied);
        assert sorted;
        scratch[0] = order.packed;
        scratch[1] = order.other;
    }

    private void range() {
        double least = values[0];
        double greatest = least;
        for (double value : values) {
            if (!(value >= least)) {
                if (Double.isNaN(value)) {
                    Arguments.ranked(parameter, values);
                }
                least = value;
            }
            if (value > greatest) {
                greatest = value;
            }
        }
        min = least;
        max = greatest;
    }

    private double value(int item) {
        return values[through.length == 0 ? item : through[item]];
    }

    /** The value as a long of the same order; both zeros give the same. */
    private static long key(double value) {
        long bits = Double.doubleToRawLongBits(value + 0.0);
        return bits ^ ((bits >> 63) & Long.MAX_VALUE);
    }

    /** Sorts by cells of equal width, unless the range is not finite or values are crowded. */
    private boolean linear(long[] tied) {
        int width = 63 - positionBits;
        double least = min;
        // A little less than the power of two, which the cell of the greatest value must not reach.
        double scale = Math.scalb(1 - 0x1p-50, width) / (max - min);
        if (!(scale > 0 && scale < Double.POSITIVE_INFINITY) || crowded()) {
            return false;
        }
        double[] of = values;
        int[] at = through;
        long[] cells = packed;
        int shift = positionBits;
        Replicates.halves(n, executor, (from, to) -> {
            if (at.length == 0) {
                for (int i = from; i < to; i++) {
                    cells[i] = ((long) ((of[i] - least) * scale) << shift) | i;
                }
            } else {
                for (int i = from; i < to; i++) {
                    cells[i] = ((long) ((of[at[i]] - least) * scale) << shift) | i;
                }
            }
        });
        int leading = Math.min(width, positionBits + SPARE);
        sort(positionBits + width - leading, leading);
        return insert(tied);
    }

    /** Whether a sample of many lies so close that insertion would give up: pairs of it share one of as many cells too often. */
    private boolean crowded() {
        if (n < 8 * SAMPLE) {
            return false;
        }
        int[] counts = new int[SAMPLE];
        double scale = SAMPLE * (1 - 0x1p-50) / (max - min);
        long pairs = 0;
        for (int i = 0; i < SAMPLE; i++) {
            pairs += counts[(int) ((values[(int) ((long) n * i / SAMPLE)] - min) * scale)]++;
        }
        return pairs > (SAMPLE - 1) / 2 * (CROWD << SPARE);
    }

    /** Sorts by all leading bits of the keys. */
    private boolean keyed(long[] tied) {
        byKey = true;
        long least = key(min);
        int bits = 64 - Long.numberOfLeadingZeros(key(max) - least);
        int width = Math.min(bits, 63 - positionBits);
        for (int i = 0; i < n; i++) {
            packed[i] = (((key(value(i)) - least) >>> (bits - width)) << positionBits) | i;
        }
        sort(positionBits, width);
        return ties(tied);
    }

    /** Sorts by the bits from {@code bottom} on, so many; those below stay in order among equal ones. */
    private void sort(int bottom, int width) {
        int passes = (width + DIGIT - 1) / DIGIT;
        for (int pass = 0; pass < passes; pass++) {
            int low = width * pass / passes;
            int digit = width * (pass + 1) / passes - low;
            pass(packed, other, bottom + low, (1 << digit) - 1);
            long[] swap = packed;
            packed = other;
            other = swap;
        }
    }

    private void pass(long[] from, long[] to, int shift, int mask) {
        int[][] next = new int[2][mask + 1];
        Replicates.halves(n, executor, (start, end) -> {
            int[] counts = next[start == 0 ? 0 : 1];
            for (int i = start; i < end; i++) {
                counts[(int) (from[i] >>> shift) & mask]++;
            }
        });
        int sum = 0;
        for (int d = 0; d <= mask; d++) {
            for (int[] counts : next) {
                int count = counts[d];
                counts[d] = sum;
                sum += count;
            }
        }
        Replicates.halves(n, executor, (start, end) -> {
            int[] at = next[start == 0 ? 0 : 1];
            for (int i = start; i < end; i++) {
                long value = from[i];
                to[at[(int) (value >>> shift) & mask]++] = value;
            }
        });
    }

    /** Moves those that are out of place, and looks at cells of two and more; gives up where they are crowded. */
    private boolean insert(long[] tied) {
        long[] sorted = packed;
        long cell = 1L << positionBits;
        long most = (long) CROWD * n;
        long moves = 0;
        boolean same = false;
        for (int k = 1; k < n; k++) {
            long value = sorted[k];
            long gap = value - sorted[k - 1];
            if (gap >= cell) {
                continue;
            }
            int at = k;
            while (at > 0 && sorted[at - 1] > value) {
                sorted[at] = sorted[at - 1];
                at--;
            }
            sorted[at] = value;
            same |= gap > 0 || (at > 0 && value - sorted[at - 1] < cell) || sorted[at + 1] - value < cell;
            moves += k - at;
            if (moves > most) {
                return false;
            }
        }
        return !same || ties(tied);
    }

    /** Sorts each cell by value, and notes which are tied; gives up where different ones are crowded, unless by key. */
    private boolean ties(long[] tied) {
        long[] sorted = packed;
        int bits = positionBits;
        int mask = (1 << bits) - 1;
        for (int r = 1; r < n; r++) {
            if ((sorted[r] ^ sorted[r - 1]) >>> bits != 0) {
                continue;
            }
            int start = r - 1;
            double first = value((int) sorted[start] & mask);
            boolean differ = false;
            for (; r < n && (sorted[r] ^ sorted[start]) >>> positionBits == 0; r++) {
                differ |= value((int) sorted[r] & mask) != first;
            }
            if (differ) {
                if (r - start <= CROWD) {
                    compare(start, r, mask);
                } else if (byKey) {
                    again(start, r, mask);
                } else {
                    return false;
                }
            }
            for (int i = start + 1; i < r; i++) {
                if (!differ || value((int) sorted[i] & mask) == value((int) sorted[i - 1] & mask)) {
                    tied[i >>> 6] |= 1L << i;
                }
            }
        }
        return true;
    }

    private void compare(int start, int end, int mask) {
        for (int k = start + 1; k < end; k++) {
            long item = packed[k];
            double value = value((int) item & mask);
            int at = k;
            for (; at > start && value((int) packed[at - 1] & mask) > value; at--) {
                packed[at] = packed[at - 1];
            }
            packed[at] = item;
        }
    }

    /** Sorts the values of one cell: they are so close that cells between them tell them apart. */
    private void again(int start, int end, int mask) {
        int m = end - start;
        double[] cell = new double[m];
        long[] items = new long[m];
        for (int i = 0; i < m; i++) {
            items[i] = packed[start + i];
            cell[i] = value((int) items[i] & mask);
        }
        long[][] scratch = {new long[m], new long[m]};
        sort(parameter, cell, NONE, scratch, new long[(m + 63) >>> 6], Replicates.CALLER);
        for (int i = 0; i < m; i++) {
            packed[start + i] = items[(int) scratch[0][i] & ((1 << positionBits(m)) - 1)];
        }
    }
}
