package esrp.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import esrp.stats.MarginTest.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarginTestTest {
    private static final Estimate BETTER = Estimate.of(0.2, 0.05, 19);
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
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

    // ---- looks
    // -------------------------------------------------------------------------------------------------------

    private static MarginTest looking(double alpha, double value, double... information) {
        return MarginTest.superiority(
                Arrays.stream(information)
                        .mapToObj(v -> Estimate.of(value, 1 / Math.sqrt(v), Double.POSITIVE_INFINITY))
                        .toList(),
                0,
                alpha);
    }

    private static double bound(double alpha, double information) {
        return looking(alpha, 0, 1, information).interval().upper() * Math.sqrt(information);
    }

    /**
     * scipy 1.17.1: a = brentq(lambda a: norm.sf(a) + norm.pdf(a) * (a + norm.pdf(a) / norm.cdf(a)) - alpha, -5, 40), then brentq of
     * norm.logcdf(z) - norm.logpdf(z) - log(v) / 2 minus the same of a.
     */
    @ParameterizedTest
    @CsvSource({
        "0.025, 1, 2.7965071274531654", "0.025, 4, 3.0338078887020044", "0.025, 30, 3.349221930274548",
        "0.025, 1e6, 4.650891685127263", "0.05, 1, 2.5030645845155055", "0.05, 4, 2.7649552423659096",
        "0.001, 30, 4.265763895909385", "0.1, 1, 2.162754566576002", "0.4, 1, 1.1763034724279344",
        "0.4, 4, 1.6196011401270627"
    })
    void boundsAreThoseOfTheNormalMixture(double alpha, double information, double z) {
        assertThat(bound(alpha, information)).isCloseTo(z, within(1e-9));
        assertThat(looking(alpha, z / Math.sqrt(information) + 1e-9, 1, information)
                        .verdict())
                .isEqualTo(Verdict.PASS);
        MarginTest under = looking(alpha, z / Math.sqrt(information) - 1e-9, 1, information);
        assertThat(under.verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(under.pValue()).isCloseTo(alpha, within(1e-6));
    }

    /**
     * The mixture of exp(λ W - λ² v / 2) over λ > 0 is a martingale that dies out: it reaches c after a first look z with probability
     * mixture(z) / c. Both integrals by Simpson's rule.
     */
    @Test
    void theErrorIsThatOfAWienerProcessFromTheFirstLookOn() {
        for (double alpha : new double[] {0.01, 0.025, 0.05, 0.1}) {
            double a = bound(alpha, 1);
            double c = mixture(a);
            double later = simpson(-12, a, 2_000, z -> mixture(z) / c * density(z));
            assertThat(later + simpson(a, 14, 2_000, MarginTestTest::density)).isCloseTo(alpha, within(1e-6));
        }
    }

    private static double mixture(double z) {
        return simpson(0, 30, 3_000, lambda -> Math.exp(lambda * z - lambda * lambda / 2));
    }

    private static double density(double z) {
        return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
    }

    private static double simpson(double from, double to, int steps, DoubleUnaryOperator f) {
        double h = (to - from) / steps;
        double sum = f.applyAsDouble(from) + f.applyAsDouble(to);
        for (int i = 1; i < steps; i++) {
            sum += (i % 2 == 1 ? 4 : 2) * f.applyAsDouble(from + i * h);
        }
        return sum * h / 3;
    }

    /**
     * R 4.2.2, rpact 3.3.4: getGroupSequentialProbabilities(rbind(-9, z), v / max(v)) with these z; the last row minus the second,
     * summed over looks. With twenty looks its grid is the coarser one: 300 to 2,400 steps here agree to 1e-8.
     */
    @Test
    void theErrorOfSomeLooksIsThatOfRpactAndMoreLooksComeNearAlpha() {
        double[] daily = IntStream.rangeClosed(1, 20).asDoubleStream().toArray();
        assertThat(crossed(1_200, 0.025, daily)).isCloseTo(0.0085713189, within(3e-6));
        assertThat(crossed(1_200, 0.025, 1, 2, 4)).isCloseTo(0.0048371987, within(1e-6));
        assertThat(crossed(1_200, 0.05, 1, 1.5, 3, 10, 30)).isCloseTo(0.0135192201, within(1e-6));
        double[] many =
                IntStream.range(0, 400).mapToDouble(k -> Math.pow(1.03, k)).toArray();
        assertThat(crossed(400, 0.025, many)).isBetween(0.0188, 0.025);
    }

    /** Armitage, McPherson and Rowe (1969): the density of what has not crossed, from look to look. */
    private static double crossed(int steps, double alpha, double... v) {
        double upper = bound(alpha, v[0]) * Math.sqrt(v[0]);
        double from = -9 * Math.sqrt(v[0]);
        double error = NORMAL.survivalProbability(upper / Math.sqrt(v[0]));
        double[] at = new double[steps + 1];
        double[] weighted = new double[steps + 1];
        for (int k = 0; k < v.length; k++) {
            double h = (upper - from) / steps;
            double[] next = new double[steps + 1];
            double[] points = new double[steps + 1];
            for (int i = 0; i <= steps; i++) {
                points[i] = from + i * h;
                double sd = Math.sqrt(k == 0 ? v[0] : v[k] - v[k - 1]);
                double sum = 0;
                for (int j = 0; k > 0 && j <= steps; j++) {
                    sum += weighted[j] * density((points[i] - at[j]) / sd);
                }
                next[i] = (k == 0 ? density(points[i] / sd) : sum)
                        / sd
                        * h
                        / 3
                        * (i % steps == 0 ? 1 : i % 2 == 1 ? 4 : 2);
            }
            at = points;
            weighted = next;
            if (k + 1 < v.length) {
                upper = bound(alpha, v[k + 1] / v[0]) * Math.sqrt(v[k + 1]);
                from = -9 * Math.sqrt(v[k + 1]);
                for (int j = 0; j <= steps; j++) {
                    error += weighted[j] * NORMAL.survivalProbability((upper - at[j]) / Math.sqrt(v[k + 1] - v[k]));
                }
            }
        }
        return error;
    }

    @Test
    void fewDegreesOfFreedomWidenALookAsStudentsTDoes() {
        MarginTest test = MarginTest.nonInferiority(List.of(ALIKE), 0.15, 0.025);
        double t = TDistribution.of(19).inverseSurvivalProbability(NORMAL.survivalProbability(2.7965071274531654));
        assertThat(test.interval().lower()).isCloseTo(0.02 - 0.05 * t, within(1e-9));
        assertThat(test.interval().level()).isCloseTo(1 - 2 * 0.0025829136, within(1e-9)); // rpact, as above
        assertThat(MarginTest.nonInferiority(ALIKE, 0.15, 0.025).interval()).isEqualTo(ALIKE.interval(0.95));
    }

    @Test
    void theFirstLookThatDecidesDoesSoForGood() {
        List<Estimate> looks = new ArrayList<>(List.of(
                Estimate.of(0.1, Double.NaN, 1),
                Estimate.of(0.1, 0, 3),
                Estimate.of(0.1, 0.1, 9),
                Estimate.of(0.3, 0.05, 9)));
        MarginTest passed = MarginTest.superiority(looks, 0, 0.025);
        assertThat(passed.verdict()).isEqualTo(Verdict.PASS);
        assertThat(passed.decidingLook()).hasValue(4);
        looks.add(Estimate.of(-0.3, 0.04, 9));
        MarginTest later = MarginTest.superiority(looks, 0, 0.025);
        assertThat(later.verdict()).isEqualTo(Verdict.PASS);
        assertThat(later.pValue()).isEqualTo(passed.pValue());
        assertThat(later.difference()).isEqualTo(looks.get(4));
        assertThat(later.looks()).isEqualTo(looks);
        MarginTest open = MarginTest.superiority(looks.subList(0, 3), 0, 0.025);
        assertThat(open.decidingLook()).isEmpty();
        assertThat(open.verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(MarginTest.superiority(looks.subList(0, 2), 0, 0.025).pValue())
                .isEqualTo(1);
        assertThat(MarginTest.superiority(looks.subList(0, 2), 0, 0.025).unitsNeeded(4, 0.8))
                .isEmpty();
        assertThat(MarginTest.superiority(List.of(looks.get(4)), 0, 0.025).verdict())
                .isEqualTo(Verdict.FAIL);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MarginTest.superiority(List.of(), 0, 0.025))
                .withMessage("looks: there are none");
    }

    @Test
    void aSequentialTestNeedsMoreUnits() {
        MarginTest once = MarginTest.nonInferiority(ALIKE, 0.05, 0.025);
        MarginTest often = MarginTest.nonInferiority(List.of(ALIKE), 0.05, 0.025);
        int n = (int) often.unitsNeeded(20, 0.8).orElseThrow();
        assertThat(n).isGreaterThan((int) once.unitsNeeded(20, 0.8).orElseThrow());
        // the level at n: scipy's brentq as above, at v = n / 20
        double level = NORMAL.survivalProbability(bound(0.025, n / 20.0));
        assertThat(0.07 / (0.05 * Math.sqrt(20.0 / n)))
                .isGreaterThanOrEqualTo(TDistribution.of(n - 1).inverseSurvivalProbability(level)
                        + TDistribution.of(n - 1).inverseCumulativeProbability(0.8));
    }
}
