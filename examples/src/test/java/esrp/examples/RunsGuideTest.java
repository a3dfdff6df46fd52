package esrp.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import esrp.core.Character;
import esrp.core.Dataset;
import esrp.core.Metric;
import esrp.core.Scenario;
import esrp.prompts.ChatModel;
import esrp.prompts.NamedModel;
import esrp.prompts.run.Judging;
import esrp.prompts.run.JudgingResult;
import esrp.prompts.run.RolePlay;
import esrp.prompts.run.RolePlayResult;
import esrp.prompts.run.Run;
import esrp.prompts.run.RunListener;
import esrp.prompts.run.RunPolicy;
import esrp.prompts.scenario.ScenarioGeneration;
import esrp.prompts.scenario.ScenarioSpace;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/runs.md, run; and the guide compared with this file. */
class RunsGuideTest {
    private static final Path ROOT = Path.of(System.getProperty("esrp.root", ".."));

    private final List<Character> characters = List.of(Character.of("Alice"), Character.of("Captain Nemo"));
    private final List<Scenario> scenarios = List.of(Scenario.of("exam", "I failed the exam."));
    private final AtomicInteger calls = new AtomicInteger();
    private final NamedModel bot = ChatModel.of("bot-1", request -> "I hear you, call " + calls.incrementAndGet());

    @TempDir
    Path folder;

    @Test
    void samplesReplicatesAndAPanelAreEstimatedAndAsked() throws Exception {
        String scores =
                Metric.esrp().stream().map(metric -> metric.id() + ": 4").collect(Collectors.joining("\n"));
        AtomicInteger judgings = new AtomicInteger();
        NamedModel judge = ChatModel.of("judge", request -> {
            judgings.incrementAndGet();
            return scores;
        });
        NamedModel other = ChatModel.of("other", request -> scores);
        RunPolicy policy = RunPolicy.withDefaults()
                .withPrice("bot-1", new BigDecimal("0.15"), new BigDecimal("0.60"))
                .withListener(RunListener.printing(System.err));
        RolePlay play = RolePlay.withDefaults().withSamples(2);
        Judging judging = Judging.withDefaults().withReplicates(3);
        try (Run run = Run.open(folder, Runnable::run, policy)) {
            assertThat(play.estimate(run, characters, scenarios, List.of(bot)).toString())
                    .contains("price 0.0");
            System.out.println(play.estimate(run, characters, scenarios, List.of(bot)));
            RolePlayResult played = play.play(run, characters, scenarios, List.of(bot));
            System.out.println(judging.estimate(run, played.dataset(), List.of(judge, other)));
            JudgingResult judged = judging.judge(run, played.dataset(), List.of(judge, other));
            assertThat(judging.estimate(run, played.dataset(), List.of(judge)).fewestCalls())
                    .isZero();
            assertThat(judging.estimate(run, played.dataset(), List.of(bot)).toString())
                    .contains("12 to ")
                    .contains("price 0.0");
            assertThat(judging.withReplicates(4)
                            .estimate(run, played.dataset(), List.of(bot, other))
                            .toString())
                    .contains("and 4 calls of models without a price");
            assertThat(judging.withReplicates(4)
                            .estimate(run, played.dataset(), List.of(other))
                            .toString())
                    .contains("price unknown");
            assertThat(judgings).hasValue(12);
            assertThat(judged.ratings().size()).isEqualTo(2 * 12 * 9);
        }
    }

