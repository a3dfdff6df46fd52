package esrp.stats.internal;

import java.util.function.IntUnaryOperator;

/** Weighted tau of any pairs, from their order. */
public final class SortedTau {
    /** Sums are formed block by block: their rounding errors grow with the length of a block and the number of blocks. */
    private static final int BLOCK = 1024;

    private final PairOrder order;
    private final double[] weights;

    /** Takes the weight of each rank. */
    public SortedTau(PairOrder order, double[] weights) {
        this.order = order;
        this.weights = weights;
    }

    /** The rank of each place if items are ranked by decreasing (x, y), or by decreasing (y, x). */
    public int[] ranks(boolean byX) {
        int[] ranks = new int[order.n];
        for (int q = 0; q < order.n; q++) {
            ranks[q] = order.n - 1 - (byX ? q : order.byY[q]);
        }
        return ranks;
    }

    /** The rank of each place under a ranking that does not follow the values. */
    public int[] ranks(IntUnaryOperator rankOfItem) {
        int[] ranks = new int[order.n];
        for (int q = 0; q < order.n; q++) {
            ranks[q] = rankOfItem.applyAsInt(order.item[q]);
        }
        return ranks;
    }

    /** For each place, the number of concordant minus the number of discordant items. */
    public int[] scores() {
        int n = order.n;
        int[] scores = new int[n];
        if (order.distinct()) {
            for (int q = 0; q < n; q++) {
                scores[q] = (int) (n - 1 - 2 * order.discordant(q));
            }
            return scores;
        }
        for (int q = 0; q < n; ) {
            int endOfX = order.endOfX(q);
            int tiedX = endOfX - q;
            while (q < endOfX) {
                int p = order.byY[q];
                int end = order.endOfJoint(q, endOfX);
                long tied = (long) tiedX + (order.endOfY(p) - order.startOfY(p)) - (end - q);
                int score = (int) (n - tied - 2 * order.discordant(q));
                for (; q < end; q++) {
                    scores[q] = score;
                }
            }
        }
        return scores;
    }

    /** Tau with additive weights, given the rank and the score of each place. */
    public double additive(int[] ranks, int[] scores) {
        int n = order.n;
        double num = 0;
        double all = 0;
        for (int from = 0; from < n; from += BLOCK) {
            int to = Math.min(n, from + BLOCK);
            double blockNum = 0;
            double blockAll = 0;
            for (int q = from; q < to; q++) {
                double weight = weights[ranks[q]];
                blockNum += weight * scores[q];
                blockAll += weight;
            }
            num += blockNum;
            all += blockAll;
        }
        if (order.distinct()) {
            return TableTau.ratio(num, all * (n - 1), all * (n - 1));
        }
        double dx = 0;
        double dy = 0;
        for (int q = 0; q < n; ) {
            int end = order.endOfX(q);
            double untied = n - (end - q);
            double sum = 0;
            double sumOfUntiedY = 0;
            for (; q < end; q++) {
                int p = order.byY[q];
                double weight = weights[ranks[q]];
                sum += weight;
                sumOfUntiedY += weight * (n - (order.endOfY(p) - order.startOfY(p)));
            }
            dx += sum * untied;
            dy += sumOfUntiedY;
        }
        return TableTau.ratio(num, dx, dy);
    }

    /**
     * Tau with multiplicative weights, given the rank of each place: two Fenwick trees over the order of y hold the
     * weights of items with a smaller x, one summing from below and one from above, so that only non-negative terms are
     * added.
     */
    public double multiplicative(int[] ranks) {
        int n = order.n;
        double[] byY = new double[n];
        double dx = 0;
        double later = 0;
        double group = 0;
        for (int q = n - 1; q >= 0; q--) {
            double weight = weights[ranks[q]];
            byY[order.byY[q]] = weight;
            group += weight;
            if (order.startsX(q)) {
                dx += group * later;
                later += group;
                group = 0;
            }
        }
        double dy = 0;
        later = 0;
        for (int p = n - 1; p >= 0; ) {
            int start = order.startOfY(p);
            group = 0;
            for (; p >= start; p--) {
                group += byY[p];
            }
            dy += group * later;
            later += group;
        }
        double[] below = new double[n + 1];
        double[] above = new double[n + 1];
        double concordant = 0;
        double discordant = 0;
        for (int q = 0; q < n; ) {
            int end = order.endOfX(q);
            for (int i = q; i < end; i++) {
                int p = order.byY[i];
                concordant += byY[p] * sum(below, order.startOfY(p));
                discordant += byY[p] * sum(above, n - order.endOfY(p));
            }
            for (; q < end; q++) {
                int p = order.byY[q];
                add(below, p, byY[p]);
                add(above, n - 1 - p, byY[p]);
            }
        }
        return TableTau.ratio(concordant - discordant, dx, dy);
    }

    /** Adds to one place of a Fenwick tree. */
    private static void add(double[] tree, int place, double weight) {
        for (int i = place + 1; i < tree.length; i += i & -i) {
            tree[i] += weight;
        }
    }

    /** The sum of the first places of a Fenwick tree. */
    private static double sum(double[] tree, int places) {
        double sum = 0;
        for (int i = places; i > 0; i &= i - 1) {
            sum += tree[i];
        }
        return sum;
    }
}
