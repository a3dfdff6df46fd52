package esrp.stats;

import esrp.stats.internal.Arguments;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Counts of how two raters rated the same units: all that kappa, alpha, AC and weighted tau need of them.
 *
 * <p>Tables of the same levels merge by {@link #plus}; the order of merging does not matter, since counts are exact. A
 * table takes 8k² bytes for k levels, whatever the number of ratings. Immutable.
 */
public final class PairTable {
    private final long[][] counts;

    private PairTable(long[][] counts) {
        this.counts = counts;
    }

    /**
     * {@return a table without ratings}
     *
     * @param levels how many levels the scale has, at least 1
     */
    public static PairTable empty(int levels) {
        Arguments.atLeast("levels", 1, levels);
        return new PairTable(new long[levels][levels]);
    }

    /**
     * {@return a table from counts}
     *
     * @param counts [level of the first rater][level of the second], ascending levels, square, none negative; copied
     */
    public static PairTable of(long[][] counts) {
        long[][] copy = TableSample.copy(counts);
        Arguments.squareTotal("table", copy, Long.MAX_VALUE);
        return new PairTable(copy);
    }

    /**
     * Counts the levels of two raters, unit by unit.
     *
     * @param first levels from 0, one for each unit
     * @param second levels of the same units, in the same order
     * @param levels how many levels the scale has
     * @return the table
     */
    public static PairTable of(byte[] first, byte[] second, int levels) {
        Arguments.sameLength("first", first.length, "second", second.length);
        PairTable table = empty(levels);
        for (int i = 0; i < first.length; i++) {
            table.counts[level("first", i, first[i], levels)][level("second", i, second[i], levels)]++;
        }
        return table;
    }

    /**
     * Counts the levels of two raters, unit by unit.
     *
     * @param first levels from 0, one for each unit
     * @param second levels of the same units, in the same order
     * @param levels how many levels the scale has
     * @return the table
     */
    public static PairTable of(int[] first, int[] second, int levels) {
        Arguments.sameLength("first", first.length, "second", second.length);
        PairTable table = empty(levels);
        for (int i = 0; i < first.length; i++) {
            table.counts[level("first", i, first[i], levels)][level("second", i, second[i], levels)]++;
        }
        return table;
    }

    /**
     * Counts the ratings of two raters, unit by unit; what one of them did not rate is left out.
     *
     * @param first the rating of each unit, NaN where it is missing
     * @param second ratings of the same units, in the same order
     * @param categories every category a rater could have used, at least two, distinct; their order makes the levels
     * @return the table
     * @throws IllegalArgumentException if a rating is none of the categories
     */
    public static PairTable of(double[] first, double[] second, double[] categories) {
        Arguments.sameLength("first", first.length, "second", second.length);
        double[] sorted = Agreement.requireCategories(categories);
        PairTable table = empty(sorted.length);
        for (int i = 0; i < first.length; i++) {
            if (!Double.isNaN(first[i]) && !Double.isNaN(second[i])) {
                table.counts[place("first", i, first[i], sorted)][place("second", i, second[i], sorted)]++;
            }
        }
        return table;
    }

    private static int place(String name, int i, double rating, double[] categories) {
        int place = Arrays.binarySearch(categories, rating + 0.0);
        if (place < 0) {
            throw new IllegalArgumentException(
                    name + "[" + i + "]: " + rating + " is none of the categories " + Arrays.toString(categories));
        }
        return place;
    }

    private static int level(String name, int i, int level, int levels) {
        if (level < 0 || level >= levels) {
            throw new IllegalArgumentException(name + "[" + i + "]: level " + level + " is outside 0.." + (levels - 1));
        }
        return level;
    }

    /** {@return the number of levels, at least 0} */
    public int levels() {
        return counts.length;
    }

    /** {@return the number of units both rated; the sum of all counts} */
    public long n() {
        long n = 0;
        for (long[] row : counts) {
            for (long c : row) {
                n = Math.addExact(n, c);
            }
        }
        return n;
    }

    /**
     * {@return how often the first rater gave one level and the second another}
     *
     * @param first level of the first rater
     * @param second level of the second rater
     */
    public long count(int first, int second) {
        return counts[first][second];
    }

    /**
     * {@return all counts, for statistics that take a contingency table: a copy, [level of the first rater][level of
     * the second]}
     */
    public long[][] counts() {
        return TableSample.copy(counts);
    }

    /**
     * {@return the table of the units of both tables: the sum}
     *
     * @param other a table of as many levels
     */
    public PairTable plus(PairTable other) {
        Arguments.rejectIf(
                other.levels() != levels(), "other: has %s levels, this table has %s", other.levels(), levels());
        long[][] sum = counts();
        for (int a = 0; a < sum.length; a++) {
            for (int b = 0; b < sum.length; b++) {
                sum[a][b] = Math.addExact(sum[a][b], other.counts[a][b]);
            }
        }
        return new PairTable(sum);
    }

    /**
     * {@return the table without some of the units}
     *
     * @param other a table of as many levels, no count above that of this table
     * @throws IllegalArgumentException if the other table is no part of this one
     */
    public PairTable minus(PairTable other) {
        Arguments.rejectIf(
                other.levels() != levels(), "other: has %s levels, this table has %s", other.levels(), levels());
        long[][] rest = counts();
        for (int a = 0; a < rest.length; a++) {
            for (int b = 0; b < rest.length; b++) {
                rest[a][b] = rest[a][b] - other.counts[a][b];
            }
        }
        return of(rest);
    }

    /** {@return the table with the raters' roles exchanged} */
    public PairTable transposed() {
        long[][] t = new long[levels()][levels()];
        for (int a = 0; a < t.length; a++) {
            for (int b = 0; b < t.length; b++) {
                t[b][a] = counts[a][b];
            }
        }
        return new PairTable(t);
    }

    /**
     * The table two raters with these margins would have if they rated independently: what a coefficient says of it is what it
     * says by chance. Kappa and alpha are 0 there; weighted Kendall's tau is not, it may exceed 0.5.
     *
     * @return expected counts, rounded to whole numbers
     */
    public PairTable expectedByChance() {
        int k = levels();
        double n = n();
        long[] first = totals(true);
        long[] second = totals(false);
        long[][] expected = new long[k][k];
        for (int a = 0; a < k; a++) {
            for (int b = 0; b < k; b++) {
                expected[a][b] = Math.round(n == 0 ? 0 : (double) first[a] * second[b] / n);
            }
        }
        return new PairTable(expected);
    }

    /** How often one of the raters gave each level. */
    private long[] totals(boolean ofFirst) {
        long[] totals = new long[levels()];
        for (int a = 0; a < totals.length; a++) {
            for (int b = 0; b < totals.length; b++) {
                totals[ofFirst ? a : b] += counts[a][b];
            }
        }
        return totals;
    }

    private double[] levelValues() {
        double[] values = new double[levels()];
        Arrays.setAll(values, level -> level);
        return values;
    }

    /**
     * Cohen's kappa, see {@link Agreement#cohenKappa}.
     *
     * @param weights how much near misses count
     * @return kappa; NaN if the table is empty or both raters used one and the same level only
     */
    public double cohenKappa(Weights weights) {
        Objects.requireNonNull(weights);
        int k = levels();
        double n = n();
        double[][] d = Agreement.disagreement(levelValues(), weights);
        long[] first = totals(true);
        long[] second = totals(false);
        double observed = 0;
        double expected = 0;
        for (int a = 0; a < k; a++) {
            for (int b = 0; b < k; b++) {
                observed += d[a][b] * counts[a][b];
                expected += d[a][b] * first[a] * second[b];
            }
        }
        return expected == 0 ? Double.NaN : 1 - n * observed / expected;
    }

    /**
     * Krippendorff's alpha of the two raters, levels taken as the values 0, 1, 2, …; see
     * {@link Agreement#krippendorffAlpha}.
     *
     * @param level the level of measurement
     * @return alpha; NaN if fewer than two levels occur
     */
    public double krippendorffAlpha(Level level) {
        return coincidences().krippendorffAlpha(Objects.requireNonNull(level));
    }

    /**
     * Gwet's AC1 or AC2 of the two raters, all levels of the table being categories; see {@link Agreement#gwetAc}.
     *
     * @param weights how much near misses count
     * @return the coefficient; NaN if the table is empty or has fewer than two levels
     */
    public double gwetAc(Weights weights) {
        return levels() < 2 ? Double.NaN : coincidences().gwetAc(weights);
    }

    /**
     * Scott's pi of the two raters, which is Fleiss' kappa of two: chance is how often both together use each level. Scott
     * (1955), <a href="https://doi.org/10.1086/266577">doi:10.1086/266577</a>.
     *
     * @param weights how much near misses count
     * @return at most 1; NaN if the table is empty or both raters used one and the same level only
     */
    public double scottPi(Weights weights) {
        return coincidences().fleissKappa(weights);
    }

    /** The same whoever of the two gave which level. */
    private Coincidences coincidences() {
        int k = levels();
        long[] pairs = IntStream.range(0, k * k)
                .mapToLong(cell -> Math.addExact(counts[cell / k][cell % k], counts[cell % k][cell / k]))
                .toArray();
        return Coincidences.ofTwo(levelValues(), pairs);
    }

    /**
     * The share of units on which the raters differ by at most so many levels.
     *
     * @param tolerance 0 for exact agreement, 1 for soft
     * @return in [0, 1]; NaN if the table is empty
     */
    public double agreementWithin(int tolerance) {
        return Accuracy.within(tolerance, counts);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof PairTable other && Arrays.deepEquals(counts, other.counts);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(counts);
    }

    /** The counts, one line for each level of the first rater. */
    @Override
    public String toString() {
        StringBuilder s = new StringBuilder("n = ").append(n());
        for (long[] row : counts) {
            s.append('\n');
            for (long c : row) {
                s.append(String.format("%9d", c));
            }
        }
        return s.toString();
    }
}
