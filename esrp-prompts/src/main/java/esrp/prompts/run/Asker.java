package esrp.prompts.run;

import esrp.prompts.ChatRequest;
import esrp.prompts.NamedModel;

/** Asks questions on behalf of one piece of a run's work: from the journal where it has the answer, else the model. */
@FunctionalInterface
public interface Asker {
    /**
     * Asks and waits. It never throws for what a model or its client does; it retries, waits and writes the answer to
     * the journal as the run's policy says. Whoever asks the same thing meanwhile gets the same answer.
     *
     * @param model who is asked
     * @param request what is asked
     * @param replicate number of the independent repetition; at least 0
     * @param attempt number of the try at a usable reply within the replicate; at least 0. Both numbers only tell apart
     *     questions whose words are the same
     * @return the answer, or why there is none
     */
    Outcome ask(NamedModel model, ChatRequest request, int replicate, int attempt);

    /**
     * Asks for the first time.
     *
     * @param model who is asked
     * @param request what is asked
     * @return the answer, or why there is none
     */
    default Outcome ask(NamedModel model, ChatRequest request) {
        return ask(model, request, 0, 0);
    }
}
