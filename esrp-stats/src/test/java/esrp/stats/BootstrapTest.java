package esrp.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import esrp.stats.Bootstrap.Alternative;
import esrp.stats.internal.Jackknife;
import esrp.stats.internal.RandomStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BootstrapTest {
    private static final Bootstrap BOOTSTRAP = Bootstrap.withDefaults().withResamples(400);
    private static final double[] SCORES = {5, 4, 4, 3, 5, 2, 4, 4, 1, 3, 5, 5, 2, 4, 3, 3, 4, 5, 4, 2};
    private static final double[] OTHERS = {4, 4, 3, 3, 5, 1, 4, 2, 1, 3, 4, 5, 1, 4, 2, 3, 4, 4, 4, 3};
    private static final long[][] TABLE = {{40, 10, 3}, {12, 60, 20}, {2, 18, 75}};
    private static final WeightedKendallTau TAU = WeightedKendallTau.withDefaults();

    private static double[] continuous(int n) {
        return new Random(n).doubles(n).map(u -> u * u).toArray();
    }

    private static double mean(double[] values, int[] indices) {
        double sum = 0;
        for (int i : indices) {
            sum += values[i];
        }
        return sum / indices.length;
    }

    private static List<Function<Bootstrap, Interval>> everything() {
        return List.of(
                b -> b.mean(SCORES),
                b -> b.mean(continuous(300)),
                b -> b.mean(new double[] {1, 2, 3}, new long[] {4, 5, 60}),
                b -> b.meanDifference(SCORES, OTHERS),
                b -> b.differenceOfMeans(SCORES, continuous(100)),
                b -> b.differenceOfMeans(new double[] {1, 2, 3}, new long[] {4, 5, 60}, new long[] {9, 9, 9}),
                b -> b.table(TABLE, TAU::statistic),
                b -> b.interval(SCORES.length, i -> mean(SCORES, i), i -> 0.1 + mean(SCORES, i)));
    }

    @ParameterizedTest
    @EnumSource(
            value = IntervalMethod.class,
            names = {"T", "LOGIT"},
            mode = EnumSource.Mode.EXCLUDE)
    void theNumberOfThreadsDoesNotMatter(IntervalMethod method) {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            for (Function<Bootstrap, Interval> interval : everything()) {
                Bootstrap bootstrap = BOOTSTRAP.with(method);
                assertThat(interval.apply(bootstrap.with(pool))).isEqualTo(interval.apply(bootstrap));
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = IntervalMethod.class,
            names = {"T", "LOGIT"},
            mode = EnumSource.Mode.EXCLUDE)
    void intervalsSaySurroundAndRepeat(IntervalMethod method) {
        for (Function<Bootstrap, Interval> interval : everything()) {
            Bootstrap bootstrap = BOOTSTRAP.with(method).withLevel(0.9);
            Interval first = interval.apply(bootstrap);
            assertThat(first.method()).isEqualTo(method);
            assertThat(first.level()).isEqualTo(0.9);
            assertThat(first.lower()).isLessThan(first.estimate());
            assertThat(first.upper()).isGreaterThan(first.estimate());
            assertThat(interval.apply(bootstrap)).isEqualTo(first);
            Interval wider = interval.apply(bootstrap.withLevel(0.99));
            assertThat(wider.width()).isGreaterThan(first.width());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = IntervalMethod.class,
            names = {"T", "LOGIT"},
            mode = EnumSource.Mode.EXCLUDE)
    void aOneSidedBoundIsTheEndOfAWiderInterval(IntervalMethod method) {
        for (Function<Bootstrap, Interval> interval : everything()) {
            Interval both = interval.apply(BOOTSTRAP.with(method).withLevel(0.8));
            Interval upper =
                    interval.apply(BOOTSTRAP.with(method).withLevel(0.9).with(Alternative.LESS));
            Interval lower =
                    interval.apply(BOOTSTRAP.with(method).withLevel(0.9).with(Alternative.GREATER));
            assertThat(upper.lower()).isEqualTo(Double.NEGATIVE_INFINITY);
            assertThat(lower.upper()).isEqualTo(Double.POSITIVE_INFINITY);
            assertThat(upper.upper()).isCloseTo(both.upper(), within(1e-9));
            assertThat(lower.lower()).isCloseTo(both.lower(), within(1e-9));
        }
    }

    @Test
    void seedsAndResamplesMatter() {
        Interval first = BOOTSTRAP.mean(continuous(50));
        assertThat(BOOTSTRAP.withSeed(1).mean(continuous(50))).isNotEqualTo(first);
        assertThat(BOOTSTRAP.withResamples(399).mean(continuous(50))).isNotEqualTo(first);
    }

    @Test
    void estimatesAreTheStatisticsOfTheSample() {
        assertThat(BOOTSTRAP.mean(SCORES).estimate()).isEqualTo(3.6);
        assertThat(BOOTSTRAP.mean(new double[] {1, 2, 4}, new long[] {1, 0, 3}).estimate())
                .isEqualTo(3.25);
        assertThat(BOOTSTRAP.meanDifference(SCORES, OTHERS).estimate()).isCloseTo(0.4, within(1e-15));
        assertThat(BOOTSTRAP.differenceOfMeans(SCORES, OTHERS).estimate()).isCloseTo(0.4, within(1e-15));
        assertThat(BOOTSTRAP.table(TABLE, TAU::statistic).estimate()).isEqualTo(TAU.statistic(TABLE));
        assertThat(BOOTSTRAP.interval(20, i -> mean(SCORES, i)).estimate()).isEqualTo(3.6);
    }

    /** Counting levels and drawing items one by one have one distribution: bounds agree within Monte Carlo error. */
    @ParameterizedTest
    @EnumSource(
            value = IntervalMethod.class,
            names = {"T", "LOGIT"},
            mode = EnumSource.Mode.EXCLUDE)
    void resampledCountsAndResampledItemsAgree(IntervalMethod method) {
        Bootstrap many = Bootstrap.withDefaults().withResamples(40_000).with(method);
        double[] a = Arrays.copyOf(SCORES, 60);
        System.arraycopy(OTHERS, 0, a, 20, 20);
        System.arraycopy(SCORES, 3, a, 40, 17);
        System.arraycopy(OTHERS, 0, a, 57, 3);
        Interval byCounts = many.mean(a);
        Interval byItems = many.withSeed(5).interval(a.length, i -> mean(a, i), i -> error(a, i));
        assertThat(byItems.lower()).isCloseTo(byCounts.lower(), within(0.02));
        assertThat(byItems.upper()).isCloseTo(byCounts.upper(), within(0.02));
    }

    private static double error(double[] values, int[] indices) {
        double mean = mean(values, indices);
        double sum = 0;
        for (int i : indices) {
            sum += (values[i] - mean) * (values[i] - mean);
        }
        return Math.sqrt(sum / (indices.length - 1) / indices.length);
    }

    @Test
    void resampledTablesAndResampledPairsAgree() {
        double[] x = new double[240];
        double[] y = new double[240];
        int n = 0;
        for (int a = 0; a < 3; a++) {
            for (int b = 0; b < 3; b++) {
                for (long k = 0; k < TABLE[a][b]; k++) {
                    x[n] = a;
                    y[n++] = b;
                }
            }
        }
        assertThat(n).isEqualTo(240);
        ToDoubleFunction<int[]> pairs = i -> TAU.statistic(pick(x, i), pick(y, i));
        for (IntervalMethod method : List.of(IntervalMethod.PERCENTILE, IntervalMethod.BASIC, IntervalMethod.BCA)) {
            Bootstrap many = Bootstrap.withDefaults().withResamples(8000).with(method);
            Interval table = many.table(TABLE, TAU::statistic);
            Interval items = many.withSeed(2).interval(240, pairs);
            assertThat(items.estimate()).isCloseTo(table.estimate(), within(1e-14));
            assertThat(items.lower()).isCloseTo(table.lower(), within(0.006));
            assertThat(items.upper()).isCloseTo(table.upper(), within(0.006));
        }
        Interval studentized = Bootstrap.withDefaults()
                .withResamples(8000)
                .with(IntervalMethod.STUDENTIZED)
                .table(TABLE, TAU::statistic);
        Interval bca = Bootstrap.withDefaults().with(IntervalMethod.BCA).table(TABLE, TAU::statistic);
        assertThat(studentized.lower()).isCloseTo(bca.lower(), within(0.01));
        assertThat(studentized.upper()).isCloseTo(bca.upper(), within(0.01));
    }

    private static double[] pick(double[] values, int[] indices) {
        return Arrays.stream(indices).mapToDouble(i -> values[i]).toArray();
    }

    @Test
    void meansOfDifferencesAndOfTwoSamplesHaveTheirKnownSpread() {
        Bootstrap many = Bootstrap.withDefaults().withResamples(20_000);
        double[] a = continuous(200);
        double[] b = new Random(9).doubles(150).toArray();
        Interval two = many.differenceOfMeans(a, b);
        double se = Math.sqrt(population(a) / 200 + population(b) / 150);
        assertThat(two.width()).isCloseTo(2 * 1.96 * se, within(0.03 * two.width()));
        double[] shifted = Arrays.stream(a).map(v -> v + 1 - v / 2).toArray();
        Interval paired = many.meanDifference(shifted, a);
        assertThat(paired.width()).isCloseTo(1.96 * Math.sqrt(population(a) / 200), within(0.03 * paired.width()));
    }

    private static double population(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / values.length;
    }

    /** The jackknife of counts and the closed form for means are the jackknife of the items. */
    @Test
    void accelerationFromCountsIsThatOfItems() {
        double[] leftOut = new double[SCORES.length];
        double[] leftOutOfBoth = new double[SCORES.length];
        double[] leftOutOfSecond = new double[OTHERS.length];
        double sumOfScores = Arrays.stream(SCORES).sum();
        double sumOfOthers = Arrays.stream(OTHERS).sum();
        for (int i = 0; i < leftOut.length; i++) {
            leftOut[i] = (sumOfScores - SCORES[i]) / 19;
            leftOutOfBoth[i] = leftOut[i] - sumOfOthers / 20;
            leftOutOfSecond[i] = sumOfScores / 20 - (sumOfOthers - OTHERS[i]) / 19;
        }
        double[] replicates = continuous(999);
        MeanSample scores = MeanSample.of("scores", SCORES);
        MeanSample others = MeanSample.of("others", OTHERS);
        double one = MeanSample.acceleration(scores.whole(), MeanSample.NONE.whole());
        double two = MeanSample.acceleration(scores.whole(), others.whole());
        assertThat(one).isCloseTo(Jackknife.of(leftOut).acceleration(), within(1e-14));
        assertThat(BOOTSTRAP.accelerated(0.3, replicates, one).lower())
                .isCloseTo(BOOTSTRAP.bca(0.3, replicates, leftOut).lower(), within(1e-12));
        assertThat(BOOTSTRAP.accelerated(0.3, replicates, two).lower())
                .isCloseTo(
                        BOOTSTRAP
                                .bca(0.3, replicates, leftOutOfBoth, leftOutOfSecond)
                                .lower(),
                        within(1e-12));
        assertThat(Jackknife.of(leftOut).standardError())
                .isCloseTo(Math.sqrt(scores.whole().squaredError()), within(1e-14));
        Jackknife cells = Jackknife.of(new double[] {4, 9, 7}, new long[] {2, 0, 3});
        Jackknife items = Jackknife.of(new double[] {4, 4, 7, 7, 7});
        assertThat(cells.acceleration()).isCloseTo(items.acceleration(), within(1e-14));
        assertThat(cells.standardError()).isCloseTo(items.standardError(), within(1e-14));
    }

    @Test
    void wholeScoresTieExactly() {
        double[] thirds = new double[30];
        Arrays.setAll(thirds, i -> i % 3 + 1);
        double[] replicates = new double[5000];
        MeanSample sample = MeanSample.of("thirds", thirds);
        MeanSample.Draw draw = sample.newDraw();
        int ties = 0;
        for (int i = 0; i < replicates.length; i++) {
            draw.next(RandomStream.of(0, i));
            ties += MeanSample.difference(draw, MeanSample.NONE.newDraw()) == 2 ? 1 : 0;
        }
        // The mean of 30 draws of 1, 2, 3 is exactly 2 with probability 0.089.
        assertThat(ties / 5000.0).isCloseTo(0.089, within(0.015));
    }

    @ParameterizedTest
    @ValueSource(doubles = {3, 0.1})
    void constantDataHaveTheirValueAsBounds(double value) {
        double[] constant = new double[12];
        Arrays.fill(constant, value);
        for (IntervalMethod method : List.of(IntervalMethod.PERCENTILE, IntervalMethod.BASIC)) {
            Interval interval = BOOTSTRAP.with(method).mean(constant);
            assertThat(interval.lower()).isEqualTo(interval.estimate()).isCloseTo(value, within(1e-15));
            assertThat(interval.width()).isZero();
        }
        Interval one = BOOTSTRAP.with(IntervalMethod.STUDENTIZED).mean(new double[] {value});
        assertThat(one.lower()).isNaN();
        Interval bca = BOOTSTRAP.with(IntervalMethod.BCA).mean(new double[] {3, 3, 3});
        assertThat(bca.lower()).isNaN();
        assertThat(bca.upper()).isNaN();
        assertThat(bca.estimate()).isEqualTo(3);
        assertThat(BOOTSTRAP
                        .with(IntervalMethod.STUDENTIZED)
                        .mean(new double[] {3, 3, 3})
                        .upper())
                .isNaN();
    }

    @Test
    void replicatesWithoutSpreadAreInfinitelyFar() {
        double[] replicates = {1, 2, 3, 2};
        Interval interval = BOOTSTRAP.studentized(2, 0.5, replicates, new double[] {0, 0, 0, 0});
        assertThat(interval.lower()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(interval.upper()).isEqualTo(Double.POSITIVE_INFINITY);
        Interval fine = BOOTSTRAP.withLevel(0.5).studentized(2, 0.5, replicates, new double[] {1, 1, 2, 0});
        // Ratios -1, 0, 0, 0.5; type 7 quantiles -0.25 and 0.125.
        assertThat(fine.lower()).isEqualTo(2 - 0.5 * 0.125);
        assertThat(fine.upper()).isEqualTo(2 + 0.5 * 0.25);
    }

    @Test
    void aReplicateThatIsUndefinedIsNotDropped() {
        Interval tau = BOOTSTRAP.table(new long[][] {{1, 0}, {0, 1}}, TAU::statistic);
        assertThat(tau.estimate()).isEqualTo(1);
        assertThat(tau.lower()).isNaN();
        assertThat(tau.upper()).isNaN();
        assertThat(BOOTSTRAP
                        .bca(0, new double[] {1, Double.NaN}, new double[] {1, 2})
                        .lower())
                .isNaN();
    }

    @Test
    void bcaIsUndefinedOutsideTheReplicatesOrForAbsurdAcceleration() {
        double[] replicates = continuous(100);
        assertThat(BOOTSTRAP.accelerated(-1, replicates, 0.1).lower()).isNaN();
        assertThat(BOOTSTRAP.accelerated(0.3, replicates, 5).upper()).isNaN();
        assertThat(BOOTSTRAP.accelerated(0.3, replicates, 0).upper()).isNotNaN();
    }

    @Test
    void argumentsAreNotKept() {
        long[][] table = {{4, 1}, {2, 9}};
        Interval before = BOOTSTRAP.table(table, t -> t[0][0]);
        Interval meddled = BOOTSTRAP.table(table, t -> {
            double value = t[0][0];
            t[0][0] = -99;
            return value;
        });
        assertThat(meddled).isEqualTo(before);
        assertThat(table).isDeepEqualTo(new long[][] {{4, 1}, {2, 9}});
        double[] replicates = {3, 1, 2};
        Interval unused = BOOTSTRAP.interval(2, replicates);
        assertThat(unused.estimate()).isEqualTo(2);
        assertThat(replicates).containsExactly(3, 1, 2);
    }

    @Test
    void replicatesAreTheStatisticsOfTheirStreams() {
        double[] first = BOOTSTRAP.replicates(20, i -> mean(SCORES, i));
        assertThat(first).hasSize(400);
        RandomStream random = RandomStream.of(0, 7);
        int[] indices = new int[20];
        Arrays.setAll(indices, j -> random.nextInt(20));
        assertThat(first[7]).isEqualTo(mean(SCORES, indices));
        assertThat(BOOTSTRAP.withResamples(9).replicates(20, i -> mean(SCORES, i)))
                .containsExactly(Arrays.copyOf(first, 9));
    }

    @Test
    void manyLevelsAreCountedOnlyUpToALimit() {
        double[] few = new double[4000];
        Arrays.setAll(few, i -> i % 256);
        double[] many = few.clone();
        many[17] = 1000;
        assertThat(MeanSample.of("few", few).newDraw().sum()).isZero();
        assertThat(BOOTSTRAP.mean(few).estimate()).isEqualTo(125.58);
        assertThat(BOOTSTRAP.mean(many).estimate()).isEqualTo((502_320 + 983) / 4000.0);
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> BOOTSTRAP.withResamples(0)).hasMessage("resamples: 0 is below 1");
        for (double level : new double[] {0, 1, -1, Double.NaN}) {
            assertThatThrownBy(() -> BOOTSTRAP.withLevel(level)).hasMessage("level: " + level + " is outside (0, 1)");
        }
        assertThatThrownBy(() -> BOOTSTRAP.with(IntervalMethod.T)).hasMessageContaining("T is not a bootstrap");
        assertThatThrownBy(() -> BOOTSTRAP.mean(new double[0])).hasMessageStartingWith("values: is empty");
        assertThatThrownBy(() -> BOOTSTRAP.mean(new double[] {1, Double.NaN}))
                .hasMessageStartingWith("values[1]: NaN is not finite");
        assertThatThrownBy(() -> BOOTSTRAP.mean(new double[] {1, 2}, new long[] {1}))
                .hasMessageStartingWith("scores has 2 values and counts has 1");
        assertThatThrownBy(() -> BOOTSTRAP.mean(new double[] {1, 2}, new long[] {0, 0}))
                .hasMessageStartingWith("counts: has no items");
        assertThatThrownBy(() -> BOOTSTRAP.mean(new double[] {1, 2}, new long[] {0, -1}))
                .hasMessageContaining("negative count");
        assertThatThrownBy(() -> BOOTSTRAP.mean(new double[] {1, Double.POSITIVE_INFINITY}, new long[] {1, 1}))
                .hasMessageStartingWith("scores[1]: Infinity");
        assertThatThrownBy(() -> BOOTSTRAP.meanDifference(new double[1], new double[2]))
                .hasMessageStartingWith("a has 1 values and b has 2");
        assertThatThrownBy(() -> BOOTSTRAP.meanDifference(new double[] {1}, new double[] {Double.NaN}))
                .hasMessageStartingWith("b[0]: NaN");
        assertThatThrownBy(() -> BOOTSTRAP.differenceOfMeans(new double[1], new double[0]))
                .hasMessageStartingWith("b: is empty");
        assertThatThrownBy(() -> BOOTSTRAP.table(new long[2][2], TAU::statistic))
                .hasMessageStartingWith("contingency: has no items");
        assertThatThrownBy(() -> BOOTSTRAP.interval(0, i -> 0)).hasMessageStartingWith("n: 0");
        assertThatThrownBy(() -> BOOTSTRAP.with(IntervalMethod.STUDENTIZED).interval(5, i -> 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pass a function");
        assertThatThrownBy(() -> BOOTSTRAP.with(IntervalMethod.BCA).interval(5.0, new double[] {1}))
                .hasMessageContaining("call bca(...)");
        assertThatThrownBy(() -> BOOTSTRAP.interval(5.0, new double[0])).hasMessageStartingWith("replicates: is empty");
        assertThatThrownBy(() -> BOOTSTRAP.bca(5.0, new double[1])).hasMessageStartingWith("jackknife: is empty");
        assertThatThrownBy(() -> BOOTSTRAP.bca(5.0, new double[1], new double[0]))
                .hasMessageStartingWith("jackknife[0]: is empty");
        assertThatThrownBy(() -> BOOTSTRAP.studentized(1, 1, new double[1], new double[2]))
                .hasMessageStartingWith("replicates has 1 values and standardErrors has 2");
    }

    @Test
    void printsItsConfiguration() {
        assertThat(Bootstrap.withDefaults()).hasToString("Bootstrap[5000 resamples, level 0.95, PERCENTILE, seed 0]");
        assertThat(BOOTSTRAP.with(IntervalMethod.BCA).with(Alternative.LESS).withSeed(3))
                .hasToString("Bootstrap[400 resamples, level 0.95, BCA, LESS, seed 3]");
    }

    @Test
    void normalQuantilesKeepTheirPrecisionInTheTails() {
        NormalDistribution normal = NormalDistribution.of(0, 1);
        // Python 3.11, mpmath 1.3 at 40 digits: the root of erfc(-z / sqrt(2)) / 2 = p.
        assertThat(normal.inverseCumulativeProbability(0.975)).isCloseTo(1.9599639845400538, within(4e-16));
        assertThat(normal.inverseCumulativeProbability(1e-6)).isCloseTo(-4.753424308822899, within(2e-15));
        assertThat(normal.inverseCumulativeProbability(1e-12)).isCloseTo(-7.034483825301132, within(4e-15));
        assertThat(normal.inverseCumulativeProbability(0.5)).isZero();
        assertThat(normal.inverseCumulativeProbability(0)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(normal.inverseCumulativeProbability(1)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(normal.inverseCumulativeProbability(1e-300)).isCloseTo(-37.0471, within(1e-4));
        assertThat(normal.cumulativeProbability(normal.inverseCumulativeProbability(0.3)))
                .isCloseTo(0.3, within(1e-16));
    }

    @Test
    void quantilesAreThoseOfTypeSeven() {
        double[] sorted = {1, 2, 4, 8};
        assertThat(Quantiles.ofSorted(sorted, 0)).isEqualTo(1);
        assertThat(Quantiles.ofSorted(sorted, 1)).isEqualTo(8);
        assertThat(Quantiles.ofSorted(sorted, 0.5)).isEqualTo(3);
        assertThat(Quantiles.ofSorted(sorted, 0.9)).isCloseTo(6.8, within(1e-14));
        assertThat(Quantiles.ofSorted(sorted, Double.NaN)).isNaN();
        assertThat(Quantiles.ofSorted(new double[] {1, Double.NaN}, 0)).isNaN();
        assertThat(Quantiles.ofSorted(new double[] {5}, 0.3)).isEqualTo(5);
        double inf = Double.POSITIVE_INFINITY;
        assertThat(Quantiles.ofSorted(new double[] {-inf, -inf, 0, inf, inf}, 0.1))
                .isEqualTo(-inf);
        assertThat(Quantiles.shareBelow(sorted, 4)).isEqualTo(0.625);
        assertThat(Quantiles.shareBelow(sorted, 0)).isZero();
        assertThat(Quantiles.shareBelow(sorted, Double.NaN)).isNaN();
    }

    @Test
    void bcaOfAnyStatisticIsFromLeavingEachItemOut() {
        double[] values = {1, 2, 2, 3, 5, 8, 13, 4};
        ToDoubleFunction<int[]> logOfMean = indices -> Math.log(
                Arrays.stream(indices).mapToDouble(i -> values[i]).average().orElseThrow());
        double[] jackknife = new double[values.length];
        for (int left = 0; left < values.length; left++) {
            double sum = Arrays.stream(values).sum() - values[left];
            jackknife[left] = Math.log(sum / (values.length - 1));
        }
        Bootstrap bca = Bootstrap.withDefaults().withResamples(500).with(IntervalMethod.BCA);
        Interval interval = bca.interval(values.length, logOfMean);
        Interval expected = bca.bca(Math.log(38 / 8.0), bca.replicates(values.length, logOfMean), jackknife);
        assertThat(interval.lower()).isCloseTo(expected.lower(), within(1e-12));
        assertThat(interval.upper()).isCloseTo(expected.upper(), within(1e-12));
    }

    @Test
    void pairsThatAreNotFiniteAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bootstrap.withDefaults().meanDifference(new double[] {1, Double.NaN}, new double[2]))
                .withMessageStartingWith("a[1]: NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bootstrap.withDefaults().meanDifference(new double[2], new double[] {1, Double.NaN}))
                .withMessageStartingWith("b[1]: NaN");
    }

    @Test
    void oneItemShowsNoVariation() {
        for (IntervalMethod method : new IntervalMethod[] {
            IntervalMethod.PERCENTILE, IntervalMethod.BASIC, IntervalMethod.BCA, IntervalMethod.STUDENTIZED
        }) {
            Bootstrap b = Bootstrap.withDefaults().withResamples(50).with(method);
            for (Interval i : new Interval[] {
                b.mean(new double[] {4}),
                b.mean(new double[] {1, 4}, new long[] {0, 1}),
                b.differenceOfMeans(new double[] {4}, new double[] {1, 2, 3}),
                b.meanDifference(new double[] {4}, new double[] {1}),
                b.table(new long[][] {{0, 1}, {0, 0}}, t -> t[0][1]),
                b.interval(1, x -> x[0], x -> 1)
            }) {
                assertThat(i.lower()).as(method.name()).isNaN();
                assertThat(i.upper()).as(method.name()).isNaN();
                assertThat(i.estimate()).isNotNaN();
            }
        }
    }

    @Test
    void anIntervalCarriesTheStandardDeviationOfItsReplicates() {
        // numpy: std([1, 2, 4], ddof=1)
        assertThat(Bootstrap.withDefaults().interval(2, new double[] {1, 2, 4}).standardError())
                .isCloseTo(1.5275252316519468, within(1e-15));
        assertThat(Bootstrap.withDefaults()
                        .studentized(2, 0.5, new double[] {1, 2, 4}, new double[] {1, 1, 1})
                        .standardError())
                .isEqualTo(0.5);
    }

    @Test
    void roundingIsNoDifference() {
        double[] a = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7};
        double[] b = {0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1};
        assertThat(Bootstrap.withDefaults().differenceOfMeans(a, b).estimate()).isZero();
        double[] constant = {0.1, 0.1, 0.1};
        assertThat(Bootstrap.withDefaults()
                        .with(IntervalMethod.BCA)
                        .mean(constant)
                        .lower())
                .isNaN();
        assertThat(Bootstrap.withDefaults()
                        .with(IntervalMethod.STUDENTIZED)
                        .mean(constant)
                        .lower())
                .isNaN();
        assertThat(Bootstrap.withDefaults().mean(constant).width()).isZero();
    }

    /** The difference of means, which has a path of its own with other draws. */
    @Test
    void anyStatisticOfTwoSamples() {
        double[] a = {1, 2, 2, 3, 5, 4, 4, 1, 7, 3};
        double[] b = {2, 1, 1, 3, 2, 2, 1};
        java.util.function.ToDoubleBiFunction<int[], int[]> difference =
                (i, j) -> Arrays.stream(i).mapToDouble(x -> a[x]).average().orElseThrow()
                        - Arrays.stream(j).mapToDouble(x -> b[x]).average().orElseThrow();
        for (IntervalMethod method : List.of(IntervalMethod.PERCENTILE, IntervalMethod.BASIC, IntervalMethod.BCA)) {
            Bootstrap how = Bootstrap.withDefaults().withResamples(20_000).with(method);
            Interval any = how.interval(10, 7, difference);
            Interval means = how.differenceOfMeans(a, b);
            assertThat(any.estimate()).isCloseTo(means.estimate(), within(1e-12));
            assertThat(any.lower()).isCloseTo(means.lower(), within(0.05));
            assertThat(any.upper()).isCloseTo(means.upper(), within(0.05));
        }
        assertThat(Bootstrap.withDefaults().interval(1, 7, difference).lower()).isNaN();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bootstrap.withDefaults()
                        .with(IntervalMethod.STUDENTIZED)
                        .interval(10, 7, difference))
                .withMessageContaining("PERCENTILE, BASIC or BCA");
    }

    @Test
    void pairsThatDifferByRoundingAloneAreEqual() {
        double sum = 0.1 + 0.2;
        Interval none =
                Bootstrap.withDefaults().meanDifference(new double[] {0.3, 0.3, 0.3}, new double[] {sum, sum, sum});
        assertThat(none.estimate()).isZero();
        assertThat(none.upper()).isZero();
    }
}
