package esrp.core;

import java.util.List;
import java.util.stream.Collectors;

/** A pipe table. */
final class MarkdownFormat implements TableFormat {
    @Override
    public String format(Table table, String language) {
        StringBuilder out = new StringBuilder("### ")
                .append(escaped(table.title().in(language)))
                .append("\n\n|");
        table.heads()
                .forEach(head ->
                        out.append(' ').append(escaped(head.in(language))).append(" |"));
        out.append("\n|");
        table.heads().forEach(head -> out.append(head.numeric() ? "---:|" : "---|"));
        for (List<Table.Cell> row : table.rows()) {
            out.append("\n|");
            for (int i = 0; i < row.size(); i++) {
                String cell = Table.printed(table.heads().get(i), row.get(i), language);
                out.append(' ').append(escaped(cell)).append(" |");
            }
        }
        out.append('\n');
        table.sentences(language)
                .forEach(note -> out.append('\n').append(escaped(note)).append('\n'));
        return out.toString();
    }

    @Override
    public String notes(List<Finding> notes, String language) {
        return notes.stream().map(note -> escaped(note.in(language))).collect(Collectors.joining("\n\n"));
    }

    private static String escaped(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n', '\r' -> out.append(' ');
                case '<' -> out.append("&lt;");
                case '&' -> out.append("&amp;");
                case '|', '\\', '`', '*', '_', '[', ']' -> out.append('\\').append(c);
                default -> out.append(c);
            }
        }
        return out.toString();
    }
}
