package esrp.metrics;

import com.google.common.collect.ImmutableMap;
import esrp.core.Finding;
import esrp.core.LocalizedText;
import esrp.core.Rater;
import esrp.core.Ratings;
import esrp.core.Result;
import esrp.core.Table;
import esrp.core.internal.Numbers;
import esrp.stats.KendallTau;
import esrp.stats.cluster.ClusteredEstimates;
import esrp.stats.cluster.ClusteredMeans;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which candidates go on to the next round, after several judges: the mean over judges of each judge's average, the best
 * k, and what separates place k from place k + 1.
 *
 * <ul>
 *   <li>Each judge has the same say, however many ratings it gave. Only items that all candidates have count.
 *   <li>A candidate that a judge did not rate has no mean over all judges and no place, unless <b>severity is
 *       removed</b>: then each score is taken as candidate plus judge, fitted by least squares, and a candidate is not
 *       punished for having met the stricter judges. Where every judge rated every candidate this changes no place.
 *   <li><b>Self-preference</b>: where judge and candidate are of one family, the judge's score is held against what the
 *       same fit, without any score inside a family, expects. Positive: the judge favours its kin.
 * </ul>
 */
public final class Shortlist implements Result {
    private final Analysis analysis;
    private final Options options;
    private final ScoreTable table;
    private final Rubric rubric;
    private final double[][] scores;
    private final Fit fit;
    private final List<Place> places;
    private final Optional<UnitInterval> cut;
    private final List<Preference> preferences;

    /**
     * The best five with the defaults of {@link Analysis}, severity left in. For other choices see {@link Analysis#shortlist}.
     *
     * @param ratings ratings of one or more judges
     * @param rubric how they add up
     * @return the shortlist
     * @throws IllegalArgumentException if no candidate has a place, or as {@link Leaderboard#of} says
     */
    public static Shortlist of(Ratings ratings, Rubric rubric) {
        return Analysis.of(ratings, rubric).shortlist(Options.best(5));
    }

    /** How many candidates go on, and how judges are treated. Immutable. */
    public static final class Options {
        private final int size;
        private final boolean severityRemoved;
        private final ImmutableMap<String, String> judgeFamilies;
        private final ImmutableMap<String, String> candidateFamilies;

        private Options(
                int size,
                boolean severityRemoved,
                ImmutableMap<String, String> judgeFamilies,
                ImmutableMap<String, String> candidateFamilies) {
            this.size = size;
            this.severityRemoved = severityRemoved;
            this.judgeFamilies = judgeFamilies;
            this.candidateFamilies = candidateFamilies;
        }

        /**
         * The best k go on, severity is left in, and no families are known.
         *
         * @param k at least 1
         * @return the options
         */
        public static Options best(int k) {
            if (k < 1) {
                throw new IllegalArgumentException("k: " + k + " is below 1");
            }
            return new Options(k, false, ImmutableMap.of(), ImmutableMap.of());
        }

        /**
         * Returns a copy that removes the severity of judges, or does not.
         *
         * @param value whether to fit and remove it
         * @return the copy
         */
        public Options withSeverityRemoved(boolean value) {
            return new Options(size, value, judgeFamilies, candidateFamilies);
        }

        /**
         * Returns a copy with families, for the check of self-preference.
         *
         * @param judges rater id to family
         * @param candidates candidate id to family, for example from {@code Candidate.tags().get("family")}
         * @return the copy
         */
        public Options withFamilies(Map<String, String> judges, Map<String, String> candidates) {
            return new Options(size, severityRemoved, ImmutableMap.copyOf(judges), ImmutableMap.copyOf(candidates));
        }
    }

    /** One candidate. */
    public static final class Place {
        private final String candidate;
        private final OptionalInt place;
        private final double score;
        private final Map<String, Double> byJudge;
        private final boolean chosen;

        private Place(String candidate, OptionalInt place, double score, Map<String, Double> byJudge, boolean chosen) {
            this.candidate = candidate;
            this.place = place;
            this.score = score;
            this.byJudge = ImmutableMap.copyOf(byJudge);
            this.chosen = chosen;
        }

        /** {@return its id} */
        public String candidate() {
            return candidate;
        }

        /** {@return 1 for the best; equal scores share one; empty if a judge did not rate it and severity stays in} */
        public OptionalInt place() {
            return place;
        }

