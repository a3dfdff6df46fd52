package esrp.stats;

import esrp.stats.Bootstrap.Alternative;
import esrp.stats.internal.Arguments;
import esrp.stats.internal.Crosstab;
import esrp.stats.internal.PairOrder;
import esrp.stats.internal.Replicates;
import esrp.stats.internal.TableTau;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Kendall's rank correlation: tau-b, tau-c, and the p-value of no association.
 *
 * <pre>{@code
 * double tau = KendallTau.b(judge, human);
 * double p = KendallTau.of(judge, human).pValue(Alternative.TWO_SIDED);
 * }</pre>
 *
 * <p>With C concordant and D discordant pairs, T pairs tied in x alone and U tied in y alone, n items and m the smaller
 * number of different values: b = (C - D) / √((C + D + T) (C + D + U)) and c = 2 (C - D) m / (n² (m - 1)).
 *
 * <ul>
 *   <li>Both are in [-1, 1]; c reaches the ends for tables that are not square too.
 *   <li>NaN, as is the p-value, if there are fewer than two items, or all x or all y are tied.
 *   <li>Infinities are ordinary values; 0.0 and -0.0 are tied.
 *   <li>NaN in the input, arrays or rows of different lengths, negative counts and too many items are rejected with
 *       {@link IllegalArgumentException}.
 * </ul>
 *
 * <p>Arrays with few levels are counted: O(n + k²) time and memory for the counts. Others are sorted by radix and their
 * inversions counted in O(n) passes, about 30 bytes per item besides the input, of which 16 are kept for the next call until memory is short. Pair counts are exact.
 *
 * <p>An object of this class holds the pair counts of one pair of variables. Immutable and thread-safe.
 *
 * <p>Kendall (1945), The treatment of ties in ranking problems,
 * <a href="https://doi.org/10.1093/biomet/33.3.239">doi:10.1093/biomet/33.3.239</a>; Stuart (1953) for tau-c,
 * <a href="https://doi.org/10.1093/biomet/40.1-2.105">doi:10.1093/biomet/40.1-2.105</a>.
 */
public final class KendallTau {
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
    private static final long MOST_ITEMS = 1L << 32;
    private static final int MOST_FOR_EXACT = 2000;
    private static final int AUTOMATICALLY_EXACT = 33;

    private final long n;
    private final long concordant;
    private final long discordant;
    private final Ties x;
    private final Ties y;

    /** Tied pairs, sums over groups of t tied values of t(t-1)(t-2) and t(t-1)(2t+5), and the number of groups. */
    private static final class Ties {
        private long pairs;
        private double triples;
        private double spread;
        private long groups;

        void add(long tied) {
            double t = (double) tied;
            pairs += pairs(tied);
            triples += t * (t - 1) * (t - 2);
            spread += t * (t - 1) * (2 * t + 5);
            groups++;
        }

        static long pairs(long n) {
            return n % 2 == 0 ? n / 2 * (n - 1) : (n - 1) / 2 * n;
        }
    }

    private KendallTau(long n, long concordant, long discordant, Ties x, Ties y) {
        this.n = n;
        this.concordant = concordant;
        this.discordant = discordant;
        this.x = x;
        this.y = y;
    }

    /**
     * Tau-b of pairs of doubles.
     *
     * @param x one value for each item
     * @param y one value for each item
     * @return in [-1, 1], or NaN
     */
    public static double b(double[] x, double[] y) {
        return of(x, y).b();
    }

    /**
     * Tau-b of counts.
     *
     * @param contingency the number of items at each level of x (row) and level of y (column), levels ascending
     * @return in [-1, 1], or NaN
     */
    public static double b(long[][] contingency) {
        return of(contingency).b();
    }

    /**
     * Counts the pairs of doubles.
     *
     * @param x one value for each item
     * @param y one value for each item
     * @return the pair counts
     */
    public static KendallTau of(double[] x, double[] y) {
        Arguments.sameLength("x", x.length, "y", y.length);
        Crosstab table = Crosstab.of(x, y);
        return table == null ? sorted(x, y) : of(table.rows, table.columns, table.counts);
    }

