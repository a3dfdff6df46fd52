package esrp.stats;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Weighted tau straight from its definition, O(n²): the reference of the property tests. */
final class NaiveWeightedTau {
    private NaiveWeightedTau() {}

    static double statistic(Weigher weigher, boolean additive, Ranking ranking, double[] x, double[] y) {
        return switch (ranking.kind()) {
            case LEXICOGRAPHIC ->
                (oneSided(weigher, additive, order(x, y), x, y) + oneSided(weigher, additive, order(y, x), x, y)) / 2;
            case LEXICOGRAPHIC_BY_X -> oneSided(weigher, additive, order(x, y), x, y);
            default ->
                oneSided(
                        weigher,
                        additive,
                        IntStream.range(0, x.length).map(ranking::rank).toArray(),
                        x,
                        y);
        };
    }

    /** The rank of each item by decreasing (first, second). */
    static int[] order(double[] first, double[] second) {
        int[] items = IntStream.range(0, first.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(i -> -(first[i] + 0.0))
                        .thenComparingDouble(i -> -(second[i] + 0.0)))
                .mapToInt(i -> i)
                .toArray();
        int[] rank = new int[items.length];
        for (int r = 0; r < items.length; r++) {
            rank[items[r]] = r;
        }
        return rank;
    }

    private static double oneSided(Weigher weigher, boolean additive, int[] rank, double[] x, double[] y) {
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < i; j++) {
                double wi = weigher.weight(rank[i]);
                double wj = weigher.weight(rank[j]);
                double weight = additive ? wi + wj : wi * wj;
                int sx = sign(x[i], x[j]);
                int sy = sign(y[i], y[j]);
                xy += weight * sx * sy;
                xx += weight * sx * sx;
                yy += weight * sy * sy;
            }
        }
        return Math.max(-1, Math.min(1, xy / Math.sqrt(xx) / Math.sqrt(yy)));
    }

    static int sign(double a, double b) {
        return a < b ? -1 : a > b ? 1 : 0;
    }
}
