package esrp.stats;

/**
 * Prediction-powered inference with power tuning: a mean of human scores, known for few items, made more precise by a judge's
 * scores of many, without trusting the judge to be right (PPI++; Angelopoulos, Duchi and Zrnic 2023, <a
 * href="https://arxiv.org/abs/2311.01453">arXiv:2311.01453</a>).
 *
 * <p>The estimate is {@code mean(human) + λ (mean(judge elsewhere) - mean(judge where people scored))}. Whatever the judge's bias,
 * it cancels. λ in [0, 1] minimises the variance estimated from cluster sums, so a judge that does not go with people gets λ near
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
 * <p>Where that would be wider than people alone by more than 3%, or C is below 4, the judge is left out (λ = 0).
 *
 * <p>This needs human scores of a random sample of the items. Where people scored the doubtful or the easy ones, no method of
 * this kind is valid, and a sample that is not declared {@link Sampling#RANDOM} is refused. O(items) time; memory grows with the
 * clusters alone. Immutable.
 */
public final class PredictionPowered {
    private static final PredictionPowered DEFAULTS = new PredictionPowered(0.95);
    private static final double WIDER_AT_MOST = 1.03;
    private static final int CLUSTERS_TO_TUNE = 4;

    private final double level;

    private PredictionPowered(double level) {
        this.level = level;
    }

    /**
     * Level 0.95.
     *
     * @return the default
     */
    public static PredictionPowered withDefaults() {
        return DEFAULTS;
    }

    /**
     * Sets the nominal coverage.
     *
     * @param nominal in (0, 1)
     * @return so configured
     */
    public PredictionPowered withLevel(double nominal) {
        if (!(nominal > 0 && nominal < 1)) {
            throw new IllegalArgumentException("level: " + nominal + " is outside (0, 1)");
        }
        return new PredictionPowered(nominal);
    }

    /**
     * The mean human score of the population the items are from.
     *
     * @param sample some items scored by people, all by the judge
     * @return the estimate
     * @throws IllegalArgumentException if the items with human scores are not declared a random sample
     */
    public PredictionPoweredEstimate mean(JudgedSample sample) {
        Terms terms = new Terms(sample.clusters());
        terms.add(sample, 1);
        return terms.solve(level, sample.labelled(), sample.correlation());
    }

    /**
     * The difference of two means, paired by cluster.
     *
     * @param sample items of one candidate
     * @param minus items of the other, in the same clusters
     * @return the estimate of mean(sample) - mean(minus); its correlation is the mean of both samples', its labels the sum
     * @throws IllegalArgumentException if the items with human scores of either are not declared a random sample
     */
    public PredictionPoweredEstimate difference(JudgedSample sample, JudgedSample minus) {
        if (sample.clusters() != minus.clusters()) {
            throw new IllegalArgumentException("minus: has " + minus.clusters() + " clusters, sample has "
                    + sample.clusters() + "; differences are paired by cluster");
        }
        Terms terms = new Terms(sample.clusters());
        terms.add(sample, 1);
        terms.add(minus, -1);
        return terms.solve(
                level, sample.labelled() + minus.labelled(), (sample.correlation() + minus.correlation()) / 2);
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

        Terms(int clusters) {
            ofHuman = new double[clusters];
            ofJudge = new double[clusters];
            hasLabels = new boolean[clusters];
            hasItems = new boolean[clusters];
        }

        void add(JudgedSample sample, int sign) {
            if (sample.sampling() != Sampling.RANDOM) {
                throw new IllegalArgumentException(
                        "sampling: " + sample.sampling()
                                + "; a judge can stand in for people only if the items people scored are a random sample (RANDOM)");
            }
            double n = sample.labelled();
            double others = sample.items() - n;
            judgeElsewhere &= others > 0;
            double meanHuman = 0;
            double meanJudge = 0;
            double meanElsewhere = 0;
            for (int i = 0; i < sample.items(); i++) {
                if (sample.labelled(i)) {
                    meanHuman += sample.human(i) / n;
                    meanJudge += sample.judge(i) / n;
                } else {
                    meanElsewhere += sample.judge(i) / others;
                }
            }
            human += sign * meanHuman;
            judge += sign * (meanElsewhere - meanJudge);
            for (int i = 0; i < sample.items(); i++) {
                int c = sample.cluster(i);
                hasItems[c] = true;
                if (sample.labelled(i)) {
                    hasLabels[c] = true;
                    ofHuman[c] += sign * (sample.human(i) - meanHuman) / n;
                    ofJudge[c] -= sign * (sample.judge(i) - meanJudge) / n;
                } else {
                    ofJudge[c] += sign * (sample.judge(i) - meanElsewhere) / others;
                }
            }
        }

        PredictionPoweredEstimate solve(double level, int labels, double correlation) {
            Estimate alone = estimate(0);
            Interval aloneInterval = alone.interval(level);
            double lambda = judgeElsewhere ? tuned() : 0;
            Estimate both = lambda > 0 ? estimate(lambda) : alone;
            if (!(both.interval(level).width() <= WIDER_AT_MOST * aloneInterval.width())) {
                lambda = 0;
                both = alone;
            }
            double gain = lambda == 0 ? 1 : raw(0) / raw(lambda);
            return new PredictionPoweredEstimate(
                    both, alone, both.interval(level), aloneInterval, lambda, correlation, labels, labels * gain);
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
                return new Estimate(value, Double.NaN, 1);
            }
            double df = labelled - fitted;
            double ofLambda = lambda == 0 ? 0 : (ofLabelled + ofOthers) / df / squares;
            double first = ofLabelled * labelled / (labelled - 1) + ofLambda * judge * judge;
            double second = others > 1 ? ofOthers * others / (others - 1) : ofOthers;
            double total = first + second;
            double joint =
                    second == 0 ? df : total * total / (first * first / df + second * second / Math.max(1, others - 1));
            return new Estimate(value, Math.sqrt(total), joint);
        }
    }
}
