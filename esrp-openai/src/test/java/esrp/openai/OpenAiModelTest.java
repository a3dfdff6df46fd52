package esrp.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import esrp.prompts.ChatException;
import esrp.prompts.ChatRequest;
import esrp.prompts.ChatRequest.GenerationParameters;
import esrp.prompts.ChatResponse;
import esrp.prompts.ChatResponse.FinishReason;
import esrp.prompts.ChatResponse.TokenUsage;
import esrp.prompts.NamedModel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpenAiModelTest {
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private volatile int status = 200;
    private volatile String body = "";
    private volatile String retryAfter = "7";
    private volatile Headers headers = new Headers();
    private HttpServer server;
    private NamedModel model;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/chat/completions", exchange -> {
            requests.add(exchange.getRequestHeaders().getFirst("Authorization") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            headers = exchange.getRequestHeaders();
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Retry-After", retryAfter);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        model = OpenAiModel.of(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/"), "m-1", "sk-secret");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private ChatException failure() {
        return catchThrowableOfType(ChatException.class, () -> model.chat(ChatRequest.of("x")));
    }

    @Test
    void asksAndReads() throws Exception {
        body = "{\"id\":\"c-1\",\"model\":\"m-1-2026\",\"choices\":[{\"finish_reason\":\"stop\",\"message\":"
                + "{\"role\":\"assistant\",\"content\":\"你好\"},\"logprobs\":null}],"
                + "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}";
        ChatResponse response = model.chat(ChatRequest.of("\"hi\"")
                .withParameters(GenerationParameters.none().withMaxTokens(9)));
        assertThat(response)
                .isEqualTo(ChatResponse.of("你好", FinishReason.STOP)
                        .withUsage(new TokenUsage(3, 2))
                        .withServedModel("m-1-2026")
                        .withRequestId("c-1"));
        assertThat(requests)
                .containsExactly("Bearer sk-secret {\"model\":\"m-1\",\"messages\":[{\"role\":\"user\",\"content\":"
                        + "\"\\\"hi\\\"\"}],\"max_tokens\":9}");
        assertThat(model.id()).isEqualTo("m-1");
        assertThat(model.model().toString()).contains("m-1 at http").doesNotContain("secret");
    }

    @Test
    void saysWhetherToAskAgainAndWhen() {
        status = 429;
        body = "slow down";
        assertThat(failure().kind()).isEqualTo(ChatException.Kind.RATE_LIMITED);
        assertThat(failure().retryAfter()).hasValue(Duration.ofSeconds(7));
        assertThat(failure()).hasMessageContaining("slow down");
        status = 401;
        assertThat(failure().kind()).isEqualTo(ChatException.Kind.REJECTED);
        status = 200;
        assertThat(failure()).hasMessageContaining("not JSON");
        body = "{\"error\":{\"message\":\"overloaded\"}}";
        assertThat(failure()).hasMessageContaining("overloaded");
        body = "{\"choices\":[]}";
        assertThat(failure().kind()).isEqualTo(ChatException.Kind.TRANSIENT);
        server.stop(0);
        assertThat(failure().kind()).isEqualTo(ChatException.Kind.TRANSIENT);
    }

    private static final String FINE = "{\"choices\":[{\"message\":{\"content\":\"ok\"}}]}";

    @Test
    void addressesAndKeysAsPeopleWriteThem() throws Exception {
        body = FINE;
        String root = "http://127.0.0.1:" + server.getAddress().getPort();
        for (String base : List.of("/v1", "/v1/", "/v1//", "/v1/chat/completions", "/v1/chat/completions/")) {
            assertThat(OpenAiModel.of(URI.create(root + base), "m", " sk-1\n")
                            .chat(ChatRequest.of("x"))
                            .text())
                    .isEqualTo("ok");
            assertThat(headers.getFirst("Authorization")).isEqualTo("Bearer sk-1");
        }
        assertThat(OpenAiModel.of(URI.create(root + "/v1"), "m", "")
                        .chat(ChatRequest.of("x"))
                        .text())
                .isEqualTo("ok");
        assertThat(headers).doesNotContainKey("Authorization");
        // Some servers lose the body of what asks for an upgrade.
        assertThat(headers).doesNotContainKey("Upgrade");
        assertThatThrownBy(() -> OpenAiModel.of(URI.create("localhost:8000/v1"), "m", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("localhost");
        assertThatThrownBy(() -> OpenAiModel.of(URI.create(root), "m", "sk-1\nsecret"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("key")
                .hasMessageNotContaining("secret");
    }

    @Test
    void noKeyIsRepeatedAndWhatIsNoAnswerIsShown() {
        status = 401;
        body = "no such key: sk-secret";
        retryAfter = "1.5";
        assertThat(failure()).hasMessageContaining("no such key").hasMessageNotContaining("sk-secret");
        assertThat(failure().retryAfter()).hasValue(Duration.ofMillis(1500));
        status = 200;
        body = "<html>Sign in</html>";
        assertThat(failure()).hasMessageContainingAll("not JSON", "Sign in", "/v1/chat/completions");
        body = "{\"error\":\"model 'x' not found\"}";
        assertThat(failure()).hasMessageContaining("model 'x' not found");
    }

    @Test
    void readsTheProbabilitiesOfTheAnswerBesideThoughtsAndMarks() throws Exception {
        body = "{\"choices\":[{\"finish_reason\":\"stop\",\"message\":{\"content\":\"\\n\\n4\",\"reasoning_content\":"
                + "\"3? no\"},\"logprobs\":{\"content\":["
                + "{\"token\":\"4\",\"logprob\":0,\"top_logprobs\":[{\"token\":\"4\",\"logprob\":-9}]},"
                + "{\"token\":\"</think>\",\"logprob\":0,\"top_logprobs\":[]},"
                + "{\"token\":\"4\",\"logprob\":-0.5,\"top_logprobs\":[{\"token\":\"4\",\"logprob\":-0.5},"
                + "{\"token\":\"3\",\"logprob\":-1}]},"
                + "{\"token\":\"<|im_end|>\",\"logprob\":0,\"top_logprobs\":[{\"token\":\"<|im_end|>\",\"logprob\":0}]}"
                + "]}}]}";
        assertThat(model.chat(ChatRequest.of("x")).probabilities())
                .containsOnly(Map.entry("4", Math.exp(-0.5)), Map.entry("3", Math.exp(-1)));
        body = body.replace("\"\\n\\n4\"", "\"It is 4\"");
        assertThat(model.chat(ChatRequest.of("x")).probabilities()).isEmpty();
        body = "{\"choices\":[{\"message\":{\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"text\":\"hm\"}]},"
                + "{\"type\":\"text\",\"text\":\"4\"}]}}]}";
        assertThat(model.chat(ChatRequest.of("x")).text()).isEqualTo("4");
    }

    @Test
    @SuppressWarnings("NullAway") // on purpose
    void nothingMayBeNull() {
        URI base = URI.create("http://localhost");
        assertThatNullPointerException().isThrownBy(() -> OpenAiModel.of(base, "m", null));
        assertThatNullPointerException().isThrownBy(() -> new OpenAiModel(null, base, "m", "k"));
        assertThatNullPointerException().isThrownBy(() -> new OpenAiModel(HttpClient.newHttpClient(), base, null, "k"));
    }
}
