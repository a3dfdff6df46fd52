package esrp.study.form;

import com.google.common.testing.NullPointerTester;
import esrp.core.Dataset;
import esrp.core.Ratings;
import esrp.study.Assignment;
import esrp.study.AssignmentKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every public method answers null with a NullPointerException, at once. */
final class NullContractTest {
    private static NullPointerTester tester() {
        return new NullPointerTester()
                .setDefault(String.class, "en")
                .setDefault(int.class, 1)
                .setDefault(Path.class, Path.of("x.svg"))
                .setDefault(Dataset.class, Dataset.of(List.of(), List.of(), List.of(), List.of()))
                .setDefault(Ratings.class, Ratings.of(List.of()))
                .setDefault(AnnotationForm.class, FormFixture.form("en"))
                .setDefault(FormKey.class, FormFixture.key())
                .setDefault(ImportProblem.Kind.class, ImportProblem.Kind.MISSING)
                .setDefault(AnnotationForms.class, new AnnotationForms(Map.of(), FormFixture.key()))
                .setDefault(Assignment.class, AnnotationFormsTest.STUDY.assignment())
                .setDefault(AssignmentKey.class, AnnotationFormsTest.STUDY.key())
                .setDefault(Function.class, Function.identity())
                .setDefault(Optional.class, Optional.empty())
                .setDefault(List.class, List.of())
                .setDefault(Map.class, Map.of());
    }

    static List<Class<?>> types() {
        return List.of(
                AnnotationForm.class,
                AnnotationForms.class,
                AnnotationImport.class,
                AnnotationImport.Imported.class,
                AnnotationImport.WrittenReply.class,
                FormKey.class,
                FormKey.Allowed.class,
                FormKey.Origin.class,
                FormTask.BatchRating.class,
                FormTask.FineRating.class,
                FormTask.Writing.class,
                ImportProblem.class,
                WritingForms.class);
    }

    @ParameterizedTest
    @MethodSource("types")
    void constructorsAndStaticMethodsRefuseNull(Class<?> type) {
        tester().testAllPublicConstructors(type);
        tester().testAllPublicStaticMethods(type);
    }

    static List<Object> values() {
        return List.of(
                AnnotationImport.withDefaults(),
                FormFixture.form("zh"),
                FormFixture.key(),
                new AnnotationForms(Map.of(), FormFixture.key()),
                WritingFormsTest.first());
    }

    @ParameterizedTest
    @MethodSource("values")
    void instanceMethodsRefuseNull(Object value) {
        tester().testAllPublicInstanceMethods(value);
    }
}
