package esrp.examples;

import static org.assertj.core.api.Assertions.assertThat;

import esrp.cli.SampleData;
import esrp.core.Ratings;
import esrp.metrics.Analysis;
import esrp.metrics.Leaderboard;
import esrp.metrics.Rubric;
import esrp.metrics.Summaries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/streams.md, run; and the guide compared with this file. */
class StreamsGuideTest {
    private static final Path ROOT = Path.of(System.getProperty("esrp.root", ".."));

    @Test
    void theLastWeek(@TempDir Path folder) {
        Ratings all = SampleData.ratings("en");
        Rubric rubric = Rubric.esrp();
        Ratings earlier = all.where(rating -> rating.item().hashCode() % 2 == 0);
        Ratings ratings = all.where(rating -> rating.item().hashCode() % 2 != 0);
        Summaries.of(earlier, rubric).write(folder.resolve("2026-05-04.summary"));

        Summaries.of(ratings, rubric).write(folder.resolve(LocalDate.of(2026, 5, 8) + ".summary"));

        Summaries week = LocalDate.of(2026, 5, 2)
                .datesUntil(LocalDate.of(2026, 5, 9)) // seven days
                .map(day -> folder.resolve(day + ".summary"))
                .filter(Files::exists)
                .map(file -> Summaries.read(file, rubric))
                .reduce(Summaries::plus)
                .orElseThrow();
        System.out.println(Analysis.of(week).leaderboard());

        assertThat(week).isEqualTo(Summaries.of(all, rubric));
        assertThat(Analysis.of(week).leaderboard().text("en"))
                .isEqualTo(Leaderboard.of(all, rubric).text("en"));
    }

    @Test
    void howFarTheReadingIs(@TempDir Path folder) throws IOException {
        Rubric rubric = Rubric.esrp();
        Path file = folder.resolve("ratings.csv");
        SampleData.ratings("en").write(file);

        long size = Files.size(file);
        Ratings ratings = Ratings.read(
                file, rubric.metrics(), read -> System.out.printf("%d of %d MB%n", read >> 20, size >> 20));

        assertThat(ratings.hash()).isEqualTo(SampleData.ratings("en").hash());
    }

    @Test
    void theSnippetsOfTheGuideStandInThisFile() throws IOException {
        String here = normalized(
                Files.readString(ROOT.resolve("examples/src/test/java/esrp/examples/StreamsGuideTest.java")));
        Matcher blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(ROOT.resolve("docs/streams.md")));
        assertThat(blocks.results().map(block -> normalized(block.group(1))))
                .hasSize(2)
                .allSatisfy(block -> assertThat(here).contains(block));
    }

    private static String normalized(String code) {
        return code.strip().replaceAll("\\s+", " ").replace(" .", ".");
    }
}
