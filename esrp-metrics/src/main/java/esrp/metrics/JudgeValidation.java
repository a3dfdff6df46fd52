package esrp.metrics;

import com.google.common.collect.Maps;
import com.google.common.primitives.Longs;
import esrp.core.Finding;
import esrp.core.LocalizedText;
import esrp.core.Metric;
import esrp.core.Rater;
import esrp.core.Ratings;
import esrp.core.Ratings.Column;
import esrp.core.Scale;
import esrp.core.Table;
import esrp.core.internal.Checks;
import esrp.core.internal.Names;
import esrp.stats.Interval;
import esrp.stats.IntervalMethod;
import esrp.stats.PairTable;
import esrp.stats.Weights;
import esrp.stats.cluster.ClusteredEstimates;
import esrp.stats.cluster.ClusteredInference;
import esrp.stats.cluster.ClusteredTotals;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How well a judge's scores match those of people: Table 3 of the ChatAnime paper, beside two yardsticks without which
 * its numbers mean little.
 *
 * <ul>
 *   <li><b>Human agreement</b>: how well people match one another by the same measure, each person being compared with the
 *       others as the judge is against people. A judge cannot be asked for much more.
 *   <li><b>Majority baseline</b>: the best single score with hindsight. Scores crowd at 4, so a judge that always says 4 looks
 *       good by {@code acc}, and very good by {@code acc_soft}; a judge has shown something where it beats this.
 * </ul>
 *
 * <p>Only what both rated is compared; what one of them alone rated is counted. Which human label is meant is an
 * argument ({@link HumanLabel}). Intervals of kappa and tau are t intervals from the jackknife over the {@link Unit},
 * whatever method was chosen for the others.
 */
public final class JudgeValidation extends Shown {
    private static final int IDS_SHOWN = 5;

    private final HumanLabel label;
    private final Choices choices;
    private final String judge;
    private final List<Row> rows;
    private final List<String> candidates;
    private final List<LocalizedText> ids;
    private final boolean simulated;
    private final List<String> hashes;
    private final ClusteredEstimates averages;
    private final Unit averageUnit;
    private final int characters;
    private final int charactersRated;
    private final Optional<Finding> unitReason;

    /**
     * Holds a judge against people: each human rating by itself, 95% intervals by character, repeated ratings refused. For
     * other choices see {@link Analysis#judgeValidation(Ratings, HumanLabel)}.
     *
     * @param human the ratings of people
     * @param judge the ratings of one judge
     * @return the validation
     * @throws IllegalArgumentException if there is more than one judge, if a rater is on both sides, if they have
     *     nothing in common, if metrics differ, or if a rater rated the same thing twice
     */
    public static JudgeValidation of(Ratings human, Ratings judge) {
        return new JudgeValidation(human, judge, HumanLabel.EACH_RATER, Choices.DEFAULT);
    }

