package esrp.metrics;

import com.google.common.collect.LinkedListMultimap;
import com.google.common.collect.ListMultimap;
import esrp.core.Dimension;
import esrp.core.Finding;
import esrp.core.LevelCounts;
import esrp.core.LocalizedText;
import esrp.core.Metric;
import esrp.core.Ratings;
import esrp.core.Result;
import esrp.core.Table;
import esrp.core.internal.Numbers;
import esrp.stats.cluster.ClusteredInference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;

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
 * <p>Immutable. Takes time in proportion to the ratings, and one byte for each candidate, metric and form (one rater's
 * answers about one item).
 */
public final class Leaderboard implements Result {
    private static final double SAME = 1e-9;

    private final Analysis analysis;
    private final ScoreTable table;
    private final Rubric rubric;
    private final Estimates estimates;
    private final List<Row> rows;

    Leaderboard(Analysis analysis) {
        this.analysis = analysis;
        rubric = analysis.rubric();
        estimates = analysis.estimates(analysis.items());
        table = estimates.table();
        List<Draft> drafts = new ArrayList<>();
        for (int c = 0; c < table.candidates().size(); c++) {
            Map<String, Cell> cells = new LinkedHashMap<>();
            for (int m = 0; m < table.metrics().size(); m++) {
                ScoreTable.Coverage coverage = table.coverage(c, m);
                if (coverage.ratings() > 0) {
                    Metric metric = table.metrics().get(m);
                    cells.put(
                            metric.id(),
                            new Cell(
                                    metric.id(),
                                    table.counts(c, m),
                                    coverage.ratings(),
                                    coverage.items(),
                                    coverage.usedItems()));
                }
            }
            double average = rubric.average(id -> mean(cells, id));
            drafts.add(new Draft(table.candidates().get(c), cells, average));
        }
        drafts.sort(Comparator.<Draft>comparingInt(d -> Double.isNaN(d.average) ? 1 : 0)
                .thenComparingDouble(d -> Double.isNaN(d.average) ? 0 : -d.average));
        List<Row> made = new ArrayList<>();
        for (int i = 0; i < drafts.size(); i++) {
            Draft draft = drafts.get(i);
            OptionalInt rank = OptionalInt.of(i + 1);
            if (Double.isNaN(draft.average)) {
                rank = OptionalInt.empty();
            } else if (i > 0 && Math.abs(drafts.get(i - 1).average - draft.average) <= SAME) {
                rank = made.get(i - 1).rank();
            }
            made.add(new Row(this, draft, rank));
        }
        rows = Collections.unmodifiableList(made);
    }

    private record Draft(String candidate, Map<String, Cell> cells, double average) {}

    private static double mean(Map<String, Cell> cells, String metricId) {
        Cell cell = cells.get(metricId);
        return cell == null ? Double.NaN : cell.mean();
    }

    /**
     * The leaderboard of all ratings with the defaults of {@link Analysis}: common items, 95% intervals by character.
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
    public static final class Cell {
        private final String metric;
        private final LevelCounts counts;
        private final long ratings;
        private final int items;
        private final int usedItems;

        private Cell(String metric, LevelCounts counts, long ratings, int items, int usedItems) {
            this.metric = metric;
            this.counts = counts;
            this.ratings = ratings;
            this.items = items;
            this.usedItems = usedItems;
        }

        /** {@return id of the metric} */
        public String metric() {
            return metric;
        }

        /** {@return how often each score was given, among ratings that count} */
        public LevelCounts counts() {
            return counts;
        }

        /** {@return the number of ratings, those that do not count included} */
        public long ratings() {
            return ratings;
        }

        /** {@return the number of items that have a rating} */
        public int items() {
            return items;
        }

        /** {@return those of them that count} */
        public int usedItems() {
            return usedItems;
        }

