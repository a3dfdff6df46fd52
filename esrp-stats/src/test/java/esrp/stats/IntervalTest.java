package esrp.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class IntervalTest {
    private static Interval of(double lower, double upper) {
        return Interval.of(3, lower, upper, 0.95, IntervalMethod.T);
    }

    @Test
    void containsWhatLiesBetweenItsBoundsAndTheBounds() {
        Interval interval = of(2, 4);
        assertThat(interval.contains(2)).isTrue();
        assertThat(interval.contains(3)).isTrue();
        assertThat(interval.contains(4)).isTrue();
        assertThat(interval.contains(Math.nextDown(2))).isFalse();
        assertThat(interval.contains(Math.nextUp(4))).isFalse();
        assertThat(interval.contains(Double.NaN)).isFalse();
        assertThat(of(Double.NaN, Double.NaN).contains(3)).isFalse();
        assertThat(of(2, Double.POSITIVE_INFINITY).contains(1e300)).isTrue();
        assertThat(interval.width()).isEqualTo(2);
    }

    @Test
    void levelsLieBetweenZeroAndOne() {
        for (double level : new double[] {0, 1, -0.1, 1.1, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Interval.of(3, 2, 4, level, IntervalMethod.T))
                    .withMessageContaining("level");
        }
    }
}
