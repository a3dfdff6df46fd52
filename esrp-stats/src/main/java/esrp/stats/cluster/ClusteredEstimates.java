package esrp.stats.cluster;

import esrp.stats.Bootstrap;
import esrp.stats.Estimate;
import esrp.stats.Interval;
import esrp.stats.IntervalMethod;
import esrp.stats.internal.Arguments;
import esrp.stats.internal.RandomStream;
import esrp.stats.internal.Replicates;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.jspecify.annotations.Nullable;

/**
 * Means of {@link ClusteredMeans}, their differences and other contrasts, with intervals, standard errors and p values.
 *
 * <p>Replicates are computed once, for all columns together, when first needed: 8 bytes for each resample and column. Each
 * difference then costs the two columns and no resampling, and shares every replicate's weights with all others; temporarily it
 * takes 16 bytes per resample, studentized 24 and the weights of up to 64 resamples. Thread-safe.
 *
 * <ul>
 *   <li>A mean of a column without values is NaN, and so are its standard error, intervals and p values.
 *   <li>With one cluster, or one unit of either crossed kind, nothing varies: standard errors and intervals are NaN, by every
 *       method.
 *   <li>A value, standard error or replicate below 10<sup>-12</sup> of the values it is made of is rounding, and counts as 0.
 *   <li>A resample in which a column has no values makes the bootstrap bounds of that column NaN, as in {@link Bootstrap}: the
 *       t interval needs no resamples.
 *   <li>A resample without variation, such as one cluster many times over, counts as infinitely far from the estimate in
 *       studentized intervals; with two or three clusters their bounds are infinite.
 * </ul>
 */
public final class ClusteredEstimates {
    /** How many quantiles stand for a distribution. */
    private static final int ROOTS = 1_000;

    /** A standard error this small beside that of the data is rounding, and zero in truth. */
    private static final double NO_VARIATION = 1e-10;

    /** So many resamples are added up together, as their weights shall stay in the processor's cache. */
    private static final int MOST_TOGETHER = 128;

    private static final int FEWEST_TOGETHER = 8;
    private static final int WEIGHTS_TOGETHER = 1 << 14;

    private final ClusteredInference how;
    private final ClusteredMeans data;
    private final ClusteredVariance variance;
    private final Resampled resampled;

    ClusteredEstimates(ClusteredInference how, ClusteredMeans data) {
        this(how, data, new ClusteredVariance(data), new Resampled());
    }

    private ClusteredEstimates(
            ClusteredInference how, ClusteredMeans data, ClusteredVariance variance, Resampled resampled) {
        this.how = how;
        this.data = data;
        this.variance = variance;
        this.resampled = resampled;
    }

    /**
     * Returns a copy with another method, from the same resamples.
     *
     * @param method of intervals
     * @return a copy that shares the replicates with these estimates, whichever needs them first
     */
    public ClusteredEstimates with(IntervalMethod method) {
        return new ClusteredEstimates(how.with(method), data, variance, resampled);
    }

    /** {@return the data: sums and counts} */
    public ClusteredMeans data() {
        return data;
    }

    /** {@return how intervals are made: level, method, resamples and seed} */
    public ClusteredInference inference() {
        return how;
    }

    /**
     * {@return the mean of one column}
     *
     * @param column from 0
     */
    public Interval mean(int column) {
        return contrast(unit(column));
    }

    /**
     * The mean of one column whose values lie between limits, such as the ends of a scale.
     *
     * @param column from 0
     * @param lowest the lowest value possible
     * @param highest the highest value possible
     * @return its interval; by {@link IntervalMethod#LOGIT} within the limits
     */
    public Interval mean(int column, double lowest, double highest) {
        return within(lowest, highest, unit(column));
    }

    /**
     * Any weighted sum of means that lies between limits, such as an average of several scales. A difference does too, but its
     * plain interval covers as it should: use {@link #contrast}.
     *
     * @param lowest the lowest value possible
     * @param highest the highest value possible
     * @param coefficients one for each column; columns with 0 do not matter, even if they are empty
     * @return the interval; by {@link IntervalMethod#LOGIT} within the limits
     * @throws IllegalArgumentException if the lowest value is not below the highest, or the estimate is not between them
     */
    public Interval within(double lowest, double highest, double... coefficients) {
        Estimate e = estimate(coefficients);
        double rounding = data.rounding(coefficients);
        if (!(lowest < highest) || e.value() < lowest - rounding || e.value() > highest + rounding) {
            throw new IllegalArgumentException(
                    "lowest: " + lowest + " and highest: " + highest + " are not limits of the estimate " + e.value());
        }
        if (e.standardError() == 0) {
            double value = Math.max(lowest, Math.min(highest, e.value()));
            return named(Estimate.ofConstant(value, lowest, highest, e.degreesOfFreedom())
                    .interval(how.level()));
        }
        return how.method() == IntervalMethod.LOGIT
                ? named(e.interval(how.level(), lowest, highest))
                : contrast(coefficients);
    }

