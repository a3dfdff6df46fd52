package esrp.metrics;

import com.google.common.testing.NullPointerTester;
import esrp.core.Dataset;
import esrp.core.LevelCounts;
import esrp.core.LocalizedText;
import esrp.core.Metric.Dimension;
import esrp.core.Ratings;
import esrp.core.Scale;
import esrp.core.TableFormat;
import esrp.stats.Estimate;
import esrp.stats.Interval;
import esrp.stats.IntervalMethod;
import esrp.stats.MarginTest;
import esrp.stats.cluster.ClusteredInference;
import esrp.stats.cluster.PredictionPowered;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every public method answers null with a NullPointerException, at once. */
final class NullContractTest {
    private static final Ratings RATINGS = Fixtures.study(3, 4).ratings();
    private static final UnitInterval INTERVAL =
            new UnitInterval(Interval.of(0, 0, 0, 0.95, IntervalMethod.T), Unit.CHARACTER, 2, 0, false);

    private static final PredictionPoweredLeaderboard POWERED = PredictionPoweredLeaderboard.ofRandomSample(
            RATINGS, Fixtures.study(3, 4).judge("j", 0, 0.3), Rubric.esrp());

    private static final JudgeValidation VALIDATION =
            JudgeValidation.of(RATINGS, Fixtures.study(3, 4).judge("j", 0, 0.3));

    private static NullPointerTester tester() {
        return new NullPointerTester()
                .setDefault(String.class, "fluency")
                .setDefault(int.class, 1)
                .setDefault(double.class, 0.25)
                .setDefault(Path.class, Path.of("x.json"))
                .setDefault(LocalizedText.class, LocalizedText.same("x"))
                .setDefault(Dimension.class, Rubric.esrp().dimensions().get(0))
                .setDefault(Scale.class, Scale.LIKERT_5)
                .setDefault(LevelCounts.class, LevelCounts.empty(Scale.LIKERT_5))
                .setDefault(
                        JudgeValidation.Confusion.class,
                        VALIDATION.metric("fluency").confusion())
                .setDefault(TableFormat.class, TableFormat.text())
                .setDefault(Ratings.class, RATINGS)
                .setDefault(Rubric.class, Rubric.esrp())
                .setDefault(Summaries.class, Summaries.of(RATINGS, Rubric.esrp()))
                .setDefault(Dataset.class, Fixtures.dataset())
                .setDefault(Grouping.class, Grouping.byCharacter())
                .setDefault(Measure.class, Measure.average())
                .setDefault(Analysis.class, Analysis.of(RATINGS, Rubric.esrp()))
                .setDefault(ClusteredInference.class, ClusteredInference.withDefaults())
                .setDefault(Interval.class, INTERVAL.interval())
                .setDefault(UnitInterval.class, INTERVAL)
                .setDefault(MarginTest.class, MarginTest.superiority(Estimate.of(0, 1, 2), 0, 0.025))
                .setDefault(
                        PredictionPowered.Result.class, POWERED.rows().get(0).powered())
                .setDefault(PredictionPowered.class, PredictionPowered.withDefaults())
                .setDefault(Optional.class, Optional.empty())
                .setDefault(OptionalInt.class, OptionalInt.empty())
                .setDefault(OptionalLong.class, OptionalLong.empty())
                .setDefault(List.class, List.of())
                .setDefault(Set.class, Set.of())
                .setDefault(Map.class, Map.of());
    }

    static List<Class<?>> types() {
        return List.of(
                Analysis.class,
                Breakdown.class,
                Comparison.class,
                Comparison.Difference.class,
                Grouping.class,
                JudgeValidation.class,
                Leaderboard.class,
                Leaderboard.Cell.class,
                Measure.class,
                PredictionPoweredLeaderboard.class,
                PredictionPoweredLeaderboard.Difference.class,
                PredictionPoweredLeaderboard.Row.class,
                RaterAgreement.class,
                RaterAgreement.PairRow.class,
                RaterAgreement.RaterRow.class,
                ReleaseGate.class,
                ReleaseGate.Decision.class,
                Rubric.class,
                Shortlist.class,
                Shortlist.Place.class,
                Shortlist.Preference.class,
                SimulatedStudy.class,
                UnitInterval.class);
    }

    @ParameterizedTest
    @MethodSource("types")
    void constructorsAndStaticMethodsRefuseNull(Class<?> type) {
        tester().testAllPublicConstructors(type);
        tester().testAllPublicStaticMethods(type);
    }

    static List<Object> values() {
        Leaderboard board = Leaderboard.of(RATINGS, Rubric.esrp());
        return List.of(
                Analysis.of(RATINGS, Rubric.esrp()),
                Breakdown.of(RATINGS, Rubric.esrp(), Grouping.byCharacter()),
                Comparison.of(RATINGS, Rubric.esrp()),
                VALIDATION.metric("fluency").confusion(),
                HumanLabel.MAJORITY,
                VALIDATION,
                VALIDATION.metric("fluency"),
                board,
                board.rows().get(0),
                Measure.average(),
                POWERED,
                RaterAgreement.of(RATINGS),
                ReleaseGate.superiority(0),
                Rubric.esrp(),
                Rubric.builder("r"),
                Shortlist.Options.best(2),
                Fixtures.study(3, 4));
    }

    @ParameterizedTest
    @MethodSource("values")
    void instanceMethodsRefuseNull(Object value) {
        tester().testAllPublicInstanceMethods(value);
    }
}
