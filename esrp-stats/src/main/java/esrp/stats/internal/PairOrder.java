package esrp.stats.internal;

import java.util.Arrays;

/**
 * Pairs in ascending order of (x, y), with the place of each in ascending order of (y, x), the groups of tied values, and
 * the number of discordances of each item. It serves both rank orders and every weigher: discordances do not depend on
 * weights.
 */
public final class PairOrder {
    private static final int[] NONE = {};

    /** The number of items. */
    public final int n;

    /** For each place in the order of (x, y), the place of the same item in the order of (y, x). */
    public final int[] byY;

    /** For each place in the order of (x, y), the index of the item; empty if it was not asked for. */
    public final int[] item;

    /** For each place in the order of (y, x), the number of items discordant with it that have a smaller x. */
    public final int[] larger;

    private final long[] tiedX;
    private final int groupsOfX;
    /** For each place in the order of (y, x), its group of tied y; empty if no y are tied. */
    private final int[] groupOfY;
    /** The first place of each group of tied y, and n; empty if no y are tied. */
    private final int[] startOfY;

    /** Sorts two arrays of the same length, at least 2. */
    public PairOrder(double[] x, double[] y, boolean items) {
        n = x.length;
        long[] scratch = new long[n];
        long[] scratch2 = new long[n];
        int[] orderOfY = new int[n];
        tiedX = new long[(n + 63) >>> 6];
        int tiesOfY = RadixOrder.sort("y", y, NONE, scratch, scratch2, orderOfY, tiedX);
        groupOfY = tiesOfY > 0 ? new int[n] : NONE;
        startOfY = tiesOfY > 0 ? new int[n - tiesOfY + 1] : NONE;
        if (tiesOfY > 0) {
            int group = -1;
            for (int p = 0; p < n; p++) {
                if (!bit(tiedX, p)) {
                    startOfY[++group] = p;
                }
                groupOfY[p] = group;
            }
            startOfY[group + 1] = n;
        }
        // Positions in the order of y are the payload: tied x stay in the order of y.
        byY = new int[n];
        Arrays.fill(tiedX, 0);
        groupsOfX = n - RadixOrder.sort("x", x, orderOfY, scratch, scratch2, byY, tiedX);
        item = items ? new int[n] : NONE;
        for (int q = 0; q < item.length; q++) {
            item[q] = orderOfY[byY[q]];
        }
        if (tiesOfY > 0) {
            // Within tied y, by x.
            int[] next = startOfY.clone();
            for (int q = 0; q < n; q++) {
                byY[q] = next[groupOfY[byY[q]]]++;
            }
        }
        larger = orderOfY;
        Inversions.count(byY, scratch, scratch2, larger);
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
