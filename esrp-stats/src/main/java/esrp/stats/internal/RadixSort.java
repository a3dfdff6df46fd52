package esrp.stats.internal;

import java.util.Arrays;

/** Sorts longs by some of their bits, in the cache, and what these do not tell apart by comparison. */
final class RadixSort {
    /** Whether the value of one item comes after that of another. */
    @FunctionalInterface
    interface After {
        boolean test(long item, long other);
    }

    /** Bits of a digit, at most. */
    static final int DIGIT = 10;

    /** So many items are sorted by insertion. */
    static final int FEW = 8;

    private final int[] digits1 = new int[1 << DIGIT];
    private final int[] digits2 = new int[1 << DIGIT];

    /** Sorts by so many bits, at most two digits, by way of other arrays; ints go with their records unless there are none. */
    void sort(long[] records, int[] ints, long[] others, int[] otherInts, int start, int end, int shift, int width) {
        int[] next1 = digits1;
        int[] next2 = digits2;
        int mask1 = (1 << (width / 2)) - 1;
        int mask2 = (1 << (width - width / 2)) - 1;
        int shift2 = shift + width / 2;
        Arrays.fill(next1, 0, mask1 + 1, 0);
        Arrays.fill(next2, 0, mask2 + 1, 0);
        count(records, start, end, next1, shift, mask1, next2, shift2, mask2);
        move(records, ints, others, otherInts, start, end, next1, shift, mask1);
        move(others, otherInts, records, ints, start, end, next2, shift2, mask2);
    }

    private static void count(
            long[] records,
            int start,
            int end,
            int[] next1,
            int shift1,
            int mask1,
            int[] next2,
            int shift2,
            int mask2) {
        for (int i = start; i < end; i++) {
            long record = records[i];
            next1[(int) (record >>> shift1) & mask1]++;
            next2[(int) (record >>> shift2) & mask2]++;
        }
    }

    private static void move(
            long[] from, int[] ints, long[] to, int[] intsTo, int start, int end, int[] next, int shift, int mask) {
        int sum = start;
        for (int d = 0; d <= mask; d++) {
            int count = next[d];
            next[d] = sum;
            sum += count;
        }
        boolean apart = ints.length > 0;
        for (int i = start; i < end; i++) {
            long record = from[i];
            int at = next[(int) (record >>> shift) & mask]++;
            to[at] = record;
            if (apart) {
                intsTo[at] = ints[i];
            }
        }
    }

    /** Sorts items, stable, by insertion and merging. */
    static void merge(long[] items, int from, int to, long[] scratch, After after) {
        if (to - from <= FEW) {
            for (int i = from + 1; i < to; i++) {
                long item = items[i];
                int at = i;
                for (; at > from && after.test(items[at - 1], item); at--) {
                    items[at] = items[at - 1];
                }
                items[at] = item;
            }
            return;
        }
        int middle = (from + to) >>> 1;
        merge(items, from, middle, scratch, after);
        merge(items, middle, to, scratch, after);
        if (!after.test(items[middle - 1], items[middle])) {
            return;
        }
        System.arraycopy(items, from, scratch, from, middle - from);
        int lower = from;
        int upper = middle;
        for (int at = from; lower < middle; at++) {
            items[at] = upper == to || !after.test(scratch[lower], items[upper]) ? scratch[lower++] : items[upper++];
        }
    }
}
