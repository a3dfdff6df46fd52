package esrp.stats;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToDoubleFunction;

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
 * LikertSample sample = LikertStudy.withDefaults()
 *         .withMeans(new double[][] {{4.2}, {4.0}, {3.9}})
 *         .withCharacters(20)
 *         .withVariance(Effect.CANDIDATE_CHARACTER, 0.1)
 *         .simulate(1);
 * }</pre>
 */
public final class LikertStudy {
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
     * Sets the candidates and metrics by the expected scores to be met.
     *
     * @param scores [candidate][metric], each strictly between 1 and the number of levels, which is checked when ratings
     *     are drawn; copied
     * @return a study with these means
     */
    public LikertStudy withMeans(double[][] scores) {
        return new LikertStudy(copy(scores), characters, scenarios, raters, crossedRaters, cuts, halo, variances);
    }

    /**
     * Sets the number of characters.
     *
     * @param n at least 1
     * @return such a study
     */
    public LikertStudy withCharacters(int n) {
        return new LikertStudy(
                means, atLeastOne("characters", n), scenarios, raters, crossedRaters, cuts, halo, variances);
    }

    /**
     * Sets the number of scenarios.
     *
     * @param n at least 1
     * @return such a study
     */
    public LikertStudy withScenarios(int n) {
        return new LikertStudy(
                means, characters, atLeastOne("scenarios", n), raters, crossedRaters, cuts, halo, variances);
    }

    /**
     * Sets the number of raters of each dialogue, each character having its own.
     *
     * @param perCharacter at least 1
     * @return such a study
     */
    public LikertStudy withRaters(int perCharacter) {
        return new LikertStudy(
                means, characters, scenarios, atLeastOne("raters", perCharacter), false, cuts, halo, variances);
    }

    /**
     * Sets the number of raters, who rate all characters alike.
     *
     * @param n at least 1
     * @return such a study
     */
    public LikertStudy withCrossedRaters(int n) {
        return new LikertStudy(means, characters, scenarios, atLeastOne("raters", n), true, cuts, halo, variances);
    }

