package esrp.core;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A table in the manner of papers: three rules, numbers to the right. */
final class LatexFormat implements TableFormat {
    @Override
    public String format(Table table, String language) {
        StringBuilder out = new StringBuilder("\\begin{table}\n\\centering\n\\begin{tabular}{");
        table.heads().forEach(head -> out.append(head.numeric() ? 'r' : 'l'));
        out.append("}\n\\toprule\n");
        line(out, table.heads().stream().map(head -> head.briefIn(language)).toList());
        out.append("\\midrule\n");
        for (List<Table.Cell> row : table.rows()) {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                cells.add(Table.printed(table.heads().get(i), row.get(i), language));
            }
            line(out, cells);
        }
        out.append("\\bottomrule\n\\end{tabular}\n\\caption{")
                .append(escaped(table.title().in(language)))
                .append('.');
        table.sentences(language).forEach(note -> out.append(' ').append(escaped(note)));
        return out.append("}\n\\label{tab:")
                .append(table.id())
                .append("}\n\\end{table}\n")
                .toString();
    }

    @Override
    public String notes(List<Finding> notes, String language) {
        return notes.stream().map(note -> "% " + note.in(language)).collect(Collectors.joining("\n"));
    }

    private static void line(StringBuilder out, List<String> cells) {
        List<String> escaped =
                new ArrayList<>(cells.stream().map(LatexFormat::escaped).toList());
        // after \\ or a rule, LaTeX would take a bracket or an asterisk for an argument
        if (escaped.get(0).startsWith("[") || escaped.get(0).startsWith("*")) {
            escaped.set(0, "{}" + escaped.get(0));
        }
        out.append(String.join(" & ", escaped)).append(" \\\\\n");
    }

    private static String escaped(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&', '%', '$', '#', '_', '{', '}' -> out.append('\\').append(c);
                case '~' -> out.append("\\textasciitilde{}");
                case '^' -> out.append("\\textasciicircum{}");
                case '\\' -> out.append("\\textbackslash{}");
                case '<' -> out.append("\\textless{}");
                case '>' -> out.append("\\textgreater{}");
                case '|' -> out.append("\\textbar{}");
                case '"' -> out.append("\\textquotedbl{}");
                case '−' -> out.append("$-$");
                case '±' -> out.append("$\\pm$");
                case '↓' -> out.append("$\\downarrow$");
                case '…' -> out.append("\\ldots{}");
                case '–' -> out.append("--");
                case '\n', '\r' -> out.append(' ');
                default -> out.append(c);
            }
        }
        return out.toString();
    }
}
