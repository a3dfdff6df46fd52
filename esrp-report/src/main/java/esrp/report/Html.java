package esrp.report;

import esrp.core.internal.Escapes;
import java.util.List;

/**
 * Results as pieces of HTML for a notebook cell, or for a page that has a style of its own. A piece brings what little
 * style it needs, takes text colour from where it is put, so that light and dark both work, and runs no script. Every
 * text is escaped.
 *
 * <pre>{@code
 * for (Section section : report.sections()) {
 *     display("text/html", Html.of(section));              // in a notebook
 * }
 * }</pre>
 *
 * @see Report#html() the whole report as a page
 */
public final class Html {
    private static final String CELL = "padding:.25em .7em;border-bottom:1px solid rgba(128,128,128,.35);";
    private static final String TEXT = CELL + "text-align:left";
    private static final String NUMBER = CELL + "text-align:right;font-variant-numeric:tabular-nums";

    private Html() {}

    /**
     * A table with its title above and its notes below.
     *
     * @param table the table
     * @return a {@code div} that scrolls sideways where the table is wider than its place
     */
    public static String of(ReportTable table) {
        StringBuilder out =
                new StringBuilder("<div style=\"overflow-x:auto\" tabindex=\"0\" role=\"region\" aria-label=\"");
        out.append(Escapes.html(table.title()));
        out.append("\">\n<table style=\"border-collapse:collapse;color:inherit\">\n");
        out.append("<caption style=\"caption-side:top;text-align:left;font-weight:600;color:inherit\">");
        out.append(Escapes.html(table.title())).append("</caption>\n<thead>");
        List<String> heads =
                table.columns().stream().map(ReportTable.Column::head).toList();
        row(out, table, heads, "th scope=\"col\"");
        out.append("</thead>\n<tbody>\n");
        table.rows().forEach(cells -> row(out, table, cells, "th scope=\"row\""));
        out.append("</tbody>\n</table>\n");
        table.notes()
                .forEach(note -> out.append("<p style=\"font-size:.9em\">")
                        .append(Escapes.html(note))
                        .append("</p>\n"));
        return out.append("</div>\n").toString();
    }

    private static void row(StringBuilder out, ReportTable table, List<String> cells, String first) {
        boolean head = first.contains("col");
        out.append("<tr>");
        for (int i = 0; i < cells.size(); i++) {
            String tag = head || i == 0 ? first : "td";
            out.append('<').append(tag).append(" style=\"");
            boolean numeric = table.columns().get(i).numeric();
            out.append(numeric ? NUMBER : TEXT).append(numeric && !head ? ";white-space:nowrap\">" : "\">");
            out.append(Escapes.html(cells.get(i)))
                    .append("</")
                    .append(tag, 0, 2)
                    .append('>');
        }
        out.append("</tr>\n");
    }

    /**
     * A chart as a figure.
     *
     * @param chart the chart
     * @return a {@code figure} that holds the picture as SVG on a white ground
     */
    public static String of(Chart chart) {
        return "<figure style=\"margin:0 0 1em;overflow-x:auto\">\n" + chart.svg() + "</figure>\n";
    }

    /**
     * A part of a report: heading, sentences, charts, tables.
     *
     * @param section the part
     * @return a {@code section} whose heading is of the third level
     */
    public static String of(Section section) {
        StringBuilder out = new StringBuilder("<section>\n<h3>");
        out.append(Escapes.html(section.title())).append("</h3>\n");
        if (!section.sentences().isEmpty()) {
            out.append("<ul>\n");
            section.sentences()
                    .forEach(sentence ->
                            out.append("<li>").append(Escapes.html(sentence)).append("</li>\n"));
            out.append("</ul>\n");
        }
        section.charts().forEach(chart -> out.append(of(chart)));
        section.tables().forEach(table -> out.append(of(table)));
        return out.append("</section>\n").toString();
    }
}
