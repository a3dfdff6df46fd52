package esrp.stats;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Pairs of ratings of the same unit, counted: all that Krippendorff's alpha and Gwet's AC need of any number of
 * interchangeable raters with missing ratings.
 *
 * <p>Counts are kept apart by the number of ratings a unit has, so they are whole numbers, merge exactly and in any order
 * ({@link #plus}), and take 8k² bytes for each such number that occurs, whatever the number of units. Immutable.
 */
public final class Coincidences {
    private final double[] values;
    /** Ratings of the unit → ordered pairs [value][other value]; under 1: on the diagonal, units with that one value. */
    private final Map<Integer, long[][]> pairsBySize;

    private Coincidences(double[] values, Map<Integer, long[][]> pairsBySize) {
        this.values = values;
        this.pairsBySize = pairsBySize;
    }

    /**
     * Counts a table of ratings.
     *
     * @param raterByUnit one row for each rater, one column for each unit; NaN where the rating is missing
     * @param values every value a rating may have, at least two, distinct
     * @return the coincidences
     */
    public static Coincidences of(double[][] raterByUnit, double[] values) {
        int units = Agreement.requireRectangle("raterByUnit", raterByUnit);
        double[] sorted = sortedCategories(values);
        Coincidences result = new Coincidences(sorted, new TreeMap<>());
        long[] unit = new long[sorted.length];
        for (int u = 0; u < units; u++) {
            Arrays.fill(unit, 0);
            for (int r = 0; r < raterByUnit.length; r++) {
                double v = raterByUnit[r][u];
                if (!Double.isNaN(v)) {
                    int at = Arrays.binarySearch(sorted, v + 0.0);
                    if (at < 0) {
                        throw new IllegalArgumentException("raterByUnit[" + r + "][" + u + "]: " + v
                                + " is none of the categories " + Arrays.toString(sorted));
                    }
                    unit[at]++;
                }
            }
            result.add(unit);
        }
        return result;
    }

    /**
     * Counts units of which is known how many raters chose each value.
     *
     * @param unitByValue one row for each unit: how many raters gave each value
     * @param values the values, in the order of the columns, ascending
     * @return the coincidences
     */
    public static Coincidences ofCounts(long[][] unitByValue, double[] values) {
        double[] sorted = sortedCategories(values);
        if (!Arrays.equals(sorted, values)) {
            throw new IllegalArgumentException("values: " + Arrays.toString(values) + " is not ascending");
        }
        Coincidences result = new Coincidences(sorted, new TreeMap<>());
        for (int u = 0; u < unitByValue.length; u++) {
            if (unitByValue[u].length != values.length
                    || Arrays.stream(unitByValue[u]).anyMatch(c -> c < 0)) {
                throw new IllegalArgumentException("unitByValue[" + u + "]: " + Arrays.toString(unitByValue[u])
                        + " is not a count, at least 0, for each of " + values.length + " values");
            }
            result.add(unitByValue[u]);
        }
        return result;
    }

    static Coincidences ofPairs(long[][] table) {
        int k = table.length;
        double[] values = new double[k];
        long[][] pairs = new long[k][k];
        for (int a = 0; a < k; a++) {
            values[a] = a;
            for (int b = 0; b < k; b++) {
                pairs[a][b] = Math.addExact(table[a][b], table[b][a]);
            }
        }
        Map<Integer, long[][]> bySize = new TreeMap<>();
        bySize.put(2, pairs);
        return new Coincidences(values, bySize);
    }

    private static double[] sortedCategories(double[] values) {
        double[] sorted =
                Arrays.stream(values).map(v -> v + 0.0).sorted().distinct().toArray();
        if (sorted.length != values.length
                || sorted.length < 2
                || Arrays.stream(sorted).anyMatch(v -> !Double.isFinite(v))) {
            throw new IllegalArgumentException(
                    "categories: " + Arrays.toString(values) + "; at least two distinct finite values are needed");
        }
        return sorted;
    }

    private void add(long[] unit) {
        int m = 0;
        for (long count : unit) {
            m = Math.toIntExact(m + count);
        }
        if (m == 0) {
            return;
        }
        long[][] pairs = pairsBySize.get(m);
        if (pairs == null) {
            pairs = new long[values.length][values.length];
            pairsBySize.put(m, pairs);
        }
        for (int a = 0; a < unit.length; a++) {
            if (unit[a] > 0) {
                if (m == 1) {
                    pairs[a][a]++;
                } else {
                    for (int b = 0; b < unit.length; b++) {
                        pairs[a][b] += unit[a] * (unit[b] - (a == b ? 1 : 0));
                    }
                }
            }
        }
    }

    /**
     * The values a rating may have.
     *
     * @return a copy, ascending
     */
    public double[] values() {
        return values.clone();
    }

    /**
     * The number of units with at least so many ratings.
     *
     * @param ratings at least 1
     * @return the number of units
     */
    public long units(int ratings) {
        long units = 0;
        for (Map.Entry<Integer, long[][]> e : pairsBySize.entrySet()) {
            int m = e.getKey();
            if (m >= ratings) {
                units += total(e.getValue()) / (m == 1 ? 1 : (long) m * (m - 1));
            }
        }
        return units;
    }

    /**
     * The coincidences of the units of both.
     *
     * @param other coincidences of the same values
     * @return the sum
     */
    public Coincidences plus(Coincidences other) {
        if (!Arrays.equals(values, other.values)) {
            throw new IllegalArgumentException("other: has values " + Arrays.toString(other.values)
                    + ", these are coincidences of " + Arrays.toString(values));
        }
        Map<Integer, long[][]> sum = new TreeMap<>();
        pairsBySize.forEach((m, pairs) -> sum.put(m, copy(pairs)));
        other.pairsBySize.forEach((m, pairs) -> sum.merge(m, copy(pairs), Coincidences::sum));
        return new Coincidences(values, sum);
    }

    private static long[][] copy(long[][] pairs) {
        return Arrays.stream(pairs).map(long[]::clone).toArray(long[][]::new);
    }

    private static long[][] sum(long[][] a, long[][] b) {
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a.length; j++) {
                a[i][j] = Math.addExact(a[i][j], b[i][j]);
            }
        }
        return a;
    }

    private static long total(long[][] pairs) {
        return Arrays.stream(pairs).flatMapToLong(Arrays::stream).sum();
    }

    /**
     * Krippendorff's alpha, see {@link Agreement#krippendorffAlpha}. O(k²).
     *
     * @param level the level of measurement
     * @return alpha; NaN if fewer than two values occur in units with two ratings
     */
    public double krippendorffAlpha(Level level) {
        Objects.requireNonNull(level);
        int k = values.length;
        long[] counts = new long[k];
        double[][] coincidence = new double[k][k];
        pairsBySize.forEach((m, pairs) -> {
            if (m >= 2) {
                for (int a = 0; a < k; a++) {
                    counts[a] += Arrays.stream(pairs[a]).sum() / (m - 1);
                    for (int b = 0; b < k; b++) {
                        coincidence[a][b] += (double) pairs[a][b] / (m - 1);
                    }
                }
            }
        });
        double[] place = Agreement.places(values, counts, level);
        double n = Arrays.stream(counts).sum();
        double within = 0;
        double between = 0;
        for (int a = 0; a < k; a++) {
            for (int b = 0; b < k; b++) {
                if (a != b) {
                    double d = level == Level.NOMINAL ? 1 : (place[a] - place[b]) * (place[a] - place[b]);
                    within += d * coincidence[a][b];
                    between += d * counts[a] * counts[b];
                }
            }
        }
        return between == 0 ? Double.NaN : 1 - (n - 1) * within / between;
    }

    /**
     * Gwet's AC1 or AC2, see {@link Agreement#gwetAc}. O(k²).
     *
     * @param weights how much near misses count
     * @return the coefficient; NaN if no unit has two ratings
     */
    public double gwetAc(Weights weights) {
        int k = values.length;
        double range = values[k - 1] - values[0];
        double[] share = new double[k];
        double rated = units(1);
        double disagreement = 0;
        double[][] d = new double[k][k];
        double totalWeight = 0;
        for (int a = 0; a < k; a++) {
            for (int b = 0; b < k; b++) {
                d[a][b] = weights.disagreement(values[a], values[b], range);
                totalWeight += 1 - d[a][b];
            }
        }
        for (Map.Entry<Integer, long[][]> e : pairsBySize.entrySet()) {
            int m = e.getKey();
            double ofUnit = m == 1 ? 1 : (double) m * (m - 1);
            for (int a = 0; a < k; a++) {
                for (int b = 0; b < k; b++) {
                    double pairs = e.getValue()[a][b] / ofUnit;
                    share[a] += pairs / rated;
                    disagreement += m == 1 ? 0 : d[a][b] * pairs;
                }
            }
        }
        double observed = 1 - disagreement / units(2);
        double expected = 0;
        for (double p : share) {
            expected += p * (1 - p);
        }
        expected *= totalWeight / (k * (k - 1.0));
        return (observed - expected) / (1 - expected);
    }
}
