package esrp.examples.integrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.model.openai.OpenAiChatModel.OpenAiChatModelBuilder;
import esrp.core.Character;
import esrp.core.Metric;
import esrp.core.Scenario;
import esrp.langchain4j.LangChain4jModel;
import esrp.openai.OpenAiModel;
import esrp.prompts.ChatException;
import esrp.prompts.ChatMessage;
import esrp.prompts.ChatModel;
import esrp.prompts.ChatRequest;
import esrp.prompts.ChatRequest.GenerationParameters;
import esrp.prompts.ChatRequest.ResponseFormat;
import esrp.prompts.ChatResponse;
import esrp.prompts.ChatResponse.FinishReason;
import esrp.prompts.ChatResponse.TokenUsage;
import esrp.prompts.NamedModel;
import esrp.prompts.run.FollowUps;
import esrp.prompts.run.Judging;
import esrp.prompts.run.JudgingResult;
import esrp.prompts.run.RolePlay;
import esrp.prompts.run.RolePlayResult;
import esrp.prompts.run.Run;
import esrp.prompts.run.RunListener;
import esrp.prompts.run.RunPolicy;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every adapter against a real server that speaks the protocol, and fails in every way a server can. */
@Timeout(120)
class AdapterTest {
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final String KEY = "sk-loopback-secret";

    private enum Adapter {
        HTTP,
        OPENAI,
        LANGCHAIN4J
    }

    private LoopbackService service;
    private final ExecutorService pool = Executors.newFixedThreadPool(8);

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws Exception {
        service = new LoopbackService(AdapterTest::play);
    }

    @AfterEach
    void stop() {
        service.close();
        pool.shutdownNow();
    }

    private ChatModel model(Adapter adapter) {
        return model(adapter, service);
    }

    private static ChatModel model(Adapter adapter, LoopbackService service) {
        return switch (adapter) {
            case HTTP -> new OpenAiModel(HttpClient.newHttpClient(), service.base(), "test-model", KEY);
            case OPENAI -> OpenAiChatModel.of(service.base().toString(), KEY, "test-model");
            case LANGCHAIN4J ->
                new LangChain4jModel(new OpenAiChatModelBuilder()
                        .baseUrl(service.base().toString())
                        .apiKey(KEY)
                        .modelName("test-model")
                        .maxRetries(0)
                        .build());
        };
    }

    private static ChatException failure(ChatModel model) {
        return catchThrowableOfType(ChatException.class, () -> model.chat(ChatRequest.of("x")));
    }

    @ParameterizedTest
    @EnumSource
    void everythingIsSentAndEverythingIsRead(Adapter adapter) throws Exception {
        service.first(LoopbackService.says("你好！\n\"再见\"", "length"));
        ChatResponse response = model(adapter)
                .chat(ChatRequest.of(
                                ChatMessage.system("设定"),
                                ChatMessage.user("问"),
                                ChatMessage.assistant("答"),
                                ChatMessage.user("再问"))
                        .withParameters(GenerationParameters.paper().withSeed(7).withStop(List.of("停")))
                        .withFormat(ResponseFormat.jsonSchema("scores", "{\"type\":\"object\",\"properties\":{}}")));
        assertThat(response)
                .isEqualTo(new ChatResponse(
                        "你好！\n\"再见\"",
                        FinishReason.LENGTH,
                        Optional.of(new TokenUsage(11, 7)),
                        Optional.of("test-model-2026-01-01"),
                        Optional.of("chatcmpl-1")));
        JsonNode sent = service.requests().get(0);
        assertThat(sent.path("model").asText()).isEqualTo("test-model");
        List<String> messages = new ArrayList<>();
        sent.path("messages")
                .forEach(message -> messages.add(message.path("role").asText() + ":" + text(message.path("content"))));
        assertThat(messages).containsExactly("system:设定", "user:问", "assistant:答", "user:再问");
        assertThat(sent.path("max_tokens").asInt()
                        + sent.path("max_completion_tokens").asInt())
                .isEqualTo(256);
        assertThat(sent.path("temperature").asDouble()).isEqualTo(0.7);
        assertThat(sent.path("top_p").asDouble()).isEqualTo(0.95);
        // LangChain4j has no common parameter for it.
        assertThat(sent.path("seed").asInt()).isEqualTo(adapter == Adapter.LANGCHAIN4J ? 0 : 7);
        assertThat(sent.path("stop").toString()).isEqualTo("[\"停\"]");
        assertThat(sent.path("response_format").path("type").asText()).isEqualTo("json_schema");
        assertThat(sent.path("response_format").path("json_schema").path("name").asText())
                .isEqualTo("scores");
        assertThat(service.keys()).containsExactly("Bearer " + KEY);
    }

