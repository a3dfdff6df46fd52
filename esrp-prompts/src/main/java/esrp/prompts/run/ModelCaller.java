package esrp.prompts.run;

import esrp.prompts.ChatRequest;
import esrp.prompts.NamedModel;

/** Asks questions for one piece of a run's work: replays the journal's answer where there is one, else calls the model. */
@FunctionalInterface
interface ModelCaller {
    /**
     * Asks and waits. It never throws for what a model or its client does; it retries, waits and writes the answer to
     * the journal as the run's policy says. Whoever asks the same thing meanwhile gets the same answer. The numbers of the
     * independent repetition and of the try at a usable reply only tell apart questions whose words are the same.
     */
    Outcome ask(NamedModel model, ChatRequest request, int replicate, int attempt);
}
