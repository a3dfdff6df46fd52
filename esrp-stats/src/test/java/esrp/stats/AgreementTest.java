package esrp.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AgreementTest {
    private static final double NA = Double.NaN;

    @Test
    void kappaOfATextbookTable() {
        // Cohen's kappa of [[20, 5], [10, 15]]: p_o = 0.7, p_e = 0.5
        assertThat(Agreement.cohenKappa(new long[][] {{20, 5}, {10, 15}}, Weights.UNWEIGHTED))
                .isCloseTo(0.4, within(1e-15));
    }

    @Test
    void undefinedIsNaN() {
        assertThat(Agreement.cohenKappa(new long[2][2], Weights.LINEAR)).isNaN();
        assertThat(Agreement.cohenKappa(new long[][] {{0, 0}, {0, 9}}, Weights.UNWEIGHTED))
                .isNaN();
        assertThat(Agreement.cohenKappa(new long[0][0], Weights.QUADRATIC)).isNaN();
        assertThat(Agreement.krippendorffAlpha(new double[][] {{1, NA}, {NA, 2}}, Level.NOMINAL))
                .isNaN();
        assertThat(Agreement.krippendorffAlpha(new double[0][0], Level.ORDINAL)).isNaN();
        assertThat(Agreement.gwetAc(new double[][] {{1, NA}, {NA, 2}}, new double[] {1, 2}, Weights.LINEAR))
                .isNaN();
        assertThat(Agreement.icc(new double[][] {{1, 2}}, Icc.ONE_ONE)).isNaN();
        assertThat(Agreement.icc(new double[][] {{1}, {2}}, Icc.TWO_K)).isNaN();
        assertThat(Agreement.icc(new double[][] {{0.1, 0.1}, {0.1, 0.1}, {0.1, 0.1}}, Icc.ONE_ONE))
                .isNaN();
        assertThat(PairTable.empty(3).gwetAc(Weights.LINEAR)).isNaN();
        assertThat(PairTable.of(new long[][] {{4}}).gwetAc(Weights.LINEAR)).isNaN();
        assertThat(PairTable.empty(3).agreementWithin(0)).isNaN();
    }

    @Test
    void aUnitWithOneRatingCountsForTheMarginsOfAcOnly() {
        double[] categories = {1, 2};
        double[][] two = {{1, 1, 2}, {1, 2, 2}};
        double[][] oneMore = {{1, 1, 2, 1}, {1, 2, 2, NA}};
        // shares (1 + 0.5 + 0) / 3 = 1/2 and (1 + 0.5 + 0 + 1) / 4 = 5/8; p_e = 2 p (1 - p); p_a = 2/3
        assertThat(Agreement.gwetAc(two, categories, Weights.UNWEIGHTED)).isCloseTo(1 / 3.0, within(1e-12));
        double chance = 2 * 5 / 8.0 * 3 / 8.0;
        assertThat(Agreement.gwetAc(oneMore, categories, Weights.UNWEIGHTED))
                .isCloseTo((2 / 3.0 - chance) / (1 - chance), within(1e-12));
    }

    @Test
    void declaredCategoriesThatNobodyUsedCount() {
        double[][] ratings = {{1, 1, 2}, {1, 2, 2}};
        assertThat(Agreement.gwetAc(ratings, new double[] {1, 2, 3}, Weights.UNWEIGHTED))
                .isGreaterThan(Agreement.gwetAc(ratings, new double[] {1, 2}, Weights.UNWEIGHTED));
    }

    /** R: anova(lm(score ~ unit)), n0 by hand; the two-way forms from anova(lm(score ~ rater + unit)) and back. */
    @Test
    void iccCountsUnitsThatMissRatings() {
        double[][] all = {{9, 2, 5, 8}, {6, 1, NA, 2}, {8, 4, 6, 8}, {7, 1, NA, NA}, {10, 5, 6, NA}, {6, NA, 4, 7}};
        assertThat(Agreement.icc(all, Icc.ONE_ONE)).isNotNaN();
        double[][] blank = {all[0], {NA, NA, NA, NA}, all[1], all[2], all[3], all[4], all[5]};
        for (Icc form : Icc.values()) {
            assertThat(Agreement.icc(blank, form))
                    .isEqualTo(Agreement.icc(all, form))
                    .isNotNaN();
        }
        double[][] apart = {{1, 2, NA, NA}, {3, 3, NA, NA}, {NA, NA, 5, 4}, {NA, NA, 2, 2}};
        assertThat(Agreement.icc(apart, Icc.TWO_ONE)).isBetween(-1.0, 1.0);
        assertThat(Agreement.icc(new double[][] {{1, NA}, {NA, 2}, {3, NA}}, Icc.ONE_ONE))
                .isNaN();
        assertThat(Agreement.icc(new double[][] {{1, NA}, {NA, 2}, {3, NA}}, Icc.TWO_ONE))
                .isNaN();
    }

    @Test
    void consistencyOfUnitsThatDoNotDifferIsUndefined() {
        // found by a property: rounding made it -0.5
        double[][] alike = {{1, 1, 2}, {1, 1, 2}, {1, 1, 2}, {1, 1, 2}, {1, 1, 2}, {1, 1, 2}, {1, 1, 2}};
        assertThat(Agreement.icc(alike, Icc.THREE_ONE)).isNaN();
        assertThat(Agreement.icc(alike, Icc.THREE_K)).isNaN();
        assertThat(Agreement.icc(alike, Icc.TWO_ONE)).isZero();
    }

    @Test
    void minusZeroIsZero() {
        double[][] plus = {{0.0, 1, 0.0, 1}, {0.0, 1, 1, 1}};
        double[][] minus = {{-0.0, 1, 0.0, 1}, {0.0, 1, 1, 1}};
        for (Level level : Level.values()) {
            assertThat(Agreement.krippendorffAlpha(minus, level)).isEqualTo(Agreement.krippendorffAlpha(plus, level));
        }
        assertThat(Agreement.gwetAc(minus, new double[] {-0.0, 1}, Weights.LINEAR))
                .isEqualTo(Agreement.gwetAc(plus, new double[] {0, 1}, Weights.LINEAR));
    }

    @Test
    void errorsNameTheValueAndWhatIsAllowed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Agreement.cohenKappa(new long[][] {{1, 2}, {3}}, Weights.LINEAR))
                .withMessage("table[1]: has 1 columns, the first row has 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Agreement.cohenKappa(new long[][] {{1, -2}, {3, 1}}, Weights.LINEAR))
                .withMessage("table[0][1]: -2 is a negative count");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Agreement.krippendorffAlpha(new double[][] {{1, 2}, {3}}, Level.NOMINAL))
                .withMessage("raterByUnit[1] has 1 values; row 0 has 2, and all rows must be equally long");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Agreement.icc(new double[][] {{1, 1 / 0.0}}, Icc.ONE_ONE))
                .withMessage("unitByRater[0][1]: Infinity is not a rating; NaN means missing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Agreement.gwetAc(new double[][] {{1}, {3}}, new double[] {1, 2}, Weights.UNWEIGHTED))
                .withMessage("raterByUnit[1][0]: 3.0 is none of the categories [1.0, 2.0]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Agreement.gwetAc(new double[][] {{1}}, new double[] {1, 1}, Weights.UNWEIGHTED))
                .withMessageContaining("at least two distinct finite values");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PairTable.of(new int[] {0, 5}, new int[] {0, 1}, 5))
                .withMessage("first[1]: level 5 is outside 0..4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PairTable.of(new byte[] {0}, new byte[] {-1}, 5))
                .withMessage("second[0]: level -1 is outside 0..4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PairTable.of(new byte[] {0}, new byte[] {0, 1}, 5))
                .withMessage("first has 1 values and second has 2, both need one for each item");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PairTable.empty(2).plus(PairTable.empty(3)))
                .withMessage("other: has 3 levels, this table has 2");
        assertThatIllegalArgumentException().isThrownBy(() -> PairTable.empty(0));
        assertThatIllegalArgumentException().isThrownBy(() -> PairTable.empty(2).agreementWithin(-1));
    }

    @Test
    void weightedTauIsHighForIndependentRatersOfManyTiedItems() {
        // scipy 1.17.1: weightedtau of two independent samples of 20,000 from five equally frequent levels: 0.554
        PairTable independent = PairTable.of(new long[][] {
            {800, 800, 800, 800, 800},
            {800, 800, 800, 800, 800},
            {800, 800, 800, 800, 800},
            {800, 800, 800, 800, 800},
            {800, 800, 800, 800, 800}
        });
        assertThat(independent.cohenKappa(Weights.LINEAR)).isCloseTo(0, within(1e-15));
        assertThat(WeightedKendallTau.withDefaults().statistic(independent.counts()))
                .isBetween(0.5, 0.6);
        assertThat(independent.expectedByChance()).isEqualTo(independent);
        assertThat(PairTable.of(new long[][] {{40, 0}, {0, 60}})
                        .expectedByChance()
                        .counts())
                .isDeepEqualTo(new long[][] {{16, 24}, {24, 36}});
        assertThat(PairTable.empty(2).expectedByChance()).isEqualTo(PairTable.empty(2));
    }

    @Test
    void countsAreKept() {
        PairTable t = PairTable.of(new int[] {0, 1, 1, 2}, new int[] {0, 1, 2, 2}, 3);
        assertThat(t.n()).isEqualTo(4);
        assertThat(t.levels()).isEqualTo(3);
        assertThat(t.count(1, 2)).isEqualTo(1);
        assertThat(t.transposed().count(2, 1)).isEqualTo(1);
        assertThat(t.counts()).isDeepEqualTo(new long[][] {{1, 0, 0}, {0, 1, 1}, {0, 0, 1}});
        assertThat(t.agreementWithin(0)).isEqualTo(0.75);
        assertThat(t.agreementWithin(1)).isEqualTo(1.0);
        assertThat(t).hasSameHashCodeAs(t.transposed().transposed()).isNotEqualTo(t.transposed());
        assertThat(t)
                .hasToString(
                        "n = 4\n        1        0        0\n        0        1        1\n        0        0        1");
    }

    @Test
    void pairsOfBytesAndOfIntsAreCountedAlike() {
        byte[] first = {0, 1, 2, 2, 1, 0, 2};
        byte[] second = {0, 1, 1, 2, 1, 2, 2};
        long[][] counts = {{1, 0, 1}, {0, 2, 0}, {0, 1, 2}};
        assertThat(PairTable.of(first, second, 3).counts()).isDeepEqualTo(counts);
        assertThat(PairTable.of(new int[] {0, 1, 2, 2, 1, 0, 2}, new int[] {0, 1, 1, 2, 1, 2, 2}, 3)
                        .counts())
                .isDeepEqualTo(counts);
        assertThatIllegalArgumentException().isThrownBy(() -> PairTable.of(new int[2], new int[1], 3));
        assertThatIllegalArgumentException().isThrownBy(() -> PairTable.of(new byte[2], new byte[1], 3));
    }
}
