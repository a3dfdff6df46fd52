package esrp.report;

import esrp.core.Candidate;
import esrp.core.Dataset;
import esrp.core.Finding;
import esrp.core.LevelCounts;
import esrp.core.LocalizedText;
import esrp.core.Metric;
import esrp.core.Metric.Dimension;
import esrp.core.Ratings;
import esrp.core.Ratings.Column;
import esrp.core.Result;
import esrp.core.Table;
import esrp.core.internal.Messages;
import esrp.core.internal.Numbers;
import esrp.metrics.Calibration;
import esrp.metrics.Changes;
import esrp.metrics.Comparison;
import esrp.metrics.JudgeComparison;
import esrp.metrics.JudgeValidation;
import esrp.metrics.Leaderboard;
import esrp.metrics.RaterAgreement;
import esrp.metrics.ReleaseGate;
import esrp.metrics.Shortlist;
import esrp.metrics.UnitInterval;
import esrp.metrics.diversity.DiversityReport;
import esrp.metrics.diversity.WordFrequencies;
import esrp.stats.Interval;
import esrp.stats.IntervalMethod;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a report adds to the tables of results: sentences and pictures, in its language. */
final class Sections {
    private static final int RADAR_AXES = 3;
    /** How many names a sentence holds. */
    private static final int NAMED = 7;

    /** How many sets that overlap a sentence holds. */
    private static final int MOST_SETS = 3;

    private static final int WORDS_DRAWN = 36;
    /** How many clouds a page holds. */
    private static final int CLOUDS = 72;
    /** How many openings of a candidate are shown. */
    private static final int OPENINGS = 5;

    private static final int CANDIDATES_SAID = 12;
    /** Up to the first punctuation behind a letter, of 24 characters at most. */
    private static final Pattern CLAUSE =
            Pattern.compile("^([^\\p{L}\\p{N}]*[\\p{L}\\p{N}](?:[^\\p{P}\\n]|['’-]){0,23})");

    private final Words words;
    /** What pictures are about where the names in them do not say it: column to id, and name to what it stands for. */
    private final IdentityHashMap<Chart, Map<String, String>> about = new IdentityHashMap<>();

    Sections(Words words) {
        this.words = words;
    }

    IdentityHashMap<Chart, Map<String, String>> about() {
        return about;
    }

    private Section section(String id, List<String> sentences, List<Chart> charts, Result result) {
        return Section.of(id, words.language(), words.say("section." + id), result)
                .saying(sentences)
                .drawing(charts);
    }

    private Section own(
            String id, List<String> sentences, List<Chart> charts, List<Table> tables, List<Finding> notes) {
        return new Section(id, words.language(), words.say("section." + id), sentences, charts, tables, notes);
    }

    Section verdict(List<String> sentences) {
        return own("verdict", sentences, List.of(), List.of(), List.of());
    }

    /** A result that this report knows nothing of. */
    Section other(Result result) {
        return result.tables().stream()
                .findFirst()
                .map(table ->
                        // the banner and the tables say that ratings are simulated, headings need not
                        Section.of(
                                        table.id(),
                                        words.language(),
                                        table.title()
                                                .in(words.language())
                                                .replace(words.say("page.marked", "title", ""), ""),
                                        result)
                                .drawing(
                                        result instanceof Calibration
                                                ? List.of(reliability(
                                                        result.tables().get(1)))
                                                : List.of()))
                .orElseGet(() -> section("other", List.of(), List.of(), result));
    }

    /** How often a judge's most probable score was right, by how probable it held it: as said, and calibrated. */
    private Chart reliability(Table table) {
        List<Drawing.Series> stated = new ArrayList<>();
        List<Drawing.Series> right = new ArrayList<>();
        for (String curve : List.of("said", "calibrated")) {
            int column = curve.equals("said") ? 1 : 4;
            List<List<Table.Cell>> rows = table.rows().stream()
                    .filter(row -> row.get(column + 1) instanceof Table.Cell.Value)
                    .toList();
            String name = words.say("calibration." + curve);
            stated.add(new Drawing.Series(name, values(rows, column + 1)));
            right.add(new Drawing.Series(name, values(rows, column + 2)));
        }
        List<Table.Head> heads = table.heads();
        return new Drawing.Reliability(
                table.title().in(words.language()),
                heads.get(2).text().in(words.language()),
                heads.get(3).text().in(words.language()),
                stated,
                right);
    }

