package esrp.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import esrp.cli.SampleData;
import esrp.core.LevelCounts;
import esrp.core.Rater;
import esrp.core.Rating;
import esrp.core.Ratings;
import esrp.core.Ratings.Column;
import esrp.core.ResponseBatch;
import esrp.core.Scenario;
import esrp.metrics.SimulatedStudy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SampleRatingsTest {
    static List<String> languages() {
        return SampleData.languages();
    }

    @Test
    void theShippedFilesAreWhatTheProgramWrites(@TempDir Path folder) throws IOException {
        for (String language : languages()) {
            Files.createDirectory(folder.resolve(language));
        }

        SampleRatings.main(new String[] {folder.toString()});

        for (String language : languages()) {
            for (String file : List.of("ratings.csv", "judge.csv")) {
                String written = Files.readString(folder.resolve(language).resolve(file));
                try (var shipped = SampleData.class.getResourceAsStream("sample/" + language + "/" + file)) {
                    assertThat(shipped).as(language).isNotNull().hasContent(written);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("languages")
    void readingGivesWhatWasDrawn(String language) {
        Ratings ratings = SampleData.ratings(language);

        assertThat(ratings.hash()).isEqualTo(SampleRatings.of(language).hash());
        assertThat(ratings.findings()).isEmpty();
        assertThat(ratings.duplicates()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("languages")
    void hasThePapersDesign(String language) {
        Ratings ratings = SampleData.ratings(language);
        Map<Boolean, List<Rating>> byTarget = ratings.stream()
                .collect(Collectors.partitioningBy(rating -> rating.metric().equals("diversity")));

        assertThat(byTarget.get(false)).hasSize(3 * 6 * 12 * 9 * 2);
        assertThat(byTarget.get(true)).hasSize(3 * 6 * 4 * 2);
        assertThat(ratings.candidates()).containsExactly("lantern", "harbor", "human");
        assertThat(ratings.characters())
                .containsExactlyElementsOf(SampleData.dataset(language).characters().stream()
                        .map(esrp.core.Character::id)
                        .toList());
        for (String character : ratings.characters()) {
            assertThat(ratings.where(Column.CHARACTER, character).raters()).hasSize(2);
        }
    }

    @ParameterizedTest
    @MethodSource("languages")
    void itemsAreTheScenariosAndBatchesOfTheData(String language) {
        Ratings ratings = SampleData.ratings(language);

        assertThat(ratings.where(Column.METRIC, "fluency").items())
                .containsExactlyElementsOf(SampleData.dataset(language).scenarios().stream()
                        .map(Scenario::id)
                        .toList());
        assertThat(ratings.where(Column.METRIC, "diversity").items())
                .containsExactlyElementsOf(SampleData.dataset(language).batches(10).stream()
                        .map(ResponseBatch::id)
                        .distinct()
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("languages")
    void everyRaterIsMarkedAsSimulated(String language) {
        Ratings ratings = SampleData.ratings(language);

        assertThat(ratings.simulated()).isTrue();
        assertThat(ratings.raters())
                .hasSize(12)
                .allSatisfy(rater -> assertThat(new Rater(rater).kind()).isEqualTo(Rater.Kind.SIMULATED));
    }

    @Test
    void bothLanguagesHaveTheSameScores() {
        assertThat(SampleData.ratings("en").stream().map(Rating::score))
                .containsExactlyElementsOf(
                        SampleData.ratings("zh").stream().map(Rating::score).toList());
    }

    /** The standard error of a mean over six characters and twelve scenarios is about 0.1. */
    @Test
    void meansAreNearThoseAskedFor() {
        SimulatedStudy study = SampleRatings.study(SampleData.dataset("en"));
        Map<List<String>, LevelCounts> counts = SampleData.ratings("en").countsBy(Column.CANDIDATE, Column.METRIC);

        assertThat(counts).hasSize(30);
        counts.forEach((cell, levels) -> assertThat(levels.mean())
                .as(cell.toString())
                .isCloseTo(study.expected(cell.get(0), cell.get(1)), within(0.35)));
    }

    @Test
    void theMeansAskedForAreThoseOfTheReadme() {
        SimulatedStudy study = SampleRatings.study(SampleData.dataset("zh"));

        assertThat(average(study, "lantern")).isCloseTo(4.10, within(1e-9));
        assertThat(average(study, "human")).isCloseTo(3.95, within(1e-9));
        assertThat(average(study, "harbor")).isCloseTo(3.70, within(1e-9));
        assertThat(study.expected("lantern", "diversity")).isEqualTo(2.9);
    }

    @Test
    void asksForTheFolder(@TempDir Path folder) {
        assertThatThrownBy(() -> SampleRatings.main(new String[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("args: 0 arguments");
        assertThatThrownBy(() -> SampleRatings.main(new String[] {folder.toString()}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there is no folder");
    }

    private static double average(SimulatedStudy study, String candidate) {
        return SampleData.ratings("zh").metrics().stream()
                .filter(metric -> !metric.id().equals("diversity"))
                .mapToDouble(metric -> study.expected(candidate, metric.id()))
                .average()
                .orElseThrow();
    }
}
