package blackbox.prompts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import esrp.core.Character;
import esrp.core.Dataset;
import esrp.core.Dialogue;
import esrp.core.Finding;
import esrp.core.LocalizedText;
import esrp.core.Metric;
import esrp.core.Ratings;
import esrp.core.Ratings.Column;
import esrp.core.Scale;
import esrp.core.Scenario;
import esrp.core.Turn;
import esrp.prompts.ChatException;
import esrp.prompts.ChatMessage;
import esrp.prompts.ChatModel;
import esrp.prompts.ChatRequest;
import esrp.prompts.ChatRequest.GenerationParameters;
import esrp.prompts.ChatResponse;
import esrp.prompts.ChatResponse.FinishReason;
import esrp.prompts.JudgeReplyParser;
import esrp.prompts.Judgement;
import esrp.prompts.MetricJudgement;
import esrp.prompts.NamedModel;
import esrp.prompts.PromptCode;
import esrp.prompts.Prompts;
import esrp.prompts.run.FollowUps;
import esrp.prompts.run.Judging;
import esrp.prompts.run.JudgingResult;
import esrp.prompts.run.RolePlay;
import esrp.prompts.run.RolePlayResult;
import esrp.prompts.run.Run;
import esrp.prompts.run.Run.CostEstimate;
import esrp.prompts.run.RunPolicy;
import esrp.prompts.run.RunPolicy.Budget;
import esrp.prompts.scenario.ScenarioGeneration;
import esrp.prompts.scenario.ScenarioSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody does who knows the public interface alone. */
final class UserJourneyTest {
    private static final String LINE = "听起来真不容易，先坐下喝口热茶吧。你愿意的话，就把今天的事慢慢讲给我听，我哪儿也不去，讲完咱们再一起想想接下来怎么办，好不好？";
    private static final Character KEEPER = Character.of("《灯塔》的小满").withProfile("守灯塔的姑娘，慢性子。");

    @TempDir
    private Path folder;

    private static String judge(ChatRequest request) {
        String prompt = request.messages().stream().map(ChatMessage::text).collect(Collectors.joining("\n"));
        return Metric.esrp().stream()
                .filter(metric -> prompt.contains("\"" + metric.name().in("zh") + "\": {"))
                .map(metric -> "\"" + metric.name().in("zh") + "\": {\"score\": 4, \"explanation\": \"好\"}")
                .collect(Collectors.joining(",", "```json\n{", "}\n```"));
    }

