package esrp.stats.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import esrp.stats.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrosstabTest {
    private static final int[] SIZES = {0, 1, 2, 5, 31, 1023, 1024, 1025, 1026, 1027, 1031, 5001, 70_003};

    private static double[] make(int n, long seed, IntToDoubleFunction level, int levels) {
        Random random = new Random(seed);
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = level.applyAsDouble(random.nextInt(levels));
        }
        return values;
    }

    /** Rows and columns that are not empty. */
    private static long[][] dense(Crosstab table) {
        List<long[]> rows = new ArrayList<>();
        boolean[] used = new boolean[table.columns];
        int columns = 0;
        for (int b = 0; b < table.columns; b++) {
            for (int a = 0; a < table.rows; a++) {
                used[b] |= table.counts[a * table.columns + b] > 0;
            }
            columns += used[b] ? 1 : 0;
        }
        for (int a = 0; a < table.rows; a++) {
            long[] row = new long[columns];
            long sum = 0;
            int at = 0;
            for (int b = 0; b < table.columns; b++) {
                if (used[b]) {
                    row[at] = table.counts[a * table.columns + b];
                    sum += row[at++];
                }
            }
            if (sum > 0) {
                rows.add(row);
            }
        }
        return rows.toArray(new long[0][]);
    }

    private static void check(@Nullable Crosstab table, double[] x, double[] y) {
        if (table == null) {
            throw new AssertionError("no table");
        }
        assertThat(dense(table)).isDeepEqualTo(Tables.count(x, y));
        long[] counts = new long[table.counts.length];
        for (int i = 0; i < x.length; i++) {
            counts[table.cell.applyAsInt(i)]++;
        }
        assertThat(counts).as("cells of items").isEqualTo(table.counts);
    }

    private static int[] ints(double[] values) {
        int[] ints = new int[values.length];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = (int) values[i];
        }
        return ints;
    }

    private static byte[] bytes(double[] values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    @Test
    void integersOfEveryTypeAreCounted() {
        int[][] ranges = {{1, 5}, {0, 8}, {-3, 5}, {0, 2}, {7, 1}, {0, 16}, {1, 10}, {100, 8}, {-128, 7}, {120, 8}};
        for (int n : SIZES) {
            for (int[] first : ranges) {
                int[] second = ranges[(n + first[1]) % ranges.length];
                double[] x = make(n, n, v -> first[0] + v, first[1]);
                double[] y = make(n, n + 1L, v -> second[0] + v, second[1]);
                check(Crosstab.of(x, y), x, y);
                check(Crosstab.of(ints(x), ints(y)), x, y);
                check(Crosstab.of(bytes(x), bytes(y)), x, y);
            }
        }
    }

    /** Eight rows and columns are the mark of the fastest way, which only its speed would tell from the others. */
    @Test
    void upToEightNeighbouringLevelsTakeOnePass() {
        int[][] ranges = {{1, 5}, {-3, 5}, {100, 8}, {0, 8}, {-8, 8}};
        for (int n : new int[] {1024, 1025, 1026, 1027, 5003}) {
            for (int[] first : ranges) {
                for (int[] second : ranges) {
                    double[] x = make(n, n, v -> first[0] + v, first[1]);
                    double[] y = make(n, n + 1L, v -> second[0] + v, second[1]);
                    assertThat(rowsOf(Crosstab.of(x, y), x, y)).isEqualTo(8);
                    assertThat(rowsOf(Crosstab.of(ints(y), ints(x)), y, x)).isEqualTo(8);
                }
            }
            double[] rareLow = make(n, n, v -> 1 + v, 5);
            rareLow[n - 1] = 0;
            assertThat(rowsOf(Crosstab.of(rareLow, rareLow), rareLow, rareLow)).isEqualTo(8);
            double[] nine = make(n, n, v -> v, 9);
            assertThat(rowsOf(Crosstab.of(ints(nine), ints(nine)), nine, nine)).isEqualTo(9);
        }
        double[] few = make(1023, 1, v -> 1 + v, 5);
        assertThat(rowsOf(Crosstab.of(ints(few), ints(few)), few, few)).isEqualTo(5);
    }

    private static int rowsOf(@Nullable Crosstab table, double[] x, double[] y) {
        check(table, x, y);
        return table == null ? 0 : table.rows;
    }

    @Test
    void otherLevelsAreCounted() {
        for (int n : SIZES) {
            double[] halves = make(n, 1, v -> 1 + v / 2.0, 9);
            double[] wild =
                    make(n, 2, v -> v == 0 ? Double.NEGATIVE_INFINITY : v == 1 ? -0.0 : v == 2 ? 0 : 1e300 / v, 7);
            check(Crosstab.of(halves, wild), halves, wild);
            double[] far = make(n, 3, v -> v == 2 ? Integer.MIN_VALUE : v == 3 ? Integer.MAX_VALUE : v * 1000.0, 6);
            check(Crosstab.of(ints(far), ints(far)), far, far);
        }
    }

    /** What the first items look like is not what comes later. */
    @ParameterizedTest
    @ValueSource(
            doubles = {
                8,
                -1,
                0.5,
                1.0000000000000002,
                -0.0,
                1 << 30,
                1L << 40,
                -(1L << 40),
                1L << 52,
                3L << 51,
                -(3L << 51),
                1e300,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                Double.MIN_VALUE
            })
    void aWrongGuessIsNoticed(double late) {
        int n = 2003;
        for (int at : new int[] {1000, 1001, 1002, 1003, 2001, 2002}) {
            double[] x = make(n, 4, v -> 1 + v, 5);
            double[] y = make(n, 5, v -> 1 + v, 5);
            x[at] = late;
            check(Crosstab.of(x, y), x, y);
            check(Crosstab.of(y, x), y, x);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, -1, 1 << 20, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void aWrongGuessOfIntsIsNoticed(int late) {
        int n = 2003;
        for (int at : new int[] {1000, 1001, 1002, 1003, 2001, 2002}) {
            int[] x = ints(make(n, 4, v -> 1 + v, 5));
            int[] y = ints(make(n, 5, v -> 1 + v, 5));
            x[at] = late;
            check(Crosstab.of(x, y), Crosstab.doubles(x), Crosstab.doubles(y));
            check(Crosstab.of(y, x), Crosstab.doubles(y), Crosstab.doubles(x));
        }
    }

    /** Bits are looked for in eight bytes at a time: one odd byte must be found wherever it is. */
    @ParameterizedTest
    @ValueSource(bytes = {8, 16, 64, 127, -1, -128})
    void oneLargeByteAmongSmallOnesIsNoticed(byte late) {
        for (int n : new int[] {2000, 2003}) {
            for (int at = n - 20; at < n; at++) {
                double[] x = make(n, 4, v -> 1 + v, 5);
                double[] y = make(n, 5, v -> 1 + v, 5);
                x[at] = late;
                check(Crosstab.of(bytes(x), bytes(y)), x, y);
                check(Crosstab.of(bytes(y), bytes(x)), y, x);
            }
        }
    }

    @Test
    void levelsNextToTheLargestIntDoNotWrap() {
        int n = 2000;
        int[] x = ints(make(n, 4, v -> Integer.MAX_VALUE - v, 3));
        int[] y = x.clone();
        x[1500] = Integer.MIN_VALUE;
        check(Crosstab.of(x, y), Crosstab.doubles(x), Crosstab.doubles(y));
    }

    @Test
    void upToTwoHundredAndFiftySixLevelsMakeATable() {
        double[] most = make(200_000, 6, v -> v * 0.37, 256);
        check(Crosstab.of(most, most), most, most);
        double[] tooMany = make(200_000, 6, v -> v * 0.37, 257);
        assertThat(Crosstab.of(tooMany, most)).isNull();
        assertThat(Crosstab.of(most, tooMany)).isNull();
        double[] forFewer = make(2000, 6, v -> v * 0.37, 33);
        assertThat(Crosstab.of(forFewer, forFewer)).isNull();
    }

    @Test
    void byteTablesOfManyLevels() {
        for (int levels : new int[] {3, 4, 8, 9, 16, 17, 127}) {
            double[] x = make(20_000, levels, v -> v, levels);
            double[] y = make(20_000, levels + 1L, v -> v - 100, levels);
            double[] z = make(20_000, levels + 2L, v -> v, 3);
            check(Crosstab.of(bytes(x), bytes(x)), x, x);
            check(Crosstab.of(bytes(x), bytes(y)), x, y);
            check(Crosstab.of(bytes(x), bytes(z)), x, z);
            check(Crosstab.of(bytes(z), bytes(x)), z, x);
        }
    }

    @Test
    void refusesNaNAmongLevels() {
        double[] x = make(3000, 7, v -> v, 5);
        double[] y = make(3000, 8, v -> v, 5);
        x[2999] = Double.NaN;
        assertThatThrownBy(() -> Crosstab.of(x, y)).hasMessageStartingWith("x[2999]: NaN");
        assertThatThrownBy(() -> Crosstab.of(y, x)).hasMessageStartingWith("y[2999]: NaN");
    }
}
