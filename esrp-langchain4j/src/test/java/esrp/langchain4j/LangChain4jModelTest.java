package esrp.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;
import esrp.prompts.ChatException;
import esrp.prompts.ChatMessage;
import esrp.prompts.ChatRequest;
import esrp.prompts.ChatRequest.GenerationParameters;
import esrp.prompts.ChatRequest.ResponseFormat;
import esrp.prompts.ChatResponse.FinishReason;
import esrp.prompts.NamedModel;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LangChain4jModelTest {
    private final List<dev.langchain4j.model.chat.request.ChatRequest> asked = new ArrayList<>();
    private ChatResponse response = ChatResponse.builder()
            .aiMessage(AiMessage.from("你好"))
            .id("r-1")
            .modelName("m-2")
            .tokenUsage(new TokenUsage(11, 7))
            .finishReason(dev.langchain4j.model.output.FinishReason.LENGTH)
            .build();

    private final NamedModel model = LangChain4jModel.of("m", new ChatModel() {
        @Override
        public ChatResponse chat(dev.langchain4j.model.chat.request.ChatRequest request) {
            asked.add(request);
            return response;
        }
    });

    private static NamedModel failing(RuntimeException failure) {
        return LangChain4jModel.of("m", new ChatModel() {
            @Override
            public ChatResponse chat(dev.langchain4j.model.chat.request.ChatRequest request) {
                throw failure;
            }
        });
    }

    @Test
    void everythingIsSentAndEverythingIsRead() throws Exception {
        esrp.prompts.ChatResponse read = model.chat(ChatRequest.of(
                        ChatMessage.system("设定"),
                        ChatMessage.user("问"),
                        ChatMessage.assistant("答"),
                        ChatMessage.user("再问"))
                .withParameters(GenerationParameters.paper().withStop(List.of("停")))
                .withFormat(ResponseFormat.jsonSchema("scores", "{\"type\":\"object\"}")));
        assertThat(read)
                .isEqualTo(esrp.prompts.ChatResponse.of("你好", FinishReason.LENGTH)
                        .withUsage(new esrp.prompts.ChatResponse.TokenUsage(11, 7))
                        .withServedModel("m-2")
                        .withRequestId("r-1"));
        assertThat(asked.get(0).messages())
                .extracting(message -> message.type().name())
                .containsExactly("SYSTEM", "USER", "AI", "USER");
        ChatRequestParameters sent = asked.get(0).parameters();
        assertThat(sent.maxOutputTokens()).isEqualTo(256);
        assertThat(sent.temperature()).isEqualTo(0.7);
        assertThat(sent.topP()).isEqualTo(0.95);
        assertThat(sent.stopSequences()).containsExactly("停");
        assertThat(sent.responseFormat().jsonSchema().name()).isEqualTo("scores");
        assertThat(model).hasToString("m");
    }

    @Test
    void whatIsNotThereStaysEmpty() throws Exception {
        response = ChatResponse.builder().aiMessage(AiMessage.from("")).build();
        esrp.prompts.ChatResponse read = model.chat(ChatRequest.of("x"));
        assertThat(read).isEqualTo(esrp.prompts.ChatResponse.of("", FinishReason.UNSTATED));
        assertThat(asked.get(0).parameters().temperature()).isNull();
        assertThat(asked.get(0).parameters().responseFormat()).isNull();
    }

    @Test
    void everyFailureHasItsKind() {
        Map.<RuntimeException, ChatException.Kind>of(
                        new RateLimitException("slow"), ChatException.Kind.RATE_LIMITED,
                        new TimeoutException("late"), ChatException.Kind.TIMEOUT,
                        new IllegalStateException(new InterruptedIOException("late")), ChatException.Kind.TIMEOUT,
                        new AuthenticationException("key"), ChatException.Kind.REJECTED,
                        new HttpException(403, "no"), ChatException.Kind.REJECTED,
                        new HttpException(429, "slow"), ChatException.Kind.RATE_LIMITED,
                        new InternalServerException("oops"), ChatException.Kind.TRANSIENT,
                        new IllegalStateException("odd"), ChatException.Kind.TRANSIENT)
                .forEach((thrown, kind) -> assertThat(catchThrowableOfType(
                                        ChatException.class,
                                        () -> failing(thrown).chat(ChatRequest.of("x")))
                                .kind())
                        .as(thrown.toString())
                        .isEqualTo(kind));
        assertThatThrownBy(() -> failing(new IllegalStateException(new InterruptedException()))
                        .chat(ChatRequest.of("x")))
                .isInstanceOf(InterruptedException.class);
    }
}
