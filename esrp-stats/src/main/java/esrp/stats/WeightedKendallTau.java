package esrp.stats;

import esrp.stats.internal.Arguments;
import esrp.stats.internal.Crosstab;
import esrp.stats.internal.PairOrder;
import esrp.stats.internal.Replicates;
import esrp.stats.internal.SortedTau;
import esrp.stats.internal.TableTau;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Executor;
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
 *       are rejected with {@link IllegalArgumentException}.
 *   <li>Large values are the top: rank 0 is the largest, except under {@link Ranking#byIndex()} and
 *       {@link Ranking#of(int...)}.
 * </ul>
 *
 * <p>Two algorithms give the same value within rounding; errors against exact arithmetic are of the order of
 * 10<sup>-15</sup>. Values with few enough levels (at most 256 per side and about n cells), which is found out on the way, are
 * counted: O(n + k²) time for k levels, and at most 2 MB for the counts. Others are sorted by radix and their inversions
 * counted: O(n) passes, about 20 bytes per item besides the input, 60 if values are tied; multiplicative weights take O(n log n) time and
 * about 80 bytes per item. Of these, 16 bytes per item are kept for the next call until memory is short (for at most two million items).
 *
 * <p>Immutable and thread-safe; all work is done in the calling thread, unless {@link #withExecutor} says otherwise.
 *
 * <p>Sebastiano Vigna (2015), A weighted correlation index for rankings with ties, WWW '15, pp. 1166-1176,
 * <a href="https://doi.org/10.1145/2736277.2741088">doi:10.1145/2736277.2741088</a>.
 */
public final class WeightedKendallTau {
    private static final long MOST_ITEMS = 1L << 53;

    /** As many pairs are worth a second thread. */
    private static final int LARGE = 1 << 17;

    private static final WeightedKendallTau DEFAULT =
            new WeightedKendallTau(Weigher.hyperbolic(), true, Ranking.lexicographic(), Replicates.CALLER);

    private final Weigher weigher;
    private final boolean additive;
    private final Ranking ranking;
    private final Executor executor;

    private WeightedKendallTau(Weigher weigher, boolean additive, Ranking ranking, Executor executor) {
        this.weigher = weigher;
        this.additive = additive;
        this.ranking = ranking;
        this.executor = executor;
    }

    /** {@return additive hyperbolic weights, the mean over both lexicographic rankings} */
    public static WeightedKendallTau withDefaults() {
        return DEFAULT;
    }

    /**
     * {@return a copy with other weights}
     *
     * @param weigher the weight of a rank
     */
    public WeightedKendallTau with(Weigher weigher) {
        return new WeightedKendallTau(Objects.requireNonNull(weigher, "weigher"), additive, ranking, executor);
    }

    /**
     * {@return a copy that combines the weights of a pair by sum or by product}
     *
     * @param additive true if a pair weighs the sum of its items' weights, false if their product
     */
    public WeightedKendallTau withAdditive(boolean additive) {
        return new WeightedKendallTau(weigher, additive, ranking, executor);
    }

    /**
     * {@return a copy with other ranks}
     *
     * @param ranking which item has which rank
     */
    public WeightedKendallTau with(Ranking ranking) {
        return new WeightedKendallTau(weigher, additive, Objects.requireNonNull(ranking, "ranking"), executor);
    }

    /**
     * {@return a copy that uses a second thread besides the calling one for a hundred thousand pairs and more whose values are sorted}
     * Results do not depend on it, to the bit.
     *
     * @param executor for example {@link java.util.concurrent.ForkJoinPool#commonPool()}
     */
    public WeightedKendallTau withExecutor(Executor executor) {
        return new WeightedKendallTau(weigher, additive, ranking, Objects.requireNonNull(executor, "executor"));
    }

    /**
     * {@return the statistic of pairs of doubles, in [-1, 1], or NaN}
     *
     * @param x one value for each item
     * @param y one value for each item
     */
    public double statistic(double[] x, double[] y) {
        check(x.length, y.length);
        Crosstab table = Crosstab.of(x, y);
        return table == null ? sorted(x, y) : of(table, x.length);
    }

    /**
     * {@return the statistic of pairs of integers, in [-1, 1], or NaN}
     *
     * @param x one value for each item
     * @param y one value for each item
     */
    public double statistic(int[] x, int[] y) {
        check(x.length, y.length);
        Crosstab table = Crosstab.of(x, y);
        return table == null ? sorted(Crosstab.doubles(x), Crosstab.doubles(y)) : of(table, x.length);
    }

    /**
     * The statistic of pairs of bytes: the fastest way for scores of a scale, well below a nanosecond per item.
     *
     * @param x one value for each item
     * @param y one value for each item
     * @return in [-1, 1], or NaN
     */
    public double statistic(byte[] x, byte[] y) {
        check(x.length, y.length);
        Crosstab table = Crosstab.of(x, y);
        return table == null ? sorted(Crosstab.doubles(x), Crosstab.doubles(y)) : of(table, x.length);
    }

    /**
     * The statistic of counts: the same value as of the items counted, at a cost that depends on the number of cells
     * alone (for the weighers of {@link Weigher}; another calls its function twice for each item, unless it overrides
     * {@link Weigher#sum}). O(cells) time, about 10 bytes per cell.
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
        int columns = contingency.length == 0 ? 0 : contingency[0].length;
        return n < 2 ? Double.NaN : of(new TableTau(contingency.length, columns, Crosstab.flat(contingency)));
    }

    private void check(int lengthOfX, int lengthOfY) {
        Arguments.sameLength("x", lengthOfX, "y", lengthOfY);
        ranking.check(lengthOfX);
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
        Arrays.setAll(weights, cell -> weights[cell] + lost[cell]);
        return tau(table, weights);
    }

    private double of(TableTau table) {
        if (table.constant()) {
            return Double.NaN;
        }
        double byX = tau(table, table.weightsByX(this::sum));
        return ranking.kind() == Ranking.Kind.LEXICOGRAPHIC_BY_X
                ? byX
                : (byX + tau(table, table.weightsByY(this::sum))) / 2;
    }

    private double sum(long from, long to) {
        return Weighers.checkedSum(weigher.sum(from, to), from, to);
    }

    private double tau(TableTau table, double[] weights) {
        return additive ? table.additive(weights) : table.multiplicative(weights);
    }

    /** The statistic by sorting, which the number of levels does not matter to. */
    double sorted(double[] x, double[] y) {
        check(x.length, y.length);
        int n = x.length;
        if (n < 2) {
            Arguments.ranked("x", x);
            Arguments.ranked("y", y);
            return Double.NaN;
        }
        PairOrder order = new PairOrder(x, y, executor);
        SortedTau tau = new SortedTau(order, Weighers.ofRanks(weigher, n));
        boolean both = ranking.kind() == Ranking.Kind.LEXICOGRAPHIC;
        double ofDistinct = additive && both ? tau.additiveOfDistinct() : Double.NaN;
        if (!Double.isNaN(ofDistinct)) {
            return ofDistinct;
        }
        order.place(!ranking.followsValues(), additive);
        if (order.constant()) {
            return Double.NaN;
        }
        int @Nullable [] scores = additive ? tau.scores() : null;
        double[] taus = new double[both ? 2 : 1];
        boolean apart = both && n >= LARGE && executor != Replicates.CALLER;
        double[] shared = apart ? new double[0] : new double[n];
        Replicates.run(taus.length, apart ? executor : Replicates.CALLER, (from, to) -> {
            double[] placed = apart ? new double[n] : shared;
            if (ranking.followsValues()) {
                tau.place(from == 0, placed);
            } else {
                tau.place(ranking::rank, placed);
            }
            taus[from] = scores == null ? tau.multiplicative(placed) : tau.additive(placed, scores);
        });
        return both ? (taus[0] + taus[1]) / 2 : taus[0];
    }

    /** The configuration, as {@code WeightedKendallTau[additive, HYPERBOLIC, lexicographic]}. */
    @Override
    public String toString() {
        return "WeightedKendallTau[" + (additive ? "additive" : "multiplicative") + ", " + weigher + ", " + ranking
                + "]";
    }
}