    private static List<Double> values(List<List<Table.Cell>> rows, int column) {
        return rows.stream()
                .map(row -> ((Table.Cell.Value) row.get(column)).value())
                .toList();
    }

    // ---- release ---------------------------------------------------------------------------------------------------

    Section gate(ReleaseGate.Decision decision) {
        return section("gate", List.of(decision.notes().get(0).in(words.language())), List.of(), decision);
    }

    Section changes(Changes changes) {
        List<Chart> charts = new ArrayList<>();
        Release.byKind(words, changes).forEach((name, rows) -> {
            List<Drawing.Row> drawn = rows.stream()
                    .filter(row -> row.difference()
                            .filter(d -> !Double.isNaN(d.lower()))
                            .isPresent())
                    .map(row -> row(
                            row.name().in(words.language()),
                            row.difference().orElseThrow().interval()))
                    .toList();
            if (!drawn.isEmpty()) {
                charts.add(new Drawing.Intervals(
                        words.say("changes.chart", "by", name), words.say("changes.axis"), drawn, Optional.of(0.0)));
            }
        });
        return section("changes", Release.moved(words, changes), charts, changes);
    }

    // ---- leaderboard -----------------------------------------------------------------------------------------------

    /** What the leaderboard says; whether its candidates are compared is the comparison's word, or another's. */
    List<String> verdict(Leaderboard board, Optional<Comparison> comparison, boolean compared) {
        List<Leaderboard.Row> ranked =
                board.rows().stream().filter(row -> row.rank().isPresent()).toList();
        if (ranked.isEmpty()) {
            return List.of(words.say("leaderboard.none"));
        }
        List<String> out = new ArrayList<>();
        Leaderboard.Row first = ranked.get(0);
        List<String> leaders = ranked.stream()
                .filter(row -> row.rank().equals(first.rank()))
                .map(Leaderboard.Row::name)
                .toList();
        boolean alone = leaders.size() == 1;
        out.add(first.averageInterval()
                .filter(interval -> alone && !Double.isNaN(interval.lower()))
                .map(interval -> words.phrase("leaderboard.leads.interval")
                        .with(
                                "name", first.name(),
                                "average", first.average(),
                                "bounds", bounds(interval),
                                "method", interval.description()))
                .orElseGet(() -> words.say(
                        alone ? "leaderboard.leads" : "leaderboard.share",
                        "name",
                        few(leaders),
                        "average",
                        first.average())));
        if (comparison.isPresent()) {
            out.addAll(tied(comparison.get()));
        } else if (ranked.size() > 1 && !compared) {
            out.add(words.say("leaderboard.uncompared"));
        }
        if (ranked.size() > 1) {
            List<String> best = new ArrayList<>();
            for (Dimension dimension : board.rubric().dimensions()) {
                best(board.rows(), dimension.id()).ifPresent(row -> {
                    double mean = row.dimension(dimension.id());
                    List<String> names = board.rows().stream()
                            .filter(other -> Math.abs(other.dimension(dimension.id()) - mean) < 1e-9)
                            .map(Leaderboard.Row::name)
                            .toList();
                    best.add(words.phrase("leaderboard.highest.one")
                            .with("dimension", dimension.name(), "name", few(names), "mean", mean));
                });
            }
            out.add(words.say("leaderboard.highest", "list", semicolons(best)));
        }
        return out;
    }

    private static Optional<Leaderboard.Row> best(List<Leaderboard.Row> rows, String dimension) {
        return rows.stream()
                .filter(row -> !Double.isNaN(row.dimension(dimension)))
                .max((a, b) -> Double.compare(a.dimension(dimension), b.dimension(dimension)));
    }

