package esrp.stats.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import esrp.stats.Interval;
import esrp.stats.internal.NormalStream;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PredictionPoweredTest {
    private static final PredictionPowered PPI = PredictionPowered.withDefaults();

    /** 30 clusters of 20 items, the first 4 of each labelled; the judge is biased and follows people as far as told. */
    private static PredictionPowered.Sample sample(double follows, double bias, long seed) {
        NormalStream normal = new NormalStream(seed, 0);
        double[] human = new double[600];
        double[] judge = new double[600];
        int[] cluster = new int[600];
        double ofCluster = 0;
        for (int i = 0; i < 600; i++) {
            ofCluster = i % 20 == 0 ? 0.3 * normal.next() : ofCluster;
            double quality = 3.5 + ofCluster + normal.next();
            double score = quality + 0.3 * normal.next();
            judge[i] = bias + follows * quality + 0.3 * normal.next();
            human[i] = i % 20 < 4 ? score : Double.NaN;
            cluster[i] = i / 20;
        }
        return PredictionPowered.Sample.random(human, judge, cluster, 30);
    }

    @Test
    void independentItemsGiveTheFormulaOfPpiPlusPlus() {
        double[] y = {4, 3, 5, 2, 4, 3, 5, 4};
        double[] f = {4.2, 3.1, 4.4, 2.8, 3.5, 3.3, 4.9, 3.8};
        double[] g = {3.0, 4.1, 2.2, 4.6, 3.9, 3.4, 4.8, 2.9, 3.3, 3.7, 4.0, 3.6};
        double[] human = new double[20];
        Arrays.fill(human, Double.NaN);
        System.arraycopy(y, 0, human, 0, 8);
        double[] judge = new double[20];
        System.arraycopy(f, 0, judge, 0, 8);
        System.arraycopy(g, 0, judge, 8, 12);
        PredictionPowered.Result e = PPI.mean(PredictionPowered.Sample.random(human, judge));
        // numpy 2.4.6, with population moments: lam = cov(y, f)/n / (var(f)/n + var(g)/N), theta = mean(y) + lam
        // (mean(g) - mean(f))
        assertThat(e.lambda()).isCloseTo(LAMBDA, within(1e-12));
        assertThat(e.estimate().value()).isCloseTo(THETA, within(1e-12));
        // with h = (y - mean)/n, x = -(f - mean)/n, w = (g - mean)/N, S = sum(x²) + sum(w²), e = (h + lam x)/(1 -
        // x²/S):
        // se² = sum(e²) n/(n-1) + (sum(e²) + lam² sum(w²))/(n-2)/S (mean(g) - mean(f))² + lam² sum(w²) N/(N-1)
        assertThat(e.estimate().standardError()).isCloseTo(SE, within(1e-12));
        assertThat(e.estimate().degreesOfFreedom()).isCloseTo(DF, within(1e-9));
        assertThat(e.correlation()).isCloseTo(CORRELATION, within(1e-12));
        assertThat(e.humanOnly().value()).isCloseTo(3.75, within(1e-14));
        // scipy 1.17.1: sem(y)
        assertThat(e.humanOnly().standardError()).isCloseTo(SEM, within(1e-12));
        assertThat(e.humanOnly().degreesOfFreedom()).isEqualTo(7);
        assertThat(e.labels()).isEqualTo(8);
    }

    private static final double LAMBDA = 0.7799241740386351;
    private static final double THETA = 3.652509478245171;
    private static final double SE = 0.27881711518577734;
    private static final double DF = 12.2320922715658;
    private static final double CORRELATION = 0.9315560155833313;
    private static final double SEM = 0.3659625273556999;

    @Test
    void theJudgesBiasCancels() {
        PredictionPowered.Result fair = PPI.mean(sample(1, 0, 1));
        PredictionPowered.Result biased = PPI.mean(sample(1, 2, 1));
        assertThat(biased.estimate().value()).isCloseTo(fair.estimate().value(), within(1e-9));
        assertThat(biased.interval().width()).isCloseTo(fair.interval().width(), within(1e-9));
    }

    @Test
    void aGoodJudgeIsWorthManyLabelsAndAUselessOneIsIgnored() {
        PredictionPowered.Result good = PPI.mean(sample(1, 0.5, 1));
        assertThat(good.lambda()).isBetween(0.5, 1.0);
        assertThat(IntStream.range(0, 100)
                        .mapToObj(seed -> PPI.mean(sample(1, 0.5, seed)))
                        .mapToDouble(
                                e -> e.interval().width() / e.humanInterval().width())
                        .average()
                        .orElseThrow())
                .isBetween(0.7, 0.9);
        assertThat(good.labelsGained()).isGreaterThan(40);
        assertThat(good.effectiveLabels()).isEqualTo(good.labels() + good.labelsGained());
        assertThat(good.correlation()).isGreaterThan(0.8);
        assertThat(good).asString().contains("from 120 human scores").contains("lambda");
        PredictionPowered.Result useless = PPI.mean(sample(0, 0.5, 1));
        assertThat(useless.lambda()).isBetween(0.0, 0.6);
        PredictionPowered.Result contrary = PPI.mean(sample(-1, 0, 1));
        assertThat(contrary.lambda()).isZero();
        assertThat(contrary.interval()).isEqualTo(contrary.humanInterval());
        assertThat(contrary.labelsGained()).isZero();
    }

    @Test
    void aJudgeIsWorthNoMoreThanEverythingItScored() {
        double[] human = new double[200];
        double[] judge = new double[200];
        for (int i = 0; i < human.length; i++) {
            // Wholly right where people looked, and the same everywhere else: nothing is left that varies.
            judge[i] = i < 50 ? i % 5 : 2;
            human[i] = i < 50 ? judge[i] : Double.NaN;
        }
        PredictionPowered.Result same =
                PredictionPowered.withDefaults().mean(PredictionPowered.Sample.random(human, judge));
        assertThat(same.lambda()).isEqualTo(1);
        assertThat(same.effectiveLabels()).isEqualTo(200);
        assertThat(same.labelsGained()).isEqualTo(150);
    }

    @Test
    void neverWiderThanPeopleAloneByMoreThanThreePercent() {
        for (int seed = 0; seed < 200; seed++) {
            PredictionPowered.Result e = PPI.mean(sample(0.1 * (seed % 5), 0, seed));
            assertThat(e.interval().width())
                    .isLessThanOrEqualTo(1.03 * e.humanInterval().width() + 1e-12);
        }
    }

    @Test
    void humanIntervalIsTheClusterTInterval() {
        PredictionPowered.Sample s = sample(1, 0, 3);
        double[] values = new double[120];
        int[] cluster = new int[120];
        int n = 0;
        for (int i = 0; i < 600; i++) {
            if (s.labelled(i)) {
                values[n] = s.human[i];
                cluster[n++] = s.cluster[i];
            }
        }
        Interval t = ClusteredInference.withDefaults()
                .on(ClusteredMeans.of(values, cluster, 30))
                .mean(0);
        PredictionPowered.Result e = PPI.mean(s);
        assertThat(e.humanInterval().lower()).isCloseTo(t.lower(), within(1e-10));
        assertThat(e.humanInterval().upper()).isCloseTo(t.upper(), within(1e-10));
        assertThat(PPI.withLevel(0.8).mean(s).interval().width())
                .isLessThan(e.interval().width());
    }

    @Test
    void differencesArePairedByCluster() {
        PredictionPowered.Sample a = sample(1, 0.5, 5);
        PredictionPowered.Result same = PPI.difference(a, a);
        assertThat(same.estimate().value()).isCloseTo(0, within(1e-15));
        assertThat(same.estimate().standardError()).isCloseTo(0, within(1e-15));
        PredictionPowered.Sample b = sample(1, 0.2, 6);
        PredictionPowered.Result d = PPI.difference(a, b);
        assertThat(d.humanOnly().value())
                .isCloseTo(
                        PPI.mean(a).humanOnly().value()
                                - PPI.mean(b).humanOnly().value(),
                        within(1e-12));
        assertThat(d.estimate().value())
                .isCloseTo(-PPI.difference(b, a).estimate().value(), within(1e-12));
        assertThat(d.labels()).isEqualTo(240);
        assertThat(d.interval().width()).isLessThan(d.humanInterval().width());
    }

    @Test
    void withoutOtherItemsOrClustersTheJudgeIsLeftOut() {
        PredictionPowered.Sample all =
                PredictionPowered.Sample.random(new double[] {1, 2, 3, 4, 5}, new double[] {1, 2, 3, 4, 5});
        assertThat(PPI.mean(all).lambda()).isZero();
        assertThat(PPI.mean(all).interval().lower()).isPositive();
        PredictionPowered.Sample few = PredictionPowered.Sample.random(
                new double[] {1, 2, 3, Double.NaN, Double.NaN},
                new double[] {1, 2, 3, 2, 2},
                new int[] {0, 1, 2, 3, 3},
                4);
        assertThat(PPI.mean(few).lambda()).isZero();
        PredictionPowered.Sample one =
                PredictionPowered.Sample.random(new double[] {1, Double.NaN}, new double[] {1, 2});
        assertThat(PPI.mean(one).interval().lower()).isNaN();
        PredictionPowered.Sample constant = PredictionPowered.Sample.random(
                new double[] {1, 2, 3, 4, 3, Double.NaN}, new double[] {2, 2, 2, 2, 2, 2});
        assertThat(PPI.mean(constant).lambda()).isZero();
    }

    @Test
    void inputIsChecked() {
        double[] three = {1, 2, 3};
        assertThatIllegalArgumentException().isThrownBy(() -> PPI.withLevel(1));
        assertThatIllegalArgumentException().isThrownBy(() -> PredictionPowered.Sample.random(three, new double[2]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PredictionPowered.Sample.random(three, three, new int[] {0, 0, 1}, 1))
                .withMessage("cluster[2]: 1 is outside 0..0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PredictionPowered.Sample.random(three, three, new int[2], 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PredictionPowered.Sample.random(three, new double[] {1, 2, Double.NaN}));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PredictionPowered.Sample.random(new double[] {1, 1 / 0.0, 2}, three));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PredictionPowered.Sample.random(new double[] {Double.NaN}, new double[] {1}))
                .withMessage("human: no item has a human score");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PPI.difference(sample(1, 0, 1), PredictionPowered.Sample.random(three, three)));
        PredictionPowered.Sample s = sample(1, 0, 1);
        assertThat(s.items()).isEqualTo(600);
        assertThat(s.clusters()).isEqualTo(30);
    }
}
