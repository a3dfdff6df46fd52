package esrp.stats.internal;

import java.util.Arrays;

/**
 * Sorts positions by a double each, stable, in linear time: the doubles become longs of the same order, the bits in
 * which they differ are packed above the position, and the packed longs are dealt to up to 2048 buckets by their leading bits.
 * A bucket fits the cache, and is sorted there by radix in as many further bits as tell nearly all of its values apart, and by
 * insertion. Bits that do not fit beside the position matter only for values that agree in all others, and are looked at there.
 */
final class RadixOrder {
    private static final int DIGIT = 11;
    private static final int SMALL = 1 << DIGIT;

    /** Bits that tell the values of a bucket apart, beyond those of their number: few then share them with a neighbour. */
    private static final int SPARE = 2;

    /** As many are sorted by insertion. */
    private static final int FEW = 32;

    /** A value so far from its place is a sign of many that agree in all bits looked at. */
    private static final int FAR = 64;

    private RadixOrder() {}

    /** The value as a long of the same order; both zeros give the same. */
    static long key(double value) {
        long bits = Double.doubleToRawLongBits(value + 0.0);
        return bits ^ ((bits >> 63) & Long.MAX_VALUE);
    }

    /**
     * Sets {@code order} to the positions in ascending order of their items' values (at least 2), ties in order of
     * position; sets bit r of {@code tied} if place r of the order holds the same value as place r - 1, and returns how
     * many bits it set. Overwrites both scratch arrays. {@code parameter} names the values if one is NaN.
     */
    static int sort(String parameter, double[] values, long[] scratch, long[] scratch2, int[] order, long[] tied) {
        int n = values.length;
        long first = key(values[0]);
        long min = first;
        long max = first;
        long spread = 0;
        for (int i = 0; i < n; i++) {
            long key = key(values[i]);
            min = Math.min(min, key);
            max = Math.max(max, key);
            spread |= key ^ first;
        }
        if (max > key(Double.POSITIVE_INFINITY) || min < key(Double.NEGATIVE_INFINITY)) {
            Arguments.ranked(parameter, values);
        }
        int trailing = spread == 0 ? 0 : Long.numberOfTrailingZeros(spread);
        int width = 64 - Long.numberOfLeadingZeros((max - min) >>> trailing);
        int positionBits = 32 - Integer.numberOfLeadingZeros(n - 1);
        int dropped = Math.max(0, width - (63 - positionBits));
        for (int i = 0; i < n; i++) {
            scratch[i] = (((key(values[i]) - min) >>> trailing >>> dropped) << positionBits) | i;
        }
        long[] sorted = sort(scratch, scratch2, n, positionBits, width - dropped);
        int positionMask = (int) ((1L << positionBits) - 1);
        int ties = 0;
        int start = 0;
        order[0] = (int) sorted[0] & positionMask;
        for (int r = 1; r <= n; r++) {
            if (r < n) {
                order[r] = (int) sorted[r] & positionMask;
                if ((sorted[r] ^ sorted[r - 1]) >>> positionBits == 0) {
                    continue;
                }
            }
            if (r - start > 1) {
                if (dropped > 0) {
                    for (int i = start; i < r; i++) {
                        int position = order[i];
                        long key = key(values[position]);
                        long low = ((key - min) >>> trailing) & ((1L << dropped) - 1);
                        sorted[i] = (low << positionBits) | position;
                    }
                    Arrays.sort(sorted, start, r);
                }
                for (int i = start; i < r; i++) {
                    order[i] = (int) sorted[i] & positionMask;
                    if (i > start && sorted[i] >>> positionBits == sorted[i - 1] >>> positionBits) {
                        tied[i >>> 6] |= 1L << i;
                        ties++;
                    }
                }
            }
            start = r;
        }
        return ties;
    }

    /** Sorts by the bits from {@code bottom} on, so many; those below are in order among equal ones. */
    private static long[] sort(long[] packed, long[] other, int n, int bottom, int width) {
        if (n < SMALL) {
            Arrays.sort(packed, 0, n);
            return packed;
        }
        int shift = bottom + Math.max(0, width - DIGIT);
        int[] next = new int[SMALL + 1];
        for (int i = 0; i < n; i++) {
            next[(int) (packed[i] >>> shift) + 1]++;
        }
        for (int d = 0; d < SMALL; d++) {
            next[d + 1] += next[d];
        }
        for (int i = 0; i < n; i++) {
            long value = packed[i];
            other[next[(int) (value >>> shift)]++] = value;
        }
        int[][] counts = new int[4][SMALL];
        for (int d = 0; shift > bottom && d < SMALL; d++) {
            bucket(other, packed, d == 0 ? 0 : next[d - 1], next[d], bottom, shift - bottom, counts);
        }
        return other;
    }

    /** Sorts a bucket, whose values agree in the bits above, in two passes or four. */
    private static void bucket(long[] values, long[] other, int start, int end, int bottom, int width, int[][] counts) {
        if (end - start <= FEW) {
            insert(values, start, end);
            return;
        }
        int leading = Math.min(width, 32 - Integer.numberOfLeadingZeros(end - start - 1) + SPARE);
        int passes = leading <= 2 * DIGIT ? 2 : 4;
        int digit = (leading + passes - 1) / passes;
        int mask = (1 << digit) - 1;
        int lowest = bottom + width - leading;
        long[] from = values;
        long[] to = other;
        for (int pass = 0; pass < passes; pass++) {
            int shift = lowest + pass * digit;
            int[] next = counts[pass];
            Arrays.fill(next, 0, mask + 1, 0);
            for (int i = start; i < end; i++) {
                next[(int) (from[i] >>> shift) & mask]++;
            }
            int sum = start;
            for (int d = 0; d <= mask; d++) {
                int count = next[d];
                next[d] = sum;
                sum += count;
            }
            for (int i = start; i < end; i++) {
                long value = from[i];
                to[next[(int) (value >>> shift) & mask]++] = value;
            }
            long[] swap = from;
            from = to;
            to = swap;
        }
        if (lowest > bottom) {
            insert(values, start, end);
        }
    }

    /** By insertion, where few are out of place, and else by comparison. */
    private static void insert(long[] values, int start, int end) {
        for (int k = start + 1; k < end; k++) {
            long value = values[k];
            if (values[k - 1] <= value) {
                continue;
            }
            int at = k;
            do {
                values[at] = values[at - 1];
                at--;
            } while (at > start && values[at - 1] > value);
            values[at] = value;
            if (k - at > FAR) {
                Arrays.sort(values, start, end);
                return;
            }
        }
    }
}
