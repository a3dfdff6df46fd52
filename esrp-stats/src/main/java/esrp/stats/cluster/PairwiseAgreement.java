package esrp.stats.cluster;

import esrp.stats.Bootstrap;
import esrp.stats.Estimate;
import esrp.stats.Interval;
import esrp.stats.IntervalMethod;
import esrp.stats.PairTable;
import esrp.stats.internal.Arguments;
import esrp.stats.internal.Jackknife;
import esrp.stats.internal.Replicates;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Agreement within several pairs of raters, with intervals from the clusters (scenarios, characters) the rated units belong to.
 *
 * <p>One {@link PairTable} stands for each pair and cluster. Any coefficient of a table can be used: {@code t ->
 * t.cohenKappa(Weights.QUADRATIC)}, {@code t -> t.krippendorffAlpha(Level.ORDINAL)}, {@code t ->
 * WeightedKendallTau.withDefaults().statistic(t.counts())}.
 *
 * <p>{@link Pooling#MICRO} and {@link Pooling#MACRO} answer different questions, so there is no default. In a resample a pair
 * counts as often as its clusters were drawn on average, so that pairs nested in clusters come and go with them, and pairs that
 * rated in all clusters always count once.
 *
 * <ul>
 *   <li>Pairs whose coefficient is NaN (one of the raters used one level only) are left out of the macro mean; see {@link
 *       #undefined}.
 *   <li>A resample in which no coefficient is defined makes bootstrap bounds NaN, as in {@link Bootstrap}; so does, for the t
 *       interval, a cluster without which none is defined.
 *   <li>Micro coefficients that distinguish the first rater from the second take the order of each pair as given.
 * </ul>
 *
 * <p>Intervals stay within [-1, 1]: the t interval is made by Fisher's z, the others are cut. A coefficient below -1, as AC2 of raters
 * who turn the scale round, has the plain interval of its method, cut at 1.
 *
 * <p>Memory: 16 bytes for each pair, cluster and combination of levels that occurs. A replicate costs as much as adding up those
 * counts plus one coefficient for each pair (macro) or one (micro); the jackknife takes each cluster away from the sums, one
 * coefficient for each pair and cluster that it rated in (macro) or each cluster (micro). Immutable.
 */
public final class PairwiseAgreement {
    private static final double ROUNDING = 1e-12;

    /** How the agreement of several pairs of raters becomes one number. */
    public enum Pooling {
        /** The coefficient of the pooled table of all pairs: every rated unit counts equally. */
        MICRO,
        /** The mean of the pairs' coefficients: every pair counts equally. */
        MACRO
    }

    private final int levels;
    private final int clusters;
    /** The first entry of each pair; entries of a pair are together, by ascending cluster. */
    private final int[] from;

    private final int[] cluster;
    /** levels × level of the first rater + level of the second. */
    private final int[] cell;

    private final long[] count;
    private final long least;
    /** Weights that let every cluster count once. */
    private final int[] ones;

    private PairwiseAgreement(
            int levels, int clusters, int[] from, int[] cluster, int[] cell, long[] count, long least) {
        this.levels = levels;
        this.clusters = clusters;
        this.from = from;
        this.cluster = cluster;
        this.cell = cell;
        this.count = count;
        this.least = least;
        ones = new int[clusters];
        Arrays.fill(ones, 1);
    }

    /**
     * Pairs of raters by cluster.
     *
     * @param tables [pair][cluster], all of as many levels; an empty table where a pair did not rate in a cluster; copied
     * @return the pairs
     */
    public static PairwiseAgreement of(PairTable[][] tables) {
        Arguments.rejectIf(
                tables.length == 0 || tables[0].length == 0, "tables: at least one pair and one cluster are needed");
        int levels = tables[0][0].levels();
        Entries entries = new Entries(Arrays.stream(tables)
                .flatMap(Arrays::stream)
                .mapToInt(Entries::in)
                .sum());
        int[] from = new int[tables.length + 1];
        for (int p = 0; p < tables.length; p++) {
            if (tables[p].length != tables[0].length) {
                throw new IllegalArgumentException(
                        "tables[" + p + "] has " + tables[p].length + " clusters, tables[0] has " + tables[0].length);
            }
            for (int c = 0; c < tables[p].length; c++) {
                PairTable table = tables[p][c];
                if (table.levels() != levels) {
                    throw new IllegalArgumentException("tables[" + p + "]: has a table of " + table.levels()
                            + " levels, tables[0][0] has " + levels);
                }
                for (int at = 0; at < levels * levels; at++) {
                    entries.add(c, at, table.count(at / levels, at % levels));
                }
            }
            from[p + 1] = entries.size;
        }
        return entries.pairs(levels, tables[0].length, from);
    }

    /**
     * Pairs of raters from units that both rated, one by one: O(n log n) for n of them, however many pairs and clusters.
     *
     * @param levels how many levels the scale has, at least 1
     * @param pair the pair of each unit, from 0
     * @param cluster the cluster of each unit, from 0
     * @param first the level that the first rater of the pair gave, from 0
     * @param second the level that the second gave
     * @return the pairs, as many as the largest number says, and so of clusters
     * @throws IllegalArgumentException if there is no unit, or a number is out of range
     */
    public static PairwiseAgreement of(int levels, int[] pair, int[] cluster, int[] first, int[] second) {
        int n = pair.length;
        Arguments.atLeast("levels", 1, levels);
        Arguments.atLeast("pair: units", 1, n);
        Arguments.sameLength("pair", n, "cluster", cluster.length);
        Arguments.sameLength("pair", n, "first", first.length);
        Arguments.sameLength("pair", n, "second", second.length);
        Arguments.indices("pair", pair, Integer.MAX_VALUE);
        Arguments.indices("cluster", cluster, Integer.MAX_VALUE);
        Arguments.indices("first", first, levels);
        Arguments.indices("second", second, levels);
        int pairs = Arrays.stream(pair).max().orElseThrow() + 1;
        long clusters = Arrays.stream(cluster).max().orElseThrow() + 1L;
        long cells = (long) levels * levels;
        Arguments.rejectIf(
                (double) pairs * clusters * cells > Long.MAX_VALUE, "pair: too many pairs × clusters × levels²");
        long[] keys = new long[n];
        Arrays.setAll(keys, i -> (pair[i] * clusters + cluster[i]) * cells + (long) first[i] * levels + second[i]);
        Arrays.sort(keys);
        Entries entries = new Entries(16);
        int[] from = new int[pairs + 1];
        for (int i = 0, end; i < n; i = end) {
            for (end = i + 1; end < n && keys[end] == keys[i]; end++) {}
            long where = keys[i] / cells;
            entries.add((int) (where % clusters), (int) (keys[i] % cells), end - i);
            from[(int) (where / clusters) + 1] = entries.size;
        }
        for (int p = 1; p <= pairs; p++) {
            from[p] = Math.max(from[p], from[p - 1]);
        }
        return entries.pairs(levels, (int) clusters, from);
    }

    /** Accumulates entries. */
    private static final class Entries {
        private int[] cluster;
        private int[] cell;
        private long[] count;
        private int size;

        Entries(int capacity) {
            cluster = new int[capacity];
            cell = new int[capacity];
            count = new long[capacity];
        }

        /** How many a table makes. */
        static int in(PairTable table) {
            int k = table.levels();
            int occupied = 0;
            for (int at = 0; at < k * k; at++) {
                occupied += table.count(at / k, at % k) > 0 ? 1 : 0;
            }
            return occupied;
        }

        void add(int ofCluster, int at, long times) {
            if (times == 0) {
                return;
            }
            if (size == count.length) {
                cluster = Arrays.copyOf(cluster, 2 * size);
                cell = Arrays.copyOf(cell, 2 * size);
                count = Arrays.copyOf(count, 2 * size);
            }
            cluster[size] = ofCluster;
            cell[size] = at;
            count[size++] = times;
        }

        PairwiseAgreement pairs(int levels, int clusters, int[] from) {
            return new PairwiseAgreement(levels, clusters, from, cluster, cell, count, 0);
        }
    }

    /**
     * Returns a copy whose macro mean leaves out pairs that rated few units together: their coefficient is little more than noise,
     * and would weigh like that of a pair with hundreds.
     *
     * @param units the fewest that a pair must share to count; 0, the default, lets all count
     * @return the copy; pooled coefficients are the same
     * @throws IllegalArgumentException if the number is negative
     */
    public PairwiseAgreement withAtLeast(long units) {
        Arguments.rejectIf(units < 0, "units: %s is negative", units);
        return new PairwiseAgreement(levels, clusters, from, cluster, cell, count, units);
    }

    /** {@return the number of pairs, at least 1} */
    public int pairs() {
        return from.length - 1;
    }

    /** {@return the number of clusters, at least 1} */
    public int clusters() {
        return clusters;
    }

    /**
     * {@return all ratings of one pair: the sum over clusters}
     *
     * @param pair from 0
     */
    public PairTable table(int pair) {
        return table(total(Arguments.index("pair", pair, pairs()), ones));
    }

    /** {@return the pooled table of all pairs; the sum over pairs and clusters} */
    public PairTable pooled() {
        return onePair(0, from[pairs()]).table(0);
    }

    /**
     * The coefficient of all pairs.
     *
     * @param pooling how pairs are combined
     * @param coefficient of a table
     * @return its value; NaN if it is defined for no pair (macro) or not for the pooled table (micro)
     */
    public double value(Pooling pooling, ToDoubleFunction<PairTable> coefficient) {
        Objects.requireNonNull(pooling);
        Objects.requireNonNull(coefficient);
        return pooling(pooling).value(coefficient, ones);
    }

    /**
     * The number of pairs for which a coefficient is not defined.
     *
     * @param coefficient of a table
     * @return pairs that the macro mean leaves out, those that are too small for it aside
     */
    public int undefined(ToDoubleFunction<PairTable> coefficient) {
        return (int) IntStream.range(0, pairs())
                .filter(p -> !isSmall(p) && Double.isNaN(coefficient.applyAsDouble(table(p))))
                .count();
    }

    /** {@return the number of pairs that the macro mean leaves out because they rated too few units together} */
    public int small() {
        return (int) IntStream.range(0, pairs()).filter(this::isSmall).count();
    }

    private boolean isSmall(int pair) {
        return least > 0 && Arrays.stream(count, from[pair], from[pair + 1]).sum() < least;
    }

    /**
     * The coefficient of all pairs with the jackknife's standard error over the clusters that pairs rated in, and as many
     * degrees of freedom, less one.
     *
     * @param pooling how pairs are combined
     * @param coefficient of a table
     * @return the estimate; its standard error is NaN with one such cluster, and where a cluster leaves no coefficient behind
     */
    public Estimate estimate(Pooling pooling, ToDoubleFunction<PairTable> coefficient) {
        PairwiseAgreement pooled = pooling(pooling);
        return ClusteredTotals.estimate(Jackknife.of(pooled.without(coefficient)), pooled.value(coefficient, ones));
    }

    /**
     * The coefficient of all pairs with an interval from the clusters.
     *
     * <p>{@link IntervalMethod#T}, the default, is the jackknife over clusters of {@link #estimate} (Efron and
     * Tibshirani 1993, chapter 11); the bootstrap methods draw clusters. Studentized intervals are not offered: they would need
     * a jackknife within each resample.
     *
     * @param pooling how pairs are combined
     * @param coefficient of a table, called from several threads if {@code how} has an executor
     * @param how level, method, resamples, seed
     * @return the interval; NaN bounds with fewer than two clusters
     */
    public Interval interval(Pooling pooling, ToDoubleFunction<PairTable> coefficient, ClusteredInference how) {
        Objects.requireNonNull(pooling);
        Objects.requireNonNull(coefficient);
        return pooling(pooling).interval(coefficient, how);
    }

    /**
     * The coefficient of one pair with an interval from the clusters.
     *
     * @param pair from 0
     * @param coefficient of a table
     * @param how level, method, resamples, seed
     * @return the interval; NaN bounds if the pair rated in one cluster only
     */
    public Interval ofPair(int pair, ToDoubleFunction<PairTable> coefficient, ClusteredInference how) {
        Objects.requireNonNull(coefficient);
        Arguments.index("pair", pair, pairs());
        return onePair(from[pair], from[pair + 1]).rated().interval(coefficient, how);
    }

    private PairwiseAgreement pooling(Pooling pooling) {
        return Objects.requireNonNull(pooling) == Pooling.MACRO ? this : onePair(0, from[pairs()]);
    }

    /** Some entries as those of one pair, added up by cluster and cell. */
    private PairwiseAgreement onePair(int start, int end) {
        Map<Long, Long> sums = new TreeMap<>();
        long cells = (long) levels * levels;
        for (int i = start; i < end; i++) {
            sums.merge(cluster[i] * cells + cell[i], count[i], Math::addExact);
        }
        Entries entries = new Entries(sums.size());
        sums.forEach((at, times) -> entries.add((int) (at / cells), (int) (at % cells), times));
        return entries.pairs(levels, clusters, new int[] {0, entries.size});
    }

    /** One pair where clusters that it did not rate in do not count. */
    private PairwiseAgreement rated() {
        int[] dense = new int[from[1]];
        for (int i = 1; i < dense.length; i++) {
            dense[i] = dense[i - 1] + (cluster[i] == cluster[i - 1] ? 0 : 1);
        }
        int last = dense.length == 0 ? 0 : dense[dense.length - 1];
        return new PairwiseAgreement(levels, last + 1, from, dense, cell, count, 0);
    }

    private Interval interval(ToDoubleFunction<PairTable> coefficient, ClusteredInference how) {
        Arguments.rejectIf(
                how.method() == IntervalMethod.STUDENTIZED,
                "how: STUDENTIZED is not offered for agreement; use T, PERCENTILE, BASIC or BCA");
        double estimate = value(coefficient, ones);
        double[] without = without(coefficient);
        Estimate jackknifed = ClusteredTotals.estimate(Jackknife.of(without), estimate);
        if (!how.method().resamples() || without.length < 2 || jackknifed.standardError() <= ROUNDING) {
            return cut(estimate < -1 ? jackknifed.interval(how.level()) : jackknifed.interval(how.level(), -1, 1), how);
        }
        ResamplingPlan plan = new ResamplingPlan(how.seed(), how.resamples(), clusters, 0);
        double[] replicates = new double[plan.resamples()];
        Replicates.run(replicates.length, how.executor(), (from, to) -> {
            for (int b = from; b < to; b++) {
                replicates[b] = value(coefficient, plan.weights(b));
            }
        });
        Bootstrap bootstrap = Bootstrap.withDefaults().withLevel(how.level());
        Interval made = how.method() == IntervalMethod.BCA
                ? bootstrap.bca(estimate, replicates, without)
                : bootstrap.with(how.method()).interval(estimate, replicates);
        return cut(made, how);
    }

    private static Interval cut(Interval made, ClusteredInference how) {
        double lower = made.estimate() < -1 ? made.lower() : Math.max(-1, made.lower());
        return Interval.of(made.estimate(), lower, Math.min(1, made.upper()), how.level(), how.method())
                .withStandardError(made.standardError());
    }

    /** The counts of one pair, each cluster counting so many times. */
    private long[] total(int pair, int[] weights) {
        long[] sum = new long[levels * levels];
        for (int i = from[pair]; i < from[pair + 1]; i++) {
            long times = weights[cluster[i]];
            sum[cell[i]] = Math.addExact(sum[cell[i]], times == 0 ? 0 : Math.multiplyExact(times, count[i]));
        }
        return sum;
    }

    private PairTable table(long[] cells) {
        long[][] rows = new long[levels][];
        Arrays.setAll(rows, a -> Arrays.copyOfRange(cells, a * levels, (a + 1) * levels));
        return PairTable.of(rows);
    }

    /** Where the entries of the cluster of an entry end. */
    private int endOfCluster(int entry, int end) {
        int i = entry + 1;
        while (i < end && cluster[i] == cluster[entry]) {
            i++;
        }
        return i;
    }

    /** The mean over pairs. */
    private double value(ToDoubleFunction<PairTable> coefficient, int[] weights) {
        double sum = 0;
        double total = 0;
        for (int p = 0; p < pairs(); p++) {
            double times = 0;
            int rated = 0;
            for (int i = from[p]; i < from[p + 1]; i = endOfCluster(i, from[p + 1])) {
                times += weights[cluster[i]];
                rated++;
            }
            double value = times == 0 || isSmall(p) ? Double.NaN : coefficient.applyAsDouble(table(total(p, weights)));
            if (pairs() == 1) {
                return value;
            }
            if (!Double.isNaN(value)) {
                sum += value * (times / rated);
                total += times / rated;
            }
        }
        return sum / total;
    }

    /**
     * The mean over pairs without each cluster that a pair which counts rated in: what its pairs contribute to the sum is exchanged.
     * The other clusters show nothing, and are no evidence either.
     */
    private double[] without(ToDoubleFunction<PairTable> coefficient) {
        double[] sums = new double[clusters];
        double[] totals = new double[clusters];
        BitSet shown = new BitSet();
        double sum = 0;
        double total = 0;
        for (int p = 0; p < pairs(); p++) {
            if (isSmall(p)) {
                continue;
            }
            long[] all = total(p, ones);
            double whole = coefficient.applyAsDouble(table(all));
            double counts = Double.isNaN(whole) ? 0 : 1;
            whole = counts == 0 ? 0 : whole;
            sum += whole;
            total += counts;
            int rated = 0;
            for (int i = from[p]; i < from[p + 1]; i = endOfCluster(i, from[p + 1])) {
                rated++;
            }
            for (int i = from[p]; i < from[p + 1]; ) {
                int end = endOfCluster(i, from[p + 1]);
                shown.set(cluster[i]);
                for (int e = i; e < end; e++) {
                    all[cell[e]] -= count[e];
                }
                double rest = rated == 1 ? Double.NaN : coefficient.applyAsDouble(table(all));
                double weight = Double.isNaN(rest) ? 0 : (rated - 1.0) / rated;
                sums[cluster[i]] += (weight == 0 ? 0 : weight * rest) - whole;
                totals[cluster[i]] += weight - counts;
                for (; i < end; i++) {
                    all[cell[i]] += count[i];
                }
            }
        }
        for (int c : shown.stream().toArray()) {
            // Weights are multiples of one over the number of clusters: less than that is rounding.
            double left = total + totals[c];
            sums[c] = left < 0.5 / clusters ? Double.NaN : (sum + sums[c]) / left;
        }
        return shown.stream().mapToDouble(c -> sums[c]).toArray();
    }
}
