package esrp.prompts.internal;

import esrp.core.internal.Json;
import esrp.prompts.ChatException;
import esrp.prompts.ChatRequest;
import esrp.prompts.ChatRequest.GenerationParameters;
import esrp.prompts.ChatRequest.ResponseFormat;
import esrp.prompts.ChatResponse;
import esrp.prompts.ChatResponse.FinishReason;
import esrp.prompts.ChatResponse.TokenUsage;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Requests and replies in the form of OpenAI's chat completions, which most services speak. */
public final class OpenAiChat {
    /** The path of the service, below its version. */
    public static final String PATH = "/chat/completions";

    private OpenAiChat() {}

    /** The body of a request. */
    public static Map<String, Object> body(String model, ChatRequest request) {
        Map<String, Object> body = Json.object(
                "model",
                model,
                "messages",
                request.messages().stream()
                        .map(message -> Json.object("role", message.role(), "content", message.text()))
                        .toList());
        GenerationParameters parameters = request.parameters();
        parameters.maxTokens().ifPresent(value -> body.put("max_tokens", value));
        parameters.temperature().ifPresent(value -> body.put("temperature", value));
        parameters.topP().ifPresent(value -> body.put("top_p", value));
        parameters.seed().ifPresent(value -> body.put("seed", value));
        if (!parameters.stop().isEmpty()) {
            body.put("stop", parameters.stop());
        }
        parameters.probabilities().ifPresent(most -> {
            body.put("logprobs", true);
            body.put("top_logprobs", most);
        });
        request.format().ifPresent(format -> body.put("response_format", format(format)));
        return body;
    }

    private static Map<String, Object> format(ResponseFormat format) {
        return format.schema()
                .map(schema -> Json.object(
                        "type",
                        "json_schema",
                        "json_schema",
                        Json.object("name", format.name(), "strict", true, "schema", parse(schema))))
                .orElseGet(() -> Json.object("type", "json_object"));
    }

    /** A text as JSON; a {@link esrp.core.DatasetFormatException} if it is none. */
    public static Json.Node parse(String text) {
        return Json.read(Path.of("JSON"), text);
    }

    /** The reply in a body. */
    public static ChatResponse response(Json.Node body) throws ChatException {
        Json.Node choice = field(body, "choices")
                .filter(choices -> choices.value() instanceof List<?> list && !list.isEmpty())
                .map(choices -> choices.items().get(0))
                .orElse(body);
        Json.Node message = field(choice, "message")
                .filter(one -> one.value() instanceof Map<?, ?>)
                .orElseThrow(() -> ChatException.of(
                        ChatException.Kind.TRANSIENT,
                        "the service's answer has no message"
                                + field(body, "error")
                                        .flatMap(error -> text(error, "message").or(() -> text(body, "error")))
                                        .map(said -> ": " + said)
                                        .orElse("")));
        String content = content(message);
        return new ChatResponse(
                content,
                text(choice, "finish_reason").map(OpenAiChat::finish).orElse(FinishReason.UNSTATED),
                field(body, "usage").flatMap(OpenAiChat::usage),
                text(body, "model"),
                text(body, "id"),
                field(choice, "logprobs")
                        .map(logprobs -> probabilities(logprobs, content.strip()))
                        .orElse(Map.of()));
    }

    /** The text of a message; of one in parts, those that are text and not thoughts. */
    private static String content(Json.Node message) {
        return text(message, "content")
                .orElseGet(() -> field(message, "content").stream()
                        .filter(parts -> parts.value() instanceof List<?>)
                        .flatMap(parts -> parts.items().stream())
                        .flatMap(part -> text(part, "text").stream())
                        .collect(Collectors.joining()));
    }

    /** The probabilities of the token that is the whole reply; thoughts may stand before it, marks of its end behind it. */
    private static Map<String, Double> probabilities(Json.Node logprobs, String reply) {
        Optional<Json.Node> answer = field(logprobs, "content").stream()
                .filter(content -> content.value() instanceof List<?>)
                .flatMap(content -> content.items().stream())
                .filter(token -> !reply.isEmpty()
                        && text(token, "token").orElse("").strip().equals(reply))
                .reduce((before, last) -> last);
        Map<String, Double> byText = new LinkedHashMap<>();
        answer.flatMap(token -> field(token, "top_logprobs")).stream()
                .filter(top -> top.value() instanceof List<?>)
                .flatMap(top -> top.items().stream())
                .forEach(one -> field(one, "logprob")
                        .filter(log -> log.value() instanceof BigDecimal)
                        .ifPresent(log -> byText.merge(
                                text(one, "token").orElse("").strip(), Math.exp(log.number()), Double::sum)));
        double sum = byText.values().stream().mapToDouble(one -> one).sum();
        return sum <= 1 + 1e-6 ? byText : Map.of();
    }

    private static Optional<TokenUsage> usage(Json.Node usage) {
        return tokens(usage, "prompt_tokens")
                .map(input ->
                        new TokenUsage(input, tokens(usage, "completion_tokens").orElse(0L)));
    }

    private static Optional<Long> tokens(Json.Node usage, String name) {
        return field(usage, name)
                .map(Json.Node::value)
                .filter(value -> value instanceof BigDecimal)
                .map(value -> ((BigDecimal) value).longValue())
                .filter(count -> count >= 0);
    }

    private static FinishReason finish(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "stop" -> FinishReason.STOP;
            case "length" -> FinishReason.LENGTH;
            case "content_filter" -> FinishReason.CONTENT_FILTER;
            case "" -> FinishReason.UNSTATED;
            default -> FinishReason.OTHER;
        };
    }

    /** A field of an object; empty where it is null, and where there is no object. */
    public static Optional<Json.Node> field(Json.Node node, String name) {
        return node.value() instanceof Map<?, ?>
                ? node.find(name).filter(field -> !field.value().equals(Optional.empty()))
                : Optional.empty();
    }

    /** A field that is a text. */
    public static Optional<String> text(Json.Node node, String name) {
        return field(node, name)
                .map(Json.Node::value)
                .filter(String.class::isInstance)
                .map(String.class::cast);
    }
}
