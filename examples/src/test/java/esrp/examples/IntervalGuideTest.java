package esrp.examples;

import static org.assertj.core.api.Assertions.assertThat;

import esrp.cli.SampleData;
import esrp.core.Ratings;
import esrp.core.Ratings.Column;
import esrp.metrics.PredictionPoweredLeaderboard;
import esrp.metrics.Rubric;
import esrp.study.StudyPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The code of docs/which-interval.md, run; and the guide compared with this file. */
class IntervalGuideTest {
    private static final Path ROOT = Path.of(System.getProperty("esrp.root", ".."));
    private static final Path GUIDE = ROOT.resolve("docs/which-interval.md");

    private static final List<String> PACKAGES =
            List.of("esrp.stats", "esrp.stats.cluster", "esrp.stats.design", "esrp.metrics", "esrp.study");

    @Test
    void fewHumanLabelsAndManyOfAJudge() {
        Ratings people = SampleData.ratings("en").where(Column.ITEM, "2", "3", "7", "11");
        Ratings judge = SampleRatings.study(SampleData.dataset("en")).judge("judge", 0.3, 0.1);

        PredictionPoweredLeaderboard board = PredictionPoweredLeaderboard.ofRandomSample(people, judge, Rubric.esrp());

        assertThat(board.rows()).hasSize(3);
        assertThat(board.row("lantern").labels()).isEqualTo(6 * 4);
        assertThat(board.simulated()).isTrue();
    }

    @Test
    void aStudyIsPlannedFromAPilot() {
        Ratings pilot = SampleData.ratings("en");

        StudyPlan plan = StudyPlan.of(pilot, Rubric.esrp()).withCandidates(6, 1);
        double found = plan.detectable(20, 60, 2); // characters, scenarios, raters
        StudyPlan.Cheapest cheapest = plan.cheapest(0.10);

        assertThat(found).isBetween(0.02, 0.5);
        assertThat(plan.power(20, 60, 2, found)).isBetween(0.799, 0.801);
        assertThat(cheapest.size()).isPresent();
    }

    @Test
    void everySnippetOfTheGuideStandsInThisFile() throws IOException {
        String here = normalized(
                Files.readString(ROOT.resolve("examples/src/test/java/esrp/examples/IntervalGuideTest.java")));
        Matcher blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(GUIDE));
        List<String> snippets = new ArrayList<>();
        while (blocks.find()) {
            snippets.add(normalized(blocks.group(1)));
        }
        assertThat(snippets).hasSize(2).allSatisfy(snippet -> assertThat(here).contains(snippet));
    }

    @Test
    void everyTypeThatTheGuideNamesExists() throws IOException {
        Matcher names = Pattern.compile("`([A-Z][a-z]+[A-Za-z]*)[.`(]").matcher(Files.readString(GUIDE));
        List<String> missing = new ArrayList<>();
        int found = 0;
        while (names.find()) {
            found++;
            String name = names.group(1);
            if (PACKAGES.stream().noneMatch(room -> exists(room + "." + name))) {
                missing.add(name);
            }
        }
        assertThat(found).isGreaterThan(10);
        assertThat(missing).isEmpty();
    }

    private static boolean exists(String type) {
        try {
            return Class.forName(type, false, IntervalGuideTest.class.getClassLoader()) != null;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static String normalized(String code) {
        return code.strip().replaceAll("\\s+", " ");
    }
}
