package esrp.report;

import esrp.core.Column;
import esrp.core.Dataset;
import esrp.core.Dimension;
import esrp.core.Finding;
import esrp.core.Metric;
import esrp.core.Ratings;
import esrp.core.internal.Messages;
import esrp.metrics.Comparison;
import esrp.metrics.JudgeValidation;
import esrp.metrics.Leaderboard;
import esrp.metrics.RaterAgreement;
import esrp.metrics.Shortlist;
import esrp.metrics.Unit;
import esrp.metrics.UnitInterval;
import esrp.metrics.diversity.DiversityMeasure;
import esrp.metrics.diversity.DiversityReport;
import esrp.metrics.diversity.Truncation;
import esrp.metrics.diversity.WordFrequencies;
import esrp.stats.Interval;
import esrp.stats.IntervalMethod;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Turns results into parts of a report, in the report's language. */
final class ReportSections {
    private static final int RADAR_AXES = 3;
    private static final int WORDS_SHOWN = 12;
    private static final int WORDS_DRAWN = 36;

    private final Words words;
    private final Map<String, String> names;

    /**
     * Starts.
     *
     * @param words the report's words
     * @param names names to print by candidate id; ids stand for themselves
     */
    ReportSections(Words words, Map<String, String> names) {
        this.words = words;
        this.names = new HashMap<>(names);
    }

    // ---- leaderboard -----------------------------------------------------------------------------------------------

    List<String> verdict(Leaderboard board, Optional<Comparison> comparison) {
        List<String> out = new ArrayList<>();
        List<Leaderboard.Row> ranked =
                board.rows().stream().filter(row -> row.rank().isPresent()).toList();
        if (ranked.isEmpty()) {
            return List.of(words.say("nobodyRanked"));
        }
        Leaderboard.Row first = ranked.get(0);
        out.add(words.say(
                "leads",
                name(first.candidate()),
                number(first.average()),
                first.averageInterval().map(this::bounds).orElse("–"),
                percent(board.inference().level()),
                first.averageInterval()
                        .map(interval -> by(interval, board.inference().method()))
                        .orElse("–")));
        if (comparison.isPresent()) {
            List<List<String>> tied = comparison.get().tied();
            String best = comparison.get().order().get(0);
            Optional<List<String>> top = tied.stream()
                    .filter(set -> set.contains(best) && set.size() > 1)
                    .findFirst();
            out.add(
                    top.isPresent()
                            ? words.say("tiedTop", names(top.get()))
                            : words.say(
                                    "clearTop",
                                    name(best),
                                    number(comparison.get().probabilityOfBest(best))));
            List<String> others = tied.stream()
                    .filter(set -> set.size() > 1 && !set.contains(best))
                    .map(this::names)
                    .toList();
            if (!others.isEmpty()) {
                out.add(words.say("tiedOthers", String.join(words.say("semicolon"), others)));
            }
        } else if (ranked.size() > 1) {
            out.add(words.say("noComparison"));
        }
        if (ranked.size() > 1) {
            List<String> best = new ArrayList<>();
            for (Dimension dimension : board.rubric().dimensions()) {
                board.rows().stream()
                        .filter(row -> !Double.isNaN(row.dimension(dimension.id())))
                        .max((a, b) -> Double.compare(a.dimension(dimension.id()), b.dimension(dimension.id())))
                        .ifPresent(row -> best.add(words.say(
                                "highestOne",
                                dimension.name().in(words.language()),
                                name(row.candidate()),
                                number(row.dimension(dimension.id())))));
            }
            out.add(words.say("highest", String.join(words.say("semicolon"), best)));
        }
        return out;
    }

    Section leaderboard(Leaderboard board, Optional<Comparison> comparison) {
        List<Chart> charts = new ArrayList<>();
        List<Chart.Row> rows = new ArrayList<>();
        Map<String, String> groups = groups(comparison);
        for (Leaderboard.Row row : board.rows()) {
            row.averageInterval()
                    .ifPresent(interval -> rows.add(new Chart.Row(
                            name(row.candidate()),
                            interval.interval(),
                            Optional.ofNullable(groups.get(row.candidate())))));
        }
        if (!rows.isEmpty()) {
            UnitInterval any = board.rows().get(0).averageInterval().orElseThrow();
            charts.add(new Chart.Intervals(
                    marked("average", board.simulated()),
                    words.say(
                            "averageWith",
                            percent(board.inference().level()),
                            by(any, board.inference().method())),
                    rows,
                    Optional.empty()));
        }
        radar(board).ifPresent(charts::add);
        List<String> sentences = new ArrayList<>();
        if (!groups.isEmpty()) {
            sentences.add(words.say("brackets"));
        }
        return new Section(
                "leaderboard",
                words.say("leaderboard"),
                sentences,
                charts,
                List.of(boardTable(board, comparison), metricTable(board)));
    }

