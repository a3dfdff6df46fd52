package esrp.metrics;

import com.google.common.collect.Maps;
import com.google.common.math.Quantiles;
import esrp.core.Finding;
import esrp.core.LocalizedText;
import esrp.core.Metric;
import esrp.core.Ratings;
import esrp.core.Result;
import esrp.core.Scale;
import esrp.core.Table;
import esrp.core.internal.Names;
import esrp.stats.Agreement;
import esrp.stats.Icc;
import esrp.stats.Interval;
import esrp.stats.Level;
import esrp.stats.PairTable;
import esrp.stats.WeightedKendallTau;
import esrp.stats.Weights;
import esrp.stats.cluster.ClusteredEstimates;
import esrp.stats.cluster.ClusteredInference;
import esrp.stats.cluster.PairwiseAgreement;
import esrp.stats.cluster.PairwiseAgreement.Pooling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * How well raters agree, who is severe, and who stands apart.
 *
 * <ul>
 *   <li>Weighted Kendall's tau is that of two raters who rated the same things, with hyperbolic weights. <b>Macro</b> is
 *       the mean over pairs of raters, which says how well a pair agrees; <b>micro</b> is tau of all pairs' ratings
 *       pooled, which also holds differences between pairs. Pooled tables are made symmetric, as no rater of a pair is
 *       the first.
 *   <li><b>By chance</b> weighted tau is not 0: two people who say 4 most of the time, each without looking, agree well by
 *       it. So the tau that raters with the same scores, given independently of each other, would reach stands beside it
 *       ({@link PairTable#expectedByChance}); with five levels it is often 0.4 to 0.55. Only what is above speaks for
 *       agreement. Alpha and ICC are 0 by chance; AC2 is not, where scores crowd on few levels.
 *   <li>Krippendorff's alpha is ordinal, Gwet's AC2 has quadratic weights, ICC is the one-way form of a single rating,
 *       ICC(1,1), because every character has its own raters.
 *   <li>Severity is how much lower a rater scores than the others on the same things; positive is severe.
 *   <li>Stand apart: raters whose severity or whose tau with the others lies more than one and a half interquartile
 *       ranges outside the quartiles; looked for among four raters and more. To stand apart is a reason to look, not to
 *       drop.
 * </ul>
 *
 * <p>Intervals are by one kind of cluster. Characters and scenarios crossed are not offered: agreement is a property of pairs
 * of raters, and pairs belong to characters, so that drawing a scenario again draws a part of every pair rather than pairs,
 * and the pigeonhole bootstrap, which draws cells of means, does not say what tau of such pairs would be. By character,
 * scatter between scenarios is contained as far as it differs from character to character; where scenarios are thought to
 * make agreement better or worse for all characters alike, look at {@link Unit#SCENARIO} too and report the wider interval.
 *
 * <p>The row {@link #fineGrained} pools all metrics of dialogues, as the paper does for its 0.55; {@code diversity} is a
 * row of its own.
 */
public final class RaterAgreement implements Result {
    private final ClusteredInference inference;
    private final List<Row> rows;
    private final Optional<Row> fine;
    private final List<RaterRow> raters;
    private final Map<String, Double> byCharacter;
    private final boolean simulated;

    /**
     * Compares raters with each other: 95% intervals by character, repeated ratings refused. For other choices see
     * {@link Analysis#agreement}.
     *
     * @param ratings the ratings
     * @return the agreement
     * @throws IllegalArgumentException if no two raters rated the same thing, or a rater rated the same thing twice
     */
    public static RaterAgreement of(Ratings ratings) {
        Set<String> rated = Set.copyOf(ratings.metricIds());
        List<Metric> metrics =
                ratings.metrics().stream().filter(m -> rated.contains(m.id())).toList();
        return new RaterAgreement(ScoreTable.of(ratings, metrics, Choices.DEFAULT.duplicates()), Choices.DEFAULT);
    }

    RaterAgreement(ScoreTable table, Choices choices) {
        if (choices.unit() == Unit.CHARACTER_AND_SCENARIO) {
            throw new IllegalArgumentException(
                    "unit: pairs of raters belong to characters; choose CHARACTER, SCENARIO, DIALOGUE or RATING");
        }
        inference = choices.inference();
        simulated = table.simulated;
        List<Metric> metrics = table.metrics;
        List<Row> made = new ArrayList<>();
        List<Integer> dialogues = new ArrayList<>();
        for (int m = 0; m < metrics.size(); m++) {
            Shared shared = new Shared(table, List.of(m));
            if (!shared.pairs.isEmpty()) {
                made.add(row(metrics.get(m).id(), metrics.get(m).name(), shared, choices));
            }
            if (metrics.get(m).target() == Metric.Target.DIALOGUE && table.rated(m)) {
                dialogues.add(m);
            }
        }
        if (made.isEmpty()) {
            throw new Unavailable(AnalysisCode.NO_AGREEMENT, "count", table.raters.size());
        }
        rows = Collections.unmodifiableList(made);
        boolean oneScale =
                dialogues.stream().map(m -> metrics.get(m).scale()).distinct().count() == 1;
        Shared pooled = new Shared(table, dialogues);
        fine = oneScale && !pooled.pairs.isEmpty()
                ? Optional.of(row("fine-grained", Texts.say("fineGrained"), pooled, choices))
                : Optional.empty();
        raters = raters(table);
        byCharacter = byCharacter(table, oneScale ? dialogues : List.of());
    }

    /** Two ratings of one thing: the number of the pair of raters, the forms and levels of both. */
    private record Case(int pair, int form, int other, int level, int otherLevel) {}

    /** Pairs of raters and what both rated. */
    private static final class Shared {
        private final ScoreTable table;
        /** The two raters of each pair, as one number, and the number of the pair. */
        private final Map<Long, Integer> pairs = new LinkedHashMap<>();

        private final List<Case> cases = new ArrayList<>();
        /** Levels of all raters of one thing. */
        private final List<int[]> things = new ArrayList<>();

        private final Scale scale;

        Shared(ScoreTable table, List<Integer> metrics) {
            this.table = table;
            scale = metrics.isEmpty()
                    ? Scale.LIKERT_5
                    : table.metrics.get(metrics.get(0)).scale();
            for (int c = 0; c < table.candidates.size(); c++) {
                int of = c;
                table.forEachSite((from, to) -> metrics.forEach(m -> add(of, m, from, to)));
            }
        }

        private void add(int c, int m, int from, int to) {
            int[] levels = new int[to - from];
            int n = 0;
            for (int i = from; i < to; i++) {
                int first = table.level(c, m, i);
                for (int j = i + 1; j < to && first >= 0; j++) {
                    int second = table.level(c, m, j);
                    if (second >= 0) {
                        cases.add(new Case(pair(table.rater(i), table.rater(j)), i, j, first, second));
                    }
                }
                if (first >= 0) {
                    levels[n++] = first;
                }
            }
            if (n > 0) {
                things.add(Arrays.copyOf(levels, n));
            }
        }

        private int pair(int a, int b) {
            return pairs.computeIfAbsent((long) Math.min(a, b) << 32 | Math.max(a, b), key -> pairs.size());
        }

        /** Counts of levels in tables, one for each key of a case. */
        private <K> Map<K, long[][]> count(Function<Case, K> key, boolean bothOrders) {
            Map<K, long[][]> counts = new LinkedHashMap<>();
            for (Case one : cases) {
                long[][] own = counts.computeIfAbsent(key.apply(one), k -> new long[scale.levels()][scale.levels()]);
                own[one.level][one.otherLevel]++;
                if (bothOrders) {
                    own[one.otherLevel][one.level]++;
                }
            }
            return counts;
        }
    }

    /** Two raters. */
    public sealed interface PairRow {
        /** {@return one rater} */
        String rater();

        /** {@return the other} */
        String other();

        /** {@return ratings that both gave to the same thing} */
        long n();

        /** {@return of their ratings; NaN if one of them gave a single score} */
        double weightedTau();

        /** {@return what weighted tau would be if both gave the same scores independently of each other} */
        double tauByChance();

        /** {@return share of equal scores} */
        double exact();

        /** {@return share of scores that differ by at most one} */
        double within();
    }

    private record PairOf(
            String rater, String other, long n, double weightedTau, double tauByChance, double exact, double within)
            implements PairRow {}

    /** Agreement on one metric, or on several pooled. */
    public sealed interface Row {
        /** {@return what was rated: id of the metric, or {@code fine-grained}} */
        String metric();

        /** {@return the name of what was rated} */
        LocalizedText name();

        /** {@return pairs of ratings of the same thing, at least 1} */
        long n();

        /** {@return the pairs of raters, at least one} */
        List<PairRow> pairs();

        /** {@return how many pairs the macro mean leaves out because tau is not defined for them} */
        int undefinedPairs();

        /** {@return mean of the pairs' weighted tau, with its unit; NaN if it is defined for no pair} */
        UnitInterval macroTau();

        /** {@return weighted tau of all pairs' ratings pooled, with its unit; NaN if all ratings are equal} */
        UnitInterval microTau();

        /**
         * {@return what {@link #macroTau} would be if the raters of each pair gave the same scores independently of
         * each other; rough where pairs share fewer than about 100 ratings, because expected counts are rounded: mean
         * over pairs; above 0 as a rule; NaN if it is defined for no pair}
         */
        double macroTauByChance();

        /**
         * {@return what {@link #microTau} would be if all raters gave the same scores independently of each other: of
         * the pooled table; above 0 as a rule; NaN if all ratings are equal}
         */
        double microTauByChance();

        /**
         * Krippendorff's alpha, ordinal.
         *
         * @return at most 1
         */
        double alpha();

        /**
         * Gwet's AC2, quadratic weights.
         *
         * @return at most 1
         */
        double ac2();

        /**
         * ICC(1,1): a single rating, each thing having its own raters.
         *
         * @return at most 1; NaN where things have different numbers of raters throughout
         */
        double icc();

        /** {@return share of equal scores, in [0, 1]} */
        double exact();

        /** {@return share of scores that differ by at most one, in [0, 1]} */
        double within();
    }

    private record RowOf(
            String metric,
            LocalizedText name,
            long n,
            List<PairRow> pairs,
            int undefinedPairs,
            UnitInterval macroTau,
            UnitInterval microTau,
            double macroTauByChance,
            double microTauByChance,
            double alpha,
            double ac2,
            double icc,
            double exact,
            double within)
            implements Row {}

    private static Row row(String metric, LocalizedText name, Shared shared, Choices choices) {
        ScoreTable table = shared.table;
        int levels = shared.scale.levels();
        boolean batch = table.isBatch(shared.cases.get(0).form);
        Unit unit = batch && choices.unit() == Unit.SCENARIO ? Unit.DIALOGUE : choices.unit();
        Map<Integer, Integer> clusters = new LinkedHashMap<>();
        shared.cases.forEach(
                one -> clusters.computeIfAbsent(Units.cluster(table, one.form, unit), key -> clusters.size()));
        PairwiseAgreement agreement = agreement(shared, unit, clusters, false);
        PairwiseAgreement symmetric = agreement(shared, unit, clusters, true);
        int most = shared.things.stream().mapToInt(t -> t.length).max().orElse(0);
        double[][] raterByUnit = new double[most][shared.things.size()];
        double[][] unitByRater = new double[shared.things.size()][most];
        for (int u = 0; u < shared.things.size(); u++) {
            int[] given = shared.things.get(u);
            for (int r = 0; r < most; r++) {
                double score = r < given.length ? shared.scale.score(given[r]) : Double.NaN;
                raterByUnit[r][u] = score;
                unitByRater[u][r] = score;
            }
        }
        double[] categories = new double[levels];
        Arrays.setAll(categories, shared.scale::score);
        return new RowOf(
                metric,
                name,
                shared.cases.size(),
                pairs(shared),
                agreement.undefined(RaterAgreement::tau),
                interval(agreement, Pooling.MACRO, unit, choices),
                interval(symmetric, Pooling.MICRO, unit, choices),
                agreement.value(Pooling.MACRO, RaterAgreement::chance),
                chance(symmetric.pooled()),
                Agreement.krippendorffAlpha(raterByUnit, Level.ORDINAL),
                Agreement.gwetAc(raterByUnit, categories, Weights.QUADRATIC),
                Agreement.icc(unitByRater, Icc.ONE_ONE),
                agreement.pooled().agreementWithin(0),
                agreement.pooled().agreementWithin(1));
    }

    private static PairwiseAgreement agreement(
            Shared shared, Unit unit, Map<Integer, Integer> clusters, boolean bothOrders) {
        PairTable[][] tables = new PairTable[shared.pairs.size()][clusters.size()];
        for (PairTable[] row : tables) {
            Arrays.fill(row, PairTable.empty(shared.scale.levels()));
        }
        shared.count(one -> (long) one.pair << 32 | Units.cluster(shared.table, one.form, unit), bothOrders)
                .forEach((at, counts) ->
                        tables[(int) (at >> 32)][clusters.getOrDefault(at.intValue(), 0)] = PairTable.of(counts));
        return PairwiseAgreement.of(tables);
    }

    private static UnitInterval interval(PairwiseAgreement agreement, Pooling pooling, Unit used, Choices choices) {
        Interval interval = agreement.interval(pooling, RaterAgreement::tau, choices.inference());
        return new UnitInterval(interval, used, agreement.clusters(), 0);
    }

    private static List<PairRow> pairs(Shared shared) {
        Map<Integer, long[][]> counts = shared.count(Case::pair, false);
        List<String> names = shared.table.raters;
        List<PairRow> rows = new ArrayList<>();
        shared.pairs.forEach((raters, pair) -> {
            PairTable own = PairTable.of(Objects.requireNonNull(counts.get(pair)));
            rows.add(new PairOf(
                    names.get((int) (raters >> 32)),
                    names.get(raters.intValue()),
                    own.n(),
                    tau(own),
                    chance(own),
                    own.agreementWithin(0),
                    own.agreementWithin(1)));
        });
        return Collections.unmodifiableList(rows);
    }

    /** One rater. */
    public sealed interface RaterRow {
        /** {@return the rater} */
        String rater();

        /** {@return ratings of things that others rated too} */
        long n();

        /** {@return how much lower the rater scores than the others on the same things, by scenario; batches by batch} */
        UnitInterval severity();

        /**
         * {@return of the rater's ratings with those of the others, pooled over metrics of dialogues; NaN if not
         *     defined}
         */
        double weightedTau();

        /**
         * {@return why the rater stands apart: {@link AnalysisCode#SEVERE}, {@link AnalysisCode#LENIENT}, {@link
         *     AnalysisCode#DISAGREES}; empty if not}
         */
        List<AnalysisCode> apart();
    }

    private record RaterOf(String rater, long n, UnitInterval severity, double weightedTau, List<AnalysisCode> apart)
            implements RaterRow {}

    private List<RaterRow> raters(ScoreTable table) {
        List<Metric> metrics = table.metrics;
        int n = table.raters.size();
        int levels = metrics.stream().mapToInt(m -> m.scale().levels()).max().orElse(2);
        long[] counts = new long[n];
        long[][][] tables = new long[n][levels][levels];
        ClusteredEstimates estimates = inference.on(Units.means(table, Unit.SCENARIO, n, sink -> {
            Arrays.fill(counts, 0);
            severity(table, (form, column, value, weight) -> {
                counts[column]++;
                sink.add(form, column, value, weight);
            });
        }));
        for (int m = 0; m < metrics.size(); m++) {
            if (metrics.get(m).target() == Metric.Target.DIALOGUE) {
                // Both orders, so that the rater is neither first nor second.
                for (Case one : new Shared(table, List.of(m)).cases) {
                    for (int form : new int[] {one.form, one.other}) {
                        tables[table.rater(form)][one.level][one.otherLevel]++;
                        tables[table.rater(form)][one.otherLevel][one.level]++;
                    }
                }
            }
        }
        double[] severities = new double[n];
        double[] taus = new double[n];
        for (int r = 0; r < n; r++) {
            severities[r] = counts[r] == 0 ? Double.NaN : estimates.data().mean(r);
            taus[r] = tau(PairTable.of(tables[r]));
        }
        List<RaterRow> made = new ArrayList<>();
        for (int r = 0; r < n; r++) {
            if (counts[r] == 0) {
                continue;
            }
            List<AnalysisCode> apart = new ArrayList<>();
            int severe = outside(severities, severities[r]);
            if (severe != 0) {
                apart.add(severe > 0 ? AnalysisCode.SEVERE : AnalysisCode.LENIENT);
            }
            if (outside(taus, taus[r]) < 0) {
                apart.add(AnalysisCode.DISAGREES);
            }
            made.add(new RaterOf(
                    table.raters.get(r),
                    counts[r],
                    UnitInterval.of(estimates.mean(r), Unit.SCENARIO, estimates.data()),
                    taus[r],
                    List.copyOf(apart)));
        }
        return Collections.unmodifiableList(made);
    }

    /** Mean of the others minus own score, for everything that others rated too. */
    private static void severity(ScoreTable table, Units.Sink sink) {
        for (int metric = 0; metric < table.metrics.size(); metric++) {
            for (int candidate = 0; candidate < table.candidates.size(); candidate++) {
                int m = metric;
                int c = candidate;
                table.forEachSite((from, to) -> {
                    long sum = 0;
                    int n = 0;
                    for (int f = from; f < to; f++) {
                        int level = table.level(c, m, f);
                        sum += Math.max(level, 0);
                        n += level >= 0 ? 1 : 0;
                    }
                    for (int f = from; f < to && n > 1; f++) {
                        int level = table.level(c, m, f);
                        if (level >= 0) {
                            sink.add(f, table.rater(f), (sum - level) / (n - 1.0) - level, 1);
                        }
                    }
                });
            }
        }
    }

    /** Whether a value is above (1), below (-1) or inside (0) Tukey's fences. */
    private static int outside(double[] all, double value) {
        double[] known = Arrays.stream(all).filter(x -> !Double.isNaN(x)).toArray();
        if (known.length < 4 || Double.isNaN(value)) {
            return 0;
        }
        Map<Integer, Double> quartiles = Quantiles.quartiles().indexes(1, 3).compute(known);
        double low = quartiles.getOrDefault(1, Double.NaN);
        double high = quartiles.getOrDefault(3, Double.NaN);
        double reach = 1.5 * (high - low);
        return value > high + reach ? 1 : value < low - reach ? -1 : 0;
    }

    private static Map<String, Double> byCharacter(ScoreTable table, List<Integer> metrics) {
        if (metrics.isEmpty()) {
            return Map.of();
        }
        Map<String, Double> taus = new TreeMap<>(Names::compare);
        new Shared(table, metrics)
                .count(one -> table.characters.get(table.character(one.form)), true)
                .forEach((character, counts) -> taus.put(character, tau(PairTable.of(counts))));
        return Collections.unmodifiableMap(taus);
    }

    /** Expected counts are whole numbers, so that this is rough for a pair with few ratings. */
    private static double chance(PairTable table) {
        return tau(table.expectedByChance());
    }

    static double tau(PairTable table) {
        return table.n() == 0 ? Double.NaN : WeightedKendallTau.withDefaults().statistic(table.counts());
    }

    /** {@return agreement on each metric that two raters rated, at least one row} */
    public List<Row> metrics() {
        return rows;
    }

    /**
     * Agreement on one metric.
     *
     * @param metricId its id
     * @return the row
     * @throws IllegalArgumentException if no two raters rated it; the message names those that were
     */
    public Row metric(String metricId) {
        return Names.find("metric", metricId, Maps.uniqueIndex(rows, Row::metric));
    }

    /** {@return agreement on all metrics of dialogues pooled; empty if there is none, or they have different scales} */
    public Optional<Row> fineGrained() {
        return fine;
    }

    /** {@return the raters who rated something that others rated too, by name} */
    public List<RaterRow> raters() {
        return raters;
    }

    /**
     * {@return weighted tau of the raters of each character, metrics of dialogues pooled: character to tau; empty if
     * metrics have different scales}
     */
    public Map<String, Double> byCharacter() {
        return byCharacter;
    }

    /** {@return whether any rating was generated rather than given, as one of the raters is simulated} */
    public boolean simulated() {
        return simulated;
    }

    @Override
    public List<Finding> notes() {
        return simulated ? List.of(Finding.note(AnalysisCode.SIMULATED)) : List.of();
    }

    /** Agreement by metric and of all metrics of dialogues, and the raters. */
    @Override
    public List<Table> tables() {
        double level = inference.level();
        List<Row> all = new ArrayList<>(rows);
        fine.ifPresent(all::add);
        Table.Builder metrics = new Columns<Row>(Texts.table("agreement", simulated))
                .text("metric", Row::name)
                .count("n", Row::n)
                .count("pairs", row -> row.pairs().size())
                .number("macro", row -> row.macroTau().estimate())
                .bounds(Table.Style.BOUNDS, 2, level, row -> row.macroTau().cell())
                .number("micro", row -> row.microTau().estimate())
                .number("chance", Row::microTauByChance)
                .number("alpha", Row::alpha)
                .number("ac2", Row::ac2)
                .number("icc", Row::icc)
                .number("exact", Row::exact)
                .number("within", Row::within)
                .rows(all)
                .note(Finding.note(AnalysisCode.AGREEMENT))
                .note(Texts.intervals(all.get(all.size() - 1).macroTau(), inference));
        Table.Builder people = new Columns<RaterRow>(Texts.table("raters", simulated))
                .text("rater", RaterRow::rater)
                .count("n", RaterRow::n)
                .signed("severity", 2, rater -> rater.severity().estimate())
                .bounds(
                        Table.Style.SIGNED_BOUNDS,
                        2,
                        level,
                        rater -> rater.severity().cell())
                .number("tau", RaterRow::weightedTau)
                .text("apart", rater -> rater.apart().isEmpty() ? "" : Texts.say("list", "items", rater.apart()))
                .rows(raters);
        if (raters.stream().allMatch(rater -> rater.apart().isEmpty())) {
            people.note(Finding.note(AnalysisCode.NOBODY_APART));
        }
        return List.of(metrics.build(), people.build());
    }

    /** Both tables and the notes, in English. */
    @Override
    public String toString() {
        return text("en");
    }
}
