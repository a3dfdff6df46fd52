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
        Checks.text("candidate", candidate);
        Checks.text("character", character);
        Checks.text("item", item);
        Checks.text("metric", metric);
        Checks.text("rater", rater);
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

    /** As {@code fluency 4: harbor as 《…》的…, item 7, by person:r1}. */
    @Override
    public String toString() {
        return metric + " " + Scale.number(score) + ": " + candidate + " as " + character + ", item " + item + ", by "
                + rater
                + (turn.isEmpty() ? "" : ", turn " + turn)
                + (sample.isEmpty() ? "" : ", sample " + sample)
                + (replicate.isEmpty() ? "" : ", replicate " + replicate);
    }
}
