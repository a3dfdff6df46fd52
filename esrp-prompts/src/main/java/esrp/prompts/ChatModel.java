package esrp.prompts;

/**
 * A model that answers. The caller brings the client: implement this one method, or hand over a lambda.
 *
 * <p>Implementations must be safe for use by many threads at once, must not retry (the run is the one owner of
 * retries), and must end soon after their thread is interrupted.
 */
@FunctionalInterface
public interface ChatModel {
    /**
     * Asks and waits for the reply.
     *
     * @param request what is asked
     * @return the reply
     * @throws ChatException if there is no reply; it says whether to ask again
     * @throws InterruptedException if the thread was interrupted while waiting
     */
    ChatResponse chat(ChatRequest request) throws ChatException, InterruptedException;

    /**
     * A model from a function of the request to the text of the reply; enough for a lambda in JShell:
     * {@code ChatModel.of("echo", request -> request.prompt())}.
     *
     * @param id what journals and ratings call the model; not blank
     * @param function answers a request
     * @return the model with its id
     */
    static NamedModel of(String id, TextFunction function) {
        return new NamedModel(id, new TextModel(function));
    }

    /** Answers a request with nothing but a text. */
    @FunctionalInterface
    interface TextFunction {
        /**
         * Answers.
         *
         * @param request what is asked
         * @return the text of the reply
         * @throws ChatException if there is no reply
         * @throws InterruptedException if the thread was interrupted while waiting
         * @throws java.io.IOException if the connection broke; counts as {@link ChatException.Kind#TRANSIENT}, or as
         *     {@link ChatException.Kind#TIMEOUT} where it is a timeout
         */
        String reply(ChatRequest request) throws ChatException, InterruptedException, java.io.IOException;
    }
}
