package esrp.prompts;

import esrp.core.internal.Checks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

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

    /**
     * How a model should generate. Empty means "do not send": the service's own default holds, which not every service
     * lets a caller set.
     *
     * @param maxTokens the most tokens of a reply; at least 1
     * @param temperature the temperature; finite and at least 0
     * @param topP the probability mass that is sampled from; greater than 0, at most 1
     * @param seed the seed of the service's sampler, where it has one
     * @param stop texts at which generation ends; none of them empty
     * @param probabilities of how many most probable tokens the service should say the probability; at least 1. A judge that
     *     answers with a number alone tells so how probable it held each score
     */
    public record GenerationParameters(
            OptionalInt maxTokens,
            OptionalDouble temperature,
            OptionalDouble topP,
            OptionalLong seed,
            List<String> stop,
            OptionalInt probabilities) {
        private static final GenerationParameters NONE = new GenerationParameters(
                OptionalInt.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalLong.empty(),
                List.of(),
                OptionalInt.empty());

        /** Validates and copies. */
        public GenerationParameters {
            Checks.atLeast(1, "maxTokens", maxTokens.orElse(1));
            Checks.atLeast(1, "probabilities", probabilities.orElse(1));
            if (temperature.isPresent()
                    && !(temperature.getAsDouble() >= 0 && temperature.getAsDouble() < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("temperature: " + temperature.getAsDouble()
                        + " is not allowed, a finite number >= 0 was expected");
            }
            if (topP.isPresent() && !(topP.getAsDouble() > 0 && topP.getAsDouble() <= 1)) {
                throw new IllegalArgumentException(
                        "topP: " + topP.getAsDouble() + " is not allowed, a number in (0, 1] was expected");
            }
            java.util.Objects.requireNonNull(seed, "seed");
            stop = List.copyOf(stop);
            Checks.rejectIf(stop.contains(""), "stop: has an empty text, at least one character was expected");
        }

        /** {@return nothing is sent: parameters that are all empty} */
        public static GenerationParameters none() {
            return NONE;
        }

        /**
         * {@return the settings of the ChatAnime paper for questions and replies: 256 tokens, temperature 0.7, top-p 0.95;
         * the parameters of Section 4.2}
         */
        public static GenerationParameters paper() {
            return NONE.withMaxTokens(256).withTemperature(0.7).withTopP(0.95);
        }

        /**
         * {@return settings for judges, which the paper does not state: 2,048 tokens, since nine scores with their
         * explanations do not fit 256, and temperature 0, since a judge should repeat itself; parameters for judging}
         */
        public static GenerationParameters judging() {
            return NONE.withMaxTokens(2048).withTemperature(0);
        }

        /**
         * {@return a copy with a limit of the reply}
         *
         * @param tokens the most tokens; at least 1
         */
        public GenerationParameters withMaxTokens(int tokens) {
            return new GenerationParameters(OptionalInt.of(tokens), temperature, topP, seed, stop, probabilities);
        }

        /**
         * {@return a copy with a temperature}
         *
         * @param value finite and at least 0
         */
        public GenerationParameters withTemperature(double value) {
            return new GenerationParameters(maxTokens, OptionalDouble.of(value), topP, seed, stop, probabilities);
        }

        /**
         * {@return a copy with a probability mass}
         *
         * @param value greater than 0, at most 1
         */
        public GenerationParameters withTopP(double value) {
            return new GenerationParameters(
                    maxTokens, temperature, OptionalDouble.of(value), seed, stop, probabilities);
        }

        /**
         * {@return a copy with a seed for the service's sampler}
         *
         * @param value any number
         */
        public GenerationParameters withSeed(long value) {
            return new GenerationParameters(maxTokens, temperature, topP, OptionalLong.of(value), stop, probabilities);
        }

        /**
         * {@return a copy with texts at which generation ends}
         *
         * @param texts the texts; none of them empty
         */
        public GenerationParameters withStop(List<String> texts) {
            return new GenerationParameters(maxTokens, temperature, topP, seed, texts, probabilities);
        }

        /**
         * {@return a copy that asks for the probabilities of tokens}
         *
         * @param most of how many most probable tokens; at least 1, and at most what the service allows: 20 in OpenAI's form
         */
        public GenerationParameters withProbabilities(int most) {
            return new GenerationParameters(maxTokens, temperature, topP, seed, stop, OptionalInt.of(most));
        }
    }
}
