package esrp.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import esrp.stats.Bootstrap.Alternative;
import org.junit.jupiter.api.Test;

class SpearmanRhoTest {
    /** scipy 1.17.1: spearmanr([1,2,2,3,5,4,4,1], [2,1,3,3,5,5,4,2]) and its alternatives. */
    @Test
    void isThatOfSciPy() {
        double[] x = {1, 2, 2, 3, 5, 4, 4, 1};
        double[] y = {2, 1, 3, 3, 5, 5, 4, 2};
        double rho = SpearmanRho.statistic(x, y);
        assertThat(rho).isCloseTo(0.8641975308641975, within(1e-12));
        assertThat(SpearmanRho.pValue(rho, 8, Alternative.TWO_SIDED)).isCloseTo(0.005640876374334795, within(1e-12));
        assertThat(SpearmanRho.pValue(rho, 8, Alternative.GREATER)).isCloseTo(0.0028204381871673977, within(1e-12));
        assertThat(SpearmanRho.pValue(rho, 8, Alternative.LESS)).isCloseTo(0.9971795618128326, within(1e-12));
        assertThat(SpearmanRho.statistic(Tables.count(x, y))).isCloseTo(rho, within(1e-12));
    }

    @Test
    void isUndefinedWithoutVariation() {
        assertThat(SpearmanRho.statistic(new double[] {1, 1, 1}, new double[] {1, 2, 3}))
                .isNaN();
        assertThat(SpearmanRho.statistic(new double[] {1}, new double[] {1})).isNaN();
        assertThat(SpearmanRho.statistic(new long[2][2])).isNaN();
        assertThat(SpearmanRho.pValue(Double.NaN, 9, Alternative.LESS)).isNaN();
        assertThat(SpearmanRho.statistic(new double[] {-0.0, 0.0, 1}, new double[] {0, 0, 1}))
                .isCloseTo(1, within(1e-15));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SpearmanRho.statistic(new double[] {1, Double.NaN}, new double[] {1, 2}));
    }
}