    /** Brackets can show tied sets only where no candidate is in two of them. */
    private static Map<String, String> groups(Optional<Comparison> comparison) {
        Map<String, String> groups = new HashMap<>();
        List<List<String>> tied = comparison.map(Comparison::tied).orElse(List.of());
        for (int i = 0; i < tied.size(); i++) {
            for (String candidate : tied.get(i)) {
                if (tied.get(i).size() > 1 && groups.put(candidate, String.valueOf(i)) != null) {
                    return Map.of();
                }
            }
        }
        return groups;
    }

    private Optional<Chart> radar(Leaderboard board) {
        List<Metric> metrics = board.rubric().averagedMetrics();
        List<Chart.Series> series = new ArrayList<>();
        for (Leaderboard.Row row : board.rows()) {
            List<Double> values =
                    metrics.stream().map(metric -> row.mean(metric.id())).toList();
            if (values.stream().anyMatch(value -> !value.isNaN())) {
                series.add(new Chart.Series(name(row.candidate()), values));
            }
        }
        boolean oneScale = metrics.stream().map(Metric::scale).distinct().count() == 1;
        if (metrics.size() < RADAR_AXES || series.isEmpty() || !oneScale) {
            return Optional.empty();
        }
        return Optional.of(new Chart.Radar(
                marked("radar", board.simulated()),
                metrics.stream()
                        .map(metric -> new Chart.Axis(
                                metric.name().in(words.language()),
                                board.rubric()
                                        .dimension(metric.dimension())
                                        .name()
                                        .in(words.language())))
                        .toList(),
                metrics.get(0).scale().lowest(),
                metrics.get(0).scale().highest(),
                series));
    }

    private ReportTable boardTable(Leaderboard board, Optional<Comparison> comparison) {
        List<Dimension> dimensions = board.rubric().dimensions().stream()
                .filter(d -> board.rows().stream().anyMatch(row -> !Double.isNaN(row.dimension(d.id()))))
                .toList();
        List<ReportTable.Column> head = new ArrayList<>();
        head.add(ReportTable.text(words.say("candidate")));
        head.add(ReportTable.number(words.say("rank")));
        dimensions.forEach(d -> head.add(ReportTable.number(d.name().in(words.language()))));
        head.add(ReportTable.number(words.say("mean")));
        head.add(ReportTable.number(
                words.say("intervalOf", percent(board.inference().level()))));
        if (comparison.isPresent()) {
            head.add(ReportTable.number(words.say("ranks")));
            head.add(ReportTable.text(words.say("letters")));
        }
        List<List<String>> rows = new ArrayList<>();
        for (Leaderboard.Row row : board.rows()) {
            List<String> cells = new ArrayList<>();
            cells.add(name(row.candidate()));
            cells.add(row.rank().isPresent() ? String.valueOf(row.rank().getAsInt()) : "–");
            dimensions.forEach(d -> cells.add(number(row.dimension(d.id()))));
            cells.add(number(row.average()));
            cells.add(row.averageInterval().map(this::bounds).orElse("–"));
            comparison.ifPresent(pairs -> {
                boolean compared = pairs.order().contains(row.candidate());
                cells.add(
                        compared
                                ? pairs.rank(row.candidate()).best() + "–"
                                        + pairs.rank(row.candidate()).worst()
                                : "–");
                cells.add(compared ? pairs.letters(row.candidate()) : "–");
            });
            rows.add(cells);
        }
        List<String> notes = new ArrayList<>();
        board.rows().stream()
                .flatMap(row -> row.averageInterval().stream())
                .findFirst()
                .ifPresent(interval -> notes.add(words.say(
                        "intervalNote",
                        percent(board.inference().level()),
                        by(interval, board.inference().method()))));
        if (comparison.isPresent()) {
            notes.add(words.say("lettersNote"));
        }
        notes.addAll(notes(board));
        return new ReportTable("leaderboard-table", marked("leaderboard", board.simulated()), head, rows, notes);
    }

