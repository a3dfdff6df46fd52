package esrp.report;

import esrp.core.Table;
import esrp.core.TableFormat;
import esrp.core.internal.Escapes;
import esrp.core.internal.Resources;
import esrp.core.internal.Template;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a report as one HTML document. */
final class Page {
    /** Tables of more columns are set smaller. */
    private static final int WIDE = 8;

    private static final int WIDER = 12;

    private final Words words;
    private final StringBuilder links = new StringBuilder();
    private final StringBuilder body = new StringBuilder();

    Page(Words words) {
        this.words = words;
    }

    void section(Section section, List<String> tableNames) {
        begin(section.id(), section.title());
        body.append(section.sentencesHtml());
        figures(section.charts());
        for (int i = 0; i < section.tables().size(); i++) {
            Table table = section.tables().get(i);
            int columns = table.heads().size();
            body.append("<div id=\"table-").append(tableNames.get(i)).append('"');
            body.append(columns > WIDER ? " class=\"wide wider\">\n" : columns > WIDE ? " class=\"wide\">\n" : ">\n");
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
        facts.forEach((what, value) -> body.append("<dt>")
                .append(Escapes.html(words.sayOr("provenance.", what)))
                .append("</dt><dd>")
                .append(Escapes.html(value))
                .append("</dd>\n"));
        body.append("</dl>\n");
        end();
    }

    String html(String title, boolean simulated, String footer) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("language", words.say("page.language"));
        values.put("title", Escapes.html(title));
        values.put("css", Resources.text(Page.class, "page/report.css"));
        values.put("js", Resources.text(Page.class, "page/report.js") + Resources.text(Page.class, "page/explorer.js"));
        values.put(
                "banner", simulated ? "<p class=\"banner\">" + Escapes.html(words.say("page.simulated")) + "</p>" : "");
        values.put("contents", Escapes.html(words.say("page.contents")));
        values.put("skip", Escapes.html(words.say("page.skip")));
        values.put("links", links.toString());
        values.put("sections", body.toString());
        values.put("footer", Escapes.html(footer));
        return Template.of("page/report.html", Resources.text(Page.class, "page/report.html"))
                .fill(values);
    }

    private void begin(String id, String title) {
        links.append("<li><a href=\"#").append(id).append("\">").append(Escapes.html(title));
        links.append("</a></li>\n");
        body.append("<section id=\"")
                .append(id)
                .append("\" aria-labelledby=\"h-")
                .append(id);
        body.append("\">\n<h2 id=\"h-").append(id).append("\">").append(Escapes.html(title));
        body.append("</h2>\n");
    }

    private void end() {
        body.append("</section>\n");
    }

    /** One below another; word clouds in a grid. */
    private void figures(List<Chart> charts) {
        for (int i = 0; i < charts.size(); i++) {
            boolean cloud = charts.get(i) instanceof Drawing.Cloud;
            boolean begins = cloud && (i == 0 || !(charts.get(i - 1) instanceof Drawing.Cloud));
            boolean ends = cloud && (i + 1 == charts.size() || !(charts.get(i + 1) instanceof Drawing.Cloud));
            body.append(begins ? "<div class=\"clouds\">\n" : "");
            figure(charts.get(i));
            body.append(ends ? "</div>\n" : "");
        }
    }

    private void figure(Chart chart) {
        body.append("<figure>\n");
        if (chart instanceof Drawing.Radar radar) {
            body.append("<div class=\"toggles\" role=\"group\" aria-label=\"");
            body.append(Escapes.html(words.say("page.show"))).append("\">\n");
            for (int i = 0; i < radar.series().size(); i++) {
                body.append("<label><input type=\"checkbox\" checked value=\"")
                        .append(i)
                        .append("\">");
                body.append(Escapes.html(radar.series().get(i).name())).append("</label>\n");
            }
            body.append("</div>\n");
        }
        body.append(ChartPainter.inPage(chart)).append("</figure>\n");
    }
}
