package esrp.core;

import esrp.core.internal.Escapes;
import java.util.List;
import java.util.stream.IntStream;

/** A table element for a page or a notebook cell, which bring the style. */
final class HtmlFormat implements TableFormat {
    @Override
    public String format(Table table, String language) {
        String title = Escapes.html(table.title().in(language));
        StringBuilder out = new StringBuilder("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\""
                + title + "\"><table>\n<caption>" + title + "</caption>\n<thead><tr>");
        for (Table.Head head : table.heads()) {
            out.append("<th scope=\"col\" data-key=\"" + Escapes.html(head.key()) + '"');
            out.append((head.numeric() ? " class=\"n\">" : ">") + Escapes.html(head.in(language)) + "</th>");
        }
        out.append("</tr></thead>\n<tbody>\n");
        int names = names(table.heads());
        for (List<Table.Cell> row : table.rows()) {
            out.append("<tr>");
            List<String> cells = table.printed(row, language);
            for (int i = 0; i < cells.size(); i++) {
                out.append(i == names ? "<th scope=\"row\"" : "<td");
                if (row.get(i) instanceof Table.Cell.Text text) {
                    text.id().ifPresent(id -> out.append(" data-id=\"" + Escapes.html(id) + '"'));
                }
                out.append(table.heads().get(i).numeric() ? " class=\"n\">" : ">")
                        .append(Escapes.html(cells.get(i)))
                        .append(i == names ? "</th>" : "</td>");
            }
            out.append("</tr>\n");
        }
        out.append("</tbody></table></div>\n");
        table.sentences(language).forEach(note -> note(out, note));
        return out.toString();
    }

    @Override
    public String notes(List<Finding> notes, String language) {
        StringBuilder out = new StringBuilder();
        notes.forEach(note -> note(out, note.in(language)));
        return out.toString();
    }

    /** The column that names the rows: the first of texts. */
    private static int names(List<Table.Head> heads) {
        return IntStream.range(0, heads.size())
                .filter(i -> !heads.get(i).numeric())
                .findFirst()
                .orElse(0);
    }

    private static void note(StringBuilder out, String note) {
        out.append("<p class=\"note\">").append(Escapes.html(note)).append("</p>\n");
    }
}
