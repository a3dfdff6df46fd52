package esrp.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeigherTest {
    private static final List<Weigher> CLOSED =
            List.of(Weigher.hyperbolic(), Weigher.quadratic(), Weigher.logarithmic(), Weigher.constant(2.5));

    @Test
    void weightsAreThoseOfTheirFormulas() {
        for (int rank : new int[] {0, 1, 2, 9, 1000}) {
            assertThat(Weigher.hyperbolic().weight(rank)).isEqualTo(1.0 / (rank + 1));
            assertThat(Weigher.quadratic().weight(rank)).isEqualTo(1.0 / ((rank + 1.0) * (rank + 1.0)));
            assertThat(Weigher.logarithmic().weight(rank))
                    .isCloseTo(1 / (Math.log(rank + 2) / Math.log(2)), within(1e-15));
            assertThat(Weigher.constant(0.25).weight(rank)).isEqualTo(0.25);
        }
    }

    /** Both ways of summing meet on ranges around every switch between them. */
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0, 1",
        "0, 31",
        "0, 32",
        "0, 33",
        "0, 64",
        "0, 65",
        "5, 64",
        "31, 70",
        "32, 64",
        "32, 65",
        "33, 5000",
        "0, 5000",
        "255, 256",
        "256, 512",
        "256, 513",
        "250, 100000",
        "1000000, 1000010",
        "1000000, 1100000",
        "123456789, 123556789"
    })
    void sumsInClosedFormAreTheSumsOfTheWeights(long from, long to) {
        for (Weigher weigher : CLOSED) {
            Weigher oneByOne = new Weigher() {
                @Override
                public double weight(double rank) {
                    return weigher.weight(rank);
                }
            };
            double expected = oneByOne.sum(from, to);
            assertThat(weigher.sum(from, to)).isCloseTo(expected, within(1e-15 * Math.max(expected, 1e-300) * 4));
        }
    }

    @ParameterizedTest
    @CsvSource({
        // Python 3.11, mpmath 1.3 at 40 digits: harmonic(b) - harmonic(a); zeta(2, a + 1) - zeta(2, b + 1);
        // Euler-Maclaurin sum of log(2) / log(r + 2).
        "0, 1000000, 14.392726722865724, 1.6449330668487265, 54500.37067174311",
        "0, 1000000000, 21.300481502347942, 1.6449340658482265, 35246003.7256477",
        "1000000000, 1001000000, 0.0009995003325840328, 9.99000998002497e-13, 33446.97057810433",
        "3000000000, 7000000000, 0.8472978602919655, 1.90476190430839e-10, 124319891.38356087",
        "1000000000000000, 1000000000000010, 9.999999999999945e-15, 9.99999999999989e-30, 0.20068666377598743"
    })
    void sumsOfHugeRangesAreThoseOfHighPrecision(
            long from, long to, double hyperbolic, double quadratic, double logarithmic) {
        Percentage fewUnitsInTheLastPlace = Percentage.withPercentage(2e-13);
        assertThat(Weigher.hyperbolic().sum(from, to)).isCloseTo(hyperbolic, fewUnitsInTheLastPlace);
        assertThat(Weigher.quadratic().sum(from, to)).isCloseTo(quadratic, fewUnitsInTheLastPlace);
        assertThat(Weigher.logarithmic().sum(from, to)).isCloseTo(logarithmic, fewUnitsInTheLastPlace);
    }

    @Test
    void theDefaultSumIsCompensated() {
        Weigher tenth = rank -> 0.1;
        assertThat(tenth.sum(0, 10_000_000)).isEqualTo(1_000_000);
        Weigher mixed = rank -> rank == 7 ? 1e16 : 1;
        assertThat(mixed.sum(0, 17)).isEqualTo(1e16 + 16);
        assertThat(mixed.sum(7, 17)).isEqualTo(1e16 + 9, within(2.0));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1e-300, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void theDefaultSumRefusesWhatIsNoWeight(double bad) {
        Weigher weigher = rank -> rank == 3 ? bad : 1;
        assertThat(weigher.sum(4, 9)).isEqualTo(5);
        assertThatThrownBy(() -> weigher.sum(0, 9))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("weigher: gives " + bad + " for rank 3, a finite weight that is not negative was expected");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
    void aSumThatIsNoSumIsRefused(double bad) {
        Weigher broken = new Weigher() {
            @Override
            public double weight(double rank) {
                return 1;
            }

            @Override
            public double sum(long from, long to) {
                return bad;
            }
        };
        assertThatThrownBy(() ->
                        WeightedKendallTau.withDefaults().with(broken).statistic(new long[][] {{2, 1}, {0, 3}}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ranks 0 to 2 sum to " + bad);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void aConstantWeightIsPositiveAndFinite(double bad) {
        assertThatThrownBy(() -> Weigher.constant(bad))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("weight: " + bad + " is not positive and finite");
    }

    @Test
    void aTableOfWeightsIsChecked() {
        for (Weigher weigher : List.of(Weigher.hyperbolic(), rank -> 1 / (rank + 1))) {
            IntToDoubleFunction table = Weighers.ofRanks(weigher, 3);
            assertThat(IntStream.range(0, 3).mapToDouble(table)).containsExactly(1.0, 0.5, 1.0 / 3);
        }
        assertThatThrownBy(() -> Weighers.ofRanks(rank -> rank - 1, 3)).hasMessageContaining("gives -1.0 for rank 0");
        assertThat(Weighers.ofRanks(rank -> 0, 1).applyAsDouble(0)).isZero();
    }
}
