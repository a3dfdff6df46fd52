package esrp.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import esrp.stats.design.StudyPlanner.StudySize;
import org.junit.jupiter.api.Test;

class StudyPricesTest {
    private static final StudySize PAPER = new StudySize(6, 20, 60, 2);

    private static StudyPrices prices(double recruited, double written, double rated, double batch) {
        return new StudyPrices("RMB", recruited, written, rated, batch, 60, 6);
    }

    @Test
    void pricesOfThePapersStudy() {
        assertThat(prices(0, 600, 360, 0).of(PAPER, 1)).isCloseTo(20 * 600 + 40 * 360, within(1e-9));
        assertThat(prices(0, 600, 360, 0).of(PAPER, 0)).isCloseTo(40 * 360, within(1e-9));
        assertThat(prices(80, 0, 0, 9).of(PAPER, 0)).isCloseTo(40 * 80, within(1e-9));
    }

    @Test
    void inputIsChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> prices(-1, 0, 0, 0))
                .withMessageStartingWith("perPersonRecruited: -1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> prices(0, -1, 0, 0))
                .withMessageStartingWith("perCharacterWritten: -1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> prices(0, 0, Double.NaN, 0))
                .withMessageStartingWith("perCharacterRated: NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> prices(0, 0, 0, Double.POSITIVE_INFINITY))
                .withMessageStartingWith("perBatchRated: Infinity");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StudyPrices("RMB", 1, 1, 1, 1, 0, 1))
                .withMessageStartingWith("scenarios: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StudyPrices("RMB", 1, 1, 1, 1, 1, 0))
                .withMessageStartingWith("candidates: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StudyPrices.chatAnime().of(PAPER, 7))
                .withMessageStartingWith("writers: 7 is outside 0..6");
    }
}
