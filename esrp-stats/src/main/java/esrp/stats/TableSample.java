package esrp.stats;

import esrp.stats.internal.Arguments;
import esrp.stats.internal.Crosstab;
import esrp.stats.internal.Jackknife;
import esrp.stats.internal.Multinomial;
import esrp.stats.internal.RandomStream;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/** Resamples a contingency table. */
final class TableSample {
    private final long[][] table;
    private final Multinomial multinomial;

    TableSample(long[][] contingency) {
        table = copy(contingency);
        if (Arguments.total("contingency", table, 1L << 53) == 0) {
            throw new IllegalArgumentException("contingency: has no items, at least one is needed");
        }
        multinomial = new Multinomial(Crosstab.flat(table));
    }

    static long[][] copy(long[][] table) {
        return Arrays.stream(table).map(long[]::clone).toArray(long[][]::new);
    }

    /** Whether there is one item only, which shows no variation. */
    boolean isSingle() {
        return Arrays.stream(table).flatMapToLong(Arrays::stream).sum() == 1;
    }

    /** An empty resample, to be drawn again and again by one thread. */
    Draw newDraw() {
        return new Draw(new long[table.length][table[0].length]);
    }

    /** The sample itself. */
    Draw whole() {
        return new Draw(copy(table));
    }

    /** One resample at a time. */
    final class Draw {
        private final long[][] table;
        private final long[] flat;

        private Draw(long[][] table) {
            this.table = table;
            this.flat = new long[table.length * table[0].length];
        }

        void next(RandomStream random) {
            multinomial.draw(random, flat);
            int columns = table[0].length;
            for (int a = 0; a < table.length; a++) {
                System.arraycopy(flat, a * columns, table[a], 0, columns);
            }
        }

        long[][] table() {
            return table;
        }

        /** Leaves out one item of each non-empty cell in turn: the others of the cell would give the same. */
        Jackknife jackknife(ToDoubleFunction<long[][]> statistic) {
            double[] values = new double[flat.length];
            long[] items = new long[flat.length];
            int columns = table[0].length;
            for (int cell = 0; cell < items.length; cell++) {
                long[] row = table[cell / columns];
                int b = cell % columns;
                items[cell] = row[b];
                if (items[cell] > 0) {
                    row[b]--;
                    values[cell] = statistic.applyAsDouble(table);
                    row[b] = items[cell];
                }
            }
            return Jackknife.of(values, items);
        }
    }
}
