package esrp.core;

import esrp.core.internal.Messages;
import esrp.core.internal.TextWidth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Aligned columns. What is too wide first takes its brief heads, then shorter names, then more than one block. */
final class TextFormat implements TableFormat {
    private static final int GAP = 2;
    private static final int NARROW = 12;
    /** A last column of texts is wrapped, not shortened: it needs no more than this. */
    private static final int WRAPPED = 24;
    /** What the columns that stand in each block may take. */
    private static final int REPEATED = TextWidth.COLUMNS / 2 - GAP;

    @Override
    public String format(Table table, String language) {
        Layout layout = new Layout(table, language);
        layout.fit();
        List<String> lines = new ArrayList<>(TextWidth.wrap(table.title().in(language), TextWidth.COLUMNS));
        lines.addAll(layout.lines());
        for (String explanation : layout.explanations) {
            lines.addAll(TextWidth.wrap(explanation, TextWidth.COLUMNS));
        }
        table.sentences(language).forEach(note -> lines.addAll(TextWidth.wrap(note, TextWidth.COLUMNS)));
        return String.join("\n", lines);
    }

    @Override
    public String notes(List<Finding> notes, String language) {
        List<String> lines = new ArrayList<>();
        notes.forEach(note -> lines.addAll(TextWidth.wrap(note.in(language), TextWidth.COLUMNS)));
        return String.join("\n", lines);
    }

    /** One table on its way to 80 columns. */
    private static final class Layout {
        private final Table table;
        private final String language;
        private final int columns;
        private final List<List<String>> cells = new ArrayList<>();
        private List<String> heads;
        /** The cells as they were. */
        private final List<List<String>> whole;
        /** What stands in columns of texts: a short form of one is none of another, whatever the column. */
        private final Set<String> names = new LinkedHashSet<>();

        private final List<String> explanations = new ArrayList<>();
        /** Numbers that stand for names. */
        private final Map<String, String> keys = new LinkedHashMap<>();
        /** What cells say, so that no number stands for something else. */
        private final Set<String> written = new HashSet<>();

        private int lastKey;

        Layout(Table table, String language) {
            this.table = table;
            this.language = language;
            columns = table.heads().size();
            heads = table.heads().stream().map(head -> head.in(language)).toList();
            table.rows().forEach(row -> cells.add(new ArrayList<>(table.printed(row, language))));
            cells.forEach(written::addAll);
            whole = cells.stream().map(row -> List.copyOf(row)).toList();
            for (int i = 0; i < columns - 1; i++) {
                if (!table.heads().get(i).numeric()) {
                    int column = i;
                    whole.forEach(row -> names.add(row.get(column)));
                }
            }
        }

        void fit() {
            if (total() > TextWidth.COLUMNS) {
                briefHeads();
            }
            shortHeads();
            Map<String, String> headKeys = new LinkedHashMap<>(keys);
            int before = explanations.size();
            while (total() > TextWidth.COLUMNS && shortenWidest(TextWidth.COLUMNS)) {
                // the next widest column of texts
            }
            if (total() > TextWidth.COLUMNS) { // goes on below: names need to be no shorter than that takes
                IntStream.range(0, whole.size()).forEach(row -> cells.set(row, new ArrayList<>(whole.get(row))));
                explanations.subList(before, explanations.size()).clear();
                keys.keySet().retainAll(headKeys.keySet());
                while (leading() > REPEATED && shortenWidest(total() + REPEATED - leading())) {
                    // until the name of a row can stand in each block
                }
            }
            Map<String, String> explained = new LinkedHashMap<>();
            keys.forEach((name, key) -> explained.put(key, name));
            explain(explained);
        }

