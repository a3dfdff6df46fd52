package esrp.stats;

import esrp.stats.Bootstrap.Alternative;
import esrp.stats.internal.Arguments;
import java.util.Arrays;
import java.util.Objects;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.ranking.NaturalRanking;
import org.apache.commons.math3.stat.ranking.TiesStrategy;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Spearman's rank correlation: Pearson's correlation of midranks. In [-1, 1].
 *
 * <ul>
 *   <li>NaN for fewer than two items, and where all of one side are equal.
 *   <li>NaN among values is rejected: it has no rank. Infinite values are ordinary ones.
 * </ul>
 *
 * <p>O(n log n) for n items, O(k²) for a table of k levels. Spearman (1904), <a
 * href="https://doi.org/10.2307/1412159">doi:10.2307/1412159</a>.
 */
public final class SpearmanRho {
    private SpearmanRho() {}

    /**
     * {@return the rank correlation of two lists of values}
     *
     * @param x one value for each item
     * @param y one value for each item
     * @throws IllegalArgumentException if they are not equally long, or a value is NaN
     */
    public static double statistic(double[] x, double[] y) {
        Arguments.sameLength("x", x.length, "y", y.length);
        Arguments.ranked("x", x);
        Arguments.ranked("y", y);
        return x.length < 2 ? Double.NaN : new PearsonsCorrelation().correlation(ranks(x), ranks(y));
    }

    private static double[] ranks(double[] values) {
        // Adding 0 makes one value of -0 and 0.
        return new NaturalRanking(TiesStrategy.AVERAGE)
                .rank(Arrays.stream(values).map(v -> v + 0.0).toArray());
    }

    /**
     * {@return the rank correlation of items that have been counted}
     *
     * @param contingency counts, [level of x][level of y], ascending levels
     * @throws IllegalArgumentException if rows are not equally long, or a count is negative
     */
    public static double statistic(long[][] contingency) {
        double n = Arguments.total("contingency", contingency, Long.MAX_VALUE);
        long[] rows = Arrays.stream(contingency)
                .mapToLong(row -> Arrays.stream(row).sum())
                .toArray();
        long[] columns = new long[contingency.length == 0 ? 0 : contingency[0].length];
        for (long[] row : contingency) {
            Arrays.setAll(columns, b -> columns[b] + row[b]);
        }
        double[] x = Level.midranks(rows);
        double[] y = Level.midranks(columns);
        double both = 0;
        double ofX = 0;
        double ofY = 0;
        for (int a = 0; a < rows.length; a++) {
            for (int b = 0; b < columns.length; b++) {
                // The mean of all midranks, which count from 0 here, is n / 2.
                double dx = x[a] - n / 2;
                double dy = y[b] - n / 2;
                both += contingency[a][b] * dx * dy;
                ofX += contingency[a][b] * dx * dx;
                ofY += contingency[a][b] * dy * dy;
            }
        }
        return ofX == 0 || ofY == 0 ? Double.NaN : Math.max(-1, Math.min(1, both / Math.sqrt(ofX) / Math.sqrt(ofY)));
    }

    /**
     * {@return the p-value of no association by Student's t with n - 2 degrees of freedom, as SciPy has it: in [0, 1], or NaN}
     *
     * @param rho the correlation
     * @param n of how many items
     * @param alternative the sign of rho under the alternative
     */
    public static double pValue(double rho, long n, Alternative alternative) {
        Objects.requireNonNull(alternative, "alternative");
        if (Double.isNaN(rho) || n < 3) {
            return Double.NaN;
        }
        double t = rho * Math.sqrt((n - 2) / ((1 + rho) * (1 - rho)));
        TDistribution distribution = TDistribution.of(n - 2.0);
        return switch (alternative) {
            case TWO_SIDED -> 2 * distribution.survivalProbability(Math.abs(t));
            case GREATER -> distribution.survivalProbability(t);
            case LESS -> distribution.cumulativeProbability(t);
        };
    }
}
