package esrp.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import esrp.stats.cluster.ClusteredEstimates;
import esrp.stats.cluster.ClusteredInference;
import esrp.stats.cluster.ClusteredMeans;
import java.util.List;
import java.util.Random;
import org.apache.commons.statistics.distribution.TDistribution;
import org.junit.jupiter.api.Test;

class EstimateTest {
    private static final double[] A = {3.1, 4.0, 2.5, 4.4, 3.8, 3.9};
    private static final double[] B = {2.9, 3.5, 2.9, 4.1, 3.1, 3.6};

    private static ClusteredMeans oneValueClusters(double[]... columns) {
        double[][] sums = new double[columns[0].length][columns.length];
        double[][] counts = new double[columns[0].length][columns.length];
        for (int k = 0; k < columns.length; k++) {
            for (int g = 0; g < sums.length; g++) {
                sums[g][k] = columns[k][g];
                counts[g][k] = 1;
            }
        }
        return ClusteredMeans.of(sums, counts);
    }

    @Test
    void equalClustersGiveTheTTest() {
        ClusteredEstimates estimates = ClusteredInference.withDefaults().on(oneValueClusters(A, B));
        // scipy 1.17.1: ttest_rel(a, b), .confidence_interval(.95), sem(a - b)
        Estimate d = estimates.estimate(0, 1);
        assertThat(d.pValue(0)).isCloseTo(0.13977903110517478, within(1e-12));
        assertThat(d.standardError()).isCloseTo(0.15202339001321838, within(1e-14));
        assertThat(d.degreesOfFreedom()).isCloseTo(5, within(1e-12));
        assertThat(estimates.difference(0, 1).lower()).isCloseTo(-0.1241218982931675, within(1e-12));
        assertThat(estimates.difference(0, 1).upper()).isCloseTo(0.657455231626501, within(1e-12));
        // scipy 1.17.1: ttest_1samp(a, 3.0, alternative='greater').pvalue
        assertThat(estimates.estimate(0).pAbove(3)).isCloseTo(0.04027289028916978, within(1e-12));
        assertThat(estimates.estimate(0).pBelow(3)).isCloseTo(1 - 0.04027289028916978, within(1e-12));
        // scipy 1.17.1: ttest_1samp(a, 3.0).confidence_interval(.9)
        Interval mean = ClusteredInference.withDefaults()
                .withLevel(0.9)
                .on(oneValueClusters(A, B))
                .mean(0);
        assertThat(mean.lower()).isCloseTo(3.0481118816650765, within(1e-12));
        assertThat(mean.upper()).isCloseTo(4.185221451668256, within(1e-12));
        assertThat(mean.level()).isEqualTo(0.9);
        assertThat(mean.method()).isEqualTo(IntervalMethod.T);
    }

    @Test
    void quantilesAreStudents() {
        // scipy 1.17.1: t.ppf(.975, 7.3)
        assertThat(TDistribution.of(7.3).inverseCumulativeProbability(0.975))
                .isCloseTo(2.345066736547703, within(1e-9));
        // scipy 1.17.1: t.ppf([.975, .9], [99000, 123456]), t.cdf(-2.1, [99000, 123456])
        assertThat(TDistribution.of(99_000).inverseCumulativeProbability(0.975))
                .isCloseTo(1.9599879471636965, within(1e-10));
        assertThat(TDistribution.of(123_456).inverseCumulativeProbability(0.9))
                .isCloseTo(1.2815584229625585, within(1e-10));
        assertThat(TDistribution.of(99_000).cumulativeProbability(-2.1)).isCloseTo(0.01786568243496327, within(1e-10));
        assertThat(TDistribution.of(123_456).cumulativeProbability(-2.1))
                .isCloseTo(0.017865432463068476, within(1e-10));
        // scipy 1.17.1: norm.ppf(.975)
        assertThat(Estimate.of(0, 1, Double.POSITIVE_INFINITY).interval(0.95).upper())
                .isCloseTo(1.959963984540054, within(1e-8));
    }

    @Test
    void quantilesInvertProbabilities() {
        for (double df : new double[] {0.3, 1, 1.9, 2, 2.5, 4, 9, 19.7, 300, 9e4}) {
            for (double p : new double[] {1e-6, 0.001, 0.025, 0.2, 0.5, 0.77, 0.975, 0.9995, 1 - 1e-6}) {
                assertThat(TDistribution.of(df)
                                .cumulativeProbability(TDistribution.of(df).inverseCumulativeProbability(p)))
                        .as(p + " " + df)
                        .isCloseTo(p, within(1e-10));
            }
        }
    }

