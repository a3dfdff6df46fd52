package esrp.stats;

import esrp.stats.internal.Arguments;
import java.util.Arrays;

/**
 * How much two categories that differ disagree. The constants are those of the literature; any other rule is a lambda, and any
 * matrix of weights {@link #matrix}.
 *
 * <p>With x and y the values of two categories, R the distance between the lowest and the highest, and i and j their places in
 * ascending order, the weight, which is one minus the disagreement, of
 *
 * <ul>
 *   <li>{@link #UNWEIGHTED} is 1 if the categories are equal, else 0
 *   <li>{@link #LINEAR} is {@code 1 - |x - y| / R}
 *   <li>{@link #QUADRATIC} is {@code 1 - (x - y)² / R²}
 *   <li>{@link #RADICAL} is {@code 1 - √(|x - y| / R)}
 *   <li>{@link #ORDINAL} is {@code 1 - C(|i - j| + 1, 2) / C(k, 2)} for k categories: that of Gwet and of irrCAC, which looks at
 *       places alone
 *   <li>{@link #krippendorffOrdinal} is one minus Krippendorff's squared ordinal distance over the largest one, which depends on
 *       how often each category was used: not the same as ORDINAL
 * </ul>
 *
 * <p>Gwet (2014), Handbook of Inter-Rater Reliability, 4th ed., chapter 3.
 */
@FunctionalInterface
public interface Weights {
    /** Only equal categories agree; Cohen's kappa (1960), Gwet's AC1. */
    Weights UNWEIGHTED = (a, b, categories) -> a == b ? 0 : 1;

    /** Agreement falls in proportion to the distance. */
    Weights LINEAR = (a, b, categories) -> share(a, b, categories);

    /** Agreement falls with the squared distance; Cohen's weighted kappa (1968), close to an intraclass correlation. */
    Weights QUADRATIC = (a, b, categories) -> share(a, b, categories) * share(a, b, categories);

    /** Agreement falls with the root of the distance. */
    Weights RADICAL = (a, b, categories) -> Math.sqrt(share(a, b, categories));

    /** Agreement falls with the number of pairs of categories between; irrCAC's ordinal weights. */
    Weights ORDINAL = (a, b, categories) -> {
        double apart = Math.abs(a - b);
        return apart * (apart + 1) / (categories.length * (categories.length - 1.0));
    };

    /**
     * {@return how much two categories disagree; 0 if they agree wholly, 1 if not at all; the same for b and a}
     *
     * @param a place of one category, from 0
     * @param b place of the other
     * @param categories all of them, ascending; not to be changed
     */
    double disagreement(int a, int b, double[] categories);

    /**
     * Custom weights.
     *
     * @param weights [category][category], symmetric, in [0, 1], 1 on the diagonal; copied
     * @return one minus them; used with another number of categories they throw {@link IllegalArgumentException}
     * @throws IllegalArgumentException if a weight is not as described
     */
    static Weights matrix(double[][] weights) {
        double[][] copy = Arrays.stream(weights).map(double[]::clone).toArray(double[][]::new);
        for (int a = 0; a < copy.length; a++) {
            Arguments.sameLength("weights", copy.length, "weights[" + a + "]", copy[a].length);
        }
        for (int a = 0; a < copy.length; a++) {
            for (int b = 0; b <= a; b++) {
                if (!(copy[a][b] >= 0 && copy[a][b] <= 1 && copy[a][b] == copy[b][a] && (a != b || copy[a][a] == 1))) {
                    throw new IllegalArgumentException("weights[" + a + "][" + b + "]: " + copy[a][b]
                            + "; weights are symmetric, in [0, 1] and 1 on the diagonal");
                }
            }
        }
        return (a, b, categories) -> {
            Arguments.sameLength("weights", copy.length, "categories", categories.length);
            return 1 - copy[a][b];
        };
    }

    /**
     * Krippendorff's ordinal distances as weights.
     *
     * @param used how often each category was used, in ascending order; at least two of them used
     * @return squared distances between midranks over the largest one
     * @throws IllegalArgumentException if fewer than two categories were used
     */
    static Weights krippendorffOrdinal(long... used) {
        double[] midranks = Level.midranks(used);
        if (Arrays.stream(used).filter(times -> times > 0).count() < 2) {
            throw new IllegalArgumentException(
                    "used: " + Arrays.toString(used) + "; at least two categories must have been used");
        }
        double range = midranks[midranks.length - 1] - midranks[0];
        return (a, b, categories) -> {
            Arguments.sameLength("used", midranks.length, "categories", categories.length);
            double d = (midranks[a] - midranks[b]) / range;
            return d * d;
        };
    }

    /** The distance of two categories as a share of the largest. */
    private static double share(int a, int b, double[] categories) {
        return a == b
                ? 0
                : Math.abs(categories[a] - categories[b]) / (categories[categories.length - 1] - categories[0]);
    }
}
