package esrp.metrics;

import esrp.core.Finding;
import esrp.core.Metric;
import esrp.core.Rating;
import esrp.core.Rating.LevelDistribution;
import esrp.core.Ratings;
import esrp.core.Result;
import esrp.core.Scale;
import esrp.core.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Whether a judge that says probabilities is as sure as it may be, and its probabilities made so: one temperature per metric
 * (Guo et al. 2017, doi:10.48550/arXiv.1706.04599), fitted to the ratings of people by maximum likelihood.
 *
 * <ul>
 *   <li>A calibrated probability is proportional to {@code p^(1/T)}: {@code T > 1} for a judge that is too sure of itself. The most
 *       probable level stays the same; expected scores change. T is in [0.01, 100]; probabilities below 1e-6 count as 1e-6.
 *   <li><b>Cross-fitted</b>: items (scenarios) are dealt into five folds in the order in which people's ratings name them, into as many as
 *       there are items if these are fewer. What is reported of an item, and the calibrated distribution of an item that
 *       people rated, is by the temperature of the other folds, so that nothing leaks.
 *   <li>Each rating of a person counts by itself. <b>Log loss</b> is the mean of {@code -ln p} of the level that people gave; the
 *       <b>calibration error</b> (ECE) the mean distance, over ten bins of the probability of the most probable level, between that probability
 *       and the share of ratings that gave this level, weighted by the ratings in the bin.
 * </ul>
 *
 * <p>Takes O(n log n) time for n ratings of people. Immutable.
 */
public final class Calibration implements Result {
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

    /** How calibrated a judge is on one metric. */
    public sealed interface Row {
        /** {@return the number of ratings of people that the judge has a distribution for; at least 1} */
        int pairs();

        /** {@return the temperature that fits all of them: above 1 for a judge that is too sure of itself} */
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

    private Calibration(Ratings human, List<LevelDistribution> judge) {
        this.simulated = human.simulated();
        List<String> raters =
                judge.stream().map(LevelDistribution::rater).distinct().toList();
        if (raters.size() > 1) {
            throw new IllegalArgumentException("judge: distributions of " + raters + ", of one judge were expected");
        }
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
        Map<String, double[]> sharpness = new HashMap<>();
        for (String metric : metrics.keySet()) {
            List<Pair> own = pairs.getOrDefault(metric, List.of());
            if (!own.isEmpty()) {
                double[] fits = IntStream.rangeClosed(0, folds)
                        .mapToDouble(fold -> fit(own.stream()
                                .filter(pair -> pair.fold % folds != fold)
                                .toList()))
                        .toArray();
                sharpness.put(metric, fits);
                rows.put(metric, row(own, fits, folds));
            }
        }
        for (LevelDistribution one : judge) {
            double[] fits = sharpness.get(one.metric());
            if (fits != null) {
                Integer fold = order.get(one.item());
                calibrated.add(one.with(sharpened(one, fits[fold == null ? folds : fold % folds])));
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
        return new Calibration(Objects.requireNonNull(human, "human"), List.copyOf(judge));
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
    private static double fit(List<Pair> pairs) {
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

    private RowOf row(List<Pair> pairs, double[] fits, int folds) {
        Bins before = new Bins();
        Bins after = new Bins();
        double lossBefore = 0;
        double lossAfter = 0;
        for (Pair pair : pairs) {
            int mode = pair.said.mode();
            List<Double> p = sharpened(pair.said, fits[pair.fold % folds]);
            lossBefore -= log(pair.said, pair.level);
            lossAfter -= Math.log(Math.max(Double.MIN_NORMAL, p.get(pair.level)));
            before.add(pair.said.probabilities().get(mode), pair.level == mode);
            after.add(p.get(mode), pair.level == mode);
        }
        said.add(before);
        fitted.add(after);
        return new RowOf(
                pairs.size(),
                1 / fits[folds],
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
            int bin = Math.min(BINS - 1, (int) (probability * BINS));
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

    /** How calibrated the judge is by metric; and how often its most probable level was right, by how probable it held it. */
    @Override
    public List<Table> tables() {
        Table.Builder byMetric = Texts.table("calibration", simulated)
                .head(Texts.head("metric", Table.Style.TEXT, 0))
                .head(Texts.head("pairs", Table.Style.COUNT, 0))
                .head(Texts.number("temperature"))
                .head(Texts.head("log_loss", Table.Style.NUMBER, 3))
                .head(Texts.head("log_loss_calibrated", Table.Style.NUMBER, 3))
                .head(Texts.head("calibration_error", Table.Style.PERCENT, 1))
                .head(Texts.head("calibration_error_calibrated", Table.Style.PERCENT, 1));
        rows.forEach((metric, row) -> byMetric.row(
                Objects.requireNonNull(metrics.get(metric)).name(),
                row.pairs(),
                row.temperature(),
                row.logLoss(),
                row.calibratedLogLoss(),
                row.error(),
                row.calibratedError()));
        Table.Builder reliability = Texts.table("reliability", simulated)
                .head(Texts.head("stated", Table.Style.TEXT, 0))
                .head(Texts.head("reliability_n", Table.Style.COUNT, 0))
                .head(Texts.head("stated_mean", Table.Style.PERCENT, 1))
                .head(Texts.head("right", Table.Style.PERCENT, 1))
                .head(Texts.head("reliability_n_calibrated", Table.Style.COUNT, 0))
                .head(Texts.head("stated_mean_calibrated", Table.Style.PERCENT, 1))
                .head(Texts.head("right_calibrated", Table.Style.PERCENT, 1));
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

    /** How the temperatures were fitted. */
    @Override
    public List<Finding> notes() {
        List<Finding> notes = new ArrayList<>();
        notes.add(AnalysisCode.CALIBRATION.note());
        Texts.note(notes, simulated, AnalysisCode.SIMULATED.note());
        return notes;
    }

    @Override
    public String toString() {
        return text("en");
    }
}
