package esrp.stats.internal;

import java.util.Arrays;

/**
 * For each element of a permutation, how many larger ones stand before it, in a few sequential passes instead of the
 * twenty levels of a merge sort.
 *
 * <p>Each pass moves the elements, which keep their order, to the nodes of their next up to six bits. What stands before
 * an element of its node and goes to a later node is counted on the way: in fields of nine bits packed in longs, emptied
 * into plain counters after every 511 elements. The last pass handles nodes of 512 values with bit masks. As the input
 * is a permutation, the node of values {@code [from, to)} takes the places {@code [from, to)}.
 */
final class Inversions {
    private static final int LEAF_BITS = 9;
    private static final int PASS_BITS = 6;
    private static final int FIELD = 9;
    private static final int FIELD_MASK = (1 << FIELD) - 1;

    /** Element d adds one to the fields of all digits below d. */
    private static final long[] INCREMENT = new long[8];

    static {
        for (int d = 1; d < 8; d++) {
            INCREMENT[d] = INCREMENT[d - 1] | (1L << (FIELD * (d - 1)));
        }
    }

    private Inversions() {}

    /** Sets {@code larger[v]} to the number of values above v that stand before v. Overwrites both scratch arrays. */
    static void count(int[] permutation, long[] scratch, long[] scratch2, int[] larger) {
        int n = permutation.length;
        long[] from = scratch;
        long[] to = scratch2;
        for (int i = 0; i < n; i++) {
            from[i] = permutation[i];
        }
        int bits = n < 2 ? 0 : 32 - Integer.numberOfLeadingZeros(n - 1);
        int upper = Math.max(0, bits - LEAF_BITS);
        int passes = (upper + PASS_BITS - 1) / PASS_BITS;
        int high = LEAF_BITS + upper;
        for (int pass = 0; pass < passes; pass++) {
            int width = (high - LEAF_BITS) / (passes - pass);
            int shift = high - width;
            for (long start = 0; start < n; start += 1L << high) {
                split(from, to, (int) start, (int) Math.min(n, start + (1L << high)), shift, width);
            }
            long[] swap = from;
            from = to;
            to = swap;
            high = shift;
        }
        long[] masks = new long[8];
        for (long start = 0; start < n; start += 1 << LEAF_BITS) {
            leaf(from, (int) start, (int) Math.min(n, start + (1 << LEAF_BITS)), masks, larger);
        }
    }

    /** An element is its value in the low half and what has been counted for it in the high half. */
    private static void split(long[] from, long[] to, int start, int end, int shift, int width) {
        int digitMask = (1 << width) - 1;
        int[] next = new int[1 << PASS_BITS];
        for (int d = 0; d <= digitMask; d++) {
            next[d] = (int) Math.min(end, start + ((long) d << shift));
        }
        int[] highBase = new int[8];
        int[] lowBase = new int[1 << PASS_BITS];
        long[] low = new long[8];
        for (int chunk = start; chunk < end; chunk += FIELD_MASK) {
            long high = 0;
            int stop = Math.min(end, chunk + FIELD_MASK);
            for (int i = chunk; i < stop; i++) {
                long element = from[i];
                int digit = ((int) element >>> shift) & digitMask;
                int h = digit >>> 3;
                int l = digit & 7;
                long lowOfHigh = low[h];
                int count = highBase[h]
                        + lowBase[digit]
                        + ((int) (high >>> (FIELD * h)) & FIELD_MASK)
                        + ((int) (lowOfHigh >>> (FIELD * l)) & FIELD_MASK);
                high += INCREMENT[h];
                low[h] = lowOfHigh + INCREMENT[l];
                to[next[digit]++] = element + ((long) count << 32);
            }
            for (int h = 0; h < 8; h++) {
                highBase[h] += (int) (high >>> (FIELD * h)) & FIELD_MASK;
                for (int l = 0; l < 8; l++) {
                    lowBase[(h << 3) | l] += (int) (low[h] >>> (FIELD * l)) & FIELD_MASK;
                }
                low[h] = 0;
            }
        }
    }

    private static void leaf(long[] from, int start, int end, long[] masks, int[] larger) {
        Arrays.fill(masks, 0);
        long later = 0;
        for (int i = start; i < end; i++) {
            long element = from[i];
            int value = (int) element;
            int digit = (value >>> 6) & 7;
            long mask = masks[digit];
            int count = ((int) (later >>> (FIELD * digit)) & FIELD_MASK) + Long.bitCount(mask & (-2L << value));
            masks[digit] = mask | (1L << value);
            later += INCREMENT[digit];
            larger[value] = (int) (element >>> 32) + count;
        }
    }
}
