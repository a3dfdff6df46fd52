package esrp.stats.cluster;

import esrp.stats.Bootstrap;
import esrp.stats.Estimate;
import esrp.stats.Interval;
import esrp.stats.IntervalMethod;
import esrp.stats.PairTable;
import esrp.stats.internal.Jackknife;
import esrp.stats.internal.Replicates;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Agreement within several pairs of raters, with intervals from the clusters (scenarios, characters) the rated units belong to.
 *
 * <p>One {@link PairTable} is kept for each pair and cluster. Any coefficient of a table can be used: {@code t ->
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
 * <p>Memory: 8k² bytes for each pair and cluster with ratings. A replicate costs as much as adding up those tables plus one
 * coefficient for each pair (macro) or one (micro). Immutable.
 */
public final class PairwiseAgreement {
    /** How the agreement of several pairs of raters becomes one number. */
    public enum Pooling {
        /** The coefficient of the pooled table of all pairs: every rated unit counts equally. */
        MICRO,
        /** The mean of the pairs' coefficients: every pair counts equally. */
        MACRO
    }

    /** [pair][cluster][levels × level of the first rater + level of the second]; empty where a pair has no ratings. */
    private final long[][][] tables;

    private final int clusters;
    private final int levels;

    private PairwiseAgreement(long[][][] tables, int levels) {
        this.tables = tables;
        this.clusters = tables[0].length;
        this.levels = levels;
    }

    /**
     * Pairs of raters by cluster.
     *
     * @param tables [pair][cluster], all of as many levels; an empty table where a pair did not rate in a cluster; copied
     * @return the pairs
     */
    public static PairwiseAgreement of(PairTable[][] tables) {
        if (tables.length == 0 || tables[0].length == 0) {
            throw new IllegalArgumentException("tables: at least one pair and one cluster are needed");
        }
        int levels = tables[0][0].levels();
        long[][][] counts = new long[tables.length][tables[0].length][];
        for (int p = 0; p < tables.length; p++) {
            if (tables[p].length != tables[0].length) {
                throw new IllegalArgumentException(
                        "tables[" + p + "] has " + tables[p].length + " clusters, tables[0] has " + tables[0].length);
            }
            for (int c = 0; c < counts[p].length; c++) {
                PairTable table = tables[p][c];
                if (table.levels() != levels) {
                    throw new IllegalArgumentException("tables[" + p + "]: has a table of " + table.levels()
                            + " levels, tables[0][0] has " + levels);
                }
                counts[p][c] = new long[table.n() == 0 ? 0 : levels * levels];
                Arrays.setAll(counts[p][c], cell -> table.count(cell / levels, cell % levels));
            }
        }
        return new PairwiseAgreement(counts, levels);
    }

    /** {@return the number of pairs, at least 1} */
    public int pairs() {
        return tables.length;
    }

    /** {@return the number of clusters, at least 1} */
    public int clusters() {
        return clusters;
    }

    /**
     * All ratings of one pair.
     *
     * @param pair from 0
     * @return the sum over clusters
     */
    public PairTable table(int pair) {
        return table(pair, ones());
    }

    /** {@return the pooled table of all pairs; the sum over pairs and clusters} */
    public PairTable pooled() {
        return pooled(ones());
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
        return value(pooling, coefficient, ones());
    }

    /**
     * The number of pairs for which a coefficient is not defined.
     *
     * @param coefficient of a table
     * @return pairs that the macro mean leaves out
     */
    public int undefined(ToDoubleFunction<PairTable> coefficient) {
        return (int) IntStream.range(0, tables.length)
                .filter(p -> Double.isNaN(coefficient.applyAsDouble(table(p))))
                .count();
    }

    /**
     * The coefficient of all pairs with an interval from the clusters.
     *
     * <p>{@link IntervalMethod#T}, the default, is the jackknife over clusters with clusters - 1 degrees of freedom (Efron and
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
        return interval(how, weights -> value(pooling, coefficient, weights));
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
        long[][] rated = Arrays.stream(tables[pair]).filter(t -> t.length > 0).toArray(long[][]::new);
        if (rated.length == 0) {
            return Interval.of(Double.NaN, Double.NaN, Double.NaN, how.level(), how.method());
        }
        return new PairwiseAgreement(new long[][][] {rated}, levels).interval(Pooling.MICRO, coefficient, how);
    }

    private Interval interval(ClusteredInference how, ToDoubleFunction<int[]> statistic) {
        if (how.method() == IntervalMethod.STUDENTIZED) {
            throw new IllegalArgumentException(
                    "how: STUDENTIZED is not offered for agreement; use T, PERCENTILE, BASIC or BCA");
        }
        double estimate = statistic.applyAsDouble(ones());
        double[] without = new double[clusters];
        for (int c = 0; c < clusters; c++) {
            int[] weights = ones();
            weights[c] = 0;
            without[c] = statistic.applyAsDouble(weights);
        }
        if (how.method() == IntervalMethod.T || clusters < 2) {
            double se = clusters < 2 ? Double.NaN : Jackknife.of(without).standardError();
            Interval t = Estimate.of(estimate, se, Math.max(1, clusters - 1)).interval(how.level());
            return Interval.of(estimate, t.lower(), t.upper(), how.level(), how.method());
        }
        ResamplingPlan plan = new ResamplingPlan(how.seed(), how.resamples(), clusters, 0);
        double[] replicates = new double[plan.resamples()];
        Replicates.run(replicates.length, how.executor(), (from, to) -> {
            for (int b = from; b < to; b++) {
                replicates[b] = statistic.applyAsDouble(plan.weights(b));
            }
        });
        Bootstrap bootstrap = Bootstrap.withDefaults().withLevel(how.level());
        return how.method() == IntervalMethod.BCA
                ? bootstrap.bca(estimate, replicates, without)
                : bootstrap.with(how.method()).interval(estimate, replicates);
    }

    private int[] ones() {
        int[] ones = new int[clusters];
        Arrays.fill(ones, 1);
        return ones;
    }

    private PairTable table(int pair, int[] weights) {
        long[][] sum = new long[levels][levels];
        addTo(sum, pair, weights);
        return PairTable.of(sum);
    }

    private PairTable pooled(int[] weights) {
        long[][] sum = new long[levels][levels];
        for (int p = 0; p < tables.length; p++) {
            addTo(sum, p, weights);
        }
        return PairTable.of(sum);
    }

    private void addTo(long[][] sum, int pair, int[] weights) {
        for (int c = 0; c < clusters; c++) {
            long[] counts = tables[pair][c];
            if (weights[c] > 0 && counts.length > 0) {
                int cell = 0;
                for (long[] row : sum) {
                    for (int b = 0; b < levels; b++) {
                        row[b] = Math.addExact(row[b], Math.multiplyExact(counts[cell++], (long) weights[c]));
                    }
                }
            }
        }
    }

    private double value(Pooling pooling, ToDoubleFunction<PairTable> coefficient, int[] weights) {
        if (pooling == Pooling.MICRO) {
            return coefficient.applyAsDouble(pooled(weights));
        }
        double sum = 0;
        double total = 0;
        for (int p = 0; p < tables.length; p++) {
            double times = 0;
            int rated = 0;
            for (int c = 0; c < clusters; c++) {
                if (tables[p][c].length > 0) {
                    times += weights[c];
                    rated++;
                }
            }
            double value = times == 0 ? Double.NaN : coefficient.applyAsDouble(table(p, weights));
            if (!Double.isNaN(value)) {
                sum += value * times / rated;
                total += times / rated;
            }
        }
        return sum / total;
    }
}