    private List<String> tied(Comparison comparison) {
        List<String> out = new ArrayList<>();
        String best = comparison.order().get(0);
        List<List<String>> tied =
                comparison.tied().stream().filter(set -> set.size() > 1).toList();
        Optional<List<String>> top =
                tied.stream().filter(set -> set.contains(best)).findFirst();
        out.add(
                top.isPresent()
                        ? words.say("tied.top", "names", few(names(comparison, top.get())), "alpha", alpha(comparison))
                        : words.phrase("tied.none")
                                .with(
                                        "name", comparison.name(best),
                                        "alpha", alpha(comparison),
                                        "share", comparison.probabilityOfBest(best)));
        List<String> others = tied.stream()
                .filter(set -> !set.contains(best))
                .map(set -> words.say("page.names", "names", few(names(comparison, set))))
                .toList();
        if (others.size() > MOST_SETS) {
            out.add(words.say("tied.groups", "list", semicolons(few(groups(comparison, tied, top.orElse(List.of()))))));
        } else if (!others.isEmpty()) {
            out.add(words.say(top.isPresent() ? "tied.others" : "tied.these", "list", semicolons(few(others))));
        }
        return out;
    }

    /** Sets that overlap as groups that do not: each holds who cannot be told apart from its first and is in none before. */
    private List<String> groups(Comparison comparison, List<List<String>> tied, List<String> named) {
        List<String> left = new ArrayList<>(comparison.order());
        left.removeAll(named);
        List<String> groups = new ArrayList<>();
        while (!left.isEmpty()) {
            String first = left.get(0);
            List<String> group = tied.stream()
                    .filter(set -> set.contains(first))
                    .map(set -> left.stream().filter(set::contains).toList())
                    .max(Comparator.comparingInt(List::size))
                    .orElse(List.of(first));
            groups.add(words.say("page.names", "names", few(names(comparison, group))));
            left.removeAll(group);
        }
        return groups;
    }

    Section leaderboard(Leaderboard board, Optional<Comparison> comparison) {
        List<Chart> charts = new ArrayList<>();
        List<Drawing.Row> rows = new ArrayList<>();
        Map<String, String> groups = groups(comparison);
        for (Leaderboard.Row row : board.rows()) {
            row.averageInterval()
                    .ifPresent(interval -> rows.add(new Drawing.Row(
                            row.name(), interval.interval(), Optional.ofNullable(groups.get(row.candidate())))));
        }
        board.rows().stream()
                .flatMap(row -> row.averageInterval().stream())
                .findFirst()
                .ifPresent(any -> charts.add(new Drawing.Intervals(
                        marked(board.simulated(), "leaderboard.chart"),
                        words.say("leaderboard.chart.axis", "method", any.description()),
                        rows,
                        Optional.empty())));
        radar(board).ifPresent(charts::add);
        List<String> sentences = groups.isEmpty()
                ? List.of()
                : List.of(words.say("leaderboard.brackets", "alpha", alpha(comparison.orElseThrow())));
        return section("leaderboard", sentences, charts, board);
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
        List<Drawing.Series> series = new ArrayList<>();
        for (Leaderboard.Row row : board.rows()) {
            List<Double> values =
                    metrics.stream().map(metric -> row.mean(metric.id())).toList();
            if (values.stream().anyMatch(value -> !value.isNaN())) {
                series.add(new Drawing.Series(row.name(), values));
            }
        }
        boolean oneScale = metrics.stream().map(Metric::scale).distinct().count() == 1;
        if (metrics.size() < RADAR_AXES || series.isEmpty() || !oneScale) {
            return Optional.empty();
        }
        return Optional.of(new Drawing.Radar(
                marked(board.simulated(), "leaderboard.radar"),
                metrics.stream()
                        .map(metric -> new Drawing.Axis(
                                metric.name().in(words.language())
                                        + (board.rubric().lowerIsBetter(metric.id()) ? " ↓" : ""),
                                board.rubric()
                                        .dimension(metric.dimension())
                                        .name()
                                        .in(words.language())))
                        .toList(),
                metrics.get(0).scale().lowest(),
                metrics.get(0).scale().highest(),
                series));
    }

