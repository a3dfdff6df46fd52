package esrp.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import esrp.stats.cluster.ClusteredTotals;
import esrp.stats.internal.Jackknife;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Published output of the R package irrCAC 1.0 (vignettes "overview" and "weighting"), and laws of the counts. */
class CoincidencesTest {
    private static final double NA = Double.NaN;
    private static final double[] FIVE = {1, 2, 3, 4, 5};

    /** irrCAC's cac.raw4raters. */
    private static final double[][] RAW = {
        {1, 2, 3, 3, 2, 1, 4, 1, 2, NA, NA, NA},
        {1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NA, NA},
        {NA, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 3},
        {1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NA}
    };

    @Test
    void rawRatingsOfFourRaters() {
        Coincidences c = Coincidences.of(RAW, FIVE);
        assertThat(c.agreement(Weights.UNWEIGHTED)).isCloseTo(0.8181818, within(5e-8)); // pa.coeff.raw
        assertThat(c.gwetAc(Weights.UNWEIGHTED)).isCloseTo(0.77544, within(5e-6)); // gwet.ac1.raw
        assertThat(c.fleissKappa(Weights.UNWEIGHTED)).isCloseTo(0.76117, within(5e-6)); // fleiss.kappa.raw
        assertThat(c.krippendorffAlpha(Level.NOMINAL)).isCloseTo(0.74342, within(5e-6)); // krippen.alpha.raw
        assertThat(c.krippendorffAlpha(Weights.UNWEIGHTED)).isCloseTo(0.74342, within(5e-6));
        assertThat(c.brennanPrediger(Weights.UNWEIGHTED)).isCloseTo(0.77273, within(5e-6)); // bp.coeff.raw
        assertThat(Agreement.congerKappa(RAW, FIVE, Weights.UNWEIGHTED)).isCloseTo(0.76282, within(5e-6));
    }

    @Test
    void theContingencyTableOfTwoAbstractors() {
        PairTable table = PairTable.of(new long[][] {{13, 0, 0}, {0, 20, 7}, {0, 4, 56}});
        assertThat(table.cohenKappa(Weights.UNWEIGHTED)).isCloseTo(0.7964094, within(5e-8)); // kappa2.table
        assertThat(table.scottPi(Weights.UNWEIGHTED)).isCloseTo(0.7962397, within(5e-8)); // scott2.table
        assertThat(table.gwetAc(Weights.UNWEIGHTED)).isCloseTo(0.8493305, within(5e-8)); // gwet.ac1.table
        assertThat(table.krippendorffAlpha(Level.NOMINAL)).isCloseTo(0.7972585, within(5e-8)); // krippen2.table
    }

    @Test
    void theDistributionOfSixRaters() {
        int[][] distribution = {
            {0, 0, 0, 6, 0}, {0, 3, 0, 0, 3}, {0, 1, 4, 0, 1}, {0, 0, 0, 0, 6}, {0, 3, 0, 3, 0},
            {2, 0, 4, 0, 0}, {0, 0, 4, 0, 2}, {2, 0, 3, 1, 0}, {2, 0, 0, 4, 0}, {0, 0, 0, 0, 6},
            {1, 0, 0, 5, 0}, {1, 1, 0, 4, 0}, {0, 3, 3, 0, 0}, {1, 0, 0, 5, 0}, {0, 2, 0, 3, 1}
        };
        List<int[]> units = new ArrayList<>();
        for (int[] row : distribution) {
            int[] unit = new int[6];
            int n = 0;
            for (int level = 0; level < 5; level++) {
                for (int i = 0; i < row[level]; i++) {
                    unit[n++] = level;
                }
            }
            units.add(unit);
        }
        Coincidences c = Coincidences.of(FIVE, units);
        assertThat(c.gwetAc(Weights.UNWEIGHTED)).isCloseTo(0.4448007, within(5e-8)); // gwet.ac1.dist
        assertThat(c.fleissKappa(Weights.UNWEIGHTED)).isCloseTo(0.4139265, within(5e-8)); // fleiss.kappa.dist
        assertThat(c.krippendorffAlpha(Level.NOMINAL)).isCloseTo(0.4204384, within(5e-8)); // krippen.alpha.dist
        assertThat(c.brennanPrediger(Weights.UNWEIGHTED)).isCloseTo(0.4388889, within(5e-8)); // bp.coeff.dist
    }

    @Test
    void weightsOfThreeCategories() {
        double[] three = {1, 2, 3};
        // radical.weights(1:3), linear.weights(1:3), ordinal.weights(1:3), quadratic.weights(1:3)
        assertThat(1 - Weights.RADICAL.disagreement(0, 1, three)).isCloseTo(0.2928932, within(5e-8));
        assertThat(1 - Weights.LINEAR.disagreement(1, 2, three)).isEqualTo(0.5);
        assertThat(1 - Weights.ORDINAL.disagreement(0, 1, three)).isCloseTo(0.6666667, within(5e-8));
        assertThat(1 - Weights.QUADRATIC.disagreement(2, 1, three)).isEqualTo(0.75);
        for (Weights weights : List.of(Weights.RADICAL, Weights.LINEAR, Weights.ORDINAL, Weights.QUADRATIC)) {
            assertThat(weights.disagreement(0, 2, three)).isEqualTo(1);
            assertThat(weights.disagreement(1, 1, three)).isZero();
        }
    }

