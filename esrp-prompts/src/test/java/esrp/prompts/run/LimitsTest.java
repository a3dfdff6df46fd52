package esrp.prompts.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import esrp.core.Character;
import esrp.core.Scenario;
import esrp.prompts.ChatException;
import esrp.prompts.ChatModel;
import esrp.prompts.ChatRequest;
import esrp.prompts.ChatResponse;
import esrp.prompts.ChatResponse.FinishReason;
import esrp.prompts.ChatResponse.TokenUsage;
import esrp.prompts.NamedModel;
import esrp.prompts.run.RunPolicy.Budget;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits hold and nothing hangs, whatever clients, services and executors do. */
@Timeout(120)
class LimitsTest {
    private static final Executor HERE = Runnable::run;

    private final VirtualClock clock = new VirtualClock();
    private final ExecutorService pool = Executors.newFixedThreadPool(8);
    private final CountDownLatch released = new CountDownLatch(1);
    private final RunPolicy policy = RunPolicy.withDefaults()
            .withDurability(RunPolicy.Durability.WRITTEN)
            .withWaits(Duration.ofMillis(1), Duration.ofMillis(2));

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        released.countDown();
        pool.shutdownNow();
    }

    private static List<ChatRequest> questions(int n) {
        return IntStream.range(0, n)
                .mapToObj(i -> ChatRequest.of("question " + i))
                .toList();
    }

    private static List<Run.FailureReason> failures(List<Run.Reply> replies) {
        return replies.stream().flatMap(reply -> reply.failure().stream()).toList();
    }

    @Test
    void aRunThatItsOwnClientClosesSaysSo() throws Exception {
        for (Run run : List.of(Run.open(folder, pool, policy), Run.inMemory(pool, policy))) {
            NamedModel closing = ChatModel.of("m", request -> {
                run.close();
                return "answer";
            });
            assertThatThrownBy(() -> run.ask(closing, questions(20), 0))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the run was closed while its step was under way; what was answered before is kept");
            assertThatThrownBy(() -> run.ask(closing, questions(1), 0))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the run is closed; open it again");
            run.close();
        }
        Run copy = Run.soFar(folder);
        copy.close();
        copy.close();
    }

    @Test
    void anInterruptBeforeOpeningEndsTheFirstStep() throws Exception {
        for (String torn : List.of("", new String(JournalLines.header(), StandardCharsets.UTF_8).substring(0, 9))) {
            Path home = Files.createDirectories(folder.resolve("run" + torn.length()));
            Files.writeString(home.resolve(Run.JOURNAL), torn);
            Thread.currentThread().interrupt();
            try (Run run = Run.open(home, HERE)) {
                assertThatThrownBy(() -> run.ask(ChatModel.of("m", request -> "answer"), questions(2), 0))
                        .isInstanceOf(InterruptedException.class);
            }
            assertThat(Thread.interrupted()).isFalse();
        }
    }

    /** Answers, but ignores every interrupt at question 7 until it is released. */
    private NamedModel deaf(CountDownLatch stuck) {
        return ChatModel.of("m", request -> {
            if (request.prompt().equals("question 7")) {
                stuck.countDown();
                while (released.getCount() > 0) {
                    boolean ignored = Thread.interrupted();
                    Thread.onSpinWait();
                }
            }
            return "answer";
        });
    }

    private Executor executor(String kind) {
        return switch (kind) {
            case "here" -> HERE;
            case "pool" -> pool;
            default -> task -> {};
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"here", "pool", "discarding"})
    void aDeafClientCostsItsQuestionAndItsLateAnswerIsKept(String executor) throws Exception {
        RunPolicy quick = policy.withCallTimeout(Duration.ofMillis(50)).withTries(1);
        try (Run run = Run.open(folder, executor(executor), quick)) {
            List<Run.Reply> replies = run.ask(deaf(new CountDownLatch(1)), questions(30), 0);
            assertThat(failures(replies)).containsExactly(Run.FailureReason.TIMEOUT);
            assertThat(replies.get(7).detail().orElseThrow()).contains("ignored the interrupt");
            assertThat(run.progress().abandoned()).isEqualTo(1);
            assertThat(run.progress()).asString().endsWith("1 calls abandoned");
            released.countDown();
            while (run.progress().answered() < 30) {
                Thread.onSpinWait();
            }
        }
        try (Run run = Run.open(folder, HERE, policy)) {
            NamedModel nobody = ChatModel.of("m", request -> {
                throw new AssertionError("nothing is left to ask");
            });
            assertThat(failures(run.ask(nobody, questions(30), 0))).isEmpty();
            assertThat(run.progress().calls()).isEqualTo(30);
        }
    }

    /** Failed before: 500 questions left 500 threads behind. */
    @Test
    void deafClientsHoldABoundedNumberOfThreadsAndTheModelIsAskedAgainWhenTheyEnd() throws Exception {
        AtomicInteger holding = new AtomicInteger();
        NamedModel deaf = ChatModel.of("m", request -> {
            holding.incrementAndGet();
            while (released.getCount() > 0) {
                try {
                    clock.sleep(Duration.ofDays(1));
                } catch (InterruptedException ignored) {
                    Thread.onSpinWait();
                }
            }
            holding.decrementAndGet();
            return "late";
        });
        try (Run run =
                Run.inMemory(HERE, policy.withClock(clock).withConcurrency(1).withTries(1))) {
            List<Run.Reply> replies = run.ask(deaf, questions(500), 0);
            assertThat(failures(replies)).hasSize(500).containsOnly(Run.FailureReason.TIMEOUT);
            assertThat(replies.get(499).detail().orElseThrow()).startsWith("64 calls ignored their interrupt");
            assertThat(holding).hasValue(64);
            released.countDown();
            while (run.progress().answered() < 64) {
                Thread.onSpinWait();
            }
            assertThat(failures(run.ask(deaf, questions(500), 0))).isEmpty();
        }
    }

    /** As where a client fills the memory with an endless body, and the thread of the timers dies of it. */
    @Test
    void aCallEndsAlthoughNoAlarmRings() throws Exception {
        RunClock broken = new RunClock() {
            @Override
            public long nanoTime() {
                return RunClock.system().nanoTime();
            }

            @Override
            public Instant now() {
                return RunClock.system().now();
            }

            @Override
            public void sleep(Duration time) throws InterruptedException {
                RunClock.system().sleep(time);
            }

            @Override
            public Alarm alarm(Duration time, Runnable action) {
                return () -> {};
            }
        };
        RunPolicy quick = policy.withCallTimeout(Duration.ofMillis(1)).withTries(1);
        try (Run run = Run.inMemory(HERE, quick.withClock(broken))) {
            assertThat(failures(run.ask(deaf(new CountDownLatch(1)), questions(8), 0)))
                    .containsExactly(Run.FailureReason.TIMEOUT);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"here", "pool"})
    void theDeadlineHoldsForADeafClient(String executor) throws Exception {
        try (Run run = Run.inMemory(executor(executor), policy.withDeadline(Duration.ofMillis(300)))) {
            List<Run.Reply> replies = run.ask(deaf(new CountDownLatch(1)), questions(8), 0);
            assertThat(failures(replies)).isNotEmpty().containsOnly(Run.FailureReason.DEADLINE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"here", "pool"})
    void cancellingAndInterruptingHoldForADeafClient(String executor) throws Exception {
        for (boolean interrupt : new boolean[] {false, true}) {
            CountDownLatch stuck = new CountDownLatch(1);
            try (Run run = Run.inMemory(executor(executor), policy)) {
                Thread caller = Thread.currentThread();
                Thread other = new Thread(() -> {
                    try {
                        stuck.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    if (interrupt) {
                        caller.interrupt();
                    } else {
                        run.cancel();
                    }
                });
                other.start();
                if (interrupt) {
                    assertThatThrownBy(() -> run.ask(deaf(stuck), questions(8), 0))
                            .isInstanceOf(InterruptedException.class);
                } else {
                    assertThat(failures(run.ask(deaf(stuck), questions(8), 0)))
                            .containsOnly(Run.FailureReason.CANCELLED);
                }
                other.join();
                assertThat(Thread.interrupted()).isFalse();
                assertThat(run.progress().abandoned()).isEqualTo(1);
            }
        }
    }

    /** Failed before: the exception came at once, and who had been hired went on asking behind the caller's back. */
    @Test
    void anExecutorThatFailsLeavesNobodyAtWork() throws Exception {
        AtomicInteger hired = new AtomicInteger();
        AtomicInteger underWay = new AtomicInteger();
        CountDownLatch began = new CountDownLatch(1);
        Executor broken = task -> {
            if (hired.incrementAndGet() == 2) {
                try {
                    began.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                throw new IllegalStateException("broken");
            }
            pool.execute(task);
        };
        NamedModel model = ChatModel.of("m", request -> {
            underWay.incrementAndGet();
            began.countDown();
            try {
                released.await();
            } finally {
                underWay.decrementAndGet();
            }
            return "answer";
        });
        try (Run run = Run.inMemory(broken, policy)) {
            assertThatThrownBy(() -> run.ask(model, questions(50), 0))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("broken");
            assertThat(underWay).hasValue(0);
            assertThat(run.cancelled()).isTrue();
        }
    }

    /** Failed before: a second per megabyte and call, and the message was kept whole. */
    @Test
    void aMessageWithTheBodyOfAReplyIsCut() throws Exception {
        try (Run run = Run.inMemory(HERE, policy.withTries(1))) {
            NamedModel wordy = ChatModel.of("m", request -> {
                throw new IllegalStateException("HTTP 429: " + "<p>busy</p>".repeat(1 << 20));
            });
            Run.Reply reply = run.ask(wordy, questions(1), 0).get(0);
            assertThat(reply.failure()).contains(Run.FailureReason.RATE_LIMITED);
            assertThat(reply.detail().orElseThrow())
                    .contains("HTTP 429: <p>busy")
                    .hasSizeLessThan(5000);
        }
    }

    /** Failed before: the exception of {@code getMessage} ended the run. */
    @Test
    void anExceptionWhoseMessageCannotBeReadCostsItsQuestionAlone() throws Exception {
        try (Run run = Run.inMemory(HERE, policy.withTries(1))) {
            NamedModel broken = ChatModel.of("m", request -> {
                if (request.prompt().equals("question 1")) {
                    throw new Unreadable();
                }
                return "answer";
            });
            List<Run.Reply> replies = run.ask(broken, questions(3), 0);
            assertThat(failures(replies)).containsExactly(Run.FailureReason.CLIENT_FAULT);
            assertThat(replies.get(1).detail().orElseThrow()).contains("cannot be read");
        }
    }

    private static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message");
        }
    }

    @Test
    void workersThatComeLateFindNothingToDoAndNoResultIsNull() throws Exception {
        Executor late = task -> CompletableFuture.delayedExecutor(3, TimeUnit.MILLISECONDS, pool)
                .execute(task);
        for (int i = 0; i < 40; i++) {
            AtomicReference<Run> self = new AtomicReference<>();
            int at = i;
            AtomicInteger calls = new AtomicInteger();
            NamedModel model = ChatModel.of("m", request -> {
                if (calls.incrementAndGet() == at) {
                    Objects.requireNonNull(self.get()).cancel();
                }
                Thread.sleep(0, 300_000);
                return "answer";
            });
            try (Run run = Run.inMemory(late, policy)) {
                self.set(run);
                assertThat(run.ask(model, questions(60), 0)).hasSize(60).doesNotContainNull();
            }
        }
    }

    @Test
    void theOnlyThreadOfAnExecutorMayRunAStepOnIt() throws Exception {
        ExecutorService one = Executors.newSingleThreadExecutor();
        try (Run run = Run.inMemory(one, policy)) {
            NamedModel model = ChatModel.of("m", request -> "answer");
            assertThat(one.submit(() -> run.ask(model, questions(20), 0)).get()).hasSize(20);
        } finally {
            one.shutdownNow();
        }
    }

    @Test
    void callsCountFromTheirStartWhateverBecomesOfTheProcess() throws Exception {
        Path copy = folder.resolve("copy");
        Path original = folder.resolve("original");
        AtomicInteger calls = new AtomicInteger();
        NamedModel model = ChatModel.of("m", request -> {
            if (calls.incrementAndGet() == 7) {
                // What is on disk if the process dies now.
                Files.createDirectories(copy);
                Files.copy(original.resolve(Run.JOURNAL), copy.resolve(Run.JOURNAL));
            }
            throw ChatException.of(ChatException.Kind.TRANSIENT, "down");
        });
        RunPolicy limited = policy.withBudget(Budget.unlimited().withCalls(10))
                .withPrice("m", new BigDecimal("1"), new BigDecimal("1"));
        try (Run run = Run.open(original, HERE, limited)) {
            assertThat(failures(run.ask(model, questions(9), 0))).contains(Run.FailureReason.BUDGET);
        }
        assertThat(calls).hasValue(10);
        try (Run run = Run.open(copy, HERE, limited)) {
            assertThat(run.progress().calls()).isEqualTo(7);
            // The seventh is uncertain: it has cost what the request and the longest reply are estimated at.
            assertThat(run.progress().usage()).isEqualTo(new TokenUsage(4 + 3, 512));
            assertThat(run.progress().cost().signum()).isPositive();
            assertThat(failures(run.ask(model, questions(9), 0))).contains(Run.FailureReason.BUDGET);
        }
        assertThat(calls).hasValue(13);
    }

    @Test
    void aBudgetHoldsThroughManyCancellations() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        RunPolicy limited = policy.withBudget(Budget.unlimited().withCalls(100));
        for (int i = 0; i < 20; i++) {
            AtomicReference<Run> self = new AtomicReference<>();
            AtomicInteger mine = new AtomicInteger();
            NamedModel model = ChatModel.of("m", request -> {
                calls.incrementAndGet();
                if (mine.incrementAndGet() == 9) {
                    Objects.requireNonNull(self.get()).cancel();
                }
                released.await();
                return "never";
            });
            RunListener cancelling = new RunListener() {
                @Override
                public void happened(Progress progress) {}

                @Override
                public void gaveUp(String by, Run.FailureReason reason, Progress progress) {
                    if (reason == Run.FailureReason.BUDGET) {
                        Objects.requireNonNull(self.get()).cancel();
                    }
                }
            };
            try (Run run = Run.open(folder, pool, limited.withListener(cancelling))) {
                self.set(run);
                assertThat(run.ask(model, questions(50), 0)).hasSize(50);
                assertThat(run.progress().calls()).isBetween(calls.longValue(), 100L);
            }
        }
        assertThat(calls.get()).isLessThanOrEqualTo(100);
    }

    @Test
    void aLongerRetryAfterThanThePolicyAllowsFailsTheQuestionsWithoutAWait() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        NamedModel model = ChatModel.of("m", request -> {
            calls.incrementAndGet();
            throw ChatException.rateLimited("come back", Duration.ofDays(1));
        });
        try (Run run = Run.inMemory(HERE, policy.withClock(clock))) {
            List<Run.Reply> replies = run.ask(model, questions(5), 0);
            assertThat(failures(replies)).hasSize(5).containsOnly(Run.FailureReason.RATE_LIMITED);
            assertThat(replies)
                    .allSatisfy(reply -> assertThat(reply.detail().orElseThrow())
                            .contains("PT24H")
                            .contains("PT1M"));
        }
        assertThat(calls).hasValue(1);
        assertThat(clock.slept()).isEmpty();
        try (Run run =
                Run.inMemory(HERE, policy.withClock(clock).withTries(2).withLongestRetryAfter(Duration.ofDays(2)))) {
            assertThat(run.ask(model, questions(1), 0)).hasSize(1);
        }
        assertThat(clock.slept()).containsExactly(Duration.ofDays(1));
        assertThatThrownBy(() -> policy.withLongestRetryAfter(Duration.ofSeconds(-1)))
                .hasMessageContaining("longestRetryAfter");
    }

    @Test
    void accountingNeverCostsAnAnswer() throws Exception {
        String tag = "t".repeat(60_000);
        NamedModel model = new NamedModel(
                "m",
                request -> new ChatResponse(
                        "answer",
                        FinishReason.STOP,
                        Optional.of(new TokenUsage(Long.MAX_VALUE, -1)),
                        Optional.of("m-1"),
                        Optional.of("r".repeat(70 << 20))));
        List<ChatRequest> tagged =
                questions(3).stream().map(request -> request.withTag(tag, "v")).toList();
        try (Run run = Run.open(folder, HERE, policy)) {
            assertThat(failures(run.ask(model, tagged, 0))).isEmpty();
        }
        assertThat(Files.size(folder.resolve(Run.JOURNAL))).isLessThan(1 << 20);
        try (Run run = Run.open(folder, HERE, policy)) {
            assertThat(failures(run.ask(model, tagged, 0))).isEmpty();
            assertThat(run.progress().replayed()).isEqualTo(3);
            assertThat(run.progress().usage()).isEqualTo(new TokenUsage(Long.MAX_VALUE, 0));
        }
    }

    @Test
    void tagsThatNoLineCouldHoldAreRefusedBeforeTheCall() throws Exception {
        NamedModel model = ChatModel.of("m", request -> {
            throw new AssertionError("not called");
        });
        try (Run run = Run.inMemory(HERE, policy)) {
            assertThatThrownBy(() -> run.ask(model, List.of(ChatRequest.of("x").withTag("t", "v".repeat(2 << 20))), 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("tags");
        }
    }

    /** Another library's exception. */
    static final class HttpException extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final int status;

        HttpException(int status) {
            super("no");
            this.status = status;
        }

        public int statusCode() {
            return status;
        }
    }

    private static final class RateLimitException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    static Stream<Arguments> unchecked() {
        return Stream.of(
                Arguments.of(new RuntimeException("429"), Run.FailureReason.RATE_LIMITED, 5),
                Arguments.of(new RuntimeException("HTTP 429: slow down"), Run.FailureReason.RATE_LIMITED, 5),
                Arguments.of(new RateLimitException(), Run.FailureReason.RATE_LIMITED, 5),
                Arguments.of(new RuntimeException("x", new HttpException(503)), Run.FailureReason.TRANSIENT, 5),
                Arguments.of(new RuntimeException("status code: 408"), Run.FailureReason.TIMEOUT, 5),
                Arguments.of(
                        new RuntimeException(new java.util.concurrent.TimeoutException()),
                        Run.FailureReason.TIMEOUT,
                        5),
                Arguments.of(new RuntimeException("Connection reset"), Run.FailureReason.TRANSIENT, 5),
                Arguments.of(
                        new IllegalStateException(ChatException.of(ChatException.Kind.TIMEOUT, "t")),
                        Run.FailureReason.TIMEOUT,
                        5),
                Arguments.of(new HttpException(400), Run.FailureReason.REJECTED, 1),
                Arguments.of(new RuntimeException("401 Unauthorized"), Run.FailureReason.REJECTED, 1),
                Arguments.of(new IllegalStateException("bug in line 500"), Run.FailureReason.CLIENT_FAULT, 2),
                Arguments.of(new NullPointerException(), Run.FailureReason.CLIENT_FAULT, 2));
    }

    @ParameterizedTest
    @MethodSource("unchecked")
    void uncheckedExceptionsAreRetriedByRule(RuntimeException thrown, Run.FailureReason reason, int tries)
            throws Exception {
        AtomicInteger calls = new AtomicInteger();
        NamedModel model = ChatModel.of("m", request -> {
            calls.incrementAndGet();
            throw thrown;
        });
        try (Run run = Run.inMemory(HERE, policy.withClock(clock).withTries(5).withFailFast(0))) {
            assertThat(failures(run.ask(model, questions(1), 0))).containsExactly(reason);
        }
        assertThat(calls).hasValue(tries);
    }

    @ParameterizedTest
    @CsvSource({"refused,TRANSIENT", "401,REJECTED", "404,REJECTED", "unchecked 404,REJECTED"})
    void ifTheFirstCallsAllFailAlikeTheModelIsAskedNoMore(String way, Run.FailureReason reason) throws Exception {
        AtomicInteger calls = new AtomicInteger();
        NamedModel model = ChatModel.of("m", request -> {
            calls.incrementAndGet();
            switch (way) {
                case "refused" -> throw new ConnectException("Connection refused");
                case "unchecked 404" -> throw new IllegalStateException(new HttpException(404));
                default -> throw ChatException.ofHttpStatus(Integer.parseInt(way), "no, request " + calls);
            }
        });
        NamedModel other = ChatModel.of("other", request -> "answer");
        RunPolicy waiting = RunPolicy.withDefaults().withClock(clock).withJitter(0);
        try (Run run = Run.inMemory(HERE, waiting)) {
            List<Run.Reply> replies = run.ask(model, questions(200), 0);
            assertThat(failures(replies)).hasSize(200).containsOnly(reason);
            assertThat(replies.get(199).detail().orElseThrow())
                    .contains("the first 4 calls all failed alike")
                    .containsIgnoringCase(way.replaceAll(".* ", ""));
            // Other models of the run are not concerned.
            assertThat(failures(run.ask(other, questions(2), 0))).isEmpty();
        }
        assertThat(calls).hasValue(4);
        assertThat(clock.slept().stream().reduce(Duration.ZERO, Duration::plus)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void oneAnswerAmongTheFirstCallsSettlesThatTheServiceIsThere() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        NamedModel model = ChatModel.of("m", request -> {
            if (calls.incrementAndGet() == 3) {
                return "answer";
            }
            throw ChatException.ofHttpStatus(404, "no");
        });
        try (Run run = Run.inMemory(HERE, policy)) {
            assertThat(failures(run.ask(model, questions(20), 0))).hasSize(19);
        }
        assertThat(calls).hasValue(20);
    }

    @Test
    void whatIsRefusedInTheSameWordsEachTimeIsNoFaultOfTheQuestion() throws Exception {
        for (String[] said : new String[][] {
            {"Unsupported parameter: max_tokens", "4"},
            {"message N is empty", "200"},
            {"the prompt triggered our content management policy", "200"}
        }) {
            AtomicInteger calls = new AtomicInteger();
            NamedModel model = ChatModel.of("m", request -> {
                throw ChatException.ofHttpStatus(400, said[0].replace("N", "" + calls.incrementAndGet()));
            });
            try (Run run = Run.inMemory(HERE, RunPolicy.withDefaults().withClock(clock))) {
                assertThat(failures(run.ask(model, questions(200), 0)))
                        .hasSize(200)
                        .containsOnly(Run.FailureReason.REJECTED);
            }
            assertThat(calls).as(said[0]).hasValue(Integer.parseInt(said[1]));
        }
    }

    @Test
    void noMoreCallsAreUnderWayThanThereAreThreads() throws Exception {
        NamedModel model = ChatModel.of("m", request -> "answer");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (Run run = Run.inMemory(threads, policy.withConcurrency(16));
                Run few = Run.inMemory(threads, policy.withConcurrency(2))) {
            RolePlay play = RolePlay.withDefaults();
            List<Character> characters = List.of(Scripted.CHARACTER);
            List<Scenario> scenarios = List.of(Scenario.of("s", "hello"));
            assertThat(play.estimate(run, characters, scenarios, List.of(model)).toString())
                    .contains("5 at a time");
            assertThat(play.estimate(few, characters, scenarios, List.of(model)).toString())
                    .contains("2 at a time");
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void aRevisionIsAPartOfTheQuestion() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        NamedModel model = ChatModel.of("m", request -> "answer " + calls.incrementAndGet());
        try (Run run = Run.open(folder, HERE, policy)) {
            for (NamedModel each : List.of(model, model.withRevision("a"), model.withRevision("b"), model)) {
                assertThat(run.ask(each, questions(1), 0)).hasSize(1);
            }
        }
        assertThat(calls).hasValue(3);
        try (Run run = Run.open(folder, HERE, policy.withRevisionsRequired(true))) {
            assertThatThrownBy(() -> run.ask(model, questions(1), 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("\"m\": has no revision");
            assertThat(run.ask(model.withRevision("b"), questions(1), 0))
                    .extracting(Run.Reply::toString)
                    .containsExactly("answer 3");
        }
        assertThatThrownBy(() -> model.withRevision(" ")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void resultsSayWhatWasRecalledFromWhen() throws Exception {
        NamedModel judge = ChatModel.of(
                "judge",
                request -> Scripted.answer(
                        "judge", Objects.requireNonNull(request.tags().get("item")), Scripted.asked(request)));
        Judging judging = Judging.withDefaults();
        clock.date(Instant.parse("2026-11-20T23:59:00Z"));
        try (Run run = Run.open(folder, HERE, policy.withClock(clock))) {
            assertThat(judging.judge(run, Scripted.dialogues(2), List.of(Scripted.CHARACTER), List.of(judge))
                            .notes())
                    .isEmpty();
            // The same again is not recalled from an earlier run.
            assertThat(judging.judge(run, Scripted.dialogues(2), List.of(Scripted.CHARACTER), List.of(judge))
                            .notes())
                    .isEmpty();
        }
        clock.date(Instant.parse("2026-11-22T00:01:00Z"));
        try (Run run = Run.open(folder, HERE, policy.withClock(clock))) {
            assertThat(judging.judge(run, Scripted.dialogues(3), List.of(Scripted.CHARACTER), List.of(judge))
                            .notes())
                    .extracting(note -> note.in("en"))
                    .containsExactly(
                            "2 answers of judge were recalled from 2026-11-20; it states no revision, so that an"
                                    + " earlier release may have given them");
            NamedModel released = judge.withRevision("7");
            JudgingResult asked =
                    judging.judge(run, Scripted.dialogues(1), List.of(Scripted.CHARACTER), List.of(released));
            assertThat(asked.notes()).isEmpty();
            assertThat(asked.manifest().settings()).containsEntry("revision judge", "7");
        }
        clock.date(Instant.parse("2026-11-25T00:00:00Z"));
        try (Run run = Run.open(folder, HERE, policy.withClock(clock))) {
            assertThat(judging.judge(
                                    run,
                                    Scripted.dialogues(1),
                                    List.of(Scripted.CHARACTER),
                                    List.of(judge.withRevision("7")))
                            .text("en"))
                    .contains("1 answer of judge (7) was recalled from 2026-11-22");
            assertThat(judging.judge(run, Scripted.dialogues(3), List.of(Scripted.CHARACTER), List.of(judge))
                            .text("en"))
                    .contains("3 answers of judge were recalled from 2026-11-20/2026-11-22");
        }
    }

    @Test
    void anEmptyResultSaysWhyItIsEmpty() throws Exception {
        NamedModel down = ChatModel.of("down", request -> {
            throw new ConnectException("nobody listens on 127.0.0.1:9");
        });
        try (Run run = Run.inMemory(HERE, policy.withClock(clock))) {
            assertThat(Judging.withDefaults()
                            .judge(run, List.of(), List.of(Scripted.CHARACTER), List.of(down))
                            .text("en"))
                    .contains("nothing was judged");
            assertThat(RolePlay.withDefaults()
                            .play(run, List.of(Scripted.CHARACTER), List.of(), List.of(down))
                            .text("en"))
                    .contains("nothing was played");
            JudgingResult failed = Judging.withDefaults()
                    .judge(run, Scripted.dialogues(30), List.of(Scripted.CHARACTER), List.of(down));
            assertThat(failed.ratings().size()).isZero();
            assertThat(failed.text("en").replace('\n', ' ')).contains("nobody listens on 127.0.0.1:9");
        }
    }

    @Test
    void progressIsPrintedFromTheFirstMomentWithItsTrouble() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        RunListener printing = RunListener.printing(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        AtomicReference<String> atFirst = new AtomicReference<>("");
        NamedModel model = ChatModel.of("m", request -> {
            atFirst.compareAndSet("", bytes.toString(StandardCharsets.UTF_8));
            throw ChatException.ofHttpStatus(503, "down");
        });
        try (Run run = Run.inMemory(HERE, policy.withClock(clock).withTries(2).withListener(printing))) {
            assertThat(run.ask(model, questions(2), 0)).hasSize(2);
        }
        assertThat(atFirst.get()).startsWith("0 s: 0/2 done");
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines().toList().get(1))
                .contains("2/2 done, 0 answered, 0 replayed, 2 unanswered, 2 retries; m: TRANSIENT");
    }

    @Test
    void aSecondWriterIsNoticedByTheFirst() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        NamedModel model = ChatModel.of("m", request -> {
            if (calls.incrementAndGet() == 3) {
                // As a process does that got past the lock.
                Files.write(
                        folder.resolve(Run.JOURNAL),
                        JournalLines.start(new CallKey(1, 2), "m", TokenUsage.ZERO),
                        java.nio.file.StandardOpenOption.APPEND);
            }
            return "answer";
        });
        try (Run run = Run.open(folder, HERE, policy)) {
            assertThatThrownBy(() -> run.ask(model, questions(50), 0))
                    .hasRootCauseInstanceOf(JournalInUseException.class);
        } catch (JournalInUseException e) {
            // Closing may say it again.
        }
        assertThat(calls).hasValue(3);
        try (Run run = Run.open(folder, HERE, policy)) {
            assertThat(failures(run.ask(model, questions(50), 0))).isEmpty();
            assertThat(run.progress().replayed()).isEqualTo(3);
        }
    }

    @Test
    void aJournalThatIsRemovedUnderARunStopsIt() throws Exception {
        NamedModel model = ChatModel.of("m", request -> {
            Files.delete(folder.resolve(Run.JOURNAL));
            return "answer";
        });
        try (Run run = Run.open(folder, HERE, policy)) {
            assertThatThrownBy(() -> run.ask(model, questions(5), 0)).hasMessageContaining("was removed");
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("removed");
        }
    }
}
