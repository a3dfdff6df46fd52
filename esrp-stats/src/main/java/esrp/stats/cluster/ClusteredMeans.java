package esrp.stats.cluster;

import esrp.stats.Estimate;
import esrp.stats.internal.Arguments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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
 * machine. Memory: 20 bytes for each cluster and column that has values, none for others; columns in which the same clusters have
 * the same counts share these, which leaves 8. Immutable; {@link ClusteredInference} draws conclusions from it.
 */
public final class ClusteredMeans {
    /** A value or standard error this small beside the values it is made of is rounding, and zero in truth. */
    private static final double ROUNDING = 1e-12;

    private final int rows;
    private final int crossedColumns;
    /** Of each cell of crossed data, row by row, the units of both kinds, and where each row begins; empty of one-way data. */
    private final int[] rowOf;

    private final int[] columnOf;
    private final int[] rowStart;
    private final Column[] columns;
    private final boolean balanced;
    /** NaN where not known. */
    private final double lowest;

    private final double highest;

    /** One column: the cells that have values, ascending, with sum and count of each. */
    static final class Column {
        final int[] cells;
        final double[] sums;
        final double[] counts;
        final double sum;
        final double count;
        /** The sum of absolute sums. */
        final double size;

        Column(int[] cells, double[] sums, double[] counts) {
            this.cells = cells;
            this.sums = sums;
            this.counts = counts;
            double total = 0;
            double n = 0;
            double absolute = 0;
            for (int i = 0; i < sums.length; i++) {
                total += sums[i];
                n += counts[i];
                absolute += Math.abs(sums[i]);
            }
            sum = total;
            count = n;
            size = absolute;
        }

        /** From sums and counts of all cells. */
        static Column of(double[] sums, double[] counts) {
            int n = 0;
            for (double count : counts) {
                n += count > 0 ? 1 : 0;
            }
            int[] cells = new int[n];
            int next = 0;
            for (int i = 0; next < n; i++) {
                cells[next] = i;
                next += counts[i] > 0 ? 1 : 0;
            }
            return new Column(cells, at(cells, sums), at(cells, counts));
        }

        private static double[] at(int[] cells, double[] values) {
            if (cells.length == values.length) {
                return values;
            }
            double[] some = new double[cells.length];
            Arrays.setAll(some, i -> values[cells[i]]);
            return some;
        }

        /** The same, in the memory of another one where both are alike. */
        Column sharing(Column other) {
            return cells != other.cells && Arrays.equals(cells, other.cells)
                    ? new Column(other.cells, sums, Arrays.equals(counts, other.counts) ? other.counts : counts)
                    : this;
        }
    }

    /** Clusters of one kind. */
    private ClusteredMeans(int clusters, Column... columns) {
        this(clusters, 0, new int[0], new int[0], columns, Double.NaN, Double.NaN);
    }

    private ClusteredMeans(
            int rows,
            int crossedColumns,
            int[] rowOf,
            int[] columnOf,
            Column[] columns,
            double lowest,
            double highest) {
        this.rows = rows;
        this.crossedColumns = crossedColumns;
        this.rowOf = rowOf;
        this.columnOf = columnOf;
        this.columns = columns;
        this.lowest = lowest;
        this.highest = highest;
        rowStart = new int[crossedColumns == 0 ? 0 : rows + 1];
        for (int row : rowOf) {
            rowStart[row + 1]++;
        }
        Arrays.parallelPrefix(rowStart, Integer::sum);
        long all = (long) rows * Math.max(1, crossedColumns);
        balanced = Arrays.stream(columns)
                .allMatch(c -> c.cells.length == 0
                        || (c.cells.length == all && Arrays.stream(c.counts).allMatch(count -> count == c.counts[0])));
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
        requireSame("counts", counts.length, "sums", sums.length);
        for (int g = 0; g < sums.length; g++) {
            checkCell("[" + g + "]", sums[g], counts[g], width);
        }
        return new ClusteredMeans(sums.length, columns(sums, counts));
    }

    private static Column[] columns(double[][] sums, double[][] counts) {
        Column[] columns = new Column[sums[0].length];
        for (int k = 0; k < columns.length; k++) {
            int before = Math.max(0, k - 1);
            int own = k;
            boolean alike = k > 0 && Arrays.stream(counts).allMatch(row -> row[own] == row[before]);
            columns[k] = alike
                    ? new Column(
                            columns[before].cells,
                            Column.at(columns[before].cells, column(sums, k)),
                            columns[before].counts)
                    : Column.of(column(sums, k), column(counts, k));
        }
        return columns;
    }

