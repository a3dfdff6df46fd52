package esrp.stats.internal;

import java.lang.ref.SoftReference;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Sorts pairs by (y, x), and then by x, and counts for each how many of those before it in the first order come after it in the second, in
 * linear time.
 *
 * <p>Each pair becomes a record of one long: some 27 bits of the cell of its y, as many of x, and its index, by which two doubles are compared if
 * these bits do not tell them apart. Records are dealt to buckets by the first bits of y, and each bucket, which fits in the
 * first cache, is sorted by radix. In that order they are dealt to nodes by the first bits of x, now as the rest of x, the place in the first order,
 * and a count: how many before it went to a later node. Such counts are kept in fields of nine bits packed in longs, which
 * are emptied after every 511 records. In a node, x is sorted by radix again, and bit masks count the rest.
 *
 * <p>From two million pairs on, the last of these fields has a place of its own.
 */
final class PairSort {
    /** Takes the results of places {@code from} to {@code to - 1} of the second order, all of a part in turn. */
    @FunctionalInterface
    interface Part {
        /** The result of each place has that of the pair in the first order in its high half, and its count in the low half. */
        void take(int part, int from, int to, long[] results);
    }

    /** More pairs than that have wide records. */
    static final int NARROW = 1 << 21;

    /** There are at most so many parts. */
    static final int PARTS = 512;

    /** A bucket has about so many records. */
    private static final int BUCKET = 1024;

    private static final int BUCKET_BITS = 11;

    /** A node that is not divided has at most so many. */
    private static final int LEAF = 4096;

    private static final int LEAF_BITS = 12;
    private static final int MEAN_LEAF = 2048;

    /** Bits of a digit of a radix sort, at most. */
    private static final int DIGIT = 10;

    /** So many items are sorted by insertion. */
    private static final int FEW = 8;

    /** Bits that tell values apart beyond those of their number: few share them. */
    private static final int SPARE = 7;

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

    /** What the last call has left for the next, which finds it in the cache, unless memory is short. */
    private static final AtomicReference<@Nullable SoftReference<long[][]>> LEFT = new AtomicReference<>();

    /** Whether y at a place of the first order is tied with the one before. */
    final boolean[] tiedY;

    /** The same for x in the second order, once they are sorted. */
    final boolean[] tiedX;

    private final int n;
    private final double[] x;
    private final double[] y;
    private final Executor executor;

    private final boolean wide;
    private final long[] byY;
    private final long[] byX;

    /** The index of each record by y, and the count of each by x, if they are wide. */
    private final int[] indexes;

    private final int[] counts;

    /** Bits of the last field of a record: index or count. */
    private final int lowBits;

    private final int placeBits;
    private final int bitsOfX;
    private final int bitsOfY;
    private final int bucketBits;
    private final int nodeBits;

    /** The first place of each node, and the number of pairs. */
    private final int[] nodes;

    private final ConcurrentLinkedQueue<Worker> workers = new ConcurrentLinkedQueue<>();

    /** Sorts at least one pair by y. */
    PairSort(double[] x, double[] y, boolean wide, Executor executor) {
        n = x.length;
        this.x = x;
        this.y = y;
        this.wide = wide;
        this.executor = executor;
        tiedX = new boolean[n];
        tiedY = new boolean[n];
        int indexBits = bits(n - 1);
        lowBits = wide ? 0 : indexBits;
        placeBits = wide ? Integer.SIZE - 1 : indexBits;
        bucketBits = Math.min(BUCKET_BITS, bits((n - 1) / BUCKET));
        nodeBits = Math.min(bits(PARTS - 1), bits((n - 1) / MEAN_LEAF));
        int room = Long.SIZE - 1 - lowBits;
        bitsOfX = Math.min(Cells.BITS, (room + bucketBits + 2) / 2);
        bitsOfY = Math.min(
                Math.min(Cells.BITS - bucketBits, room - bitsOfX), Math.max(4, indexBits + SPARE - bucketBits));
        SoftReference<long[][]> spare = LEFT.getAndSet(null);
        long[][] arrays = spare == null ? null : spare.get();
        boolean fits = arrays != null && arrays[0].length >= n;
        byY = fits ? arrays[0] : new long[n];
        byX = fits ? arrays[1] : new long[n];
        indexes = new int[wide ? n : 0];
        counts = new int[wide ? n : 0];
        nodes = sortByY();
    }

