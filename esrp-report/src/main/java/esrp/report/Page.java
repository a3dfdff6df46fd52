package esrp.report;

import esrp.core.Table;
import esrp.core.TableFormat;
import esrp.core.internal.Escapes;
import esrp.core.internal.Numbers;
import esrp.core.internal.Resources;
import esrp.core.internal.Template;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Writes a report as one HTML document. */
final class Page {
    /** Tables of more columns are set smaller. */
    private static final int WIDE = 8;

    private static final int WIDER = 12;
    /** Tables of more rows are scrolled under their heads. */
    private static final int LONG = 60;
    /** How many curves a radar shows at first; the others are switched on. */
    private static final int SHOWN_SERIES = 6;
    /** Differences of more names are a table whose heads stay in sight. */
    private static final int MOST_DRAWN = 7;

    /** Not the id of a character. */
    private static final String ALL = " ";

    private final Words words;
    private final StringBuilder links = new StringBuilder();
    private final StringBuilder body = new StringBuilder();

    Page(Words words) {
        this.words = words;
    }

    void section(Section section, List<String> tableNames, IdentityHashMap<Chart, Map<String, String>> about) {
        begin(section.id(), section.title());
        body.append(section.sentencesHtml());
        figures(section.charts(), about);
        for (int i = 0; i < section.tables().size(); i++) {
            Table table = section.tables().get(i);
            int columns = table.heads().size();
            body.append("<div id=\"table-").append(tableNames.get(i)).append('"');
            body.append(" class=\"").append(columns > WIDER ? "wide wider" : columns > WIDE ? "wide" : "");
            body.append(table.rows().size() > LONG ? " long\">\n" : "\">\n");
            body.append(table.as(TableFormat.html(), words.language())).append("</div>\n");
        }
        body.append(section.notesHtml());
        end();
    }

    void cases(Cases cases) {
        begin("cases", words.say("section.cases"));
        body.append(cases.html());
        end();
    }

    void provenance(Map<String, String> facts) {
        begin("provenance", words.say("section.provenance"));
        body.append("<dl>\n");
        facts.forEach((what, value) -> body.append("<dt>" + Escapes.html(words.sayOr("provenance.", what)) + "</dt><dd>"
                + Escapes.html(value) + "</dd>\n"));
        body.append("</dl>\n");
        end();
    }

    String html(String title, boolean simulated, String footer) {
        String banner = "<p class=\"banner\">" + Escapes.html(words.say("page.simulated")) + "</p>";
        return Template.of("page/report.html", Resources.text(Page.class, "page/report.html"))
                .fill(Map.of(
                        "language", words.say("page.language"),
                        "title", Escapes.html(title),
                        "css", Resources.text(Page.class, "page/report.css"),
                        "js",
                                Resources.text(Page.class, "page/report.js")
                                        + Resources.text(Page.class, "page/explorer.js"),
                        "banner", simulated ? banner : "",
                        "contents", Escapes.html(words.say("page.contents")),
                        "skip", Escapes.html(words.say("page.skip")),
                        "links", links.toString(),
                        "sections", body.toString(),
                        "footer", Escapes.html(footer)));
    }

    private void begin(String id, String title) {
        String shown = Escapes.html(title);
        links.append("<li><a href=\"#" + id + "\">" + shown + "</a></li>\n");
        body.append("<section id=\"" + id + "\" aria-labelledby=\"h-" + id + "\">\n");
        body.append("<h2 id=\"h-" + id + "\">" + shown + "</h2>\n");
    }

    private void end() {
        body.append("</section>\n");
    }

