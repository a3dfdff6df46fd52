package esrp.stats;

import esrp.stats.internal.Arguments;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.statistics.distribution.FDistribution;

/**
 * An intraclass correlation with the F test of no correlation and the interval that goes with it. Intervals that do not trust
 * ratings to be normal and units to be independent come from the jackknife over clusters, see {@link
 * esrp.stats.cluster.ClusteredTotals}. Immutable.
 */
public final class IccEstimate {
    /** Sums of squares below this share of all are rounding, and zero in truth. */
    private static final double ROUNDING = 1e-26;
    /** Eigenvalues below this share of the largest are rounding. */
    private static final double SINGULAR = 1e-10;

    private final Icc form;
    /** Mean square between raters; NaN in one-way forms. */
    private final double raters;

    private final double size;
    private final double units;
    private final double betweenUnits;
    private final double error;
    private final double unitDegrees;
    private final double errorDegrees;
    private final double value;

    private IccEstimate(
            Icc form,
            double units,
            double size,
            double betweenUnits,
            double raters,
            double error,
            double unitDegrees,
            double errorDegrees,
            double value) {
        this.form = form;
        this.units = units;
        this.size = size;
        this.betweenUnits = betweenUnits;
        this.raters = raters;
        this.error = error;
        this.unitDegrees = unitDegrees;
        this.errorDegrees = errorDegrees;
        this.value = value;
    }

    /**
     * The intraclass correlation of a table, with all of its ratings.
     *
     * <ul>
     *   <li>One-way forms: analysis of variance with unequal numbers of ratings; for k stands {@code n₀ = (n - Σ m² / n) / (u -
     *       1)} with m the ratings of each of u units (Searle, Casella and McCulloch 1992, chapter 3).
     *   <li>Two-way forms: Henderson's method III: the sums of squares of units after raters, of raters after units, and of what
     *       both leave, set equal to their expectations (Henderson 1953, <a
     *       href="https://doi.org/10.2307/3001853">doi:10.2307/3001853</a>). In a complete table that is the analysis of variance of Shrout
     *       and Fleiss; in an incomplete one it is unbiased, needs no normal distribution, and differs from the REML of lme4 by
     *       less than its standard error. k is the number of raters of the table.
     *   <li>NaN with fewer than two units, where no unit has two ratings (two-way: where units and raters leave nothing over), and
     *       where the variances compared are all 0, or, in an incomplete table, their sum is estimated below
     *       0. In a complete one ICC(2,k) is then what the formula of Shrout and Fleiss gives: above 1.
     *   <li>Units and raters without ratings do not count. Infinite values are rejected.
     * </ul>
     *
     * <p>O(n) for a table of n cells, and for an incomplete one O(s³) besides, s being the smaller of both sides; about 35 bytes per
     * rating, temporarily. Shrout and
     * Fleiss (1979), <a href="https://doi.org/10.1037/0033-2909.86.2.420">doi:10.1037/0033-2909.86.2.420</a>.
     *
     * @param unitByRater one row for each unit, one column for each rater; NaN where the rating is missing
     * @param form which of the six forms
     * @return the estimate
     */
    public static IccEstimate of(double[][] unitByRater, Icc form) {
        Objects.requireNonNull(form);
        Agreement.requireRectangle("unitByRater", unitByRater);
        Ratings all = new Ratings(unitByRater);
        return form == Icc.ONE_ONE || form == Icc.ONE_K ? all.oneWay(form) : all.twoWay(form);
    }

    /** From sums of squares between and within units, the squares of sizes summed and divided by the number of ratings. */
    static IccEstimate oneWay(Icc form, long units, double ratings, double meanSize, double between, double within) {
        Arguments.rejectIf(
                form != Icc.ONE_ONE && form != Icc.ONE_K, "form: %s needs to know who rated; use IccEstimate.of", form);
        double size = (ratings - meanSize) / (units - 1);
        double unitDegrees = units - 1.0;
        double errorDegrees = ratings - units;
        double error = within / errorDegrees;
        double mean = between / unitDegrees;
        double value = (mean - error) / (form == Icc.ONE_ONE ? mean + (size - 1) * error : mean);
        return new IccEstimate(
                form, units, size, mean, Double.NaN, error, unitDegrees, errorDegrees, units < 2 ? Double.NaN : value);
    }

    /** The ratings one by one, those of a unit together; units and raters without ratings are gone. */
    private static final class Ratings {
        private final int n;
        private final int units;
        private final int raters;
        private final int[] unit;
        private final int[] rater;
        /** Less the first one, which makes a table of equal ratings exactly zero. */
        private final double[] value;

        private final int[] ofUnit;
        private final int[] ofRater;