    JudgeValidation(Ratings human, Ratings judge, HumanLabel label, Choices choices) {
        this.label = label;
        this.choices = choices;
        Checks.rejectIf(
                human.isEmpty() || judge.isEmpty(), "%s: has no ratings", (human.isEmpty() ? "human" : "judge"));
        if (judge.raters().size() != 1) {
            throw new IllegalArgumentException("judge: ratings of one judge were expected, not of "
                    + String.join(", ", judge.raters()) + "; choose one with where(Column.RATER, ...)");
        }
        this.judge = judge.raters().get(0);
        if (human.raters().contains(this.judge)) {
            throw new IllegalArgumentException("judge: rater \"" + this.judge + "\" is among the raters of human too");
        }
        Set<String> shared = new HashSet<>(human.metricIds());
        shared.retainAll(judge.metricIds());
        if (shared.isEmpty()) {
            throw new Unavailable(AnalysisCode.NO_OVERLAP, "judge", this.judge, "ids", differentIds(human, judge));
        }
        List<Metric> metrics =
                human.metrics().stream().filter(m -> shared.contains(m.id())).toList();
        for (Metric metric : metrics) {
            Scale theirs = judge.metric(metric.id()).scale();
            if (!theirs.equals(metric.scale())) {
                throw new IllegalArgumentException("judge: metric \"" + metric.id() + "\" has scale " + theirs
                        + ", people rated on " + metric.scale());
            }
        }
        Ratings both = human.where(rating -> shared.contains(rating.metric()))
                .plus(judge.where(rating -> shared.contains(rating.metric())));
        ScoreTable table = ScoreTable.of(both, metrics, choices.duplicates());
        ids = differentIds(human, judge);
        int judgeRater = table.raters.indexOf(this.judge);
        candidates = table.candidates;
        simulated = table.simulated;
        hashes = List.of(human.hash(), judge.hash());
        List<JudgePairs> pairings = IntStream.range(0, metrics.size())
                .mapToObj(m -> new JudgePairs(label, table, m, judgeRater, new BitSet()))
                .toList();
        characters = (int) pairings.stream()
                .flatMapToInt(JudgePairs::forms)
                .map(table::character)
                .distinct()
                .count();
        charactersRated = human.where(rating -> shared.contains(rating.metric()))
                .characters()
                .size();
        rows = pairings.stream().map(pairs -> new Row(choices, table, pairs)).toList();
        if (rows.stream().allMatch(row -> row.n() == 0)) {
            throw new Unavailable(
                    AnalysisCode.NO_OVERLAP,
                    "judge",
                    this.judge,
                    "ids",
                    ids.isEmpty() ? List.of(Texts.say("ids.none")) : ids);
        }
        Units.Choice choice =
                Units.choose(table, choices.unit(), metrics, pairings.stream().flatMapToInt(JudgePairs::forms));
        averageUnit = choice.unit();
        unitReason = choice.reason();
        averages = choices.inference().on(Units.means(table, averageUnit, 3 * metrics.size(), sink -> {
            for (int m = 0; m < pairings.size(); m++) {
                pairings.get(m).show(sink, 3 * m);
            }
        }));
    }

    /** The ids that only one side has, column by column. */
    private static List<LocalizedText> differentIds(Ratings human, Ratings judge) {
        Map<Column, Function<Ratings, List<String>>> columns = new LinkedHashMap<>();
        columns.put(Column.CANDIDATE, Ratings::candidates);
        columns.put(Column.CHARACTER, Ratings::characters);
        columns.put(Column.ITEM, Ratings::items);
        columns.put(Column.METRIC, Ratings::metricIds);
        List<LocalizedText> different = new ArrayList<>();
        columns.forEach((column, ids) -> {
            List<String> people = ids.apply(human);
            List<String> judges = ids.apply(judge);
            if (!Set.copyOf(people).equals(Set.copyOf(judges))) {
                different.add(Texts.say(
                        "ids.differ",
                        "column",
                        Texts.say("column." + column),
                        "people",
                        only(people, judges),
                        "judge",
                        only(judges, people)));
            }
        });
        return List.copyOf(different);
    }

    private static Object only(List<String> ids, List<String> others) {
        List<String> own = ids.stream()
                .filter(id -> !others.contains(id))
                .sorted(Names::compare)
                .toList();
        return own.isEmpty()
                ? Texts.say("ids.nothing")
                : own.size() <= IDS_SHOWN
                        ? own
                        : Stream.concat(own.stream().limit(IDS_SHOWN), Stream.of("…"))
                                .toList();
    }

    /** How well people match one another. */
    public sealed interface HumanAgreement {
        /** {@return the number of pairs it rests on} */
        long n();

        /** {@return share of exact matches} */
        double accuracy();

        /** {@return share of matches up to one level} */
        double softAccuracy();

        /** {@return quadratically weighted kappa} */
        double kappa();
    }

    private record HumanAgreementOf(long n, double accuracy, double softAccuracy, double kappa)
            implements HumanAgreement {}

    /** The best single score with hindsight. */
    public sealed interface MajorityBaseline {
        /** {@return the score with most exact matches; the lowest of several} */
        double score();

        /** {@return its share of exact matches} */
        double accuracy();

