package esrp.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumbersTest {
    @Test
    void missingNumbersAreADash() {
        assertThat(Numbers.decimal(Double.NaN, 2)).isEqualTo("-");
        assertThat(Numbers.signed(Double.NaN, 2)).isEqualTo("-");
        assertThat(Numbers.p(Double.NaN)).isEqualTo("-");
        assertThat(Numbers.bounds(1, Double.NaN, 2)).isEqualTo("-");
        assertThat(Numbers.percent(Double.NaN, 0)).isEqualTo("-");
    }

    @Test
    void numbersOfEachKind() {
        assertThat(Numbers.decimal(3.946, 2)).isEqualTo("3.95");
        assertThat(Numbers.signed(0.125, 2)).isEqualTo("+0.13");
        assertThat(Numbers.count(135_367)).isEqualTo("135,367");
        assertThat(Numbers.count(1, "rating")).isEqualTo("1 rating");
        assertThat(Numbers.count(1_000, "rating")).isEqualTo("1,000 ratings");
        assertThat(Numbers.p(0.00009)).isEqualTo("<0.0001");
        assertThat(Numbers.p(0.04)).isEqualTo("0.0400");
        assertThat(Numbers.bounds(3.7, 4.1, 2)).isEqualTo("[3.70, 4.10]");
        assertThat(Numbers.percent(0.125, 1)).isEqualTo("12.5%");
        assertThat(Numbers.level(0.95)).isEqualTo("95%");
        assertThat(Numbers.level(0.995)).isEqualTo("99.5%");
        assertThat(Numbers.level(0.9999)).isEqualTo("99.99%");
    }
}