    /** The paper's layout: every metric, then its dimension, then the average. */
    private ReportTable metricTable(Leaderboard board) {
        List<ReportTable.Column> head = new ArrayList<>();
        head.add(ReportTable.text(words.say("candidate")));
        List<ToDoubleFunction<Leaderboard.Row>> cells = new ArrayList<>();
        for (Dimension dimension : board.rubric().dimensions()) {
            List<Metric> metrics = board.rubric().metricsOf(dimension.id());
            for (Metric metric : metrics) {
                head.add(ReportTable.number(metric.name().in(words.language())));
                cells.add(row -> row.mean(metric.id()));
            }
            if (metrics.size() > 1) {
                head.add(ReportTable.number(words.say("meanOf", dimension.name().in(words.language()))));
                cells.add(row -> row.dimension(dimension.id()));
            }
        }
        head.add(ReportTable.number(words.say("mean")));
        cells.add(Leaderboard.Row::average);
        List<List<String>> rows = new ArrayList<>();
        for (Leaderboard.Row row : board.rows()) {
            List<String> line = new ArrayList<>(List.of(name(row.candidate())));
            cells.forEach(cell -> line.add(number(cell.applyAsDouble(row))));
            rows.add(line);
        }
        return new ReportTable("metrics-table", marked("metricTable", board.simulated()), head, rows, List.of());
    }

    private List<String> notes(Leaderboard board) {
        List<String> notes = new ArrayList<>();
        for (Metric metric : board.rubric().metrics()) {
            List<String> without = board.rows().stream()
                    .filter(row -> row.cell(metric.id()).isEmpty())
                    .map(row -> name(row.candidate()))
                    .toList();
            if (!without.isEmpty()) {
                notes.add(words.say(
                        "notRated",
                        metric.name().in(words.language()),
                        without.size() == board.rows().size()
                                ? words.say("anyCandidate")
                                : String.join(words.say("comma"), without)));
            }
        }
        int used = 0;
        int most = 0;
        for (Leaderboard.Row row : board.rows()) {
            for (Metric metric : board.rubric().metrics()) {
                Optional<Leaderboard.Cell> cell = row.cell(metric.id());
                if (cell.isPresent() && cell.get().usedItems() < cell.get().items()) {
                    used = Math.max(used, cell.get().usedItems());
                    most = Math.max(most, cell.get().items());
                }
            }
        }
        if (most > 0) {
            notes.add(words.say("commonItems", String.valueOf(used), String.valueOf(most)));
        }
        if (board.repeatedRatings() > 0) {
            notes.add(words.say("repeatedRatings", String.valueOf(board.repeatedRatings())));
        }
        return notes;
    }

    /** What stands outside the average against the average: the trade-off. */
    Optional<Section> tradeoff(Leaderboard board) {
        List<Chart> charts = new ArrayList<>();
        List<String> sentences = new ArrayList<>();
        Set<String> averaged =
                board.rubric().averagedDimensions().stream().map(Dimension::id).collect(Collectors.toSet());
        for (Dimension dimension : board.rubric().dimensions()) {
            if (averaged.contains(dimension.id())) {
                continue;
            }
            List<Chart.Point> points = new ArrayList<>();
            List<Leaderboard.Row> both = new ArrayList<>();
            for (Leaderboard.Row row : board.rows()) {
                Optional<UnitInterval> x = row.averageInterval();
                Optional<UnitInterval> y = row.dimensionInterval(dimension.id());
                if (x.isPresent() && y.isPresent()) {
                    both.add(row);
                    points.add(new Chart.Point(
                            name(row.candidate()), x.get().interval(), y.get().interval()));
                }
            }
            if (points.isEmpty()) {
                continue;
            }
            String label = dimension.name().in(words.language());
            charts.add(new Chart.Scatter(
                    words.say("tradeoffOf", label) + mark(board.simulated()), words.say("average"), label, points));
            both.stream()
                    .max((a, b) -> Double.compare(a.dimension(dimension.id()), b.dimension(dimension.id())))
                    .ifPresent(row -> sentences.add(words.say(
                            "tradeoffSays",
                            label,
                            name(row.candidate()),
                            number(row.dimension(dimension.id())),
                            row.rank().isPresent() ? String.valueOf(row.rank().getAsInt()) : "–",
                            String.valueOf(both.size()))));
            List<String> unbeaten = both.stream()
                    .filter(row -> both.stream()
                            .noneMatch(other -> other.average() >= row.average()
                                    && other.dimension(dimension.id()) >= row.dimension(dimension.id())
                                    && (other.average() > row.average()
                                            || other.dimension(dimension.id()) > row.dimension(dimension.id()))))
                    .map(row -> name(row.candidate()))
                    .toList();
            sentences.add(words.say("unbeaten", String.join(words.say("comma"), unbeaten)));
        }
        return charts.isEmpty()
                ? Optional.empty()
                : Optional.of(new Section("tradeoff", words.say("tradeoff"), sentences, charts, List.of()));
    }

    // ---- pairs -----------------------------------------------------------------------------------------------------

