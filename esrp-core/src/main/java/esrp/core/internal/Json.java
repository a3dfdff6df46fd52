package esrp.core.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import esrp.core.DataCode;
import esrp.core.DatasetFormatException;
import esrp.core.Finding;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** JSON: read whole into nodes that know where they stand, and written. */
public final class Json {
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private static final Pattern UNPAIRED = Pattern.compile("\\p{Cs}");

    private Json() {}

    /** Something that writes JSON. */
    @FunctionalInterface
    public interface Body {
        void write(JsonGenerator out) throws IOException;
    }

    /** Writes an indented document with {@code \n} line ends, and makes the file's folder where it is missing. */
    public static void write(Path file, Body body) {
        AtomicFiles.createFolder(file);
        AtomicFiles.write(file, content(2, Separators.Spacing.BOTH, body));
    }

    /** Writes an indented document that nobody but its owner may read; see {@link AtomicFiles#writePrivate}. */
    public static void writePrivate(Path file, Map<String, ?> object) {
        AtomicFiles.createFolder(file);
        AtomicFiles.writePrivate(file, content(2, Separators.Spacing.BOTH, out -> write(out, object)));
    }

    /** A document indented by so many blanks, with blanks around or behind colons. */
    public static AtomicFiles.Content content(int indent, Separators.Spacing colon, Body body) {
        DefaultIndenter indenter = new DefaultIndenter(" ".repeat(indent), "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(
                        Separators.createDefaultInstance().withObjectFieldValueSpacing(colon))
                .withObjectIndenter(indenter)
                .withArrayIndenter(indenter);
        return out -> {
            try (JsonGenerator json = FACTORY.createGenerator(out)) {
                json.setPrettyPrinter(printer);
                body.write(json);
            }
        };
    }

    /** Writes an indented document, as {@link #write(JsonGenerator, Object)} says. */
    public static void write(Path file, Map<String, ?> object) {
        write(file, out -> write(out, object));
    }

