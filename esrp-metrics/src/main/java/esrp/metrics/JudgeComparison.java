package esrp.metrics;

import esrp.core.Finding;
import esrp.core.LocalizedText;
import esrp.core.Metric;
import esrp.core.Ratings;
import esrp.core.Ratings.Column;
import esrp.core.Table;
import esrp.core.internal.Names;
import esrp.stats.PairTable;
import esrp.stats.SpearmanRho;
import esrp.stats.Weights;
import esrp.stats.cluster.ClusteredTotals;
import esrp.stats.cluster.Comparisons;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which of two or more judges matches people better: the difference of each figure of agreement on what both judges and people
 * rated, paired, with its interval and a p value.
 *
 * <ul>
 *   <li>Figures are share of equal scores, of scores up to one level apart, quadratically weighted kappa, weighted tau and Spearman's rho. Two judges
 *       are compared on what both rated, and on nothing else.
 *   <li>Differences have t intervals from the jackknife over the {@link Unit}, not adjusted for their number; p values are adjusted
 *       by Holm for all pairs of judges and all metrics of one figure, and those of the means over metrics for all pairs.
 *   <li>How much of what people rated a judge covers stands in its row.
 * </ul>
 *
 * <p>Immutable.
 */
public final class JudgeComparison extends Shown {
    /** A figure of agreement of a judge with people. */
    public enum Figure {
        /** Share of equal scores: the paper's acc. */
        ACCURACY(table -> table.agreementWithin(0)),
        /** Share of scores that differ by at most one level: the paper's acc_soft. */
        SOFT_ACCURACY(table -> table.agreementWithin(1)),
        /** Cohen's kappa with quadratic weights. */
        KAPPA(table -> table.cohenKappa(Weights.QUADRATIC)),
        /** Weighted Kendall's tau. */
        WEIGHTED_TAU(RaterAgreement::tau),
        /** Spearman's rank correlation. */
        SPEARMAN(table -> SpearmanRho.statistic(table.counts()));

        @SuppressWarnings("ImmutableEnumChecker") // a function without state
        private final ToDoubleFunction<PairTable> value;

        Figure(ToDoubleFunction<PairTable> value) {
            this.value = value;
        }

        LocalizedText label() {
            return Texts.say("figure." + name());
        }
    }

    private final List<JudgeValidation> judges = new ArrayList<>();
    private final List<Row> rows;
    private final List<Finding> notes = new ArrayList<>();
    private final Choices choices;
    private final boolean simulated;

    /**
     * Compares judges: each human rating by itself, 95% intervals by character, repeated ratings refused. For other choices see
     * {@link Analysis#judgeComparison(Ratings, HumanLabel)}.
     *
     * @param human the ratings of people
     * @param judges the ratings of two judges or more; each rater is one judge
     * @return the comparison
     * @throws IllegalArgumentException if fewer than two judges rated something that people rated, or as {@link
     *     JudgeValidation#of} says
     */
    public static JudgeComparison of(Ratings human, Ratings judges) {
        return new JudgeComparison(human, judges, HumanLabel.EACH_RATER, Choices.DEFAULT);
    }

