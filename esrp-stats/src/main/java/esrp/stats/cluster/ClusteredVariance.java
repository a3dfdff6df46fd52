package esrp.stats.cluster;

import esrp.stats.Estimate;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Standard errors of contrasts of clustered means; the formulas are those of {@link ClusteredInference}. */
final class ClusteredVariance {
    private static final int MAX_SWEEPS = 200;
    private static final double CONVERGED = 1e-13;

    private final ClusteredMeans data;
    private final int rows;
    private final int columns;
    private final Map<Integer, double[]> residuals = new ConcurrentHashMap<>();
    private final Map<Integer, Marginal> ofRows = new ConcurrentHashMap<>();
    private final Map<Integer, Marginal> ofColumns = new ConcurrentHashMap<>();

    ClusteredVariance(ClusteredMeans data) {
        this.data = data;
        this.rows = data.units();
        this.columns = data.crossedUnits();
    }

    Estimate estimate(int[] involved, double... coefficients) {
        double value = 0;
        for (int k : involved) {
            value += coefficients[k] * data.mean(k);
        }
        Part first = part(involved, coefficients, true);
        if (columns == 0) {
            return Estimate.of(value, Math.sqrt(first.variance), first.df);
        }
        Part second = part(involved, coefficients, false);
        boolean rowsVaryMore = first.variance >= second.variance;
        Part larger = rowsVaryMore ? first : second;
        Part smaller = rowsVaryMore ? second : first;
        Part cells = cells(involved, coefficients);
        double rest = Math.max(0, smaller.variance - cells.variance);
        double total = larger.variance + rest;
        double of = larger.variance * larger.variance / larger.df;
        if (rest > 0) {
            of += smaller.variance * smaller.variance / smaller.df + cells.variance * cells.variance / cells.df;
        }
        double df = total == 0 ? larger.df : total * total / of;
        return Estimate.of(value, Math.sqrt(total), df);
    }

    private record Part(double variance, double df) {}

    /** Variation between the units of one kind. */
    private Part part(int[] involved, double[] coefficients, boolean ofRows) {
        int units = ofRows ? rows : columns;
        double[] influence = new double[units];
        double df = units - 1;
        for (int k : involved) {
            Marginal marginal = marginal(k, ofRows);
            double[] count = marginal.counts;
            double[] sum = marginal.sums;
            double n = data.count(k);
            double mean = data.mean(k);
            for (int g = 0; g < units; g++) {
                double share = count[g] / n;
                if (count[g] > 0) {
                    influence[g] += coefficients[k] * (sum[g] - mean * count[g]) / n / Math.sqrt(1 - share);
                }
            }
            df = Math.min(df, marginal.df);
        }
        double variance = 0;
        for (double u : influence) {
            variance += u * u;
        }
        return units < 2 || Double.isNaN(variance) ? new Part(Double.NaN, 1) : new Part(variance, df);
    }

    /** Sums and counts of the units of one kind in one column, and the degrees of freedom these counts leave. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Marginal(double[] sums, double[] counts, double df) {}

    private Marginal marginal(int k, boolean byRow) {
        return (byRow ? ofRows : ofColumns).computeIfAbsent(k, column -> sumUp(column, byRow));
    }

    private Marginal sumUp(int k, boolean byRow) {
        int units = byRow ? rows : columns;
        double[] sum = new double[units];
        double[] count = new double[units];
        int inner = Math.max(1, columns);
        for (int cell = 0; cell < data.cells(); cell++) {
            int g = byRow ? cell / inner : cell % inner;
            sum[g] += data.sum(cell, k);
            count[g] += data.count(cell, k);
        }
        double n = data.count(k);
        double df = Math.min(degreesOfFreedom(count, n, 1), degreesOfFreedom(count, n, 2));
        return new Marginal(sum, count, df);
    }

    /**
     * Bell and McCaffrey's degrees of freedom of the CR2 variance of a mean, where the sum of a cluster of n values has
     * variance n^power: {@code tr(M)² / tr(M²)}, the matrix being diagonal plus rank two, so in O(clusters).
     */
    private static double degreesOfFreedom(double[] count, double n, int power) {
        double s = 0;
        for (double c : count) {
            double h = c / n;
            s += c > 0 ? h * h / (1 - h) : 0;
        }
        double v0 = 0;
        double v1 = 0;
        double v2 = 0;
        double trace = 0;
        double diagonal = 0;
        for (double c : count) {
            double h = c / n;
            double w = 1 / (1 - h);
            double p = w * h;
            double v = power == 1 ? h : h * h;
            double off = s - 2 * p;
            v0 += v;
            v1 += v * p;
            v2 += v * p * p;
            trace += v * (w + off);
            diagonal += v * v * ((w + off) * (w + off) - off * off);
        }
        double square = s * s * v0 * v0 + 2 * v0 * v2 + 2 * v1 * v1 - 4 * s * v0 * v1 + diagonal;
        double df = trace * trace / square;
        return df > 0 ? df : Double.MIN_NORMAL;
    }