    /** The same bounds, called as the method that was asked for. */
    private Interval named(Interval interval) {
        return Interval.of(interval.estimate(), interval.lower(), interval.upper(), how.level(), how.method())
                .withStandardError(interval.standardError());
    }

    /** {@return the means of all columns; an interval for each column} */
    public List<Interval> means() {
        return IntStream.range(0, data.columns()).mapToObj(this::mean).toList();
    }

    /**
     * The difference between two columns, paired by cluster.
     *
     * @param column from 0
     * @param minus the column that is subtracted
     * @return the interval of {@code mean(column) - mean(minus)}
     */
    public Interval difference(int column, int minus) {
        return contrast(coefficients(column, minus));
    }

    /**
     * {@return any weighted sum of the means}
     *
     * @param coefficients one for each column; columns with 0 do not matter, even if they are empty
     */
    public Interval contrast(double... coefficients) {
        if (!how.method().resamples()) {
            return estimate(coefficients).interval(how.level());
        }
        int[] columns = involved(coefficients);
        Estimate estimate = variance.estimate(columns, coefficients);
        double se = estimate.standardError();
        if (se == 0 && data.limited()) {
            return named(estimate.interval(how.level()));
        }
        boolean needsVariation = how.method() == IntervalMethod.BCA || how.method() == IntervalMethod.STUDENTIZED;
        if (Double.isNaN(se) || (se == 0 && needsVariation)) {
            return Interval.of(estimate.value(), Double.NaN, Double.NaN, how.level(), how.method())
                    .withStandardError(se);
        }
        double[] values = contrastReplicates(estimate.value(), columns, coefficients);
        Bootstrap bootstrap = Bootstrap.withDefaults().withLevel(how.level());
        Interval interval = switch (how.method()) {
            case BCA -> bootstrap.bca(estimate.value(), values, variance.leftOut(columns, coefficients));
            case STUDENTIZED -> studentized(bootstrap, estimate, columns, values, coefficients);
            default -> bootstrap.with(how.method()).interval(estimate.value(), values);
        };
        return interval.withStandardError(se);
    }

    /**
     * {@return the mean of one column with its standard error, for t tests}
     *
     * @param column from 0
     */
    public Estimate estimate(int column) {
        return estimate(unit(column));
    }

    /**
     * {@return the difference between two columns with its standard error, for t tests; paired by cluster}
     *
     * @param column from 0
     * @param minus the column that is subtracted
     */
    public Estimate estimate(int column, int minus) {
        return estimate(coefficients(column, minus));
    }

    /**
     * {@return any weighted sum of the means with its standard error, whatever the method of intervals}
     *
     * @param coefficients one for each column
     */
    public Estimate estimate(double... coefficients) {
        return variance.estimate(involved(coefficients), coefficients);
    }

    /**
     * The means of one column in all resamples.
     *
     * @param column from 0
     * @return a copy, in order of the resamples; NaN where a resample has no values of the column
     */
    public double[] replicates(int column) {
        data.requireColumn(column);
        return replicates()[column].clone();
    }

    ResamplingPlan plan() {
        return resampled.from(data, how).plan;
    }

    double[][] replicates() {
        return resampled.from(data, how).means;
    }

    /** Weights, and means as [column][resample]. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Drawn(ResamplingPlan plan, double[][] means) {}

    /** Drawn when first needed, for all methods together. */
    private static final class Resampled {
        private @Nullable Drawn drawn;

        synchronized Drawn from(ClusteredMeans data, ClusteredInference how) {
            Drawn known = drawn;
            if (known != null) {
                return known;
            }
            ResamplingPlan plan = new ResamplingPlan(how.seed(), how.resamples(), data.units(), data.crossedUnits());
            double[][] all = new double[data.columns()][how.resamples()];
            int most = Math.max(FEWEST_TOGETHER, Math.min(MOST_TOGETHER, WEIGHTS_TOGETHER / plan.width()));
            Queue<ClusteredMeans.Scratch> free = new ConcurrentLinkedQueue<>();
            Replicates.run(how.resamples(), how.executor(), (from, to) -> {
                int[] weights = new int[plan.width()];
                ClusteredMeans.Scratch scratch =
                        Objects.requireNonNullElseGet(free.poll(), () -> data.new Scratch(most));
                for (int b = from; b < to; b += most) {
                    int n = Math.min(most, to - b);
                    for (int i = 0; i < n; i++) {
                        plan.weights(b + i, weights);
                        for (int u = 0; u < weights.length; u++) {
                            scratch.weights[u * n + i] = weights[u];
                        }
                    }
                    for (int k = 0; k < all.length; k++) {
                        data.replicate(k, n, scratch, all[k], b);
                    }
                }
                free.add(scratch);
            });
            Drawn made = new Drawn(plan, all);
            drawn = made;
            return made;
        }
    }

