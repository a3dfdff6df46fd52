package esrp.core;

import esrp.core.internal.Escapes;
import esrp.core.internal.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Comma-separated values for programs and spreadsheets. */
final class CsvFormat implements TableFormat {
    @Override
    public String format(Table table, String language) {
        StringBuilder out = new StringBuilder();
        List<String> heads = new ArrayList<>();
        boolean[] bounded = new boolean[table.heads().size()];
        for (int i = 0; i < bounded.length; i++) {
            Table.Head head = table.heads().get(i);
            int column = i;
            bounded[i] = bounded(head)
                    || table.rows().stream().anyMatch(row -> row.get(column) instanceof Table.Cell.Bounded);
            heads.add(head.key());
            if (table.named(i)) {
                heads.add(head.key() + "_name");
            }
            if (bounded[i]) {
                heads.add(head.key() + "_lower");
                heads.add(head.key() + "_upper");
            }
        }
        line(out, heads);
        for (List<Table.Cell> row : table.rows()) {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                add(cells, bounded[i], table.named(i), row.get(i), language);
            }
            line(out, cells);
        }
        return out.toString();
    }

    private static boolean bounded(Table.Head head) {
        return switch (head.style()) {
            case INTERVAL, BOUNDS, SIGNED_BOUNDS, RANGE -> true;
            default -> false;
        };
    }

    private static void add(List<String> cells, boolean bounded, boolean named, Table.Cell cell, String language) {
        Table.Cell.Bounded b = cell instanceof Table.Cell.Bounded it
                ? it
                : new Table.Cell.Bounded(
                        cell instanceof Table.Cell.Value v ? v.value() : Double.NaN,
                        Double.NaN,
                        Double.NaN,
                        Double.NaN,
                        0,
                        "");
        cells.add(cell instanceof Table.Cell.Text text ? text.data(language) : Numbers.exact(b.estimate()));
        if (named) {
            cells.add(cell instanceof Table.Cell.Text text ? text.text().in(language) : "");
        }
        if (bounded) {
            cells.add(Numbers.exact(b.lower()));
            cells.add(Numbers.exact(b.upper()));
        }
    }

    private static void line(StringBuilder out, List<String> cells) {
        out.append(cells.stream().map(Escapes::csv).collect(Collectors.joining(",")))
                .append("\r\n");
    }
}
