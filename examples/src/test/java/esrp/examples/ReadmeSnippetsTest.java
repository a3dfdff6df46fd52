package esrp.examples;

import static org.assertj.core.api.Assertions.assertThat;

import esrp.cli.SampleData;
import esrp.core.Ratings;
import esrp.metrics.Leaderboard;
import esrp.metrics.ReleaseGate;
import esrp.metrics.Rubric;
import esrp.stats.Agreement;
import esrp.stats.Bootstrap;
import esrp.stats.Interval;
import esrp.stats.Level;
import esrp.stats.WeightedKendallTau;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of the README, run; and the README compared with this file. */
class ReadmeSnippetsTest {
    private static final Path ROOT = Path.of(System.getProperty("esrp.root", ".."));

    @TempDir
    Path folder;

    @Test
    void readsRatingsAndPrintsALeaderboard() {
        Path file = folder.resolve("ratings.csv");
        SampleData.ratings("en").write(file);

        Ratings ratings = Ratings.read(file); // columns candidate,character,item,metric,rater,score
        Leaderboard board = Leaderboard.of(ratings, Rubric.esrp());
        System.out.println(board);

        assertThat(board.rows()).hasSize(3);
        assertThat(board.rows().get(0).candidate()).isEqualTo("lantern");
    }

    @Test
    void gatesARelease() {
        Ratings ratings =
                SampleData.ratings("en").where(rating -> !rating.candidate().equals("human"));
        ratings = Ratings.of(ratings.stream()
                .map(rating -> new esrp.core.Rating(
                        rating.candidate().equals("lantern") ? "next" : "current",
                        rating.character(),
                        rating.item(),
                        rating.metric(),
                        rating.rater(),
                        rating.score()))
                .toList());

        ReleaseGate gate = ReleaseGate.nonInferiority(0.10);
        gate.check(ratings, Rubric.esrp(), "next", "current").assertPassed();
    }

    @Test
    void usesStatisticsAlone() {
        int[] judge = {5, 4, 4, 3, 2, 5, 1};
        int[] people = {5, 5, 4, 2, 2, 4, 1};
        double[] scores = {5, 5, 4, 2, 2, 4, 1};
        double[][] raterByUnit = {{1, 2, 3, Double.NaN, 5}, {1, 2, 4, 4, 5}};

        double tau =
                WeightedKendallTau.withDefaults().statistic(judge, people); // same value as scipy.stats.weightedtau
        Interval mean = Bootstrap.withDefaults().mean(scores); // 5,000 resamples, percentile
        double alpha = Agreement.krippendorffAlpha(raterByUnit, Level.ORDINAL); // NaN = missing

        assertThat(tau).isBetween(0.7, 1.0);
        assertThat(mean.estimate()).isEqualTo(23.0 / 7);
        assertThat(alpha).isBetween(0.8, 1.0);
    }

    @Test
    void everySnippetOfTheReadmeStandsInATestThatRuns() throws IOException {
        StringBuilder tests = new StringBuilder();
        try (var files = Files.list(ROOT.resolve("examples/src/test/java/esrp/examples"))) {
            for (Path file : files.filter(path -> path.toString().endsWith("Test.java"))
                    .sorted()
                    .toList()) {
                tests.append(normalized(Files.readString(file))).append('\n');
            }
        }
        for (String other : List.of(
                "examples/gate/src/test/java/BotGateTest.java",
                "esrp-spark/src/test/java/esrp/spark/SummariesOnSparkTest.java")) {
            tests.append(normalized(Files.readString(ROOT.resolve(other)))).append('\n');
        }
        List<String> snippets = new ArrayList<>();
        Matcher blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(ROOT.resolve("README.md")));
        while (blocks.find()) {
            snippets.add(blocks.group(1));
        }
        assertThat(snippets).hasSizeGreaterThanOrEqualTo(3);
        assertThat(snippets).allSatisfy(snippet -> assertThat(tests.toString()).contains(normalized(snippet)));
    }

    @Test
    void theProjectOfTheReadmeIsTheOneThatIsBuilt() throws IOException {
        assertThat(normalized(Files.readString(ROOT.resolve("README.md"))))
                .contains(normalized(Files.readString(ROOT.resolve("examples/gate/pom.xml"))));
    }

    @Test
    void everyFileThatTheReadmeNamesExists() throws IOException {
        Matcher links = Pattern.compile("]\\(([^)#:]+)\\)").matcher(Files.readString(ROOT.resolve("README.md")));
        List<String> missing = new ArrayList<>();
        while (links.find()) {
            if (!Files.exists(ROOT.resolve(links.group(1)))) {
                missing.add(links.group(1));
            }
        }
        assertThat(missing).isEmpty();
    }

    private static String normalized(String code) {
        return code.strip().replaceAll("\\s+", " ");
    }
}
