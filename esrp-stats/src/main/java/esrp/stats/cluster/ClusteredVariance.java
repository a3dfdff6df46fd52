package esrp.stats.cluster;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import esrp.stats.Estimate;
import esrp.stats.cluster.ClusteredMeans.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;

/** Standard errors of contrasts of clustered means; the formulas are those of {@link ClusteredInference}. */
final class ClusteredVariance {
    private static final int MAX_SWEEPS = 200;
    private static final double CONVERGED = 1e-13;
    /** Coefficients that sum to less than this share of their size sum to 0. */
    private static final double ROUNDING = 1e-12;
    /** More units than these are not compared pair by pair. */
    private static final int MANY = 2_000;
    /** A share that leaves so much to others that taking it away from 1 costs no digits. */
    private static final double SMALL = 0.25;

    /** Of larger data, nothing is kept for columns: their contrasts are few, or each takes long anyway. */
    private static final int KEPT = 1 << 22;

    private final ClusteredMeans data;
    private final int rows;
    private final int columns;
    private final boolean keeps;
    private final Map<Integer, double[]> residuals = new ConcurrentHashMap<>();
    private final Map<Integer, double[]> rowsBeside = new ConcurrentHashMap<>();
    private final Map<Integer, double[]> columnsBeside = new ConcurrentHashMap<>();
    private final Map<Integer, Marginal> ofRows = new ConcurrentHashMap<>();
    private final Map<Integer, Marginal> ofColumns = new ConcurrentHashMap<>();

    ClusteredVariance(ClusteredMeans data) {
        this.data = data;
        this.rows = data.units();
        this.columns = data.crossedUnits();
        this.keeps = data.entries() <= KEPT;
    }

    Estimate estimate(int[] involved, double... coefficients) {
        double value = 0;
        for (int k : involved) {
            value += coefficients[k] * data.mean(k);
        }
        double rounding = data.rounding(coefficients);
        BitSet within = within(involved);
        Part part = columns == 0 ? part(involved, coefficients, true, within) : crossed(involved, within, coefficients);
        double se = Math.sqrt(part.variance);
        double estimate = Math.abs(value) <= rounding ? 0 : value;
        double df = Math.max(1, part.df);
        return se <= rounding ? data.constant(estimate, df, coefficients) : Estimate.of(estimate, se, df);
    }

    private record Part(double variance, double df) {
        Part of(double other) {
            return new Part(other, df);
        }
    }

    private Part crossed(int[] involved, BitSet within, double... coefficients) {
        Part first = part(involved, coefficients, true, within);
        Part second = part(involved, coefficients, false, within);
        boolean rowsVaryMore = first.variance >= second.variance;
        Part larger = rowsVaryMore ? first : second;
        Part other = rowsVaryMore ? second : first;
        Part smaller = data.balanced() ? other : other.of(beside(involved, !rowsVaryMore, within, coefficients));
        Part cells = cells(involved, within, coefficients);
        double left = smaller.variance - cells.variance;
        double rest = left <= ROUNDING * smaller.variance ? 0 : left;
        double total = larger.variance + rest;
        if (total <= ROUNDING * ROUNDING * cells.variance) {
            // Units of both kinds are alike, their cells are not.
            return cells.variance > 0 ? cells : new Part(0, Math.min(first.df, second.df));
        }
        double of = larger.variance * larger.variance / larger.df;
        if (rest > 0) {
            of += smaller.variance * smaller.variance / smaller.df + cells.variance * cells.variance / cells.df;
        }
        return new Part(total, total * total / of);
    }

    /**
     * Variation between the units of one kind. Units of crossed data that lie within one unit of the other kind are left to that
     * one, as they add nothing to what it varies by.
     */
    private Part part(int[] involved, double[] coefficients, boolean ofRows, BitSet within) {
        Marginal[] marginals = new Marginal[involved.length];
        Arrays.setAll(marginals, i -> marginal(involved[i], ofRows));
        int[] units = union(marginals);
        double[] influence = new double[units.length];
        double[][] counts = new double[involved.length][];
        boolean[] left = left(units, ofRows, within);
        for (int i = 0; i < involved.length; i++) {
            counts[i] = spread(marginals[i].units, marginals[i].counts, units);
            double[] own = spread(marginals[i].units, marginals[i].influence, units);
            double c = coefficients[involved[i]];
            for (int g = 0; g < units.length; g++) {
                influence[g] += left[g] ? 0 : c * own[g];
            }
        }
        double variance = 0;
        for (double u : influence) {
            variance += u * u;
        }
        if (Double.isNaN(variance) || Arrays.stream(involved).anyMatch(k -> data.count(k) == 0)) {
            return new Part(Double.NaN, 1);
        }
        int all = ofRows ? rows : columns;
        double df = data.balanced()
                ? all - 1
                : all > MANY
                        ? degreesOfFreedomOfMany(counts, left, involved, coefficients)
                        : degreesOfFreedom(counts, left, involved, coefficients);
        return new Part(variance, df);
    }

