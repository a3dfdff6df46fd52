package esrp.examples;

import static org.assertj.core.api.Assertions.assertThat;

import esrp.cli.SampleData;
import esrp.core.Metric;
import esrp.core.RatingImport;
import esrp.core.Ratings;
import esrp.metrics.Analysis;
import esrp.metrics.ReleaseGate;
import esrp.metrics.Rubric;
import esrp.metrics.Summaries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/streams.md, run; and the guide compared with this file. */
class StreamsGuideTest {
    private static final Path ROOT = Path.of(System.getProperty("esrp.root", ".."));

    @Test
    void aDailyJob(@TempDir Path folder) throws IOException {
        Ratings all = SampleData.ratings("en");
        Ratings earlier = all.where(rating -> rating.item().hashCode() % 2 == 0);
        List<String> ids = all.candidates();
        Files.writeString(
                folder.resolve("mapping.json"),
                "{\"candidate\": \"model\", \"character\": \"persona\", \"item\": \"conversation_id\", \"rater\":"
                        + " \"grader\", \"metric\": \"dimension\", \"score\": \"stars\", \"names\": {\"candidate\": {\""
                        + ids.get(0) + "\": \"next\", \"" + ids.get(1) + "\": \"current\"}}}");
        Rubric.esrp().write(folder.resolve("platform.json"));
        all.where(rating -> rating.item().hashCode() % 2 != 0).write(folder.resolve("own.csv"));
        String own = Files.readString(folder.resolve("own.csv"));
        Files.writeString(
                folder.resolve("2026-05-08.csv"),
                own.replaceFirst(
                        "candidate,character,item,metric,rater,score",
                        "model,persona,conversation_id,dimension,grader,stars"));
        earlier.write(folder.resolve("own.csv"));
        Files.writeString(
                folder.resolve("earlier.csv"),
                Files.readString(folder.resolve("own.csv"))
                        .replaceFirst(
                                "candidate,character,item,metric,rater,score",
                                "model,persona,conversation_id,dimension,grader,stars"));
        Summaries.of(
                        RatingImport.of(folder.resolve("mapping.json"))
                                .read(folder.resolve("earlier.csv"), Metric.esrp())
                                .ratings(),
                        Rubric.esrp())
                .write(folder.resolve("2026-05-04.summary"));

        Rubric rubric = Rubric.read(folder.resolve("platform.json"));
        RatingImport mapping = RatingImport.of(folder.resolve("mapping.json"));

        LocalDate today = LocalDate.of(2026, 5, 8);
        Ratings ratings =
                mapping.read(folder.resolve(today + ".csv"), rubric.metrics()).ratings();
        Summaries.of(ratings, rubric).write(folder.resolve(today + ".summary")); // the same day again takes its place

        BiFunction<LocalDate, LocalDate, Summaries> days = (first, last) -> first.datesUntil(last.plusDays(1))
                .map(day -> folder.resolve(day + ".summary"))
                .filter(Files::exists)
                .map(file -> Summaries.read(file, rubric))
                .reduce(Summaries::plus)
                .orElseThrow();
        System.out.println(Analysis.of(days.apply(today.minusDays(6), today)).leaderboard());

        Analysis sinceRelease = Analysis.of(days.apply(LocalDate.of(2026, 4, 20), today));
        ReleaseGate gate = ReleaseGate.nonInferiority(0.10).withLooks(folder.resolve("looks-next.json"));
        System.out.println(gate.check(sinceRelease, "next", "current"));

        Summaries week = days.apply(today.minusDays(6), today);
        assertThat(week.ratings()).isEqualTo(all.size());
        assertThat(gate.check(Analysis.of(week), "next", "current").looks()).hasSize(1);
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