    Section differences(Comparison comparison) {
        List<String> order = comparison.order();
        List<List<Double>> values = new ArrayList<>();
        List<List<Boolean>> marked = new ArrayList<>();
        for (String row : order) {
            List<Double> line = new ArrayList<>();
            List<Boolean> marks = new ArrayList<>();
            for (String column : order) {
                if (row.equals(column)) {
                    line.add(Double.NaN);
                    marks.add(false);
                } else {
                    Comparison.Difference pair = comparison.between(row, column);
                    double value = pair.difference().estimate();
                    line.add(pair.better().equals(row) ? value : -value);
                    marks.add(pair.adjustedPValue() < 0.05);
                }
            }
            values.add(line);
            marked.add(marks);
        }
        List<List<String>> rows = new ArrayList<>();
        long apart = 0;
        for (Comparison.Difference pair : comparison.differences()) {
            apart += pair.adjustedPValue() < 0.05 ? 1 : 0;
            rows.add(List.of(
                    name(pair.better()),
                    name(pair.other()),
                    ChartPainter.signed(pair.difference().estimate()),
                    bounds(pair.difference()),
                    pValue(pair.pValue()),
                    pValue(pair.adjustedPValue())));
        }
        List<String> notes = comparison.differences().isEmpty()
                ? List.of()
                : List.of(words.say(
                        "pairsNote",
                        by(
                                comparison.differences().get(0).difference(),
                                comparison
                                        .differences()
                                        .get(0)
                                        .difference()
                                        .interval()
                                        .method())));
        return new Section(
                "differences",
                words.say("differences"),
                List.of(words.say(
                        "pairsSay",
                        String.valueOf(apart),
                        String.valueOf(comparison.differences().size()))),
                List.of(new Chart.Matrix(
                        marked("differencesTitle", comparison.simulated()),
                        order.stream().map(this::name).toList(),
                        values,
                        marked,
                        words.say("holm"))),
                List.of(new ReportTable(
                        "pairs-table",
                        marked("differences", comparison.simulated()),
                        List.of(
                                ReportTable.text(words.say("better")),
                                ReportTable.text(words.say("than")),
                                ReportTable.number(words.say("difference")),
                                ReportTable.number(words.say("interval")),
                                ReportTable.number("p"),
                                ReportTable.number(words.say("adjusted"))),
                        rows,
                        notes)));
    }

    // ---- shortlist and agreement -----------------------------------------------------------------------------------

    Section shortlist(Shortlist shortlist) {
        List<Chart.Bar> bars = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        for (Shortlist.Place place : shortlist.places()) {
            if (!Double.isNaN(place.score())) {
                bars.add(new Chart.Bar(name(place.candidate()), place.score(), place.chosen()));
            }
            List<String> cells = new ArrayList<>();
            cells.add(name(place.candidate()));
            cells.add(place.place().isPresent() ? String.valueOf(place.place().getAsInt()) : "–");
            cells.add(number(place.score()));
            shortlist.judges().forEach(judge -> {
                Double own = place.byJudge().get(judge);
                cells.add(own == null ? "–" : number(own));
            });
            cells.add(words.say(place.chosen() ? "yes" : "no"));
            rows.add(cells);
        }
        List<ReportTable.Column> head = new ArrayList<>();
        head.add(ReportTable.text(words.say("candidate")));
        head.add(ReportTable.number(words.say("rank")));
        head.add(ReportTable.number(words.say("score")));
        shortlist.judges().forEach(judge -> head.add(ReportTable.number(judge)));
        head.add(ReportTable.text(words.say("chosen")));
        List<String> sentences = new ArrayList<>();
        sentences.add(words.say(
                "shortlistSays",
                String.valueOf(shortlist.judges().size()),
                String.valueOf(shortlist.chosen().size()),
                names(shortlist.chosen())));
        shortlist
                .cut()
                .ifPresent(cut -> sentences.add(words.say(
                        "shortlistCut",
                        number(cut.estimate()) + " " + bounds(cut) + words.say("pause")
                                + by(cut, cut.interval().method()))));
        return new Section(
                "shortlist",
                words.say("shortlist"),
                sentences,
                bars.isEmpty()
                        ? List.of()
                        : List.of(new Chart.Bars(
                                marked("shortlist", shortlist.simulated()), words.say("meanOverJudges"), 0, bars)),
                List.of(new ReportTable(
                        "shortlist-table", marked("shortlist", shortlist.simulated()), head, rows, List.of())));
    }

