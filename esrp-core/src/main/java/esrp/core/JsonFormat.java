package esrp.core;

import esrp.core.internal.Json;
import esrp.core.internal.Numbers;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One object per table. */
final class JsonFormat implements TableFormat {
    @Override
    public String format(Table table, String language) {
        List<Table.Head> heads = table.heads();
        Map<String, Object> whole = Json.object(
                "id", table.id(),
                "title", table.title().in(language),
                "columns", heads.stream().map(head -> column(head, language)).toList(),
                "rows",
                        table.rows().stream()
                                .map(row -> row(table, row, language))
                                .toList(),
                "notes", table.sentences(language));
        return Json.text(json -> Json.write(json, whole));
    }

    @Override
    public String notes(List<Finding> notes, String language) {
        List<String> sentences = notes.stream().map(note -> note.in(language)).toList();
        return Json.text(json -> Json.write(json, sentences));
    }

    /** One object with the tables and the notes. */
    @Override
    public String document(List<String> tables, String notes) {
        return "{\"tables\":[" + String.join(",", tables) + "],\"notes\":" + notes + "}";
    }

    private static Map<String, Object> column(Table.Head head, String language) {
        Map<String, Object> column =
                Json.object("key", head.key(), "head", head.text().in(language), "style", head.style());
        if (head.lowerIsBetter()) {
            column.put("lowerIsBetter", true);
        }
        return column;
    }

    private static Map<String, Object> row(Table table, List<Table.Cell> cells, String language) {
        List<Table.Head> heads = table.heads();
        Map<String, Object> row = new LinkedHashMap<>();
        for (int i = 0; i < cells.size(); i++) {
            row.put(heads.get(i).key(), value(cells.get(i), language));
            if (cells.get(i) instanceof Table.Cell.Text text && table.named(i)) {
                row.put(heads.get(i).key() + "_name", text.text().in(language));
            }
        }
        return row;
    }

    private static Object value(Table.Cell cell, String language) {
        if (cell instanceof Table.Cell.Text text) {
            return text.data(language);
        }
        if (cell instanceof Table.Cell.Bounded b) {
            return Json.object(
                    "estimate", number(b.estimate()), "lower", number(b.lower()), "upper", number(b.upper()));
        }
        return cell instanceof Table.Cell.Value number ? number(number.value()) : Optional.empty();
    }

    /** JSON has no NaN and no infinity: the one is null, the other a text. */
    private static Object number(double x) {
        if (Double.isNaN(x)) {
            return Optional.empty();
        }
        return Double.isInfinite(x) ? Numbers.exact(x) : new BigDecimal(Numbers.exact(x));
    }
}
