package esrp.metrics;

import esrp.core.Finding;
import esrp.core.LocalizedText;
import esrp.core.Metric;
import esrp.core.Rater;
import esrp.core.Ratings;
import esrp.core.Result;
import esrp.core.Scale;
import esrp.core.Table;
import esrp.stats.Agreement;
import esrp.stats.Estimate;
import esrp.stats.Interval;
import esrp.stats.PairTable;
import esrp.stats.WeightedKendallTau;
import esrp.stats.Weights;
import esrp.stats.cluster.ClusteredEstimates;
import esrp.stats.cluster.ClusteredMeans;
import esrp.stats.internal.Jackknife;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * How well a judge's scores match those of people: Table 3 of the ChatAnime paper, beside two yardsticks without which
 * its numbers mean little.
 *
 * <ul>
 *   <li><b>Human agreement</b>: how well people match one another by the same measure, each person being held against the
 *       others as the judge is against people. A judge cannot be asked for much more.
 *   <li><b>Majority baseline</b>: the best single score with hindsight. Scores crowd at 4, so a judge that always says 4 looks
 *       good by {@code acc}, and very good by {@code acc_soft}; a judge has shown something where it beats this.
 * </ul>
 *
 * <p>Only what both rated is compared; what one of them alone rated is counted. Which human label is meant is an
 * argument ({@link HumanLabel}). Intervals of kappa and tau are t intervals from the jackknife over the {@link Unit},
 * whatever method was chosen for the others.
 */
