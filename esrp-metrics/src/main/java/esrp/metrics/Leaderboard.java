package esrp.metrics;

import com.google.common.collect.LinkedListMultimap;
import com.google.common.collect.ListMultimap;
import com.google.common.collect.Maps;
import esrp.core.Finding;
import esrp.core.LevelCounts;
import esrp.core.LocalizedText;
import esrp.core.Metric;
import esrp.core.Metric.Dimension;
import esrp.core.Ratings;
import esrp.core.Table;
import esrp.core.internal.Names;
import esrp.core.internal.Numbers;
import esrp.stats.cluster.ClusteredInference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Candidates in the order of their average: the layout of Tables 1 and 4 of the ChatAnime paper.
 *
 * <ul>
 *   <li>The mean of a metric is the mean of all its ratings that count, from exact counts per level: it does not depend
 *       on the order of rows.
 *   <li>Dimensions and average are what the {@link Rubric} makes of the means, never of rounded ones.
 *   <li>Where candidates were rated on different items, only common ones count ({@link Analysis.Items#COMMON}); how many were
 *       left out is printed.
 *   <li>What was not rated is absent: NaN, printed as {@code -}; it is never replaced. A candidate that lacks a metric of
 *       the average has no average and no rank, and comes last.
 *   <li>Equal averages share a rank (1, 2, 2, 4); equal means equal to 1e-9.
 * </ul>
 *
 * <pre>{@code
 * Leaderboard board = Leaderboard.of(ratings, Rubric.esrp());
 * System.out.println(board);
 * board.rows().get(0).average();
 * }</pre>
 *
 * <p>Immutable. Takes time in proportion to the ratings, and up to 28 bytes for each cluster, candidate and metric that has some.
 */
public final class Leaderboard extends Shown {
    private final Analysis analysis;
    private final ScoreTable table;
    private final Rubric rubric;
    private final Estimates estimates;
    private final List<Row> rows;

    Leaderboard(Analysis analysis) {
        this.analysis = analysis;
        rubric = analysis.rubric();
        estimates = analysis.estimates(analysis.items());
        table = estimates.table;
        List<Map<String, Cell>> cells = new ArrayList<>();
        for (int c = 0; c < table.candidates.size(); c++) {
            Map<String, Cell> own = new LinkedHashMap<>();
            for (int m = 0; m < table.metrics.size(); m++) {
                ScoreTable.Coverage coverage = table.coverage(c, m);
                if (coverage.ratings() > 0) {
                    String id = table.metrics.get(m).id();
                    own.put(
                            id,
                            new CellOf(
                                    id,
                                    table.counts(c, m),
                                    coverage.ratings(),
                                    coverage.items(),
                                    coverage.usedItems()));
                }
            }
            cells.add(own);
        }
        double[] averages = cells.stream()
                .mapToDouble(own -> rubric.average(id -> mean(own, id)))
                .toArray();
        rows = Places.of(averages).stream()
                .map(p -> new Row(
                        this, table.candidates.get(p.index()), cells.get(p.index()), averages[p.index()], p.rank()))
                .toList();
    }

    private static double mean(Map<String, Cell> cells, String metricId) {
        Cell cell = cells.get(metricId);
        return cell == null ? Double.NaN : cell.mean();
    }

    /**
     * The leaderboard of all ratings with the defaults of {@link Analysis}: common items, 95% intervals by character and scenario.
     *
     * @param ratings the ratings; raters of all kinds count alike
     * @param rubric how they add up; must know every metric that was rated
     * @return the leaderboard
     * @throws IllegalArgumentException if a metric is not in the rubric or has another scale there, if a rater rated the
     *     same thing twice, or if the candidates have no item in common
     */
    public static Leaderboard of(Ratings ratings, Rubric rubric) {
        return Analysis.of(ratings, rubric).leaderboard();
    }

    /** What was rated of one candidate on one metric. */
    public sealed interface Cell {
        /** {@return id of the metric} */
        String metric();

        /** {@return how often each score was given, among ratings that count} */
        LevelCounts counts();

        /** {@return the number of ratings, those that do not count included} */
        long ratings();

        /** {@return the number of items that have a rating} */
        int items();

        /** {@return those of them that count} */
        int usedItems();

        /** {@return the mean score of the ratings that count, on the metric's scale; NaN if none counts} */
        default double mean() {
            return counts().mean();
        }
    }

    private record CellOf(String metric, LevelCounts counts, long ratings, int items, int usedItems) implements Cell {}

    /** One candidate. */
    public static final class Row {
        private final Leaderboard board;
        private final String candidate;
        private final Map<String, Cell> cells;
        private final double average;
        private final OptionalInt rank;

        private Row(Leaderboard board, String candidate, Map<String, Cell> cells, double average, OptionalInt rank) {
            this.board = board;
            this.candidate = candidate;
            this.cells = cells;
            this.average = average;
            this.rank = rank;
        }

        /** {@return the id of the candidate} */
        public String candidate() {
            return candidate;
        }

        /** {@return the name to print; the id where none was given} */
        public String name() {
            return board.analysis.choices().name(candidate);
        }

        /** {@return the place by average, 1 for the best, shared by equal averages; empty where there is no average} */
        public OptionalInt rank() {
            return rank;
        }

        /**
         * {@return the mean score on a metric, on the metric's scale; NaN if it was not rated}
         *
         * @param metricId a metric of the rubric
         * @throws IllegalArgumentException if the rubric has no such metric
         */
        public double mean(String metricId) {
            return Leaderboard.mean(cells, board.rubric().metric(metricId).id());
        }

        /**
         * {@return the value of a dimension: the mean of its metrics; NaN if one of them was not rated}
         *
         * @param dimensionId a dimension of the rubric
         * @throws IllegalArgumentException if the rubric has no such dimension
         */
        public double dimension(String dimensionId) {
            return board.rubric().dimensionMean(dimensionId, this::mean);
        }

        /** {@return the average of the metrics that count in it; NaN if one of them was not rated} */
        public double average() {
            return average;
        }

        /**
         * {@return what was rated on a metric; empty if it was not rated}
         *
         * @param metricId a metric of the rubric
         * @throws IllegalArgumentException if the rubric has no such metric
         */
        public Optional<Cell> cell(String metricId) {
            return Optional.ofNullable(cells.get(board.rubric().metric(metricId).id()));
        }

        /**
         * {@return the interval of the mean of a metric: the interval with its unit; empty if the metric was not rated}
         *
         * @param metricId a metric of the rubric
         * @throws IllegalArgumentException if the rubric has no such metric
         */
        public Optional<UnitInterval> interval(String metricId) {
            return board.estimates.metric(candidate, metricId);
        }

        /**
         * {@return the interval of a dimension: the interval with its unit; empty if the dimension has no value}
         *
         * @param dimensionId a dimension of the rubric
         * @throws IllegalArgumentException if the rubric has no such dimension
         */
        public Optional<UnitInterval> dimensionInterval(String dimensionId) {
            return board.estimates.dimension(candidate, dimensionId);
        }

        /** {@return the interval of the average; empty if there is no average} */
        public Optional<UnitInterval> averageInterval() {
            return board.estimates.average(candidate);
        }

        /** As {@code 1. DeepSeek-V3 4.10}. */
        @Override
        public String toString() {
            return (rank.isPresent() ? rank.getAsInt() + ". " : "-. ") + name() + " " + Numbers.decimal(average(), 2);
        }
    }

    /** {@return one row per candidate, best first; those without an average last, by id} */
    public List<Row> rows() {
        return rows;
    }

    /**
     * {@return the row of a candidate}
     *
     * @param candidate its id
     * @throws IllegalArgumentException if it has no rating; the message names those that have
     */
    public Row row(String candidate) {
        return Names.find("candidate", candidate, Maps.uniqueIndex(rows, Row::candidate));
    }

    /** {@return the rubric: how metrics add up} */
    public Rubric rubric() {
        return rubric;
    }

    /** {@return the unit of the intervals that was asked for} */
    public Unit unit() {
        return analysis.unit();
    }

    /** {@return how the intervals were made: method, level, resamples, seed} */
    public ClusteredInference inference() {
        return analysis.inference();
    }

    /** {@return whether any rating was generated rather than given, as one of the raters is simulated} */
    public boolean simulated() {
        return table.simulated;
    }

    /** {@return the number of ratings that count, of all candidates and metrics: the sum over cells} */
    public long ratings() {
        return rows.stream()
                .flatMap(row -> row.cells.values().stream())
                .mapToLong(cell -> cell.counts().n())
                .sum();
    }

    /**
     * {@return how many ratings were left out because the same rater had rated the same thing before or did so again;
     * at least 0; 0 where repeated ratings are refused}
     */
    public long repeatedRatings() {
        return table.duplicates;
    }

    /** {@return what identifies the ratings: SHA-256 of the rows whatever their order, in hexadecimal} */
    public String dataHash() {
        return analysis.source().hash();
    }

    @Override
    public List<Finding> notes() {
        List<Finding> notes = new ArrayList<>();
        Texts.note(notes, simulated(), AnalysisCode.SIMULATED.note());
        List<Object> unrated = new ArrayList<>();
        for (Metric metric : rubric.metrics()) {
            List<Object> without = rows.stream()
                    .filter(row -> row.cell(metric.id()).isEmpty())
                    .<Object>map(Row::name)
                    .toList();
            if (without.size() == rows.size() && rubric.inAverage(metric.id())) {
                unrated.add(metric.name());
            } else if (!without.isEmpty() && without.size() < rows.size()) {
                notes.add(AnalysisCode.NOT_RATED.note("metric", metric.name(), "candidates", without));
            }
        }
        Texts.note(
                notes,
                !unrated.isEmpty(),
                AnalysisCode.NOT_RATED_AT_ALL.note("metrics", unrated, "rubric", Rubric.only(estimates.rated())));
        if (rubric.mixesScales()) {
            notes.add(
                    AnalysisCode.MIXED_SCALES.note("scale", rubric.commonScale().toString()));
        }
        notes.addAll(items(table, rubric, analysis.items()));
        UnitInterval.remarks(
                notes, estimates.reason(rubric.shares()), rows.stream().flatMap(row -> row.averageInterval().stream()));
        if (repeatedRatings() > 0) {
            Object kept = Texts.say("duplicates." + analysis.duplicates());
            notes.add(AnalysisCode.REPEATED_RATINGS.note("count", repeatedRatings(), "kept", kept));
        }
        return Collections.unmodifiableList(notes);
    }

    /** Where candidates were rated on different items: how many count, and of which metrics. */
    static List<Finding> items(ScoreTable table, Rubric rubric, Analysis.Items counting) {
        ListMultimap<List<Integer>, Object> metrics = LinkedListMultimap.create();
        for (Metric metric : rubric.metrics()) {
            int m = table.metric(metric.id());
            List<ScoreTable.Coverage> cells = IntStream.range(0, table.candidates.size())
                    .mapToObj(c -> table.coverage(c, m))
                    .filter(cell -> cell.ratings() > 0)
                    .toList();
            int most = cells.stream().mapToInt(ScoreTable.Coverage::items).max().orElse(0);
            int fewest =
                    cells.stream().mapToInt(ScoreTable.Coverage::items).min().orElse(0);
            int used = counting == Analysis.Items.ALL
                    ? table.common(m).cardinality()
                    : cells.stream()
                            .mapToInt(ScoreTable.Coverage::usedItems)
                            .max()
                            .orElse(0);
            boolean differ = counting == Analysis.Items.ALL
                    ? metric.target() == Metric.Target.DIALOGUE && used < most
                    : cells.stream().anyMatch(cell -> cell.usedItems() < cell.items());
            if (differ) {
                metrics.put(List.of(used, fewest, most), metric.name());
            }
        }
        return metrics.asMap().entrySet().stream()
                .map(entry -> (counting == Analysis.Items.ALL ? AnalysisCode.ALL_ITEMS : AnalysisCode.COMMON_ITEMS)
                        .note(
                                "used", entry.getKey().get(0),
                                "fewest", entry.getKey().get(1),
                                "most", entry.getKey().get(2),
                                "metrics", List.copyOf(entry.getValue())))
                .toList();
    }

    /** The board by dimension, and all means by metric as the paper prints them. */
    @Override
    public List<Table> tables() {
        return List.of(board(), means());
    }

    private Table board() {
        Columns<Row> columns = new Columns<Row>(Texts.table("leaderboard", simulated()))
                .rank(Row::rank)
                .text("candidate", row -> analysis.choices().named(row.candidate()));
        rubric.dimensions().stream()
                .filter(d -> rows.stream().anyMatch(row -> !Double.isNaN(row.dimension(d.id()))))
                .forEach(d -> dimension(columns, d, d.name()));
        Table.Builder board = columns.add(Texts.number("average").competing(), Row::average)
                .bounds(
                        analysis.inference().level(),
                        row -> row.averageInterval().map(UnitInterval::cell))
                .rows(rows)
                .note(AnalysisCode.RATINGS.note("count", ratings(), "rubric", rubric.id()));
        rows.stream()
                .flatMap(row -> row.averageInterval().stream())
                .findFirst()
                .ifPresent(like -> board.note(Texts.intervals(like, analysis.inference())));
        return board.build();
    }

    private Table means() {
        Columns<Row> columns = new Columns<Row>(Texts.table("means", simulated()))
                .rank(Row::rank)
                .text("candidate", row -> analysis.choices().named(row.candidate()));
        for (Dimension d : rubric.dimensions()) {
            List<Metric> metrics = rubric.metricsOf(d.id());
            for (Metric metric : metrics) {
                Table.Head head = Table.Head.number("mean." + metric.id(), metric.name(), 2)
                        .briefly(LocalizedText.same(rubric.shortName(metric.id())))
                        .competing();
                columns.add(
                        rubric.lowerIsBetter(metric.id()) ? head.lowerBetter() : head, row -> row.mean(metric.id()));
            }
            if (metrics.size() > 1) {
                dimension(columns, d, Texts.say("head.meanOf", "dimension", d.name()));
            }
        }
        return columns.add(Texts.number("average").competing(), Row::average)
                .rows(rows)
                .build();
    }

    private static void dimension(Columns<Row> columns, Dimension d, LocalizedText name) {
        Table.Head head = Table.Head.number("dimension." + d.id(), name, 2).competing();
        boolean brief = d.id().length() <= 4;
        columns.add(
                brief ? head.briefly(LocalizedText.same(d.id().toUpperCase(Locale.ROOT))) : head,
                row -> row.dimension(d.id()));
    }
}
