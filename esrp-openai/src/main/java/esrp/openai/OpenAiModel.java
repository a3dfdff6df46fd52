package esrp.openai;

import esrp.core.DatasetFormatException;
import esrp.core.internal.Json;
import esrp.prompts.ChatException;
import esrp.prompts.ChatModel;
import esrp.prompts.ChatRequest;
import esrp.prompts.ChatResponse;
import esrp.prompts.NamedModel;
import esrp.prompts.internal.OpenAiChat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.Optional;

/**
 * A model of any service that speaks the OpenAI chat protocol, by the HTTP client of the JDK. It does not retry: that is the
 * run's job. Statuses become {@link ChatException#ofHttpStatus}, with the service's {@code Retry-After}; a body longer than 16 MB is
 * refused. Safe for use by many threads.
 */
public final class OpenAiModel implements ChatModel {
    private static final int LONGEST_BODY = 16 << 20;
    private static final int LONGEST_MESSAGE = 2_000;

    private final HttpClient client;
    private final HttpRequest request;
    private final String model;
    private final String key;

    /**
     * A model.
     *
     * @param client the client
     * @param base the address of the service, as {@code https://api.openai.com/v1}; that of its chat completions will do
     * @param model the service's name of the model
     * @param key the key; sent as a bearer token, and neither logged nor kept anywhere else; blank where the service asks for none
     * @throws IllegalArgumentException if the address is not one of HTTP, or a key has other characters than printed ASCII
     */
    public OpenAiModel(HttpClient client, URI base, String model, String key) {
        this.client = Objects.requireNonNull(client, "client");
        this.model = Objects.requireNonNull(model, "model");
        this.key = key.strip();
        if (!this.key.matches("[!-~]*")) {
            throw new IllegalArgumentException("key: has characters that no header can have");
        }
        String address = base.toString().replaceFirst("(" + OpenAiChat.PATH + ")?/*$", "") + OpenAiChat.PATH;
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(URI.create(address)).header("Content-Type", "application/json");
        if (!this.key.isEmpty()) {
            builder.header("Authorization", "Bearer " + this.key);
        }
        if (!address.startsWith("https")) {
            // Asked to upgrade to HTTP/2, servers like those of vLLM lose the body, and others never answer.
            builder.version(HttpClient.Version.HTTP_1_1);
        }
        this.request = builder.build();
    }

    /**
     * {@return a model under the service's name of it, with a client of its own} It goes through the proxy that the system
     * properties name ({@code https.proxyHost}); for another, bring a client.
     *
     * @param base the address of the service, as {@code https://api.openai.com/v1}; that of its chat completions will do
     * @param model the service's name of the model
     * @param key the key; blank where the service asks for none
     * @throws IllegalArgumentException if the address is not one of HTTP, or a key has other characters than printed ASCII
     */
    public static NamedModel of(URI base, String model, String key) {
        return new NamedModel(model, new OpenAiModel(HttpClient.newHttpClient(), base, model, key));
    }

    @Override
    public ChatResponse chat(ChatRequest asked) throws ChatException, InterruptedException {
        String body = Json.text(out -> Json.write(out, OpenAiChat.body(model, asked)));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        HttpResponse<Void> response;
        try {
            response = client.send(
                    HttpRequest.newBuilder(request, (name, value) -> true)
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArrayConsumer(part -> part.ifPresent(more -> append(more, bytes))));
        } catch (HttpTimeoutException e) {
            throw ChatException.of(ChatException.Kind.TIMEOUT, request.uri() + ": " + e, e);
        } catch (IOException e) {
            throw ChatException.of(ChatException.Kind.TRANSIENT, request.uri() + ": " + e, e);
        }
        String text = bytes.toString(StandardCharsets.UTF_8);
        if (response.statusCode() != 200) {
            ChatException failure = ChatException.ofHttpStatus(response.statusCode(), said(text));
            throw response.headers()
                    .firstValue("Retry-After")
                    .flatMap(OpenAiModel::wait)
                    .map(failure::withRetryAfter)
                    .orElse(failure);
        }
        try {
            return OpenAiChat.response(OpenAiChat.parse(text));
        } catch (DatasetFormatException e) {
            throw ChatException.of(ChatException.Kind.TRANSIENT, "the service's answer is not JSON: " + said(text), e);
        }
    }

    /** What the service said, and which; without the key, should it say that. */
    private String said(String body) {
        String beginning = body.substring(0, Math.min(body.length(), LONGEST_MESSAGE));
        return request.uri() + ": " + (key.isEmpty() ? beginning : beginning.replace(key, "(the key)"));
    }

    /** An endless body must not fill the memory: throwing here ends the exchange. */
    private static void append(byte[] more, ByteArrayOutputStream bytes) {
        if (bytes.size() + more.length > LONGEST_BODY) {
            throw new IllegalStateException("the body is longer than " + LONGEST_BODY + " bytes");
        }
        bytes.writeBytes(more);
    }

    /** What {@code Retry-After} says: seconds, or a date. */
    private static Optional<Duration> wait(String header) {
        String text = header.strip();
        try {
            if (text.matches("[0-9]{1,9}([.][0-9]{1,9})?")) {
                return Optional.of(Duration.ofMillis((long) (1000 * Double.parseDouble(text))));
            }
            Duration wait =
                    Duration.between(Instant.now(), DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from));
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The service's name of the model, and the address; not the key. */
    @Override
    public String toString() {
        return model + " at " + request.uri();
    }
}
