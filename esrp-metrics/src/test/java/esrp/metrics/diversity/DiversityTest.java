package esrp.metrics.diversity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import esrp.core.ResponseBatch;
import esrp.core.Table;
import esrp.metrics.Unit;
import esrp.metrics.diversity.Diversity.Truncation;
import esrp.metrics.diversity.DiversityMeasure.Direction;
import esrp.stats.Interval;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DiversityTest {
    private static final List<String> WEATHER = List.of("今天天气很好", "今天天气很差", "明天去看海吧");

    private static ResponseBatch batch(String candidate, String character, String id, String... replies) {
        return new ResponseBatch(candidate, character, id, List.of(replies));
    }

    private static DiversityReport report() {
        return Diversity.withDefaults()
                .report(List.of(
                        batch("a", "x", "b1", "一二三", "四五六"),
                        batch("a", "x", "b2", "一一一", "一一一"),
                        batch("a", "y", "b1", "一二三", "一二三"),
                        batch("b", "x", "b1", "一二", "三四"),
                        batch("b", "y", "b1", "一二", "三四"),
                        batch("b", "z", "b1", "一二", "三三")));
    }

    @Test
    void everyMeasureSaysWhatItIs() {
        for (DiversityMeasure measure : DiversityMeasure.values()) {
            assertThat(DiversityMeasure.of(measure.id())).isEqualTo(measure);
            assertThat(measure.title().in("en")).isNotBlank().hasSizeLessThan(30);
            assertThat(measure.definition().in("en")).hasSizeGreaterThan(10);
            assertThat(measure.lowest()).isLessThan(measure.highest());
        }
        assertThat(DiversityMeasure.SELF_BLEU_4.direction()).isEqualTo(Direction.LOWER);
        assertThat(DiversityMeasure.VENDI.direction()).isEqualTo(Direction.HIGHER);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DiversityMeasure.of("distinct"))
                .withMessageContaining("no diversity measure \"distinct\"")
                .withMessageContaining("distinct1, distinct2");
    }

    @Test
    void measuresThatReadInOrderSaySo() {
        DiversityProfile one = Diversity.withDefaults().of(List.of("一一二", "一二三"));
        DiversityProfile other = Diversity.withDefaults().of(List.of("一二三", "一一二"));
        assertThat(DiversityMeasure.MATTR_50.dependsOnOrder()).isTrue();
        assertThat(DiversityMeasure.HDD_42.dependsOnOrder()).isFalse();
        // 一|一二|一二三 and 一|二|三|一一|二
        double bits = Math.log(6) / Math.log(2);
        assertThat(one.value(DiversityMeasure.LEMPEL_ZIV, Truncation.NONE)).isCloseTo(3 * bits / 6, within(1e-12));
        assertThat(other.value(DiversityMeasure.LEMPEL_ZIV, Truncation.NONE)).isCloseTo(5 * bits / 6, within(1e-12));
    }

    @Test
    void oneReplyHasNoPairs() {
        DiversityProfile profile = Diversity.withDefaults().of(List.of("今天天气很好"));
        assertThat(profile.value(DiversityMeasure.ROUGE_L, Truncation.NONE)).isNaN();
        assertThat(profile.value(DiversityMeasure.SELF_BLEU_4, Truncation.NONE)).isNaN();
        assertThat(profile.value(DiversityMeasure.VENDI, Truncation.NONE)).isEqualTo(1);
        assertThat(profile.value(DiversityMeasure.OPENING_2, Truncation.NONE)).isZero();
    }

    @Test
    void repliesWithoutTokensAreMeasured() {
        DiversityProfile profile = Diversity.withDefaults().of(List.of("……", "", "！"));
        assertThat(profile.meanLength()).isZero();
        assertThat(profile.value(DiversityMeasure.DISTINCT_1, Truncation.NONE)).isZero();
        assertThat(profile.value(DiversityMeasure.ROUGE_L, Truncation.NONE)).isZero();
        assertThat(profile.value(DiversityMeasure.MATTR_50, Truncation.NONE)).isNaN();
        assertThat(profile.value(DiversityMeasure.MTLD, Truncation.NONE)).isNaN();
        assertThat(profile.value(DiversityMeasure.SENTENCE_MEAN, Truncation.NONE))
                .isNaN();
        assertThat(profile.value(DiversityMeasure.VENDI, Truncation.NONE)).isCloseTo(3, within(1e-12));
        assertThat(Diversity.withDefaults().of(List.of("")).value(DiversityMeasure.COMPRESSION_RATIO, Truncation.NONE))
                .isNaN();
    }

    @Test
    void theFormCutsTextMeasuresBehindItsLastToken() {
        DiversityProfile profile = Diversity.withDefaults()
                .withTruncations(Truncation.NONE, Truncation.first(3))
                .of(List.of("嗯，好的。走吧！！", "嗯，好吧。"));
        assertThat(profile.value(DiversityMeasure.SENTENCE_MEAN, Truncation.NONE))
                .isEqualTo(8 / 3.0);
        assertThat(profile.value(DiversityMeasure.SENTENCE_MEAN, Truncation.first(3)))
                .isEqualTo(3);
        assertThat(profile.value(DiversityMeasure.PUNCTUATION_LCS, Truncation.NONE))
                .isCloseTo(4 / 6.0, within(1e-12));
        assertThat(profile.value(DiversityMeasure.PUNCTUATION_LCS, Truncation.first(3)))
                .isEqualTo(1);
        assertThat(profile.meanLength()).isEqualTo(4);
        assertThat(profile.meanLength(Truncation.first(3))).isEqualTo(3);
    }

    @Test
    void tooManyRepliesForPairsAreRefusedWithAWayOut() {
        List<String> many = Collections.nCopies(1001, "好");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Diversity.withDefaults().of(many))
                .withMessageContaining("1001")
                .withMessageContaining("hom_rougeL")
                .withMessageContaining("500500 pairs")
                .withMessageContaining("withPairwiseLimit");
        Diversity linear = Diversity.withDefaults().withMeasures(DiversityMeasure.DISTINCT_1);
        assertThat(linear.of(many).value(DiversityMeasure.DISTINCT_1, Truncation.NONE))
                .isEqualTo(1 / 1001.0);
        Diversity raised = Diversity.withDefaults()
                .withMeasures(DiversityMeasure.JACCARD_2)
                .withPairwiseLimit(1001);
        assertThat(raised.of(many).replies()).isEqualTo(1001);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Diversity.withDefaults().of(List.of("好".repeat(20_001), "好")))
                .withMessageContaining("reply 0 has 20001");
    }

    @Test
    void wrongParametersAreNamed() {
        Diversity diversity = Diversity.withDefaults();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> diversity.of(List.of()))
                .withMessageContaining("replies");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Truncation.first(0))
                .withMessageContaining("tokens: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> diversity.withVocabulary(1))
                .withMessageContaining("types: 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> diversity.withPairwiseLimit(1))
                .withMessageContaining("replies: 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> diversity.withMeasures(DiversityMeasure.EMBEDDING_VENDI))
                .withMessageContaining("withEmbedder");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> diversity.of(WEATHER).value(DiversityMeasure.EMBEDDING_VENDI, Truncation.NONE))
                .withMessageContaining("was not measured");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> diversity.of(WEATHER).value(DiversityMeasure.MTLD, Truncation.first(3)))
                .withMessageContaining("truncation: first 3");
    }

    @Test
    void expectationAdjustedFollowsTheVocabularyGiven() {
        DiversityProfile small = Diversity.withDefaults().withVocabulary(20).of(WEATHER);
        assertThat(small.value(DiversityMeasure.EAD_1, Truncation.NONE))
                .isCloseTo(11 / (20 * (1 - Math.pow(0.95, 18))), within(1e-12));
        assertThat(Diversity.withDefaults().vocabularyOf(WEATHER)).isEqualTo(11);
        assertThat(Diversity.withDefaults().vocabulary()).isEqualTo(3345);
    }

    @Test
    void embeddingsAddTwoMeasures() {
        // One axis a first letter: the first two replies point the same way, the third at a right angle.
        Function<String, float[]> firstLetter = text -> text.startsWith("今") ? new float[] {2, 0} : new float[] {0, 3};
        Diversity embedded = Diversity.withDefaults().withEmbedder(firstLetter);
        assertThat(embedded.measures()).hasSize(31);
        DiversityProfile profile = embedded.of(WEATHER);
        assertThat(profile.value(DiversityMeasure.EMBEDDING_HOMOGENEITY, Truncation.NONE))
                .isCloseTo(1 / 3.0, within(1e-12));
        double two = Math.log(1.5) * 2 / 3;
        assertThat(profile.value(DiversityMeasure.EMBEDDING_VENDI, Truncation.NONE))
                .isCloseTo(Math.exp(two + Math.log(3) / 3), within(1e-12));
    }

    @Test
    void brokenEmbeddingsAreRefused() {
        Diversity zero = Diversity.withDefaults().withEmbedder(text -> new float[] {0, 0});
        assertThatIllegalArgumentException().isThrownBy(() -> zero.of(WEATHER)).withMessageContaining("embedder");
        Diversity nan = Diversity.withDefaults().withEmbedder(text -> new float[] {Float.NaN});
        assertThatIllegalArgumentException().isThrownBy(() -> nan.of(WEATHER)).withMessageContaining("NaN");
        Diversity ragged = Diversity.withDefaults()
                .withEmbedder(text -> text.startsWith("今") ? new float[] {1} : new float[] {1, 1});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ragged.of(WEATHER))
                .withMessageContaining("2 numbers for reply 2");
    }

    @Test
    void aCandidateIsTheMeanOfItsCharactersNotOfItsBatches() {
        DiversityReport report = report();
        // x: distinct1 of 6/6 and 1/6, mean 7/12; y: 3/6.
        assertThat(report.value("a", "x", DiversityMeasure.DISTINCT_1, Truncation.NONE))
                .isEqualTo(7 / 12.0);
        DiversityReport.Value value = report.value("a", DiversityMeasure.DISTINCT_1, Truncation.NONE);
        assertThat(value.interval().estimate()).isCloseTo(6.5 / 12, within(1e-12));
        assertThat(value.interval().clusters()).isEqualTo(2);
        assertThat(value.batches()).isEqualTo(3);
        assertThat(value.meanTokens()).isEqualTo(3);
        // t quantile of one degree of freedom at 0.975; sd of 7/12 and 6/12 over the root of 2 is 1/24.
        assertThat(value.interval().interval().width() / 2).isCloseTo(12.706204736 / 24, within(1e-8));
        DiversityReport.Value byBatch =
                report.withUnit(Unit.DIALOGUE).value("a", DiversityMeasure.DISTINCT_1, Truncation.NONE);
        assertThat(byBatch.interval().estimate()).isCloseTo((1 + 1 / 6.0 + 0.5) / 3, within(1e-12));
        assertThat(byBatch.interval().clusters()).isEqualTo(3);
        assertThat(report.withLevel(0.5)
                        .value("a", DiversityMeasure.DISTINCT_1, Truncation.NONE)
                        .interval()
                        .interval()
                        .width())
                .isLessThan(value.interval().interval().width());
    }

    @Test
    void differencesArePairedOnCommonCharacters() {
        Interval difference = report().difference("a", "b", DiversityMeasure.DISTINCT_1, Truncation.NONE);
        assertThat(difference.estimate()).isCloseTo(((7 / 12.0 - 1) + (0.5 - 1)) / 2, within(1e-12));
        assertThat(difference.width() / 2).isCloseTo(12.706204736 / 24, within(1e-8));
        DiversityReport strangers =
                Diversity.withDefaults().report(List.of(batch("a", "x", "b1", "一"), batch("b", "y", "b1", "一")));
        assertThat(strangers
                        .difference("a", "b", DiversityMeasure.DISTINCT_1, Truncation.NONE)
                        .estimate())
                .isNaN();
    }

    @Test
    void theMostDiverseComesFirstWhicheverWayAMeasurePoints() {
        DiversityReport report = report();
        assertThat(report.ranking(DiversityMeasure.DISTINCT_1, Truncation.NONE).keySet())
                .containsExactly("b", "a");
        assertThat(report.ranking(DiversityMeasure.ROUGE_L, Truncation.NONE).keySet())
                .containsExactly("b", "a");
    }

    @Test
    void undefinedBatchesAreCountedAndLeftOut() {
        DiversityReport report = Diversity.withDefaults()
                .report(List.of(
                        batch("a", "x", "b1", "一", "二"), batch("a", "y", "b1", "一".repeat(50), "二".repeat(50))));
        DiversityReport.Value value = report.value("a", DiversityMeasure.HDD_42, Truncation.NONE);
        assertThat(value.undefined()).isEqualTo(1);
        assertThat(value.batches()).isEqualTo(1);
        assertThat(value.interval().clusters()).isEqualTo(1);
        assertThat(value.interval().lower()).isNaN();
        assertThat(value.toString())
                .contains("1 batches undefined", "tokens per reply")
                .hasSizeLessThan(120);
        DiversityReport.Value none = report.value("a", DiversityMeasure.TTR_400, Truncation.NONE);
        assertThat(none.interval().estimate()).isNaN();
        assertThat(none.interval().clusters()).isZero();
    }

    @Test
    void threadsChangeNothing() {
        List<ResponseBatch> batches = List.of(batch("a", "x", "b1", "一二三", "四五六"), batch("a", "x", "b2", "一一一", "一一一"));
        DiversityReport alone = Diversity.withDefaults().report(batches);
        DiversityReport together = Diversity.withDefaults().report(batches, ForkJoinPool.commonPool());
        assertThat(together).hasToString(alone.toString());
        assertThat(together.batches().get(1).id()).isEqualTo("b2");
    }

    @Test
    void reportsNameTheBatchThatFails() {
        Diversity strict = Diversity.withDefaults().withPairwiseLimit(2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> strict.report(List.of(batch("a", "x", "b7", "一", "二", "三"))))
                .withMessageContaining("batch \"b7\" of candidate \"a\" as \"x\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> strict.report(List.of()))
                .withMessageContaining("batches");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> strict.report(List.of(batch("a", "x", "b1", "一"), batch("a", "x", "b1", "二"))))
                .withMessageContaining("twice");
        Diversity broken = Diversity.withDefaults().withTokenizer((text, sink) -> {
            throw new IllegalStateException("broken");
        });
        assertThatIllegalStateException()
                .isThrownBy(() -> broken.report(List.of(batch("a", "x", "b1", "一"))))
                .withMessage("broken");
    }

    @Test
    void theFirstBatchThatFailsIsNamedWhicheverThreadMeasuresIt() {
        List<ResponseBatch> batches = IntStream.range(0, 200)
                .mapToObj(i -> i == 150 || i == 151 || i == 199
                        ? batch("a", "x", "b" + i, "一", "二", "三")
                        : batch("a", "x", "b" + i, "一", "二"))
                .toList();
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> Diversity.withDefaults().withPairwiseLimit(2).report(batches, ForkJoinPool.commonPool()))
                .withMessageContaining("\"b150\"");
        assertThatIllegalStateException()
                .isThrownBy(() -> Diversity.withDefaults()
                        .report(
                                () -> batches.stream()
                                        .map(batch -> {
                                            if (batch.id().equals("b42")) {
                                                throw new IllegalStateException("unreadable");
                                            }
                                            return batch;
                                        })
                                        .iterator(),
                                ForkJoinPool.commonPool()))
                .withMessage("unreadable");
    }

    @Test
    void batchesAreTakenWhenAThreadIsFree() {
        AtomicInteger made = new AtomicInteger();
        AtomicInteger begun = new AtomicInteger();
        Diversity counting = Diversity.withDefaults().withTokenizer((text, sink) -> {
            begun.incrementAndGet();
            Tokenizer.characters().tokenize(text, sink);
        });
        int most = Runtime.getRuntime().availableProcessors() + 1;
        DiversityReport report = counting.report(
                () -> IntStream.range(0, 500)
                        .mapToObj(i -> {
                            assertThat(made.incrementAndGet() - begun.get()).isLessThanOrEqualTo(most);
                            return batch("a", "x", "b" + i, "一二三");
                        })
                        .iterator(),
                ForkJoinPool.commonPool());
        assertThat(report.batches()).hasSize(500);
        // an executor that refuses delays nothing
        assertThat(Diversity.withDefaults()
                        .report(List.of(batch("a", "x", "b1", "一二三")), task -> {
                            throw new RejectedExecutionException();
                        })
                        .batches())
                .hasSize(1);
    }

    @Test
    void unknownNamesAreAnsweredWithTheKnownOnes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> report().value("c", DiversityMeasure.MTLD, Truncation.NONE))
                .withMessage("no candidate \"c\"; candidates are [a, b]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> report().value("a", "z", DiversityMeasure.MTLD, Truncation.NONE))
                .withMessageContaining("characters are [x, y]");
        assertThatIllegalArgumentException().isThrownBy(() -> report().withLevel(1));
    }

    @Test
    void printsFitIn80ColumnsAndShowTheLength() {
        DiversityProfile profile = Diversity.withDefaults().of(WEATHER);
        assertThat(profile.toString().lines()).allMatch(line -> line.length() <= 80);
        assertThat(profile.toString())
                .contains("3 replies, 6.0 tokens on average", "self-BLEU-4", "0.5202", "first 40");
        assertThat(profile.tables().get(0).rows()).hasSize(30);
        String report = Diversity.withDefaults()
                .report(List.of(batch("a-very-long-name-of-a-candidate", "x", "b1", "一二三", "四五六")))
                .toString();
        assertThat(report.lines()).allMatch(line -> line.length() <= 80);
        assertThat(report)
                .contains(
                        "tokens", "distinct-2", "self-BLEU-4 ↓", "resampling unit", "a-very-long-name-of-a-candidate");
        DiversityReport embedded = Diversity.withDefaults()
                .withEmbedder(text -> new float[] {text.length(), 1})
                .report(List.of(batch("a", "x", "b1", "一二三", "四五六"), batch("b", "x", "b1", "一二三四", "四五六")));
        Table all = embedded.table(Truncation.NONE, List.of(DiversityMeasure.values()));
        assertThat(all.toString().lines()).allMatch(line -> line.length() <= 80);
        assertThat(all.heads()).extracting(Table.Head::key).contains("tokens", "ead2_V1", "vendi_embedding");
        assertThat(all.toString()).contains("b: HD-D has no value for 1 batch", "a vocabulary of 3,345 tokens");
    }

    @Test
    void theFirstTableIsOfACommonLengthAndStartsWithTheMostDiverse() {
        DiversityReport report = report().withNames(Map.of("a", "Alpha"));
        Table first = report.tables().get(0);
        assertThat(first.id()).isEqualTo("diversity-first-40");
        assertThat(first.rows()).extracting(row -> row.get(0).toString()).anyMatch(cell -> cell.contains("Alpha"));
        assertThat(report.ranking(DiversityMeasure.DISTINCT_2, Truncation.FIRST_40)
                        .keySet())
                .containsExactlyElementsOf(report().tables().get(0).rows().stream()
                        .map(row -> ((Table.Cell.Text) row.get(0)).text().in("en"))
                        .toList());
    }

    @Test
    void everyMeasureHasItsTextsInEveryLanguage() {
        for (DiversityMeasure measure : DiversityMeasure.values()) {
            assertThat(measure.title().byLanguage().values())
                    .allMatch(text -> !text.isBlank())
                    .hasSizeGreaterThan(1);
            assertThat(measure.definition().byLanguage()).containsKey("zh");
        }
    }

    @Test
    void valuesAndTruncationsPrintInOneLine() {
        assertThat(report().value("b", DiversityMeasure.DISTINCT_1, Truncation.FIRST_40))
                .hasToString("distinct1, first 40: 0.9167 [0.5581, 1.2752] (3 characters; 2.0 tokens per reply)");
        assertThat(Truncation.NONE).hasToString("raw");
    }
}