        /** {@return the score with most matches up to one level; the lowest of several} */
        double softScore();

        /** {@return its share of matches up to one level} */
        double softAccuracy();
    }

    private record MajorityBaselineOf(double score, double accuracy, double softScore, double softAccuracy)
            implements MajorityBaseline {}

    /** How often a judge gave which score where people gave which: exact counts. Immutable; equal if all counts are. */
    public static final class Confusion extends Shown {
        private final Scale scale;
        private final PairTable table;

        Confusion(Scale scale, PairTable table) {
            this.scale = scale;
            this.table = table;
        }

        /**
         * {@return how often the judge gave one score where people gave another}
         *
         * @param human a score on the scale
         * @param judge a score on the scale
         * @throws IllegalArgumentException if a score is not on the scale
         */
        public long count(int human, int judge) {
            return table.count(scale.level(human), scale.level(judge));
        }

        /** {@return the number of pairs: the sum of all counts} */
        public long n() {
            return table.n();
        }

        /**
         * {@return the share of pairs whose scores differ by at most so many levels, in [0, 1]; NaN if there is no pair}
         *
         * @param tolerance 0 for the paper's acc, 1 for its acc_soft
         * @throws IllegalArgumentException if the tolerance is negative
         */
        public double accuracy(int tolerance) {
            return table.agreementWithin(tolerance);
        }

        /**
         * {@return how much higher the judge scores than people, on average: mean of judge − people, in score points;
         * NaN if there is no pair}
         */
        public double bias() {
            long sum = 0;
            for (int human = 0; human < table.levels(); human++) {
                for (int judge = 0; judge < table.levels(); judge++) {
                    sum += (judge - human) * table.count(human, judge);
                }
            }
            return scale.step() * sum / n();
        }

        /** {@return all counts: a copy, [level of people][level of the judge], ascending} */
        public long[][] toArray() {
            return table.counts();
        }

        /**
         * Both together, as if counted at once.
         *
         * @param other counts on an equal scale
         * @return the sum
         * @throws IllegalArgumentException if the scales differ
         */
        public Confusion plus(Confusion other) {
            Checks.rejectIf(!scale.equals(other.scale), "other: has scale %s, %s expected", other.scale, scale);
            return new Confusion(scale, table.plus(other.table));
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Confusion that && scale.equals(that.scale) && table.equals(that.table);
        }

        @Override
        public int hashCode() {
            return Objects.hash(scale, table);
        }

        @Override
        public List<Finding> notes() {
            return List.of();
        }

        /** People down, the judge across. */
        @Override
        public List<Table> tables() {
            Columns<Integer> columns =
                    new Columns<Integer>(Texts.table("confusion", false)).count("peopleScore", scale::score);
            for (int level = 0; level < scale.levels(); level++) {
                int judge = level;
                String score = Scale.number(scale.score(judge));
                columns.add(
                        Table.Head.count("judge." + score, LocalizedText.same(score)),
                        human -> table.count(human, judge));
            }
            return List.of(
                    columns.rows(IntStream.range(0, scale.levels()).boxed().toList())
                            .build());
        }
    }

    /** One metric. */
    public static final class Row {
        private final Metric metric;
        private final Confusion confusion;
        private final Map<String, Confusion> byCandidate = new LinkedHashMap<>();
        private final Optional<HumanAgreement> humanAgreement;
        private final Optional<MajorityBaseline> majorityBaseline;
        private final long humanOnly;
        private final long judgeOnly;
        private final long undecided;
        /** Of exact and soft accuracy, bias, kappa and tau. */
        private final List<UnitInterval> intervals;

