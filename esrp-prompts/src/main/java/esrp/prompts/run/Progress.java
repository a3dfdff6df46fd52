package esrp.prompts.run;

import esrp.prompts.Usage;
import java.math.BigDecimal;
import java.util.Objects;

/**
 * How far a run is.
 *
 * @param items pieces of work of the present step
 * @param done those that are finished
 * @param answered questions that a model answered in this run
 * @param recalled questions that the journal answered
 * @param unanswered questions without an answer
 * @param retries calls that were made again
 * @param calls calls ever made on this journal, failed ones included
 * @param usage tokens ever charged on this journal
 * @param cost what that cost, as far as the models have prices
 */
public record Progress(
        long items,
        long done,
        long answered,
        long recalled,
        long unanswered,
        long retries,
        long calls,
        Usage usage,
        BigDecimal cost) {
    /**
     * Validates.
     *
     * @param items pieces of work of the present step
     * @param done those that are finished
     * @param answered questions that a model answered in this run
     * @param recalled questions that the journal answered
     * @param unanswered questions without an answer
     * @param retries calls that were made again
     * @param calls calls ever made on this journal, failed ones included
     * @param usage tokens ever charged on this journal
     * @param cost what that cost, as far as the models have prices
     */
    public Progress {
        Objects.requireNonNull(usage, "usage");
        Objects.requireNonNull(cost, "cost");
    }

    /** One line of at most 80 columns for usual numbers. */
    @Override
    public String toString() {
        return done + "/" + items + " done, " + answered + " answered, " + recalled + " recalled, " + unanswered
                + " unanswered, " + retries + " retries";
    }
}