    private static int[] union(Marginal... marginals) {
        return ClusteredMeans.union(
                Arrays.stream(marginals).map(marginal -> marginal.units).toArray(int[][]::new));
    }

    /** Values of some ascending numbers at their places among more of them, and 0 at the others. */
    private static double[] spread(int[] some, double[] values, int[] among) {
        if (some.length == among.length) {
            return values;
        }
        double[] spread = new double[among.length];
        int at = 0;
        for (int i = 0; i < some.length; i++, at++) {
            while (among[at] < some[i]) {
                at++;
            }
            spread[at] = values[i];
        }
        return spread;
    }

    /** Which units are left to the other kind. */
    private boolean[] left(int[] units, boolean ofRows, BitSet within) {
        boolean[] left = new boolean[units.length];
        for (int g = 0; g < left.length && !within.isEmpty(); g++) {
            left[g] = within.get(ofRows ? units[g] : rows + units[g]);
        }
        return left;
    }

    /**
     * Variation between the units of one kind that units of the other kind do not explain, which differ between them where cells have
     * different counts.
     */
    private double beside(int[] involved, boolean ofRows, BitSet within, double... coefficients) {
        Marginal[] marginals = new Marginal[involved.length];
        Arrays.setAll(marginals, i -> marginal(involved[i], ofRows));
        int[] units = union(marginals);
        double[] influence = new double[units.length];
        boolean[] left = left(units, ofRows, within);
        for (int i = 0; i < involved.length; i++) {
            int k = involved[i];
            double[] own = kept(ofRows ? rowsBeside : columnsBeside, k, column -> beside(column, ofRows));
            double[] spread = spread(marginals[i].units, own, units);
            for (int g = 0; g < influence.length; g++) {
                influence[g] += left[g] ? 0 : coefficients[k] * spread[g];
            }
        }
        return Arrays.stream(influence).map(u -> u * u).sum();
    }

    private double[] beside(int k, boolean ofRows) {
        double n = data.count(k);
        Column column = data.column(k);
        double[] u = shares(k);
        sweep(u, column, addTo(!ofRows, column, column.counts), !ofRows);
        double[] total = addTo(ofRows, column, u);
        Marginal marginal = marginal(k, ofRows);
        double[] own = new double[marginal.units.length];
        Arrays.setAll(own, g -> total[marginal.units[g]] / Math.sqrt(1 - marginal.counts[g] / n));
        return own;
    }

    /**
     * The units that meet only one unit of the other kind, those of the second kind behind those of the first; where two meet nothing
     * else, the second of them.
     */
    private BitSet within(int[] involved) {
        BitSet within = new BitSet();
        if (columns == 0 || data.balanced()) {
            return within;
        }
        int[] met = new int[rows + columns];
        int[] last = new int[rows + columns];
        for (int cell : cells(involved)) {
            int r = data.unitsOf(true)[cell];
            int c = rows + data.unitsOf(false)[cell];
            met[r]++;
            last[r] = c;
            met[c]++;
            last[c] = r;
        }
        for (int g = 0; g < met.length; g++) {
            if (met[g] == 1 && (g >= rows || met[last[g]] > 1)) {
                within.set(g);
            }
        }
        return within;
    }

    /** The cells in which any of some columns has values. */
    private int[] cells(int[] involved) {
        return ClusteredMeans.union(
                Arrays.stream(involved).mapToObj(k -> data.column(k).cells).toArray(int[][]::new));
    }

    /**
     * Counts of the units of one kind that have values in one column, and what each adds to the deviation of its mean, with the CR2
     * correction; NaN where only one unit has values.
     */
    @SuppressWarnings("ArrayRecordComponent")
    private record Marginal(int[] units, double[] counts, double[] influence) {}

