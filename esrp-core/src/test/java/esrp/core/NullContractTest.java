package esrp.core;

import com.google.common.testing.NullPointerTester;
import esrp.core.Metric.Dimension;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every public method answers null with a NullPointerException, at once. */
final class NullContractTest {
    private static final Rating RATING = new Rating("c", "p", "1", "fluency", "r", 3);
    private static final Dialogue DIALOGUE = new Dialogue("x", "x", "x", List.of(new Turn("q", "a")));
    private static final Dataset DATASET = Dataset.of(
            List.of(Candidate.model("x")),
            List.of(Character.of("x")),
            List.of(Scenario.of("x", "q")),
            List.of(DIALOGUE));

    private static NullPointerTester tester() {
        Metric metric = Metric.esrp().get(0);
        return new NullPointerTester()
                .setDefault(String.class, "x")
                .setDefault(int.class, 1)
                .setDefault(Path.class, Path.of("x.csv"))
                .setDefault(LocalizedText.class, LocalizedText.same("x"))
                .setDefault(Metric.Anchors.class, metric.anchors().orElseThrow())
                .setDefault(Scale.class, Scale.LIKERT_5)
                .setDefault(Finding.Place.class, Finding.Place.none())
                .setDefault(Finding.class, DataCode.NO_FINDINGS.note())
                .setDefault(Metric.class, metric)
                .setDefault(Rating.class, RATING)
                .setDefault(Dataset.class, DATASET)
                .setDefault(LevelCounts.class, LevelCounts.empty(Scale.LIKERT_5))
                .setDefault(Ratings.class, Ratings.of(List.of()))
                .setDefault(Optional.class, Optional.empty())
                .setDefault(List.class, List.of())
                .setDefault(Map.class, Map.of());
    }

    static List<Class<?>> types() {
        return List.of(
                Metric.Anchors.class,
                Candidate.class,
                Character.class,
                ChatAnime.class,
                Dataset.class,
                DatasetFormatException.class,
                Dialogue.class,
                Dimension.class,
                Ratings.Duplicate.class,
                Finding.class,
                Finding.Place.class,
                Table.class,
                LevelCounts.class,
                LocalizedText.class,
                Metric.class,
                Rater.class,
                Rating.class,
                Ratings.class,
                ResponseBatch.class,
                Scale.class,
                Scenario.class,
                Turn.class);
    }

    @ParameterizedTest
    @MethodSource("types")
    void constructorsAndStaticMethodsRefuseNull(Class<?> type) {
        tester().testAllPublicConstructors(type);
        tester().testAllPublicStaticMethods(type);
    }

    static List<Object> values() {
        return List.of(
                Candidate.model("c"),
                Character.of("p"),
                DATASET,
                DataCode.NO_FINDINGS.note(),
                Finding.summary(List.of()),
                LevelCounts.empty(Scale.LIKERT_5),
                LocalizedText.same("x"),
                Metric.esrp().get(0),
                Ratings.of(List.of(RATING)),
                Ratings.builder(Metric.esrp()),
                Scenario.of("1", "q"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void instanceMethodsRefuseNull(Object value) {
        tester().testAllPublicInstanceMethods(value);
    }
}
