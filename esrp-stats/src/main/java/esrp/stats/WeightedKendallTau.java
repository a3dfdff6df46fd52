package esrp.stats;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Weighted Kendall's tau for rankings with ties (Vigna 2015): a rank correlation in which exchanges near the top weigh
 * more.
 *
 * <pre>{@code
 * double tau = WeightedKendallTau.withDefaults().statistic(judge, human);
 * }</pre>
 *
 * <p>With item i at rank r<sub>i</sub>, w<sub>ij</sub> = w(r<sub>i</sub>) + w(r<sub>j</sub>) (additive) or
 * w(r<sub>i</sub>) w(r<sub>j</sub>) (multiplicative), and ⟨x, y⟩ the sum over pairs of w<sub>ij</sub>
 * sgn(x<sub>i</sub> - x<sub>j</sub>) sgn(y<sub>i</sub> - y<sub>j</sub>), the statistic is
 * ⟨x, y⟩ / √(⟨x, x⟩ ⟨y, y⟩). By default weights are additive hyperbolic and the value is the mean over two
 * rankings, see {@link Ranking#lexicographic()}; that is what {@code scipy.stats.weightedtau} computes.
 *
 * <ul>
 *   <li>In [-1, 1]: 1 if both order the items alike, -1 if one reverses the other (no ties).
 *   <li>NaN if there are fewer than two items, or all x or all y are tied, or all pairs that are not tied have weight 0.
 *   <li>Infinities are ordinary values; 0.0 and -0.0 are tied.
 *   <li>NaN in the input, arrays of different lengths, negative counts and weights that are negative, infinite or NaN
 *       are refused with {@link IllegalArgumentException}.
 *   <li>Large values are the top: rank 0 is the largest, except under {@link Ranking#byIndex()} and
 *       {@link Ranking#of(int...)}.
 * </ul>
 *
 * <p>Two algorithms give the same value within rounding, see {@link Path}. Errors against exact arithmetic are of the
 * order of 10<sup>-15</sup>.
 *
 * <p>Immutable and thread-safe; everything runs in the calling thread.
 *
 * <p>Sebastiano Vigna (2015), A weighted correlation index for rankings with ties, WWW '15, pp. 1166-1176,
 * <a href="https://doi.org/10.1145/2736277.2741088">doi:10.1145/2736277.2741088</a>.
 */
public final class WeightedKendallTau {
    private static final long MOST_ITEMS = 1L << 53;

    private static final WeightedKendallTau DEFAULT =
            new WeightedKendallTau(Weigher.hyperbolic(), true, Ranking.lexicographic(), Path.AUTOMATIC);

    /** How the statistic of arrays is computed. The value is the same within rounding. */
    public enum Path {
        /** {@link #TABLE} if the values have few enough levels, which is found out on the way; {@link #SORT} if not. */
        AUTOMATIC,
        /**
         * Count the pairs of levels, then work on the counts: O(n + k²) time for k levels; memory for the counts alone
         * (at most 2 MB). For at most 256 levels a side and about n cells; refuses more.
         */
        TABLE,
        /**
         * Sort both sides and count inversions, for any values: O(n) passes of radix sort, about 45 bytes an item
         * beside the input. Multiplicative weights take O(n log n) time and about 90 bytes an item.
         */
        SORT
    }

    private final Weigher weigher;
    private final boolean additive;
    private final Ranking ranking;
    private final Path path;

    private WeightedKendallTau(Weigher weigher, boolean additive, Ranking ranking, Path path) {
        this.weigher = weigher;
        this.additive = additive;
        this.ranking = ranking;
        this.path = path;
    }

    /**
     * Additive hyperbolic weights, the mean over both lexicographic rankings.
     *
     * @return the default configuration
     */
    public static WeightedKendallTau withDefaults() {
        return DEFAULT;
    }

    /**
     * With other weights.
     *
     * @param weigher the weight of a rank
     * @return a copy
     */
    public WeightedKendallTau with(Weigher weigher) {
        return new WeightedKendallTau(Objects.requireNonNull(weigher, "weigher"), additive, ranking, path);
    }

    /**
     * With another way to weigh a pair.
     *
     * @param additive true if a pair weighs the sum of its items' weights, false if their product
     * @return a copy
     */
    public WeightedKendallTau withAdditive(boolean additive) {
        return new WeightedKendallTau(weigher, additive, ranking, path);
    }

    /**
     * With other ranks.
     *
     * @param ranking which item has which rank
     * @return a copy
     */
    public WeightedKendallTau with(Ranking ranking) {
        return new WeightedKendallTau(weigher, additive, Objects.requireNonNull(ranking, "ranking"), path);
    }

    /**
     * With a given algorithm.
     *
     * @param path how to compute the statistic of arrays
     * @return a copy
     */
    public WeightedKendallTau with(Path path) {
        return new WeightedKendallTau(weigher, additive, ranking, Objects.requireNonNull(path, "path"));
    }

    /**
     * The statistic of pairs of doubles.
     *
     * @param x one value for each item
     * @param y one value for each item
     * @return in [-1, 1], or NaN
     * @throws IllegalArgumentException if lengths differ, a value is NaN, or weights are not valid
     */
    public double statistic(double[] x, double[] y) {
        Arguments.sameLength("x", x.length, "y", y.length);
        ranking.check(x.length);
        if (path != Path.SORT) {
            Crosstab table = Crosstab.of(x, y);
            if (table != null) {
                return of(table, x.length);
            }
            refuseTable();
        }
        return sorted(x, y);
    }

    /**
     * The statistic of pairs of integers.
     *
     * @param x one value for each item
     * @param y one value for each item
     * @return in [-1, 1], or NaN
     * @throws IllegalArgumentException if lengths differ or weights are not valid
     */
    public double statistic(int[] x, int[] y) {
        Arguments.sameLength("x", x.length, "y", y.length);
        ranking.check(x.length);
        if (path != Path.SORT) {
            Crosstab table = Crosstab.of(x, y);
            if (table != null) {
                return of(table, x.length);
            }
            refuseTable();
        }
        return sorted(Crosstab.doubles(x), Crosstab.doubles(y));
    }

    /**
     * The statistic of pairs of bytes: the fastest way for scores of a scale, well below a nanosecond an item.
     *
     * @param x one value for each item
     * @param y one value for each item
     * @return in [-1, 1], or NaN
     * @throws IllegalArgumentException if lengths differ or weights are not valid
     */
    public double statistic(byte[] x, byte[] y) {
        Arguments.sameLength("x", x.length, "y", y.length);
        ranking.check(x.length);
        if (path != Path.SORT) {
            Crosstab table = Crosstab.of(x, y);
            if (table != null) {
                return of(table, x.length);
            }
            refuseTable();
        }
        return sorted(Crosstab.doubles(x), Crosstab.doubles(y));
    }

    /**
     * The statistic of counts: the same value as of the items counted, at a cost that depends on the number of cells
     * alone (for the weighers of {@link Weigher}; another calls its function twice for each item, unless it overrides
     * {@link Weigher#sum}). O(cells) time, about 10 bytes a cell.
     *
     * @param contingency the number of items at each level of x (row) and level of y (column), levels ascending; empty
     *     rows and columns change nothing; at most 2<sup>53</sup> items
     * @return in [-1, 1], or NaN
     * @throws IllegalArgumentException if a count is negative, rows differ in length, there are too many items, the
     *     ranking is not lexicographic, or weights are not valid
     */
    public double statistic(long[][] contingency) {
        long n = Arguments.total("contingency", contingency, MOST_ITEMS);
        if (!ranking.followsValues()) {
            throw new IllegalArgumentException("ranking: " + ranking
                    + " needs items, a contingency table has none; use a lexicographic ranking or arrays");
        }
        int rows = contingency.length;
        int columns = rows == 0 ? 0 : contingency[0].length;
        long[] counts = new long[Math.multiplyExact(rows, columns)];
        for (int a = 0; a < rows; a++) {
            System.arraycopy(contingency[a], 0, counts, a * columns, columns);
        }
        return n < 2 ? Double.NaN : of(new TableTau(rows, columns, counts));
    }

    private void refuseTable() {
        if (path == Path.TABLE) {
            throw new IllegalArgumentException(
                    "path: TABLE was asked for, but the values have too many levels for a table; use AUTOMATIC or SORT");
        }
    }

    private double of(Crosstab crosstab, int n) {
        TableTau table = new TableTau(crosstab.rows, crosstab.columns, crosstab.counts);
        if (ranking.followsValues()) {
            return of(table);
        }
        if (table.constant()) {
            return Double.NaN;
        }
        double[] weights = new double[crosstab.counts.length];
        double[] lost = new double[weights.length];
        for (int i = 0; i < n; i++) {
            int rank = ranking.rank(i);
            double weight = Weighers.checked(weigher.weight(rank), rank);
            int cell = crosstab.cell.applyAsInt(i);
            double sum = weights[cell];
            double next = sum + weight;
            lost[cell] += sum >= weight ? sum - next + weight : weight - next + sum;
            weights[cell] = next;
        }
        for (int cell = 0; cell < weights.length; cell++) {
            weights[cell] += lost[cell];
        }
        return tau(table, weights);
    }

    private double of(TableTau table) {
        if (table.constant()) {
            return Double.NaN;
        }
        double byX = tau(table, table.weightsByX(weigher));
        return ranking.kind() == Ranking.Kind.LEXICOGRAPHIC_BY_X
                ? byX
                : (byX + tau(table, table.weightsByY(weigher))) / 2;
    }

    private double tau(TableTau table, double[] weights) {
        return additive ? table.additive(weights) : table.multiplicative(weights);
    }

    private double sorted(double[] x, double[] y) {
        int n = x.length;
        if (n < 2) {
            Arguments.ranked("x", x);
            Arguments.ranked("y", y);
            return Double.NaN;
        }
        PairOrder order = PairOrder.of(x, y, !ranking.followsValues());
        if (order.constant()) {
            return Double.NaN;
        }
        SortedTau tau = new SortedTau(order, Weighers.table(weigher, n));
        int @Nullable [] scores = additive ? tau.scores() : null;
        if (!ranking.followsValues()) {
            return tau(tau, tau.ranks(ranking), scores);
        }
        double byX = tau(tau, tau.ranksByX(), scores);
        return ranking.kind() == Ranking.Kind.LEXICOGRAPHIC_BY_X ? byX : (byX + tau(tau, tau.ranksByY(), scores)) / 2;
    }

    private static double tau(SortedTau tau, int[] ranks, int @Nullable [] scores) {
        return scores == null ? tau.multiplicative(ranks) : tau.additive(ranks, scores);
    }

    /** The configuration, as {@code WeightedKendallTau[additive, HYPERBOLIC, lexicographic]}. */
    @Override
    public String toString() {
        return "WeightedKendallTau[" + (additive ? "additive" : "multiplicative") + ", " + weigher + ", " + ranking
                + "]";
    }
}
