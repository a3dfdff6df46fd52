package esrp.study;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import esrp.core.internal.TextWidth;
import java.util.ArrayList;
import java.util.List;

/**
 * A table of text for a terminal: columns aligned by display width (a Chinese character is two columns wide), notes
 * wrapped below.
 */
final class TextTable {
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

    /** The names, at most so many of them, with the number of those left out. */
    static String names(List<String> names, int atMost) {
        if (names.size() <= atMost) {
            return String.join(", ", names);
        }
        return String.join(", ", names.subList(0, atMost)) + " and " + (names.size() - atMost) + " more";
    }

    @Override
    public String toString() {
        int[] widths = new int[head.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = TextWidth.of(head.get(i));
            for (List<String> row : rows) {
                widths[i] = Math.max(widths[i], TextWidth.of(row.get(i)));
            }
        }
        StringBuilder out = new StringBuilder();
        if (!title.isEmpty()) {
            TextWidth.wrap(title, TextWidth.COLUMNS)
                    .forEach(line -> out.append(line).append('\n'));
        }
        line(out, head, widths);
        for (List<String> row : rows) {
            line(out, row, widths);
        }
        for (String note : notes) {
            TextWidth.wrap(note, TextWidth.COLUMNS)
                    .forEach(line -> out.append(line).append('\n'));
        }
        out.setLength(out.length() - 1);
        return out.toString();
    }

    private void line(StringBuilder out, List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = cells.get(i);
            String blanks = " ".repeat(widths[i] - TextWidth.of(cell));
            line.append(i == 0 ? "" : " ".repeat(gap)).append(i < left ? cell + blanks : blanks + cell);
        }
        out.append(line.toString().stripTrailing()).append('\n');
    }
}
