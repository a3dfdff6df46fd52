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

    /** A node has about so many records. */
    static final int NODE = 2048;

    private static final int BLOCK = 2048;

    /** A bucket has about so many records. */
    private static final int BUCKET = 1024;

    private static final int BUCKET_BITS = 11;

    /** Bits that tell values apart beyond those of their number: few share them. */
    static final int SPARE = 7;

    /** What the last call has left for the next, which finds it in the cache, unless memory is short. */
    private static final AtomicReference<@Nullable SoftReference<long[][]>> LEFT = new AtomicReference<>();

    /** Whether y at a place of the first order is tied with the one before. */
    final boolean[] tiedY;

    /** The same for x in the second order, once they are sorted. */
    final boolean[] tiedX;

    final int n;
    /** Whether any are tied. */
    volatile boolean tiesOfY;

    volatile boolean tiesOfX;

    private final double[] x;
    private final double[] y;
    private final Executor executor;

    final boolean wide;
    private final long[] byY;
    private final long[] byX;

    /** The index of each record by y, and the count of each by x, if they are wide. */
    private final int[] indexes;

    private final int[] counts;

    /** Bits of the last field of a record: index or count. */
    final int lowBits;

    final int placeBits;
    private final int bitsOfX;
    private final int bitsOfY;
    private final int bucketBits;
    private final int nodeBits;

    boolean counting;

    /** The first place of each node, and the number of pairs. */
    private final int[] nodes;

    private final ConcurrentLinkedQueue<PairNodes> workers = new ConcurrentLinkedQueue<>();

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
        nodeBits = Math.min(bits(PARTS - 1), bits((n - 1) / NODE));
        int room = Long.SIZE - 1 - lowBits;
        bitsOfX = Math.min(Cells.BITS, (room + bucketBits + 2) / 2);
        bitsOfY = Math.min(
                Math.min(Cells.BITS - bucketBits, room - bitsOfX), Math.max(4, indexBits + SPARE - bucketBits));
        SoftReference<long[][]> left = LEFT.getAndSet(null);
        long[][] arrays = left == null ? null : left.get();
        if (arrays == null || arrays[0].length < n) {
            arrays = new long[][] {new long[n], new long[n]};
        }
        byY = arrays[0];
        byX = arrays[1];
        indexes = new int[wide ? n : 0];
        counts = new int[wide ? n : 0];
        nodes = sortByY();
    }

    static int bits(int number) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(number);
    }

    /** Leaves its arrays for the next; nothing may be asked any more. */
    void release() {
        if (n <= NARROW) {
            LEFT.set(new SoftReference<>(new long[][] {byY, byX}));
        }
    }

    /** The x of the pair at a place of the first order. */
    double x(int place) {
        return x[index(place)];
    }

    /** The index of the pair at a place of the first order. */
    int index(int place) {
        return wide ? indexes[place] : (int) byY[place] & ((1 << lowBits) - 1);
    }

    private int[] sortByY() {
        Cells cellsX = new Cells("x", x);
        Cells cellsY = new Cells("y", y);
        int[][] next = new int[2][1 << bucketBits];
        halves((half, from, to) -> count(cellsY, from, to, next[half]));
        int[] buckets = starts(next);
        int[][] ofNodes = new int[2][1 << nodeBits];
        halves((half, from, to) -> deal(cellsX, cellsY, from, to, next[half], ofNodes[half]));
        Replicates.run(buckets.length - 1, executor, (from, to) -> {
            PairNodes worker = worker();
            for (int bucket = from; bucket < to; bucket++) {
                sort(buckets[bucket], buckets[bucket + 1], true, worker.radix);
            }
            workers.add(worker);
        });
        return starts(ofNodes);
    }

    @FunctionalInterface
    private interface Block {
        void run(int half, int from, int to);
    }

    /** Runs both halves block by block: a method that is called often is compiled well and soon. */
    private void halves(Block block) {
        Replicates.halves(n, executor, (start, end) -> {
            for (int from = start; from < end; from += BLOCK) {
                block.run(start == 0 ? 0 : 1, from, Math.min(end, from + BLOCK));
            }
        });
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
            long record = ((long) ((cellY >>> cutY) & maskY) << shiftY) | ((long) (cellX >>> cutX) << shiftX);
            if (wide) {
                records[at] = record;
                indexes[at] = i;
            } else {
                records[at] = record | i;
            }
        }
    }

    /** Sorts by x; counts are 0 if they are not asked for. */
    void byX(boolean counted, Part part) {
        counting = counted;
        PairNodes first = worker();
        int rest = Math.min(bitsOfX - nodeBits, Long.SIZE - 1 - placeBits - lowBits);
        first.divide(true, byY, indexes, byX, counts, 0, n, nodes, lowBits + bitsOfX - nodeBits, rest);
        workers.add(first);
        Replicates.run(nodes.length - 1, executor, (from, to) -> {
            PairNodes worker = worker();
            for (int node = from; node < to; node++) {
                worker.node(part, node, byX, counts, nodes[node], nodes[node + 1], 0, rest);
            }
            workers.add(worker);
        });
    }

    private PairNodes worker() {
        PairNodes idle = workers.poll();
        return idle == null ? new PairNodes(this) : idle;
    }

    /** Sorts records by y, and ties by x, or by x; {@code radix} is of the calling thread. */
    private void sort(int start, int end, boolean ofY, RadixSort radix) {
        if (end - start < 2) {
            return;
        }
        int shift = ofY ? lowBits + bitsOfX : lowBits;
        int width = ofY ? bitsOfY : bitsOfX;
        int pairs = (width + 2 * RadixSort.DIGIT - 1) / (2 * RadixSort.DIGIT);
        for (int pair = 0; pair < pairs; pair++) {
            int from = width * pair / pairs;
            int to = width * (pair + 1) / pairs;
            radix.sort(byY, indexes, byX, counts, start, end, shift + from, to - from);
        }
        long[] records = byY;
        long mask = (1L << width) - 1;
        long previous = (records[start] >>> shift) & mask;
        for (int i = start + 1; i < end; i++) {
            long own = (records[i] >>> shift) & mask;
            if (own == previous) {
                int first = i - 1;
                while (i + 1 < end && ((records[i + 1] >>> shift) & mask) == own) {
                    i++;
                }
                settle(first, i + 1, ofY, radix);
            }
            previous = own;
        }
    }

    /** Sorts records of the same bits by their values. */
    private void settle(int start, int end, boolean ofY, RadixSort radix) {
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
            int size = end - start;
            radix.room(size);
            for (int i = 0; i < size; i++) {
                radix.keys[i] = Cells.key(values[index(start + i)]);
            }
            radix.sortKeys(size);
            long[] records = Arrays.copyOfRange(byY, start, end);
            int[] ints = wide ? Arrays.copyOfRange(indexes, start, end) : indexes;
            for (int i = 0; i < size; i++) {
                byY[start + i] = records[radix.items[i]];
                if (wide) {
                    indexes[start + i] = ints[radix.items[i]];
                }
            }
        }
        for (int i = start; ofY && i < end; ) {
            int tied = i + 1;
            while (tied < end && y[index(tied)] == y[index(i)]) {
                tiedY[tied++] = true;
                tiesOfY = true;
            }
            if (tied - i > RadixSort.FEW) {
                sort(i, tied, false, radix);
            } else if (tied - i > 1) {
                settle(i, tied, false, radix);
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
}
