package esrp.stats;

import esrp.stats.internal.Arguments;
import esrp.stats.internal.Jackknife;
import esrp.stats.internal.RandomStream;
import esrp.stats.internal.Replicates;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Bootstrap confidence intervals.
 *
 * <pre>{@code
 * Interval mean = Bootstrap.withDefaults().mean(scores);
 * Interval tau = Bootstrap.withDefaults().withSeed(7).table(counts, WeightedKendallTau.withDefaults()::statistic);
 * }</pre>
 *
 * <p>Items are drawn one by one with replacement, as many as there are: they must be independent. Ratings that share a
 * dialogue, a scenario or a character are not; resample those units instead.
 *
 * <p>Replicate i draws from a stream made from the seed and i: the same seed gives the same interval on any number of
 * threads. Where the statistic depends on counts of levels alone, a replicate is one multinomial draw of the counts,
 * which has the distribution of resampling item by item and does not cost more for more items. Values that take at most
 * 256 levels are counted automatically.
 *
 * <ul>
 *   <li>{@link IntervalMethod#PERCENTILE} (default) and {@link IntervalMethod#BASIC}: type 7 quantiles of the replicates.
 *   <li>{@link IntervalMethod#BCA}: bias from the share of replicates below the estimate, ties counted half;
 *       acceleration from the jackknife. Bounds are NaN if the statistic does not vary over the jackknife (constant
 *       data) or all replicates lie on one side of the estimate.
 *   <li>{@link IntervalMethod#STUDENTIZED}: needs a standard error of each replicate. For means it is closed-form, for
 *       table statistics it comes from the jackknife of each resampled table; for other statistics pass your own.
 *   <li>A replicate that is NaN (say, tau of a resample without variation) makes the bounds NaN: it is not dropped.
 *   <li>A constant sample of several items has the bounds of its only value, by percentile and basic; one item shows no
 *       variation, so that its bounds are NaN by every method.
 *   <li>Means that differ by rounding alone, less than 10<sup>-13</sup> of the largest value, are equal.
 *   <li>Samples without items, values that are not finite, negative counts, lengths that differ, and arguments outside the
 *       ranges given are rejected with {@link IllegalArgumentException}.
 * </ul>
 *
 * <p>Memory: 8 bytes per replicate, twice (16 more if studentized), and for each of up to 64 blocks of replicates that run
 * at the same time one resample: the cells of a table, or 4 bytes per item for {@link #interval(int, ToDoubleFunction)}.
 *
 * <p>Immutable and thread-safe. Runs in the calling thread unless {@link #with(Executor)} brings more.
 *
 * <p>Efron (1987), Better bootstrap confidence intervals,
 * <a href="https://doi.org/10.1080/01621459.1987.10478410">doi:10.1080/01621459.1987.10478410</a>; Davison and Hinkley
 * (1997), Bootstrap methods and their application,
 * <a href="https://doi.org/10.1017/CBO9780511802843">doi:10.1017/CBO9780511802843</a>.
 */
public final class Bootstrap {
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
    private static final Bootstrap DEFAULT =
            new Bootstrap(5000, 0.95, IntervalMethod.PERCENTILE, Alternative.TWO_SIDED, 0, Replicates.CALLER);

    private final int resamples;
    private final double level;
    private final IntervalMethod method;
    private final Alternative alternative;
    private final long seed;
    private final Executor executor;

    private Bootstrap(
            int resamples, double level, IntervalMethod method, Alternative alternative, long seed, Executor executor) {
        this.resamples = resamples;
        this.level = level;
        this.method = method;
        this.alternative = alternative;
        this.seed = seed;
        this.executor = executor;
    }

    /**
     * 5,000 resamples, a two-sided level of 0.95, percentile, seed 0, in the calling thread.
     *
     * @return the default configuration
     */
    public static Bootstrap withDefaults() {
        return DEFAULT;
    }

    /**
     * {@return a copy with another number of resamples}
     *
     * @param resamples at least 1; thousands for bounds worth printing
     */
    public Bootstrap withResamples(int resamples) {
        return new Bootstrap(Arguments.atLeast("resamples", 1, resamples), level, method, alternative, seed, executor);
    }

    /**
     * {@return a copy with another nominal coverage}
     *
     * @param level in (0, 1)
     */
    public Bootstrap withLevel(double level) {
        return new Bootstrap(resamples, Arguments.level(level), method, alternative, seed, executor);
    }

    /**
     * {@return a copy with another kind of interval}
     *
     * @param method PERCENTILE, BASIC, BCA or STUDENTIZED
     * @throws IllegalArgumentException if it is T or LOGIT, which are no bootstraps
     */
    public Bootstrap with(IntervalMethod method) {
        if (!Objects.requireNonNull(method, "method").resamples()) {
            throw new IllegalArgumentException(
                    "method: " + method + " is not a bootstrap; methods are [PERCENTILE, BASIC, BCA, STUDENTIZED]");
        }
        return new Bootstrap(resamples, level, method, alternative, seed, executor);
    }

    /**
     * Returns a copy with one finite bound or two. A one-sided interval puts all of {@code 1 - level} beyond its finite bound.
     *
     * @param alternative LESS for an upper bound alone, GREATER for a lower bound alone
     * @return the copy
     */
    public Bootstrap with(Alternative alternative) {
        return new Bootstrap(
                resamples, level, method, Objects.requireNonNull(alternative, "alternative"), seed, executor);
    }

    /**
     * {@return a copy with another seed}
     *
     * @param seed any
     */
    public Bootstrap withSeed(long seed) {
        return new Bootstrap(resamples, level, method, alternative, seed, executor);
    }

    /**
     * {@return a copy that uses further threads besides the calling one} Results do not change. The executor is neither
     * shut down nor needed: what it does not take up, the calling thread does.
     *
     * @param executor for example {@link java.util.concurrent.ForkJoinPool#commonPool()}
     */
    public Bootstrap with(Executor executor) {
        return new Bootstrap(resamples, level, method, alternative, seed, Objects.requireNonNull(executor, "executor"));
    }

    /**
     * {@return the mean of values}
     *
     * @param values at least one, finite
     */
    public Interval mean(double[] values) {
        return means(MeanSample.of("values", values), MeanSample.NONE);
    }

    /**
     * {@return the mean of scores that have been counted}
     *
     * @param scores the score of each level, finite
     * @param counts how often each level occurs; at least one item in all
     */
    public Interval mean(double[] scores, long[] counts) {
        return means(MeanSample.of(scores, "counts", counts), MeanSample.NONE);
    }

    /**
     * {@return the mean of the differences {@code a[i] - b[i]} of pairs, which are resampled as pairs}
     *
     * @param a one finite value for each pair; at least one pair
     * @param b one finite value for each pair
     */
    public Interval meanDifference(double[] a, double[] b) {
        Arguments.sameLength("a", a.length, "b", b.length);
        Arguments.finite("a", a);
        Arguments.finite("b", b);
        double[] differences = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            double rounding = MeanSample.ROUNDING * Math.max(Math.abs(a[i]), Math.abs(b[i]));
            differences[i] = Math.abs(a[i] - b[i]) <= rounding ? 0 : a[i] - b[i];
        }
        return means(MeanSample.of("a - b", differences), MeanSample.NONE);
    }

    /**
     * The difference of the means of two independent samples, each resampled by itself.
     *
     * @param a at least one finite value
     * @param b at least one finite value
     * @return the interval of mean(a) - mean(b)
     */
    public Interval differenceOfMeans(double[] a, double[] b) {
        return means(MeanSample.of("a", a), MeanSample.of("b", b));
    }

    /**
     * The difference of the means of two independent samples of scores that have been counted.
     *
     * @param scores the score of each level, finite
     * @param a how often each level occurs in the first sample
     * @param b how often each level occurs in the second sample
     * @return the interval of mean(a) - mean(b)
     */
    public Interval differenceOfMeans(double[] scores, long[] a, long[] b) {
        return means(MeanSample.of(scores, "a", a), MeanSample.of(scores, "b", b));
    }

    private Interval means(MeanSample a, MeanSample b) {
        double[] replicates = new double[resamples];
        double[] errors = new double[method == IntervalMethod.STUDENTIZED ? resamples : 0];
        Replicates.run(resamples, executor, (from, to) -> {
            MeanSample.Draw drawA = a.newDraw();
            MeanSample.Draw drawB = b.newDraw();
            for (int i = from; i < to; i++) {
                RandomStream random = RandomStream.of(seed, i);
                drawA.next(random);
                drawB.next(random);
                replicates[i] = MeanSample.difference(drawA, drawB);
                if (errors.length > 0) {
                    errors[i] = Math.sqrt(drawA.squaredError() + drawB.squaredError());
                }
            }
        });
        MeanSample.Draw wholeA = a.whole();
        MeanSample.Draw wholeB = b.whole();
        double estimate = MeanSample.difference(wholeA, wholeB);
        if (a.isSingle() || b.isSingle()) {
            return undefined(estimate);
        }
        double rounding = Math.max(a.rounding(), b.rounding());
        Arrays.setAll(replicates, i -> Math.abs(replicates[i] - estimate) <= rounding ? estimate : replicates[i]);
        return switch (method) {
            case BCA -> accelerated(estimate, replicates, MeanSample.acceleration(wholeA, wholeB));
            case STUDENTIZED ->
                studentized(estimate, Math.sqrt(wholeA.squaredError() + wholeB.squaredError()), replicates, errors);
            default -> interval(estimate, replicates);
        };
    }

    /**
     * Any statistic of a contingency table of independent items, for example
     * {@code WeightedKendallTau.withDefaults()::statistic} or {@code Accuracy::exact}. A replicate costs one draw of
     * the non-empty cells and one call.
     *
     * @param contingency counts; at least one item, at most 2<sup>53</sup>
     * @param statistic a pure function, called from the executor's threads too; it must not keep the table it is given
     * @return the interval
     */
    public Interval table(long[][] contingency, ToDoubleFunction<long[][]> statistic) {
        Objects.requireNonNull(statistic, "statistic");
        TableSample table = new TableSample(contingency);
        double[] replicates = new double[resamples];
        double[] errors = new double[method == IntervalMethod.STUDENTIZED ? resamples : 0];
        Replicates.run(resamples, executor, (from, to) -> {
            TableSample.Draw draw = table.newDraw();
            for (int i = from; i < to; i++) {
                draw.next(RandomStream.of(seed, i));
                replicates[i] = statistic.applyAsDouble(draw.table());
                if (errors.length > 0) {
                    errors[i] = draw.jackknife(statistic).standardError();
                }
            }
        });
        TableSample.Draw whole = table.whole();
        double estimate = statistic.applyAsDouble(whole.table());
        if (table.isSingle()) {
            return undefined(estimate);
        }
        return switch (method) {
            case BCA ->
                accelerated(estimate, replicates, whole.jackknife(statistic).acceleration());
            case STUDENTIZED -> studentized(estimate, whole.jackknife(statistic).standardError(), replicates, errors);
            default -> interval(estimate, replicates);
        };
    }

    /**
     * Any statistic of resampled items. The estimate is the statistic of the indices 0 to n - 1; BCa calls it for each
     * set of n - 1 of them too.
     *
     * @param n the number of items, at least 1
     * @param statistic a pure function of the indices of the items drawn, called from the executor's threads too; it may
     *     change the array but must not keep it
     * @return the interval
     * @throws IllegalArgumentException if n is below 1, or the method is STUDENTIZED, which needs
     *     {@link #interval(int, ToDoubleFunction, ToDoubleFunction)}
     */
    public Interval interval(int n, ToDoubleFunction<int[]> statistic) {
        Arguments.rejectIf(
                method == IntervalMethod.STUDENTIZED,
                "method: STUDENTIZED needs a standard error of each resample; pass a function for it as third"
                        + " argument");
        double[] replicates = replicates(n, statistic);
        double estimate = statistic.applyAsDouble(identity(n));
        if (n == 1) {
            return undefined(estimate);
        }
        return method == IntervalMethod.BCA
                ? bca(estimate, replicates, jackknife(n, statistic))
                : interval(estimate, replicates);
    }

    /**
     * As {@link #interval(int, ToDoubleFunction)}, with a standard error, which only STUDENTIZED uses.
     *
     * @param n the number of items, at least 1
     * @param statistic a pure function of the indices of the items drawn
     * @param standardError an estimate of the standard error of the statistic from the same indices, a pure function
     * @return the interval
     */
    public Interval interval(int n, ToDoubleFunction<int[]> statistic, ToDoubleFunction<int[]> standardError) {
        Objects.requireNonNull(standardError, "standardError");
        if (method != IntervalMethod.STUDENTIZED) {
            return interval(n, statistic);
        }
        double estimate = statistic.applyAsDouble(identity(n));
        double error = standardError.applyAsDouble(identity(n));
        return n == 1
                ? undefined(estimate)
                : studentized(estimate, error, replicates(n, statistic), replicates(n, standardError));
    }

    /**
     * Any statistic of two independent samples, each resampled by itself; BCa leaves out each item of either in turn.
     *
     * @param first the number of items of the first sample, at least 1
     * @param second the number of items of the second sample, at least 1
     * @param statistic a pure function of the indices of the items drawn from the first and from the second, called from the
     *     executor's threads too; it may change the arrays but must not keep them
     * @return the interval
     * @throws IllegalArgumentException if a number is below 1, or the method is STUDENTIZED
     */
    public Interval interval(int first, int second, ToDoubleBiFunction<int[], int[]> statistic) {
        Objects.requireNonNull(statistic, "statistic");
        Arguments.atLeast("first", 1, first);
        Arguments.atLeast("second", 1, second);
        Arguments.rejectIf(
                method == IntervalMethod.STUDENTIZED,
                "method: STUDENTIZED is not offered for two samples of any statistic; use PERCENTILE, BASIC or BCA");
        double estimate = statistic.applyAsDouble(identity(first), identity(second));
        if (first == 1 || second == 1) {
            return undefined(estimate);
        }
        double[] replicates = new double[resamples];
        Replicates.run(resamples, executor, (from, to) -> {
            int[] a = new int[first];
            int[] b = new int[second];
            for (int i = from; i < to; i++) {
                RandomStream random = RandomStream.of(seed, i);
                Arrays.setAll(a, j -> random.nextInt(first));
                Arrays.setAll(b, j -> random.nextInt(second));
                replicates[i] = statistic.applyAsDouble(a, b);
            }
        });
        return method == IntervalMethod.BCA
                ? bca(
                        estimate,
                        replicates,
                        jackknife(first, a -> statistic.applyAsDouble(a, identity(second))),
                        jackknife(second, b -> statistic.applyAsDouble(identity(first), b)))
                : interval(estimate, replicates);
    }

    /**
     * The bootstrap distribution itself, for a histogram or a method of your own.
     *
     * @param n the number of items, at least 1
     * @param statistic a pure function of the indices of the items drawn
     * @return the statistic of each resample, in the order of their numbers
     */
    public double[] replicates(int n, ToDoubleFunction<int[]> statistic) {
        Objects.requireNonNull(statistic, "statistic");
        Arguments.atLeast("n", 1, n);
        double[] replicates = new double[resamples];
        Replicates.run(resamples, executor, (from, to) -> {
            int[] indices = new int[n];
            for (int i = from; i < to; i++) {
                RandomStream random = RandomStream.of(seed, i);
                for (int j = 0; j < n; j++) {
                    indices[j] = random.nextInt(n);
                }
                replicates[i] = statistic.applyAsDouble(indices);
            }
        });
        return replicates;
    }

    private static int[] identity(int n) {
        int[] indices = new int[n];
        Arrays.setAll(indices, i -> i);
        return indices;
    }

    private double[] jackknife(int n, ToDoubleFunction<int[]> statistic) {
        double[] values = new double[n];
        Replicates.run(n, executor, (from, to) -> {
            int[] indices = new int[n - 1];
            for (int left = from; left < to; left++) {
                for (int j = 0; j < n - 1; j++) {
                    indices[j] = j < left ? j : j + 1;
                }
                values[left] = statistic.applyAsDouble(indices);
            }
        });
        return values;
    }

    /**
     * {@return the percentile or basic interval of a bootstrap distribution made elsewhere}
     *
     * @param estimate the statistic of the sample
     * @param replicates the statistic of each resample, at least one
     * @throws IllegalArgumentException if there are no replicates, or the method needs more, see
     *     {@link #bca(double, double[], double[]...)} and {@link #studentized(double, double, double[], double[])}
     */
    public Interval interval(double estimate, double[] replicates) {
        double[] sorted = sorted("replicates", replicates);
        double low = Quantiles.ofSorted(sorted, tail());
        double high = Quantiles.ofSorted(sorted, 1 - tail());
        double error = deviation(sorted);
        return switch (method) {
            case PERCENTILE -> bounds(estimate, low, high, method, error);
            case BASIC -> bounds(estimate, 2 * estimate - high, 2 * estimate - low, method, error);
            default ->
                throw new IllegalArgumentException("method: " + method
                        + " needs more than replicates; call bca(...) or studentized(...), or use PERCENTILE or BASIC");
        };
    }

    /**
     * The BCa interval of a bootstrap distribution made elsewhere, whatever {@link #with(IntervalMethod)} says.
     *
     * @param estimate the statistic of the sample
     * @param replicates the statistic of each resample, at least one
     * @param jackknife for each independent sample, the statistic with each of its items left out
     * @return the interval
     */
    public Interval bca(double estimate, double[] replicates, double[]... jackknife) {
        Arguments.rejectIf(jackknife.length == 0, "jackknife: is empty, one array for each sample was expected");
        double cubes = 0;
        double squares = 0;
        for (int j = 0; j < jackknife.length; j++) {
            Arguments.rejectIf(
                    jackknife[j].length == 0, "jackknife[%s]: is empty, one value for each item was expected", j);
            Jackknife values = Jackknife.of(jackknife[j]);
            cubes += values.cubes();
            squares += values.squares();
        }
        return accelerated(estimate, replicates, Jackknife.acceleration(cubes, squares));
    }

    /** BCa with a given acceleration. */
    Interval accelerated(double estimate, double[] replicates, double acceleration) {
        double[] sorted = sorted("replicates", replicates);
        double share = Quantiles.shareBelow(sorted, estimate);
        double bias = Double.isNaN(share) ? Double.NaN : NORMAL.inverseCumulativeProbability(share);
        double z = NORMAL.inverseCumulativeProbability(tail());
        double low = Quantiles.ofSorted(sorted, corrected(bias, acceleration, z));
        double high = Quantiles.ofSorted(sorted, corrected(bias, acceleration, -z));
        return bounds(estimate, low, high, IntervalMethod.BCA, deviation(sorted));
    }

    /** NaN if the correction turns the tails round, which an acceleration far from zero can do. */
    private static double corrected(double bias, double acceleration, double z) {
        double shrink = 1 - acceleration * (bias + z);
        return shrink > 0 ? NORMAL.cumulativeProbability(bias + (bias + z) / shrink) : Double.NaN;
    }

    /**
     * The studentized interval of a bootstrap distribution made elsewhere, whatever {@link #with(IntervalMethod)} says:
     * the estimate minus quantiles of (replicate - estimate) / (its standard error), times the standard error.
     *
     * <ul>
     *   <li>A replicate with standard error 0 counts as infinitely far from the estimate, or not at all if it equals it.
     *   <li>Bounds are NaN if the standard error of the estimate is 0 or NaN.
     * </ul>
     *
     * @param estimate the statistic of the sample
     * @param standardError the standard error of the estimate
     * @param replicates the statistic of each resample, at least one
     * @param standardErrors the standard error of each replicate
     * @return the interval
     */
    public Interval studentized(double estimate, double standardError, double[] replicates, double[] standardErrors) {
        Arguments.sameLength("replicates", replicates.length, "standardErrors", standardErrors.length);
        double[] ratios = new double[replicates.length];
        for (int i = 0; i < ratios.length; i++) {
            double distance = replicates[i] - estimate;
            ratios[i] = distance == 0 ? 0 : distance / standardErrors[i];
        }
        double[] sorted = sorted("replicates", ratios);
        double unit = standardError > 0 ? standardError : Double.NaN;
        double low = estimate - unit * Quantiles.ofSorted(sorted, 1 - tail());
        double high = estimate - unit * Quantiles.ofSorted(sorted, tail());
        return bounds(estimate, low, high, IntervalMethod.STUDENTIZED, standardError);
    }

    private double tail() {
        return alternative == Alternative.TWO_SIDED ? (1 - level) / 2 : 1 - level;
    }

    private Interval bounds(double estimate, double low, double high, IntervalMethod used, double standardError) {
        return Interval.of(
                        estimate,
                        alternative == Alternative.LESS ? Double.NEGATIVE_INFINITY : low,
                        alternative == Alternative.GREATER ? Double.POSITIVE_INFINITY : high,
                        level,
                        used)
                .withStandardError(standardError);
    }

    /** One item shows no variation. */
    private Interval undefined(double estimate) {
        return bounds(estimate, Double.NaN, Double.NaN, method, Double.NaN);
    }

    private static double[] sorted(String parameter, double[] values) {
        Arguments.rejectIf(values.length == 0, "%s: is empty, at least one is needed", parameter);
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    /** The standard deviation; NaN for one value, or if one is NaN or infinite. */
    private static double deviation(double... values) {
        double mean = Arrays.stream(values).average().orElse(Double.NaN);
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return Math.sqrt(squares / (values.length - 1));
    }

    /** The configuration, as {@code Bootstrap[5000 resamples, level 0.95, PERCENTILE, seed 0]}. */
    @Override
    public String toString() {
        return "Bootstrap[" + resamples + " resamples, level " + level + ", " + method
                + (alternative == Alternative.TWO_SIDED ? "" : ", " + alternative) + ", seed " + seed + "]";
    }

    /** Which departures a test or a one-sided interval is about. */
    public enum Alternative {
        /** Either direction: two-sided p-values, intervals with two finite bounds. */
        TWO_SIDED,
        /** The quantity is smaller: left-tail p-values, intervals from minus infinity to an upper bound. */
        LESS,
        /** The quantity is greater: right-tail p-values, intervals from a lower bound to infinity. */
        GREATER
    }
}
