package esrp.stats;

import esrp.stats.internal.Arguments;

/**
 * The share of correct predictions, exactly or within a tolerance: how the paper compares a judge's levels with
 * people's.
 *
 * <ul>
 *   <li>In [0, 1]; NaN if there are no items.
 *   <li>Levels may be any integers; a tolerance is in levels.
 *   <li>A table has the levels of one scale, ascending, as rows (predicted) and as columns (actual): empty levels keep
 *       their row and column, so that neighbours in the table are neighbours on the scale.
 *   <li>Arrays of different lengths, a negative tolerance, a table that is not square, and negative counts are rejected
 *       with {@link IllegalArgumentException}.
 * </ul>
 *
 * <p>O(n) time, or O(cells); no memory besides the arguments.
 */
public final class Accuracy {
    private Accuracy() {}

    /**
     * {@return the share of predictions equal to what they predict; {@code acc} in the paper, in [0, 1], or NaN}
     *
     * @param predicted a level for each item
     * @param actual a level for each item
     */
    public static double exact(int[] predicted, int[] actual) {
        return within(0, predicted, actual);
    }

    /**
     * {@return the share of predictions at most one level off; {@code acc_soft} in the paper, in [0, 1], or NaN}
     *
     * @param predicted a level for each item
     * @param actual a level for each item
     */
    public static double soft(int[] predicted, int[] actual) {
        return within(1, predicted, actual);
    }

    /**
     * {@return the share of predictions at most {@code tolerance} levels off, in [0, 1], or NaN}
     *
     * @param tolerance at least 0
     * @param predicted a level for each item
     * @param actual a level for each item
     */
    public static double within(int tolerance, int[] predicted, int[] actual) {
        Arguments.atLeast("tolerance", 0, tolerance);
        Arguments.sameLength("predicted", predicted.length, "actual", actual.length);
        long hits = 0;
        for (int i = 0; i < predicted.length; i++) {
            hits += Math.abs((long) predicted[i] - actual[i]) <= tolerance ? 1 : 0;
        }
        return (double) hits / predicted.length;
    }

    /**
     * As {@link #exact(int[], int[])}, of counts.
     *
     * @param confusion the number of items at each predicted (row) and actual (column) level of one scale
     * @return in [0, 1], or NaN
     */
    public static double exact(long[][] confusion) {
        return within(0, confusion);
    }

    /**
     * As {@link #soft(int[], int[])}, of counts.
     *
     * @param confusion the number of items at each predicted (row) and actual (column) level of one scale
     * @return in [0, 1], or NaN
     */
    public static double soft(long[][] confusion) {
        return within(1, confusion);
    }

    /**
     * As {@link #within(int, int[], int[])}, of counts.
     *
     * @param tolerance at least 0
     * @param confusion the number of items at each predicted (row) and actual (column) level of one scale
     * @return in [0, 1], or NaN
     */
    public static double within(int tolerance, long[][] confusion) {
        Arguments.atLeast("tolerance", 0, tolerance);
        long n = Arguments.squareTotal("confusion", confusion, Long.MAX_VALUE);
        long hits = 0;
        for (int a = 0; a < confusion.length; a++) {
            for (int b = 0; b < confusion.length; b++) {
                hits += Math.abs((long) a - b) <= tolerance ? confusion[a][b] : 0;
            }
        }
        return (double) hits / n;
    }
}
