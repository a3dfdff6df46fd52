package esrp.metrics;

import esrp.core.Finding;
import esrp.core.Metric;
import esrp.stats.cluster.ClusteredMeans;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The units of ESRP in the terms of clustered inference: which cluster each form of a score table belongs to. */
final class Units {
    /** Sums of more numbers than these are made by one thread, as each has its own: 64 MiB. */
    private static final long MOST_IN_PARTS = 1L << 23;

    private Units() {}

    /** The unit that some metrics can be resampled by, and why it is not the one that was asked for, or shows nothing. */
    record Choice(Unit unit, Optional<Finding> reason) {
        Choice(Unit unit) {
            this(unit, Optional.empty());
        }

        Choice(Unit unit, AnalysisCode reason, Object... parameters) {
            this(unit, Optional.of(reason.note(parameters)));
        }
    }

    /**
     * Batches have no scenario, and share only characters with dialogues. Characters and scenarios are crossed if there are at
     * least two of both and neither kind is nested in the other; else the outer one, or the one that varies, is the unit.
     */
    static Choice choose(ScoreTable table, Unit asked, List<Metric> metrics) {
        BitSet rated = new BitSet();
        metrics.forEach(metric -> rated.or(table.sites(table.metric(metric.id()))));
        return choose(table, asked, metrics, rated);
    }

    /** The same where certain forms alone count, such as those that were rated twice. */
    static Choice choose(ScoreTable table, Unit asked, List<Metric> metrics, IntStream forms) {
        BitSet sites = new BitSet();
        forms.forEach(form -> sites.set(table.site(form)));
        return choose(table, asked, metrics, sites);
    }

    private static Choice choose(ScoreTable table, Unit asked, List<Metric> metrics, BitSet sites) {
        boolean crossed = asked == Unit.CHARACTER_AND_SCENARIO;
        if (metrics.stream().anyMatch(m -> m.target() == Metric.Target.BATCH)) {
            boolean alone = metrics.stream().noneMatch(m -> m.target() == Metric.Target.DIALOGUE);
            return crossed
                    ? new Choice(Unit.CHARACTER, AnalysisCode.UNIT_OF_BATCHES, "unit", Unit.CHARACTER.label())
                    : new Choice(alone ? asked == Unit.SCENARIO ? Unit.DIALOGUE : asked : Unit.CHARACTER);
        }
        if (!crossed && asked != Unit.CHARACTER && asked != Unit.SCENARIO) {
            return new Choice(asked);
        }
        // Sites are pairs of character and item; which of the two is alone, or nested, shows in their numbers.
        int pairs = sites.cardinality();
        int characters = different(sites, table::characterOf);
        int items = different(sites, table::itemOf);
        Unit single = characters < 2 ? Unit.CHARACTER : Unit.SCENARIO;
        Unit other = characters < 2 ? Unit.SCENARIO : Unit.CHARACTER;
        boolean oneOnly = Math.min(characters, items) == 1 && Math.max(characters, items) > 1;
        if (oneOnly && crossed) {
            return new Choice(other, AnalysisCode.UNIT_VARIES, "one", single.label(), "unit", other.label());
        }
        if (oneOnly && asked == single) {
            int count = Math.max(characters, items);
            return new Choice(
                    asked, AnalysisCode.ONE_UNIT_OTHER, "unit", asked.label(), "other", other.label(), "count", count);
        }
        boolean scenariosNested = pairs == items;
        if (crossed && (scenariosNested || pairs == characters)) {
            Unit outer = scenariosNested ? Unit.CHARACTER : Unit.SCENARIO;
            Unit inner = scenariosNested ? Unit.SCENARIO : Unit.CHARACTER;
            return characters < 2
                    ? new Choice(outer)
                    : new Choice(outer, AnalysisCode.UNIT_NESTED, "inner", inner.label(), "outer", outer.label());
        }
        return new Choice(asked);
    }

    private static int different(BitSet sites, IntUnaryOperator of) {
        BitSet seen = new BitSet();
        sites.stream().map(of).forEach(seen::set);
        return seen.cardinality();
    }

