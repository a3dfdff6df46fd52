package esrp.prompts.run;

import esrp.core.internal.Checks;
import esrp.prompts.ChatException;
import esrp.prompts.ChatResponse.TokenUsage;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;

/** Hears what happens in a run. Called by many threads at once: must be thread-safe and quick. */
@FunctionalInterface
public interface RunListener {
    /**
     * Something happened. What this method throws is logged and changes nothing.
     *
     * @param event what happened
     * @param progress how far the run is
     */
    void happened(Event event, Progress progress);

    /** {@return a listener that does nothing} */
    static RunListener silent() {
        return (event, progress) -> {};
    }

    /**
     * {@return a listener that prints how far the run is: at once when a step begins, then at most once a second while
     * it is under way, also if nothing happens; a failure of a call is named beside it}
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

    /** Something that happened in a run. */
    sealed interface Event {
        /**
         * A step of the run begins.
         *
         * @param items pieces of work
         */
        record Started(int items) implements Event {}

        /**
         * A model answered, and the answer is in the journal.
         *
         * @param model id of the model
         * @param tries calls it took
         */
        record Answered(String model, int tries) implements Event {
            /** Validates. */
            public Answered {
                Objects.requireNonNull(model, "model");
            }
        }

        /**
         * A call failed and will be made again.
         *
         * @param model id of the model
         * @param kind why it failed
         * @param tries calls made so far
         * @param pause time until the next one
         */
        record Retrying(String model, ChatException.Kind kind, int tries, Duration pause) implements Event {
            /** Validates. */
            public Retrying {
                Checks.notNull("model", model, "kind", kind, "pause", pause);
            }
        }

        /**
         * A question stays without an answer.
         *
         * @param model id of the model
         * @param reason why
         */
        record GaveUp(String model, Run.FailureReason reason) implements Event {
            /** Validates. */
            public GaveUp {
                Checks.notNull("model", model, "reason", reason);
            }
        }

        /**
         * The number of calls that may be under way at once changed.
         *
         * @param model id of the model
         * @param limit the new number
         */
        record Limited(String model, int limit) implements Event {
            /** Validates. */
            public Limited {
                Objects.requireNonNull(model, "model");
            }
        }

        /**
         * A piece of work is finished, with or without all its answers.
         *
         * @param item its index in the input
         */
        record ItemDone(int item) implements Event {}

        /** A step of the run is over, however it ended. */
        record Finished() implements Event {}
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
