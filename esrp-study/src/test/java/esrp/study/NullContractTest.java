package esrp.study;

import com.google.common.testing.NullPointerTester;
import esrp.core.Dataset;
import esrp.core.Ratings;
import esrp.core.TableFormat;
import esrp.metrics.Analysis;
import esrp.metrics.Measure;
import esrp.metrics.Rubric;
import esrp.stats.design.StudyPlanner.StudySize;
import esrp.study.StudyDesign.Participant;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every public method answers null with a NullPointerException, at once. */
final class NullContractTest {
    private static final Ratings RATINGS = Fixtures.study(3, 4).ratings();
    private static final StudyDesign DESIGN = StudyDesign.chatAnime(List.of("c1"), List.of("1"), List.of("a", "b"))
            .withRatersPerCharacter(1);
    private static final StudyDesign.Assigned ASSIGNED =
            DESIGN.assign(List.of(Participant.of("p", Set.of("c1"))), 1).orElseThrow();

    private static NullPointerTester tester() {
        return new NullPointerTester()
                .setDefault(String.class, "fluency")
                .setDefault(int.class, 1)
                .setDefault(double.class, 0.25)
                .setDefault(Path.class, Path.of("x.json"))
                .setDefault(Ratings.class, RATINGS)
                .setDefault(Rubric.class, Rubric.esrp())
                .setDefault(Measure.class, Measure.average())
                .setDefault(Analysis.class, Analysis.of(RATINGS, Rubric.esrp()))
                .setDefault(StudySize.class, new StudySize(2, 2, 2, 1))
                .setDefault(TableFormat.class, TableFormat.csv())
                .setDefault(Map.class, Map.of())
                .setDefault(StudyPrices.class, StudyPrices.chatAnime())
                .setDefault(Assignment.class, ASSIGNED.assignment())
                .setDefault(StudyKey.class, ASSIGNED.key())
                .setDefault(Dataset.class, Dataset.of(List.of(), List.of(), List.of(), List.of()))
                .setDefault(StudyKey.Form.class, new StudyKey.Form("f", "r", List.of(), Map.of(), "s"))
                .setDefault(StudyKey.Entry.class, ASSIGNED.key().entries().get(0))
                .setDefault(List.class, List.of())
                .setDefault(Set.class, Set.of());
    }

    static List<Class<?>> types() {
        return List.of(
                Assignment.class,
                Assignment.Sheet.class,
                Assignment.Task.class,
                StudyKey.class,
                StudyKey.Entry.class,
                StudyKey.Form.class,
                Participant.class,
                StudyDesign.class,
                StudyDesign.Assigned.class,
                StudyPlan.class,
                StudyPrices.class);
    }

    @ParameterizedTest
    @MethodSource("types")
    void constructorsAndStaticMethodsRefuseNull(Class<?> type) {
        tester().testAllPublicConstructors(type);
        tester().testAllPublicStaticMethods(type);
    }

    static List<Object> values() {
        return List.of(
                ASSIGNED.assignment(),
                ASSIGNED.key(),
                Participant.of("p", Set.of()),
                DESIGN,
                StudyPlan.of(RATINGS, Rubric.esrp()),
                StudyPlan.of(RATINGS, Rubric.esrp()).cheapest(0.1),
                ASSIGNED,
                DESIGN.bill(StudyPrices.chatAnime(), 1),
                StudyPrices.chatAnime());
    }

    @ParameterizedTest
    @MethodSource("values")
    void instanceMethodsRefuseNull(Object value) {
        tester().testAllPublicInstanceMethods(value);
    }
}
