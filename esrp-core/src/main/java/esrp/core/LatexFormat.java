package esrp.core;

import esrp.core.internal.Escapes;
import esrp.core.internal.OneLine;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

/** A table in the manner of papers: three rules, numbers to the right. */
final class LatexFormat implements TableFormat {
    @Override
    public String format(Table table, String language) {
        StringBuilder out = new StringBuilder("\\begin{table}\n\\centering\n\\begin{tabular}{");
        table.heads().forEach(head -> out.append(head.numeric() ? 'r' : 'l'));
        out.append("}\n\\toprule\n");
        List<String> whole =
                table.heads().stream().map(head -> head.in(language)).toList();
        List<String> brief =
                table.heads().stream().map(head -> head.briefIn(language)).toList();
        boolean distinct = new HashSet<>(brief).size() == brief.size();
        line(out, distinct ? brief : whole);
        out.append("\\midrule\n");
        table.rows().forEach(row -> line(out, table.printed(row, language)));
        out.append("\\bottomrule\n\\end{tabular}\n\\caption{")
                .append(Escapes.latex(table.title().in(language)))
                .append('.');
        for (int i = 0; distinct && i < brief.size(); i++) {
            if (!brief.get(i).equals(whole.get(i))) {
                out.append(' ')
                        .append(Escapes.latex(brief.get(i) + ": " + whole.get(i)))
                        .append('.');
            }
        }
        table.sentences(language).forEach(note -> out.append(' ').append(Escapes.latex(note)));
        return out.append("}\n\\label{tab:")
                .append(table.id())
                .append("}\n\\end{table}\n")
                .toString();
    }

    @Override
    public String notes(List<Finding> notes, String language) {
        return notes.stream()
                .map(note -> "% " + OneLine.visible(note.in(language)))
                .collect(Collectors.joining("\n"));
    }

    private static void line(StringBuilder out, List<String> cells) {
        String line = cells.stream().map(Escapes::latex).collect(Collectors.joining(" & "));
        // after \\ or a rule, blanks or not, LaTeX would take a bracket or an asterisk for an argument
        String start = line.stripLeading();
        out.append(start.startsWith("[") || start.startsWith("*") ? "{}" : "")
                .append(start)
                .append(" \\\\\n");
    }
}
