package esrp.core;

import esrp.core.internal.Checks;
import java.util.List;

/**
 * How probable a rater held each level of a metric's scale to be: what a judge with probabilities says, of which a
 * {@link Rating} keeps one level.
 *
 * @param candidate id of the {@link Candidate}
 * @param character id of the {@link Character}
 * @param item scenario id, or batch id
 * @param metric id of the {@link Metric}
 * @param rater id of the {@link Rater}
 * @param probabilities one per level, from the lowest; in [0, 1], with a sum of 1 up to 1e-9
 */
public record LevelDistribution(
        String candidate, String character, String item, String metric, String rater, List<Double> probabilities) {
    private static final double TOLERANCE = 1e-9;

    /** Validates and copies. */
    public LevelDistribution {
        Checks.text("candidate", candidate);
        Checks.text("character", character);
        Checks.text("item", item);
        Checks.text("metric", metric);
        Checks.text("rater", rater);
        probabilities = Checks.atLeastOne("probabilities", probabilities);
        double sum = 0;
        for (double one : probabilities) {
            sum += one >= 0 ? one : Double.NaN;
        }
        if (!(Math.abs(sum - 1) <= TOLERANCE)) {
            throw new IllegalArgumentException(
                    "probabilities: " + probabilities + ", numbers >= 0 with a sum of 1 were expected");
        }
    }

    /** {@return the most probable level: from 0, the lowest of several} */
    public int mode() {
        int mode = 0;
        for (int level = 1; level < probabilities.size(); level++) {
            mode = probabilities.get(level) > probabilities.get(mode) ? level : mode;
        }
        return mode;
    }

    /**
     * {@return the expected score: the mean of the scale's scores by their probabilities}
     *
     * @param scale the metric's scale
     * @throws IllegalArgumentException if it has another number of levels
     */
    public double mean(Scale scale) {
        if (scale.levels() != probabilities.size()) {
            throw new IllegalArgumentException("scale: " + scale + " has " + scale.levels() + " levels, "
                    + probabilities.size() + " were expected");
        }
        double mean = 0;
        for (int level = 0; level < probabilities.size(); level++) {
            mean += probabilities.get(level) * scale.score(level);
        }
        return mean;
    }

    /**
     * {@return a copy with other probabilities}
     *
     * @param other one per level
     */
    public LevelDistribution with(List<Double> other) {
        return new LevelDistribution(candidate, character, item, metric, rater, other);
    }
}
