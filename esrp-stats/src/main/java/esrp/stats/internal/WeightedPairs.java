package esrp.stats.internal;

/**
 * The sums of the products of weights over concordant, discordant and pairs not tied in y, in the order of (x, y), from the top bit of y
 * down: of the items between two values of y, those of the lower half and those of the upper half keep their order, and each
 * meets the sum of the weights of the other half that stand before it. No branch depends on the data, each half is soon small enough
 * for the cache, and only non-negative terms are added.
 */
final class WeightedPairs {
    /** Sums are formed block by block, which keeps their rounding errors small. */
    private static final int BLOCK = 512;

    /** As many items are compared with each other. */
    private static final int FEW = 8;

    private final PairOrder order;
    private final int[][] groups = new int[2][];
    private final long[][] weights = new long[2][];

    final double untiedY;
    double concordant;
    double discordant;

    /**
     * Takes the weight of each place, and whether items of tied x stand in descending order of y: they then count as discordant
     * rather than concordant.
     */
    WeightedPairs(PairOrder order, double[] placed, boolean descending) {
        this.order = order;
        int n = order.n;
        for (int i = 0; i < 2; i++) {
            groups[i] = new int[n];
            weights[i] = new long[n];
        }
        for (int q = 0; q < n; ) {
            int end = descending ? order.endOfX(q) : q + 1;
            for (int i = q, to = end - 1; i < end; i++, to--) {
                groups[0][to] = order.groupOfY(order.byY[i]);
                weights[0][to] = Double.doubleToRawLongBits(placed[i]);
            }
            q = end;
        }
        untiedY = untiedY(placed, weights[1]);
        split(0, order.groupsOfY(), 0);
    }

    private double untiedY(double[] placed, long[] scratch) {
        // Any order will do if none are tied.
        boolean tied = order.groupsOfY() < order.n;
        for (int q = 0; q < order.n; q++) {
            scratch[tied ? order.byY[q] : q] = Double.doubleToRawLongBits(placed[q]);
        }
        double sum = 0;
        double later = 0;
        for (int g = order.groupsOfY() - 1; g >= 0; g--) {
            double group = 0;
            for (int p = order.startOfGroup(g); p < order.startOfGroup(g + 1); p++) {
                group += Double.longBitsToDouble(scratch[p]);
            }
            sum += group * later;
            later += group;
        }
        return sum;
    }

    private void split(int low, int high, int side) {
        int start = order.startOfGroup(low);
        int end = order.startOfGroup(high);
        if (high - low < 2) {
            return;
        }
        if (end - start <= FEW) {
            compare(start, end, side);
            return;
        }
        int middle = (low + high) >>> 1;
        int[] group = groups[side];
        long[] weight = weights[side];
        int[] toGroup = groups[1 - side];
        long[] toWeight = weights[1 - side];
        int toLower = start;
        int toUpper = order.startOfGroup(middle);
        double before = 0;
        double beforeUpper = 0;
        double sum = 0;
        double sumOfUpper = 0;
        for (int from = start; from < end; from += BLOCK) {
            int stop = Math.min(end, from + BLOCK);
            double lowers = 0;
            double uppers = 0;
            double withLower = 0;
            double withUpper = 0;
            for (int i = from; i < stop; i++) {
                int g = group[i];
                long bits = weight[i];
                int isUpper = (middle - 1 - g) >>> 31;
                long mask = -(long) isUpper;
                double upper = Double.longBitsToDouble(bits & mask);
                double lower = Double.longBitsToDouble(bits & ~mask);
                withLower += upper * (before + lowers);
                withUpper += lower * (beforeUpper + uppers);
                lowers += lower;
                uppers += upper;
                int to = toLower + ((toUpper - toLower) & -isUpper);
                toGroup[to] = g;
                toWeight[to] = bits;
                toUpper += isUpper;
                toLower += 1 - isUpper;
            }
            before += lowers;
            beforeUpper += uppers;
            sum += withLower;
            sumOfUpper += withUpper;
        }
        concordant += sum;
        discordant += sumOfUpper;
        split(low, middle, 1 - side);
        split(middle, high, 1 - side);
    }

    private void compare(int start, int end, int side) {
        int[] group = groups[side];
        long[] weight = weights[side];
        for (int j = start + 1; j < end; j++) {
            double less = 0;
            double more = 0;
            for (int i = start; i < j; i++) {
                long difference = (long) group[i] - group[j];
                less += Double.longBitsToDouble(weight[i] & (difference >> 63));
                more += Double.longBitsToDouble(weight[i] & (-difference >> 63));
            }
            double own = Double.longBitsToDouble(weight[j]);
            concordant += own * less;
            discordant += own * more;
        }
    }
}