    private static String text(JsonNode content) {
        return content.isArray() ? content.path(0).path("text").asText() : content.asText();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsEmptyIsNotSent(Adapter adapter) throws Exception {
        assertThat(model(adapter).chat(ChatRequest.of("x")).finishReason()).isEqualTo(FinishReason.STOP);
        List<String> names = new ArrayList<>();
        service.requests().get(0).fieldNames().forEachRemaining(names::add);
        assertThat(names)
                .doesNotContain(
                        "max_tokens",
                        "max_completion_tokens",
                        "temperature",
                        "top_p",
                        "seed",
                        "stop",
                        "response_format");
    }

    @ParameterizedTest
    @EnumSource
    void aRateLimitIsARateLimitAndIsNotRetriedByTheClient(Adapter adapter) {
        service.first(LoopbackService.fails(429, "Retry-After", "3"));
        ChatException failure = failure(model(adapter));
        assertThat(failure.kind()).isEqualTo(ChatException.Kind.RATE_LIMITED);
        if (adapter == Adapter.LANGCHAIN4J) {
            // Its exceptions do not carry headers.
            assertThat(failure.retryAfter()).isEmpty();
        } else {
            assertThat(failure.retryAfter()).contains(Duration.ofSeconds(3));
        }
        assertThat(service.requests()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void everyFailureHasItsKind(Adapter adapter) {
        ChatModel model = model(adapter);
        service.first(LoopbackService.fails(500));
        assertThat(failure(model).kind()).isEqualTo(ChatException.Kind.TRANSIENT);
        service.first(LoopbackService.fails(503));
        assertThat(failure(model).kind()).isEqualTo(ChatException.Kind.TRANSIENT);
        service.first(LoopbackService.fails(400));
        assertThat(failure(model).kind()).isEqualTo(ChatException.Kind.REJECTED);
        service.first(LoopbackService.fails(401));
        assertThat(failure(model).kind()).isEqualTo(ChatException.Kind.REJECTED);
        service.first(LoopbackService.cutsOff());
        assertThat(failure(model).retryable()).isTrue();
        service.first(LoopbackService.garbles());
        assertThat(failure(model).kind()).isEqualTo(ChatException.Kind.TRANSIENT);
        assertThat(service.requests()).hasSize(6);
    }

    @ParameterizedTest
    @EnumSource
    void aWithheldReplySaysSo(Adapter adapter) throws Exception {
        service.first(LoopbackService.says("", "content_filter"));
        ChatResponse response = model(adapter).chat(ChatRequest.of("x"));
        assertThat(response.finishReason()).isEqualTo(FinishReason.CONTENT_FILTER);
        assertThat(response.text()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aServiceThatIsNotThereIsAPassingFault(Adapter adapter) {
        ChatModel model = model(adapter);
        service.close();
        assertThat(failure(model).retryable()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void aServiceThatHangsTimesOut(Adapter adapter) throws Exception {
        service.first(service.hangs());
        RunPolicy policy = RunPolicy.withDefaults()
                .withCallTimeout(Duration.ofMillis(500))
                .withWaits(SHORT, SHORT.multipliedBy(2));
        try (Run run = Run.inMemory(pool, policy)) {
            assertThat(run.ask(new NamedModel("m", model(adapter)), List.of(ChatRequest.of("x")), 0))
                    .hasSize(1);
            assertThat(run.progress().answered()).isEqualTo(1);
            assertThat(run.progress().retries()).isEqualTo(1);
        }
    }

    @Test
    void anEndlessBodyIsCutOff() throws Exception {
        service.first(LoopbackService.neverEnds());
        ChatException failure = failure(model(Adapter.HTTP));
        assertThat(failure.kind()).isEqualTo(ChatException.Kind.TRANSIENT);
        assertThat(failure).hasMessageContaining("the body is longer than");
    }

    @ParameterizedTest
    @EnumSource
    void aWrongPortEndsTheRunAfterItsFirstCallsWithTheCause(Adapter adapter) throws Exception {
        service.close();
        RunPolicy policy = RunPolicy.withDefaults().withWaits(SHORT, SHORT.multipliedBy(2));
        try (Run run = Run.inMemory(Runnable::run, policy)) {
            List<ChatRequest> questions = Collections.nCopies(200, ChatRequest.of("x"));
            assertThat(run.ask(new NamedModel("m", model(adapter)), questions, 0))
                    .allSatisfy(reply -> assertThat(reply.detail().orElseThrow())
                            .contains("the first 4 calls all failed alike (no connection)"));
            assertThat(run.progress().calls()).isEqualTo(4);
        }
    }

    /** Every fifth question fails first, in one of five ways; {@code -Desrp.questions} asks more. */
    @ParameterizedTest
    @EnumSource
    @Timeout(1200)
    void nothingIsLostAndNothingIsThereTwice(Adapter adapter) throws Exception {
        int n = Integer.getInteger("esrp.questions", 500);
        Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
        List<LoopbackService.Behaviour> faults = List.of(
                LoopbackService.fails(429),
                LoopbackService.fails(500),
                LoopbackService.fails(503),
                LoopbackService.cutsOff(),
                LoopbackService.garbles());
        try (LoopbackService flaky = new LoopbackService((exchange, request) -> {
            String question = text(request.path("messages").path(0).path("content"));
            int number = Integer.parseInt(question);
            int times =
                    asked.computeIfAbsent(question, any -> new AtomicInteger()).incrementAndGet();
            (number % 5 == 0 && times == 1
                            ? faults.get(number / 5 % faults.size())
                            : LoopbackService.says("re " + question, "stop"))
                    .answer(exchange, request);
        })) {
            NamedModel model = new NamedModel("m", model(adapter, flaky));
            List<ChatRequest> questions = IntStream.range(0, n)
                    .mapToObj(i -> ChatRequest.of(Integer.toString(i)))
                    .toList();
            RunPolicy policy = RunPolicy.withDefaults()
                    .withConcurrency(8)
                    .withDurability(RunPolicy.Durability.WRITTEN)
                    .withWaits(SHORT, SHORT.multipliedBy(2));
            for (int time = 0; time < 2; time++) {
                try (Run run = Run.open(folder, pool, policy)) {
                    assertThat(run.ask(model, questions, 0))
                            .extracting(Run.Reply::toString)
                            .isEqualTo(IntStream.range(0, n)
                                    .mapToObj(i -> "re " + i)
                                    .toList());
                    assertThat(run.progress().replayed()).isEqualTo(time == 0 ? 0 : n);
                }
            }
            assertThat(asked.values().stream().mapToInt(AtomicInteger::get).sum())
                    .isEqualTo(n + (n + 4) / 5);
        }
        try (Stream<String> lines = Files.lines(folder.resolve(Run.JOURNAL))) {
            assertThat(lines.filter(line -> line.contains("\"re "))).hasSize(n);
        }
    }

    /** Role-play and judging end to end, while the service fails in every way it can. */
    @ParameterizedTest
    @EnumSource
    void rolePlayAndJudgingSurviveTheService(Adapter adapter) throws Exception {
        service.first(
                LoopbackService.fails(429, "Retry-After", "2"),
                LoopbackService.fails(500),
                LoopbackService.cutsOff(),
                LoopbackService.garbles(),
                service.hangs(),
                LoopbackService.says("", "content_filter"),
                LoopbackService.fails(503, "Retry-After", "1"));
        List<Duration> waits = Collections.synchronizedList(new ArrayList<>());
        RunPolicy policy = RunPolicy.withDefaults()
                .withConcurrency(4)
                .withTries(8)
                .withCallTimeout(Duration.ofSeconds(2))
                .withWaits(SHORT, SHORT.multipliedBy(2))
                .withListener(new RunListener() {
                    @Override
                    public void happened(Progress progress) {}

                    @Override
                    public void retrying(
                            String model, ChatException.Kind kind, int tries, Duration pause, Progress progress) {
                        waits.add(pause);
                    }
                });
        NamedModel candidate = new NamedModel("candidate", model(adapter));
        NamedModel judge = new NamedModel("judge", model(adapter));
        List<Character> characters = List.of(Character.of("《灯塔》的小满"), Character.of("《灯塔》的阿岚"));
        List<Scenario> scenarios = List.of(Scenario.of("1", "今天好累。"), Scenario.of("2", "考试没考好。"));
        try (Run run = Run.open(folder, pool, policy)) {
            RolePlayResult played = RolePlay.withDefaults()
                    .with(FollowUps.simulated(candidate))
                    .play(run, characters, scenarios, List.of(candidate));
            assertThat(played.incomplete()).isEmpty();
            assertThat(played.dialogues())
                    .hasSize(4)
                    .allMatch(dialogue -> dialogue.turns().size() == 2);
            JudgingResult judged = Judging.withDefaults().judge(run, played.dialogues(), characters, List.of(judge));
            assertThat(judged.unscored()).isEmpty();
            assertThat(judged.ratings().size()).isEqualTo(4 * 9);
            assertThat(judged.ratings().raters()).containsExactly("model:judge");
            assertThat(judged.manifest().models().get("judge")).containsExactly("test-model-2026-01-01");
            assertThat(run.progress().unanswered()).isZero();
            assertThat(run.progress().retries()).isGreaterThanOrEqualTo(5);
        }
        if (adapter != Adapter.LANGCHAIN4J) {
            assertThat(waits).anyMatch(time -> time.compareTo(Duration.ofSeconds(2)) >= 0);
        }
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                assertThat(Files.readString(file)).doesNotContain(KEY);
            }
        }
    }

    @Test
    void retryAfterIsSecondsOrADate() {
        Clock clock = Clock.fixed(Instant.parse("2026-11-23T06:00:00Z"), ZoneOffset.UTC);
        assertThat(RetryAfter.parse("120", clock)).contains(Duration.ofMinutes(2));
        assertThat(RetryAfter.parse("Mon, 23 Nov 2026 06:00:30 GMT", clock)).contains(Duration.ofSeconds(30));
        assertThat(RetryAfter.parse("Mon, 23 Nov 2026 05:00:30 GMT", clock)).contains(Duration.ZERO);
        assertThat(RetryAfter.parse("soon", clock)).isEmpty();
        assertThat(RetryAfter.parse("-1", clock)).isEmpty();
    }

    /** What the service says: scores if it is asked for scores, a reply of the right length if not. */
    private static String play(JsonNode request) {
        StringBuilder prompt = new StringBuilder();
        request.path("messages").forEach(message -> prompt.append(text(message.path("content"))));
        String scores = Metric.esrp().stream()
                .map(Metric::name)
                .map(name -> "\"" + name.in("zh") + "\"")
                .filter(name -> prompt.indexOf(name + ": {") >= 0)
                .map(name -> name + ": {\"score\": 4, \"explanation\": \"好\"}")
                .collect(Collectors.joining(", ", "{", "}"));
        return scores.equals("{}") ? "今天也辛苦了，".repeat(9) + "早点睡。" : scores;
    }
}
