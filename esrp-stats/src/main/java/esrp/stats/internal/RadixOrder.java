package esrp.stats.internal;

import java.util.Arrays;

/**
 * Sorts positions by a double each, stable, in linear time: the doubles become longs of the same order, the bits in
 * which they differ are packed above the position, and the packed longs are sorted by eleven bits a pass. Bits that do
 * not fit beside the position matter only for values that agree in all others, and are looked at there.
 *
 * <p>Integers, decimals and floats held in doubles differ in fewer bits and need fewer passes.
 */
final class RadixOrder {
    private static final int DIGIT = 11;
    private static final int SMALL = 1 << DIGIT;

    private RadixOrder() {}

    /** The value as a long of the same order; both zeros give the same. */
    static long key(double value) {
        long bits = Double.doubleToRawLongBits(value + 0.0);
        return bits ^ ((bits >> 63) & Long.MAX_VALUE);
    }

    /**
     * Sets {@code order} to the positions in ascending order of their items' values (at least 2), ties in order of
     * position; sets bit r of {@code tied} if place r of the order holds the same value as place r - 1, and returns how
     * many bits it set. The item at each position is given by {@code visit}, or the same if that is empty. Overwrites
     * both scratch arrays. {@code parameter} names the values if one is NaN.
     */
    static int sort(
            String parameter, double[] values, int[] visit, long[] scratch, long[] scratch2, int[] order, long[] tied) {
        int n = values.length;
        long first = key(values[0]);
        long min = first;
        long max = first;
        long spread = 0;
        for (int i = 0; i < n; i++) {
            long key = key(values[visit.length == 0 ? i : visit[i]]);
            min = Math.min(min, key);
            max = Math.max(max, key);
            spread |= key ^ first;
            scratch[i] = key;
        }
        if (max > key(Double.POSITIVE_INFINITY) || min < key(Double.NEGATIVE_INFINITY)) {
            Arguments.ranked(parameter, values);
        }
        int trailing = spread == 0 ? 0 : Long.numberOfTrailingZeros(spread);
        int width = 64 - Long.numberOfLeadingZeros((max - min) >>> trailing);
        int positionBits = 32 - Integer.numberOfLeadingZeros(n - 1);
        int dropped = Math.max(0, width - (63 - positionBits));
        for (int i = 0; i < n; i++) {
            scratch[i] = (((scratch[i] - min) >>> trailing >>> dropped) << positionBits) | i;
        }
        long[] sorted = sort(scratch, scratch2, n, positionBits, width - dropped);
        int positionMask = (int) ((1L << positionBits) - 1);
        for (int r = 0; r < n; r++) {
            order[r] = (int) sorted[r] & positionMask;
        }
        int ties = 0;
        int start = 0;
        for (int r = 1; r <= n; r++) {
            if (r < n && sorted[r] >>> positionBits == sorted[r - 1] >>> positionBits) {
                continue;
            }
            if (r - start > 1) {
                if (dropped > 0) {
                    for (int i = start; i < r; i++) {
                        int position = order[i];
                        long key = key(values[visit.length == 0 ? position : visit[position]]);
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

    private static long[] sort(long[] packed, long[] other, int n, int lowest, int width) {
        if (n < SMALL) {
            Arrays.sort(packed, 0, n);
            return packed;
        }
        int passes = Math.max(1, (width + DIGIT - 1) / DIGIT);
        int digit = (width + passes - 1) / passes;
        int mask = (1 << digit) - 1;
        int[][] counts = new int[passes][1 << digit];
        for (int i = 0; i < n; i++) {
            long value = packed[i] >>> lowest;
            for (int pass = 0; pass < passes; pass++) {
                counts[pass][(int) value & mask]++;
                value >>>= digit;
            }
        }
        long[] from = packed;
        long[] to = other;
        for (int pass = 0; pass < passes; pass++) {
            int[] next = counts[pass];
            int sum = 0;
            for (int d = 0; d <= mask; d++) {
                int count = next[d];
                next[d] = sum;
                sum += count;
            }
            int shift = lowest + pass * digit;
            for (int i = 0; i < n; i++) {
                long value = from[i];
                to[next[(int) (value >>> shift) & mask]++] = value;
            }
            long[] swap = from;
            from = to;
            to = swap;
        }
        return from;
    }
}
