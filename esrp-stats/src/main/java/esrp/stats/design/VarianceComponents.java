package esrp.stats.design;

import esrp.stats.internal.Arguments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.QRDecomposition;

/**
 * How much each {@link Effect} makes ratings vary, estimated from a study or assumed.
 *
 * <p>{@link #estimate} is Henderson's method I: for each grouping of the ratings the sum of squares of its totals, set equal to
 * what the variances would make it on average, and solved. It is the analysis-of-variance estimate where the table is complete,
 * and unbiased where ratings are missing at random; all effects count as random. Henderson (1953), <a
 * href="https://doi.org/10.2307/3001853">doi:10.2307/3001853</a>; Searle, Casella and McCulloch (1992), Variance Components,
 * chapter 5; for the use of components in planning, Brennan (2001), <a
 * href="https://doi.org/10.1007/978-1-4757-3456-0">doi:10.1007/978-1-4757-3456-0</a>.
 *
 * <ul>
 *   <li>A variance may come out negative, which means near 0; {@link #variance} gives 0, {@link #raw} the estimate.
 *   <li>What the design cannot separate is attributed to the effect named first in {@link Effect}, or to the residual if
 *       each group has one rating: with one rater per dialogue, dialogue variance is part of the residual. See {@link #merged}.
 * </ul>
 *
 * <p>Estimating takes O(n log n) time for n ratings and about 600 bytes per rating, temporarily. Immutable.
 */
public final class VarianceComponents {
    /**
     * A source of variation in a study in which raters rate dialogues; a dialogue is what one candidate said as one character in
     * one scenario.
     *
     * <p>The model of a rating is the sum of one random effect of each kind. Raters are nested in characters (each character has
     * its own raters) or crossed with them (the same raters rate all). See Brennan (2001), Generalizability Theory, <a
     * href="https://doi.org/10.1007/978-1-4757-3456-0">doi:10.1007/978-1-4757-3456-0</a>.
     */
    public enum Effect {
        /** Some candidates are better. */
        CANDIDATE,
        /** Some characters are easier to play, for every candidate. */
        CHARACTER,
        /** Some scenarios are easier, for every candidate. */
        SCENARIO,
        /** Some candidates suit some characters. Limits comparisons: only more characters help. */
        CANDIDATE_CHARACTER,
        /** Some candidates suit some scenarios. Limits comparisons: only more scenarios help. */
        CANDIDATE_SCENARIO,
        /** Some scenarios suit some characters. */
        CHARACTER_SCENARIO,
        /** What is left of a dialogue's quality; shared by all its raters. */
        DIALOGUE,
        /** Some raters are lenient. */
        RATER,
        /** Some raters favour some candidates. */
        CANDIDATE_RATER,
        /** A rater's reading of one dialogue, and everything else. */
        RESIDUAL
    }

    private static final double SINGULAR = 1e-10;
    /** A deviation from the mean this small beside the ratings is rounding. */
    private static final double ROUNDING = 1e-12;

    private final Map<Effect, Double> raw;
    private final Map<Effect, Effect> merged;
    private final double mean;

    private VarianceComponents(Map<Effect, Double> raw, Map<Effect, Effect> merged, double mean) {
        this.raw = raw;
        this.merged = merged;
        this.mean = mean;
    }

    /**
     * Assumed variances, for planning without a pilot.
     *
     * @param variances of any effects, 0 or more; the others are 0
     * @return the components
     */
    public static VarianceComponents of(Map<Effect, Double> variances) {
        Map<Effect, Double> copy = new EnumMap<>(Effect.class);
        variances.forEach((effect, v) -> {
            copy.put(effect, Arguments.notNegative("variances: " + effect, v));
        });
        return new VarianceComponents(copy, Map.of(), Double.NaN);
    }

