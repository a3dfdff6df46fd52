package esrp.examples.integrations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import esrp.prompts.ChatException;
import esrp.prompts.ChatMessage;
import esrp.prompts.ChatModel;
import esrp.prompts.ChatRequest;
import esrp.prompts.ChatResponse;
import esrp.prompts.GenerationParameters;
import esrp.prompts.ResponseFormat;
import esrp.prompts.TokenUsage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Any service that speaks the OpenAI chat protocol, with nothing but the JDK's HTTP client. Share one instance and one
 * client between all threads.
 */
public final class HttpChatModel implements ChatModel {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int LONGEST_BODY = 16 << 20;
    private static final int LONGEST_MESSAGE = 2_000;

    private final HttpClient client;
    private final URI address;
    private final String model;
    private final String key;

    /**
     * A model.
     *
     * @param client the client
     * @param base the address of the service, without {@code /chat/completions}
     * @param model the service's name of the model
     * @param key the key; sent as a bearer token and never kept anywhere else
     */
    public HttpChatModel(HttpClient client, URI base, String model, String key) {
        this.client = client;
        this.address = URI.create(base + "/chat/completions");
        this.model = model;
        this.key = key;
    }

    @Override
    public ChatResponse chat(ChatRequest request) throws ChatException, InterruptedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        HttpResponse<Void> response;
        try {
            response = client.send(
                    HttpRequest.newBuilder(address)
                            .header("Authorization", "Bearer " + key)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(body(request)))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArrayConsumer(part -> part.ifPresent(more -> append(more, bytes))));
        } catch (IOException e) {
            throw Failures.of(address + ": " + e, e);
        }
        String body = bytes.toString(StandardCharsets.UTF_8);
        if (response.statusCode() != 200) {
            ChatException failure = ChatException.ofHttpStatus(
                    response.statusCode(),
                    address + ": " + body.substring(0, Math.min(body.length(), LONGEST_MESSAGE)));
            throw response.headers()
                    .firstValue("Retry-After")
                    .flatMap(RetryAfter::parse)
                    .map(failure::withRetryAfter)
                    .orElse(failure);
        }
        return read(body);
    }

    /** An endless body must not fill the memory: throwing here ends the exchange. */
    private static void append(byte[] more, ByteArrayOutputStream bytes) {
        if (bytes.size() + more.length > LONGEST_BODY) {
            throw new IllegalStateException("the body is longer than " + LONGEST_BODY + " bytes");
        }
        bytes.writeBytes(more);
    }

    private String body(ChatRequest request) {
        ObjectNode root = JSON.createObjectNode();
        root.put("model", model);
        ArrayNode messages = root.putArray("messages");
        for (ChatMessage message : request.messages()) {
            messages.addObject()
                    .put("role", message.role().name().toLowerCase(Locale.ROOT))
                    .put("content", message.text());
        }
        GenerationParameters parameters = request.parameters();
        parameters.maxTokens().ifPresent(value -> root.put("max_tokens", value));
        parameters.temperature().ifPresent(value -> root.put("temperature", value));
        parameters.topP().ifPresent(value -> root.put("top_p", value));
        parameters.seed().ifPresent(value -> root.put("seed", value));
        if (!parameters.stop().isEmpty()) {
            parameters.stop().forEach(root.putArray("stop")::add);
        }
        request.format().ifPresent(format -> root.set("response_format", format(format)));
        return root.toString();
    }

    /** The protocol's form of a response format. */
    static JsonNode format(ResponseFormat format) {
        ObjectNode node = JSON.createObjectNode();
        if (format instanceof ResponseFormat.JsonSchema schema) {
            node.put("type", "json_schema");
            try {
                node.putObject("json_schema")
                        .put("name", schema.name())
                        .put("strict", true)
                        .set("schema", JSON.readTree(schema.schema()));
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException("schema: is not JSON", e);
            }
        } else {
            node.put("type", "json_object");
        }
        return node;
    }

    private static ChatResponse read(String body) throws ChatException {
        JsonNode root;
        try {
            root = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw ChatException.of(ChatException.Kind.TRANSIENT, "the service's answer is not JSON", e);
        }
        JsonNode choice = root.path("choices").path(0);
        if (!choice.path("message").isObject()) {
            throw ChatException.of(ChatException.Kind.TRANSIENT, "the service's answer has no message");
        }
        ChatResponse response = ChatResponse.of(
                choice.path("message").path("content").asText(""),
                Failures.finish(choice.path("finish_reason").asText("")));
        JsonNode usage = root.path("usage");
        if (usage.path("prompt_tokens").canConvertToLong()
                && usage.path("prompt_tokens").asLong() >= 0) {
            response = response.withUsage(new TokenUsage(
                    usage.path("prompt_tokens").asLong(),
                    usage.path("completion_tokens").asLong()));
        }
        if (root.path("model").isTextual()) {
            response = response.withServedModel(root.path("model").asText());
        }
        return root.path("id").isTextual()
                ? response.withRequestId(root.path("id").asText())
                : response;
    }
}
