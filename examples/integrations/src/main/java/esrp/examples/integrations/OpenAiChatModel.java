package esrp.examples.integrations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.openai.client.OpenAIClientAsync;
import com.openai.client.okhttp.OpenAIOkHttpClientAsync;
import com.openai.core.JsonValue;
import com.openai.errors.OpenAIServiceException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import esrp.prompts.ChatException;
import esrp.prompts.ChatMessage;
import esrp.prompts.ChatModel;
import esrp.prompts.ChatRequest;
import esrp.prompts.ChatRequest.GenerationParameters;
import esrp.prompts.ChatRequest.ResponseFormat;
import esrp.prompts.ChatResponse;
import esrp.prompts.ChatResponse.TokenUsage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The official OpenAI client. Its asynchronous side is used, since that one can be cancelled. */
public final class OpenAiChatModel implements ChatModel {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final OpenAIClientAsync client;
    private final String model;
    private final ChatModel blocking;

    /**
     * A model.
     *
     * @param client the client, with its retries switched off: {@code maxRetries(0)}
     * @param model the service's name of the model
     */
    public OpenAiChatModel(OpenAIClientAsync client, String model) {
        this.client = client;
        this.model = model;
        this.blocking = ChatModel.ofAsync(model, this::send);
    }

    /**
     * A model of a service with its own client.
     *
     * @param base the address of the service, {@code /v1} included
     * @param key the key
     * @param model the service's name of the model
     * @return the model
     */
    public static OpenAiChatModel of(String base, String key, String model) {
        return new OpenAiChatModel(
                OpenAIOkHttpClientAsync.builder()
                        .baseUrl(base)
                        .apiKey(key)
                        .maxRetries(0)
                        .build(),
                model);
    }

    @Override
    public ChatResponse chat(ChatRequest request) throws ChatException, InterruptedException {
        return blocking.chat(request);
    }

    private CompletableFuture<ChatResponse> send(ChatRequest request) {
        CompletableFuture<ChatCompletion> call = client.chat().completions().create(params(request));
        CompletableFuture<ChatResponse> reply = call.handle((completion, thrown) -> {
            if (thrown != null) {
                throw new CompletionException(failure(thrown));
            }
            return response(completion);
        });
        CompletableFuture<ChatResponse> unused = reply.whenComplete((response, thrown) -> {
            if (reply.isCancelled()) {
                call.cancel(true);
            }
        });
        return reply;
    }

    private ChatCompletionCreateParams params(ChatRequest request) {
        ChatCompletionCreateParams.Builder builder =
                ChatCompletionCreateParams.builder().model(model);
        for (ChatMessage message : request.messages()) {
            switch (message.role()) {
                case SYSTEM -> builder.addSystemMessage(message.text());
                case USER -> builder.addUserMessage(message.text());
                case ASSISTANT -> builder.addAssistantMessage(message.text());
            }
        }
        GenerationParameters parameters = request.parameters();
        parameters.maxTokens().ifPresent(value -> builder.maxCompletionTokens((long) value));
        parameters.temperature().ifPresent(builder::temperature);
        parameters.topP().ifPresent(builder::topP);
        // The client calls its own method for seeds deprecated; services take them all the same.
        parameters.seed().ifPresent(value -> builder.putAdditionalBodyProperty("seed", JsonValue.from(value)));
        if (!parameters.stop().isEmpty()) {
            builder.stopOfStrings(parameters.stop());
        }
        request.format()
                .ifPresent(format ->
                        builder.putAdditionalBodyProperty("response_format", JsonValue.fromJsonNode(format(format))));
        return builder.build();
    }

    private static ChatResponse response(ChatCompletion completion) {
        ChatCompletion.Choice choice = completion.choices().get(0);
        ChatResponse response = ChatResponse.of(
                        choice.message().content().orElse(""),
                        Failures.finish(choice.finishReason().asString()))
                .withServedModel(completion.model())
                .withRequestId(completion.id());
        return completion
                .usage()
                .map(usage -> response.withUsage(new TokenUsage(usage.promptTokens(), usage.completionTokens())))
                .orElse(response);
    }

    private static ChatException failure(Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof OpenAIServiceException service) {
            ChatException failure = ChatException.ofHttpStatus(service.statusCode(), service.toString());
            return service.headers().values("Retry-After").stream()
                    .findFirst()
                    .flatMap(RetryAfter::parse)
                    .map(failure::withRetryAfter)
                    .orElse(failure);
        }
        return Failures.of(cause.toString(), cause);
    }

    /** The protocol's form of a response format. */
    private static JsonNode format(ResponseFormat format) {
        ObjectNode node = JSON.createObjectNode();
        if (format.schema().isPresent()) {
            node.put("type", "json_schema");
            try {
                node.putObject("json_schema")
                        .put("name", format.name())
                        .put("strict", true)
                        .set("schema", JSON.readTree(format.schema().get()));
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException("schema: is not JSON", e);
            }
        } else {
            node.put("type", "json_object");
        }
        return node;
    }
}