        /** {@return mean over judges; NaN without a place} */
        public double score() {
            return score;
        }

        /** {@return average of each judge that rated it} */
        public Map<String, Double> byJudge() {
            return byJudge;
        }

        /** {@return whether it goes on: its place is k at most} */
        public boolean chosen() {
            return chosen;
        }
    }

    /** What a judge gives a candidate of its own family beyond what is to be expected. */
    public static final class Preference {
        private final String judge;
        private final String candidate;
        private final String family;
        private final UnitInterval excess;

        private Preference(String judge, String candidate, String family, UnitInterval excess) {
            this.judge = judge;
            this.candidate = candidate;
            this.family = family;
            this.excess = excess;
        }

        /** {@return the judge} */
        public String judge() {
            return judge;
        }

        /** {@return the candidate} */
        public String candidate() {
            return candidate;
        }

        /** {@return the family of both} */
        public String family() {
            return family;
        }

        /** {@return score points beyond the fit, with an interval} */
        public UnitInterval excess() {
            return excess;
        }
    }

    Shortlist(Analysis analysis, Options options) {
        this.analysis = analysis;
        this.options = options;
        rubric = analysis.rubric();
        table = analysis.estimates(Analysis.Items.COMMON).table();
        scores = scores();
        fit = Fit.of(scores, (c, j) -> true);
        places = rank();
        cut = separation();
        preferences = selfPreferences();
    }

    /** Candidate by judge: the judge's average; NaN where the judge did not rate it all. */
    private double[][] scores() {
        int judges = table.raters().size();
        double[][] made = new double[table.candidates().size()][judges];
        for (int c = 0; c < made.length; c++) {
            long[][] sums = new long[table.metrics().size()][judges];
            long[][] counts = new long[table.metrics().size()][judges];
            for (int m = 0; m < sums.length; m++) {
                for (int f = 0; f < table.forms(); f++) {
                    int level = table.level(c, m, f);
                    if (level >= 0) {
                        sums[m][table.rater(f)] +=
                                table.metrics().get(m).scale().score(level);
                        counts[m][table.rater(f)]++;
                    }
                }
            }
            for (int j = 0; j < judges; j++) {
                int judge = j;
                made[c][j] = rubric.average(id -> {
                    int m = table.metric(id);
                    return sums[m][judge] / (double) counts[m][judge];
                });
            }
        }
        return made;
    }

    private double score(int c) {
        if (options.severityRemoved) {
            return fit.candidate[c];
        }
        return Arrays.stream(scores[c]).average().orElse(Double.NaN);
    }

    private List<Place> rank() {
        List<Integer> order = new ArrayList<>();
        for (int c = 0; c < scores.length; c++) {
            order.add(c);
        }
        order.sort((a, b) -> {
            int missing = Boolean.compare(Double.isNaN(score(a)), Double.isNaN(score(b)));
            return missing != 0 || Double.isNaN(score(a)) ? missing : Double.compare(score(b), score(a));
        });
        if (Double.isNaN(score(order.get(0)))) {
            throw new IllegalArgumentException("ratings: no candidate was rated by every judge of " + table.raters()
                    + " on every metric of the average; withSeverityRemoved(true) makes do with some");
        }
        List<Place> made = new ArrayList<>();
        for (int i = 0; i < order.size(); i++) {
            int c = order.get(i);
            OptionalInt place = OptionalInt.of(i + 1);
            if (Double.isNaN(score(c))) {
                place = OptionalInt.empty();
            } else if (i > 0 && Math.abs(score(order.get(i - 1)) - score(c)) <= 1e-9) {
                place = made.get(i - 1).place();
            }
            Map<String, Double> byJudge = new LinkedHashMap<>();
            for (int j = 0; j < scores[c].length; j++) {
                if (!Double.isNaN(scores[c][j])) {
                    byJudge.put(table.raters().get(j), scores[c][j]);
                }
            }
            boolean chosen = place.isPresent() && place.getAsInt() <= options.size;
            made.add(new Place(table.candidates().get(c), place, score(c), byJudge, chosen));
        }
        return Collections.unmodifiableList(made);
    }