    private static double[] column(double[][] of, int k) {
        double[] column = new double[of.length];
        Arrays.setAll(column, g -> of[g][k]);
        return column;
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
        double[][] flatSums = new double[Math.multiplyExact(sums.length, columns)][];
        double[][] flatCounts = new double[flatSums.length][];
        for (int r = 0; r < sums.length; r++) {
            requireSame("sums[" + r + "]", sums[r].length, "sums[0]", columns);
            requireSame("counts[" + r + "]", counts[r].length, "sums[0]", columns);
            for (int k = 0; k < columns; k++) {
                checkCell("[" + r + "][" + k + "]", sums[r][k], counts[r][k], width);
                flatSums[r * columns + k] = sums[r][k];
                flatCounts[r * columns + k] = counts[r][k];
            }
        }
        int[] first = new int[flatSums.length];
        int[] second = new int[flatSums.length];
        Arrays.setAll(first, cell -> cell / columns);
        Arrays.setAll(second, cell -> cell % columns);
        return crossed(first, second, sums.length, columns, columns(flatSums, flatCounts));
    }

    /**
     * Returns the same values where clusters are the cells of two crossed kinds, of which only those that have values need be there.
     * Nested kinds are one, as {@link #crossed} says.
     *
     * @param first the unit of the first kind of each cluster, from 0, ascending
     * @param second the unit of the second kind, from 0, ascending among cells of the same first unit
     * @return the data; results depend on the numbers of units by no more than rounding
     * @throws IllegalArgumentException if a cell occurs twice or out of order, a unit below the highest of its kind has no cell, or
     *     the data are crossed
     */
    public ClusteredMeans crossedBy(int[] first, int[] second) {
        Arguments.rejectIf(crossedColumns > 0, "crossedBy: the data are crossed");
        requireSame("first", first.length, "the clusters", rows);
        requireSame("second", second.length, "the clusters", rows);
        for (int i = 1; i < rows; i++) {
            Arguments.rejectIf(
                    first[i] < first[i - 1] || (first[i] == first[i - 1] && second[i] <= second[i - 1]),
                    "first and second: cluster %s, (%s, %s), does not come after (%s, %s)",
                    i,
                    first[i],
                    second[i],
                    first[i - 1],
                    second[i - 1]);
        }
        return crossed(first.clone(), second.clone(), units("first", first), units("second", second), columns);
    }

    private static int units(String name, int[] of) {
        int units = Arrays.stream(of).max().orElse(0) + 1;
        Arguments.indices(name, of, units);
        BitSet met = new BitSet();
        Arrays.stream(of).forEach(met::set);
        Arguments.rejectIf(met.cardinality() < units, "%s: no cluster has %s", name, met.nextClearBit(0));
        return units;
    }

    private static ClusteredMeans crossed(int[] first, int[] second, int rows, int crossedUnits, Column... columns) {
        ClusteredMeans cells = new ClusteredMeans(rows, crossedUnits, first, second, columns, Double.NaN, Double.NaN);
        return cells.nested(true) ? cells.ofMargin(true) : cells.nested(false) ? cells.ofMargin(false) : cells;
    }

    /** Whether each unit of one kind has values with one unit of the other at most, and that other kind has several units. */
    private boolean nested(boolean inRows) {
        int[] of = unitsOf(!inRows);
        int[] met = new int[inRows ? crossedColumns : rows];
        for (int cell : union(Arrays.stream(columns).map(c -> c.cells).toArray(int[][]::new))) {
            met[of[cell]]++;
        }
        return (inRows ? rows : crossedColumns) > 1 && Arrays.stream(met).max().orElse(0) == 1;
    }

    private ClusteredMeans ofMargin(boolean byRow) {
        Column[] margins = new Column[columns.length];
        Arrays.setAll(margins, k -> margin(k, byRow));
        return new ClusteredMeans(byRow ? rows : crossedColumns, margins);
    }

    /** Ascending numbers that are in any of some ascending arrays. */
    static int[] union(int[]... some) {
        if (Arrays.stream(some).allMatch(one -> Arrays.equals(one, some[0]))) {
            return some[0];
        }
        BitSet all = new BitSet();
        for (int[] one : some) {
            for (int i : one) {
                all.set(i);
            }
        }
        return all.stream().toArray();
    }

