package esrp.metrics.diversity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.hankcs.hanlp.dictionary.CustomDictionary;
import esrp.core.Character;
import esrp.metrics.diversity.Diversity.Truncation;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WordSegmenterTest {
    private static final String SENTENCE = "坂田银时请索隆喝草莓牛奶。";

    @Test
    void hanLpKnowsNamesOnceTheyAreAddedAndOnlyInThatInstance() {
        WordSegmenter plain = WordSegmenter.hanLp();
        List<String> before = plain.words(SENTENCE);
        WordSegmenter named = WordSegmenter.hanLp(List.of(Character.of("《银魂》的坂田银时")), List.of("索隆"));

        assertThat(before).doesNotContain("坂田银时");
        assertThat(named.words(SENTENCE)).startsWith("坂田银时", "请", "索隆").contains("草莓", "牛奶");
        assertThat(plain.words(SENTENCE)).isEqualTo(before);
        assertThat(WordSegmenter.hanLp().words(SENTENCE)).isEqualTo(before);
        assertThat(CustomDictionary.contains("坂田银时")).isFalse();
    }

    @Test
    void hanLpKnowsThePartsOfANameWithDotsOrBrackets() {
        WordSegmenter named = WordSegmenter.hanLp(List.of(Character.of("《甲》的伊尔萨斯·布兰沃特")), List.of());
        assertThat(named.words("布兰沃特来了")).startsWith("布兰沃特");
        assertThat(named.words("伊尔萨斯·布兰沃特来了")).startsWith("伊尔萨斯·布兰沃特");
        WordSegmenter bracketed = WordSegmenter.hanLp(List.of(Character.of("《甲》的伊尔萨斯（布兰沃特）")), List.of());
        assertThat(bracketed.words("布兰沃特和伊尔萨斯")).containsExactly("布兰沃特", "和", "伊尔萨斯");
    }

    @Test
    void hanLpGivesPiecesOfTheTextInOrder() {
        String text = "哈哈,OK！ 今天(12月)去 Café？𠮷野家①全角ＡＢ";
        int from = 0;
        for (String word : WordSegmenter.hanLp().words(text)) {
            int at = text.indexOf(word, from);
            assertThat(at).as(word).isGreaterThanOrEqualTo(from);
            from = at + word.length();
        }
        assertThat(from).isEqualTo(text.length());
        assertThat(WordSegmenter.hanLp().words("")).isEmpty();
        assertThat(WordSegmenter.hanLp().words(" \n")).isEmpty();
    }

    @Test
    void hanLpGivesTheSameOnSeveralThreads() {
        WordSegmenter segmenter = WordSegmenter.hanLp(List.of(), List.of("索隆"));
        List<String> expected = segmenter.words(SENTENCE);
        assertThat(IntStream.range(0, 500).parallel().mapToObj(i -> segmenter.words(SENTENCE)))
                .allMatch(expected::equals);
    }

    @Test
    void hanLpRefusesBlankWords() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WordSegmenter.hanLp(List.of(), List.of(" ")))
                .withMessageContaining("blank");
    }

    @Test
    void characterPairsOverlapAndStopAtPunctuation() {
        assertThat(WordSegmenter.characterPairs().words("我爱你，嗯。𠮷A1")).containsExactly("我爱", "爱你", "嗯", "𠮷A", "A1");
        assertThat(WordSegmenter.characterPairs().words("好")).containsExactly("好");
        assertThat(WordSegmenter.characterPairs().words("，。")).isEmpty();
        assertThat(WordSegmenter.characterPairs().words("")).isEmpty();
    }

    @Test
    void spacedLeavesARunOfHanCharactersTogether() {
        WordSegmenter english = WordSegmenter.spaced(Locale.ENGLISH);
        assertThat(english.words("Don't worry, be happy.")).containsExactly("Don't", "worry", ",", "be", "happy", ".");
        assertThat(english.words("今天天气很好")).containsExactly("今天天气很好");
        assertThat(english.words("")).isEmpty();
    }

    @Test
    void wordsServeAsTokens() {
        Diversity words = Diversity.withDefaults()
                .withTokenizer(Tokenizer.words(WordSegmenter.spaced(Locale.ENGLISH)))
                .withMeasures(
                        DiversityMeasure.DISTINCT_1,
                        DiversityMeasure.OPENING_CLAUSE,
                        DiversityMeasure.SENTENCE_MEAN,
                        DiversityMeasure.COMPRESSION_RATIO)
                .withTruncations(Truncation.NONE, Truncation.first(2));
        DiversityProfile profile = words.of(List.of("be well, be happy!", "be kind? yes."));
        assertThat(profile.value(DiversityMeasure.DISTINCT_1, Truncation.NONE)).isEqualTo(5 / 7.0);
        assertThat(profile.value(DiversityMeasure.DISTINCT_1, Truncation.first(2)))
                .isEqualTo(3 / 4.0);
        assertThat(profile.value(DiversityMeasure.OPENING_CLAUSE, Truncation.NONE))
                .isEqualTo(1);
        assertThat(profile.value(DiversityMeasure.SENTENCE_MEAN, Truncation.NONE))
                .isEqualTo(7 / 3.0);
        assertThat(profile.meanLength()).isEqualTo(3.5);
        assertThat(profile.meanLength(Truncation.first(2))).isEqualTo(2);
    }

    @Test
    void aSegmenterThatInventsWordsIsRefused() {
        Diversity diversity = Diversity.withDefaults().withTokenizer(Tokenizer.words(text -> List.of("x")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> diversity.of(List.of("abc")))
                .withMessageContaining("segmenter")
                .withMessageContaining("\"x\"");
        Diversity empty = Diversity.withDefaults().withTokenizer(Tokenizer.words(text -> List.of("")));
        assertThatIllegalArgumentException().isThrownBy(() -> empty.of(List.of("abc")));
    }

    @Test
    void aTokenizerMustGoForward() {
        Diversity backward = Diversity.withDefaults().withTokenizer((text, sink) -> {
            sink.token(1, 2);
            sink.token(0, 1);
        });
        assertThatIllegalArgumentException()
                .isThrownBy(() -> backward.of(List.of("abc")))
                .withMessageContaining("token [0, 1) of reply 0");
        Diversity beyond = Diversity.withDefaults().withTokenizer((text, sink) -> sink.token(0, 9));
        assertThatIllegalArgumentException().isThrownBy(() -> beyond.of(List.of("abc")));
        Diversity nothing = Diversity.withDefaults().withTokenizer((text, sink) -> sink.token(1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> nothing.of(List.of("abc")));
    }
}