    /** What stands outside the average against the average. */
    Optional<Section> tradeoff(Leaderboard board) {
        List<Chart> charts = new ArrayList<>();
        List<String> sentences = new ArrayList<>();
        Set<Dimension> averaged = Set.copyOf(board.rubric().averagedDimensions());
        for (Dimension dimension : board.rubric().dimensions()) {
            List<Leaderboard.Row> both = board.rows().stream()
                    .filter(row -> row.averageInterval().isPresent()
                            && row.dimensionInterval(dimension.id()).isPresent())
                    .toList();
            if (averaged.contains(dimension) || both.isEmpty()) {
                continue;
            }
            charts.add(new Drawing.Scatter(
                    marked(board.simulated(), "tradeoff.chart", "dimension", dimension.name()),
                    words.say("tradeoff.average"),
                    dimension.name().in(words.language()),
                    both.stream()
                            .map(row -> new Drawing.Point(
                                    row.name(),
                                    row.averageInterval().orElseThrow().interval(),
                                    row.dimensionInterval(dimension.id())
                                            .orElseThrow()
                                            .interval()))
                            .toList()));
            Leaderboard.Row best = best(both, dimension.id()).orElseThrow();
            sentences.add(words.phrase(best.rank().isPresent() ? "tradeoff.best" : "tradeoff.unranked")
                    .with(
                            "dimension", dimension.name(),
                            "name", best.name(),
                            "mean", best.dimension(dimension.id()),
                            "rank", best.rank().orElse(0),
                            "count", both.size()));
            List<String> unbeaten = both.stream()
                    .filter(row -> both.stream().noneMatch(other -> beats(other, row, dimension.id())))
                    .map(Leaderboard.Row::name)
                    .toList();
            sentences.add(words.say("tradeoff.unbeaten", "names", few(unbeaten)));
        }
        return charts.isEmpty()
                ? Optional.empty()
                : Optional.of(own("tradeoff", sentences, charts, List.of(), List.of()));
    }

    private static boolean beats(Leaderboard.Row other, Leaderboard.Row row, String dimension) {
        return other.average() >= row.average()
                && other.dimension(dimension) >= row.dimension(dimension)
                && (other.average() > row.average() || other.dimension(dimension) > row.dimension(dimension));
    }

    // ---- pairs -----------------------------------------------------------------------------------------------------

    Section differences(Comparison comparison) {
        List<String> order = comparison.order();
        int n = order.size();
        double[][] values = new double[n][n];
        boolean[][] marks = new boolean[n][n];
        long apart = 0;
        for (Comparison.Difference pair : comparison.differences()) {
            int better = order.indexOf(pair.better());
            int other = order.indexOf(pair.other());
            values[better][other] = pair.difference().estimate();
            values[other][better] = -pair.difference().estimate();
            boolean mark = pair.adjustedPValue() < alpha(comparison);
            marks[better][other] = mark;
            marks[other][better] = mark;
            apart += mark ? 1 : 0;
        }
        IntStream.range(0, n).forEach(i -> values[i][i] = Double.NaN);
        Chart matrix = new Drawing.Matrix(
                marked(comparison.simulated(), "differences.chart"),
                names(comparison, order),
                Arrays.stream(values)
                        .map(row -> Arrays.stream(row).boxed().toList())
                        .toList(),
                Arrays.stream(marks)
                        .map(row -> IntStream.range(0, n).mapToObj(j -> row[j]).toList())
                        .toList(),
                words.say("differences.mark", "alpha", alpha(comparison)));
        return section(
                "differences",
                List.of(words.phrase("differences.count")
                        .with(
                                "apart", apart,
                                "count", comparison.differences().size(),
                                "alpha", alpha(comparison))),
                List.of(matrix),
                comparison);
    }

    private static double alpha(Comparison comparison) {
        return 1 - comparison.level();
    }

    private static List<String> names(Comparison comparison, List<String> candidates) {
        return candidates.stream().map(comparison::name).toList();
    }

    // ---- shortlist and agreement -----------------------------------------------------------------------------------