    /** One below another; word clouds in a grid for each character, of which one is shown. */
    private void figures(List<Chart> charts, IdentityHashMap<Chart, Map<String, String>> about) {
        String open = "";
        for (Chart chart : charts) {
            boolean cloud = chart instanceof Drawing.Cloud;
            String group = cloud ? about.getOrDefault(chart, Map.of()).getOrDefault("character", ALL) : "";
            if (!group.equals(open)) {
                body.append(open.isEmpty() ? "" : "</div>\n");
                if (cloud) {
                    String shown = Escapes.html(group.equals(ALL) ? words.say("page.all") : group);
                    body.append("<div class=\"clouds\" data-choice=\"" + shown + "\" data-label=\""
                            + Escapes.html(words.say("cases.character")) + "\">\n");
                }
                open = group;
            }
            figure(chart);
        }
        body.append(open.isEmpty() ? "" : "</div>\n");
    }

    private void figure(Chart chart) {
        if (chart instanceof Drawing.Matrix matrix && matrix.names().size() > MOST_DRAWN) {
            matrix(matrix);
            return;
        }
        body.append("<figure>\n");
        if (chart instanceof Drawing.Radar radar) {
            body.append("<div class=\"toggles\" role=\"group\" aria-label=\"" + Escapes.html(words.say("page.show"))
                    + "\">\n");
            for (int i = 0; i < radar.series().size(); i++) {
                Drawing.Series one = radar.series().get(i);
                String values = new Drawing.Radar(
                                radar.title(), radar.axes(), radar.lowest(), radar.highest(), List.of(one))
                        .description();
                body.append("<label><input type=\"checkbox\"" + (i < SHOWN_SERIES ? " checked" : "") + " value=\"" + i
                        + "\" data-values=\"" + Escapes.html(values) + "\">");
                body.append(ChartPainter.swatch(i) + Escapes.html(one.name()) + "</label>\n");
            }
            body.append("</div>\n<p class=\"note readout screenonly\" aria-live=\"polite\"></p>\n");
        }
        body.append(ChartPainter.inPage(chart)).append("</figure>\n");
    }

    /** A square of many names as a table that is scrolled under its heads. */
    private void matrix(Drawing.Matrix matrix) {
        String title = Escapes.html(matrix.title());
        double most = matrix.values().stream()
                .flatMap(List::stream)
                .mapToDouble(value -> Double.isNaN(value) ? 0 : Math.abs(value))
                .max()
                .orElse(0);
        body.append("<div class=\"scroll matrix\" tabindex=\"0\" role=\"region\" aria-label=\"" + title
                + "\"><table>\n<caption>" + title + "</caption>\n<thead><tr><td></td>");
        for (int i = 0; i < matrix.names().size(); i++) {
            String name = Escapes.html(matrix.names().get(i));
            body.append("<th scope=\"col\" class=\"n\"><abbr title=\"" + name + "\">" + (i + 1) + "</abbr></th>");
        }
        body.append("</tr></thead>\n<tbody>\n");
        for (int i = 0; i < matrix.names().size(); i++) {
            body.append("<tr><th scope=\"row\">").append(i + 1).append("  ");
            body.append(Escapes.html(matrix.names().get(i))).append("</th>");
            for (int j = 0; j < matrix.names().size(); j++) {
                double value = matrix.values().get(i).get(j);
                if (i == j || Double.isNaN(value)) {
                    body.append("<td></td>");
                    continue;
                }
                String figure = Numbers.signed(value, 2);
                String pair = matrix.names().get(i) + " - " + matrix.names().get(j) + " " + figure;
                long heat = Math.round(most == 0 ? 0 : 40 * Math.abs(value) / most);
                body.append("<td class=\"n " + (value >= 0 ? "up" : "down") + "\" style=\"--heat:" + heat
                        + "%\" title=\"" + Escapes.html(pair) + "\">" + figure);
                body.append(matrix.marked().get(i).get(j) ? "*</td>" : "</td>");
            }
            body.append("</tr>\n");
        }
        body.append("</tbody></table></div>\n<p class=\"note\">* ");
        body.append(Escapes.html(matrix.markMeaning())).append("</p>\n");
    }
}
