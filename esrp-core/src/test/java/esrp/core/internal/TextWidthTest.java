package esrp.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextWidthTest {
    @Test
    void wideCharactersTakeTwoColumnsAndMarksNone() {
        assertThat(TextWidth.of("路飞 x")).isEqualTo(6);
        assertThat(TextWidth.of("e\u0301")).isEqualTo(1);
        assertThat(TextWidth.of("“…”é")).isEqualTo(4);
    }

    @Test
    void shortensByDisplayWidth() {
        assertThat(TextWidth.shorten("蒙奇·D·路飞", 6)).isEqualTo("蒙奇·…");
        assertThat(TextWidth.shorten("Saber", 5)).isEqualTo("Saber");
    }

    @Test
    void padsByDisplayWidth() {
        assertThat(TextWidth.padRight("路飞", 6)).isEqualTo("路飞  ");
        assertThat(TextWidth.padLeft("路飞", 6)).isEqualTo("  路飞");
        assertThat(TextWidth.padLeft("路飞", 3)).isEqualTo("路飞");
    }

    @Test
    void wrapsAtBlanksAndBetweenWideCharacters() {
        assertThat(TextWidth.wrap("one two three", 8)).isEqualTo(List.of("one two", "three"));
        assertThat(TextWidth.wrap("一二三四五", 4)).isEqualTo(List.of("一二", "三四", "五"));
        assertThat(TextWidth.wrap("abcdefghij", 4)).isEqualTo(List.of("abcd", "efgh", "ij"));
        assertThat(TextWidth.wrap("一二abc三", 5)).isEqualTo(List.of("一二", "abc三"));
        assertThat(TextWidth.wrap("one\n\n  two", 8)).isEqualTo(List.of("one", "", "  two"));
    }

    @Test
    void noLineStartsWithClosingPunctuation() {
        assertThat(TextWidth.wrap("一二三，四", 6)).isEqualTo(List.of("一二", "三，四"));
    }

    @Test
    void aParagraphStandsBesideItsLabel() {
        assertThat(TextWidth.beside("a  ", "x ".repeat(50)).lines())
                .hasSize(2)
                .allMatch(line -> TextWidth.of(line) <= TextWidth.COLUMNS)
                .last()
                .asString()
                .startsWith("   x");
        assertThat(TextWidth.beside("label ", "")).isEqualTo("label");
    }
}
