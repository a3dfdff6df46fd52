package esrp.examples;

import static org.assertj.core.api.Assertions.assertThat;

import esrp.cli.SampleData;
import esrp.core.Ratings;
import esrp.core.Ratings.Column;
import esrp.metrics.PredictionPoweredLeaderboard;
import esrp.metrics.ReleaseGate;
import esrp.metrics.Rubric;
import esrp.metrics.SimulatedStudy;
import esrp.study.StudyPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    void aGateIsAskedAgainAndAgain(@TempDir Path folder) throws IOException {
        Ratings ratingsSoFar = SimulatedStudy.of(
                        Rubric.esrp().only("fluency"),
                        Map.of("next", Map.of("fluency", 4.2), "current", Map.of("fluency", 4.0)),
                        IntStream.range(0, 30).mapToObj(i -> "c" + i).toList(),
                        List.of("1", "2", "3", "4"))
                .ratings();
        Rubric rubric = Rubric.esrp().only("fluency");
        Path looks = folder.resolve("looks-2.1.json");
        for (int day = 2; day < 4; day++) {
            int until = day;
            ReleaseGate gate = ReleaseGate.nonInferiority(0.10).withLooks(looks);
            Ratings known = ratingsSoFar.where(rating -> Integer.parseInt(rating.item()) <= until);
            assertThat(gate.check(known, rubric, "next", "current").looks()).hasSize(day - 1);
        }
        assertThat(looks).content().contains("\"comparison\" : \"next / current");
    }

    // The two lines of the guide, for a rubric of all metrics.
    static void daily(Ratings ratingsSoFar) {
        ReleaseGate gate = ReleaseGate.nonInferiority(0.10).withLooks(Path.of("looks-2.1.json"));
        gate.check(ratingsSoFar, Rubric.esrp(), "next", "current").assertPassed();
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
        assertThat(snippets).hasSize(3).allSatisfy(snippet -> assertThat(here).contains(snippet));
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