    Section agreement(RaterAgreement agreement) {
        List<String> sentences = new ArrayList<>();
        agreement
                .fineGrained()
                .ifPresent(row -> sentences.add(words.say(
                        "agreementSays",
                        number(row.macroTau().estimate()),
                        bounds(row.macroTau()),
                        by(row.macroTau(), row.macroTau().interval().method()))));
        List<Chart.Row> rows = new ArrayList<>();
        List<List<String>> lines = new ArrayList<>();
        for (RaterAgreement.Row row : agreement.metrics()) {
            String metric = row.name().in(words.language());
            if (!Double.isNaN(row.macroTau().estimate())) {
                rows.add(new Chart.Row(metric, row.macroTau().interval(), Optional.empty()));
            }
            lines.add(List.of(
                    metric,
                    String.valueOf(row.n()),
                    String.valueOf(row.pairs().size()),
                    number(row.macroTau().estimate()),
                    bounds(row.macroTau()),
                    number(row.alpha()),
                    number(row.ac2()),
                    number(row.icc()),
                    number(row.exact()),
                    number(row.within())));
        }
        String how = agreement.metrics().isEmpty()
                ? ""
                : by(
                        agreement.metrics().get(0).macroTau(),
                        agreement.metrics().get(0).macroTau().interval().method());
        return new Section(
                "agreement",
                words.say("agreement"),
                sentences,
                rows.isEmpty()
                        ? List.of()
                        : List.of(new Chart.Intervals(
                                marked("agreementChart", agreement.simulated()),
                                words.say("agreementLabel", how),
                                rows,
                                Optional.empty())),
                List.of(new ReportTable(
                        "agreement-table",
                        marked("agreement", agreement.simulated()),
                        List.of(
                                ReportTable.text(words.say("metric")),
                                ReportTable.number("n"),
                                ReportTable.number(words.say("pairCount")),
                                ReportTable.number(words.say("tau")),
                                ReportTable.number(words.say("interval")),
                                ReportTable.number(words.say("alpha")),
                                ReportTable.number(words.say("ac2")),
                                ReportTable.number(words.say("icc")),
                                ReportTable.number(words.say("acc")),
                                ReportTable.number(words.say("soft"))),
                        lines,
                        List.of())));
    }

    // ---- judges ----------------------------------------------------------------------------------------------------

    String judged(JudgeValidation judge) {
        double ceiling = ceiling(judge);
        double constant = constant(judge);
        String key = judge.accuracyInterval().lower() > constant
                ? "judgeBeats"
                : judge.accuracy() > constant ? "judgePerhaps" : "judgeFails";
        return words.say(
                key,
                judge.judge(),
                number(judge.accuracy()),
                bounds(judge.accuracyInterval()),
                number(constant),
                number(ceiling));
    }

    Section judges(List<JudgeValidation> judges) {
        List<Chart.Row> rows = new ArrayList<>();
        List<ReportTable> tables = new ArrayList<>();
        List<String> sentences = new ArrayList<>();
        for (JudgeValidation judge : judges) {
            sentences.add(judged(judge));
            rows.add(new Chart.Row(judge.judge(), judge.accuracyInterval().interval(), Optional.empty()));
            alone(rows, words.say("ceilingRow"), ceiling(judge));
            alone(rows, words.say("constantRow"), constant(judge));
            tables.add(judgeTable(judge, "judge-" + (tables.size() + 1)));
        }
        List<Chart> charts = List.of(new Chart.Intervals(
                marked("judgeChart", judges.stream().anyMatch(JudgeValidation::simulated)),
                words.say("judgeChartLabel"),
                rows,
                Optional.empty()));
        return new Section("judges", words.say("judges"), sentences, charts, tables);
    }

    /** A row that is a point without an interval; none where there is no value. */
    private static void alone(List<Chart.Row> rows, String name, double value) {
        if (!Double.isNaN(value)) {
            rows.add(new Chart.Row(
                    name, Interval.of(value, Double.NaN, Double.NaN, 0.95, IntervalMethod.T), Optional.empty()));
        }
    }

    private static double ceiling(JudgeValidation judge) {
        return mean(
                judge,
                row -> row.humanAgreement()
                        .map(JudgeValidation.HumanAgreement::accuracy)
                        .orElse(Double.NaN));
    }

    private static double constant(JudgeValidation judge) {
        return mean(
                judge,
                row -> row.majorityBaseline()
                        .map(JudgeValidation.MajorityBaseline::accuracy)
                        .orElse(Double.NaN));
    }

