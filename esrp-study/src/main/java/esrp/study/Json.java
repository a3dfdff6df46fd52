package esrp.study;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import esrp.core.DatasetFormatException;
import esrp.core.DatasetFormatException.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Small JSON files of this package: read whole into nodes that know where they stand, written beside and moved. */
final class Json {
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Json() {}

    /** Something that writes JSON. */
    @FunctionalInterface
    interface Body {
        void write(JsonGenerator out) throws IOException;
    }

    /** Something that writes text. */
    @FunctionalInterface
    interface Text {
        void write(Writer out) throws IOException;
    }

    static JsonFactory factory() {
        return FACTORY;
    }

    /** Writes an indented document with {@code \n} line ends, whatever the platform. */
    static void write(Path file, Body body) {
        writeText(file, out -> {
            DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
            try (JsonGenerator json = FACTORY.createGenerator(out)) {
                json.setPrettyPrinter(
                        new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter));
                body.write(json);
            }
        });
    }

    /** Writes beside the file and moves the result over it, so that nobody sees half a file. */
    static void writeText(Path file, Text text) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || file.getFileName() == null) {
            throw new IllegalArgumentException("file: " + file + " is not a file name");
        }
        try {
            Files.createDirectories(folder);
            Path beside = Files.createTempFile(folder, "." + file.getFileName(), ".part");
            try {
                try (Writer out = Files.newBufferedWriter(beside, StandardCharsets.UTF_8)) {
                    text.write(out);
                }
                try {
                    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                } catch (AtomicMoveNotSupportedException e) {
                    Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
                }
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** Reads the one document of a file. */
    static Node read(Path file) {
        try (JsonParser in = FACTORY.createParser(Files.newBufferedReader(file, StandardCharsets.UTF_8))) {
            in.nextToken();
            Node node = node(file, "", in);
            if (in.nextToken() != null) {
                throw fault(file, in.currentTokenLocation(), "", "more than one document, one was expected");
            }
            return node;
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation() == null ? JsonLocation.NA : e.getLocation();
            throw new DatasetFormatException(
                    new Fault(file, place(at, ""), "is not JSON: " + e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static Node node(Path file, String pointer, JsonParser in) throws IOException {
        JsonLocation at = in.currentTokenLocation();
        JsonToken token = in.currentToken();
        if (token == null) {
            throw fault(file, at, pointer, "is empty, a JSON document was expected");
        }
        Object value;
        switch (token) {
            case START_OBJECT -> {
                Map<String, Node> fields = new LinkedHashMap<>();
                while (in.nextToken() == JsonToken.FIELD_NAME) {
                    String name = in.currentName();
                    in.nextToken();
                    fields.put(
                            name,
                            node(file, pointer + "/" + name.replace("~", "~0").replace("/", "~1"), in));
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
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> value = in.getDecimalValue();
            case VALUE_TRUE -> value = true;
            case VALUE_FALSE -> value = false;
            default -> value = Optional.empty();
        }
        return new Node(file, pointer, at, value);
    }

    /** The constant of an enum whose name in lower case is the node's text. */
    static <E extends Enum<E>> E constant(Class<E> type, Node node) {
        List<String> known = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            String text = constant.name().toLowerCase(Locale.ROOT);
            if (text.equals(node.text())) {
                return constant;
            }
            known.add(text);
        }
        throw node.fault("\"" + node.text() + "\" is none of " + known);
    }

    private static String place(JsonLocation at, String pointer) {
        String where = "line " + at.getLineNr() + ", column " + at.getColumnNr();
        return pointer.isEmpty() ? where : where + ", " + pointer;
    }

    private static DatasetFormatException fault(Path file, JsonLocation at, String pointer, String message) {
        return new DatasetFormatException(new Fault(file, place(at, pointer), message));
    }

    /** A value and where it stands. */
    record Node(Path file, String pointer, JsonLocation at, Object value) {
        DatasetFormatException fault(String message) {
            return Json.fault(file, at, pointer, message);
        }

        /** A value made from this node; what it refuses is a fault of the file. */
        @CanIgnoreReturnValue
        <T> T make(java.util.function.Supplier<T> maker) {
            try {
                return maker.get();
            } catch (IllegalArgumentException e) {
                throw new DatasetFormatException(
                        new Fault(file, place(at, pointer), String.valueOf(e.getMessage())), e);
            }
        }

        @SuppressWarnings("unchecked") // only node() fills value
        Map<String, Node> fields() {
            if (value instanceof Map<?, ?> map) {
                return (Map<String, Node>) map;
            }
            throw fault("an object was expected");
        }

        @SuppressWarnings("unchecked") // only node() fills value
        List<Node> items() {
            if (value instanceof List<?> list) {
                return (List<Node>) list;
            }
            throw fault("an array was expected");
        }

        /** Refuses fields that nobody reads: they are misspelt. */
        @CanIgnoreReturnValue
        Node allow(String... names) {
            List<String> known = List.of(names);
            for (Map.Entry<String, Node> field : fields().entrySet()) {
                if (!known.contains(field.getKey())) {
                    throw field.getValue()
                            .fault("no field \"" + field.getKey() + "\" is known here; fields are " + known);
                }
            }
            return this;
        }

        Node get(String name) {
            Node field = fields().get(name);
            if (field == null) {
                throw fault("field \"" + name + "\" is missing");
            }
            return field;
        }

        Optional<Node> find(String name) {
            return Optional.ofNullable(fields().get(name));
        }

        String text() {
            if (value instanceof String text) {
                return text;
            }
            throw fault("a text was expected");
        }

        boolean flag() {
            if (value instanceof Boolean flag) {
                return flag;
            }
            throw fault("true or false was expected");
        }

        double number() {
            if (value instanceof Number number) {
                return number.doubleValue();
            }
            throw fault("a number was expected");
        }

        int whole() {
            if (value instanceof java.math.BigDecimal number) {
                try {
                    return number.intValueExact();
                } catch (ArithmeticException e) {
                    throw fault("a whole number was expected, not " + number);
                }
            }
            throw fault("a whole number was expected");
        }

        List<String> texts() {
            return items().stream().map(Node::text).toList();
        }
    }
}
