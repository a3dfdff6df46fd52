package esrp.metrics;

import esrp.core.Finding;
import esrp.core.Metric;
import esrp.stats.cluster.ClusteredMeans;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

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
        BitSet[] clusters = new BitSet[columns];
        Arrays.setAll(clusters, column -> new BitSet());
        source.show((form, column, value, weight) -> clusters[column].set(cellOf(table, form, unit)));
        List<Places> places = Places.of(List.of(clusters));
        double[][] sums = new double[columns][];
        double[][] counts = new double[columns][];
        for (int column = 0; column < columns; column++) {
            sums[column] = new double[places.get(column).members.length];
            counts[column] = new double[places.get(column).members.length];
        }
        source.show((form, column, value, weight) -> {
            int at = places.get(column).of(cellOf(table, form, unit));
            sums[column][at] += value;
            counts[column][at] += weight;
        });
        return joined(table, unit, places, column -> new double[][] {sums[column], counts[column]});
    }

    /** The cluster of a form; of crossed units the site. */
    private static int cellOf(ScoreTable table, int form, Unit unit) {
        return unit == Unit.CHARACTER_AND_SCENARIO ? table.site(form) : cluster(table, form, unit);
    }

    /** What one rating of a cell adds to a column: a value and more for each step of its level, and a weight. */
    record Part(int cell, double value, double step, double weight) {}

    /**
     * Sums and total weights by cluster, of columns to which cells add something, each cell to one column at most; clusters without any
     * value are left out. Counts and levels of a cluster and cell are whole numbers, so that the order of ratings does not matter.
     */
    static ClusteredMeans means(ScoreTable table, Unit unit, List<List<Part>> columns) {
        List<Integer> cells =
                columns.stream().flatMap(List::stream).map(Part::cell).toList();
        List<Places> clusters =
                Places.of(cells.stream().map(cell -> table.clusters(unit, cell)).toList());
        @Nullable Tally[] tallies = new Tally[table.cells()];
        for (int i = 0; i < cells.size(); i++) {
            int cell = cells.get(i);
            tallies[cell] = new Tally(clusters.get(i), table.isFew(cell));
        }
        List<Run> unused = table.inParts((part, parts) -> {
            Run run = new Run(table, unit, tallies, parts > 1);
            table.forEach(part, parts, run);
            run.end();
            return run;
        });
        List<Places> places = Places.of(columns.stream()
                .map(parts -> parts.stream()
                        .map(part -> table.clusters(unit, part.cell))
                        .reduce(new BitSet(), Units::or))
                .toList());
        return joined(table, unit, places, column -> {
            int[] members = places.get(column).members;
            double[] sums = new double[members.length];
            double[] counts = new double[members.length];
            for (Part part : columns.get(column)) {
                Tally tally = Objects.requireNonNull(tallies[part.cell]);
                tallies[part.cell] = null;
                int[] own = tally.clusters.members;
                for (int i = 0; i < own.length; i++) {
                    int at = own.length == members.length
                            ? i
                            : places.get(column).of(own[i]);
                    double n = tally.count(i);
                    sums[at] += part.value * n + part.step * tally.levels(i);
                    counts[at] += part.weight * n;
                }
            }
            return new double[][] {sums, counts};
        });
    }

    private static BitSet or(BitSet one, BitSet other) {
        BitSet both = (BitSet) one.clone();
        both.or(other);
        return both;
    }

    /** Columns whose clusters are known, side by side; made one after another. */
    private static ClusteredMeans joined(
            ScoreTable table, Unit unit, List<Places> clusters, IntFunction<double[][]> sumsAndCounts) {
        Places all = new Places(clusters.stream()
                .distinct()
                .collect(
                        BitSet::new,
                        (set, places) -> Arrays.stream(places.members).forEach(set::set),
                        BitSet::or));
        Map<Places, int[]> numbers = new HashMap<>();
        clusters.forEach(places -> numbers.computeIfAbsent(places, all::of));
        ClusteredMeans means =
                ClusteredMeans.ofColumns(IntStream.range(0, clusters.size()).mapToObj(column -> {
                    double[][] own = sumsAndCounts.apply(column);
                    int[] of = Objects.requireNonNull(numbers.get(clusters.get(column)));
                    return ClusteredMeans.of(own[0], own[1], of, all.members.length);
                }));
        return unit == Unit.CHARACTER_AND_SCENARIO
                ? means.crossedBy(dense(all, table::characterOf), dense(all, table::itemOf))
                : means;
    }

    /** What sites have, numbered in order. */
    private static int[] dense(Places sites, IntUnaryOperator of) {
        BitSet met = new BitSet();
        int[] own = Arrays.stream(sites.members).map(of).peek(met::set).toArray();
        Places places = new Places(met);
        Arrays.setAll(own, i -> places.of(own[i]));
        return own;
    }

    /** Some numbers, ascending, and the place of each among them. */
    private static final class Places {
        final int[] members;
        private final long[] words;
        /** How many members there are before each word. */
        private final int[] before;

        Places(BitSet set) {
            members = set.stream().toArray();
            words = set.toLongArray();
            before = new int[words.length];
            for (int i = 1; i < before.length; i++) {
                before[i] = before[i - 1] + Long.bitCount(words[i - 1]);
            }
        }

        /** Those of each set; equal sets share them. */
        static List<Places> of(List<BitSet> sets) {
            Map<BitSet, Places> known = new HashMap<>();
            return sets.stream()
                    .map(set -> known.computeIfAbsent(set, Places::new))
                    .toList();
        }

        int of(int member) {
            int word = member >> 6;
            return before[word] + Long.bitCount(words[word] & ((1L << member) - 1));
        }

        /** The places of all members of others. */
        int[] of(Places some) {
            return Arrays.stream(some.members).map(this::of).toArray();
        }
    }

    /** How many ratings of one kind there are in each cluster that has some, and the sum of their levels. */
    private static final class Tally {
        private static final VarHandle NUMBERS = MethodHandles.arrayElementVarHandle(long[].class);
        private static final int HALF = 32;

        final Places clusters;
        private final boolean few;
        /** Of each cluster, the count in the upper half and the sum in the lower one; unless they are few, two numbers. */
        private final long[] numbers;

        Tally(Places clusters, boolean few) {
            this.clusters = clusters;
            this.few = few;
            numbers = new long[(few ? 1 : 2) * clusters.members.length];
        }

        void add(int cluster, long count, long levels, boolean shared) {
            int at = clusters.of(cluster);
            if (few) {
                add(at, (count << HALF) + levels, shared);
            } else {
                add(2 * at, count, shared);
                add(2 * at + 1, levels, shared);
            }
        }

        private void add(int at, long more, boolean shared) {
            if (shared) {
                long unused = (long) NUMBERS.getAndAdd(numbers, at, more);
            } else {
                numbers[at] += more;
            }
        }

        double count(int i) {
            return few ? numbers[i] >>> HALF : numbers[2 * i];
        }

        double levels(int i) {
            return few ? numbers[i] & (1L << HALF) - 1 : numbers[2 * i + 1];
        }
    }

    /** Counts ratings; those of the same cell and cluster that come one after another are added up before. */
    private static final class Run implements ScoreTable.Row {
        private final ScoreTable table;
        private final Unit unit;
        private final @Nullable Tally[] tallies;
        /** Whether other threads add to the same numbers. */
        private final boolean shared;

        private int cell;
        private int site;
        private int rater;
        private long count;
        private long levels;

        Run(ScoreTable table, Unit unit, @Nullable Tally[] tallies, boolean shared) {
            this.table = table;
            this.unit = unit;
            this.tallies = tallies;
            this.shared = shared;
        }

        @Override
        public void row(int ofCell, int ofSite, int ofRater, int level, long n) {
            if (ofCell != cell || ofSite != site || (unit == Unit.RATING && ofRater != rater)) {
                end();
                cell = ofCell;
                site = ofSite;
                rater = ofRater;
            }
            count += n;
            levels += n * level;
        }

        void end() {
            Tally tally = count == 0 ? null : tallies[cell];
            if (tally != null) {
                tally.add(table.cluster(unit, site, rater), count, levels, shared);
            }
            count = 0;
            levels = 0;
        }
    }
}