    /**
     * One column from the clusters that have values. Takes memory for these alone if they are given in order.
     *
     * @param sums the sum of the values of each
     * @param counts the number of values, or their total weight
     * @param cluster the number of each, from 0; what is given of the same cluster is added up
     * @param clusters how many clusters there are, of which others have no values
     * @return the data, copied; {@link #ofColumns} puts columns side by side
     */
    public static ClusteredMeans of(double[] sums, double[] counts, int[] cluster, int clusters) {
        requireSame("counts", counts.length, "sums", sums.length);
        requireSame("cluster", cluster.length, "sums", sums.length);
        requireCells("clusters", clusters, 1);
        Arguments.indices("cluster", cluster, clusters);
        checkCell("", sums, counts, sums.length);
        boolean ascending = IntStream.range(0, cluster.length)
                .allMatch(i -> counts[i] > 0 && (i == 0 || cluster[i] > cluster[i - 1]));
        return ascending
                ? new ClusteredMeans(clusters, new Column(cluster.clone(), sums.clone(), counts.clone()))
                : added(sums, counts, cluster, clusters);
    }

    private static ClusteredMeans added(double[] sums, double[] counts, int[] cluster, int clusters) {
        double[] s = new double[clusters];
        double[] c = new double[clusters];
        for (int i = 0; i < cluster.length; i++) {
            s[cluster[i]] += sums[i];
            c[cluster[i]] += counts[i];
        }
        return new ClusteredMeans(clusters, Column.of(s, c));
    }

    /**
     * The columns of several data side by side.
     *
     * @param data at least one, all of the same clusters of one kind; where they are made one after another, what columns share is held
     *     once
     * @return the data, which know of no limits
     * @throws IllegalArgumentException if there is none, or they have different numbers of clusters, or crossed ones
     */
    public static ClusteredMeans ofColumns(Stream<ClusteredMeans> data) {
        List<Column> columns = new ArrayList<>();
        Set<Integer> clusters = new TreeSet<>();
        data.sequential().forEachOrdered(one -> {
            Arguments.rejectIf(one.crossedColumns > 0, "data: %s are crossed", one);
            clusters.add(one.rows);
            for (Column column : one.columns) {
                columns.add(columns.isEmpty() ? column : column.sharing(columns.get(columns.size() - 1)));
            }
        });
        Arguments.rejectIf(clusters.size() != 1, "data: have %s clusters; one number is needed", clusters);
        return new ClusteredMeans(clusters.iterator().next(), columns.toArray(Column[]::new));
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
        double[] ones = new double[values.length];
        Arrays.fill(ones, 1);
        return added(values, ones, cluster, clusters);
    }

    private static void requireCells(String name, int clusters, int width) {
        Arguments.rejectIf(clusters < 1 || width < 1, "%s: at least one cluster and one column are needed", name);
    }

    private static void requireSame(String name, int length, String of, int want) {
        Arguments.rejectIf(length != want, "%s: has length %s, but %s has length %s", name, length, of, want);
    }

    private static void checkCell(String at, double[] sums, double[] counts, int width) {
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
        for (int k = 0; k < columns.length; k++) {
            double rounding = ROUNDING * columns[k].size / columns[k].count;
            Arguments.rejectIf(
                    mean(k) < lowest - rounding || mean(k) > highest + rounding,
                    "column %s: its mean %s is outside [%s, %s]",
                    k,
                    mean(k),
                    lowest,
                    highest);
        }
        return new ClusteredMeans(rows, crossedColumns, rowOf, columnOf, columns, lowest, highest);
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
        return columns.length;
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
        return columns[column].sum / columns[column].count;
    }

    /** {@return the means of all columns; one for each column} */
    public double[] means() {
        double[] means = new double[columns.length];
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
        return columns[column].count;
    }

    void requireColumn(int column) {
        Arguments.index("column", column, columns.length);
    }

    /** Whether every cell has as many values as every other, in each column. */
    boolean balanced() {
        return balanced;
    }

    /** How many clusters or cells there are, whether they have values or not. */
    int cells() {
        return crossedColumns == 0 ? rows : rowOf.length;
    }

    /** How many of them have values, in all columns together. */
    long entries() {
        return Arrays.stream(columns).mapToLong(c -> c.cells.length).sum();
    }

    Column column(int k) {
        return columns[k];
    }

    /** The unit of each cell of crossed data. */
    int[] unitsOf(boolean ofRows) {
        return ofRows ? rowOf : columnOf;
    }

    /** The cell of crossed data where a row begins; that of the row behind the last is their number. */
    int rowStart(int row) {
        return rowStart[row];
    }

    /** A column added up by the units of one kind. */
    Column margin(int k, boolean byRow) {
        Column column = columns[k];
        if (crossedColumns == 0) {
            return column;
        }
        int[] of = unitsOf(byRow);
        double[] s = new double[byRow ? rows : crossedColumns];
        double[] c = new double[s.length];
        for (int i = 0; i < column.cells.length; i++) {
            int unit = of[column.cells[i]];
            s[unit] += column.sums[i];
            c[unit] += column.counts[i];
        }
        return Column.of(s, c);
    }

