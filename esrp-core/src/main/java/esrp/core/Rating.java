package esrp.core;

import esrp.core.internal.Checks;
import java.util.List;
import java.util.Optional;

/**
 * One score that one rater gave. Whether the score lies on the metric's scale is checked by {@code Ratings}, which
 * knows the metrics.
 *
 * @param candidate id of the {@link Candidate}
 * @param character id of the {@link Character}
 * @param item scenario id, or batch id for metrics whose target is a batch
 * @param metric id of the {@link Metric}
 * @param rater id of the {@link Rater}
 * @param score the score
 * @param turn which turn of the dialogue was rated; empty for the whole
 * @param sample which of several dialogues of the candidate in the scenario was rated; empty where there is one
 * @param replicate which of several answers of the rater it is; empty where there is one
 */
public record Rating(
        String candidate,
        String character,
        String item,
        String metric,
        String rater,
        double score,
        String turn,
        String sample,
        String replicate) {
    /** Validates. */
    public Rating {
        Checks.texts("candidate", candidate, "character", character, "item", item, "metric", metric, "rater", rater);
        Checks.unicode("turn", turn);
        Checks.unicode("sample", sample);
        Checks.unicode("replicate", replicate);
    }

    /**
     * A rating of a whole dialogue or batch, the only one of its rater.
     *
     * @param candidate id of the {@link Candidate}
     * @param character id of the {@link Character}
     * @param item scenario id, or batch id for metrics whose target is a batch
     * @param metric id of the {@link Metric}
     * @param rater id of the {@link Rater}
     * @param score the score
     */
    public Rating(String candidate, String character, String item, String metric, String rater, double score) {
        this(candidate, character, item, metric, rater, score, "", "", "");
    }

    /**
     * {@return a copy with another score}
     *
     * @param other the score
     */
    public Rating withScore(double other) {
        return new Rating(candidate, character, item, metric, rater, other, turn, sample, replicate);
    }

    /**
     * {@return a copy with another replicate}
     *
     * @param other which of several answers of the rater it is; empty where there is one
     */
    public Rating withReplicate(String other) {
        return new Rating(candidate, character, item, metric, rater, score, turn, sample, other);
    }

    /** As {@code fluency 4: harbor as 《…》的…, item 7, by person:r1}. */
    @Override
    public String toString() {
        return metric + " " + Scale.number(score) + ": " + candidate + " as " + character + ", item " + item + ", by "
                + rater
                + (turn.isEmpty() ? "" : ", turn " + turn)
                + (sample.isEmpty() ? "" : ", sample " + sample)
                + (replicate.isEmpty() ? "" : ", replicate " + replicate);
    }

    /**
     * What a rater said about one score, or why there is no score: what a reader of a report asks a number for.
     *
     * @param candidate id of the {@link Candidate}
     * @param character id of the {@link Character}
     * @param item scenario id, or batch id
     * @param metric id of the {@link Metric}
     * @param rater id of the {@link Rater}
     * @param scored whether a rating belongs to it
     * @param text the explanation of the score, or the reason why there is none
     * @param reply what the rater said in full, if that is known
     */
    public record Remark(
            String candidate,
            String character,
            String item,
            String metric,
            String rater,
            boolean scored,
            String text,
            Optional<String> reply) {
        /** Validates. */
        public Remark {
            Checks.texts("candidate", candidate, "character", character, "item", item, "metric", metric);
            Checks.text("rater", rater);
            Checks.notNull("text", text, "reply", reply);
        }
    }

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
            Checks.texts("candidate", candidate, "character", character, "item", item, "metric", metric);
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
}