        private Row(Choices choices, ScoreTable table, JudgePairs pairs) {
            metric = pairs.metric;
            int levels = metric.scale().levels();
            long[][][] tables = new long[table.candidates.size()][levels][levels];
            for (int p = 0; p < pairs.size; p++) {
                tables[pairs.candidate[p]][pairs.human[p]][pairs.judge[p]]++;
            }
            Confusion sum = new Confusion(metric.scale(), PairTable.empty(levels));
            for (int c = 0; c < tables.length; c++) {
                Confusion own = new Confusion(metric.scale(), PairTable.of(tables[c]));
                byCandidate.put(table.candidates.get(c), own);
                sum = sum.plus(own);
            }
            confusion = sum;
            humanOnly = pairs.humanOnly;
            judgeOnly = pairs.judgeOnly;
            undecided = pairs.undecided;
            PairTable people = pairs.humanAgreement();
            humanAgreement = people.n() == 0
                    ? Optional.empty()
                    : Optional.of(new HumanAgreementOf(
                            people.n(), people.agreementWithin(0), people.agreementWithin(1), kappa(people)));
            majorityBaseline = n() == 0 ? Optional.empty() : Optional.of(majorityBaseline(confusion));
            Unit unit = Units.choose(table, choices.unit(), List.of(metric), pairs.forms())
                    .unit();
            if (n() == 0) {
                intervals = Collections.nCopies(5, new UnitInterval(nothing(choices.inference()), unit, 0, 0, false));
                return;
            }
            ClusteredEstimates means = choices.inference().on(Units.means(table, unit, 3, sink -> pairs.show(sink, 0)));
            ClusteredEstimates plain =
                    choices.inference().method() == IntervalMethod.LOGIT ? means.with(IntervalMethod.T) : means;
            double range = metric.scale().highest() - metric.scale().lowest();
            double level = choices.inference().level();
            intervals = List.of(
                    UnitInterval.of(means.mean(0, 0, 1), unit, means.data()),
                    UnitInterval.of(means.mean(1, 0, 1), unit, means.data()),
                    UnitInterval.of(plain.within(-range, range, 0, 0, 1), unit, means.data()),
                    jackknife(table, pairs, unit, level, Row::kappa),
                    jackknife(table, pairs, unit, level, RaterAgreement::tau));
        }

        private static double kappa(PairTable table) {
            return table.cohenKappa(Weights.QUADRATIC);
        }

        private UnitInterval jackknife(
                ScoreTable table, JudgePairs pairs, Unit unit, double level, ToDoubleFunction<PairTable> statistic) {
            return Jackknifed.of(unit, part -> Jackknifed.Part.of(byCluster(table, pairs, part), statistic))
                    .from(-1, level);
        }

        private ClusteredTotals<PairTable> byCluster(ScoreTable table, JudgePairs pairs, Unit part) {
            int k = metric.scale().levels();
            Map<Integer, long[][]> clusters = new LinkedHashMap<>();
            for (int p = 0; p < pairs.size; p++) {
                clusters.computeIfAbsent(Units.cluster(table, pairs.form[p], part), key -> new long[k][k])[
                        pairs.human[p]][pairs.judge[p]]++;
            }
            return ClusteredTotals.of(
                    clusters.values().stream().map(PairTable::of).toList(), PairTable::plus, PairTable::minus);
        }

        private static MajorityBaseline majorityBaseline(Confusion confusion) {
            long[] people = Arrays.stream(confusion.toArray())
                    .mapToLong(row -> Arrays.stream(row).sum())
                    .toArray();
            long[] near = new long[people.length];
            Arrays.setAll(
                    near,
                    i -> Arrays.stream(people, Math.max(i - 1, 0), Math.min(i + 2, people.length))
                            .sum());
            int best = Longs.indexOf(people, Longs.max(people));
            int soft = Longs.indexOf(near, Longs.max(near));
            double n = confusion.n();
            return new MajorityBaselineOf(
                    confusion.scale.score(best), people[best] / n, confusion.scale.score(soft), near[soft] / n);
        }

        /** {@return the metric} */
        public Metric metric() {
            return metric;
        }

        /** {@return the number of pairs of a human label and the judge's score, at least 0} */
        public long n() {
            return confusion.n();
        }

        /** {@return the paper's acc: the share of pairs with the same score, in [0, 1]; NaN if there is no pair} */
        public double accuracy() {
            return confusion.accuracy(0);
        }