    /**
     * Intervals of several weighted sums that hold all together with the level, whatever the method: the largest t ratio of all
     * sums in each resample (max-t), so that sums that go together cost less than by Bonferroni. Resampled deviations stand for the
     * correlation of the sums, and Student's t for the few clusters: each is divided by the root of a draw of chi-squared over its
     * degrees of freedom, the fewest of all sums, as each sum has a standard error of its own. Hothorn, Bretz and Westfall (2008), <a
     * href="https://doi.org/10.1002/bimj.200810425">doi:10.1002/bimj.200810425</a>.
     *
     * <ul>
     *   <li>A sum without a standard error has NaN bounds, and does not widen the others. None is narrower than by itself.
     * </ul>
     *
     * @param contrasts coefficients of each sum, one for each column
     * @return an interval for each, in the same order
     */
    public List<Interval> simultaneous(List<double[]> contrasts) {
        List<Estimate> estimates = contrasts.stream().map(this::estimate).toList();
        double df = estimates.stream()
                .filter(e -> e.standardError() > 0)
                .mapToDouble(Estimate::degreesOfFreedom)
                .min()
                .orElse(Double.NaN);
        double[] roots = new double[ROOTS];
        for (int i = 0; i < ROOTS && Double.isFinite(df); i++) {
            roots[i] = Math.sqrt(df / ChiSquaredDistribution.of(df).inverseCumulativeProbability((i + 0.5) / ROOTS));
        }
        double[] largest = new double[how.resamples()];
        for (int k = 0; k < contrasts.size(); k++) {
            if (!(estimates.get(k).standardError() > 0)) {
                continue;
            }
            double[] c = contrasts.get(k);
            double[] values = contrastReplicates(estimates.get(k).value(), involved(c), c);
            double mean = Arrays.stream(values).average().orElseThrow();
            double deviation = Math.sqrt(Arrays.stream(values)
                    .map(v -> (v - mean) * (v - mean))
                    .average()
                    .orElseThrow());
            for (int b = 0; b < values.length; b++) {
                double root = Double.isFinite(df)
                        ? roots[RandomStream.of(~how.seed() + k, b).nextInt(ROOTS)]
                        : 1;
                largest[b] = Math.max(largest[b], Math.abs(values[b] - mean) / deviation * root);
            }
        }
        Arrays.sort(largest);
        double critical = largest[(int) Math.ceil(how.level() * largest.length) - 1];
        return estimates.stream()
                .map(e -> {
                    if (e.standardError() == 0) {
                        return e.interval(1 - (1 - how.level()) / contrasts.size());
                    }
                    Interval alone = e.interval(how.level());
                    double half = Math.max(critical * e.standardError(), e.value() - alone.lower());
                    return Interval.of(e.value(), e.value() - half, e.value() + half, how.level(), IntervalMethod.T)
                            .withStandardError(e.standardError());
                })
                .toList();
    }

    private double[] unit(int column) {
        data.requireColumn(column);
        double[] c = new double[data.columns()];
        c[column] = 1;
        return c;
    }

    double[] coefficients(int column, int minus) {
        double[] c = unit(column);
        data.requireColumn(minus);
        c[minus] -= 1;
        return c;
    }

    private int[] involved(double... coefficients) {
        if (coefficients.length != data.columns()) {
            throw new IllegalArgumentException(
                    "coefficients: " + coefficients.length + " of them; the data have " + data.columns() + " columns");
        }
        Arguments.finite("coefficients", coefficients);
        return IntStream.range(0, coefficients.length)
                .filter(k -> coefficients[k] != 0)
                .toArray();
    }

    private double[] contrastReplicates(double estimate, int[] columns, double... coefficients) {
        double[][] all = replicates();
        double[] values = new double[how.resamples()];
        for (int k : columns) {
            double[] column = all[k];
            double c = coefficients[k];
            for (int b = 0; b < values.length; b++) {
                values[b] += c * column[b];
            }
        }
        double rounding = data.rounding(coefficients);
        Arrays.setAll(values, b -> Math.abs(values[b] - estimate) <= rounding ? estimate : values[b]);
        return values;
    }

    private Interval studentized(
            Bootstrap bootstrap, Estimate estimate, int[] columns, double[] values, double... coefficients) {
        double[][] all = replicates();
        ResamplingPlan by = plan();
        double[] shares = variance.shares(columns, coefficients);
        double[] errors = new double[values.length];
        Replicates.run(errors.length, how.executor(), (from, to) -> {
            int[] weights = new int[by.width()];
            double[] means = new double[data.columns()];
            double[] counts = new double[data.columns()];
            for (int b = from; b < to; b++) {
                by.weights(b, weights);
                for (int k : columns) {
                    means[k] = all[k][b];
                }
                data.resampledCounts(columns, weights, counts);
                double se = variance.resampledStandardError(columns, coefficients, shares, weights, means, counts);
                errors[b] = se > NO_VARIATION * estimate.standardError() ? se : 0;
            }
        });
        return bootstrap.studentized(estimate.value(), estimate.standardError(), values, errors);
    }

    /** One line for each column. */
    @Override
    public String toString() {
        StringBuilder s = new StringBuilder();
        s.append(data).append(", ").append(how.method());
        for (int k = 0; k < data.columns(); k++) {
            s.append('\n').append(k).append(": ").append(mean(k));
        }
        return s.toString();
    }
}
