package esrp.prompts.run;

import com.google.common.testing.NullPointerTester;
import esrp.core.Character;
import esrp.core.Dataset;
import esrp.core.Ratings;
import esrp.prompts.ChatException;
import esrp.prompts.ChatModel;
import esrp.prompts.ChatRequest;
import esrp.prompts.ChatRequest.GenerationParameters;
import esrp.prompts.ChatResponse;
import esrp.prompts.ChatResponse.TokenUsage;
import esrp.prompts.MetricJudgement;
import esrp.prompts.NamedModel;
import esrp.prompts.Prompts;
import esrp.prompts.run.Run.CostEstimate;
import esrp.prompts.run.RunPolicy.Budget;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunNullContractTest {
    private static final NamedModel MODEL = ChatModel.of("m", request -> "x");

    @TempDir
    private Path folder;

    private NullPointerTester tester() {
        return new NullPointerTester()
                .setDefault(BigDecimal.class, BigDecimal.ONE)
                .setDefault(Budget.class, Budget.unlimited())
                .setDefault(Character.class, Scripted.CHARACTER)
                .setDefault(ChatException.Kind.class, ChatException.Kind.TIMEOUT)
                .setDefault(ChatRequest.class, ChatRequest.of("x"))
                .setDefault(ChatResponse.class, ChatResponse.of("x"))
                .setDefault(Collection.class, List.of())
                .setDefault(Dataset.class, Dataset.of(List.of(), List.of(), List.of(), List.of()))
                .setDefault(Duration.class, Duration.ofSeconds(1))
                .setDefault(RunPolicy.Durability.class, RunPolicy.Durability.WRITTEN)
                .setDefault(Executor.class, Runnable::run)
                .setDefault(FollowUps.class, FollowUps.simulated(MODEL))
                .setDefault(GenerationParameters.class, GenerationParameters.none())
                .setDefault(List.class, List.of())
                .setDefault(Manifest.class, manifest())
                .setDefault(Map.class, Map.of())
                .setDefault(MetricJudgement.Reason.class, MetricJudgement.Reason.EMPTY)
                .setDefault(NamedModel.class, MODEL)
                .setDefault(Optional.class, Optional.empty())
                .setDefault(OptionalLong.class, OptionalLong.empty())
                .setDefault(Run.FailureReason.class, Run.FailureReason.TIMEOUT)
                .setDefault(Path.class, folder.resolve("any.jsonl"))
                .setDefault(Prompts.class, Prompts.withDefaults())
                .setDefault(Ratings.class, Ratings.of(List.of()))
                .setDefault(Run.class, Run.inMemory(Runnable::run, RunPolicy.withDefaults()))
                .setDefault(
                        esrp.prompts.MetricJudgement.Unscored.class,
                        new esrp.prompts.MetricJudgement.Unscored(esrp.prompts.MetricJudgement.Reason.MISSING, "x"))
                .setDefault(
                        JudgingResult.Answer.class,
                        new JudgingResult.Answer(
                                "c", "h", "i", "", "r", "", Map.of(), Map.of(), Optional.empty(), List.of()))
                .setDefault(RunListener.class, RunListener.silent())
                .setDefault(RunPolicy.class, RunPolicy.withDefaults())
                .setDefault(SortedMap.class, new TreeMap<>())
                .setDefault(String.class, "1")
                .setDefault(TokenUsage.class, TokenUsage.ZERO)
                .setDefault(int.class, 1)
                .setDefault(double.class, 0.5);
    }

    private static Manifest manifest() {
        return new Manifest("judging", "1", Map.of(), Map.of(), GenerationParameters.none(), new TreeMap<>(), Map.of());
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Budget.class,
                CostEstimate.class,
                FollowUps.class,
                Judging.class,
                JudgingResult.class,
                Manifest.class,
                RunListener.Progress.class,
                RolePlay.class,
                RolePlayResult.class,
                Run.class,
                RolePlayResult.RuleViolation.class,
                RunPolicy.class,
                JudgingResult.Unscored.class,
                RolePlayResult.Incomplete.class,
                JudgingResult.Answer.class
            })
    void nothingIsMadeOfNull(Class<?> type) throws Exception {
        NullPointerTester tester = tester();
        if (type == RunPolicy.class) {
            tester.setDefault(Duration.class, Duration.ofSeconds(1));
        }
        tester.testAllPublicStaticMethods(type);
        if (!Modifier.isAbstract(type.getModifiers()) && type != RunPolicy.class) {
            tester.testAllPublicConstructors(type);
        }
    }

    @Test
    void noMethodTakesNull() throws Exception {
        NullPointerTester tester = tester();
        tester.ignore(RunPolicy.class.getMethod("withWaits", Duration.class, Duration.class));
        // Lists of several types, of which the tester knows one default.
        for (String method : List.of("play", "estimate")) {
            tester.ignore(RolePlay.class.getMethod(method, Run.class, List.class, List.class, List.class));
        }
        tester.testAllPublicInstanceMethods(RunPolicy.withDefaults());
        tester.testAllPublicInstanceMethods(Budget.unlimited());
        tester.testAllPublicInstanceMethods(Judging.withDefaults());
        tester.testAllPublicInstanceMethods(RolePlay.withDefaults().withTurns(1));
        tester.testAllPublicInstanceMethods(manifest());
        try (Run run = Run.inMemory(Runnable::run, RunPolicy.withDefaults())) {
            tester.testAllPublicInstanceMethods(run);
        }
    }
}