    /** The difference between the last chosen and the first not chosen candidate. */
    private Optional<UnitInterval> separation() {
        List<Place> placed = places.stream().filter(p -> p.place().isPresent()).toList();
        int k = options.size;
        if (placed.size() <= k) {
            return Optional.empty();
        }
        int[] pair = {
            table.candidate(placed.get(k - 1).candidate()),
            table.candidate(placed.get(k).candidate())
        };
        List<esrp.core.Metric> metrics = rubric.averagedMetrics();
        Unit used = Units.effective(analysis.unit(), metrics);
        ClusteredMeans data = Units.weighted(table, used, 2, sink -> {
            for (int i = 0; i < 2; i++) {
                show(pair[i], i, score(pair[i]), sink);
            }
        });
        ClusteredEstimates estimates = analysis.inference().on(data);
        return Optional.of(new UnitInterval(estimates.difference(0, 1), used, data.units(), data.crossedUnits()));
    }

    /** Each judge weighs the same; severities are taken as they were fitted. */
    private void show(int c, int column, double value, Units.WeightedSink sink) {
        int judges =
                (int) Arrays.stream(scores[c]).filter(x -> !Double.isNaN(x)).count();
        for (Map.Entry<String, Double> share : rubric.shares().entrySet()) {
            int m = table.metric(share.getKey());
            double sign = rubric.direction(share.getKey()) == Rubric.Direction.LOWER_IS_BETTER ? -1 : 1;
            double[] sums = new double[table.raters().size()];
            long[] counts = new long[sums.length];
            for (int f = 0; f < table.forms(); f++) {
                int level = table.level(c, m, f);
                if (level >= 0) {
                    sums[table.rater(f)] += level;
                    counts[table.rater(f)]++;
                }
            }
            for (int f = 0; f < table.forms(); f++) {
                int level = table.level(c, m, f);
                int j = table.rater(f);
                if (level >= 0 && !Double.isNaN(scores[c][j])) {
                    double weight = share.getValue() * table.forms() / judges / counts[j];
                    sink.add(f, column, weight * (value + sign * (level - sums[j] / counts[j])), weight);
                }
            }
        }
    }

    private boolean kin(int c, int j) {
        String family = options.judgeFamilies.get(table.raters().get(j));
        return family != null
                && family.equals(
                        options.candidateFamilies.get(table.candidates().get(c)));
    }

    private List<Preference> selfPreferences() {
        List<Preference> made = new ArrayList<>();
        Unit used = analysis.unit() == Unit.CHARACTER_AND_SCENARIO
                ? Unit.CHARACTER
                : Units.effective(analysis.unit(), rubric.averagedMetrics());
        for (int j = 0; j < table.raters().size(); j++) {
            for (int c = 0; c < scores.length; c++) {
                if (kin(c, j) && !Double.isNaN(scores[c][j])) {
                    Optional<UnitInterval> excess = excess(c, j, used);
                    if (excess.isPresent()) {
                        made.add(new Preference(
                                table.raters().get(j),
                                table.candidates().get(c),
                                Objects.requireNonNull(
                                        options.judgeFamilies.get(table.raters().get(j))),
                                excess.get()));
                    }
                }
            }
        }
        return Collections.unmodifiableList(made);
    }

    /** The t interval of the excess, computed in each cluster by itself. */
    private Optional<UnitInterval> excess(int c, int j, Unit used) {
        double whole = excess(scores, c, j);
        if (Double.isNaN(whole)) {
            return Optional.empty();
        }
        List<Double> values = new ArrayList<>();
        for (double[][] part : scoresByCluster(used)) {
            double value = excess(part, c, j);
            if (!Double.isNaN(value)) {
                values.add(value);
            }
        }
        double[] all = values.stream().mapToDouble(Double::doubleValue).toArray();
        if (all.length == 0) {
            return Optional.empty();
        }
        int[] cluster = new int[all.length];
        Arrays.setAll(cluster, i -> i);
        ClusteredMeans data = ClusteredMeans.of(all, cluster, all.length);
        return Optional.of(new UnitInterval(analysis.inference().on(data).mean(0), used, all.length, 0));
    }

    private double excess(double[][] matrix, int c, int j) {
        Fit without = Fit.of(matrix, (candidate, judge) -> !kin(candidate, judge));
        return matrix[c][j] - without.candidate[c] - without.judge[j];
    }

