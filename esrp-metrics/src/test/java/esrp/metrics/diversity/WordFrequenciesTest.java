package esrp.metrics.diversity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import esrp.core.ResponseBatch;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WordFrequenciesTest {
    private static final WordFrequencies WORDS = WordFrequencies.of(
            WordSegmenter.spaced(Locale.ENGLISH),
            List.of(
                    new ResponseBatch("a", "x", "b1", List.of("tea tea, cake", "the tea")),
                    new ResponseBatch("a", "y", "b1", List.of("the cake!")),
                    new ResponseBatch("b", "x", "b1", List.of("the the sword the", "...")),
                    new ResponseBatch("b", "z", "b1", List.of("sword"))));

    @Test
    void countsAreByCandidateAndCharacter() {
        assertThat(WORDS.candidates()).containsExactly("a", "b");
        assertThat(WORDS.characters("a")).containsExactly("x", "y");
        assertThat(WORDS.total("a")).isEqualTo(7);
        assertThat(WORDS.types("a")).isEqualTo(3);
        assertThat(WORDS.count("a", "tea")).isEqualTo(3);
        assertThat(WORDS.count("a", "y", "tea")).isZero();
        assertThat(WORDS.count("b", "...")).isZero();
        assertThat(WORDS.top("a", 2)).containsExactly(Map.entry("tea", 3L), Map.entry("cake", 2L));
        assertThat(WORDS.top("a", "y", 9)).containsExactly(Map.entry("cake", 1L), Map.entry("the", 1L));
        assertThat(WORDS).hasToString("""
            Word frequencies
            candidate  words  different  most frequent
            a              7          3  tea 3, cake 2, the 2
            b              5          2  the 3, sword 2\
            """);
    }

    @Test
    void someWordsCanBeLeftOut() {
        WordFrequencies content = WORDS.where(word -> !word.equals("the"));
        assertThat(content.total("b")).isEqualTo(2);
        assertThat(WORDS.total("b")).isEqualTo(5);
        assertThat(content.top("b", 1)).containsExactly(Map.entry("sword", 2L));
    }

    @Test
    void distinctiveWordsFollowMonroe() {
        List<WordFrequencies.Distinctive> words = WORDS.distinctive("a", 5);
        assertThat(words).extracting(WordFrequencies.Distinctive::word).containsExactly("tea", "cake", "the");
        WordFrequencies.Distinctive the = words.get(2);
        // a: the 2 of 7, b: the 3 of 5; prior: the 5 of 12.
        double logOdds = Math.log((2 + 5.0) / (7 + 12 - 2 - 5)) - Math.log((3 + 5.0) / (5 + 12 - 3 - 5));
        assertThat(the.logOdds()).isCloseTo(logOdds, within(1e-12));
        assertThat(the.z()).isCloseTo(logOdds / Math.sqrt(1 / 7.0 + 1 / 8.0), within(1e-12));
        assertThat(the.count()).isEqualTo(2);
        assertThat(the.others()).isEqualTo(3);
        assertThat(the).hasToString("the 2 : 3 (z -0.8)");
        assertThat(WORDS.distinctive("b", "x", 1))
                .extracting(WordFrequencies.Distinctive::word)
                .containsExactly("the");
    }

    @Test
    void oneWordOnBothSidesIsNoDifference() {
        WordFrequencies same = WordFrequencies.of(
                WordSegmenter.spaced(Locale.ENGLISH),
                List.of(
                        new ResponseBatch("a", "x", "b1", List.of("tea")),
                        new ResponseBatch("b", "x", "b1", List.of("tea tea"))));
        assertThat(same.distinctive("a", 1).get(0).z()).isZero();
    }

    @Test
    void comparisonNeedsOthers() {
        WordFrequencies alone = WordFrequencies.of(
                WordSegmenter.characterPairs(), List.of(new ResponseBatch("a", "x", "b1", List.of("我爱你"))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> alone.distinctive("a", 1))
                .withMessageContaining("only one");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WORDS.distinctive("b", "z", 1))
                .withMessageContaining("alone");
        assertThatIllegalArgumentException().isThrownBy(() -> WORDS.top("a", 0)).withMessageContaining("most: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WORDS.top("c", 1))
                .withMessageContaining("candidates are [a, b]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WORDS.top("a", "z", 1))
                .withMessageContaining("characters are [x, y]");
    }
}
