package esrp.report;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import esrp.core.Table;
import esrp.core.internal.Escapes;
import esrp.core.internal.Numbers;
import esrp.stats.Interval;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All numbers of a report, one to a row: those of the tables, and those that pictures are drawn from. Keys are ids and are
 * the same in every language; numbers have full precision. {@link #COLUMNS} and {@link #VERSION} are the schema that
 * {@code docs/reports.md} describes; a column is added at the end only, and whoever changes one raises the version.
 */
final class ResultRows {
    static final int VERSION = 1;
    static final List<String> COLUMNS = List.of(
            "schema",
            "section",
            "source",
            "name",
            "row",
            "candidate",
            "other",
            "metric",
            "dimension",
            "character",
            "scenario",
            "rater",
            "group",
            "quantity",
            "estimate",
            "lower",
            "upper",
            "level",
            "n",
            "unit",
            "text");

    private static final Set<String> NUMBERS = Set.of("row", "estimate", "lower", "upper", "level", "n");

    /** The columns of texts that say what a row is about, by the keys of tables. */
    private static final Map<String, String> SUBJECTS = Map.ofEntries(
            Map.entry("candidate", "candidate"),
            Map.entry("better", "candidate"),
            Map.entry("other", "other"),
            Map.entry("metric", "metric"),
            Map.entry("measure", "metric"),
            Map.entry("character", "character"),
            Map.entry("scenario", "scenario"),
            Map.entry("rater", "rater"),
            Map.entry("judge", "rater"),
            Map.entry("group", "group"),
            Map.entry("reason", "group"),
            Map.entry("finding", "group"),
            Map.entry("code", "group"),
            Map.entry("opening", "group"));

    /** What stands before the point of a column's key: the subject behind it, and the quantity it holds. */
    private static final Map<String, List<String>> SPLIT = Map.of(
            "mean", List.of("metric", "mean"),
            "dimension", List.of("dimension", "mean"),
            "candidate", List.of("candidate", "average"),
            "version", List.of("candidate", "count"),
            "judge", List.of("rater", "score"),
            "accuracy", List.of("rater", "accuracy"),
            "soft", List.of("rater", "soft"));

    private final String section;
    private final IdentityHashMap<Chart, Map<String, String>> about;
    /** What the names in pictures stand for: column and id. */
    private final Map<String, Map.Entry<String, String>> ids = new HashMap<>();

    private final List<Map<String, String>> rows = new ArrayList<>();

    /** Of one section; names in pictures are looked up in its tables, then in those of the others. */
    ResultRows(Section section, List<Section> all, IdentityHashMap<Chart, Map<String, String>> about) {
        this.section = section.id();
        this.about = about;
        learn(section);
        all.forEach(this::learn);
    }

    private void learn(Section section) {
        String language = section.language();
        for (Table table : section.tables()) {
            for (int i = 0; i < table.heads().size(); i++) {
                Table.Head head = table.heads().get(i);
                List<String> key = List.of(head.key().split("\\.", 2));
                if (key.size() > 1 && SPLIT.containsKey(key.get(0))) {
                    ids.putIfAbsent(
                            head.in(language), Map.entry(SPLIT.get(key.get(0)).get(0), key.get(1)));
                }
                for (List<Table.Cell> row : table.rows()) {
                    String column = SUBJECTS.get(head.key());
                    if (column != null && row.get(i) instanceof Table.Cell.Text text) {
                        ids.putIfAbsent(text.text().in(language), Map.entry(column, data(text)));
                    }
                }
            }
        }
    }

    /** The rows so far. */
    List<Map<String, String>> rows() {
        return rows;
    }

    /** The rows with numbers as numbers, without what is empty and what all share. */
    List<Map<String, Object>> points() {
        return rows.stream()
                .map(row -> {
                    Map<String, Object> point = new LinkedHashMap<>();
                    COLUMNS.subList(COLUMNS.indexOf("row"), COLUMNS.size()).forEach(column -> {
                        String value = row.getOrDefault(column, "");
                        boolean number = NUMBERS.contains(column) && !value.contains("Infinity");
                        if (!value.isEmpty()) {
                            point.put(column, number ? new BigDecimal(value) : value);
                        }
                    });
                    return point;
                })
                .toList();
    }

    static String csv(List<Map<String, String>> rows) {
        StringBuilder out = new StringBuilder(String.join(",", COLUMNS)).append("\r\n");
        rows.forEach(row -> out.append(COLUMNS.stream()
                        .map(column -> Escapes.csv(row.getOrDefault(column, "")))
                        .collect(Collectors.joining(",")))
                .append("\r\n"));
        return out.toString();
    }

    void table(Table table, String name) {
        for (int r = 0; r < table.rows().size(); r++) {
            List<Table.Cell> cells = table.rows().get(r);
            Map<String, String> subject = row("table", name, r + 1);
            for (int i = 0; i < cells.size(); i++) {
                String column = SUBJECTS.get(table.heads().get(i).key());
                if (column != null && cells.get(i) instanceof Table.Cell.Text text) {
                    subject.put(column, data(text));
                }
            }
            for (int i = 0; i < cells.size(); i++) {
                String key = table.heads().get(i).key();
                if (SUBJECTS.containsKey(key) || cells.get(i) instanceof Table.Cell.Missing) {
                    continue;
                }
                Map<String, String> row = new LinkedHashMap<>(subject);
                List<String> parts = List.of(key.split("\\.", 2));
                List<String> split = parts.size() > 1 ? SPLIT.get(parts.get(0)) : null;
                row.put("quantity", split == null ? key : split.get(1));
                if (split != null) {
                    row.put(split.get(0), parts.get(1));
                }
                if (cells.get(i) instanceof Table.Cell.Text text) {
                    row.put("text", data(text));
                } else if (cells.get(i) instanceof Table.Cell.Value number) {
                    row.put("estimate", number(number.value()));
                } else if (cells.get(i) instanceof Table.Cell.Bounded b) {
                    bounds(row, b.estimate(), b.lower(), b.upper(), b.level());
                    row.put("n", b.n() == 0 ? "" : String.valueOf(b.n()));
                    row.put("unit", b.unit());
                }
                rows.add(row);
            }
        }
    }

    void chart(Chart chart, String name) {
        if (chart instanceof Drawing.Radar radar) {
            for (int s = 0; s < radar.series().size(); s++) {
                Drawing.Series series = radar.series().get(s);
                for (int i = 0; i < series.values().size(); i++) {
                    Map<String, String> row = point(
                            chart,
                            name,
                            s,
                            series.name(),
                            "value",
                            series.values().get(i));
                    name(row, radar.axes().get(i).label());
                }
            }
        } else if (chart instanceof Drawing.Intervals intervals) {
            for (int i = 0; i < intervals.rows().size(); i++) {
                Drawing.Row drawn = intervals.rows().get(i);
                interval(point(chart, name, i, drawn.name(), "value", 0), drawn.interval());
            }
        } else if (chart instanceof Drawing.Scatter scatter) {
            for (int i = 0; i < scatter.points().size(); i++) {
                Drawing.Point drawn = scatter.points().get(i);
                interval(point(chart, name, i, drawn.name(), "x", 0), drawn.x());
                interval(point(chart, name, i, drawn.name(), "y", 0), drawn.y());
            }
        } else if (chart instanceof Drawing.Matrix matrix) {
            for (int i = 0; i < matrix.names().size(); i++) {
                for (int j = 0; j < matrix.names().size(); j++) {
                    if (i != j) {
                        double value = matrix.values().get(i).get(j);
                        Map<String, String> row =
                                point(chart, name, i, matrix.names().get(i), "difference", value);
                        String other = matrix.names().get(j);
                        row.put(
                                "other",
                                ids.getOrDefault(other, Map.entry("", other)).getValue());
                        row.put("text", matrix.marked().get(i).get(j) ? "marked" : "");
                    }
                }
            }
        } else {
            List<Drawing.Bar> bars =
                    chart instanceof Drawing.Cloud cloud ? cloud.words() : ((Drawing.Bars) chart).bars();
            for (int i = 0; i < bars.size(); i++) {
                point(chart, name, i, bars.get(i).name(), "value", bars.get(i).value());
            }
        }
    }

    private Map<String, String> row(String source, String name, int number) {
        Map<String, String> row = new LinkedHashMap<>();
        row.put("schema", String.valueOf(VERSION));
        row.put("section", section);
        row.put("source", source);
        row.put("name", name);
        row.put("row", String.valueOf(number));
        return row;
    }

    @CanIgnoreReturnValue
    private Map<String, String> point(
            Chart chart, String name, int index, String label, String quantity, double value) {
        Map<String, String> row = row("chart", name, index + 1);
        Map<String, String> facts = about.getOrDefault(chart, Map.of());
        if (facts.containsKey(label)) {
            row.put("group", facts.get(label));
        } else {
            name(row, label);
        }
        SUBJECTS.values().stream().filter(facts::containsKey).forEach(column -> row.put(column, facts.get(column)));
        row.put("quantity", quantity);
        row.put("estimate", number(value));
        rows.add(row);
        return row;
    }

    private void name(Map<String, String> row, String label) {
        Map.Entry<String, String> id = ids.getOrDefault(label, Map.entry("group", label));
        row.put(id.getKey(), id.getValue());
    }

    private static void interval(Map<String, String> row, Interval interval) {
        bounds(row, interval.estimate(), interval.lower(), interval.upper(), interval.level());
    }

    private static void bounds(Map<String, String> row, double estimate, double lower, double upper, double level) {
        row.put("estimate", number(estimate));
        row.put("lower", number(lower));
        row.put("upper", number(upper));
        row.put("level", Double.isNaN(lower) ? "" : number(level));
    }

    private static String data(Table.Cell.Text text) {
        return text.id().orElseGet(() -> text.text().in("en"));
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "" : Numbers.exact(value);
    }
}
