package esrp.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.NonRetriableException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.output.TokenUsage;
import esrp.prompts.ChatException;
import esrp.prompts.ChatMessage;
import esrp.prompts.ChatModel;
import esrp.prompts.ChatRequest;
import esrp.prompts.ChatRequest.GenerationParameters;
import esrp.prompts.ChatRequest.ResponseFormat;
import esrp.prompts.ChatResponse;
import esrp.prompts.ChatResponse.FinishReason;
import esrp.prompts.NamedModel;
import java.io.InterruptedIOException;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Any chat model of LangChain4j. Build it with {@code maxRetries(0)}: the run owns the retries; for a service without TLS, build it
 * with an HTTP client that speaks HTTP/1.1, or some servers lose what is asked. LangChain4j's exceptions do not
 * carry the header {@code Retry-After}; after a rate limit the run waits by its own policy. What LangChain4j has no common
 * parameter for, a seed and probabilities, is not sent: set it where the model is built. Safe for use by many threads if the
 * model is.
 */
public final class LangChain4jModel implements ChatModel {
    private static final int DEPTH = 20;

    private final dev.langchain4j.model.chat.ChatModel model;

    /**
     * A model.
     *
     * @param model the model of LangChain4j, with its retries switched off
     */
    public LangChain4jModel(dev.langchain4j.model.chat.ChatModel model) {
        this.model = Objects.requireNonNull(model, "model");
    }

    /**
     * {@return a model under an id}
     *
     * @param id what journals and ratings call it; not blank
     * @param model the model of LangChain4j, with its retries switched off
     */
    public static NamedModel of(String id, dev.langchain4j.model.chat.ChatModel model) {
        return new NamedModel(id, new LangChain4jModel(model));
    }

    @Override
    public ChatResponse chat(ChatRequest request) throws ChatException, InterruptedException {
        try {
            return response(model.chat(dev.langchain4j.model.chat.request.ChatRequest.builder()
                    .messages(request.messages().stream()
                            .map(LangChain4jModel::message)
                            .toList())
                    .parameters(parameters(request))
                    .build()));
        } catch (RuntimeException e) {
            if (has(e, InterruptedException.class)) {
                InterruptedException interrupted = new InterruptedException("interrupted while waiting for a reply");
                interrupted.initCause(e);
                throw interrupted;
            }
            throw failure(e);
        }
    }

    private static dev.langchain4j.data.message.ChatMessage message(ChatMessage message) {
        return switch (message.role()) {
            case SYSTEM -> SystemMessage.from(message.text());
            case USER -> UserMessage.from(message.text());
            case ASSISTANT -> AiMessage.from(message.text());
        };
    }

    private static ChatRequestParameters parameters(ChatRequest request) {
        DefaultChatRequestParameters.Builder<?> builder = ChatRequestParameters.builder();
        GenerationParameters parameters = request.parameters();
        parameters.maxTokens().ifPresent(builder::maxOutputTokens);
        parameters.temperature().ifPresent(builder::temperature);
        parameters.topP().ifPresent(builder::topP);
        if (!parameters.stop().isEmpty()) {
            builder.stopSequences(parameters.stop());
        }
        request.format().ifPresent(format -> builder.responseFormat(format(format)));
        return builder.build();
    }

    private static dev.langchain4j.model.chat.request.ResponseFormat format(ResponseFormat format) {
        if (format.schema().isPresent()) {
            return dev.langchain4j.model.chat.request.ResponseFormat.builder()
                    .type(dev.langchain4j.model.chat.request.ResponseFormatType.JSON)
                    .jsonSchema(JsonSchema.builder()
                            .name(format.name())
                            .rootElement(JsonRawSchema.from(format.schema().get()))
                            .build())
                    .build();
        }
        return dev.langchain4j.model.chat.request.ResponseFormat.JSON;
    }

    private static ChatResponse response(dev.langchain4j.model.chat.response.ChatResponse from) {
        String text = from.aiMessage().text();
        ChatResponse response = ChatResponse.of(text == null ? "" : text, finish(from));
        TokenUsage usage = from.tokenUsage();
        if (usage != null && usage.inputTokenCount() != null && usage.outputTokenCount() != null) {
            response = response.withUsage(
                    new esrp.prompts.ChatResponse.TokenUsage(usage.inputTokenCount(), usage.outputTokenCount()));
        }
        if (from.modelName() != null) {
            response = response.withServedModel(from.modelName());
        }
        return from.id() == null ? response : response.withRequestId(from.id());
    }

    private static FinishReason finish(dev.langchain4j.model.chat.response.ChatResponse from) {
        dev.langchain4j.model.output.FinishReason reason = from.finishReason();
        if (reason == null) {
            return FinishReason.UNSTATED;
        }
        return switch (reason) {
            case STOP -> FinishReason.STOP;
            case LENGTH -> FinishReason.LENGTH;
            case CONTENT_FILTER -> FinishReason.CONTENT_FILTER;
            case TOOL_EXECUTION, OTHER -> FinishReason.OTHER;
        };
    }

    private static ChatException failure(RuntimeException e) {
        return ChatException.of(
                e instanceof RateLimitException
                        ? ChatException.Kind.RATE_LIMITED
                        : e instanceof TimeoutException || has(e, InterruptedIOException.class)
                                ? ChatException.Kind.TIMEOUT
                                : e instanceof NonRetriableException
                                        ? ChatException.Kind.REJECTED
                                        : e instanceof HttpException http
                                                ? ChatException.ofHttpStatus(http.statusCode(), "")
                                                        .kind()
                                                : ChatException.Kind.TRANSIENT,
                e.toString(),
                e);
    }

    private static boolean has(Throwable thrown, Class<? extends Throwable> type) {
        return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
                .limit(DEPTH)
                .anyMatch(type::isInstance);
    }

    /** The class of LangChain4j's model. */
    @Override
    public String toString() {
        return model.getClass().getName();
    }
}
