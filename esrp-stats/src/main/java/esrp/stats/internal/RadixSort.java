package esrp.stats.internal;

import java.util.Arrays;

/** Sorts longs by some of their bits, in the cache, and what these do not tell apart by keys of all bits. */
final class RadixSort {
    /** Bits of a digit, at most. */
    static final int DIGIT = 10;

    /** So many keys are sorted by insertion. */
    static final int FEW = 32;

    /** Keys to be sorted, see {@link #room}. */
    long[] keys = new long[FEW];

    /** Where each key was before. */
    int[] items = new int[FEW];

    private long[] otherKeys = {};
    private int[] otherItems = {};
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
        if (ints.length == 0) {
            for (int i = start; i < end; i++) {
                long record = from[i];
                to[next[(int) (record >>> shift) & mask]++] = record;
            }
            return;
        }
        for (int i = start; i < end; i++) {
            long record = from[i];
            int at = next[(int) (record >>> shift) & mask]++;
            to[at] = record;
            intsTo[at] = ints[i];
        }
    }

    /** Makes room for so many keys. */
    void room(int size) {
        if (keys.length < size) {
            keys = new long[Math.max(size, 2 * FEW)];
            items = new int[keys.length];
            otherKeys = new long[keys.length];
            otherItems = new int[keys.length];
        }
    }

    /** Sorts so many keys, stable; differences between them remain what they were. */
    void sortKeys(int size) {
        for (int i = 0; i < size; i++) {
            items[i] = i;
        }
        if (size <= FEW) {
            insert(size);
            return;
        }
        long min = Arrays.stream(keys, 0, size).min().orElseThrow();
        long any = 0;
        for (int i = 0; i < size; i++) {
            keys[i] -= min;
            any |= keys[i];
        }
        int step = 2 * Math.min(DIGIT, PairSort.bits(size));
        int bits = Long.SIZE - Long.numberOfLeadingZeros(any);
        for (int shift = Long.numberOfTrailingZeros(any); shift < bits; shift += step) {
            sort(keys, items, otherKeys, otherItems, 0, size, shift, Math.min(step, bits - shift));
        }
    }

    private void insert(int size) {
        for (int i = 1; i < size; i++) {
            long key = keys[i];
            int at = i;
            for (; at > 0 && keys[at - 1] > key; at--) {
                keys[at] = keys[at - 1];
                items[at] = items[at - 1];
            }
            keys[at] = key;
            items[at] = i;
        }
    }
}
