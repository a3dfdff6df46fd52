package blackbox.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import esrp.core.Character;
import esrp.core.ResponseBatch;
import esrp.metrics.diversity.Diversity;
import esrp.metrics.diversity.Diversity.Truncation;
import esrp.metrics.diversity.DiversityMeasure;
import esrp.metrics.diversity.DiversityProfile;
import esrp.metrics.diversity.DiversityReport;
import esrp.metrics.diversity.Tokenizer;
import esrp.metrics.diversity.WordFrequencies;
import esrp.metrics.diversity.WordSegmenter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a user writes, seeing the public API alone. */
class DiversityBlackBoxTest {
    private static final List<ResponseBatch> BATCHES = List.of(
            new ResponseBatch("one", "《甲》的乙", "b1", List.of("哼，笨蛋！才不是为了你。", "哼，笨蛋！真拿你没办法。")),
            new ResponseBatch("two", "《甲》的乙", "b1", List.of("草莓牛奶分你一半，别哭了。", "走，阿银带你去吃甜点。")));

    @Test
    void aReporterMeasuresCandidatesAndReadsOffWhoVariesMore() {
        DiversityReport report = Diversity.withDefaults().report(BATCHES);

        assertThat(report.ranking(DiversityMeasure.SELF_BLEU_4, Truncation.FIRST_40)
                        .keySet())
                .containsExactly("two", "one");
        assertThat(report.value("one", "《甲》的乙", DiversityMeasure.OPENING_CLAUSE, Truncation.NONE))
                .isEqualTo(1);
        assertThat(report.toString()).contains("distinct-2");
    }

    @Test
    void aUserMeasuresTheFirstTokensOfWords() {
        WordSegmenter words = WordSegmenter.hanLp(List.of(Character.of("《银魂》的坂田银时")), List.of("阿银"));
        DiversityProfile profile = Diversity.withDefaults()
                .withTokenizer(Tokenizer.words(words))
                .withTruncations(Truncation.first(5))
                .withMeasures(DiversityMeasure.DISTINCT_1, DiversityMeasure.ROUGE_L)
                .of(BATCHES.get(0).replies());

        assertThat(profile.meanLength(Truncation.first(5))).isLessThanOrEqualTo(5);
        assertThat(profile.value(DiversityMeasure.ROUGE_L, Truncation.first(5))).isPositive();
        assertThat(WordFrequencies.of(words, BATCHES).count("two", "阿银")).isEqualTo(1);
    }
}