    JudgeComparison(Ratings human, Ratings given, HumanLabel label, Choices choices) {
        this.choices = choices;
        for (String judge : given.raters().stream().sorted(Names::compare).toList()) {
            try {
                judges.add(new JudgeValidation(human, given.where(Column.RATER, judge), label, choices));
            } catch (Unavailable e) {
                notes.add(Unavailable.reason(e));
            }
        }
        if (judges.size() < 2) {
            throw new Unavailable(AnalysisCode.ONE_JUDGE, "count", judges.size());
        }
        simulated = judges.stream().anyMatch(JudgeValidation::simulated);
        List<String> names = judges.stream().map(JudgeValidation::judge).toList();
        Set<String> rated = Set.copyOf(judges.stream()
                .flatMap(judge ->
                        judge.metrics().stream().map(row -> row.metric().id()))
                .toList());
        Ratings all = human.plus(given.where(Column.RATER, names.toArray(String[]::new)))
                .where(rating -> rated.contains(rating.metric()));
        List<Metric> metrics =
                all.metrics().stream().filter(m -> rated.contains(m.id())).toList();
        ScoreTable table = ScoreTable.of(all, metrics, choices.duplicates());
        BitSet models = new BitSet();
        names.forEach(name -> models.set(table.raters.indexOf(name)));
        List<List<JudgePairs>> pairs = names.stream()
                .map(name -> IntStream.range(0, metrics.size())
                        .mapToObj(m -> new JudgePairs(label, table, m, table.raters.indexOf(name), models))
                        .toList())
                .toList();
        List<Draft> drafts = new ArrayList<>();
        for (int a = 0; a < names.size(); a++) {
            for (int b = a + 1; b < names.size(); b++) {
                Both both = new Both(table, pairs.get(a), pairs.get(b));
                List<Integer> shared = IntStream.range(0, metrics.size())
                        .filter(m -> both.n(m) > 0)
                        .boxed()
                        .toList();
                for (int m : shared) {
                    drafts.add(new Draft(names.get(a), names.get(b), Optional.of(metrics.get(m)), both, List.of(m)));
                }
                if (!shared.isEmpty()) {
                    drafts.add(new Draft(names.get(a), names.get(b), Optional.empty(), both, shared));
                }
            }
        }
        rows = rows(drafts, metrics);
    }

    /** What two judges said of what both and people rated: by metric the places in the pairs of each. */
    private static final class Both {
        private final ScoreTable table;
        private final List<int[]> forms = new ArrayList<>();
        /** By metric and pair: level of people, of the first and of the second judge. */
        private final List<int[][]> levels = new ArrayList<>();

        Both(ScoreTable table, List<JudgePairs> first, List<JudgePairs> second) {
            this.table = table;
            for (int m = 0; m < first.size(); m++) {
                JudgePairs one = first.get(m);
                JudgePairs other = second.get(m);
                Map<Long, Integer> places = new HashMap<>();
                for (int p = 0; p < one.size; p++) {
                    places.put(key(one, p), p);
                }
                List<int[]> shared = new ArrayList<>();
                for (int p = 0; p < other.size; p++) {
                    Integer at = places.get(key(other, p));
                    if (at != null) {
                        shared.add(new int[] {other.form[p], other.human[p], one.judge[at], other.judge[p]});
                    }
                }
                forms.add(shared.stream().mapToInt(each -> each[0]).toArray());
                levels.add(shared.toArray(int[][]::new));
            }
        }

        private static long key(JudgePairs pairs, int p) {
            return (long) pairs.candidate[p] << 32 | pairs.form[p];
        }

        int n(int metric) {
            return forms.get(metric).length;
        }

        int characters(List<Integer> metrics) {
            return (int) metrics.stream()
                    .flatMapToInt(m -> Arrays.stream(forms.get(m)))
                    .map(table::character)
                    .distinct()
                    .count();
        }

        /** Tables of the first and of the second judge for each metric, by cluster. */
        ClusteredTotals<List<PairTable>> by(Unit unit, List<Integer> metrics) {
            Map<Integer, long[][][]> clusters = new LinkedHashMap<>();
            for (int i = 0; i < metrics.size(); i++) {
                int m = metrics.get(i);
                for (int[] each : levels.get(m)) {
                    long[][][] tables =
                            clusters.computeIfAbsent(Units.cluster(table, each[0], unit), key -> empty(metrics));
                    tables[2 * i][each[1]][each[2]]++;
                    tables[2 * i + 1][each[1]][each[3]]++;
                }
            }
            return ClusteredTotals.of(
                    clusters.values().stream()
                            .map(tables ->
                                    Arrays.stream(tables).map(PairTable::of).toList())
                            .toList(),
                    each(PairTable::plus),
                    each(PairTable::minus));
        }

        private long[][][] empty(List<Integer> metrics) {
            long[][][] tables = new long[2 * metrics.size()][][];
            for (int i = 0; i < tables.length; i++) {
                int k = table.metrics.get(metrics.get(i / 2)).scale().levels();
                tables[i] = new long[k][k];
            }
            return tables;
        }

