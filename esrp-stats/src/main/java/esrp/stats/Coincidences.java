package esrp.stats;

import esrp.stats.internal.Arguments;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * How often each two categories were given to the same unit by any number of interchangeable raters: all that alpha, AC, Fleiss'
 * kappa and the one-way intraclass correlation need of ratings. {@link PairTable} keeps two raters apart.
 *
 * <p>Counts are exact and kept by the number of ratings of a unit, so that {@link #plus} and {@link #minus} merge and take away
 * whole groups of units in any order: leaving one cluster out costs a subtraction ({@link
 * esrp.stats.cluster.ClusteredTotals}).
 *
 * <ul>
 *   <li>Units without ratings do not count. Units with one rating count for how often categories are used where irrCAC counts
 *       them (AC, Fleiss), and between units in the intraclass correlation; for alpha they do not count.
 *   <li>Every coefficient is NaN where no unit has two ratings, and where nothing could disagree (all ratings equal), unless it
 *       says otherwise.
 * </ul>
 *
 * <p>16 bytes for each number of ratings and two categories that occur; coefficients take O(k²) for k categories. Immutable.
 */
public final class Coincidences {
    private final double[] categories;
    /** (ratings of the unit × k + category) × k + category, ascending; the diagonal counts single ratings. */
    private final long[] keys;

    private final long[] counts;

    private Coincidences(double[] categories, long[] keys, long[] counts) {
        this.categories = categories;
        this.keys = keys;
        this.counts = counts;
    }

    /**
     * Counts ratings.
     *
     * @param raterByUnit one row for each rater, one column for each unit; NaN where the rating is missing
     * @param categories every category a rater could have used, at least two, distinct; their values are the scores
     * @return the counts
     * @throws IllegalArgumentException if a rating is none of the categories
     */
    public static Coincidences of(double[][] raterByUnit, double[] categories) {
        int units = Agreement.requireRectangle("raterByUnit", raterByUnit);
        double[] sorted = Agreement.requireCategories(categories);
        Tally tally = new Tally(sorted.length);
        int[] unit = new int[raterByUnit.length];
        for (int u = 0; u < units; u++) {
            int m = 0;
            for (int r = 0; r < raterByUnit.length; r++) {
                double v = raterByUnit[r][u];
                int at = Arrays.binarySearch(sorted, v + 0.0);
                if (at < 0 && !Double.isNaN(v)) {
                    throw new IllegalArgumentException("raterByUnit[" + r + "][" + u + "]: " + v
                            + " is none of the categories " + Arrays.toString(sorted));
                }
                if (at >= 0) {
                    unit[m++] = at;
                }
            }
            tally.add(unit, m);
        }
        return tally.counts(sorted);
    }

    /**
     * Counts levels.
     *
     * @param categories the value of each level, ascending, at least two
     * @param units the levels that each unit was given, from 0
     * @return the counts
     * @throws IllegalArgumentException if values do not ascend or a level is not one of them
     */
    public static Coincidences of(double[] categories, List<int[]> units) {
        double[] values = Agreement.requireCategories(categories);
        Arguments.rejectIf(
                !Arrays.equals(values, categories), "categories: %s do not ascend", Arrays.toString(categories));
        Tally tally = new Tally(values.length);
        for (int[] unit : units) {
            for (int level : unit) {
                Arguments.index("units: level", level, values.length);
            }
            tally.add(unit, unit.length);
        }
        return tally.counts(values);
    }

    /** Units with two ratings: how often each category, row by row, stands with each other one, in both orders. */
    static Coincidences ofTwo(double[] categories, long[] pairs) {
        return new Coincidences(
                categories,
                LongStream.range(2L * pairs.length, 3L * pairs.length).toArray(),
                pairs);
    }

    /** Accumulates counts: O(ratings + d²) for a unit with d different levels, and no memory for it. */
    private static final class Tally {
        private final int k;
        private final Map<Integer, long[]> bySize = new TreeMap<>();
        private final long[] used;
        private final int[] distinct;

        Tally(int k) {
            this.k = k;
            used = new long[k];
            distinct = new int[k];
        }

        void add(int[] unit, int m) {
            if (m == 0) {
                return;
            }
            long[] table = bySize.get(m);
            if (table == null) {
                table = new long[k * k];
                bySize.put(m, table);
            }
            int different = 0;
            for (int i = 0; i < m; i++) {
                if (used[unit[i]]++ == 0) {
                    distinct[different++] = unit[i];
                }
            }
            for (int i = 0; i < different; i++) {
                for (int j = 0; j < different; j++) {
                    long pairs = m == 1 ? 1 : used[distinct[i]] * (used[distinct[j]] - (i == j ? 1 : 0));
                    int cell = distinct[i] * k + distinct[j];
                    table[cell] = Math.addExact(table[cell], pairs);
                }
            }
            for (int i = 0; i < different; i++) {
                used[distinct[i]] = 0;
            }
        }

        Coincidences counts(double[] categories) {
            LongStream.Builder keys = LongStream.builder();
            LongStream.Builder counts = LongStream.builder();
            bySize.forEach((m, table) -> {
                for (int cell = 0; cell < table.length; cell++) {
                    if (table[cell] > 0) {
                        keys.add((long) m * table.length + cell);
                        counts.add(table[cell]);
                    }
                }
            });
            return new Coincidences(
                    categories, keys.build().toArray(), counts.build().toArray());
        }
    }

    /**
     * {@return the counts of the units of both: the sum}
     *
     * @param other counts of the same categories
     */
    public Coincidences plus(Coincidences other) {
        return merge(other, 1);
    }

    /**
     * {@return the counts without some of the units}
     *
     * @param other counts that are part of these
     * @throws IllegalArgumentException if the others are not part of these
     */
    public Coincidences minus(Coincidences other) {
        return merge(other, -1);
    }

    private Coincidences merge(Coincidences other, int sign) {
        if (!Arrays.equals(categories, other.categories)) {
            throw new IllegalArgumentException("other: has categories " + Arrays.toString(other.categories) + ", not "
                    + Arrays.toString(categories));
        }
        long[] allKeys = new long[keys.length + other.keys.length];
        long[] allCounts = new long[allKeys.length];
        int n = 0;
        for (int i = 0, j = 0; i < keys.length || j < other.keys.length; ) {
            long key = j == other.keys.length || (i < keys.length && keys[i] < other.keys[j]) ? keys[i] : other.keys[j];
            long count = i < keys.length && keys[i] == key ? counts[i++] : 0;
            if (j < other.keys.length && other.keys[j] == key) {
                count = Math.addExact(count, sign * other.counts[j++]);
            }
            Arguments.rejectIf(count < 0, "other: holds more units than these counts");
            if (count > 0) {
                allKeys[n] = key;
                allCounts[n++] = count;
            }
        }
        return new Coincidences(categories, Arrays.copyOf(allKeys, n), Arrays.copyOf(allCounts, n));
    }

    /** Ordered pairs of ratings of units with so many ratings, or single ratings. */
    private interface Entry {
        void pairs(double ratings, int a, int b, long count);
    }

    private void forEach(Entry entry) {
        int k = categories.length;
        for (int i = 0; i < keys.length; i++) {
            long first = keys[i] / k;
            entry.pairs((double) Math.floorDiv(first, (long) k), (int) (first % k), (int) (keys[i] % k), counts[i]);
        }
    }

    /** {@return how often each two levels were given to one unit by two raters, every pair of raters in both orders} */
    public PairTable pairs() {
        long[][] table = new long[categories.length][categories.length];
        forEach((m, a, b, count) -> table[a][b] += m > 1 ? count : 0);
        return PairTable.of(table);
    }

    /**
     * Krippendorff's alpha, see {@link Agreement#krippendorffAlpha}.
     *
     * @param level the level of measurement
     * @return alpha, at most 1, or NaN
     */
    public double krippendorffAlpha(Level level) {
        double[] used = pairable();
        return alpha(
                used,
                level.distances(
                        categories, Arrays.stream(used).mapToLong(Math::round).toArray()));
    }

    /**
     * Alpha with any weights, as irrCAC has it.
     *
     * @param weights how much near misses count; {@link Weights#ORDINAL} is not Krippendorff's ordinal distance
     * @return alpha, at most 1, or NaN
     */
    public double krippendorffAlpha(Weights weights) {
        return alpha(pairable(), Agreement.disagreement(categories, weights));
    }

    /** How often each category was given to units with two ratings and more. */
    private double[] pairable() {
        double[] used = new double[categories.length];
        forEach((m, a, b, count) -> used[a] += m > 1 ? count / (m - 1) : 0);
        return used;
    }

    private double alpha(double[] used, double[][] distances) {
        double[] within = new double[1];
        forEach((m, a, b, count) -> within[0] += m > 1 ? distances[a][b] * count / (m - 1) : 0);
        return Agreement.corrected((Arrays.stream(used).sum() - 1) * within[0], Agreement.expected(used, distances));
    }

    /** The mean over units of the disagreement of two of their ratings. */
    private double observed(double[][] disagreement) {
        double[] sums = new double[2];
        forEach((m, a, b, count) -> {
            if (m > 1) {
                sums[0] += disagreement[a][b] * count / (m * (m - 1));
                sums[1] += count / (m * (m - 1));
            }
        });
        return sums[0] / sums[1];
    }

    /** The mean over units of the share of each category. */
    private double[] shares() {
        double[] shares = new double[categories.length];
        forEach((m, a, b, count) -> shares[a] += m > 1 ? count / (m * (m - 1)) : count);
        double units = Arrays.stream(shares).sum();
        return Arrays.stream(shares).map(share -> share / units).toArray();
    }

    /**
     * The share of agreement, not corrected for chance: the mean over units of the weight of two of their ratings.
     *
     * @param weights how much near misses count
     * @return in [0, 1]; 1 where all ratings are equal; NaN where no unit has two ratings
     */
    public double agreement(Weights weights) {
        return 1 - observed(Agreement.disagreement(categories, weights));
    }

    /**
     * Gwet's AC1 or AC2, see {@link Agreement#gwetAc}.
     *
     * @param weights how much near misses count
     * @return at most 1; 1 where all ratings are equal; NaN where no unit has two ratings
     */
    public double gwetAc(Weights weights) {
        double[][] d = Agreement.disagreement(categories, weights);
        return Agreement.corrected(observed(d), Agreement.gwetExpected(shares(), d));
    }

    /**
     * Fleiss' kappa of any number of raters; with two raters Scott's pi. Units may have different numbers of ratings. Chance is
     * how often categories are used by all raters together. Fleiss (1971), <a
     * href="https://doi.org/10.1037/h0031619">doi:10.1037/h0031619</a>; missing ratings as in Gwet (2014).
     *
     * @param weights how much near misses count
     * @return at most 1, or NaN
     */
    public double fleissKappa(Weights weights) {
        double[][] d = Agreement.disagreement(categories, weights);
        return Agreement.corrected(observed(d), Agreement.expected(shares(), d));
    }

    /**
     * Brennan and Prediger's coefficient: chance is that all categories are equally likely. Brennan and Prediger (1981), <a
     * href="https://doi.org/10.1177/001316448104100307">doi:10.1177/001316448104100307</a>.
     *
     * @param weights how much near misses count
     * @return at most 1; 1 where all ratings are equal; NaN where no unit has two ratings
     */
    public double brennanPrediger(Weights weights) {
        double[][] d = Agreement.disagreement(categories, weights);
        double[] equal = new double[d.length];
        Arrays.fill(equal, 1.0 / d.length);
        return Agreement.corrected(observed(d), Agreement.expected(equal, d));
    }

    /**
     * The one-way intraclass correlation of the category values, from analysis of variance with unequal numbers of ratings.
     *
     * @param form {@link Icc#ONE_ONE} or {@link Icc#ONE_K}; the others need to know who rated, see {@link IccEstimate#of}
     * @return the estimate; see {@link IccEstimate}
     * @throws IllegalArgumentException if the form is not a one-way form
     */
    public IccEstimate icc(Icc form) {
        Objects.requireNonNull(form);
        double[] used = new double[categories.length];
        double[] sums = new double[3]; // units, sum of squared sizes, squares within
        forEach((m, a, b, count) -> {
            double ratings = m > 1 ? count / (m - 1) : count;
            double d = categories[a] - categories[b];
            used[a] += ratings;
            sums[0] += ratings / m;
            sums[1] += ratings * m;
            sums[2] += d * d * count / (2 * m);
        });
        double n = Arrays.stream(used).sum();
        double total = 0;
        for (int a = 0; a < used.length; a++) {
            for (int b = 0; b < a; b++) {
                double d = categories[a] - categories[b];
                total += d * d * used[a] * used[b] / n;
            }
        }
        double between = total - sums[2] <= 1e-13 * total ? 0 : total - sums[2];
        return IccEstimate.oneWay(form, Math.round(sums[0]), n, sums[1] / n, between, sums[2]);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Coincidences other
                && Arrays.equals(categories, other.categories)
                && Arrays.equals(keys, other.keys)
                && Arrays.equals(counts, other.counts);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(keys) + Arrays.hashCode(counts);
    }

    /** The table of pairs, in both orders. */
    @Override
    public String toString() {
        return pairs().toString();
    }
}
