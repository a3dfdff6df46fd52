package esrp.stats.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import esrp.stats.design.VarianceComponents.Effect;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VarianceComponentsTest {
    /** Ratings on the latent scale: cells of a nested design with chosen variances. */
    private static final class Data {
        final double[] y;
        final int[] candidate;
        final int[] character;
        final int[] scenario;
        final int[] rater;

        Data(int c, int h, int s, int r, boolean crossed, double missing, Map<Effect, Double> v, long seed) {
            Random random = new Random(seed);
            Map<Effect, double[]> e = new java.util.EnumMap<>(Effect.class);
            for (Effect effect : Effect.values()) {
                double sd = Math.sqrt(v.getOrDefault(effect, 0.0));
                e.put(
                        effect,
                        random.doubles((long) c * h * s * r)
                                .map(u -> sd * Math.sqrt(12) * (u - 0.5))
                                .toArray());
            }
            int n = 0;
            double[] values = new double[c * h * s * r];
            int[][] codes = new int[4][c * h * s * r];
            for (int ci = 0; ci < c; ci++) {
                for (int hi = 0; hi < h; hi++) {
                    for (int si = 0; si < s; si++) {
                        for (int ri = 0; ri < r; ri++) {
                            int who = crossed ? ri : hi * r + ri;
                            if (random.nextDouble() >= missing) {
                                values[n] = 3
                                        + at(e, Effect.CANDIDATE, ci)
                                        + at(e, Effect.CHARACTER, hi)
                                        + at(e, Effect.SCENARIO, si)
                                        + at(e, Effect.CANDIDATE_CHARACTER, ci * h + hi)
                                        + at(e, Effect.CANDIDATE_SCENARIO, ci * s + si)
                                        + at(e, Effect.CHARACTER_SCENARIO, hi * s + si)
                                        + at(e, Effect.DIALOGUE, (ci * h + hi) * s + si)
                                        + at(e, Effect.RATER, who)
                                        + at(e, Effect.CANDIDATE_RATER, ci * h * r + who)
                                        + at(e, Effect.RESIDUAL, ((ci * h + hi) * s + si) * r + ri);
                                codes[0][n] = ci;
                                codes[1][n] = hi * 7;
                                codes[2][n] = -si;
                                codes[3][n] = who;
                                n++;
                            }
                        }
                    }
                }
            }
            y = java.util.Arrays.copyOf(values, n);
            candidate = java.util.Arrays.copyOf(codes[0], n);
            character = java.util.Arrays.copyOf(codes[1], n);
            scenario = java.util.Arrays.copyOf(codes[2], n);
            rater = java.util.Arrays.copyOf(codes[3], n);
        }

        private static double at(Map<Effect, double[]> effects, Effect effect, int i) {
            return effects.getOrDefault(effect, new double[0])[i];
        }

        VarianceComponents estimate() {
            return VarianceComponents.estimate(y, candidate, character, scenario, rater);
        }
    }

    private static final Map<Effect, Double> TRUTH = Map.of(
            Effect.CANDIDATE, 0.5,
            Effect.CHARACTER, 0.3,
            Effect.SCENARIO, 0.2,
            Effect.CANDIDATE_CHARACTER, 0.15,
            Effect.CANDIDATE_SCENARIO, 0.1,
            Effect.CHARACTER_SCENARIO, 0.25,
            Effect.DIALOGUE, 0.4,
            Effect.RATER, 0.2,
            Effect.CANDIDATE_RATER, 0.1,
            Effect.RESIDUAL, 0.6);

    @Test
    void estimatesAreUnbiasedWithRatingsMissing() {
        for (boolean crossed : new boolean[] {false, true}) {
            int studies = 80;
            Map<Effect, double[]> estimates = new java.util.EnumMap<>(Effect.class);
            for (int i = 0; i < studies; i++) {
                VarianceComponents v = new Data(5, 6, 6, 2, crossed, 0.15, TRUTH, i).estimate();
                assertThat(v.merged()).isEmpty();
                for (Effect e : Effect.values()) {
                    estimates.computeIfAbsent(e, x -> new double[studies])[i] = v.raw(e);
                }
            }
            estimates.forEach((e, values) -> {
                double mean = java.util.Arrays.stream(values).average().orElse(0);
                double square = java.util.Arrays.stream(values)
                        .map(v -> (v - mean) * (v - mean))
                        .average()
                        .orElse(0);
                double truth = TRUTH.getOrDefault(e, 0.0);
                assertThat(mean)
                        .as(e + " crossed " + crossed)
                        .isCloseTo(truth, within(3.5 * Math.sqrt(square / studies)));
                assertThat(Math.sqrt(square / studies)).isLessThan(0.07);
            });
        }
    }

    @Test
    void completeTablesGiveTheAnalysisOfVariance() {
        // two-way: one candidate, one rater: character, scenario, residual from mean squares
        double[] y = {5, 3, 4, 2, 1, 1, 4, 3, 3, 5, 2, 4};
        int[] candidate = new int[12];
        int[] character = {0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3};
        int[] scenario = {0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2};
        VarianceComponents v = VarianceComponents.estimate(y, candidate, character, scenario, new int[12]);
        // numpy 2.4.6: msr, msc, mse of the 4 x 3 table; (msr - mse)/3, (msc - mse)/4, mse
        assertThat(v.raw(Effect.CHARACTER)).isCloseTo(OF_CHARACTER, within(1e-9));
        assertThat(v.raw(Effect.SCENARIO)).isCloseTo(OF_SCENARIO, within(1e-9));
        assertThat(v.raw(Effect.RESIDUAL)).isCloseTo(OF_RESIDUAL, within(1e-9));
        assertThat(v.mean()).isCloseTo(37 / 12.0, within(1e-14));
        assertThat(v.merged())
                .containsEntry(Effect.CANDIDATE, Effect.CANDIDATE)
                .containsEntry(Effect.RATER, Effect.RATER)
                .containsEntry(Effect.CANDIDATE_CHARACTER, Effect.CHARACTER)
                .containsEntry(Effect.CHARACTER_SCENARIO, Effect.RESIDUAL)
                .containsEntry(Effect.DIALOGUE, Effect.RESIDUAL);
        assertThat(v.estimated()).containsExactly(Effect.CHARACTER, Effect.SCENARIO, Effect.RESIDUAL);
        assertThat(v.raw(Effect.DIALOGUE)).isNaN();
        assertThat(v.variance(Effect.DIALOGUE)).isZero();
    }

    private static final double OF_CHARACTER = 1.3333333333333337;
    private static final double OF_SCENARIO = 0.6944444444444444;
    private static final double OF_RESIDUAL = 0.3055555555555555;

    @Test
    void oneRaterPutsDialoguesIntoTheResidualAndRatersIntoCharacters() {
        VarianceComponents v = new Data(4, 5, 6, 1, false, 0, TRUTH, 1).estimate();
        assertThat(v.merged())
                .containsEntry(Effect.DIALOGUE, Effect.RESIDUAL)
                .containsEntry(Effect.RATER, Effect.CHARACTER)
                .containsEntry(Effect.CANDIDATE_RATER, Effect.CANDIDATE_CHARACTER);
        assertThat(v)
                .asString()
                .contains("dialogue             in residual")
                .contains("rater                in character");
    }

    @Test
    void shiftingAndScalingRatingsScalesVariances() {
        Data d = new Data(3, 5, 6, 2, false, 0.1, TRUTH, 2);
        VarianceComponents v = d.estimate();
        double[] moved = java.util.Arrays.stream(d.y).map(x -> 1000 + 3 * x).toArray();
        VarianceComponents w = VarianceComponents.estimate(moved, d.candidate, d.character, d.scenario, d.rater);
        for (Effect e : Effect.values()) {
            assertThat(w.raw(e)).isCloseTo(9 * v.raw(e), within(1e-8));
        }
        assertThat(w.mean()).isCloseTo(1000 + 3 * v.mean(), within(1e-9));
    }

    @Test
    void negativeEstimatesBecomeZeroAndAreShown() {
        Data d = new Data(3, 6, 6, 2, false, 0, Map.of(Effect.RESIDUAL, 1.0), 3);
        VarianceComponents v = d.estimate();
        Effect negative = java.util.Arrays.stream(Effect.values())
                .filter(e -> v.raw(e) < 0)
                .findFirst()
                .orElseThrow();
        assertThat(v.variance(negative)).isZero();
        assertThat(v).asString().contains("  0.0000   0.0%  (-0.");
        assertThat(v.total())
                .isCloseTo(
                        java.util.Arrays.stream(Effect.values())
                                .mapToDouble(v::variance)
                                .sum(),
                        within(1e-15));
    }

    @Test
    void assumedVariancesAreKept() {
        VarianceComponents v = VarianceComponents.of(Map.of(Effect.DIALOGUE, 0.3));
        assertThat(v.variance(Effect.DIALOGUE)).isEqualTo(0.3);
        assertThat(v.variance(Effect.RATER)).isZero();
        assertThat(v.mean()).isNaN();
        assertThat(v).hasToString("dialogue              0.3000 100.0%" + System.lineSeparator());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VarianceComponents.of(Map.of(Effect.RATER, -1.0)))
                .withMessage("variances: RATER: -1.0 is not 0 or more");
    }

    @Test
    void inputIsChecked() {
        int[] two = {0, 1};
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        VarianceComponents.estimate(new double[] {1}, new int[1], new int[1], new int[1], new int[1]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VarianceComponents.estimate(new double[] {1, 2}, new int[1], two, two, two));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VarianceComponents.estimate(new double[] {1, Double.NaN}, two, two, two, two))
                .withMessage("ratings[1]: NaN is not finite");
        // a Latin square rated twice: the interaction of any two is the third
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VarianceComponents.estimate(
                        new double[] {1, 2, 3, 4, 2, 3, 5, 1},
                        new int[] {0, 0, 0, 0, 1, 1, 1, 1},
                        new int[] {0, 0, 1, 1, 0, 0, 1, 1},
                        new int[] {0, 0, 1, 1, 1, 1, 0, 0},
                        new int[] {0, 1, 0, 1, 0, 1, 0, 1}))
                .withMessageContaining("cannot separate the effects");
    }

    @Test
    void constantRatingsVaryInNothing() {
        for (double score : new double[] {3, 0.1, 0.7}) {
            double[] ratings = new double[16];
            java.util.Arrays.fill(ratings, score);
            int[] candidate = new int[16];
            int[] character = new int[16];
            int[] scenario = new int[16];
            int[] rater = new int[16];
            for (int i = 0; i < 16; i++) {
                candidate[i] = i / 8;
                character[i] = i / 4 % 2;
                scenario[i] = i / 2 % 2;
                rater[i] = i % 2;
            }
            VarianceComponents none = VarianceComponents.estimate(ratings, candidate, character, scenario, rater);
            assertThat(none.total()).isZero();
            assertThat(none.toString()).doesNotContain("NaN").contains(" 0.0000      -");
        }
    }
}