    /**
     * Counts the pairs of integers.
     *
     * @param x one value for each item
     * @param y one value for each item
     * @return the pair counts
     */
    public static KendallTau of(int[] x, int[] y) {
        Arguments.sameLength("x", x.length, "y", y.length);
        Crosstab table = Crosstab.of(x, y);
        return table == null
                ? sorted(Crosstab.doubles(x), Crosstab.doubles(y))
                : of(table.rows, table.columns, table.counts);
    }

    /**
     * Counts the pairs of a table: O(cells) whatever the counts.
     *
     * @param contingency the number of items at each level of x (row) and level of y (column), levels ascending; at most
     *     2<sup>32</sup> items
     * @return the pair counts
     */
    public static KendallTau of(long[][] contingency) {
        long n = Arguments.total("contingency", contingency, MOST_ITEMS);
        return n == 0
                ? of(0, 0, new long[0])
                : of(contingency.length, contingency[0].length, Crosstab.flat(contingency));
    }

    private static KendallTau of(int rows, int columns, long[] counts) {
        long[] above = new long[columns];
        long n = 0;
        long concordant = 0;
        long discordant = 0;
        Ties x = new Ties();
        for (int a = rows - 1; a >= 0; a--) {
            long left = 0;
            long rowTotal = 0;
            for (int b = 0; b < columns; b++) {
                long count = counts[a * columns + b];
                discordant += count * left;
                concordant += count * (n - left - above[b]);
                left += above[b];
                rowTotal += count;
            }
            for (int b = 0; b < columns; b++) {
                above[b] += counts[a * columns + b];
            }
            n += rowTotal;
            if (rowTotal > 0) {
                x.add(rowTotal);
            }
        }
        Ties y = new Ties();
        for (long columnTotal : above) {
            if (columnTotal > 0) {
                y.add(columnTotal);
            }
        }
        return new KendallTau(n, concordant, discordant, x, y);
    }

    private static KendallTau sorted(double[] xs, double[] ys) {
        PairOrder order = new PairOrder(xs, ys, Replicates.CALLER);
        order.place(false, true);
        int n = order.n;
        Ties x = new Ties();
        long both = 0;
        for (int q = 0; q < n; ) {
            int end = order.endOfX(q);
            x.add(end - q);
            while (q < end) {
                int endOfJoint = order.endOfJoint(q, end);
                both += Ties.pairs(endOfJoint - q);
                q = endOfJoint;
            }
        }
        Ties y = new Ties();
        for (int p = 0; p < n; p = order.endOfY(p)) {
            y.add(order.endOfY(p) - p);
        }
        long discordant = 0;
        for (int larger : order.larger) {
            discordant += larger;
        }
        long tied = x.pairs + y.pairs - both;
        return new KendallTau(n, Ties.pairs(n) - tied - discordant, discordant, x, y);
    }

    /** {@return the number of items, at least 0} */
    public long n() {
        return n;
    }

    /** {@return the number of pairs that x and y order alike, at least 0} */
    public long concordant() {
        return concordant;
    }

    /** {@return the number of pairs that x and y order the other way round, at least 0} */
    public long discordant() {
        return discordant;
    }

    /** {@return the number of pairs tied in x, whether or not they are tied in y, at least 0} */
    public long tiedInX() {
        return x.pairs;
    }

    /** {@return the number of pairs tied in y, whether or not they are tied in x, at least 0} */
    public long tiedInY() {
        return y.pairs;
    }

    private boolean defined() {
        return n >= 2 && x.groups > 1 && y.groups > 1;
    }

    /** {@return tau-b, in [-1, 1], or NaN} */
    public double b() {
        if (!defined()) {
            return Double.NaN;
        }
        long pairs = Ties.pairs(n);
        return TableTau.ratio(
                (double) (concordant - discordant), (double) (pairs - x.pairs), (double) (pairs - y.pairs));
    }

    /** {@return tau-c, Stuart's, in [-1, 1], or NaN; levels that occur count, empty rows and columns of a table do not} */
    public double c() {
        if (!defined()) {
            return Double.NaN;
        }
        double m = (double) Math.min(x.groups, y.groups);
        double most = (double) n * n * (m - 1) / m;
        return Math.max(-1, Math.min(1, 2.0 * (concordant - discordant) / most));
    }