    private Marginal marginal(int k, boolean byRow) {
        return kept(byRow ? ofRows : ofColumns, k, column -> marginalOf(column, byRow));
    }

    private Marginal marginalOf(int k, boolean byRow) {
        Column margin = data.margin(k, byRow);
        double[] counts = margin.counts;
        double[] influence = new double[counts.length];
        double n = data.count(k);
        double mean = data.mean(k);
        int largest = 0;
        for (int g = 1; g < counts.length; g++) {
            largest = counts[g] > counts[largest] ? g : largest;
        }
        // The largest one's deviation and what is left beside it are sums over the others, as differences would cancel.
        double deviation = 0;
        double rest = 0;
        for (int g = 0; g < counts.length; g++) {
            if (g != largest) {
                double own = margin.sums[g] - mean * counts[g];
                deviation -= own;
                rest += counts[g];
                influence[g] = own / n / Math.sqrt(1 - counts[g] / n);
            }
        }
        if (counts.length > 0) {
            influence[largest] = deviation / n / Math.sqrt(rest / n);
        }
        return new Marginal(margin.cells, counts, influence);
    }

    /** What is made for a column is not made again for each contrast, unless the data are large. */
    private <T> T kept(Map<Integer, T> known, int k, IntFunction<T> made) {
        return keeps ? known.computeIfAbsent(k, made::apply) : made.apply(k);
    }

    /** Adds up a quantity of the cells of a column, by the units of one kind. */
    private double[] addTo(boolean byRow, Column column, double[] ofCell) {
        int[] of = data.unitsOf(byRow);
        double[] total = new double[byRow ? rows : columns];
        int unit = 0;
        double own = 0;
        for (int i = 0; i < ofCell.length; i++) {
            int next = of[column.cells[i]];
            if (next != unit) {
                total[unit] = own;
                unit = next;
                own = total[unit];
            }
            own += ofCell[i];
        }
        total[unit] = own;
        return total;
    }

    /**
     * Bell and McCaffrey's degrees of freedom of the CR2 variance of a contrast, {@code tr(M)² / tr(M²)}: those where all values
     * are independent; unless the contrast is a difference, from which a cluster's own effect cancels, no more than those where
     * the values of a cluster and column are one value. What is left beside a cluster is added up, never subtracted, and
     * clusters of equal counts are computed once.
     */
    private double degreesOfFreedom(double[][] counts, boolean[] left, int[] involved, double... coefficients) {
        int width = involved.length;
        Map<List<Double>, Integer> alike = new LinkedHashMap<>();
        for (int g = 0; g < counts[0].length; g++) {
            Double[] shares = new Double[width + 1];
            for (int i = 0; i < width; i++) {
                shares[i] = counts[i][g] / data.count(involved[i]);
            }
            shares[width] = left[g] ? 0.0 : 1.0;
            alike.merge(List.of(shares), 1, Integer::sum);
        }
        int groups = alike.size();
        int[] times = alike.values().stream().mapToInt(Integer::intValue).toArray();
        double[][] share = alike.keySet().stream()
                .map(s -> s.stream().mapToDouble(Double::doubleValue).toArray())
                .toArray(double[][]::new);
        double[][] others = new double[groups][width];
        double[][] otherSquares = new double[groups][width];
        for (int a = 0; a < groups; a++) {
            for (int b = 0; b < groups; b++) {
                int n = times[b] - (a == b ? 1 : 0);
                for (int i = 0; i < width; i++) {
                    others[a][i] += n * share[b][i];
                    otherSquares[a][i] += n * share[b][i] * share[b][i];
                }
            }
        }
        double[] trace = new double[2];
        double[] square = new double[2];
        for (int a = 0; a < groups; a++) {
            if (share[a][width] == 0) {
                continue;
            }
            double ofValues = 0;
            double ofClusters = 0;
            for (int i = 0; i < width; i++) {
                double c = coefficients[involved[i]] * coefficients[involved[i]];
                double h = share[a][i];
                ofValues += c / data.count(involved[i]) * h;
                ofClusters += h == 0 ? 0 : c * h * h * (others[a][i] + otherSquares[a][i] / others[a][i]);
            }
            trace[0] += times[a] * ofValues;
            trace[1] += times[a] * ofClusters;
            square[0] += times[a] * ofValues * ofValues;
            square[1] += times[a] * ofClusters * ofClusters;
            for (int b = 0; b <= a; b++) {
                double pairs = a == b ? times[a] * (times[a] - 1.0) : 2.0 * times[a] * times[b] * share[b][width];
                ofValues = 0;
                ofClusters = 0;
                for (int i = 0; i < width && pairs > 0; i++) {
                    int large = share[a][i] >= share[b][i] ? a : b;
                    int small = a + b - large;
                    double h = share[large][i];
                    if (share[small][i] > 0) {
                        double c = coefficients[involved[i]] * coefficients[involved[i]];
                        double q = c * h * share[small][i] / Math.sqrt(others[a][i] * others[b][i]);
                        ofValues += q / data.count(involved[i]);
                        ofClusters += q * (h * others[large][i] - otherSquares[large][i] + share[small][i]);
                    }
                }
                square[0] += pairs * ofValues * ofValues;
                square[1] += pairs * ofClusters * ofClusters;
            }
        }
        return degreesOfFreedom(trace, square, involved, coefficients);
    }

