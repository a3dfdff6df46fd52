package esrp.metrics;

import com.google.common.collect.Maps;
import com.google.common.math.Quantiles;
import com.google.common.primitives.ImmutableIntArray;
import esrp.core.Finding;
import esrp.core.LocalizedText;
import esrp.core.Metric;
import esrp.core.Ratings;
import esrp.core.Scale;
import esrp.core.Table;
import esrp.core.internal.Names;
import esrp.stats.Coincidences;
import esrp.stats.Estimate;
import esrp.stats.Icc;
import esrp.stats.IccEstimate;
import esrp.stats.IntervalMethod;
import esrp.stats.Level;
import esrp.stats.PairTable;
import esrp.stats.WeightedKendallTau;
import esrp.stats.Weights;
import esrp.stats.cluster.ClusteredEstimates;
import esrp.stats.cluster.ClusteredInference;
import esrp.stats.cluster.ClusteredMeans;
import esrp.stats.cluster.ClusteredTotals;
import esrp.stats.cluster.PairwiseAgreement;
import esrp.stats.cluster.PairwiseAgreement.Pooling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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
 *   <li>Krippendorff's alpha is ordinal, Gwet's AC2 and Fleiss' kappa have quadratic weights, ICC is the one-way form of a
 *       single rating, ICC(1,1), because every character has its own raters. All count every rating, however many raters a
 *       thing has. {@link Row#interval} gives any other coefficient.
 *   <li>A pair of raters that share fewer than {@value #FEWEST} ratings of a row does not count for its macro mean: tau of so
 *       few is little more than noise, and would weigh like that of hundreds. How many are left out is printed.
 *   <li>Severity is how much worse a rater scores than the others on the same things, in score points: lower, or higher where
 *       the rubric of an {@link Analysis} says that lower is better. Positive is severe. Where metrics have different scales, positions
 *       are compared, in points of the {@linkplain Rubric#commonScale() common scale}; without an analysis, of the first metric's.
 *   <li>Stand apart: raters whose severity or whose tau with the others lies more than one and a half interquartile
 *       ranges outside the quartiles; looked for among four raters and more. To stand apart is a reason to look, not to
 *       drop.
 * </ul>
 *
 * <p>Intervals of coefficients are t intervals from the jackknife over the {@link Unit}, whatever method was chosen for means:
 * each unit's own counts are taken away from the totals. They are made by Fisher's z, so that they stay within [-1, 1]; units in
 * which nothing was rated twice are no evidence and do not count. Shares are means and have the intervals of means, on the logit. Characters and scenarios at once: the variances of both, less that of single dialogues, which both contain.
 *
 * <p>Takes time in proportion to the ratings, and to the pairs of ratings of the same thing for what is said of pairs of raters;
 * where those are more than {@value #MOST_PAIRS}, pairs of raters and macro means are left out.
 *
 * <p>The row {@link #fineGrained} pools all metrics of dialogues, as the paper does for its 0.55; {@code diversity} is a
 * row of its own.
 */
public final class RaterAgreement extends Shown {
    /** The fewest ratings that a pair of raters must share to count for the macro mean. */
    private static final int FEWEST = 10;

    private static final int MOST_PAIRS = 20_000_000;

    private final ClusteredInference inference;
    private final List<Row> rows;
    private final Optional<Row> fine;
    private final List<RaterRow> raters;
    private final Map<String, Double> byCharacter;
    private final boolean simulated;
    private final Optional<Finding> unitReason;
    private final boolean poolable;
    /** The scale onto which positions are mapped, where scales differ. */
    private final Optional<Scale> severityScale;

    /**
     * Compares raters with each other: 95% intervals by character and scenario, repeated ratings refused. For other choices see
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
        return new RaterAgreement(
                ScoreTable.of(ratings, metrics, Choices.DEFAULT.duplicates()),
                Choices.DEFAULT,
                any -> false,
                metrics.isEmpty() ? Scale.LIKERT_5 : metrics.get(0).scale());
    }

    RaterAgreement(ScoreTable table, Choices choices, Predicate<String> lowerIsBetter, Scale common) {
        inference = choices.inference();
        simulated = table.simulated;
        List<Metric> metrics = table.metrics;
        List<Metric> ofDialogues = metrics.stream()
                .filter(m -> m.target() == Metric.Target.DIALOGUE)
                .toList();
        List<Row> made = new ArrayList<>();
        List<Integer> dialogues = new ArrayList<>();
        for (int m = 0; m < metrics.size(); m++) {
            Shared shared = new Shared(table, List.of(m));
            if (shared.anyPair) {
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
        poolable = oneScale || dialogues.isEmpty();
        Shared pooled = new Shared(table, dialogues);
        unitReason = ofDialogues.isEmpty()
                ? Optional.empty()
                : Units.choose(table, choices.unit(), ofDialogues, pooled.paired())
                        .reason();
        fine = oneScale && pooled.anyPair
                ? Optional.of(row("fine-grained", Texts.say("fineGrained"), pooled, choices))
                : Optional.empty();
        severityScale = IntStream.range(0, metrics.size())
                                .filter(table::rated)
                                .mapToObj(m -> metrics.get(m).scale())
                                .distinct()
                                .count()
                        > 1
                ? Optional.of(common)
                : Optional.empty();
        raters = raters(table, oneScale, lowerIsBetter);
        byCharacter = new TreeMap<>(Names::compare);
        if (oneScale && !dialogues.isEmpty()) {
            pooled.by(Unit.CHARACTER).forEach((character, counts) -> {
                if (counts.pairs().n() > 0) {
                    byCharacter.put(table.characters.get(character), tau(counts.pairs()));
                }
            });
        }
    }

    /** What several raters said of one thing. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Thing(int form, int[] levels) {}

    /** What was rated, and pairs of raters. */
    private static final class Shared {
        private final ScoreTable table;
        private final Scale scale;
        private final List<Metric> metrics;
        private final List<Thing> things = new ArrayList<>();
        /** The two raters of each pair, as one number, and the number of the pair. */
        private final Map<Long, Integer> pairs = new LinkedHashMap<>();
        /** Of each pair of ratings: the pair of raters, the form of the thing, the level of the one and of the other. */
        private final ImmutableIntArray.Builder cases = ImmutableIntArray.builder();

        private long ratedTwice;
        private boolean anyPair;

        Shared(ScoreTable table, List<Integer> numbers) {
            this.table = table;
            metrics = numbers.stream().map(table.metrics::get).toList();
            scale = metrics.isEmpty() ? Scale.LIKERT_5 : metrics.get(0).scale();
            for (int c = 0; c < table.candidates.size(); c++) {
                int of = c;
                table.forEachSite((from, to) -> numbers.forEach(m -> add(of, m, from, to)));
            }
        }

        private void add(int c, int m, int from, int to) {
            int[] forms = IntStream.range(from, to)
                    .filter(f -> table.level(c, m, f) >= 0)
                    .toArray();
            if (forms.length == 0) {
                return;
            }
            int[] levels = Arrays.stream(forms).map(f -> table.level(c, m, f)).toArray();
            things.add(new Thing(forms[0], levels));
            anyPair |= forms.length > 1;
            ratedTwice += forms.length * (forms.length - 1L) / 2;
            for (int i = 0; i < forms.length && listed(); i++) {
                for (int j = i + 1; j < forms.length; j++) {
                    int pair = pair(table.rater(forms[i]), table.rater(forms[j]));
                    cases.add(pair).add(forms[0]).add(levels[i]).add(levels[j]);
                }
            }
        }

        boolean listed() {
            return ratedTwice <= MOST_PAIRS;
        }

        private int pair(int a, int b) {
            return pairs.computeIfAbsent((long) Math.min(a, b) << 32 | Math.max(a, b), key -> pairs.size());
        }

        /** Exact counts by cluster. */
        Map<Integer, Coincidences> by(Unit unit) {
            double[] scores = new double[scale.levels()];
            Arrays.setAll(scores, scale::score);
            Map<Integer, List<int[]>> levels = new LinkedHashMap<>();
            things.forEach(
                    thing -> levels.computeIfAbsent(Units.cluster(table, thing.form, unit), key -> new ArrayList<>())
                            .add(thing.levels));
            Map<Integer, Coincidences> counts = new LinkedHashMap<>();
            levels.forEach((cluster, units) -> counts.put(cluster, Coincidences.of(scores, units)));
            return counts;
        }

        /** How many clusters have something that two raters rated: the others say nothing of agreement. */
        int paired(Unit unit) {
            return (int) paired().map(form -> Units.cluster(table, form, unit))
                    .distinct()
                    .count();
        }

        /** A form of each thing that two raters rated. */
        IntStream paired() {
            return things.stream().filter(thing -> thing.levels.length > 1).mapToInt(Thing::form);
        }

        /** Shares of pairs of ratings that are equal, and that differ by at most one level. */
        ClusteredMeans shares(Unit unit) {
            return Units.means(table, unit, 2, sink -> {
                for (Thing thing : things) {
                    long[] used = new long[scale.levels() + 1];
                    Arrays.stream(thing.levels).forEach(level -> used[level]++);
                    double equal = 0;
                    double near = 0;
                    for (int level = 0; level < scale.levels(); level++) {
                        equal += used[level] * (used[level] - 1) / 2.0;
                        near += used[level] * used[level + 1];
                    }
                    double pairs = thing.levels.length * (thing.levels.length - 1) / 2.0;
                    if (pairs > 0) {
                        sink.add(thing.form, 0, equal, pairs);
                        sink.add(thing.form, 1, equal + near, pairs);
                    }
                }
            });
        }

        /** What pairs of raters said, by cluster; empty where there are too many. */
        Optional<PairwiseAgreement> pairs(ImmutableIntArray all, Unit unit) {
            if (!listed()) {
                return Optional.empty();
            }
            int n = all.length() / 4;
            Map<Integer, Integer> clusters = new HashMap<>();
            int[][] columns = new int[4][n];
            for (int i = 0; i < n; i++) {
                int cluster = Units.cluster(table, all.get(4 * i + 1), unit);
                columns[0][i] = all.get(4 * i);
                Integer known = clusters.putIfAbsent(cluster, clusters.size());
                columns[1][i] = known == null ? clusters.size() - 1 : known;
                columns[2][i] = all.get(4 * i + 2);
                columns[3][i] = all.get(4 * i + 3);
            }
            return Optional.of(PairwiseAgreement.of(scale.levels(), columns[0], columns[1], columns[2], columns[3])
                    .withAtLeast(FEWEST));
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

        /** {@return share of scores that differ by at most one level} */
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

        /** {@return the pairs of raters; empty where too many ratings share a thing to list pairs} */
        List<PairRow> pairs();

        /** {@return how many pairs the macro mean leaves out because tau is not defined for them} */
        int undefinedPairs();

        /** {@return how many pairs the macro mean leaves out because they share fewer than 10 ratings} */
        int smallPairs();

        /** {@return mean of the pairs' weighted tau, with its unit; NaN if it is defined for no pair that counts} */
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

        /** {@return Krippendorff's alpha, ordinal: at most 1; NaN if all ratings are equal} */
        default double alpha() {
            return alphaInterval().estimate();
        }

        /** {@return Gwet's AC2, quadratic weights: at most 1} */
        default double ac2() {
            return ac2Interval().estimate();
        }

        /** {@return Fleiss' kappa, quadratic weights: at most 1; NaN if all ratings are equal} */
        default double kappa() {
            return kappaInterval().estimate();
        }

        /** {@return ICC(1,1): a single rating, each thing having its own raters: at most 1; NaN if all ratings are equal} */
        default double icc() {
            return iccInterval().estimate();
        }

        /** {@return share of equal scores, in [0, 1]} */
        default double exact() {
            return exactInterval().estimate();
        }

        /** {@return share of scores that differ by at most one level, in [0, 1]} */
        default double within() {
            return withinInterval().estimate();
        }

        /** {@return the interval of {@link #alpha}} */
        UnitInterval alphaInterval();

        /** {@return the interval of {@link #ac2}} */
        UnitInterval ac2Interval();

        /** {@return the interval of {@link #kappa}} */
        UnitInterval kappaInterval();

        /** {@return the interval of {@link #icc}} */
        UnitInterval iccInterval();

        /** {@return the interval of {@link #exact}} */
        UnitInterval exactInterval();

        /** {@return the interval of {@link #within}} */
        UnitInterval withinInterval();

        /** {@return ICC(1,1) with the F test that things do not differ, which takes ratings for normal and independent} */
        IccEstimate iccTest();

        /**
         * {@return any other coefficient with its interval by the same unit}
         *
         * @param coefficient of the counts, such as {@code c -> c.brennanPrediger(Weights.LINEAR)}; between -1 and 1
         */
        UnitInterval interval(ToDoubleFunction<Coincidences> coefficient);
    }

    private record RowOf(
            String metric,
            LocalizedText name,
            long n,
            List<PairRow> pairs,
            int undefinedPairs,
            int smallPairs,
            UnitInterval macroTau,
            UnitInterval microTau,
            double macroTauByChance,
            double microTauByChance,
            UnitInterval alphaInterval,
            UnitInterval ac2Interval,
            UnitInterval kappaInterval,
            UnitInterval iccInterval,
            UnitInterval exactInterval,
            UnitInterval withinInterval,
            Counted counted)
            implements Row {
        @Override
        public IccEstimate iccTest() {
            return counted.total().icc(Icc.ONE_ONE);
        }

        @Override
        public UnitInterval interval(ToDoubleFunction<Coincidences> coefficient) {
            return counted.interval(coefficient);
        }
    }

    /** Counts by each kind of unit that an interval needs. */
    private record Counted(
            Unit unit, double level, Map<Unit, ClusteredTotals<Coincidences>> totals, Map<Unit, Integer> paired) {
        static Counted of(Shared shared, Choices choices) {
            Unit unit = Units.choose(shared.table, choices.unit(), shared.metrics, shared.paired())
                    .unit();
            Map<Unit, ClusteredTotals<Coincidences>> totals = new EnumMap<>(Unit.class);
            Map<Unit, Integer> paired = new EnumMap<>(Unit.class);
            for (Unit part : unit == Unit.CHARACTER_AND_SCENARIO ? CROSSED : List.of(unit)) {
                paired.put(part, shared.paired(part));
                List<Coincidences> clusters = List.copyOf(shared.by(part).values());
                totals.put(part, ClusteredTotals.of(clusters, Coincidences::plus, Coincidences::minus));
            }
            return new Counted(unit, choices.inference().level(), totals, paired);
        }

        Coincidences total() {
            return totals.values().iterator().next().total();
        }

        UnitInterval interval(ToDoubleFunction<Coincidences> coefficient) {
            return interval(totals, all -> all.estimate(coefficient));
        }

        /** Degrees of freedom are those of the clusters that show agreement, whatever others the estimate is from. */
        <T> UnitInterval interval(Map<Unit, T> parts, Function<T, Estimate> estimate) {
            return Jackknifed.of(unit, part -> {
                        Estimate one = estimate.apply(Objects.requireNonNull(parts.get(part)));
                        int n = paired.getOrDefault(part, 0);
                        double error = n < 2 ? Double.NaN : one.standardError();
                        return new Jackknifed.Part(Estimate.of(one.value(), error, Math.max(1, n - 1)), n);
                    })
                    .from(-1, level);
        }
    }

    private static final List<Unit> CROSSED = List.of(Unit.CHARACTER, Unit.SCENARIO, Unit.DIALOGUE);

    private static Row row(String metric, LocalizedText name, Shared shared, Choices choices) {
        Counted counted = Counted.of(shared, choices);
        PairTable pooled = counted.total().pairs();
        ImmutableIntArray cases = shared.cases.build();
        Map<Unit, Optional<PairwiseAgreement>> pairs = new EnumMap<>(Unit.class);
        counted.totals.keySet().forEach(part -> pairs.put(part, shared.pairs(cases, part)));
        Optional<PairwiseAgreement> any = pairs.values().iterator().next();
        UnitInterval macro = counted.interval(
                pairs,
                listed -> listed.map(p -> p.estimate(Pooling.MACRO, RaterAgreement::tau))
                        .orElse(Estimate.of(Double.NaN, Double.NaN, 1)));
        ClusteredMeans shares = shared.shares(counted.unit);
        ClusteredEstimates means =
                choices.inference().with(IntervalMethod.LOGIT).on(shares);
        return new RowOf(
                metric,
                name,
                pooled.n() / 2,
                any.map(p -> pairs(shared, p)).orElse(List.of()),
                any.map(p -> p.undefined(RaterAgreement::tau)).orElse(0),
                any.map(PairwiseAgreement::small).orElse(0),
                macro,
                counted.interval(c -> tau(c.pairs())),
                any.map(p -> p.value(Pooling.MACRO, RaterAgreement::chance)).orElse(Double.NaN),
                chance(pooled),
                counted.interval(c -> c.krippendorffAlpha(Level.ORDINAL)),
                counted.interval(c -> c.gwetAc(Weights.QUADRATIC)),
                counted.interval(c -> c.fleissKappa(Weights.QUADRATIC)),
                counted.interval(c -> c.icc(Icc.ONE_ONE).value()),
                UnitInterval.of(means.mean(0, 0, 1), counted.unit, shares),
                UnitInterval.of(means.mean(1, 0, 1), counted.unit, shares),
                counted);
    }

    private static List<PairRow> pairs(Shared shared, PairwiseAgreement agreement) {
        List<String> names = shared.table.raters;
        List<PairRow> rows = new ArrayList<>();
        shared.pairs.forEach((raters, pair) -> {
            PairTable own = agreement.table(pair);
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

        /** {@return how much worse the rater scores than the others on the same things, in score points, by scenario; batches
         * by batch} */
        UnitInterval severity();

        /**
         * {@return of the rater's ratings with those of the others, pooled over metrics of dialogues; NaN if not
         *     defined, or if these have different scales}
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

    /** What is known of one rater: differences from the others by scenario, and counts of levels beside theirs. */
    private static final class Beside {
        private final Map<Integer, double[]> bySite = new TreeMap<>();
        private final Map<Integer, Long> counts = new TreeMap<>();
        private long n;

        void severity(int item, double difference) {
            double[] sums = bySite.computeIfAbsent(item, key -> new double[2]);
            sums[0] += difference;
            sums[1]++;
            n++;
        }

        ClusteredMeans means() {
            return ClusteredMeans.of(column(0), column(1));
        }

        private double[][] column(int column) {
            return bySite.values().stream()
                    .map(sums -> new double[] {sums[column]})
                    .toArray(double[][]::new);
        }

        PairTable table(int levels) {
            long[][] table = new long[levels][levels];
            counts.forEach((cell, count) -> table[cell / levels][cell % levels] = count);
            return PairTable.of(table);
        }
    }

    private List<RaterRow> raters(ScoreTable table, boolean oneScale, Predicate<String> lowerIsBetter) {
        int levels =
                table.metrics.stream().mapToInt(m -> m.scale().levels()).max().orElse(2);
        List<Beside> known =
                Stream.generate(Beside::new).limit(table.raters.size()).toList();
        double range = 0;
        for (int m = 0; m < table.metrics.size(); m++) {
            Metric of = table.metrics.get(m);
            Scale points = severityScale.orElse(of.scale());
            range = Math.max(range, points.highest() - points.lowest());
            double sign = lowerIsBetter.test(of.id()) ? -1 : 1;
            double step =
                    sign * (points.highest() - points.lowest()) / (of.scale().levels() - 1);
            for (int c = 0; c < table.candidates.size(); c++) {
                int metric = m;
                int candidate = c;
                table.forEachSite((from, to) -> beside(table, candidate, metric, step, from, to, levels, known));
            }
        }
        double[] severities = new double[known.size()];
        double[] taus = new double[known.size()];
        for (int r = 0; r < taus.length; r++) {
            severities[r] =
                    known.get(r).n == 0 ? Double.NaN : known.get(r).means().mean(0);
            taus[r] = oneScale ? tau(known.get(r).table(levels)) : Double.NaN;
        }
        double[] severe = fences(severities);
        double[] disagreeing = fences(taus);
        List<RaterRow> made = new ArrayList<>();
        for (int r = 0; r < taus.length; r++) {
            if (known.get(r).n == 0) {
                continue;
            }
            List<AnalysisCode> apart = new ArrayList<>();
            if (severities[r] > severe[1] || severities[r] < severe[0]) {
                apart.add(severities[r] > severe[1] ? AnalysisCode.SEVERE : AnalysisCode.LENIENT);
            }
            if (taus[r] < disagreeing[0]) {
                apart.add(AnalysisCode.DISAGREES);
            }
            ClusteredMeans own = known.get(r).means().withLimits(-range, range);
            made.add(new RaterOf(
                    table.raters.get(r),
                    known.get(r).n,
                    UnitInterval.of(inference.on(own).mean(0), Unit.SCENARIO, own),
                    taus[r],
                    List.copyOf(apart)));
        }
        return Collections.unmodifiableList(made);
    }

    /** How much worse the own score is than the mean of the others, and levels beside those of the others, for everything that others rated too. */
    private static void beside(
            ScoreTable table,
            int candidate,
            int metric,
            double step,
            int from,
            int to,
            int levels,
            List<Beside> known) {
        long[] used = new long[levels];
        long sum = 0;
        int n = 0;
        for (int f = from; f < to; f++) {
            int level = table.level(candidate, metric, f);
            if (level >= 0) {
                used[level]++;
                sum += level;
                n++;
            }
        }
        boolean dialogue = table.metrics.get(metric).target() == Metric.Target.DIALOGUE;
        for (int f = from; f < to && n > 1; f++) {
            int level = table.level(candidate, metric, f);
            if (level < 0) {
                continue;
            }
            Beside own = known.get(table.rater(f));
            own.severity(table.item(f), step * ((sum - level) / (n - 1.0) - level));
            for (int other = 0; other < levels && dialogue; other++) {
                long count = used[other] - (other == level ? 1 : 0);
                if (count > 0) {
                    // Both orders, so that the rater is neither first nor second.
                    own.counts.merge(level * levels + other, count, Long::sum);
                    own.counts.merge(other * levels + level, count, Long::sum);
                }
            }
        }
    }

    /** Tukey's fences; infinite for fewer than four values. */
    private static double[] fences(double[] all) {
        double[] known = Arrays.stream(all).filter(x -> !Double.isNaN(x)).toArray();
        if (known.length < 4) {
            return new double[] {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY};
        }
        Map<Integer, Double> quartiles = Quantiles.quartiles().indexes(1, 3).compute(known);
        double low = quartiles.getOrDefault(1, Double.NaN);
        double high = quartiles.getOrDefault(3, Double.NaN);
        double reach = 1.5 * (high - low);
        return new double[] {low - reach, high + reach};
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
        return Collections.unmodifiableMap(byCharacter);
    }

    /** {@return whether any rating was generated rather than given, as one of the raters is simulated} */
    public boolean simulated() {
        return simulated;
    }

    @Override
    public List<Finding> notes() {
        List<Finding> notes = new ArrayList<>();
        Texts.note(notes, simulated, AnalysisCode.SIMULATED.note());
        List<Row> all = new ArrayList<>(rows);
        fine.ifPresent(all::add);
        Texts.note(
                notes,
                all.stream().anyMatch(row -> row.pairs().isEmpty()),
                AnalysisCode.PAIRS_NOT_LISTED.note("most", MOST_PAIRS));
        List<LocalizedText> constant = all.stream()
                .filter(row -> Double.isNaN(row.alpha()))
                .map(Row::name)
                .toList();
        Texts.note(notes, !constant.isEmpty(), AnalysisCode.NO_VARIATION.note("metrics", constant));
        Texts.note(notes, !poolable, AnalysisCode.NOT_POOLED.note());
        severityScale.ifPresent(scale -> notes.add(AnalysisCode.SEVERITY_SCALE.note("scale", scale.toString())));
        UnitInterval.remarks(
                notes,
                unitReason,
                all.stream()
                        .flatMap(row -> Stream.of(
                                row.alphaInterval(),
                                row.macroTau(),
                                row.microTau(),
                                row.ac2Interval(),
                                row.kappaInterval(),
                                row.iccInterval(),
                                row.exactInterval(),
                                row.withinInterval())));
        return Collections.unmodifiableList(notes);
    }

    /** Agreement by metric and of all metrics of dialogues: of pairs, corrected for chance, and shares; and the raters. */
    @Override
    public List<Table> tables() {
        double level = inference.level();
        List<Row> all = new ArrayList<>(rows);
        fine.ifPresent(all::add);
        Table metrics = new Columns<Row>(Texts.table("agreement", simulated))
                .text("metric", row -> new Table.Cell.Text(row.name(), Optional.of(row.metric())))
                .count("n", Row::n)
                .count("pairs", row -> row.pairs().size())
                .count("leftOut", row -> row.undefinedPairs() + row.smallPairs())
                .interval("macro", Row::macroTau)
                .interval("micro", Row::microTau)
                .number("chance", Row::microTauByChance)
                .rows(all)
                .note(AnalysisCode.AGREEMENT.note())
                .note(Texts.intervals(all.get(all.size() - 1).macroTau(), inference))
                .build();
        Table coefficients = new Columns<Row>(Texts.table("coefficients", simulated))
                .text("metric", row -> new Table.Cell.Text(row.name(), Optional.of(row.metric())))
                .interval("alpha", Row::alphaInterval)
                .interval("ac2", Row::ac2Interval)
                .interval("kappa", Row::kappaInterval)
                .rows(all)
                .build();
        Table shares = new Columns<Row>(Texts.table("shares", simulated))
                .text("metric", row -> new Table.Cell.Text(row.name(), Optional.of(row.metric())))
                .interval("icc", Row::iccInterval)
                .pValue("iccTest", row -> row.iccTest().pValue())
                .interval("exact", Row::exactInterval)
                .interval("within", Row::withinInterval)
                .rows(all)
                .note(Texts.intervals(all.get(all.size() - 1).iccInterval(), inference))
                .note(Texts.intervals(all.get(all.size() - 1).exactInterval(), inference.with(IntervalMethod.LOGIT)))
                .build();
        Table.Builder people = new Columns<RaterRow>(Texts.table("raters", simulated))
                .text("rater", RaterRow::rater)
                .count("n", RaterRow::n)
                .signed("severity", 2, rater -> rater.severity().estimate())
                .signedBounds(2, level, rater -> rater.severity().cell())
                .number("tau", RaterRow::weightedTau)
                .text("apart", rater -> rater.apart().isEmpty() ? "" : Texts.say("list", "items", rater.apart()))
                .rows(raters);
        if (raters.stream().allMatch(rater -> rater.apart().isEmpty())) {
            people.note(AnalysisCode.NOBODY_APART.note());
        }
        return List.of(metrics, coefficients, shares, people.build());
    }
}