    /**
     * The p-value of no association, by the method that SciPy chooses: exact if nothing is tied and there are at most 33
     * items, or at most one discordant or one concordant pair; otherwise asymptotic.
     *
     * @param alternative the sign of tau under the alternative
     * @return in [0, 1], or NaN
     */
    public double pValue(Alternative alternative) {
        boolean exact =
                x.pairs == 0 && y.pairs == 0 && (n <= AUTOMATICALLY_EXACT || Math.min(concordant, discordant) <= 1);
        return exact ? exactPValue(alternative) : asymptoticPValue(alternative);
    }

    /**
     * The p-value from the distribution of the number of concordant pairs over all orders: O(n³) time, O(n²) memory.
     * NaN for fewer than two items, and where all of x or all of y are tied.
     *
     * @param alternative the sign of tau under the alternative
     * @return in [0, 1], or NaN
     * @throws IllegalArgumentException if some values are tied, or there are more than 2,000 items and more than one
     *     discordant and one concordant pair
     */
    public double exactPValue(Alternative alternative) {
        Objects.requireNonNull(alternative, "alternative");
        if (!defined()) {
            return Double.NaN;
        }
        if (x.pairs > 0 || y.pairs > 0) {
            throw new IllegalArgumentException("exact p-value: is not defined for tied values, and " + x.pairs
                    + " pairs are tied in x and " + y.pairs + " in y; use the asymptotic one");
        }
        long fewer = Math.min(concordant, discordant);
        if (fewer > 1 && n > MOST_FOR_EXACT) {
            throw new IllegalArgumentException("exact p-value: takes n³ steps and " + n + " items are more than "
                    + MOST_FOR_EXACT + "; use the asymptotic one");
        }
        double[] tail = tail((int) Math.min(Integer.MAX_VALUE, n), fewer);
        double p = switch (alternative) {
            case TWO_SIDED -> concordant == discordant ? 1 : 2 * tail[0];
            case GREATER -> concordant >= discordant ? tail[0] : 1 - tail[0] + tail[1];
            case LESS -> concordant <= discordant ? tail[0] : 1 - tail[0] + tail[1];
        };
        return Math.max(0, Math.min(1, p));
    }

    /** The probabilities of at most, and of exactly, {@code few} inversions in a random order of n items. */
    private static double[] tail(int n, long few) {
        if (few <= 1) {
            double none = 1;
            for (int j = 2; j <= n && none > 0; j++) {
                none /= j;
            }
            return few == 0 ? new double[] {none, none} : new double[] {n * none, (n - 1) * none};
        }
        int most = (int) few;
        double[] mass = new double[most + 1];
        double[] sums = new double[most + 1];
        mass[0] = 1;
        for (int j = 2; j <= n; j++) {
            // The j-th item adds 0 to j - 1 inversions, each with probability 1 / j.
            double sum = 0;
            for (int k = 0; k <= most; k++) {
                sum += mass[k];
                sums[k] = sum;
            }
            for (int k = 0; k <= most; k++) {
                mass[k] = (k < j ? sums[k] : sums[k] - sums[k - j]) / j;
            }
        }
        return new double[] {Arrays.stream(mass).sum(), mass[most]};
    }

    /**
     * {@return the p-value from the normal approximation, its variance corrected for ties, in [0, 1], or NaN}
     *
     * @param alternative the sign of tau under the alternative
     */
    public double asymptoticPValue(Alternative alternative) {
        Objects.requireNonNull(alternative, "alternative");
        if (!defined()) {
            return Double.NaN;
        }
        double size = (double) n;
        double m = size * (size - 1);
        double variance = (m * (2 * size + 5) - x.spread - y.spread) / 18
                + 2.0 * x.pairs * y.pairs / m
                + (n == 2 ? 0 : x.triples * y.triples / (9 * m * (size - 2)));
        double z = (concordant - discordant) / Math.sqrt(variance);
        return switch (alternative) {
            case TWO_SIDED -> 2 * NORMAL.cumulativeProbability(-Math.abs(z));
            case GREATER -> NORMAL.cumulativeProbability(-z);
            case LESS -> NORMAL.cumulativeProbability(z);
        };
    }

    /** As {@code tau-b 0.471 (n = 120, 3011 concordant, 904 discordant)}. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "tau-b %.3f (n = %d, %d concordant, %d discordant)", b(), n, concordant, discordant);
    }
}
