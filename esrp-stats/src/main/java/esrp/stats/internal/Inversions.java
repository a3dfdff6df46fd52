package esrp.stats.internal;

import java.util.Arrays;
import java.util.concurrent.Executor;

/**
 * For each element of a permutation, its place, and how many larger ones stand before it, in a few sequential passes
 * instead of the twenty levels of a merge sort.
 *
 * <p>Each pass moves the elements, which keep their order, to the nodes of their next up to six bits. What stands before
 * an element of its node and goes to a later node is counted on the way: in fields of nine bits packed in longs, emptied
 * into plain counters after every 511 elements. The last pass handles nodes of 512 values with bit masks. As the input
 * is a permutation, the node of values {@code [from, to)} takes the places {@code [from, to)}; nodes do not touch each other.
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

    private final int n;
    private final int[] place;
    private final int[] larger;

    private Inversions(int[] place, int[] larger) {
        this.n = place.length;
        this.place = place;
        this.larger = larger;
    }

    /**
     * Sets {@code place[v]} to the place of v and {@code larger[v]} to the number of values above v that stand before v.
     *
     * @param permutation in the low bits of each long, so many as the greatest value has
     * @param scratch of the same length; both are overwritten
     */
    static void count(long[] permutation, long[] scratch, int[] place, int[] larger, Executor executor) {
        int n = permutation.length;
        Inversions inversions = new Inversions(place, larger);
        int bits = n < 2 ? 0 : RadixOrder.positionBits(n);
        int mask = (1 << bits) - 1;
        if (bits <= LEAF_BITS) {
            for (int p = 0; p < n; p++) {
                scratch[p] = permutation[p] & mask;
                place[p] = p;
            }
            inversions.node(scratch, permutation, place, larger, 0, LEAF_BITS);
            return;
        }
        int width = width(bits);
        int shift = bits - width;
        inversions.split(permutation, scratch, mask, larger, place, 0, n, shift, width);
        Replicates.run((n - 1 >>> shift) + 1, executor, (from, to) -> {
            for (int node = from; node < to; node++) {
                inversions.node(scratch, permutation, place, larger, node << shift, shift);
            }
        });
    }

    /** Of so many bits, those of the next pass. */
    private static int width(int high) {
        int passes = (high - LEAF_BITS + PASS_BITS - 1) / PASS_BITS;
        return (high - LEAF_BITS) / passes;
    }

    private void node(long[] from, long[] to, int[] fromPlace, int[] toPlace, int start, int high) {
        int end = (int) Math.min(n, start + (1L << high));
        if (high <= LEAF_BITS) {
            leaf(from, fromPlace, start, end);
            return;
        }
        int width = width(high);
        int shift = high - width;
        split(from, to, -1, fromPlace, toPlace, start, end, shift, width);
        for (long child = start; child < end; child += 1L << shift) {
            node(to, from, toPlace, fromPlace, (int) child, shift);
        }
    }

    /** An element is its value in the low half and what has been counted for it in the high half, and a place. */
    private void split(
            long[] from,
            long[] to,
            int mask,
            int[] fromPlace,
            int[] toPlace,
            int start,
            int end,
            int shift,
            int width) {
        boolean first = mask >= 0;
        int digitMask = (1 << width) - 1;
        int[] next = new int[1 << PASS_BITS];
        for (int d = 0; d <= digitMask; d++) {
            next[d] = (int) Math.min(end, start + ((long) d << shift));
        }
        int[] later = new int[1 << PASS_BITS];
        long[] low = new long[8];
        for (int chunk = start; chunk < end; chunk += FIELD_MASK) {
            long high = 0;
            int stop = Math.min(end, chunk + FIELD_MASK);
            for (int i = chunk; i < stop; i++) {
                long element = from[i] & mask;
                int digit = ((int) element >>> shift) & digitMask;
                int h = digit >>> 3;
                int l = digit & 7;
                long lowOfHigh = low[h];
                int count = later[digit]
                        + ((int) (high >>> (FIELD * h)) & FIELD_MASK)
                        + ((int) (lowOfHigh >>> (FIELD * l)) & FIELD_MASK);
                high += INCREMENT[h];
                low[h] = lowOfHigh + INCREMENT[l];
                int at = next[digit]++;
                to[at] = element + ((long) count << 32);
                toPlace[at] = first ? i : fromPlace[i];
            }
            Arrays.fill(low, 0);
            int sum = 0;
            for (int d = digitMask; d >= 0; d--) {
                later[d] = sum;
                sum += next[d] - (int) Math.min(end, start + ((long) d << shift));
            }
        }
    }

    private void leaf(long[] from, int[] fromPlace, int start, int end) {
        int[] places = Arrays.copyOfRange(fromPlace, start, end); // it may be where results go
        long[] masks = new long[8];
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
            place[value] = places[i - start];
        }
    }
}