    /** The same of one kind: characters where characters and scenarios are crossed. */
    static Choice chooseOneKind(ScoreTable table, Unit asked, List<Metric> metrics) {
        Choice choice = choose(table, asked, metrics);
        return choice.unit == Unit.CHARACTER_AND_SCENARIO ? new Choice(Unit.CHARACTER) : choice;
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

    /** What one rating of a cell adds to a column: a value and more for each step of its level, and a weight. */
    record Part(int cell, double value, double step, double weight) {}

    /**
     * Sums and total weights by cluster, of columns to which cells add something; clusters without any value are left out. Counts and
     * levels of a cluster and cell are whole numbers, so that the order of ratings does not matter.
     */
    static ClusteredMeans means(ScoreTable table, Unit unit, List<List<Part>> columns) {
        int[] place = new int[table.cells()];
        Arrays.fill(place, -1);
        int cells = 0;
        for (List<Part> column : columns) {
            for (Part part : column) {
                place[part.cell] = place[part.cell] < 0 ? cells++ : place[part.cell];
            }
        }
        int width = 2 * cells;
        double[] @Nullable [] all = unit == Unit.RATING || (long) width * table.clusters(unit) > MOST_IN_PARTS
                ? sums(table, unit, place, width, 0, 1)
                : table.inParts((part, parts) -> sums(table, unit, place, width, part, parts)).stream()
                        .reduce(Units::add)
                        .orElseThrow();
        BitSet used = new BitSet();
        IntStream.range(0, all.length).filter(k -> all[k] != null).forEach(used::set);
        double[][] sums = new double[used.cardinality()][columns.size()];
        double[][] counts = new double[sums.length][columns.size()];
        int[] rows = used.stream().toArray();
        for (int r = 0; r < rows.length; r++) {
            double[] own = Objects.requireNonNull(all[rows[r]]);
            all[rows[r]] = null;
            for (int column = 0; column < columns.size(); column++) {
                for (Part part : columns.get(column)) {
                    double n = own[2 * place[part.cell]];
                    sums[r][column] += part.value * n + part.step * own[2 * place[part.cell] + 1];
                    counts[r][column] += part.weight * n;
                }
            }
        }
        return unit == Unit.CHARACTER_AND_SCENARIO
                ? crossed(table, rows, sums, counts)
                : ClusteredMeans.of(sums, counts);
    }

    /** How many ratings each cell has in each cluster, and the sum of their levels; null for clusters without any. */
    private static double[] @Nullable [] sums(
            ScoreTable table, Unit unit, int[] place, int width, int part, int parts) {
        double[] @Nullable [] sums = new double[table.clusters(unit)][];
        table.forEach(part, parts, (cell, site, rater, level, count) -> {
            int column = place[cell];
            if (column >= 0) {
                int cluster = table.cluster(unit, site, rater);
                double[] own = sums[cluster];
                if (own == null) {
                    own = new double[width];
                    sums[cluster] = own;
                }
                own[2 * column] += count;
                own[2 * column + 1] += (double) count * level;
            }
        });
        return sums;
    }

    private static double[] @Nullable [] add(double[] @Nullable [] one, double[] @Nullable [] other) {
        for (int cluster = 0; cluster < one.length; cluster++) {
            double[] own = one[cluster];
            double[] more = other[cluster];
            if (own == null) {
                one[cluster] = more;
            } else if (more != null) {
                Arrays.setAll(own, i -> own[i] + more[i]);
            }
        }
        return one;
    }

    private static ClusteredMeans crossed(ScoreTable table, int[] sites, double[][] sums, double[][] counts) {
        BitSet rows = new BitSet();
        BitSet columns = new BitSet();
        for (int site : sites) {
            rows.set(table.characterOf(site));
            columns.set(table.itemOf(site));
        }
        int[] row = dense(rows);
        int[] other = dense(columns);
        int width = sums.length == 0 ? 0 : sums[0].length;
        double[][][] s = new double[rows.cardinality()][columns.cardinality()][];
        double[][][] c = new double[rows.cardinality()][columns.cardinality()][];
        double[] nothing = new double[width];
        for (int r = 0; r < s.length; r++) {
            Arrays.fill(s[r], nothing);
            Arrays.fill(c[r], nothing);
        }
        for (int i = 0; i < sites.length; i++) {
            s[row[table.characterOf(sites[i])]][other[table.itemOf(sites[i])]] = sums[i];
            c[row[table.characterOf(sites[i])]][other[table.itemOf(sites[i])]] = counts[i];
        }
        return ClusteredMeans.crossed(s, c);
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
