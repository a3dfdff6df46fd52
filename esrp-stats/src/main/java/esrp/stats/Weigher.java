package esrp.stats;

import esrp.stats.internal.Arguments;

/**
 * The weight of a rank; rank 0 is the top. Any function will do, for example {@code rank -> 1 / (rank + 1)}.
 *
 * <ul>
 *   <li>The rank arrives as a {@code double} (a whole number from 0, exact up to 2<sup>53</sup>), so that
 *       {@code 1 / (rank + 1)} divides as written and {@code (rank + 1) * (rank + 1)} does not overflow.
 *   <li>A weight is finite and not negative. Anything else is rejected with {@link IllegalArgumentException} by whoever
 *       uses the weigher, naming the rank. Zero is allowed: {@code rank -> rank < 10 ? 1 : 0} counts the exchanges that
 *       involve one of the first ten.
 *   <li>A weigher is a pure function: it is called in any order, more than once for a rank, and from any thread.
 * </ul>
 */
@FunctionalInterface
public interface Weigher {
    /**
     * The weight of one rank.
     *
     * @param rank a whole number, 0 for the top
     * @return finite and not negative
     */
    double weight(double rank);

    /**
     * The sum of the weights of consecutive ranks. Here it adds them one by one, compensated, in {@code to - from}
     * calls; the weighers of this interface override it with closed forms whose cost and relative error (a few units
     * in the last place) do not grow with the range. Override it where yours has such a form and tables are large.
     *
     * @param from the first rank, at least 0
     * @param to one past the last rank, at least {@code from}
     * @return the sum; 0 for an empty range
     * @throws IllegalArgumentException if a weight is negative, infinite or NaN
     */
    default double sum(long from, long to) {
        double sum = 0;
        double lost = 0;
        for (long rank = to - 1; rank >= from; rank--) {
            double weight = Weighers.checked(weight((double) rank), rank);
            double next = sum + weight;
            lost += sum >= weight ? sum - next + weight : weight - next + sum;
            sum = next;
        }
        return sum + lost;
    }

    /**
     * {@code 1 / (rank + 1)}: the weights that Vigna recommends, and SciPy's default. Sums are differences of harmonic
     * numbers.
     *
     * @return the weigher
     */
    static Weigher hyperbolic() {
        return Weighers.HYPERBOLIC;
    }

    /**
     * {@code 1 / log2(rank + 2)}: the discount of DCG.
     *
     * @return the weigher
     */
    static Weigher logarithmic() {
        return Weighers.LOGARITHMIC;
    }

    /**
     * {@code 1 / (rank + 1)²}.
     *
     * @return the weigher
     */
    static Weigher quadratic() {
        return Weighers.QUADRATIC;
    }

    /**
     * The same weight for every rank. Weighted tau becomes Kendall's tau-b, whatever the weight.
     *
     * @param weight positive and finite
     * @return the weigher
     * @throws IllegalArgumentException if the weight is not positive and finite
     */
    static Weigher constant(double weight) {
        Arguments.rejectIf(!(weight > 0) || Double.isInfinite(weight), "weight: %s is not positive and finite", weight);
        return new Weighers.Constant(weight);
    }
}