        /**
         * {@return the paper's acc_soft: the share of pairs whose scores differ by at most one level; in [0, 1]; NaN if there
         * is no pair}
         */
        public double softAccuracy() {
            return confusion.accuracy(1);
        }

        /**
         * Cohen's kappa with quadratic weights.
         *
         * @return at most 1; 0 is what chance gives; NaN if there is no pair or one side has a single score
         */
        public double kappa() {
            return kappaInterval().estimate();
        }

        /**
         * {@return weighted Kendall's tau with hyperbolic weights: in [-1, 1]; NaN if there is no pair or one side has
         * a single score}
         */
        public double weightedTau() {
            return weightedTauInterval().estimate();
        }

        /**
         * {@return how much higher the judge scores than people: mean of judge − people, in score points; NaN if there
         * is no pair}
         */
        public double bias() {
            return confusion.bias();
        }

        /** {@return the interval of {@link #accuracy}} */
        public UnitInterval accuracyInterval() {
            return intervals.get(0);
        }

        /** {@return the interval of {@link #softAccuracy}} */
        public UnitInterval softAccuracyInterval() {
            return intervals.get(1);
        }

        /** {@return the interval of {@link #kappa}} */
        public UnitInterval kappaInterval() {
            return intervals.get(3);
        }

        /** {@return the interval of {@link #weightedTau}} */
        public UnitInterval weightedTauInterval() {
            return intervals.get(4);
        }

        /** {@return the interval of {@link #bias}} */
        public UnitInterval biasInterval() {
            return intervals.get(2);
        }

        /** {@return what people scored against what the judge scored: the counts of all candidates} */
        public Confusion confusion() {
            return confusion;
        }

        /**
         * {@return what people scored against what the judge scored, of one candidate}
         *
         * @param candidate its id
         * @throws IllegalArgumentException if there is no such candidate; the message names those there are
         */
        public Confusion confusion(String candidate) {
            return Names.find("candidate", candidate, byCandidate);
        }

        /** {@return how well people match one another; empty where nothing was rated by two people} */
        public Optional<HumanAgreement> humanAgreement() {
            return humanAgreement;
        }

        /** {@return the best single score with hindsight; empty if there is no pair} */
        public Optional<MajorityBaseline> majorityBaseline() {
            return majorityBaseline;
        }

        /** {@return the number of dialogues or batches that people rated and the judge did not} */
        public long humanOnly() {
            return humanOnly;
        }

        /** {@return the number of dialogues or batches that the judge rated and people did not} */
        public long judgeOnly() {
            return judgeOnly;
        }

        /**
         * {@return what was left out because no score was given most often: the number of dialogues or batches of a
         * candidate; 0 unless the label is the majority}
         */
        public long undecided() {
            return undecided;
        }
    }

    /** {@return the rater id of the judge} */
    public String judge() {
        return judge;
    }

    /** {@return the human label that the judge is compared with} */
    public HumanLabel label() {
        return label;
    }

    /** {@return the unit of the intervals that was asked for} */
    public Unit unit() {
        return choices.unit();
    }

    /** {@return the metrics that both rated: one row per metric, in the order of the human table's metrics} */
    public List<Row> metrics() {
        return rows;
    }

    /** {@return the ids of the candidates that people or the judge rated} */
    public List<String> candidates() {
        return candidates;
    }

    /**
     * {@return the row of a metric}
     *
     * @param metricId its id
     * @throws IllegalArgumentException if not both rated it; the message names those that both did
     */
    public Row metric(String metricId) {
        return Names.find("metric", metricId, Maps.uniqueIndex(rows, row -> row.metric.id()));
    }

    /**
     * {@return the last row of Table 3: the mean of the metrics' accuracies, each metric counting the same; in [0, 1];
     * NaN if a metric has no pair}
     */
    public double accuracy() {
        return mean(Row::accuracy);
    }

    /** {@return the mean of the metrics' soft accuracies, in [0, 1]; NaN if a metric has no pair} */
    public double softAccuracy() {
        return mean(Row::softAccuracy);
    }

