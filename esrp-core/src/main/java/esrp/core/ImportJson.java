package esrp.core;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import esrp.core.internal.Json;
import esrp.core.internal.Utf8Reader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of a JSON document or of JSON Lines. Of a record only the scalars that the mapping asks for are kept; the
 * rest is skipped. The elements of a large array are records of their own where all that is asked for stands in them.
 */
final class ImportJson {
    static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Utf8Reader.MAX_RECORD)
                    .maxNameLength(10_000)
                    .maxNumberLength(1000)
                    .maxNestingDepth(64)
                    .build())
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    /** The keys under which an answer may be wrapped. */
    static final Set<String> WRAPPERS = Set.of("rating", "score", "number", "choices", "value", "text");

    private final ImportRun run;
    private final List<ImportPath> paths;
    /** Those that stand in each record. */
    private final List<ImportPath> inRecord;
    /** How many steps all paths begin with, through the first that is open: what a record is. */
    private final int depth;

    private final List<Leaf> leaves = new ArrayList<>();
    private long number;
    private int size;
    private long linesBefore;

    /** A scalar that the mapping asks for. */
    private record Leaf(ImportPath path, List<String> at, String text, long line, long column) {}

    ImportJson(ImportRun run) {
        this.run = run;
        this.paths = run.paths();
        Set<ImportPath> carried = run.carried();
        this.inRecord = paths.stream().filter(path -> !carried.contains(path)).toList();
        Optional<String> rows = run.mapping.text("rows");
        this.depth = rows.map(pointer -> shared(new ImportPath(pointer)))
                .orElseGet(() -> inRecord.isEmpty() ? 0 : shared(inRecord.get(0)));
    }

    private int shared(ImportPath first) {
        int shared = inRecord.stream().mapToInt(first::shared).min().orElse(0);
        int open = 0;
        while (open < shared && first.step(open).literal()) {
            open++;
        }
        return open < shared && first.step(open).text().equals("*") ? open + 1 : 0;
    }

    /** The scalars of a value by their pointers. */
    static void flatten(JsonParser parser, String pointer, Map<String, String> into) throws IOException {
        switch (parser.currentToken()) {
            case START_OBJECT -> {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    flatten(parser, pointer + "/" + Json.pointed(name), into);
                }
            }
            case START_ARRAY -> {
                for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
                    flatten(parser, pointer + "/" + i, into);
                }
            }
            case VALUE_NULL -> into.put(pointer, "");
            default -> into.put(pointer, parser.getText());
        }
    }

    /** Whether a token only opens the array of the records. */
    static boolean opensRecords(JsonParser parser) {
        return parser.currentToken() == JsonToken.START_ARRAY
                && parser.getParsingContext().getParent().inRoot();
    }

    static List<String> steps(String pointer) {
        return Arrays.stream(pointer.substring(1).split("/", -1))
                .map(part -> part.replace("~1", "/").replace("~0", "~"))
                .toList();
    }

    /** The one scalar of a JSON text under the keys of answers; the text itself if there is none or there are several. */
    static String scalar(String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            parser.nextToken();
            return wrapped(parser).orElse(text);
        } catch (JsonProcessingException e) {
            return text; // no JSON after all: it is refused as a score
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }

    private static Optional<String> wrapped(JsonParser parser) throws IOException {
        Map<String, String> flat = new java.util.LinkedHashMap<>();
        flatten(parser, "", flat);
        List<String> answers = flat.entrySet().stream()
                .filter(entry -> steps("/" + entry.getKey()).stream()
                        .anyMatch(step -> WRAPPERS.contains(step)
                                || (!step.isEmpty() && step.chars().allMatch(java.lang.Character::isDigit))))
                .map(Map.Entry::getValue)
                .toList();
        return answers.size() == 1 ? Optional.of(answers.get(0)) : flat.isEmpty() ? Optional.of("") : Optional.empty();
    }

    void read() throws IOException {
        Optional<ImportBlocks> blocks = ImportBlocks.ofObjects(run);
        try (Utf8Reader text = run.opener.open();
                BufferedReader reader = new BufferedReader(text, 1 << 16)) {
            if (ImportSample.isZip(run.file) || !oneRecordPerLine(reader)) {
                try (JsonParser parser = FACTORY.createParser(reader)) {
                    readDocument(parser, text);
                }
                return;
            }
            if (blocks.isEmpty() || !text.charset().equals(StandardCharsets.UTF_8)) {
                readLines(text, reader, 0);
                return;
            }
        }
        try (Utf8Reader text = run.opener.open()) {
            int unused = blocks.get().read(text.bytes(), (in, before) -> {
                Utf8Reader block = new Utf8Reader(in, before);
                readLines(block, new BufferedReader(block, 1 << 16), before);
                return -1;
            });
        }
    }

    /** Whether the first line is an object that ends on it. */
    private static boolean oneRecordPerLine(BufferedReader reader) throws IOException {
        reader.mark(ImportSample.CHARACTERS);
        String head = ImportSample.head(reader);
        reader.reset();
        String start = head.stripLeading();
        String line = start.lines().findFirst().orElse("").strip();
        boolean cut = line.length() == start.length() && head.length() == ImportSample.CHARACTERS;
        if (!line.startsWith("{") || cut) {
            return line.startsWith("{");
        }
        try (JsonParser parser = FACTORY.createParser(line)) {
            parser.nextToken();
            parser.skipChildren();
            return true;
        } catch (com.fasterxml.jackson.core.io.JsonEOFException e) {
            return false;
        } catch (JsonProcessingException e) {
            return true;
        }
    }

    private void readLines(Utf8Reader text, BufferedReader lines, long before) throws IOException {
        text.shortenBlanks();
        text.startRecord();
        long number = before;
        for (String read = lines.readLine(); read != null; read = lines.readLine()) {
            String line = read.startsWith("\uFEFF") ? read.substring(1) : read; // of a file that was joined to this one
            long at = text.lineOf(++number);
            if (line.length() > Utf8Reader.MAX_RECORD) {
                run.faults.add(run.faults.at(at, 0), DataCode.TOO_LONG, "most", Utf8Reader.MAX_RECORD);
                return;
            }
            if (!line.isBlank()) {
                linesBefore = at - 1;
                try (JsonParser parser = FACTORY.createParser(line)) {
                    try {
                        parser.nextToken();
                        value(parser, new ArrayList<>(), true);
                        if (parser.nextToken() != null) {
                            refuse(parser, DataCode.MORE_TEXT);
                        } else {
                            record();
                        }
                    } catch (JsonProcessingException e) {
                        run.refused(1);
                        run.faults.addJson(e, parser.currentLocation(), linesBefore);
                    }
                    leaves.clear();
                    size = 0;
                }
            }
            text.startRecord();
        }
    }

    private void refuse(JsonParser parser, DataCode code) {
        run.refused(1);
        JsonLocation at = parser.currentTokenLocation();
        run.faults.add(run.faults.at(at.getLineNr() + linesBefore, at.getColumnNr()), code);
    }

    private void readDocument(JsonParser parser, Utf8Reader text) throws IOException {
        try {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.START_ARRAY) {
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        text.startRecord();
                        one(parser);
                    }
                } else {
                    one(parser);
                }
            }
        } catch (JsonProcessingException e) {
            run.refused(1);
            run.faults.addJson(e, parser.currentLocation(), 0);
        }
    }

    private void one(JsonParser parser) throws IOException {
        value(parser, new ArrayList<>(), true);
        record();
    }

    /** Keeps what is asked for of a value, and skips what is not. */
    private void value(JsonParser parser, List<String> at, boolean wanted) throws IOException {
        JsonToken token = parser.currentToken();
        boolean deeper =
                !token.isScalarValue() && paths.stream().anyMatch(path -> path.size() > at.size() && begins(path, at));
        List<ImportPath> here = paths.stream()
                .filter(path -> path.size() == at.size() && begins(path, at))
                .filter(path -> token.isScalarValue() || (run.cells.contains(path) && !deeper))
                .toList();
        if (!here.isEmpty()) {
            JsonLocation location = parser.currentTokenLocation();
            String text = token == JsonToken.VALUE_NULL
                    ? ""
                    : run.unescaped(
                            token.isScalarValue()
                                    ? parser.getText()
                                    : wrapped(parser).orElse("[…]"));
            size += text.length();
            if (size > Utf8Reader.MAX_RECORD) {
                throw new Utf8Reader.BadTextException(DataCode.TOO_LONG.at(
                        Finding.Place.none().line(location.getLineNr() + linesBefore, 0),
                        "most",
                        Utf8Reader.MAX_RECORD));
            }
            for (ImportPath path : here) {
                leaves.add(new Leaf(
                        path, List.copyOf(at), text, location.getLineNr() + linesBefore, location.getColumnNr()));
            }
        } else if (!token.isScalarValue()) {
            if (!wanted) {
                parser.skipChildren();
                return;
            }
            boolean array = token == JsonToken.START_ARRAY;
            JsonToken end = array ? JsonToken.END_ARRAY : JsonToken.END_OBJECT;
            for (int i = 0; parser.nextToken() != end; i++) {
                at.add(array ? String.valueOf(i) : parser.currentName());
                if (!array) {
                    parser.nextToken();
                }
                value(parser, at, paths.stream().anyMatch(path -> begins(path, at)));
                if (at.size() == depth) {
                    record();
                }
                at.remove(at.size() - 1);
            }
        }
    }

    private static boolean begins(ImportPath path, List<String> at) {
        boolean alike = path.size() >= at.size();
        for (int i = 0; i < at.size() && alike; i++) {
            alike = path.step(i).match(at.get(i)).isPresent();
        }
        return alike;
    }

    /** Makes the rows of a record. */
    private void record() {
        if (leaves.isEmpty()) {
            return;
        }
        run.carry(path -> leaves.stream()
                .filter(leaf -> leaf.path == path)
                .map(Leaf::text)
                .findFirst()
                .orElse(null));
        if (leaves.stream().noneMatch(leaf -> inRecord.contains(leaf.path))) {
            leaves.clear();
            return;
        }
        number++;
        List<ImportRun.Cell> cells = new ArrayList<>();
        Set<List<String>> used = new HashSet<>();
        for (ImportPath path : run.cells) {
            for (Leaf leaf : leaves) {
                if (leaf.path == path) {
                    List<String> row = leaf.at.subList(0, path.open());
                    path.match(leaf.at)
                            .filter(run::fits)
                            .filter(holes -> !leaf.text.isBlank() || run.cells.size() == 1 || path.open() > 0)
                            .filter(holes -> used.add(row))
                            .ifPresent(holes -> cells.add(new ImportRun.Cell(path, leaf.at, holes, leaf.text)));
                }
            }
        }
        if (!cells.isEmpty()) {
            run.row(new Record(List.copyOf(leaves), number), cells);
        } else if (run.own) {
            run.refused(1);
            run.faults.add(run.faults.at(leaves.get(0).line, 0), DataCode.MISSING_NAME, "name", "score");
        } else {
            run.withoutScore(1);
        }
        leaves.clear();
        size = 0;
    }

    /** What is known of a record. */
    private final class Record implements ImportRun.Row {
        private final List<Leaf> known;
        private final long row;

        Record(List<Leaf> known, long row) {
            this.known = known;
            this.row = row;
        }

        /** The first value in the same element as the cell, where both paths begin alike. */
        @Override
        public @Nullable String text(ImportPath source, ImportRun.Cell cell) {
            int shared = source.beside(cell.path());
            for (Leaf leaf : known) {
                if (leaf.path == source && source.together(leaf.at, cell.path(), cell.at(), shared)) {
                    return leaf.text;
                }
            }
            return null;
        }

        @Override
        public long number() {
            return row;
        }

        @Override
        public Finding.Place place(ImportRun.Cell cell) {
            for (Leaf leaf : known) {
                if (leaf.path == cell.path() && leaf.at.equals(cell.at())) {
                    StringBuilder pointer = new StringBuilder();
                    leaf.at.forEach(step -> pointer.append('/').append(Json.pointed(step)));
                    return run.faults.at(leaf.line, leaf.column).at("pointer", pointer.toString());
                }
            }
            return run.faults.whole();
        }
    }
}
