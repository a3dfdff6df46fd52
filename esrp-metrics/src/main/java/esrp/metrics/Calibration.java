package esrp.metrics;

import esrp.core.Finding;
import esrp.core.Metric;
import esrp.core.Rating;
import esrp.core.Rating.LevelDistribution;
import esrp.core.Ratings;
import esrp.core.Scale;
import esrp.core.Table;
import esrp.core.internal.Checks;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Calibration of a judge that states probabilities: how far they match the ratings of people, and how to correct them, metric by metric: by one temperature
 * (Guo et al. 2017, doi:10.48550/arXiv.1706.04599), fitted to the ratings of people by maximum likelihood, or by
 * {@linkplain #isotonic isotonic regression} (Zadrozny and Elkan 2002, doi:10.1145/775047.775151).
 *
 * <ul>
 *   <li><b>Temperature</b>: a calibrated probability is proportional to {@code p^(1/T)}: {@code T > 1} for a judge that is too sure of
 *       itself. The most probable level stays the same; expected scores change. T is in [0.01, 100]; probabilities below 1e-6 count
 *       as 1e-6. It needs few ratings.
 *   <li><b>Isotonic</b>: each level's probability becomes a rising function of what the judge said of that level, the least-squares one
 *       (pool adjacent violators, linear between what was seen, constant beyond it), and the levels are scaled to a sum of 1; what
 *       was said stands where all are 0. It mends any distortion that keeps the order, and needs hundreds of ratings per metric.
 *   <li><b>Cross-fitted</b>: items (scenarios) are dealt into five folds in the order in which people's ratings name them, into as many as
 *       there are items if these are fewer. What is reported of an item, and the calibrated distribution of an item that
 *       people rated, is by what was fitted to the other folds, so that nothing leaks.
 *   <li>Each rating of a person counts by itself. <b>Log loss</b> is the mean of {@code -ln p} of the level that people gave; the
 *       <b>calibration error</b> (ECE) the mean distance, over ten bins of the probability of the most probable level, between that probability
 *       and the share of ratings that gave this level, weighted by the ratings in the bin.
 * </ul>
 *
 * <p>Takes O(n log n) time for n ratings of people. Immutable.
 */
public final class Calibration extends Shown {
    private static final int FOLDS = 5;
    private static final int BINS = 10;
    private static final double LEAST = 1e-6;
    private static final double LOWEST_SHARPNESS = 0.01;
    private static final double HIGHEST_SHARPNESS = 100;

    private final Map<String, Row> rows = new LinkedHashMap<>();
    private final List<LevelDistribution> calibrated = new ArrayList<>();
    private final Map<String, Metric> metrics = new LinkedHashMap<>();
    private final Bins said = new Bins();
    private final Bins fitted = new Bins();
    private final boolean simulated;
    private final boolean isotonic;

    /** How calibrated a judge is on one metric. */
    public sealed interface Row {
        /** {@return the number of ratings of people that the judge has a distribution for; at least 1} */
        int pairs();

        /** {@return the temperature that fits all of them: above 1 for a judge that is too sure of itself; NaN if isotonic} */
        double temperature();

        /** {@return the log loss of what the judge said: at least 0} */
        double logLoss();

        /** {@return the log loss after calibration, cross-fitted: at least 0} */
        double calibratedLogLoss();

        /** {@return the calibration error of what the judge said: in [0, 1]} */
        double error();

        /** {@return the calibration error after calibration, cross-fitted: in [0, 1]} */
        double calibratedError();
    }

    private record RowOf(
            int pairs,
            double temperature,
            double logLoss,
            double calibratedLogLoss,
            double error,
            double calibratedError)
            implements Row {}

    /** A rating of a person beside what the judge said of the same thing. */
    private record Pair(LevelDistribution said, int level, int fold) {}

    /** What makes a distribution a calibrated one. */
    private interface Fit extends Function<LevelDistribution, List<Double>> {}

    private Calibration(Ratings human, List<LevelDistribution> judge, boolean isotonic) {
        this.isotonic = isotonic;
        this.simulated = human.simulated();
        List<String> raters =
                judge.stream().map(LevelDistribution::rater).distinct().toList();
        Checks.rejectIf(raters.size() > 1, "judge: distributions of %s, of one judge were expected", raters);
        Map<List<String>, LevelDistribution> byPlace = new HashMap<>();
        for (LevelDistribution one : judge) {
            List<String> place = List.of(one.candidate(), one.character(), one.item(), one.metric());
            if (byPlace.put(place, one) != null) {
                throw new IllegalArgumentException("judge: two distributions of " + place + ", one was expected");
            }
        }
        Map<String, Integer> order = new HashMap<>();
        Map<String, List<Pair>> pairs = new LinkedHashMap<>();
        for (Metric metric : human.metrics()) {
            metrics.put(metric.id(), metric);
        }
        human.stream().forEach(rating -> {
            LevelDistribution one =
                    byPlace.get(List.of(rating.candidate(), rating.character(), rating.item(), rating.metric()));
            if (one != null) {
                int fold = order.computeIfAbsent(rating.item(), any -> order.size());
                pairs.computeIfAbsent(rating.metric(), any -> new ArrayList<>())
                        .add(new Pair(one, level(rating, one), fold));
            }
        });
        if (order.size() < 2) {
            throw new Unavailable(AnalysisCode.NO_CALIBRATION, "count", order.size());
        }
        int folds = Math.min(FOLDS, order.size());
        Map<String, List<Fit>> byMetric = new HashMap<>();
        for (String metric : metrics.keySet()) {
            List<Pair> own = pairs.getOrDefault(metric, List.of());
            if (!own.isEmpty()) {
                // One without each fold, and the last of all.
                List<Fit> fits = IntStream.rangeClosed(0, folds)
                        .mapToObj(fold -> fit(own.stream()
                                .filter(pair -> pair.fold % folds != fold)
                                .toList()))
                        .toList();
                byMetric.put(metric, fits);
                rows.put(metric, row(own, fits, folds));
            }
        }
        for (LevelDistribution one : judge) {
            List<Fit> fits = byMetric.get(one.metric());
            if (fits != null) {
                Integer fold = order.get(one.item());
                calibrated.add(
                        one.with(fits.get(fold == null ? folds : fold % folds).apply(one)));
            }
        }
    }

    /**
     * Calibrates a judge.
     *
     * @param human the ratings of people
     * @param judge what one judge said of the same dialogues, and of others
     * @return the calibration
     * @throws IllegalArgumentException if the judge and people share fewer than two items, a distribution has another number of
     *     levels than people's scale, or there are two judges
     */
    public static Calibration of(Ratings human, List<LevelDistribution> judge) {
        return new Calibration(Objects.requireNonNull(human, "human"), List.copyOf(judge), false);
    }

    /**
     * Calibrates a judge by isotonic regression.
     *
     * @param human the ratings of people
     * @param judge what one judge said of the same dialogues, and of others
     * @return the calibration
     * @throws IllegalArgumentException as {@link #of} says
     */
    public static Calibration isotonic(Ratings human, List<LevelDistribution> judge) {
        return new Calibration(Objects.requireNonNull(human, "human"), List.copyOf(judge), true);
    }

    private Fit fit(List<Pair> pairs) {
        if (!isotonic) {
            double sharpness = sharpness(pairs);
            return said -> sharpened(said, sharpness);
        }
        if (pairs.isEmpty()) {
            return LevelDistribution::probabilities;
        }
        List<UnaryOperator<Double>> levels = IntStream.range(
                        0, pairs.get(0).said.probabilities().size())
                .mapToObj(level -> rising(pairs, level))
                .toList();
        return said -> {
            List<Double> p = IntStream.range(0, levels.size())
                    .mapToObj(level ->
                            levels.get(level).apply(said.probabilities().get(level)))
                    .toList();
            double sum = p.stream().mapToDouble(one -> one).sum();
            return sum > 0 ? p.stream().map(one -> rounded(one / sum)).toList() : said.probabilities();
        };
    }

    /** The rising function of a level's probability that is nearest, by least squares, to whether people gave the level. */
    private static UnaryOperator<Double> rising(List<Pair> pairs, int level) {
        NavigableMap<Double, double[]> given = new TreeMap<>();
        for (Pair pair : pairs) {
            double[] at =
                    given.computeIfAbsent(rounded(pair.said.probabilities().get(level)), any -> new double[2]);
            at[0] += pair.level == level ? 1 : 0;
            at[1]++;
        }
        // Blocks of neighbours that share one value: their sum, their number, and the first and last probability.
        Deque<double[]> blocks = new ArrayDeque<>();
        given.forEach((probability, at) -> {
            double[] block = {at[0], at[1], probability, probability};
            while (!blocks.isEmpty() && blocks.getLast()[0] * block[1] >= block[0] * blocks.getLast()[1]) {
                double[] before = blocks.removeLast();
                block = new double[] {before[0] + block[0], before[1] + block[1], before[2], block[3]};
            }
            blocks.addLast(block);
        });
        NavigableMap<Double, Double> knots = new TreeMap<>();
        for (double[] block : blocks) {
            knots.put(block[2], block[0] / block[1]);
            knots.put(block[3], block[0] / block[1]);
        }
        return probability -> {
            double x = rounded(probability);
            Map.Entry<Double, Double> low = knots.floorEntry(x);
            Map.Entry<Double, Double> high = knots.ceilingEntry(x);
            if (low == null || high == null) {
                return Objects.requireNonNull(low == null ? high : low).getValue();
            }
            double width = high.getKey() - low.getKey();
            double part = width > 0 ? (x - low.getKey()) / width : 0;
            return low.getValue() + part * (high.getValue() - low.getValue());
        };
    }

    /** Probabilities that differ by rounding alone are one. */
    private static double rounded(double probability) {
        return Math.rint(probability * 1e12) / 1e12;
    }

    private int level(Rating rating, LevelDistribution one) {
        Scale scale = Objects.requireNonNull(metrics.get(rating.metric())).scale();
        if (scale.levels() != one.probabilities().size()) {
            throw new IllegalArgumentException("judge: metric \"" + rating.metric() + "\" has "
                    + one.probabilities().size() + " levels, people rated on " + scale);
        }
        return scale.level(rating.score());
    }

    private static double log(LevelDistribution said, int level) {
        return Math.log(Math.max(LEAST, said.probabilities().get(level)));
    }

    /** The distribution with its logarithms multiplied. */
    private static List<Double> sharpened(LevelDistribution said, double sharpness) {
        double[] powers = IntStream.range(0, said.probabilities().size())
                .mapToDouble(level -> Math.exp(sharpness * (log(said, level) - log(said, said.mode()))))
                .toArray();
        double sum = java.util.Arrays.stream(powers).sum();
        return java.util.Arrays.stream(powers).mapToObj(one -> one / sum).toList();
    }

    /** The inverse temperature of greatest likelihood: where its slope, which rises, is zero. 1 of no ratings. */
    private static double sharpness(List<Pair> pairs) {
        if (pairs.isEmpty()) {
            return 1;
        }
        double low = LOWEST_SHARPNESS;
        double high = HIGHEST_SHARPNESS;
        while (high - low > 1e-9 * high) {
            double middle = Math.sqrt(low * high);
            if (slope(pairs, middle) < 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /** The derivative of the log loss by the inverse temperature. */
    private static double slope(List<Pair> pairs, double sharpness) {
        double slope = 0;
        for (Pair pair : pairs) {
            List<Double> p = sharpened(pair.said, sharpness);
            for (int level = 0; level < p.size(); level++) {
                slope += p.get(level) * log(pair.said, level);
            }
            slope -= log(pair.said, pair.level);
        }
        return slope;
    }

    private RowOf row(List<Pair> pairs, List<Fit> fits, int folds) {
        Bins before = new Bins();
        Bins after = new Bins();
        double lossBefore = 0;
        double lossAfter = 0;
        for (Pair pair : pairs) {
            int mode = pair.said.mode();
            List<Double> p = fits.get(pair.fold % folds).apply(pair.said);
            lossBefore -= log(pair.said, pair.level);
            lossAfter -= Math.log(Math.max(LEAST, p.get(pair.level)));
            before.add(pair.said.probabilities().get(mode), pair.level == mode);
            int likely = pair.said.with(p).mode();
            after.add(p.get(likely), pair.level == likely);
        }
        said.add(before);
        fitted.add(after);
        return new RowOf(
                pairs.size(),
                isotonic ? Double.NaN : 1 / sharpness(pairs),
                lossBefore / pairs.size(),
                lossAfter / pairs.size(),
                before.error(),
                after.error());
    }

    /** Ratings by the probability of the most probable level. */
    private static final class Bins {
        private final long[] count = new long[BINS];
        private final double[] stated = new double[BINS];
        private final long[] right = new long[BINS];

        void add(double probability, boolean hit) {
            int bin = Math.min(BINS - 1, (int) (rounded(probability) * BINS));
            count[bin]++;
            stated[bin] += probability;
            right[bin] += hit ? 1 : 0;
        }

        void add(Bins other) {
            for (int bin = 0; bin < BINS; bin++) {
                count[bin] += other.count[bin];
                stated[bin] += other.stated[bin];
                right[bin] += other.right[bin];
            }
        }

        double error() {
            double sum = 0;
            long all = 0;
            for (int bin = 0; bin < BINS; bin++) {
                sum += Math.abs(stated[bin] - right[bin]);
                all += count[bin];
            }
            return sum / all;
        }

        double stated(int bin) {
            return stated[bin] / count[bin];
        }

        double right(int bin) {
            return (double) right[bin] / count[bin];
        }
    }

    /** {@return the metrics that the judge and people share: the rows by metric id, in the order of people's metrics} */
    public Map<String, Row> rows() {
        return java.util.Collections.unmodifiableMap(rows);
    }

    /**
     * {@return the judge's distributions calibrated, cross-fitted where people rated: those of the metrics of {@link #rows()}, in the
     * order given}
     */
    public List<LevelDistribution> calibrated() {
        return List.copyOf(calibrated);
    }

    /**
     * {@return the expected scores of the {@linkplain #calibrated() calibrated} distributions as ratings, for
     * {@link Analysis#predictionPowered(Ratings)}} Metrics keep their ids and get a scale with the same ends and a finer step.
     *
     * @param step the step that expected scores are rounded to; the ends of every scale lie a whole number of steps apart, at
     *     most 254
     * @throws IllegalArgumentException if the step does not divide a scale
     */
    public Ratings expected(double step) {
        Map<String, Metric> finer = new LinkedHashMap<>();
        rows.keySet().forEach(id -> {
            Metric metric = Objects.requireNonNull(metrics.get(id));
            Scale scale = metric.scale();
            finer.put(id, metric.withScale(new Scale(scale.lowest(), scale.highest(), step)));
        });
        Ratings.Builder ratings = Ratings.builder(List.copyOf(finer.values()));
        for (LevelDistribution one : calibrated) {
            Scale fine = Objects.requireNonNull(finer.get(one.metric())).scale();
            double mean =
                    one.mean(Objects.requireNonNull(metrics.get(one.metric())).scale());
            ratings.add(
                    one.candidate(),
                    one.character(),
                    one.item(),
                    one.metric(),
                    one.rater(),
                    fine.score(fine.nearest(mean)));
        }
        return ratings.build();
    }

    /** How calibrated the judge is by metric; and how often its most probable level was right, by how probable it held it. */
    @Override
    public List<Table> tables() {
        Table.Builder byMetric = Texts.heads(
                Texts.table("calibration", simulated),
                "metric pairs|# temperature|2 log_loss|3 log_loss_calibrated|3 calibration_error|%1"
                        + " calibration_error_calibrated|%1");
        rows.forEach((metric, row) -> byMetric.row(
                Objects.requireNonNull(metrics.get(metric)).name(),
                row.pairs(),
                row.temperature(),
                row.logLoss(),
                row.calibratedLogLoss(),
                row.error(),
                row.calibratedError()));
        Table.Builder reliability = Texts.heads(
                Texts.table("reliability", simulated),
                "stated reliability_n|# stated_mean|%1 right|%1 reliability_n_calibrated|# stated_mean_calibrated|%1"
                        + " right_calibrated|%1");
        for (int bin = 0; bin < BINS; bin++) {
            if (said.count[bin] + fitted.count[bin] > 0) {
                reliability.row(
                        bin * 100 / BINS + "–" + (bin + 1) * 100 / BINS + "%",
                        said.count[bin],
                        said.stated(bin),
                        said.right(bin),
                        fitted.count[bin],
                        fitted.stated(bin),
                        fitted.right(bin));
            }
        }
        return List.of(byMetric.build(), reliability.build());
    }

    /** How probabilities were calibrated. */
    @Override
    public List<Finding> notes() {
        List<Finding> notes = new ArrayList<>();
        notes.add((isotonic ? AnalysisCode.ISOTONIC_CALIBRATION : AnalysisCode.CALIBRATION).note());
        Texts.note(notes, simulated, AnalysisCode.SIMULATED.note());
        return notes;
    }
}
