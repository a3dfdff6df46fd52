package blackbox.stats;

import static org.assertj.core.api.Assertions.assertThat;

import esrp.stats.Agreement;
import esrp.stats.Interval;
import esrp.stats.Level;
import esrp.stats.MarginTest;
import esrp.stats.MarginTest.Verdict;
import esrp.stats.PairTable;
import esrp.stats.WeightedKendallTau;
import esrp.stats.Weights;
import esrp.stats.cluster.ClusteredEstimates;
import esrp.stats.cluster.ClusteredInference;
import esrp.stats.cluster.ClusteredMeans;
import esrp.stats.cluster.Comparisons;
import esrp.stats.cluster.PairwiseAgreement;
import esrp.stats.cluster.PairwiseAgreement.Pooling;
import esrp.stats.cluster.PredictionPowered;
import esrp.stats.design.LikertStudy;
import esrp.stats.design.StudyPlanner;
import esrp.stats.design.StudyPlanner.StudySize;
import esrp.stats.design.VarianceComponents;
import esrp.stats.design.VarianceComponents.Effect;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A whole study, from simulated ratings to the plan of the next one, by a client that sees the public API only. */
class RatingStudyTest {
    private static final int CHARACTERS = 20;
    private static final int SCENARIOS = 30;
    private static final LikertStudy.Sample SAMPLE = LikertStudy.withDefaults()
            .withMeans(new double[][] {{4.2}, {4.15}, {3.4}})
            .withCharacters(CHARACTERS)
            .withScenarios(SCENARIOS)
            .withAgreement(t -> t.cohenKappa(Weights.QUADRATIC), 0.5)
            .simulate(2026);

    private static ClusteredMeans byCharacterAndScenario() {
        double[][][] sums = new double[CHARACTERS][SCENARIOS][3];
        double[][][] counts = new double[CHARACTERS][SCENARIOS][3];
        for (int c = 0; c < 3; c++) {
            for (int h = 0; h < CHARACTERS; h++) {
                for (int s = 0; s < SCENARIOS; s++) {
                    for (int r = 0; r < 2; r++) {
                        sums[h][s][c] += 1 + SAMPLE.level(c, h, s, r, 0);
                        counts[h][s][c]++;
                    }
                }
            }
        }
        return ClusteredMeans.crossed(sums, counts);
    }

    @Test
    void candidatesAreComparedOverCharactersAndScenarios() {
        ClusteredEstimates estimates = ClusteredInference.withDefaults().on(byCharacterAndScenario());
        Interval difference = estimates.difference(0, 2);
        assertThat(difference.contains(0.8)).isTrue();
        Comparisons comparisons = Comparisons.of(estimates, 0, 1, 2);
        assertThat(comparisons.letters(2)).isNotEqualTo(comparisons.letters(0));
        assertThat(comparisons.rank(2).best()).isEqualTo(3);
        assertThat(MarginTest.nonInferiority(estimates.estimate(2, 0), 0.1, 0.025)
                        .verdict())
                .isEqualTo(Verdict.FAIL);
    }

    @Test
    void ratersAreComparedPairByPair() {
        PairTable[][] tables = new PairTable[CHARACTERS][CHARACTERS];
        double[][] byRater = new double[2][3 * CHARACTERS * SCENARIOS];
        int unit = 0;
        for (int h = 0; h < CHARACTERS; h++) {
            Arrays.fill(tables[h], PairTable.empty(5));
            for (int c = 0; c < 3; c++) {
                for (int s = 0; s < SCENARIOS; s++) {
                    int first = SAMPLE.level(c, h, s, 0, 0);
                    int second = SAMPLE.level(c, h, s, 1, 0);
                    tables[h][h] = tables[h][h].plus(PairTable.of(new int[] {first}, new int[] {second}, 5));
                    byRater[0][unit] = first;
                    byRater[1][unit++] = second;
                }
            }
        }
        PairwiseAgreement pairs = PairwiseAgreement.of(tables);
        double pooled = pairs.value(Pooling.MICRO, t -> t.krippendorffAlpha(Level.ORDINAL));
        assertThat(pooled)
                .isCloseTo(
                        Agreement.krippendorffAlpha(byRater, Level.ORDINAL),
                        org.assertj.core.api.Assertions.within(1e-12));
        Interval tau = pairs.interval(
                Pooling.MICRO,
                t -> WeightedKendallTau.withDefaults().statistic(t.counts()),
                ClusteredInference.withDefaults());
        assertThat(tau.lower()).isBetween(0.5, tau.estimate());
        Interval kappa =
                pairs.interval(Pooling.MACRO, t -> t.cohenKappa(Weights.LINEAR), ClusteredInference.withDefaults());
        assertThat(kappa.width()).isPositive();
    }

    @Test
    void aJudgeMakesFewHumanScoresMorePrecise() {
        byte[] judged = SAMPLE.judge(0.3, 0.05, 1);
        double[] human = new double[CHARACTERS * SCENARIOS];
        double[] judge = new double[human.length];
        int[] cluster = new int[human.length];
        Arrays.fill(human, Double.NaN);
        for (int i = 0; i < human.length; i++) {
            cluster[i] = i / SCENARIOS;
            judge[i] = 1 + judged[i];
            if (i % 15 == 0) { // effects of scenarios are drawn at random, so every fifteenth is a random sample
                human[i] = 1 + SAMPLE.level(0, i / SCENARIOS, i % SCENARIOS, 0, 0);
            }
        }
        PredictionPowered.Result e = PredictionPowered.withDefaults()
                .mean(PredictionPowered.Sample.random(human, judge, cluster, CHARACTERS));
        assertThat(e.interval().width())
                .isLessThanOrEqualTo(1.03 * e.humanInterval().width());
        assertThat(e.labelsGained()).isNotNegative();
        assertThat(e.correlation()).isPositive();
    }

    @Test
    void thePilotPlansTheNextStudy() {
        int n = SAMPLE.size();
        double[] scores = new double[n];
        int[] candidate = new int[n];
        int[] character = new int[n];
        int[] scenario = new int[n];
        int[] rater = new int[n];
        int i = 0;
        for (int c = 0; c < 3; c++) {
            for (int h = 0; h < CHARACTERS; h++) {
                for (int s = 0; s < SCENARIOS; s++) {
                    for (int r = 0; r < 2; r++) {
                        scores[i] = 1 + SAMPLE.level(c, h, s, r, 0);
                        candidate[i] = c;
                        character[i] = h;
                        scenario[i] = s;
                        rater[i++] = SAMPLE.rater(h, r);
                    }
                }
            }
        }
        VarianceComponents components = VarianceComponents.estimate(scores, candidate, character, scenario, rater);
        assertThat(components.variance(Effect.DIALOGUE)).isPositive();
        assertThat(StudyPlanner.of(components)
                        .cheapest(0.2, new StudySize(6, 100, 200, 5), size -> size.dialogues() + 0.5 * size.ratings()))
                .isPresent();
    }
}
