package esrp.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTableTest {
    @Test
    void chineseIsTwoColumnsWide() {
        String text =
                TextTable.of(1, "角色", "n").row("路飞", "7").row("Saber", "12").toString();
        assertThat(text.lines()).containsExactly("角色    n", "路飞    7", "Saber  12");
    }
}