public final class JudgeValidation implements Result {
    private final HumanLabel label;
    private final Choices choices;
    private final String judge;
    private final List<Row> rows;
    private final List<String> candidates;
    private final boolean simulated;
    private final List<String> hashes;
    private final ClusteredEstimates averages;
    private final Unit averageUnit;

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
        if (human.isEmpty() || judge.isEmpty()) {
            throw new IllegalArgumentException((human.isEmpty() ? "human" : "judge") + ": has no ratings");
        }
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
            throw new IllegalArgumentException("judge: rated " + judge.metricIds() + ", people rated "
                    + human.metricIds() + "; no metric in common");
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
        int judgeRater = table.raters().indexOf(this.judge);
        candidates = table.candidates();
        simulated = table.simulated();
        hashes = List.of(human.hash(), judge.hash());
        List<Row> made = new ArrayList<>();
        List<JudgePairs> pairings = new ArrayList<>();
        for (int m = 0; m < metrics.size(); m++) {
            JudgePairs pairing = new JudgePairs(label, table, m, judgeRater);
            pairings.add(pairing);
            made.add(new Row(choices, table, m, pairing));
        }
        if (made.stream().allMatch(row -> row.n() == 0)) {
            throw new IllegalArgumentException("judge: rated nothing that people rated, on any of " + shared);
        }
        rows = Collections.unmodifiableList(made);
        averageUnit = Units.effective(choices.unit(), metrics);
        averages = choices.inference().on(Units.means(table, averageUnit, 3 * metrics.size(), sink -> {
            for (int m = 0; m < pairings.size(); m++) {
                pairings.get(m).show(sink, 3 * m);
            }
        }));
    }

    /** How well people match one another. */
    public static final class HumanAgreement {
        private final long n;
        private final double accuracy;
        private final double softAccuracy;
        private final double kappa;

        private HumanAgreement(long n, double accuracy, double softAccuracy, double kappa) {
            this.n = n;
            this.accuracy = accuracy;
            this.softAccuracy = softAccuracy;
            this.kappa = kappa;
        }

        /** {@return the number of pairs it rests on} */
        public long n() {
            return n;
        }

        /** {@return share of exact matches} */
        public double accuracy() {
            return accuracy;
        }

        /** {@return share of matches up to one point} */
        public double softAccuracy() {
            return softAccuracy;
        }

        /** {@return quadratically weighted kappa} */
        public double kappa() {
            return kappa;
        }
    }

    /** The best single score with hindsight. */
    public static final class MajorityBaseline {
        private final int score;
        private final double accuracy;
        private final int softScore;
        private final double softAccuracy;

        private MajorityBaseline(int score, double accuracy, int softScore, double softAccuracy) {
            this.score = score;
            this.accuracy = accuracy;
            this.softScore = softScore;
            this.softAccuracy = softAccuracy;
        }

        /** {@return the score with most exact matches; the lowest of several} */
        public int score() {
            return score;
        }

        /** {@return its share of exact matches} */
        public double accuracy() {
            return accuracy;
        }

        /** {@return the score with most matches up to one point; the lowest of several} */
        public int softScore() {
            return softScore;
        }

        /** {@return its share of matches up to one point} */
        public double softAccuracy() {
            return softAccuracy;
        }
    }

    /** How often a judge gave which score where people gave which: exact counts. Immutable; equal if all counts are. */
    public static final class Confusion implements Result {
        private final Scale scale;
        private final PairTable table;

        Confusion(Scale scale, PairTable table) {
            this.scale = scale;
            this.table = table;
        }

        /**
         * How often the judge gave one score where people gave another.
         *
         * @param human a score on the scale
         * @param judge a score on the scale
         * @return the count
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
         * The share of pairs whose scores differ by at most so much.
         *
         * @param tolerance 0 for the paper's acc, 1 for its acc_soft
         * @return in [0, 1]; NaN if there is no pair
         * @throws IllegalArgumentException if the tolerance is negative
         */
        public double accuracy(int tolerance) {
            return table.agreementWithin(tolerance);
        }

        /**
         * How much higher the judge scores than people, on average.
         *
         * @return mean of judge − people, in score points; NaN if there is no pair
         */
        public double bias() {
            long sum = 0;
            for (int human = 0; human < table.levels(); human++) {
                for (int judge = 0; judge < table.levels(); judge++) {
                    sum += (judge - human) * table.count(human, judge);
                }
            }
            return sum / (double) n();
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
            if (!scale.equals(other.scale)) {
                throw new IllegalArgumentException("other: has scale " + other.scale + ", " + scale + " expected");
            }
            return new Confusion(scale, table.plus(other.table));
        }

        private double kappa() {
            return n() == 0 ? Double.NaN : Agreement.cohenKappa(table.counts(), Weights.QUADRATIC);
        }

        /** How often people gave each level. */
        private long[] human() {
            return Arrays.stream(table.counts())
                    .mapToLong(row -> Arrays.stream(row).sum())
                    .toArray();
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
            Table.Builder rows = Texts.table("confusion", false).head(Texts.count("peopleScore"));
            for (int level = 0; level < scale.levels(); level++) {
                String score = String.valueOf(scale.score(level));
                rows.head(Table.Head.count("judge_" + score, LocalizedText.same(score)));
            }
            long[][] counts = table.counts();
            for (int level = 0; level < counts.length; level++) {
                List<Object> cells = new ArrayList<>(List.of(scale.score(level)));
                Arrays.stream(counts[level]).forEach(cells::add);
                rows.row(cells);
            }
            return List.of(rows.build());
        }

        /** People down, the judge across, in English. */
        @Override
        public String toString() {
            return text("en");
        }
    }

    /** One metric. */
    public static final class Row {
        private final Metric metric;
        private final Confusion confusion;
        private final Map<String, Confusion> byCandidate = new LinkedHashMap<>();
        private final UnitInterval accuracy;
        private final UnitInterval soft;
        private final UnitInterval bias;
        private final UnitInterval kappa;
        private final UnitInterval tau;
        private final Optional<HumanAgreement> humanAgreement;
        private final Optional<MajorityBaseline> majorityBaseline;
        private final long humanOnly;
        private final long judgeOnly;
        private final long undecided;

        private Row(Choices choices, ScoreTable table, int m, JudgePairs pairing) {
            metric = table.metrics().get(m);
            int levels = metric.scale().levels();
            long[][][] tables = new long[table.candidates().size()][levels][levels];
            for (int p = 0; p < pairing.size(); p++) {
                tables[pairing.candidate[p]][pairing.human[p]][pairing.judge[p]]++;
            }
            Confusion sum = new Confusion(metric.scale(), PairTable.empty(levels));
            for (int c = 0; c < tables.length; c++) {
                Confusion own = new Confusion(metric.scale(), PairTable.of(tables[c]));
                byCandidate.put(table.candidates().get(c), own);
                sum = sum.plus(own);
            }
            confusion = sum;
            humanOnly = pairing.humanOnly;
            judgeOnly = pairing.judgeOnly;
            undecided = pairing.undecided;
            Confusion people = pairing.humanAgreement(metric.scale());
            humanAgreement = people.n() == 0
                    ? Optional.empty()
                    : Optional.of(
                            new HumanAgreement(people.n(), people.accuracy(0), people.accuracy(1), people.kappa()));
            majorityBaseline = confusion.n() == 0 ? Optional.empty() : Optional.of(majorityBaseline(confusion));
            Unit unit = Units.effective(choices.unit(), List.of(metric));
            if (pairing.size() == 0) {
                UnitInterval none = new UnitInterval(nothing(choices), unit, 0, 0);
                accuracy = none;
                soft = none;
                bias = none;
                kappa = none;
                tau = none;
                return;
            }
            ClusteredEstimates estimates =
                    choices.inference().on(Units.means(table, unit, 3, sink -> pairing.show(sink, 0)));
            accuracy = interval(estimates, 0, unit);
            soft = interval(estimates, 1, unit);
            bias = interval(estimates, 2, unit);
            kappa = jackknife(pairing, table, unit, choices, Row::kappaOf);
            tau = jackknife(pairing, table, unit, choices, Row::tauOf);
        }

        private static Interval nothing(Choices choices) {
            return Interval.of(
                    Double.NaN,
                    Double.NaN,
                    Double.NaN,
                    choices.inference().level(),
                    choices.inference().method());
        }

        private static UnitInterval interval(ClusteredEstimates estimates, int column, Unit unit) {
            ClusteredMeans data = estimates.data();
            return new UnitInterval(estimates.mean(column), unit, data.units(), data.crossedUnits());
        }

        /** The t interval from what the statistic becomes when each cluster is left out in turn. */
        private UnitInterval jackknife(
                JudgePairs pairing,
                ScoreTable table,
                Unit unit,
                Choices choices,
                ToDoubleFunction<long[][]> statistic) {
            double value = statistic.applyAsDouble(confusion.table.counts());
            double level = choices.inference().level();
            if (unit != Unit.CHARACTER_AND_SCENARIO) {
                double[] without = without(pairing, table, unit, statistic);
                return new UnitInterval(
                        estimate(value, without, variance(without)).interval(level), unit, without.length, 0);
            }
            double[] byCharacter = without(pairing, table, Unit.CHARACTER, statistic);
            double[] byScenario = without(pairing, table, Unit.SCENARIO, statistic);
            double rows = variance(byCharacter);
            double columns = variance(byScenario);
            double cells = variance(without(pairing, table, Unit.DIALOGUE, statistic));
            // Both parts hold what single dialogues vary by: it is taken out once, and never below the larger part.
            double both = Math.max(Math.max(rows, columns), rows + columns - cells);
            Estimate estimate = estimate(value, rows >= columns ? byCharacter : byScenario, both);
            return new UnitInterval(estimate.interval(level), unit, byCharacter.length, byScenario.length);
        }

        private static Estimate estimate(double value, double[] without, double variance) {
            return Estimate.of(value, Math.sqrt(variance), Math.max(1, without.length - 1));
        }

        private static double variance(double[] without) {
            return without.length < 2
                    ? Double.NaN
                    : Math.pow(Jackknife.of(without).standardError(), 2);
        }

        /** The statistic without each cluster. */
        private double[] without(
                JudgePairs pairing, ScoreTable table, Unit part, ToDoubleFunction<long[][]> statistic) {
            int k = metric.scale().levels();
            Map<Integer, long[]> parts = new LinkedHashMap<>();
            for (int p = 0; p < pairing.size(); p++) {
                parts.computeIfAbsent(Units.cluster(table, pairing.form[p], part), key -> new long[k * k])[
                        pairing.human[p] * k + pairing.judge[p]]++;
            }
            // Clusters with the same counts leave the same table behind: it is computed once.
            Map<List<Long>, Double> known = new LinkedHashMap<>();
            return parts.values().stream()
                    .mapToDouble(own -> known.computeIfAbsent(
                            Arrays.stream(own).boxed().toList(), key -> statistic.applyAsDouble(without(own, k))))
                    .toArray();
        }

        private long[][] without(long[] own, int k) {
            long[][] rest = confusion.table.counts();
            for (int i = 0; i < own.length; i++) {
                rest[i / k][i % k] -= own[i];
            }
            return rest;
        }

        private static double kappaOf(long[][] counts) {
            return total(counts) == 0 ? Double.NaN : Agreement.cohenKappa(counts, Weights.QUADRATIC);
        }

        private static double tauOf(long[][] counts) {
            return total(counts) == 0
                    ? Double.NaN
                    : WeightedKendallTau.withDefaults().statistic(counts);
        }

        private static long total(long[][] counts) {
            return Arrays.stream(counts).flatMapToLong(Arrays::stream).sum();
        }

        private static MajorityBaseline majorityBaseline(Confusion confusion) {
            long[] human = confusion.human();
            int best = 0;
            int bestSoft = 0;
            for (int level = 1; level < human.length; level++) {
                best = human[level] > human[best] ? level : best;
                bestSoft = near(human, level) > near(human, bestSoft) ? level : bestSoft;
            }
            double n = confusion.n();
            return new MajorityBaseline(
                    confusion.scale.score(best),
                    human[best] / n,
                    confusion.scale.score(bestSoft),
                    near(human, bestSoft) / n);
        }

        private static long near(long[] counts, int level) {
            long sum = counts[level];
            sum += level > 0 ? counts[level - 1] : 0;
            return sum + (level + 1 < counts.length ? counts[level + 1] : 0);
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
         * The paper's acc_soft: the share of pairs whose scores differ by at most one.
         *
         * @return in [0, 1]; NaN if there is no pair
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
            return kappa.estimate();
        }

        /**
         * Weighted Kendall's tau with hyperbolic weights.
         *
         * @return in [-1, 1]; NaN if there is no pair or one side has a single score
         */
        public double weightedTau() {
            return tau.estimate();
        }

        /**
         * How much higher the judge scores than people.
         *
         * @return mean of judge − people, in score points; NaN if there is no pair
         */
        public double bias() {
            return confusion.bias();
        }

        /**
         * The interval of {@link #accuracy}.
         *
         * @return with its unit
         */
        public UnitInterval accuracyInterval() {
            return accuracy;
        }

        /**
         * The interval of {@link #softAccuracy}.
         *
         * @return with its unit
         */
        public UnitInterval softAccuracyInterval() {
            return soft;
        }

        /**
         * The interval of {@link #kappa}.
         *
         * @return with its unit
         */
        public UnitInterval kappaInterval() {
            return kappa;
        }

        /**
         * The interval of {@link #weightedTau}.
         *
         * @return with its unit
         */
        public UnitInterval weightedTauInterval() {
            return tau;
        }

        /**
         * The interval of {@link #bias}.
         *
         * @return with its unit
         */
        public UnitInterval biasInterval() {
            return bias;
        }

        /** {@return what people scored against what the judge scored: the counts of all candidates} */
        public Confusion confusion() {
            return confusion;
        }

        /**
         * What people scored against what the judge scored, of one candidate.
         *
         * @param candidate its id
         * @return the counts
         * @throws IllegalArgumentException if there is no such candidate; the message names those there are
         */
        public Confusion confusion(String candidate) {
            Confusion found = byCandidate.get(Objects.requireNonNull(candidate, "candidate"));
            if (found == null) {
                throw new IllegalArgumentException(
                        "no candidate \"" + candidate + "\"; candidates are " + byCandidate.keySet());
            }
            return found;
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
         * What was left out because no score was given most often.
         *
         * @return the number of dialogues or batches of a candidate; 0 unless the label is the majority
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
     * The row of a metric.
     *
     * @param metricId its id
     * @return the row
     * @throws IllegalArgumentException if not both rated it; the message names those that both did
     */
    public Row metric(String metricId) {
        Objects.requireNonNull(metricId, "metricId");
        return rows.stream()
                .filter(row -> row.metric().id().equals(metricId))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no metric \"" + metricId + "\"; metrics are "
                        + rows.stream().map(row -> row.metric().id()).toList()));
    }

    /**
     * The last row of Table 3: the mean of the metrics' accuracies, each metric counting the same.
     *
     * @return in [0, 1]; NaN if a metric has no pair
     */
    public double accuracy() {
        return rows.stream().mapToDouble(Row::accuracy).average().orElse(Double.NaN);
    }

    /** {@return the mean of the metrics' soft accuracies, in [0, 1]; NaN if a metric has no pair} */
    public double softAccuracy() {
        return rows.stream().mapToDouble(Row::softAccuracy).average().orElse(Double.NaN);
    }

    /**
     * The interval of {@link #accuracy()}.
     *
     * @return with its unit; characters where metrics of batches and of dialogues are averaged
     */
    public UnitInterval accuracyInterval() {
        return averageInterval(0, accuracy());
    }

    /**
     * The interval of {@link #softAccuracy()}.
     *
     * @return with its unit; characters where metrics of batches and of dialogues are averaged
     */
    public UnitInterval softAccuracyInterval() {
        return averageInterval(1, softAccuracy());
    }

    private UnitInterval averageInterval(int column, double value) {
        double[] coefficients = new double[3 * rows.size()];
        for (int m = 0; m < rows.size(); m++) {
            coefficients[3 * m + column] = 1.0 / rows.size();
        }
        ClusteredMeans data = averages.data();
        double level = choices.inference().level();
        Interval interval = Double.isNaN(value)
                ? Interval.of(value, value, value, level, choices.inference().method())
                : averages.contrast(coefficients);
        return new UnitInterval(interval, averageUnit, data.units(), data.crossedUnits());
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
        if (simulated) {
            notes.add(Finding.note(AnalysisCode.SIMULATED));
        }
        long people = rows.stream().mapToLong(Row::humanOnly).sum();
        long alone = rows.stream().mapToLong(Row::judgeOnly).sum();
        if (people + alone > 0) {
            notes.add(Finding.note(AnalysisCode.RATED_BY_ONE_SIDE, "people", people, "judge", alone));
        }
        long undecided = rows.stream().mapToLong(Row::undecided).sum();
        if (undecided > 0) {
            notes.add(Finding.note(AnalysisCode.UNDECIDED_LABELS, "count", undecided));
        }
        return Collections.unmodifiableList(notes);
    }

    /** The judge by metric, and the same beside what people and the best single score reach: Table 3. */
    @Override
    public List<Table> tables() {
        Table.Builder table = Texts.table("judge", simulated, "judge", judge)
                .head(Texts.text("metric"))
                .head(Texts.count("n"))
                .head(Texts.number("accuracy"))
                .head(Texts.bounds(
                        "interval", Table.Style.BOUNDS, choices.inference().level()))
                .head(Texts.number("soft"))
                .head(Texts.number("kappa"))
                .head(Texts.number("tau"))
                .head(Texts.head("bias", Table.Style.SIGNED, 2));
        for (Row row : rows) {
            table.row(
                    row.metric().name(),
                    row.n(),
                    row.accuracy(),
                    row.accuracyInterval().cell(),
                    row.softAccuracy(),
                    row.kappa(),
                    row.weightedTau(),
                    row.bias());
        }
        table.row(
                Texts.say("meanOfMetrics"),
                Table.Cell.missing(),
                accuracy(),
                accuracyInterval().cell(),
                softAccuracy(),
                mean(Row::kappa),
                mean(Row::weightedTau),
                mean(Row::bias));
        table.note(Finding.note(AnalysisCode.VALIDATION, "label", label.label()))
                .note(Texts.intervals(accuracyInterval(), choices.inference()));
        return List.of(table.build(), table(List.of(this)));
    }

    private double mean(ToDoubleFunction<Row> value) {
        return rows.stream().mapToDouble(value).average().orElse(Double.NaN);
    }

    /** A column of {@link #table}: exact or soft accuracy of one row, and the mean of all. */
    private record Yardstick(JudgeValidation of, ToDoubleFunction<Row> value) {}

    /**
     * Several judges side by side as Table 3 prints them: acc and acc_soft per metric, and the two yardsticks.
     *
     * @param judges validated on the same human ratings with the same choices; at least one
     * @return a table with two columns per judge
     * @throws IllegalArgumentException if there is none, two have the same id, or labels or metrics differ
     */
    public static Table table(List<JudgeValidation> judges) {
        if (judges.isEmpty()) {
            throw new IllegalArgumentException("judges: is empty, at least one was expected");
        }
        JudgeValidation first = judges.get(0);
        List<Metric> metrics = first.rows.stream().map(Row::metric).toList();
        for (JudgeValidation other : judges) {
            if (other.label != first.label
                    || !other.rows.stream().map(Row::metric).toList().equals(metrics)) {
                throw new IllegalArgumentException("judges: \"" + other.judge + "\" was held against label \""
                        + other.label + "\" on other metrics or another label than \"" + first.judge + "\"");
            }
        }
        Table.Builder table = Texts.table("judges", judges.stream().anyMatch(JudgeValidation::simulated))
                .head(Texts.text("metric"));
        List<Yardstick> columns = new ArrayList<>();
        for (JudgeValidation j : judges) {
            LocalizedText brief = LocalizedText.same(new Rater(j.judge).name());
            table.head(Table.Head.number("accuracy_" + j.judge, LocalizedText.same(j.judge), 2)
                    .briefly(brief));
            table.head(Table.Head.number("soft_" + j.judge, Texts.say("head.softOf", "name", j.judge), 2)
                    .briefly(Texts.say("head.softOf", "name", brief)));
            columns.add(new Yardstick(j, Row::accuracy));
            columns.add(new Yardstick(j, Row::softAccuracy));
        }
        for (String key : List.of("human", "humanSoft", "majority", "majoritySoft")) {
            table.head(Texts.number(key));
        }
        columns.add(new Yardstick(
                first, row -> row.humanAgreement().map(HumanAgreement::accuracy).orElse(Double.NaN)));
        columns.add(new Yardstick(
                first,
                row -> row.humanAgreement().map(HumanAgreement::softAccuracy).orElse(Double.NaN)));
        columns.add(new Yardstick(
                first,
                row -> row.majorityBaseline().map(MajorityBaseline::accuracy).orElse(Double.NaN)));
        columns.add(new Yardstick(
                first,
                row -> row.majorityBaseline()
                        .map(MajorityBaseline::softAccuracy)
                        .orElse(Double.NaN)));
        for (int m = 0; m < metrics.size(); m++) {
            List<Object> cells = new ArrayList<>(List.of(metrics.get(m).name()));
            for (Yardstick column : columns) {
                cells.add(column.value.applyAsDouble(column.of.rows.get(m)));
            }
            table.row(cells);
        }
        List<Object> cells = new ArrayList<>(List.of(Texts.say("meanOfMetrics")));
        columns.forEach(column -> cells.add(column.of.mean(column.value)));
        return table.row(cells).build();
    }

    /** Both tables and the notes, in English. */
    @Override
    public String toString() {
        return text("en");
    }
}
