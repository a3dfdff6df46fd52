package esrp.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ResamplingPlanTest {
    @Test
    void weightsSumToTheNumberOfUnits() {
        ResamplingPlan plan = ResamplingPlan.crossed(3, 50, 7, 11);
        for (int b = 0; b < 50; b++) {
            int[] w = plan.weights(b);
            assertThat(w).hasSize(18);
            assertThat(Arrays.stream(w, 0, 7).sum()).isEqualTo(7);
            assertThat(Arrays.stream(w, 7, 18).sum()).isEqualTo(11);
        }
    }

    @Test
    void weightsDependOnSeedAndResampleAlone() {
        assertThat(ResamplingPlan.of(1, 10, 20).weights(4))
                .isEqualTo(ResamplingPlan.of(1, 5000, 20).weights(4))
                .isNotEqualTo(ResamplingPlan.of(2, 10, 20).weights(4))
                .isNotEqualTo(ResamplingPlan.of(1, 10, 20).weights(5));
    }

    @Test
    void largePlansAreDrawnAgainAndAreTheSame() {
        ResamplingPlan kept = ResamplingPlan.of(9, 100, 3000);
        ResamplingPlan redrawn = ResamplingPlan.of(9, 100_000, 3000);
        assertThat(redrawn.weights(77)).isEqualTo(kept.weights(77)).isEqualTo(redrawn.weights(77));
    }

    @Test
    void aUnitIsLeftOutOfAboutAThirdOfTheResamples() {
        ResamplingPlan plan = ResamplingPlan.of(0, 20_000, 20);
        double without = 0;
        double squares = 0;
        for (int b = 0; b < 20_000; b++) {
            int w = plan.weights(b)[3];
            without += w == 0 ? 1 : 0;
            squares += (w - 1.0) * (w - 1.0);
        }
        assertThat(without / 20_000).isCloseTo(Math.pow(0.95, 20), within(0.01));
        assertThat(squares / 20_000).isCloseTo(0.95, within(0.03)); // multinomial variance 20 × 0.05 × 0.95
    }

    @Test
    void settingsAreReadAndChecked() {
        ResamplingPlan plan = ResamplingPlan.crossed(3, 50, 7, 11);
        assertThat(plan.seed()).isEqualTo(3);
        assertThat(plan.resamples()).isEqualTo(50);
        assertThat(plan.units()).isEqualTo(7);
        assertThat(plan.crossedUnits()).isEqualTo(11);
        assertThat(plan).hasToString("50 resamples of 7 × 11 units, seed 3");
        assertThat(ResamplingPlan.of(3, 1, 1)).hasToString("1 resamples of 1 units, seed 3");
        assertThatIllegalArgumentException().isThrownBy(() -> ResamplingPlan.of(1, 0, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> ResamplingPlan.of(1, 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> ResamplingPlan.crossed(1, 1, 1, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan.weights(50))
                .withMessage("resample: 50 is outside 0..49");
    }
}
