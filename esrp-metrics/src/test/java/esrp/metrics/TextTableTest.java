package esrp.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
    @Test
    void chineseIsTwoColumnsWide() {
        String text =
                TextTable.of(1, "角色", "n").row("路飞", "7").row("Saber", "12").toString();
        assertThat(text.lines()).containsExactly("角色    n", "路飞    7", "Saber  12");
    }

    @Test
    void cutsByDisplayWidth() {
        assertThat(TextTable.cut("蒙奇·D·路飞", 6)).isEqualTo("蒙奇·…");
        assertThat(TextTable.cut("Saber", 5)).isEqualTo("Saber");
    }

    @Test
    void wrapsAtBlanksAndBetweenWideCharacters() {
        assertThat(TextTable.wrap("one two three", 8)).isEqualTo(List.of("one two", "three"));
        assertThat(TextTable.wrap("一二三四五", 4)).isEqualTo(List.of("一二", "三四", "五"));
        assertThat(TextTable.wrap("abcdefghij", 4)).isEqualTo(List.of("abcd", "efgh", "ij"));
    }

    @Test
    void missingNumbersAreADash() {
        assertThat(TextTable.number(Double.NaN, 2)).isEqualTo("-");
        assertThat(TextTable.signed(0.125, 2)).isEqualTo("+0.13");
        assertThat(TextTable.count(1, "rating")).isEqualTo("1 rating");
    }
}
