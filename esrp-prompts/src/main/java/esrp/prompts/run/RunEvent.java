package esrp.prompts.run;

import esrp.prompts.ChatException;
import java.time.Duration;
import java.util.Objects;

/** Something that happened in a run. */
public sealed interface RunEvent {
    /**
     * A step of the run begins.
     *
     * @param items pieces of work
     */
    record Started(int items) implements RunEvent {}

    /**
     * A model answered, and the answer is in the journal.
     *
     * @param model id of the model
     * @param tries calls it took
     */
    record Answered(String model, int tries) implements RunEvent {
        /**
         * Validates.
         *
         * @param model id of the model
         * @param tries calls it took
         */
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
    record Retrying(String model, ChatException.Kind kind, int tries, Duration pause) implements RunEvent {
        /**
         * Validates.
         *
         * @param model id of the model
         * @param kind why it failed
         * @param tries calls made so far
         * @param pause time until the next one
         */
        public Retrying {
            Objects.requireNonNull(model, "model");
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(pause, "pause");
        }
    }

    /**
     * A question stays without an answer.
     *
     * @param model id of the model
     * @param reason why
     */
    record GaveUp(String model, Outcome.Reason reason) implements RunEvent {
        /**
         * Validates.
         *
         * @param model id of the model
         * @param reason why
         */
        public GaveUp {
            Objects.requireNonNull(model, "model");
            Objects.requireNonNull(reason, "reason");
        }
    }

    /**
     * The number of calls that may be under way at once changed.
     *
     * @param model id of the model
     * @param limit the new number
     */
    record Limited(String model, int limit) implements RunEvent {
        /**
         * Validates.
         *
         * @param model id of the model
         * @param limit the new number
         */
        public Limited {
            Objects.requireNonNull(model, "model");
        }
    }

    /**
     * A piece of work is finished, with or without all its answers.
     *
     * @param item its index in the input
     */
    record ItemDone(int item) implements RunEvent {}

    /** A step of the run is over. */
    record Finished() implements RunEvent {}
}