    Section shortlist(Shortlist shortlist) {
        List<Drawing.Bar> bars = shortlist.places().stream()
                .filter(place -> !Double.isNaN(place.score()))
                .map(place -> new Drawing.Bar(shortlist.name(place.candidate()), place.score(), place.chosen()))
                .toList();
        List<String> sentences = new ArrayList<>();
        sentences.add(words.phrase("shortlist.chosen")
                .with(
                        "judges", shortlist.judges().size(),
                        "count", shortlist.chosen().size(),
                        "names",
                                shortlist.chosen().stream().map(shortlist::name).toList()));
        shortlist
                .cut()
                .ifPresent(cut -> sentences.add(words.phrase("shortlist.cut")
                        .with(
                                "estimate", cut.estimate(),
                                "bounds", bounds(cut),
                                "method", cut.description())));
        List<Chart> charts = bars.isEmpty()
                ? List.of()
                : List.of(new Drawing.Bars(
                        marked(shortlist.simulated(), "shortlist.chart"),
                        words.say("shortlist.chart.axis"),
                        shortlist.lowest(),
                        bars));
        return section("shortlist", sentences, charts, shortlist);
    }

    Section agreement(RaterAgreement agreement) {
        List<String> sentences = new ArrayList<>();
        agreement.fineGrained().ifPresent(row -> {
            sentences.add(words.phrase("agreement.tau")
                    .with(
                            "tau", row.macroTau().estimate(),
                            "bounds", bounds(row.macroTau()),
                            "method", row.macroTau().description()));
            UnitInterval pooled = row.microTau();
            if (!Double.isNaN(pooled.lower() + row.microTauByChance())) {
                boolean more = pooled.lower() > row.microTauByChance();
                sentences.add(words.phrase(more ? "agreement.more" : "agreement.perhaps")
                        .with("tau", pooled.estimate(), "bounds", bounds(pooled), "chance", row.microTauByChance()));
            }
        });
        List<RaterAgreement.Row> defined = agreement.metrics().stream()
                .filter(row -> !Double.isNaN(row.macroTau().estimate()))
                .toList();
        List<Drawing.Row> rows = new ArrayList<>();
        Map<String, String> ids = new HashMap<>();
        for (RaterAgreement.Row row : defined) {
            String name = row.name().in(words.language());
            String chance = words.say("agreement.chance", "name", name);
            rows.add(row(name, row.macroTau().interval()));
            alone(rows, chance, row.microTauByChance());
            ids.put(chance, "chance " + row.metric());
        }
        List<Chart> charts = defined.isEmpty()
                ? List.of()
                : List.of(new Drawing.Intervals(
                        marked(agreement.simulated(), "agreement.chart"),
                        words.say(
                                "agreement.chart.axis",
                                "method",
                                defined.get(0).macroTau().description()),
                        rows,
                        Optional.empty()));
        charts.forEach(chart -> about.put(chart, ids));
        return section("agreement", sentences, charts, agreement);
    }

    // ---- judges ----------------------------------------------------------------------------------------------------

    String judged(JudgeValidation judge) {
        double baseline = baseline(judge);
        String key = judge.accuracyInterval().lower() > baseline
                ? "judges.beats"
                : judge.accuracy() > baseline ? "judges.perhaps" : "judges.fails";
        return words.phrase(key)
                .with(
                        "judge", judge.judge(),
                        "match", judge.accuracy(),
                        "bounds", bounds(judge.accuracyInterval()),
                        "baseline", baseline,
                        "people", people(judge));
    }

    Section judges(List<JudgeValidation> judges) {
        List<Drawing.Row> rows = new ArrayList<>();
        Map<String, String> ids = new HashMap<>();
        for (JudgeValidation judge : judges) {
            String people = words.say("judges.chart.people", "judge", judge.judge());
            String baseline = words.say("judges.chart.baseline", "judge", judge.judge());
            rows.add(row(judge.judge(), judge.accuracyInterval().interval()));
            alone(rows, people, people(judge));
            alone(rows, baseline, baseline(judge));
            ids.put(people, "human " + judge.judge());
            ids.put(baseline, "majority " + judge.judge());
        }
        Chart chart = new Drawing.Intervals(
                marked(judges.stream().anyMatch(JudgeValidation::simulated), "judges.chart"),
                words.say("judges.chart.axis"),
                rows,
                Optional.empty());
        about.put(chart, ids);
        return own(
                "judges",
                judges.stream().map(this::judged).toList(),
                List.of(chart),
                judges.stream().flatMap(judge -> judge.tables().stream()).toList(),
                judges.stream()
                        .flatMap(judge -> judge.notes().stream())
                        .distinct()
                        .toList());
    }

