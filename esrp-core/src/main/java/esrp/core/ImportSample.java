package esrp.core;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import esrp.core.internal.Term;
import esrp.core.internal.Utf8Reader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipException;

/**
 * The beginning of a file: what form it has, its columns (headers, or the pointers of JSON scalars), and the first values.
 */
record ImportSample(
        Form form,
        List<String> columns,
        List<List<String>> rows,
        char delimiter,
        int linesBefore,
        int headerRows,
        List<Finding> findings) {
    static final int CHARACTERS = 1 << 16;
    static final int ROWS = 200;
    private static final int RECORDS = 20;
    private static final char[] DELIMITERS = {',', ';', '\t', '|', '，'};
    private static final Pattern MARKUP =
            Pattern.compile("<(\\?xml|!doctype|html|head|body|table)\\b", Pattern.CASE_INSENSITIVE);

    /** What holds the rows. */
    enum Form {
        TABLE,
        JSON,
        WORKBOOK,
        PARQUET,
        MATRIX
    }

    /** A row or record, and where it begins. */
    record Numbered(long number, List<String> texts) {
        long filled() {
            return texts.stream().filter(text -> !text.isBlank()).count();
        }
    }

    static ImportSample of(Path file, RatingImport mapping) {
        return of(file, () -> ImportRun.open(file, mapping), mapping);
    }

    static ImportSample of(Path file, ImportRun.Opener opener, RatingImport mapping) {
        Faults faults = Faults.throwing(file);
        try {
            if (isWorkbook(file)) {
                return ImportWorkbook.sample(file, mapping);
            }
            try (Utf8Reader text = opener.open();
                    BufferedReader reader = new BufferedReader(text, CHARACTERS)) {
                String head = head(reader);
                List<Finding> findings = new ArrayList<>();
                if (ImportParquet.isAt(file)) {
                    List<Numbered> rows = ImportTable.rows(head, ',', Optional.empty(), 0, ROWS);
                    return of(Form.PARQUET, file, rows, ',', 0, mapping, findings);
                }
                Finding.Place place = Finding.Place.of(file);
                if (!text.charset().equals(StandardCharsets.UTF_8)) {
                    findings.add(DataCode.ENCODING.at(
                            place, "encoding", text.charset().name()));
                }
                if (text.compressed() != Utf8Reader.isGzip(file)) {
                    findings.add(
                            DataCode.FALSE_NAME.at(place, "found", text.compressed() ? Term.GZIP : Term.PLAIN_TEXT));
                }
                if (head.isBlank() && head.length() == CHARACTERS) {
                    faults.add(place.line(1, 0), DataCode.TOO_LONG, "most", CHARACTERS);
                }
                if (head.isBlank() && mapping.isOwn() && RatingWriter.isJsonLines(file)) {
                    return new ImportSample(Form.JSON, List.of(), List.of(), ',', 0, 0, findings);
                }
                if (head.isBlank()) {
                    faults.add(place, DataCode.EMPTY_FILE, "expected", RatingImport.HEADER);
                }
                ImportArchive.status(file, head)
                        .ifPresent(status -> findings.add(DataCode.UNFINISHED.at(place, "status", status)));
                String start = head.stripLeading();
                if (MARKUP.matcher(start).lookingAt()) {
                    faults.add(place, DataCode.FOREIGN_FILE, "found", start.startsWith("<?xml") ? "XML" : "HTML");
                }
                return start.startsWith("{") || start.startsWith("[")
                        ? json(file, opener, head, mapping, findings)
                        : table(file, head, mapping, findings);
            }
        } catch (IOException e) {
            faults.add(e);
            throw new IllegalStateException("a fault is thrown", e);
        }
    }

    /** Whether a file is a zip archive that holds a workbook; another is refused as what it is. */
    private static boolean isWorkbook(Path file) throws IOException {
        if (!isZip(file)) {
            return false;
        }
        try (FileSystem archive = FileSystems.newFileSystem(file)) {
            return Files.isDirectory(archive.getPath("xl"));
        } catch (ZipException | ProviderNotFoundException e) {
            return false; // no archive after all, or a damaged one: the reader of texts names it
        }
    }

    static boolean isZip(Path file) throws IOException {
        return begins(file, 'P', 'K', 3, 4);
    }

    /** Whether there is a file that begins with these bytes. */
    static boolean begins(Path file, int... bytes) throws IOException {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (var in = Files.newInputStream(file)) {
            int alike = 0;
            while (alike < bytes.length && in.read() == bytes[alike]) {
                alike++;
            }
            return alike == bytes.length;
        }
    }

    static String head(Reader reader) throws IOException {
        char[] head = new char[CHARACTERS];
        int length = 0;
        for (int read = 0; read >= 0 && length < head.length; length += Math.max(read, 0)) {
            read = reader.read(head, length, head.length - length);
        }
        return new String(head, 0, length);
    }

    private static ImportSample table(Path file, String head, RatingImport mapping, List<Finding> findings) {
        Finding.Place place = Finding.Place.of(file);
        Optional<String> comment = mapping.text("comment");
        String first = head.lines().findFirst().orElse("");
        if (comment.isEmpty() && first.startsWith("#")) {
            throw new DatasetFormatException(DataCode.COMMENT_LINE.at(place.line(1, 0), "line", first));
        }
        boolean declared = first.length() == 5 && first.startsWith("sep=");
        char found = declared ? first.charAt(4) : delimiter(head);
        char delimiter = mapping.text("delimiter").map(text -> text.charAt(0)).orElse(found);
        if (delimiter != ',') {
            findings.add(
                    DataCode.DELIMITER.at(place, "delimiter", delimiter == '\t' ? "TAB" : "\"" + delimiter + "\""));
        }
        List<Numbered> rows = ImportTable.rows(head, delimiter, comment, declared ? 1 : 0, ROWS);
        return rows.isEmpty()
                ? new ImportSample(Form.TABLE, List.of(first), List.of(), delimiter, declared ? 1 : 0, 1, findings)
                : of(Form.TABLE, file, rows, delimiter, declared ? 1 : 0, mapping, findings);
    }

    /** What rows hold, whose names may stand in another than the first. */
    static ImportSample of(
            Form form,
            Path file,
            List<Numbered> rows,
            char delimiter,
            int before,
            RatingImport mapping,
            List<Finding> findings) {
        List<Long> header = mapping.list("header").stream().map(Long::parseLong).toList();
        int first = header.isEmpty() ? mapping.isOwn() ? 0 : names(rows) : at(rows, header.get(0));
        if (!header.isEmpty() && rows.get(rows.size() - 1).number() < header.get(header.size() - 1)) {
            throw new DatasetFormatException(DataCode.EXPECTED.at(
                    Finding.Place.of(file),
                    "expected",
                    "\"header\": 1.." + rows.get(rows.size() - 1).number()));
        }
        int last = Math.max(first, header.isEmpty() ? first : at(rows, header.get(header.size() - 1)));
        if (first > 0) {
            List<String> title = rows.subList(0, first).stream()
                    .flatMap(row -> row.texts().stream())
                    .filter(text -> !text.isBlank())
                    .toList();
            findings.add(DataCode.TITLE_ROWS.at(
                    Finding.Place.of(file), "row", rows.get(first).number(), "text", title));
        }
        return new ImportSample(
                form,
                joined(rows.subList(first, last + 1)),
                rows.subList(last + 1, rows.size()).stream()
                        .map(Numbered::texts)
                        .toList(),
                delimiter,
                first == 0 ? before : (int) rows.get(first).number() - 1,
                last - first + 1,
                findings);
    }

    private static int at(List<Numbered> rows, long number) {
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).number() >= number) {
                return i;
            }
        }
        return rows.size() - 1;
    }

    /** The first row that has a third of what its followers have: a title has one text. */
    private static int names(List<Numbered> rows) {
        long most =
                rows.stream().limit(RECORDS).mapToLong(Numbered::filled).max().orElse(0);
        for (int i = 0; i < Math.min(RECORDS, rows.size()) && most > 2; i++) {
            if (rows.get(i).filled() > 1 && rows.get(i).filled() * 3 > most) {
                return i;
            }
        }
        return 0;
    }

    /** Names over several rows, of which the upper ones hold for the columns to their right, too. */
    private static List<String> joined(List<Numbered> header) {
        List<String> columns = new ArrayList<>(header.get(header.size() - 1).texts());
        for (int r = header.size() - 2; r >= 0; r--) {
            String upper = "";
            for (int c = 0; c < header.get(r).texts().size(); c++) {
                String text = header.get(r).texts().get(c).strip();
                upper = text.isEmpty() ? upper : text;
                while (columns.size() <= c) {
                    columns.add("");
                }
                String lower = columns.get(c).strip();
                columns.set(c, lower.isEmpty() ? text : upper.isEmpty() ? lower : upper + " " + lower);
            }
        }
        return columns;
    }

    /** The one that the first line has most of, among those that most lines have as often. */
    private static char delimiter(String head) {
        List<String> lines = lines(head);
        char best = ',';
        double most = 0;
        for (char delimiter : DELIMITERS) {
            long inHeader = count(lines.get(0), delimiter);
            long alike = lines.stream()
                    .filter(line -> count(line, delimiter) == inHeader)
                    .count();
            double score = inHeader * (alike * 10 >= lines.size() * 8L ? 1 : 0.1);
            if (score > most) {
                most = score;
                best = delimiter;
            }
        }
        return best;
    }

    /** The first records, whose quoted fields may span lines. */
    private static List<String> lines(String head) {
        List<String> lines = new ArrayList<>();
        StringBuilder record = new StringBuilder();
        for (String line : head.lines().limit(ROWS).toList()) {
            record.append(record.isEmpty() ? "" : "\n").append(line);
            if (count(record.toString(), '"') % 2 == 0) {
                if (!record.toString().isBlank()) {
                    lines.add(record.toString());
                }
                record.setLength(0);
            }
        }
        return lines.isEmpty() ? List.of(head) : lines;
    }

    private static long count(String text, char wanted) {
        boolean quoted = false;
        long count = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            quoted ^= c == '"' && wanted != '"';
            count += c == wanted && !quoted ? 1 : 0;
        }
        return count;
    }

    private static ImportSample json(
            Path file, ImportRun.Opener opener, String head, RatingImport mapping, List<Finding> findings)
            throws IOException {
        Optional<ImportMatrix> matrix = mapping.isOwn() ? Optional.empty() : ImportMatrix.of(head);
        if (matrix.isPresent()) {
            List<Numbered> all = new ArrayList<>();
            try (Utf8Reader text = opener.open()) {
                matrix.get().read(text, (number, texts) -> all.add(new Numbered(number, texts)) && all.size() <= ROWS);
            }
            return of(Form.MATRIX, file, all, ',', -1, mapping, findings);
        }
        Set<String> columns = new LinkedHashSet<>();
        List<Map<String, String>> records = new ArrayList<>();
        try (JsonParser parser = ImportJson.FACTORY.createParser(head)) {
            while (records.size() < RECORDS && parser.nextToken() != null) {
                if (ImportJson.opensRecords(parser) || parser.currentToken().isStructEnd()) {
                    continue;
                }
                Map<String, String> record = new LinkedHashMap<>();
                records.add(record);
                ImportJson.flatten(parser, "", record);
            }
        } catch (JsonProcessingException e) {
            boolean cut = head.length() == CHARACTERS;
            if (!cut && records.stream().allMatch(Map::isEmpty)) {
                throw e;
            }
            // else what is wrong is said when the file is read
        }
        records.forEach(record -> columns.addAll(record.keySet()));
        List<String> all = List.copyOf(columns);
        List<List<String>> rows = records.stream()
                .map(record -> all.stream()
                        .map(column -> record.getOrDefault(column, ""))
                        .toList())
                .toList();
        return new ImportSample(Form.JSON, all, rows, ',', 0, 0, findings);
    }

    /** The first value of a column. */
    String example(int column) {
        return rows.stream()
                .filter(row -> row.size() > column)
                .map(row -> row.get(column))
                .filter(text -> !text.isBlank())
                .findFirst()
                .orElse("");
    }
}
