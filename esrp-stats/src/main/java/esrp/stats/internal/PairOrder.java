package esrp.stats.internal;

import java.util.Arrays;
import java.util.concurrent.Executor;

/**
 * Pairs in ascending order of (x, y), with the place of each in ascending order of (y, x), the groups of tied values, and
 * the number of discordances of each item. It serves both rank orders and every weigher: discordances do not depend on
 * weights.
 */
public final class PairOrder {
    private static final int[] NONE = {};

    /** As many are worth a second thread. */
    private static final int LARGE = 1 << 17;

    /** The number of items. */
    public final int n;

    /** For each place in the order of (x, y), the place of the same item in the order of (y, x); empty before {@link #place}. */
    public int[] byY = NONE;

    /** For each place in the order of (x, y), the index of the item; empty if it was not asked for. */
    public final int[] item;

    /** For each place in the order of (x, y), the number of items discordant with it that have a larger x; empty if not counted. */
    public int[] larger = NONE;

    private final Executor executor;

    /** The place in the order of (x, y) of each item in the order of (y, x), in the low bits, and as many longs. */
    private long[][] sorted;

    private final long[] tiedX;
    private final int groupsOfX;
    /** For each place in the order of (y, x), its group of tied y; empty if no y are tied. */
    private final int[] groupOfY;
    /** The first place of each group of tied y, and n; empty if no y are tied. */
    private final int[] startOfY;

    /**
     * Sorts two arrays of the same length, at least 2: y is sorted in the order of x.
     *
     * @param items whether the index of each item is wanted
     * @param executor helps if there are many
     */
    public PairOrder(double[] x, double[] y, boolean items, Executor executor) {
        n = x.length;
        this.executor = n < LARGE ? Replicates.CALLER : executor;
        tiedX = new long[(n + 63) >>> 6];
        long[] tiedY = new long[tiedX.length];
        sorted = new long[][] {new long[n], new long[n]};
        RadixOrder.sort("x", x, NONE, sorted, tiedX, this.executor);
        groupsOfX = n - bits(tiedX);
        int[] orderOfX = new int[n];
        for (int q = 0; q < n; q++) {
            orderOfX[q] = lowOf(q);
        }
        RadixOrder.sort("y", y, orderOfX, sorted, tiedY, this.executor);
        int tiesOfY = bits(tiedY);
        groupOfY = tiesOfY > 0 ? new int[n] : NONE;
        startOfY = tiesOfY > 0 ? starts(tiedY, n - tiesOfY, groupOfY) : NONE;
        item = items ? orderOfX.clone() : NONE;
        if (groupsOfX < n) {
            // Tied x stay in the order of y.
            int[] group = new int[n];
            int[] next = starts(tiedX, groupsOfX, group);
            for (int p = 0; p < n; p++) {
                int from = lowOf(p);
                int q = next[group[from]]++;
                sorted[0][p] = q;
                if (items) {
                    item[q] = orderOfX[from];
                }
            }
        }
    }

    private int lowOf(int r) {
        return (int) sorted[0][r] & ((1 << RadixOrder.positionBits(n)) - 1);
    }

    /** Sets {@link #byY}, and {@link #larger} if discordant items are counted. */
    public void place(boolean inversions) {
        byY = new int[n];
        if (!inversions) {
            for (int p = 0; p < n; p++) {
                byY[lowOf(p)] = p;
            }
            sorted = new long[0][];
            return;
        }
        larger = new int[n];
        inversions((from, to, results) -> {
            for (int q = from; q < to; q++) {
                byY[q] = (int) (results[q] >>> 32);
                larger[q] = (int) results[q];
            }
        });
    }

    /** Hands over, once, what {@link #byY} and {@link #larger} would hold. */
    void inversions(Inversions.Leaf leaf) {
        Inversions.count(sorted[0], sorted[1], executor, leaf);
        sorted = new long[0][];
    }

    /** Sets the group of each place, and returns the first place of each group, and the number of places. */
    private int[] starts(long[] tied, int groups, int[] groupOfPlace) {
        int[] starts = new int[groups + 1];
        int group = -1;
        for (int p = 0; p < n; p++) {
            if (!bit(tied, p)) {
                starts[++group] = p;
            }
            groupOfPlace[p] = group;
        }
        starts[groups] = n;
        return starts;
    }

    private static int bits(long[] bits) {
        return Arrays.stream(bits).mapToInt(Long::bitCount).sum();
    }

    private static boolean bit(long[] bits, int i) {
        return ((bits[i >>> 6] >>> i) & 1) != 0;
    }

    /** Whether all x, or all y, are tied. */
    public boolean constant() {
        return groupsOfX == 1 || startOfY.length == 2;
    }

    /** Whether no x and no y are tied. */
    public boolean distinct() {
        return groupsOfX == n && startOfY.length == 0;
    }

    /** Whether a group of tied x starts at place {@code q}. */
    public boolean startsX(int q) {
        return !bit(tiedX, q);
    }

    /** One past the last place of the group of tied x that starts at place {@code q}. */
    public int endOfX(int q) {
        int end = q + 1;
        while (end < n && bit(tiedX, end)) {
            end++;
        }
        return end;
    }

    /** Whether any x are tied. */
    boolean tiesOfX() {
        return groupsOfX < n;
    }

    /** The number of groups of tied y. */
    int groupsOfY() {
        return startOfY.length == 0 ? n : startOfY.length - 1;
    }

    /** The group of tied y of place {@code p} in the order of (y, x). */
    int groupOfY(int p) {
        return startOfY.length == 0 ? p : groupOfY[p];
    }

    /** The first place of a group of tied y; of one past the last group, the number of items. */
    int startOfGroup(int group) {
        return startOfY.length == 0 ? group : startOfY[group];
    }

    /** The first place, in the order of (y, x), of the group of tied y that place {@code p} belongs to. */
    public int startOfY(int p) {
        return startOfY.length == 0 ? p : startOfY[groupOfY[p]];
    }

    /** One past the last place of that group. */
    public int endOfY(int p) {
        return startOfY.length == 0 ? p + 1 : startOfY[groupOfY[p] + 1];
    }

    /** Of the items from place {@code q} on, one past the last that is tied with it in x, before {@code endOfX}, and y. */
    public int endOfJoint(int q, int endOfX) {
        int endOfY = endOfY(byY[q]);
        int end = q + 1;
        while (end < endOfX && byY[end] < endOfY) {
            end++;
        }
        return end;
    }

    /** The number of items discordant with the one at place {@code q} in the order of (x, y). */
    public long discordant(int q) {
        return 2L * larger[q] + q - byY[q];
    }
}
