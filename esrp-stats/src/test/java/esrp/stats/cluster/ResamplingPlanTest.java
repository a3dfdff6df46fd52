package esrp.stats.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ResamplingPlanTest {
    @Test
    void weightsSumToTheNumberOfUnits() {
        ResamplingPlan plan = new ResamplingPlan(3, 50, 7, 11);
        for (int b = 0; b < 50; b++) {
            int[] w = plan.weights(b);
            assertThat(w).hasSize(18);
            assertThat(Arrays.stream(w, 0, 7).sum()).isEqualTo(7);
            assertThat(Arrays.stream(w, 7, 18).sum()).isEqualTo(11);
        }
    }

    @Test
    void weightsDependOnSeedAndResampleAlone() {
        assertThat(new ResamplingPlan(1, 10, 20, 0).weights(4))
                .isEqualTo(new ResamplingPlan(1, 5000, 20, 0).weights(4))
                .isNotEqualTo(new ResamplingPlan(2, 10, 20, 0).weights(4))
                .isNotEqualTo(new ResamplingPlan(1, 10, 20, 0).weights(5));
    }

    @Test
    void largePlansAreDrawnAgainAndAreTheSame() {
        ResamplingPlan kept = new ResamplingPlan(9, 100, 3000, 0);
        ResamplingPlan redrawn = new ResamplingPlan(9, 100_000, 3000, 0);
        assertThat(redrawn.weights(77)).isEqualTo(kept.weights(77)).isEqualTo(redrawn.weights(77));
    }

    @Test
    void aUnitIsLeftOutOfAboutAThirdOfTheResamples() {
        ResamplingPlan plan = new ResamplingPlan(0, 20_000, 20, 0);
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
}
