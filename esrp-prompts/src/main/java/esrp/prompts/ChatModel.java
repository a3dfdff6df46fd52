package esrp.prompts;

import esrp.core.DatasetFormatException;
import esrp.core.internal.Checks;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.util.List;
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
 * retries), and must end soon after their thread is interrupted. A run abandons a client that does not, but nothing beside the
 * client can bound the memory that a body takes: read at most so many bytes of a body, some megabytes, and fail then. {@code
 * BodyHandlers.ofString()} and {@code readAllBytes()} read all that comes; {@code getInputStream().readNBytes(limit)} does not.
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

    /**
     * A model that says how probable each score is, such as one that was tuned on the classification files of
     * {@link JudgeTuning}. As a {@link #named} model it is a judge of runs with {@code Judging.withTunedPrompt(true)}: it gets
     * the text it was trained on, byte for byte.
     */
    @FunctionalInterface
    interface ClassifierModel {
        /**
         * Classifies a text.
         *
         * @param text the text, as in the {@code text} column of the training files
         * @return the probability of each class, in the order of the classes
         * @throws ChatException if there is no answer
         * @throws InterruptedException if the thread was interrupted
         */
        double[] probabilities(String text) throws ChatException, InterruptedException;

        /**
         * {@return a classifier as a model that judges: its reply is the most probable score, the lowest of several, and carries
         * the probabilities of all} Another number of probabilities than of scores, one that is negative or no number, or none
         * that is positive is a {@linkplain ChatException.Kind#REJECTED refusal}. They are scaled to a sum of 1. Runs refuse it as a
         * judge on a scale of other scores, and without the prompts it was tuned on.
         *
         * @param id what journals and ratings call the model; not blank
         * @param scores the scores that the classes stand for, in their order: {@code "1"}, {@code "2"} …
         * @param model who classifies
         */
        static NamedModel named(String id, List<String> scores, ClassifierModel model) {
            List<String> classes = Checks.atLeastOne("scores", scores);
            return new NamedModel(id, new Classifier(classes, Objects.requireNonNull(model, "model")));
        }

        /**
         * {@return a judge whose answers stand in a file: what a classifier said elsewhere about the texts of
         * {@link JudgeTuning#writeTexts}} A text that is not in the file is a {@linkplain ChatException.Kind#REJECTED refusal};
         * rows of other texts are left alone. The {@linkplain NamedModel#revision() revision} is a hash of the probabilities,
         * so that no journal answers for another file.
         *
         * @param id what journals and ratings call the model; not blank
         * @param csv a row per text, fields between commas, semicolons or tabs; columns {@code id} and one per score, headed by the
         *     score, in any order; rows with a sum of 1 or 100, but for rounding
         * @throws DatasetFormatException if the file is not so, or two rows of a text differ; the fault names the line
         * @throws UncheckedIOException if it cannot be read
         */
        static NamedModel read(String id, Path csv) {
            return Classifier.read(id, csv);
        }
    }
}