        /** {@return the mean score of the ratings that count, on the metric's scale; NaN if none counts} */
        public double mean() {
            return counts.mean();
        }
    }

    /** One candidate. */
    public static final class Row {
        private final Leaderboard board;
        private final Draft draft;
        private final OptionalInt rank;

        private Row(Leaderboard board, Draft draft, OptionalInt rank) {
            this.board = board;
            this.draft = draft;
            this.rank = rank;
        }

        /** {@return the id of the candidate} */
        public String candidate() {
            return draft.candidate;
        }

        /** {@return the name to print; the id where none was given} */
        public String name() {
            return board.analysis.choices().name(draft.candidate);
        }

        /** {@return the place by average, 1 for the best, shared by equal averages; empty where there is no average} */
        public OptionalInt rank() {
            return rank;
        }

        /**
         * The mean score on a metric.
         *
         * @param metricId a metric of the rubric
         * @return on the metric's scale; NaN if it was not rated
         * @throws IllegalArgumentException if the rubric has no such metric
         */
        public double mean(String metricId) {
            return Leaderboard.mean(draft.cells, board.rubric().metric(metricId).id());
        }

        /**
         * The value of a dimension.
         *
         * @param dimensionId a dimension of the rubric
         * @return the mean of its metrics; NaN if one of them was not rated
         * @throws IllegalArgumentException if the rubric has no such dimension
         */
        public double dimension(String dimensionId) {
            return board.rubric().dimensionMean(dimensionId, this::mean);
        }

        /** {@return the average of the metrics that count in it; NaN if one of them was not rated} */
        public double average() {
            return draft.average;
        }

        /**
         * What was rated on a metric.
         *
         * @param metricId a metric of the rubric
         * @return empty if it was not rated
         * @throws IllegalArgumentException if the rubric has no such metric
         */
        public Optional<Cell> cell(String metricId) {
            return Optional.ofNullable(
                    draft.cells.get(board.rubric().metric(metricId).id()));
        }

        /**
         * The interval of the mean of a metric.
         *
         * @param metricId a metric of the rubric
         * @return the interval with its unit; empty if the metric was not rated
         * @throws IllegalArgumentException if the rubric has no such metric
         */
        public Optional<UnitInterval> interval(String metricId) {
            return board.estimates.metric(draft.candidate, metricId);
        }

        /**
         * The interval of a dimension.
         *
         * @param dimensionId a dimension of the rubric
         * @return the interval with its unit; empty if the dimension has no value
         * @throws IllegalArgumentException if the rubric has no such dimension
         */
        public Optional<UnitInterval> dimensionInterval(String dimensionId) {
            return board.estimates.dimension(draft.candidate, dimensionId);
        }

        /** {@return the interval of the average; empty if there is no average} */
        public Optional<UnitInterval> averageInterval() {
            return board.estimates.average(draft.candidate);
        }

        Table.Cell rankCell() {
            return rank.isPresent() ? new Table.Cell.Value(rank.getAsInt()) : Table.Cell.missing();
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
     * The row of a candidate.
     *
     * @param candidate its id
     * @return the row
     * @throws IllegalArgumentException if it has no rating; the message names those that have
     */
    public Row row(String candidate) {
        Objects.requireNonNull(candidate, "candidate");
        return rows.stream()
                .filter(row -> row.candidate().equals(candidate))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no candidate \"" + candidate + "\"; candidates are " + table.candidates()));
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
        return table.simulated();
    }

    /** {@return the number of ratings that count, of all candidates and metrics: the sum over cells} */
    public long ratings() {
        return rows.stream()
                .flatMap(row -> row.draft.cells.values().stream())
                .mapToLong(cell -> cell.counts().n())
                .sum();
    }

    /**
     * How many ratings were left out because the same rater had rated the same thing before or did so again.
     *
     * @return at least 0; 0 where repeated ratings are refused
     */
    public long repeatedRatings() {
        return table.duplicates();
    }

    /** {@return what identifies the ratings: SHA-256 of the rows whatever their order, in hexadecimal} */
    public String dataHash() {
        return analysis.ratings().hash();
    }

    @Override
    public List<Finding> notes() {
        List<Finding> notes = new ArrayList<>();
        if (simulated()) {
            notes.add(Finding.note(AnalysisCode.SIMULATED));
        }
        for (Metric metric : rubric.metrics()) {
            List<Object> without = rows.stream()
                    .filter(row -> row.cell(metric.id()).isEmpty())
                    .<Object>map(Row::name)
                    .toList();
            if (without.size() == rows.size() && rubric.inAverage(metric.id())) {
                notes.add(Finding.note(AnalysisCode.NOT_RATED_AT_ALL, "metric", metric.name()));
            } else if (!without.isEmpty() && without.size() < rows.size()) {
                notes.add(Finding.note(AnalysisCode.NOT_RATED, "metric", metric.name(), "candidates", without));
            }
        }
        // The numbers of common items, and the metrics of each.
        ListMultimap<List<Integer>, Object> common = LinkedListMultimap.create();
        for (Metric metric : rubric.metrics()) {
            List<Cell> cells =
                    rows.stream().flatMap(row -> row.cell(metric.id()).stream()).toList();
            if (cells.stream().anyMatch(cell -> cell.usedItems() < cell.items())) {
                int used = cells.stream().mapToInt(Cell::usedItems).max().orElse(0);
                int most = cells.stream().mapToInt(Cell::items).max().orElse(0);
                common.put(List.of(used, most), metric.name());
            }
        }
        common.asMap()
                .forEach((numbers, metrics) -> notes.add(Finding.note(
                        AnalysisCode.COMMON_ITEMS,
                        "used",
                        numbers.get(0),
                        "most",
                        numbers.get(1),
                        "metrics",
                        List.copyOf(metrics))));
        if (repeatedRatings() > 0) {
            notes.add(Finding.note(
                    AnalysisCode.REPEATED_RATINGS,
                    "count",
                    repeatedRatings(),
                    "kept",
                    Texts.say("duplicates." + analysis.duplicates())));
        }
        return Collections.unmodifiableList(notes);
    }

    /** The board by dimension, and all means by metric as the paper prints them. */
    @Override
    public List<Table> tables() {
        return List.of(board(), means());
    }

    private Table board() {
        double level = analysis.inference().level();
        List<Dimension> shown = rubric.dimensions().stream()
                .filter(d -> rows.stream().anyMatch(row -> !Double.isNaN(row.dimension(d.id()))))
                .toList();
        Table.Builder table = Texts.table("leaderboard", simulated())
                .head(Texts.count("rank"))
                .head(Texts.text("candidate"));
        shown.forEach(d -> table.head(head("dimension_" + d.id(), d, d.name())));
        table.head(Texts.number("average")).head(Texts.bounds("interval", Table.Style.BOUNDS, level));
        for (Row row : rows) {
            List<Object> cells = new ArrayList<>(List.of(row.rankCell(), row.name()));
            shown.forEach(d -> cells.add(row.dimension(d.id())));
            cells.add(row.average());
            cells.add(row.averageInterval().map(UnitInterval::cell));
            table.row(cells);
        }
        table.note(Finding.note(AnalysisCode.RATINGS, "count", ratings(), "rubric", rubric.id()));
        rows.stream()
                .flatMap(row -> row.averageInterval().stream())
                .findFirst()
                .ifPresent(like -> table.note(Texts.intervals(like, analysis.inference())));
        return table.build();
    }

    private Table means() {
        Table.Builder table =
                Texts.table("means", simulated()).head(Texts.count("rank")).head(Texts.text("candidate"));
        List<ToDoubleFunction<Row>> values = new ArrayList<>();
        for (Dimension d : rubric.dimensions()) {
            List<Metric> metrics = rubric.metricsOf(d.id());
            for (Metric metric : metrics) {
                Table.Head head = Table.Head.number(metric.id(), metric.name(), 2)
                        .briefly(LocalizedText.same(rubric.shortName(metric.id())));
                boolean lower = rubric.direction(metric.id()) == Rubric.Direction.LOWER_IS_BETTER;
                table.head(lower ? head.lowerBetter() : head);
                values.add(row -> row.mean(metric.id()));
            }
            if (metrics.size() > 1) {
                table.head(head("dimension_" + d.id(), d, Texts.say("head.meanOf", "dimension", d.name())));
                values.add(row -> row.dimension(d.id()));
            }
        }
        table.head(Texts.number("average"));
        values.add(Row::average);
        for (Row row : rows) {
            List<Object> cells = new ArrayList<>(List.of(row.rankCell(), row.name()));
            values.forEach(value -> cells.add(value.applyAsDouble(row)));
            table.row(cells);
        }
        return table.build();
    }

    private static Table.Head head(String key, Dimension d, LocalizedText name) {
        Table.Head head = Table.Head.number(key, name, 2);
        return d.id().length() <= 4 ? head.briefly(LocalizedText.same(d.id().toUpperCase(Locale.ROOT))) : head;
    }

    /** Both tables and the notes, in English. */
    @Override
    public String toString() {
        return text("en");
    }
}
