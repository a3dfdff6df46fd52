package esrp.prompts.run;

import esrp.prompts.MetricJudgement;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What one judge said about one dialogue or batch, over all the attempts it took.
 *
 * @param candidate id of the candidate
 * @param character id of the character
 * @param item scenario id, or batch id
 * @param rater id of the rater, {@code model:} and the model's id; a second replicate has {@code #2} at the end
 * @param byMetric the score of each metric that was asked, or why there is none
 * @param failure why the last call brought no reply, if that is what happened
 * @param replies the judge's replies as they came, in order
 */
public record Verdict(
        String candidate,
        String character,
        String item,
        String rater,
        Map<String, MetricJudgement> byMetric,
        Optional<Outcome.Reason> failure,
        List<String> replies) {
    /**
     * Validates and copies.
     *
     * @param candidate id of the candidate
     * @param character id of the character
     * @param item scenario id, or batch id
     * @param rater id of the rater, {@code model:} and the model's id; a second replicate has {@code #2} at the end
     * @param byMetric the score of each metric that was asked, or why there is none
     * @param failure why the last call brought no reply, if that is what happened
     * @param replies the judge's replies as they came, in order
     */
    public Verdict {
        Objects.requireNonNull(candidate, "candidate");
        Objects.requireNonNull(character, "character");
        Objects.requireNonNull(item, "item");
        Objects.requireNonNull(rater, "rater");
        byMetric = Collections.unmodifiableMap(new LinkedHashMap<>(byMetric));
        Objects.requireNonNull(failure, "failure");
        replies = List.copyOf(replies);
    }
}
