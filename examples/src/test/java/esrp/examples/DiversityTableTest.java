package esrp.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import esrp.core.ChatAnime;
import esrp.metrics.diversity.Diversity.Truncation;
import esrp.metrics.diversity.DiversityMeasure;
import esrp.metrics.diversity.DiversityReport;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiversityTableTest {
    /** Measured once, and only where there are replies. */
    private static final class Real {
        static final DiversityReport REPORT = DiversityTable.report(ChatAnime.read(directory()));
    }

    private static Path directory() {
        return Path.of(System.getProperty("esrp.chatanime", "does-not-exist"));
    }

    @Test
    void tablesOfTheRealRepliesFitIn80Columns() {
        assumeTrue(Files.isDirectory(directory()), "no published replies at " + directory() + " (esrp.chatanime)");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DiversityTable.print(Real.REPORT, new PrintStream(bytes, true, StandardCharsets.UTF_8));
        String printed = bytes.toString(StandardCharsets.UTF_8);
        assertThat(printed.lines()).allMatch(line -> line.length() <= 80);
        assertThat(printed).contains("human", "gpt-4.1", "3.90", "Vendi score");
    }

    @Test
    void lengthControlledMeasuresPutPeopleFirstAndDeepSeekLastWhereRawOnesDoNot() {
        assumeTrue(Files.isDirectory(directory()), "no published replies at " + directory() + " (esrp.chatanime)");
        DiversityReport report = Real.REPORT;
        for (DiversityMeasure measure : new DiversityMeasure[] {
            DiversityMeasure.DISTINCT_2, DiversityMeasure.SELF_BLEU_4, DiversityMeasure.ROUGE_L
        }) {
            assertThat(report.ranking(measure, Truncation.FIRST_40).keySet())
                    .as(measure.id())
                    .startsWith("human", "gpt-4.1")
                    .endsWith("deepseek-v3");
        }
        assertThat(List.copyOf(report.ranking(DiversityMeasure.DISTINCT_1, Truncation.NONE)
                                .keySet())
                        .get(5))
                .isNotEqualTo("deepseek-v3");
        assertThat(report.value("human", DiversityMeasure.DISTINCT_2, Truncation.FIRST_40)
                        .interval()
                        .estimate())
                .isCloseTo(0.885883502951802, within(1e-9));
    }

    @Test
    void aPerfectOrderOfSixWithThreeTiedHasOneChanceIn120() {
        OrderAgreement perfect = OrderAgreement.of(new double[] {9, 8, 3, 5, 4, 1}, new int[] {1, 2, 3, 3, 3, 4});
        assertThat(perfect.tau()).isEqualTo(1);
        assertThat(perfect.pValue()).isEqualTo(6 / 720.0);
        assertThat(perfect.lowestTau()).isEqualTo(9 / 15.0);
        assertThat(perfect.highestTau()).isEqualTo(1);
        assertThat(perfect).hasToString("+1.00 [ 0.60, 1.00] .008");
    }

    @Test
    void theReverseOrderAgreesWorseThanAllOthers() {
        OrderAgreement worst = OrderAgreement.of(new double[] {1, 2, 3}, new int[] {1, 2, 3});
        assertThat(worst.tau()).isEqualTo(-1);
        assertThat(worst.pValue()).isEqualTo(1);
        assertThat(worst.lowestTau()).isEqualTo(-1);
    }

    @Test
    void oneDirectoryIsExpected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DiversityTable.main(new String[0]))
                .withMessageContaining("directory");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OrderAgreement.of(new double[9], new int[9]))
                .withMessageContaining("2 to 8");
    }
}
