package esrp.core;

import esrp.core.internal.Escapes;
import java.util.List;
import java.util.stream.Collectors;

/** A pipe table. */
final class MarkdownFormat implements TableFormat {
    @Override
    public String format(Table table, String language) {
        StringBuilder out = new StringBuilder("### ")
                .append(Escapes.markdown(table.title().in(language)))
                .append("\n\n")
                .append(line(
                        table.heads().stream().map(head -> head.in(language)).toList()))
                .append('|');
        table.heads().forEach(head -> out.append(head.numeric() ? "---:|" : "---|"));
        out.append('\n');
        table.rows().forEach(row -> out.append(line(table.printed(row, language))));
        table.sentences(language)
                .forEach(note -> out.append('\n').append(Escapes.markdown(note)).append('\n'));
        return out.toString();
    }

    @Override
    public String notes(List<Finding> notes, String language) {
        return notes.stream().map(note -> Escapes.markdown(note.in(language))).collect(Collectors.joining("\n\n"));
    }

    private static String line(List<String> cells) {
        return cells.stream().map(Escapes::markdown).collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
