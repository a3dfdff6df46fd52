package esrp.core;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import esrp.core.internal.Utf8Reader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
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
            ImportWorkbook.read(run.file, run.mapping.text("sheet"), rows::workbookRow);
            skipped = -1;
        }
        for (int restarts = 0; restarts <= MOST_RESTARTS && skipped >= 0; restarts++) {
            try (Utf8Reader text = run.opener.open()) {
                skipped = rows.read(text, skipped, restarts == 0);
            }
        }
        rows.done();
    }

    /** The records of a text as lists, for looking at. */
    static List<List<String>> rows(String text, char delimiter, Optional<String> comment, int skipped, int most) {
        List<List<String>> rows = new ArrayList<>();
        Reader reader = new java.io.StringReader(text);
        try (var csv = builder(delimiter, comment).ofCsvRecord(reader)) {
            csv.skipLines(skipped);
            for (var row : csv) {
                if (rows.size() == most) {
                    break;
                }
                rows.add(List.copyOf(row.getFields()));
            }
        } catch (CsvParseException e) {
            // the head is cut, or it is said when the file is read
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
        return rows;
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

    /** A text that ends in a line feed, so that only an open quote can take a record to the end. */
    private static final class Ended extends Reader {
        private final Utf8Reader text;
        private char last = '\n';
        private boolean ended;

        Ended(Utf8Reader text) {
            this.text = text;
        }

        @Override
        public int read(char[] target, int offset, int length) throws IOException {
            int read = ended ? -1 : text.read(target, offset, length);
            if (read > 0) {
                last = target[offset + read - 1];
            } else if (read < 0 && last != '\n') {
                last = '\n';
                target[offset] = '\n';
                return 1;
            } else {
                ended = true;
            }
            return read;
        }

        @Override
        public void close() throws IOException {
            text.close();
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
        private final int[] offsets = new int[columns];
        private final int[] lineOf = new int[columns];
        private final Map<Integer, Map<String, String>> json = new HashMap<>();
        private long line;
        private long lineRead;
        private long linesBefore;
        private LongUnaryOperator lineOfText = line -> line;
        private int newLines;
        private int fields;
        private int surplus;
        private boolean blank;
        /** What follows is the rest of a line that was refused. */
        private boolean rest;

        private boolean header = true;
        private long number;
        private int now;
        private int width;
        private long surplusRows;
        private long blankRows;
        private final List<Finding> longFields = new ArrayList<>();

        Rows() {
            Arrays.setAll(names, any -> new Interner());
            System.arraycopy(plan.constants, 0, parts, 0, parts.length);
        }

        /** Reads to the end; the line to go on from where a quote stays open, else -1. */
        int read(Utf8Reader text, int skipped, boolean withHeader) throws IOException {
            text.shortenBlanks();
            lineOfText = text::lineOf;
            Ended ended = new Ended(text);
            BufferedReader lines = null;
            Reader source = ended;
            if (skipped > 0) {
                lines = new BufferedReader(ended);
                source = lines;
                for (int i = 0; i < skipped; i++) {
                    text.startRecord();
                    lines.readLine();
                }
            }
            linesBefore = skipped;
            header = withHeader;
            text.startRecord();
            try (CsvReader<Boolean> csv = builder(sample.delimiter(), run.mapping.text("comment"))
                            .build(this, source);
                    CloseableIterator<Boolean> rows = csv.iterator()) {
                while (hasNext(rows)) {
                    rows.next();
                    if (rest) {
                        rest = false;
                        text.startRecord();
                        continue;
                    }
                    if (ended.ended) {
                        int from = (int) lineRead;
                        long left = newLines;
                        run.faults.add(run.faults.at(line, 0), DataCode.OPEN_QUOTE, "lines", Math.max(0, left - 1));
                        run.refused(Math.max(1, plan.scores));
                        return from;
                    }
                    if (header) {
                        header = false;
                    } else {
                        row();
                    }
                    text.startRecord();
                }
            } catch (UncheckedIOException e) {
                throw e.getCause();
            } catch (CsvParseException e) {
                run.faults.add(run.faults.at(line, 0), DataCode.TOO_LONG, "most", Utf8Reader.MAX_RECORD);
            }
            return -1;
        }

        /** A row of a workbook, whose last cells are left out where they are blank. */
        boolean workbookRow(int row, List<String> cells) {
            handleBegin(row);
            for (int c = 0; c < Math.max(cells.size(), columns); c++) {
                char[] text = (c < cells.size() ? cells.get(c) : "").toCharArray();
                handleField(c, text, 0, text.length, false);
            }
            if (!header) {
                row();
            }
            header = false;
            return true;
        }

        /** Looks for the next record; the rest of one that cannot be read is the next. */
        private boolean hasNext(CloseableIterator<Boolean> rows) {
            while (true) {
                try {
                    return rows.hasNext();
                } catch (CsvParseException e) {
                    String why = e.getCause() == null
                            ? ""
                            : String.valueOf(e.getCause().getMessage());
                    if (!why.startsWith("Unexpected character after closing quote")) {
                        throw e;
                    }
                    if (!rest) {
                        run.faults.add(run.faults.at(line, 0), DataCode.LOOSE_QUOTE);
                        run.refused(Math.max(1, plan.scores));
                        rest = true;
                    }
                }
            }
        }

        void done() {
            Finding.Place place = run.faults.whole();
            if (surplusRows > 0) {
                run.findings.add(DataCode.SURPLUS_FIELDS.at(place, "count", surplusRows));
            }
            if (blankRows > 0) {
                run.findings.add(DataCode.BLANK_ROWS.at(place, "count", blankRows));
            }
            run.findings.addAll(longFields);
        }

        @Override
        protected void handleBegin(long startingLine) {
            lineRead = startingLine + linesBefore;
            line = lineOfText.applyAsLong(lineRead);
            newLines = 0;
            fields = 0;
            surplus = 0;
            blank = true;
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
            blank &= length == 0;
            if (quoted) {
                count(buffer, start, size);
            }
            if (header) {
                return;
            }
            if (!plan.plain) {
                texts[index] = plan.needed[index]
                        ? names[index].size() > 1 << 20
                                ? new String(buffer, offset, length)
                                : names[index].intern(buffer, offset, length)
                        : "";
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
            if (fields < columns || surplus > 0) {
                run.faults.add(run.faults.at(line, 0), DataCode.FIELD_COUNT, "fields", fields, "columns", columns);
                run.refused(Math.max(1, plan.scores));
                return;
            }
            surplusRows += fields > columns ? 1 : 0;
            if (plan.plain) {
                plainRow();
            } else {
                json.clear();
                run.row(this, cells());
            }
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
