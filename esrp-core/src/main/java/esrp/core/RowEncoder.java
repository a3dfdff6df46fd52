package esrp.core;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Turns rows into the bytes of lines. Each name is encoded once. */
final class RowEncoder {
    private static final byte[] COMMA = {','};
    private static final byte[] NEWLINE = {'\n'};

    private final byte[][] itemPrefix;
    private final byte[][] metricPart;
    private final byte[][] raterPart;
    private final byte[][][] ending;

    /** How a line looks. */
    enum Form {
        /** CSV, quotes where needed. */
        CSV,
        /** CSV, all names quoted: the canonical lines of {@link Ratings#hash()}. */
        QUOTED,
        /** A JSON object. */
        JSONL
    }

    /** Where the bytes of a line go. */
    @FunctionalInterface
    interface Sink {
        void write(byte[] bytes) throws IOException;
    }

    RowEncoder(RatingTable table, Form form) {
        byte[][] candidates = parts(table, Column.CANDIDATE, form);
        byte[][] characters = parts(table, Column.CHARACTER, form);
        byte[][] labels = parts(table, Column.ITEM, form);
        this.itemPrefix = new byte[table.items()][];
        for (int item = 0; item < itemPrefix.length; item++) {
            ByteArrayOutputStream prefix = new ByteArrayOutputStream();
            if (form == Form.JSONL) {
                prefix.write('{');
            }
            prefix.writeBytes(candidates[table.itemCandidate[item]]);
            prefix.writeBytes(COMMA);
            prefix.writeBytes(characters[table.itemCharacter[item]]);
            prefix.writeBytes(COMMA);
            prefix.writeBytes(labels[table.itemLabel[item]]);
            prefix.writeBytes(COMMA);
            itemPrefix[item] = prefix.toByteArray();
        }
        this.metricPart = parts(table, Column.METRIC, form);
        this.raterPart = parts(table, Column.RATER, form);
        this.ending = new byte[metricPart.length][][];
        for (int metric = 0; metric < ending.length; metric++) {
            Scale scale = table.metrics.get(metric).scale();
            ending[metric] = new byte[scale.levels()][];
            for (int level = 0; level < scale.levels(); level++) {
                String score = form == Form.JSONL ? "\"score\":" + scale.score(level) + "}" : "" + scale.score(level);
                ending[metric][level] = score.getBytes(StandardCharsets.UTF_8);
            }
        }
    }

    private static byte[][] parts(RatingTable table, Column column, Form form) {
        List<String> names = table.names(column);
        byte[][] parts = new byte[names.size()][];
        for (int code = 0; code < parts.length; code++) {
            parts[code] = part(column, names.get(code), form).getBytes(StandardCharsets.UTF_8);
        }
        return parts;
    }

    private static String part(Column column, String name, Form form) {
        return switch (form) {
            case CSV -> needsQuotes(name) ? quoted(name) : name;
            case QUOTED -> quoted(name);
            case JSONL -> {
                StringBuilder text =
                        new StringBuilder().append('"').append(column.header()).append("\":\"");
                JsonStringEncoder.getInstance().quoteAsString(name, text);
                yield text.append('"').toString();
            }
        };
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** Also where a reader might trim spaces or take the line for a comment. */
    private static boolean needsQuotes(String name) {
        return name.chars().anyMatch(c -> c == ',' || c == '"' || c < ' ')
                || name.charAt(0) == '#'
                || java.lang.Character.isWhitespace(name.charAt(0))
                || java.lang.Character.isWhitespace(name.charAt(name.length() - 1));
    }

    void write(int item, int metric, int rater, int level, Sink sink) throws IOException {
        sink.write(itemPrefix[item]);
        sink.write(metricPart[metric]);
        sink.write(COMMA);
        sink.write(raterPart[rater]);
        sink.write(COMMA);
        sink.write(ending[metric][level]);
        sink.write(NEWLINE);
    }
}