        private static BinaryOperator<List<PairTable>> each(BinaryOperator<PairTable> operator) {
            return (a, b) -> IntStream.range(0, a.size())
                    .mapToObj(i -> operator.apply(a.get(i), b.get(i)))
                    .toList();
        }
    }

    /** A row before p values are adjusted. */
    private record Draft(String first, String second, Optional<Metric> metric, Both both, List<Integer> metrics) {
        Map<Figure, Jackknifed> differences(Unit unit) {
            Map<Unit, ClusteredTotals<List<PairTable>>> totals = new EnumMap<>(Unit.class);
            Map<Figure, Jackknifed> differences = new EnumMap<>(Figure.class);
            for (Figure figure : Figure.values()) {
                ToDoubleFunction<List<PairTable>> statistic = tables -> IntStream.range(0, metrics.size())
                        .mapToDouble(i -> figure.value.applyAsDouble(tables.get(2 * i))
                                - figure.value.applyAsDouble(tables.get(2 * i + 1)))
                        .average()
                        .orElse(Double.NaN);
                differences.put(
                        figure,
                        Jackknifed.of(
                                unit,
                                part -> Jackknifed.Part.of(
                                        totals.computeIfAbsent(part, p -> both.by(p, metrics)), statistic)));
            }
            return differences;
        }
    }

    private List<Row> rows(List<Draft> drafts, List<Metric> metrics) {
        List<Map<Figure, Jackknifed>> found = drafts.stream()
                .map(draft -> draft.differences(Units.choose(
                                draft.both.table,
                                choices.unit(),
                                draft.metrics.stream().map(metrics::get).toList(),
                                draft.metrics.stream().flatMapToInt(m -> Arrays.stream(draft.both.forms.get(m))))
                        .unit()))
                .toList();
        List<Map<Figure, Difference>> made = Stream.<Map<Figure, Difference>>generate(() -> new EnumMap<>(Figure.class))
                .limit(drafts.size())
                .toList();
        for (Figure figure : Figure.values()) {
            for (boolean mean : new boolean[] {true, false}) {
                int[] family = IntStream.range(0, drafts.size())
                        .filter(i -> drafts.get(i).metric.isEmpty() == mean)
                        .toArray();
                double[] pValues = Arrays.stream(family)
                        .mapToDouble(i -> difference(found, i, figure).pValue())
                        .toArray();
                double[] adjusted = Comparisons.holm(pValues);
                for (int f = 0; f < family.length; f++) {
                    UnitInterval interval = difference(found, family[f], figure)
                            .plain(choices.inference().level());
                    made.get(family[f]).put(figure, new DifferenceOf(interval, pValues[f], adjusted[f]));
                }
            }
        }
        List<Row> all = new ArrayList<>();
        for (int i = 0; i < drafts.size(); i++) {
            Draft draft = drafts.get(i);
            all.add(new RowOf(
                    draft.first,
                    draft.second,
                    draft.metric,
                    draft.metrics.stream().mapToLong(draft.both::n).sum(),
                    draft.both.characters(draft.metrics),
                    Collections.unmodifiableMap(made.get(i))));
        }
        return Collections.unmodifiableList(all);
    }

    private static Jackknifed difference(List<Map<Figure, Jackknifed>> found, int row, Figure figure) {
        return Objects.requireNonNull(found.get(row).get(figure));
    }

    /** How much better one judge is than another by one figure. */
    public sealed interface Difference {
        /** {@return figure of the first judge minus that of the second, with its unit; not adjusted; NaN if not defined} */
        UnitInterval interval();

        /** {@return the two-sided p value of no difference, in [0, 1], or NaN} */
        double pValue();

        /** {@return the p value adjusted by Holm; compare this one with 0.05} */
        double adjustedPValue();
    }

    private record DifferenceOf(UnitInterval interval, double pValue, double adjustedPValue) implements Difference {}

    /** Two judges on one metric, or on the mean of all. */
    public sealed interface Row {
        /** {@return the rater id of one judge} */
        String first();

        /** {@return the rater id of the other} */
        String second();

        /** {@return the metric; empty for the mean over all that both judges and people rated, each counting the same} */
        Optional<Metric> metric();