        Ratings(double[][] table) {
            int columns = table.length == 0 ? 0 : table[0].length;
            int[] unitPlace = new int[table.length];
            int[] raterPlace = new int[columns];
            for (int i = 0; i < table.length; i++) {
                for (int j = 0; j < columns; j++) {
                    int one = Double.isNaN(table[i][j]) ? 0 : 1;
                    unitPlace[i] += one;
                    raterPlace[j] += one;
                }
            }
            ofUnit = Arrays.stream(unitPlace).filter(m -> m > 0).toArray();
            ofRater = Arrays.stream(raterPlace).filter(m -> m > 0).toArray();
            units = ofUnit.length;
            raters = ofRater.length;
            n = Arrays.stream(ofUnit).sum();
            unit = new int[n];
            rater = new int[n];
            value = new double[n];
            int next = 0;
            for (int i = 0, u = -1; i < table.length; i++) {
                u += unitPlace[i] > 0 ? 1 : 0;
                for (int j = 0, r = -1; j < columns; j++) {
                    r += raterPlace[j] > 0 ? 1 : 0;
                    if (!Double.isNaN(table[i][j])) {
                        unit[next] = u;
                        rater[next] = r;
                        value[next++] = table[i][j];
                    }
                }
            }
            for (int i = n - 1; i >= 0; i--) {
                value[i] -= value[0];
            }
        }

        private double[] means(int[] group, int[] sizes, double[] values) {
            double[] means = new double[sizes.length];
            for (int i = 0; i < n; i++) {
                means[group[i]] += values[i];
            }
            Arrays.setAll(means, g -> means[g] / sizes[g]);
            return means;
        }

        /** A sum of squares, 0 where it is rounding. */
        private double squares(IntToDoubleFunction deviation) {
            double sum = 0;
            double size = 0;
            for (int i = 0; i < n; i++) {
                double d = deviation.applyAsDouble(i);
                sum += d * d;
                size += value[i] * value[i];
            }
            return sum <= ROUNDING * size ? 0 : sum;
        }

        IccEstimate oneWay(Icc form) {
            double grand = Arrays.stream(value).sum() / n;
            double[] means = means(unit, ofUnit, value);
            double between = squares(i -> means[unit[i]] - grand);
            double within = squares(i -> value[i] - means[unit[i]]);
            double meanSize =
                    Arrays.stream(ofUnit).mapToDouble(m -> (double) m * m / n).sum();
            return IccEstimate.oneWay(form, units, n, meanSize, between, within);
        }

        IccEstimate twoWay(Icc form) {
            double[] byUnit = means(unit, ofUnit, value);
            double[] byRater = means(rater, ofRater, value);
            double[] fitted = new double[n];
            int rank = (long) units * raters == n
                    ? complete(byUnit, byRater, fitted)
                    : raters <= units
                            ? fit(unit, ofUnit, rater, ofRater, fitted)
                            : fit(rater, ofRater, unit, ofUnit, fitted);
            double unitDegrees = rank - raters;
            double errorDegrees = n - rank;
            double error = squares(i -> value[i] - fitted[i]) / errorDegrees;
            double ofUnits = squares(i -> fitted[i] - byRater[rater[i]]);
            double ofRaters = squares(i -> fitted[i] - byUnit[unit[i]]);
            double size = (double) (n - raters) / unitDegrees;
            double mean = ofUnits / unitDegrees;
            double unitVariance = (mean - error) / size;
            double raterVariance = (ofRaters - (rank - units) * error) / (n - units);
            double noise = form == Icc.THREE_ONE || form == Icc.THREE_K ? error : raterVariance + error;
            double k = form == Icc.TWO_K || form == Icc.THREE_K ? raters : 1;
            double all = unitVariance + noise / k;
            boolean defined = units > 1 && raters > 1 && errorDegrees > 0 && (all >= 0 || (long) units * raters == n);
            return new IccEstimate(
                    form,
                    (long) units * raters == n ? units : Double.NaN,
                    size,
                    mean,
                    ofRaters / (rank - units),
                    error,
                    unitDegrees,
                    errorDegrees,
                    defined ? unitVariance / all : Double.NaN);
        }

        private int complete(double[] byUnit, double[] byRater, double[] fitted) {
            double grand = Arrays.stream(value).sum() / n;
            Arrays.setAll(fitted, i -> byUnit[unit[i]] + (byRater[rater[i]] - grand));
            return units + raters - 1;
        }