    /**
     * {@return the interval of {@link #accuracy()}: with its unit; characters where metrics of batches and of dialogues
     * are averaged}
     */
    public UnitInterval accuracyInterval() {
        return averageInterval(0, accuracy());
    }

    /**
     * {@return the interval of {@link #softAccuracy()}: with its unit; characters where metrics of batches and of
     * dialogues are averaged}
     */
    public UnitInterval softAccuracyInterval() {
        return averageInterval(1, softAccuracy());
    }

    private UnitInterval averageInterval(int column, double value) {
        double[] coefficients = new double[3 * rows.size()];
        for (int m = 0; m < rows.size(); m++) {
            coefficients[3 * m + column] = 1.0 / rows.size();
        }
        Interval interval = Double.isNaN(value) ? nothing(choices.inference()) : averages.within(0, 1, coefficients);
        return UnitInterval.of(interval, averageUnit, averages.data());
    }

    private static Interval nothing(ClusteredInference how) {
        return Interval.of(Double.NaN, Double.NaN, Double.NaN, how.level(), how.method());
    }

    /** {@return how many characters the judge and people both rated something of} */
    public int characters() {
        return characters;
    }

    /** {@return how many characters people rated something of; a judge that covers fewer is known for those alone} */
    public int charactersRated() {
        return charactersRated;
    }

    /** Why the unit is not the one that was asked for. */
    Optional<Finding> unitReason() {
        return unitReason;
    }

    /** Which characters are missing, where some are. */
    Optional<Finding> coverage() {
        return characters == charactersRated
                ? Optional.empty()
                : Optional.of(
                        AnalysisCode.JUDGE_COVERS.note("judge", judge, "count", characters, "of", charactersRated));
    }

    /** {@return whether any rating was generated rather than given, as one of the raters is simulated} */
    public boolean simulated() {
        return simulated;
    }

    /** {@return what identifies the ratings: SHA-256 of the human table and of the judge's} */
    public List<String> dataHashes() {
        return hashes;
    }

    @Override
    public List<Finding> notes() {
        List<Finding> notes = new ArrayList<>();
        Texts.note(notes, simulated, AnalysisCode.SIMULATED.note());
        long people = rows.stream().mapToLong(Row::humanOnly).sum();
        long alone = rows.stream().mapToLong(Row::judgeOnly).sum();
        Texts.note(notes, people + alone > 0, AnalysisCode.RATED_BY_ONE_SIDE.note("people", people, "judge", alone));
        coverage().ifPresent(notes::add);
        Texts.note(notes, people + alone > 0 && !ids.isEmpty(), AnalysisCode.IDS_DIFFER.note("ids", ids));
        Texts.count(
                notes,
                AnalysisCode.UNDECIDED_LABELS,
                rows.stream().mapToLong(Row::undecided).sum());
        List<LocalizedText> constant = rows.stream()
                .filter(row -> row.n() > 0 && Double.isNaN(row.kappa() + row.weightedTau()))
                .map(row -> row.metric.name())
                .toList();
        Texts.note(notes, !constant.isEmpty(), AnalysisCode.NO_VARIATION.note("metrics", constant));
        UnitInterval.remarks(
                notes,
                unitReason,
                Stream.concat(rows.stream().flatMap(row -> row.intervals.stream()), Stream.of(accuracyInterval())));
        return Collections.unmodifiableList(notes);
    }

    /** The judge by metric, and the same beside what people and the best single score reach: Table 3. */
    @Override
    public List<Table> tables() {
        Table table = new Columns<Line>(Texts.table("judge", simulated, "judge", judge))
                .text("metric", Line::cell)
                .count("n", line -> line.row.map(Row::n))
                .number("accuracy", line -> line.of(this, Row::accuracy))
                .bounds(
                        choices.inference().level(),
                        line -> line.row
                                .map(Row::accuracyInterval)
                                .orElseGet(this::accuracyInterval)
                                .cell())
                .number("soft", line -> line.of(this, Row::softAccuracy))
                .number("kappa", line -> line.of(this, Row::kappa))
                .number("tau", line -> line.of(this, Row::weightedTau))
                .signed("bias", 2, line -> line.of(this, Row::bias))
                .rows(lines())
                .note(AnalysisCode.VALIDATION.note("label", label.label()))
                .note(Texts.intervals(accuracyInterval(), choices.inference()))
                .build();
        return List.of(table, table(List.of(this)));
    }