    private ReportTable judgeTable(JudgeValidation judge, String id) {
        List<List<String>> rows = new ArrayList<>();
        for (JudgeValidation.Row row : judge.metrics()) {
            rows.add(List.of(
                    row.metric().name().in(words.language()),
                    String.valueOf(row.n()),
                    number(row.accuracy()),
                    bounds(row.accuracyInterval()),
                    number(row.softAccuracy()),
                    number(row.kappa()),
                    number(row.weightedTau()),
                    Double.isNaN(row.bias()) ? "–" : ChartPainter.signed(row.bias()),
                    row.humanAgreement()
                            .map(c -> number(c.accuracy()) + " / " + number(c.softAccuracy()))
                            .orElse("–"),
                    row.majorityBaseline()
                            .map(c -> number(c.accuracy()) + " / " + number(c.softAccuracy()) + " (" + c.score() + ")")
                            .orElse("–")));
        }
        rows.add(List.of(
                words.say("meanOfMetrics"),
                "",
                number(judge.accuracy()),
                bounds(judge.accuracyInterval()),
                number(judge.softAccuracy()),
                number(mean(judge, JudgeValidation.Row::kappa)),
                number(mean(judge, JudgeValidation.Row::weightedTau)),
                ChartPainter.signed(mean(judge, JudgeValidation.Row::bias)),
                number(ceiling(judge)),
                number(constant(judge))));
        List<String> notes = new ArrayList<>();
        notes.add(words.say(
                "judgeNote",
                words.say("label." + judge.label().name()),
                by(judge.accuracyInterval(), judge.accuracyInterval().interval().method())));
        long people = judge.metrics().stream()
                .mapToLong(JudgeValidation.Row::humanOnly)
                .sum();
        long alone = judge.metrics().stream()
                .mapToLong(JudgeValidation.Row::judgeOnly)
                .sum();
        long undecided = judge.metrics().stream()
                .mapToLong(JudgeValidation.Row::undecided)
                .sum();
        if (people + alone + undecided > 0) {
            notes.add(
                    words.say("notCompared", String.valueOf(people), String.valueOf(alone), String.valueOf(undecided)));
        }
        return new ReportTable(
                id,
                words.say("judgeTitle", judge.judge()) + mark(judge.simulated()),
                List.of(
                        ReportTable.text(words.say("metric")),
                        ReportTable.number("n"),
                        ReportTable.number(words.say("acc")),
                        ReportTable.number(words.say("interval")),
                        ReportTable.number(words.say("soft")),
                        ReportTable.number(words.say("kappa")),
                        ReportTable.number(words.say("tau")),
                        ReportTable.number(words.say("bias")),
                        ReportTable.number(words.say("ceiling")),
                        ReportTable.number(words.say("constant"))),
                rows,
                notes);
    }

    private static double mean(JudgeValidation judge, ToDoubleFunction<JudgeValidation.Row> value) {
        return judge.metrics().stream().mapToDouble(value).average().orElse(Double.NaN);
    }

    // ---- coverage and findings -------------------------------------------------------------------------------------

    Section coverage(Ratings ratings, Map<String, Long> unscored) {
        long failed = unscored.values().stream().mapToLong(Long::longValue).sum();
        Map<List<String>, esrp.core.LevelCounts> cells = ratings.countsBy(Column.METRIC, Column.CANDIDATE);
        Map<List<String>, esrp.core.LevelCounts> raters = ratings.countsBy(Column.METRIC, Column.RATER);
        List<List<String>> rows = new ArrayList<>();
        int candidates = ratings.candidates().size();
        for (String id : ratings.metricIds()) {
            List<Long> counts = cells.entrySet().stream()
                    .filter(cell -> cell.getKey().get(0).equals(id))
                    .map(cell -> cell.getValue().n())
                    .toList();
            rows.add(List.of(
                    ratings.metric(id).name().in(words.language()),
                    String.valueOf(counts.stream().mapToLong(Long::longValue).sum()),
                    counts.size() + " / " + candidates,
                    String.valueOf(
                            counts.stream().mapToLong(Long::longValue).min().orElse(0)),
                    String.valueOf(
                            counts.stream().mapToLong(Long::longValue).max().orElse(0)),
                    String.valueOf(raters.keySet().stream()
                            .filter(key -> key.get(0).equals(id))
                            .count())));
        }
        List<ReportTable> tables = new ArrayList<>();
        tables.add(new ReportTable(
                "coverage-table",
                marked("ratingsByMetric", ratings.simulated()),
                List.of(
                        ReportTable.text(words.say("metric")),
                        ReportTable.number(words.say("ratings")),
                        ReportTable.number(words.say("candidates")),
                        ReportTable.number(words.say("fewest")),
                        ReportTable.number(words.say("most")),
                        ReportTable.number(words.say("raters"))),
                rows,
                List.of()));
        List<Chart> charts = new ArrayList<>();
        if (failed > 0) {
            List<List<String>> reasons = new ArrayList<>();
            List<Chart.Bar> bars = new ArrayList<>();
            unscored.forEach((reason, count) -> {
                reasons.add(List.of(said(reason), String.valueOf(count)));
                bars.add(new Chart.Bar(said(reason), count, true));
            });
            charts.add(new Chart.Bars(words.say("unscored"), words.say("unscoredLabel"), 0, bars));
            tables.add(new ReportTable(
                    "unscored-table",
                    words.say("unscored"),
                    List.of(ReportTable.text(words.say("reason")), ReportTable.number(words.say("count"))),
                    reasons,
                    List.of(words.say("unscoredNote"))));
        }
        return new Section("coverage", words.say("coverage"), List.of(covered(ratings.size(), failed)), charts, tables);
    }

