package esrp.metrics;

import esrp.core.Finding;
import esrp.core.LocalizedText;
import esrp.core.Metric;
import esrp.core.Rater;
import esrp.core.Ratings;
import esrp.core.Result;
import esrp.core.Table;
import esrp.core.internal.Numbers;
import esrp.stats.cluster.Comparisons;
import esrp.stats.cluster.PredictionPowered;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Candidates in order of what people think of them, from few human labels and many of a judge: prediction-powered
 * inference ({@link PredictionPowered}). The judge need not be right. Where people scored too, its error is measured, and
 * subtracted; what remains is precision, if the judge goes with people, and nothing lost if not.
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
public final class PredictionPoweredLeaderboard implements Result {
    private static final double SAME = 1e-9;

    private final Analysis analysis;
    private final Measure measure;
    private final Rubric rubric;
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
        requireOneKindOfCluster(analysis.unit());
        this.analysis = analysis;
        this.measure = measure;
        rubric = analysis.rubric();
        inference =
                PredictionPowered.withDefaults().withLevel(analysis.inference().level());
        Ratings human = analysis.ratings();
        Map<String, Double> shares = measure.shares(rubric);
        List<Metric> metrics = shares.keySet().stream().map(rubric::metric).toList();
        if (metrics.stream().map(Metric::target).distinct().count() > 1) {
            throw new IllegalArgumentException("measure: the " + measure
                    + " has metrics of dialogues and of batches, and nothing is scored on both; choose one of "
                    + shares.keySet());
        }
        Ratings people = relevant("human", human, rubric, shares);
        Ratings machine = relevant("judge", judge, rubric, shares);
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
        labels = new Labels(table, rubric, shares, judges, analysis, measure);
        left = table.candidates().stream()
                .filter(c -> !labels.used.contains(table.candidate(c)))
                .toList();
        rows = rows(table);
        differences = differences(table);
    }

    private static void requireOneKindOfCluster(Unit unit) {
        if (unit == Unit.RATING) {
            throw new IllegalArgumentException("unit: a label is a whole dialogue, the mean of its raters, so that"
                    + " ratings cannot be drawn one by one; choose DIALOGUE, SCENARIO or CHARACTER");
        }
        if (unit == Unit.CHARACTER_AND_SCENARIO) {
            throw new IllegalArgumentException("unit: prediction-powered inference knows one kind of cluster, not two"
                    + " that cross; choose CHARACTER or SCENARIO, whichever gives the wider interval");
        }
    }

    /** The ratings of metrics that count; all of them must be there. */
    private Ratings relevant(String name, Ratings ratings, Rubric rubric, Map<String, Double> shares) {
        ScoreTable.checkMetrics(name, ratings, rubric);
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
    private static final class Labels {
        private final double[][] human;
        private final double[][] judge;
        private final boolean[][] counts;
        /** Candidates with a label and a judge score of one dialogue. */
        private final List<Integer> used = new ArrayList<>();

        private final int[] cluster;
        private final int clusters;
        private final boolean batches;
        private final Unit unit;
        private long partialLabels;
        private long unjudgedLabels;
        private long partialJudge;
        private long uncommon;
        private long uncommonLabels;

        Labels(
                ScoreTable table,
                Rubric rubric,
                Map<String, Double> shares,
                List<String> judges,
                Analysis analysis,
                Measure measure) {
            int candidates = table.candidates().size();
            human = new double[candidates][table.sites()];
            judge = new double[candidates][table.sites()];
            counts = new boolean[candidates][table.sites()];
            batches = table.metrics().get(0).target() == Metric.Target.BATCH;
            unit = Units.effective(analysis.unit(), table.metrics());
            boolean[] isJudge = new boolean[table.raters().size()];
            for (int r = 0; r < isJudge.length; r++) {
                isJudge[r] = judges.contains(table.raters().get(r));
            }
            int[] character = new int[table.sites()];
            cluster = new int[table.sites()];
            int most = 0;
            for (int f = 0; f < table.forms(); f++) {
                character[table.site(f)] = table.character(f);
                cluster[table.site(f)] = Units.cluster(table, f, unit);
                most = Math.max(most, cluster[table.site(f)]);
            }
            clusters = most + 1;
            for (int c = 0; c < candidates; c++) {
                int of = c;
                table.forEachSite((from, to) -> site(table, rubric, shares, of, from, to, isJudge, judges.size()));
                if (has(c)) {
                    used.add(c);
                }
            }
            if (used.isEmpty()) {
                throw new IllegalArgumentException(
                        "judge: scored no " + thing() + " that people scored, on all metrics of" + " the " + measure
                                + "; it must score those too, or its error cannot be measured");
            }
            choose(table, analysis.items(), batches ? character : null);
        }

        private void site(
                ScoreTable table,
                Rubric rubric,
                Map<String, Double> shares,
                int c,
                int from,
                int to,
                boolean[] isJudge,
                int judges) {
            double sumHuman = 0;
            double sumJudge = 0;
            int ofPeople = 0;
            int ofJudge = 0;
            int rated = 0;
            int judged = 0;
            for (int m = 0; m < table.metrics().size(); m++) {
                int lowest = table.metrics().get(m).scale().lowest();
                String id = table.metrics().get(m).id();
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
                double share = shares.getOrDefault(id, 0.0);
                rated += n[0] > 0 ? 1 : 0;
                judged += n[1] == judges ? 1 : 0;
                ofPeople += n[0];
                ofJudge += n[1];
                sumHuman += share * rubric.oriented(id, lowest + sum[0] / (double) n[0]);
                sumJudge += share * rubric.oriented(id, lowest + sum[1] / (double) n[1]);
            }
            int all = table.metrics().size();
            boolean label = rated == all;
            boolean score = judged == all;
            partialLabels += !label && ofPeople > 0 ? 1 : 0;
            unjudgedLabels += label && !score ? 1 : 0;
            partialJudge += !label && !score && ofJudge > 0 ? 1 : 0;
            human[c][table.site(from)] = label && score ? sumHuman : Double.NaN;
            judge[c][table.site(from)] = score ? sumJudge : Double.NaN;
        }

        private boolean has(int c) {
            return Arrays.stream(human[c]).anyMatch(x -> !Double.isNaN(x));
        }

        /** Marks what counts; batches are matched by character, dialogues by themselves. */
        private void choose(ScoreTable table, Analysis.Items items, int @Nullable [] character) {
            int[] common = new int[Math.max(table.sites(), table.characters().size())];
            for (int c : used) {
                boolean[] own = new boolean[common.length];
                for (int s = 0; s < table.sites(); s++) {
                    own[character == null ? s : character[s]] |= !Double.isNaN(judge[c][s]);
                }
                for (int s = 0; s < own.length; s++) {
                    common[s] += own[s] ? 1 : 0;
                }
            }
            for (int c : used) {
                boolean labelled = false;
                boolean judged = false;
                for (int s = 0; s < table.sites(); s++) {
                    if (Double.isNaN(judge[c][s])) {
                        continue;
                    }
                    boolean label = !Double.isNaN(human[c][s]);
                    counts[c][s] =
                            items == Analysis.Items.ALL || common[character == null ? s : character[s]] == used.size();
                    uncommon += counts[c][s] ? 0 : 1;
                    uncommonLabels += label && !counts[c][s] ? 1 : 0;
                    judged |= counts[c][s];
                    labelled |= label && counts[c][s];
                }
                if (!labelled) {
                    throw new IllegalArgumentException((judged ? "human: " : "judge: ")
                            + (judged
                                    ? "no label of candidate \""
                                            + table.candidates().get(c) + "\" is of a " + thing()
                                            + " that the judge scored of all candidates"
                                    : "scored no " + thing() + " of all candidates")
                            + "; drop a candidate with where(...) or choose Items.ALL");
                }
            }
        }

        String thing() {
            return batches ? "batch" : "dialogue";
        }

        PredictionPowered.Sample sample(int c) {
            int n = items(c);
            double[] ofPeople = new double[n];
            double[] ofJudge = new double[n];
            int[] own = new int[n];
            int next = 0;
            for (int s = 0; s < cluster.length; s++) {
                if (counts[c][s]) {
                    ofPeople[next] = human[c][s];
                    ofJudge[next] = judge[c][s];
                    own[next++] = cluster[s];
                }
            }
            return PredictionPowered.Sample.random(ofPeople, ofJudge, own, clusters);
        }

        int items(int c) {
            int n = 0;
            for (boolean one : counts[c]) {
                n += one ? 1 : 0;
            }
            return n;
        }

        /** How many clusters one of some candidates has an item in, or a label. */
        int clusters(boolean labelled, int... of) {
            boolean[] has = new boolean[clusters];
            for (int c : of) {
                for (int s = 0; s < cluster.length; s++) {
                    has[cluster[s]] |= counts[c][s] && !(labelled && Double.isNaN(human[c][s]));
                }
            }
            int n = 0;
            for (boolean one : has) {
                n += one ? 1 : 0;
            }
            return n;
        }

        UnitInterval interval(PredictionPowered.Result estimate, int... of) {
            return new UnitInterval(estimate.interval(), unit, clusters(false, of), 0);
        }

        UnitInterval humanInterval(PredictionPowered.Result estimate, int... of) {
            return new UnitInterval(estimate.humanInterval(), unit, clusters(true, of), 0);
        }
    }

    private List<Row> rows(ScoreTable table) {
        List<Row> drafts = new ArrayList<>();
        for (int c : labels.used) {
            PredictionPowered.Result estimate = inference.mean(labels.sample(c));
            drafts.add(new Row(
                    table.candidates().get(c),
                    OptionalInt.empty(),
                    labels.items(c),
                    estimate,
                    labels.interval(estimate, c),
                    labels.humanInterval(estimate, c)));
        }
        drafts.sort(Comparator.comparingDouble(row -> -row.powered().estimate().value()));
        List<Row> made = new ArrayList<>();
        for (int i = 0; i < drafts.size(); i++) {
            Row d = drafts.get(i);
            boolean tied = i > 0
                    && drafts.get(i - 1).powered().estimate().value()
                                    - d.powered().estimate().value()
                            <= SAME;
            OptionalInt rank = tied ? made.get(i - 1).rank() : OptionalInt.of(i + 1);
            made.add(new Row(d.candidate(), rank, d.items(), d.powered(), d.interval(), d.humanInterval()));
        }
        return Collections.unmodifiableList(made);
    }

    private List<Difference> differences(ScoreTable table) {
        List<Difference> drafts = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            for (int j = i + 1; j < rows.size(); j++) {
                int a = table.candidate(rows.get(i).candidate());
                int b = table.candidate(rows.get(j).candidate());
                PredictionPowered.Result forward = inference.difference(labels.sample(a), labels.sample(b));
                boolean turned = forward.estimate().value() < 0;
                PredictionPowered.Result estimate =
                        turned ? inference.difference(labels.sample(b), labels.sample(a)) : forward;
                drafts.add(new Difference(
                        rows.get(turned ? j : i).candidate(),
                        rows.get(turned ? i : j).candidate(),
                        estimate,
                        labels.interval(estimate, a, b),
                        labels.humanInterval(estimate, a, b),
                        estimate.estimate().pValue(0),
                        Double.NaN));
            }
        }
        double[] adjusted =
                Comparisons.holm(drafts.stream().mapToDouble(Difference::pValue).toArray());
        List<Difference> made = new ArrayList<>();
        for (int p = 0; p < adjusted.length; p++) {
            Difference d = drafts.get(p);
            made.add(new Difference(
                    d.better(), d.other(), d.powered(), d.interval(), d.humanInterval(), d.pValue(), adjusted[p]));
        }
        return Collections.unmodifiableList(made);
    }

    /** One candidate. */
    public static final class Row {
        private final String candidate;
        private final OptionalInt rank;
        private final int items;
        private final PredictionPowered.Result powered;
        private final UnitInterval interval;
        private final UnitInterval humanInterval;

        private Row(
                String candidate,
                OptionalInt rank,
                int items,
                PredictionPowered.Result powered,
                UnitInterval interval,
                UnitInterval humanInterval) {
            this.candidate = candidate;
            this.rank = rank;
            this.items = items;
            this.powered = powered;
            this.interval = interval;
            this.humanInterval = humanInterval;
        }

        /** {@return its id} */
        public String candidate() {
            return candidate;
        }

        /** {@return its place, 1 for the best; equal estimates share one} */
        public OptionalInt rank() {
            return rank;
        }

        /** {@return dialogues (or batches) that count, with a label or not} */
        public int items() {
            return items;
        }

        /**
         * {@return estimate and interval from both, those of people alone, λ, the correlation of judge and people on
         *     what both scored, and the number of labels}
         */
        public PredictionPowered.Result powered() {
            return powered;
        }

        /** {@return from both, with its unit and the number of clusters} */
        public UnitInterval interval() {
            return interval;
        }

        /** {@return from people alone, with its unit and the number of clusters that have a label} */
        public UnitInterval humanInterval() {
            return humanInterval;
        }

        /**
         * What people think of the candidate, estimated from both.
         *
         * @return on the scale of the measure, higher is better
         */
        public double mean() {
            return powered.estimate().value();
        }

        /** {@return dialogues (or batches) that people scored, at least 1} */
        public int labels() {
            return powered.labels();
        }
    }

    /** Two candidates. */
    public static final class Difference {
        private final String better;
        private final String other;
        private final PredictionPowered.Result powered;
        private final UnitInterval interval;
        private final UnitInterval humanInterval;
        private final double pValue;
        private final double adjustedPValue;

        private Difference(
                String better,
                String other,
                PredictionPowered.Result powered,
                UnitInterval interval,
                UnitInterval humanInterval,
                double pValue,
                double adjustedPValue) {
            this.better = better;
            this.other = other;
            this.powered = powered;
            this.interval = interval;
            this.humanInterval = humanInterval;
            this.pValue = pValue;
            this.adjustedPValue = adjustedPValue;
        }

        /** {@return the one with the higher estimate} */
        public String better() {
            return better;
        }

        /** {@return the other one} */
        public String other() {
            return other;
        }

        /** {@return better minus other, as for a {@link Row}; labels are those of both} */
        public PredictionPowered.Result powered() {
            return powered;
        }

        /** {@return from both, not adjusted for the number of pairs} */
        public UnitInterval interval() {
            return interval;
        }

        /** {@return from people alone, not adjusted} */
        public UnitInterval humanInterval() {
            return humanInterval;
        }

        /** {@return of the t test of no difference, two-sided, from both} */
        public double pValue() {
            return pValue;
        }

        /** {@return the same after Holm's adjustment for all pairs; to be compared with 1 minus the level} */
        public double adjustedPValue() {
            return adjustedPValue;
        }
    }

    /** {@return one row per candidate that people and the judge scored, best first} */
    public List<Row> rows() {
        return rows;
    }

    /**
     * The row of a candidate.
     *
     * @param candidate its id
     * @return the row
     * @throws IllegalArgumentException if it has none; the message names those that have
     */
    public Row row(String candidate) {
        Objects.requireNonNull(candidate, "candidate");
        return rows.stream()
                .filter(row -> row.candidate().equals(candidate))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no candidate \"" + candidate + "\"; candidates are "
                        + rows.stream().map(Row::candidate).toList()));
    }

    /** {@return all pairs of candidates, in the order of the rows: n (n − 1) / 2 differences, each 0 or more} */
    public List<Difference> differences() {
        return differences;
    }

    /**
     * One pair.
     *
     * @param candidate one candidate
     * @param other another one
     * @return their difference, the better one first
     * @throws IllegalArgumentException if one of them has no row, or both are the same
     */
    public Difference between(String candidate, String other) {
        Objects.requireNonNull(other, "other");
        String one = row(candidate).candidate();
        String two = row(other).candidate();
        return differences.stream()
                .filter(d -> (d.better().equals(one) && d.other().equals(two))
                        || (d.better().equals(two) && d.other().equals(one)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("other: \"" + other + "\" is the same candidate"));
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
     * Whether any rating was generated rather than given, by people or by the judge.
     *
     * @return true if one of the raters is simulated
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
        if (simulated) {
            notes.add(Finding.note(AnalysisCode.SIMULATED));
        }
        if (!left.isEmpty()) {
            notes.add(Finding.note(
                    AnalysisCode.NO_ROW,
                    "candidates",
                    left.stream().map(analysis.choices()::name).toList()));
        }
        counted(notes, AnalysisCode.UNJUDGED_LABELS, labels.unjudgedLabels);
        counted(notes, AnalysisCode.PARTIAL_LABELS, labels.partialLabels);
        counted(notes, AnalysisCode.PARTIAL_JUDGE, labels.partialJudge);
        if (labels.uncommon > 0) {
            notes.add(Finding.note(AnalysisCode.UNCOMMON, "count", labels.uncommon, "labels", labels.uncommonLabels));
        }
        if (rows.stream().anyMatch(row -> row.labels() == row.items())) {
            notes.add(Finding.note(AnalysisCode.JUDGE_ADDS_NOTHING));
        }
        return Collections.unmodifiableList(notes);
    }

    private static void counted(List<Finding> notes, AnalysisCode code, long count) {
        if (count > 0) {
            notes.add(Finding.note(code, "count", count));
        }
    }

    /** Candidates, and pairs where there are two or more, each with the interval of people alone beside its own. */
    @Override
    public List<Table> tables() {
        double level = analysis.inference().level();
        LocalizedText what = measure.label(rubric);
        Table.Builder top = Texts.table("prediction-powered", simulated, "measure", what, "rubric", rubric.id())
                .head(Texts.count("rank"))
                .head(Texts.text("candidate"))
                .head(Texts.number("mean"))
                .head(Texts.bounds("interval", Table.Style.BOUNDS, level))
                .head(Texts.head("people", Table.Style.BOUNDS, 2))
                .head(Texts.number("correlation"))
                .head(Texts.number("lambda"))
                .head(Texts.count("labels"))
                .head(Texts.count("items"))
                .head(Texts.head("gained", Table.Style.SIGNED, 0));
        for (Row row : rows) {
            PredictionPowered.Result e = row.powered();
            top.row(
                    row.rank().orElse(0),
                    analysis.choices().name(row.candidate()),
                    row.mean(),
                    row.interval().cell(),
                    row.humanInterval().cell(),
                    e.correlation(),
                    e.lambda(),
                    e.labels(),
                    row.items(),
                    e.labelsGained());
        }
        IntSummaryStatistics with =
                rows.stream().mapToInt(row -> row.humanInterval().clusters()).summaryStatistics();
        int fewest = with.getMin();
        int most = with.getMax();
        top.note(Finding.note(AnalysisCode.PREDICTION_POWERED, "judges", judges))
                .note(Finding.note(
                        AnalysisCode.POWERED_INTERVALS,
                        "intervals",
                        rows.get(0).interval().description(),
                        "with",
                        Numbers.count(fewest) + (fewest == most ? "" : "-" + Numbers.count(most))));
        if (differences.isEmpty()) {
            return List.of(top.build());
        }
        Table.Builder pairs = Texts.table("prediction-powered-differences", simulated, "measure", what)
                .head(Texts.text("better"))
                .head(Texts.text("other"))
                .head(Texts.head("difference", Table.Style.SIGNED, 2))
                .head(Texts.bounds("interval", Table.Style.SIGNED_BOUNDS, level))
                .head(Texts.head("people", Table.Style.SIGNED_BOUNDS, 2))
                .head(Texts.number("lambda"))
                .head(Texts.head("gained", Table.Style.SIGNED, 0))
                .head(Texts.head("p", Table.Style.P_VALUE, 4))
                .head(Texts.head("adjusted", Table.Style.P_VALUE, 4));
        for (Difference d : differences) {
            pairs.row(
                    analysis.choices().name(d.better()),
                    analysis.choices().name(d.other()),
                    d.powered().estimate().value(),
                    d.interval().cell(),
                    d.humanInterval().cell(),
                    d.powered().lambda(),
                    d.powered().labelsGained(),
                    d.pValue(),
                    d.adjustedPValue());
        }
        return List.of(top.build(), pairs.note(Finding.note(AnalysisCode.PAIRS)).build());
    }

    /** All tables and the notes, in English. */
    @Override
    public String toString() {
        return text("en");
    }
}
