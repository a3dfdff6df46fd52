package esrp.stats.cluster;

import esrp.stats.Estimate;
import esrp.stats.Interval;
import esrp.stats.internal.Arguments;
import java.util.Arrays;
import java.util.Locale;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/**
 * Prediction-powered inference with power tuning: a mean of human scores, known for few items, made more precise by a judge's
 * scores of many, without trusting the judge to be right (PPI++; Angelopoulos, Duchi and Zrnic 2023, <a
 * href="https://arxiv.org/abs/2311.01453">arXiv:2311.01453</a>).
 *
 * <p>The estimate is {@code mean(human) + λ (mean(judge elsewhere) - mean(judge where people scored))}. Whatever the judge's bias,
 * it cancels. λ in [0, 1] minimises the variance estimated from cluster sums, so a judge that does not correlate with people gets λ near
 * 0. The variance is the linearised one between clusters, and it pays for the tuning of λ in three ways, without which ten
 * characters cover a point or two less than they should:
 *
 * <ul>
 *   <li>Residuals of clusters with human scores are divided by 1 minus their share in the sum of squares that λ was fitted to, as the
 *       jackknife does (HC3; MacKinnon and White 1985, <a
 *       href="https://doi.org/10.1016/0304-4076(85)90158-7">doi:10.1016/0304-4076(85)90158-7</a>).
 *   <li>The variance of λ times the squared difference it is multiplied by is added, as for any prediction from a regression.
 *   <li>Student's t has C - 2 degrees of freedom for C clusters with human scores; clusters without enter by Satterthwaite.
 * </ul>
 *
 * <p>Where that would be wider than people alone by more than 3%, or C is below 4, or a mean would leave its limits, the judge is left
 * out (λ = 0).
 *
 * <p>This needs human scores of a random sample of the items. Where people scored the doubtful or the easy ones, no method of
 * this kind is valid; {@link Sample#random} declares that they did not. O(items) time; memory grows with the
 * clusters alone. Immutable; arguments outside the ranges given are rejected with {@link IllegalArgumentException}.
 */
public final class PredictionPowered {
    private static final PredictionPowered DEFAULTS = new PredictionPowered(0.95);
    private static final double WIDER_AT_MOST = 1.03;
    private static final int CLUSTERS_TO_TUNE = 4;

    private final double level;

    private PredictionPowered(double level) {
        this.level = level;
    }

    /** {@return intervals with a nominal coverage of 0.95} */
    public static PredictionPowered withDefaults() {
        return DEFAULTS;
    }

    /**
     * {@return a copy with another nominal coverage}
     *
     * @param level in (0, 1)
     */
    public PredictionPowered withLevel(double level) {
        return new PredictionPowered(Arguments.level(level));
    }

