package esrp.examples.integrations;

import static org.assertj.core.api.Assertions.assertThat;

import esrp.cli.SampleData;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TunedJudgeExampleTest {
    @TempDir
    private Path folder;

    /** With counts of letters in the place of the embedding model, which takes a minute. */
    private static float[] letters(String text) {
        float[] counts = new float[32];
        text.chars().forEach(letter -> counts[letter % counts.length]++);
        return counts;
    }

    @Test
    void theLoopIsClosed() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TunedJudgeExample.print(
                SampleData.dataset("zh"),
                SampleData.ratings("zh"),
                folder,
                TunedJudgeExampleTest::letters,
                new PrintStream(bytes, true, StandardCharsets.UTF_8));
        List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
        assertThat(String.join("\n", lines))
                .contains(
                        "train.jsonl",
                        "Judges beside people and the majority baseline",
                        "Differences of judges, mean of metrics",
                        "model:blind  model:stand-in",
                        "Calibration of the judge by metric");
        assertThat(folder.resolve("classifier.py")).exists();
    }
}