    Section judgeDifferences(JudgeComparison comparison) {
        return section("judge-differences", List.of(), List.of(), comparison);
    }

    private static Drawing.Row row(String name, Interval interval) {
        return new Drawing.Row(name, interval, Optional.empty());
    }

    /** A row that is a point without an interval; none where there is no value. */
    private static void alone(List<Drawing.Row> rows, String name, double value) {
        if (!Double.isNaN(value)) {
            rows.add(row(name, Interval.of(value, Double.NaN, Double.NaN, 0.95, IntervalMethod.T)));
        }
    }

    private static double people(JudgeValidation judge) {
        return mean(
                judge,
                row -> row.humanAgreement()
                        .map(JudgeValidation.HumanAgreement::accuracy)
                        .orElse(Double.NaN));
    }

    private static double baseline(JudgeValidation judge) {
        return mean(
                judge,
                row -> row.majorityBaseline()
                        .map(JudgeValidation.MajorityBaseline::accuracy)
                        .orElse(Double.NaN));
    }

    private static double mean(JudgeValidation judge, ToDoubleFunction<JudgeValidation.Row> value) {
        return judge.metrics().stream().mapToDouble(value).average().orElse(Double.NaN);
    }

    // ---- diversity and words ---------------------------------------------------------------------------------------

    Section diversity(DiversityReport report) {
        List<Chart> charts = report.tables().stream()
                .flatMap(table -> intervals(table).stream())
                .limit(1)
                .toList();
        return section("diversity", List.of(), charts, report);
    }

    /** The first intervals of a table whose first column names the rows. */
    private Optional<Chart> intervals(Table table) {
        for (int i = 1; i < table.heads().size(); i++) {
            List<Drawing.Row> rows = new ArrayList<>();
            for (List<Table.Cell> row : table.rows()) {
                if (row.get(i) instanceof Table.Cell.Bounded cell && row.get(0) instanceof Table.Cell.Text name) {
                    rows.add(row(
                            name.text().in(words.language()),
                            Interval.of(cell.estimate(), cell.lower(), cell.upper(), 0.95, IntervalMethod.T)));
                }
            }
            if (!rows.isEmpty()) {
                return Optional.of(new Drawing.Intervals(
                        table.title().in(words.language()),
                        table.heads().get(i).text().in(words.language()),
                        rows,
                        Optional.empty()));
            }
        }
        return Optional.empty();
    }

    /** Clouds of each candidate as each character, as many characters as a page holds; then of all characters together. */
    Section frequencies(WordFrequencies given) {
        WordFrequencies frequencies = given.withoutFunctionWords();
        List<Chart> charts = new ArrayList<>();
        List<String> candidates = frequencies.candidates();
        List<String> characters = candidates.stream()
                .flatMap(candidate -> frequencies.characters(candidate).stream())
                .distinct()
                .toList();
        int most = Math.max(1, CLOUDS / Math.max(1, candidates.size()) - 1);
        for (String character : characters.subList(0, Math.min(most, characters.size()))) {
            for (String candidate : candidates) {
                if (frequencies.characters(candidate).contains(character)) {
                    String title = words.phrase("frequencies.chart.character")
                            .with("name", frequencies.name(candidate), "character", character);
                    cloud(title, frequencies.top(candidate, character, WORDS_DRAWN), charts)
                            .ifPresent(
                                    chart -> about.put(chart, Map.of("candidate", candidate, "character", character)));
                }
            }
        }
        for (String candidate : candidates) {
            String title = words.say("frequencies.chart", "name", frequencies.name(candidate));
            cloud(title, frequencies.top(candidate, WORDS_DRAWN), charts)
                    .ifPresent(chart -> about.put(chart, Map.of("candidate", candidate)));
        }
        List<String> said = characters.size() > most
                ? List.of(words.say("frequencies.some", "count", most, "all", characters.size()))
                : List.of();
        return section("frequencies", said, charts, given);
    }

