package esrp.prompts.run;

import esrp.prompts.ChatResponse;
import java.time.Instant;

/** The outcome of a question. */
sealed interface Outcome {
    /**
     * There is an answer, and the journal has it: already, without a call for this question, if it is replayed. It came at
     * the given moment.
     */
    record Answered(ChatResponse response, boolean replayed, Instant at) implements Outcome {}

    /** There is none; the next run asks again. The detail may repeat what the client said: it is never written to disk. */
    record Unanswered(Run.FailureReason reason, String detail) implements Outcome {}
}
