package esrp.prompts;

import com.google.common.testing.NullPointerTester;
import esrp.core.Character;
import esrp.core.Dataset;
import esrp.core.Dialogue;
import esrp.core.LocalizedText;
import esrp.core.Metric;
import esrp.core.Ratings;
import esrp.core.ReplyRules;
import esrp.core.ResponseBatch;
import esrp.core.Scenario;
import esrp.core.Turn;
import esrp.prompts.ChatRequest.GenerationParameters;
import esrp.prompts.ChatResponse.FinishReason;
import esrp.prompts.run.Run;
import esrp.prompts.run.RunPolicy;
import esrp.prompts.scenario.ScenarioGeneration;
import esrp.prompts.scenario.ScenarioSpace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Templates, rules, scenarios, parsers and what they bring. */
class TextTypesNullContractTest {
    private static final LocalizedText NAME = LocalizedText.of("名", "name");
    private static final ScenarioSpace.Value VALUE = new ScenarioSpace.Value("v", NAME, true);
    private static final ScenarioSpace.Persona PERSONA = new ScenarioSpace.Persona("p", NAME, true, List.of(VALUE));
    private static final Dialogue DIALOGUE = new Dialogue("m", "c", "1", List.of(new Turn("u", "r")));

    private final NullPointerTester tester = new NullPointerTester()
            .setDefault(Character.class, Character.of("c"))
            .setDefault(Dialogue.class, DIALOGUE)
            .setDefault(FinishReason.class, FinishReason.STOP)
            .setDefault(List.class, List.of())
            .setDefault(LocalizedText.class, NAME)
            .setDefault(Map.class, Map.of())
            .setDefault(Metric.class, Metric.esrp().get(0))
            .setDefault(MetricJudgement.Reason.class, MetricJudgement.Reason.EMPTY)
            .setDefault(Path.class, Path.of("."))
            .setDefault(ReplyRules.class, ReplyRules.withDefaults())
            .setDefault(ReplyRules.Rule.class, ReplyRules.Rule.ACTION)
            .setDefault(ResponseBatch.class, new ResponseBatch("m", "c", "b", List.of("x")))
            .setDefault(Scenario.class, Scenario.of("1", "u"))
            .setDefault(ScenarioSpace.Persona.class, PERSONA)
            .setDefault(ScenarioSpace.Value.class, VALUE)
            .setDefault(Set.class, Set.of())
            .setDefault(GenerationParameters.class, GenerationParameters.none())
            .setDefault(NamedModel.class, ChatModel.of("m", request -> "x"))
            .setDefault(Run.class, Run.inMemory(Runnable::run, RunPolicy.withDefaults()))
            .setDefault(ScenarioSpace.class, new ScenarioSpace(List.of(PERSONA), List.of(VALUE), 1))
            .setDefault(Dataset.class, Dataset.of(List.of(), List.of(), List.of(), List.of()))
            .setDefault(Ratings.class, Ratings.of(List.of()))
            .setDefault(double.class, 0.5)
            .setDefault(String.class, "zh")
            .setDefault(int.class, 1);

    @ParameterizedTest
    @ValueSource(
            classes = {
                FinishReason.class,
                JudgeReplyParser.class,
                JudgeTuning.class,
                Judgement.class,
                MetricJudgement.Scored.class,
                MetricJudgement.Unscored.class,
                Prompts.class,
                ReplyRules.class,
                ReplyRules.Violation.class,
                ScenarioGeneration.class,
                ScenarioSpace.class,
                ScenarioSpace.Persona.class,
                ScenarioSpace.Value.class
            })
    void nothingIsMadeOfNull(Class<?> type) {
        tester.testAllPublicStaticMethods(type);
        tester.testAllPublicConstructors(type);
    }

    @TestFactory
    Stream<DynamicTest> noMethodTakesNull() {
        JudgeReplyParser parser = JudgeReplyParser.forMetrics(Metric.esrp());
        return Stream.of(
                        JudgeTuning.withDefaults(),
                        parser,
                        parser.parse("x"),
                        Prompts.withDefaults(),
                        ReplyRules.withDefaults(),
                        ReplyRules.withDefaults().check("").get(0),
                        ScenarioGeneration.withDefaults(),
                        ScenarioSpace.chatAnime())
                .map(instance -> DynamicTest.dynamicTest(
                        instance.getClass().getSimpleName(), () -> tester.testAllPublicInstanceMethods(instance)));
    }
}
