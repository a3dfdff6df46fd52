package esrp.metrics;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import esrp.core.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;

/** The columns of a table, each with what it shows of the value of a row. */
final class Columns<R> {
    private final Table.Builder table;
    private final List<Function<R, Object>> cells = new ArrayList<>();

    Columns(Table.Builder table) {
        this.table = table;
    }

    @CanIgnoreReturnValue
    Columns<R> add(Table.Head head, Function<R, Object> cell) {
        table.head(head);
        cells.add(cell);
        return this;
    }

    Columns<R> rank(Function<R, OptionalInt> rank) {
        return add(Texts.head("rank", Table.Style.COUNT, 0), row -> {
            OptionalInt place = rank.apply(row);
            return place.isPresent() ? new Table.Cell.Value(place.getAsInt()) : Table.Cell.missing();
        });
    }

    Columns<R> text(String key, Function<R, Object> cell) {
        return add(Texts.head(key, Table.Style.TEXT, 0), cell);
    }

    Columns<R> count(String key, Function<R, Object> cell) {
        return add(Texts.head(key, Table.Style.COUNT, 0), cell);
    }

    Columns<R> number(String key, Function<R, Object> cell) {
        return add(Texts.number(key), cell);
    }

    Columns<R> signed(String key, int decimals, Function<R, Object> cell) {
        return add(Texts.head(key, Table.Style.SIGNED, decimals), cell);
    }

    Columns<R> pValue(String key, Function<R, Object> cell) {
        return add(Texts.head(key, Table.Style.P_VALUE, 4), cell);
    }

    /** The bounds of an interval at a level, the estimate having a column of its own. */
    Columns<R> bounds(double level, Function<R, Object> cell) {
        return bounds(Table.Style.BOUNDS, 2, level, cell);
    }

    /** The same, with signs. */
    Columns<R> signedBounds(int decimals, double level, Function<R, Object> cell) {
        return bounds(Table.Style.SIGNED_BOUNDS, decimals, level, cell);
    }

    private Columns<R> bounds(Table.Style style, int decimals, double level, Function<R, Object> cell) {
        return add(Table.Head.of("interval", Texts.say("head.level", "level", level), style, decimals), cell);
    }

    /** An estimate with its bounds. */
    Columns<R> interval(String key, Function<R, UnitInterval> interval) {
        return add(
                Texts.head(key, Table.Style.INTERVAL, 2),
                row -> interval.apply(row).cell());
    }

    /** The table with one row for each value. */
    Table.Builder rows(Iterable<? extends R> values) {
        values.forEach(
                value -> table.row(cells.stream().map(cell -> cell.apply(value)).toList()));
        return table;
    }
}
