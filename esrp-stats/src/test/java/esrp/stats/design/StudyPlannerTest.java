package esrp.stats.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import esrp.stats.Estimate;
import esrp.stats.cluster.ClusteredInference;
import esrp.stats.cluster.ClusteredMeans;
import esrp.stats.design.StudyPlanner.StudySize;
import esrp.stats.design.VarianceComponents.Effect;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class StudyPlannerTest {
    private static final VarianceComponents COMPONENTS = VarianceComponents.of(Map.of(
            Effect.CHARACTER, 9.0,
            Effect.RATER, 9.0,
            Effect.CANDIDATE_CHARACTER, 0.02,
            Effect.CANDIDATE_SCENARIO, 0.01,
            Effect.CANDIDATE_RATER, 0.02,
            Effect.DIALOGUE, 0.2,
            Effect.RESIDUAL, 0.4));
    private static final StudyPlanner PLANNER = StudyPlanner.of(COMPONENTS);
    private static final StudySize PAPER = new StudySize(6, 20, 60, 2);

    @Test
    void theStandardErrorIsTheFormula() {
        double expected = 2 * (0.02 / 20 + 0.01 / 60 + 0.02 / 40 + 0.2 / 1200 + 0.4 / 2400);
        assertThat(PLANNER.standardError(PAPER)).isCloseTo(Math.sqrt(expected), within(1e-15));
    }

    @Test
    void theStandardErrorIsWhatSimulatedStudiesShow() {
        // two candidates, latent residual study with fine cuts: variance of the difference over studies
        LikertStudy study = LikertStudy.withDefaults().withCharacters(8).withScenarios(10);
        double[] differences = new double[2000];
        for (int i = 0; i < differences.length; i++) {
            LikertStudy.Sample s = study.simulate(i);
            for (int h = 0; h < 8; h++) {
                for (int k = 0; k < 10; k++) {
                    for (int r = 0; r < 2; r++) {
                        differences[i] += (s.level(0, h, k, r, 0) - s.level(1, h, k, r, 0)) / 160.0;
                    }
                }
            }
        }
        double square =
                java.util.Arrays.stream(differences).map(d -> d * d).average().orElse(0);
        // components of the scores themselves, from a large pilot
        LikertStudy.Sample pilot = study.withCharacters(150)
                .withScenarios(60)
                .withMeans(new double[][] {{3.5}, {3.5}, {3.5}, {3.5}})
                .simulate(1);
        int n = pilot.size();
        double[] y = new double[n];
        int[][] codes = new int[4][n];
        byte[] levels = pilot.levels();
        for (int i = 0; i < n; i++) {
            y[i] = 1 + levels[i];
            codes[0][i] = i / 2 / 60 / 150;
            codes[1][i] = i / 2 / 60 % 150;
            codes[2][i] = i / 2 % 60;
            codes[3][i] = pilot.rater(codes[1][i], i % 2);
        }
        VarianceComponents v = VarianceComponents.estimate(y, codes[0], codes[1], codes[2], codes[3]);
        double planned = StudyPlanner.of(v).standardError(new StudySize(2, 8, 10, 2));
        assertThat(planned).isCloseTo(Math.sqrt(square), within(0.05 * planned));
    }

    /** Studies of normal effects, analysed as {@link ClusteredInference} does: few scenarios, and few of both. */
    @Test
    void powerIsWhatSimulatedStudiesShow() {
        double[][] variances = {{0.06, 0.03, 0.2, 0.03, 0.3}, {0.02, 0.08, 0.2, 0.01, 0.3}};
        int[][] sizes = {{8, 10, 1}, {40, 5, 1}, {12, 12, 2}};
        for (double[] v : variances) {
            StudyPlanner planner = StudyPlanner.of(VarianceComponents.of(Map.of(
                    Effect.CANDIDATE_CHARACTER, v[0],
                    Effect.CANDIDATE_SCENARIO, v[1],
                    Effect.DIALOGUE, v[2],
                    Effect.CANDIDATE_RATER, v[3],
                    Effect.RESIDUAL, v[4])));
            for (int[] s : sizes) {
                StudySize size = new StudySize(2, s[0], s[1], s[2]);
                double difference = planner.detectable(size);
                Random random = new Random(7);
                int found = 0;
                for (int study = 0; study < 1500; study++) {
                    found += simulated(v, size, difference, random).pValue(0) <= 0.05 ? 1 : 0;
                }
                assertThat(found / 1500.0).as(size.toString()).isCloseTo(0.8, within(0.035));
            }
        }
    }

    private static Estimate simulated(double[] variances, StudySize size, double difference, Random random) {
        double[] sd = Arrays.stream(variances).map(Math::sqrt).toArray();
        double[][][] sums = new double[size.characters()][size.scenarios()][2];
        double[][][] counts = new double[size.characters()][size.scenarios()][2];
        for (int k = 0; k < 2; k++) {
            double[] ofScenario = random.doubles(size.scenarios())
                    .map(u -> sd[1] * random.nextGaussian())
                    .toArray();
            for (int h = 0; h < size.characters(); h++) {
                double ofCharacter = sd[0] * random.nextGaussian();
                double[] ofRater = random.doubles(size.raters())
                        .map(u -> sd[3] * random.nextGaussian())
                        .toArray();
                for (int s = 0; s < size.scenarios(); s++) {
                    double dialogue =
                            (1 - k) * difference + ofCharacter + ofScenario[s] + sd[2] * random.nextGaussian();
                    for (double rater : ofRater) {
                        sums[h][s][k] += dialogue + rater + sd[4] * random.nextGaussian();
                        counts[h][s][k]++;
                    }
                }
            }
        }
        return ClusteredInference.withDefaults()
                .on(ClusteredMeans.crossed(sums, counts))
                .estimate(0, 1);
    }

    @Test
    void powerIsThatOfNoncentralT() {
        // only candidate × character: df = characters - 1, se = sqrt(2 * 0.1 / 20) = 0.1
        StudyPlanner p = StudyPlanner.of(VarianceComponents.of(Map.of(Effect.CANDIDATE_CHARACTER, 0.1)));
        StudySize d = new StudySize(2, 20, 60, 2);
        // scipy 1.17.1: t = t.ppf(.975, 19); nct.sf(t, 19, 2.5) + nct.cdf(-t, 19, 2.5)
        assertThat(p.power(d, 0.25)).isCloseTo(0.6599498767821301, within(1e-6));
        assertThat(p.power(d, -0.25)).isEqualTo(p.power(d, 0.25));
        assertThat(p.power(d, 0)).isCloseTo(0.05, within(1e-6));
        assertThat(p.power(d, p.detectable(d))).isCloseTo(0.8, within(1e-6));
        assertThat(p.withPower(0.9).detectable(d)).isGreaterThan(p.detectable(d));
        assertThat(p.withAlpha(0.01).power(d, 0.25)).isLessThan(p.power(d, 0.25));
        StudyPlanner certain = StudyPlanner.of(VarianceComponents.of(Map.of()));
        assertThat(certain.power(d, 0.1)).isEqualTo(1);
        assertThat(certain.power(d, 0)).isZero();
        assertThat(certain.detectable(d)).isZero();
    }

    @Test
    void degreesOfFreedomAreThoseOfTheKindThatVaries() {
        StudyPlanner p = StudyPlanner.of(VarianceComponents.of(Map.of(Effect.CANDIDATE_SCENARIO, 0.1)));
        // scipy 1.17.1: power at ncp 3 with df 4; se = sqrt(2 * 0.1 / 5) = 0.2
        assertThat(p.power(new StudySize(2, 50, 5, 1), 0.6)).isCloseTo(POWER_4, within(1e-6));
    }

    private static final double POWER_4 = 0.6192614594023306;

    @Test
    void theCheapestStudyIsTheCheapestOfAll() {
        ToDoubleFunction<StudySize> price = size -> 10.0 * size.characters() * size.scenarios() + size.ratings();
        StudySize found =
                PLANNER.cheapest(0.2, new StudySize(6, 24, 30, 3), price).orElseThrow();
        double cheapest = Double.POSITIVE_INFINITY;
        for (int h = 2; h <= 24; h++) {
            for (int s = 2; s <= 30; s++) {
                for (int r = 1; r <= 3; r++) {
                    StudySize size = new StudySize(6, h, s, r);
                    if (PLANNER.power(size, 0.2) >= 0.8) {
                        cheapest = Math.min(cheapest, price.applyAsDouble(size));
                    }
                }
            }
        }
        assertThat(price.applyAsDouble(found)).isCloseTo(cheapest, within(1e-9));
        assertThat(PLANNER.detectable(found)).isLessThanOrEqualTo(0.2);
        assertThat(PLANNER.power(found, 0.2)).isGreaterThanOrEqualTo(0.8);
    }

    @Test
    void whatCannotBeDoneIsEmptyAndTheVariancesSayWhy() {
        StudySize largest = new StudySize(6, 10, 200, 5);
        assertThat(PLANNER.cheapest(0.05, largest, StudySize::ratings)).isEmpty();
        assertThat(PLANNER.cheapest(-0.05, largest, StudySize::ratings)).isEmpty();
        assertThat(PLANNER.variances(largest))
                .containsOnlyKeys(
                        Effect.CANDIDATE_CHARACTER,
                        Effect.CANDIDATE_SCENARIO,
                        Effect.CANDIDATE_RATER,
                        Effect.DIALOGUE,
                        Effect.RESIDUAL)
                .hasEntrySatisfying(
                        Effect.CANDIDATE_CHARACTER, v -> assertThat(v).isCloseTo(2 * 0.02 / 10, within(1e-15)));
    }

    @Test
    void sizesAreCountedAndPrinted() {
        assertThat(PAPER.dialogues()).isEqualTo(7200);
        assertThat(PAPER.ratings()).isEqualTo(14400);
        assertThat(PAPER).hasToString("6 candidates × 20 characters × 60 scenarios, 2 raters");
        assertThat(new StudySize(2, 2, 2, 1)).hasToString("2 candidates × 2 characters × 2 scenarios, 1 rater");
    }

    @Test
    void inputIsChecked() {
        assertThatIllegalArgumentException().isThrownBy(() -> new StudySize(1, 2, 2, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StudySize(2, 1, 2, 1))
                .withMessage("characters: 1 is below 2");
        assertThatIllegalArgumentException().isThrownBy(() -> new StudySize(2, 2, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new StudySize(2, 2, 2, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> PLANNER.withAlpha(0));
        assertThatIllegalArgumentException().isThrownBy(() -> PLANNER.withPower(0.3));
        assertThatIllegalArgumentException().isThrownBy(() -> PLANNER.cheapest(0, PAPER, StudySize::ratings));
        assertThatIllegalArgumentException().isThrownBy(() -> PLANNER.power(PAPER, Double.NaN));
    }
}
