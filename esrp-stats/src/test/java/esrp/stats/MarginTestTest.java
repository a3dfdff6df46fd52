package esrp.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import esrp.stats.MarginTest.Verdict;
import org.apache.commons.statistics.distribution.TDistribution;
import org.junit.jupiter.api.Test;

class MarginTestTest {
    private static final Estimate BETTER = Estimate.of(0.2, 0.05, 19);
    private static final Estimate ALIKE = Estimate.of(0.02, 0.05, 19);

    @Test
    void verdicts() {
        assertThat(MarginTest.superiority(BETTER, 0, 0.025).verdict()).isEqualTo(Verdict.PASS);
        assertThat(MarginTest.superiority(BETTER, 0.15, 0.025).verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(MarginTest.superiority(BETTER, 0.4, 0.025).verdict()).isEqualTo(Verdict.FAIL);
        assertThat(MarginTest.nonInferiority(ALIKE, 0.15, 0.025).verdict()).isEqualTo(Verdict.PASS);
        assertThat(MarginTest.nonInferiority(ALIKE, 0.05, 0.025).verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(MarginTest.nonInferiority(Estimate.of(-0.4, 0.05, 19), 0.1, 0.025)
                        .verdict())
                .isEqualTo(Verdict.FAIL);
        assertThat(MarginTest.superiority(Estimate.of(0.2, Double.NaN, 1), 0, 0.025)
                        .verdict())
                .isEqualTo(Verdict.UNDECIDED);
    }

    @Test
    void passMeansTheLowerBoundIsAboveTheThreshold() {
        double lower = BETTER.interval(0.95).lower();
        assertThat(MarginTest.superiority(BETTER, lower - 1e-9, 0.025).verdict())
                .isEqualTo(Verdict.PASS);
        assertThat(MarginTest.superiority(BETTER, lower + 1e-9, 0.025).verdict())
                .isEqualTo(Verdict.UNDECIDED);
        double upper = BETTER.interval(0.95).upper();
        assertThat(MarginTest.superiority(BETTER, upper - 1e-9, 0.025).verdict())
                .isEqualTo(Verdict.UNDECIDED);
        assertThat(MarginTest.superiority(BETTER, upper + 1e-9, 0.025).verdict())
                .isEqualTo(Verdict.FAIL);
    }

    @Test
    void theNumberOfClustersThatWouldDecide() {
        MarginTest test = MarginTest.nonInferiority(ALIKE, 0.05, 0.025);
        int n = (int) test.unitsNeeded(20, 0.8).orElseThrow();
        // 0.07 / (0.05 sqrt(20 / n)) >= t(.975, n - 1) + t(.8, n - 1)
        assertThat(0.07 / (0.05 * Math.sqrt(20.0 / n)))
                .isGreaterThanOrEqualTo(TDistribution.of(n - 1).inverseCumulativeProbability(0.975)
                        + TDistribution.of(n - 1).inverseCumulativeProbability(0.8));
        assertThat(0.07 / (0.05 * Math.sqrt(20.0 / (n - 1))))
                .isLessThan(TDistribution.of(n - 2).inverseCumulativeProbability(0.975)
                        + TDistribution.of(n - 2).inverseCumulativeProbability(0.8));
        assertThat(test.unitsNeeded(20, 0.9).orElseThrow()).isGreaterThan(n);
        assertThat(MarginTest.superiority(BETTER, 0, 0.025).unitsNeeded(20, 0.8).orElseThrow())
                .isLessThan(20);
        assertThat(MarginTest.superiority(BETTER, 0.2, 0.025).unitsNeeded(20, 0.8))
                .isEmpty();
        assertThat(MarginTest.superiority(Estimate.of(0.2, Double.NaN, 1), 0, 0.025)
                        .unitsNeeded(20, 0.8))
                .isEmpty();
    }

    @Test
    void equalUnitsDecideWhereTheyAreManyEnoughToExcludeOthers() {
        // ln 0.025 / ln ((4 - 0.1) / 4) = 145.7: so many units without a difference make one of 0.1 unlikely
        Estimate four = Estimate.ofConstant(0, -4, 4, 3);
        MarginTest test = MarginTest.nonInferiority(four, 0.1, 0.025);
        assertThat(test.verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(test.pValue()).isCloseTo(Math.pow(3.9 / 4, 4), within(1e-12));
        assertThat(test.unitsNeeded(4, 0.8)).hasValue(146);
        // of crossed units the rarer kind counts, 4 of 8: both must grow alike
        assertThat(test.unitsNeeded(8, 0.8)).hasValue(292);
        assertThat(MarginTest.nonInferiority(Estimate.ofConstant(0, -4, 4, 145), 0.1, 0.025)
                        .verdict())
                .isEqualTo(Verdict.PASS);
        assertThat(MarginTest.nonInferiority(Estimate.ofConstant(0, -4, 4, 144), 0.1, 0.025)
                        .verdict())
                .isEqualTo(Verdict.UNDECIDED);
        assertThat(MarginTest.superiority(four, 0, 0.025).unitsNeeded(4, 0.8)).isEmpty();
    }

    @Test
    void valuesAreShownAndChecked() {
        MarginTest test = MarginTest.nonInferiority(ALIKE, 0.15, 0.025);
        assertThat(test.threshold()).isEqualTo(-0.15);
        assertThat(test.pValue()).isCloseTo(ALIKE.pAbove(-0.15), within(0.0));
        assertThat(test).hasToString("PASS: 0.020 (SE 0.050, df 19.0) > -0.150, p = 0.0015");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MarginTest.superiority(ALIKE, -0.1, 0.05))
                .withMessage("margin: -0.1 is not 0 or more");
        assertThatIllegalArgumentException().isThrownBy(() -> MarginTest.nonInferiority(ALIKE, Double.NaN, 0.05));
        assertThatIllegalArgumentException().isThrownBy(() -> MarginTest.superiority(ALIKE, 1 / 0.0, 0.05));
        assertThatIllegalArgumentException().isThrownBy(() -> MarginTest.superiority(ALIKE, 0, 0.5));
        assertThatIllegalArgumentException().isThrownBy(() -> MarginTest.superiority(ALIKE, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> test.unitsNeeded(0, 0.8));
        assertThatIllegalArgumentException().isThrownBy(() -> test.unitsNeeded(20, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> test.unitsNeeded(20, 0.4));
    }
}