    private static double degreesOfFreedom(double[] trace, double[] square, int[] involved, double... coefficients) {
        double sum = 0;
        double size = 0;
        for (int k : involved) {
            sum += coefficients[k];
            size += Math.abs(coefficients[k]);
        }
        double independent = trace[0] * trace[0] / square[0];
        boolean difference = Math.abs(sum) <= ROUNDING * size;
        return square[0] == 0 ? 1 : difference ? independent : Math.min(independent, trace[1] * trace[1] / square[1]);
    }

    /**
     * The same in linear time. With f = h / √(1 - h) and the sum of squares S, the products of two clusters are sums of f·f and of
     * f·f·(h + h - S), so that the sum of their squares over all pairs is made of sums over clusters. Those with large shares, of which
     * there are few, are taken pair by pair.
     */
    private double degreesOfFreedomOfMany(double[][] counts, boolean[] left, int[] involved, double... coefficients) {
        int width = involved.length;
        int units = counts[0].length;
        Products of = new Products(counts, involved, coefficients);
        List<Integer> large = new ArrayList<>();
        double[][][] sums = new double[3][width][width];
        double[] trace = new double[2];
        double[] square = new double[2];
        for (int g = 0; g < units; g++) {
            if (left[g]) {
                continue;
            }
            double ofValues = 0;
            double ofClusters = 0;
            boolean small = true;
            for (int i = 0; i < width; i++) {
                double h = of.share[i][g];
                ofValues += of.ofValues[i] * h;
                ofClusters +=
                        h == 0 ? 0 : of.squared[i] * h * h * (of.left(i, g) + of.otherSquares(i, g) / of.left(i, g));
                small &= h <= SMALL;
            }
            trace[0] += ofValues;
            trace[1] += ofClusters;
            square[0] += ofValues * ofValues;
            square[1] += ofClusters * ofClusters;
            if (!small) {
                large.add(g);
                continue;
            }
            for (int i = 0; i < width; i++) {
                double f = of.factor(i, g);
                for (int j = 0; j < width && f > 0; j++) {
                    double both = f * of.factor(j, g);
                    sums[0][i][j] += both;
                    sums[1][i][j] += both * of.share[i][g];
                    sums[2][i][j] += both * of.share[i][g] * of.share[j][g];
                }
            }
            double[] alone = of.of(g, g);
            square[0] -= alone[0] * alone[0];
            square[1] -= alone[1] * alone[1];
        }
        for (int i = 0; i < width; i++) {
            for (int j = 0; j < width; j++) {
                double ff = sums[0][i][j];
                double both = of.squares[i] * sums[1][j][i] + of.squares[j] * sums[1][i][j];
                square[0] += of.ofValues[i] * of.ofValues[j] * ff * ff;
                square[1] += of.squared[i]
                        * of.squared[j]
                        * (2 * sums[2][i][j] * ff
                                + 2 * sums[1][i][j] * sums[1][j][i]
                                - 2 * both * ff
                                + of.squares[i] * of.squares[j] * ff * ff);
            }
        }
        for (int a : large) {
            for (int g = 0; g < units; g++) {
                if (g != a && !left[g]) {
                    double[] pair = of.of(a, g);
                    int times = large.contains(g) ? 1 : 2;
                    square[0] += times * pair[0] * pair[0];
                    square[1] += times * pair[1] * pair[1];
                }
            }
        }
        return degreesOfFreedom(trace, square, involved, coefficients);
    }

    /** What two clusters have in common in the degrees of freedom. */
    private final class Products {
        /** [column][cluster] of the count. */
        private final double[][] share;

