package esrp.stats;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.Arrays;
import java.util.Objects;

/**
 * Agreement between raters, corrected for chance.
 *
 * <p>Coefficients are 1 if raters agree wherever they can be compared; 0 means no better than chance <em>as that coefficient
 * defines chance</em>, which is where they differ. Ratings of two raters that are too many for memory, or that are to be
 * resampled by cluster, are better kept as counts: see {@link PairTable}, which gives the same values and merges by addition.
 */
public final class Agreement {
    private Agreement() {}

    /**
     * Cohen's kappa of two raters.
     *
     * <p>{@code 1 - Σ d(i,j) o(i,j) / Σ d(i,j) e(i,j)} with o the observed and e the proportions expected from the margins
     * and d the disagreement of categories i and j, which are taken as equally spaced. In [-1, 1].
     *
     * <ul>
     *   <li>NaN for an empty table, and where both raters used one and the same category only.
     *   <li>Rows and columns of zeros do not change the unweighted value; the weighted ones neither, as the range cancels.
     * </ul>
     *
     * <p>O(k²) for k categories. Cohen (1960), <a
     * href="https://doi.org/10.1177/001316446002000104">doi:10.1177/001316446002000104</a>; Cohen (1968), <a
     * href="https://doi.org/10.1037/h0026256">doi:10.1037/h0026256</a>.
     *
     * @param table counts, [category of the first rater][category of the second], square, none negative
     * @param weights how much near misses count
     * @return kappa
     */
    public static double cohenKappa(long[][] table, Weights weights) {
        return PairTable.of(table).cohenKappa(weights);
    }

    /**
     * Krippendorff's alpha of any number of raters with missing ratings.
     *
     * <p>{@code 1 - D_o / D_e}: squared distance ({@link Level}) of two ratings of the same unit over that of any two ratings. In [-1, 1].
     *
     * <ul>
     *   <li>Units with fewer than two ratings do not count.
     *   <li>NaN where fewer than two distinct values, or no unit with two ratings, are left.
     *   <li>Infinite values are rejected, and negative ones at {@link Level#RATIO}.
     * </ul>
     *
     * <p>O(n log n) for n ratings and free of the number of distinct values, but for ratios, which take the square of it: nominal distance needs value counts alone, and
     * ordinal distance is interval distance between midranks. About 40 bytes per rating, temporarily. Krippendorff (2018), Content
     * Analysis, 4th ed., chapter 12.
     *
     * @param raterByUnit one row for each rater, one column for each unit; NaN where the rating is missing
     * @param level the level of measurement
     * @return alpha
     */
    public static double krippendorffAlpha(double[][] raterByUnit, Level level) {
        Objects.requireNonNull(level);
        int units = requireRectangle("raterByUnit", raterByUnit);
        double[] pairable = pairableValues(raterByUnit, units);
        Arrays.sort(pairable);
        int n = pairable.length;
        double[] distinct = Arrays.stream(pairable).distinct().toArray();
        if (distinct.length < 2) {
            return Double.NaN;
        }
        long[] counts = new long[distinct.length];
        for (double v : pairable) {
            counts[Arrays.binarySearch(distinct, v)]++;
        }
        double[] place = level == Level.ORDINAL ? Level.midranks(counts) : distinct;
        double within = 0;
        double[] unit = new double[raterByUnit.length];
        for (int u = 0; u < units; u++) {
            int m = 0;
            for (double[] rater : raterByUnit) {
                if (!Double.isNaN(rater[u])) {
                    int at = Arrays.binarySearch(distinct, rater[u] + 0.0);
                    unit[m++] = level == Level.NOMINAL || at < 0 ? at : place[at];
                }
            }
            if (m >= 2) {
                within += switch (level) {
                            case NOMINAL -> unequalPairs(unit, m);
                            case RATIO -> ratioPairs(unit, m);
                            default -> squaredPairs(unit, m);
                        }
                        / (m - 1);
            }
        }
        double between = 0;
        if (level == Level.NOMINAL) {
            for (long c : counts) {
                between += (double) c * (n - c);
            }
        } else if (level == Level.RATIO) {
            for (int a = 0; a < place.length; a++) {
                for (int b = 0; b < a; b++) {
                    between += 2.0 * counts[a] * counts[b] * Level.RATIO.distance(place[a], place[b]);
                }
            }
        } else {
            double mean = 0;
            for (int k = 0; k < place.length; k++) {
                mean += counts[k] * place[k] / n;
            }
            for (int k = 0; k < place.length; k++) {
                between += 2.0 * n * counts[k] * (place[k] - mean) * (place[k] - mean);
            }
        }
        return 1 - (n - 1) * within / between;
    }

