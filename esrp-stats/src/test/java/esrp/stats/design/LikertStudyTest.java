package esrp.stats.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import esrp.stats.PairTable;
import esrp.stats.WeightedKendallTau;
import esrp.stats.Weights;
import esrp.stats.design.VarianceComponents.Effect;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LikertStudyTest {
    private static double mean(LikertStudy.Sample sample, int candidate, int metric) {
        LikertStudy study = sample.study();
        double sum = 0;
        int n = 0;
        for (int h = 0; h < study.characters(); h++) {
            for (int s = 0; s < study.scenarios(); s++) {
                for (int r = 0; r < study.raters(); r++) {
                    sum += 1 + sample.level(candidate, h, s, r, metric);
                    n++;
                }
            }
        }
        return sum / n;
    }

    @Test
    void largeSamplesHaveTheMeansAskedFor() {
        double[][] means = {{4.41, 3.93}, {1.7, 3.0}};
        LikertStudy.Sample sample = LikertStudy.withDefaults()
                .withMeans(means)
                .withCharacters(400)
                .withScenarios(400)
                .withRaters(2)
                .simulate(7);
        for (int c = 0; c < 2; c++) {
            for (int m = 0; m < 2; m++) {
                assertThat(mean(sample, c, m)).isCloseTo(means[c][m], within(0.03));
            }
        }
        assertThat(sample.study().means()).isDeepEqualTo(means);
    }

    @Test
    void conditionalMeansAreWhatReplicationsWithTheSameEffectsAverageTo() {
        // without dialogue and residual noise the sample mean over many characters is the conditional mean
        LikertStudy study = LikertStudy.withDefaults()
                .withCharacters(3000)
                .withScenarios(5)
                .withVariance(Effect.SCENARIO, 0.5)
                .withVariance(Effect.CANDIDATE_SCENARIO, 0.3);
        LikertStudy.Sample manyCharacters = study.simulate(3);
        assertThat(manyCharacters.meansOverNewCharacters()[1][0]).isCloseTo(mean(manyCharacters, 1, 0), within(0.03));
        assertThat(Math.abs(manyCharacters.meansOverNewCharacters()[1][0] - 3.5))
                .isGreaterThan(0.05);

        LikertStudy.Sample manyScenarios = study.withCharacters(5)
                .withScenarios(3000)
                .withVariance(Effect.CHARACTER, 0.5)
                .withVariance(Effect.CANDIDATE_CHARACTER, 0.3)
                .simulate(3);
        assertThat(manyScenarios.meansOverNewScenarios()[0][0]).isCloseTo(mean(manyScenarios, 0, 0), within(0.04));
        assertThat(Math.abs(manyScenarios.meansOverNewScenarios()[0][0] - 3.5)).isGreaterThan(0.05);

        LikertStudy.Sample crossed = study.withCrossedRaters(3)
                .withVariance(Effect.RATER, 1)
                .withVariance(Effect.CANDIDATE_RATER, 0.5)
                .simulate(5);
        assertThat(crossed.meansOverNewCharacters()[1][0]).isCloseTo(mean(crossed, 1, 0), within(0.03));
    }

    @Test
    void conditionalMeansHoldForEachCandidateAndMetricAndEveryVariance() {
        LikertStudy study = LikertStudy.withDefaults()
                .withMeans(new double[][] {{2.2, 3.5}, {3.9, 3.0}})
                .withRaters(3)
                .withHalo(0)
                .withVariance(Effect.CHARACTER, 0.2)
                .withVariance(Effect.SCENARIO, 0.3)
                .withVariance(Effect.CANDIDATE_CHARACTER, 0.4)
                .withVariance(Effect.CANDIDATE_SCENARIO, 0.3)
                .withVariance(Effect.CHARACTER_SCENARIO, 0.4)
                .withVariance(Effect.DIALOGUE, 0.2)
                .withVariance(Effect.RATER, 0.4)
                .withVariance(Effect.CANDIDATE_RATER, 0.3);
        LikertStudy.Sample scenarios =
                study.withCharacters(4).withScenarios(6000).simulate(11);
        LikertStudy.Sample characters =
                study.withCharacters(6000).withScenarios(4).simulate(12);
        for (int c = 0; c < 2; c++) {
            for (int k = 0; k < 2; k++) {
                assertThat(scenarios.meansOverNewScenarios()[c][k])
                        .as("scenarios, %d, %d", c, k)
                        .isCloseTo(mean(scenarios, c, k), within(0.025));
                assertThat(characters.meansOverNewCharacters()[c][k])
                        .as("characters, %d, %d", c, k)
                        .isCloseTo(mean(characters, c, k), within(0.025));
            }
        }
    }

    @Test
    void cutsNeedNotBeSymmetricNorVariancesSumToOne() {
        LikertStudy study = LikertStudy.withDefaults()
                .withMeans(new double[][] {{2.1}, {3.2}})
                .withCharacters(400)
                .withScenarios(400)
                .withCuts(-0.3, 0.1, 2.5)
                .withVariance(Effect.DIALOGUE, 0.8)
                .withVariance(Effect.RESIDUAL, 1.1);
        LikertStudy.Sample sample = study.simulate(9);
        assertThat(mean(sample, 0, 0)).isCloseTo(2.1, within(0.03));
        assertThat(mean(sample, 1, 0)).isCloseTo(3.2, within(0.03));
        double total = study.totalVariance();
        assertThat(total).isGreaterThan(1.9);
        LikertStudy agreeing = study.withAgreement(t -> t.cohenKappa(Weights.QUADRATIC), 0.6);
        assertThat(agreeing.totalVariance()).isCloseTo(total, within(1e-9));
        assertThat(agreeing.expectedPairs().cohenKappa(Weights.QUADRATIC)).isCloseTo(0.6, within(0.001));
    }

    @Test
    void withoutVariationLevelsAreThoseOfTheLatentMean() {
        LikertStudy study = LikertStudy.withDefaults().withCuts(-1, 0, 1);
        assertThat(study.level(-1)).isZero(); // a cut belongs to the level below it
        assertThat(study.level(-0.999)).isEqualTo((byte) 1);
        assertThat(study.level(0)).isEqualTo((byte) 1);
        assertThat(study.level(1)).isEqualTo((byte) 2);
        assertThat(study.level(1.001)).isEqualTo((byte) 3);
        for (double latent : new double[] {-2, -1, -0.5, 0, 0.5, 1, 2}) {
            assertThat(study.expectedScore(latent, 0)).isEqualTo(1 + study.level(latent));
        }
    }

    @Test
    void averagingConditionalMeansOverStudiesGivesTheMeanAskedFor() {
        LikertStudy study = LikertStudy.withDefaults()
                .withMeans(new double[][] {{3.9}})
                .withCharacters(5)
                .withScenarios(5);
        double characters = 0;
        double scenarios = 0;
        int studies = 3000;
        for (int i = 0; i < studies; i++) {
            LikertStudy.Sample sample = study.simulate(i);
            characters += sample.meansOverNewCharacters()[0][0] / studies;
            scenarios += sample.meansOverNewScenarios()[0][0] / studies;
        }
        assertThat(characters).isCloseTo(3.9, within(0.01));
        assertThat(scenarios).isCloseTo(3.9, within(0.02));
    }

    @Test
    void sameSeedSameRatings() {
        LikertStudy study = LikertStudy.withDefaults();
        assertThat(study.simulate(1).levels()).isEqualTo(study.simulate(1).levels());
        assertThat(study.simulate(1).levels()).isNotEqualTo(study.simulate(2).levels());
        assertThat(Arrays.hashCode(study.simulate(1).levels())).isEqualTo(HASH_OF_SEED_1);
        assertThat(study.simulate(1).seed()).isEqualTo(1);
    }

    private static final int HASH_OF_SEED_1 = -1021367141;

    @Test
    void ratersAreNestedUnlessCrossed() {
        LikertStudy.Sample nested = LikertStudy.withDefaults().withRaters(3).simulate(1);
        assertThat(nested.rater(0, 2)).isEqualTo(2);
        assertThat(nested.rater(4, 1)).isEqualTo(13);
        LikertStudy.Sample crossed =
                LikertStudy.withDefaults().withCrossedRaters(3).simulate(1);
        assertThat(crossed.rater(4, 1)).isEqualTo(1);
        assertThat(crossed.study().crossedRaters()).isTrue();
        assertThat(crossed.size()).isEqualTo(2 * 20 * 60 * 3);
        assertThat(crossed.levels()).hasSize(crossed.size());
        assertThat(crossed.levels()[((1 * 20 + 4) * 60 + 7) * 3 + 2]).isEqualTo((byte) crossed.level(1, 4, 7, 2, 0));
    }

    @Test
    void ratersAgreeAsFarAsTheySeeTheSame() {
        LikertStudy alone = LikertStudy.withDefaults().withMeans(new double[][] {{3}});
        for (Effect e : Effect.values()) {
            if (e != Effect.CANDIDATE) {
                alone = alone.withVariance(e, e == Effect.RESIDUAL ? 1 : 0);
            }
        }
        assertThat(pairs(alone.simulate(1)).cohenKappa(Weights.QUADRATIC)).isCloseTo(0, within(0.06));
        LikertStudy together = alone.withVariance(Effect.DIALOGUE, 1).withVariance(Effect.RESIDUAL, 0);
        assertThat(pairs(together.simulate(1)).agreementWithin(0)).isEqualTo(1);
        LikertStudy half = alone.withVariance(Effect.DIALOGUE, 1);
        assertThat(pairs(half.simulate(1)).cohenKappa(Weights.QUADRATIC)).isBetween(0.4, 0.55);
    }

    private static PairTable pairs(LikertStudy.Sample sample) {
        byte[] levels = sample.levels();
        byte[] first = new byte[levels.length / 2];
        byte[] second = new byte[levels.length / 2];
        for (int i = 0; i < first.length; i++) {
            first[i] = levels[2 * i];
            second[i] = levels[2 * i + 1];
        }
        return PairTable.of(first, second, 5);
    }

    @Test
    void ratersAgreeAsFarAsAskedFor() {
        double[][] means = {{4.4, 4.05, 3.9}, {4.3, 4.0, 3.7}};
        LikertStudy study = LikertStudy.withDefaults()
                .withMeans(means)
                .withCharacters(100)
                .withScenarios(60)
                .withInterRaterTau(0.55);
        assertThat(WeightedKendallTau.withDefaults()
                        .statistic(study.expectedPairs().counts()))
                .isCloseTo(0.55, within(0.002));
        assertThat(study.variance(Effect.DIALOGUE) / study.variance(Effect.CHARACTER))
                .isCloseTo(6, within(1e-9));
        assertThat(study.variance(Effect.RESIDUAL) / study.variance(Effect.RATER))
                .isCloseTo(3.5, within(1e-9));
        LikertStudy.Sample sample = study.simulate(2);
        byte[] levels = sample.levels();
        byte[] first = new byte[levels.length / 2];
        byte[] second = new byte[levels.length / 2];
        for (int i = 0, at = 0; i < levels.length; i += 6) {
            for (int m = 0; m < 3; m++, at++) {
                first[at] = levels[i + m];
                second[at] = levels[i + 3 + m];
            }
        }
        assertThat(WeightedKendallTau.withDefaults().statistic(first, second)).isCloseTo(0.55, within(0.02));
        assertThat(mean(sample, 0, 0)).isCloseTo(4.4, within(0.1));
        LikertStudy byKappa = study.withAgreement(t -> t.cohenKappa(Weights.QUADRATIC), 0.5);
        assertThat(byKappa.expectedPairs().cohenKappa(Weights.QUADRATIC)).isCloseTo(0.5, within(0.001));
        assertThat(byKappa.expectedPairs().n()).isBetween(35_990L, 36_010L);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> study.withInterRaterTau(1))
                .withMessageContaining("which is what these means allow");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LikertStudy.withDefaults()
                        .withVariance(Effect.RATER, 0)
                        .withVariance(Effect.CANDIDATE_RATER, 0)
                        .withVariance(Effect.RESIDUAL, 0)
                        .withInterRaterTau(0.5))
                .withMessageContaining("some that they do not");
    }

    @Test
    void haloIsTheCorrelationOfMetrics() {
        LikertStudy study = LikertStudy.withDefaults().withMeans(new double[][] {{3, 3}});
        assertThat(pairs(study.withHalo(0).simulate(2)).cohenKappa(Weights.QUADRATIC))
                .isBetween(-0.15, 0.15);
        assertThat(pairs(study.withHalo(1).simulate(2)).agreementWithin(0)).isEqualTo(1);
        assertThat(pairs(study.withHalo(0.8).simulate(2)).cohenKappa(Weights.QUADRATIC))
                .isBetween(0.65, 0.85);
    }

    @Test
    void aJudgeSeesQualityWithBiasAndNoise() {
        LikertStudy study = LikertStudy.withDefaults().withMeans(new double[][] {{3}});
        LikertStudy.Sample sample = study.simulate(4);
        byte[] sharp = sample.judge(0, 0, 1);
        byte[] kind = sample.judge(1, 0, 1);
        byte[] noisy = sample.judge(0, 4, 1);
        for (int i = 0; i < sharp.length; i++) {
            assertThat(kind[i]).isBetween(sharp[i], (byte) 4);
        }
        assertThat(PairTable.of(sharp, kind, 5).agreementWithin(1)).isEqualTo(1);
        assertThat(noisy).isNotEqualTo(sample.judge(0, 4, 2)).isEqualTo(sample.judge(0, 4, 1));
        PairTable withSharp = PairTable.of(firstRater(sample), sharp, 5);
        PairTable withNoisy = PairTable.of(firstRater(sample), noisy, 5);
        assertThat(withSharp.cohenKappa(Weights.QUADRATIC))
                .isGreaterThan(withNoisy.cohenKappa(Weights.QUADRATIC) + 0.2);
        assertThatIllegalArgumentException().isThrownBy(() -> sample.judge(0, -1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> sample.judge(Double.NaN, 1, 1));
    }

    private static byte[] firstRater(LikertStudy.Sample sample) {
        byte[] levels = sample.levels();
        byte[] first = new byte[levels.length / 2];
        for (int i = 0; i < first.length; i++) {
            first[i] = levels[2 * i];
        }
        return first;
    }

    @Test
    void settingsAreRead() {
        LikertStudy study = LikertStudy.withDefaults()
                .withMeans(new double[][] {{2, 3, 3.9}})
                .withCharacters(3)
                .withScenarios(4)
                .withRaters(5)
                .withCuts(-1, 0, 1)
                .withVariance(Effect.RATER, 0.7);
        assertThat(study.candidates()).isEqualTo(1);
        assertThat(study.metrics()).isEqualTo(3);
        assertThat(study.characters()).isEqualTo(3);
        assertThat(study.scenarios()).isEqualTo(4);
        assertThat(study.raters()).isEqualTo(5);
        assertThat(study.crossedRaters()).isFalse();
        assertThat(study.levels()).isEqualTo(4);
        assertThat(study.variance(Effect.RATER)).isEqualTo(0.7);
        assertThat(study.variance(Effect.CANDIDATE)).isZero();
        assertThat(study.means()).isDeepEqualTo(new double[][] {{2, 3, 3.9}});
        study.means()[0][0] = 9;
        assertThat(study.means()[0][0]).isEqualTo(2);
        assertThat(study.simulate(1).study()).isSameAs(study);
    }

    @Test
    void errorsSayWhatIsAllowed() {
        LikertStudy study = LikertStudy.withDefaults();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> study.withMeans(new double[][] {{3, 5}}).simulate(1))
                .withMessage("scores[0][1]: 5.0 is not strictly between 1 and 5, the lowest and highest score");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> study.withMeans(new double[][] {{1}}).simulate(1));
        assertThatIllegalArgumentException().isThrownBy(() -> study.withMeans(new double[][] {{2}, {2, 3}}));
        assertThatIllegalArgumentException().isThrownBy(() -> study.withMeans(new double[0][]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> study.withCharacters(0))
                .withMessage("characters: 0 is below 1");
        assertThatIllegalArgumentException().isThrownBy(() -> study.withVariance(Effect.RATER, -0.1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> study.withVariance(Effect.CANDIDATE, 1))
                .withMessageContaining("withMeans");
        assertThatIllegalArgumentException().isThrownBy(() -> study.withCuts(0, 0));
        assertThatIllegalArgumentException().isThrownBy(study::withCuts);
        assertThatIllegalArgumentException().isThrownBy(() -> study.withCuts(new double[255]));
        assertThatIllegalArgumentException().isThrownBy(() -> study.withHalo(1.1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> study.withCuts(0).simulate(1))
                .withMessageContaining("3.5 is not strictly between 1 and 2");
        LikertStudy still = java.util.Arrays.stream(Effect.values())
                .filter(e -> e != Effect.CANDIDATE)
                .reduce(study, (s, e) -> s.withVariance(e, 0), (a, b) -> a);
        assertThatIllegalArgumentException().isThrownBy(() -> still.simulate(1)).withMessageContaining("all are 0");
        LikertStudy.Sample sample = study.simulate(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sample.level(2, 0, 0, 0, 0))
                .withMessage("candidate: 2 is outside 0..1");
        assertThatIllegalArgumentException().isThrownBy(() -> sample.level(0, 0, 0, 0, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sample.rater(0, 2))
                .withMessage("rater: 2 is outside 0..1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sample.rater(20, 0))
                .withMessage("character: 20 is outside 0..19");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sample.level(0, -1, 0, 0, 0))
                .withMessage("character: -1 is outside 0..19");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sample.level(0, 0, 60, 0, 0))
                .withMessage("scenario: 60 is outside 0..59");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sample.level(0, 0, 0, 2, 0))
                .withMessage("rater: 2 is outside 0..1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sample.judge(0, Double.POSITIVE_INFINITY, 1))
                .withMessageContaining("noise: Infinity");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> study.withVariance(Effect.RATER, Double.POSITIVE_INFINITY));
    }
}
