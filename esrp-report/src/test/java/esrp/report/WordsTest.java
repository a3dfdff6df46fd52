package esrp.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void whatCallersCallTheirOwnStays() {
        assertThat(List.of(new Words("en").sayOr("unscored.", "TIMEOUT"), new Words("en").sayOr("unscored.", "mine")))
                .containsExactly("timed out", "mine");
    }

    @Test
    void refusesALanguageThatNobodyWrote() {
        assertThatThrownBy(() -> new Words("fr")).hasMessageContaining("language: \"fr\"; reports speak [zh, en]");
    }
}
