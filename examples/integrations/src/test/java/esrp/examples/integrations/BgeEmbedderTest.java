package esrp.examples.integrations;

import static org.assertj.core.api.Assertions.assertThat;

import esrp.cli.SampleData;
import esrp.metrics.diversity.Diversity;
import esrp.metrics.diversity.Diversity.Truncation;
import esrp.metrics.diversity.DiversityMeasure;
import esrp.metrics.diversity.DiversityProfile;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class BgeEmbedderTest {
    private static final BgeEmbedder EMBEDDER = new BgeEmbedder();
    private static final Offset<Double> CLOSE = Offset.offset(1e-5);
    private static final List<String> DIFFERENT = List.of("别难过，我一直在你身边。", "今天的股票又跌了不少。", "先去吃碗热拉面吧！", "剑道的修行从早晨开始。");

    @Test
    void vectorsHave512FiniteNumbersThatAreNotAllZero() {
        for (String text : DIFFERENT) {
            float[] vector = EMBEDDER.apply(text);
            assertThat(vector).hasSize(512);
            double squares = 0;
            for (float number : vector) {
                squares += (double) number * number;
            }
            assertThat(squares).isFinite().isPositive();
        }
    }

    @Test
    void theSameTextHasTheSameVectorEvenFromAModelLoadedAnew() {
        String text = DIFFERENT.get(0);
        assertThat(EMBEDDER.apply(text)).containsExactly(EMBEDDER.apply(text));
        assertThat(new BgeEmbedder().apply(text)).containsExactly(EMBEDDER.apply(text));
        assertThat(EMBEDDER.apply(DIFFERENT.get(1))).isNotEqualTo(EMBEDDER.apply(text));
    }

    @Test
    void aRepeatedReplyIsLessDiverseThanDifferentReplies() {
        Diversity diversity = Diversity.withDefaults().withEmbedder(EMBEDDER);
        DiversityProfile repeated = diversity.of(Collections.nCopies(DIFFERENT.size(), DIFFERENT.get(0)));
        DiversityProfile different = diversity.of(DIFFERENT);

        assertThat(repeated.value(DiversityMeasure.EMBEDDING_HOMOGENEITY, Truncation.NONE))
                .isCloseTo(1, CLOSE);
        assertThat(repeated.value(DiversityMeasure.EMBEDDING_VENDI, Truncation.NONE))
                .isCloseTo(1, CLOSE);
        assertThat(different.value(DiversityMeasure.EMBEDDING_HOMOGENEITY, Truncation.NONE))
                .isLessThan(0.9);
        assertThat(different.value(DiversityMeasure.EMBEDDING_VENDI, Truncation.NONE))
                .isGreaterThan(1.5);
    }

    @Test
    void repliesOfLikeMeaningAreNearerThanRepliesOfOther() {
        Diversity diversity = Diversity.withDefaults().withEmbedder(EMBEDDER);
        double like = diversity
                .of(List.of("别难过，我一直在你身边。", "不要伤心，有我陪着你呢。"))
                .value(DiversityMeasure.EMBEDDING_HOMOGENEITY, Truncation.NONE);
        double other = diversity
                .of(List.of("别难过，我一直在你身边。", "今天的股票又跌了不少。"))
                .value(DiversityMeasure.EMBEDDING_HOMOGENEITY, Truncation.NONE);
        assertThat(like).isGreaterThan(other);
    }

    @Test
    void theExampleShowsEveryCandidateInAtMost80Columns() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BgeEmbedderExample.print(
                SampleData.dataset("zh"), 6, EMBEDDER, new PrintStream(bytes, true, StandardCharsets.UTF_8));
        List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
        assertThat(String.join("\n", lines))
                .contains("embedding homogeneity ↓", "embedding Vendi score", "self-BLEU-4 ↓");
        SampleData.dataset("zh")
                .candidates()
                .forEach(candidate -> assertThat(lines)
                        .filteredOn(line -> line.startsWith(candidate.id() + " "))
                        .as("two forms of the replies, each in two tables of at most 80 columns")
                        .hasSize(4));
    }
}