        private final double[] squares;
        private final double[] squared;
        private final double[] ofValues;
        /** By column and cluster of those with large shares: shares of the others and their squares, added up. */
        private final Map<Integer, Map<Integer, double[]>> others = new HashMap<>();

        Products(double[][] counts, int[] involved, double... coefficients) {
            share = new double[counts.length][];
            squares = new double[counts.length];
            squared = new double[counts.length];
            ofValues = new double[counts.length];
            for (int i = 0; i < counts.length; i++) {
                double n = data.count(involved[i]);
                double[] own = Arrays.stream(counts[i]).map(count -> count / n).toArray();
                share[i] = own;
                squares[i] = Arrays.stream(own).map(h -> h * h).sum();
                Map<Integer, double[]> beside = new HashMap<>();
                for (int g = 0; g < own.length; g++) {
                    if (own[g] > SMALL) {
                        double[] sums = new double[2];
                        for (int other = 0; other < own.length; other++) {
                            sums[0] += other == g ? 0 : own[other];
                            sums[1] += other == g ? 0 : own[other] * own[other];
                        }
                        beside.put(g, sums);
                    }
                }
                others.put(i, beside);
                squared[i] = coefficients[involved[i]] * coefficients[involved[i]];
                ofValues[i] = squared[i] / n;
            }
        }

        double left(int i, int g) {
            return share[i][g] > SMALL ? beside(i, g)[0] : 1 - share[i][g];
        }

        double otherSquares(int i, int g) {
            return share[i][g] > SMALL ? beside(i, g)[1] : squares[i] - share[i][g] * share[i][g];
        }

        private double[] beside(int i, int g) {
            return others.getOrDefault(i, Map.of()).getOrDefault(g, new double[2]);
        }

        double factor(int i, int g) {
            return share[i][g] == 0 ? 0 : share[i][g] / Math.sqrt(left(i, g));
        }

        double[] of(int a, int b) {
            double[] of = new double[2];
            for (int i = 0; i < share.length; i++) {
                double both = factor(i, a) * factor(i, b);
                if (both > 0) {
                    int large = share[i][a] >= share[i][b] ? a : b;
                    double h = share[i][large];
                    double common = h * left(i, large) - otherSquares(i, large) + share[i][a + b - large];
                    of[0] += ofValues[i] * both;
                    of[1] += squared[i] * both * common;
                }
            }
            return of;
        }
    }

    /** Variation between cells beyond the effects of both kinds of units, of cells that share both with others. */
    private Part cells(int[] involved, BitSet within, double... coefficients) {
        int[] cells = cells(involved);
        double[] influence = new double[cells.length];
        int df = Integer.MAX_VALUE;
        double times = 0;
        for (int k : involved) {
            Column column = data.column(k);
            double[] residual = spread(column.cells, kept(residuals, k, this::residual), cells);
            for (int i = 0; i < influence.length; i++) {
                influence[i] += coefficients[k] * residual[i];
            }
            BitSet used = new BitSet();
            int n = 0;
            for (int cell : column.cells) {
                int r = data.unitsOf(true)[cell];
                int c = rows + data.unitsOf(false)[cell];
                if (!within.get(r) && !within.get(c)) {
                    n++;
                    used.set(r);
                    used.set(c);
                }
            }
            int left = n - used.cardinality() + 1;
            if (left < df) {
                df = left;
                times = (double) n / left;
            }
        }
        double sum = 0;
        for (double u : influence) {
            sum += u * u;
        }
        return df > 0 ? new Part(sum * times, df) : new Part(0, 1);
    }

    /** Share of each cell of a column in the deviation of its mean. */
    private double[] shares(int k) {
        Column column = data.column(k);
        double mean = data.mean(k);
        double[] u = new double[column.cells.length];
        Arrays.setAll(u, i -> (column.sums[i] - mean * column.counts[i]) / column.count);
        return u;
    }

    /** Share of each cell in the mean of a column, after the weighted additive fit of rows and columns is taken out. */
    private double[] residual(int k) {
        Column column = data.column(k);
        double[] u = shares(k);
        double[] weightOfRow = addTo(true, column, column.counts);
        double[] weightOfColumn = addTo(false, column, column.counts);
        double size = Arrays.stream(u).map(Math::abs).max().orElse(0);
        double moved = Double.POSITIVE_INFINITY;
        for (int sweep = 0; sweep < MAX_SWEEPS && moved > CONVERGED * size; sweep++) {
            moved = Math.max(sweep(u, column, weightOfRow, true), sweep(u, column, weightOfColumn, false));
        }
        return u;
    }

