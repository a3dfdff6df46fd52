package esrp.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.function.ToDoubleBiFunction;
import org.apache.commons.math3.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeightedKendallTauTest {
    private static final WeightedKendallTau TAU = WeightedKendallTau.withDefaults();
    private static final double[] X = {12, 2, 1, 12, 2};
    private static final double[] Y = {1, 4, 7, 1, 0};

    private static double[] values(long seed, int n, int levels) {
        Random random = new Random(seed);
        return random.doubles(n)
                .map(u -> levels == 0 ? u - 0.5 : Math.floor(u * levels) - (levels >> 1))
                .toArray();
    }

    // scipy 1.17.1: weightedtau([12,2,1,12,2],[1,4,7,1,0])
    @Test
    void exampleOfSciPy() {
        assertThat(TAU.statistic(X, Y)).isCloseTo(-0.5669496815368272, within(1e-15));
        assertThat(TAU.withAdditive(false).statistic(X, Y)).isCloseTo(-0.6220571695180104, within(1e-15));
        assertThat(TAU.with(Weigher.constant(3)).statistic(X, Y)).isCloseTo(-0.4714045207910317, within(1e-15));
        assertThat(TAU.with(Ranking.lexicographicByX()).statistic(X, Y)).isCloseTo(-0.4157652301037516, within(1e-15));
        assertThat(TAU.with(Ranking.lexicographicByX()).statistic(Y, X)).isCloseTo(-0.7181341329699028, within(1e-15));
    }

    @Test
    void givenRanksAreMadeDense() {
        double dense = TAU.with(Ranking.of(0, 1, 1, 2, 3)).statistic(X, Y);
        assertThat(TAU.with(Ranking.of(-7, 5, 5, 70, 900)).statistic(X, Y)).isEqualTo(dense);
        // scipy 1.17.1: weightedtau([12,2,1,12,2],[1,4,7,1,0],rank=[0,1,1,2,3])
        assertThat(dense).isCloseTo(-0.5319039487535211, within(1e-15));
    }

    static List<ToDoubleBiFunction<double[], double[]>> bothPaths() {
        return bothPaths(TAU);
    }

    private static List<ToDoubleBiFunction<double[], double[]>> bothPaths(WeightedKendallTau tau) {
        return List.of(tau::statistic, tau::sorted);
    }

    @ParameterizedTest
    @MethodSource("bothPaths")
    void undefinedForFewerThanTwoItemsOrATiedSide(ToDoubleBiFunction<double[], double[]> tau) {
        assertThat(tau.applyAsDouble(new double[0], new double[0])).isNaN();
        assertThat(tau.applyAsDouble(new double[] {1}, new double[] {2})).isNaN();
        assertThat(tau.applyAsDouble(new double[] {1, 1, 1}, new double[] {2, 1, 3}))
                .isNaN();
        assertThat(tau.applyAsDouble(new double[] {2, 1, 3}, new double[] {1, 1, 1}))
                .isNaN();
        assertThat(tau.applyAsDouble(new double[] {0.0, -0.0, 0.0}, new double[] {1, 2, 3}))
                .isNaN();
        assertThat(TAU.statistic(new int[] {4, 4}, new int[] {1, 2})).isNaN();
        assertThat(TAU.statistic(new byte[] {4, 5}, new byte[] {1, 1})).isNaN();
        bothPaths(TAU.with(Ranking.byIndex()))
                .forEach(path -> assertThat(path.applyAsDouble(new double[] {1, 1}, new double[] {1, 2}))
                        .isNaN());
        bothPaths(TAU.withAdditive(false))
                .forEach(path -> assertThat(path.applyAsDouble(new double[] {1, 1}, new double[] {1, 2}))
                        .isNaN());
    }

    @Test
    void undefinedWhenAllUntiedPairsWeighNothing() {
        Weigher top = rank -> rank < 2 ? 1 : 0;
        double[] x = {5, 5, 1, 2};
        double[] y = {5, 5, 1, 2};
        bothPaths(TAU.with(top).withAdditive(false))
                .forEach(path -> assertThat(path.applyAsDouble(x, y)).isNaN());
        bothPaths(TAU.with(top))
                .forEach(path -> assertThat(path.applyAsDouble(x, y)).isEqualTo(1));
    }

    @Test
    void emptyTablesAreUndefined() {
        assertThat(TAU.statistic(new long[0][])).isNaN();
        assertThat(TAU.statistic(new long[3][0])).isNaN();
        assertThat(TAU.statistic(new long[3][3])).isNaN();
        assertThat(TAU.statistic(new long[][] {{0, 0}, {0, 1}})).isNaN();
        assertThat(TAU.statistic(new long[][] {{3, 4}})).isNaN();
        assertThat(TAU.statistic(new long[][] {{3}, {4}})).isNaN();
    }

    @ParameterizedTest
    @MethodSource("bothPaths")
    void refusesNaNNamingItsPlace(ToDoubleBiFunction<double[], double[]> tau) {
        assertThatThrownBy(() -> tau.applyAsDouble(new double[] {1, 2, Double.NaN}, new double[] {1, 2, 3}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("x[2]: NaN");
        assertThatThrownBy(() -> tau.applyAsDouble(new double[] {1, 2}, new double[] {1, -Double.NaN}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("y[1]: NaN");
        assertThatThrownBy(() -> tau.applyAsDouble(new double[] {Double.NaN}, new double[] {1}))
                .hasMessageStartingWith("x[0]: NaN");
        double negative = Double.longBitsToDouble(0xFFF8000000000001L);
        assertThatThrownBy(() -> tau.applyAsDouble(new double[] {1, 2, negative}, new double[] {1, 2, 3}))
                .hasMessageStartingWith("x[2]: NaN");
    }

    @Test
    void refusesNaNFarBehindTheFirstLevels() {
        double[] x = values(1, 5000, 0);
        double[] y = values(2, 5000, 0);
        y[4321] = Double.NaN;
        assertThatThrownBy(() -> TAU.statistic(x, y)).hasMessageStartingWith("y[4321]: NaN");
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> TAU.statistic(new double[2], new double[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("x has 2 values and y has 3, both need one for each item");
        assertThatThrownBy(() -> TAU.statistic(new int[2], new int[3])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TAU.statistic(new byte[2], new byte[3])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TAU.with(Ranking.of(1, 2)).statistic(X, Y))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ranking: has 2 ranks for 5 items");
        assertThatThrownBy(() -> TAU.statistic(new long[][] {{1, 2}, {3}}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("contingency[1]: has 1 columns");
        assertThatThrownBy(() -> TAU.statistic(new long[][] {{1, -2}}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("contingency[0][1]: -2");
        assertThatThrownBy(() -> TAU.statistic(new long[][] {{Long.MAX_VALUE, 1}, {1, 1}}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sum to more than 9007199254740992");
        for (Ranking ranking : List.of(Ranking.byIndex(), Ranking.of(0, 1))) {
            assertThatThrownBy(() -> TAU.with(ranking).statistic(new long[][] {{1, 0}, {0, 1}}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("a contingency table has none");
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesWeightsThatAreNotWeights(double bad) {
        Weigher weigher = rank -> rank == 3 ? bad : 1;
        WeightedKendallTau weighed = TAU.with(weigher);
        List<ToDoubleBiFunction<double[], double[]>> paths = List.of(
                weighed::statistic,
                weighed::sorted,
                weighed.with(Ranking.byIndex())::statistic,
                weighed.withAdditive(false)::statistic);
        for (ToDoubleBiFunction<double[], double[]> path : paths) {
            assertThatThrownBy(() -> path.applyAsDouble(X, Y))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("for rank 3");
        }
    }

    @Test
    void infinitiesAreOrdinaryValues() {
        double[] x = {12, 2, Double.POSITIVE_INFINITY, 12, 2};
        double[] y = {1, Double.NEGATIVE_INFINITY, 7, 1, 0};
        // scipy 1.17.1: weightedtau([12,2,inf,12,2],[1,-inf,7,1,0])
        for (ToDoubleBiFunction<double[], double[]> tau : bothPaths()) {
            assertThat(tau.applyAsDouble(x, y)).isCloseTo(0.9725138212540326, within(1e-15));
        }
    }

    @Test
    void perfectAgreementIsExactlyOne() {
        double[] x = values(5, 10_000, 0);
        double[] reversed = Arrays.stream(x).map(v -> -v).toArray();
        assertThat(TAU.statistic(x, x)).isEqualTo(1);
        assertThat(TAU.statistic(x, reversed)).isCloseTo(-1, within(1e-14));
        assertThat(TAU.withAdditive(false).statistic(x, x)).isCloseTo(1, within(1e-14));
        assertThat(TAU.withAdditive(false).statistic(x, reversed)).isCloseTo(-1, within(1e-14));
        assertThat(TAU.statistic(new long[][] {{5, 0, 0}, {0, 2, 0}, {0, 0, 9}}))
                .isEqualTo(1);
    }

    /** Levels, ties, sizes around every boundary of the passes: against the definition. */
    @ParameterizedTest
    @CsvSource({
        "2, 0, 0",
        "3, 0, 2",
        "33, 0, 0",
        "64, 0, 5",
        "511, 0, 0",
        "512, 0, 0",
        "513, 0, 0",
        "513, 40, 0",
        "1025, 0, 700",
        "2047, 0, 0",
        "2048, 0, 0",
        "2049, 3, 0",
        "2050, 60, 60",
        "2051, 5, 5",
        "2100, 300, 1500"
    })
    void bothPathsAgreeWithTheDefinition(int n, int levelsOfX, int levelsOfY) {
        double[] x = values(n, n, levelsOfX);
        double[] y = values(n + 1L, n, levelsOfY);
        for (int i = 0; i < n; i += 2) {
            y[i] = levelsOfX == levelsOfY ? x[i] : levelsOfY == 0 ? x[i] + y[i] : y[i];
        }
        Random random = new Random(n);
        Ranking given = Ranking.of(random.ints(n, -n, n).toArray());
        for (Ranking ranking : List.of(Ranking.lexicographic(), Ranking.lexicographicByX(), Ranking.byIndex(), given)) {
            for (boolean additive : new boolean[] {true, false}) {
                WeightedKendallTau tau = TAU.with(ranking).withAdditive(additive);
                double expected = NaiveWeightedTau.statistic(Weigher.hyperbolic(), additive, ranking, x, y);
                assertThat(tau.statistic(x, y)).isCloseTo(expected, within(1e-12));
                assertThat(tau.sorted(x, y)).isCloseTo(expected, within(1e-12));
            }
        }
    }

    /** Values that agree in all bits that fit beside the position, so that the low bits decide. */
    @Test
    void neighbouringDoublesAreToldApart() {
        int n = 3000;
        Random random = new Random(8);
        double[] x = new double[n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = Double.longBitsToDouble(Double.doubleToRawLongBits(1.0) + random.nextInt(500));
            y[i] = Double.longBitsToDouble(Double.doubleToRawLongBits(-3e200) + random.nextInt(5000));
        }
        x[0] = -1e300;
        y[1] = Double.MAX_VALUE;
        double expected = NaiveWeightedTau.statistic(Weigher.hyperbolic(), true, Ranking.lexicographic(), x, y);
        assertThat(TAU.statistic(x, y)).isCloseTo(expected, within(1e-13));
        assertThat(TAU.sorted(y, x)).isCloseTo(expected, within(1e-13));
    }

    @Test
    void errorAgainstExactRationalsIsOfTheOrderOfOneRounding() {
        for (int seed = 0; seed < 40; seed++) {
            int n = 2 + seed;
            double[] x = values(seed, n, seed % 3 == 0 ? 0 : 4);
            double[] y = values(seed + 100L, n, seed % 4 == 0 ? 0 : 3);
            if (Arrays.stream(x).distinct().count() < 2
                    || Arrays.stream(y).distinct().count() < 2) {
                continue;
            }
            for (boolean additive : new boolean[] {true, false}) {
                double exact = exact(additive, x, y);
                for (ToDoubleBiFunction<double[], double[]> tau :
                        bothPaths(TAU.withAdditive(additive).with(Ranking.lexicographicByX()))) {
                    assertThat(tau.applyAsDouble(x, y)).isCloseTo(exact, within(3e-15));
                }
            }
        }
    }

    private static double exact(boolean additive, double[] x, double[] y) {
        int[] rank = NaiveWeightedTau.order(x, y);
        BigFraction xy = BigFraction.ZERO;
        BigFraction xx = BigFraction.ZERO;
        BigFraction yy = BigFraction.ZERO;
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < i; j++) {
                BigFraction wi = new BigFraction(1, rank[i] + 1);
                BigFraction wj = new BigFraction(1, rank[j] + 1);
                BigFraction weight = additive ? wi.add(wj) : wi.multiply(wj);
                int sx = NaiveWeightedTau.sign(x[i], x[j]);
                int sy = NaiveWeightedTau.sign(y[i], y[j]);
                xy = xy.add(weight.multiply(sx * sy));
                xx = xx.add(weight.multiply(sx * sx));
                yy = yy.add(weight.multiply(sy * sy));
            }
        }
        return xy.doubleValue() / Math.sqrt(xx.multiply(yy).doubleValue());
    }

    /** A billion items and more: only sums in closed form can do this. */
    @Test
    void tablesOfAnySizeCostTheSame() {
        long[][] counts = {{3_000_000_000L, 1_000_000_000L}, {500_000_000L, 4_000_000_000L}};
        double tau = TAU.statistic(counts);
        // Python 3.11, mpmath 1.3 at 40 digits, harmonic numbers by digamma.
        assertThat(tau).isCloseTo(0.7881712099406667, within(1e-14));
        assertThat(TAU.withAdditive(false).statistic(counts)).isBetween(-1.0, 1.0);
        assertThat(TAU.statistic(new long[][] {{1L << 51, 7}, {1L << 40, 1L << 52}}))
                .isBetween(0.99, 1.0);
    }

    @Test
    void printsItsConfiguration() {
        assertThat(TAU).hasToString("WeightedKendallTau[additive, HYPERBOLIC, lexicographic]");
        assertThat(TAU.withAdditive(false).with(Ranking.of(1, 2)).with(Weigher.constant(2)))
                .hasToString("WeightedKendallTau[multiplicative, Constant[weight=2.0], given for 2 items]");
    }

    @Test
    void integersAndBytesAreCheckedAsDoublesAre() {
        byte[] bytes = new byte[200_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        assertThat(TAU.statistic(bytes, bytes)).isCloseTo(1, within(1e-12));
        WeightedKendallTau ranked = TAU.with(Ranking.of(new int[] {0, 1, 2}));
        assertThatThrownBy(() -> ranked.statistic(new int[2], new int[2])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ranked.statistic(new byte[2], new byte[2]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Values that radix sorts find hard: without ties, in two narrow clusters far apart, with ties on one side or both. */
    private static double[] values(String shape, int n, long seed) {
        Random random = new Random(seed);
        return random.doubles(n)
                .map(u -> switch (shape) {
                    case "plain" -> u - 0.5;
                    case "narrow" -> random.nextInt(2) + u * 1e-9;
                    case "wide" -> Math.exp(700 * (u - 0.5)) * (random.nextBoolean() ? 1 : -1);
                    default -> random.nextInt(300) / 7.0;
                })
                .toArray();
    }

    @ParameterizedTest
    @CsvSource({
        "plain, wide",
        "narrow, plain",
        "tied, plain",
        "plain, tied",
        "tied, tied",
        "narrow, narrow",
        "tied, wide"
    })
    void sortedValuesFollowTheDefinition(String shapeOfX, String shapeOfY) {
        double[] x = values(shapeOfX, 4_000, 1);
        double[] y = values(shapeOfY, 4_000, 2);
        for (Ranking ranking : List.of(Ranking.lexicographic(), Ranking.lexicographicByX(), Ranking.byIndex())) {
            for (boolean additive : new boolean[] {true, false}) {
                assertThat(TAU.withAdditive(additive).with(ranking).sorted(x, y))
                        .isCloseTo(
                                NaiveWeightedTau.statistic(Weigher.hyperbolic(), additive, ranking, x, y),
                                within(1e-12));
            }
        }
    }

    @Test
    void aSecondThreadChangesNoBit() {
        for (String shape : List.of("plain", "tied", "narrow")) {
            double[] x = values(shape, 140_000, 3);
            double[] y = values(shape.equals("narrow") ? "tied" : "wide", 140_000, 4);
            for (boolean additive : new boolean[] {true, false}) {
                WeightedKendallTau alone = TAU.withAdditive(additive);
                assertThat(alone.withExecutor(ForkJoinPool.commonPool()).sorted(x, y))
                        .isEqualTo(alone.sorted(x, y));
            }
        }
    }
}
