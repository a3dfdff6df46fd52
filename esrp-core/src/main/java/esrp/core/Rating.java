package esrp.core;

import esrp.core.internal.Checks;

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
 */
public record Rating(String candidate, String character, String item, String metric, String rater, double score) {
    /** Validates. */
    public Rating {
        Checks.text("candidate", candidate);
        Checks.text("character", character);
        Checks.text("item", item);
        Checks.text("metric", metric);
        Checks.text("rater", rater);
    }

    /** As {@code fluency 4: harbor as 《…》的…, item 7, by person:r1}. */
    @Override
    public String toString() {
        return metric + " " + Scale.number(score) + ": " + candidate + " as " + character + ", item " + item + ", by "
                + rater;
    }
}
