package esrp.core;

import esrp.core.Ratings.Column;
import esrp.core.internal.AtomicFiles;
import esrp.core.internal.Json;
import esrp.core.internal.Utf8Reader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;

/** Writes ratings line by line. Each name is encoded once. Not thread-safe. */
final class RatingWriter {
    private static final byte[] COMMA = {','};

    private final RatingTable table;
    private final byte[][] candidates;
    private final byte[][] characters;
    private final byte[][] labels;
    private final byte[][] metricPart;
    private final byte[][] raterPart;
    private final byte[][][] ending;
    private final byte[][] detail;
    private final byte[] end;
    private byte[] line = new byte[256];
    private int length;
    /** The item that the line begins with, and how long its part is. */
    private int last = -1;

    private int prefix;

    /** How a line looks. */
    enum Form {
        /** CSV, quotes where needed. */
        CSV,
        /** CSV, all names quoted: the canonical lines of {@link Ratings#hash()}. */
        QUOTED,
        /** A JSON object. */
        JSONL
    }

    RatingWriter(Ratings ratings, Form form) {
        RatingTable table = ratings.table();
        this.table = table;
        this.candidates = parts(table, Column.CANDIDATE, form);
        this.characters = parts(table, Column.CHARACTER, form);
        this.labels = parts(table, Column.ITEM, form);
        this.metricPart = parts(table, Column.METRIC, form);
        this.raterPart = parts(table, Column.RATER, form);
        this.detail = table.details.stream()
                .map(of -> ratings.detailed() ? detail(of, form).getBytes(StandardCharsets.UTF_8) : new byte[0])
                .toArray(byte[][]::new);
        this.end = (form == Form.JSONL ? "}\n" : "\n").getBytes(StandardCharsets.UTF_8);
        String before = form == Form.JSONL ? "\"score\":" : "";
        this.ending = table.metrics.stream()
                .map(metric -> IntStream.range(0, metric.scale().levels())
                        .mapToObj(level ->
                                (before + Scale.number(metric.scale().score(level))).getBytes(StandardCharsets.UTF_8))
                        .toArray(byte[][]::new))
                .toArray(byte[][][]::new);
    }

    /** The columns of our own files; the optional ones where they hold anything. */
    private static String header(Ratings ratings) {
        return RatingImport.HEADER + (ratings.detailed() ? ",turn,sample,replicate" : "");
    }

    /** Whether a file is JSON Lines by its name. */
    static boolean isJsonLines(Path file) {
        return Utf8Reader.name(file).toLowerCase(Locale.ROOT).matches(".*\\.(jsonl|ndjson)(\\.gz)?");
    }

    private static Form form(Path file) {
        if (Utf8Reader.name(file).toLowerCase(Locale.ROOT).matches(".*\\.csv(\\.gz)?")) {
            return Form.CSV;
        }
        if (isJsonLines(file)) {
            return Form.JSONL;
        }
        throw new IllegalArgumentException("file: the name of " + file
                + " must end in .csv, .jsonl or .ndjson, with .gz behind or not, or in .esrp");
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

    /** What follows the score: of JSON the keys that say something, of CSV all three columns. */
    private static String detail(RatingTable.Detail detail, Form form) {
        StringBuilder text = new StringBuilder();
        for (Column column : List.of(Column.TURN, Column.SAMPLE, Column.REPLICATE)) {
            String value = detail.text(column);
            if (form != Form.JSONL) {
                text.append(',').append(value.isEmpty() ? "" : part(column, value, form));
            } else if (!value.isEmpty()) {
                text.append(',').append(part(column, value, form));
            }
        }
        return text.toString();
    }

    /** Also where a reader might trim spaces, take the line for a comment, or its first character for a byte order mark. */
    private static boolean needsQuotes(String name) {
        return name.chars().anyMatch(c -> c == ',' || c == '"' || c < ' ')
                || name.charAt(0) == '#'
                || name.charAt(0) == '\uFEFF'
                || java.lang.Character.isWhitespace(name.charAt(0))
                || java.lang.Character.isWhitespace(name.charAt(name.length() - 1));
    }

    static void write(Ratings ratings, Path file) {
        if (Utf8Reader.name(file).toLowerCase(Locale.ROOT).endsWith(RatingSnapshot.NAME)) {
            RatingSnapshot.write(ratings.own(), ratings.metricIds(), file);
            return;
        }
        Form form = form(file);
        RatingWriter writer = new RatingWriter(ratings, form);
        AtomicFiles.write(file, out -> {
            if (form == Form.CSV) {
                out.write((header(ratings) + "\n").getBytes(StandardCharsets.UTF_8));
            }
            try {
                ratings.scan((row, item, metric, rater, level) -> writer.write(item, metric, rater, level, out));
            } catch (UncheckedIOException e) {
                throw Objects.requireNonNull(e.getCause());
            }
        });
    }

    void write(int item, int metric, int rater, int level, OutputStream out) {
        length = prefix;
        if (item != last) {
            length = 0;
            put(candidates[table.itemCandidate[item]]);
            put(COMMA);
            put(characters[table.itemCharacter[item]]);
            put(COMMA);
            put(labels[table.itemLabel[item]]);
            put(COMMA);
            prefix = length;
            last = item;
        }
        put(metricPart[metric]);
        put(COMMA);
        put(raterPart[rater]);
        put(COMMA);
        put(ending[metric][level]);
        put(detail[table.itemDetail[item]]);
        put(end);
        try {
            out.write(line, 0, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void put(byte[] part) {
        if (length + part.length > line.length) {
            line = Arrays.copyOf(line, 2 * (length + part.length));
        }
        System.arraycopy(part, 0, line, length, part.length);
        length += part.length;
    }
}
