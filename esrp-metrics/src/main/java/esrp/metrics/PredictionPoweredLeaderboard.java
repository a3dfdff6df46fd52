package esrp.metrics;

import com.google.common.collect.Maps;
import com.google.common.primitives.Doubles;
import esrp.core.Finding;
import esrp.core.LocalizedText;
import esrp.core.Metric;
import esrp.core.Rater;
import esrp.core.Ratings;
import esrp.core.Table;
import esrp.core.internal.Names;
import esrp.core.internal.Numbers;
import esrp.stats.Estimate;
import esrp.stats.Interval;
import esrp.stats.IntervalMethod;
import esrp.stats.cluster.Comparisons;
import esrp.stats.cluster.PredictionPowered;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Candidates in order of what people think of them, from few human labels and many of a judge: prediction-powered
 * inference ({@link PredictionPowered}). The judge need not be right. Where people scored too, its error is measured, and
 * subtracted; a judge that correlates with people adds precision, and one that does not costs nothing.
 *
 * <ul>
 *   <li>A <b>label</b> is one dialogue of one candidate (or one batch, for a metric of batches) that people scored on all
 *       metrics of the {@link Measure}: of each metric the mean of its raters, metrics added up by the rubric, those where
 *       lower is better reflected. Each dialogue counts once, however many people scored it.
 *   <li>The judge's score is made alike; of several judges it is the mean, and counts only where all of them scored, or it
 *       would mean one thing where people scored and another elsewhere.
 *   <li>The estimate speaks of the dialogues that the judge scored: with {@link Analysis.Items#COMMON} those it scored for every
 *       candidate. Labels of others are left out, and so are dialogues that people or the judge scored on some of the
 *       metrics only; all are counted in {@link #notes}.
 *   <li>The dialogues with labels must be a random sample, or all dialogues of characters drawn at random. Dialogues that
 *       somebody picked (the first, the easy, the doubtful ones) do not speak for the others, and no judge repairs that: what
 *       people scored alone is for {@link Leaderboard}, how well the judge matches it for {@link JudgeValidation}.
 *   <li>Intervals are by one kind of unit: where {@link Unit#CHARACTER_AND_SCENARIO} is asked for, by character. Look at {@link
 *       Unit#SCENARIO} too and take the wider of the two.
 *   <li>A candidate without any label or without any judge score has no row, and is named in the notes.
 *   <li>Each difference of two candidates is estimated by itself, paired by cluster; it need not be the difference of two
 *       rows, because each has its own λ.
 * </ul>
 *
 * <pre>{@code
 * System.out.println(PredictionPoweredLeaderboard.ofRandomSample(people, judge, Rubric.esrp()));
 * }</pre>
 *
 * <p>Immutable. Takes time in proportion to the ratings and, for each pair of candidates, to the dialogues.
 */
public final class PredictionPoweredLeaderboard extends Shown {
    private final Analysis analysis;
    private final Measure measure;
    private final Map<String, Double> shares;
    private final PredictionPowered inference;
    private final Labels labels;
    private final List<String> judges;
    private final List<String> left;
    private final boolean simulated;
    private final List<String> hashes;
    private final List<Row> rows;
    private final List<Difference> differences;

    /**
     * Candidates by their average, from few human labels and many of a judge, with the defaults of {@link Analysis}. For
     * another measure and other choices see {@link Analysis#predictionPowered(Ratings, Measure)}.
     *
     * @param human the ratings of people, of some dialogues
     * @param judge the ratings of one judge or several, of all dialogues, those that people scored included
     * @param rubric how metrics add up
     * @return the leaderboard
     * @throws IllegalArgumentException if either has no ratings of a metric that
     *     counts; if a rater is on both sides or a model among the people; if no dialogue was scored by both; if the judge
     *     scored no dialogue of all candidates; or as {@link Leaderboard#of} says
     */
    public static PredictionPoweredLeaderboard ofRandomSample(Ratings human, Ratings judge, Rubric rubric) {
        return Analysis.of(human, rubric).predictionPowered(judge);
    }

    PredictionPoweredLeaderboard(Analysis analysis, Ratings judge, Measure measure) {
        requireDialogues(analysis.unit());
        this.analysis = analysis;
        this.measure = measure;
        shares = measure.shares(analysis.rubric());
        inference =
                PredictionPowered.withDefaults().withLevel(analysis.inference().level());
        Ratings human = analysis.ratings();
        List<Metric> metrics =
                shares.keySet().stream().map(analysis.rubric()::metric).toList();
        if (metrics.stream().map(Metric::target).distinct().count() > 1) {
            throw new IllegalArgumentException("measure: the " + measure
                    + " has metrics of dialogues and of batches, and nothing is scored on both; choose one of "
                    + shares.keySet());
        }
        Ratings people = relevant("human", human);
        Ratings machine = relevant("judge", judge);
        judges = machine.raters();
        for (String rater : people.raters()) {
            if (judges.contains(rater)) {
                throw new IllegalArgumentException("judge: rater \"" + rater
                        + "\" is among the raters of human too; a judge of itself is always right");
            }
            if (new Rater(rater).kind() == Rater.Kind.MODEL) {
                throw new IllegalArgumentException("human: rater \"" + rater
                        + "\" is a model, people were expected; are human and judge the wrong way round?");
            }
        }
        simulated = human.simulated() || judge.simulated();
        hashes = List.of(human.hash(), judge.hash());
        ScoreTable table = ScoreTable.of(people.plus(machine), metrics, analysis.duplicates());
        labels = new Labels(table);
        left = table.candidates.stream()
                .filter(c -> !labels.used.contains(table.candidate(c)))
                .toList();
        rows = rows(table.candidates);
        differences = differences(table);
    }

    private static void requireDialogues(Unit unit) {
        if (unit == Unit.RATING) {
            throw new IllegalArgumentException("unit: a label is a whole dialogue, the mean of its raters, so that"
                    + " ratings cannot be drawn one by one; choose DIALOGUE, SCENARIO or CHARACTER");
        }
    }

    /** The ratings of metrics that count; all of them must be there. */
    private Ratings relevant(String name, Ratings ratings) {
        ScoreTable.checkMetrics(name, ratings, analysis.rubric());
        List<String> rated = ratings.metricIds();
        List<String> missing =
                shares.keySet().stream().filter(id -> !rated.contains(id)).toList();
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(name + ": has no rating on " + String.join(", ", missing)
                    + ", which the " + measure + " needs; rated are " + rated);
        }
        return ratings.where(rating -> shares.containsKey(rating.metric()));
    }

    /** What people and the judge say of each dialogue, NaN where they do not, and which dialogues count. */
    private final class Labels {
        private final ScoreTable table;
        private final double[][] human;
        private final double[][] judge;
        /** The sites of each candidate that count. */
        private final List<BitSet> counts;
        /** Candidates with a label and a judge score of one dialogue. */
        private final List<Integer> used = new ArrayList<>();

        private final int[] cluster;
        private final String thing;
        private final Unit unit;
        private final Optional<Finding> reason;
        private long partialLabels;
        private long unjudgedLabels;
        private long partialJudge;
        private long uncommon;
        private long uncommonLabels;

        Labels(ScoreTable table) {
            this.table = table;
            human = new double[table.candidates.size()][table.sites];
            judge = new double[table.candidates.size()][table.sites];
            counts = Stream.generate(BitSet::new).limit(human.length).toList();
            boolean batches = table.metrics.get(0).target() == Metric.Target.BATCH;
            thing = batches ? "batch" : "dialogue";
            Units.Choice choice = Units.chooseOneKind(table, analysis.unit(), table.metrics);
            unit = choice.unit();
            reason = choice.reason();
            // Batches are matched by character, dialogues by themselves.
            int[] place = new int[table.sites];
            cluster = new int[table.sites];
            for (int f = 0; f < table.forms(); f++) {
                place[table.site(f)] = batches ? table.character(f) : table.site(f);
                cluster[table.site(f)] = Units.cluster(table, f, unit);
            }
            boolean[] isJudge = new boolean[table.raters.size()];
            judges.forEach(rater -> isJudge[table.raters.indexOf(rater)] = true);
            for (int candidate = 0; candidate < human.length; candidate++) {
                int c = candidate;
                table.forEachSite((from, to) -> site(c, from, to, isJudge));
                if (Arrays.stream(human[c]).anyMatch(x -> !Double.isNaN(x))) {
                    used.add(c);
                }
            }
            if (used.isEmpty()) {
                throw new IllegalArgumentException(
                        "judge: scored no " + thing + " that people scored, on all metrics of" + " the " + measure
                                + "; it must score those too, or its error cannot be measured");
            }
            choose(place);
        }

        private void site(int c, int from, int to, boolean[] isJudge) {
            double[] sums = new double[2];
            int[] ratings = new int[2];
            int[] complete = new int[2];
            for (int m = 0; m < table.metrics.size(); m++) {
                Metric metric = table.metrics.get(m);
                long[] sum = new long[2];
                int[] n = new int[2];
                for (int f = from; f < to; f++) {
                    int level = table.level(c, m, f);
                    if (level >= 0) {
                        int side = isJudge[table.rater(f)] ? 1 : 0;
                        sum[side] += level;
                        n[side]++;
                    }
                }
                double share = shares.getOrDefault(metric.id(), 0.0);
                for (int side = 0; side < 2; side++) {
                    double mean = metric.scale().lowest() + metric.scale().step() * sum[side] / n[side];
                    sums[side] += share * analysis.rubric().oriented(metric.id(), mean);
                    ratings[side] += n[side];
                }
                complete[0] += n[0] > 0 ? 1 : 0;
                complete[1] += n[1] == judges.size() ? 1 : 0;
            }
            boolean label = complete[0] == table.metrics.size();
            boolean score = complete[1] == table.metrics.size();
            partialLabels += !label && ratings[0] > 0 ? 1 : 0;
            unjudgedLabels += label && !score ? 1 : 0;
            partialJudge += !label && !score && ratings[1] > 0 ? 1 : 0;
            human[c][table.site(from)] = label && score ? sums[0] : Double.NaN;
            judge[c][table.site(from)] = score ? sums[1] : Double.NaN;
        }

        /** Marks what counts. */
        private void choose(int[] place) {
            BitSet common = new BitSet();
            common.set(0, Math.max(table.sites, table.characters.size()));
            for (int c : used) {
                BitSet own = new BitSet();
                judged(c).forEach(s -> own.set(place[s]));
                common.and(own);
            }
            for (int c : used) {
                judged(c).forEach(s -> {
                    if (analysis.items() == Analysis.Items.ALL || common.get(place[s])) {
                        counts.get(c).set(s);
                    } else {
                        uncommon++;
                        uncommonLabels += Double.isNaN(human[c][s]) ? 0 : 1;
                    }
                });
                if (clusters(true, c) == 0) {
                    throw new IllegalArgumentException((counts.get(c).isEmpty()
                                    ? "judge: scored no " + thing + " of all candidates"
                                    : "human: no label of candidate \"" + table.candidates.get(c) + "\" is of a "
                                            + thing + " that the judge scored of all candidates")
                            + "; drop a candidate with where(...) or choose Items.ALL");
                }
            }
        }

        private IntStream judged(int c) {
            return IntStream.range(0, table.sites).filter(s -> !Double.isNaN(judge[c][s]));
        }

        PredictionPowered.Sample sample(int c) {
            int[] sites = counts.get(c).stream().toArray();
            return PredictionPowered.Sample.random(
                    Arrays.stream(sites).mapToDouble(s -> human[c][s]).toArray(),
                    Arrays.stream(sites).mapToDouble(s -> judge[c][s]).toArray(),
                    Arrays.stream(sites).map(s -> cluster[s]).toArray(),
                    Arrays.stream(cluster).max().orElse(0) + 1);
        }

        /** How many clusters one of some candidates has an item in, or a label. */
        int clusters(boolean labelled, int... of) {
            BitSet has = new BitSet();
            for (int c : of) {
                counts.get(c).stream()
                        .filter(s -> !labelled || !Double.isNaN(human[c][s]))
                        .forEach(s -> has.set(cluster[s]));
            }
            return has.cardinality();
        }

        UnitInterval interval(PredictionPowered.Result estimate, int... of) {
            return new UnitInterval(bounded(estimate.estimate(), of), unit, clusters(false, of), 0, false);
        }

        /** A mean stays on its scale where the analysis asks for it. */
        private Interval bounded(Estimate given, int... of) {
            double level = analysis.inference().level();
            double[] limits = limits();
            Estimate estimate = allowing(given, of);
            if (of.length > 1 || analysis.inference().method() != IntervalMethod.LOGIT) {
                return estimate.interval(level);
            }
            Interval logit = estimate.interval(level, limits[0], limits[1]);
            return Interval.of(logit.estimate(), logit.lower(), logit.upper(), level, IntervalMethod.LOGIT)
                    .withStandardError(estimate.standardError());
        }

        /** Where no cluster differs, those that were not seen may; a difference lies within the width of the scale. */
        Estimate allowing(Estimate estimate, int... of) {
            if (estimate.standardError() != 0) {
                return estimate;
            }
            double[] limits = limits();
            double lowest = of.length > 1 ? limits[0] - limits[1] : limits[0];
            double highest = of.length > 1 ? limits[1] - limits[0] : limits[1];
            double value = Math.max(lowest, Math.min(highest, estimate.value()));
            return Estimate.ofConstant(value, lowest, highest, estimate.degreesOfFreedom());
        }

        /** The ends of the scale that means are on. */
        private double[] limits() {
            return analysis.rubric().limits(shares);
        }

        UnitInterval humanInterval(PredictionPowered.Result estimate, int... of) {
            return new UnitInterval(bounded(estimate.humanOnly(), of), unit, clusters(true, of), 0, false);
        }
    }

    private List<Row> rows(List<String> candidates) {
        double[] limits = labels.limits();
        List<PredictionPowered.Result> estimates = labels.used.stream()
                .map(c -> inference.mean(labels.sample(c), limits[0], limits[1]))
                .toList();
        double[] means =
                estimates.stream().mapToDouble(e -> e.estimate().value()).toArray();
        return Places.of(means).stream()
                .<Row>map(place -> {
                    int c = labels.used.get(place.index());
                    PredictionPowered.Result estimate = estimates.get(place.index());
                    return new RowOf(
                            candidates.get(c),
                            place.rank(),
                            labels.counts.get(c).cardinality(),
                            estimate,
                            labels.interval(estimate, c),
                            labels.humanInterval(estimate, c));
                })
                .toList();
    }

    private List<Difference> differences(ScoreTable table) {
        List<DoubleFunction<Difference>> made = new ArrayList<>();
        List<Double> pValues = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            for (int j = i + 1; j < rows.size(); j++) {
                int a = table.candidate(rows.get(i).candidate());
                int b = table.candidate(rows.get(j).candidate());
                PredictionPowered.Result forward = inference.difference(labels.sample(a), labels.sample(b));
                boolean turned = forward.estimate().value() < 0;
                PredictionPowered.Result estimate =
                        turned ? inference.difference(labels.sample(b), labels.sample(a)) : forward;
                String better = rows.get(turned ? j : i).candidate();
                String other = rows.get(turned ? i : j).candidate();
                UnitInterval interval = labels.interval(estimate, a, b);
                UnitInterval people = labels.humanInterval(estimate, a, b);
                double p = labels.allowing(estimate.estimate(), a, b).pValue(0);
                pValues.add(p);
                made.add(adjusted -> new DifferenceOf(better, other, estimate, interval, people, p, adjusted));
            }
        }
        double[] adjusted = Comparisons.holm(Doubles.toArray(pValues));
        return IntStream.range(0, adjusted.length)
                .mapToObj(i -> made.get(i).apply(adjusted[i]))
                .toList();
    }

    /** One candidate. */
    public sealed interface Row {
        /** {@return its id} */
        String candidate();

        /** {@return its place, 1 for the best; equal estimates share one} */
        OptionalInt rank();

        /** {@return dialogues (or batches) that count, with a label or not} */
        int items();

        /**
         * {@return estimate and interval from both, those of people alone, λ, the correlation of judge and people on
         *     what both scored, and the number of labels}
         */
        PredictionPowered.Result powered();

        /** {@return from both, with its unit and the number of clusters} */
        UnitInterval interval();

        /** {@return from people alone, with its unit and the number of clusters that have a label} */
        UnitInterval humanInterval();

        /**
         * {@return what people think of the candidate, estimated from both: on the scale of the measure, higher is
         * better}
         */
        default double mean() {
            return powered().estimate().value();
        }

        /** {@return dialogues (or batches) that people scored, at least 1} */
        default int labels() {
            return powered().labels();
        }
    }

    private record RowOf(
            String candidate,
            OptionalInt rank,
            int items,
            PredictionPowered.Result powered,
            UnitInterval interval,
            UnitInterval humanInterval)
            implements Row {}

    /** Two candidates. */
    public sealed interface Difference {
        /** {@return the one with the higher estimate} */
        String better();

        /** {@return the other one} */
        String other();

        /** {@return better minus other, as for a {@link Row}; labels are those of both} */
        PredictionPowered.Result powered();

        /** {@return from both, not adjusted for the number of pairs} */
        UnitInterval interval();

        /** {@return from people alone, not adjusted} */
        UnitInterval humanInterval();

        /** {@return of the t test of no difference, two-sided, from both} */
        double pValue();

        /** {@return the same after Holm's adjustment for all pairs; to be compared with 1 minus the level} */
        double adjustedPValue();
    }

    private record DifferenceOf(
            String better,
            String other,
            PredictionPowered.Result powered,
            UnitInterval interval,
            UnitInterval humanInterval,
            double pValue,
            double adjustedPValue)
            implements Difference {}

    /** {@return one row per candidate that people and the judge scored, best first} */
    public List<Row> rows() {
        return rows;
    }

    /**
     * {@return the row of a candidate}
     *
     * @param candidate its id
     * @throws IllegalArgumentException if it has none; the message names those that have
     */
    public Row row(String candidate) {
        return Names.find("candidate", candidate, Maps.uniqueIndex(rows, Row::candidate));
    }

    /** {@return all pairs of candidates, in the order of the rows: n (n − 1) / 2 differences, each 0 or more} */
    public List<Difference> differences() {
        return differences;
    }

    /**
     * {@return the difference of two candidates, the better one first}
     *
     * @param candidate one candidate
     * @param other another one
     * @throws IllegalArgumentException if one of them has no row, or both are the same
     */
    public Difference between(String candidate, String other) {
        Objects.requireNonNull(other, "other");
        String one = row(candidate).candidate();
        String two = row(other).candidate();
        return Comparison.pair(differences, d -> Set.of(d.better(), d.other()), one, two);
    }

    /** {@return what is estimated: the average, a dimension or a metric} */
    public Measure measure() {
        return measure;
    }

    /** {@return the rater ids of the judges} */
    public List<String> judges() {
        return judges;
    }

    /**
     * {@return whether any rating was generated rather than given, by people or by the judge; true if one of the raters
     * is simulated}
     */
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
        if (!left.isEmpty()) {
            notes.add(AnalysisCode.NO_ROW.note(
                    "candidates", left.stream().map(analysis.choices()::name).toList()));
        }
        Texts.count(notes, AnalysisCode.UNJUDGED_LABELS, labels.unjudgedLabels);
        Texts.count(notes, AnalysisCode.PARTIAL_LABELS, labels.partialLabels);
        Texts.count(notes, AnalysisCode.PARTIAL_JUDGE, labels.partialJudge);
        if (labels.uncommon > 0) {
            notes.add(AnalysisCode.UNCOMMON.note("count", labels.uncommon, "labels", labels.uncommonLabels));
        }
        UnitInterval.remarks(
                notes,
                labels.reason,
                Stream.concat(
                        rows.stream().map(Row::interval), differences.stream().map(Difference::interval)));
        boolean complete = rows.stream().anyMatch(row -> row.labels() == row.items());
        Texts.note(notes, complete, AnalysisCode.JUDGE_ADDS_NOTHING.note());
        return Collections.unmodifiableList(notes);
    }

    /** Candidates, and pairs where there are two or more, each with the interval of people alone beside its own. */
    @Override
    public List<Table> tables() {
        double level = analysis.inference().level();
        Rubric rubric = analysis.rubric();
        LocalizedText what = measure.label(rubric);
        Table.Builder top = new Columns<Row>(
                        Texts.table("prediction-powered", simulated, "measure", what, "rubric", rubric.id()))
                .rank(Row::rank)
                .text("candidate", row -> analysis.choices().named(row.candidate()))
                .number("mean", Row::mean)
                .bounds(level, row -> row.interval().cell())
                .add(
                        Texts.head("people", Table.Style.BOUNDS, 2),
                        row -> row.humanInterval().cell())
                .number("correlation", row -> row.powered().correlation())
                .number("lambda", row -> row.powered().lambda())
                .count("labels", Row::labels)
                .count("items", Row::items)
                .signed("gained", 0, row -> row.powered().labelsGained())
                .rows(rows);
        IntSummaryStatistics with =
                rows.stream().mapToInt(row -> row.humanInterval().clusters()).summaryStatistics();
        int fewest = with.getMin();
        int most = with.getMax();
        top.note(AnalysisCode.PREDICTION_POWERED.note("judges", judges))
                .note(AnalysisCode.POWERED_INTERVALS.note(
                        "intervals",
                        rows.get(0).interval().description(),
                        "with",
                        Numbers.count(fewest) + (fewest == most ? "" : "-" + Numbers.count(most))));
        if (differences.isEmpty()) {
            return List.of(top.build());
        }
        Table.Builder pairs = new Columns<Difference>(
                        Texts.table("prediction-powered-differences", simulated, "measure", what))
                .text("better", d -> analysis.choices().named(d.better()))
                .text("other", d -> analysis.choices().named(d.other()))
                .signed("difference", 2, d -> d.powered().estimate().value())
                .signedBounds(2, level, d -> d.interval().cell())
                .add(
                        Texts.head("people", Table.Style.SIGNED_BOUNDS, 2),
                        d -> d.humanInterval().cell())
                .number("lambda", d -> d.powered().lambda())
                .signed("gained", 0, d -> d.powered().labelsGained())
                .pValue("p", Difference::pValue)
                .pValue("adjusted", Difference::adjustedPValue)
                .rows(differences)
                .note(AnalysisCode.PAIRS.note());
        return List.of(top.build(), pairs.build());
    }
}
