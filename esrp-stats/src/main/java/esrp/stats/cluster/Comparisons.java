package esrp.stats.cluster;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import esrp.stats.Estimate;
import esrp.stats.Interval;
import esrp.stats.internal.Arguments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * All pairwise comparisons of some columns of {@link ClusteredMeans}, such as the candidates on one metric: which differ, which
 * cannot be told apart, and what ranks are possible. Higher means count as better.
 *
 * <p>P values are those of paired t tests from the clusters ({@link Estimate}), whatever the method of intervals, adjusted by
 * Holm's step-down procedure: the probability of one or more false claims in the whole table is at most alpha (Holm 1979, <a
 * href="https://www.jstor.org/stable/4615733">Scandinavian Journal of Statistics 6:65–70</a>). About 400 bytes per pair. Immutable.
 */
public final class Comparisons {
    /** The difference between two of the columns that are compared. Immutable; equal to another with the same figures. */
    public sealed interface Difference {
        /** {@return the number of one column} */
        int first();

        /** {@return the number of the other column} */
        int second();

        /**
         * {@return the mean of the first column minus the mean of the second: an interval that is not adjusted for the
         * number of comparisons}
         */
        Interval difference();

        /** {@return the two-sided p value of the t test of no difference, in [0, 1], or NaN} */
        double pValue();

        /**
         * {@return the p value after Holm's adjustment for all pairs; compare this one with 0.05: in [0, 1], or NaN}
         */
        double adjustedPValue();

        /**
         * {@return whether the two can be told apart; false if the p value is NaN}
         *
         * @param alpha the accepted family-wise error, such as 0.05
         */
        default boolean significant(double alpha) {
            return adjustedPValue() <= alpha;
        }
    }