    /**
     * Sets the variance of one effect on the latent scale.
     *
     * @param effect any but {@link Effect#CANDIDATE}, which is set by {@link #withMeans}
     * @param variance 0 or more
     * @return such a study
     */
    public LikertStudy withVariance(Effect effect, double variance) {
        Objects.requireNonNull(effect);
        if (effect == Effect.CANDIDATE) {
            throw new IllegalArgumentException("effect: CANDIDATE is set by withMeans(double[][])");
        }
        if (!(variance >= 0 && variance < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("variance: " + variance + " of " + effect + " is not 0 or more");
        }
        Map<Effect, Double> v = new EnumMap<>(variances);
        v.put(effect, variance);
        return new LikertStudy(means, characters, scenarios, raters, crossedRaters, cuts, halo, v);
    }

    /**
     * Sets the cut points between levels, and so the number of levels: one more than cut points.
     *
     * @param cutPoints strictly ascending, 1 to 254 of them, on the latent scale
     * @return such a study
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
     * Sets how much metrics of the same thing go together.
     *
     * @param correlation of each effect between any two metrics, in [0, 1]
     * @return such a study
     */
    public LikertStudy withHalo(double correlation) {
        if (!(correlation >= 0 && correlation <= 1)) {
            throw new IllegalArgumentException("correlation: " + correlation + " is outside [0, 1]");
        }
        return new LikertStudy(means, characters, scenarios, raters, crossedRaters, cuts, correlation, variances);
    }

    /**
     * As {@link #withAgreement} with the weighted Kendall's tau of {@link WeightedKendallTau#withDefaults()}.
     *
     * <p>Beware what it means: this tau is far above 0 for raters who do not agree at all, because its weights favour the
     * items on top and ties leave much to be ranked by the other rater. Two independent raters of 20,000 items on five equally
     * frequent levels have tau 0.55, in SciPy as here. See {@link PairTable#expectedByChance}.
     *
     * @param tau the value expected over all dialogues and metrics pooled
     * @return such a study
     * @throws IllegalArgumentException if no share of the variance gives this tau
     */
    public LikertStudy withInterRaterTau(double tau) {
        return withAgreement(LikertStudy::tau, tau);
    }

    private static double tau(PairTable table) {
        return WeightedKendallTau.withDefaults().statistic(table.counts());
    }

    /**
     * Scales the variances so that two raters of the same dialogues agree as far as asked for: what raters share grows and what
     * they do not share shrinks in proportion, or the reverse, with their sum unchanged. Set means, variances and sizes first.
     *
     * @param coefficient of a table of two raters that rises with their agreement, such as {@code t ->
     *     t.cohenKappa(Weights.QUADRATIC)}
     * @param target the value expected over all dialogues and metrics pooled; see {@link #expectedPairs}
     * @return such a study
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
        for (int i = 0; i < 40; i++) {
            double middle = (low + high) / 2;
            if (coefficient.applyAsDouble(withSharedShare(middle).expectedPairs()) < target) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return withSharedShare((low + high) / 2);
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
     * The weighted Kendall's tau expected of two raters of the same dialogues, over all dialogues and metrics pooled.
     *
     * @return the value of {@link #expectedPairs}, in [-1, 1]
     */
    public double interRaterTau() {
        return tau(expectedPairs());
    }

    /**
     * The table expected of two raters of the same dialogues, over all dialogues and metrics pooled: normal integrals of the
     * latent values, rounded at the number of pairs this study has, or 10,000 if that is more.
     *
     * @return levels of one rater by levels of the other
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
        double sum = 0;
        for (double[] row : expected) {
            for (double cell : row) {
                sum += cell;
            }
        }
        double pairs = Math.max(FEWEST_PAIRS, (double) candidates() * metrics() * characters * scenarios);
        long[][] table = new long[k][k];
        for (int a = 0; a < k; a++) {
            for (int b = 0; b < k; b++) {
                table[a][b] = Math.round(pairs * expected[a][b] / sum);
            }
        }
        return PairTable.wrap(table);
    }

    private double[] levelProbabilities(double mean, double variance) {
        double[] p = new double[levels()];
        double sd = Math.sqrt(variance);
        double below = 0;
        for (int level = 0; level < cuts.length; level++) {
            double upTo = sd > 0 ? Normal.cdf((cuts[level] - mean) / sd) : (cuts[level] >= mean ? 1 : 0);
            p[level] = upTo - below;
            below = upTo;
        }
        p[cuts.length] = 1 - below;
        return p;
    }

    private static int atLeastOne(String name, int n) {
        if (n < 1) {
            throw new IllegalArgumentException(name + ": " + n + " is below 1");
        }
        return n;
    }

    /**
     * The number of candidates.
     *
     * @return at least 1
     */
    public int candidates() {
        return means.length;
    }

    /**
     * The number of metrics.
     *
     * @return at least 1
     */
    public int metrics() {
        return means[0].length;
    }

    /**
     * The number of characters.
     *
     * @return at least 1
     */
    public int characters() {
        return characters;
    }

    /**
     * The number of scenarios.
     *
     * @return at least 1
     */
    public int scenarios() {
        return scenarios;
    }

    /**
     * The number of raters of each dialogue.
     *
     * @return at least 1
     */
    public int raters() {
        return raters;
    }

    /**
     * Whether the same raters rate all characters.
     *
     * @return false if each character has its own raters
     */
    public boolean crossedRaters() {
        return crossedRaters;
    }

    /**
     * The number of levels of the scale.
     *
     * @return one more than cut points
     */
    public int levels() {
        return cuts.length + 1;
    }

    /**
     * The expected scores, over new characters, scenarios and raters.
     *
     * @return a copy, [candidate][metric], in scores from 1
     */
    public double[][] means() {
        return copy(means);
    }

    /**
     * The variance of one effect on the latent scale.
     *
     * @param effect any
     * @return 0 or more
     */
    public double variance(Effect effect) {
        return variances.getOrDefault(Objects.requireNonNull(effect), 0.0);
    }

    /**
     * Draws the ratings of one study.
     *
     * <p>8 normal draws a rating at most, 1 byte a rating and 8 bytes a dialogue and metric kept.
     *
     * @param seed of all random numbers
     * @return the ratings
     * @throws IllegalArgumentException if a mean does not lie within the scale, or all variances are 0
     */
    public LikertSample simulate(long seed) {
        return new LikertSample(this, seed);
    }

    double halo() {
        return halo;
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
            score += sd > 0 ? Normal.cdf((mean - cut) / sd) : (mean > cut ? 1 : 0);
        }
        return score;
    }

    /** The latent means whose expected scores are the means asked for. */
    double[][] latentMeans() {
        double variance = totalVariance();
        if (!(variance > 0)) {
            throw new IllegalArgumentException("variances: all are 0; ratings need some variation");
        }
        double[][] latent = new double[means.length][];
        double reach = 10 * Math.sqrt(variance);
        for (int c = 0; c < means.length; c++) {
            latent[c] = new double[means[c].length];
            for (int m = 0; m < latent[c].length; m++) {
                double low = cuts[0] - reach;
                double high = cuts[cuts.length - 1] + reach;
                double target = means[c][m];
                if (!(target > 1 && target < levels())) {
                    throw new IllegalArgumentException("scores[" + c + "][" + m + "]: " + target
                            + " is not strictly between 1 and " + levels() + ", the lowest and highest score");
                }
                for (int step = 0; step < 80; step++) {
                    double middle = (low + high) / 2;
                    if (expectedScore(middle, variance) < target) {
                        low = middle;
                    } else {
                        high = middle;
                    }
                }
                latent[c][m] = (low + high) / 2;
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
}
