package esrp.study.form;

import com.google.common.testing.NullPointerTester;
import esrp.core.Dataset;
import esrp.core.Ratings;
import esrp.core.TableFormat;
import esrp.study.StudyDesign;
import esrp.study.StudyKey;
import java.nio.file.Path;
import java.util.Collection;
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
                .setDefault(StudyDesign.Outcome.class, RatingFormsTest.STUDY)
                .setDefault(TableFormat.class, TableFormat.csv())
                .setDefault(Collection.class, List.of())
                .setDefault(StudyKey.class, RatingFormsTest.STUDY.key())
                .setDefault(
                        FormImport.Imported.class,
                        FormImport.withDefaults().read(List.of(), RatingFormsTest.STUDY.key()))
                .setDefault(Function.class, Function.identity())
                .setDefault(Optional.class, Optional.empty())
                .setDefault(List.class, List.of())
                .setDefault(Map.class, Map.of());
    }

    static List<Class<?>> types() {
        return List.of(
                RatingForms.class,
                FormImport.class,
                FormImport.WrittenReply.class,
                WritingForms.class,
                ScreeningForms.class,
                RatingForms.Question.class);
    }

    @ParameterizedTest
    @MethodSource("types")
    void constructorsAndStaticMethodsRefuseNull(Class<?> type) {
        tester().testAllPublicConstructors(type);
        tester().testAllPublicStaticMethods(type);
    }

    static List<Object> values() {
        return List.of(
                FormImport.withDefaults(),
                RatingFormsTest.forms(),
                FormImport.withDefaults().read(List.of(), RatingFormsTest.STUDY.key()),
                WritingFormsTest.first());
    }

    @ParameterizedTest
    @MethodSource("values")
    void instanceMethodsRefuseNull(Object value) {
        tester().testAllPublicInstanceMethods(value);
    }
}