    /**
     * Estimates variances from ratings.
     *
     * @param ratings the scores
     * @param candidate the candidate of each rating, any numbers
     * @param character the character of each rating
     * @param scenario the scenario of each rating
     * @param rater the rater of each rating; the same number is the same person, on whatever character
     * @return the components, in squared units of the scores
     * @throws IllegalArgumentException if there are fewer than two ratings, or the design cannot separate the effects that are
     *     left after merging
     */
    public static VarianceComponents estimate(
            double[] ratings, int[] candidate, int[] character, int[] scenario, int[] rater) {
        int n = ratings.length;
        if (n < 2 || candidate.length != n || character.length != n || scenario.length != n || rater.length != n) {
            throw new IllegalArgumentException("ratings: " + n + "; at least two are needed, and as many of candidate ("
                    + candidate.length + "), character (" + character.length + "), scenario (" + scenario.length
                    + ") and rater (" + rater.length + ")");
        }
        Arguments.finite("ratings", ratings);
        int[] ofCandidate = dense(candidate);
        int[] ofCharacter = dense(character);
        int[] ofScenario = dense(scenario);
        int[] ofRater = dense(rater);
        int[] ofBoth = cross(ofCandidate, ofCharacter);
        Map<Effect, int[]> groupings = new EnumMap<>(Effect.class);
        groupings.put(Effect.CANDIDATE, ofCandidate);
        groupings.put(Effect.CHARACTER, ofCharacter);
        groupings.put(Effect.SCENARIO, ofScenario);
        groupings.put(Effect.CANDIDATE_CHARACTER, ofBoth);
        groupings.put(Effect.CANDIDATE_SCENARIO, cross(ofCandidate, ofScenario));
        groupings.put(Effect.CHARACTER_SCENARIO, cross(ofCharacter, ofScenario));
        groupings.put(Effect.DIALOGUE, cross(ofBoth, ofScenario));
        groupings.put(Effect.RATER, ofRater);
        groupings.put(Effect.CANDIDATE_RATER, cross(ofCandidate, ofRater));

        Map<Effect, Effect> merged = new EnumMap<>(Effect.class);
        Map<Effect, int[]> kept = new EnumMap<>(Effect.class);
        groupings.forEach((effect, g) -> {
            if (size(g) == n) {
                merged.put(effect, Effect.RESIDUAL);
            } else if (size(g) == 1) {
                merged.put(effect, effect); // one level only: it cannot vary
            } else {
                // Dense codes in order of first appearance are equal if and only if the groupings are.
                kept.entrySet().stream()
                        .filter(k -> Arrays.equals(g, k.getValue()))
                        .findFirst()
                        .ifPresentOrElse(k -> merged.put(effect, k.getKey()), () -> kept.put(effect, g));
            }
        });
        return solve(ratings, kept, merged);
    }

    private static VarianceComponents solve(double[] ratings, Map<Effect, int[]> kept, Map<Effect, Effect> merged) {
        List<int[]> groups = List.copyOf(kept.values());
        int n = ratings.length;
        double mean = Arrays.stream(ratings).sum() / n;
        double rounding = ROUNDING * Arrays.stream(ratings).map(Math::abs).max().orElse(0);
        double[] centred = Arrays.stream(ratings)
                .map(r -> Math.abs(r - mean) <= rounding ? 0 : r - mean)
                .toArray();
        // unknown: squared mean (about the observed one, so near 0), one variance for each grouping, residual
        int unknowns = kept.size() + 2;
        List<int[]> equations = new ArrayList<>();
        equations.add(new int[n]);
        equations.addAll(groups);
        int[] own = new int[n];
        Arrays.setAll(own, i -> i);
        equations.add(own);
        double[][] expected = new double[unknowns][unknowns];
        double[] observed = new double[unknowns];
        long[] scratch = new long[n];
        for (int e = 0; e < unknowns; e++) {
            int[] g = equations.get(e);
            int levels = size(g);
            double[] sum = new double[levels];
            double[] count = new double[levels];
            for (int i = 0; i < n; i++) {
                sum[g[i]] += centred[i];
                count[g[i]]++;
            }
            for (int l = 0; l < levels; l++) {
                observed[e] += sum[l] * sum[l] / count[l] / n;
            }
            expected[e][0] = 1;
            for (int f = 0; f < groups.size(); f++) {
                expected[e][f + 1] = overlap(g, count, groups.get(f), scratch) / n;
            }
            expected[e][unknowns - 1] = (double) levels / n;
        }
        DecompositionSolver solver =
                new QRDecomposition(new Array2DRowRealMatrix(expected, false), SINGULAR).getSolver();
        if (!solver.isNonSingular()) {
            throw new IllegalArgumentException("ratings: this design cannot separate the effects " + kept.keySet()
                    + "; more raters, scenarios or characters must overlap");
        }
        double[] solution = solver.solve(new ArrayRealVector(observed, false)).toArray();
        Map<Effect, Double> raw = new EnumMap<>(Effect.class);
        int at = 1;
        for (Effect effect : kept.keySet()) {
            raw.put(effect, solution[at++]);
        }
        raw.put(Effect.RESIDUAL, solution[unknowns - 1]);
        return new VarianceComponents(raw, merged, mean);
    }