    /** Variation between cells beyond the effects of both kinds of units. */
    private Part cells(int[] involved, double... coefficients) {
        double[] influence = new double[data.cells()];
        int filled = Integer.MAX_VALUE;
        for (int k : involved) {
            double[] residual = residuals.computeIfAbsent(k, this::residual);
            int cells = 0;
            for (int i = 0; i < influence.length; i++) {
                influence[i] += coefficients[k] * residual[i];
                cells += data.count(i, k) > 0 ? 1 : 0;
            }
            filled = Math.min(filled, cells);
        }
        double sum = 0;
        for (double u : influence) {
            sum += u * u;
        }
        int df = filled - rows - columns + 1;
        return df > 0 ? new Part(sum * filled / df, df) : new Part(0, 1);
    }

    /** Share of each cell in the mean of a column, after the weighted additive fit of rows and columns is taken out. */
    private double[] residual(int k) {
        double[] u = new double[data.cells()];
        double n = data.count(k);
        for (int i = 0; i < u.length; i++) {
            u[i] = (data.sum(i, k) - data.mean(k) * data.count(i, k)) / n;
        }
        double[] ofRow = new double[rows];
        double[] ofColumn = new double[columns];
        double[] weightOfRow = new double[rows];
        double[] weightOfColumn = new double[columns];
        double size = 0;
        for (int i = 0; i < u.length; i++) {
            weightOfRow[i / columns] += data.count(i, k);
            weightOfColumn[i % columns] += data.count(i, k);
            size = Math.max(size, Math.abs(u[i]));
        }
        double moved = Double.POSITIVE_INFINITY;
        for (int sweep = 0; sweep < MAX_SWEEPS && moved > CONVERGED * size; sweep++) {
            moved = Math.max(sweep(u, k, weightOfRow, ofRow, true), sweep(u, k, weightOfColumn, ofColumn, false));
        }
        return u;
    }

    /** Takes the weighted means of rows or of columns out of u; returns the largest change. */
    private double sweep(double[] u, int k, double[] weight, double[] total, boolean ofRows) {
        Arrays.fill(total, 0);
        for (int i = 0; i < u.length; i++) {
            total[ofRows ? i / columns : i % columns] += u[i];
        }
        double moved = 0;
        for (int i = 0; i < u.length; i++) {
            int g = ofRows ? i / columns : i % columns;
            double change = weight[g] > 0 ? total[g] * data.count(i, k) / weight[g] : 0;
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
            for (int i = 0; i < shares.length; i++) {
                shares[i] += coefficients[k] * data.sum(i, k) / data.count(k);
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
                for (int i = 0; i < u.length; i++) {
                    u[i] += coefficients[k] * (data.sum(i, k) - means[k] * data.count(i, k)) / counts[k];
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
        for (int r = 0; r < rows; r++) {
            if (weights[r] > 0) {
                double row = 0;
                double cells = 0;
                int from = r * columns;
                for (int c = 0; c < columns; c++) {
                    double d = u[from + c] - mean;
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
            Marginal marginal = marginal(k, ofRows);
            for (int g = 0; g < without.length; g++) {
                without[g] +=
                        coefficients[k] * (data.totalSum(k) - marginal.sums[g]) / (data.count(k) - marginal.counts[g]);
            }
        }
        return without;
    }
}
