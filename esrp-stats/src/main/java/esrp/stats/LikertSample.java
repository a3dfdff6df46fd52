package esrp.stats;

import java.util.ArrayList;
import java.util.List;

/**
 * The ratings of one simulated study, with the means they were drawn around.
 *
 * <p>Indices count from 0: candidate, character, scenario, rater of the character, metric. Immutable.
 */
public final class LikertSample {
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

    LikertSample(LikertStudy study, long seed) {
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
        int m = study.metrics();
        double[] values = new double[Math.multiplyExact(n, m)];
        double variance = study.variance(effect);
        if (variance > 0) {
            draw(values, m, variance, new NormalStream(seed, effect.name().hashCode()));
        }
        return values;
    }

    private void draw(double[] values, int metrics, double variance, NormalStream normal) {
        double shared = metrics == 1 ? 0 : Math.sqrt(variance * study.halo());
        double own = metrics == 1 ? Math.sqrt(variance) : Math.sqrt(variance * (1 - study.halo()));
        for (int i = 0; i < values.length; i += metrics) {
            double common = shared > 0 ? shared * normal.next() : 0;
            for (int k = 0; k < metrics; k++) {
                values[i + k] = common + (own > 0 ? own * normal.next() : 0);
            }
        }
    }

    /**
     * The study this is a sample of.
     *
     * @return the design and the variances
     */
    public LikertStudy study() {
        return study;
    }

    /**
     * The seed it was drawn with.
     *
     * @return the seed
     */
    public long seed() {
        return seed;
    }

    /**
     * One rating.
     *
     * @param candidate index of the candidate
     * @param character index of the character
     * @param scenario index of the scenario
     * @param rater which of the dialogue's raters, from 0; see {@link #rater}
     * @param metric index of the metric
     * @return the level, from 0; the score is 1 + level
     */
    public int level(int candidate, int character, int scenario, int rater, int metric) {
        return levels[ratingIndex(candidate, character, scenario, rater, metric)];
    }

    /**
     * All ratings.
     *
     * @return a copy of the levels, [candidate][character][scenario][rater][metric] in row-major order
     */
    public byte[] levels() {
        return levels.clone();
    }

    /**
     * The number of ratings.
     *
     * @return candidates × characters × scenarios × raters × metrics
     */
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
        requireIndex("character", character, study.characters());
        requireIndex("rater", rater, study.raters());
        return study.crossedRaters() ? rater : character * study.raters() + rater;
    }

    private int ratingIndex(int candidate, int character, int scenario, int rater, int metric) {
        requireIndex("rater", rater, study.raters());
        requireIndex("metric", metric, study.metrics());
        return (dialogue(candidate, character, scenario) * study.raters() + rater) * study.metrics() + metric;
    }

    private int dialogue(int candidate, int character, int scenario) {
        requireIndex("candidate", candidate, study.candidates());
        requireIndex("character", character, study.characters());
        requireIndex("scenario", scenario, study.scenarios());
        return (candidate * study.characters() + character) * study.scenarios() + scenario;
    }

    private static void requireIndex(String name, int i, int n) {
        if (i < 0 || i >= n) {
            throw new IllegalArgumentException(name + ": " + i + " is outside 0.." + (n - 1));
        }
    }

    /**
     * The expected scores of new raters of new characters in new scenarios: what a reader takes a leaderboard to mean.
     *
     * @return [candidate][metric]
     */
    public double[][] meansOverNewStudies() {
        return study.means();
    }

    /**
     * The expected scores of new characters, with new raters, in the scenarios of this sample: what resampling characters
     * covers. Crossed raters stay those of this sample.
     *
     * @return [candidate][metric]
     */
    public double[][] meansOverNewCharacters() {
        double[][] means = new double[study.candidates()][study.metrics()];
        boolean sameRaters = study.crossedRaters();
        double left = study.totalVariance()
                - study.variance(Effect.SCENARIO)
                - study.variance(Effect.CANDIDATE_SCENARIO)
                - (sameRaters ? study.variance(Effect.RATER) + study.variance(Effect.CANDIDATE_RATER) : 0);
        for (int c = 0; c < means.length; c++) {
            for (int k = 0; k < study.metrics(); k++) {
                List<Double> shifts = new ArrayList<>();
                for (int s = 0; s < study.scenarios(); s++) {
                    double shift = at(scenario, s, k) + at(candidateScenario, c * study.scenarios() + s, k);
                    for (int r = 0; r < (sameRaters ? study.raters() : 1); r++) {
                        shifts.add(shift + (sameRaters ? raterShift(c, r, k) : 0));
                    }
                }
                means[c][k] = expected(c, k, shifts, left);
            }
        }
        return means;
    }

    /**
     * The expected scores of the characters and raters of this sample in new scenarios: what resampling scenarios covers.
     *
     * @return [candidate][metric]
     */
    public double[][] meansOverNewScenarios() {
        double[][] means = new double[study.candidates()][study.metrics()];
        double left = study.variance(Effect.SCENARIO)
                + study.variance(Effect.CANDIDATE_SCENARIO)
                + study.variance(Effect.CHARACTER_SCENARIO)
                + study.variance(Effect.DIALOGUE)
                + study.variance(Effect.RESIDUAL);
        for (int c = 0; c < means.length; c++) {
            for (int k = 0; k < study.metrics(); k++) {
                List<Double> shifts = new ArrayList<>();
                for (int h = 0; h < study.characters(); h++) {
                    double shift = at(character, h, k) + at(candidateCharacter, c * study.characters() + h, k);
                    for (int r = 0; r < study.raters(); r++) {
                        shifts.add(shift + raterShift(c, rater(h, r), k));
                    }
                }
                means[c][k] = expected(c, k, shifts, left);
            }
        }
        return means;
    }

    private double raterShift(int candidate, int who, int metric) {
        int raters = rater.length / study.metrics();
        return at(rater, who, metric) + at(candidateRater, candidate * raters + who, metric);
    }

    private double at(double[] effect, int i, int metric) {
        return effect[i * study.metrics() + metric];
    }

    private double expected(int candidate, int metric, List<Double> shifts, double variance) {
        double sum = 0;
        for (double shift : shifts) {
            sum += study.expectedScore(latentMeans[candidate][metric] + shift, Math.max(0, variance));
        }
        return sum / shifts.size();
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
        if (!(noise >= 0 && noise < Double.POSITIVE_INFINITY) || !Double.isFinite(bias)) {
            throw new IllegalArgumentException("noise: " + noise + " must be 0 or more, and bias: " + bias + " finite");
        }
        double[] reading = new double[quality.length];
        if (noise > 0) {
            draw(reading, study.metrics(), noise, new NormalStream(judgeSeed, JUDGE_STREAM));
        }
        byte[] judged = new byte[quality.length];
        for (int i = 0; i < judged.length; i++) {
            judged[i] = study.level(quality[i] + bias + reading[i]);
        }
        return judged;
    }
}
