package esrp.report;

import esrp.core.Finding;
import esrp.core.Result;
import esrp.core.Table;
import esrp.core.TableFormat;
import esrp.core.internal.Checks;
import esrp.core.internal.Escapes;
import java.util.List;

/**
 * One part of a report.
 *
 * <pre>{@code
 * for (Section section : report.sections()) {
 *     display("text/html", section.html());              // in a notebook
 * }
 * }</pre>
 *
 * @param id a short name, unique in a report; lower-case letters, digits and {@code -}
 * @param language the language of title, sentences and charts, in which tables and notes are printed
 * @param title the heading
 * @param sentences what to say first, one list item each
 * @param charts the pictures
 * @param tables the tables
 * @param notes what stands below the last table
 */
public record Section(
        String id,
        String language,
        String title,
        List<String> sentences,
        List<Chart> charts,
        List<Table> tables,
        List<Finding> notes) {
    private static final String STYLE = "<style>.esrp table{border-collapse:collapse}"
            + ".esrp caption{text-align:left;font-weight:600}"
            + ".esrp th,.esrp td{padding:.25em .7em;text-align:left}"
            + ".esrp .n{text-align:right;font-variant-numeric:tabular-nums}"
            + ".esrp td.n{white-space:nowrap}.esrp .note{font-size:.9em}"
            + ".esrp .scroll,.esrp figure{overflow-x:auto;margin:0 0 1em}</style>\n";

    /** Validates and copies. */
    public Section {
        Checks.rejectIf(
                !id.matches("[a-z][a-z0-9-]*"), "id: \"%s\"; lower-case letters, digits and - were expected", id);
        Checks.texts("language", language, "title", title);
        sentences = List.copyOf(sentences);
        charts = List.copyOf(charts);
        tables = List.copyOf(tables);
        notes = List.copyOf(notes);
    }

    /**
     * {@return the tables and notes of any result under a heading, without sentences and pictures}
     *
     * @param id a short name
     * @param language the language to print in
     * @param title the heading
     * @param result the result
     */
    public static Section of(String id, String language, String title, Result result) {
        return new Section(id, language, title, List.of(), List.of(), result.tables(), result.notes());
    }

    Section named(String name) {
        return new Section(name, language, title, sentences, charts, tables, notes);
    }

    Section saying(List<String> said) {
        return new Section(id, language, title, said, charts, tables, notes);
    }

    Section drawing(List<Chart> drawn) {
        return new Section(id, language, title, sentences, drawn, tables, notes);
    }

    /**
     * The part as a piece of HTML for a notebook cell, or for a page that has a style of its own. It brings what little
     * style it needs, takes its text colour from where it is put and runs no script; every text is escaped.
     *
     * @return a {@code section} whose heading is of the third level
     */
    public String html() {
        StringBuilder out =
                new StringBuilder("<section class=\"esrp\">\n").append(STYLE).append("<h3>");
        out.append(Escapes.html(title)).append("</h3>\n").append(sentencesHtml());
        charts.forEach(chart -> out.append(chart.html()));
        tables.forEach(table -> out.append(table.as(TableFormat.html(), language)));
        return out.append(notesHtml()).append("</section>\n").toString();
    }

    String sentencesHtml() {
        StringBuilder out = new StringBuilder();
        sentences.forEach(
                sentence -> out.append("<li>").append(Escapes.html(sentence)).append("</li>\n"));
        return sentences.isEmpty() ? "" : "<ul class=\"verdict\">\n" + out + "</ul>\n";
    }

    String notesHtml() {
        return TableFormat.html().notes(notes, language);
    }
}