        /** Heads no wider than half a line, as distinct as they were; numbers where short forms are not. */
        private void shortHeads() {
            List<String> given = heads;
            if (given.stream().allMatch(head -> TextWidth.of(head) <= REPEATED)) {
                return;
            }
            List<String> forms = shortened(given, REPEATED);
            heads = forms.isEmpty() || forms.stream().anyMatch(written::contains)
                    ? given.stream()
                            .map(head -> TextWidth.of(head) <= REPEATED
                                    ? head
                                    : keys.computeIfAbsent(head, any -> nextKey()))
                            .toList()
                    : forms;
            Map<String, String> explained = new LinkedHashMap<>();
            for (int i = 0; i < columns; i++) {
                if (!heads.get(i).equals(given.get(i)) && !keys.containsKey(given.get(i))) {
                    explained.put(heads.get(i), given.get(i));
                }
            }
            explain(explained);
        }

        private void briefHeads() {
            List<String> brief =
                    table.heads().stream().map(head -> head.briefIn(language)).toList();
            if (new LinkedHashSet<>(brief).size() == columns && !brief.equals(heads)) {
                Map<String, String> keys = new LinkedHashMap<>();
                for (int i = 0; i < columns; i++) {
                    String whole = heads.get(i).toLowerCase(Locale.ROOT);
                    boolean says = List.of(whole.split("[ ,()]+"))
                            .contains(brief.get(i).toLowerCase(Locale.ROOT));
                    if (TextWidth.of(brief.get(i)) < TextWidth.of(heads.get(i)) && !says) {
                        keys.put(brief.get(i), heads.get(i));
                    }
                }
                heads = brief;
                explain(keys);
            }
        }

        /** Shortens the names of the widest column that still has wide ones; false if there is none left. */
        private boolean shortenWidest(int columnsWanted) {
            int widest = -1;
            int[] widths = widths();
            for (int i = 0; i < columns; i++) {
                boolean text = table.heads().get(i).style() == Table.Style.TEXT && i < columns - 1;
                int floor = Math.max(NARROW, TextWidth.of(heads.get(i)));
                if (text && widths[i] > floor && (widest < 0 || widths[i] > widths[widest])) {
                    widest = i;
                }
            }
            if (widest < 0) {
                return false;
            }
            int over = total() - columnsWanted;
            int room = Math.max(Math.max(NARROW, TextWidth.of(heads.get(widest))), widths[widest] - over);
            int column = widest;
            List<String> all = List.copyOf(names);
            List<String> forms = shortened(all, room);
            Map<String, String> formOf = new HashMap<>();
            for (int k = 0; k < forms.size(); k++) {
                formOf.put(all.get(k), forms.get(k));
            }
            for (int row = 0; row < cells.size(); row++) {
                String name = whole.get(row).get(column);
                if (TextWidth.of(name) > room) {
                    String form = formOf.get(name);
                    cells.get(row).set(column, form == null ? keys.computeIfAbsent(name, any -> nextKey()) : form);
                }
            }
            return widths()[column] < widths[column];
        }

        /** A number that stands for a name, the same in every column, explained below. */
        private String nextKey() {
            String key;
            do {
                key = "(" + ++lastKey + ")";
            } while (written.contains(key));
            return key;
        }

        private void explain(Map<String, String> keys) {
            List<String> parts = new ArrayList<>();
            keys.forEach((key, name) -> parts.add(key + " = " + name));
            if (!parts.isEmpty()) {
                explanations.add(String.join(Messages.core().text(language, "list.semicolon"), parts));
            }
        }

        /**
         * Forms at most so many columns wide, as distinct as the names: cut at the end if that keeps them apart, else in the
         * middle; none if neither does.
         */
        private static List<String> shortened(List<String> names, int columns) {
            int distinct = new LinkedHashSet<>(names).size();
            for (int tail = 0; tail < columns - 2; tail = tail == 0 ? Math.max(1, columns / 4) : tail + 2) {
                int kept = tail;
                List<String> forms = names.stream()
                        .map(name -> TextWidth.of(name) <= columns
                                ? name
                                : TextWidth.shorten(name, columns - kept) + end(name, kept))
                        .toList();
                if (new LinkedHashSet<>(forms).size() == distinct) {
                    return forms;
                }
            }
            return List.of();
        }