    /** A reason as {@code CALL_FAILED:TIMEOUT} in the report's language; other texts stay as they are. */
    private String said(String reason) {
        return Arrays.stream(reason.split(":", -1))
                .map(part -> words.sayOr("unscored.", part))
                .collect(Collectors.joining(words.language().equals("zh") ? "：" : ": "));
    }

    String covered(long scored, long failed) {
        return words.say(
                failed == 0 ? "allScored" : "someUnscored",
                String.valueOf(scored),
                String.valueOf(failed),
                String.format(Locale.ROOT, "%.1f%%", 100.0 * failed / Math.max(1, scored + failed)));
    }

    Section findings(Dataset dataset) {
        Map<Finding.Code, List<Finding>> byCode = new LinkedHashMap<>();
        dataset.findings()
                .forEach(finding -> byCode.computeIfAbsent(finding.code(), any -> new ArrayList<>())
                        .add(finding));
        List<List<String>> rows = new ArrayList<>();
        byCode.forEach((code, all) -> rows.add(List.of(
                Messages.of(code).label(code).in(words.language()),
                String.valueOf(all.size()),
                all.get(0).place().in(words.language()),
                all.get(0).sentence(words.language()))));
        List<ReportTable> tables = rows.isEmpty()
                ? List.of()
                : List.of(new ReportTable(
                        "findings-table",
                        words.say("findings"),
                        List.of(
                                ReportTable.text(words.say("kind")),
                                ReportTable.number(words.say("count")),
                                ReportTable.text(words.say("examplePlace")),
                                ReportTable.text(words.say("example"))),
                        rows,
                        List.of(words.say("findingsNote"))));
        return new Section(
                "findings",
                words.say("findings"),
                List.of(
                        dataset.findings().isEmpty()
                                ? words.say("noFindings", described(dataset))
                                : words.say(
                                        "someFindings",
                                        String.valueOf(dataset.findings().size()),
                                        described(dataset))),
                List.of(),
                tables);
    }

    String described(Dataset dataset) {
        return words.say(
                "dataset",
                String.valueOf(dataset.replies()),
                String.valueOf(dataset.candidates().size()),
                String.valueOf(dataset.characters().size()),
                String.valueOf(dataset.scenarios().size()),
                String.valueOf(dataset.turns()));
    }

    // ---- diversity and words ---------------------------------------------------------------------------------------

    Section diversity(DiversityReport report, Truncation form, List<DiversityMeasure> measures) {
        List<Chart> charts = new ArrayList<>();
        DiversityMeasure first = measures.get(0);
        Map<String, DiversityReport.Value> ranking = report.ranking(first, form);
        List<Chart.Row> rows = new ArrayList<>();
        ranking.forEach((candidate, value) -> {
            if (!Double.isNaN(value.estimate())) {
                rows.add(new Chart.Row(name(candidate), value.interval(), Optional.empty()));
            }
        });
        if (!rows.isEmpty()) {
            charts.add(new Chart.Intervals(
                    words.say("lexical"), title(first) + words.say("pause") + amount(form), rows, Optional.empty()));
        }
        List<ReportTable.Column> head = new ArrayList<>();
        head.add(ReportTable.text(words.say("candidate")));
        head.add(ReportTable.number(words.say("tokens")));
        measures.forEach(measure -> head.add(ReportTable.number(title(measure))));
        List<List<String>> lines = new ArrayList<>();
        Set<String> notes = new LinkedHashSet<>();
        notes.add(words.say("diversityNote", amount(form)));
        for (String candidate : ranking.keySet()) {
            List<String> line = new ArrayList<>();
            line.add(name(candidate));
            line.add(String.format(
                    Locale.ROOT, "%.1f", report.value(candidate, first, form).meanTokens()));
            for (DiversityMeasure measure : measures) {
                DiversityReport.Value value = report.value(candidate, measure, form);
                line.add(interval(value.interval()));
                if (value.undefined() > 0) {
                    notes.add(words.say(
                            "undefinedBatches", name(candidate), title(measure), String.valueOf(value.undefined())));
                }
            }
            lines.add(line);
        }
        return new Section(
                "diversity",
                words.say("diversity"),
                List.of(),
                charts,
                List.of(new ReportTable("diversity-table", words.say("lexical"), head, lines, List.copyOf(notes))));
    }

