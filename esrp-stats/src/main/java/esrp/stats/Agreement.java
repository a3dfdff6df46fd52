package esrp.stats;

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
    /** Sums of squares below this share of all are rounding, and zero in truth. */
    private static final double ROUNDING = 1e-26;

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
     * <p>{@code 1 - D_o / D_e}: squared distance of two ratings of the same unit over that of any two ratings. In [-1, 1].
     *
     * <ul>
     *   <li>Units with fewer than two ratings do not count.
     *   <li>NaN where fewer than two distinct values, or no unit with two ratings, are left.
     *   <li>Infinite values are rejected.
     * </ul>
     *
     * <p>O(n log n) for n ratings and free of the number of distinct values: nominal distance needs value counts alone, and
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
        double[] place = places(distinct, counts, level);
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
                within += (level == Level.NOMINAL ? unequalPairs(unit, m) : squaredPairs(unit, m)) / (m - 1);
            }
        }
        double between = 0;
        if (level == Level.NOMINAL) {
            for (long c : counts) {
                between += (double) c * (n - c);
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
        Objects.requireNonNull(weights);
        int units = requireRectangle("raterByUnit", raterByUnit);
        double[] sorted = requireCategories(categories);
        int k = sorted.length;
        double[][] distance = disagreement(sorted, weights);
        double[] share = new double[k];
        double disagreement = 0;
        int rated = 0;
        int pairable = 0;
        long[] unit = new long[k];
        for (int u = 0; u < units; u++) {
            int m = count(raterByUnit, u, sorted, unit);
            double within = 0;
            for (int a = 0; a < k; a++) {
                share[a] += m == 0 ? 0 : (double) unit[a] / m;
                for (int b = 0; b < k; b++) {
                    within += distance[a][b] * unit[a] * unit[b];
                }
            }
            rated += m > 0 ? 1 : 0;
            pairable += m > 1 ? 1 : 0;
            disagreement += m > 1 ? within / m / (m - 1) : 0;
        }
        return gwetAc(share, rated, disagreement / pairable, distance);
    }

    /**
     * Intraclass correlation of raters who rated the same units.
     *
     * <p>From the mean squares of the two-way table. Near 1 where raters agree; 0 or below where they do not, and forms for the
     * mean of k raters may then take any value.
     *
     * <ul>
     *   <li>A unit that misses a rating is left out whole.
     *   <li>NaN with fewer than two complete units or fewer than two raters, and where the variances compared are all 0.
     *   <li>Infinite values are rejected.
     * </ul>
     *
     * <p>O(n) for n ratings; about 12 bytes per unit, temporarily. Shrout and Fleiss (1979), <a
     * href="https://doi.org/10.1037/0033-2909.86.2.420">doi:10.1037/0033-2909.86.2.420</a>.
     *
     * @param unitByRater one row for each unit, one column for each rater; NaN where the rating is missing
     * @param form which of the six forms
     * @return the coefficient
     */
    public static double icc(double[][] unitByRater, Icc form) {
        Objects.requireNonNull(form);
        int k = requireRectangle("unitByRater", unitByRater);
        double[][] complete = new double[unitByRater.length][];
        int n = 0;
        for (double[] row : unitByRater) {
            if (isComplete(row)) {
                complete[n++] = row;
            }
        }
        if (n < 2 || k < 2) {
            return Double.NaN;
        }
        double shift = complete[0][0]; // makes a table of equal ratings exactly zero
        double grand = 0;
        double[] unit = new double[n];
        double[] rater = new double[k];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < k; j++) {
                double v = complete[i][j] - shift;
                unit[i] += v;
                rater[j] += v;
                grand += v;
            }
            unit[i] /= k;
        }
        grand /= (double) n * k;
        for (int j = 0; j < k; j++) {
            rater[j] /= n;
        }
        double units = 0;
        double raters = 0;
        double within = 0;
        double residual = 0;
        double size = 0;
        for (int i = 0; i < n; i++) {
            units += k * (unit[i] - grand) * (unit[i] - grand);
            for (int j = 0; j < k; j++) {
                double v = complete[i][j] - shift;
                double w = v - unit[i];
                double e = w - rater[j] + grand;
                size += v * v;
                within += w * w;
                residual += e * e;
            }
        }
        for (int j = 0; j < k; j++) {
            raters += n * (rater[j] - grand) * (rater[j] - grand);
        }
        double rounding = ROUNDING * size;
        units = units <= rounding ? 0 : units;
        raters = raters <= rounding ? 0 : raters;
        within = within <= rounding ? 0 : within;
        residual = residual <= rounding ? 0 : residual;
        double msr = units / (n - 1);
        double msc = raters / (k - 1);
        double msw = within / ((double) n * (k - 1));
        double mse = residual / ((n - 1.0) * (k - 1));
        return switch (form) {
            case ONE_ONE -> (msr - msw) / (msr + (k - 1) * msw);
            case TWO_ONE -> (msr - mse) / (msr + (k - 1) * mse + k * (msc - mse) / n);
            case THREE_ONE -> (msr - mse) / (msr + (k - 1) * mse);
            case ONE_K -> (msr - msw) / msr;
            case TWO_K -> (msr - mse) / (msr + (msc - mse) / n);
            case THREE_K -> (msr - mse) / msr;
        };
    }

    private static boolean isComplete(double[] row) {
        for (double v : row) {
            if (Double.isNaN(v)) {
                return false;
            }
        }
        return true;
    }

    private static double[] requireCategories(double[] categories) {
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

    /** Counts the ratings of one unit by category; returns their number. */
    private static int count(double[][] raterByUnit, int u, double[] categories, long[] into) {
        Arrays.fill(into, 0);
        int m = 0;
        for (int r = 0; r < raterByUnit.length; r++) {
            double v = raterByUnit[r][u];
            if (!Double.isNaN(v)) {
                int at = Arrays.binarySearch(categories, v + 0.0);
                if (at < 0) {
                    throw new IllegalArgumentException("raterByUnit[" + r + "][" + u + "]: " + v
                            + " is none of the categories " + Arrays.toString(categories));
                }
                into[at]++;
                m++;
            }
        }
        return m;
    }

    /** How much each pair of ascending categories disagrees, in [0, 1]. */
    static double[][] disagreement(double[] categories, Weights weights) {
        int k = categories.length;
        double[][] d = new double[k][k];
        for (int a = 0; a < k; a++) {
            for (int b = 0; b < k; b++) {
                d[a][b] = weights.disagreement(categories[a], categories[b], categories[k - 1] - categories[0]);
            }
        }
        return d;
    }

    /**
     * Gwet's AC from the share of each category, summed over {@code rated} units, and the mean disagreement of two ratings of
     * the same unit.
     */
    static double gwetAc(double[] share, double rated, double observed, double[][] disagreement) {
        double k = disagreement.length;
        double agreement = k * k;
        for (double[] row : disagreement) {
            agreement -= Arrays.stream(row).sum();
        }
        double expected = 0;
        for (double s : share) {
            expected += s / rated * (1 - s / rated);
        }
        expected *= agreement / (k * (k - 1));
        return (1 - observed - expected) / (1 - expected);
    }

    /**
     * Where each value lies for the purpose of squared distances: the value itself, or its midrank. Nominal values have
     * no place.
     */
    static double[] places(double[] values, long[] counts, Level level) {
        if (level != Level.ORDINAL) {
            return values;
        }
        double[] midrank = new double[values.length];
        long below = 0;
        for (int k = 0; k < values.length; k++) {
            midrank[k] = below + counts[k] / 2.0;
            below += counts[k];
        }
        return midrank;
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
