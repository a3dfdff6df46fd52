package esrp.prompts;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * A model that answers later, for clients that do not block. {@link #blocking()} makes it a {@link ChatModel}, which is
 * what runs take.
 */
@FunctionalInterface
public interface AsyncChatModel {
    /**
     * Asks.
     *
     * @param request what is asked
     * @return a future of the reply; it fails with a {@link ChatException} if there is none, and cancelling it ends the
     *     call where the client can
     */
    CompletableFuture<ChatResponse> chat(ChatRequest request);

    /**
     * A model that asks a blocking one on the threads of an executor. Cancelling a future interrupts the thread that
     * waits for its reply, or takes the call back where it has not begun.
     *
     * @param model who answers
     * @param executor where the calls wait
     * @return the model
     */
    static AsyncChatModel of(ChatModel model, Executor executor) {
        return new AsyncAdapters.Async(model, executor);
    }

    /**
     * The same model as a blocking one. Interrupting a thread that waits cancels its call. A failure of another type
     * than {@link ChatException} is passed on as it is if it is unchecked; a checked one, and a call that someone else
     * cancelled, is {@link ChatException.Kind#TRANSIENT}.
     *
     * @return the model
     */
    default ChatModel blocking() {
        return new AsyncAdapters.Blocking(this);
    }
}