    private String title(DiversityMeasure measure) {
        String arrow = measure.direction() == DiversityMeasure.Direction.NONE
                ? ""
                : words.say("direction." + measure.direction().name());
        return words.say("measure." + measure.id()) + arrow;
    }

    private String amount(Truncation form) {
        return form.isNone() ? words.say("form.raw") : words.say("form.first", String.valueOf(form.tokens()));
    }

    Section frequencies(WordFrequencies frequencies) {
        List<Chart> charts = new ArrayList<>();
        List<ReportTable.Column> head = new ArrayList<>(List.of(ReportTable.number(words.say("rank"))));
        List<List<WordFrequencies.Count>> columns = new ArrayList<>();
        for (String candidate : frequencies.candidates()) {
            List<WordFrequencies.Count> top = frequencies.top(candidate, WORDS_DRAWN);
            if (top.isEmpty()) {
                continue;
            }
            charts.add(new Chart.Cloud(
                    words.say("wordsOf", name(candidate)),
                    words.say("timesSaid"),
                    top.stream()
                            .map(word -> new Chart.Bar(word.word(), word.count(), true))
                            .toList()));
            head.add(ReportTable.text(name(candidate)));
            columns.add(top.subList(0, Math.min(WORDS_SHOWN, top.size())));
        }
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < columns.stream().mapToInt(List::size).max().orElse(0); i++) {
            List<String> row = new ArrayList<>(List.of(String.valueOf(i + 1)));
            for (List<WordFrequencies.Count> column : columns) {
                row.add(
                        i < column.size()
                                ? column.get(i).word() + " " + column.get(i).count()
                                : "");
            }
            rows.add(row);
        }
        return new Section(
                "frequencies",
                words.say("frequencies"),
                List.of(),
                charts,
                List.of(new ReportTable(
                        "words-table", words.say("frequencies"), head, rows, List.of(words.say("wordsNote")))));
    }

    // ---- provenance ------------------------------------------------------------------------------------------------

    Map<String, String> provenance(Leaderboard board) {
        Map<String, String> out = new LinkedHashMap<>();
        out.put(words.say("rubric"), board.rubric().id());
        out.put(words.say("unit"), unit(board.unit()));
        out.put(
                words.say("method"),
                words.say("method." + board.inference().method().name()));
        out.put(words.say("level"), percent(board.inference().level()));
        out.put(words.say("resamples"), String.valueOf(board.inference().resamples()));
        out.put(words.say("seed"), String.valueOf(board.inference().seed()));
        out.put(words.say("counted"), String.valueOf(board.ratings()));
        out.put(words.say("dataHash"), board.dataHash());
        return out;
    }

    // ---- words and numbers -----------------------------------------------------------------------------------------

    /** A heading that says so where numbers rest on ratings that nobody gave. */
    private String marked(String key, boolean simulated) {
        return words.say(key) + mark(simulated);
    }

    private String mark(boolean simulated) {
        return simulated ? words.say("simulatedMark") : "";
    }

    String name(String candidate) {
        return names.getOrDefault(candidate, candidate);
    }

    private String names(List<String> candidates) {
        return candidates.stream().map(this::name).collect(Collectors.joining(words.say("comma")));
    }

    private static String number(double value) {
        return ChartPainter.number(value);
    }

    private static String pValue(double p) {
        return Double.isNaN(p) ? "–" : p < 0.001 ? "<0.001" : String.format(Locale.ROOT, "%.3f", p);
    }

    private String bounds(UnitInterval interval) {
        return Double.isNaN(interval.lower())
                ? "–"
                : "[" + number(interval.lower()) + ", " + number(interval.upper()) + "]";
    }

    private static String interval(Interval interval) {
        return ChartPainter.text(interval);
    }

    private static String percent(double level) {
        return String.format(Locale.ROOT, "%.4g", 100 * level).replaceFirst("\\.?0+$", "") + "%";
    }

    /** As {@code t intervals by character (20)}. */
    private String by(UnitInterval interval, IntervalMethod method) {
        String clusters = interval.crossed() > 0
                ? interval.clusters() + " × " + interval.crossed()
                : String.valueOf(interval.clusters());
        return words.say("by", words.say("method." + method.name()), unit(interval.unit()), clusters);
    }

    private String unit(Unit unit) {
        return words.say("unit." + unit.name());
    }
}
