package esrp.core;

import esrp.core.Ratings.Column;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Names that may be one name in several spellings, and names that hold what cannot be seen. */
final class ImportNames {
    private static final Pattern DATE = Pattern.compile(
            "\\d{1,2}-M|M-\\d{1,2}|".replace("M", ImportWords.anyOf("month"))
                    + String.join("|", ImportWords.of("date")),
            Pattern.CASE_INSENSITIVE);
    private static final Pattern LEADING_ZEROS = Pattern.compile("^0+(?=\\p{Nd})");
    private static final int MOST = 100;

    private ImportNames() {}

    static List<Finding> findings(RatingTable table) {
        List<Finding> findings = new ArrayList<>();
        for (Column column : List.of(Column.CANDIDATE, Column.CHARACTER, Column.ITEM, Column.RATER)) {
            List<String> names = table.names(column);
            Map<String, List<Integer>> alike = new LinkedHashMap<>();
            for (int code = 0; code < names.size(); code++) {
                String name = names.get(code);
                Finding.Place none = Finding.Place.none();
                name.codePoints()
                        .filter(ImportNames::invisible)
                        .findFirst()
                        .ifPresent(c -> add(
                                findings,
                                DataCode.INVISIBLE.at(
                                        none,
                                        "column",
                                        column.header(),
                                        "name",
                                        name,
                                        "character",
                                        String.format(Locale.ROOT, "U+%04X", c))));
                for (String kind : name.contains("\\u") ? List.of("json") : List.of("html", "formula")) {
                    String plain = ImportEscapes.of(kind, name);
                    if (!plain.equals(name)) {
                        add(
                                findings,
                                DataCode.ESCAPED.note(
                                        "column", column.header(), "name", name, "plain", plain, "kind", kind));
                    }
                }
                if (DATE.matcher(name).matches()) {
                    add(findings, DataCode.DATE_LIKE.at(none, "column", column.header(), "name", name));
                }
                alike.computeIfAbsent(key(name), any -> new ArrayList<>(1)).add(code);
            }
            if (alike.size() < names.size()) {
                long[] counts = counts(table, column);
                alike.values().stream()
                        .filter(codes -> codes.size() > 1)
                        .forEach(codes -> add(
                                findings,
                                DataCode.SPELLING.note(
                                        "column", column.header(),
                                        "spellings",
                                                codes.stream()
                                                        .map(code -> "\"" + visible(names.get(code)) + "\" ("
                                                                + counts[code] + ")")
                                                        .toList())));
            }
        }
        return findings;
    }

    private static void add(List<Finding> findings, Finding finding) {
        if (findings.size() < MOST) {
            findings.add(finding);
        }
    }

    private static long[] counts(RatingTable table, Column column) {
        long[] counts = new long[table.names(column).size()];
        RatingTable.Coder coder = table.coder(column);
        table.scan(new long[0], true, (row, item, metric, rater, level) -> counts[coder.code(item, metric, rater)]++);
        return counts;
    }

    /** The same for all spellings: half-width, in lower case, without blanks, invisible characters and leading zeros. */
    private static String key(String name) {
        StringBuilder key = new StringBuilder(name.length());
        Normalizer.normalize(name, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .codePoints()
                .filter(c ->
                        !invisible(c) && !java.lang.Character.isWhitespace(c) && !java.lang.Character.isSpaceChar(c))
                .forEach(key::appendCodePoint);
        return LEADING_ZEROS.matcher(key).replaceFirst("");
    }

    private static boolean invisible(int c) {
        return switch (java.lang.Character.getType(c)) {
            case java.lang.Character.CONTROL, java.lang.Character.FORMAT -> true;
            default -> c == 0xA0 || c == 0xFEFF;
        };
    }

    private static String visible(String name) {
        StringBuilder shown = new StringBuilder();
        name.codePoints().forEach(c -> {
            if (invisible(c)) {
                shown.append(String.format(Locale.ROOT, "<U+%04X>", c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.toString();
    }
}
