package esrp.metrics;

import com.google.common.collect.ImmutableMap;
import esrp.core.Finding;
import esrp.core.LocalizedText;
import esrp.core.Metric;
import esrp.core.Rater;
import esrp.core.Ratings;
import esrp.core.Scale;
import esrp.core.Table;
import esrp.core.internal.Checks;
import esrp.core.internal.Names;
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
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Which candidates go on to the next round, after several judges: the mean over judges of each judge's average, the best
 * k, and what separates place k from place k + 1.
 *
 * <ul>
 *   <li>Each judge has the same weight, however many ratings it gave. Only items that all candidates have count.
 *   <li>A candidate that a judge did not rate has no mean over all judges and no place, unless <b>severity is
 *       removed</b>: then each score is taken as candidate plus judge, fitted by least squares, and a candidate is not
 *       punished for having met the stricter judges. Where every judge rated every candidate this changes no place.
 *   <li><b>Self-preference</b>: where judge and candidate are of one family, the judge's score is compared with what the
 *       same fit, without any score inside a family, expects. Positive: the judge favours its kin.
 * </ul>
 */
public final class Shortlist extends Shown {
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
     * @throws IllegalArgumentException if there are no ratings, if no candidate has a place, or as {@link Leaderboard#of} says
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
            Checks.atLeast(1, "k", k);
            return new Options(k, false, ImmutableMap.of(), ImmutableMap.of());
        }

        /**
         * {@return a copy that removes the severity of judges, or does not}
         *
         * @param value whether to fit and remove it
         */
        public Options withSeverityRemoved(boolean value) {
            return new Options(size, value, judgeFamilies, candidateFamilies);
        }

