package esrp.stats.cluster;

import esrp.stats.Estimate;
import esrp.stats.internal.Arguments;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Sums and counts of clustered values, in columns that are compared with each other: one column for each mean that is wanted,
 * such as candidate × metric; one cluster for each unit that could have been another one, such as a character.
 *
 * <p>What is estimated for a column is the <em>mean of its ratings</em>, the ratio of total sum and total count. Where clusters
 * have equal counts, that is the mean of the cluster means; where they have not, large clusters weigh more, and standard
 * errors are those of a ratio.
 *
 * <p>Clusters are of one kind ({@link #of}), or cells of two crossed kinds ({@link #crossed}) such as characters and scenarios:
 * then both kinds count as drawn at random. Columns are added up in order of the clusters, so results are the same on every
 * machine. Memory: 16 bytes for each cluster and column. Immutable; {@link ClusteredInference} draws conclusions from it.
 */
public final class ClusteredMeans {
    /** A value or standard error this small beside the values it is made of is rounding, and zero in truth. */
    private static final double ROUNDING = 1e-12;

    private final int rows;
    private final int crossedColumns;
    private final int width;
    /** [cell * width + column]; one-way data have one cell for each cluster. */
    private final double[] sums;

    private final double[] counts;
    private final double[] totalSums;
    private final double[] totalCounts;
    /** Sums of absolute sums. */
    private final double[] sizes;

    private final boolean balanced;
    /** NaN where not known. */
    private final double lowest;

    private final double highest;

    private ClusteredMeans(int rows, int crossedColumns, int width, double[] sums, double[] counts) {
        this(rows, crossedColumns, width, sums, counts, Double.NaN, Double.NaN);
    }

    private ClusteredMeans(
            int rows, int crossedColumns, int width, double[] sums, double[] counts, double lowest, double highest) {
        this.rows = rows;
        this.crossedColumns = crossedColumns;
        this.width = width;
        this.sums = sums;
        this.counts = counts;
        this.lowest = lowest;
        this.highest = highest;
        this.totalSums = new double[width];
        this.totalCounts = new double[width];
        this.sizes = new double[width];
        boolean equal = true;
        for (int i = 0; i < sums.length; i++) {
            totalSums[i % width] += sums[i];
            totalCounts[i % width] += counts[i];
            sizes[i % width] += Math.abs(sums[i]);
            equal &= counts[i] == counts[i % width];
        }
        this.balanced = equal;
    }

    /**
     * Clusters of one kind.
     *
     * @param sums [cluster][column] sum of the values
     * @param counts [cluster][column] number of values, or their total weight; 0 where the cluster has none
     * @return the data, copied
     */
    public static ClusteredMeans of(double[][] sums, double[][] counts) {
        int width = sums.length == 0 ? 0 : sums[0].length;
        requireCells("sums", sums.length, width);
        double[] s = new double[sums.length * width];
        double[] c = new double[s.length];
        requireSame("counts", counts.length, "sums", sums.length);
        for (int g = 0; g < sums.length; g++) {
            copyCell("[" + g + "]", sums[g], counts[g], width, s, c, g * width);
        }
        return new ClusteredMeans(sums.length, 0, width, s, c);
    }

    /**
     * Cells of two crossed kinds of clusters. Where the kinds are not crossed but nested, such as scenarios each of which belongs
     * to one character, the outer kind holds all the variation there is: the data are then clusters of that kind alone, and
     * {@link #crossedUnits()} is 0.
     *
     * @param sums [unit of the first kind][unit of the second kind][column] sum of the values
     * @param counts number of values, or their total weight; 0 where the cell has none
     * @return the data, copied
     */
    public static ClusteredMeans crossed(double[][][] sums, double[][][] counts) {
        int columns = sums.length == 0 ? 0 : sums[0].length;
        int width = columns == 0 ? 0 : sums[0][0].length;
        requireCells("sums", Math.min(sums.length, columns), width);
        requireSame("counts", counts.length, "sums", sums.length);
        double[] s = new double[Math.multiplyExact(Math.multiplyExact(sums.length, columns), width)];
        double[] c = new double[s.length];
        for (int r = 0; r < sums.length; r++) {
            requireSame("sums[" + r + "]", sums[r].length, "sums[0]", columns);
            requireSame("counts[" + r + "]", counts[r].length, "sums[0]", columns);
            for (int k = 0; k < columns; k++) {
                copyCell("[" + r + "][" + k + "]", sums[r][k], counts[r][k], width, s, c, (r * columns + k) * width);
            }
        }
        return nested(sums.length, columns, width, c, true)
                ? ofMargin(sums.length, columns, width, s, c, true)
                : nested(sums.length, columns, width, c, false)
                        ? ofMargin(sums.length, columns, width, s, c, false)
                        : new ClusteredMeans(sums.length, columns, width, s, c);
    }

    /** Whether each unit of one kind has values with one unit of the other at most, and that other kind has several units. */
    private static boolean nested(int rows, int columns, int width, double[] counts, boolean inRows) {
        int[] met = new int[inRows ? columns : rows];
        for (int cell = 0; cell < rows * columns; cell++) {
            int from = cell * width;
            if (IntStream.range(from, from + width).anyMatch(i -> counts[i] > 0)) {
                met[inRows ? cell % columns : cell / columns]++;
            }
        }
        return (inRows ? rows : columns) > 1 && Arrays.stream(met).max().orElse(0) == 1;
    }

    private static ClusteredMeans ofMargin(
            int rows, int columns, int width, double[] sums, double[] counts, boolean byRow) {
        int units = byRow ? rows : columns;
        double[] s = new double[units * width];
        double[] c = new double[units * width];
        for (int i = 0; i < sums.length; i++) {
            int cell = i / width;
            int into = (byRow ? cell / columns : cell % columns) * width + i % width;
            s[into] += sums[i];
            c[into] += counts[i];
        }
        return new ClusteredMeans(units, 0, width, s, c);
    }

    /**
     * {@return one column of values with a cluster number for each}
     *
     * @param values the values
     * @param cluster the cluster of each value, from 0
     * @param clusters how many clusters there are
     */
    public static ClusteredMeans of(double[] values, int[] cluster, int clusters) {
        requireSame("cluster", cluster.length, "values", values.length);
        requireCells("clusters", clusters, 1);
        Arguments.finite("values", values);
        Arguments.indices("cluster", cluster, clusters);
        double[] s = new double[clusters];
        double[] c = new double[clusters];
        for (int i = 0; i < values.length; i++) {
            s[cluster[i]] += values[i];
            c[cluster[i]]++;
        }
        return new ClusteredMeans(clusters, 0, 1, s, c);
    }

    private static void requireCells(String name, int clusters, int width) {
        Arguments.rejectIf(clusters < 1 || width < 1, "%s: at least one cluster and one column are needed", name);
    }

    private static void requireSame(String name, int length, String of, int want) {
        Arguments.rejectIf(length != want, "%s: has length %s, but %s has length %s", name, length, of, want);
    }

    private static void copyCell(
            String at, double[] sums, double[] counts, int width, double[] s, double[] c, int into) {
        requireSame("sums" + at, sums.length, "the first cluster", width);
        requireSame("counts" + at, counts.length, "the first cluster", width);
        for (int k = 0; k < width; k++) {
            if (!(counts[k] >= 0 && counts[k] < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("counts" + at + "[" + k + "]: " + counts[k] + " is not 0 or more");
            }
            if (!Double.isFinite(sums[k]) || (counts[k] == 0 && sums[k] != 0)) {
                throw new IllegalArgumentException("sums" + at + "[" + k + "]: " + sums[k]
                        + (counts[k] == 0 ? ", but there are no values: the count is 0" : " is not finite"));
            }
            s[into + k] = sums[k];
            c[into + k] = counts[k];
        }
    }

    /**
     * Returns a copy that knows between which limits values lie, in all columns. Where clusters do not differ at all, intervals and
     * p values then allow for clusters that were not seen: {@link Estimate#ofConstant}.
     *
     * @param lowest the lowest value possible
     * @param highest the highest value possible
     * @return a copy, of the same values
     * @throws IllegalArgumentException if the lowest value is not below the highest, or a mean is not between them
     */
    public ClusteredMeans withLimits(double lowest, double highest) {
        Arguments.rejectIf(!(lowest < highest), "lowest: %s is not below highest: %s", lowest, highest);
        for (int k = 0; k < width; k++) {
            double rounding = ROUNDING * sizes[k] / totalCounts[k];
            Arguments.rejectIf(
                    mean(k) < lowest - rounding || mean(k) > highest + rounding,
                    "column %s: its mean %s is outside [%s, %s]",
                    k,
                    mean(k),
                    lowest,
                    highest);
        }
        return new ClusteredMeans(rows, crossedColumns, width, sums, counts, lowest, highest);
    }

    boolean limited() {
        return !Double.isNaN(lowest);
    }

    /** The estimate of a contrast whose clusters do not differ. */
    Estimate constant(double value, double degreesOfFreedom, double... coefficients) {
        if (!limited()) {
            return Estimate.of(value, 0, degreesOfFreedom);
        }
        double least = 0;
        double most = 0;
        for (double c : coefficients) {
            least += c * (c > 0 ? lowest : highest);
            most += c * (c > 0 ? highest : lowest);
        }
        return Estimate.ofConstant(value, Math.min(least, value), Math.max(most, value), degreesOfFreedom);
    }

    /** {@return the number of columns, at least 1} */
    public int columns() {
        return width;
    }

    /** {@return the number of clusters, or of units of the first kind, or of the outer of two nested kinds, at least 1} */
    public int units() {
        return rows;
    }

    /** {@return the number of units of the second kind, 0 if clusters are of one kind, or of two that are nested} */
    public int crossedUnits() {
        return crossedColumns;
    }

    /**
     * The mean of one column.
     *
     * @param column from 0
     * @return total sum over total count; NaN if the column has no values
     */
    public double mean(int column) {
        requireColumn(column);
        return totalSums[column] / totalCounts[column];
    }

    /** {@return the means of all columns; one for each column} */
    public double[] means() {
        double[] means = new double[width];
        Arrays.setAll(means, this::mean);
        return means;
    }

    /**
     * {@return the number of values in one column, or their total weight, 0 or more}
     *
     * @param column from 0
     */
    public double count(int column) {
        requireColumn(column);
        return totalCounts[column];
    }

    void requireColumn(int column) {
        Arguments.index("column", column, width);
    }

    /** Whether every cell has as many values as every other, in each column. */
    boolean balanced() {
        return balanced;
    }

    int cells() {
        return sums.length / width;
    }

    double sum(int cell, int column) {
        return sums[cell * width + column];
    }

    double count(int cell, int column) {
        return counts[cell * width + column];
    }

    double totalSum(int column) {
        return totalSums[column];
    }

    /** The size below which a contrast is zero but for rounding. */
    double rounding(double... coefficients) {
        double size = 0;
        for (int k = 0; k < width; k++) {
            size += coefficients[k] == 0 ? 0 : Math.abs(coefficients[k]) * sizes[k] / totalCounts[k];
        }
        return ROUNDING * size;
    }

    /** Memory for one replicate at a time. */
    final class Scratch {
        private final double[] sum = new double[width];
        private final double[] count = new double[width];
        /** Cells of crossed data, summed over the first kind of units. */
        private final double[] overRows = new double[crossedColumns * width];
    }

    /**
     * Adds the weighted sums and counts of all cells: one replicate of all columns. Weights are those of a {@link
     * ResamplingPlan}.
     */
    void replicate(int[] weights, double[] means, Scratch scratch) {
        weighted(sums, weights, scratch.sum, scratch);
        if (!balanced) {
            weighted(counts, weights, scratch.count, scratch);
        }
        for (int k = 0; k < width; k++) {
            means[k] = scratch.sum[k] / (balanced ? totalCounts[k] : scratch.count[k]);
        }
    }

    private void weighted(double[] cells, int[] weights, double[] into, Scratch scratch) {
        if (crossedColumns == 0) {
            addRows(cells, weights, 0, rows, into);
        } else {
            addRows(cells, weights, 0, rows, scratch.overRows);
            addRows(scratch.overRows, weights, rows, crossedColumns, into);
        }
    }

    /** Adds n rows as long as {@code into}, each as often as its weight says. */
    private static void addRows(double[] cells, int[] weights, int firstWeight, int n, double[] into) {
        Arrays.fill(into, 0);
        for (int r = 0; r < n; r++) {
            int w = weights[firstWeight + r];
            if (w > 0) {
                addRow(cells, r * into.length, w, into);
            }
        }
    }

    /** A loop of its own, which the compiler turns into vector instructions. */
    private static void addRow(double[] cells, int at, double weight, double[] into) {
        for (int k = 0; k < into.length; k++) {
            into[k] += weight * cells[at + k];
        }
    }

    /** Total counts of a resample; where cells are equally large every resample is as large as the data. */
    void resampledCounts(int[] weights, double[] into) {
        if (balanced) {
            System.arraycopy(totalCounts, 0, into, 0, width);
            return;
        }
        Arrays.fill(into, 0);
        int inner = Math.max(1, crossedColumns);
        for (int cell = 0; cell < cells(); cell++) {
            int w = crossedColumns == 0 ? weights[cell] : weights[cell / inner] * weights[rows + cell % inner];
            for (int k = 0; w > 0 && k < width; k++) {
                into[k] += w * counts[cell * width + k];
            }
        }
    }

    /** As {@code 60 columns, 20 × 60 units}. */
    @Override
    public String toString() {
        return width + " columns, " + rows + (crossedColumns > 0 ? " × " + crossedColumns : "") + " units";
    }
}
