package esrp.metrics;

import esrp.core.Metric;
import esrp.stats.cluster.ClusteredMeans;
import java.util.BitSet;
import java.util.List;

/** The units of ESRP in the terms of clustered inference: which cluster each form of a score table belongs to. */
final class Units {
    private Units() {}

    /** What can be resampled for some metrics: batches have no scenario, and share only characters with dialogues. */
    static Unit effective(Unit asked, List<Metric> metrics) {
        if (metrics.stream().noneMatch(m -> m.target() == Metric.Target.BATCH)) {
            return asked;
        }
        if (metrics.stream().anyMatch(m -> m.target() == Metric.Target.DIALOGUE)
                || asked == Unit.CHARACTER_AND_SCENARIO) {
            return Unit.CHARACTER;
        }
        return asked == Unit.SCENARIO ? Unit.DIALOGUE : asked;
    }

    /** The cluster of a form; of crossed units the character. */
    static int cluster(ScoreTable table, int form, Unit unit) {
        return switch (unit) {
            case RATING -> form;
            case DIALOGUE -> table.site(form);
            case SCENARIO -> table.item(form);
            case CHARACTER, CHARACTER_AND_SCENARIO -> table.character(form);
        };
    }

    /** A weighted value of one form in one column. */
    @FunctionalInterface
    interface Sink {
        void add(int form, int column, double weightedValue, double weight);
    }

    /** Shows all values to a sink; called twice. */
    @FunctionalInterface
    interface Source {
        void show(Sink sink);
    }

    /** Sums and total weights by cluster; clusters without any value are left out. */
    static ClusteredMeans means(ScoreTable table, Unit unit, int columns, Source source) {
        BitSet rows = new BitSet();
        BitSet crossed = new BitSet();
        source.show((form, column, value, weight) -> {
            rows.set(cluster(table, form, unit));
            crossed.set(table.item(form));
        });
        int[] row = dense(rows);
        if (unit == Unit.CHARACTER_AND_SCENARIO) {
            int[] other = dense(crossed);
            double[][][] sums = new double[rows.cardinality()][crossed.cardinality()][columns];
            double[][][] counts = new double[rows.cardinality()][crossed.cardinality()][columns];
            source.show((form, column, value, weight) -> {
                int r = row[table.character(form)];
                int c = other[table.item(form)];
                sums[r][c][column] += value;
                counts[r][c][column] += weight;
            });
            return ClusteredMeans.crossed(sums, counts);
        }
        double[][] sums = new double[rows.cardinality()][columns];
        double[][] counts = new double[rows.cardinality()][columns];
        source.show((form, column, value, weight) -> {
            int r = row[cluster(table, form, unit)];
            sums[r][column] += value;
            counts[r][column] += weight;
        });
        return ClusteredMeans.of(sums, counts);
    }

    /** Numbers the set bits. */
    private static int[] dense(BitSet set) {
        int[] place = new int[set.length()];
        int next = 0;
        for (int i = set.nextSetBit(0); i >= 0; i = set.nextSetBit(i + 1)) {
            place[i] = next++;
        }
        return place;
    }
}
