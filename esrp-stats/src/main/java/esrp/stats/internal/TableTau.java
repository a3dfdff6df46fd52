package esrp.stats.internal;

/**
 * Weighted tau of a contingency table. In a lexicographic order the items of a cell take consecutive ranks, so that the
 * weight of the cell is a sum over a run of ranks and the statistic costs one step per cell.
 */
public final class TableTau {
    /** The sum of the weights of ranks {@code from} to {@code to - 1}. */
    @FunctionalInterface
    public interface RankSum {
        double of(long from, long to);
    }

    private final int rows;
    private final int columns;
    private final long[] counts;
    private final long[] rowTotals;
    private final long[] columnTotals;
    private final long n;

    /** Takes non-negative counts, row-major, levels ascending, with a sum of at most 2^53. */
    public TableTau(int rows, int columns, long[] counts) {
        this.rows = rows;
        this.columns = columns;
        this.counts = counts;
        this.rowTotals = new long[rows];
        this.columnTotals = new long[columns];
        long sum = 0;
        for (int a = 0; a < rows; a++) {
            for (int b = 0; b < columns; b++) {
                long count = counts[a * columns + b];
                rowTotals[a] += count;
                columnTotals[b] += count;
                sum += count;
            }
        }
        n = sum;
    }

    /** Whether all items are in one row or in one column, or there are none. */
    public boolean constant() {
        return n == 0 || holdsAll(rowTotals) || holdsAll(columnTotals);
    }

    private boolean holdsAll(long[] totals) {
        for (long total : totals) {
            if (total == n) {
                return true;
            }
        }
        return false;
    }

    /** The weight of each cell if items are ranked by decreasing (x, y). */
    public double[] weightsByX(RankSum sum) {
        double[] weights = new double[counts.length];
        long rank = 0;
        for (int cell = counts.length - 1; cell >= 0; cell--) {
            rank = weigh(sum, cell, rank, weights);
        }
        return weights;
    }

    /** The weight of each cell if items are ranked by decreasing (y, x). */
    public double[] weightsByY(RankSum sum) {
        double[] weights = new double[counts.length];
        long rank = 0;
        for (int b = columns - 1; b >= 0; b--) {
            for (int a = rows - 1; a >= 0; a--) {
                rank = weigh(sum, a * columns + b, rank, weights);
            }
        }
        return weights;
    }

    private long weigh(RankSum sum, int cell, long rank, double[] weights) {
        long next = rank + counts[cell];
        if (next > rank) {
            weights[cell] = sum.of(rank, next);
        }
        return next;
    }

    /** Tau with additive weights. */
    public double additive(double[] weights) {
        long[] below = columnTotals.clone();
        double num = 0;
        double dx = 0;
        double dy = 0;
        // below[b] = (items of column b in higher rows) - (items of column b in lower rows)
        for (int a = 0; a < rows; a++) {
            long total = 0;
            for (int b = 0; b < columns; b++) {
                below[b] -= counts[a * columns + b];
                total += below[b];
            }
            long left = 0;
            for (int b = 0; b < columns; b++) {
                long right = total - left - below[b];
                double weight = weights[a * columns + b];
                num += weight * (right - left);
                dx += weight * (n - rowTotals[a]);
                dy += weight * (n - columnTotals[b]);
                left += below[b];
            }
            for (int b = 0; b < columns; b++) {
                below[b] -= counts[a * columns + b];
            }
        }
        return ratio(num, dx, dy);
    }

    /** Tau with multiplicative weights; adds non-negative terms alone and subtracts once. */
    public double multiplicative(double[] weights) {
        double[] above = new double[columns];
        double concordant = 0;
        double discordant = 0;
        double dx = 0;
        double weightAbove = 0;
        for (int a = rows - 1; a >= 0; a--) {
            double left = 0;
            for (int b = 0; b < columns; b++) {
                discordant += weights[a * columns + b] * left;
                left += above[b];
            }
            double right = 0;
            for (int b = columns - 1; b >= 0; b--) {
                concordant += weights[a * columns + b] * right;
                right += above[b];
            }
            double rowWeight = 0;
            for (int b = 0; b < columns; b++) {
                above[b] += weights[a * columns + b];
                rowWeight += weights[a * columns + b];
            }
            dx += rowWeight * weightAbove;
            weightAbove += rowWeight;
        }
        double dy = 0;
        double weightRight = 0;
        for (int b = columns - 1; b >= 0; b--) {
            dy += above[b] * weightRight;
            weightRight += above[b];
        }
        return ratio(concordant - discordant, dx, dy);
    }

    /** {@code num / (√dx √dy)} held in [-1, 1]; NaN if a denominator is zero. */
    public static double ratio(double num, double dx, double dy) {
        // Equal roots would not always give back dx.
        double tau = dx == dy ? num / dx : num / (Math.sqrt(dx) * Math.sqrt(dy));
        return Math.max(-1, Math.min(1, tau));
    }
}