    private record DifferenceOf(int first, int second, Interval difference, double pValue, double adjustedPValue)
            implements Difference {
        /** As {@code 0 - 1: 0.13 [0.05, 0.21], p = 0.0031, Holm 0.0310}. */
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT, "%d - %d: %s, p = %.4f, Holm %.4f", first, second, difference, pValue, adjustedPValue);
        }
    }

    /** The ranks one column may have, 1 being the highest mean. Immutable; equal to another with the same ranks. */
    public sealed interface Ranks {
        /** {@return the rank by observed means; means equal but for rounding share the better rank; at least 1} */
        int observed();

        /** {@return the best rank that cannot be excluded, at least 1} */
        int best();

        /** {@return the worst rank that cannot be excluded, at least {@link #best()}} */
        int worst();
    }

    record RanksOf(int observed, int best, int worst) implements Ranks {
        /** As {@code 2 [1, 4]}. */
        @Override
        public String toString() {
            return observed + " [" + best + ", " + worst + "]";
        }
    }

    private final ClusteredEstimates estimates;
    private final int[] columns;
    private final double alpha;
    private final List<Difference> differences;
    private double @Nullable [][] rankShares;

    private Comparisons(ClusteredEstimates estimates, int[] columns, double alpha, List<Difference> differences) {
        this.estimates = estimates;
        this.columns = columns;
        this.alpha = alpha;
        this.differences = differences;
    }

    /**
     * Compares columns with each other, accepting a family-wise error of one minus the level of the intervals.
     *
     * @param estimates of the data
     * @param columns at least two, distinct
     * @return all pairwise comparisons
     */
    public static Comparisons of(ClusteredEstimates estimates, int... columns) {
        if (columns.length < 2 || Arrays.stream(columns).distinct().count() != columns.length) {
            throw new IllegalArgumentException(
                    "columns: " + Arrays.toString(columns) + "; at least two distinct columns are needed");
        }
        List<int[]> pairs = IntStream.range(0, columns.length)
                .boxed()
                .flatMap(i -> Arrays.stream(columns, i + 1, columns.length).mapToObj(c -> new int[] {columns[i], c}))
                .toList();
        List<Estimate> tested =
                pairs.stream().map(p -> estimates.estimate(p[0], p[1])).toList();
        double[] pValues = tested.stream().mapToDouble(e -> e.pValue(0)).toArray();
        double[] adjusted = holm(pValues);
        ClusteredInference how = estimates.inference();
        List<Difference> differences = new ArrayList<>();
        for (int p = 0; p < adjusted.length; p++) {
            int first = pairs.get(p)[0];
            int second = pairs.get(p)[1];
            Interval interval = !how.method().resamples()
                    ? tested.get(p).interval(how.level())
                    : estimates.difference(first, second);
            differences.add(new DifferenceOf(first, second, interval, pValues[p], adjusted[p]));
        }
        double alpha = 1 - how.level();
        return new Comparisons(estimates, columns.clone(), alpha, List.copyOf(differences));
    }

    /**
     * Holm's adjusted p values.
     *
     * @param pValues any number of p values; NaN stays NaN and does not count as a test
     * @return in the same order, each at least as large as before and at most 1
     */
    public static double[] holm(double... pValues) {
        Integer[] order = new Integer[pValues.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> pValues[i])); // NaN last
        long left = Arrays.stream(pValues).filter(p -> !Double.isNaN(p)).count();
        double[] adjusted = new double[pValues.length];
        double reached = 0;
        for (int i : order) {
            if (Double.isNaN(pValues[i])) {
                adjusted[i] = Double.NaN;
            } else {
                Arguments.rejectIf(
                        pValues[i] < 0 || pValues[i] > 1, "pValues[%s]: %s is outside [0, 1]", i, pValues[i]);
                reached = Math.max(reached, Math.min(1, left * pValues[i]));
                adjusted[i] = reached;
                left--;
            }
        }
        return adjusted;
    }

    /**
     * Benjamini and Hochberg's adjusted p values: rejecting those below a level keeps the expected share of false rejections below
     * it, for independent or positively dependent tests. Less strict than {@link #holm}, for a first look at many figures. Benjamini
     * and Hochberg (1995), <a
     * href="https://doi.org/10.1111/j.2517-6161.1995.tb02031.x">doi:10.1111/j.2517-6161.1995.tb02031.x</a>.
     *
     * @param pValues any number of p values; NaN stays NaN and does not count as a test
     * @return in the same order, each at least as large as before and at most 1
     */
    public static double[] benjaminiHochberg(double... pValues) {
        double[] adjusted = holm(pValues); // NaN where p is, and checked
        Integer[] order = IntStream.range(0, pValues.length)
                .filter(i -> !Double.isNaN(pValues[i]))
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -pValues[i]))
                .toArray(Integer[]::new);
        double reached = 1;
        for (int k = 0; k < order.length; k++) {
            reached = Math.min(reached, pValues[order[k]] * order.length / (order.length - k));
            adjusted[order[k]] = reached;
        }
        return adjusted;
    }

    /**
     * {@return intervals of all differences that hold together, in their order: see {@link ClusteredEstimates#simultaneous}}
     */
    public List<Interval> simultaneous() {
        return estimates.simultaneous(differences.stream()
                .map(d -> estimates.coefficients(d.first(), d.second()))
                .toList());
    }

    /** {@return all pairs: first with second, first with third, …, in the order of the columns given} */
    public List<Difference> differences() {
        return differences;
    }

    /**
     * {@return the comparison of one pair, which may name the two in the other order}
     *
     * @param column one of the columns
     * @param other another one
     */
    public Difference between(int column, int other) {
        for (Difference d : differences) {
            if ((d.first() == column && d.second() == other) || (d.first() == other && d.second() == column)) {
                return d;
            }
        }
        throw new IllegalArgumentException("column: " + column + " and other: " + other
                + " are not two of the columns compared, " + Arrays.toString(columns));
    }

    /**
     * {@return the columns, best mean first: columns by falling mean; equal means, and those that are NaN, in the order
     * given}
     */
    public List<Integer> order() {
        return Arrays.stream(columns)
                .boxed()
                .sorted(Comparator.comparingDouble(c -> Double.isNaN(mean(c)) ? Double.POSITIVE_INFINITY : -mean(c)))
                .toList();
    }

    private double mean(int column) {
        return estimates.data().mean(column);
    }

    private boolean known(int column) {
        return !Double.isNaN(mean(column));
    }

    /**
     * Sets of columns that cannot be told apart: within a set no difference is significant after adjustment, and no column
     * could be added. A column may be in several sets. The letters of a compact letter display are these sets (Piepho 2004, <a
     * href="https://doi.org/10.1198/1061860043515">doi:10.1198/1061860043515</a>).
     *
     * @return the sets, that of the best column first; in each set the best first
     */
    public List<List<Integer>> tied() {
        List<Integer> order = order();
        List<BitSet> groups = new ArrayList<>();
        BitSet all = new BitSet();
        all.set(0, order.size());
        groups.add(all);
        for (Difference d : differences) {
            if (d.significant(alpha)) {
                groups = split(groups, order.indexOf(d.first()), order.indexOf(d.second()));
            }
        }
        return groups.stream()
                .map(g -> g.stream().toArray())
                .sorted(Arrays::compare)
                .map(g -> Arrays.stream(g).mapToObj(order::get).toList())
                .toList();
    }

    /** Insert and absorb: no group keeps both, and no group lies within another. */
    private static List<BitSet> split(List<BitSet> groups, int a, int b) {
        Set<BitSet> next = new LinkedHashSet<>();
        for (BitSet g : groups) {
            if (g.get(a) && g.get(b)) {
                BitSet withoutA = (BitSet) g.clone();
                withoutA.clear(a);
                BitSet withoutB = (BitSet) g.clone();
                withoutB.clear(b);
                next.add(withoutA);
                next.add(withoutB);
            } else {
                next.add(g);
            }
        }
        return next.stream()
                .filter(g -> next.stream().noneMatch(other -> !g.equals(other) && within(g, other)))
                .toList();
    }

    private static boolean within(BitSet a, BitSet b) {
        BitSet rest = (BitSet) a.clone();
        rest.andNot(b);
        return rest.isEmpty();
    }

    /**
     * The letters of a column in a compact letter display: columns that share a letter cannot be told apart.
     *
     * @param column one of the columns
     * @return such as {@code a} or {@code bc}; beyond 26 sets {@code a1}, {@code b1} and so on
     */
    public String letters(int column) {
        place(column);
        StringBuilder s = new StringBuilder();
        List<List<Integer>> sets = tied();
        for (int g = 0; g < sets.size(); g++) {
            if (sets.get(g).contains(column)) {
                s.append((char) ('a' + g % 26)).append(g < 26 ? "" : String.valueOf(g / 26));
            }
        }
        return s.toString();
    }

    @CanIgnoreReturnValue
    private int place(int column) {
        return IntStream.range(0, columns.length)
                .filter(i -> columns[i] == column)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "column: " + column + " is not one of the columns compared, " + Arrays.toString(columns)));
    }

    /**
     * The ranks a column may have, all columns' ranges together holding with the confidence of the comparisons: better ranks
     * are excluded by columns significantly better, worse ranks by columns significantly worse.
     *
     * @param column one of the columns
     * @return the range; a column without values comes last, and no rank is excluded for it
     */
    public Ranks rank(int column) {
        place(column);
        int best = 1;
        int worst = columns.length;
        int observed = known(column) ? 1 : columns.length;
        for (int other : columns) {
            if (other != column && known(column) && known(other)) {
                Difference d = between(column, other);
                double ahead = d.difference().estimate() * (d.first() == column ? 1 : -1);
                boolean significant = d.significant(alpha);
                observed += ahead < 0 ? 1 : 0;
                best += significant && ahead < 0 ? 1 : 0;
                worst -= significant && ahead > 0 ? 1 : 0;
            }
        }
        return new RanksOf(observed, best, worst);
    }

    /**
     * The share of resamples in which a column has the highest mean; columns that tie for it share it equally.
     *
     * <p>This is a bootstrap probability, not a posterior one: it says how firmly the data put a column first, and is not to be
     * read as an adjusted test. Resamples as {@link ClusteredEstimates} draws them.
     *
     * @param column one of the columns
     * @return in [0, 1]; all columns sum to 1; NaN for a column without values, and for all columns of a single unit
     */
    public double probabilityOfBest(int column) {
        return probabilityOfRank(column, 1);
    }

    /**
     * The share of resamples in which a column has a certain rank; columns that tie share their ranks equally.
     *
     * @param column one of the columns
     * @param rank from 1
     * @return in [0, 1]; all ranks of a column sum to 1; NaN for a column without values, and for all columns of a single unit
     */
    public double probabilityOfRank(int column, int rank) {
        int at = place(column);
        Arguments.rejectIf(rank < 1 || rank > columns.length, "rank: %s is outside 1..%s", rank, columns.length);
        return rankShares()[at][rank - 1];
    }

    private double rounding(int place) {
        double[] one = new double[estimates.data().columns()];
        one[columns[place]] = 1;
        return estimates.data().rounding(one);
    }

    private synchronized double[][] rankShares() {
        double[][] known = rankShares;
        if (known != null) {
            return known;
        }
        int n = columns.length;
        double[][] shares = new double[n][n];
        // Columns without values, or without variation as there is one unit, have no shares.
        int[] drawn = IntStream.range(0, n)
                .filter(i -> !Double.isNaN(estimates.estimate(columns[i]).standardError()))
                .toArray();
        double[][] replicates = drawn.length == 0 ? new double[0][0] : estimates.replicates();
        int resamples = drawn.length == 0 ? 0 : replicates[0].length;
        double[] rounding = IntStream.range(0, n).mapToDouble(this::rounding).toArray();
        int used = 0;
        for (int b = 0; b < resamples; b++) {
            int at = b;
            if (Arrays.stream(drawn).anyMatch(i -> Double.isNaN(replicates[columns[i]][at]))) {
                continue;
            }
            used++;
            for (int i : drawn) {
                int better = 0;
                int equal = 0;
                for (int j : drawn) {
                    double ahead = replicates[columns[j]][b] - replicates[columns[i]][b];
                    boolean same = Math.abs(ahead) <= Math.max(rounding[i], rounding[j]);
                    better += !same && ahead > 0 ? 1 : 0;
                    equal += same ? 1 : 0;
                }
                for (int r = better; r < better + equal; r++) {
                    shares[i][r] += 1.0 / equal;
                }
            }
        }
        for (int i = 0; i < n; i++) {
            for (int r = 0; r < n; r++) {
                shares[i][r] = Arrays.binarySearch(drawn, i) < 0 ? Double.NaN : shares[i][r] / used;
            }
        }
        rankShares = shares;
        return shares;
    }

    /** One line for each column, best first: letters, mean, possible ranks; then one line for each pair. */
    @Override
    public String toString() {
        StringBuilder s = new StringBuilder();
        for (int c : order()) {
            s.append(String.format("%4d  %-6s %s  rank %s%n", c, letters(c), estimates.mean(c), rank(c)));
        }
        differences.forEach(d -> s.append(d).append(System.lineSeparator()));
        return s.toString();
    }
}