    @Test
    void fromLambdasToRatingsInAFileAndNothingIsAskedTwice() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        NamedModel actor = ChatModel.of("actor", request -> {
            calls.incrementAndGet();
            return LINE;
        });
        NamedModel critic = ChatModel.of("critic", request -> {
            calls.incrementAndGet();
            return judge(request);
        });
        List<Scenario> scenarios = List.of(Scenario.of("1", "今天又加班了。"), Scenario.of("2", "考砸了，不想回家。"));
        Path csv = folder.resolve("ratings.csv");
        String first = "";
        for (int time = 0; time < 2; time++) {
            try (Run run = Run.open(folder.resolve("run"), Runnable::run)) {
                RolePlayResult played = RolePlay.withDefaults()
                        .with(FollowUps.scripted(Map.of("1", List.of("那我该辞职吗？"), "2", List.of("你不懂。"))))
                        .play(run, List.of(KEEPER), scenarios, List.of(actor));
                assertThat(played.incomplete()).isEmpty();
                assertThat(played.violations()).isEmpty();
                JudgingResult judged = Judging.withDefaults().judge(run, played.dataset(), List.of(critic));
                assertThat(judged.unscored()).isEmpty();
                judged.ratings().write(csv);
            }
            if (time == 0) {
                first = Files.readString(csv);
                assertThat(calls).hasValue(4 + 2);
            }
        }
        assertThat(calls).as("nothing is asked again").hasValue(6);
        assertThat(Files.readString(csv)).isEqualTo(first);
        assertThat(Ratings.read(csv).size()).isEqualTo(18);
        assertThat(folder.resolve("run")).isDirectoryContaining("glob:**manifest-judging.json");
        try (Stream<Path> files = Files.list(folder.resolve("run"))) {
            assertThat(files)
                    .allSatisfy(file -> assertThat(Files.readString(file)).doesNotContain("sk-"));
        }
    }

    @Test
    void everythingSpeaksTheLanguageOfTheScenarios() throws Exception {
        Map<String, String> openings = Map.of("en", "Worked late again, and nobody noticed.", "zh", "今天又加班了，也没人看见。");
        Map<String, String> limits = Map.of("en", "between 150 and 450", "zh", "50");
        for (String language : openings.keySet()) {
            List<ChatRequest> asked = new ArrayList<>();
            NamedModel model = ChatModel.of("model", request -> {
                asked.add(request);
                return "?";
            });
            List<Scenario> scenarios = List.of(Scenario.of("1", openings.get(language)));
            Scenario other = Scenario.of("2", openings.get(language.equals("en") ? "zh" : "en"));
            try (Run run = Run.inMemory(Runnable::run, RunPolicy.withDefaults())) {
                RolePlay play = RolePlay.withDefaults().with(FollowUps.simulated(model));
                RolePlayResult played = play.play(run, List.of(KEEPER), scenarios, List.of(model));
                JudgingResult judged = Judging.withDefaults().judge(run, played.dataset(), List.of(model));
                assertThat(played.manifest().json()).contains("\"language\" : \"" + language + "\"");
                assertThat(judged.manifest().json()).contains("\"language\" : \"" + language + "\"");
                assertThat(asked.get(0).messages().get(0).text()).contains(limits.get(language));
                Prompts prompts = Prompts.withDefaults().withLanguage(language);
                assertThat(asked.get(asked.size() - 1).messages())
                        .isEqualTo(prompts.judgeAll(
                                Metric.esrp().stream()
                                        .filter(metric -> metric.target() == Metric.Target.DIALOGUE)
                                        .toList(),
                                KEEPER,
                                played.dialogues().get(0)));
                RolePlayResult chosen =
                        play.withLanguage(language).play(run, List.of(KEEPER), List.of(other), List.of(model));
                assertThat(chosen.manifest().json()).contains("\"language\" : \"" + language + "\"");
            }
        }
    }

    @Test
    void everySampleIsAConversationOfItsOwn() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        NamedModel actor = ChatModel.of("actor", request -> LINE + calls.incrementAndGet());
        NamedModel user = ChatModel.of("user", request -> "然后呢？" + calls.incrementAndGet());
        AtomicInteger judgements = new AtomicInteger();
        NamedModel critic = ChatModel.of("critic", request -> {
            judgements.incrementAndGet();
            return judge(request);
        });
        List<Scenario> scenarios = List.of(Scenario.of("1", "今天又加班了。"), Scenario.of("2", "考砸了，不想回家。"));
        RolePlay play = RolePlay.withDefaults().with(FollowUps.simulated(user)).withSamples(3);
        Path file = folder.resolve("played.jsonl");
        for (int time = 0; time < 2; time++) {
            try (Run run = Run.open(folder.resolve("run"), Runnable::run)) {
                assertThat(play.estimate(run, List.of(KEEPER), scenarios, List.of(actor))
                                .fewestCalls())
                        .isEqualTo(time == 0 ? 2 * 3 * 3 : 0);
                RolePlayResult played = play.play(run, List.of(KEEPER), scenarios, List.of(actor));
                assertThat(played.dialogues())
                        .extracting(Dialogue::sample)
                        .containsExactly("1", "2", "3", "1", "2", "3");
                assertThat(played.dialogues()).extracting(Dialogue::turns).doesNotHaveDuplicates();
                played.dataset().write(file);
                Dataset read = Dataset.read(file);
                assertThat(read.hash()).isEqualTo(played.dataset().hash());
                assertThat(read.dialogues()).containsExactlyElementsOf(played.dialogues());
                JudgingResult judged = Judging.withDefaults().judge(run, read, List.of(critic));
                assertThat(judged.ratings().dictionary(Column.SAMPLE)).containsExactly("", "1", "2", "3");
                assertThat(judged.ratings().size()).isEqualTo(2 * 3 * 9);
                Path results = folder.resolve("judged.jsonl");
                judged.write(results);
                assertThat(JudgingResult.read(results).answers()).isEqualTo(judged.answers());
            }
        }
        assertThat(calls)
                .as("2 scenarios, 3 samples, 2 replies and 1 follow-up each")
                .hasValue(2 * 3 * 3);
        assertThat(judgements).hasValue(2 * 3);
    }

    @Test
    void aJudgeSeesTheReferenceAndIsToldFromItsKin() throws Exception {
        List<String> prompts = new ArrayList<>();
        NamedModel critic = ChatModel.of("qwen-max", request -> {
            prompts.add(request.messages().get(1).text());
            return judge(request);
        });
        List<Dialogue> dialogues = Stream.of("human", "qwen3-8b", "gpt-4.1")
                .map(id -> new Dialogue(id, KEEPER.id(), "1", List.of(new Turn("冷。", LINE + id))))
                .toList();
        for (boolean oneByOne : new boolean[] {false, true}) {
            prompts.clear();
            try (Run run = Run.inMemory(Runnable::run, RunPolicy.withDefaults())) {
                JudgingResult judged = Judging.withDefaults()
                        .withReference("human")
                        .withOneCallPerMetric(oneByOne)
                        .judge(run, dialogues, List.of(KEEPER), List.of(critic));
                assertThat(judged.ratings().size()).isEqualTo(3 * 9);
                assertThat(prompts).hasSize(oneByOne ? 27 : 3);
                assertThat(prompts.get(0)).contains(LINE + "human").doesNotContain("reference-reply-1");
                assertThat(prompts.get(prompts.size() - 1))
                        .contains("reference-reply-1", LINE + "human", LINE + "gpt-4.1");
                assertThat(judged.notes())
                        .filteredOn(note -> note.code() == PromptCode.SAME_FAMILY)
                        .singleElement()
                        .satisfies(note -> assertThat(note.in("en"))
                                .contains("qwen-max judges models of its own family (qwen3-8b)"));
                Path file = folder.resolve("judged.jsonl");
                judged.write(file);
                assertThat(JudgingResult.read(file).notes()).isEqualTo(judged.notes());
                assertThat(judged.notes()).extracting(Finding::code).doesNotContain(PromptCode.NO_REFERENCE);
                assertThat(Judging.withDefaults()
                                .withReference("hunan")
                                .judge(run, dialogues, List.of(KEEPER), List.of(critic))
                                .notes())
                        .extracting(note -> note.in("en"))
                        .anyMatch(note -> note.startsWith("3 were judged without a reference: hunan"));
            }
        }
    }

    @Test
    void aJudgesReplyIsReadWhateverItLooksLike() {
        JudgeReplyParser parser = JudgeReplyParser.forMetrics(Metric.esrp().subList(0, 3));
        Judgement judgement = parser.parse("""
            <think>Consistency 2? {"score": 1}</think>
            好的，评分如下：
            ```json
            {'一致性': {'score': "４分", 'explanation': '答到点上了',},
             'Fluency': 5, // natural
             "coherence": {"score": "4-5"}}
            ```\
            """, FinishReason.STOP);
        assertThat(judgement.scores()).isEqualTo(Map.of("consistency", 4, "fluency", 5));
        MetricJudgement coherence = judgement.of("coherence");
        assertThat(coherence.isScored()).isFalse();
        // A closed set: the compiler knows that there are two cases.
        String why = coherence instanceof MetricJudgement.Unscored none ? none.reason() + " " + none.detail() : "";
        assertThat(why).startsWith("RANGE").contains("4-5");
    }

    @Test
    void aMetricOfOnesOwnOnAScaleOfOnesOwn() throws Exception {
        Metric warmth = new Metric(
                "warmth",
                LocalizedText.of("温暖度", "Warmth"),
                "mine",
                LocalizedText.of("回复给人的温暖。", "How warm the reply feels."),
                LocalizedText.of("回复让人觉得温暖吗？", "Does the reply feel warm?"),
                new Metric.Anchors(
                        LocalizedText.of("冷淡", "cold"),
                        LocalizedText.of("平平", "neither"),
                        LocalizedText.of("温暖", "warm")),
                new Scale(0, 10),
                Metric.Target.DIALOGUE,
                List.of("WM"));
        List<String> prompts = new ArrayList<>();
        NamedModel critic = ChatModel.of("critic", request -> {
            prompts.add(request.messages().get(0).text());
            return "温暖度：10/10，像一碗热汤。";
        });
        try (Run run = Run.inMemory(Runnable::run, RunPolicy.withDefaults())) {
            JudgingResult judged = Judging.withDefaults()
                    .withMetrics(List.of(warmth))
                    .judge(
                            run,
                            List.of(new Dialogue("m", KEEPER.id(), "1", List.of(new Turn("冷。", LINE)))),
                            List.of(KEEPER),
                            List.of(critic));
            assertThat(judged.ratings().stream())
                    .singleElement()
                    .satisfies(rating -> assertThat(rating.score()).isEqualTo(10));
        }
        assertThat(prompts).singleElement().satisfies(text -> assertThat(text).contains("从 0 到 10", "温暖度"));
    }

    @Test
    void aPromptOfOnesOwnReplacesOneOfTheLibrary() throws IOException {
        Path mine = Files.createDirectories(folder.resolve("prompts/zh"));
        Files.writeString(
                mine.resolve("role-play.md"), "<!-- system -->\n你演{{role}}，{{shortest}}到{{longest}}字。{{profile}}");
        Prompts own = Prompts.withDefaults().withFolder(folder.resolve("prompts"));
        List<ChatMessage> messages = own.rolePlay(KEEPER, List.of(), "在吗？");
        assertThat(messages.get(0)).isEqualTo(ChatMessage.system("你演小满，50到150字。守灯塔的姑娘，慢性子。"));
        Files.writeString(mine.resolve("role-play.md"), "你演{{rolle}}");
        assertThatThrownBy(() -> Prompts.withDefaults().withFolder(folder.resolve("prompts")))
                .hasMessageContaining("role-play.md")
                .hasMessageContaining("rolle")
                .hasMessageContaining("profile");
    }

    @Test
    void scenariosAreGeneratedSiftedAndChosen() throws Exception {
        ScenarioSpace space = ScenarioSpace.chatAnime();
        assertThat(space.personas())
                .hasSize(4)
                .allMatch(persona -> persona.locations().size() == 4);
        assertThat(space.emotions()).hasSize(9);
        assertThat(space.questions()).isEqualTo(288);
        assertThat(space.questions()).isEqualTo(288);
        // What the paper names and what was added is told apart.
        assertThat(space.emotions()).map(ScenarioSpace.Value::fromPaper).contains(false);
        NamedModel author = ChatModel.of("author", request -> {
            String n = Integer.toString(request.prompt().hashCode(), 36);
            return "[{\"daily_event\": \"事件" + n + "甲\", \"question\": \"" + n + "，我该怎么开口呢？\"},"
                    + " {\"daily_event\": \"事件" + n + "乙\", \"question\": \"下雨天没带伞，只好在店里等。\"}]";
        });
        try (Run run = Run.open(folder, Runnable::run)) {
            ScenarioGeneration generation = ScenarioGeneration.withDefaults().withSubset(60);
            CostEstimate before = generation.estimate(run, space, author);
            assertThat(before.fewestCalls()).isEqualTo(144);
            assertThat(before.mostCalls()).isEqualTo(144L * (1 + generation.reAsks()));
            ScenarioGeneration.Generated generated = generation.generate(run, space, author);
            assertThat(generated.findings()).allMatch(finding -> finding.code() == PromptCode.NEAR_DUPLICATE);
            assertThat(generated.findings()).hasSizeGreaterThanOrEqualTo(143);
            assertThat(generated).asString().contains("scenarios ask nearly the same", "persona", "student");
            assertThat(generated.distinct()).map(Scenario::id).doesNotHaveDuplicates();
            assertThat(generated.scenarios()).hasSize(60).isSubsetOf(generated.distinct());
            assertThat(folder).isDirectoryContaining("glob:**manifest-scenario-generation.json");
            assertThat(generation.estimate(run, space, author).mostCalls()).isZero();
            Path saved = folder.resolve("scenarios.jsonl");
            generated.write(saved);
            List<Scenario> scenarios = Dataset.read(saved).scenarios();
            assertThat(scenarios).isEqualTo(generated.scenarios());
            NamedModel actor = ChatModel.of("actor", request -> LINE);
            assertThat(RolePlay.withDefaults()
                            .play(run, List.of(KEEPER), scenarios, List.of(actor))
                            .dialogues())
                    .extracting(Dialogue::scenario)
                    .containsExactlyElementsOf(
                            generated.scenarios().stream().map(Scenario::id).toList());
        }
    }

    @Test
    void anAsynchronousClientServesARun() throws Exception {
        NamedModel async = ChatModel.ofAsync(
                "async", request -> CompletableFuture.completedFuture(ChatResponse.of(judge(request))));
        Dialogue dialogue = new Dialogue("m", KEEPER.id(), "1", List.of(new Turn("冷。", LINE)));
        try (Run run = Run.inMemory(Runnable::run, RunPolicy.withDefaults())) {
            assertThat(Judging.withDefaults()
                            .judge(run, List.of(dialogue), List.of(), List.of(async))
                            .ratings()
                            .size())
                    .isEqualTo(9);
        }
        NamedModel failing = ChatModel.ofAsync(
                "failing",
                request ->
                        CompletableFuture.failedFuture(ChatException.of(ChatException.Kind.REJECTED, "no such model")));
        assertThatThrownBy(() -> failing.chat(ChatRequest.of("在吗")))
                .isInstanceOfSatisfying(
                        ChatException.class, e -> assertThat(e.kind()).isEqualTo(ChatException.Kind.REJECTED));
    }

    @Test
    void theFaceThatTheGuideShowsRuns() throws Exception {
        NamedModel bot = ChatModel.of("bot", request -> "That sounds hard. Sit down first and tell me all about it.");
        NamedModel critic = ChatModel.of(
                "critic",
                request -> Metric.esrp().stream()
                        .map(metric -> "\"" + metric.name().in("en") + "\": {\"score\": 4}")
                        .collect(Collectors.joining(",", "{", "}")));
        try (Run run = Run.open(folder, Runnable::run)) {
            RolePlayResult played = RolePlay.withDefaults()
                    .withLanguage("en")
                    .play(run, List.of(KEEPER), List.of(Scenario.of("1", "I failed.")), List.of(bot));
            JudgingResult judged =
                    Judging.withDefaults().withLanguage("en").judge(run, played.dataset(), List.of(critic));
            assertThat(judged.ratings().size()).isEqualTo(9);
        }
    }

    @Test
    void presetsSayWhatIsSentAndWhatIsNot() {
        GenerationParameters paper = GenerationParameters.paper();
        assertThat(paper.maxTokens()).isEqualTo(OptionalInt.of(256));
        assertThat(paper.temperature()).isEqualTo(OptionalDouble.of(0.7));
        assertThat(paper.topP()).isEqualTo(OptionalDouble.of(0.95));
        assertThat(paper.seed()).isEmpty();
        // Nine explanations do not fit into 256 tokens.
        assertThat(GenerationParameters.judging().maxTokens().orElseThrow()).isGreaterThanOrEqualTo(1_024);
        assertThat(GenerationParameters.none().maxTokens()).isEmpty();
        assertThat(GenerationParameters.none().stop()).isEmpty();
    }

    @Test
    void aBudgetStopsARunAndMoreMoneyContinuesIt() throws Exception {
        NamedModel critic = ChatModel.of("critic", UserJourneyTest::judge);
        List<Dialogue> dialogues = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            dialogues.add(new Dialogue("m", KEEPER.id(), "" + i, List.of(new Turn("第" + i + "天。", LINE))));
        }
        RunPolicy tight = RunPolicy.withDefaults().withBudget(Budget.unlimited().withCalls(4));
        try (Run run = Run.open(folder.resolve("run"), Runnable::run, tight)) {
            JudgingResult some = Judging.withDefaults().judge(run, dialogues, List.of(KEEPER), List.of(critic));
            assertThat(some.ratings().size()).isEqualTo(36);
            assertThat(some.unscored())
                    .hasSize(54)
                    .allMatch(none -> none.call()
                            .filter(reason -> reason == Run.FailureReason.BUDGET)
                            .isPresent());
        }
        try (Run run = Run.open(folder.resolve("run"), Runnable::run)) {
            assertThat(Judging.withDefaults()
                            .judge(run, dialogues, List.of(KEEPER), List.of(critic))
                            .ratings()
                            .size())
                    .isEqualTo(90);
        }
    }
}
