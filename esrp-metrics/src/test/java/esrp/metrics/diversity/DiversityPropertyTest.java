package esrp.metrics.diversity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import esrp.metrics.diversity.Diversity.Truncation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class DiversityPropertyTest {
    /** At their least diverse end on a batch of one repeated reply, whatever the reply. */
    private static final Set<DiversityMeasure> SEE_REPETITION = EnumSet.of(
            DiversityMeasure.ROUGE_L,
            DiversityMeasure.JACCARD_2,
            DiversityMeasure.JACCARD_3,
            DiversityMeasure.OPENING_2,
            DiversityMeasure.OPENING_3,
            DiversityMeasure.OPENING_4,
            DiversityMeasure.OPENING_CLAUSE,
            DiversityMeasure.SELF_BLEU_4);

    @Provide
    Arbitrary<List<String>> batches() {
        return DiversityArbitraries.batches(1);
    }

    @Provide
    Arbitrary<List<String>> severalReplies() {
        return DiversityArbitraries.batches(2);
    }

    @Provide
    Arbitrary<String> replies() {
        return DiversityArbitraries.replies();
    }

    @Provide
    Arbitrary<String> longReplies() {
        return Arbitraries.of("一", "二", "三", "四", "五", "六", "七", "八", "。")
                .list()
                .ofMinSize(150)
                .ofMaxSize(400)
                .map(pieces -> String.join("", pieces));
    }

    @Property(tries = 300, seed = "20261123")
    void fastAgreesWithSlow(@ForAll("batches") List<String> batch) {
        DiversityProfile fast = Diversity.withDefaults().of(batch);
        NaiveDiversity slow = new NaiveDiversity(batch);
        for (DiversityMeasure measure : fast.measures()) {
            if (measure != DiversityMeasure.COMPRESSION_RATIO) {
                double expected = slow.value(measure);
                if (Double.isNaN(expected)) {
                    assertThat(fast.value(measure, Truncation.NONE))
                            .as(measure.id())
                            .isNaN();
                } else {
                    assertThat(fast.value(measure, Truncation.NONE))
                            .as(measure.id())
                            .isCloseTo(expected, within(1e-9 * Math.max(1, expected)));
                }
            }
        }
    }

    @Property(tries = 50, seed = "20261123")
    void fastAgreesWithSlowOnRepliesOfSeveralMachineWords(
            @ForAll("longReplies") String a, @ForAll("longReplies") String b, @ForAll("replies") String c) {
        List<String> batch = List.of(a, c, b);
        DiversityProfile fast = Diversity.withDefaults()
                .withMeasures(
                        DiversityMeasure.ROUGE_L,
                        DiversityMeasure.MTLD,
                        DiversityMeasure.TTR_400,
                        DiversityMeasure.MATTR_50)
                .of(batch);
        NaiveDiversity slow = new NaiveDiversity(batch);
        for (DiversityMeasure measure : fast.measures()) {
            double expected = slow.value(measure);
            if (Double.isNaN(expected)) {
                assertThat(fast.value(measure, Truncation.NONE))
                        .as(measure.id())
                        .isNaN();
            } else {
                assertThat(fast.value(measure, Truncation.NONE))
                        .as(measure.id())
                        .isCloseTo(expected, within(1e-9));
            }
        }
    }

    @Property(tries = 200, seed = "20261123")
    void valuesStayInTheirRange(@ForAll("batches") List<String> batch) {
        DiversityProfile profile = Diversity.withDefaults().of(batch);
        for (DiversityMeasure measure : profile.measures()) {
            for (Truncation form : profile.truncations()) {
                double value = profile.value(measure, form);
                if (!Double.isNaN(value)) {
                    assertThat(value)
                            .as(measure + " " + form)
                            .isBetween(measure.lowest() - 1e-9, measure.highest() + 1e-9);
                }
            }
        }
        assertThat(profile.value(DiversityMeasure.VENDI, Truncation.NONE)).isLessThanOrEqualTo(batch.size() + 1e-9);
    }

    @Property(tries = 200, seed = "20261123")
    void shufflingTheRepliesChangesNothingButWhatReadsThemInOrder(
            @ForAll("batches") List<String> batch, @ForAll long seed) {
        List<String> shuffled = new ArrayList<>(batch);
        Collections.shuffle(shuffled, new Random(seed));
        DiversityProfile before = Diversity.withDefaults().of(batch);
        DiversityProfile after = Diversity.withDefaults().of(shuffled);
        for (DiversityMeasure measure : before.measures()) {
            for (Truncation form : before.truncations()) {
                double value = before.value(measure, form);
                if (!measure.dependsOnOrder() && !Double.isNaN(value)) {
                    assertThat(after.value(measure, form))
                            .as(measure + " " + form)
                            .isCloseTo(value, within(1e-9 * Math.max(1, value)));
                }
            }
        }
    }

    @Property(tries = 200, seed = "20261123")
    void whatFollowsToken40ChangesNothingInItsForm(
            @ForAll("batches") List<String> batch, @ForAll("replies") String more) {
        String forty = "一二三四五六七八九十".repeat(4);
        List<String> cut = batch.stream().map(reply -> reply + forty).toList();
        List<String> longer = cut.stream().map(reply -> reply + more).toList();
        Diversity first = Diversity.withDefaults().withTruncations(Truncation.first(40));
        DiversityProfile before = first.of(cut);
        DiversityProfile after = first.of(longer);
        for (DiversityMeasure measure : before.measures()) {
            assertThat(Double.valueOf(after.value(measure, Truncation.FIRST_40)))
                    .as(measure.id())
                    .isEqualTo(Double.valueOf(before.value(measure, Truncation.FIRST_40)));
        }
    }

    @Property(tries = 200, seed = "20261123")
    void aFormLongerThanAllRepliesIsRawButForWhatStandsBetweenTokens(@ForAll("batches") List<String> batch) {
        Truncation all = Truncation.first(10_000);
        DiversityProfile profile =
                Diversity.withDefaults().withTruncations(Truncation.NONE, all).of(batch);
        for (DiversityMeasure measure : profile.measures()) {
            if (measure != DiversityMeasure.COMPRESSION_RATIO) {
                assertThat(Double.valueOf(profile.value(measure, all)))
                        .as(measure.id())
                        .isEqualTo(Double.valueOf(profile.value(measure, Truncation.NONE)));
            }
        }
    }

    @Property(tries = 200, seed = "20261123")
    void oneRepeatedReplyIsAsUndiverseAsCanBe(@ForAll("replies") String reply) {
        String text = reply + "今天天气很好";
        List<String> batch = Collections.nCopies(5, text);
        DiversityProfile profile = Diversity.withDefaults().of(batch);
        for (DiversityMeasure measure : SEE_REPETITION) {
            assertThat(profile.value(measure, Truncation.NONE)).as(measure.id()).isCloseTo(1, within(1e-12));
        }
        assertThat(profile.value(DiversityMeasure.VENDI, Truncation.NONE)).isCloseTo(1, within(1e-9));
        assertThat(profile.value(DiversityMeasure.DISTINCT_OPENINGS_2, Truncation.NONE))
                .isEqualTo(0.2);
        assertThat(profile.value(DiversityMeasure.REPLY_VARIATION, Truncation.NONE))
                .isZero();
    }

    @Property(tries = 200, seed = "20261123")
    void repeatingAReplyIsNeverMoreDiverseThanSayingSomethingElse(@ForAll("severalReplies") List<String> batch) {
        // Other replies of the same length as the first, made of the same alphabet, with the first among them.
        List<Integer> lengths = batch.stream()
                .map(reply -> (int) reply.codePoints()
                        .filter(java.lang.Character::isLetterOrDigit)
                        .count())
                .toList();
        int shortest = Collections.min(lengths);
        Assume.that(shortest >= 4);
        Diversity cut = Diversity.withDefaults().withTruncations(Truncation.first(shortest));
        DiversityProfile various = cut.of(batch);
        DiversityProfile repeated = cut.of(Collections.nCopies(batch.size(), batch.get(0)));
        for (DiversityMeasure measure : EnumSet.of(
                DiversityMeasure.DISTINCT_1,
                DiversityMeasure.DISTINCT_2,
                DiversityMeasure.DISTINCT_3,
                DiversityMeasure.EAD_1,
                DiversityMeasure.EAD_2,
                DiversityMeasure.DISTINCT_OPENINGS_2,
                DiversityMeasure.VENDI)) {
            assertThat(various.value(measure, Truncation.first(shortest)))
                    .as(measure.id())
                    .isGreaterThanOrEqualTo(repeated.value(measure, Truncation.first(shortest)) - 1e-9);
        }
        for (DiversityMeasure measure : EnumSet.of(
                DiversityMeasure.SELF_BLEU_4,
                DiversityMeasure.ROUGE_L,
                DiversityMeasure.JACCARD_2,
                DiversityMeasure.JACCARD_3,
                DiversityMeasure.OPENING_2,
                DiversityMeasure.OPENING_4,
                DiversityMeasure.OPENING_CLAUSE)) {
            assertThat(various.value(measure, Truncation.first(shortest)))
                    .as(measure.id())
                    .isLessThanOrEqualTo(repeated.value(measure, Truncation.first(shortest)) + 1e-9);
        }
    }

    @Property(tries = 200, seed = "20261123")
    void eigenvaluesAgreeWithJacobi(@ForAll("matrices") double[][] matrix) {
        double[] expected = NaiveDiversity.jacobi(matrix);
        double[] found = SymmetricEigenvalues.of(matrix);
        Arrays.sort(expected);
        Arrays.sort(found);
        for (int i = 0; i < expected.length; i++) {
            assertThat(found[i]).isCloseTo(expected[i], within(1e-9));
        }
    }

    @Provide
    Arbitrary<double[][]> matrices() {
        return Arbitraries.integers()
                .between(1, 9)
                .flatMap(m -> Arbitraries.of(0.0, 0.5, -1.0, 1.0, 3.0, 1e-9)
                        .array(double[].class)
                        .ofSize(m * m)
                        .map(entries -> {
                            double[][] matrix = new double[m][m];
                            for (int i = 0; i < m; i++) {
                                for (int j = 0; j < m; j++) {
                                    matrix[i][j] = entries[Math.min(i, j) * m + Math.max(i, j)];
                                }
                            }
                            return matrix;
                        }));
    }
}
