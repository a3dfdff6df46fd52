package esrp.report;

import com.google.common.testing.NullPointerTester;
import esrp.core.Dataset;
import esrp.core.Rating;
import esrp.core.Ratings;
import esrp.core.Result;
import esrp.metrics.Leaderboard;
import esrp.metrics.ReleaseGate;
import esrp.metrics.Rubric;
import esrp.stats.Interval;
import esrp.stats.IntervalMethod;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every public method answers null with a NullPointerException, at once. */
final class NullContractTest {
    private static final Interval INTERVAL = Interval.of(3, 2, 4, 0.95, IntervalMethod.T);

    private static final Rating RATING = new Rating("c", "p", "1", "fluency", "r", 3);

    private static final Chart BARS = new Drawing.Bars("x", "x", 0, List.of(new Drawing.Bar("x", 1, false)));

    private static final Section SECTION = new Section("x", "en", "x", List.of(), List.of(), List.of(), List.of());

    private static final Result RESULT = Leaderboard.of(Ratings.of(List.of(RATING)), Rubric.esrp());

    private static NullPointerTester tester() {
        return new NullPointerTester()
                .setDefault(String.class, "en")
                .setDefault(int.class, 1)
                .setDefault(Path.class, Path.of("x.svg"))
                .setDefault(Interval.class, INTERVAL)
                .setDefault(Dataset.class, Dataset.of(List.of(), List.of(), List.of(), List.of()))
                .setDefault(Ratings.class, Ratings.of(List.of()))
                .setDefault(Report.Version.class, ReleaseTest.version("a", 0, 1))
                .setDefault(Rubric.class, Rubric.esrp())
                .setDefault(ReleaseGate.class, ReleaseGate.nonInferiority(0.1))
                .setDefault(Result.class, RESULT)
                .setDefault(Result[].class, new Result[] {RESULT})
                .setDefault(Section.class, SECTION)
                .setDefault(Chart.class, BARS)
                .setDefault(Function.class, Function.identity())
                .setDefault(Optional.class, Optional.empty())
                .setDefault(List.class, List.of())
                .setDefault(Map.class, Map.of());
    }

    static List<Class<?>> types() {
        return List.of(
                Drawing.Axis.class,
                Drawing.Bar.class,
                Drawing.Bars.class,
                Drawing.Intervals.class,
                Drawing.Matrix.class,
                Drawing.Point.class,
                Drawing.Radar.class,
                Drawing.Reliability.class,
                Drawing.Row.class,
                Drawing.Scatter.class,
                Drawing.Series.class,
                Report.class,
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
                BARS,
                Report.builder("x", "en"),
                Report.builder("x", "en").section(SECTION).build());
    }

    @ParameterizedTest
    @MethodSource("values")
    void instanceMethodsRefuseNull(Object value) {
        tester().testAllPublicInstanceMethods(value);
    }
}
