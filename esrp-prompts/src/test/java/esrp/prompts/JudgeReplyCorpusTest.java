package esrp.prompts;

import static org.assertj.core.api.Assertions.assertThat;

import esrp.prompts.JudgeReplyCorpus.Case;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every file of the corpus: the outcome for each metric, the names that were not asked, and some explanations. */
class JudgeReplyCorpusTest {
    private static final List<Case> CORPUS = JudgeReplyCorpus.read();

    @TestFactory
    Stream<DynamicTest> everyReplyIsReadAsItsFileSays() {
        return CORPUS.stream().map(one -> DynamicTest.dynamicTest(one.file() + ": " + one.note(), () -> check(one)));
    }

    private static void check(Case one) {
        Judgement judgement = one.parser().parse(one.reply(), one.finish());
        SoftAssertions softly = new SoftAssertions();
        softly.assertThat(JudgeReplyCorpus.outcomes(judgement))
                .as("%s%n%s", one.reply(), judgement)
                .isEqualTo(one.expected());
        softly.assertThat(judgement.unasked()).as("not asked").isEqualTo(one.unasked());
        one.explanations()
                .forEach((id, text) -> softly.assertThat(judgement.of(id))
                        .as(id)
                        .isInstanceOfSatisfying(
                                MetricJudgement.Scored.class,
                                scored ->
                                        softly.assertThat(scored.explanation()).isEqualTo(text)));
        softly.assertAll();
    }

    @Test
    void theCorpusIsLargeAndItsFilesAreNumbered() {
        assertThat(CORPUS).hasSizeGreaterThanOrEqualTo(150);
        for (int i = 0; i < CORPUS.size(); i++) {
            assertThat(CORPUS.get(i).file()).startsWith(String.format("%03d-", i + 1));
        }
        assertThat(CORPUS)
                .map(one -> List.of(one.reply(), one.asked(), one.finish()))
                .doesNotHaveDuplicates();
        assertThat(CORPUS).map(Case::note).doesNotContain("");
    }

    /** The report: files, metrics, scores and reasons for each class, and how many files came out as they say. */
    @Test
    void report() {
        Map<String, int[]> table = new LinkedHashMap<>();
        int green = 0;
        for (Case one : CORPUS) {
            int[] row = table.computeIfAbsent(one.family(), any -> new int[4]);
            Judgement judgement = one.parser().parse(one.reply(), one.finish());
            boolean ok = JudgeReplyCorpus.outcomes(judgement).equals(one.expected())
                    && judgement.unasked().equals(one.unasked());
            row[0]++;
            row[1] += ok ? 1 : 0;
            row[2] += judgement.scores().size();
            row[3] += judgement.unscored().size();
            green += ok ? 1 : 0;
        }
        StringBuilder report = new StringBuilder(
                String.format("%n%-18s %6s %9s %7s %9s%n", "judge replies", "files", "as said", "scores", "unscored"));
        int[] sum = new int[4];
        table.forEach((family, row) -> {
            report.append(String.format("%-18s %6d %9d %7d %9d%n", family, row[0], row[1], row[2], row[3]));
            for (int i = 0; i < 4; i++) {
                sum[i] += row[i];
            }
        });
        report.append(String.format("%-18s %6d %9d %7d %9d%n", "all", sum[0], sum[1], sum[2], sum[3]));
        System.out.println(report);
        assertThat(green).as(report.toString()).isEqualTo(CORPUS.size());
    }
}
