package esrp.study;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A table of text for a terminal: columns aligned by display width (a Chinese character is two columns wide), notes
 * wrapped below.
 */
final class TextTable {
    /** What a result should fit into when it is printed. */
    static final int COLUMNS = 80;

    private final List<String> head;
    private final int left;
    private final List<List<String>> rows = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private String title = "";
    private int gap = 2;

    private TextTable(int left, List<String> head) {
        this.left = left;
        this.head = List.copyOf(head);
    }

    /** A table whose first {@code left} columns are aligned left, the others right. */
    static TextTable of(int left, List<String> head) {
        return new TextTable(left, head);
    }

    static TextTable of(int left, String... head) {
        return new TextTable(left, List.of(head));
    }

    @CanIgnoreReturnValue
    TextTable title(String text) {
        title = text;
        return this;
    }

    /** Sets the number of blanks between columns. */
    @CanIgnoreReturnValue
    TextTable gap(int blanks) {
        gap = blanks;
        return this;
    }

    @CanIgnoreReturnValue
    TextTable row(List<String> cells) {
        if (cells.size() != head.size()) {
            throw new IllegalArgumentException("cells: " + cells.size() + " given, " + head.size() + " expected");
        }
        rows.add(List.copyOf(cells));
        return this;
    }

    @CanIgnoreReturnValue
    TextTable row(String... cells) {
        return row(List.of(cells));
    }

    /** Adds a paragraph below the table; an empty one adds nothing. */
    @CanIgnoreReturnValue
    TextTable note(String text) {
        if (!text.isEmpty()) {
            notes.add(text);
        }
        return this;
    }

    /** A number with so many decimals; a dash where there is none. */
    static String number(double value, int decimals) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    /** A signed number with so many decimals; a dash where there is none. */
    static String signed(double value, int decimals) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%+." + decimals + "f", value);
    }

    /** A whole number with thousands separators. */
    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** A count and its noun, in the plural unless the count is one. */
    static String count(long value, String noun) {
        return count(value) + " " + (value == 1 ? noun : noun + "s");
    }

    /** The names, at most so many of them, with the number of those left out. */
    static String names(List<String> names, int atMost) {
        if (names.size() <= atMost) {
            return String.join(", ", names);
        }
        return String.join(", ", names.subList(0, atMost)) + " and " + (names.size() - atMost) + " more";
    }

    /** Display columns of a text: East Asian wide characters take two, combining marks none. */
    static int width(String text) {
        return text.codePoints().map(TextTable::width).sum();
    }

    private static int width(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        boolean wide = (c >= 0x1100 && c <= 0x115F)
                || (c >= 0x2E80 && c <= 0xA4CF)
                || (c >= 0xAC00 && c <= 0xD7A3)
                || (c >= 0xF900 && c <= 0xFAFF)
                || (c >= 0xFE30 && c <= 0xFE6F)
                || (c >= 0xFF00 && c <= 0xFF60)
                || (c >= 0xFFE0 && c <= 0xFFE6)
                || (c >= 0x1F300 && c <= 0x1FAFF)
                || (c >= 0x20000 && c <= 0x3FFFD);
        return wide ? 2 : 1;
    }

    /** The text cut to so many display columns, with an ellipsis where something was cut. */
    static String cut(String text, int columns) {
        if (width(text) <= columns) {
            return text;
        }
        StringBuilder kept = new StringBuilder();
        int used = 1;
        for (int c : text.codePoints().toArray()) {
            used += width(c);
            if (used > columns) {
                break;
            }
            kept.appendCodePoint(c);
        }
        return kept.append('…').toString();
    }

    /** The text broken at blanks (or anywhere between wide characters) into lines of at most so many columns. */
    static List<String> wrap(String text, int columns) {
        List<String> lines = new ArrayList<>();
        for (String paragraph : text.lines().toList()) {
            StringBuilder line = new StringBuilder();
            int used = 0;
            int breakAt = -1;
            for (int c : paragraph.codePoints().toArray()) {
                if (used + width(c) > columns && line.length() > 0) {
                    String whole = line.toString();
                    String rest = "";
                    if (c != ' ' && breakAt > 0 && width(c) == 1) {
                        rest = whole.substring(breakAt).stripLeading();
                        whole = whole.substring(0, breakAt);
                    }
                    lines.add(whole.stripTrailing());
                    line = new StringBuilder(rest);
                    used = width(rest);
                    breakAt = -1;
                    if (c == ' ') {
                        continue;
                    }
                }
                line.appendCodePoint(c);
                used += width(c);
                if (c == ' ' || width(c) == 2) {
                    breakAt = line.length();
                }
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    @Override
    public String toString() {
        int[] widths = new int[head.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = width(head.get(i));
            for (List<String> row : rows) {
                widths[i] = Math.max(widths[i], width(row.get(i)));
            }
        }
        StringBuilder out = new StringBuilder();
        if (!title.isEmpty()) {
            wrap(title, COLUMNS).forEach(line -> out.append(line).append('\n'));
        }
        line(out, head, widths);
        for (List<String> row : rows) {
            line(out, row, widths);
        }
        for (String note : notes) {
            wrap(note, COLUMNS).forEach(line -> out.append(line).append('\n'));
        }
        out.setLength(out.length() - 1);
        return out.toString();
    }

    private void line(StringBuilder out, List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = cells.get(i);
            String blanks = " ".repeat(widths[i] - width(cell));
            line.append(i == 0 ? "" : " ".repeat(gap)).append(i < left ? cell + blanks : blanks + cell);
        }
        out.append(line.toString().stripTrailing()).append('\n');
    }
}