    /**
     * Gwet's AC1 ({@link Weights#UNWEIGHTED}) or AC2 (weighted) of any number of raters with missing ratings.
     *
     * <p>{@code (p_a - p_e) / (1 - p_e)} with p_e from the mean share of each category; less moved by skewed margins than
     * kappa. At most 1.
     *
     * <ul>
     *   <li>Units without ratings do not count; units with one rating count for p_e only.
     *   <li>Categories that nobody used count: they must be declared, since their number enters p_e. A rating that is not a
     *       declared category is an error.
     *   <li>NaN where no unit has two ratings. 1 where all ratings are equal.
     * </ul>
     *
     * <p>O(n + u k²) for n ratings, u units, k categories; memory does not grow with n. Gwet (2008), <a
     * href="https://doi.org/10.1348/000711006X126600">doi:10.1348/000711006X126600</a>; Gwet (2014), Handbook of Inter-Rater
     * Reliability, 4th ed.
     *
     * @param raterByUnit one row for each rater, one column for each unit; NaN where the rating is missing
     * @param categories every category a rater could have used, at least two, distinct
     * @param weights how much near misses count; distances are those of the category values
     * @return AC1 or AC2
     */
    public static double gwetAc(double[][] raterByUnit, double[] categories, Weights weights) {
        return Coincidences.of(raterByUnit, categories).gwetAc(weights);
    }

    /**
     * Conger's kappa of any number of raters with missing ratings; with two raters and none missing Cohen's kappa.
     *
     * <p>Chance is how often each rater uses each category: agreement expected is the mean over pairs of raters of what Cohen's
     * kappa expects. At most 1.
     *
     * <ul>
     *   <li>NaN where no unit has two ratings, where fewer than two raters rated, and where nothing could disagree.
     *   <li>Raters without ratings do not count.
     * </ul>
     *
     * <p>Conger (1980), <a href="https://doi.org/10.1037/0033-2909.88.2.322">doi:10.1037/0033-2909.88.2.322</a>; missing ratings
     * as in Gwet (2014).
     *
     * @param raterByUnit one row for each rater, one column for each unit; NaN where the rating is missing
     * @param categories every category a rater could have used, at least two, distinct
     * @param weights how much near misses count
     * @return kappa
     */
    public static double congerKappa(double[][] raterByUnit, double[] categories, Weights weights) {
        double observed = 1 - Coincidences.of(raterByUnit, categories).agreement(weights);
        double[] sorted = requireCategories(categories);
        double[][] d = disagreement(sorted, weights);
        double[] sum = new double[sorted.length];
        double own = 0;
        double raters = 0;
        for (double[] rater : raterByUnit) {
            double[] share = new double[sorted.length];
            double n = Arrays.stream(rater).filter(v -> !Double.isNaN(v)).count();
            for (double v : rater) {
                if (!Double.isNaN(v)) {
                    share[Arrays.binarySearch(sorted, v + 0.0)] += 1 / n;
                }
            }
            raters += n > 0 ? 1 : 0;
            own += expected(share, d);
            Arrays.setAll(sum, a -> sum[a] + share[a]);
        }
        return corrected(observed, (expected(sum, d) - own) / (raters * (raters - 1)));
    }

    /**
     * Intraclass correlation of raters who rated the same units, some perhaps not all of them.
     *
     * <p>Near 1 where raters agree; 0 or below where they do not, and forms for the mean of k raters may then take any value.
     * See {@link IccEstimate#of} for the estimators, the F test and its interval.
     *
     * @param unitByRater one row for each unit, one column for each rater; NaN where the rating is missing
     * @param form which of the six forms
     * @return the coefficient; NaN where it is not defined
     */
    public static double icc(double[][] unitByRater, Icc form) {
        return IccEstimate.of(unitByRater, form).value();
    }

