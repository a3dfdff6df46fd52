package esrp.prompts.run;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import esrp.core.internal.Json;
import esrp.prompts.ChatResponse;
import esrp.prompts.ChatResponse.FinishReason;
import esrp.prompts.ChatResponse.TokenUsage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a journal. Each is one JSON object in UTF-8 whose last field {@code crc} is the CRC-32C of all bytes of
 * the line before {@code ,"crc"}. A line counts if its checksum is right and a line feed follows.
 */
final class JournalLines {
    private static final byte[] CRC_START = ",\"crc\":\"".getBytes(StandardCharsets.US_ASCII);
    /** {@code ,"crc":"0123abcd"}}. */
    private static final int CRC_LENGTH = CRC_START.length + 8 + 2;

    private static final HexFormat HEX = HexFormat.of();
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            // Names are a caller's tags: any number of them, of any length.
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .build();
    /** For texts with unpaired surrogates, which UTF-8 cannot hold but an escape can. */
    private static final JsonFactory ESCAPING_JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    /** Raised when the form of lines changes, or the prompts that keys are made of. */
    private static final int VERSION = 3;

    private static final byte[] HEADER = sealed(Json.object("journal", "esrp", "version", VERSION));

    private JournalLines() {}

    static byte[] header() {
        return HEADER.clone();
    }

    static byte[] answer(JournalEntry entry) {
        ChatResponse response = entry.response();
        Map<String, Object> line = Json.object(
                "key", entry.key().toString(),
                "model", entry.model(),
                "replicate", entry.replicate(),
                "attempt", entry.attempt(),
                "tries", entry.tries(),
                "input", entry.charged().inputTokens(),
                "output", entry.charged().outputTokens());
        if (response.usage().isEmpty()) {
            line.put("estimated", true);
        }
        line.put("at", entry.at().toString());
        line.put("finish", response.finishReason().name());
        response.servedModel().ifPresent(served -> line.put("served", served));
        response.requestId().ifPresent(request -> line.put("request", request));
        if (!entry.tags().isEmpty()) {
            line.put("tags", entry.tags());
        }
        if (!response.probabilities().isEmpty()) {
            line.put("probabilities", response.probabilities());
        }
        line.put("text", response.text());
        return sealed(line);
    }

    /** A call that is about to be made, and what it is taken to cost if nothing says how it ended. */
    static byte[] start(CallKey key, String model, TokenUsage estimate) {
        return sealed(Json.object(
                "key", key.toString(),
                "model", model,
                "input", estimate.inputTokens(),
                "output", estimate.outputTokens(),
                "start", true));
    }

    /** A call that failed. The message stays out: clients put addresses and halves of keys into it. */
    static byte[] failure(CallKey key, String model, int tries, Run.FailureReason reason) {
        return sealed(Json.object("key", key.toString(), "model", model, "tries", tries, "failed", reason.name()));
    }

