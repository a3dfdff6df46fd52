package esrp.stats.design;

import esrp.stats.PairTable;
import esrp.stats.WeightedKendallTau;
import esrp.stats.design.VarianceComponents.Effect;
import esrp.stats.internal.Arguments;
import esrp.stats.internal.NormalStream;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.DoublePredicate;
import java.util.function.ToDoubleFunction;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * A simulated rating study: Likert ratings with known variance components and known expected means.
 *
 * <p>Every candidate plays every character in every scenario; each dialogue is rated on each metric. A rating is the level
 * of a latent value
 *
 * <pre>
 * latent mean(candidate, metric) + one normal effect for each {@link Effect} with a variance + residual
 * </pre>
 *
 * <p>among cut points: the level is the number of cut points below it, and the score is 1 + level. Effects below {@link
 * Effect#RATER} are shared by all raters of a dialogue, so that two raters agree as far as those variances go. Latent means
 * are solved for, so that the expected score of each candidate on each metric — over new characters, scenarios and raters —
 * is exactly the mean asked for.
 *
 * <p>Use it to check an analysis where the truth is known, to plan a study, or to try the library without data. It says
 * nothing about any real candidate. Same study, same seed: same ratings, on every machine. Immutable.
 *
 * <pre>{@code
 * LikertStudy.Sample sample = LikertStudy.withDefaults()
 *         .withMeans(new double[][] {{4.2}, {4.0}, {3.9}})
 *         .withCharacters(20)
 *         .withVariance(Effect.CANDIDATE_CHARACTER, 0.1)
 *         .simulate(1);
 * }</pre>
 */
public final class LikertStudy {
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
    private static final Set<Effect> OF_RATERS = Set.of(Effect.RATER, Effect.CANDIDATE_RATER, Effect.RESIDUAL);
    /** For the midpoint rule over the standard normal distribution, whose error is far below 1e-9 here. */
    private static final int NODES = 80;

    private static final double REACH = 6.5;
    /** Fewer would be rounded to too coarse a table. */
    private static final double FEWEST_PAIRS = 10_000;

    private static final int MAX_LEVELS = 255;

    private final double[][] means;
    private final int characters;
    private final int scenarios;
    private final int raters;
    private final boolean crossedRaters;
    private final double[] cuts;
    private final double halo;
    private final Map<Effect, Double> variances;

    private LikertStudy(
            double[][] means,
            int characters,
            int scenarios,
            int raters,
            boolean crossedRaters,
            double[] cuts,
            double halo,
            Map<Effect, Double> variances) {
        this.means = means;
        this.characters = characters;
        this.scenarios = scenarios;
        this.raters = raters;
        this.crossedRaters = crossedRaters;
        this.cuts = cuts;
        this.halo = halo;
        this.variances = variances;
    }

    /**
     * Two candidates with mean 3.5 on one metric of five levels, 20 characters, 60 scenarios, two raters for each character,
     * moderate clustering. The latent variances sum to 1: character 0.05, scenario 0.03, candidate × character 0.05,
     * candidate × scenario 0.02, character × scenario 0.05, dialogue 0.30, rater 0.10, candidate × rater 0.05, residual
     * 0.35. Cut points -1.5, -0.5, 0.5, 1.5; halo 0.5.
     *
     * @return the study
     */
    public static LikertStudy withDefaults() {
        Map<Effect, Double> v = new EnumMap<>(Effect.class);
        v.put(Effect.CHARACTER, 0.05);
        v.put(Effect.SCENARIO, 0.03);
        v.put(Effect.CANDIDATE_CHARACTER, 0.05);
        v.put(Effect.CANDIDATE_SCENARIO, 0.02);
        v.put(Effect.CHARACTER_SCENARIO, 0.05);
        v.put(Effect.DIALOGUE, 0.30);
        v.put(Effect.RATER, 0.10);
        v.put(Effect.CANDIDATE_RATER, 0.05);
        v.put(Effect.RESIDUAL, 0.35);
        return new LikertStudy(
                new double[][] {{3.5}, {3.5}}, 20, 60, 2, false, new double[] {-1.5, -0.5, 0.5, 1.5}, 0.5, v);
    }

    /**
     * {@return a copy with other candidates and metrics, given by the expected scores}
     *
     * @param scores [candidate][metric], each strictly between 1 and the number of levels, which is checked when ratings
     *     are drawn; copied
     */
    public LikertStudy withMeans(double[][] scores) {
        return new LikertStudy(copy(scores), characters, scenarios, raters, crossedRaters, cuts, halo, variances);
    }

    /**
     * {@return a copy with another number of characters}
     *
     * @param n at least 1
     */
    public LikertStudy withCharacters(int n) {
        return sized(Arguments.atLeast("characters", 1, n), scenarios, raters, crossedRaters);
    }

    /**
     * {@return a copy with another number of scenarios}
     *
     * @param n at least 1
     */
    public LikertStudy withScenarios(int n) {
        return sized(characters, Arguments.atLeast("scenarios", 1, n), raters, crossedRaters);
    }

    /**
     * {@return a copy with another number of raters of each dialogue, each character having its own}
     *
     * @param perCharacter at least 1
     */
    public LikertStudy withRaters(int perCharacter) {
        return sized(characters, scenarios, Arguments.atLeast("raters", 1, perCharacter), false);
    }

    /**
     * {@return a copy with another number of raters, who rate all characters alike}
     *
     * @param n at least 1
     */
    public LikertStudy withCrossedRaters(int n) {
        return sized(characters, scenarios, Arguments.atLeast("raters", 1, n), true);
    }

    private LikertStudy sized(int h, int s, int r, boolean crossed) {
        return new LikertStudy(means, h, s, r, crossed, cuts, halo, variances);
    }

    /**
     * {@return a copy with another variance of one effect on the latent scale}
     *
     * @param effect any but {@link Effect#CANDIDATE}, which is set by {@link #withMeans}
     * @param variance 0 or more
     */
    public LikertStudy withVariance(Effect effect, double variance) {
        Objects.requireNonNull(effect);
        Arguments.rejectIf(effect == Effect.CANDIDATE, "effect: CANDIDATE is set by withMeans(double[][])");
        Map<Effect, Double> v = new EnumMap<>(variances);
        v.put(effect, Arguments.notNegative("variance of " + effect, variance));
        return new LikertStudy(means, characters, scenarios, raters, crossedRaters, cuts, halo, v);
    }

    /**
     * {@return a copy with other cut points between levels, and so another number of levels: one more than cut points}
     *
     * @param cutPoints strictly ascending, 1 to 254 of them, on the latent scale
     */
    public LikertStudy withCuts(double... cutPoints) {
        for (int k = 0; k < cutPoints.length; k++) {
            if (!Double.isFinite(cutPoints[k]) || (k > 0 && !(cutPoints[k] > cutPoints[k - 1]))) {
                throw new IllegalArgumentException(
                        "cutPoints: " + Arrays.toString(cutPoints) + " is not finite and strictly ascending");
            }
        }
        if (cutPoints.length < 1 || cutPoints.length >= MAX_LEVELS) {
            throw new IllegalArgumentException("cutPoints: " + cutPoints.length + " of them; 1 to 254 are allowed");
        }
        return new LikertStudy(means, characters, scenarios, raters, crossedRaters, cutPoints.clone(), halo, variances);
    }

    /**
     * {@return a copy with another correlation between metrics}
     *
     * @param correlation of each effect between any two metrics, in [0, 1]
     */
    public LikertStudy withHalo(double correlation) {
        Arguments.rejectIf(!(correlation >= 0 && correlation <= 1), "correlation: %s is outside [0, 1]", correlation);
        return new LikertStudy(means, characters, scenarios, raters, crossedRaters, cuts, correlation, variances);
    }

    /**
     * Returns a copy as {@link #withAgreement} does, with the weighted Kendall's tau of {@link WeightedKendallTau#withDefaults()}.
     *
     * <p>Beware what it means: this tau is far above 0 for raters who do not agree at all, because its weights favour the
     * items on top and ties leave much to be ranked by the other rater. Two independent raters of 20,000 items on five equally
     * frequent levels have tau 0.55, in SciPy as here. See {@link PairTable#expectedByChance}.
     *
     * @param tau the value expected over all dialogues and metrics pooled
     * @return the copy
     * @throws IllegalArgumentException if no share of the variance gives this tau
     */
    public LikertStudy withInterRaterTau(double tau) {
        return withAgreement(LikertStudy::tau, tau);
    }

    private static double tau(PairTable table) {
        return WeightedKendallTau.withDefaults().statistic(table.counts());
    }

    /**
     * Returns a copy with variances scaled so that two raters of the same dialogues agree as far as asked for: what raters share grows and what
     * they do not share shrinks in proportion, or the reverse, with their sum unchanged. Set means, variances and sizes first.
     *
     * @param coefficient of a table of two raters that rises with their agreement, such as {@code t ->
     *     t.cohenKappa(Weights.QUADRATIC)}
     * @param target the value expected over all dialogues and metrics pooled; see {@link #expectedPairs}
     * @return the copy
     * @throws IllegalArgumentException if no share of the variance gives this value
     */
    public LikertStudy withAgreement(ToDoubleFunction<PairTable> coefficient, double target) {
        double total = totalVariance();
        double shared = sharedVariance();
        if (!(shared > 0 && shared < total)) {
            throw new IllegalArgumentException("target: " + target
                    + " needs some variance that raters share and some that they do not; shared is " + shared + " of "
                    + total);
        }
        double low = 1e-6;
        double high = 1 - 1e-6;
        double least = coefficient.applyAsDouble(withSharedShare(low).expectedPairs());
        double most = coefficient.applyAsDouble(withSharedShare(high).expectedPairs());
        if (!(target > least && target < most)) {
            throw new IllegalArgumentException(
                    "target: " + target + " is outside " + least + ".." + most + ", which is what these means allow");
        }
        return withSharedShare(bisect(
                low,
                high,
                40,
                share -> coefficient.applyAsDouble(withSharedShare(share).expectedPairs()) < target));
    }

    private static double bisect(double from, double to, int steps, DoublePredicate tooLow) {
        double low = from;
        double high = to;
        for (int step = 0; step < steps; step++) {
            double middle = (low + high) / 2;
            if (tooLow.test(middle)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    private LikertStudy withSharedShare(double share) {
        double total = totalVariance();
        double shared = sharedVariance();
        Map<Effect, Double> v = new EnumMap<>(Effect.class);
        variances.forEach((effect, variance) -> v.put(
                effect,
                OF_RATERS.contains(effect)
                        ? variance * (1 - share) * total / (total - shared)
                        : variance * share * total / shared));
        return new LikertStudy(means, characters, scenarios, raters, crossedRaters, cuts, halo, v);
    }

    private double sharedVariance() {
        return totalVariance() - OF_RATERS.stream().mapToDouble(this::variance).sum();
    }

    /**
     * {@return the table expected of two raters of the same dialogues, over all dialogues and metrics pooled: normal
     * integrals of the latent values, rounded at the number of pairs this study has, or 10,000 if that is more; levels
     * of one rater by levels of the other}
     */
    public PairTable expectedPairs() {
        double[][] latent = latentMeans();
        double shared = sharedVariance();
        double own = Math.max(0, totalVariance() - shared);
        int k = levels();
        double[][] expected = new double[k][k];
        for (double[] ofCandidate : latent) {
            for (double mean : ofCandidate) {
                for (int i = 0; i < NODES; i++) {
                    double z = (i + 0.5) * 2 * REACH / NODES - REACH;
                    double[] p = levelProbabilities(mean + z * Math.sqrt(shared), own);
                    for (int a = 0; a < k; a++) {
                        for (int b = 0; b < k; b++) {
                            expected[a][b] += Math.exp(-z * z / 2) * p[a] * p[b];
                        }
                    }
                }
            }
        }
        double sum = Arrays.stream(expected).flatMapToDouble(Arrays::stream).sum();
        double pairs = Math.max(FEWEST_PAIRS, (double) candidates() * metrics() * characters * scenarios);
        long[][] table = new long[k][k];
        for (int a = 0; a < k; a++) {
            for (int b = 0; b < k; b++) {
                table[a][b] = Math.round(pairs * expected[a][b] / sum);
            }
        }
        return PairTable.of(table);
    }

    private double[] levelProbabilities(double mean, double variance) {
        double[] p = new double[levels()];
        double sd = Math.sqrt(variance);
        double below = 0;
        for (int level = 0; level < cuts.length; level++) {
            double upTo =
                    sd > 0 ? NORMAL.cumulativeProbability((cuts[level] - mean) / sd) : (cuts[level] >= mean ? 1 : 0);
            p[level] = upTo - below;
            below = upTo;
        }
        p[cuts.length] = 1 - below;
        return p;
    }

    /** {@return the number of candidates, at least 1} */
    public int candidates() {
        return means.length;
    }

    /** {@return the number of metrics, at least 1} */
    public int metrics() {
        return means[0].length;
    }

    /** {@return the number of characters, at least 1} */
    public int characters() {
        return characters;
    }

    /** {@return the number of scenarios, at least 1} */
    public int scenarios() {
        return scenarios;
    }

    /** {@return the number of raters of each dialogue, at least 1} */
    public int raters() {
        return raters;
    }

    /** {@return whether the same raters rate all characters; false if each character has its own raters} */
    public boolean crossedRaters() {
        return crossedRaters;
    }

    /** {@return the number of levels of the scale; one more than cut points} */
    public int levels() {
        return cuts.length + 1;
    }

    /**
     * {@return the expected scores, over new characters, scenarios and raters: a copy, [candidate][metric], in scores
     * from 1}
     */
    public double[][] means() {
        return copy(means);
    }

    /**
     * {@return the variance of one effect on the latent scale, 0 or more}
     *
     * @param effect any
     */
    public double variance(Effect effect) {
        return variances.getOrDefault(Objects.requireNonNull(effect), 0.0);
    }

    /**
     * Draws the ratings of one study.
     *
     * <p>At most 8 normal draws per rating; keeps 1 byte per rating and 8 bytes per dialogue and metric.
     *
     * @param seed of all random numbers
     * @return the ratings
     * @throws IllegalArgumentException if a mean does not lie within the scale, or all variances are 0
     */
    public Sample simulate(long seed) {
        return new Sample(this, seed);
    }

    byte level(double latent) {
        int level = 0;
        while (level < cuts.length && latent > cuts[level]) {
            level++;
        }
        return (byte) level;
    }

    /** The sum of all latent variances. */
    double totalVariance() {
        return variances.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** The mean score of a normal latent value. */
    double expectedScore(double mean, double variance) {
        double score = 1;
        double sd = Math.sqrt(variance);
        for (double cut : cuts) {
            score += sd > 0 ? NORMAL.cumulativeProbability((mean - cut) / sd) : (mean > cut ? 1 : 0);
        }
        return score;
    }

    /** The latent means whose expected scores are the means asked for. */
    double[][] latentMeans() {
        double variance = totalVariance();
        Arguments.rejectIf(!(variance > 0), "variances: all are 0; ratings need some variation");
        double[][] latent = new double[means.length][];
        double reach = 10 * Math.sqrt(variance);
        for (int c = 0; c < means.length; c++) {
            latent[c] = new double[means[c].length];
            for (int m = 0; m < latent[c].length; m++) {
                double target = means[c][m];
                if (!(target > 1 && target < levels())) {
                    throw new IllegalArgumentException("scores[" + c + "][" + m + "]: " + target
                            + " is not strictly between 1 and " + levels() + ", the lowest and highest score");
                }
                latent[c][m] = bisect(
                        cuts[0] - reach,
                        cuts[cuts.length - 1] + reach,
                        80,
                        latentMean -> expectedScore(latentMean, variance) < target);
            }
        }
        return latent;
    }

    private static double[][] copy(double[][] scores) {
        if (scores.length == 0 || scores[0].length == 0) {
            throw new IllegalArgumentException("scores: at least one candidate and one metric are needed");
        }
        double[][] copy = new double[scores.length][];
        for (int c = 0; c < scores.length; c++) {
            if (scores[c].length != scores[0].length) {
                throw new IllegalArgumentException(
                        "scores[" + c + "] has " + scores[c].length + " metrics, scores[0] has " + scores[0].length);
            }
            copy[c] = scores[c].clone();
        }
        return copy;
    }

    /**
     * The ratings of one simulated study, with the means they were drawn around.
     *
     * <p>Indices count from 0: candidate, character, scenario, rater of the character, metric. Immutable.
     */
    public static final class Sample {
        private static final int JUDGE_STREAM = 1;

        private final LikertStudy study;
        private final long seed;
        private final byte[] levels;
        private final double[] quality;
        private final double[][] latentMeans;

        private final double[] character;
        private final double[] scenario;
        private final double[] candidateCharacter;
        private final double[] candidateScenario;
        private final double[] rater;
        private final double[] candidateRater;

        private Sample(LikertStudy study, long seed) {
            this.study = study;
            this.seed = seed;
            latentMeans = study.latentMeans();
            int c = study.candidates();
            int h = study.characters();
            int s = study.scenarios();
            int r = study.raters();
            int m = study.metrics();
            int raters = study.crossedRaters() ? r : Math.multiplyExact(h, r);
            int dialogues = Math.multiplyExact(Math.multiplyExact(c, h), s);
            character = draw(Effect.CHARACTER, h);
            scenario = draw(Effect.SCENARIO, s);
            candidateCharacter = draw(Effect.CANDIDATE_CHARACTER, c * h);
            candidateScenario = draw(Effect.CANDIDATE_SCENARIO, c * s);
            rater = draw(Effect.RATER, raters);
            candidateRater = draw(Effect.CANDIDATE_RATER, c * raters);
            quality = draw(Effect.DIALOGUE, dialogues);
            double[] characterScenario = draw(Effect.CHARACTER_SCENARIO, h * s);
            for (int i = 0; i < quality.length; i++) {
                int metric = i % m;
                int si = i / m % s;
                int hi = i / m / s % h;
                int ci = i / m / s / h;
                quality[i] += latentMeans[ci][metric]
                        + character[hi * m + metric]
                        + scenario[si * m + metric]
                        + candidateCharacter[(ci * h + hi) * m + metric]
                        + candidateScenario[(ci * s + si) * m + metric]
                        + characterScenario[(hi * s + si) * m + metric];
            }
            double[] noise = draw(Effect.RESIDUAL, Math.multiplyExact(dialogues, r));
            levels = new byte[noise.length];
            for (int d = 0; d < dialogues; d++) {
                int hi = d / s % h;
                int ci = d / s / h;
                for (int ri = 0; ri < r; ri++) {
                    int who = rater(hi, ri);
                    for (int k = 0; k < m; k++) {
                        int i = (d * r + ri) * m + k;
                        levels[i] = study.level(quality[d * m + k]
                                + rater[who * m + k]
                                + candidateRater[(ci * raters + who) * m + k]
                                + noise[i]);
                    }
                }
            }
        }

        /** Effects of n things on every metric, correlated between metrics by the halo; each effect has its own stream. */
        private double[] draw(Effect effect, int n) {
            double[] values = new double[Math.multiplyExact(n, study.metrics())];
            double variance = study.variance(effect);
            if (variance > 0) {
                draw(values, variance, new NormalStream(seed, effect.name().hashCode()));
            }
            return values;
        }

        private void draw(double[] values, double variance, NormalStream normal) {
            int metrics = study.metrics();
            double halo = metrics == 1 ? 0 : study.halo;
            double shared = Math.sqrt(variance * halo);
            double own = Math.sqrt(variance * (1 - halo));
            for (int i = 0; i < values.length; i += metrics) {
                double common = shared > 0 ? shared * normal.next() : 0;
                for (int k = 0; k < metrics; k++) {
                    values[i + k] = common + (own > 0 ? own * normal.next() : 0);
                }
            }
        }

        /** {@return the study this is a sample of; the design and the variances} */
        public LikertStudy study() {
            return study;
        }

        /** {@return the seed it was drawn with} */
        public long seed() {
            return seed;
        }

        /**
         * {@return the level of one rating, from 0; the score is 1 + level}
         *
         * @param candidate index of the candidate
         * @param character index of the character
         * @param scenario index of the scenario
         * @param rater which of the dialogue's raters, from 0; see {@link #rater}
         * @param metric index of the metric
         */
        public int level(int candidate, int character, int scenario, int rater, int metric) {
            return levels[ratingIndex(candidate, character, scenario, rater, metric)];
        }

        /**
         * {@return all ratings: a copy of the levels, [candidate][character][scenario][rater][metric] in row-major
         * order}
         */
        public byte[] levels() {
            return levels.clone();
        }

        /** {@return the number of ratings: candidates × characters × scenarios × raters × metrics} */
        public int size() {
            return levels.length;
        }

        /**
         * Who the raters of a character are.
         *
         * @param character index of the character
         * @param rater which of its raters, from 0
         * @return a number that is the same wherever the person is the same
         */
        public int rater(int character, int rater) {
            Arguments.index("character", character, study.characters());
            Arguments.index("rater", rater, study.raters());
            return study.crossedRaters() ? rater : character * study.raters() + rater;
        }

        private int ratingIndex(int candidate, int character, int scenario, int rater, int metric) {
            Arguments.index("rater", rater, study.raters());
            Arguments.index("metric", metric, study.metrics());
            return (dialogue(candidate, character, scenario) * study.raters() + rater) * study.metrics() + metric;
        }

        private int dialogue(int candidate, int character, int scenario) {
            Arguments.index("candidate", candidate, study.candidates());
            Arguments.index("character", character, study.characters());
            Arguments.index("scenario", scenario, study.scenarios());
            return (candidate * study.characters() + character) * study.scenarios() + scenario;
        }

        /**
         * The expected scores of new characters, with new raters, in the scenarios of this sample: what resampling characters
         * covers. Crossed raters stay those of this sample.
         *
         * @return [candidate][metric]
         */
        public double[][] meansOverNewCharacters() {
            boolean sameRaters = study.crossedRaters();
            double left = study.totalVariance()
                    - study.variance(Effect.SCENARIO)
                    - study.variance(Effect.CANDIDATE_SCENARIO)
                    - (sameRaters ? study.variance(Effect.RATER) + study.variance(Effect.CANDIDATE_RATER) : 0);
            return means(scenario, candidateScenario, study.scenarios(), sameRaters, left);
        }

        /**
         * {@return the expected scores of the characters and raters of this sample in new scenarios: what resampling
         * scenarios covers}
         */
        public double[][] meansOverNewScenarios() {
            double left = study.variance(Effect.SCENARIO)
                    + study.variance(Effect.CANDIDATE_SCENARIO)
                    + study.variance(Effect.CHARACTER_SCENARIO)
                    + study.variance(Effect.DIALOGUE)
                    + study.variance(Effect.RESIDUAL);
            return means(character, candidateCharacter, study.characters(), true, left);
        }

        /** The expected scores given the effects of some units, and of this sample's raters if those are given too. */
        private double[][] means(double[] ofUnit, double[] ofCandidate, int units, boolean ofRaters, double variance) {
            double[][] means = new double[study.candidates()][study.metrics()];
            int raters = ofRaters ? study.raters() : 1;
            int allRaters = rater.length / study.metrics();
            for (int c = 0; c < means.length; c++) {
                for (int k = 0; k < study.metrics(); k++) {
                    double sum = 0;
                    for (int i = 0; i < units * raters; i++) {
                        int u = i / raters;
                        int who = study.crossedRaters() ? i % raters : i;
                        double shift = at(ofUnit, u, k) + at(ofCandidate, c * units + u, k);
                        shift += ofRaters ? at(rater, who, k) + at(candidateRater, c * allRaters + who, k) : 0;
                        sum += study.expectedScore(latentMeans[c][k] + shift, Math.max(0, variance));
                    }
                    means[c][k] = sum / (units * raters);
                }
            }
            return means;
        }

        private double at(double[] effect, int i, int metric) {
            return effect[i * study.metrics() + metric];
        }

        /**
         * Ratings of all dialogues by one more rater, such as a judge model, who sees the dialogue's quality with a bias and with
         * noise of their own.
         *
         * @param bias added to the latent value; a judge who is too kind has a positive one
         * @param noise the variance of the judge's reading of a dialogue, 0 or more
         * @param judgeSeed of the judge's noise; different judges need different ones
         * @return the levels, [candidate][character][scenario][metric] in row-major order
         */
        public byte[] judge(double bias, double noise, long judgeSeed) {
            Arguments.finite("bias", bias);
            Arguments.notNegative("noise", noise);
            double[] reading = new double[quality.length];
            if (noise > 0) {
                draw(reading, noise, new NormalStream(judgeSeed, JUDGE_STREAM));
            }
            byte[] judged = new byte[quality.length];
            for (int i = 0; i < judged.length; i++) {
                judged[i] = study.level(quality[i] + bias + reading[i]);
            }
            return judged;
        }
    }
}