    static double[] requireCategories(double[] categories) {
        double[] sorted =
                Arrays.stream(categories).map(v -> v + 0.0).sorted().distinct().toArray();
        if (sorted.length != categories.length
                || sorted.length < 2
                || !Arrays.stream(sorted).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException(
                    "categories: " + Arrays.toString(categories) + "; at least two distinct finite values are needed");
        }
        return sorted;
    }

    /** How much each pair of ascending categories disagrees. */
    static double[][] disagreement(double[] categories, Weights weights) {
        int k = categories.length;
        double[][] d = new double[k][k];
        for (int a = 0; a < k; a++) {
            for (int b = 0; b < k; b++) {
                d[a][b] = weights.disagreement(a, b, categories);
            }
        }
        return d;
    }

    /** One minus the disagreement observed over that expected; NaN where nothing could disagree. */
    static double corrected(double observed, double expected) {
        return expected > 0 ? 1 - observed / expected : Double.NaN;
    }

    /** The mean disagreement of two ratings that are drawn independently, from how often each category is used. */
    static double expected(double[] used, double[][] disagreement) {
        double sum = 0;
        for (int a = 0; a < used.length; a++) {
            for (int b = 0; b < used.length; b++) {
                sum += disagreement[a][b] * used[a] * used[b];
            }
        }
        return sum;
    }

    /** The disagreement that Gwet expects by chance, from the share of each category. */
    static double gwetExpected(double[] share, double[][] disagreement) {
        double k = disagreement.length;
        double agreement = k * k;
        for (double[] row : disagreement) {
            agreement -= Arrays.stream(row).sum();
        }
        double varied = 0;
        for (double s : share) {
            varied += s * (1 - s);
        }
        return 1 - varied * agreement / (k * (k - 1));
    }

    private static double[] pairableValues(double[][] raterByUnit, int units) {
        double[] all = new double[Math.multiplyExact(raterByUnit.length, units)];
        int n = 0;
        for (int u = 0; u < units; u++) {
            int start = n;
            for (double[] rater : raterByUnit) {
                if (!Double.isNaN(rater[u])) {
                    all[n++] = rater[u] + 0.0; // -0.0 and 0.0 are one value
                }
            }
            if (n - start < 2) {
                n = start;
            }
        }
        return Arrays.copyOf(all, n);
    }

    private static double squaredPairs(double[] v, int m) {
        double mean = 0;
        for (int i = 0; i < m; i++) {
            mean += v[i] / m;
        }
        double sum = 0;
        for (int i = 0; i < m; i++) {
            sum += (v[i] - mean) * (v[i] - mean);
        }
        return 2 * m * sum;
    }

    private static double ratioPairs(double[] v, int m) {
        double sum = 0;
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < i; j++) {
                sum += v[i] == v[j] ? 0 : 2 * Level.RATIO.distance(v[i], v[j]);
            }
        }
        return sum;
    }

    private static double unequalPairs(double[] v, int m) {
        Arrays.sort(v, 0, m);
        double sum = 0;
        int run = 0;
        for (int i = 0; i < m; i++) {
            run = i > 0 && v[i] == v[i - 1] ? run + 1 : 1;
            if (i + 1 == m || v[i + 1] != v[i]) {
                sum += (double) run * (m - run);
            }
        }
        return sum;
    }

    /** Returns the length of the rows. */
    @CanIgnoreReturnValue
    static int requireRectangle(String name, double[][] table) {
        int columns = table.length == 0 ? 0 : table[0].length;
        for (int i = 0; i < table.length; i++) {
            if (table[i].length != columns) {
                throw new IllegalArgumentException(name + "[" + i + "] has " + table[i].length + " values; row 0 has "
                        + columns + ", and all rows must be equally long");
            }
            for (int j = 0; j < columns; j++) {
                if (Double.isInfinite(table[i][j])) {
                    throw new IllegalArgumentException(
                            name + "[" + i + "][" + j + "]: " + table[i][j] + " is not a rating; NaN means missing");
                }
            }
        }
        return columns;
    }
}
