package esrp.metrics;

import com.google.common.collect.HashMultimap;
import com.google.common.collect.Multimaps;
import com.google.common.collect.SetMultimap;
import esrp.core.Finding;
import esrp.core.Metric;
import esrp.stats.cluster.ClusteredMeans;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The units of ESRP in the terms of clustered inference: which cluster each form of a score table belongs to. */
final class Units {
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
        for (Metric metric : metrics) {
            for (int c = 0; c < table.candidates.size(); c++) {
                table.forEachLevel(c, table.metric(metric.id()), (form, level) -> rated.set(form));
            }
        }
        return choose(table, asked, metrics, rated.stream());
    }

    /** The same where certain forms alone count, such as those that were rated twice. */
    static Choice choose(ScoreTable table, Unit asked, List<Metric> metrics, IntStream forms) {
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
        SetMultimap<Integer, Integer> met = HashMultimap.create();
        forms.forEach(form -> met.put(table.character(form), table.item(form)));
        SetMultimap<Integer, Integer> turned = Multimaps.invertFrom(met, HashMultimap.create());
        int characters = met.keySet().size();
        int items = turned.keySet().size();
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
        boolean scenariosNested = met.size() == items;
        if (crossed && (scenariosNested || met.size() == characters)) {
            Unit outer = scenariosNested ? Unit.CHARACTER : Unit.SCENARIO;
            Unit inner = scenariosNested ? Unit.SCENARIO : Unit.CHARACTER;
            return characters < 2
                    ? new Choice(outer)
                    : new Choice(outer, AnalysisCode.UNIT_NESTED, "inner", inner.label(), "outer", outer.label());
        }
        return new Choice(asked);
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
