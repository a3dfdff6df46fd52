package esrp.prompts.run;

import esrp.prompts.ChatResponse;
import java.util.Objects;

/** What became of a question. */
public sealed interface Outcome {
    /**
     * There is an answer, and it is in the journal.
     *
     * @param response the answer
     * @param recalled true if the journal had it already and no call was made
     */
    record Answered(ChatResponse response, boolean recalled) implements Outcome {
        /**
         * Validates.
         *
         * @param response the answer
         * @param recalled true if the journal had it already and no call was made
         */
        public Answered {
            Objects.requireNonNull(response, "response");
        }
    }

    /**
     * There is no answer; the next run asks again.
     *
     * @param reason why
     * @param detail one sentence for people; may repeat what the client said and is therefore never written to disk
     */
    record Unanswered(Reason reason, String detail) implements Outcome {
        /**
         * Validates.
         *
         * @param reason why
         * @param detail one sentence for people; may repeat what the client said and is therefore never written to disk
         */
        public Unanswered {
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(detail, "detail");
        }
    }

    /** Why there is no answer. */
    enum Reason {
        /** The service refused the request. */
        REJECTED,
        /** The service asked to slow down as often as the policy allows tries. */
        RATE_LIMITED,
        /** No reply in time, as often as the policy allows tries. */
        TIMEOUT,
        /** The connection or the service failed as often as the policy allows tries. */
        TRANSIENT,
        /** The caller's client threw something else than {@link esrp.prompts.ChatException}, or returned null. */
        CLIENT_FAULT,
        /** The service withheld its reply as often as the policy of the work allows attempts. */
        FILTERED,
        /** The model answered with nothing but white space as often as the policy of the work allows attempts. */
        EMPTY,
        /** The budget was used up. */
        BUDGET,
        /** The run's deadline had come, or would have come before the next try. */
        DEADLINE,
        /** The run was cancelled. */
        CANCELLED,
        /** A dry run asks nothing. */
        DRY_RUN
    }
}
