package esrp.stats.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import esrp.stats.Estimate;
import esrp.stats.Interval;
import esrp.stats.IntervalMethod;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class ClusteredEstimatesTest {
    private static final double[][] SUMS = {{8, 7}, {9, 9}, {5, 6}, {7, 4}};
    private static final double[][] COUNTS = {{2, 2}, {2, 2}, {2, 2}, {2, 2}};

    @Test
    void theMeanIsTheRatioOfSums() {
        ClusteredMeans data = ClusteredMeans.of(new double[][] {{10, 3}, {4, 0}}, new double[][] {{3, 1}, {1, 0}});
        assertThat(data.means()).containsExactly(3.5, 3);
        assertThat(data.mean(1)).isEqualTo(3);
        assertThat(data.count(0)).isEqualTo(4);
        assertThat(data.columns()).isEqualTo(2);
        assertThat(data.units()).isEqualTo(2);
        assertThat(data.crossedUnits()).isZero();
        assertThat(data).hasToString("2 columns, 2 units");
    }

    @Test
    void unequalClustersGiveTheLinearisedStandardErrorOfARatio() {
        ClusteredMeans data = ClusteredMeans.of(new double[] {1, 2, 3, 5, 5, 4, 4}, new int[] {0, 0, 0, 1, 1, 2, 1}, 3);
        // mean 24/7; clusters (6, 3), (14, 3), (4, 1): residual sums -30/7, 26/7, 4/7
        double expected = Math.sqrt((Math.pow(30 / 49.0, 2) / (4 / 7.0))
                + (Math.pow(26 / 49.0, 2) / (4 / 7.0))
                + Math.pow(4 / 49.0, 2) / (6 / 7.0));
        Estimate e = ClusteredInference.withDefaults().on(data).estimate(0);
        assertThat(e.value()).isCloseTo(24 / 7.0, within(1e-14));
        assertThat(e.standardError()).isCloseTo(expected, within(1e-14));
        assertThat(e.degreesOfFreedom()).isLessThan(2);
    }

    @Test
    void anEmptyColumnIsNaNAndHarmsNoOther() {
        ClusteredMeans data =
                ClusteredMeans.of(new double[][] {{8, 0}, {9, 0}, {5, 0}}, new double[][] {{2, 0}, {2, 0}, {2, 0}});
        for (IntervalMethod method : IntervalMethod.values()) {
            ClusteredEstimates e = ClusteredInference.withDefaults()
                    .withResamples(200)
                    .with(method)
                    .on(data);
            assertThat(e.mean(1).lower()).isNaN();
            assertThat(e.mean(1).estimate()).isNaN();
            assertThat(e.mean(0).width()).isPositive();
            assertThat(e.contrast(2, 0).estimate()).isCloseTo(22 / 3.0, within(1e-12));
        }
    }

    @Test
    void aColumnThatSomeResamplesMissHasATIntervalAndNoBootstrapBounds() {
        ClusteredMeans data = ClusteredMeans.of(
                new double[][] {{8, 4}, {9, 5}, {5, 0}, {6, 0}}, new double[][] {{2, 1}, {2, 1}, {2, 0}, {2, 0}});
        ClusteredInference how = ClusteredInference.withDefaults().withResamples(200);
        assertThat(how.on(data).replicates(1)).contains(Double.NaN); // 1 of 16 draws neither of two clusters of four
        assertThat(how.on(data).mean(1).width()).isPositive();
        for (IntervalMethod method : IntervalMethod.values()) {
            if (method.resamples()) {
                ClusteredEstimates e = how.with(method).on(data);
                assertThat(e.mean(1).lower()).as(method.name()).isNaN();
                assertThat(e.difference(0, 1).upper()).as(method.name()).isNaN();
                assertThat(e.mean(1).estimate()).isEqualTo(4.5);
                assertThat(e.mean(0).width()).as(method.name()).isPositive();
            }
        }
    }

    @Test
    void resamplesWithoutVariationAreInfinitelyFarInStudentizedIntervals() {
        // three clusters: 3 resamples of 27 hold one of them thrice, two of these on one side of the mean, more than
        // 2.5%
        ClusteredMeans data = ClusteredMeans.of(new double[][] {{8}, {9}, {5}}, new double[][] {{2}, {2}, {2}});
        Interval i = ClusteredInference.withDefaults()
                .withResamples(2000)
                .with(IntervalMethod.STUDENTIZED)
                .on(data)
                .mean(0);
        assertThat(i.lower()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(i.upper()).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void constantDataHaveIntervalsWithoutWidth() {
        ClusteredMeans data = ClusteredMeans.of(new double[][] {{4}, {4}, {4}}, new double[][] {{1}, {1}, {1}});
        for (IntervalMethod method :
                new IntervalMethod[] {IntervalMethod.T, IntervalMethod.PERCENTILE, IntervalMethod.BASIC}) {
            Interval i = ClusteredInference.withDefaults()
                    .withResamples(50)
                    .with(method)
                    .on(data)
                    .mean(0);
            assertThat(i.lower()).isEqualTo(4);
            assertThat(i.upper()).isEqualTo(4);
        }
        assertThat(ClusteredInference.withDefaults()
                        .withResamples(50)
                        .with(IntervalMethod.BCA)
                        .on(data)
                        .mean(0)
                        .lower())
                .isNaN();
        ClusteredMeans crossed = ClusteredMeans.crossed(new double[][][] {{{4}, {4}}, {{4}, {4}}}, new double[][][] {
            {{1}, {1}}, {{1}, {1}}
        });
        assertThat(ClusteredInference.withDefaults().on(crossed).mean(0).width())
                .isZero();
    }

    @Test
    void methodsGiveTheirOwnIntervals() {
        ClusteredMeans data = ClusteredMeans.of(SUMS, COUNTS);
        ClusteredInference how = ClusteredInference.withDefaults().withResamples(2000);
        Interval percentile = how.with(IntervalMethod.PERCENTILE).on(data).mean(0);
        Interval basic = how.with(IntervalMethod.BASIC).on(data).mean(0);
        Interval studentized = how.with(IntervalMethod.STUDENTIZED).on(data).mean(0);
        assertThat(percentile.method()).isEqualTo(IntervalMethod.PERCENTILE);
        assertThat(basic.lower()).isCloseTo(2 * 3.625 - percentile.upper(), within(1e-12));
        assertThat(basic.method()).isEqualTo(IntervalMethod.BASIC);
        assertThat(studentized.width()).isGreaterThan(percentile.width());
        assertThat(studentized.method()).isEqualTo(IntervalMethod.STUDENTIZED);
        assertThat(how.with(IntervalMethod.BCA).on(data).mean(0).method()).isEqualTo(IntervalMethod.BCA);
        assertThat(how.on(data)).asString().startsWith("2 columns, 4 units, LOGIT\n0: 3.63 [");
    }

    @Test
    void crossedIntervalsSeeBothKindsOfUnits() {
        // each scenario its own level, all characters alike: only scenarios vary
        double[][][] sums = new double[6][5][1];
        double[][][] counts = new double[6][5][1];
        double[] byScenario = {1, 2, 3, 4, 5};
        double[][] oneWay = new double[5][1];
        double[][] oneWayCounts = new double[5][1];
        for (int h = 0; h < 6; h++) {
            for (int s = 0; s < 5; s++) {
                sums[h][s][0] = byScenario[s];
                counts[h][s][0] = 1;
                oneWay[s][0] += byScenario[s];
                oneWayCounts[s][0]++;
            }
        }
        ClusteredInference how = ClusteredInference.withDefaults();
        Estimate crossed = how.on(ClusteredMeans.crossed(sums, counts)).estimate(0);
        Estimate scenarios = how.on(ClusteredMeans.of(oneWay, oneWayCounts)).estimate(0);
        assertThat(crossed.standardError()).isCloseTo(scenarios.standardError(), within(1e-12));
        assertThat(crossed.degreesOfFreedom()).isCloseTo(4, within(1e-9));
        Interval pigeonhole = how.with(IntervalMethod.PERCENTILE)
                .on(ClusteredMeans.crossed(sums, counts))
                .mean(0);
        assertThat(pigeonhole.width()).isBetween(2.0, 3.0);
        Interval studentized = how.with(IntervalMethod.STUDENTIZED)
                .withResamples(1000)
                .on(ClusteredMeans.crossed(sums, counts))
                .mean(0);
        assertThat(studentized.width()).isGreaterThan(pigeonhole.width());
    }

    @Test
    void anIncompleteCrossedTableIsFittedAdditively() {
        // y = row + column with one cell missing: nothing is left in the cells
        double[][][] sums = {{{1}, {2}, {4}}, {{2}, {3}, {5}}, {{5}, {6}, {0}}};
        double[][][] counts = {{{1}, {1}, {1}}, {{1}, {1}, {1}}, {{1}, {1}, {0}}};
        ClusteredVariance v = new ClusteredVariance(ClusteredMeans.crossed(sums, counts));
        double[][][] noisy = {{{1}, {2}, {4}}, {{2}, {4}, {5}}, {{5}, {6}, {0}}};
        ClusteredVariance w = new ClusteredVariance(ClusteredMeans.crossed(noisy, counts));
        double se = v.estimate(new int[] {0}, 1).standardError();
        double rows = oneWay(sums, counts, true);
        // What columns differ by beside the rows, which are not the same for all of them; numpy 2.4.6, of
        // u = (y - mean) / 8 less its row means: (u.sum(0) ** 2 / (1 - n / 8)).sum(), n = [3, 3, 2]
        assertThat(se * se).isCloseTo(rows + COLUMNS_BESIDE, within(1e-9));
        double noisySe = w.estimate(new int[] {0}, 1).standardError();
        double sum = oneWay(noisy, counts, true) + NOISY_COLUMNS_BESIDE;
        // the residual of the additive fit of 8 cells, 3 degrees of freedom; numpy 2.4.6:
        // X = rows and columns as indicators; r = y - X @ lstsq(X, y)[0]; (r @ r) / 64 * 8 / 3
        assertThat(sum - noisySe * noisySe).isCloseTo(NOISY_CELLS, within(1e-9));
    }

    @Test
    void unitsThatAreAlikeLeaveTheVariationOfTheirCells() {
        double[][][] sums = {{{1}, {2}, {1}, {2}}, {{2}, {1}, {2}, {1}}};
        double[][][] counts = {{{1}, {1}, {1}, {1}}, {{1}, {1}, {1}, {1}}};
        Estimate alike = ClusteredInference.withDefaults()
                .on(ClusteredMeans.crossed(sums, counts).withLimits(1, 5))
                .estimate(0);
        // Eight residuals of a half with three degrees of freedom.
        assertThat(alike.standardError()).isCloseTo(Math.sqrt(8 * 0.25 / 3 / 8), within(1e-12));
        assertThat(alike.degreesOfFreedom()).isEqualTo(3);
    }

    private static final double COLUMNS_BESIDE = 0.4828703703703704;
    private static final double NOISY_COLUMNS_BESIDE = 0.5;
    private static final double NOISY_CELLS = 0.017361111111111115;

    private static double oneWay(double[][][] sums, double[][][] counts, boolean byRow) {
        double[][] s = new double[3][1];
        double[][] c = new double[3][1];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                s[byRow ? i : j][0] += sums[i][j][0];
                c[byRow ? i : j][0] += counts[i][j][0];
            }
        }
        double se = ClusteredInference.withDefaults()
                .on(ClusteredMeans.of(s, c))
                .estimate(0)
                .standardError();
        return se * se;
    }

    @Test
    void resamplesAreSharedBetweenMethods() {
        ClusteredMeans data = ClusteredMeans.of(SUMS, COUNTS);
        ClusteredInference how =
                ClusteredInference.withDefaults().withResamples(100).with(IntervalMethod.PERCENTILE);
        assertThat(how.withSeed(5).on(data).inference().seed()).isEqualTo(5);
        assertThat(how.on(data).data()).isSameAs(data);
        ClusteredEstimates percentile = how.withSeed(5).on(data);
        Interval before = percentile.mean(0);
        assertThat(percentile.with(IntervalMethod.BASIC).mean(0))
                .isEqualTo(how.withSeed(5).with(IntervalMethod.BASIC).on(data).mean(0));
        assertThat(percentile.with(IntervalMethod.T).inference().method()).isEqualTo(IntervalMethod.T);
        assertThat(percentile.with(IntervalMethod.T).plan()).isSameAs(percentile.plan());
        assertThat(percentile.mean(0)).isEqualTo(before);
    }

    @Test
    void settingsAreReadAndChecked() {
        ClusteredInference how = ClusteredInference.withDefaults();
        assertThat(how.level()).isEqualTo(0.95);
        assertThat(how.method()).isEqualTo(IntervalMethod.LOGIT);
        assertThat(how.resamples()).isEqualTo(5000);
        assertThat(how.seed()).isZero();
        assertThat(how.withLevel(0.9).level()).isEqualTo(0.9);
        assertThat(how.withResamples(7).resamples()).isEqualTo(7);
        assertThatIllegalArgumentException().isThrownBy(() -> how.withLevel(0));
        assertThatIllegalArgumentException().isThrownBy(() -> how.withLevel(1));
        assertThatIllegalArgumentException().isThrownBy(() -> how.withResamples(0));
        ClusteredEstimates e = how.on(ClusteredMeans.of(SUMS, COUNTS));
        assertThatIllegalArgumentException().isThrownBy(() -> e.mean(2)).withMessage("column: 2 is outside 0..1");
        assertThatIllegalArgumentException().isThrownBy(() -> e.difference(0, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> e.replicates(2));
        assertThatIllegalArgumentException().isThrownBy(() -> e.data().mean(2));
        assertThatIllegalArgumentException().isThrownBy(() -> e.data().count(-1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> e.contrast(1, 2, 3))
                .withMessage("coefficients: 3 of them; the data have 2 columns");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> e.estimate(1, Double.NaN))
                .withMessage("coefficients[1]: NaN is not finite");
    }

    @Test
    void dataAreChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClusteredMeans.of(new double[0][0], new double[0][0]))
                .withMessage("sums: at least one cluster and one column are needed");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClusteredMeans.of(SUMS, new double[3][2]))
                .withMessage("counts: has length 3, but sums has length 4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClusteredMeans.of(new double[][] {{1, 2}, {1}}, new double[][] {{1, 1}, {1, 1}}))
                .withMessage("sums[1]: has length 1, but the first cluster has length 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClusteredMeans.of(new double[][] {{1}}, new double[][] {{-1}}))
                .withMessage("counts[0][0]: -1.0 is not 0 or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClusteredMeans.of(new double[][] {{1}}, new double[][] {{0}}))
                .withMessage("sums[0][0]: 1.0, but there are no values: the count is 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClusteredMeans.of(new double[][] {{Double.NaN}}, new double[][] {{1}}))
                .withMessage("sums[0][0]: NaN is not finite");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClusteredMeans.of(new double[][] {{1}}, new double[][] {{Double.POSITIVE_INFINITY}}))
                .withMessage("counts[0][0]: Infinity is not 0 or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClusteredMeans.of(new double[][] {{1, 2}}, new double[][] {{1}}))
                .withMessage("counts[0]: has length 1, but the first cluster has length 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        ClusteredMeans.crossed(new double[][][] {{{1}, {1}}, {{1}}}, new double[][][] {{{1}, {1}}, {{1}}
                        }))
                .withMessage("sums[1]: has length 1, but sums[0] has length 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClusteredMeans.of(new double[] {1}, new int[] {2}, 2))
                .withMessage("cluster[0]: 2 is outside 0..1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClusteredMeans.of(new double[] {Double.NaN}, new int[] {0}, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> ClusteredMeans.of(new double[] {1}, new int[] {0, 1}, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> ClusteredMeans.of(new double[0], new int[0], 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClusteredMeans.crossed(new double[2][3][1], new double[1][3][1]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClusteredMeans.crossed(new double[2][3][1], new double[][][] {{{1}}, {{1}}}));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClusteredMeans.crossed(new double[][][] {{{1}}, {}}, new double[2][1][1]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClusteredMeans.crossed(new double[2][0][1], new double[2][0][1]));
        assertThat(ClusteredMeans.crossed(new double[2][3][1], new double[2][3][1]))
                .hasToString("1 columns, 2 × 3 units");
    }

    // R 4.x clubSandwich 0.5.8: m <- lm(y ~ 0 + col); V <- vcovCR(m, cluster, type = "CR2");
    // linear_contrast(m, V, contrasts = rbind(c(1, -1)), test = "Satterthwaite")
    @Test
    void aDifferenceHasTheDegreesOfFreedomOfClubSandwich() {
        double[] sizes = {1, 2, 3, 4, 5, 6};
        double[] sums = {2.37, 5.34, 10.11, 13.5, 15.19, 21.21};
        double[] others = {7.86, 9.4, 7.47, 10.65, 7.16, 9.65};
        double[][] apartSums = new double[12][2];
        double[][] apartCounts = new double[12][2];
        for (int g = 0; g < 6; g++) {
            apartSums[g][0] = sums[g];
            apartCounts[g][0] = sizes[g];
            apartSums[6 + g][1] = others[g];
            apartCounts[6 + g][1] = 3;
        }
        Estimate apart = ClusteredInference.withDefaults()
                .on(ClusteredMeans.of(apartSums, apartCounts))
                .estimate(0, 1);
        assertThat(apart.standardError()).isCloseTo(0.237012146857242, within(1e-12));
        assertThat(apart.degreesOfFreedom()).isCloseTo(8.85671660437636, within(1e-10));
        double[][] shared = {{3.76, 20.53}, {5.59, 1.2}, {9.57, 4.47}, {12.31, 3.15}, {14.88, 5.17}, {20.43, 3.48}};
        double[][] counts = {{1, 6}, {2, 1}, {3, 1}, {4, 1}, {5, 1}, {6, 1}};
        Estimate paired = ClusteredInference.withDefaults()
                .on(ClusteredMeans.of(shared, counts))
                .estimate(0, 1);
        assertThat(paired.degreesOfFreedom()).isCloseTo(3.83390617936025, within(1e-10));
        double[][] complementary = new double[11][];
        for (int g = 0; g < 11; g++) {
            complementary[g] = g % 2 == 0 ? new double[] {3, 1} : new double[] {1, 3};
        }
        assertThat(ClusteredInference.withDefaults()
                        .on(ClusteredMeans.of(complementary, complementary))
                        .estimate(0, 1)
                        .degreesOfFreedom())
                .isCloseTo(9.91073107079039, within(1e-10));
    }

    /** Ten characters with three scenarios of their own; R's sandwich::vcovCL(lm(y ~ 1), cluster = data.frame(a, b)). */
    @Test
    void nestedKindsHaveTheStandardErrorOfTheOuterKind() {
        double[] values = {
            2.52, 3.08, 1.71, 2.15, 4.97, 0.87, 5.47, 4.62, 5.6, 2.3, 3.96, 0.67, 4.51, 4.87, 2.92, 0.68, 3.61, 2.54,
            4.5, 4, 4.45, 3.08, 3.84, 2.48, 4.21, 4.39, 3.26, 1.96, 2.3, 2.61
        };
        double[][][] sums = new double[10][30][1];
        double[][][] counts = new double[10][30][1];
        double[][][] turnedSums = new double[30][10][1];
        double[][][] turnedCounts = new double[30][10][1];
        for (int i = 0; i < 30; i++) {
            sums[i / 3][i][0] = values[i];
            counts[i / 3][i][0] = 1;
            turnedSums[i][i / 3][0] = values[i];
            turnedCounts[i][i / 3][0] = 1;
        }
        for (ClusteredMeans data : new ClusteredMeans[] {
            ClusteredMeans.crossed(sums, counts), ClusteredMeans.crossed(turnedSums, turnedCounts)
        }) {
            Estimate e = ClusteredInference.withDefaults().on(data).estimate(0);
            assertThat(data.units()).isEqualTo(10);
            assertThat(data.crossedUnits()).isZero();
            assertThat(e.standardError()).isCloseTo(0.3340463, within(5e-8));
            assertThat(e.degreesOfFreedom()).isCloseTo(9, within(1e-12));
        }
        // a column that is nested beside one that is not, and one scenario that two characters share
        double[][][] twoSums = new double[10][30][2];
        double[][][] twoCounts = new double[10][30][2];
        for (int i = 0; i < 300; i++) {
            twoSums[i / 30][i % 30][0] = sums[i / 30][i % 30][0];
            twoCounts[i / 30][i % 30][0] = counts[i / 30][i % 30][0];
            twoSums[i / 30][i % 30][1] = i % 4;
            twoCounts[i / 30][i % 30][1] = 1;
        }
        Estimate beside = ClusteredInference.withDefaults()
                .on(ClusteredMeans.crossed(twoSums, twoCounts))
                .estimate(0);
        assertThat(beside.standardError()).isCloseTo(0.3340463, within(5e-8));
        assertThat(beside.degreesOfFreedom()).isCloseTo(9, within(1e-12));
    }

    @Test
    void oneUnitShowsNoVariationByAnyMethod() {
        ClusteredMeans one = ClusteredMeans.of(new double[][] {{3, 4}}, new double[][] {{1, 1}});
        ClusteredMeans oneRow = ClusteredMeans.crossed(new double[][][] {{{3, 4}, {4, 4}, {5, 3}}}, new double[][][] {
            {{1, 1}, {1, 1}, {1, 1}}
        });
        for (IntervalMethod method : IntervalMethod.values()) {
            ClusteredInference how =
                    ClusteredInference.withDefaults().with(method).withResamples(100);
            for (Interval i : new Interval[] {
                how.on(one).mean(0),
                how.on(one).difference(0, 1),
                how.on(oneRow).mean(0),
                how.on(oneRow).difference(0, 1)
            }) {
                assertThat(i.lower()).as(method.name()).isNaN();
                assertThat(i.upper()).as(method.name()).isNaN();
                assertThat(i.standardError()).as(method.name()).isNaN();
            }
        }
        Comparisons c = Comparisons.of(ClusteredInference.withDefaults().on(one), 0, 1);
        assertThat(c.probabilityOfBest(0)).isNaN();
        assertThat(c.rank(0)).hasToString("2 [1, 2]");
    }

    @Test
    void equalFractionsInAnotherOrderAreEqual() {
        double[] tenths = {0.1, 0.2, 0.3};
        double[][] sums = new double[4][2];
        double[][] counts = new double[4][2];
        for (int g = 0; g < 4; g++) {
            for (int i = 0; i < tenths.length; i++) {
                sums[g][0] += tenths[i] * (g + 1);
                sums[g][1] += tenths[tenths.length - 1 - i] * (g + 1);
                counts[g][0]++;
                counts[g][1]++;
            }
        }
        assertThat(sums[0][0]).isNotEqualTo(sums[0][1]);
        for (IntervalMethod method : IntervalMethod.values()) {
            ClusteredEstimates e = ClusteredInference.withDefaults()
                    .with(method)
                    .withResamples(500)
                    .on(ClusteredMeans.of(sums, counts));
            Interval d = e.difference(0, 1);
            assertThat(d.estimate()).as(method.name()).isZero();
            assertThat(d.standardError()).isZero();
            if (method != IntervalMethod.BCA && method != IntervalMethod.STUDENTIZED) {
                assertThat(d.width()).as(method.name()).isZero();
            }
            assertThat(e.estimate(0, 1).pValue(0)).isEqualTo(1);
            Comparisons c = Comparisons.of(e, 0, 1);
            assertThat(c.probabilityOfBest(0)).isEqualTo(0.5);
            assertThat(c.rank(0).observed()).isEqualTo(1);
            assertThat(c.rank(1).observed()).isEqualTo(1);
        }
    }

    @Test
    void aColumnWithoutValuesIsNaNThroughout() {
        ClusteredMeans data = ClusteredMeans.of(
                new double[][] {{3, 0, 4}, {3.5, 0, 4}, {4, 0, 5}}, new double[][] {{1, 0, 1}, {1, 0, 1}, {1, 0, 1}});
        for (IntervalMethod method : IntervalMethod.values()) {
            ClusteredEstimates e = ClusteredInference.withDefaults()
                    .with(method)
                    .withResamples(100)
                    .on(data);
            for (Estimate none : new Estimate[] {e.estimate(1), e.estimate(0, 1), e.estimate(1, 2)}) {
                assertThat(none.value()).isNaN();
                assertThat(none.standardError()).isNaN();
                assertThat(none.pValue(0)).isNaN();
                assertThat(none.pAbove(0)).isNaN();
            }
            assertThat(e.mean(1).upper()).isNaN();
            Comparisons c = Comparisons.of(e, 0, 1, 2);
            assertThat(c.rank(1)).hasToString("3 [1, 3]");
            assertThat(c.rank(0).observed()).isEqualTo(2);
            assertThat(c.probabilityOfBest(1)).isNaN();
            assertThat(c.probabilityOfBest(0) + c.probabilityOfBest(2)).isEqualTo(1);
        }
    }

    /** By hand: logit(0.9) = 2.1972, t(3; 0.975) = 3.1824; se / (0.9 0.1) on the unit scale. */
    @Test
    void aBoundedMeanHasItsIntervalOnTheLogitScale() {
        ClusteredMeans data =
                ClusteredMeans.of(new double[][] {{5}, {4.4}, {4.8}, {4.2}}, new double[][] {{1}, {1}, {1}, {1}});
        ClusteredEstimates e = ClusteredInference.withDefaults().on(data);
        Interval i = e.mean(0, 1, 5);
        double s = e.estimate(0).standardError() / 4;
        double half = 3.182446305284263 * s / (0.9 * 0.1);
        assertThat(i.lower()).isCloseTo(1 + 4 / (1 + Math.exp(-Math.log(9) + half)), within(1e-9));
        assertThat(i.upper()).isCloseTo(1 + 4 / (1 + Math.exp(-Math.log(9) - half)), within(1e-9));
        assertThat(i.upper())
                .isLessThan(5)
                .isGreaterThan(e.with(IntervalMethod.T).mean(0, 1, 5).estimate());
        assertThat(i.method()).isEqualTo(IntervalMethod.LOGIT);
        assertThat(i.standardError()).isEqualTo(e.estimate(0).standardError());
        assertThat(e.mean(0)).isEqualTo(e.with(IntervalMethod.T).mean(0, 1, 5));
        assertThat(e.with(IntervalMethod.T).mean(0).upper()).isGreaterThan(5);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> e.mean(0, 1, 4))
                .withMessageContaining("are not limits of the estimate 4.6");
        assertThatIllegalArgumentException().isThrownBy(() -> e.mean(0, 5, 1));
    }

    /** R: binom.test(20, 20)$conf.int = 0.8315665 1; binom.test(0, 8)$conf.int = 0 0.3694166. */
    @Test
    void atTheEndOfTheScaleClustersCountAsClopperAndPearsonCountThem() {
        double[][] ones = new double[20][1];
        double[][] fives = new double[20][1];
        for (int g = 0; g < 20; g++) {
            ones[g][0] = 6;
            fives[g][0] = 30;
        }
        ClusteredInference how = ClusteredInference.withDefaults();
        Interval all = how.on(ClusteredMeans.of(ones, ones)).mean(0, 0, 1);
        assertThat(all.lower()).isCloseTo(0.8315665, within(5e-8));
        assertThat(all.upper()).isEqualTo(1);
        assertThat(how.on(ClusteredMeans.of(fives, ones)).mean(0, 1, 5).lower())
                .isCloseTo(1 + 4 * 0.8315665, within(2e-7));
        Interval none = how.on(
                        ClusteredMeans.of(new double[8][1], new double[][] {{1}, {1}, {1}, {1}, {1}, {1}, {1}, {1}}))
                .mean(0, 0, 1);
        assertThat(none.lower()).isZero();
        assertThat(none.upper()).isCloseTo(0.3694166, within(5e-8));
        double[][][] cells = new double[30][8][1];
        for (double[][] row : cells) {
            for (double[] cell : row) {
                cell[0] = 1;
            }
        }
        assertThat(how.on(ClusteredMeans.crossed(cells, cells)).mean(0, 0, 1).lower())
                .isCloseTo(1 - 0.3694166, within(5e-8));
        Interval one = how.on(ClusteredMeans.of(new double[][] {{1}}, new double[][] {{1}}))
                .mean(0, 0, 1);
        assertThat(one.lower()).isNaN();
        assertThat(one.upper()).isNaN();
    }

    /** Clusters that are wholly at the end with chance q, as far from it as can be otherwise: the worst case of the rule. */
    @Test
    void theRuleAtTheEndKeepsItsLevelInTheWorstCase() {
        for (int n : new int[] {5, 8, 20, 40}) {
            double lower = Math.pow(0.025, 1.0 / n);
            for (double q = 0.5; q < 1; q += 0.001) {
                double missed = q < lower ? Math.pow(q, n) : 0;
                assertThat(missed).isLessThanOrEqualTo(0.025);
            }
        }
    }

    private static Estimate crossed(double[][] values) {
        double[][][] sums = new double[values.length][values[0].length][1];
        double[][][] counts = new double[values.length][values[0].length][1];
        for (int r = 0; r < values.length; r++) {
            for (int c = 0; c < values[r].length; c++) {
                boolean known = !Double.isNaN(values[r][c]);
                sums[r][c][0] = known ? values[r][c] : 0;
                counts[r][c][0] = known ? 1 : 0;
            }
        }
        return ClusteredInference.withDefaults()
                .on(ClusteredMeans.crossed(sums, counts))
                .estimate(0);
    }

    private static final double NONE = Double.NaN;

    /** A character in one scenario that no other plays: the pair counts as one unit, neither as two nor as none. */
    @Test
    void aPairOfUnitsThatMeetNothingElseCountsOnce() {
        Estimate e =
                crossed(new double[][] {{1, 1, 1, NONE}, {1, 1, 1, NONE}, {1, 1, 1, NONE}, {NONE, NONE, NONE, 1001}});
        // The mean is 101; characters deviate by -300, -300, -300 and 900 of 10 values, beside 0.7 and 0.9 of them.
        assertThat(e.value()).isCloseTo(101, within(1e-12));
        assertThat(e.standardError()).isCloseTo(Math.sqrt(3 * 30 * 30 / 0.7 + 90 * 90 / 0.9), within(1e-9));
    }

    /** Units that lie within another one neither count as clusters nor take degrees of freedom away. */
    @Test
    void aUnitWithinAnotherLeavesTheDegreesOfFreedomOfTheOthers() {
        double[][] values = new double[7][6];
        for (int r = 0; r < 7; r++) {
            for (int c = 0; c < 6; c++) {
                values[r][c] = r == 6 && c > 0 ? NONE : r + 0.1 * (r * c % 5);
            }
        }
        assertThat(crossed(values).degreesOfFreedom()).isBetween(4.9, 5.1);
    }

    /** Three of four cells: nothing is left to tell cells from their units. */
    @Test
    void threeOfFourCells() {
        Estimate e = crossed(new double[][] {{1, 3}, {4, NONE}});
        assertThat(e.standardError()).isBetween(0.5, 2.0);
        assertThat(e.degreesOfFreedom()).isBetween(1.0, 2.0);
    }

    /** The deviation of a cluster that holds nearly everything is that of the others, exactly. */
    @Test
    void nothingCancelsInAClusterThatHoldsNearlyEverything() {
        for (int place = 0; place < 3; place++) {
            double[][] sums = {{5}, {5}, {5}};
            double[][] counts = {{1}, {1}, {1}};
            sums[(place + 1) % 3][0] = 2;
            sums[place][0] = 3e15;
            counts[place][0] = 1e15;
            Estimate e = ClusteredInference.withDefaults()
                    .on(ClusteredMeans.of(sums, counts))
                    .estimate(0);
            assertThat(e.standardError()).isCloseTo(1 / Math.sqrt(2e15), within(1e-17));
        }
    }

    @Test
    void degreesOfFreedomDoNotDependOnTheOrderOfClusters() {
        double[] small = ofCounts(1, 1, 1, 6).toArray();
        assertThat(ofCounts(6, 1, 1, 1).toArray()).containsExactly(small, within(1e-12));
        assertThat(ofCounts(1, 6, 1, 1).toArray()).containsExactly(small, within(1e-12));
    }

    private static DoubleStream ofCounts(double... counts) {
        double[][] sums = new double[4][1];
        double[][] column = new double[4][1];
        for (int g = 0; g < 4; g++) {
            sums[g][0] = counts[g] == 6 ? 20 : 3;
            column[g][0] = counts[g];
        }
        Estimate e = ClusteredInference.withDefaults()
                .on(ClusteredMeans.of(sums, column))
                .estimate(0);
        return DoubleStream.of(e.standardError(), e.degreesOfFreedom());
    }
}
