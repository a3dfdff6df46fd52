package esrp.stats.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import esrp.stats.IntervalMethod;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ComparisonsTest {
    /** Columns whose means are given; clusters add the same small pattern, shifted by column, to each. */
    private static Comparisons of(double... means) {
        return Comparisons.of(
                estimates(means),
                java.util.stream.IntStream.range(0, means.length).toArray());
    }

    private static ClusteredEstimates estimates(double... means) {
        double[] pattern = {-0.3, 0.1, 0.2, -0.1, 0.3, -0.2, 0.0, 0.25, -0.25};
        double[][] sums = new double[9][means.length];
        double[][] counts = new double[9][means.length];
        for (int g = 0; g < 9; g++) {
            for (int k = 0; k < means.length; k++) {
                sums[g][k] = means[k] + pattern[(g + 2 * k) % 9];
                counts[g][k] = 1;
            }
        }
        return ClusteredInference.withDefaults().withResamples(500).on(ClusteredMeans.of(sums, counts));
    }

    @Test
    void holmsAdjustment() {
        // Holm by hand; R's p.adjust(c(.01, .04, .03, .005), "holm") gives the same
        assertThat(Comparisons.holm(0.01, 0.04, 0.03, 0.005))
                .containsExactly(new double[] {0.03, 0.06, 0.06, 0.02}, within(1e-15));
        assertThat(Comparisons.holm(0.01, Double.NaN, 0.03)).containsExactly(0.02, Double.NaN, 0.03);
        assertThat(Comparisons.holm(0.9, 0.8)).containsExactly(1, 1);
        assertThat(Comparisons.holm()).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Comparisons.holm(0.1, 1.1))
                .withMessage("pValues[1]: 1.1 is outside [0, 1]");
    }

    @Test
    void allPairsAreComparedAndAdjusted() {
        ClusteredEstimates e = estimates(4.0, 3.9, 3.0);
        Comparisons c = Comparisons.of(e, 0, 1, 2);
        assertThat(c.differences()).hasSize(3);
        Comparisons.Difference first = c.differences().get(0);
        assertThat(first.first()).isZero();
        assertThat(first.second()).isEqualTo(1);
        assertThat(first.difference()).isEqualTo(e.difference(0, 1));
        assertThat(first.pValue()).isEqualTo(e.estimate(0, 1).pValue(0));
        double[] adjusted = Comparisons.holm(c.differences().stream()
                .mapToDouble(Comparisons.Difference::pValue)
                .toArray());
        for (int i = 0; i < 3; i++) {
            assertThat(c.differences().get(i).adjustedPValue()).isEqualTo(adjusted[i]);
        }
        assertThat(c.between(2, 0))
                .isEqualTo(c.between(0, 2))
                .isSameAs(c.differences().get(1));
        assertThat(first).asString().startsWith("0 - 1: 0.10 [-");
        assertThat(c.between(0, 2).significant(0.05)).isTrue();
        assertThat(first.significant(0.05)).isFalse();
        assertThat(c).asString().startsWith("   0  a      4.00 [").contains("rank 3 [3, 3]");
    }

    @Test
    void columnsThatCannotBeToldApartShareALetter() {
        Comparisons c = of(3.0, 4.0, 3.9, 2.9);
        assertThat(c.order()).containsExactly(1, 2, 0, 3);
        assertThat(c.tied()).containsExactly(List.of(1, 2), List.of(0, 3));
        assertThat(c.letters(1)).isEqualTo("a");
        assertThat(c.letters(2)).isEqualTo("a");
        assertThat(c.letters(0)).isEqualTo("b");
        assertThat(c.letters(3)).isEqualTo("b");
        assertThat(c.rank(1)).isEqualTo(new Comparisons.RanksOf(1, 1, 2));
        assertThat(c.rank(2)).isEqualTo(new Comparisons.RanksOf(2, 1, 2));
        assertThat(c.rank(3)).isEqualTo(new Comparisons.RanksOf(4, 3, 4));
        assertThat(c.rank(3)).hasToString("4 [3, 4]");
    }

    @Test
    void setsOverlapWhereTheMiddleDiffersFromNeitherEnd() {
        Comparisons c = of(4.0, 3.75, 3.5);
        assertThat(c.between(0, 2).significant(0.05)).isTrue();
        assertThat(c.between(0, 1).significant(0.05)).isFalse();
        assertThat(c.between(1, 2).significant(0.05)).isFalse();
        assertThat(c.tied()).containsExactly(List.of(0, 1), List.of(1, 2));
        assertThat(c.letters(1)).isEqualTo("ab");
        assertThat(c.rank(1)).isEqualTo(new Comparisons.RanksOf(2, 1, 3));
        assertThat(c.rank(0)).isEqualTo(new Comparisons.RanksOf(1, 1, 2));
    }

    @Test
    void lettersGoOnBeyondTheAlphabet() {
        double[] means = new double[28];
        for (int k = 0; k < means.length; k++) {
            means[k] = 100 - 3 * k;
        }
        Comparisons c = of(means);
        assertThat(c.tied()).hasSize(28);
        assertThat(c.letters(25)).isEqualTo("z");
        assertThat(c.letters(26)).isEqualTo("a1");
        assertThat(c.letters(27)).isEqualTo("b1");
    }

    @Test
    void ranksHaveProbabilities() {
        Comparisons c = of(4.0, 3.97, 2.0);
        double total = 0;
        for (int column = 0; column < 3; column++) {
            double ofColumn = 0;
            for (int rank = 1; rank <= 3; rank++) {
                ofColumn += c.probabilityOfRank(column, rank);
            }
            assertThat(ofColumn).isCloseTo(1, within(1e-12));
            total += c.probabilityOfBest(column);
        }
        assertThat(total).isCloseTo(1, within(1e-12));
        assertThat(c.probabilityOfRank(2, 3)).isEqualTo(1);
        assertThat(c.probabilityOfBest(0)).isBetween(0.5, 0.9);
        double[] a = estimates(4.0, 3.97, 2.0).replicates(0);
        double[] b = estimates(4.0, 3.97, 2.0).replicates(1);
        double wins = 0;
        for (int i = 0; i < a.length; i++) {
            wins += a[i] > b[i] ? 1 : a[i] == b[i] ? 0.5 : 0;
        }
        assertThat(c.probabilityOfBest(0)).isCloseTo(wins / a.length, within(1e-12));
    }

    @Test
    void equalColumnsShareTheirRank() {
        ClusteredMeans same =
                ClusteredMeans.of(new double[][] {{1, 1}, {2, 2}, {4, 4}}, new double[][] {{1, 1}, {1, 1}, {1, 1}});
        Comparisons c = Comparisons.of(
                ClusteredInference.withDefaults().withResamples(50).on(same), 0, 1);
        assertThat(c.probabilityOfBest(0)).isEqualTo(0.5);
        assertThat(c.rank(0)).isEqualTo(new Comparisons.RanksOf(1, 1, 2));
        assertThat(c.rank(1).observed()).isEqualTo(1);
        assertThat(c.tied()).containsExactly(List.of(0, 1));
        assertThat(c.between(0, 1).pValue()).isEqualTo(1);
    }

    @Test
    void anEmptyColumnIsLastAndDiffersFromNone() {
        ClusteredMeans data = ClusteredMeans.of(
                new double[][] {{0, 1, 9}, {0, 2, 9.5}, {0, 1.5, 9}}, new double[][] {{0, 1, 1}, {0, 1, 1}, {0, 1, 1}});
        Comparisons c = Comparisons.of(
                ClusteredInference.withDefaults().withResamples(50).on(data), 0, 1, 2);
        assertThat(c.order()).containsExactly(2, 1, 0);
        assertThat(c.between(0, 1).significant(0.05)).isFalse();
        assertThat(c.between(1, 2).adjustedPValue()).isEqualTo(c.between(1, 2).pValue());
        assertThat(c.tied()).containsExactly(List.of(2, 0), List.of(1, 0));
    }

    @Test
    void errorsNameTheColumns() {
        Comparisons c = of(4, 3, 2);
        assertThatIllegalArgumentException().isThrownBy(() -> Comparisons.of(estimates(1, 2), 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Comparisons.of(estimates(1, 2), 1, 1))
                .withMessage("columns: [1, 1]; at least two distinct columns are needed");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> c.letters(5))
                .withMessage("column: 5 is not one of the columns compared, [0, 1, 2]");
        assertThatIllegalArgumentException().isThrownBy(() -> c.rank(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> c.between(0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> c.probabilityOfBest(4));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> c.probabilityOfRank(0, 4))
                .withMessage("rank: 4 is outside 1..3");
        assertThatIllegalArgumentException().isThrownBy(() -> c.probabilityOfRank(0, 0));
    }

    @Test
    void intervalsAreThoseOfTheMethodAskedFor() {
        ClusteredMeans data = ClusteredMeans.of(
                new double[][] {{8, 7, 3}, {9, 9, 4}, {5, 6, 2}, {7, 4, 5}},
                new double[][] {{2, 2, 2}, {2, 2, 2}, {2, 2, 2}, {2, 2, 2}});
        for (IntervalMethod method : IntervalMethod.values()) {
            ClusteredEstimates estimates = ClusteredInference.withDefaults()
                    .withResamples(500)
                    .with(method)
                    .on(data);
            Comparisons all = Comparisons.of(estimates, 0, 1, 2);
            assertThat(all.between(0, 2).difference()).isEqualTo(estimates.difference(0, 2));
            assertThat(all).asString().contains(all.between(1, 2).toString());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> all.rank(3))
                    .withMessage("column: 3 is not one of the columns compared, [0, 1, 2]");
        }
    }

    /** scipy 1.17.1: stats.false_discovery_control([0.01, 0.02, 0.03, 0.04, 0.5, 0.012, 0.9]) */
    @Test
    void falseDiscoveriesAreThoseOfSciPy() {
        double[] adjusted = Comparisons.benjaminiHochberg(0.01, 0.02, 0.03, 0.04, Double.NaN, 0.5, 0.012, 0.9);
        double[] expected = {0.042, 0.04666666666666667, 0.0525, 0.055999999999999994, 0.5833333333333334, 0.042, 0.9};
        for (int i = 0; i < 8; i++) {
            if (i == 4) {
                assertThat(adjusted[i]).isNaN();
            } else {
                assertThat(adjusted[i]).isCloseTo(expected[i < 4 ? i : i - 1], within(1e-15));
            }
        }
    }

    /** Five equal columns of 12 characters, 400 studies: any difference excludes 0 in 5% of them. */
    @Test
    void simultaneousIntervalsHoldTogether() {
        Random random = new Random(3);
        int wrong = 0;
        int alone = 0;
        for (int study = 0; study < 400; study++) {
            double[][] sums = new double[12][5];
            double[][] counts = new double[12][5];
            for (int c = 0; c < 12; c++) {
                double shared = random.nextGaussian();
                for (int k = 0; k < 5; k++) {
                    sums[c][k] = shared + random.nextGaussian();
                    counts[c][k] = 1;
                }
            }
            Comparisons all = Comparisons.of(
                    ClusteredInference.withDefaults()
                            .withResamples(400)
                            .withSeed(study)
                            .on(ClusteredMeans.of(sums, counts)),
                    0,
                    1,
                    2,
                    3,
                    4);
            wrong += all.simultaneous().stream().allMatch(i -> i.contains(0)) ? 0 : 1;
            alone += all.differences().stream().allMatch(d -> d.difference().contains(0)) ? 0 : 1;
        }
        assertThat(wrong / 400.0).isBetween(0.02, 0.08);
        assertThat(alone / 400.0).isGreaterThan(0.15);
    }
}
