package esrp.stats.internal;

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

    /** For each place in the order of (x, y), the place of the same item in the order of (y, x). */
    public final int[] byY;

    /** For each place in the order of (x, y), the index of the item; empty if it was not asked for. */
    public final int[] item;

    /** For each place in the order of (y, x), the number of items discordant with it that have a smaller x; empty if not counted. */
    public final int[] larger;

    private final long[] tiedX;
    private final int groupsOfX;
    /** For each place in the order of (y, x), its group of tied y; empty if no y are tied. */
    private final int[] groupOfY;
    /** The first place of each group of tied y, and n; empty if no y are tied. */
    private final int[] startOfY;

    /**
     * Sorts two arrays of the same length, at least 2, the second one by the executor if they are large.
     *
     * @param items whether the index of each item is wanted
     * @param inversions whether discordant items are counted
     */
    public PairOrder(double[] x, double[] y, boolean items, boolean inversions, Executor executor) {
        n = x.length;
        int[] orderOfX = new int[n];
        int[] orderOfY = new int[n];
        tiedX = new long[(n + 63) >>> 6];
        long[] tiedY = new long[(n + 63) >>> 6];
        int[] ties = new int[2];
        long[][] scratch = new long[2][];
        boolean apart = n >= LARGE && executor != Replicates.CALLER;
        Replicates.run(2, apart ? executor : Replicates.CALLER, (from, to) -> {
            long[] first = apart || from == 0 ? new long[n] : scratch[0];
            long[] second = apart || from == 0 ? new long[n] : scratch[1];
            if (from == 0) {
                scratch[0] = first;
                scratch[1] = second;
                ties[0] = RadixOrder.sort("x", x, first, second, orderOfX, tiedX);
            } else {
                ties[1] = RadixOrder.sort("y", y, first, second, orderOfY, tiedY);
            }
        });
        groupsOfX = n - ties[0];
        int tiesOfY = ties[1];
        groupOfY = tiesOfY > 0 ? new int[n] : NONE;
        startOfY = tiesOfY > 0 ? starts(tiedY, n - tiesOfY, groupOfY) : NONE;
        item = items ? new int[n] : NONE;
        byY = orderOfX; // overwritten in place
        int[] places = new int[n];
        if (groupsOfX == n) {
            for (int p = 0; p < n; p++) {
                places[orderOfY[p]] = p;
            }
            for (int q = 0; q < n; q++) {
                int at = orderOfX[q];
                byY[q] = places[at];
                if (items) {
                    item[q] = at;
                }
            }
        } else {
            // Tied x stay in the order of y.
            int group = -1;
            for (int q = 0; q < n; q++) {
                group += bit(tiedX, q) ? 0 : 1;
                places[orderOfX[q]] = group;
            }
            int[] next = starts(tiedX, groupsOfX, NONE);
            for (int p = 0; p < n; p++) {
                int q = next[places[orderOfY[p]]]++;
                byY[q] = p;
                if (items) {
                    item[q] = orderOfY[p];
                }
            }
        }
        if (tiesOfY > 0) {
            // Within tied y, by x.
            int[] next = startOfY.clone();
            for (int q = 0; q < n; q++) {
                byY[q] = next[groupOfY[byY[q]]]++;
            }
        }
        larger = inversions ? places : NONE;
        if (inversions) {
            Inversions.count(byY, scratch[0], scratch[1], larger);
        }
    }

    /** Sets the group of each place unless that is empty, and returns the first place of each group, and the number of places. */
    private int[] starts(long[] tied, int groups, int[] groupOfPlace) {
        int[] starts = new int[groups + 1];
        int group = -1;
        for (int p = 0; p < n; p++) {
            if (!bit(tied, p)) {
                starts[++group] = p;
            }
            if (groupOfPlace.length > 0) {
                groupOfPlace[p] = group;
            }
        }
        starts[groups] = n;
        return starts;
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
        int p = byY[q];
        return 2L * larger[p] + p - q;
    }
}
