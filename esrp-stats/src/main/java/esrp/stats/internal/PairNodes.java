package esrp.stats.internal;

import java.util.Arrays;

/** The second order of a {@link PairSort}, as one thread makes it. */
final class PairNodes {
    /** A node that is not divided has at most so many. */
    private static final int LEAF = 4096;

    private static final int LEAF_BITS = 12;
    private static final int[] NONE = {};

    private static final int FIELD = 9;
    private static final int FIELD_MASK = (1 << FIELD) - 1;

    /** Element d adds one to the fields of all digits below d. */
    private static final long[] INCREMENT = new long[8];

    /** The same for groups of eight words, in fields of 16 bits, four in each of two longs. */
    private static final long[] LOWER_GROUPS = new long[8];

    private static final long[] UPPER_GROUPS = new long[8];

    static {
        for (int d = 1; d < 8; d++) {
            INCREMENT[d] = INCREMENT[d - 1] | (1L << (FIELD * (d - 1)));
            LOWER_GROUPS[d] = LOWER_GROUPS[d - 1] | (d <= 4 ? 1L << (16 * (d - 1)) : 0);
            UPPER_GROUPS[d] = UPPER_GROUPS[d - 1] | (d <= 4 ? 0 : 1L << (16 * (d - 5)));
        }
    }

    final RadixSort radix = new RadixSort();
    private final PairSort sort;
    private final long[] keys;
    private final long[] results;
    private final long[] seen = new long[LEAF / Long.SIZE];
    private final long[] low = new long[64];
    private final long[] middle = new long[8];
    private final boolean wide;
    private final int lowBits;
    private final int placeBits;

    PairNodes(PairSort sort) {
        this.sort = sort;
        wide = sort.wide;
        lowBits = sort.lowBits;
        placeBits = sort.placeBits;
        keys = new long[Math.min(LEAF, sort.n)];
        results = new long[keys.length];
    }

    /**
     * Deals records to the nodes of their digit, in order, and counts those before each that went to a later node. Records by y
     * become records by x, of which so many bits of x remain.
     */
    void divide(
            boolean first,
            long[] from,
            int[] intsFrom,
            long[] to,
            int[] intsTo,
            int start,
            int end,
            int[] starts,
            int shift,
            int rest) {
        boolean counting = sort.counting;
        boolean deep = starts.length > 65;
        int last = starts.length - 2;
        int cut = shift - rest;
        long mask = (1L << rest) - 1;
        int shiftX = placeBits + lowBits;
        int shiftPlace = lowBits;
        int[] next = starts.clone();
        int[] later = new int[last + 1];
        long[] lowest = low;
        long[] middles = middle;
        for (int chunk = start; chunk < end; chunk += FIELD_MASK) {
            Arrays.fill(lowest, 0);
            Arrays.fill(middles, 0);
            long highest = 0;
            int stop = Math.min(end, chunk + FIELD_MASK);
            for (int i = chunk; i < stop; i++) {
                long record = from[i];
                int digit = (int) (record >>> shift) & last;
                int count = 0;
                if (counting) {
                    int group = digit >>> 3;
                    int l = digit & 7;
                    long lows = lowest[group];
                    count = later[digit] + ((int) (lows >>> (FIELD * l)) & FIELD_MASK);
                    lowest[group] = lows + INCREMENT[l];
                    if (deep) {
                        int m = group & 7;
                        group >>>= 3;
                        long mids = middles[group];
                        count += (int) (mids >>> (FIELD * m)) & FIELD_MASK;
                        middles[group] = mids + INCREMENT[m];
                    }
                    count += (int) (highest >>> (FIELD * group)) & FIELD_MASK;
                    highest += INCREMENT[group];
                }
                int at = next[digit]++;
                if (first) {
                    record = (((record >>> cut) & mask) << shiftX) | ((long) i << shiftPlace);
                }
                if (wide) {
                    to[at] = record;
                    intsTo[at] = first ? count : intsFrom[i] + count;
                } else {
                    to[at] = record + count;
                }
            }
            int sum = 0;
            for (int d = last; d >= 0; d--) {
                later[d] = sum;
                sum += next[d] - starts[d];
            }
        }
    }

    /** Sorts records by x, of which so many bits may differ, and hands over their results; they take the places from {@code base + start} on. */
    void node(PairSort.Part part, int number, long[] records, int[] ints, int start, int end, int base, int rest) {
        int size = end - start;
        if (size <= LEAF) {
            leaf(part, number, records, ints, start, end, base, rest);
            return;
        }
        int shift = placeBits + lowBits;
        long differ = 0;
        for (int i = start; i < end; i++) {
            differ |= records[i] ^ records[start];
        }
        int used = Long.SIZE - Long.numberOfLeadingZeros(differ >>> shift);
        if (used == 0) {
            used = rank(records, start, end);
        }
        if (used == 0) {
            tied(part, number, records, ints, start, end, base);
            return;
        }
        int width =
                Math.min(used, Math.min(PairSort.bits(PairSort.PARTS - 1), PairSort.bits((size - 1) / PairSort.NODE)));
        int digitShift = shift + used - width;
        int mask = (1 << width) - 1;
        int[] starts = new int[mask + 2];
        for (int i = start; i < end; i++) {
            starts[((int) (records[i] >>> digitShift) & mask) + 1]++;
        }
        for (int d = 0; d <= mask; d++) {
            starts[d + 1] += starts[d];
        }
        long[] divided = new long[size];
        int[] intsDivided = new int[wide ? size : 0];
        divide(false, records, ints, divided, intsDivided, start, end, starts, digitShift, 0);
        for (int d = 0; d <= mask; d++) {
            node(part, number, divided, intsDivided, starts[d], starts[d + 1], base + start, used - width);
        }
    }

