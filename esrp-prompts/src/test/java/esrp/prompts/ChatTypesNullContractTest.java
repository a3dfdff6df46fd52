package esrp.prompts;

import com.google.common.testing.NullPointerTester;
import esrp.prompts.ChatRequest.GenerationParameters;
import esrp.prompts.ChatRequest.ResponseFormat;
import esrp.prompts.ChatResponse.TokenUsage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatTypesNullContractTest {
    private final NullPointerTester tester = new NullPointerTester()
            .setDefault(ChatRequest.class, ChatRequest.of("x"))
            .setDefault(ChatMessage.class, ChatMessage.user("x"))
            .setDefault(ChatMessage[].class, new ChatMessage[] {ChatMessage.user("x")})
            .setDefault(List.class, List.of(ChatMessage.user("x")))
            .setDefault(GenerationParameters.class, GenerationParameters.none())
            .setDefault(ResponseFormat.class, ResponseFormat.jsonObject())
            .setDefault(Map.class, Map.of())
            .setDefault(Optional.class, Optional.empty())
            .setDefault(Duration.class, Duration.ZERO)
            .setDefault(String.class, "x");

    @ParameterizedTest
    @ValueSource(
            classes = {
                ChatException.class,
                ChatMessage.class,
                ChatModel.class,
                ChatRequest.class,
                ChatResponse.class,
                GenerationParameters.class,
                NamedModel.class,
                ResponseFormat.class,
                TokenUsage.class
            })
    void nothingTakesNull(Class<?> type) {
        tester.testAllPublicStaticMethods(type);
        if (!type.isInterface() && type != GenerationParameters.class) {
            tester.testAllPublicConstructors(type);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"request", "parameters", "response", "exception", "model"})
    void noMethodTakesNull(String which) {
        Object instance = switch (which) {
            case "request" -> ChatRequest.of("x");
            case "parameters" -> GenerationParameters.none();
            case "response" -> ChatResponse.of("x");
            case "exception" -> ChatException.of(ChatException.Kind.TIMEOUT, "x");
            default -> ChatModel.of("x", request -> "y");
        };
        tester.testAllPublicInstanceMethods(instance);
    }
}
