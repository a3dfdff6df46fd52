package esrp.stats;

import java.util.Arrays;

/** Contingency tables the slow way. */
public final class Tables {
    private Tables() {}

    /** One row for each distinct x, one column for each distinct y, ascending. */
    public static long[][] count(double[] x, double[] y) {
        double[] rows = Arrays.stream(x).map(v -> v + 0.0).sorted().distinct().toArray();
        double[] columns =
                Arrays.stream(y).map(v -> v + 0.0).sorted().distinct().toArray();
        long[][] table = new long[rows.length][columns.length];
        for (int i = 0; i < x.length; i++) {
            table[Arrays.binarySearch(rows, x[i] + 0.0)][Arrays.binarySearch(columns, y[i] + 0.0)]++;
        }
        return table;
    }
}
