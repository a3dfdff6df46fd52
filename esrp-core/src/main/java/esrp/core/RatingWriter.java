package esrp.core;

import esrp.core.internal.AtomicFiles;
import esrp.core.internal.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.IntStream;

/** Writes ratings line by line. Each name is encoded once. */
final class RatingWriter {
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

    RatingWriter(RatingTable table, Form form) {
        byte[][] candidates = parts(table, Column.CANDIDATE, form);
        byte[][] characters = parts(table, Column.CHARACTER, form);
        byte[][] labels = parts(table, Column.ITEM, form);
        this.itemPrefix = new byte[table.items()][];
        for (int item = 0; item < itemPrefix.length; item++) {
            ByteArrayOutputStream prefix = new ByteArrayOutputStream();
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
        String before = form == Form.JSONL ? "\"score\":" : "";
        String after = form == Form.JSONL ? "}" : "";
        this.ending = table.metrics.stream()
                .map(metric -> IntStream.range(0, metric.scale().levels())
                        .mapToObj(level -> (before + Scale.number(metric.scale().score(level)) + after)
                                .getBytes(StandardCharsets.UTF_8))
                        .toArray(byte[][]::new))
                .toArray(byte[][][]::new);
    }

    private static byte[][] parts(RatingTable table, Column column, Form form) {
        return table.names(column).stream()
                .map(name -> part(column, name, form).getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
    }

    private static String part(Column column, String name, Form form) {
        if (form == Form.JSONL) {
            return (column == Column.CANDIDATE ? "{\"" : "\"") + column.header() + "\":" + Json.quote(name);
        }
        return form == Form.QUOTED || needsQuotes(name) ? '"' + name.replace("\"", "\"\"") + '"' : name;
    }

    /** Also where a reader might trim spaces or take the line for a comment. */
    private static boolean needsQuotes(String name) {
        return name.chars().anyMatch(c -> c == ',' || c == '"' || c < ' ')
                || name.charAt(0) == '#'
                || java.lang.Character.isWhitespace(name.charAt(0))
                || java.lang.Character.isWhitespace(name.charAt(name.length() - 1));
    }

    static void write(Ratings ratings, Path file) {
        Form form = RatingReader.Format.of(file) == RatingReader.Format.CSV ? Form.CSV : Form.JSONL;
        RatingWriter writer = new RatingWriter(ratings.table(), form);
        AtomicFiles.write(file, out -> {
            if (form == Form.CSV) {
                out.write((RatingReader.HEADER + "\n").getBytes(StandardCharsets.UTF_8));
            }
            try {
                ratings.scan((row, item, metric, rater, level) -> writer.write(item, metric, rater, level, out));
            } catch (UncheckedIOException e) {
                throw Objects.requireNonNull(e.getCause());
            }
        });
    }

    void write(int item, int metric, int rater, int level, OutputStream out) {
        try {
            out.write(itemPrefix[item]);
            out.write(metricPart[metric]);
            out.write(COMMA);
            out.write(raterPart[rater]);
            out.write(COMMA);
            out.write(ending[metric][level]);
            out.write(NEWLINE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