        private static String end(String text, int columns) {
            int from = text.length();
            while (from > 0) {
                int before = text.offsetByCodePoints(from, -1);
                if (TextWidth.of(text.substring(before)) > columns) {
                    break;
                }
                from = before;
            }
            return text.substring(from);
        }

        private int[] widths() {
            int[] widths = new int[columns];
            for (int i = 0; i < columns; i++) {
                widths[i] = TextWidth.of(heads.get(i));
                for (List<String> row : cells) {
                    widths[i] = Math.max(widths[i], TextWidth.of(row.get(i)));
                }
            }
            return widths;
        }

        /** The width of the first columns, up to the first one of texts. */
        private int leading() {
            int[] widths = widths();
            boolean second = columns > 1
                    && table.heads().get(0).numeric()
                    && !table.heads().get(1).numeric();
            return second ? widths[0] + GAP + widths[1] : widths[0];
        }

        private int total() {
            return Arrays.stream(needed()).sum() + GAP * (columns - 1);
        }

        /** The widths, that of a last column of texts no wider than it is wrapped to. */
        private int[] needed() {
            int[] needed = widths();
            if (!table.heads().get(columns - 1).numeric()) {
                needed[columns - 1] = Math.min(needed[columns - 1], WRAPPED);
            }
            return needed;
        }

        /** Blocks of columns, each as wide as fits; the leading columns of texts stand in each. */
        List<String> lines() {
            int[] widths = widths();
            int[] needed = needed();
            int fixed = 0;
            int used = 0;
            while (fixed < columns - 1
                    && (fixed == 0 || table.heads().get(fixed).style() == Table.Style.TEXT)
                    && used + widths[fixed] <= REPEATED) {
                used += widths[fixed++] + GAP;
            }
            List<String> lines = new ArrayList<>();
            int from = fixed;
            while (from < columns) {
                int to = from;
                int width = used;
                while (to < columns && (to == from || width + needed[to] <= TextWidth.COLUMNS)) {
                    width += needed[to++] + GAP;
                }
                if (from > fixed) {
                    lines.add("");
                    lines.add(Messages.core().text(language, "table.continued"));
                }
                int[] shown = IntStream.concat(IntStream.range(0, fixed), IntStream.range(from, to))
                        .toArray();
                lines.addAll(line(heads, widths, shown));
                cells.forEach(row -> lines.addAll(line(row, widths, shown)));
                from = to;
            }
            return lines;
        }

        /** One line; a last cell of text that is too wide goes on below itself. */
        private List<String> line(List<String> row, int[] widths, int[] shown) {
            StringBuilder line = new StringBuilder();
            int used = 0;
            for (int k = 0; k < shown.length; k++) {
                int i = shown[k];
                line.append(k == 0 ? "" : " ".repeat(GAP));
                used += k == 0 ? 0 : GAP;
                String cell = row.get(i);
                if (table.heads().get(i).numeric()) {
                    cell = TextWidth.padLeft(cell, widths[i]);
                } else if (k < shown.length - 1) {
                    cell = TextWidth.padRight(cell, widths[i]);
                } else if (used + TextWidth.of(cell) > TextWidth.COLUMNS) {
                    int room = Math.max(NARROW, TextWidth.COLUMNS - used);
                    List<String> parts = TextWidth.wrap(cell, room);
                    String start = line + parts.get(0);
                    String indent = " ".repeat(used);
                    List<String> lines = new ArrayList<>(List.of(start.stripTrailing()));
                    parts.subList(1, parts.size()).forEach(part -> lines.add(indent + part));
                    return lines;
                }
                line.append(cell);
                used += widths[i];
            }
            return List.of(line.toString().stripTrailing());
        }
    }
}