    /** A line of a table: one metric, or the mean of all. */
    private record Line(LocalizedText name, Optional<Row> row) {
        Table.Cell cell() {
            return new Table.Cell.Text(name, row.map(one -> one.metric.id()));
        }

        double of(JudgeValidation judge, ToDoubleFunction<Row> figure) {
            return row.map(one -> figure.applyAsDouble(judge.metric(one.metric.id())))
                    .orElseGet(() -> judge.mean(figure));
        }
    }

    private List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        rows.forEach(row -> lines.add(new Line(row.metric.name(), Optional.of(row))));
        lines.add(new Line(Texts.say("meanOfMetrics"), Optional.empty()));
        return lines;
    }

    private double mean(ToDoubleFunction<Row> value) {
        return rows.stream().mapToDouble(value).average().orElse(Double.NaN);
    }

    /**
     * Several judges side by side as Table 3 prints them: acc and acc_soft per metric, and the two yardsticks.
     *
     * @param judges validated on the same human ratings with the same choices; at least one
     * @return a table with two columns per judge
     * @throws IllegalArgumentException if there is none, or labels or metrics differ
     */
    public static Table table(List<JudgeValidation> judges) {
        Checks.rejectIf(judges.isEmpty(), "judges: is empty, at least one was expected");
        JudgeValidation first = judges.get(0);
        List<Metric> metrics = first.rows.stream().map(Row::metric).toList();
        for (JudgeValidation other : judges) {
            if (other.label != first.label
                    || !other.rows.stream().map(Row::metric).toList().equals(metrics)) {
                throw new IllegalArgumentException("judges: \"" + other.judge + "\" was compared with label \""
                        + other.label + "\" on other metrics or another label than \"" + first.judge + "\"");
            }
        }
        Columns<Line> columns = new Columns<Line>(
                        Texts.table("judges", judges.stream().anyMatch(JudgeValidation::simulated)))
                .text("metric", Line::cell);
        for (int i = 0; i < judges.size(); i++) {
            JudgeValidation j = judges.get(i);
            boolean again = judges.subList(0, i).stream().anyMatch(other -> other.judge.equals(j.judge));
            String key = again ? j.judge + "#" + (i + 1) : j.judge;
            LocalizedText brief = j.named(new Rater(j.judge).name());
            LocalizedText name = j.named(j.judge);
            columns.add(
                    Table.Head.number("accuracy." + key, name, 2).briefly(brief), line -> line.of(j, Row::accuracy));
            columns.add(
                    Table.Head.number("soft." + key, Texts.say("head.softOf", "name", name), 2)
                            .briefly(Texts.say("head.softOf", "name", brief)),
                    line -> line.of(j, Row::softAccuracy));
        }
        return columns.number("human", line -> line.of(first, beside(Row::humanAgreement, HumanAgreement::accuracy)))
                .number("humanSoft", line -> line.of(first, beside(Row::humanAgreement, HumanAgreement::softAccuracy)))
                .number("majority", line -> line.of(first, beside(Row::majorityBaseline, MajorityBaseline::accuracy)))
                .number(
                        "majoritySoft",
                        line -> line.of(first, beside(Row::majorityBaseline, MajorityBaseline::softAccuracy)))
                .rows(first.lines())
                .build();
    }

    /** A name, with what the judge covers where that is not all. */
    private LocalizedText named(String name) {
        return coverage().isEmpty()
                ? LocalizedText.same(name)
                : Texts.say("head.partial", "name", name, "count", characters, "of", charactersRated);
    }

    private static <Y> ToDoubleFunction<Row> beside(Function<Row, Optional<Y>> yardstick, Function<Y, Double> figure) {
        return row -> yardstick.apply(row).map(figure).orElse(Double.NaN);
    }
}
