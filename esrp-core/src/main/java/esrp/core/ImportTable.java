package esrp.core;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import esrp.core.internal.Json;
import esrp.core.internal.Utf8Reader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of a table. Where all that a row needs stands in columns as it is, no string is made per field; other
 * mappings go through {@link ImportRun#row}.
 */
final class ImportTable {
    static final int MAX_COLUMNS = 1 << 14;
    /** A quoted field over more lines than this is a finding. */
    private static final int LONG = 20;

    private static final int MOST_RESTARTS = 100;
    private static final List<Coordinate> NONE = List.of();

    private final ImportRun run;
    private final ImportSample sample;
    private final List<String> headers;
    private final Plan plan;

    ImportTable(ImportRun run, ImportSample sample) {
        this.run = run;
        this.sample = sample;
        this.headers = sample.columns();
        this.plan = new Plan();
    }

    /** What to do with each column. */
    private final class Plan {
        final boolean plain = run.plain();
        /** The part of a rating that a column gives; -1 for none. */
        final int[] part = new int[headers.size()];
        /** Whether a column holds scores. */
        final boolean[] score = new boolean[headers.size()];
        /** The metric of the scores of a column; -1 if the row says it. */
        final int[] metric = new int[headers.size()];
        /** The rater that the header of a column of scores names. */
        final @Nullable String[] rater = new String[headers.size()];
        /** What the header says of a column of scores. */
        final List<Map<String, String>> holes = new ArrayList<>();
        /** The path that a column of scores fits. */
        final @Nullable ImportPath[] cell = new ImportPath[headers.size()];
        /** Whether a row in its general form needs the text of a column. */
        final boolean[] needed = new boolean[headers.size()];
        /** Columns that hold JSON in which scores stand. */
        final Map<Integer, List<ImportPath>> inside = new LinkedHashMap<>();
        /** What the header of the group says that a column is in. */
        final List<Map<String, String>> group = new ArrayList<>();

        /** The columns that a required part comes from; none if it has a value in any row. */
        final Map<Coordinate, List<Integer>> required = new EnumMap<>(Coordinate.class);

        final int scores;
        final String[] constants = new String[Coordinate.COUNT];

        Plan() {
            Arrays.fill(part, -1);
            Arrays.fill(metric, -1);
            Optional<ImportTemplate> block = run.mapping.text("block").map(ImportTemplate::of);
            Map<String, String> open = Map.of();
            for (int c = 0; c < headers.size(); c++) {
                String header = headers.get(c);
                open = block.flatMap(template -> template.match(header)).orElse(open);
                group.add(open);
                column(c, header.strip());
            }
            for (Coordinate coordinate : Coordinate.values()) {
                if (coordinate == Coordinate.SCORE) {
                    continue;
                }
                run.constant(coordinate)
                        .ifPresent(text ->
                                constants[coordinate.index] = coordinate == Coordinate.RATER ? run.rater(text) : text);
                run.only(coordinate)
                        .filter(path -> path.size() == 1)
                        .map(path -> index(path.step(0)))
                        .filter(c -> c >= 0)
                        .ifPresent(c -> part[c] = coordinate.index);
            }
            for (Coordinate coordinate :
                    List.of(Coordinate.CANDIDATE, Coordinate.CHARACTER, Coordinate.ITEM, Coordinate.RATER)) {
                run.columns(coordinate)
                        .ifPresent(paths -> required.put(
                                coordinate,
                                paths.stream()
                                        .map(path -> index(path.step(0)))
                                        .filter(c -> c >= 0)
                                        .toList()));
            }
            int count = 0;
            for (boolean one : score) {
                count += one ? 1 : 0;
            }
            scores = count;
        }

        private void column(int c, String header) {
            Map<String, String> own = Map.of();
            boolean first = headers.subList(0, c).stream()
                            .noneMatch(other -> other.strip().equals(header))
                    || !group.get(c).isEmpty();
            for (ImportPath path : run.cells) {
                Optional<Map<String, String>> match =
                        path.step(0).match(header).filter(run::fits).filter(any -> first);
                if (match.isPresent() && path.size() == 1 && cell[c] == null) {
                    score[c] = true;
                    cell[c] = path;
                    own = new HashMap<>(group.get(c));
                    own.putAll(match.get());
                    rater[c] = own.containsKey("rater") ? run.rater(own.get("rater")) : null;
                    metric[c] = own.containsKey("metric") ? run.metric(own.get("metric")) : -1;
                } else if (match.isPresent() && path.size() > 1) {
                    inside.computeIfAbsent(c, any -> new ArrayList<>()).add(path);
                }
            }
            holes.add(own);
            needed[c] = score[c]
                    || run.paths().stream()
                            .anyMatch(path -> path.step(0).match(header).isPresent());
        }

        /** Whether more than the name of a column is asked for. */
        boolean isRead(int c) {
            return score[c]
                    || inside.containsKey(c)
                    || run.paths().stream()
                            .anyMatch(path -> !run.cells.contains(path)
                                    && path.step(0)
                                            .match(headers.get(c).strip())
                                            .isPresent());
        }

        int index(ImportTemplate step) {
            for (int c = 0; c < headers.size(); c++) {
                if (step.match(headers.get(c).strip()).isPresent()) {
                    return c;
                }
            }
            return -1;
        }
    }

    void read() throws IOException {
        if (headers.size() > MAX_COLUMNS) {
            run.faults.add(run.faults.at(1, 0), DataCode.TOO_MANY_FIELDS, "most", MAX_COLUMNS);
            return;
        }
        int skipped = sample.linesBefore();
        Rows rows = new Rows();
        if (sample.form() == ImportSample.Form.WORKBOOK) {
            ImportWorkbook.read(run.file, run.mapping.text("sheet"), rows::cells);
            skipped = -1;
        } else if (sample.form() == ImportSample.Form.MATRIX) {
            rows.matrix();
            skipped = -1;
        }
        for (int restarts = 0; restarts <= MOST_RESTARTS && skipped >= 0; restarts++) {
            try (Utf8Reader text = sample.form() == ImportSample.Form.PARQUET
                    ? new Utf8Reader(new ImportParquet(run.file, plan::isRead))
                    : run.opener.open()) {
                skipped = restarts == 0 ? rows.start(text, skipped) : rows.read(text, skipped, 0, false);
            }
        }
        rows.done();
    }

    /** The records of a text as lists, for looking at. */
    static List<ImportSample.Numbered> rows(
            String text, char delimiter, Optional<String> comment, int skipped, int most) {
        List<ImportSample.Numbered> rows = new ArrayList<>();
        Reader reader = new java.io.StringReader(text);
        try (var csv = builder(delimiter, comment).ofCsvRecord(reader)) {
            csv.skipLines(skipped);
            for (var row : csv) {
                if (rows.size() == most) {
                    break;
                }
                rows.add(new ImportSample.Numbered(row.getStartingLineNumber(), List.copyOf(row.getFields())));
            }
        } catch (CsvParseException e) {
            // the head is cut, or it is said when the file is read
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
        return rows;
    }

    /** All rows of a table below the names. */
    static void all(Path file, RatingImport mapping, ImportSample sample, ImportWorkbook.Rows rows) throws IOException {
        int[] header = {sample.headerRows()};
        ImportWorkbook.Rows below =
                (number, texts) -> number <= sample.linesBefore() || header[0]-- > 0 || rows.row(number, texts);
        if (sample.form() == ImportSample.Form.WORKBOOK) {
            ImportWorkbook.read(file, mapping.text("sheet"), below);
            return;
        }
        try (Utf8Reader text = ImportRun.open(file, mapping);
                BufferedReader reader = new BufferedReader(text, ImportSample.CHARACTERS)) {
            if (sample.form() == ImportSample.Form.MATRIX) {
                matrix(reader, below);
                return;
            }
            try (var csv = builder(sample.delimiter(), mapping.text("comment")).ofCsvRecord(reader)) {
                for (var row : csv) {
                    if (!below.row((int) row.getStartingLineNumber(), row.getFields())) {
                        return;
                    }
                }
            }
        }
    }

    private static void matrix(BufferedReader reader, ImportWorkbook.Rows rows) throws IOException {
        reader.mark(ImportSample.CHARACTERS);
        ImportMatrix form = ImportMatrix.of(ImportSample.head(reader)).orElseThrow();
        reader.reset();
        form.read(reader, rows);
    }

    private static CsvReader.CsvReaderBuilder builder(char delimiter, Optional<String> comment) {
        return CsvReader.builder()
                .fieldSeparator(delimiter)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .trimWhitespacesAroundQuotes(
                        true) // without it a field that holds a lone CR takes the next record with it
                .skipEmptyLines(true)
                .maxBufferSize(4 * Utf8Reader.MAX_RECORD)
                .commentStrategy(comment.isPresent() ? CommentStrategy.SKIP : CommentStrategy.NONE)
                .commentCharacter(comment.map(one -> one.charAt(0)).orElse('#'));
    }

    /**
     * A text handed out line by line, so that what cannot be read costs its line and no other. It ends in a line feed, so that
     * only an open quote can take a record to the end.
     */
    private static final class Lines extends Reader {
        private final Utf8Reader text;
        private final char[] buffer = new char[1 << 14];
        private int from;
        private int to;
        private char last = '\n';
        private long count;
        private boolean quoted;
        private boolean ended;

        Lines(Utf8Reader text) {
            this.text = text;
        }

        @Override
        public int read(char[] target, int offset, int length) throws IOException {
            boolean more = isMore();
            while (more && buffer[from] == '\uFEFF' && !quoted && (last == '\n' || last == '\r')) {
                from++; // the start of another file that was joined to this one
                more = isMore();
            }
            if (!more) {
                ended = last == '\n';
                target[offset] = '\n';
                last = '\n';
                return ended ? -1 : 1;
            }
            int start = from;
            int most = Math.min(to, from + length);
            do {
                step();
            } while (from < most && last != '\n' && last != '\r');
            System.arraycopy(buffer, start, target, offset, from - start);
            return from - start;
        }

        private boolean isMore() throws IOException {
            if (from == to) {
                from = 0;
                to = Math.max(0, text.read(buffer, 0, buffer.length));
            }
            return to > 0;
        }

        private void step() {
            char c = buffer[from++];
            quoted ^= c == '"';
            count += c == '\r' || (c == '\n' && last != '\r') ? 1 : 0;
            last = c;
        }

        /** Steps over what is left of the line that was handed out last. */
        void finish() throws IOException {
            while (last != '\n' && last != '\r' && isMore()) {
                step();
            }
            if (last == '\r' && isMore() && buffer[from] == '\n') {
                step();
            }
        }

        /** Steps over a whole line. */
        void skip() throws IOException {
            if (isMore()) {
                step();
                finish();
            }
        }

        @Override
        public void close() {
            // who opened the text closes it
        }
    }

    /** Takes the fields of one row after the other. */
    private final class Rows extends AbstractBaseCsvCallbackHandler<Boolean>
            implements ImportRun.Row, ImportRun.Places {
        private final int columns = headers.size();
        private final List<String> scoreSources = run.mapping.sources(Coordinate.SCORE);
        private final Interner[] names = new Interner[columns];
        private final String[] parts = new String[Coordinate.COUNT];
        private final String[] texts = new String[columns];
        private final int[] codes = new int[columns];
        private final boolean[] filled = new boolean[columns];
        private final int[] offsets = new int[columns];
        private final int[] lineOf = new int[columns];
        private final Map<Integer, Map<String, String>> json = new HashMap<>();
        private long line;
        private long lineRead;
        private long linesBefore;
        private long recordsBefore;
        private long records;
        private LongUnaryOperator lineOfText = line -> line;
        private int newLines;
        private int fields;
        private int surplus;
        private boolean blank;
        /** Whether all fields so far are those of the header again. */
        private boolean again;
        /** How many rows are still those of the names. */
        private int header = sample.headerRows();

        private long number;
        private int now;
        private int width;
        private long surplusRows;
        private long blankRows;
        private long headersAgain;
        private final List<Finding> longFields = new ArrayList<>();

        Rows() {
            Arrays.setAll(names, any -> new Interner());
            System.arraycopy(plan.constants, 0, parts, 0, parts.length);
        }

        /** Reads a file, in blocks where its rows allow it. */
        int start(Utf8Reader text, int skipped) throws IOException {
            int[] part = plan.part.clone();
            int metric = -1;
            boolean named = false;
            for (int c = 0; c < columns; c++) {
                if (plan.score[c]) {
                    named |= part[c] >= 0 || plan.rater[c] != null;
                    part[c] = Coordinate.SCORE.index;
                    metric = plan.metric[c];
                }
            }
            ImportBlocks blocks = new ImportBlocks(run, sample.delimiter(), part, plan.constants, metric);
            boolean inBlocks = plan.plain
                    && !named
                    && skipped == 0
                    && sample.headerRows() == 1
                    && run.mapping.text("comment").isEmpty()
                    && text.charset().equals(StandardCharsets.UTF_8)
                    && blocks.fits();
            return inBlocks
                    ? blocks.read(
                            text.bytes(), (in, before) -> read(new Utf8Reader(in, before), 0, before, before == 0))
                    : read(text, skipped, 0, true);
        }

        /** Reads to the end; the line to go on from where a quote stays open, else -1. */
        private int read(Utf8Reader text, int skipped, long before, boolean withHeader) throws IOException {
            text.shortenBlanks();
            lineOfText = text::lineOf;
            Lines lines = new Lines(text);
            for (int i = 0; i < skipped; i++) {
                text.startRecord();
                lines.skip();
            }
            header = withHeader ? sample.headerRows() : 0;
            recordsBefore = before;
            records = 0;
            while (true) {
                linesBefore = before + lines.count;
                text.startRecord();
                try (CsvReader<Boolean> csv = builder(sample.delimiter(), run.mapping.text("comment"))
                                .build(this, lines);
                        CloseableIterator<Boolean> rows = csv.iterator()) {
                    while (rows.hasNext()) {
                        rows.next();
                        if (lines.ended) {
                            run.faults.add(
                                    run.faults.at(line, 0), DataCode.OPEN_QUOTE, "lines", Math.max(0, newLines - 1));
                            run.refused(Math.max(1, plan.scores));
                            return (int) lineRead;
                        }
                        if (header > 0) {
                            header--;
                        } else {
                            row();
                        }
                        text.startRecord();
                    }
                    return -1;
                } catch (UncheckedIOException e) {
                    throw e.getCause();
                } catch (CsvParseException e) {
                    String why = e.getCause() == null
                            ? ""
                            : String.valueOf(e.getCause().getMessage());
                    if (!why.startsWith("Unexpected character after closing quote")) {
                        run.faults.add(run.faults.at(line, 0), DataCode.TOO_LONG, "most", Utf8Reader.MAX_RECORD);
                        return -1;
                    }
                    run.faults.add(run.faults.at(line, 0), DataCode.LOOSE_QUOTE);
                    run.refused(Math.max(1, plan.scores));
                    lines.finish();
                }
            }
        }

        void matrix() throws IOException {
            try (Utf8Reader text = run.opener.open();
                    BufferedReader reader = new BufferedReader(text, 1 << 16)) {
                ImportTable.matrix(reader, this::cells);
            }
        }

        /** A row of a workbook, whose last cells are left out where they are blank. */
        boolean cells(int row, List<String> cells) {
            if (row <= sample.linesBefore()) {
                return true;
            }
            handleBegin(row);
            for (int c = 0; c < Math.max(cells.size(), columns); c++) {
                char[] text = (c < cells.size() ? cells.get(c) : "").toCharArray();
                handleField(c, text, 0, text.length, false);
            }
            if (header > 0) {
                header--;
            } else {
                row();
            }
            return true;
        }

        void done() {
            Finding.Place place = run.faults.whole();
            if (surplusRows > 0) {
                run.findings.add(DataCode.SURPLUS_FIELDS.at(place, "count", surplusRows));
            }
            if (blankRows > 0) {
                run.findings.add(DataCode.BLANK_ROWS.at(place, "count", blankRows));
            }
            if (headersAgain > 0) {
                run.findings.add(DataCode.HEADER_AGAIN.at(place, "count", headersAgain));
            }
            run.findings.addAll(longFields);
        }

        @Override
        protected void handleBegin(long startingLine) {
            lineRead = startingLine + linesBefore;
            line = sample.form() == ImportSample.Form.PARQUET
                    ? recordsBefore + records++
                    : lineOfText.applyAsLong(lineRead);
            newLines = 0;
            fields = 0;
            surplus = 0;
            blank = true;
            again = true;
        }

        @Override
        protected Boolean buildRecord() {
            return true;
        }

        @Override
        protected void handleField(int index, char[] buffer, int start, int size, boolean quoted) {
            int offset = start;
            int length = size;
            if (!quoted) {
                while (length > 0 && isBlank(buffer[offset])) {
                    offset++;
                    length--;
                }
                while (length > 0 && isBlank(buffer[offset + length - 1])) {
                    length--;
                }
            }
            fields++;
            if (index >= columns) {
                surplus += length > 0 ? 1 : 0;
                return;
            }
            offsets[index] = index == 0 ? 1 : offsets[index - 1] + width + 1;
            width = quoted ? size + 2 + quotes(buffer, start, size) : size;
            lineOf[index] = newLines;
            blank = blank && (length == 0 || isRule(buffer, offset, length));
            again = again && headers.get(index).strip().contentEquals(CharBuffer.wrap(buffer, offset, length));
            filled[index] = length > 0;
            if (quoted) {
                count(buffer, start, size);
            }
            if (header > 0) {
                return;
            }
            if (!plan.plain) {
                String text = !plan.needed[index]
                        ? ""
                        : names[index].size() > 1 << 20
                                ? new String(buffer, offset, length)
                                : names[index].intern(buffer, offset, length);
                texts[index] = run.escaped() ? run.unescaped(text) : text;
            } else if (plan.part[index] >= 0) {
                String text = names[index].intern(buffer, offset, length);
                parts[plan.part[index]] = plan.part[index] == Coordinate.RATER.index ? run.rater(text) : text;
            } else if (plan.score[index]) {
                codes[index] = length > 0 && (buffer[offset] == '[' || buffer[offset] == '{')
                        ? run.scores.code(ImportJson.scalar(new String(buffer, offset, length)))
                        : run.scores.code(buffer, offset, length);
            }
        }

        private static int quotes(char[] buffer, int start, int size) {
            int quotes = 0;
            for (int i = start; i < start + size; i++) {
                quotes += buffer[i] == '"' ? 1 : 0;
            }
            return quotes;
        }

        /** Whether a field is the line below the names of a table in Markdown. */
        private static boolean isRule(char[] buffer, int start, int size) {
            for (int i = start; i < start + size; i++) {
                if (buffer[i] != '-' && (buffer[i] != ':' || (i > start && i < start + size - 1))) {
                    return false;
                }
            }
            return size > 2;
        }

        private static boolean isBlank(char c) {
            return c == ' ' || c == '\t' || c == '\u001a';
        }

        private void count(char[] buffer, int start, int size) {
            int before = newLines;
            for (int i = start; i < start + size; i++) {
                if (buffer[i] == '\n' || (buffer[i] == '\r' && (i + 1 == start + size || buffer[i + 1] != '\n'))) {
                    newLines++;
                }
            }
            if (newLines - before > LONG && longFields.size() < 100) {
                longFields.add(DataCode.LONG_FIELD.at(run.faults.at(line + before, 0), "lines", newLines - before + 1));
            }
        }

        private void row() {
            number++;
            if (blank && surplus == 0) {
                blankRows++;
                return;
            }
            if (again && fields == columns) {
                headersAgain++;
                return;
            }
            if (fields < columns || surplus > 0) {
                run.faults.add(run.faults.at(line, 0), DataCode.FIELD_COUNT, "fields", fields, "columns", columns);
                run.refused(Math.max(1, plan.scores));
                return;
            }
            surplusRows += fields > columns ? 1 : 0;
            List<Coordinate> absent = absent();
            if (absent.size() > (run.own ? 1 : 0) && !run.refuses(this::text)) {
                withoutParts(absent);
            } else if (plan.plain) {
                plainRow();
            } else {
                json.clear();
                run.carry(this::text);
                run.row(this, cells());
            }
        }

        /** The parts of a rating that the row has no text for. */
        private List<Coordinate> absent() {
            List<Coordinate> absent = NONE;
            for (Map.Entry<Coordinate, List<Integer>> part : plan.required.entrySet()) {
                boolean there = part.getValue().isEmpty();
                for (int c : part.getValue()) {
                    there |= filled[c];
                }
                if (!there) {
                    absent = absent.isEmpty() ? new ArrayList<>() : absent;
                    absent.add(part.getKey());
                }
            }
            return absent;
        }

        /** The text of a column that is read; null of another. */
        private @Nullable String raw(int column) {
            return !plan.plain ? texts[column] : plan.part[column] < 0 ? null : parts[plan.part[column]];
        }

        /** A row under the ratings, as of means, or cells that were merged. */
        private void withoutParts(List<Coordinate> absent) {
            int known = -1;
            int scored = 0;
            for (int c = columns - 1; c >= 0; c--) {
                boolean score = plan.score[c] || plan.inside.containsKey(c);
                scored += filled[c] && score ? 1 : 0;
                known = filled[c] && !score && raw(c) != null ? c : known;
            }
            if (scored == 0) {
                run.withoutScore(1);
                return;
            }
            Map<String, Object> carry = new LinkedHashMap<>();
            plan.required.forEach((part, places) -> {
                if (absent.contains(part)) {
                    carry.put(part.key(), headers.get(places.get(0)));
                }
            });
            Map<String, Object> where = known < 0 ? Map.of("?", "!?") : Map.of(headers.get(known), "!" + raw(known));
            run.faults.add(
                    run.faults.at(line, 0),
                    DataCode.SUMMARY_ROW,
                    "names",
                    absent.stream().map(Coordinate::key).toList(),
                    "condition",
                    Json.text(out -> Json.write(out, where)),
                    "carry",
                    Json.text(out -> Json.write(out, carry)));
            run.refused(scored);
        }

        private void plainRow() {
            for (int c = 0; c < columns; c++) {
                if (plan.score[c]) {
                    if (plan.rater[c] != null) {
                        parts[Coordinate.RATER.index] = plan.rater[c];
                    }
                    now = c;
                    run.cell(parts, plan.metric[c], codes[c], this);
                }
            }
        }

        /** The column of the first of several sources of the score that is not blank; -1 if there are not several. */
        private int chosen() {
            int first = -1;
            for (String source : scoreSources.size() > 1 ? scoreSources : List.<String>of()) {
                int c = plan.index(new ImportPath(source).step(0));
                if (c >= 0 && !texts[c].isBlank()) {
                    return c;
                }
                first = first < 0 ? c : first;
            }
            return first;
        }

        private List<ImportRun.Cell> cells() {
            List<ImportRun.Cell> cells = new ArrayList<>();
            int chosen = chosen();
            for (int c = 0; c < columns; c++) {
                ImportPath path = plan.cell[c];
                if (path != null && (chosen < 0 || c == chosen || !scoreSources.contains(path.source()))) {
                    String text = texts[c];
                    String scalar = text.startsWith("[") || text.startsWith("{") ? ImportJson.scalar(text) : text;
                    cells.add(new ImportRun.Cell(path, List.of(String.valueOf(c)), plan.holes.get(c), scalar));
                }
                int column = c;
                for (ImportPath within : plan.inside.getOrDefault(c, List.of())) {
                    json(c).forEach((pointer, text) -> {
                        List<String> at =
                                new ArrayList<>(List.of(headers.get(column).strip()));
                        at.addAll(ImportJson.steps(pointer));
                        within.match(at).filter(run::fits).ifPresent(holes -> {
                            Map<String, String> all = new HashMap<>(plan.group.get(column));
                            all.putAll(holes);
                            cells.add(new ImportRun.Cell(within, List.of(String.valueOf(column)), all, text));
                        });
                    });
                }
            }
            return cells;
        }

        /** The scalars of a column that holds JSON. */
        private Map<String, String> json(int column) {
            return json.computeIfAbsent(column, c -> {
                Map<String, String> flat = new LinkedHashMap<>();
                String text = texts[c];
                if (text.startsWith("{") || text.startsWith("[")) {
                    try (JsonParser parser = ImportJson.FACTORY.createParser(text)) {
                        parser.nextToken();
                        ImportJson.flatten(parser, "", flat);
                    } catch (JsonProcessingException e) {
                        run.faults.add(
                                run.faults.at(line + lineOf[c], 0),
                                DataCode.NOT_JSON,
                                "reason",
                                e.getOriginalMessage());
                    } catch (IOException e) {
                        throw new UncheckedIOException("reading from memory", e);
                    }
                }
                return flat;
            });
        }

        @Override
        public @Nullable String text(ImportPath source, ImportRun.Cell cell) {
            return text(source);
        }

        private @Nullable String text(ImportPath source) {
            int c = plan.index(source.step(0));
            if (c < 0) {
                return null;
            }
            if (source.size() == 1) {
                return texts[c];
            }
            StringBuilder pointer = new StringBuilder();
            for (int i = 1; i < source.size(); i++) {
                pointer.append('/').append(source.step(i).text());
            }
            return json(c).get(pointer.toString());
        }

        @Override
        public long number() {
            return number;
        }

        @Override
        public Finding.Place place(ImportRun.Cell cell) {
            return at(Integer.parseInt(cell.at().get(0)));
        }

        @Override
        public Finding.Place of(Coordinate coordinate) {
            int column = now;
            for (int c = 0; c < columns && coordinate != Coordinate.SCORE; c++) {
                column = plan.part[c] == coordinate.index ? c : column;
            }
            return at(column);
        }

        private Finding.Place at(int column) {
            if (sample.form() == ImportSample.Form.MATRIX || sample.form() == ImportSample.Form.PARQUET) {
                return run.faults.whole().at("row", String.valueOf(line)).at("column", headers.get(column));
            }
            if (sample.form() == ImportSample.Form.WORKBOOK) {
                String letters = "";
                for (int c = column; c >= 0; c = c / 26 - 1) {
                    letters = (char) ('A' + c % 26) + letters;
                }
                return run.faults.whole().at("cell", letters + line);
            }
            return run.faults.at(line + lineOf[column], newLines == 0 ? offsets[column] : 0);
        }
    }
}
