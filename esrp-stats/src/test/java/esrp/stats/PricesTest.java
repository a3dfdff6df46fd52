package esrp.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import esrp.stats.design.StudySize;
import org.junit.jupiter.api.Test;

class PricesTest {
    private static final StudySize PAPER = new StudySize(6, 20, 60, 2);

    @Test
    void pricesOfThePapersStudy() {
        Prices prices = Prices.perCharacter(600, 360, 60, 6);
        assertThat(prices.of(PAPER, 1)).isCloseTo(20 * 600 + 40 * 360, within(1e-9));
        assertThat(prices.of(PAPER, 0)).isCloseTo(40 * 360, within(1e-9));
        assertThat(new Prices(0, 0, 80, 100, 10).of(PAPER, 0)).isCloseTo(40 * 80 + 2000 + 600, within(1e-9));
    }

    @Test
    void inputIsChecked() {
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
    }
}