    /** Whether the bytes, line feed excluded, are a line with a right checksum. */
    static boolean intact(byte[] bytes, int from, int to) {
        int body = to - CRC_LENGTH - from;
        if (body < 1 || bytes[from] != '{' || bytes[to - 1] != '}' || bytes[to - 2] != '"') {
            return false;
        }
        int start = from + body;
        if (!Arrays.equals(bytes, start, start + CRC_START.length, CRC_START, 0, CRC_START.length)) {
            return false;
        }
        long stated = 0;
        for (int i = to - 10; i < to - 2; i++) {
            int digit = java.lang.Character.digit(bytes[i], 16);
            if (digit < 0) {
                return false;
            }
            stated = stated << 4 | digit;
        }
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, body);
        return crc.getValue() == stated;
    }

    /**
     * What opening needs to know of a line: of a header, which has no key, of a call that starts, of an answer, or of a
     * failed call.
     */
    static Fields mark(byte[] bytes, int from, int to) throws IOException {
        return fields(bytes, from, to, false);
    }

    static JournalEntry entry(byte[] bytes, int from, int to) throws IOException {
        Fields fields = fields(bytes, from, to, true);
        CallKey key = fields.key;
        if (key == null || !fields.answer) {
            throw new IOException("the line holds no answer");
        }
        TokenUsage charged = fields.charged();
        return new JournalEntry(
                key,
                fields.model,
                fields.replicate,
                fields.attempt,
                fields.tries,
                fields.tags,
                new ChatResponse(
                        fields.text,
                        fields.finish,
                        fields.estimated ? Optional.empty() : Optional.of(charged),
                        Optional.ofNullable(fields.served),
                        Optional.ofNullable(fields.request),
                        fields.probabilities),
                charged,
                fields.at);
    }

    static final class Fields {
        @Nullable
        CallKey key;

        private @Nullable String served;
        private @Nullable String request;
        String model = "";
        private String text = "";
        boolean answer;
        boolean start;
        private boolean estimated;
        private Instant at = Instant.EPOCH;
        private int replicate;
        private int attempt;
        private int tries = 1;
        private long input;
        private long output;
        private FinishReason finish = FinishReason.UNSTATED;
        private final Map<String, String> tags = new LinkedHashMap<>();
        private final Map<String, Double> probabilities = new LinkedHashMap<>();

        TokenUsage charged() {
            return new TokenUsage(input, output);
        }
    }

    private static Fields fields(byte[] bytes, int from, int to, boolean whole) throws IOException {
        Fields fields = new Fields();
        boolean header = false;
        try (JsonParser parser = JSON.createParser(bytes, from, to - from)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "journal" -> header = parser.getText().equals("esrp");
                    case "version" -> {
                        long version = parser.getLongValue();
                        if (version != VERSION) {
                            throw new IOException("version " + version + " of the format, version " + VERSION
                                    + " was expected: "
                                    + (version < VERSION
                                            ? "it was written by an earlier release, whose prompts read otherwise, so"
                                                    + " that its answers would not be found; finish the run with that"
                                                    + " release, or start in a new folder"
                                            : "it was written by a later release; use that one"));
                        }
                    }
                    case "key" -> fields.key = CallKey.parse(parser.getText());
                    case "model" -> fields.model = parser.getText();
                    case "replicate" -> fields.replicate = parser.getIntValue();
                    case "attempt" -> fields.attempt = parser.getIntValue();
                    case "tries" -> fields.tries = parser.getIntValue();
                    case "input" -> fields.input = parser.getLongValue();
                    case "output" -> fields.output = parser.getLongValue();
                    case "estimated" -> fields.estimated = parser.getBooleanValue();
                    case "start" -> fields.start = parser.getBooleanValue();
                    case "at" -> fields.at = whole ? Instant.parse(parser.getText()) : Instant.EPOCH;
                    case "finish" -> fields.finish = FinishReason.valueOf(parser.getText());
                    case "served" -> fields.served = whole ? parser.getText() : null;
                    case "request" -> fields.request = whole ? parser.getText() : null;
                    case "text" -> {
                        fields.answer = true;
                        fields.text = whole ? parser.getText() : "";
                    }
                    case "tags", "probabilities" -> {
                        while (whole && parser.nextToken() == JsonToken.FIELD_NAME) {
                            String key = parser.currentName();
                            parser.nextToken();
                            if (name.equals("tags")) {
                                fields.tags.put(key, parser.getText());
                            } else {
                                fields.probabilities.put(key, parser.getDoubleValue());
                            }
                        }
                        parser.skipChildren();
                    }
                    default -> parser.skipChildren();
                }
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException(e.getMessage(), e);
        }
        if (fields.key == null && !header) {
            throw new IOException("the line is neither a header nor a call");
        }
        return fields;
    }

    /** The object with its checksum and a line feed. */
    private static byte[] sealed(Map<String, ?> line) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
            try {
                write(JSON, line, bytes);
            } catch (IOException e) {
                bytes.reset();
                write(ESCAPING_JSON, line, bytes);
            }
            byte[] object = bytes.toByteArray();
            int body = object.length - 1;
            CRC32C crc = new CRC32C();
            crc.update(object, 0, body);
            byte[] end = (HEX.toHexDigits((int) crc.getValue()) + "\"}\n").getBytes(StandardCharsets.US_ASCII);
            return ByteBuffer.allocate(body + CRC_START.length + end.length)
                    .put(object, 0, body)
                    .put(CRC_START)
                    .put(end)
                    .array();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(JsonFactory factory, Map<String, ?> line, ByteArrayOutputStream bytes)
            throws IOException {
        try (JsonGenerator generator = factory.createGenerator(bytes, JsonEncoding.UTF8)) {
            Json.write(generator, line);
        }
    }
}