        /** {@return pairs of a human label and scores of both judges, at least 1} */
        long n();

        /** {@return how many characters they are of, at least 1} */
        int characters();

        /** {@return the difference by each figure} */
        Map<Figure, Difference> differences();

        /**
         * {@return the difference by one figure}
         *
         * @param figure any
         */
        default Difference difference(Figure figure) {
            return Objects.requireNonNull(differences().get(figure), "figure");
        }
    }

    private record RowOf(
            String first,
            String second,
            Optional<Metric> metric,
            long n,
            int characters,
            Map<Figure, Difference> differences)
            implements Row {
        LocalizedText name() {
            return metric.map(Metric::name).orElseGet(() -> Texts.say("meanOfMetrics"));
        }
    }

    /** {@return the judges, each against people by itself, at least two, by name} */
    public List<JudgeValidation> judges() {
        return List.copyOf(judges);
    }

    /** {@return one row for each two judges and metric that they share, then one for the mean; pairs that share nothing have none} */
    public List<Row> rows() {
        return rows;
    }

    /** {@return the rows of means over metrics, one for each two judges that share something} */
    public List<Row> means() {
        return rows.stream().filter(row -> row.metric().isEmpty()).toList();
    }

    @Override
    public List<Finding> notes() {
        List<Finding> all = new ArrayList<>();
        Texts.note(all, simulated, AnalysisCode.SIMULATED.note());
        all.addAll(notes);
        judges.stream().flatMap(judge -> judge.coverage().stream()).forEach(all::add);
        judges.stream().flatMap(judge -> judge.unitReason().stream()).distinct().forEach(all::add);
        UnitInterval.remarks(
                all,
                Optional.empty(),
                rows.stream()
                        .flatMap(row -> Arrays.stream(Figure.values()).map(row::difference))
                        .map(Difference::interval));
        return Collections.unmodifiableList(all);
    }

    /** The judges with what they cover, their differences in the mean over metrics, and by metric. */
    @Override
    public List<Table> tables() {
        Table alone = new Columns<JudgeValidation>(Texts.table("judges-alone", simulated))
                .text("judge", JudgeValidation::judge)
                .count("charactersJudged", JudgeValidation::characters)
                .count("charactersRated", JudgeValidation::charactersRated)
                .count(
                        "n",
                        judge -> judge.metrics().stream()
                                .mapToLong(JudgeValidation.Row::n)
                                .sum())
                .number("accuracy", JudgeValidation::accuracy)
                .number("soft", JudgeValidation::softAccuracy)
                .rows(judges)
                .build();
        List<Table> tables = new ArrayList<>();
        tables.add(alone);
        if (!rows.isEmpty()) {
            Table.Builder table = differences("judge-differences", means()).note(AnalysisCode.JUDGE_DIFFERENCES.note());
            means().stream()
                    .map(row -> Texts.intervals(row.difference(Figure.ACCURACY).interval(), choices.inference()))
                    .distinct()
                    .forEach(table::note);
            tables.add(table.build());
            tables.add(differences(
                            "judge-differences-by-metric",
                            rows.stream()
                                    .filter(row -> row.metric().isPresent())
                                    .toList())
                    .build());
        }
        return tables;
    }

    private record Line(RowOf row, Figure figure) {
        Difference difference() {
            return row.difference(figure);
        }
    }

    private Table.Builder differences(String id, List<Row> shown) {
        List<Line> lines = shown.stream()
                .flatMap(row -> Arrays.stream(Figure.values()).map(figure -> new Line((RowOf) row, figure)))
                .toList();
        return new Columns<Line>(Texts.table(id, simulated))
                .text("firstJudge", line -> line.row.first)
                .text("secondJudge", line -> line.row.second)
                .text("metric", line -> line.row.name())
                .text("figure", line -> line.figure.label())
                .count("characters", line -> line.row.characters)
                .count("n", line -> line.row.n)
                .signed("difference", 3, line -> line.difference().interval().estimate())
                .signedBounds(
                        3,
                        choices.inference().level(),
                        line -> line.difference().interval().cell())
                .pValue("holm", line -> line.difference().adjustedPValue())
                .rows(lines);
    }
}