    private List<double[][]> scoresByCluster(Unit used) {
        Map<String, Double> shares = rubric.shares();
        int clusters = table.forms() == 0 ? 0 : 1;
        for (int f = 0; f < table.forms(); f++) {
            clusters = Math.max(clusters, Units.cluster(table, f, used) + 1);
        }
        List<double[][]> parts = new ArrayList<>();
        for (int k = 0; k < clusters; k++) {
            parts.add(new double[table.candidates().size()][table.raters().size()]);
        }
        for (Map.Entry<String, Double> share : shares.entrySet()) {
            int m = table.metric(share.getKey());
            for (int c = 0; c < table.candidates().size(); c++) {
                double[][] sums = new double[clusters][table.raters().size()];
                long[][] counts = new long[clusters][table.raters().size()];
                for (int f = 0; f < table.forms(); f++) {
                    int level = table.level(c, m, f);
                    if (level >= 0) {
                        int k = Units.cluster(table, f, used);
                        sums[k][table.rater(f)] +=
                                table.metrics().get(m).scale().score(level);
                        counts[k][table.rater(f)]++;
                    }
                }
                for (int k = 0; k < clusters; k++) {
                    for (int j = 0; j < table.raters().size(); j++) {
                        parts.get(k)[c][j] +=
                                share.getValue() * rubric.oriented(share.getKey(), sums[k][j] / counts[k][j]);
                    }
                }
            }
        }
        return parts;
    }

    /** Which scores take part in a fit. */
    @FunctionalInterface
    private interface Part {
        boolean of(int candidate, int judge);
    }

    /** Score = candidate + judge by least squares, judges adding up to 0; NaN where nothing ties them together. */
    private static final class Fit {
        private static final int MOST_STEPS = 10_000;
        private final double[] candidate;
        private final double[] judge;

        private Fit(double[] candidate, double[] judge) {
            this.candidate = candidate;
            this.judge = judge;
        }

        static Fit of(double[][] scores, Part part) {
            int n = scores.length;
            int judges = scores[0].length;
            double[] candidate = new double[n];
            double[] judge = new double[judges];
            double moved = 1;
            for (int step = 0; step < MOST_STEPS && moved > 1e-13; step++) {
                moved = 0;
                for (int c = 0; c < n; c++) {
                    double sum = 0;
                    int count = 0;
                    for (int j = 0; j < judges; j++) {
                        if (part.of(c, j) && !Double.isNaN(scores[c][j])) {
                            sum += scores[c][j] - judge[j];
                            count++;
                        }
                    }
                    double next = count == 0 ? Double.NaN : sum / count;
                    moved = Math.max(moved, Double.isNaN(next) ? 0 : Math.abs(next - candidate[c]));
                    candidate[c] = next;
                }
                for (int j = 0; j < judges; j++) {
                    double sum = 0;
                    int count = 0;
                    for (int c = 0; c < n; c++) {
                        if (part.of(c, j) && !Double.isNaN(scores[c][j]) && !Double.isNaN(candidate[c])) {
                            sum += scores[c][j] - candidate[c];
                            count++;
                        }
                    }
                    judge[j] = count == 0 ? Double.NaN : sum / count;
                }
            }
            double shift =
                    Arrays.stream(judge).filter(x -> !Double.isNaN(x)).average().orElse(0);
            for (int j = 0; j < judges; j++) {
                judge[j] -= shift;
            }
            for (int c = 0; c < n; c++) {
                candidate[c] += shift;
            }
            return new Fit(candidate, judge);
        }
    }

    /** {@return all candidates by place, those without one last} */
    public List<Place> places() {
        return places;
    }

    /** {@return the ids of the candidates that go on, best first; more than k where place k is shared} */
    public List<String> chosen() {
        return places.stream().filter(Place::chosen).map(Place::candidate).toList();
    }

    /** {@return the rater ids of the judges} */
    public List<String> judges() {
        return table.raters();
    }

    /**
     * How much lower than the others a judge scores the same candidates.
     *
     * @param judge its rater id
     * @return score points; positive is severe; all judges add up to 0
     * @throws IllegalArgumentException if there is no such judge
     */
    public double severity(String judge) {
        int j = table.raters().indexOf(Objects.requireNonNull(judge, "judge"));
        if (j < 0) {
            throw new IllegalArgumentException("no judge \"" + judge + "\"; judges are " + table.raters());
        }
        return -fit.judge[j];
    }