    /** The size below which a contrast is zero but for rounding. */
    double rounding(double... coefficients) {
        double size = 0;
        for (int k = 0; k < columns.length; k++) {
            size += coefficients[k] == 0 ? 0 : Math.abs(coefficients[k]) * columns[k].size / columns[k].count;
        }
        return ROUNDING * size;
    }

    /** Memory for some replicates at a time. */
    final class Scratch {
        /** [unit * replicates + replicate] how often units are drawn, as a {@link ResamplingPlan} says. */
        final double[] weights;

        private final double[] sums;
        private final double[] counts;
        /** Cells of crossed data, summed over the first kind of units. */
        private final double[] overRows;

        private final int[] allRows =
                IntStream.range(0, crossedColumns == 0 ? 0 : rows).toArray();

        Scratch(int most) {
            weights = new double[Math.multiplyExact(most, rows + crossedColumns)];
            sums = new double[most];
            counts = new double[most];
            overRows = new double[most * crossedColumns];
        }
    }

    /** The means of one column in n replicates: weighted sums and counts of its cells. */
    void replicate(int k, int n, Scratch scratch, double[] means, int from) {
        Column column = columns[k];
        weighted(column, column.sums, n, scratch.sums, scratch);
        if (!balanced) {
            weighted(column, column.counts, n, scratch.counts, scratch);
        }
        for (int b = 0; b < n; b++) {
            means[from + b] = scratch.sums[b] / (balanced ? column.count : scratch.counts[b]);
        }
    }

    private void weighted(Column column, double[] values, int n, double[] into, Scratch scratch) {
        double[] weights = scratch.weights;
        Arrays.fill(into, 0);
        if (crossedColumns == 0) {
            add(weights, column.cells, values, 0, 1, into, n);
        } else if (values.length == (long) rows * crossedColumns) {
            for (int c = 0; c < crossedColumns; c++) {
                Arrays.fill(scratch.overRows, 0, n, 0);
                add(weights, scratch.allRows, values, c, crossedColumns, scratch.overRows, n);
                add(weights, (rows + c) * n, scratch.overRows, 0, into, n);
            }
        } else {
            Arrays.fill(scratch.overRows, 0);
            for (int i = 0; i < values.length; i++) {
                int cell = column.cells[i];
                add(weights, rowOf[cell] * n, values[i], scratch.overRows, columnOf[cell] * n, n);
            }
            for (int c = 0; c < crossedColumns; c++) {
                add(weights, (rows + c) * n, scratch.overRows, c * n, into, n);
            }
        }
    }

    /** A loop of its own, which the compiler turns into vector instructions. */
    private static void add(double[] weights, int at, double value, double[] into, int to, int n) {
        for (int b = 0; b < n; b++) {
            into[to + b] += weights[at + b] * value;
        }
    }

    /** Adds sums of cells by the weights of the unit that they have in common. */
    private static void add(double[] weights, int at, double[] sums, int from, double[] into, int n) {
        for (int b = 0; b < n; b++) {
            into[b] += weights[at + b] * sums[from + b];
        }
    }

    /** Adds every so many of the values by the weights of their units, four units at a time, one after the other. */
    private static void add(double[] weights, int[] units, double[] values, int from, int step, double[] into, int n) {
        int i = 0;
        for (; i + 4 <= units.length; i += 4) {
            int first = units[i] * n;
            int second = units[i + 1] * n;
            int third = units[i + 2] * n;
            int fourth = units[i + 3] * n;
            int at = from + i * step;
            double a = values[at];
            double b = values[at + step];
            double c = values[at + 2 * step];
            double d = values[at + 3 * step];
            for (int j = 0; j < n; j++) {
                into[j] = into[j]
                        + weights[first + j] * a
                        + weights[second + j] * b
                        + weights[third + j] * c
                        + weights[fourth + j] * d;
            }
        }
        for (; i < units.length; i++) {
            add(weights, units[i] * n, values[from + i * step], into, 0, n);
        }
    }

    /** Total counts of some columns in a resample; where cells are equally large every resample is as large as the data. */
    void resampledCounts(int[] involved, int[] weights, double[] into) {
        for (int k : involved) {
            Column column = columns[k];
            into[k] = balanced ? column.count : 0;
            for (int i = 0; !balanced && i < column.cells.length; i++) {
                int cell = column.cells[i];
                int w = crossedColumns == 0 ? weights[cell] : weights[rowOf[cell]] * weights[rows + columnOf[cell]];
                into[k] += w * column.counts[i];
            }
        }
    }

    /** As {@code 60 columns, 20 × 60 units}. */
    @Override
    public String toString() {
        return columns.length + " columns, " + rows + (crossedColumns > 0 ? " × " + crossedColumns : "") + " units";
    }
}
