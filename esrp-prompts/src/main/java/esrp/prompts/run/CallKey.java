package esrp.prompts.run;

import esrp.core.internal.Checks;
import esrp.core.internal.Digest;
import esrp.prompts.ChatMessage;
import esrp.prompts.ChatRequest;
import esrp.prompts.ChatRequest.GenerationParameters;
import esrp.prompts.ChatRequest.ResponseFormat;
import esrp.prompts.NamedModel;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What was asked, in 128 bits: model id and revision, messages, parameters, format of the reply, replicate and attempt. Tags are
 * left out, so the same question under other tags is the same question.
 *
 * <p>The key is the first half of a SHA-256 over all parts, each with its length before it. Among a billion questions
 * the chance that any two share a key is below 2e-21.
 */
record CallKey(long high, long low) {
    private static final HexFormat HEX = HexFormat.of();

    static CallKey of(NamedModel model, ChatRequest request, int replicate, int attempt) {
        return of(model.id(), model.revision(), request, replicate, attempt);
    }

    static CallKey of(String model, ChatRequest request, int replicate, int attempt) {
        return of(model, Optional.empty(), request, replicate, attempt);
    }

    private static CallKey of(
            String model, Optional<String> revision, ChatRequest request, int replicate, int attempt) {
        Checks.atLeast(0, "replicate", replicate);
        Checks.atLeast(0, "attempt", attempt);
        Digest digest = new Digest();
        digest.add("esrp call 1").add(model).add(replicate).add(attempt);
        GenerationParameters parameters = request.parameters();
        digest.add(parameters.maxTokens().orElse(-1))
                .add(bits(parameters.temperature()))
                .add(bits(parameters.topP()));
        digest.add(parameters.seed().isPresent() ? 1 : 0)
                .add(parameters.seed().orElse(0))
                .add(parameters.stop());
        Optional<String> schema = request.format().flatMap(ResponseFormat::schema);
        if (schema.isPresent()) {
            digest.add("schema").add(request.format().get().name()).add(schema.get());
        } else {
            digest.add(request.format().isPresent() ? "json" : "any");
        }
        digest.add(request.messages().size());
        for (ChatMessage message : request.messages()) {
            digest.add(message.role().name()).add(message.text());
        }
        parameters.probabilities().ifPresent(most -> digest.add("probabilities").add(most));
        revision.ifPresent(release -> digest.add("revision").add(release));
        ByteBuffer bytes = ByteBuffer.wrap(digest.bytes());
        return new CallKey(bytes.getLong(), bytes.getLong());
    }

    private static long bits(OptionalDouble value) {
        return value.isPresent() ? Double.doubleToLongBits(value.getAsDouble() + 0.0) : -1;
    }

    /** The key that {@link #toString()} wrote. */
    static CallKey parse(String hex) {
        Checks.rejectIf(hex.length() != 32, "hex: \"%s\" is not a key, 32 hexadecimal digits were expected", hex);
        return new CallKey(HexFormat.fromHexDigitsToLong(hex, 0, 16), HexFormat.fromHexDigitsToLong(hex, 16, 32));
    }

    /** 32 hexadecimal digits. */
    @Override
    public String toString() {
        return HEX.toHexDigits(high) + HEX.toHexDigits(low);
    }
}
