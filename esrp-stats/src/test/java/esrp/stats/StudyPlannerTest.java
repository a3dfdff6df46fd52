package esrp.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class StudyPlannerTest {
    private static final VarianceComponents COMPONENTS = VarianceComponents.of(Map.of(
            Effect.CHARACTER, 9.0,
            Effect.RATER, 9.0,
            Effect.CANDIDATE_CHARACTER, 0.02,
            Effect.CANDIDATE_SCENARIO, 0.01,
            Effect.CANDIDATE_RATER, 0.02,
            Effect.DIALOGUE, 0.2,
            Effect.RESIDUAL, 0.4));
    private static final StudyPlanner PLANNER = StudyPlanner.of(COMPONENTS);
    private static final StudyDesign PAPER = new StudyDesign(6, 20, 60, 2);

    @Test
    void theStandardErrorIsTheFormula() {
        double expected = 2 * (0.02 / 20 + 0.01 / 60 + 0.02 / 40 + 0.2 / 1200 + 0.4 / 2400);
        assertThat(PLANNER.standardError(PAPER)).isCloseTo(Math.sqrt(expected), within(1e-15));
    }

    @Test
    void theStandardErrorIsWhatSimulatedStudiesShow() {
        // two candidates, latent residual study with fine cuts: variance of the difference over studies
        LikertStudy study = LikertStudy.withDefaults().withCharacters(8).withScenarios(10);
        double[] differences = new double[2000];
        for (int i = 0; i < differences.length; i++) {
            LikertSample s = study.simulate(i);
            for (int h = 0; h < 8; h++) {
                for (int k = 0; k < 10; k++) {
                    for (int r = 0; r < 2; r++) {
                        differences[i] += (s.level(0, h, k, r, 0) - s.level(1, h, k, r, 0)) / 160.0;
                    }
                }
            }
        }
        double square =
                java.util.Arrays.stream(differences).map(d -> d * d).average().orElse(0);
        // components of the scores themselves, from a large pilot
        LikertSample pilot = study.withCharacters(150)
                .withScenarios(60)
                .withMeans(new double[][] {{3.5}, {3.5}, {3.5}, {3.5}})
                .simulate(1);
        int n = pilot.size();
        double[] y = new double[n];
        int[][] codes = new int[4][n];
        byte[] levels = pilot.levels();
        for (int i = 0; i < n; i++) {
            y[i] = 1 + levels[i];
            codes[0][i] = i / 2 / 60 / 150;
            codes[1][i] = i / 2 / 60 % 150;
            codes[2][i] = i / 2 % 60;
            codes[3][i] = pilot.rater(codes[1][i], i % 2);
        }
        VarianceComponents v = VarianceComponents.estimate(y, codes[0], codes[1], codes[2], codes[3]);
        double planned = StudyPlanner.of(v).standardError(new StudyDesign(2, 8, 10, 2));
        assertThat(planned).isCloseTo(Math.sqrt(square), within(0.05 * planned));
    }

    @Test
    void powerIsThatOfNoncentralT() {
        // only candidate × character: df = characters - 1, se = sqrt(2 * 0.1 / 20) = 0.1
        StudyPlanner p = StudyPlanner.of(VarianceComponents.of(Map.of(Effect.CANDIDATE_CHARACTER, 0.1)));
        StudyDesign d = new StudyDesign(2, 20, 60, 2);
        // scipy 1.17.1: t = t.ppf(.975, 19); nct.sf(t, 19, 2.5) + nct.cdf(-t, 19, 2.5)
        assertThat(p.power(d, 0.25)).isCloseTo(0.6599498767821301, within(1e-6));
        assertThat(p.power(d, -0.25)).isEqualTo(p.power(d, 0.25));
        assertThat(p.power(d, 0)).isCloseTo(0.05, within(1e-6));
        assertThat(p.power(d, p.detectable(d))).isCloseTo(0.8, within(1e-6));
        assertThat(p.withPower(0.9).detectable(d)).isGreaterThan(p.detectable(d));
        assertThat(p.withAlpha(0.01).power(d, 0.25)).isLessThan(p.power(d, 0.25));
        StudyPlanner certain = StudyPlanner.of(VarianceComponents.of(Map.of()));
        assertThat(certain.power(d, 0.1)).isEqualTo(1);
        assertThat(certain.power(d, 0)).isZero();
        assertThat(certain.detectable(d)).isZero();
    }

    @Test
    void degreesOfFreedomAreThoseOfTheKindThatVaries() {
        StudyPlanner p = StudyPlanner.of(VarianceComponents.of(Map.of(Effect.CANDIDATE_SCENARIO, 0.1)));
        // scipy 1.17.1: power at ncp 3 with df 4; se = sqrt(2 * 0.1 / 5) = 0.2
        assertThat(p.power(new StudyDesign(2, 50, 5, 1), 0.6)).isCloseTo(POWER_4, within(1e-6));
    }

    private static final double POWER_4 = 0.6192614594023306;

    @Test
    void theCheapestDesignIsTheCheapestOfAll() {
        StudyPlanner p = PLANNER.with(Prices.perCharacter(600, 360, 60, 6))
                .withCandidates(6, 1)
                .withAtMost(24, 30, 3);
        CheapestDesign.Found found = (CheapestDesign.Found) p.cheapest(0.2);
        double cheapest = Double.POSITIVE_INFINITY;
        for (int h = 2; h <= 24; h++) {
            for (int s = 2; s <= 30; s++) {
                for (int r = 1; r <= 3; r++) {
                    StudyDesign d = new StudyDesign(6, h, s, r);
                    if (p.power(d, 0.2) >= 0.8) {
                        cheapest = Math.min(
                                cheapest, Prices.perCharacter(600, 360, 60, 6).of(d, 1));
                    }
                }
            }
        }
        assertThat(found.price()).isCloseTo(cheapest, within(1e-9));
        assertThat(found.detectable()).isLessThanOrEqualTo(0.2);
        assertThat(p.power(found.design(), 0.2)).isGreaterThanOrEqualTo(0.8);
    }

    @Test
    void whatCannotBeDoneIsExplained() {
        CheapestDesign.Infeasible no = (CheapestDesign.Infeasible)
                PLANNER.withAtMost(10, 200, 5).withCandidates(6, 1).cheapest(0.05);
        assertThat(no.reason())
                .startsWith(
                        "a difference of 0.050 is not found with power 0.80 by 6 candidates × 10 characters × 200 scenarios, 5 raters: they find 0.")
                .contains("candidate character; only more characters reduce it");
        assertThat(no.detectable()).isGreaterThan(0.05);
        assertThat(infeasible(Effect.CANDIDATE_SCENARIO)).contains("only more scenarios");
        assertThat(infeasible(Effect.CANDIDATE_RATER)).contains("more characters or raters");
        assertThat(infeasible(Effect.DIALOGUE)).contains("more characters or scenarios reduce");
        assertThat(infeasible(Effect.RESIDUAL)).contains("more characters, scenarios or raters");
    }

    private static String infeasible(Effect effect) {
        return ((CheapestDesign.Infeasible) StudyPlanner.of(VarianceComponents.of(Map.of(effect, 1.0)))
                        .withAtMost(3, 3, 1)
                        .cheapest(-0.01))
                .reason();
    }

    @Test
    void pricesOfThePapersStudy() {
        Prices prices = Prices.perCharacter(600, 360, 60, 6);
        assertThat(prices.of(PAPER, 1)).isCloseTo(20 * 600 + 40 * 360, within(1e-9));
        assertThat(prices.of(PAPER, 0)).isCloseTo(40 * 360, within(1e-9));
        assertThat(new Prices(0, 0, 80, 100, 10).of(PAPER, 0)).isCloseTo(40 * 80 + 2000 + 600, within(1e-9));
        assertThat(PAPER.dialogues()).isEqualTo(7200);
        assertThat(PAPER.ratings()).isEqualTo(14400);
        assertThat(PAPER).hasToString("6 candidates × 20 characters × 60 scenarios, 2 raters");
        assertThat(new StudyDesign(2, 2, 2, 1)).hasToString("2 candidates × 2 characters × 2 scenarios, 1 rater");
    }

    @Test
    void inputIsChecked() {
        assertThatIllegalArgumentException().isThrownBy(() -> new StudyDesign(1, 2, 2, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StudyDesign(2, 1, 2, 1))
                .withMessage("characters: 1 is below 2");
        assertThatIllegalArgumentException().isThrownBy(() -> new StudyDesign(2, 2, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new StudyDesign(2, 2, 2, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Prices(-1, 0, 0, 0, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Prices(0, -1, 0, 0, 0))
                .withMessageStartingWith("dialogueRated: -1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Prices(0, 0, Double.NaN, 0, 0))
                .withMessageStartingWith("rater: NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Prices(0, 0, 0, Double.POSITIVE_INFINITY, 0))
                .withMessageStartingWith("character: Infinity");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Prices(0, 0, 0, 0, -1))
                .withMessageStartingWith("scenario: -1.0");
        assertThatIllegalArgumentException().isThrownBy(() -> Prices.perCharacter(1, 1, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Prices.perCharacter(1, 1, 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Prices(1, 0, 0, 0, 0).of(PAPER, 7));
        assertThatIllegalArgumentException().isThrownBy(() -> PLANNER.withAlpha(0));
        assertThatIllegalArgumentException().isThrownBy(() -> PLANNER.withPower(0.3));
        assertThatIllegalArgumentException().isThrownBy(() -> PLANNER.withCandidates(1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> PLANNER.withCandidates(2, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> PLANNER.withAtMost(1, 2, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> PLANNER.cheapest(0));
        assertThatIllegalArgumentException().isThrownBy(() -> PLANNER.power(PAPER, Double.NaN));
    }
}
