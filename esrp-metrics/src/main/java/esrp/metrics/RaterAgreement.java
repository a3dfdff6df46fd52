package esrp.metrics;

import esrp.core.Finding;
import esrp.core.LocalizedText;
import esrp.core.Metric;
import esrp.core.Ratings;
import esrp.core.Result;
import esrp.core.Scale;
import esrp.core.Table;
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
        simulated = table.simulated();
        List<Metric> metrics = table.metrics();
        List<Row> made = new ArrayList<>();
        List<Integer> dialogues = new ArrayList<>();
        for (int m = 0; m < metrics.size(); m++) {
            Shared shared = new Shared(table, List.of(m));
            if (!shared.pairs.isEmpty()) {
                made.add(new Row(metrics.get(m).id(), metrics.get(m).name(), table, shared, choices));
            }
            if (metrics.get(m).target() == Metric.Target.DIALOGUE && table.rated(m)) {
                dialogues.add(m);
            }
        }
        if (made.isEmpty()) {
            throw new IllegalArgumentException(
                    "ratings: no two of " + table.raters().size() + " raters rated the same thing");
        }
        rows = Collections.unmodifiableList(made);
        boolean oneScale =
                dialogues.stream().map(m -> metrics.get(m).scale()).distinct().count() == 1;
        Shared pooled = new Shared(table, dialogues);
        fine = oneScale && !pooled.pairs.isEmpty()
                ? Optional.of(new Row("fine-grained", Texts.say("fineGrained"), table, pooled, choices))
                : Optional.empty();
        raters = raters(table);
        byCharacter = byCharacter(table, oneScale ? dialogues : List.of());
    }

    /** Pairs of raters and what both rated. */
    private static final class Shared {
        private final List<int[]> pairs = new ArrayList<>();
        private final Map<Long, Integer> pairOf = new LinkedHashMap<>();
        /** Pair, form of the first rater, levels of both, form of the second. */
        private final List<int[]> cases = new ArrayList<>();
        /** Levels of all raters of one thing. */
        private final List<int[]> things = new ArrayList<>();

        private final Scale scale;

        Shared(ScoreTable table, List<Integer> metrics) {
            scale = metrics.isEmpty()
                    ? Scale.LIKERT_5
                    : table.metrics().get(metrics.get(0)).scale();
            for (int c = 0; c < table.candidates().size(); c++) {
                int of = c;
                table.forEachSite((from, to) -> metrics.forEach(m -> add(table, of, m, from, to)));
            }
        }

        private void add(ScoreTable table, int c, int m, int from, int to) {
            int[] levels = new int[to - from];
            int n = 0;
            for (int i = from; i < to; i++) {
                int first = table.level(c, m, i);
                if (first < 0) {
                    continue;
                }
                levels[n++] = first;
                for (int j = i + 1; j < to; j++) {
                    int second = table.level(c, m, j);
                    if (second >= 0) {
                        int pair = pair(table.rater(i), table.rater(j));
                        cases.add(new int[] {pair, i, first, second, j});
                    }
                }
            }
            if (n > 0) {
                things.add(Arrays.copyOf(levels, n));
            }
        }

        private int pair(int a, int b) {
            return pairOf.computeIfAbsent((long) Math.min(a, b) << 32 | Math.max(a, b), key -> {
                pairs.add(new int[] {Math.min(a, b), Math.max(a, b)});
                return pairs.size() - 1;
            });
        }
    }

    /** Two raters. */
    public static final class PairRow {
        private final String rater;
        private final String other;
        private final long n;
        private final double weightedTau;
        private final double tauByChance;
        private final double exact;
        private final double within;

        private PairRow(
                String rater,
                String other,
                long n,
                double weightedTau,
                double tauByChance,
                double exact,
                double within) {
            this.rater = rater;
            this.other = other;
            this.n = n;
            this.weightedTau = weightedTau;
            this.tauByChance = tauByChance;
            this.exact = exact;
            this.within = within;
        }

        /** {@return one rater} */
        public String rater() {
            return rater;
        }

        /** {@return the other} */
        public String other() {
            return other;
        }

        /** {@return ratings that both gave to the same thing} */
        public long n() {
            return n;
        }

        /** {@return of their ratings; NaN if one of them gave a single score} */
        public double weightedTau() {
            return weightedTau;
        }

        /** {@return what weighted tau would be if both gave the same scores independently of each other} */
        public double tauByChance() {
            return tauByChance;
        }

        /** {@return share of equal scores} */
        public double exact() {
            return exact;
        }

        /** {@return share of scores that differ by at most one} */
        public double within() {
            return within;
        }
    }

    /** Agreement on one metric, or on several pooled. */
    public static final class Row {
        private final String metric;
        private final LocalizedText name;
        private final List<PairRow> pairs;
        private final UnitInterval macro;
        private final UnitInterval micro;
        private final double macroByChance;
        private final double microByChance;
        private final double alpha;
        private final double ac2;
        private final double icc;
        private final double exact;
        private final double within;
        private final long n;
        private final int undefined;

        private Row(String metric, LocalizedText name, ScoreTable table, Shared shared, Choices choices) {
            this.metric = metric;
            this.name = name;
            int levels = shared.scale.levels();
            boolean batch = table.isBatch(shared.cases.get(0)[1]);
            Unit used = batch && choices.unit() == Unit.SCENARIO ? Unit.DIALOGUE : choices.unit();
            Map<Integer, Integer> clusters = new LinkedHashMap<>();
            for (int[] one : shared.cases) {
                int cluster = Units.cluster(table, one[1], used);
                clusters.putIfAbsent(cluster, clusters.size());
            }
            PairwiseAgreement agreement = agreement(table, shared, used, clusters, false);
            PairwiseAgreement symmetric = agreement(table, shared, used, clusters, true);
            n = shared.cases.size();
            undefined = agreement.undefined(RaterAgreement::tau);
            macro = interval(agreement, Pooling.MACRO, used, choices);
            micro = interval(symmetric, Pooling.MICRO, used, choices);
            pairs = pairs(table, shared, levels);
            macroByChance = agreement.value(Pooling.MACRO, RaterAgreement::chance);
            microByChance = chance(symmetric.pooled());
            exact = agreement.pooled().agreementWithin(0);
            within = agreement.pooled().agreementWithin(1);
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
            for (int level = 0; level < levels; level++) {
                categories[level] = shared.scale.score(level);
            }
            alpha = Agreement.krippendorffAlpha(raterByUnit, Level.ORDINAL);
            ac2 = Agreement.gwetAc(raterByUnit, categories, Weights.QUADRATIC);
            icc = Agreement.icc(unitByRater, Icc.ONE_ONE);
        }

        private static PairwiseAgreement agreement(
                ScoreTable table, Shared shared, Unit used, Map<Integer, Integer> clusters, boolean bothOrders) {
            int levels = shared.scale.levels();
            Map<Long, long[][]> counts = new LinkedHashMap<>();
            for (int[] one : shared.cases) {
                int cluster = Objects.requireNonNull(clusters.get(Units.cluster(table, one[1], used)));
                long[][] own = counts.computeIfAbsent((long) one[0] << 32 | cluster, key -> new long[levels][levels]);
                own[one[2]][one[3]]++;
                if (bothOrders) {
                    own[one[3]][one[2]]++;
                }
            }
            PairTable[][] tables = new PairTable[shared.pairs.size()][clusters.size()];
            for (PairTable[] row : tables) {
                Arrays.fill(row, PairTable.empty(levels));
            }
            counts.forEach((key, own) -> tables[(int) (key >> 32)][(int) (key & 0xFFFFFFFFL)] = PairTable.of(own));
            return PairwiseAgreement.of(tables);
        }

        private static UnitInterval interval(PairwiseAgreement agreement, Pooling pooling, Unit used, Choices choices) {
            Interval interval = agreement.interval(pooling, RaterAgreement::tau, choices.inference());
            return new UnitInterval(interval, used, agreement.clusters(), 0);
        }

        private static List<PairRow> pairs(ScoreTable table, Shared shared, int levels) {
            long[][][] counts = new long[shared.pairs.size()][levels][levels];
            for (int[] one : shared.cases) {
                counts[one[0]][one[2]][one[3]]++;
            }
            List<PairRow> rows = new ArrayList<>();
            for (int p = 0; p < counts.length; p++) {
                PairTable own = PairTable.of(counts[p]);
                rows.add(new PairRow(
                        table.raters().get(shared.pairs.get(p)[0]),
                        table.raters().get(shared.pairs.get(p)[1]),
                        own.n(),
                        tau(own),
                        chance(own),
                        own.agreementWithin(0),
                        own.agreementWithin(1)));
            }
            return Collections.unmodifiableList(rows);
        }

        /**
         * What was rated.
         *
         * @return id of the metric, or {@code fine-grained}
         */
        public String metric() {
            return metric;
        }

        /** {@return the name of what was rated} */
        public LocalizedText name() {
            return name;
        }

        /** {@return pairs of ratings of the same thing, at least 1} */
        public long n() {
            return n;
        }

        /** {@return the pairs of raters, at least one} */
        public List<PairRow> pairs() {
            return pairs;
        }

        /** {@return how many pairs the macro mean leaves out because tau is not defined for them} */
        public int undefinedPairs() {
            return undefined;
        }

        /** {@return mean of the pairs' weighted tau, with its unit; NaN if it is defined for no pair} */
        public UnitInterval macroTau() {
            return macro;
        }

        /** {@return weighted tau of all pairs' ratings pooled, with its unit; NaN if all ratings are equal} */
        public UnitInterval microTau() {
            return micro;
        }

        /**
         * What {@link #macroTau} would be if the raters of each pair gave the same scores independently of each other;
         * rough where pairs share fewer than about 100 ratings, because expected counts are rounded.
         *
         * @return mean over pairs; above 0 as a rule; NaN if it is defined for no pair
         */
        public double macroTauByChance() {
            return macroByChance;
        }

        /**
         * What {@link #microTau} would be if all raters gave the same scores independently of each other.
         *
         * @return of the pooled table; above 0 as a rule; NaN if all ratings are equal
         */
        public double microTauByChance() {
            return microByChance;
        }

        /**
         * Krippendorff's alpha, ordinal.
         *
         * @return at most 1
         */
        public double alpha() {
            return alpha;
        }

        /**
         * Gwet's AC2, quadratic weights.
         *
         * @return at most 1
         */
        public double ac2() {
            return ac2;
        }

        /**
         * ICC(1,1): a single rating, each thing having its own raters.
         *
         * @return at most 1; NaN where things have different numbers of raters throughout
         */
        public double icc() {
            return icc;
        }

        /** {@return share of equal scores, in [0, 1]} */
        public double exact() {
            return exact;
        }

        /** {@return share of scores that differ by at most one, in [0, 1]} */
        public double within() {
            return within;
        }
    }

    /** One rater. */
    public static final class RaterRow {
        private final String rater;
        private final long n;
        private final UnitInterval severity;
        private final double weightedTau;
        private final List<AnalysisCode> apart;

        private RaterRow(String rater, long n, UnitInterval severity, double weightedTau, List<AnalysisCode> apart) {
            this.rater = rater;
            this.n = n;
            this.severity = severity;
            this.weightedTau = weightedTau;
            this.apart = List.copyOf(apart);
        }

        /** {@return the rater} */
        public String rater() {
            return rater;
        }

        /** {@return ratings of things that others rated too} */
        public long n() {
            return n;
        }

        /** {@return how much lower the rater scores than the others on the same things, by scenario; batches by batch} */
        public UnitInterval severity() {
            return severity;
        }

        /**
         * {@return of the rater's ratings with those of the others, pooled over metrics of dialogues; NaN if not
         *     defined}
         */
        public double weightedTau() {
            return weightedTau;
        }

        /**
         * {@return why the rater stands apart: {@link AnalysisCode#SEVERE}, {@link AnalysisCode#LENIENT}, {@link
         *     AnalysisCode#DISAGREES}; empty if not}
         */
        public List<AnalysisCode> apart() {
            return apart;
        }
    }

    private List<RaterRow> raters(ScoreTable table) {
        List<Metric> metrics = table.metrics();
        int n = table.raters().size();
        int levels = metrics.stream().mapToInt(m -> m.scale().levels()).max().orElse(2);
        long[] counts = new long[n];
        long[][][] tables = new long[n][levels][levels];
        ClusteredEstimates estimates = inference.on(Units.means(table, Unit.SCENARIO, n, sink -> {
            Arrays.fill(counts, 0);
            severity(table, (form, column, value) -> {
                counts[column]++;
                sink.add(form, column, value);
            });
        }));
        for (int m = 0; m < metrics.size(); m++) {
            if (metrics.get(m).target() == Metric.Target.DIALOGUE) {
                for (int[] one : new Shared(table, List.of(m)).cases) {
                    addCase(table, one, tables);
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
            made.add(new RaterRow(
                    table.raters().get(r),
                    counts[r],
                    new UnitInterval(
                            estimates.mean(r), Unit.SCENARIO, estimates.data().units(), 0),
                    taus[r],
                    apart));
        }
        return Collections.unmodifiableList(made);
    }

    /** Both orders, so that the rater is neither first nor second. */
    private static void addCase(ScoreTable table, int[] one, long[][][] tables) {
        for (int form : new int[] {one[1], one[4]}) {
            tables[table.rater(form)][one[2]][one[3]]++;
            tables[table.rater(form)][one[3]][one[2]]++;
        }
    }

    /** Mean of the others minus own score, for everything that others rated too. */
    private static void severity(ScoreTable table, Units.Sink sink) {
        for (int metric = 0; metric < table.metrics().size(); metric++) {
            for (int candidate = 0; candidate < table.candidates().size(); candidate++) {
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
                            sink.add(f, table.rater(f), (sum - level) / (n - 1.0) - level);
                        }
                    }
                });
            }
        }
    }

    /** Whether a value is above (1), below (-1) or inside (0) Tukey's fences. */
    private static int outside(double[] all, double value) {
        double[] sorted =
                Arrays.stream(all).filter(x -> !Double.isNaN(x)).sorted().toArray();
        if (sorted.length < 4 || Double.isNaN(value)) {
            return 0;
        }
        double low = quantile(sorted, 0.25);
        double high = quantile(sorted, 0.75);
        double reach = 1.5 * (high - low);
        return value > high + reach ? 1 : value < low - reach ? -1 : 0;
    }

    private static double quantile(double[] sorted, double p) {
        double at = (sorted.length - 1) * p;
        int floor = (int) Math.floor(at);
        double low = sorted[floor];
        return low + (at - floor) * (sorted[Math.min(floor + 1, sorted.length - 1)] - low);
    }

    private static Map<String, Double> byCharacter(ScoreTable table, List<Integer> metrics) {
        if (metrics.isEmpty()) {
            return Map.of();
        }
        Shared shared = new Shared(table, metrics);
        int levels = shared.scale.levels();
        Map<String, long[][]> counts = new TreeMap<>(ScoreTable::compareNames);
        for (int[] one : shared.cases) {
            long[][] both = counts.computeIfAbsent(
                    table.characters().get(table.character(one[1])), key -> new long[levels][levels]);
            both[one[2]][one[3]]++;
            both[one[3]][one[2]]++;
        }
        Map<String, Double> taus = new LinkedHashMap<>();
        counts.forEach((character, both) -> taus.put(character, tau(PairTable.of(both))));
        return Collections.unmodifiableMap(taus);
    }

    /** Expected counts are whole numbers, so that this is rough for a pair with few ratings. */
    private static double chance(PairTable table) {
        return tau(table.expectedByChance());
    }

    private static double tau(PairTable table) {
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
        Objects.requireNonNull(metricId, "metricId");
        return rows.stream()
                .filter(row -> row.metric().equals(metricId))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no metric \"" + metricId + "\"; metrics are "
                        + rows.stream().map(Row::metric).toList()));
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
     * Weighted tau of the raters of each character, metrics of dialogues pooled.
     *
     * @return character to tau; empty if metrics have different scales
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
        Table.Builder metrics = Texts.table("agreement", simulated)
                .head(Texts.text("metric"))
                .head(Texts.count("n"))
                .head(Texts.count("pairs"))
                .head(Texts.number("macro"))
                .head(Texts.bounds("interval", Table.Style.BOUNDS, level))
                .head(Texts.number("micro"))
                .head(Texts.number("chance"))
                .head(Texts.number("alpha"))
                .head(Texts.number("ac2"))
                .head(Texts.number("icc"))
                .head(Texts.number("exact"))
                .head(Texts.number("within"));
        for (Row row : all) {
            metrics.row(
                    row.name(),
                    row.n(),
                    row.pairs().size(),
                    row.macroTau().estimate(),
                    row.macroTau().cell(),
                    row.microTau().estimate(),
                    row.microTauByChance(),
                    row.alpha(),
                    row.ac2(),
                    row.icc(),
                    row.exact(),
                    row.within());
        }
        metrics.note(Finding.note(AnalysisCode.AGREEMENT))
                .note(Texts.intervals(all.get(all.size() - 1).macroTau(), inference));
        Table.Builder people = Texts.table("raters", simulated)
                .head(Texts.text("rater"))
                .head(Texts.count("n"))
                .head(Texts.head("severity", Table.Style.SIGNED, 2))
                .head(Texts.bounds("interval", Table.Style.SIGNED_BOUNDS, level))
                .head(Texts.number("tau"))
                .head(Texts.text("apart"));
        for (RaterRow rater : raters) {
            people.row(
                    rater.rater(),
                    rater.n(),
                    rater.severity().estimate(),
                    rater.severity().cell(),
                    rater.weightedTau(),
                    rater.apart().isEmpty() ? Table.Cell.missing() : Texts.say("list", "items", rater.apart()));
        }
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