    /** A document without white space. */
    public static String text(Body body) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            body.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return text.toString();
    }

    /** An object of names and values in turn, which keeps their order. */
    public static Map<String, Object> object(Object... namesAndValues) {
        Checks.rejectIf(
                namesAndValues.length % 2 != 0, "parameters: %s given, pairs were expected", namesAndValues.length);
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return object;
    }

    /**
     * Writes a map as an object, a collection as an array, a constant of an enum as {@link #constant} reads it and an empty
     * {@link Optional} as null, a node as it was read, a body as it writes itself; other values are texts, numbers and flags.
     */
    public static void write(JsonGenerator out, Object value) throws IOException {
        if (value instanceof Map<?, ?> object) {
            out.writeStartObject();
            for (Map.Entry<?, ?> field : object.entrySet()) {
                out.writeFieldName((String) field.getKey());
                write(out, field.getValue());
            }
            out.writeEndObject();
        } else if (value instanceof Collection<?> items) {
            out.writeStartArray();
            for (Object item : items) {
                write(out, item);
            }
            out.writeEndArray();
        } else if (value instanceof Node node) {
            write(out, node.value());
        } else if (value instanceof Body body) {
            body.write(out);
        } else if (value.equals(Optional.empty())) {
            out.writeNull();
        } else {
            out.writeObject(value instanceof Enum<?> constant ? constant.name().toLowerCase(Locale.ROOT) : value);
        }
    }

    /** The text as a JSON string, quotation marks included. */
    public static String quote(String text) {
        return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
    }

    /** A key as a part of a JSON pointer. */
    public static String pointed(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }

    /** Reads the one document of a file, which may start with a byte order mark and must be UTF-8. */
    public static Node read(Path file) {
        try (Utf8Reader text = Utf8Reader.open(file)) {
            return read(file, text);
        } catch (IOException e) {
            throw Utf8Reader.unreadable(file, e);
        }
    }

    /** Reads the one document of a resource from the root of a class path. */
    public static Node shipped(Class<?> anchor, String name) {
        return read(Path.of(name), Resources.text(anchor, name));
    }

    /** Reads the one document of a text. The file is what faults name. */
    public static Node read(Path file, String text) {
        try {
            return read(file, new StringReader(text));
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }

    private static Node read(Path file, Reader text) throws IOException {
        try (JsonParser in = FACTORY.createParser(text)) {
            in.nextToken();
            Node node = node(file, "", in);
            if (in.nextToken() != null) {
                throw fault(file, in.currentTokenLocation(), "", DataCode.MORE_TEXT);
            }
            return node;
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation() == null ? JsonLocation.NA : e.getLocation();
            throw new DatasetFormatException(
                    DataCode.NOT_JSON.at(place(file, at, ""), "reason", e.getOriginalMessage()), e);
        }
    }

    /** Reads the documents of a file of JSON Lines in turn; blank lines are skipped, and faults name the line of the file. */
    public static void readLines(Path file, Consumer<Node> reader) {
        int number = 0;
        try (BufferedReader text = new BufferedReader(Utf8Reader.open(file))) {
            for (String line = text.readLine(); line != null; line = text.readLine()) {
                number++;
                if (!line.isBlank()) {
                    reader.accept(read(file, line));
                }
            }
        } catch (DatasetFormatException e) {
            throw new DatasetFormatException(moved(e.finding(), number), e);
        } catch (IOException e) {
            throw Utf8Reader.unreadable(file, e);
        }
    }

    /** The same at the line of the file. */
    private static Finding moved(Finding finding, int line) {
        Map<String, String> coordinates = new LinkedHashMap<>(finding.place().coordinates());
        coordinates.put("line", String.valueOf(line));
        return new Finding(
                finding.code(), new Finding.Place(finding.place().file(), coordinates), finding.parameters());
    }

    /** An object on a line of its own; unpaired surrogates, which UTF-8 cannot hold, are escaped. */
    public static byte[] line(Map<String, ?> object) {
        String text = text(out -> write(out, object)) + "\n";
        return UNPAIRED.matcher(text)
                .replaceAll(
                        found -> String.format("\\\\u%04x", (int) found.group().charAt(0)))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static Node node(Path file, String pointer, JsonParser in) throws IOException {
        JsonLocation at = in.currentTokenLocation();
        JsonToken token = in.currentToken();
        if (token == null) {
            throw fault(file, at, pointer, DataCode.EMPTY_FILE, "expected", Term.DOCUMENT);
        }
        Object value;
        switch (token) {
            case START_OBJECT -> {
                Map<String, Node> fields = new LinkedHashMap<>();
                while (in.nextToken() == JsonToken.FIELD_NAME) {
                    String name = in.currentName();
                    in.nextToken();
                    fields.put(name, node(file, pointer + "/" + pointed(name), in));
                }
                value = fields;
            }
            case START_ARRAY -> {
                List<Node> items = new ArrayList<>();
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    items.add(node(file, pointer + "/" + items.size(), in));
                }
                value = items;
            }
            case VALUE_STRING -> value = in.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                try {
                    value = in.getDecimalValue();
                } catch (NumberFormatException e) { // an exponent of more than ten digits
                    throw fault(file, at, pointer, DataCode.NOT_JSON, "reason", String.valueOf(e.getMessage()));
                }
            }
            case VALUE_TRUE -> value = true;
            case VALUE_FALSE -> value = false;
            default -> value = Optional.empty();
        }
        return new Node(file, pointer, at, value);
    }

    /** The constant of an enum whose name in lower case is the node's text. */
    public static <E extends Enum<E>> E constant(Class<E> type, Node node) {
        List<String> known = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            String text = constant.name().toLowerCase(Locale.ROOT);
            if (text.equals(node.text())) {
                return constant;
            }
            known.add(text);
        }
        throw node.fault(DataCode.NOT_ONE_OF, "name", node.text(), "known", known);
    }

    private static Finding.Place place(Path file, JsonLocation at, String pointer) {
        return Finding.Place.of(file).line(at.getLineNr(), at.getColumnNr()).at("pointer", pointer);
    }

    private static DatasetFormatException fault(
            Path file, JsonLocation at, String pointer, Finding.Code code, Object... parameters) {
        return new DatasetFormatException(code.at(place(file, at, pointer), parameters));
    }

    /** A value and where it stands. */
    public record Node(Path file, String pointer, JsonLocation at, Object value) {
        public DatasetFormatException fault(Finding.Code code, Object... parameters) {
            return Json.fault(file, at, pointer, code, parameters);
        }

        private DatasetFormatException expected(Term term) {
            return fault(DataCode.EXPECTED, "expected", term);
        }

        /** A value made from this node; what it refuses is a fault of the file. */
        @CanIgnoreReturnValue
        public <T> T make(Supplier<T> maker) {
            try {
                return maker.get();
            } catch (IllegalArgumentException e) {
                throw new DatasetFormatException(
                        DataCode.REFUSED.at(place(file, at, pointer), "reason", String.valueOf(e.getMessage())), e);
            }
        }

        @SuppressWarnings("unchecked") // only node() fills value
        public Map<String, Node> fields() {
            return as(Map.class, Term.OBJECT);
        }

        @SuppressWarnings("unchecked") // only node() fills value
        public List<Node> items() {
            return as(List.class, Term.ARRAY);
        }

        /** Refuses fields that nobody reads: they are misspelt. */
        @CanIgnoreReturnValue
        public Node allow(String... names) {
            List<String> known = List.of(names);
            for (Map.Entry<String, Node> field : fields().entrySet()) {
                if (!known.contains(field.getKey())) {
                    throw field.getValue().fault(DataCode.NOT_ONE_OF, "name", field.getKey(), "known", known);
                }
            }
            return this;
        }

        public Node get(String name) {
            Node field = fields().get(name);
            if (field == null) {
                throw fault(DataCode.MISSING_NAME, "name", name);
            }
            return field;
        }

        public Optional<Node> find(String name) {
            return Optional.ofNullable(fields().get(name));
        }

        private <T> T as(Class<T> type, Term term) {
            if (type.isInstance(value)) {
                return type.cast(value);
            }
            throw expected(term);
        }

        public String text() {
            return as(String.class, Term.TEXT);
        }

        public boolean flag() {
            return as(Boolean.class, Term.FLAG);
        }

        public double number() {
            return as(Number.class, Term.NUMBER).doubleValue();
        }

        public int whole() {
            try {
                return as(BigDecimal.class, Term.WHOLE_NUMBER).intValueExact();
            } catch (ArithmeticException e) {
                throw expected(Term.WHOLE_NUMBER);
            }
        }

        public long count() {
            try {
                return as(BigDecimal.class, Term.WHOLE_NUMBER).longValueExact();
            } catch (ArithmeticException e) {
                throw expected(Term.WHOLE_NUMBER);
            }
        }

        public List<String> texts() {
            return items().stream().map(Node::text).toList();
        }
    }
}
