package esrp.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import esrp.core.Ratings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RaterWalkTest {
    @Test
    void endsWithTheRatingsOfThreeDialogues(@TempDir Path folder) throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/chromedriver")), "skipped: no ChromeDriver");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RaterWalk.run(List.of(folder.toString(), "zh"), new PrintStream(out, true, StandardCharsets.UTF_8));
        assertThat(out.toString(StandardCharsets.UTF_8).replaceAll("\\s+", " "))
                .contains("is told to rest (4.png)", "27 ratings are in", "has no answer");
        assertThat(Ratings.read(folder.resolve("ratings.csv")).size()).isEqualTo(27);
        assertThat(folder.resolve("7.png")).isNotEmptyFile();
    }
}
