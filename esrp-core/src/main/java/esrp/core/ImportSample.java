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
        List<Finding> findings) {
    private static final int CHARACTERS = 1 << 16;
    static final int ROWS = 200;
    private static final int RECORDS = 20;
    private static final char[] DELIMITERS = {',', ';', '\t', '|'};

    /** What holds the rows. */
    enum Form {
        TABLE,
        JSON,
        WORKBOOK
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
                    return new ImportSample(Form.JSON, List.of(), List.of(), ',', 0, findings);
                }
                if (head.isBlank()) {
                    faults.add(place, DataCode.EMPTY_FILE, "expected", RatingImport.HEADER);
                }
                String start = head.stripLeading();
                return start.startsWith("{") || start.startsWith("[")
                        ? json(head, findings)
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

    private static boolean isZip(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (var in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(4);
            return start.length == 4 && start[0] == 'P' && start[1] == 'K' && start[2] == 3 && start[3] == 4;
        }
    }

    private static String head(Reader reader) throws IOException {
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
        List<List<String>> rows = ImportTable.rows(head, delimiter, comment, declared ? 1 : 0, ROWS);
        List<String> columns = rows.isEmpty() ? List.of(first) : rows.get(0);
        return new ImportSample(
                Form.TABLE,
                columns,
                rows.size() < 2 ? List.of() : rows.subList(1, rows.size()),
                delimiter,
                declared ? 1 : 0,
                findings);
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

    private static ImportSample json(String head, List<Finding> findings) throws IOException {
        Set<String> columns = new LinkedHashSet<>();
        List<Map<String, String>> records = new ArrayList<>();
        try (JsonParser parser = ImportJson.FACTORY.createParser(head)) {
            while (records.size() < RECORDS && parser.nextToken() != null) {
                if (parser.currentToken().isStructStart()
                        && parser.getParsingContext().getParent().inRoot()
                        && parser.currentToken() == com.fasterxml.jackson.core.JsonToken.START_ARRAY) {
                    continue;
                }
                if (parser.currentToken().isStructEnd()) {
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
        return new ImportSample(Form.JSON, all, rows, ',', 0, findings);
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