    /** Gives records with the same bits of x the rank of their x for it, and returns how many bits may differ. */
    private int rank(long[] records, int start, int end) {
        int differs = start + 1;
        while (differs < end && keyOf(records[differs]) == keyOf(records[start])) {
            differs++;
        }
        if (differs == end) {
            return 0;
        }
        int size = end - start;
        radix.room(size);
        for (int i = 0; i < size; i++) {
            radix.keys[i] = keyOf(records[start + i]);
        }
        radix.sortKeys(size);
        int shift = placeBits + lowBits;
        long level = 0;
        for (int r = 0; r < size; r++) {
            if (r > 0 && radix.keys[r] != radix.keys[r - 1]) {
                level++;
            }
            int i = start + radix.items[r];
            records[i] = (records[i] & ((1L << shift) - 1)) | (level << shift);
        }
        return PairSort.bits((int) level);
    }

    private long keyOf(long record) {
        return Cells.key(sort.x(place(record)));
    }

    /** Hands over records of the same x. */
    private void tied(PairSort.Part part, int number, long[] records, int[] ints, int start, int end, int base) {
        sort.tiesOfX = true;
        for (int from = start; from < end; from += LEAF) {
            int to = Math.min(end, from + LEAF);
            for (int i = from; i < to; i++) {
                sort.tiedX[base + i] = i > start;
                results[i - from] = result(records, ints, i, 0);
            }
            part.take(number, base + from, base + to, results);
        }
    }

    private long result(long[] records, int[] ints, int at, int count) {
        long record = records[at];
        int before = wide ? ints[at] : (int) record & ((1 << lowBits) - 1);
        return ((long) place(record) << Integer.SIZE) | (before + count);
    }

    private int place(long record) {
        return (int) ((record >>> lowBits) & ((1L << placeBits) - 1));
    }

    private void leaf(
            PairSort.Part part, int number, long[] records, int[] ints, int start, int end, int base, int rest) {
        int size = end - start;
        int width = Math.min(rest, PairSort.bits(size) + PairSort.SPARE);
        int shift = placeBits + lowBits + rest - width;
        long mask = (1L << width) - 1;
        for (int i = 0; i < size; i++) {
            keys[i] = (((records[start + i] >>> shift) & mask) << LEAF_BITS) | i;
        }
        radix.sort(keys, NONE, results, NONE, 0, size, LEAF_BITS, width);
        for (int r = 1; r < size; r++) {
            if ((keys[r] ^ keys[r - 1]) >>> LEAF_BITS == 0) {
                int first = r - 1;
                while (r + 1 < size && (keys[r + 1] ^ keys[r]) >>> LEAF_BITS == 0) {
                    r++;
                }
                settle(records, start, first, r + 1, base);
            }
        }
        if (sort.counting) {
            inversions(records, ints, start, size);
        } else {
            for (int r = 0; r < size; r++) {
                results[r] = result(records, ints, start + ((int) keys[r] & (LEAF - 1)), 0);
            }
        }
        part.take(number, base + start, base + end, results);
    }

    /** Sorts keys of the same bits by the further bits of x if they are two, or by x. */
    private void settle(long[] records, int start, int first, int end, int base) {
        int size = end - first;
        int shift = placeBits + lowBits;
        long bits = records[start + ((int) keys[first] & (LEAF - 1))] >>> shift;
        long next = records[start + ((int) keys[first + 1] & (LEAF - 1))] >>> shift;
        if (size == 2 && bits != next) {
            if (bits > next) {
                long key = keys[first];
                keys[first] = keys[first + 1];
                keys[first + 1] = key;
            }
            return;
        }
        radix.room(size);
        for (int i = 0; i < size; i++) {
            radix.keys[i] = keyOf(records[start + ((int) keys[first + i] & (LEAF - 1))]);
        }
        radix.sortKeys(size);
        System.arraycopy(keys, first, results, 0, size);
        for (int r = 0; r < size; r++) {
            keys[first + r] = results[radix.items[r]];
            boolean tied = r > 0 && radix.keys[r] == radix.keys[r - 1];
            sort.tiedX[base + start + first + r] = tied;
            if (tied) {
                sort.tiesOfX = true;
            }
        }
    }

    /** Of each record of a leaf, from the greatest x down, counts those before it that had their turn. */
    private void inversions(long[] records, int[] ints, int start, int size) {
        long[] words = seen;
        long[] groups = middle;
        long[] to = results;
        long[] sorted = keys;
        Arrays.fill(words, 0);
        Arrays.fill(groups, 0);
        long lower = 0;
        long upper = 0;
        for (int r = size - 1; r >= 0; r--) {
            int item = (int) sorted[r] & (LEAF - 1);
            int word = (item >>> 6) ^ 63;
            int g = word >>> 3;
            int l = word & 7;
            long before = words[word];
            long group = groups[g];
            int count = ((int) ((g < 4 ? lower : upper) >>> (16 * g)) & 0xffff)
                    + ((int) (group >>> (FIELD * l)) & FIELD_MASK)
                    + Long.bitCount(before & ((1L << item) - 1));
            words[word] = before | (1L << item);
            groups[g] = group + INCREMENT[l];
            lower += LOWER_GROUPS[g];
            upper += UPPER_GROUPS[g];
            to[r] = result(records, ints, start + item, count);
        }
    }
}
