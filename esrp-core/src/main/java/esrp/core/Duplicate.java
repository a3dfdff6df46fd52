package esrp.core;

import esrp.core.internal.Checks;
import java.util.List;

/**
 * The same rater rated the same thing on the same metric more than once. All of the ratings stay in the table: which of
 * them counts is for its owner to say.
 *
 * @param candidate id of the candidate
 * @param character id of the character
 * @param item scenario or batch id
 * @param metric id of the metric
 * @param rater id of the rater
 * @param rows where the ratings are in the table, ascending; at least two
 * @param scores their scores, in the order of the rows
 */
public record Duplicate(
        String candidate,
        String character,
        String item,
        String metric,
        String rater,
        List<Integer> rows,
        List<Integer> scores) {
    /**
     * Validates and copies.
     *
     * @param candidate id of the candidate
     * @param character id of the character
     * @param item scenario or batch id
     * @param metric id of the metric
     * @param rater id of the rater
     * @param rows where the ratings are in the table, ascending; at least two
     * @param scores their scores, in the order of the rows
     */
    public Duplicate {
        Checks.text("candidate", candidate);
        Checks.text("character", character);
        Checks.text("item", item);
        Checks.text("metric", metric);
        Checks.text("rater", rater);
        rows = List.copyOf(rows);
        scores = List.copyOf(scores);
        if (rows.size() < 2 || rows.size() != scores.size()) {
            throw new IllegalArgumentException("rows: " + rows + " and scores: " + scores
                    + " are no duplicate, at least two of each and as many of both were expected");
        }
    }
}
