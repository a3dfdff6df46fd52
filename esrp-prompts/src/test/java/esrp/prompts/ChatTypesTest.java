package esrp.prompts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import esrp.prompts.ChatRequest.GenerationParameters;
import esrp.prompts.ChatRequest.ResponseFormat;
import esrp.prompts.ChatResponse.FinishReason;
import esrp.prompts.ChatResponse.TokenUsage;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatTypesTest {
    @Test
    void aLambdaIsAModel() throws Exception {
        NamedModel model = ChatModel.of("echo", request -> "you said " + request.prompt());
        assertThat(model.id()).isEqualTo("echo");
        assertThat(model).hasToString("echo");
        assertThat(model.chat(ChatRequest.of("hello")))
                .isEqualTo(new ChatResponse(
                        "you said hello",
                        FinishReason.UNSTATED,
                        java.util.Optional.empty(),
                        java.util.Optional.empty(),
                        java.util.Optional.empty()));
    }

    @Test
    void aBrokenConnectionOfALambdaIsTransientAndATimeoutIsATimeout() {
        NamedModel broken = ChatModel.of("m", request -> {
            throw new IOException("connection reset");
        });
        NamedModel slow = ChatModel.of("m", request -> {
            throw new SocketTimeoutException("read timed out");
        });
        assertThatThrownBy(() -> broken.chat(ChatRequest.of("x")))
                .isInstanceOfSatisfying(
                        ChatException.class, e -> assertThat(e.kind()).isEqualTo(ChatException.Kind.TRANSIENT))
                .hasMessageContaining("connection reset");
        assertThatThrownBy(() -> slow.chat(ChatRequest.of("x")))
                .isInstanceOfSatisfying(
                        ChatException.class, e -> assertThat(e.kind()).isEqualTo(ChatException.Kind.TIMEOUT));
    }

    @Test
    void aModelNeedsAnId() {
        assertThatThrownBy(() -> ChatModel.of(" ", request -> "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("id");
    }

    @Test
    void aRequestNeedsAMessage() {
        assertThatThrownBy(() -> ChatRequest.of(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("messages");
    }

    @Test
    void aRequestKeepsWhatItWasGivenAndCopies() {
        ChatRequest request = ChatRequest.of(ChatMessage.system("s"), ChatMessage.user("u"))
                .withParameters(GenerationParameters.paper())
                .withFormat(ResponseFormat.jsonObject())
                .withTag("item", "1")
                .plus(ChatMessage.assistant("a"));
        assertThat(request.messages())
                .containsExactly(
                        new ChatMessage(ChatMessage.Role.SYSTEM, "s"),
                        new ChatMessage(ChatMessage.Role.USER, "u"),
                        new ChatMessage(ChatMessage.Role.ASSISTANT, "a"));
        assertThat(request.tags()).isEqualTo(Map.of("item", "1"));
        assertThat(request.format()).contains(ResponseFormat.jsonObject());
        assertThat(request.prompt()).isEqualTo("a");
        assertThatThrownBy(() -> request.tags().put("x", "y")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void thePaperSettingsAreThoseOfThePaper() {
        GenerationParameters paper = GenerationParameters.paper();
        assertThat(paper.maxTokens()).hasValue(256);
        assertThat(paper.temperature()).hasValue(0.7);
        assertThat(paper.topP()).hasValue(0.95);
        assertThat(paper.seed()).isEmpty();
        assertThat(paper.stop()).isEmpty();
    }

    @Test
    void judgingHasRoomForNineExplanations() {
        assertThat(GenerationParameters.judging().maxTokens()).hasValue(2048);
        assertThat(GenerationParameters.judging().temperature()).hasValue(0.0);
    }

    @Test
    void nothingIsSentUnlessSaid() {
        GenerationParameters none = GenerationParameters.none();
        assertThat(none.maxTokens()).isEmpty();
        assertThat(none.temperature()).isEmpty();
        assertThat(none.topP()).isEmpty();
        assertThat(none.withSeed(3).seed()).hasValue(3);
        assertThat(none.withStop(List.of("\n")).stop()).containsExactly("\n");
    }

    @Test
    void impossibleParametersAreRefusedByName() {
        GenerationParameters none = GenerationParameters.none();
        assertThatThrownBy(() -> none.withMaxTokens(0)).hasMessageContaining("maxTokens: 0");
        assertThatThrownBy(() -> none.withTemperature(-0.1)).hasMessageContaining("temperature: -0.1");
        assertThatThrownBy(() -> none.withTemperature(Double.NaN)).hasMessageContaining("temperature: NaN");
        assertThatThrownBy(() -> none.withTopP(0)).hasMessageContaining("topP: 0.0");
        assertThatThrownBy(() -> none.withTopP(1.1)).hasMessageContaining("topP: 1.1");
        assertThatThrownBy(() -> none.withStop(List.of(""))).hasMessageContaining("stop");
    }

    @Test
    void aSchemaHasAName() {
        assertThatThrownBy(() -> ResponseFormat.jsonSchema("a b", "{}")).hasMessageContaining("a b");
        assertThat(ResponseFormat.jsonSchema("scores", "{}"))
                .isEqualTo(new ResponseFormat("scores", java.util.Optional.of("{}")));
    }

    @Test
    void usageAddsUp() {
        assertThat(new TokenUsage(3, 4).plus(new TokenUsage(10, 20))).isEqualTo(new TokenUsage(13, 24));
        assertThat(new TokenUsage(3, 4).totalTokens()).isEqualTo(7);
        assertThat(new TokenUsage(-1, 3)).isEqualTo(new TokenUsage(0, 3));
        TokenUsage most = new TokenUsage(Long.MAX_VALUE, 1);
        assertThat(most.totalTokens()).isEqualTo(Long.MAX_VALUE);
        assertThat(most.plus(most)).isEqualTo(new TokenUsage(Long.MAX_VALUE, 2));
    }

    @ParameterizedTest
    @CsvSource({
        "400, REJECTED",
        "401, REJECTED",
        "404, REJECTED",
        "408, TIMEOUT",
        "409, TRANSIENT",
        "422, REJECTED",
        "425, TRANSIENT",
        "429, RATE_LIMITED",
        "500, TRANSIENT",
        "503, TRANSIENT",
        "504, TIMEOUT",
        "529, TRANSIENT"
    })
    void everyHttpStatusHasAKind(int status, ChatException.Kind kind) {
        ChatException e = ChatException.ofHttpStatus(status, "no");
        assertThat(e.kind()).isEqualTo(kind);
        assertThat(e.retryable()).isEqualTo(kind != ChatException.Kind.REJECTED);
        assertThat(e).hasMessage("HTTP " + status + ": no");
    }

    @Test
    void retryAfterIsKeptToTheNanosecondAndNeverNegative() {
        assertThat(ChatException.rateLimited("m", Duration.ofNanos(1_500_000_001))
                        .retryAfter())
                .contains(Duration.ofNanos(1_500_000_001));
        assertThat(ChatException.rateLimited("m", Duration.ofMillis(-5)).retryAfter())
                .contains(Duration.ZERO);
        assertThat(ChatException.rateLimited("m", Duration.ofSeconds(Long.MAX_VALUE))
                        .retryAfter())
                .hasValueSatisfying(wait -> assertThat(wait).isGreaterThan(Duration.ofDays(10_000)));
        assertThat(ChatException.of(ChatException.Kind.TIMEOUT, "m").retryAfter())
                .isEmpty();
    }

    @Test
    void aCopyWithRetryAfterKeepsTheCause() {
        IOException cause = new IOException("x");
        ChatException e =
                ChatException.of(ChatException.Kind.TRANSIENT, "m", cause).withRetryAfter(Duration.ofSeconds(2));
        assertThat(e).hasCause(cause).hasMessage("m");
        assertThat(e.kind()).isEqualTo(ChatException.Kind.TRANSIENT);
        assertThat(e.retryAfter()).contains(Duration.ofSeconds(2));
    }
}
