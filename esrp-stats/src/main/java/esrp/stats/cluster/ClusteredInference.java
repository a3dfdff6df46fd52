package esrp.stats.cluster;

import esrp.stats.IntervalMethod;
import esrp.stats.internal.Arguments;
import esrp.stats.internal.Replicates;
import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * Intervals for means of clustered values and for differences between them.
 *
 * <p>The default is the t interval from the variation between clusters, for means between limits made on the logit scale
 * ({@link IntervalMethod#LOGIT}): near the end of a scale the plain one ({@link IntervalMethod#T}) is too short and leaves the
 * scale. It draws no random
 * numbers, and with few clusters it keeps its nominal coverage where the percentile bootstrap does not; from about 40
 * clusters on all methods agree. The bootstrap methods draw whole clusters; crossed data draw both kinds of units (the
 * pigeonhole bootstrap), which is conservative wherever single cells vary much. Coverage of each, by simulation:
 * {@code docs/coverage.md}.
 *
 * <p>Standard errors, for column k with cluster sums S and counts N:
 *
 * <ul>
 *   <li><b>one kind of cluster</b>: {@code Σ_g ((S_g - mean N_g) / N)² / (1 - N_g / N)}, the linearised variance of a ratio
 *       with the CR2 correction; for equal counts this is exactly the variance of the mean of cluster means. Degrees of
 *       freedom: clusters - 1 for equal counts, fewer for unequal ones, never below 1 (Bell and McCaffrey 2002; Imbens and
 *       Kolesár 2016, <a href="https://doi.org/10.1162/REST_a_00552">doi:10.1162/REST_a_00552</a>): of a difference as R's
 *       {@code clubSandwich} has them, which takes values as independent; of a mean, where a cluster's own effect does not
 *       cancel, no more than those of wholly dependent values in a cluster. Contrasts have degrees of freedom of their own, not
 *       those of their columns.
 *   <li><b>crossed</b>: {@code V_rows + V_columns - V_cells}, never below the larger of V_rows and V_columns (Cameron, Gelbach
 *       and Miller 2011, <a href="https://doi.org/10.1198/jbes.2010.07136">doi:10.1198/jbes.2010.07136</a>), where the
 *       smaller of the two is what units of that kind differ by beside those of the other, which incomplete tables mix, and V_cells
 *       is from residuals after both kinds' effects are taken out, so that for complete tables it is the analysis-of-variance
 *       estimate. Degrees of freedom by Satterthwaite from all three parts, the one that is subtracted included (Gaylor and Hopper
 *       1969, Technometrics 11:691–706), or those of the larger part where nothing is left of the other. Units that lie within
 *       one unit of the other kind, as scenarios of one character do, belong to that unit and add nothing of their own: nested
 *       data have the standard error of the outer kind, as R's {@code sandwich::vcovCL(~ a + b)}.
 * </ul>
 *
 * <p>With {@code p} the position of a mean between its limits and {@code s} its standard error over their distance, the logit
 * interval is {@code logit(p) ± t s / (p (1 - p))}, mapped back. Where clusters do not differ at all, such as with all values at
 * one limit, a share of up to {@code 1 - (α / 2)^(1 / n)} of all clusters may be unlike these n, of crossed data those of the rarer
 * kind, and lie anywhere between the limits: Clopper and Pearson's bounds, whatever the distribution ({@link
 * esrp.stats.Estimate#ofConstant}). Differences and p values have them too if the data know their limits ({@link
 * ClusteredMeans#withLimits}).
 *
 * <p>Immutable. Arguments outside the ranges given are rejected with {@link IllegalArgumentException}.
 */
public final class ClusteredInference {
    private static final ClusteredInference DEFAULTS =
            new ClusteredInference(0.95, IntervalMethod.LOGIT, 5_000, 0, Replicates.CALLER);

    private final double level;
    private final IntervalMethod method;
    private final int resamples;
    private final long seed;
    private final Executor executor;

    private ClusteredInference(double level, IntervalMethod method, int resamples, long seed, Executor executor) {
        this.level = level;
        this.method = method;
        this.resamples = resamples;
        this.seed = seed;
        this.executor = executor;
    }

    /** {@return level 0.95, t intervals, of bounded values on the logit scale, 5,000 resamples where a method needs them, seed 0, in the calling thread} */
    public static ClusteredInference withDefaults() {
        return DEFAULTS;
    }

    /**
     * {@return a copy with another nominal coverage}
     *
     * @param level in (0, 1)
     */
    public ClusteredInference withLevel(double level) {
        return new ClusteredInference(Arguments.level(level), method, resamples, seed, executor);
    }

    /**
     * {@return a copy with another method}
     *
     * @param method any
     */
    public ClusteredInference with(IntervalMethod method) {
        return new ClusteredInference(level, Objects.requireNonNull(method, "method"), resamples, seed, executor);
    }

    /**
     * {@return a copy with another number of resamples}
     *
     * @param resamples at least 1; thousands for bounds worth printing
     */
    public ClusteredInference withResamples(int resamples) {
        return new ClusteredInference(level, method, Arguments.atLeast("resamples", 1, resamples), seed, executor);
    }

    /**
     * {@return a copy with another seed}
     *
     * @param seed any number
     */
    public ClusteredInference withSeed(long seed) {
        return new ClusteredInference(level, method, resamples, seed, executor);
    }

    /**
     * {@return a copy that uses further threads besides the calling one} Results do not depend on them.
     *
     * @param executor for example {@link java.util.concurrent.ForkJoinPool#commonPool()}
     */
    public ClusteredInference with(Executor executor) {
        return new ClusteredInference(level, method, resamples, seed, Objects.requireNonNull(executor, "executor"));
    }

    /**
     * Prepares estimates. Nothing is resampled before a bootstrap interval or replicate is asked for; then all columns are
     * computed together.
     *
     * @param data sums and counts
     * @return the estimates
     */
    public ClusteredEstimates on(ClusteredMeans data) {
        return new ClusteredEstimates(this, data);
    }

    /** {@return the nominal coverage, in (0, 1)} */
    public double level() {
        return level;
    }

    /** {@return how intervals are made} */
    public IntervalMethod method() {
        return method;
    }

    /** {@return the number of resamples, at least 1} */
    public int resamples() {
        return resamples;
    }

    /** {@return the seed} */
    public long seed() {
        return seed;
    }

    Executor executor() {
        return executor;
    }
}
