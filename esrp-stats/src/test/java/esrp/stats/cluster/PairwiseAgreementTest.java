package esrp.stats.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import esrp.stats.Estimate;
import esrp.stats.Interval;
import esrp.stats.IntervalMethod;
import esrp.stats.PairTable;
import esrp.stats.Weights;
import esrp.stats.cluster.PairwiseAgreement.Pooling;
import esrp.stats.design.LikertStudy;
import esrp.stats.internal.Jackknife;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class PairwiseAgreementTest {
    private static double kappa(PairTable t) {
        return t.cohenKappa(Weights.QUADRATIC);
    }

    /** One pair of raters for each character, clusters being the characters; or the same pairs in all scenarios. */
    private static PairwiseAgreement simulated(boolean nested) {
        LikertStudy.Sample sample =
                LikertStudy.withDefaults().withScenarios(8).withCharacters(6).simulate(11);
        PairTable[][] tables = new PairTable[6][nested ? 6 : 8];
        for (int h = 0; h < 6; h++) {
            for (int k = 0; k < tables[h].length; k++) {
                tables[h][k] = PairTable.empty(5);
            }
            for (int s = 0; s < 8; s++) {
                int[] first = {sample.level(0, h, s, 0, 0), sample.level(1, h, s, 0, 0)};
                int[] second = {sample.level(0, h, s, 1, 0), sample.level(1, h, s, 1, 0)};
                int cluster = nested ? h : s;
                tables[h][cluster] = tables[h][cluster].plus(PairTable.of(first, second, 5));
            }
        }
        return PairwiseAgreement.of(tables);
    }

    @Test
    void microPoolsTablesAndMacroAveragesPairs() {
        PairwiseAgreement a = simulated(true);
        PairTable pooled = PairTable.empty(5);
        double sum = 0;
        for (int p = 0; p < 6; p++) {
            pooled = pooled.plus(a.table(p));
            sum += kappa(a.table(p));
            assertThat(kappa(a.table(p))).isEqualTo(a.table(p).cohenKappa(Weights.QUADRATIC));
        }
        assertThat(a.pooled()).isEqualTo(pooled);
        assertThat(pooled.n()).isEqualTo(2 * 6 * 8);
        assertThat(a.value(Pooling.MICRO, PairwiseAgreementTest::kappa))
                .isEqualTo(pooled.cohenKappa(Weights.QUADRATIC));
        assertThat(a.value(Pooling.MACRO, PairwiseAgreementTest::kappa)).isCloseTo(sum / 6, within(1e-14));
        assertThat(a.undefined(PairwiseAgreementTest::kappa)).isZero();
        assertThat(a.pairs()).isEqualTo(6);
        assertThat(a.clusters()).isEqualTo(6);
    }

    @Test
    void theJackknifeOfAMacroMeanOverNestedPairsIsTheTTestOfThePairs() {
        PairwiseAgreement a = simulated(true);
        double[] kappas = new double[6];
        int[] cluster = new int[6];
        for (int p = 0; p < 6; p++) {
            kappas[p] = kappa(a.table(p));
            cluster[p] = p;
        }
        Interval t = ClusteredInference.withDefaults()
                .on(ClusteredMeans.of(kappas, cluster, 6))
                .mean(0);
        Interval jackknife = a.interval(Pooling.MACRO, PairwiseAgreementTest::kappa, ClusteredInference.withDefaults());
        Estimate estimate = a.estimate(Pooling.MACRO, PairwiseAgreementTest::kappa);
        assertThat(estimate.interval(0.95).lower()).isCloseTo(t.lower(), within(1e-10));
        assertThat(estimate.interval(0.95).upper()).isCloseTo(t.upper(), within(1e-10));
        assertThat(estimate.degreesOfFreedom()).isEqualTo(5);
        assertThat(jackknife.lower()).isEqualTo(estimate.interval(0.95, -1, 1).lower());
        assertThat(jackknife.upper()).isEqualTo(estimate.interval(0.95, -1, 1).upper());
        assertThat(jackknife.method()).isEqualTo(IntervalMethod.LOGIT);
        ClusteredInference how = ClusteredInference.withDefaults().withResamples(400);
        for (IntervalMethod m :
                new IntervalMethod[] {IntervalMethod.PERCENTILE, IntervalMethod.BASIC, IntervalMethod.BCA}) {
            Interval ofMeans =
                    how.with(m).on(ClusteredMeans.of(kappas, cluster, 6)).mean(0);
            Interval ofTables = a.interval(Pooling.MACRO, PairwiseAgreementTest::kappa, how.with(m));
            assertThat(ofTables.lower()).isCloseTo(ofMeans.lower(), within(1e-10));
            assertThat(ofTables.upper()).isCloseTo(ofMeans.upper(), within(1e-10));
            assertThat(ofTables.method()).isEqualTo(m);
        }
    }

    @Test
    void replicatesAreTablesOfTheUnitsWrittenOut() {
        PairwiseAgreement a = simulated(false);
        int resamples = 30;
        ClusteredInference how = ClusteredInference.withDefaults()
                .withResamples(resamples)
                .with(IntervalMethod.PERCENTILE)
                .withLevel(0.999999);
        ResamplingPlan plan = new ResamplingPlan(0, resamples, 8, 0);
        double[] micro = new double[resamples];
        double[] macro = new double[resamples];
        LikertStudy.Sample sample =
                LikertStudy.withDefaults().withScenarios(8).withCharacters(6).simulate(11);
        for (int b = 0; b < resamples; b++) {
            int[] w = plan.weights(b);
            PairTable pooled = PairTable.empty(5);
            for (int h = 0; h < 6; h++) {
                PairTable table = PairTable.empty(5);
                for (int s = 0; s < 8; s++) {
                    for (int t = 0; t < w[s]; t++) {
                        for (int c = 0; c < 2; c++) {
                            table = table.plus(PairTable.of(
                                    new int[] {sample.level(c, h, s, 0, 0)},
                                    new int[] {sample.level(c, h, s, 1, 0)},
                                    5));
                        }
                    }
                }
                macro[b] += kappa(table) / 6;
                pooled = pooled.plus(table);
            }
            micro[b] = kappa(pooled);
        }
        Arrays.sort(micro);
        Arrays.sort(macro);
        assertThat(a.interval(Pooling.MICRO, PairwiseAgreementTest::kappa, how).lower())
                .isCloseTo(micro[0], within(1e-5));
        assertThat(a.interval(Pooling.MICRO, PairwiseAgreementTest::kappa, how).upper())
                .isCloseTo(micro[resamples - 1], within(1e-5));
        assertThat(a.interval(Pooling.MACRO, PairwiseAgreementTest::kappa, how).lower())
                .isCloseTo(macro[0], within(1e-5));
        assertThat(a.interval(Pooling.MACRO, PairwiseAgreementTest::kappa, how).upper())
                .isCloseTo(macro[resamples - 1], within(1e-5));
    }

    @Test
    void threadsDoNotMatter() {
        PairwiseAgreement a = simulated(false);
        ClusteredInference how =
                ClusteredInference.withDefaults().withResamples(200).with(IntervalMethod.BCA);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            assertThat(a.interval(Pooling.MICRO, PairwiseAgreementTest::kappa, how.with(threads)))
                    .isEqualTo(a.interval(Pooling.MICRO, PairwiseAgreementTest::kappa, how));
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aResampleWithoutACoefficientMakesBootstrapBoundsNaN() {
        PairTable varied = PairTable.of(new long[][] {{3, 1}, {1, 3}});
        PairTable mixed = PairTable.of(new long[][] {{4, 1}, {2, 3}});
        PairTable constant = PairTable.of(new long[][] {{5, 0}, {0, 0}});
        PairwiseAgreement a = PairwiseAgreement.of(new PairTable[][] {{varied, mixed, constant}});
        ClusteredInference how = ClusteredInference.withDefaults().withResamples(500);
        for (Pooling pooling : Pooling.values()) {
            assertThat(a.interval(pooling, PairwiseAgreementTest::kappa, how).width())
                    .isPositive();
            for (IntervalMethod method :
                    new IntervalMethod[] {IntervalMethod.PERCENTILE, IntervalMethod.BASIC, IntervalMethod.BCA}) {
                Interval i = a.interval(pooling, PairwiseAgreementTest::kappa, how.with(method));
                assertThat(i.lower()).as("%s %s", pooling, method).isNaN();
                assertThat(i.estimate()).isFinite();
            }
        }
    }

    @Test
    void pairsWithoutACoefficientAreLeftOutAndCounted() {
        PairTable good = PairTable.of(new long[][] {{3, 1}, {1, 3}});
        PairTable constant = PairTable.of(new long[][] {{5, 0}, {0, 0}});
        PairTable none = PairTable.empty(2);
        PairwiseAgreement a = PairwiseAgreement.of(new PairTable[][] {{good, good}, {constant, none}, {none, none}});
        assertThat(a.value(Pooling.MACRO, PairwiseAgreementTest::kappa)).isCloseTo(0.5, within(1e-14));
        assertThat(a.undefined(PairwiseAgreementTest::kappa)).isEqualTo(2);
        assertThat(a.ofPair(2, PairwiseAgreementTest::kappa, ClusteredInference.withDefaults())
                        .lower())
                .isNaN();
        assertThat(a.ofPair(1, PairwiseAgreementTest::kappa, ClusteredInference.withDefaults())
                        .lower())
                .isNaN();
        for (IntervalMethod method : List.of(IntervalMethod.T, IntervalMethod.PERCENTILE, IntervalMethod.BCA)) {
            Interval alike = a.ofPair(
                    0,
                    PairwiseAgreementTest::kappa,
                    ClusteredInference.withDefaults().with(method));
            assertThat(alike.estimate()).isCloseTo(0.5, within(1e-12));
            assertThat(alike.width())
                    .as("both clusters say the same, which shows nothing")
                    .isNaN();
        }
        assertThat(PairwiseAgreement.of(new PairTable[][] {{none}}).value(Pooling.MACRO, PairwiseAgreementTest::kappa))
                .isNaN();
        Interval one = PairwiseAgreement.of(new PairTable[][] {{good}})
                .interval(
                        Pooling.MICRO,
                        PairwiseAgreementTest::kappa,
                        ClusteredInference.withDefaults().with(IntervalMethod.BCA));
        assertThat(one.estimate()).isCloseTo(0.5, within(1e-14));
        assertThat(one.lower()).isNaN();
    }

    @Test
    void smallPairsCanBeLeftOutOfTheMacroMean() {
        PairTable good = PairTable.of(new long[][] {{30, 10}, {10, 30}});
        PairTable two = PairTable.of(new long[][] {{0, 1}, {1, 0}});
        PairTable none = PairTable.empty(2);
        PairwiseAgreement all =
                PairwiseAgreement.of(new PairTable[][] {{good, none, none}, {none, two, none}, {good, none, good}});
        assertThat(all.small()).isZero();
        assertThat(all.value(Pooling.MACRO, PairwiseAgreementTest::kappa)).isCloseTo(0, within(1e-14));
        PairwiseAgreement large = all.withAtLeast(10);
        assertThat(large.small()).isEqualTo(1);
        assertThat(large.undefined(PairwiseAgreementTest::kappa)).isZero();
        assertThat(large.value(Pooling.MACRO, PairwiseAgreementTest::kappa)).isCloseTo(0.5, within(1e-14));
        assertThat(large.value(Pooling.MICRO, PairwiseAgreementTest::kappa))
                .isEqualTo(all.value(Pooling.MICRO, PairwiseAgreementTest::kappa));
        Interval wide = all.interval(Pooling.MACRO, PairwiseAgreementTest::kappa, ClusteredInference.withDefaults());
        assertThat(wide.lower()).isGreaterThan(-1);
        assertThat(wide.upper()).isLessThan(1);
    }

    @Test
    void unitsOneByOneAreCountedAsTablesAre() {
        LikertStudy.Sample sample =
                LikertStudy.withDefaults().withScenarios(8).withCharacters(6).simulate(11);
        int[][] columns = new int[4][2 * 6 * 8];
        for (int i = 0; i < columns[0].length; i++) {
            int h = i % 6;
            int s = i / 6 % 8;
            columns[0][i] = h;
            columns[1][i] = s;
            columns[2][i] = sample.level(i / 48, h, s, 0, 0);
            columns[3][i] = sample.level(i / 48, h, s, 1, 0);
        }
        PairwiseAgreement units = PairwiseAgreement.of(5, columns[0], columns[1], columns[2], columns[3]);
        for (Pooling pooling : Pooling.values()) {
            assertThat(units.estimate(pooling, PairwiseAgreementTest::kappa))
                    .isEqualTo(simulated(false).estimate(pooling, PairwiseAgreementTest::kappa));
        }
        assertThat(units.pooled()).isEqualTo(simulated(false).pooled());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PairwiseAgreement.of(5, columns[0], columns[1], columns[2], new int[3]))
                .withMessageContaining("second has 3, both need");
    }

    /** Leaving a cluster out by subtraction is leaving it out and computing again. */
    @Test
    void theJackknifeSubtracts() {
        PairwiseAgreement a = simulated(false);
        for (Pooling pooling : Pooling.values()) {
            double[] without = new double[8];
            for (int c = 0; c < 8; c++) {
                PairTable[][] rest = new PairTable[6][7];
                for (int p = 0; p < 6; p++) {
                    for (int k = 0; k < 7; k++) {
                        rest[p][k] = tables(p, k < c ? k : k + 1);
                    }
                }
                without[c] = PairwiseAgreement.of(rest).value(pooling, PairwiseAgreementTest::kappa);
            }
            assertThat(a.estimate(pooling, PairwiseAgreementTest::kappa).standardError())
                    .isCloseTo(Jackknife.of(without).standardError(), within(1e-12));
        }
    }

    private static PairTable tables(int pair, int scenario) {
        LikertStudy.Sample sample =
                LikertStudy.withDefaults().withScenarios(8).withCharacters(6).simulate(11);
        int[] first = {sample.level(0, pair, scenario, 0, 0), sample.level(1, pair, scenario, 0, 0)};
        int[] second = {sample.level(0, pair, scenario, 1, 0), sample.level(1, pair, scenario, 1, 0)};
        return PairTable.of(first, second, 5);
    }

    @Test
    void ratersWhoTurnTheScaleRoundHaveIntervalsByEveryMethod() {
        PairTable turned = PairTable.of(
                new long[][] {{0, 0, 0, 0, 15}, {0, 0, 0, 10, 0}, {0, 0, 0, 0, 0}, {0, 10, 0, 0, 0}, {15, 0, 0, 0, 0}});
        PairTable ends = PairTable.of(
                new long[][] {{0, 0, 0, 0, 15}, {0, 0, 0, 0, 0}, {0, 0, 0, 0, 0}, {0, 0, 0, 0, 0}, {15, 0, 0, 0, 0}});
        PairwiseAgreement a = PairwiseAgreement.of(new PairTable[][] {{turned, turned, ends, turned, turned}});
        for (IntervalMethod method : IntervalMethod.values()) {
            if (method != IntervalMethod.STUDENTIZED) {
                Interval ac = a.interval(
                        Pooling.MICRO,
                        t -> t.gwetAc(Weights.QUADRATIC),
                        ClusteredInference.withDefaults().with(method));
                assertThat(ac.estimate()).isLessThan(-1);
                assertThat(ac.lower()).isLessThanOrEqualTo(ac.estimate());
                assertThat(ac.upper()).isBetween(ac.estimate(), 0.0);
            }
        }
    }

    @Test
    void clustersThatNoPairRatedInAreNoEvidence() {
        PairTable none = PairTable.empty(5);
        PairTable[] own = {tables(0, 0), tables(0, 1), tables(0, 2)};
        PairwiseAgreement alone = PairwiseAgreement.of(new PairTable[][] {own});
        PairwiseAgreement among = PairwiseAgreement.of(
                new PairTable[][] {{none, own[0], none, none, own[1], none, none, own[2], none, none}});
        for (Pooling pooling : Pooling.values()) {
            assertThat(among.estimate(pooling, t -> t.agreementWithin(1)))
                    .isEqualTo(alone.estimate(pooling, t -> t.agreementWithin(1)));
        }
    }

    @Test
    void errorsSayWhatIsAllowed() {
        PairTable t = PairTable.empty(2);
        assertThatIllegalArgumentException().isThrownBy(() -> PairwiseAgreement.of(new PairTable[0][0]));
        assertThatIllegalArgumentException().isThrownBy(() -> PairwiseAgreement.of(new PairTable[1][0]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PairwiseAgreement.of(new PairTable[][] {{t, t}, {t}}))
                .withMessage("tables[1] has 1 clusters, tables[0] has 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PairwiseAgreement.of(new PairTable[][] {{t, PairTable.empty(3)}}))
                .withMessageContaining("3 levels");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PairwiseAgreement.of(new PairTable[][] {{t}})
                        .interval(
                                Pooling.MICRO,
                                PairwiseAgreementTest::kappa,
                                ClusteredInference.withDefaults().with(IntervalMethod.STUDENTIZED)))
                .withMessageContaining("use T, PERCENTILE, BASIC or BCA");
    }
}