    private Optional<Chart> cloud(String title, Map<String, Long> top, List<Chart> charts) {
        if (top.isEmpty()) {
            return Optional.empty();
        }
        charts.add(new Drawing.Cloud(
                title,
                words.say("frequencies.chart.axis"),
                top.entrySet().stream()
                        .map(word -> new Drawing.Bar(word.getKey(), word.getValue(), true))
                        .toList()));
        return Optional.of(charts.get(charts.size() - 1));
    }

    /** How replies begin: the first clauses that a candidate uses more than once, as texts with counts. */
    Optional<Section> openings(Dataset dataset) {
        Table.Builder table = Table.builder("openings", Words.everywhere("openings.table"))
                .head(Table.Head.text("candidate", Words.everywhere("cases.candidate")))
                .head(Table.Head.text("opening", Words.everywhere("openings.opening")))
                .head(Table.Head.count("count", Words.everywhere("coverage.count")))
                .head(Table.Head.of("share", Words.everywhere("openings.share"), Table.Style.PERCENT, 1));
        List<String> sentences = new ArrayList<>();
        for (Candidate candidate : dataset.candidates()) {
            Map<String, Integer> counts = openings(dataset, candidate.id());
            int replies = counts.values().stream().mapToInt(Integer::intValue).sum();
            List<Map.Entry<String, Integer>> repeated = counts.entrySet().stream()
                    .filter(entry -> entry.getValue() > 1)
                    .sorted(Map.Entry.<String, Integer>comparingByValue()
                            .reversed()
                            .thenComparing(Map.Entry.comparingByKey()))
                    .limit(OPENINGS)
                    .toList();
            repeated.forEach(entry -> table.row(
                    Table.Cell.named(candidate.id(), candidate.name()),
                    entry.getKey(),
                    entry.getValue(),
                    (double) entry.getValue() / replies));
            if (!repeated.isEmpty()) {
                long again = repeatedReplies(counts);
                sentences.add(words.phrase("openings.said")
                        .with(
                                "name", candidate.name(),
                                "share", Numbers.percent((double) again / replies, 0)));
            }
        }
        return sentences.isEmpty()
                ? Optional.empty()
                : Optional.of(own(
                        "openings",
                        sentences.subList(0, Math.min(CANDIDATES_SAID, sentences.size())),
                        List.of(),
                        List.of(table.build()),
                        List.of(Note.OPENINGS.note())));
    }

    /** How many replies begin as another of the same candidate does. */
    static long repeatedReplies(Map<String, Integer> openings) {
        return openings.values().stream()
                .filter(count -> count > 1)
                .mapToInt(Integer::intValue)
                .sum();
    }

    /** The first clause of each reply of a candidate, and how often. */
    static Map<String, Integer> openings(Dataset dataset, String candidate) {
        Map<String, Integer> counts = new HashMap<>();
        dataset.dialogues(candidate)
                .flatMap(dialogue -> dialogue.replies().stream())
                .map(Sections::opening)
                .filter(opening -> !opening.isEmpty())
                .forEach(opening -> counts.merge(opening, 1, Integer::sum));
        return counts;
    }

    private static String opening(String reply) {
        Matcher clause = CLAUSE.matcher(reply);
        return clause.find() ? clause.group(1).strip() : "";
    }

    // ---- coverage and findings -------------------------------------------------------------------------------------

