package esrp.core;

import static esrp.core.internal.Term.shown;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import esrp.core.internal.Term;
import esrp.core.internal.Utf8Reader;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the rows of a ratings file, as CSV or JSON Lines. One use. */
final class RatingReader {
    private static final List<String> HEADERS = List.of("candidate", "character", "item", "metric", "rater", "score");
    static final String HEADER = String.join(",", HEADERS);
    private static final int CANDIDATE = 0;
    private static final int CHARACTER = 1;
    private static final int ITEM = 2;
    private static final int METRIC = 3;
    private static final int RATER = 4;
    private static final int SCORE = 5;
    private static final int MAX_COLUMNS = 1000;

    private static final StreamReadConstraints CONSTRAINTS = StreamReadConstraints.builder()
            .maxStringLength(Utf8Reader.MAX_RECORD)
            .maxNameLength(10_000)
            .maxNumberLength(1000)
            .maxNestingDepth(64)
            .build();
    private static final CsvFactory CSV = CsvFactory.builder()
            .streamReadConstraints(CONSTRAINTS)
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .build();
    static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    CONSTRAINTS.rebuild().maxDocumentLength(1L << 30).build())
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private final Faults faults;
    private final RatingTable.Builder table;

    /** One row: the six values and where they stand. */
    private final class Row {
        private final String[] values = new String[HEADERS.size()];
        private final long[] lines = new long[HEADERS.size()];
        private final long[] columns = new long[HEADERS.size()];

        void set(int column, String value, long line, long position) {
            values[column] = value;
            lines[column] = line;
            columns[column] = position;
        }

        void clear() {
            Arrays.fill(values, "");
        }

        Finding.Place place(int column) {
            return faults.at(lines[column], columns[column]);
        }
    }

    private RatingReader(List<Metric> metrics, Faults faults) {
        this.faults = faults;
        this.table = new RatingTable.Builder(metrics);
    }

    /** The form of a file, by its name. */
    enum Format {
        CSV,
        JSONL;

        static Format of(Path file) {
            String name = Utf8Reader.name(file);
            String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
            if (plain.endsWith(".csv")) {
                return CSV;
            }
            if (plain.endsWith(".jsonl")) {
                return JSONL;
            }
            throw new IllegalArgumentException(
                    "file: the name of " + file + " must end in .csv, .jsonl, .csv.gz or .jsonl.gz");
        }
    }

    static Ratings read(Path file, List<Metric> metrics, Faults faults) {
        RatingReader reader = new RatingReader(metrics, faults);
        reader.readFile(file);
        return reader.ratings();
    }

    static void check(Path file, List<Metric> metrics, Faults faults) {
        new RatingReader(metrics, faults).readFile(file);
    }

    /** Reads what a stream gives in place of the file; for tests. */
    static Ratings read(Utf8Reader text, Format format, List<Metric> metrics, Faults faults) {
        RatingReader reader = new RatingReader(metrics, faults);
        reader.readText(text, format);
        return reader.ratings();
    }

    private Ratings ratings() {
        return Ratings.of(table.build(), faults.notices());
    }

    private void readFile(Path file) {
        Format format = Format.of(file);
        try (Utf8Reader text = Utf8Reader.open(file)) {
            readText(text, format);
        } catch (IOException e) {
            faults.add(e);
        }
    }

    private void readText(Utf8Reader text, Format format) {
        try {
            switch (format) {
                case CSV -> readCsv(text);
                case JSONL -> readJsonLines(text);
            }
        } catch (IOException e) {
            faults.add(e);
        }
    }

    // ---- CSV ----

    private void readCsv(Utf8Reader text) throws IOException {
        text.startRecord();
        try (CsvParser parser = CSV.createParser(text)) {
            int[] columns = header(parser);
            if (columns.length == 0) {
                return;
            }
            text.startRecord();
            Row row = new Row();
            while (parser.nextToken() == JsonToken.START_ARRAY) {
                readRow(parser, columns, row);
                text.startRecord();
            }
        }
    }

    /** Which of the six each column of the file is; -1 for others. Empty if the file cannot be read on. */
    private int[] header(CsvParser parser) throws IOException {
        JsonToken first = parser.nextToken();
        if (first != null && first != JsonToken.START_ARRAY) {
            throw new IllegalStateException("unexpected " + first);
        }
        List<String> names = new ArrayList<>();
        while (first != null && parser.nextToken() == JsonToken.VALUE_STRING) {
            String name = parser.getText();
            JsonLocation at = parser.currentTokenLocation();
            Finding.Place place = faults.at(at.getLineNr(), at.getColumnNr());
            if (names.size() == MAX_COLUMNS) {
                faults.add(faults.at(1, 0), DataCode.TOO_MANY_FIELDS, "most", MAX_COLUMNS);
                return new int[0];
            }
            if (!HEADERS.contains(name)) {
                notice(name, place);
            } else if (names.contains(name)) {
                faults.add(place, DataCode.TWICE, "name", name);
            }
            names.add(name);
        }
        if (names.isEmpty() || names.equals(List.of(""))) {
            faults.add(
                    faults.whole(),
                    first == null ? DataCode.EMPTY_FILE : DataCode.EMPTY_FIRST_LINE,
                    "expected",
                    HEADER);
            return new int[0];
        }
        List<String> missing =
                HEADERS.stream().filter(name -> !names.contains(name)).toList();
        if (!missing.isEmpty()) {
            List<String> there = quoted(names);
            faults.add(
                    faults.at(1, 0),
                    DataCode.NO_COLUMN,
                    "missing",
                    quoted(missing),
                    "there",
                    there,
                    "expected",
                    HEADER);
        }
        return faults.isEmpty() ? names.stream().mapToInt(HEADERS::indexOf).toArray() : new int[0];
    }

    private void readRow(CsvParser parser, int[] columns, Row row) throws IOException {
        int fields = 0;
        long line = 0;
        boolean blank = true;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            JsonLocation at = parser.currentTokenLocation();
            if (fields == 0) {
                line = at.getLineNr();
            }
            if (fields < columns.length && columns[fields] >= 0) {
                row.set(columns[fields], parser.getText(), at.getLineNr(), at.getColumnNr());
            }
            blank &= parser.getTextLength() == 0;
            fields++;
        }
        if (fields <= 1 && blank) {
            return;
        }
        if (fields != columns.length) {
            faults.add(faults.at(line, 0), DataCode.FIELD_COUNT, "fields", fields, "columns", columns.length);
            return;
        }
        add(row);
    }

    // ---- JSON Lines ----

    private void readJsonLines(Utf8Reader text) throws IOException {
        BufferedReader lines = new BufferedReader(text, 1 << 16);
        Row row = new Row();
        text.startRecord();
        long number = 1;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.length() > Utf8Reader.MAX_RECORD) {
                faults.add(faults.at(number, 0), DataCode.TOO_LONG, "most", Utf8Reader.MAX_RECORD);
                return;
            }
            if (!line.isBlank()) {
                readLine(line, number, row);
            }
            number++;
            text.startRecord();
        }
    }

    private void readLine(String line, long number, Row row) throws IOException {
        row.clear();
        try (JsonParser parser = JSON.createParser(line)) {
            try {
                if (readObject(parser, number, row)) {
                    add(row);
                }
            } catch (JsonProcessingException e) {
                faults.addJson(e, parser.currentLocation(), number - 1);
            }
        }
    }

    private boolean readObject(JsonParser parser, long line, Row row) throws IOException {
        long before = faults.count();
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            wrong(parser, place(parser, line), Term.OBJECT);
            return false;
        }
        Set<String> seen = new HashSet<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            int column = HEADERS.indexOf(name);
            if (!seen.add(name)) {
                faults.add(place(parser, line), DataCode.TWICE, "name", shown(name));
            }
            if (column < 0) {
                notice(name, place(parser, line));
            }
            int position = parser.currentTokenLocation().getColumnNr();
            JsonToken value = parser.nextToken();
            if (column < 0) {
                parser.skipChildren();
            } else if (value == (column == SCORE ? JsonToken.VALUE_NUMBER_INT : JsonToken.VALUE_STRING)) {
                row.set(
                        column,
                        parser.getText(),
                        line,
                        parser.currentTokenLocation().getColumnNr());
            } else {
                Finding.Place place = faults.at(line, position).at("pointer", "/" + name);
                wrong(parser, place, column == SCORE ? Term.WHOLE_NUMBER : Term.TEXT);
                parser.skipChildren();
            }
        }
        for (String name : HEADERS) {
            if (!seen.contains(name)) {
                faults.add(faults.at(line, 0), DataCode.MISSING_NAME, "name", name);
            }
        }
        if (parser.nextToken() != null) {
            faults.add(place(parser, line), DataCode.MORE_TEXT);
        }
        return faults.count() == before;
    }

    private void wrong(JsonParser parser, Finding.Place place, Term expected) throws IOException {
        faults.add(place, DataCode.WRONG_TYPE, "found", Term.described(parser), "expected", expected);
    }

    private Finding.Place place(JsonParser parser, long line) {
        return faults.at(line, parser.currentTokenLocation().getColumnNr());
    }

    // ---- both ----

    private void add(Row row) {
        for (int column = 0; column < SCORE; column++) {
            if (row.values[column].isBlank()) {
                faults.add(row.place(column), DataCode.BLANK, "name", HEADERS.get(column));
                return;
            }
        }
        String rater = row.values[RATER];
        Optional<Integer> code = table.metricCode(row.values[METRIC]);
        if (code.isEmpty()) {
            String known = Ratings.ids(table.metrics()).toString();
            String name = shown(row.values[METRIC]);
            faults.add(row.place(METRIC), DataCode.UNKNOWN_METRIC, "name", name, "known", known);
            return;
        }
        int metricCode = code.get();
        Metric metric = table.metrics().get(metricCode);
        Scale scale = metric.scale();
        String text = row.values[SCORE];
        if (!isWholeNumber(text)) {
            faulty(row, DataCode.NOT_A_SCORE, metric);
            return;
        }
        long score = text.length() > 11 ? Long.MAX_VALUE : Long.parseLong(text);
        if (score < scale.lowest() || score > scale.highest()) {
            faulty(row, DataCode.OFF_SCALE, metric);
            return;
        }
        try {
            int raterCode = table.raterCode(rater);
            int item = table.itemCode(row.values[CANDIDATE], row.values[CHARACTER], row.values[ITEM], metric.target());
            table.add(item, metricCode, raterCode, scale.level(score));
        } catch (IllegalArgumentException e) {
            faults.add(row.place(0), DataCode.REFUSED, "reason", String.valueOf(e.getMessage()));
        }
    }

    private void faulty(Row row, DataCode code, Metric metric) {
        faults.add(
                row.place(SCORE),
                code,
                "score",
                shown(row.values[SCORE]),
                "metric",
                metric.id(),
                "scale",
                metric.scale().toString(),
                "rater",
                shown(row.values[RATER]));
    }

    /** {@code 0}, or digits without leading zero, with {@code -} before or not. */
    private static boolean isWholeNumber(String text) {
        int start = text.startsWith("-") ? 1 : 0;
        if (text.length() == start || (text.length() > start + 1 && text.charAt(start) == '0')) {
            return false;
        }
        for (int i = start; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private void notice(String name, Finding.Place place) {
        Finding.Place there = new Finding.Place(Optional.of(Utf8Reader.name(faults.file())), place.coordinates());
        faults.notice(name, there, DataCode.UNKNOWN_COLUMN, "name", shown(name), "known", HEADER);
    }

    private static List<String> quoted(List<String> names) {
        Stream<String> first = names.stream().limit(20).map(name -> "\"" + shown(name) + "\"");
        return (names.size() > 20 ? Stream.concat(first, Stream.of("…")) : first).toList();
    }
}
