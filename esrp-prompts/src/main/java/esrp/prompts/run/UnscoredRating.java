package esrp.prompts.run;

import esrp.prompts.MetricJudgement;
import java.util.Objects;
import java.util.Optional;

/**
 * A rating that should be there and is not. It is counted; nothing stands in its place.
 *
 * @param candidate id of the candidate
 * @param character id of the character
 * @param item scenario id, or batch id
 * @param metric id of the metric
 * @param rater id of the rater
 * @param reason why
 * @param call why the call failed; present exactly if {@code reason} is
 *     {@link esrp.prompts.MetricJudgement.Reason#CALL_FAILED}
 * @param detail one sentence for people; may repeat what the client said
 * @param reply the judge's last reply as it came, if there was one
 */
public record UnscoredRating(
        String candidate,
        String character,
        String item,
        String metric,
        String rater,
        MetricJudgement.Reason reason,
        Optional<Outcome.Reason> call,
        String detail,
        Optional<String> reply) {
    /**
     * Validates.
     *
     * @param candidate id of the candidate
     * @param character id of the character
     * @param item scenario id, or batch id
     * @param metric id of the metric
     * @param rater id of the rater
     * @param reason why
     * @param call why the call failed; present exactly if {@code reason} is
     *     {@link esrp.prompts.MetricJudgement.Reason#CALL_FAILED}
     * @param detail one sentence for people; may repeat what the client said
     * @param reply the judge's last reply as it came, if there was one
     */
    public UnscoredRating {
        Objects.requireNonNull(candidate, "candidate");
        Objects.requireNonNull(character, "character");
        Objects.requireNonNull(item, "item");
        Objects.requireNonNull(metric, "metric");
        Objects.requireNonNull(rater, "rater");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(call, "call");
        if (call.isPresent() != (reason == MetricJudgement.Reason.CALL_FAILED)) {
            throw new IllegalArgumentException("call: " + call + " does not go with reason " + reason);
        }
        Objects.requireNonNull(detail, "detail");
        Objects.requireNonNull(reply, "reply");
    }

    /**
     * What this is counted under.
     *
     * @return the reason, and for a failed call its own reason after a colon: {@code CALL_FAILED:TIMEOUT}
     */
    public String label() {
        return call.map(why -> reason + ":" + why).orElseGet(reason::name);
    }
}