    /**
     * {@return the mean human score of the population the items are from}
     *
     * @param sample some items scored by people, all by the judge
     */
    public Result mean(Sample sample) {
        return mean(sample, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    /**
     * The mean human score where scores have limits, such as the ends of a scale. A judge that would take the mean beyond them is
     * left out: no population has such a mean, so that the items that people scored were hardly drawn at random.
     *
     * @param sample some items scored by people, all by the judge
     * @param lowest the lowest human score possible
     * @param highest the highest human score possible
     * @return the mean of the population the items are from, within the limits
     */
    public Result mean(Sample sample, double lowest, double highest) {
        Terms terms = new Terms(sample.clusters);
        terms.add(sample, 1);
        return terms.solve(level, sample.labelled(), sample.correlation(), lowest, highest);
    }

    /**
     * The difference of two means, paired by cluster.
     *
     * @param sample items of one candidate
     * @param minus items of the other, in the same clusters
     * @return the estimate of mean(sample) - mean(minus); its correlation is the mean of both samples', its labels the sum
     * @throws IllegalArgumentException if the samples have different numbers of clusters
     */
    public Result difference(Sample sample, Sample minus) {
        if (sample.clusters != minus.clusters) {
            throw new IllegalArgumentException("minus: has " + minus.clusters + " clusters, sample has "
                    + sample.clusters + "; differences are paired by cluster");
        }
        Terms terms = new Terms(sample.clusters);
        terms.add(sample, 1);
        terms.add(minus, -1);
        return terms.solve(
                level,
                sample.labelled() + minus.labelled(),
                (sample.correlation() + minus.correlation()) / 2,
                Double.NEGATIVE_INFINITY,
                Double.POSITIVE_INFINITY);
    }

    /**
     * Items that a judge scored, some of which people scored too, in clusters such as characters. Immutable.
     */
    public static final class Sample {
        final double[] human;
        final double[] judge;
        final int[] cluster;
        final int clusters;

        private Sample(double[] human, double[] judge, int[] cluster, int clusters) {
            this.human = human;
            this.judge = judge;
            this.cluster = cluster;
            this.clusters = clusters;
        }

        /**
         * Items in clusters, those that people scored being a random sample of all, or all items of randomly drawn clusters.
         *
         * @param human one score for each item; NaN where people did not score it
         * @param judge the judge's score of each item
         * @param cluster the cluster of each item, from 0
         * @param clusters how many clusters there are
         * @return the sample, copied
         * @throws IllegalArgumentException if lengths differ, a score is infinite, the judge missed an item, no item has a human
         *     score, or a cluster is outside its range
         */
        public static Sample random(double[] human, double[] judge, int[] cluster, int clusters) {
            if (human.length != judge.length || human.length != cluster.length) {
                throw new IllegalArgumentException("human: " + human.length + ", judge: " + judge.length
                        + " and cluster: " + cluster.length + " values; each item needs one of each");
            }
            for (int i = 0; i < human.length; i++) {
                if (Double.isInfinite(human[i]) || !Double.isFinite(judge[i])) {
                    throw new IllegalArgumentException("human[" + i + "]: " + human[i] + " and judge[" + i + "]: "
                            + judge[i] + "; the judge's score must be finite, the human score finite or NaN");
                }
            }
            Arguments.indices("cluster", cluster, clusters);
            Arguments.rejectIf(Arrays.stream(human).allMatch(Double::isNaN), "human: no item has a human score");
            return new Sample(human.clone(), judge.clone(), cluster.clone(), clusters);
        }

        /**
         * Independent items, those that people scored being a random sample of all.
         *
         * @param human one score for each item; NaN where people did not score it
         * @param judge the judge's score of each item
         * @return the sample, copied
         * @throws IllegalArgumentException if lengths differ, a score is infinite, the judge missed an item, or no item has a
         *     human score
         */
        public static Sample random(double[] human, double[] judge) {
            int[] own = new int[human.length];
            Arrays.setAll(own, i -> i);
            return random(human, judge, own, human.length);
        }

        /** {@return the number of items with a human score, at least 1} */
        public int labelled() {
            return (int) Arrays.stream(human).filter(h -> !Double.isNaN(h)).count();
        }

        /** {@return the number of items, with and without a human score} */
        public int items() {
            return human.length;
        }

        /** {@return the number of clusters, as declared} */
        public int clusters() {
            return clusters;
        }

        boolean labelled(int i) {
            return !Double.isNaN(human[i]);
        }

        /** Pearson's correlation of judge and people on the items both scored; NaN if either is constant. */
        private double correlation() {
            SimpleRegression both = new SimpleRegression();
            for (int i = 0; i < human.length; i++) {
                if (labelled(i)) {
                    both.addData(judge[i], human[i]);
                }
            }
            return both.getSumOfCrossProducts() / Math.sqrt(both.getXSumSquares() * both.getTotalSumSquares());
        }
    }

    /** A mean or a difference from few human and many judge scores. Immutable; equal to another with the same figures. */
    public sealed interface Result {
        /** {@return the estimate from human and judge scores, with its standard error} */
        Estimate estimate();

        /** {@return the estimate from the human scores alone, for comparison, with its standard error} */
        Estimate humanOnly();

        /** {@return the interval of the estimate, a t interval} */
        Interval interval();

        /** {@return the interval from the human scores alone, a t interval} */
        Interval humanInterval();

        /** {@return how far the judge was trusted, in [0, 1]; 0 means not at all} */
        double lambda();

        /**
         * {@return Pearson's correlation of judge and people on the items that both scored, in [-1, 1]; NaN if either is
         * constant}
         */
        double correlation();

        /** {@return the number of human scores, at least 1} */
        int labels();

        /**
         * {@return how many human scores alone would have given the same variance, all items at most: {@link #labels()} if the
         * judge was not trusted}
         */
        double effectiveLabels();

        /** {@return what the judge was worth: human scores gained, 0 if the judge was not trusted} */
        default double labelsGained() {
            return effectiveLabels() - labels();
        }
    }

    private record Figures(
            Estimate estimate,
            Estimate humanOnly,
            double level,
            double lambda,
            double correlation,
            int labels,
            double effectiveLabels)
            implements Result {
        @Override
        public Interval interval() {
            return estimate.interval(level);
        }

        @Override
        public Interval humanInterval() {
            return humanOnly.interval(level);
        }

        /** As {@code 3.91 [3.80, 4.02] from 120 human scores}, and on a second line what the judge was worth. */
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%s from %d human scores%na judge worth %.0f more (lambda %.2f, correlation %.2f); people alone %s",
                    interval(),
                    labels,
                    labelsGained(),
                    lambda,
                    correlation,
                    humanInterval());
        }
    }

