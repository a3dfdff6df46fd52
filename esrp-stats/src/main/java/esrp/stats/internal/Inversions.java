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
 * is a permutation, the node of values {@code [from, to)} takes the places {@code [from, to)}; nodes do not touch each
 * other, and are small enough for the cache after the first pass.
 *
 * <p>An element is a long: its value in the low bits, then its place if there is room, then what has been counted for it.
 */
final class Inversions {
    /** Takes the results of values {@code from} to {@code to - 1}, of which there are at most {@link #LEAF}. */
    @FunctionalInterface
    interface Leaf {
        /** Of value v, {@code results[v]} has the place in the high half and the number of larger ones before it in the low half. */
        void take(int from, int to, long[] results);
    }

    /** Each leaf but the last has so many values. */
    static final int LEAF = 512;

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
    private final Leaf leaf;
    private final int mask;
    private final int placeShift;

    /** One more place; zero if there is no room. */
    private final long placeUnit;

    private final int countShift;

    /** The place of each value, if it has no room in the elements. */
    private final int[] place;

    private Inversions(int n, int bits, Leaf leaf) {
        this.n = n;
        this.leaf = leaf;
        boolean room = 3 * bits < Long.SIZE;
        mask = (1 << bits) - 1;
        placeShift = bits;
        placeUnit = room ? 1L << bits : 0;
        countShift = room ? 2 * bits : Integer.SIZE;
        place = new int[room ? 0 : n];
    }

    /**
     * Hands over the results of all values, leaf by leaf, several at a time if the executor helps.
     *
     * @param permutation at least 2 values, in the low {@link RadixOrder#positionBits} bits of each long
     * @param scratch of the same length; both are overwritten
     */
    static void count(long[] permutation, long[] scratch, Executor executor, Leaf leaf) {
        int n = permutation.length;
        int bits = RadixOrder.positionBits(n);
        Inversions inversions = new Inversions(n, bits, leaf);
        int width = width(bits);
        int shift = Math.max(LEAF_BITS, bits) - width;
        inversions.split(permutation, scratch, true, 0, n, shift, width);
        Replicates.run(((n - 1) >>> shift) + 1, executor, (from, to) -> {
            for (int node = from; node < to; node++) {
                inversions.node(scratch, permutation, node << shift, shift);
            }
        });
    }

    /** Of so many bits, those of the next pass. */
    private static int width(int high) {
        int upper = Math.max(0, high - LEAF_BITS);
        int passes = Math.max(1, (upper + PASS_BITS - 1) / PASS_BITS);
        return upper / passes;
    }

    private void node(long[] from, long[] to, int start, int high) {
        int end = (int) Math.min(n, start + (1L << high));
        if (high <= LEAF_BITS) {
            leaf(from, to, start, end);
            return;
        }
        int width = width(high);
        int shift = high - width;
        split(from, to, false, start, end, shift, width);
        for (long child = start; child < end; child += 1L << shift) {
            node(to, from, (int) child, shift);
        }
    }

    /** Raw elements have no more than their value in the low bits. */
    private void split(long[] from, long[] to, boolean raw, int start, int end, int shift, int width) {
        int digitMask = (1 << width) - 1;
        int toCount = countShift;
        if (raw && placeUnit == 0) {
            for (int p = 0; p < n; p++) {
                place[(int) from[p] & mask] = p;
            }
        }
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
                long element = raw ? (from[i] & mask) + i * placeUnit : from[i];
                int digit = ((int) element >>> shift) & digitMask;
                int h = digit >>> 3;
                int l = digit & 7;
                long lowOfHigh = low[h];
                int count = later[digit]
                        + ((int) (high >>> (FIELD * h)) & FIELD_MASK)
                        + ((int) (lowOfHigh >>> (FIELD * l)) & FIELD_MASK);
                high += INCREMENT[h];
                low[h] = lowOfHigh + INCREMENT[l];
                to[next[digit]++] = element + ((long) count << toCount);
            }
            Arrays.fill(low, 0);
            int sum = 0;
            for (int d = digitMask; d >= 0; d--) {
                later[d] = sum;
                sum += next[d] - (int) Math.min(end, start + ((long) d << shift));
            }
        }
    }

    private void leaf(long[] from, long[] to, int start, int end) {
        long[] masks = new long[8];
        long later = 0;
        boolean room = place.length == 0;
        for (int i = start; i < end; i++) {
            long element = from[i];
            int value = (int) element & mask;
            int digit = (value >>> 6) & 7;
            long before = masks[digit];
            int count = ((int) (later >>> (FIELD * digit)) & FIELD_MASK) + Long.bitCount(before & (-2L << value));
            masks[digit] = before | (1L << value);
            later += INCREMENT[digit];
            long at = room ? (element >>> placeShift) & mask : place[value];
            to[value] = (at << 32) | ((element >>> countShift) + count);
        }
        leaf.take(start, end, to);
    }
}
