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
    public int[] item = NONE;

    /** For each place in the order of (x, y), the number of items discordant with it that have a larger x; empty if not counted. */
    public int[] larger = NONE;

    private final PairSort sort;
    private final boolean[] tiedX;
    private int groupsOfX;
    /** For each place in the order of (y, x), its group of tied y; empty if no y are tied. */
    private final int[] groupOfY;
    /** The first place of each group of tied y, and n; empty if no y are tied. */
    private final int[] startOfY;

    /**
     * Takes two arrays of the same length, at least 2, and sorts them by (y, x).
     *
     * @param executor helps if there are many
     */
    public PairOrder(double[] x, double[] y, Executor executor) {
        n = x.length;
        sort = new PairSort(x, y, n > PairSort.NARROW, n < LARGE ? Replicates.CALLER : executor);
        tiedX = sort.tiedX;
        int groups = sort.tiesOfY ? groups(sort.tiedY) : n;
        groupOfY = groups < n ? new int[n] : NONE;
        startOfY = groups < n ? starts(sort.tiedY, groups, groupOfY) : NONE;
    }

    /** Sorts by (x, y), and sets {@link #byY}, and {@link #item} and {@link #larger} if they are asked for. */
    public void place(boolean items, boolean inversions) {
        byY = new int[n];
        larger = new int[inversions ? n : 0];
        sort.byX(inversions, (part, from, to, results) -> {
            for (int q = from; q < to; q++) {
                byY[q] = (int) (results[q - from] >>> Integer.SIZE);
                if (inversions) {
                    larger[q] = (int) results[q - from];
                }
            }
        });
        groupsOfX = sort.tiesOfX ? groups(tiedX) : n;
        item = new int[items ? n : 0];
        Arrays.setAll(item, q -> sort.index(byY[q]));
        sort.release();
    }

    /** Hands over what {@link #place} would set, unless y are tied, and tells whether no x are tied either. */
    boolean distinct(PairSort.Part part) {
        if (startOfY.length > 0) {
            return false;
        }
        sort.byX(true, part);
        if (sort.tiesOfX) {
            return false;
        }
        sort.release();
        return true;
    }

    private static int groups(boolean[] tied) {
        int groups = 0;
        for (boolean same : tied) {
            groups += same ? 0 : 1;
        }
        return groups;
    }

    /** Sets the group of each place, and returns the first place of each group, and the number of places. */
    private int[] starts(boolean[] tied, int groups, int[] groupOfPlace) {
        int[] starts = new int[groups + 1];
        int group = -1;
        for (int p = 0; p < n; p++) {
            if (!tied[p]) {
                starts[++group] = p;
            }
            groupOfPlace[p] = group;
        }
        starts[groups] = n;
        return starts;
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
        return !tiedX[q];
    }

    /** One past the last place of the group of tied x that starts at place {@code q}. */
    public int endOfX(int q) {
        int end = q + 1;
        while (end < n && tiedX[end]) {
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