    /** Takes the weighted means of rows or of columns out of u; returns the largest change. */
    @CanIgnoreReturnValue
    private double sweep(double[] u, Column column, double[] weight, boolean ofRows) {
        int[] of = data.unitsOf(ofRows);
        double[] total = addTo(ofRows, column, u);
        double moved = 0;
        for (int i = 0; i < u.length; i++) {
            int g = of[column.cells[i]];
            double change = total[g] * column.counts[i] / weight[g];
            u[i] -= change;
            moved = Math.max(moved, Math.abs(change));
        }
        return moved;
    }

    /**
     * What each cell adds to a contrast, where cells are equally large: resamples differ in the mean alone, so this needs
     * computing only once. Empty where they are not.
     */
    double[] shares(int[] involved, double... coefficients) {
        double[] shares = new double[data.balanced() ? data.cells() : 0];
        for (int k : involved) {
            Column column = data.column(k);
            for (int i = 0; i < shares.length; i++) {
                shares[i] += coefficients[k] * column.sums[i] / column.count;
            }
        }
        return shares;
    }

    /** The standard error of the same contrast in a resample, where each unit counts as often as it was drawn. */
    double resampledStandardError(
            int[] involved, double[] coefficients, double[] shares, int[] weights, double[] means, double[] counts) {
        double[] u = shares;
        double mean = 0;
        if (shares.length == 0) {
            u = new double[data.cells()];
            for (int k : involved) {
                Column column = data.column(k);
                for (int i = 0; i < column.cells.length; i++) {
                    u[column.cells[i]] += coefficients[k] * (column.sums[i] - means[k] * column.counts[i]) / counts[k];
                }
            }
        } else {
            for (int k : involved) {
                mean += coefficients[k] * means[k] / u.length;
            }
        }
        if (columns == 0) {
            double sum = 0;
            for (int g = 0; g < rows; g++) {
                double d = u[g] - mean;
                sum += weights[g] == 0 ? 0 : weights[g] * d * d;
            }
            return Math.sqrt(sum * rows / (rows - 1.0));
        }
        double ofRows = 0;
        double ofCells = 0;
        double[] byColumn = new double[columns];
        int[] columnOf = data.unitsOf(false);
        for (int r = 0; r < rows; r++) {
            if (weights[r] > 0) {
                double row = 0;
                double cells = 0;
                int from = data.rowStart(r);
                int n = data.rowStart(r + 1) - from;
                for (int i = 0; i < n; i++) {
                    double d = u[from + i] - mean;
                    int c = n == columns ? i : columnOf[from + i];
                    double w = weights[rows + c] * d;
                    row += w;
                    cells += w * d;
                    byColumn[c] += weights[r] * d;
                }
                ofCells += weights[r] * cells;
                ofRows += weights[r] * row * row;
            }
        }
        double ofColumns = 0;
        for (int c = 0; c < columns; c++) {
            ofColumns += weights[rows + c] * byColumn[c] * byColumn[c];
        }
        ofRows *= rows / (rows - 1.0);
        ofColumns *= columns / (columns - 1.0);
        return Math.sqrt(Math.max(Math.max(ofRows, ofColumns), ofRows + ofColumns - ofCells));
    }

    /** The contrast without each unit in turn; for crossed data of both kinds of units, as for two samples. */
    double[][] leftOut(int[] involved, double... coefficients) {
        double[] ofRows = leftOut(involved, coefficients, true);
        return columns == 0 ? new double[][] {ofRows} : new double[][] {ofRows, leftOut(involved, coefficients, false)};
    }

    private double[] leftOut(int[] involved, double[] coefficients, boolean ofRows) {
        double[] without = new double[ofRows ? rows : columns];
        for (int k : involved) {
            Column margin = data.margin(k, ofRows);
            int at = 0;
            for (int g = 0; g < without.length; g++) {
                boolean own = at < margin.cells.length && margin.cells[at] == g;
                double sum = data.column(k).sum - (own ? margin.sums[at] : 0);
                without[g] += coefficients[k] * sum / (data.count(k) - (own ? margin.counts[at] : 0));
                at += own ? 1 : 0;
            }
        }
        return without;
    }
}
