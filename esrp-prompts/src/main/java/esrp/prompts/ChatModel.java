package esrp.prompts;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpTimeoutException;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

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
        Objects.requireNonNull(function, "function");
        return new NamedModel(id, request -> {
            try {
                return ChatResponse.of(function.reply(Objects.requireNonNull(request, "request")));
            } catch (HttpTimeoutException | InterruptedIOException e) {
                throw ChatException.of(ChatException.Kind.TIMEOUT, e.toString(), e);
            } catch (IOException e) {
                throw ChatException.of(ChatException.Kind.TRANSIENT, e.toString(), e);
            }
        });
    }

    /**
     * A model from a client that answers later.
     *
     * <ul>
     *   <li>Interrupting a thread that waits for a reply cancels its future.
     *   <li>A future that fails with a {@link ChatException} or an unchecked exception fails the call with it.
     *   <li>A future that fails with another checked exception, or that someone else cancelled, fails the call with
     *       {@link ChatException.Kind#TRANSIENT}.
     * </ul>
     *
     * @param id what journals and ratings call the model; not blank
     * @param client answers a request with a future of the reply
     * @return the model with its id
     */
    static NamedModel ofAsync(String id, Function<ChatRequest, CompletableFuture<ChatResponse>> client) {
        Objects.requireNonNull(client, "client");
        return new NamedModel(id, request -> {
            CompletableFuture<ChatResponse> reply = client.apply(Objects.requireNonNull(request, "request"));
            try {
                return reply.get();
            } catch (InterruptedException e) {
                reply.cancel(true);
                throw e;
            } catch (CancellationException e) {
                throw ChatException.of(ChatException.Kind.TRANSIENT, "the call was cancelled", e);
            } catch (ExecutionException e) {
                Throwable cause = Objects.requireNonNull(e.getCause(), "cause");
                while (cause instanceof CompletionException && cause.getCause() != null) {
                    cause = cause.getCause();
                }
                if (cause instanceof RuntimeException unchecked) {
                    throw unchecked;
                }
                if (cause instanceof Error error) {
                    throw error;
                }
                throw cause instanceof ChatException failure
                        ? failure
                        : ChatException.of(ChatException.Kind.TRANSIENT, cause.toString(), cause);
            }
        });
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
         * @throws IOException if the connection broke; counts as {@link ChatException.Kind#TRANSIENT}, or as
         *     {@link ChatException.Kind#TIMEOUT} where it is a timeout
         */
        String reply(ChatRequest request) throws ChatException, InterruptedException, IOException;
    }
}
