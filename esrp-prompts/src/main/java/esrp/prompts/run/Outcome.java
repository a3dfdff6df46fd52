package esrp.prompts.run;

import esrp.prompts.ChatResponse;

/** The outcome of a question. */
sealed interface Outcome {
    /**
     * There is an answer, and the journal has it.
     *
     * @param response the answer
     * @param replayed true if the journal had it already and no call was made for this question
     */
    record Answered(ChatResponse response, boolean replayed) implements Outcome {}

    /**
     * There is no answer; the next run asks again.
     *
     * @param reason why
     * @param detail one sentence for people; may repeat what the client said and is therefore never written to disk
     */
    record Unanswered(Run.FailureReason reason, String detail) implements Outcome {}
}