    /**
     * What separates place k from place k + 1.
     *
     * @return the difference of their scores; empty if there is no place k + 1
     */
    public Optional<UnitInterval> cut() {
        return cut;
    }

    /**
     * What judges give candidates of their own family beyond what is to be expected.
     *
     * @return one for each judge and candidate of one family, where others tie them together; none without families
     */
    public List<Preference> preferences() {
        return preferences;
    }

    /**
     * How alike two judges order the candidates.
     *
     * @param judge a judge
     * @param other another judge
     * @return Kendall's tau-b of their averages of the candidates that both rated; NaN if these are fewer than two
     * @throws IllegalArgumentException if there is no such judge
     */
    public double concordance(String judge, String other) {
        Objects.requireNonNull(other, "other");
        double unused = severity(judge) + severity(other);
        int a = table.raters().indexOf(judge);
        int b = table.raters().indexOf(other);
        double[][] both = Arrays.stream(scores)
                .filter(row -> !Double.isNaN(row[a]) && !Double.isNaN(row[b]))
                .toArray(double[][]::new);
        return both.length < 2
                ? Double.NaN
                : KendallTau.b(
                        Arrays.stream(both).mapToDouble(row -> row[a]).toArray(),
                        Arrays.stream(both).mapToDouble(row -> row[b]).toArray());
    }

    /** {@return whether any rating was generated rather than given, as one of the raters is simulated} */
    public boolean simulated() {
        return table.simulated();
    }

    /**
     * The name that tables print of a candidate.
     *
     * @param candidate its id
     * @return the name that was given to it, else its id
     */
    public String name(String candidate) {
        return analysis.choices().name(Objects.requireNonNull(candidate, "candidate"));
    }

    @Override
    public List<Finding> notes() {
        List<Finding> notes = new ArrayList<>();
        if (simulated()) {
            notes.add(Finding.note(AnalysisCode.SIMULATED));
        }
        cut.ifPresent(by -> notes.add(Finding.note(
                by.lower() > 0 ? AnalysisCode.CUT : AnalysisCode.CUT_UNCLEAR,
                "place",
                options.size,
                "next",
                options.size + 1,
                "difference",
                by.estimate(),
                "bounds",
                Numbers.bounds(by.lower(), by.upper(), 3),
                "intervals",
                by.description())));
        for (Preference p : preferences) {
            notes.add(Finding.note(
                    AnalysisCode.SELF_PREFERENCE,
                    "family",
                    p.family(),
                    "judge",
                    p.judge(),
                    "candidate",
                    name(p.candidate()),
                    "excess",
                    p.excess().estimate(),
                    "bounds",
                    Numbers.signedBounds(p.excess().lower(), p.excess().upper(), 2)));
        }
        return Collections.unmodifiableList(notes);
    }

    /** Places with the average of each judge; how severe judges are, where there are several. */
    @Override
    public List<Table> tables() {
        Table.Builder list = Texts.table("shortlist", simulated(), "size", options.size, "count", places.size())
                .head(Texts.count("rank"))
                .head(Texts.text("candidate"))
                .head(Texts.number(options.severityRemoved ? "adjustedScore" : "score"));
        for (String judge : judges()) {
            list.head(Table.Head.number("judge_" + judge, LocalizedText.same(judge), 2)
                    .briefly(LocalizedText.same(new Rater(judge).name())));
        }
        list.head(Texts.text("chosen"));
        for (Place place : places) {
            List<Object> cells = new ArrayList<>();
            cells.add(
                    place.place().isPresent()
                            ? new Table.Cell.Value(place.place().getAsInt())
                            : Table.Cell.missing());
            cells.add(name(place.candidate()));
            cells.add(place.score());
            judges().forEach(judge -> cells.add(place.byJudge().getOrDefault(judge, Double.NaN)));
            cells.add(Texts.say(place.chosen() ? "yes" : "no"));
            list.row(cells);
        }
        if (judges().size() < 2) {
            return List.of(list.build());
        }
        Table.Builder severities = Texts.table("severity", simulated())
                .head(Texts.text("judge"))
                .head(Texts.head(options.severityRemoved ? "severityRemoved" : "severity", Table.Style.SIGNED, 2));
        judges().forEach(judge -> severities.row(judge, severity(judge)));
        return List.of(list.build(), severities.build());
    }

    /** All tables and the notes, in English. */
    @Override
    public String toString() {
        return text("en");
    }
}