        /**
         * {@return a copy with families, for the check of self-preference}
         *
         * @param judges rater id to family
         * @param candidates candidate id to family, for example from {@code Candidate.tags().get("family")}
         */
        public Options withFamilies(Map<String, String> judges, Map<String, String> candidates) {
            return new Options(size, severityRemoved, ImmutableMap.copyOf(judges), ImmutableMap.copyOf(candidates));
        }
    }

    /** One candidate. */
    public sealed interface Place {
        /** {@return its id} */
        String candidate();

        /** {@return 1 for the best; equal scores share one; empty if a judge did not rate it and severity stays in} */
        OptionalInt place();

        /** {@return mean over judges; NaN without a place} */
        double score();

        /** {@return average of each judge that rated it} */
        Map<String, Double> byJudge();

        /** {@return whether it goes on: its place is k at most} */
        boolean chosen();
    }

    private record PlaceOf(
            String candidate, OptionalInt place, double score, Map<String, Double> byJudge, boolean chosen)
            implements Place {}

    /** What a judge gives a candidate of its own family beyond what is to be expected. */
    public sealed interface Preference {
        /** {@return the judge} */
        String judge();

        /** {@return the candidate} */
        String candidate();

        /** {@return the family of both} */
        String family();

        /** {@return score points beyond the fit, with an interval} */
        UnitInterval excess();
    }

    private record PreferenceOf(String judge, String candidate, String family, UnitInterval excess)
            implements Preference {}

    Shortlist(Analysis analysis, Options options) {
        this.analysis = analysis;
        this.options = options;
        rubric = analysis.rubric();
        table = analysis.estimates(analysis.items()).table;
        Checks.rejectIf(table.forms() == 0, "ratings: there are none, at least one was expected");
        scores = scores(form -> 0)[0];
        fit = new Fit(scores);
        places = rank();
        cut = separation();
        preferences = selfPreferences();
    }

    /** For each of some clusters, candidate by judge: the judge's average; NaN where the judge did not rate it all. */
    private double[][][] scores(IntUnaryOperator clusterOf) {
        int clusters = IntStream.range(0, table.forms()).map(clusterOf).max().orElse(-1) + 1;
        List<String> ids = table.metrics.stream().map(Metric::id).toList();
        Map<String, Double> shares = rubric.shares();
        double[][][] made = new double[clusters][table.candidates.size()][table.raters.size()];
        for (int candidate = 0; candidate < table.candidates.size(); candidate++) {
            int c = candidate;
            double[][][] sums = new double[table.metrics.size()][clusters][table.raters.size()];
            long[][][] counts = new long[table.metrics.size()][clusters][table.raters.size()];
            for (int metric = 0; metric < sums.length; metric++) {
                int m = metric;
                table.forEachLevel(c, m, (form, level) -> {
                    int k = clusterOf.applyAsInt(form);
                    sums[m][k][table.rater(form)] +=
                            table.metrics.get(m).scale().score(level);
                    counts[m][k][table.rater(form)]++;
                });
            }
            for (int cluster = 0; cluster < clusters; cluster++) {
                int k = cluster;
                Arrays.setAll(
                        made[k][c],
                        j -> rubric.combine(shares, id -> {
                            int m = ids.indexOf(id);
                            return sums[m][k][j] / counts[m][k][j];
                        }));
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
        double[] values =
                IntStream.range(0, scores.length).mapToDouble(this::score).toArray();
        List<Place> made = new ArrayList<>();
        for (Places.Place place : Places.of(values)) {
            Map<String, Double> byJudge = new LinkedHashMap<>();
            for (int j = 0; j < table.raters.size(); j++) {
                if (!Double.isNaN(scores[place.index()][j])) {
                    byJudge.put(table.raters.get(j), scores[place.index()][j]);
                }
            }
            made.add(new PlaceOf(
                    table.candidates.get(place.index()),
                    place.rank(),
                    values[place.index()],
                    ImmutableMap.copyOf(byJudge),
                    place.rank().orElse(Integer.MAX_VALUE) <= options.size));
        }
        if (made.get(0).place().isEmpty()) {
            throw new IllegalArgumentException("ratings: no candidate was rated by every judge of " + table.raters
                    + " on every metric of the average; withSeverityRemoved(true) makes do with some");
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
        List<Metric> metrics = rubric.averagedMetrics();
        Unit used = Units.choose(table, analysis.unit(), metrics).unit();
        ClusteredEstimates estimates = analysis.inference().on(Units.means(table, used, 2, sink -> {
            for (int i = 0; i < 2; i++) {
                show(pair[i], i, score(pair[i]), sink);
            }
        }));
        return Optional.of(UnitInterval.of(estimates.difference(0, 1), used, estimates.data()));
    }

    /** Each judge weighs the same; severities are taken as they were fitted. */
    private void show(int c, int column, double value, Units.Sink sink) {
        int judges =
                (int) Arrays.stream(scores[c]).filter(x -> !Double.isNaN(x)).count();
        for (Map.Entry<String, Double> share : rubric.shares().entrySet()) {
            int m = table.metric(share.getKey());
            Scale scale = table.metrics.get(m).scale();
            double slope = rubric.slope(share.getKey());
            double[] sums = new double[table.raters.size()];
            long[] counts = new long[sums.length];
            table.forEachLevel(c, m, (form, level) -> {
                sums[table.rater(form)] += scale.score(level);
                counts[table.rater(form)]++;
            });
            table.forEachLevel(c, m, (form, level) -> {
                int j = table.rater(form);
                if (!Double.isNaN(scores[c][j])) {
                    double weight = share.getValue() * table.forms() / judges / counts[j];
                    sink.add(
                            form,
                            column,
                            weight * (value + slope * (scale.score(level) - sums[j] / counts[j])),
                            weight);
                }
            });
        }
    }

    private boolean kin(int c, int j) {
        String family = options.judgeFamilies.get(table.raters.get(j));
        return family != null && family.equals(options.candidateFamilies.get(table.candidates.get(c)));
    }

    private List<Preference> selfPreferences() {
        if (options.judgeFamilies.isEmpty()) {
            return List.of();
        }
        List<Preference> made = new ArrayList<>();
        Unit used = Units.chooseOneKind(table, analysis.unit(), rubric.averagedMetrics())
                .unit();
        double[][] excess = excess(scores);
        double[][][] byCluster = Arrays.stream(scores(form -> Units.cluster(table, form, used)))
                .map(this::excess)
                .toArray(double[][][]::new);
        for (int j = 0; j < table.raters.size(); j++) {
            for (int c = 0; c < scores.length; c++) {
                if (kin(c, j) && !Double.isNaN(excess[c][j])) {
                    int candidate = c;
                    int judge = j;
                    double[] values = Arrays.stream(byCluster)
                            .mapToDouble(part -> part[candidate][judge])
                            .filter(value -> !Double.isNaN(value))
                            .toArray();
                    if (values.length > 0) {
                        made.add(new PreferenceOf(
                                table.raters.get(j),
                                table.candidates.get(c),
                                options.judgeFamilies.getOrDefault(table.raters.get(j), ""),
                                interval(values, used)));
                    }
                }
            }
        }
        return Collections.unmodifiableList(made);
    }

    /** The t interval of the excess, computed in each cluster by itself. */
    private UnitInterval interval(double[] values, Unit used) {
        int[] clusters = IntStream.range(0, values.length).toArray();
        ClusteredMeans data = ClusteredMeans.of(values, clusters, values.length);
        return UnitInterval.of(analysis.inference().on(data).mean(0), used, data);
    }

    /** What each judge gives each candidate beyond the fit of all scores that are not inside a family. */
    private double[][] excess(double[][] matrix) {
        double[][] strangers = new double[matrix.length][];
        Arrays.setAll(
                strangers,
                c -> IntStream.range(0, matrix[c].length)
                        .mapToDouble(j -> kin(c, j) ? Double.NaN : matrix[c][j])
                        .toArray());
        Fit without = new Fit(strangers);
        double[][] excess = new double[matrix.length][];
        Arrays.setAll(
                excess,
                c -> IntStream.range(0, matrix[c].length)
                        .mapToDouble(j -> matrix[c][j] - without.candidate[c] - without.judge[j])
                        .toArray());
        return excess;
    }

    /** Score = candidate + judge by least squares, judges adding up to 0; NaN where nothing ties them together. */
    private static final class Fit {
        private static final int MOST_STEPS = 10_000;
        private final double[] candidate;
        private final double[] judge;

        Fit(double[][] scores) {
            candidate = new double[scores.length];
            judge = new double[scores[0].length];
            double moved = 1;
            for (int step = 0; step < MOST_STEPS && moved > 1e-13; step++) {
                double[] before = candidate.clone();
                Arrays.setAll(candidate, c -> mean(judge.length, j -> scores[c][j] - judge[j]));
                Arrays.setAll(judge, j -> mean(candidate.length, c -> scores[c][j] - candidate[c]));
                moved = IntStream.range(0, before.length)
                        .mapToDouble(c -> Math.abs(candidate[c] - before[c]))
                        .filter(by -> !Double.isNaN(by))
                        .max()
                        .orElse(0);
            }
            double shift = mean(judge.length, j -> judge[j]);
            double all = Double.isNaN(shift) ? 0 : shift;
            Arrays.setAll(candidate, c -> candidate[c] + all);
            Arrays.setAll(judge, j -> judge[j] - all);
        }

        /** The mean of what is known; NaN if nothing is. */
        private static double mean(int n, IntToDoubleFunction value) {
            double sum = 0;
            int known = 0;
            for (int i = 0; i < n; i++) {
                double x = value.applyAsDouble(i);
                sum += Double.isNaN(x) ? 0 : x;
                known += Double.isNaN(x) ? 0 : 1;
            }
            return sum / known;
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
        return table.raters;
    }

    /**
     * How much lower than the others a judge scores the same candidates.
     *
     * @param judge its rater id
     * @return score points; positive is severe; all judges add up to 0
     * @throws IllegalArgumentException if there is no such judge
     */
    public double severity(String judge) {
        return -fit.judge[Names.index("judge", judge, judges())];
    }

    /**
     * {@return what separates place k from place k + 1: the difference of their scores; empty if there is no place k +
     * 1}
     */
    public Optional<UnitInterval> cut() {
        return cut;
    }

    /**
     * {@return what judges give candidates of their own family beyond what is to be expected: one for each judge and
     * candidate of one family, where others tie them together; none without families}
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
        int a = Names.index("judge", judge, judges());
        int b = Names.index("judge", other, judges());
        double[][] both = Arrays.stream(scores)
                .filter(row -> !Double.isNaN(row[a]) && !Double.isNaN(row[b]))
                .toArray(double[][]::new);
        return both.length < 2
                ? Double.NaN
                : KendallTau.b(
                        Arrays.stream(both).mapToDouble(row -> row[a]).toArray(),
                        Arrays.stream(both).mapToDouble(row -> row[b]).toArray());
    }

    /** {@return the lowest score that a candidate can have: where bars begin} */
    public double lowest() {
        return rubric.average(id -> rubric.lowerIsBetter(id)
                ? rubric.metric(id).scale().highest()
                : rubric.metric(id).scale().lowest());
    }

    /** {@return whether any rating was generated rather than given, as one of the raters is simulated} */
    public boolean simulated() {
        return table.simulated;
    }

    /**
     * {@return the name that tables print of a candidate: the name that was given to it, else its id}
     *
     * @param candidate its id
     */
    public String name(String candidate) {
        return analysis.choices().name(Objects.requireNonNull(candidate, "candidate"));
    }

    @Override
    public List<Finding> notes() {
        List<Finding> notes = new ArrayList<>();
        Texts.note(notes, simulated(), AnalysisCode.SIMULATED.note());
        cut.ifPresent(by -> notes.add((by.lower() > 0 ? AnalysisCode.CUT : AnalysisCode.CUT_UNCLEAR)
                .note(
                        "place", options.size,
                        "next", options.size + 1,
                        "difference", by.estimate(),
                        "bounds", Numbers.bounds(by.lower(), by.upper(), 3),
                        "intervals", by.description())));
        for (Preference p : preferences) {
            notes.add(AnalysisCode.SELF_PREFERENCE.note(
                    "family", p.family(),
                    "judge", p.judge(),
                    "candidate", name(p.candidate()),
                    "excess", p.excess().estimate(),
                    "bounds",
                            Numbers.signedBounds(p.excess().lower(), p.excess().upper(), 2)));
        }
        return Collections.unmodifiableList(notes);
    }

    /** Places with the average of each judge; how severe judges are, where there are several. */
    @Override
    public List<Table> tables() {
        boolean removed = options.severityRemoved;
        Columns<Place> list = new Columns<Place>(
                        Texts.table("shortlist", simulated(), "size", options.size, "count", places.size()))
                .rank(Place::place)
                .text("candidate", place -> analysis.choices().named(place.candidate()))
                .number(removed ? "adjustedScore" : "score", Place::score);
        for (String judge : judges()) {
            list.add(
                    Table.Head.number("judge." + judge, LocalizedText.same(judge), 2)
                            .briefly(LocalizedText.same(new Rater(judge).name())),
                    place -> place.byJudge().getOrDefault(judge, Double.NaN));
        }
        Columns<String> severities = new Columns<String>(Texts.table("severity", simulated()))
                .text("judge", judge -> judge)
                .signed(removed ? "severityRemoved" : "severity", 2, this::severity);
        Table placed = list.text("chosen", place -> Texts.say(place.chosen() ? "yes" : "no"))
                .rows(places)
                .build();
        return judges().size() < 2
                ? List.of(placed)
                : List.of(placed, severities.rows(judges()).build());
    }
}
