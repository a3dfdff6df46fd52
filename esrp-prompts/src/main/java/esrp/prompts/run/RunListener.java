package esrp.prompts.run;

import esrp.core.internal.Checks;
import esrp.prompts.ChatException;
import esrp.prompts.ChatResponse.TokenUsage;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.time.Duration;

/**
 * Hears what happens in a run: {@link #happened}, or the methods for one kind of event, which call it unless they are
 * overridden. Called by many threads at once: must be thread-safe and quick. What a listener throws is logged and changes
 * nothing.
 */
@FunctionalInterface
public interface RunListener {
    /**
     * Something happened.
     *
     * @param progress how far the run is
     */
    void happened(Progress progress);

    /**
     * A step of the run begins.
     *
     * @param progress how far the run is, with the pieces of work of this step
     */
    default void started(Progress progress) {
        happened(progress);
    }

    /**
     * A model answered, and the answer is in the journal.
     *
     * @param model id of the model
     * @param tries calls it took
     * @param progress how far the run is
     */
    default void answered(String model, int tries, Progress progress) {
        happened(progress);
    }

    /**
     * A call failed and will be made again.
     *
     * @param model id of the model
     * @param kind why it failed
     * @param tries calls made so far
     * @param pause time until the next one
     * @param progress how far the run is
     */
    default void retrying(String model, ChatException.Kind kind, int tries, Duration pause, Progress progress) {
        happened(progress);
    }

    /**
     * A question stays without an answer.
     *
     * @param model id of the model
     * @param reason why
     * @param progress how far the run is
     */
    default void gaveUp(String model, Run.FailureReason reason, Progress progress) {
        happened(progress);
    }

    /**
     * The number of calls that may be under way at once changed.
     *
     * @param model id of the model
     * @param limit the new number
     * @param progress how far the run is
     */
    default void limited(String model, int limit, Progress progress) {
        happened(progress);
    }

    /**
     * A piece of work is finished, with or without all its answers.
     *
     * @param item its index in the input
     * @param progress how far the run is
     */
    default void itemDone(int item, Progress progress) {
        happened(progress);
    }

    /**
     * A step of the run is over, however it ended.
     *
     * @param progress how far the run is
     */
    default void finished(Progress progress) {
        happened(progress);
    }

    /** {@return a listener that does nothing} */
    static RunListener silent() {
        return progress -> {};
    }

    /**
     * {@return a listener that prints how far the run is: at once when a step begins, then at most once per second while
     * it is under way, also if nothing happens; a failure of a call is named beside it} Where the program does not run in a terminal, as
     * under a build tool, the pauses grow with the time: some fifty lines in an hour.
     *
     * @param out where to, for example {@code System.err}
     */
    static RunListener printing(PrintStream out) {
        return new ProgressPrinter(out);
    }

    /** {@return a listener that prints on {@code System.err} if the program runs in a terminal, and nothing otherwise} */
    static RunListener terminal() {
        return ProgressPrinter.onTerminal() ? printing(System.err) : silent();
    }

    /**
     * How far a run is.
     *
     * @param items pieces of work of the present step
     * @param done those that are finished
     * @param answered questions that a model answered in this run
     * @param replayed questions that the journal answered
     * @param unanswered questions without an answer
     * @param retries calls that were made again
     * @param abandoned calls whose client did not end although it was interrupted
     * @param calls calls ever made on this journal, failed ones included
     * @param usage tokens ever charged on this journal
     * @param cost what that cost, as far as the models have prices
     */
    record Progress(
            long items,
            long done,
            long answered,
            long replayed,
            long unanswered,
            long retries,
            long abandoned,
            long calls,
            TokenUsage usage,
            BigDecimal cost) {
        /** Validates. */
        public Progress {
            Checks.notNull("usage", usage, "cost", cost);
        }

        /** One line of at most 80 columns for usual numbers; abandoned calls only if there are any. */
        @Override
        public String toString() {
            return done + "/" + items + " done, " + answered + " answered, " + replayed + " replayed, " + unanswered
                    + " unanswered, " + retries + " retries"
                    + (abandoned == 0 ? "" : ", " + abandoned + " calls abandoned");
        }
    }
}
