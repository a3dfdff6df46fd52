package esrp.report;

import esrp.core.internal.Checks;
import esrp.core.internal.Escapes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A table as text, apart from where it is printed: the same table becomes HTML, Markdown, CSV and LaTeX. Every cell is
 * data: each form escapes what means something there.
 *
 * @param id a short name, unique in a report; used for anchors and file names; lower-case letters, digits and {@code -}
 * @param title the heading
 * @param columns the heads
 * @param rows the cells; as many a row as there are columns
 * @param notes sentences below the table
 */
public record ReportTable(String id, String title, List<Column> columns, List<List<String>> rows, List<String> notes) {
    /** Tables of more columns are set smaller. */
    private static final int WIDE = 8;

    private static final int WIDER = 12;

    /**
     * One column.
     *
     * @param head its heading
     * @param numeric true to align to the right
     */
    public record Column(String head, boolean numeric) {
        /**
         * Validates.
         *
         * @param head its heading
         * @param numeric true to align to the right
         */
        public Column {
            Objects.requireNonNull(head, "head");
        }
    }

    /**
     * Validates and copies.
     *
     * @param id a short name, unique in a report; used for anchors and file names; lower-case letters, digits and {@code -}
     * @param title the heading
     * @param columns the heads
     * @param rows the cells; as many a row as there are columns
     * @param notes sentences below the table
     */
    public ReportTable {
        if (!id.matches("[a-z][a-z0-9-]*")) {
            throw new IllegalArgumentException("id: \"" + id + "\"; lower-case letters, digits and - were expected");
        }
        Checks.text("title", title);
        Objects.requireNonNull(rows, "rows");
        notes = List.copyOf(notes);
        columns = Checks.atLeastOne("columns", columns);
        List<List<String>> copy = new ArrayList<>();
        for (List<String> row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException("rows: row " + copy.size() + " of table \"" + id + "\" has "
                        + row.size() + " cells, " + columns.size() + " were expected");
            }
            copy.add(List.copyOf(row));
        }
        rows = List.copyOf(copy);
    }

    /**
     * A column of text.
     *
     * @param head its heading
     * @return the column
     */
    public static Column text(String head) {
        return new Column(head, false);
    }

    /**
     * A column of numbers.
     *
     * @param head its heading
     * @return the column
     */
    public static Column number(String head) {
        return new Column(head, true);
    }

    /**
     * A pipe table with its title as a heading of the third level.
     *
     * @return Markdown
     */
    public String markdown() {
        StringBuilder out =
                new StringBuilder("### ").append(Escapes.markdown(title)).append("\n\n|");
        columns.forEach(column ->
                out.append(' ').append(Escapes.markdown(column.head())).append(" |"));
        out.append("\n|");
        columns.forEach(column -> out.append(column.numeric() ? "---:|" : "---|"));
        for (List<String> row : rows) {
            out.append("\n|");
            row.forEach(cell -> out.append(' ').append(Escapes.markdown(cell)).append(" |"));
        }
        out.append('\n');
        notes.forEach(note -> out.append('\n').append(Escapes.markdown(note)).append('\n'));
        return out.toString();
    }

    /**
     * Comma-separated values after RFC 4180 with a head line; no title, no notes. A cell that a spreadsheet would run as
     * a formula gets an apostrophe in front; plain numbers stay as they are.
     *
     * @return CSV with CRLF
     */
    public String csv() {
        StringBuilder out = new StringBuilder();
        csvLine(out, columns.stream().map(Column::head).toList());
        rows.forEach(row -> csvLine(out, row));
        return out.toString();
    }

    /**
     * A table in the manner of the paper: three rules, numbers to the right. Needs the packages booktabs and, for
     * Chinese, ctex or xeCJK.
     *
     * @return LaTeX
     */
    public String latex() {
        StringBuilder out = new StringBuilder("\\begin{table}\n\\centering\n\\begin{tabular}{");
        columns.forEach(column -> out.append(column.numeric() ? 'r' : 'l'));
        out.append("}\n\\toprule\n");
        latexLine(out, columns.stream().map(Column::head).toList());
        out.append("\\midrule\n");
        rows.forEach(row -> latexLine(out, row));
        out.append("\\bottomrule\n\\end{tabular}\n\\caption{")
                .append(Escapes.latex(title))
                .append('.');
        notes.forEach(note -> out.append(' ').append(Escapes.latex(note)));
        return out.append("}\n\\label{tab:")
                .append(id)
                .append("}\n\\end{table}\n")
                .toString();
    }

    String html() {
        StringBuilder out = new StringBuilder("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"");
        out.append(Escapes.html(title)).append("\"><table id=\"").append(id);
        String look = columns.size() > WIDER ? "\" class=\"wide wider" : columns.size() > WIDE ? "\" class=\"wide" : "";
        out.append(look).append("\">\n<caption>");
        out.append(Escapes.html(title)).append("</caption>\n<thead><tr>");
        columns.forEach(column -> out.append("<th scope=\"col\"")
                .append(column.numeric() ? " class=\"n\">" : ">")
                .append(Escapes.html(column.head()))
                .append("</th>"));
        out.append("</tr></thead>\n<tbody>\n");
        for (List<String> row : rows) {
            out.append("<tr>");
            for (int i = 0; i < row.size(); i++) {
                boolean numeric = columns.get(i).numeric();
                String tag = i == 0 ? "th scope=\"row\"" : "td";
                out.append('<').append(tag).append(numeric ? " class=\"n\">" : ">");
                out.append(Escapes.html(row.get(i))).append(i == 0 ? "</th>" : "</td>");
            }
            out.append("</tr>\n");
        }
        out.append("</tbody></table></div>\n");
        notes.forEach(note ->
                out.append("<p class=\"note\">").append(Escapes.html(note)).append("</p>\n"));
        return out.toString();
    }

    /** Refuses ids that occur twice. */
    static void requireDistinct(List<ReportTable> tables) {
        Set<String> seen = new HashSet<>();
        for (ReportTable table : tables) {
            if (!seen.add(table.id())) {
                throw new IllegalArgumentException("tables: two have the id \"" + table.id() + "\"");
            }
        }
    }

    private static void csvLine(StringBuilder out, List<String> cells) {
        for (int i = 0; i < cells.size(); i++) {
            out.append(i == 0 ? "" : ",").append(Escapes.csv(cells.get(i)));
        }
        out.append("\r\n");
    }

    private static void latexLine(StringBuilder out, List<String> cells) {
        for (int i = 0; i < cells.size(); i++) {
            out.append(i == 0 ? "" : " & ").append(Escapes.latex(cells.get(i)));
        }
        out.append(" \\\\\n");
    }
}