    @Test
    void noVariationMeansNoWidth() {
        Estimate constant = Estimate.of(2, 0, 3);
        assertThat(constant.interval(0.95))
                .isEqualTo(Interval.of(2, 2, 2, 0.95, IntervalMethod.T).withStandardError(0));
        assertThat(constant.pValue(2)).isEqualTo(1);
        assertThat(constant.pValue(1.9)).isEqualTo(0);
        assertThat(constant.pAbove(1.9)).isEqualTo(0);
        assertThat(constant.pAbove(2)).isEqualTo(1);
        assertThat(constant.pBelow(2.1)).isEqualTo(0);
    }

    @Test
    void constantValuesAtALimitHaveTheBoundsOfClopperAndPearson() {
        // scipy 1.17.1: binomtest(n, n).proportion_ci(c).low for n, c = (4, .95), (20, .95), (7, .9)
        double[][] rows = {{4, 0.95, 0.3976353643835142}, {20, 0.95, 0.8315665290169145}, {7, 0.9, 0.6518363448688391}};
        for (double[] row : rows) {
            Interval top = Estimate.ofConstant(1, 0, 1, row[0] - 1).interval(row[1]);
            assertThat(top.lower()).isCloseTo(row[2], within(1e-12));
            assertThat(top.upper()).isEqualTo(1);
            assertThat(top.standardError()).isZero();
            Interval bottom = Estimate.ofConstant(1, 1, 5, row[0] - 1).interval(row[1], 1, 5);
            assertThat(bottom.lower()).isEqualTo(1);
            assertThat(bottom.upper()).isCloseTo(5 - 4 * row[2], within(1e-12));
            double tail = (1 - row[1]) / 2;
            assertThat(Estimate.ofConstant(0, -4, 4, row[0] - 1)
                            .interval(row[1])
                            .lower())
                    .isCloseTo(-4 * (1 - Math.pow(tail, 1 / row[0])), within(1e-12));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Estimate.ofConstant(5.1, 1, 5, 3))
                .withMessageContaining("value: 5.1 is outside [1.0, 5.0]");
    }

    @Test
    void boundsOfConstantValuesAreWhereTheirPValuesReachTheTail() {
        Estimate constant = Estimate.ofConstant(0.5, -4, 4, 11);
        Interval bounds = constant.interval(0.95);
        assertThat(constant.pAbove(bounds.lower())).isCloseTo(0.025, within(1e-12));
        assertThat(constant.pBelow(bounds.upper())).isCloseTo(0.025, within(1e-12));
        assertThat(constant.pValue(0)).isCloseTo(2 * Math.pow(4 / 4.5, 12), within(1e-12));
        assertThat(constant.pAbove(0.5)).isEqualTo(1);
        assertThat(constant.pAbove(-4)).isZero();
        assertThat(constant.pAbove(-5)).isZero();
        assertThat(Estimate.ofConstant(4, -4, 4, 3).pBelow(4.5)).isZero();
        assertThat(constant).isNotEqualTo(Estimate.of(0.5, 0, 11));
    }