    @Test
    void batchFilesGoOutAndComeBack() throws Exception {
        RunPolicy policy = RunPolicy.withDefaults().withListener(RunListener.silent());
        Path results = folder.resolve("results.jsonl");
        try (Run run = Run.open(folder, Runnable::run, policy.withBatches(true))) {
            System.out.println(RolePlay.withDefaults()
                    .withTurns(1)
                    .play(run, characters, scenarios, List.of(bot))); // nobody is asked
            List<Path> files = run.writeBatches(); // batch-1.jsonl, for the service's batch endpoint
            System.out.println(files);
        }
        service(folder.resolve("batch-1.jsonl"), results);
        // the service answers, in hours, with a file of results
        try (Run run = Run.open(folder, Runnable::run, policy.withBatches(true))) {
            System.out.println(run.readBatch(results));
            System.out.println(RolePlay.withDefaults().withTurns(1).play(run, characters, scenarios, List.of(bot)));
        }
        try (Run run = Run.open(folder, Runnable::run, policy.withBatches(true))) {
            assertThat(RolePlay.withDefaults()
                            .withTurns(1)
                            .play(run, characters, scenarios, List.of(bot))
                            .incomplete())
                    .isNotEmpty();
            assertThat(run.readBatch(results).known()).isEqualTo(1);
            assertThat(run.writeBatches()).hasSize(1); // what failed
        }
        assertThat(calls).hasValue(0);
    }

    /** Answers the first question, and fails at the second. */
    private static void service(Path questions, Path results) throws IOException {
        List<String> lines = new ArrayList<>();
        ObjectMapper json = new ObjectMapper();
        for (String line : Files.readAllLines(questions)) {
            Object body = lines.isEmpty()
                    ? Map.of("choices", List.of(Map.of("message", Map.of("content", "I hear you."))))
                    : Map.of("error", Map.of("message", "overloaded"));
            lines.add(json.writeValueAsString(Map.of(
                    "custom_id",
                    json.readTree(line).get("custom_id").asText(),
                    "response",
                    Map.of("status_code", lines.isEmpty() ? 200 : 503, "body", body))));
        }
        Files.write(results, lines);
        assertThat(lines).hasSize(2);
    }

    @Test
    void scenariosAreGeneratedAndChosen() throws Exception {
        String words = "exam rain boss cat rent train tooth letter garden concert mother bicycle";
        String[] things = words.split(" ", -1);
        NamedModel author = ChatModel.of("author", request -> {
            int n = calls.getAndIncrement();
            return "[" + question(things[n % 12], things[n / 12], n) + ", " + question(things[n / 12], "loss", n) + "]";
        });
        try (Run run = Run.open(folder, Runnable::run, RunPolicy.withDefaults().withListener(RunListener.silent()))) {
            ScenarioGeneration generation =
                    ScenarioGeneration.withDefaults().withLanguage("en").withSubset(60);
            System.out.println(generation.estimate(run, ScenarioSpace.chatAnime(), author));
            ScenarioGeneration.Generated generated = generation.generate(run, ScenarioSpace.chatAnime(), author);
            System.out.println(generated); // how the chosen ones cover personas, locations, emotions
            generated.write(folder.resolve("scenarios.jsonl"));
            List<Scenario> sixty =
                    Dataset.read(folder.resolve("scenarios.jsonl")).scenarios();
            assertThat(sixty).hasSize(60);
            assertThat(generation
                            .withSubset(1000)
                            .generate(run, ScenarioSpace.chatAnime(), author)
                            .toString())
                    .contains("1,000 scenarios were wanted");
        }
    }

    private static String question(String one, String two, int n) {
        return "{\"daily event\": \"Day " + n + "\", \"question\": \"" + one + " " + two + " "
                + Integer.toString(n * 7919, 36) + "?\"}";
    }

    @Test
    void everySnippetOfTheGuideStandsHere() throws IOException {
        String own =
                normalized(Files.readString(ROOT.resolve("examples/src/test/java/esrp/examples/RunsGuideTest.java")));
        Matcher blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(ROOT.resolve("docs/runs.md")));
        int snippets = 0;
        for (; blocks.find(); snippets++) {
            for (String part : blocks.group(1).split("// the service answers, in hours, with a file of results", -1)) {
                assertThat(own).contains(normalized(part));
            }
        }
        assertThat(snippets).isEqualTo(4);
    }

    private static String normalized(String code) {
        return code.strip().replaceAll("\\s+", " ");
    }
}
