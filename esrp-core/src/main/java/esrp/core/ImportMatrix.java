package esrp.core;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** JSON that is a table: rows without names, as {@code to_json(orient="split")} of pandas, or a list or object per column. */
enum ImportMatrix {
    /** {@code [["model", …], ["m1", …]]}. */
    ROWS,
    /** {@code {"columns": ["model", …], "data": [["m1", …]]}}. */
    SPLIT,
    /** {@code {"model": ["m1", …], …}} or {@code {"model": {"0": "m1", …}, …}}. */
    COLUMNS;

    private static final String HEADER = "columns";
    private static final String DATA = "data";

    /** What the beginning of a document is. */
    static Optional<ImportMatrix> of(String head) throws IOException {
        Map<String, String> flat = new LinkedHashMap<>();
        boolean cut = head.length() == ImportSample.CHARACTERS;
        try (JsonParser parser = ImportJson.FACTORY.createParser(head)) {
            parser.nextToken();
            ImportJson.flatten(parser, "", flat);
            if (parser.nextToken() != null) {
                return Optional.empty();
            }
        } catch (JsonProcessingException e) {
            if (!cut) {
                return Optional.empty(); // what is wrong is said when the file is read
            }
        }
        List<List<String>> paths = flat.keySet().stream()
                .filter(pointer -> !pointer.isEmpty())
                .map(ImportJson::steps)
                .toList();
        if (paths.isEmpty()) {
            return Optional.empty();
        }
        Set<String> tops = new LinkedHashSet<>();
        paths.forEach(path -> tops.add(path.get(0)));
        boolean split = paths.get(0).get(0).equals(HEADER)
                && tops.stream().anyMatch(top -> top.equals(DATA) || top.equals("index"))
                && paths.stream().allMatch(path -> path.get(0).equals(DATA) ? path.size() == 3 : path.size() == 2);
        if (split) {
            return Optional.of(SPLIT);
        }
        boolean numbered = paths.stream().allMatch(path -> path.size() == 2 && isNumber(path.get(1)));
        return !numbered
                ? Optional.empty()
                : head.stripLeading().startsWith("[")
                        ? Optional.of(ROWS)
                        : tops.size() > 1 || cut ? Optional.of(COLUMNS) : Optional.empty();
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(java.lang.Character::isDigit);
    }

    /** Gives the rows, that of the names first. */
    void read(Reader text, ImportWorkbook.Rows rows) throws IOException {
        try (JsonParser parser = ImportJson.FACTORY.createParser(text)) {
            parser.nextToken();
            if (this == ROWS) {
                array(parser, 0, rows);
            } else if (this == SPLIT) {
                split(parser, rows);
            } else {
                columns(parser, rows);
            }
        }
    }

    private static void array(JsonParser parser, int first, ImportWorkbook.Rows rows) throws IOException {
        boolean more = true;
        for (int row = first; more && parser.nextToken() != JsonToken.END_ARRAY; row++) {
            Map<String, String> flat = new LinkedHashMap<>();
            ImportJson.flatten(parser, "", flat);
            more = rows.row(row, List.copyOf(flat.values()));
        }
    }

    private static void split(JsonParser parser, ImportWorkbook.Rows rows) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (name.equals(HEADER)) {
                Map<String, String> flat = new LinkedHashMap<>();
                ImportJson.flatten(parser, "", flat);
                if (!rows.row(0, List.copyOf(flat.values()))) {
                    return;
                }
            } else if (name.equals(DATA)) {
                array(parser, 1, rows);
            } else {
                parser.skipChildren();
            }
        }
    }

    private static void columns(JsonParser parser, ImportWorkbook.Rows rows) throws IOException {
        List<String> names = new ArrayList<>();
        Map<String, List<String>> byRow = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            names.add(parser.currentName());
            parser.nextToken();
            Map<String, String> flat = new LinkedHashMap<>();
            ImportJson.flatten(parser, "", flat);
            flat.forEach((pointer, value) -> {
                List<String> row = byRow.computeIfAbsent(pointer, any -> new ArrayList<>());
                while (row.size() < names.size() - 1) {
                    row.add("");
                }
                row.add(value);
            });
        }
        boolean more = rows.row(0, names);
        int number = 1;
        for (List<String> row : byRow.values()) {
            more = more && rows.row(number++, row);
        }
    }
}
