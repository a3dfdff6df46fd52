package esrp.core;

import esrp.core.internal.Checks;
import java.util.Optional;

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
        Checks.text("candidate", candidate);
        Checks.text("character", character);
        Checks.text("item", item);
        Checks.text("metric", metric);
        Checks.text("rater", rater);
        Checks.notNull("text", text, "reply", reply);
    }
}