        /** Fits both effects, the many absorbed into the equations of the few; returns the rank of the design. */
        private int fit(int[] many, int[] ofMany, int[] few, int[] ofFew, double[] fitted) {
            double[] mean = means(many, ofMany, value);
            int k = ofFew.length;
            double[][] normal = new double[k][k];
            double[] right = new double[k];
            int[][] members = new int[ofMany.length][];
            Arrays.setAll(members, g -> new int[ofMany[g]]);
            int[] next = new int[ofMany.length];
            for (int i = 0; i < n; i++) {
                members[many[i]][next[many[i]]++] = few[i];
                normal[few[i]][few[i]]++;
                right[few[i]] += value[i] - mean[many[i]];
            }
            for (int[] group : members) {
                for (int a : group) {
                    for (int b : group) {
                        normal[a][b] -= 1.0 / group.length;
                    }
                }
            }
            EigenDecomposition solved = new EigenDecomposition(new Array2DRowRealMatrix(normal, false));
            double[] roots = solved.getRealEigenvalues();
            double rounding = SINGULAR * Arrays.stream(roots).max().orElse(0);
            RealVector effects = new ArrayRealVector(k);
            int rank = 0;
            for (int e = 0; e < k; e++) {
                // A constant for each part of the design that no unit connects with another is not an effect of the
                // few.
                if (roots[e] > rounding) {
                    RealVector direction = solved.getEigenvector(e);
                    effects = effects.add(
                            direction.mapMultiply(direction.dotProduct(new ArrayRealVector(right, false)) / roots[e]));
                    rank++;
                }
            }
            double[] effect = effects.toArray();
            double[] shown = new double[n];
            Arrays.setAll(shown, i -> effect[few[i]]);
            double[] inMany = means(many, ofMany, shown);
            Arrays.setAll(fitted, i -> mean[many[i]] + (shown[i] - inMany[many[i]]));
            return ofMany.length + rank;
        }
    }

    /** {@return the coefficient, at most 1 but for ICC(2,k) as {@link #of} says; NaN where it is not defined} */
    public double value() {
        return value;
    }

    /** {@return the statistic of the F test: mean square between units over that of error; NaN or infinite without error} */
    public double f() {
        return betweenUnits / error;
    }

    /** {@return the degrees of freedom between units} */
    public double unitDegreesOfFreedom() {
        return unitDegrees;
    }

    /** {@return the degrees of freedom of error} */
    public double errorDegreesOfFreedom() {
        return errorDegrees;
    }

    /** {@return the p value of the F test that units do not differ, exact for normal ratings; NaN where F is} */
    public double pValue() {
        double f = f();
        return Double.isNaN(f + value)
                ? Double.NaN
                : Double.isInfinite(f)
                        ? 0
                        : FDistribution.of(unitDegrees, errorDegrees).survivalProbability(f);
    }

    /**
     * The lower bound of the interval of Shrout and Fleiss, for normal ratings of independent units.
     *
     * <ul>
     *   <li>Of one-way forms with unequal numbers of ratings approximate, n₀ standing for the number.
     *   <li>NaN for two-way forms of an incomplete table, where there is no error, and where the value is above 1.
     * </ul>
     *
     * @param level nominal coverage of both bounds, in (0, 1)
     * @return the bound, at most the value
     * @throws IllegalArgumentException if the level is outside (0, 1)
     */
    public double lower(double level) {
        return Math.min(value, bound((1 - Arguments.level(level)) / 2, true));
    }

    /**
     * {@return the upper bound, as {@link #lower}, at least the value}
     *
     * @param level nominal coverage of both bounds, in (0, 1)
     * @throws IllegalArgumentException if the level is outside (0, 1)
     */
    public double upper(double level) {
        return Math.max(value, bound((1 - Arguments.level(level)) / 2, false));
    }

    private double bound(double tail, boolean lower) {
        if (!Double.isFinite(f()) || Double.isNaN(value + units) || value > 1) {
            return Double.NaN;
        }
        double one;
        if (form == Icc.TWO_ONE || form == Icc.TWO_K) {
            double icc = (betweenUnits - error) / (betweenUnits + (size - 1) * error + size * (raters - error) / units);
            double ratio = size * icc * raters / error;
            double sum = units * (1 + (size - 1) * icc) - size * icc;
            double v = (size - 1) * (units - 1) * Math.pow(ratio + sum, 2) / ((units - 1) * ratio * ratio + sum * sum);
            if (!(v > SINGULAR)) {
                return Double.NaN;
            }
            double rest = size * raters + (size * units - size - units) * error;
            double q = lower ? quantile(units - 1, v, tail) : 1 / quantile(v, units - 1, tail);
            one = units * (betweenUnits - q * error) / (q * rest + units * betweenUnits);
        } else {
            double q =
                    lower ? quantile(unitDegrees, errorDegrees, tail) : 1 / quantile(errorDegrees, unitDegrees, tail);
            one = (f() / q - 1) / (f() / q + size - 1);
        }
        return form == Icc.ONE_K || form == Icc.TWO_K || form == Icc.THREE_K ? ofMean(one) : one;
    }

    private static double quantile(double above, double below, double tail) {
        return FDistribution.of(above, below).inverseSurvivalProbability(tail);
    }

    /** Spearman and Brown; without limit where single ratings would agree less than k raters can. */
    private double ofMean(double one) {
        double rest = 1 + (size - 1) * one;
        return rest <= 0 ? Double.NEGATIVE_INFINITY : size * one / rest;
    }

    /** As {@code 0.715, F(5, 15) = 11.03, p = 0.0001}. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%.3f, F(%.0f, %.0f) = %.2f, p = %.4f", value, unitDegrees, errorDegrees, f(), pValue());
    }
}
