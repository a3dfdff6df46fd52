package esrp.prompts;

import esrp.core.internal.Checks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a model is asked.
 *
 * @param messages the conversation so far, in order; at least one
 * @param parameters how to generate
 * @param format the form the reply should have; empty means "do not send"
 * @param tags what the caller wants to find again in journals and progress; they are not sent, and two requests that
 *     differ in tags alone are the same question. Never put a secret here: tags are written to disk
 */
public record ChatRequest(
        List<ChatMessage> messages,
        GenerationParameters parameters,
        Optional<ResponseFormat> format,
        Map<String, String> tags) {
    /** Validates and copies. */
    public ChatRequest {
        messages = Checks.atLeastOne("messages", messages);
        Checks.notNull("parameters", parameters, "format", format);
        tags = Checks.tags(tags);
    }

    /**
     * {@return a request with nothing but messages}
     *
     * @param messages the conversation so far; at least one
     */
    public static ChatRequest of(List<ChatMessage> messages) {
        return new ChatRequest(messages, GenerationParameters.none(), Optional.empty(), Map.of());
    }

    /**
     * {@return a request with nothing but messages}
     *
     * @param messages the conversation so far; at least one
     */
    public static ChatRequest of(ChatMessage... messages) {
        return of(List.of(messages));
    }

    /**
     * {@return a request of one user message}
     *
     * @param text what the user says
     */
    public static ChatRequest of(String text) {
        return of(ChatMessage.user(text));
    }

    /** {@return the text of the last message: what the model is to answer} */
    public String prompt() {
        return messages.get(messages.size() - 1).text();
    }

    /**
     * {@return a copy with other parameters}
     *
     * @param other how to generate
     */
    public ChatRequest withParameters(GenerationParameters other) {
        return new ChatRequest(messages, other, format, tags);
    }

    /**
     * {@return a copy with a form of the reply}
     *
     * @param other the form
     */
    public ChatRequest withFormat(ResponseFormat other) {
        return new ChatRequest(messages, parameters, Optional.of(other), tags);
    }

    /**
     * {@return a copy with one more tag}
     *
     * @param key the tag
     * @param value its value; never a secret
     */
    public ChatRequest withTag(String key, String value) {
        Map<String, String> copy = new LinkedHashMap<>(tags);
        copy.put(key, value);
        return new ChatRequest(messages, parameters, format, copy);
    }

    /**
     * {@return a copy with one more message at the end}
     *
     * @param message the message
     */
    public ChatRequest plus(ChatMessage message) {
        List<ChatMessage> copy = new java.util.ArrayList<>(messages);
        copy.add(message);
        return new ChatRequest(copy, parameters, format, tags);
    }

    /**
     * What form a reply should have, for services that can be told: JSON.
     *
     * @param name what the service calls the schema: letters, digits, {@code _} and {@code -}, at most 64
     * @param schema the JSON Schema as text; empty for one JSON object, whatever its fields
     */
    public record ResponseFormat(String name, Optional<String> schema) {
        /** Validates. */
        public ResponseFormat {
            if (!name.matches("[A-Za-z0-9_-]{1,64}")) {
                throw new IllegalArgumentException(
                        "name: \"" + name + "\" is not a schema name; 1..64 letters, digits, _ and - were expected");
            }
            schema.ifPresent(text -> Checks.text("schema", text));
        }

        /** {@return one JSON object, whatever its fields} */
        public static ResponseFormat jsonObject() {
            return new ResponseFormat("json", Optional.empty());
        }

        /**
         * {@return JSON that fits a schema}
         *
         * @param name what the service calls the schema: letters, digits, {@code _} and {@code -}, at most 64
         * @param schema the JSON Schema as text
         */
        public static ResponseFormat jsonSchema(String name, String schema) {
            return new ResponseFormat(name, Optional.of(schema));
        }
    }
}
