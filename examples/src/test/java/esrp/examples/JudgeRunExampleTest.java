package esrp.examples;

import static org.assertj.core.api.Assertions.assertThat;

import esrp.prompts.run.JudgingResult;
import esrp.prompts.run.RunPolicy;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgeRunExampleTest {
    @TempDir
    private Path folder;

    private String printed = "";

    private JudgingResult run() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        JudgingResult result = JudgeRunExample.run(folder, RunPolicy.withDefaults(), out);
        printed = bytes.toString(StandardCharsets.UTF_8);
        return result;
    }

    @Test
    void theSecondRunAsksNothingAndSaysTheSame() throws Exception {
        JudgingResult first = run();
        // 2 candidates, 6 characters, 12 scenarios, 2 judges, 9 metrics
        assertThat(first.ratings().size()).isEqualTo(2 * 6 * 12 * 2 * 9);
        assertThat(first.unscored()).isEmpty();
        assertThat(printed).contains("Role-play", "Judging", "offline-a", "offline-b", "mean nothing");
        byte[] ratings = Files.readAllBytes(folder.resolve("ratings.csv"));
        JudgingResult second = run();
        assertThat(Files.readAllBytes(folder.resolve("ratings.csv"))).isEqualTo(ratings);
        assertThat(second.manifest()).isEqualTo(first.manifest());
        assertThat(printed).contains("0 to 0 calls", "288/288 done, 0 answered");
        assertThat(folder.resolve("manifest-role-play.json")).exists();
        assertThat(folder.resolve("manifest-judging.json")).exists();
    }

    @Test
    void theBarFollowsTheRun() throws Exception {
        try (ConsoleProgress progress = new ConsoleProgress()) {
            JudgingResult result = JudgeRunExample.run(
                    folder,
                    RunPolicy.withDefaults().withListener(progress),
                    new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
            assertThat(result.unscored()).isEmpty();
        }
    }
}