    @Test
    void aBoundedIntervalIsMadeOnTheLogitOfThePosition() {
        // scipy 1.17.1: p = (v - lo) / (hi - lo); h = t.ppf(.975, df) * se / (hi - lo) / (p * (1 - p)); lo + (hi - lo)
        // * expit(logit(p) ± h)
        Interval mean = Estimate.of(4.6, 0.1, 9).interval(0.95, 1, 5);
        assertThat(mean.lower()).isCloseTo(4.31047704285831, within(1e-12));
        assertThat(mean.upper()).isCloseTo(4.7761748292674, within(1e-12));
        assertThat(mean.standardError()).isEqualTo(0.1);
        // numpy 2.4.6: tanh(arctanh(-.2) + [-1, 1] * t.ppf(.975, 6.5) * .15 / (1 - .04)), Fisher's z
        Interval coefficient = Estimate.of(-0.2, 0.15, 6.5).interval(0.95, -1, 1);
        assertThat(coefficient.lower()).isCloseTo(-0.5212433111925565, within(1e-12));
        assertThat(coefficient.upper()).isCloseTo(0.1708870552351367, within(1e-12));
        // At a limit the plain interval is cut: t.ppf(.975, 9) = 2.262157162798205.
        assertThat(Estimate.of(5, 0.1, 9).interval(0.95, 1, 5).lower())
                .isCloseTo(5 - 0.2262157162798205, within(1e-12));
        assertThat(Estimate.of(5, 0.1, 9).interval(0.95, 1, 5).upper()).isEqualTo(5);
        assertThat(Estimate.of(1, 0.1, 9).interval(0.95, 1, 5).upper())
                .isCloseTo(1 + 0.2262157162798205, within(1e-12));
        assertThat(Estimate.of(1, 0.1, 9).interval(0.95, 1, 5).lower()).isEqualTo(1);
        assertThat(Estimate.of(0.5, 0, 9).interval(0.95, 0, 1).width())
                .as("nothing varied, and of what is not said")
                .isNaN();
        assertThat(Estimate.of(4.6, 0.1, 9)).isEqualTo(Estimate.of(4.6, 0.1, 9)).isNotEqualTo(Estimate.of(4.6, 0.1, 8));
        assertThat(Estimate.of(Double.NaN, 0.1, 9).interval(0.95).upper()).isNaN();
        assertThat(Estimate.of(Double.NaN, 0, 9).pAbove(0)).isNaN();
    }

    @Test
    void noEstimateLiesOutsideItsOwnIntervalNorTheIntervalOutsideTheLimits() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            double lowest = random.nextInt(21) / 10.0 - 1;
            double highest = lowest + (1 + random.nextInt(100)) / 10.0;
            double value = lowest + (highest - lowest) * random.nextDouble();
            double error = random.nextBoolean() ? 0 : Math.pow(10, -random.nextInt(20));
            double df = 1 + random.nextInt(20);
            boolean varies = error > 1e-12 * (highest - lowest);
            assertThat(Estimate.of(value, error, df)
                            .interval(0.95, lowest, highest)
                            .contains(value))
                    .isEqualTo(varies);
            Estimate estimate =
                    varies ? Estimate.of(value, error, df) : Estimate.ofConstant(value, lowest, highest, df);
            Interval interval = estimate.interval(0.95, lowest, highest);
            assertThat(interval.contains(value)).as("%s", interval).isTrue();
            assertThat(interval.lower()).isGreaterThanOrEqualTo(lowest);
            assertThat(interval.upper()).isLessThanOrEqualTo(highest);
        }
    }

    @Test
    void undefinedStaysUndefined() {
        Estimate one = ClusteredInference.withDefaults()
                .on(oneValueClusters(new double[] {3}))
                .estimate(0);
        assertThat(one.value()).isEqualTo(3);
        assertThat(one.standardError()).isNaN();
        assertThat(one.interval(0.95).lower()).isNaN();
        assertThat(one.pValue(0)).isNaN();
        assertThat(one.pAbove(0)).isNaN();
    }

    @Test
    void valuesAreChecked() {
        assertThatIllegalArgumentException().isThrownBy(() -> Estimate.of(1, -1, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> Estimate.of(1, 1, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Estimate.of(1, 1, 2).interval(1));
        assertThat(Estimate.of(0.1234, 0.05, 19)).hasToString("0.123 (SE 0.050, df 19.0)");
    }

    @Test
    void withoutAFigureThereIsNoConclusion() {
        for (Estimate e :
                List.of(Estimate.of(Double.NaN, 1, 5), Estimate.of(1, Double.NaN, 5), Estimate.of(1, 1, Double.NaN))) {
            assertThat(e.pValue(0)).isNaN();
            assertThat(e.interval(0.95).lower()).isNaN();
            assertThat(e.interval(0.95, 0, 2).upper()).isNaN();
        }
        assertThat(Estimate.of(1, 2, 3)).isEqualTo(Estimate.of(1, 2, 3)).hasSameHashCodeAs(Estimate.of(1, 2, 3));
        assertThat(Estimate.of(1, 2, 3).hashCode())
                .isNotEqualTo(Estimate.of(1, 2, 4).hashCode());
        assertThat(Estimate.of(1, 2, 3).withDegreesOfFreedom(4)).isEqualTo(Estimate.of(1, 2, 4));
    }
}
