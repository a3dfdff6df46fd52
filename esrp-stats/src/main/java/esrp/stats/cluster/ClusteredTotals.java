package esrp.stats.cluster;

import esrp.stats.Estimate;
import esrp.stats.internal.Jackknife;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.function.ToDoubleFunction;

/**
 * Totals that are added up over clusters, and any statistic of them with its standard error from the jackknife: what the statistic
 * becomes when each cluster is left out in turn, its own share being taken away from the total.
 *
 * <p>For coefficients of agreement the totals are {@link esrp.stats.Coincidences} or {@link esrp.stats.PairTable}:
 *
 * <pre>{@code
 * ClusteredTotals<Coincidences> ratings = ClusteredTotals.of(byCharacter, Coincidences::plus, Coincidences::minus);
 * Interval alpha = ratings.estimate(c -> c.krippendorffAlpha(Level.ORDINAL)).interval(0.95, -1, 1);
 * }</pre>
 *
 * <p>A difference of two coefficients is a statistic of both totals together. Clusters with equal totals are computed once. One
 * statistic costs one subtraction and one value for each distinct cluster. Immutable. Efron and Tibshirani (1993), An Introduction to
 * the Bootstrap, chapter 11.
 *
 * @param <T> the totals of a cluster: immutable, with {@code equals}
 */
public final class ClusteredTotals<T> {
    private final T total;
    private final Map<T, Long> clusters;
    private final int size;
    private final BinaryOperator<T> minus;

    private ClusteredTotals(T total, Map<T, Long> clusters, int size, BinaryOperator<T> minus) {
        this.total = total;
        this.clusters = clusters;
        this.size = size;
        this.minus = minus;
    }

    /**
     * Adds up clusters.
     *
     * @param <T> the totals of a cluster
     * @param clusters at least one
     * @param plus adds two
     * @param minus takes the second away from the first
     * @return the totals
     * @throws IllegalArgumentException if there is no cluster
     */
    public static <T> ClusteredTotals<T> of(List<T> clusters, BinaryOperator<T> plus, BinaryOperator<T> minus) {
        T total = clusters.stream()
                .reduce(plus)
                .orElseThrow(() -> new IllegalArgumentException("clusters: is empty; at least one is needed"));
        Map<T, Long> distinct = new LinkedHashMap<>();
        clusters.forEach(cluster -> distinct.merge(cluster, 1L, Long::sum));
        return new ClusteredTotals<>(total, distinct, clusters.size(), Objects.requireNonNull(minus, "minus"));
    }

    /** {@return the sum over clusters} */
    public T total() {
        return total;
    }

    /** {@return the number of clusters, at least 1} */
    public int clusters() {
        return size;
    }

    /**
     * A statistic of the total with the jackknife's standard error and clusters - 1 degrees of freedom.
     *
     * <ul>
     *   <li>The standard error is NaN with one cluster, and where the statistic is not defined without one of the clusters.
     * </ul>
     *
     * @param statistic of totals
     * @return the estimate
     */
    public Estimate estimate(ToDoubleFunction<T> statistic) {
        double[] without = clusters.keySet().stream()
                .mapToDouble(own -> size < 2 ? Double.NaN : statistic.applyAsDouble(minus.apply(total, own)))
                .toArray();
        long[] times = clusters.values().stream().mapToLong(Long::longValue).toArray();
        return estimate(Jackknife.of(without, times), statistic.applyAsDouble(total));
    }

    /** The value of the whole sample with the jackknife's standard error and n - 1 degrees of freedom; NaN of one item. */
    static Estimate estimate(Jackknife jackknife, double value) {
        double n = jackknife.n();
        return Estimate.of(value, n < 2 ? Double.NaN : jackknife.standardError(), Math.max(1, n - 1));
    }
}
