package esrp.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import esrp.stats.Bootstrap.Alternative;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class KendallTauTest {
    private static final double[] X = {12, 2, 1, 12, 2};
    private static final double[] Y = {1, 4, 7, 1, 0};

    private static double[] values(long seed, int n, int levels) {
        return new Random(seed)
                .doubles(n)
                .map(u -> levels == 0 ? u : Math.floor(u * levels))
                .toArray();
    }

    // scipy 1.17.1: kendalltau([12,2,1,12,2],[1,4,7,1,0])
    @Test
    void exampleOfSciPy() {
        assertThat(KendallTau.b(X, Y)).isCloseTo(-0.4714045207910316, within(1e-15));
        assertThat(KendallTau.of(X, Y).pValue(Alternative.TWO_SIDED)).isCloseTo(0.28274545993277467, within(1e-13));
        assertThat(KendallTau.of(new int[] {12, 2, 1, 12, 2}, new int[] {1, 4, 7, 1, 0})
                        .b())
                .isEqualTo(KendallTau.b(X, Y));
        assertThat(KendallTau.of(X, Y).c())
                .isEqualTo(KendallTau.of(Tables.count(X, Y)).c());
        assertThat(KendallTau.of(X, Y)).hasToString("tau-b -0.471 (n = 5, 2 concordant, 6 discordant)");
    }

    @ParameterizedTest
    @CsvSource({"3, 0, 0", "40, 0, 0", "600, 0, 0", "600, 5, 5", "2500, 0, 0", "2500, 5, 0", "2500, 800, 300"})
    void pairCountsAreExact(int n, int levelsOfX, int levelsOfY) {
        double[] x = values(n, n, levelsOfX);
        double[] y = values(n + 1L, n, levelsOfY);
        long concordant = 0;
        long discordant = 0;
        long tiedInX = 0;
        long tiedInY = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                int product = NaiveWeightedTau.sign(x[i], x[j]) * NaiveWeightedTau.sign(y[i], y[j]);
                concordant += product > 0 ? 1 : 0;
                discordant += product < 0 ? 1 : 0;
                tiedInX += x[i] == x[j] ? 1 : 0;
                tiedInY += y[i] == y[j] ? 1 : 0;
            }
        }
        for (KendallTau tau : new KendallTau[] {KendallTau.of(x, y), KendallTau.of(Tables.count(x, y))}) {
            assertThat(tau.n()).isEqualTo(n);
            assertThat(tau.concordant()).isEqualTo(concordant);
            assertThat(tau.discordant()).isEqualTo(discordant);
            assertThat(tau.tiedInX()).isEqualTo(tiedInX);
            assertThat(tau.tiedInY()).isEqualTo(tiedInY);
        }
        KendallTau sorted = KendallTau.of(x, y);
        KendallTau table = KendallTau.of(Tables.count(x, y));
        assertThat(sorted.c()).isEqualTo(table.c());
        for (Alternative alternative : Alternative.values()) {
            assertThat(sorted.asymptoticPValue(alternative)).isEqualTo(table.asymptoticPValue(alternative));
        }
    }

    @Test
    void intsWithManyLevelsAreSorted() {
        int[] x = new Random(1).ints(3000).toArray();
        int[] y = new Random(2).ints(3000).toArray();
        double[] xs = Arrays.stream(x).asDoubleStream().toArray();
        double[] ys = Arrays.stream(y).asDoubleStream().toArray();
        assertThat(KendallTau.of(x, y).b()).isEqualTo(KendallTau.b(xs, ys));
        assertThat(KendallTau.of(x, y).concordant())
                .isEqualTo(KendallTau.of(xs, ys).concordant());
    }

    @ParameterizedTest
    @EnumSource(Alternative.class)
    void undefinedWithoutVariation(Alternative alternative) {
        double[][][] pairs = {{{}, {}}, {{1}, {2}}, {{1, 1}, {1, 2}}, {{1, 2, 3}, {4, 4, 4}}};
        for (double[][] pair : pairs) {
            KendallTau tau = KendallTau.of(pair[0], pair[1]);
            assertThat(tau.b()).isNaN();
            assertThat(tau.c()).isNaN();
            assertThat(tau.pValue(alternative)).isNaN();
            assertThat(tau.asymptoticPValue(alternative)).isNaN();
        }
        assertThat(KendallTau.b(new long[0][])).isNaN();
        assertThat(KendallTau.b(new long[3][0])).isNaN();
        assertThat(KendallTau.b(new long[2][2])).isNaN();
    }

    /** All orders of five items: the share of orders with tau at least, at most, as far from zero. */
    @Test
    void exactPValuesAreSharesOfAllOrders() {
        int n = 5;
        double[] x = {1, 2, 3, 4, 5};
        List<double[]> orders = new ArrayList<>();
        for (int code = 0; code < 3125; code++) {
            int rest = code;
            double[] y = new double[n];
            for (int i = 0; i < n; i++) {
                y[i] = rest % n;
                rest /= n;
            }
            if (Arrays.stream(y).distinct().count() == n) {
                orders.add(y);
            }
        }
        assertThat(orders).hasSize(120);
        long[] scores = orders.stream()
                .mapToLong(y ->
                        KendallTau.of(x, y).concordant() - KendallTau.of(x, y).discordant())
                .toArray();
        for (double[] y : orders) {
            KendallTau tau = KendallTau.of(x, y);
            long score = tau.concordant() - tau.discordant();
            assertThat(tau.exactPValue(Alternative.GREATER))
                    .isCloseTo(Arrays.stream(scores).filter(s -> s >= score).count() / 120.0, within(1e-14));
            assertThat(tau.exactPValue(Alternative.LESS))
                    .isCloseTo(Arrays.stream(scores).filter(s -> s <= score).count() / 120.0, within(1e-14));
            assertThat(tau.pValue(Alternative.TWO_SIDED))
                    .isCloseTo(
                            Arrays.stream(scores)
                                            .filter(s -> Math.abs(s) >= Math.abs(score))
                                            .count()
                                    / 120.0,
                            within(1e-14));
        }
    }

    @Test
    void nearlyPerfectOrdersHaveExactPValuesAtAnySize() {
        double[] x = values(3, 5000, 0);
        assertThat(KendallTau.of(x, x).pValue(Alternative.TWO_SIDED)).isZero();
        assertThat(KendallTau.of(x, x).exactPValue(Alternative.LESS)).isEqualTo(1);
        double[] few = Arrays.copyOf(x, 40);
        double[] swapped = few.clone();
        Arrays.sort(few);
        Arrays.sort(swapped);
        swapped[3] = few[4];
        swapped[4] = few[3];
        double factorial = 1;
        for (int i = 2; i <= 40; i++) {
            factorial *= i;
        }
        assertThat(KendallTau.of(few, swapped).pValue(Alternative.GREATER) * factorial / 40)
                .isCloseTo(1, within(1e-12));
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> KendallTau.b(new double[2], new double[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("x has 2 values and y has 3");
        assertThatThrownBy(() -> KendallTau.of(new int[2], new int[3])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> KendallTau.b(new double[] {1, Double.NaN}, new double[] {1, 2}))
                .hasMessageStartingWith("x[1]: NaN");
        assertThatThrownBy(() -> KendallTau.of(X, Y).exactPValue(Alternative.LESS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 pairs are tied in x and 1 in y");
        double[] many = values(5, 2001, 0);
        double[] others = values(6, 2001, 0);
        assertThatThrownBy(() -> KendallTau.of(many, others).exactPValue(Alternative.LESS))
                .hasMessageContaining("2001 items are more than 2000");
        assertThatThrownBy(() -> KendallTau.b(new long[][] {{1L << 32, 1}}))
                .hasMessageContaining("sum to more than 4294967296");
        assertThatThrownBy(() -> KendallTau.b(new long[][] {{1, -1}})).hasMessageContaining("negative count");
    }

    @Test
    void hugeTablesDoNotOverflow() {
        KendallTau tau = KendallTau.of(new long[][] {{1L << 31, 0}, {0, 1L << 31}});
        assertThat(tau.b()).isEqualTo(1);
        assertThat(tau.concordant()).isEqualTo(1L << 62);
        assertThat(tau.discordant()).isZero();
        assertThat(KendallTau.b(new long[][] {{0, 1L << 31}, {1L << 31, 0}})).isEqualTo(-1);
        assertThat(KendallTau.of(new long[][] {{0, 1L << 31}, {1L << 31, 0}}).c())
                .isEqualTo(-1);
    }

    @Test
    void tauCReachesOneForTablesThatAreNotSquare() {
        long[][] table = {{10, 0, 0}, {0, 5, 5}};
        assertThat(KendallTau.of(table).c()).isCloseTo(1, within(1e-15));
        assertThat(KendallTau.b(table)).isLessThan(0.95);
        assertThat(KendallTau.of(new long[][] {{10, 0, 0, 0}, {0, 0, 0, 0}, {0, 0, 5, 5}})
                        .c())
                .isEqualTo(KendallTau.of(table).c());
    }

    @Test
    void theExactPValueOfOneValueAloneIsNaNAndOfSomeTiesIsRefused() {
        for (Alternative alternative : Alternative.values()) {
            assertThat(KendallTau.of(new double[] {1, 1, 1}, new double[] {1, 2, 3})
                            .exactPValue(alternative))
                    .isNaN();
            assertThat(KendallTau.of(new double[] {1, 2, 3}, new double[] {1, 1, 1})
                            .exactPValue(alternative))
                    .isNaN();
            assertThatThrownBy(() -> KendallTau.of(new double[] {1, 1, 2}, new double[] {1, 2, 3})
                    .exactPValue(alternative));
        }
    }
}
