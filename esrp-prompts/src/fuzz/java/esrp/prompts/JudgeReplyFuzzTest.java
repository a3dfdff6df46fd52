package esrp.prompts;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import esrp.core.Metric;
import esrp.prompts.ChatResponse.FinishReason;
import esrp.prompts.JudgeReplyCorpus.Case;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Coverage-guided fuzzing of {@link JudgeReplyParser}, seeded with the corpus of replies. Not part of the build; this
 * runs it for ten minutes:
 *
 * <pre>
 * mvn -Pfuzz -pl esrp-prompts -am test -Dtest=JudgeReplyFuzzTest -Dsurefire.failIfNoSpecifiedTests=false
 * </pre>
 *
 * <p>A finding fails the test with the reply in its message, and its input is left as {@code target/fuzz/crash-…}; the
 * reply becomes a file of the corpus before the defect is mended. Inputs that reached new code are kept beside, and are
 * where the next run starts.
 *
 * <p>An input is one byte that chooses what was asked and why the judge stopped, then the reply in UTF-8. What must hold:
 *
 * <ul>
 *   <li>no exception, an outcome for every metric asked;
 *   <li>each score on its scale, in the text as a number of its own, nearer to its metric's name than to another's, and
 *       following its digit ({@link InventionCheck}).
 * </ul>
 */
class JudgeReplyFuzzTest {
    private static final List<List<Metric>> ASKED = List.of(
            JudgeReplyCorpus.NINE,
            Metric.esrp().subList(9, 10),
            Metric.esrp().subList(0, 3),
            Metric.esrp().subList(0, 1),
            Metric.esrp().subList(7, 8));
    private static final List<JudgeReplyParser> PARSERS =
            ASKED.stream().map(JudgeReplyParser::forMetrics).toList();
    private static final List<FinishReason> FINISHES = List.of(FinishReason.values());

    static Stream<byte[]> corpus() {
        return JudgeReplyCorpus.read().stream()
                .filter(one -> one.reply().length() < 4_096)
                .map(JudgeReplyFuzzTest::input);
    }

    private static byte[] input(Case one) {
        int asked = Math.max(0, ASKED.indexOf(one.asked()));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(asked * FINISHES.size() + FINISHES.indexOf(one.finish()));
        bytes.writeBytes(one.reply().getBytes(StandardCharsets.UTF_8));
        return bytes.toByteArray();
    }

    @MethodSource("corpus")
    @FuzzTest(maxDuration = "10m")
    void neverThrowsInventsOrStalls(byte[] input) {
        if (input.length == 0) {
            return;
        }
        JudgeReplyParser parser = PARSERS.get((input[0] & 0xFF) / FINISHES.size() % PARSERS.size());
        FinishReason finish = FINISHES.get((input[0] & 0xFF) % FINISHES.size());
        String reply = new String(input, 1, input.length - 1, StandardCharsets.UTF_8);
        Judgement judgement = parser.parse(reply, finish);
        assertThat(judgement.byMetric()).hasSameSizeAs(parser.metrics());
        if (!judgement.scores().isEmpty()) {
            assertThat(InventionCheck.complaint(reply, parser.metrics(), judgement))
                    .as("%s %s%n%s%n%s", parser, finish, reply, judgement)
                    .isEmpty();
            assertThat(InventionCheck.stubborn(reply, parser, finish, judgement))
                    .as("%s %s%n%s%n%s", parser, finish, reply, judgement)
                    .isEmpty();
        }
    }
}
