package esrp.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class AccuracyTest {
    private static final int[] JUDGE = {5, 4, 3, 1, 2, 2};
    private static final int[] HUMAN = {5, 3, 5, 1, 4, 1};

    @Test
    void countsHitsExactlyAndWithinATolerance() {
        assertThat(Accuracy.exact(JUDGE, HUMAN)).isEqualTo(2 / 6.0);
        assertThat(Accuracy.soft(JUDGE, HUMAN)).isEqualTo(4 / 6.0);
        assertThat(Accuracy.within(2, JUDGE, HUMAN)).isEqualTo(1);
        assertThat(Accuracy.within(0, JUDGE, HUMAN)).isEqualTo(2 / 6.0);
    }

    @Test
    void countsOfATableGiveTheSame() {
        long[][] table = new long[5][5];
        for (int i = 0; i < JUDGE.length; i++) {
            table[JUDGE[i] - 1][HUMAN[i] - 1]++;
        }
        assertThat(Accuracy.exact(table)).isEqualTo(2 / 6.0);
        assertThat(Accuracy.soft(table)).isEqualTo(4 / 6.0);
        assertThat(Accuracy.within(2, table)).isEqualTo(1);
    }

    @Test
    void isUndefinedForNothing() {
        assertThat(Accuracy.exact(new int[0], new int[0])).isNaN();
        assertThat(Accuracy.soft(new long[0][])).isNaN();
        assertThat(Accuracy.soft(new long[2][2])).isNaN();
    }

    @Test
    void extremeIntsAreFarApart() {
        assertThat(Accuracy.soft(new int[] {Integer.MAX_VALUE}, new int[] {Integer.MIN_VALUE}))
                .isZero();
        assertThat(Accuracy.within(Integer.MAX_VALUE, new int[] {-1}, new int[] {Integer.MAX_VALUE}))
                .isZero();
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> Accuracy.exact(new int[2], new int[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("predicted has 2 values and actual has 3, both need one for each item");
        assertThatThrownBy(() -> Accuracy.within(-1, JUDGE, HUMAN)).hasMessage("tolerance: -1 is below 0");
        assertThatThrownBy(() -> Accuracy.within(-1, new long[1][1])).hasMessage("tolerance: -1 is below 0");
        assertThatThrownBy(() -> Accuracy.exact(new long[2][3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("confusion: has 2 rows and 3 columns");
        assertThatThrownBy(() -> Accuracy.exact(new long[][] {{1, 2}, {3}}))
                .hasMessageContaining("confusion[1]: has 1 columns");
        assertThatThrownBy(() -> Accuracy.exact(new long[][] {{-1}})).hasMessageContaining("negative count");
    }

    @Property(tries = 200, seed = "20261123")
    void aWiderToleranceNeverHitsLess(
            @ForAll @Size(min = 1, max = 30) int[] predicted, @ForAll @IntRange(max = 5) int tolerance) {
        int[] actual = new int[predicted.length];
        for (int i = 0; i < actual.length; i++) {
            actual[i] = predicted[(i * 7 + 1) % actual.length] / 2;
        }
        double narrow = Accuracy.within(tolerance, predicted, actual);
        assertThat(Accuracy.within(tolerance + 1, predicted, actual)).isGreaterThanOrEqualTo(narrow);
        assertThat(Accuracy.within(tolerance, actual, predicted)).isCloseTo(narrow, within(0.0));
    }
}