    private static int bits(int number) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(number);
    }

    /** Leaves its arrays for the next; nothing may be asked any more. */
    void release() {
        if (n <= NARROW) {
            LEFT.set(new SoftReference<>(new long[][] {byY, byX}));
        }
    }

    /** The index of the pair at a place of the first order. */
    int index(int place) {
        return wide ? indexes[place] : (int) byY[place] & ((1 << lowBits) - 1);
    }

    private int[] sortByY() {
        Cells cellsX = new Cells("x", x);
        Cells cellsY = new Cells("y", y);
        int[][] next = new int[2][1 << bucketBits];
        Replicates.halves(n, executor, (from, to) -> count(cellsY, from, to, next[from == 0 ? 0 : 1]));
        int[] buckets = starts(next);
        int[][] ofNodes = new int[2][1 << nodeBits];
        Replicates.halves(n, executor, (from, to) -> {
            int half = from == 0 ? 0 : 1;
            deal(cellsX, cellsY, from, to, next[half], ofNodes[half]);
        });
        Replicates.run(buckets.length - 1, executor, (from, to) -> {
            Worker worker = worker();
            for (int bucket = from; bucket < to; bucket++) {
                worker.sortByY(buckets[bucket], buckets[bucket + 1]);
            }
            workers.add(worker);
        });
        return starts(ofNodes);
    }

    private void count(Cells cells, int from, int to, int[] buckets) {
        double[] values = y;
        int shift = Cells.BITS - bucketBits;
        for (int i = from; i < to; i++) {
            buckets[cells.of(values[i]) >>> shift]++;
        }
    }

    /** Replaces the counts of both halves by the first places, and returns those of both, and the sum. */
    private static int[] starts(int[][] counts) {
        int[] starts = new int[counts[0].length + 1];
        int sum = 0;
        for (int d = 0; d < counts[0].length; d++) {
            starts[d] = sum;
            for (int[] half : counts) {
                int count = half[d];
                half[d] = sum;
                sum += count;
            }
        }
        starts[counts[0].length] = sum;
        return starts;
    }

    private void deal(Cells cellsX, Cells cellsY, int from, int to, int[] next, int[] ofNodes) {
        double[] xs = x;
        double[] ys = y;
        long[] records = byY;
        int bucketShift = Cells.BITS - bucketBits;
        int nodeShift = Cells.BITS - nodeBits;
        int cutX = Cells.BITS - bitsOfX;
        int cutY = bucketShift - bitsOfY;
        int maskY = (1 << bitsOfY) - 1;
        int shiftY = bitsOfX + lowBits;
        int shiftX = lowBits;
        for (int i = from; i < to; i++) {
            int cellY = cellsY.of(ys[i]);
            int cellX = cellsX.of(xs[i]);
            ofNodes[cellX >>> nodeShift]++;
            int at = next[cellY >>> bucketShift]++;
            long record = (long) ((cellY >>> cutY) & maskY) << shiftY | (long) (cellX >>> cutX) << shiftX;
            if (wide) {
                records[at] = record;
                indexes[at] = i;
            } else {
                records[at] = record | i;
            }
        }
    }

    /** Sorts by x, once. */
    void byX(Part part) {
        Worker first = worker();
        int rest = Math.min(bitsOfX - nodeBits, Long.SIZE - 1 - placeBits - lowBits);
        first.divide(byY, indexes, byX, counts, 0, n, nodes, lowBits + bitsOfX - nodeBits, rest);
        workers.add(first);
        Replicates.run(nodes.length - 1, executor, (from, to) -> {
            Worker worker = worker();
            for (int node = from; node < to; node++) {
                worker.node(part, node, byX, counts, nodes[node], nodes[node + 1], 0, rest);
            }
            workers.add(worker);
        });
    }

    private Worker worker() {
        Worker idle = workers.poll();
        return idle == null ? new Worker() : idle;
    }

    private int place(long record) {
        return (int) (record >>> lowBits & ((1L << placeBits) - 1));
    }

    /** Whether the value of one item comes after that of another. */
    @FunctionalInterface
    private interface After {
        boolean test(int item, int other);
    }

    /** Sorts items, stable, by insertion and merging. */
    private static void merge(int[] items, int from, int to, int[] scratch, After after) {
        if (to - from <= FEW) {
            for (int i = from + 1; i < to; i++) {
                int item = items[i];
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

    /** What one thread needs. */
    private final class Worker {
        private final int[] digits1 = new int[1 << DIGIT];
        private final int[] digits2 = new int[1 << DIGIT];
        private final int[] keys = new int[Math.min(LEAF, n)];
        private final int[] others = new int[keys.length];
        private final long[] results = new long[keys.length];
        private final long[] seen = new long[LEAF / Long.SIZE];
        private final long[] low = new long[64];
        private final long[] middle = new long[8];
        private boolean equal;

        /** Sorts records by y, and ties by x. */
        void sortByY(int start, int end) {
            sort(start, end, true);
        }

        /** By so many bits, and by the values themselves where these are the same. */
        private void sort(int start, int end, boolean ofY) {
            if (end - start < 2) {
                return;
            }
            int shift = ofY ? lowBits + bitsOfX : lowBits;
            int width = ofY ? bitsOfY : bitsOfX;
            int pairs = (width + 2 * DIGIT - 1) / (2 * DIGIT);
            for (int pair = 0; pair < pairs; pair++) {
                int from = width * pair / pairs;
                int to = width * (pair + 1) / pairs;
                radix(start, end, shift + from, (to - from) / 2, (to - from + 1) / 2);
            }
            long[] records = byY;
            long mask = (1L << width) - 1;
            long previous = records[start] >>> shift & mask;
            for (int i = start + 1; i < end; i++) {
                long own = records[i] >>> shift & mask;
                if (own == previous) {
                    int first = i - 1;
                    while (i + 1 < end && (records[i + 1] >>> shift & mask) == own) {
                        i++;
                    }
                    settle(first, i + 1, ofY);
                }
                previous = own;
            }
        }

        private void radix(int start, int end, int shift, int width1, int width2) {
            int[] next1 = digits1;
            int[] next2 = digits2;
            int mask1 = (1 << width1) - 1;
            int mask2 = (1 << width2) - 1;
            int shift2 = shift + width1;
            Arrays.fill(next1, 0, mask1 + 1, 0);
            Arrays.fill(next2, 0, mask2 + 1, 0);
            count(byY, start, end, next1, next2, shift, shift2, mask1, mask2);
            places(next1, mask1, start);
            places(next2, mask2, start);
            move(byY, indexes, byX, counts, start, end, next1, shift, mask1);
            move(byX, counts, byY, indexes, start, end, next2, shift2, mask2);
        }

        private void count(
                long[] records,
                int start,
                int end,
                int[] next1,
                int[] next2,
                int shift1,
                int shift2,
                int mask1,
                int mask2) {
            for (int i = start; i < end; i++) {
                long record = records[i];
                next1[(int) (record >>> shift1) & mask1]++;
                next2[(int) (record >>> shift2) & mask2]++;
            }
        }

        private void places(int[] next, int last, int start) {
            int sum = start;
            for (int d = 0; d <= last; d++) {
                int count = next[d];
                next[d] = sum;
                sum += count;
            }
        }

        private void move(
                long[] from,
                int[] intsFrom,
                long[] to,
                int[] intsTo,
                int start,
                int end,
                int[] next,
                int shift,
                int mask) {
            for (int i = start; i < end; i++) {
                long record = from[i];
                int at = next[(int) (record >>> shift) & mask]++;
                to[at] = record;
                if (wide) {
                    intsTo[at] = intsFrom[i];
                }
            }
        }

        /** Sorts records of the same bits by their values. */
        private void settle(int start, int end, boolean ofY) {
            double[] values = ofY ? y : x;
            double value = values[index(start)];
            boolean same = true;
            for (int i = start + 1; i < end && same; i++) {
                same = values[index(i)] == value;
            }
            if (!same && end - start == 2) {
                if (value > values[index(start + 1)]) {
                    swap(start);
                }
            } else if (!same) {
                int[] items = new int[end - start];
                Arrays.setAll(items, i -> i);
                merge(
                        items,
                        0,
                        items.length,
                        new int[items.length],
                        (i, j) -> values[index(start + i)] > values[index(start + j)]);
                long[] records = Arrays.copyOfRange(byY, start, end);
                int[] ints = wide ? Arrays.copyOfRange(indexes, start, end) : indexes;
                for (int i = 0; i < items.length; i++) {
                    byY[start + i] = records[items[i]];
                    if (wide) {
                        indexes[start + i] = ints[items[i]];
                    }
                }
            }
            for (int i = start; ofY && i < end; ) {
                int tied = i + 1;
                while (tied < end && y[index(tied)] == y[index(i)]) {
                    tiedY[tied++] = true;
                }
                if (tied - i > FEW) {
                    sort(i, tied, false);
                } else if (tied - i > 1) {
                    settle(i, tied, false);
                }
                i = tied;
            }
        }

        private void swap(int at) {
            long record = byY[at];
            byY[at] = byY[at + 1];
            byY[at + 1] = record;
            if (wide) {
                int index = indexes[at];
                indexes[at] = indexes[at + 1];
                indexes[at + 1] = index;
            }
        }

        /**
         * Deals records to the nodes of their digit, in order, and counts those before each that went to a later node. Records by y
         * become records by x, of which so many bits of x remain.
         */
        void divide(
                long[] from,
                int[] intsFrom,
                long[] to,
                int[] intsTo,
                int start,
                int end,
                int[] starts,
                int shift,
                int rest) {
            boolean first = from == byY;
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
                    int group = digit >>> 3;
                    int l = digit & 7;
                    long lows = lowest[group];
                    int count = later[digit] + ((int) (lows >>> (FIELD * l)) & FIELD_MASK);
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
                    int at = next[digit]++;
                    if (first) {
                        record = (record >>> cut & mask) << shiftX | (long) i << shiftPlace;
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
        void node(Part part, int number, long[] records, int[] ints, int start, int end, int base, int rest) {
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
            int width = Math.min(used, Math.min(bits(PARTS - 1), bits((size - 1) / MEAN_LEAF)));
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
            divide(records, ints, divided, intsDivided, start, end, starts, digitShift, 0);
            for (int d = 0; d <= mask; d++) {
                node(part, number, divided, intsDivided, starts[d], starts[d + 1], base + start, used - width);
            }
        }

        /** Gives records with the same bits of x the rank of their x for it, and returns how many bits may differ. */
        private int rank(long[] records, int start, int end) {
            double[] values = new double[end - start];
            for (int i = start; i < end; i++) {
                values[i - start] = valueOf(records[i]);
            }
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            int levels = 1;
            for (int i = 1; i < sorted.length; i++) {
                if (sorted[i] != sorted[levels - 1]) {
                    sorted[levels++] = sorted[i];
                }
            }
            int shift = placeBits + lowBits;
            for (int i = start; i < end && levels > 1; i++) {
                long level = Arrays.binarySearch(sorted, 0, levels, values[i - start]);
                records[i] = records[i] & ((1L << shift) - 1) | level << shift;
            }
            return bits(levels - 1);
        }

        /** {@return the x of a record by x; both zeros are the same} */
        private double valueOf(long record) {
            return x[index(place(record))] + 0.0;
        }

        /** Hands over records of the same x. */
        private void tied(Part part, int number, long[] records, int[] ints, int start, int end, int base) {
            for (int from = start; from < end; from += LEAF) {
                int to = Math.min(end, from + LEAF);
                for (int i = from; i < to; i++) {
                    tiedX[base + i] = i > start;
                    results[i - from] = result(records, ints, i, 0);
                }
                part.take(number, base + from, base + to, results);
            }
        }

        private long result(long[] records, int[] ints, int at, int count) {
            long record = records[at];
            int before = wide ? ints[at] : (int) record & ((1 << lowBits) - 1);
            return (record >>> lowBits & ((1L << placeBits) - 1)) << Integer.SIZE | (before + count);
        }

        private void leaf(Part part, int number, long[] records, int[] ints, int start, int end, int base, int rest) {
            int size = end - start;
            int width = Math.min(rest, Math.min(Integer.SIZE - 1 - LEAF_BITS, bits(size) + SPARE));
            int shift1 = LEAF_BITS;
            int shift2 = LEAF_BITS + width / 2;
            int mask1 = (1 << width / 2) - 1;
            int mask2 = (1 << width - width / 2) - 1;
            int[] next1 = digits1;
            int[] next2 = digits2;
            Arrays.fill(next1, 0, mask1 + 1, 0);
            Arrays.fill(next2, 0, mask2 + 1, 0);
            count(records, start, size, placeBits + lowBits + rest - width, (1 << width) - 1, shift2, mask1, mask2);
            places(next1, mask1, 0);
            places(next2, mask2, 0);
            move(keys, others, size, next1, shift1, mask1);
            move(others, keys, size, next2, shift2, mask2);
            for (int r = 1; r < size; r++) {
                if ((keys[r] ^ keys[r - 1]) >>> LEAF_BITS == 0) {
                    int first = r - 1;
                    while (r + 1 < size && (keys[r + 1] ^ keys[r]) >>> LEAF_BITS == 0) {
                        r++;
                    }
                    settle(records, start, first, r + 1, base);
                }
            }
            inversions(records, ints, start, size);
            part.take(number, base + start, base + end, results);
        }

        private void count(long[] records, int start, int size, int shift, int mask, int shift2, int mask1, int mask2) {
            int[] next1 = digits1;
            int[] next2 = digits2;
            int[] to = keys;
            for (int i = 0; i < size; i++) {
                int key = ((int) (records[start + i] >>> shift) & mask) << LEAF_BITS | i;
                to[i] = key;
                next1[(key >>> LEAF_BITS) & mask1]++;
                next2[(key >>> shift2) & mask2]++;
            }
        }

        private void move(int[] from, int[] to, int size, int[] next, int shift, int mask) {
            for (int i = 0; i < size; i++) {
                int key = from[i];
                to[next[(key >>> shift) & mask]++] = key;
            }
        }

        /** Sorts keys of the same bits by the further bits of x, and by x. */
        private void settle(long[] records, int start, int first, int end, int base) {
            int shift = placeBits + lowBits;
            int mask = LEAF - 1;
            equal = false;
            merge(keys, first, end, others, (key, other) -> {
                long record = records[start + (key & mask)];
                long next = records[start + (other & mask)];
                if (record >>> shift != next >>> shift) {
                    return record >>> shift > next >>> shift;
                }
                double value = valueOf(record);
                double nextValue = valueOf(next);
                equal |= value == nextValue;
                return value > nextValue;
            });
            for (int r = first + 1; equal && r < end; r++) {
                tiedX[base + start + r] =
                        valueOf(records[start + (keys[r] & mask)]) == valueOf(records[start + (keys[r - 1] & mask)]);
            }
        }

        /** Of each record of a leaf, from the greatest x down, counts those before it that had their turn. */
        private void inversions(long[] records, int[] ints, int start, int size) {
            long[] words = seen;
            long[] groups = middle;
            long[] to = results;
            int[] sorted = keys;
            Arrays.fill(words, 0);
            Arrays.fill(groups, 0);
            long lower = 0;
            long upper = 0;
            int bitsLow = lowBits;
            long placeMask = (1L << placeBits) - 1;
            int lowMask = (1 << lowBits) - 1;
            for (int r = size - 1; r >= 0; r--) {
                int item = sorted[r] & (LEAF - 1);
                int word = (item >>> 6) ^ 63;
                int g = word >>> 3;
                int l = word & 7;
                long before = words[word];
                long group = groups[g];
                int count = ((int) ((g < 4 ? lower : upper) >>> (16 * g)) & 0xffff)
                        + ((int) (group >>> (FIELD * l)) & FIELD_MASK)
                        + Long.bitCount(before & ((1L << item) - 1));
                words[word] = before | 1L << item;
                groups[g] = group + INCREMENT[l];
                lower += LOWER_GROUPS[g];
                upper += UPPER_GROUPS[g];
                long record = records[start + item];
                count += wide ? ints[start + item] : (int) record & lowMask;
                to[r] = (record >>> bitsLow & placeMask) << Integer.SIZE | count;
            }
        }
    }
}