    Section coverage(Ratings ratings, Map<String, Long> unscored) {
        Map<List<String>, LevelCounts> cells = ratings.countsBy(Column.METRIC, Column.CANDIDATE);
        Set<List<String>> raters = ratings.countsBy(Column.METRIC, Column.RATER).keySet();
        LocalizedText title = ratings.simulated() ? Words.marked("coverage.table") : Words.everywhere("coverage.table");
        Table.Builder table = Words.heads(
                Table.builder("coverage", title),
                "coverage.",
                "metric ratings|# candidates|# fewest|# most|# raters|#");
        for (String id : ratings.metricIds()) {
            var counts = cells.entrySet().stream()
                    .filter(cell -> cell.getKey().get(0).equals(id))
                    .mapToLong(cell -> cell.getValue().n())
                    .summaryStatistics();
            table.row(
                    new Table.Cell.Text(ratings.metric(id).name(), Optional.of(id)),
                    counts.getSum(),
                    counts.getCount(),
                    counts.getMin(),
                    counts.getMax(),
                    raters.stream().filter(key -> key.get(0).equals(id)).count());
        }
        List<Table> tables = new ArrayList<>(List.of(table.build()));
        List<Chart> charts = new ArrayList<>();
        long failed = unscored.values().stream().mapToLong(Long::longValue).sum();
        if (failed > 0) {
            Table.Builder reasons = Table.builder("unscored", Words.everywhere("coverage.unscored"));
            Words.heads(reasons, "coverage.", "reason count|#");
            reasons.note(Note.UNSCORED.note());
            List<Drawing.Bar> bars = new ArrayList<>();
            unscored.forEach((reason, count) -> {
                reasons.row(Table.Cell.named(reason, reason(reason)), count);
                bars.add(new Drawing.Bar(reason(reason), count, true));
            });
            charts.add(new Drawing.Bars(words.say("coverage.unscored"), words.say("coverage.unscored.axis"), 0, bars));
            tables.add(reasons.build());
        }
        String said = words.phrase(failed == 0 ? "coverage.all" : "coverage.some")
                .with(
                        "scored", ratings.size(),
                        "failed", failed,
                        "share", Numbers.percent((double) failed / Math.max(1, ratings.size() + failed), 1));
        return own("coverage", List.of(said), charts, tables, List.of());
    }

    /** A reason as {@code CALL_FAILED:TIMEOUT} in the report's language; other texts stay as they are. */
    private String reason(String code) {
        return Arrays.stream(code.split(":", -1))
                .map(part -> words.sayOr("unscored.", part))
                .collect(Collectors.joining(words.say("page.colon")));
    }

    Section findings(Dataset dataset) {
        boolean none = dataset.findings().isEmpty();
        String said = words.phrase(none ? "findings.none" : "findings.some")
                .with(
                        "count", dataset.findings().size(),
                        "data", described(dataset));
        return own(
                "findings",
                List.of(said),
                List.of(),
                none ? List.of() : List.of(Finding.summary(dataset.findings())),
                none ? List.of() : List.of(Note.UNCHANGED.note()));
    }

    String described(Dataset dataset) {
        return words.phrase("findings.data")
                .with(
                        "replies", dataset.replies(),
                        "candidates", dataset.candidates().size(),
                        "characters", dataset.characters().size(),
                        "scenarios", dataset.scenarios().size(),
                        "turns", dataset.turns());
    }

    // ---- provenance ------------------------------------------------------------------------------------------------

    Map<String, String> provenance(Leaderboard board) {
        Map<String, String> out = new LinkedHashMap<>();
        out.put("rubric", board.rubric().id());
        board.rows().stream()
                .flatMap(row -> row.averageInterval().stream())
                .findFirst()
                .ifPresent(any -> out.put("intervals", any.description().in(words.language())));
        out.put("resamples", Numbers.count(board.inference().resamples()));
        out.put("seed", String.valueOf(board.inference().seed()));
        out.put("counted", Numbers.count(board.ratings()));
        out.put("ratings", board.dataHash());
        return out;
    }

    // ---- words and numbers -----------------------------------------------------------------------------------------

    /** The first of many, and how many more there are. */
    private List<String> few(List<String> names) {
        if (names.size() <= NAMED) {
            return names;
        }
        List<String> first = new ArrayList<>(names.subList(0, NAMED - 1));
        first.add(words.say("page.others", "count", names.size() - first.size()));
        return first;
    }

    private String semicolons(List<String> parts) {
        return String.join(Messages.core().text(words.language(), "list.semicolon"), parts);
    }

    /** A heading that is marked where numbers rest on simulated ratings. */
    private String marked(boolean simulated, String key, Object... parameters) {
        String title = words.say(key, parameters);
        return simulated ? words.say("page.marked", "title", title) : title;
    }

    private static String bounds(UnitInterval interval) {
        return Numbers.bounds(interval.lower(), interval.upper(), 2);
    }
}