    @Test
    void weightsOfOnesOwn() {
        double[][] quadratic = {{1, 0.75, 0}, {0.75, 1, 0.75}, {0, 0.75, 1}};
        PairTable table = PairTable.of(new long[][] {{13, 0, 0}, {0, 20, 7}, {0, 4, 56}});
        assertThat(table.cohenKappa(Weights.matrix(quadratic)))
                .isCloseTo(table.cohenKappa(Weights.QUADRATIC), within(1e-14));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PairTable.empty(2).cohenKappa(Weights.matrix(quadratic)))
                .withMessageContaining("weights has 3 values and categories has 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Weights.matrix(new double[][] {{1, 0.5}, {0.4, 1}}))
                .withMessageContaining("weights[1][0]: 0.4");
        assertThatIllegalArgumentException().isThrownBy(() -> Weights.matrix(new double[][] {{0.5}}));
    }

    /** Alpha with Krippendorff's ordinal distances as weights is ordinal alpha, and not alpha with irrCAC's ordinal weights. */
    @Test
    void theTwoOrdinalsDiffer() {
        Coincidences c = Coincidences.of(RAW, FIVE);
        long[] counted = new long[5];
        for (double[] rater : RAW) {
            for (int u = 0; u < 11; u++) { // the twelfth has one rating
                if (!Double.isNaN(rater[u])) {
                    counted[(int) rater[u] - 1]++;
                }
            }
        }
        assertThat(c.krippendorffAlpha(Weights.krippendorffOrdinal(counted)))
                .isCloseTo(c.krippendorffAlpha(Level.ORDINAL), within(1e-12));
        assertThat(c.krippendorffAlpha(Weights.ORDINAL)).isNotCloseTo(c.krippendorffAlpha(Level.ORDINAL), within(1e-4));
        assertThatIllegalArgumentException().isThrownBy(() -> Weights.krippendorffOrdinal(0, 4));
    }

    @Test
    void countsMergeAndSeparate() {
        double[][] left = Arrays.stream(RAW).map(r -> Arrays.copyOf(r, 5)).toArray(double[][]::new);
        double[][] right =
                Arrays.stream(RAW).map(r -> Arrays.copyOfRange(r, 5, 12)).toArray(double[][]::new);
        Coincidences a = Coincidences.of(left, FIVE);
        Coincidences b = Coincidences.of(right, FIVE);
        Coincidences all = Coincidences.of(RAW, FIVE);
        assertThat(a.plus(b)).isEqualTo(all).isEqualTo(b.plus(a)).hasSameHashCodeAs(all);
        assertThat(all.minus(a)).isEqualTo(b);
        assertThat(all.pairs().transposed()).isEqualTo(all.pairs());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> a.minus(all))
                .withMessage("other: holds more units than these counts");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> a.plus(Coincidences.of(new double[][] {{1}}, new double[] {1, 2})));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Coincidences.of(new double[] {2, 1}, List.of()))
                .withMessageContaining("do not ascend");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> a.icc(Icc.TWO_ONE))
                .withMessageContaining("who rated");
    }

    @Test
    void theIntraclassCorrelationIsThatOfTheRatings() {
        double[][] byUnit = new double[12][4];
        for (int u = 0; u < 12; u++) {
            for (int r = 0; r < 4; r++) {
                byUnit[u][r] = RAW[r][u];
            }
        }
        for (Icc form : List.of(Icc.ONE_ONE, Icc.ONE_K)) {
            IccEstimate counted = Coincidences.of(RAW, FIVE).icc(form);
            IccEstimate rated = IccEstimate.of(byUnit, form);
            assertThat(counted.value()).isCloseTo(rated.value(), within(1e-12));
            assertThat(counted.pValue()).isCloseTo(rated.pValue(), within(1e-12));
            assertThat(counted.lower(0.9)).isCloseTo(rated.lower(0.9), within(1e-12));
        }
    }

    /** Leaving a cluster out by subtraction is computing the coefficient of the others. */
    @Test
    void theJackknifeOfAnyCoefficient() {
        List<Coincidences> clusters = new ArrayList<>();
        for (int u = 0; u < 12; u += 3) {
            int from = u;
            clusters.add(Coincidences.of(
                    Arrays.stream(RAW)
                            .map(r -> Arrays.copyOfRange(r, from, from + 3))
                            .toArray(double[][]::new),
                    FIVE));
        }
        ClusteredTotals<Coincidences> totals = ClusteredTotals.of(clusters, Coincidences::plus, Coincidences::minus);
        double[] without = new double[4];
        for (int c = 0; c < 4; c++) {
            int left = c;
            double[][] rest = Arrays.stream(RAW)
                    .map(r -> {
                        double[] kept = r.clone();
                        Arrays.fill(kept, 3 * left, 3 * left + 3, NA);
                        return kept;
                    })
                    .toArray(double[][]::new);
            without[c] = Agreement.krippendorffAlpha(rest, Level.ORDINAL);
        }
        assertThat(totals.estimate(c -> c.krippendorffAlpha(Level.ORDINAL)).standardError())
                .isCloseTo(Jackknife.of(without).standardError(), within(1e-12));
        assertThat(totals.clusters()).isEqualTo(4);
        assertThat(ClusteredTotals.of(clusters.subList(0, 1), Coincidences::plus, Coincidences::minus)
                        .estimate(c -> c.agreement(Weights.UNWEIGHTED))
                        .standardError())
                .isNaN();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClusteredTotals.of(List.<PairTable>of(), PairTable::plus, PairTable::minus));
    }

    @Test
    void whatOneOfTwoRatersMissedIsLeftOut() {
        PairTable table = PairTable.of(RAW[0], RAW[2], FIVE);
        assertThat(table.n()).isEqualTo(8);
        assertThat(table.count(1, 2)).isEqualTo(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PairTable.of(new double[] {7}, new double[] {1}, FIVE))
                .withMessageContaining("first[0]: 7.0 is none of the categories");
    }
}