    /** The estimate is human + λ judge; so is, for each cluster, its share in the deviation from the truth. */
    private static final class Terms {
        private double human;
        private double judge;
        private final double[] ofHuman;
        private final double[] ofJudge;
        private final boolean[] hasLabels;
        private final boolean[] hasItems;
        private boolean judgeElsewhere = true;
        private int items;

        Terms(int clusters) {
            ofHuman = new double[clusters];
            ofJudge = new double[clusters];
            hasLabels = new boolean[clusters];
            hasItems = new boolean[clusters];
        }

        void add(Sample sample, int sign) {
            double n = sample.labelled();
            double others = sample.items() - n;
            items += sample.items();
            judgeElsewhere &= others > 0;
            double meanHuman = 0;
            double meanJudge = 0;
            double meanElsewhere = 0;
            for (int i = 0; i < sample.items(); i++) {
                if (sample.labelled(i)) {
                    meanHuman += sample.human[i] / n;
                    meanJudge += sample.judge[i] / n;
                } else {
                    meanElsewhere += sample.judge[i] / others;
                }
            }
            human += sign * meanHuman;
            judge += sign * (meanElsewhere - meanJudge);
            for (int i = 0; i < sample.items(); i++) {
                int c = sample.cluster[i];
                hasItems[c] = true;
                if (sample.labelled(i)) {
                    hasLabels[c] = true;
                    ofHuman[c] += sign * (sample.human[i] - meanHuman) / n;
                    ofJudge[c] -= sign * (sample.judge[i] - meanJudge) / n;
                } else {
                    ofJudge[c] += sign * (sample.judge[i] - meanElsewhere) / others;
                }
            }
        }

        Result solve(double level, int labels, double correlation, double lowest, double highest) {
            Estimate alone = estimate(0);
            double lambda = judgeElsewhere ? tuned() : 0;
            Estimate both = lambda > 0 ? estimate(lambda) : alone;
            boolean outside = both.value() < lowest || both.value() > highest;
            if (outside
                    || !(both.interval(level).width()
                            <= WIDER_AT_MOST * alone.interval(level).width())) {
                lambda = 0;
                both = alone;
            }
            double gain = lambda == 0 ? 1 : raw(0) / raw(lambda);
            return new Figures(both, alone, level, lambda, correlation, labels, Math.min(items, labels * gain));
        }

        private double tuned() {
            int labelled = 0;
            double product = 0;
            for (int c = 0; c < ofHuman.length; c++) {
                labelled += hasLabels[c] ? 1 : 0;
                product -= ofHuman[c] * ofJudge[c];
            }
            double squares = squares();
            return labelled < CLUSTERS_TO_TUNE || squares == 0 ? 0 : Math.max(0, Math.min(1, product / squares));
        }

        private double squares() {
            double sum = 0;
            for (double u : ofJudge) {
                sum += u * u;
            }
            return sum;
        }

        private double raw(double lambda) {
            double sum = 0;
            for (int c = 0; c < ofHuman.length; c++) {
                double u = ofHuman[c] + lambda * ofJudge[c];
                sum += u * u;
            }
            return sum;
        }

        private Estimate estimate(double lambda) {
            int fitted = lambda == 0 ? 1 : 2;
            double squares = squares();
            double labelled = 0;
            double others = 0;
            double ofLabelled = 0;
            double ofOthers = 0;
            for (int c = 0; c < ofHuman.length; c++) {
                double u = ofHuman[c] + lambda * ofJudge[c];
                if (hasLabels[c]) {
                    double left = lambda == 0 ? 1 : 1 - ofJudge[c] * ofJudge[c] / squares;
                    labelled++;
                    ofLabelled += u * u / (left * left);
                } else if (hasItems[c]) {
                    others++;
                    ofOthers += u * u;
                }
            }
            double value = lambda == 0 ? human : human + lambda * judge;
            if (labelled <= fitted) {
                return Estimate.of(value, Double.NaN, 1);
            }
            double df = labelled - fitted;
            double ofLambda = lambda == 0 ? 0 : (ofLabelled + ofOthers) / df / squares;
            double first = ofLabelled * labelled / (labelled - 1) + ofLambda * judge * judge;
            double second = others > 1 ? ofOthers * others / (others - 1) : ofOthers;
            double total = first + second;
            double joint =
                    second == 0 ? df : total * total / (first * first / df + second * second / Math.max(1, others - 1));
            return Estimate.of(value, Math.sqrt(total), joint);
        }
    }
}
