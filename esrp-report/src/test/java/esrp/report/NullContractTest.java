package esrp.report;

import com.google.common.testing.NullPointerTester;
import esrp.core.Dataset;
import esrp.core.Ratings;
import esrp.stats.Interval;
import esrp.stats.IntervalMethod;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every public method answers null with a NullPointerException, at once. */
final class NullContractTest {
    private static final Interval INTERVAL = new Interval(3, 2, 4, 0.95, IntervalMethod.T);

    private static NullPointerTester tester() {
        return new NullPointerTester()
                .setDefault(String.class, "en")
                .setDefault(int.class, 1)
                .setDefault(Path.class, Path.of("x.svg"))
                .setDefault(Interval.class, INTERVAL)
                .setDefault(Dataset.class, Dataset.of(List.of(), List.of(), List.of(), List.of()))
                .setDefault(Ratings.class, Ratings.of(List.of()))
                .setDefault(AnnotationForm.class, FormFixture.form("en"))
                .setDefault(FormKey.class, FormFixture.key())
                .setDefault(ImportProblem.Kind.class, ImportProblem.Kind.MISSING)
                .setDefault(Section.class, new Section("x", "x", List.of(), List.of(), List.of()))
                .setDefault(Optional.class, Optional.empty())
                .setDefault(List.class, List.of())
                .setDefault(Map.class, Map.of());
    }

    static List<Class<?>> types() {
        return List.of(
                AnnotationForm.class,
                AnnotationImport.class,
                AnnotationImport.Imported.class,
                AnnotationImport.WrittenReply.class,
                Chart.Axis.class,
                Chart.Bar.class,
                Chart.Bars.class,
                Chart.Intervals.class,
                Chart.Matrix.class,
                Chart.Point.class,
                Chart.Radar.class,
                Chart.Row.class,
                Chart.Scatter.class,
                Chart.Series.class,
                FormKey.class,
                FormKey.Allowed.class,
                FormKey.Origin.class,
                FormTask.BatchRating.class,
                FormTask.FineRating.class,
                FormTask.Writing.class,
                ImportProblem.class,
                Report.class,
                ReportTable.class,
                ReportTable.Column.class,
                Section.class);
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
                new Chart.Bars("x", "x", 0, List.of(new Chart.Bar("x", 1, false))),
                new ReportTable("x", "x", List.of(ReportTable.text("x")), List.of(), List.of()),
                Report.builder("x", "en"),
                Report.builder("x", "en")
                        .section(new Section("x", "x", List.of(), List.of(), List.of()))
                        .build());
    }

    @ParameterizedTest
    @MethodSource("values")
    void instanceMethodsRefuseNull(Object value) {
        tester().testAllPublicInstanceMethods(value);
    }
}
