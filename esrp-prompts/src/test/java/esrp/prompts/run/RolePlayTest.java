package esrp.prompts.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import esrp.core.Character;
import esrp.core.Dataset;
import esrp.core.Dialogue;
import esrp.core.ReplyRules;
import esrp.core.Scenario;
import esrp.core.Turn;
import esrp.prompts.ChatException;
import esrp.prompts.ChatMessage;
import esrp.prompts.ChatModel;
import esrp.prompts.ChatResponse;
import esrp.prompts.ChatResponse.FinishReason;
import esrp.prompts.NamedModel;
import esrp.prompts.run.Run.CostEstimate;
import esrp.prompts.run.RunPolicy.Budget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RolePlayTest {
    private static final Executor HERE = Runnable::run;
    private static final String GOOD = "好".repeat(60) + "。";
    private static final List<Character> CHARACTERS = List.of(Character.of("《灯塔》的小满"), Character.of("《灯塔》的阿岚"));
    private static final List<Scenario> SCENARIOS =
            List.of(Scenario.of("1", "今天好累。"), Scenario.of("2", "考试没考好。"), Scenario.of("3", "下雨了。"));

    private final RunPolicy policy =
            RunPolicy.withDefaults().withClock(new VirtualClock()).withDurability(RunPolicy.Durability.WRITTEN);
    private final NamedModel user =
            ChatModel.of("user", request -> "那你呢？" + request.prompt().hashCode());
    private final RolePlay play = RolePlay.withDefaults().with(FollowUps.simulated(user));

    @TempDir
    private Path folder;

    @Test
    void everyCandidatePlaysEveryCharacterInEveryScenario() throws Exception {
        NamedModel a = ChatModel.of("a", request -> GOOD + request.prompt());
        NamedModel b = ChatModel.of("b", request -> GOOD);
        try (Run run = Run.open(folder, HERE, policy)) {
            RolePlayResult result = play.play(run, CHARACTERS, SCENARIOS, List.of(a, b));
            assertThat(result.dialogues()).hasSize(12);
            assertThat(result.incomplete()).isEmpty();
            assertThat(result.violations()).isEmpty();
            Dialogue first = result.dialogues().get(0);
            assertThat(first.candidate()).isEqualTo("a");
            assertThat(first.character()).isEqualTo("《灯塔》的小满");
            assertThat(first.scenario()).isEqualTo("1");
            assertThat(first.turns()).hasSize(2);
            assertThat(first.turns().get(0).user()).isEqualTo("今天好累。");
            assertThat(first.turns().get(0).reply()).isEqualTo(GOOD + "今天好累。");
            assertThat(first.turns().get(1).user()).startsWith("那你呢？");
            Dataset data = result.dataset();
            assertThat(data.candidates())
                    .extracting(candidate -> candidate.id())
                    .containsExactly("a", "b");
            assertThat(data.replies()).isEqualTo(24);
            assertThat(data.dialogue("b", "《灯塔》的阿岚", "3")).isPresent();
            assertThat(result).hasToString("""
                Role-play
                candidate  dialogues  incomplete  against the rules  of them kept
                a                  6           0                  0             0
                b                  6           0                  0             0\
                """);
            assertThat(Files.readString(folder.resolve("manifest-role-play.json")))
                    .isEqualTo(result.manifest().json())
                    .contains("\"max_tokens\" : 256", "\"temperature\" : 0.7", "\"top_p\" : 0.95")
                    .contains("simulated by user", "\"dialogues\" : 12");
        }
    }

    @Test
    void theHistoryGoesIntoTheNextTurn() throws Exception {
        NamedModel a = ChatModel.of("a", request -> {
            long earlier = request.messages().stream()
                    .filter(message -> message.role() == ChatMessage.Role.ASSISTANT)
                    .count();
            return GOOD + earlier;
        });
        try (Run run = Run.inMemory(HERE, policy)) {
            RolePlayResult result =
                    play.withTurns(4).play(run, CHARACTERS.subList(0, 1), SCENARIOS.subList(0, 1), List.of(a));
            assertThat(result.dialogues().get(0).replies())
                    .containsExactly(GOOD + "0", GOOD + "1", GOOD + "2", GOOD + "3");
        }
    }

    @Test
    void aReplyAgainstTheRulesIsAskedAgainAndTheBestAttemptStays() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        List<String> replies = List.of("太短😀", "短", "还短😀😀");
        NamedModel a = ChatModel.of("a", request -> replies.get(calls.getAndIncrement()));
        try (Run run = Run.inMemory(HERE, policy)) {
            RolePlayResult result =
                    play.withTurns(1).play(run, CHARACTERS.subList(0, 1), SCENARIOS.subList(0, 1), List.of(a));
            assertThat(result.dialogues().get(0).replies()).containsExactly("短");
            assertThat(result.violations())
                    .extracting(RolePlayResult.RuleViolation::reply)
                    .isEqualTo(replies);
            assertThat(result.violations())
                    .extracting(RolePlayResult.RuleViolation::kept)
                    .containsExactly(false, true, false);
            assertThat(result.violations().get(1).violations())
                    .extracting(ReplyRules.Violation::rule)
                    .containsExactly(ReplyRules.Rule.TOO_SHORT);
            assertThat(result.violations())
                    .extracting(RolePlayResult.RuleViolation::attempt)
                    .containsExactly(0, 1, 2);
        }
    }

    @Test
    void aGoodSecondAttemptReplacesTheFirst() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        NamedModel a = ChatModel.of("a", request -> {
            if (calls.getAndIncrement() == 0) {
                return "短";
            }
            // The re-ask shows the reply and what is wrong with it.
            assertThat(request.messages())
                    .anySatisfy(message -> assertThat(message.text()).isEqualTo("短"));
            assertThat(request.prompt()).contains("太短");
            return GOOD;
        });
        try (Run run = Run.inMemory(HERE, policy)) {
            RolePlayResult result =
                    play.withTurns(1).play(run, CHARACTERS.subList(0, 1), SCENARIOS.subList(0, 1), List.of(a));
            assertThat(result.dialogues().get(0).replies()).containsExactly(GOOD);
            assertThat(result.violations())
                    .extracting(RolePlayResult.RuleViolation::kept)
                    .containsExactly(false);
        }
        assertThat(calls).hasValue(2);
    }

    @Test
    void blankAndWithheldRepliesNeverGetIntoADialogue() throws Exception {
        NamedModel blank = ChatModel.of("blank", request -> " \n");
        NamedModel filtered = new NamedModel("filtered", request -> ChatResponse.of("好", FinishReason.CONTENT_FILTER));
        NamedModel failing = ChatModel.of("failing", request -> {
            throw ChatException.of(ChatException.Kind.REJECTED, "no");
        });
        try (Run run = Run.inMemory(HERE, policy)) {
            RolePlayResult result = play.play(
                    run, CHARACTERS.subList(0, 1), SCENARIOS.subList(0, 2), List.of(blank, filtered, failing));
            assertThat(result.dialogues()).isEmpty();
            assertThat(result.incompleteByReason()).isEqualTo(Map.of("EMPTY", 2L, "FILTERED", 2L, "REJECTED", 2L));
            assertThat(result.notes().get(2).in("en"))
                    .matches("2 dialogues are incomplete: request refused \\(the first: .*no\\)");
            assertThat(result.notes().get(2).in("zh")).matches("2 段对话不完整：被拒绝（第一例：.*no）");
            assertThat(result.incomplete().get(0).turns()).isEmpty();
        }
    }

    @Test
    void aUserWhoSaysNothingEndsTheDialogueIncomplete() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        NamedModel silent = ChatModel.of("user", request -> {
            calls.incrementAndGet();
            return "";
        });
        NamedModel a = ChatModel.of("a", request -> GOOD);
        try (Run run = Run.inMemory(HERE, policy)) {
            RolePlayResult result = play.with(FollowUps.simulated(silent))
                    .play(run, CHARACTERS.subList(0, 1), SCENARIOS.subList(0, 1), List.of(a));
            assertThat(result.incomplete()).hasSize(1);
            assertThat(result.incomplete().get(0).reason()).isEqualTo(Run.FailureReason.EMPTY);
            assertThat(result.incomplete().get(0).turns()).hasSize(1);
        }
        assertThat(calls).hasValue(3);
    }

    @Test
    void scriptedFollowUpsNeedNoModel() throws Exception {
        NamedModel a = ChatModel.of("a", request -> GOOD);
        RolePlay scripted = RolePlay.withDefaults()
                .with(FollowUps.scripted(Map.of("1", List.of("后来呢？"), "2", List.of("真的吗？"), "3", List.of())));
        try (Run run = Run.inMemory(HERE, policy)) {
            RolePlayResult result = scripted.play(run, CHARACTERS, SCENARIOS.subList(0, 2), List.of(a));
            assertThat(result.dialogues())
                    .extracting(d -> d.turns().get(1).user())
                    .containsExactly("后来呢？", "真的吗？", "后来呢？", "真的吗？");
            assertThatThrownBy(() -> scripted.play(run, CHARACTERS, SCENARIOS, List.of(a)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("scenario \"3\" has 0 follow-ups, turn 2 needs 1");
        }
    }

    @Test
    void aDryRunCountsTheCallsThatAreLeft() throws Exception {
        NamedModel a = ChatModel.of("a", request -> GOOD);
        try (Run run =
                Run.open(folder, HERE, policy.withBudget(Budget.unlimited().withCalls(5)))) {
            CostEstimate before = play.estimate(run, CHARACTERS, SCENARIOS, List.of(a));
            assertThat(before.items()).isEqualTo(6);
            assertThat(before.fewestCalls()).isEqualTo(18);
            assertThat(before.mostCalls()).isEqualTo(6 * (2 * 3 + 3));
            // Five calls: one dialogue, and two thirds of the next.
            assertThat(play.play(run, CHARACTERS, SCENARIOS, List.of(a)).dialogues())
                    .hasSize(1);
            CostEstimate after = play.estimate(run, CHARACTERS, SCENARIOS, List.of(a));
            assertThat(after.complete()).isEqualTo(1);
            assertThat(after.replayed()).isEqualTo(5);
            assertThat(after.fewestCalls()).isEqualTo(13);
        }
    }

    @Test
    void withoutFollowUpsADialogueHasOneTurn() throws Exception {
        NamedModel a = ChatModel.of("a", request -> GOOD);
        try (Run run = Run.inMemory(HERE, policy)) {
            assertThat(RolePlay.withDefaults()
                            .play(run, CHARACTERS, SCENARIOS, List.of(a))
                            .dialogues())
                    .hasSize(6)
                    .allMatch(dialogue -> dialogue.turns().size() == 1);
        }
        assertThat(play.turns()).isEqualTo(2);
    }

    @Test
    void aScriptedLineNeedsNoRun() {
        List<Turn> history = List.of(new Turn("今天好累。", GOOD));
        assertThat(FollowUps.scripted(Map.of("1", List.of("后来呢？"))).next(CHARACTERS.get(0), SCENARIOS.get(0), history))
                .isEqualTo("后来呢？");
        assertThatThrownBy(() -> FollowUps.simulated(user).next(CHARACTERS.get(0), SCENARIOS.get(0), history))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void mistakesAreNamed() throws Exception {
        NamedModel a = ChatModel.of("a", request -> GOOD);
        try (Run run = Run.inMemory(HERE, policy)) {
            assertThatThrownBy(() -> RolePlay.withDefaults().withTurns(2).play(run, CHARACTERS, SCENARIOS, List.of(a)))
                    .hasMessageContaining("followUps");
            assertThatThrownBy(() -> play.play(run, CHARACTERS, SCENARIOS, List.of()))
                    .hasMessageContaining("candidates");
            assertThatThrownBy(
                            () -> play.play(run, CHARACTERS, List.of(SCENARIOS.get(0), SCENARIOS.get(0)), List.of(a)))
                    .hasMessageContaining("scenarios: \"1\" is there twice");
        }
        assertThatThrownBy(() -> play.withTurns(0)).hasMessageContaining("turns: 0");
        assertThatThrownBy(() -> play.withReAsks(-1)).hasMessageContaining("reAsks: -1");
    }
}