    /** Sum over levels l of one grouping and m of the other of n_lm² / n_l. */
    private static double overlap(int[] g, double[] count, int[] other, long[] scratch) {
        for (int i = 0; i < g.length; i++) {
            scratch[i] = key(g[i], other[i]);
        }
        Arrays.sort(scratch);
        double sum = 0;
        double run = 0;
        for (int i = 0; i < scratch.length; i++) {
            run++;
            if (i + 1 == scratch.length || scratch[i + 1] != scratch[i]) {
                sum += run * run / count[(int) (scratch[i] >>> Integer.SIZE)];
                run = 0;
            }
        }
        return sum;
    }

    private static long key(int first, int second) {
        return (long) first << Integer.SIZE | second;
    }

    /** Codes 0, 1, ... in order of first appearance. */
    private static int[] dense(int[] codes) {
        return dense(Arrays.stream(codes).asLongStream().toArray());
    }

    private static int[] cross(int[] a, int[] b) {
        long[] keys = new long[a.length];
        Arrays.setAll(keys, i -> key(a[i], b[i]));
        return dense(keys);
    }

    private static int[] dense(long[] keys) {
        long[] distinct = keys.clone();
        Arrays.sort(distinct);
        int n = 0;
        for (int i = 0; i < distinct.length; i++) {
            if (i == 0 || distinct[i] != distinct[n - 1]) {
                distinct[n++] = distinct[i];
            }
        }
        int[] code = new int[n];
        int[] dense = new int[keys.length];
        int next = 0;
        for (int i = 0; i < keys.length; i++) {
            int at = Arrays.binarySearch(distinct, 0, n, keys[i]);
            if (code[at] == 0) {
                code[at] = ++next;
            }
            dense[i] = code[at] - 1;
        }
        return dense;
    }

    private static int size(int[] dense) {
        return Arrays.stream(dense).max().orElse(-1) + 1;
    }

    /**
     * {@return a variance, 0 or more; 0 for effects that were merged into others}
     *
     * @param effect any
     */
    public double variance(Effect effect) {
        return Math.max(0, raw.getOrDefault(Objects.requireNonNull(effect), 0.0));
    }

    /**
     * A variance as it was estimated.
     *
     * @param effect any
     * @return possibly negative; NaN for effects that were merged into others or not given
     */
    public double raw(Effect effect) {
        return raw.getOrDefault(Objects.requireNonNull(effect), Double.NaN);
    }

    /** {@return the sum of all variances, 0 or more} */
    public double total() {
        return Arrays.stream(Effect.values()).mapToDouble(this::variance).sum();
    }

    /** {@return the mean of all ratings; NaN for assumed components} */
    public double mean() {
        return mean;
    }

    /** {@return the effects with an estimate, in the order of {@link Effect}} */
    public Set<Effect> estimated() {
        return Collections.unmodifiableSet(raw.keySet());
    }

    /**
     * {@return the effects the design could not tell from others: effect and the one that holds its variance; an effect
     * that is mapped to itself has one level only and no estimate}
     */
    public Map<Effect, Effect> merged() {
        return Collections.unmodifiableMap(merged);
    }

    private static String name(Effect effect) {
        return effect.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** One line for each effect: variance and share, {@code -} where nothing varies. */
    @Override
    public String toString() {
        StringBuilder s = new StringBuilder();
        for (Effect effect : Effect.values()) {
            String name = name(effect);
            Effect into = merged.get(effect);
            if (into != null) {
                s.append(String.format("%-20s %s%n", name, into == effect ? "one level only" : "in " + name(into)));
            } else if (raw.containsKey(effect)) {
                String share =
                        total() == 0 ? "-" : String.format(Locale.ROOT, "%.1f%%", 100 * variance(effect) / total());
                s.append(String.format(Locale.ROOT, "%-20s %7.4f %6s", name, variance(effect), share));
                s.append(raw(effect) < 0 ? String.format(Locale.ROOT, "  (%.4f)%n", raw(effect)) : "%n".formatted());
            }
        }
        return s.toString();
    }
}
