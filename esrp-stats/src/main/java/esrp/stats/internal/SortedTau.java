package esrp.stats.internal;

import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;

/** Weighted tau of any pairs, from their order. */
public final class SortedTau {
    /** Sums are formed block by block: their rounding errors grow with the length of a block and the number of blocks. */
    private static final int BLOCK = 1024;

    /** Doubles around this one have the integers between them in their low bits. */
    private static final long INTEGERS = Double.doubleToRawLongBits(0x1.8p52);

    private final PairOrder order;
    private final IntToDoubleFunction weight;

    /** Takes the weight of each rank. */
    public SortedTau(PairOrder order, IntToDoubleFunction weight) {
        this.order = order;
        this.weight = weight;
    }

    /** Sets the weight of each place if items are ranked by decreasing (x, y), or by decreasing (y, x). */
    public void place(boolean byX, double[] placed) {
        int n = order.n;
        for (int q = 0; q < n; q++) {
            placed[q] = weight.applyAsDouble(n - 1 - (byX ? q : order.byY[q]));
        }
    }

    /** Sets the weight of each place under a ranking that does not follow the values. */
    public void place(IntUnaryOperator rankOfItem, double[] placed) {
        for (int q = 0; q < order.n; q++) {
            placed[q] = weight.applyAsDouble(rankOfItem.applyAsInt(order.item[q]));
        }
    }

    /** The double of an integer less than 2<sup>51</sup>: the instruction that converts waits for what its register had before. */
    public static double exact(long integer) {
        return Double.longBitsToDouble(INTEGERS + integer) - Double.longBitsToDouble(INTEGERS);
    }

    /** Tau with additive weights, the mean over both lexicographic rankings, as inversions are counted; NaN if values are tied. */
    public double additiveOfDistinct() {
        int n = order.n;
        double[] nums = new double[PairSort.PARTS];
        double[] alls = new double[PairSort.PARTS];
        boolean distinct = order.distinct((part, from, to, results) -> {
            double num = 0;
            double all = 0;
            for (int q = from; q < to; q++) {
                long result = results[q - from];
                int p = (int) (result >>> Integer.SIZE);
                long discordant = 2L * (int) result + q - p;
                double ofX = weight.applyAsDouble(n - 1 - q);
                num += (ofX + weight.applyAsDouble(n - 1 - p)) * exact(n - 1 - 2 * discordant);
                all += ofX;
            }
            nums[part] += num;
            alls[part] += all;
        });
        if (!distinct) {
            return Double.NaN;
        }
        double num = 0;
        double all = 0;
        for (int i = 0; i < nums.length; i++) {
            num += nums[i];
            all += alls[i];
        }
        return TableTau.ratio(num / 2, all * (n - 1), all * (n - 1));
    }

    /** For each place, the number of concordant minus the number of discordant items. */
    public int[] scores() {
        int n = order.n;
        int[] scores = new int[n];
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

    /** Tau with additive weights, given the weight and the score of each place. */
    public double additive(double[] placed, int[] scores) {
        int n = order.n;
        double num = 0;
        double all = 0;
        for (int from = 0; from < n; from += BLOCK) {
            int to = Math.min(n, from + BLOCK);
            double blockNum = 0;
            double blockAll = 0;
            for (int q = from; q < to; q++) {
                double own = placed[q];
                blockNum += own * exact(scores[q]);
                blockAll += own;
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
                double own = placed[q];
                sum += own;
                sumOfUntiedY += own * (n - (order.endOfY(p) - order.startOfY(p)));
            }
            dx += sum * untied;
            dy += sumOfUntiedY;
        }
        return TableTau.ratio(num, dx, dy);
    }

    /** Tau with multiplicative weights, given the weight of each place. */
    public double multiplicative(double[] placed) {
        double dx = 0;
        double later = 0;
        double group = 0;
        for (int q = order.n - 1; q >= 0; q--) {
            group += placed[q];
            if (order.startsX(q)) {
                dx += group * later;
                later += group;
                group = 0;
            }
        }
        WeightedPairs pairs = new WeightedPairs(order, placed, false);
        double concordant = order.tiesOfX() ? new WeightedPairs(order, placed, true).concordant : pairs.concordant;
        return TableTau.ratio(concordant - pairs.discordant, dx, pairs.untiedY);
    }
}
