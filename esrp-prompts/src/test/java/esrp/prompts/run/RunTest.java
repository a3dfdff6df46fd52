package esrp.prompts.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import esrp.prompts.ChatException;
import esrp.prompts.ChatModel;
import esrp.prompts.ChatRequest;
import esrp.prompts.ChatResponse;
import esrp.prompts.ChatResponse.TokenUsage;
import esrp.prompts.NamedModel;
import esrp.prompts.run.RunPolicy.Budget;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class RunTest {
    private static final Executor HERE = Runnable::run;

    private final VirtualClock clock = new VirtualClock();
    private final RunPolicy policy = RunPolicy.withDefaults()
            .withClock(clock)
            .withDurability(RunPolicy.Durability.WRITTEN)
            .withJitter(0);
    private final ExecutorService pool = Executors.newFixedThreadPool(8);

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        pool.shutdownNow();
    }

    /** Asks one question an input. */
    private static Run.Task<Integer, Outcome> asking(NamedModel model) {
        return (input, caller) -> caller.ask(model, ChatRequest.of("question " + input), 0, 0);
    }

    private static List<Integer> numbers(int n) {
        return IntStream.range(0, n).boxed().toList();
    }

    private static String text(Outcome outcome) {
        return outcome instanceof Outcome.Answered answered
                ? answered.response().text()
                : outcome.toString();
    }

    private static Run.FailureReason reason(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Unanswered.class);
        return ((Outcome.Unanswered) outcome).reason();
    }

    private static NamedModel failing(AtomicInteger calls, ChatException... failures) {
        return ChatModel.of("m", request -> {
            int call = calls.getAndIncrement();
            if (call < failures.length) {
                throw failures[call];
            }
            return "answer";
        });
    }

    @Test
    void resultsStandWhereTheirInputsStand() throws Exception {
        NamedModel model = ChatModel.of("m", request -> request.prompt().toUpperCase(java.util.Locale.ROOT));
        try (Run run = Run.open(folder, pool, policy)) {
            List<Outcome> outcomes = run.each(numbers(500), asking(model));
            assertThat(outcomes)
                    .extracting(RunTest::text)
                    .isEqualTo(IntStream.range(0, 500)
                            .mapToObj(i -> "QUESTION " + i)
                            .toList());
            assertThat(run.progress().answered()).isEqualTo(500);
            assertThat(run.progress().done()).isEqualTo(500);
            assertThat(run.progress().calls()).isEqualTo(500);
            assertThat(run.folder()).contains(folder);
        }
    }

    @Test
    void anAnsweredQuestionIsNotAskedAgain() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        NamedModel model = ChatModel.of("m", request -> "answer " + calls.incrementAndGet());
        List<Outcome> first;
        try (Run run = Run.open(folder, HERE, policy)) {
            first = run.each(numbers(5), asking(model));
            assertThat(run.each(numbers(5), asking(model)))
                    .extracting(RunTest::text)
                    .isEqualTo(first.stream().map(RunTest::text).toList());
        }
        try (Run run = Run.open(folder, HERE, policy)) {
            List<Outcome> second = run.each(numbers(6), asking(model));
            assertThat(second.subList(0, 5))
                    .extracting(RunTest::text)
                    .isEqualTo(first.stream().map(RunTest::text).toList());
            assertThat(second.subList(0, 5)).allMatch(outcome -> ((Outcome.Answered) outcome).replayed());
            assertThat(((Outcome.Answered) second.get(5)).replayed()).isFalse();
            assertThat(run.progress().replayed()).isEqualTo(5);
            assertThat(run.progress().calls()).isEqualTo(6);
        }
        assertThat(calls).hasValue(6);
    }

    @Test
    void replicatesAndAttemptsAreQuestionsOfTheirOwn() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        NamedModel model = ChatModel.of("m", request -> "answer " + calls.incrementAndGet());
        try (Run run = Run.inMemory(HERE, policy)) {
            List<List<String>> texts = run.each(
                    List.of("same"),
                    (input, caller) -> List.of(
                            text(caller.ask(model, ChatRequest.of(input), 0, 0)),
                            text(caller.ask(model, ChatRequest.of(input), 1, 0)),
                            text(caller.ask(model, ChatRequest.of(input), 0, 1)),
                            text(caller.ask(model, ChatRequest.of(input), 1, 0))));
            assertThat(texts.get(0)).containsExactly("answer 1", "answer 2", "answer 3", "answer 2");
            assertThat(run.folder()).isEmpty();
        }
    }

    @Test
    void theSameQuestionAtTheSameTimeIsAskedOnce() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        CyclicBarrier together = new CyclicBarrier(8);
        NamedModel model = ChatModel.of("m", request -> "answer " + calls.incrementAndGet());
        try (Run run = Run.open(folder, pool, policy.withConcurrency(8))) {
            List<Outcome> outcomes = run.each(numbers(8), (input, caller) -> {
                try {
                    together.await();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
                return caller.ask(model, ChatRequest.of("same"), 0, 0);
            });
            assertThat(outcomes).extracting(RunTest::text).containsOnly("answer 1");
            assertThat(outcomes)
                    .filteredOn(o -> !((Outcome.Answered) o).replayed())
                    .hasSize(1);
        }
        assertThat(calls).hasValue(1);
    }

    @Test
    void whoAsksTheSameMeanwhileSharesTheFailure() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch waiting = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        NamedModel model = ChatModel.of("m", request -> {
            calls.incrementAndGet();
            asked.countDown();
            waiting.await();
            throw ChatException.of(ChatException.Kind.REJECTED, "no");
        });
        try (Run run = Run.inMemory(pool, policy.withConcurrency(2))) {
            List<Outcome> outcomes = run.each(numbers(2), (input, caller) -> {
                if (input == 1) {
                    try {
                        asked.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    Thread here = Thread.currentThread();
                    new Thread(() -> {
                                while (here.getState() != Thread.State.WAITING) {
                                    Thread.onSpinWait();
                                }
                                waiting.countDown();
                            })
                            .start();
                }
                return caller.ask(model, ChatRequest.of("same"), 0, 0);
            });
            assertThat(outcomes).extracting(RunTest::reason).containsOnly(Run.FailureReason.REJECTED);
            assertThat(run.progress().unanswered()).isEqualTo(2);
        }
        assertThat(calls).hasValue(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = ChatException.Kind.class,
            names = {"RATE_LIMITED", "TIMEOUT", "TRANSIENT"})
    void failuresThatMayPassAreTriedAgainWithGrowingWaits(ChatException.Kind kind) throws Exception {
        AtomicInteger calls = new AtomicInteger();
        ChatException failure = ChatException.of(kind, "later");
        NamedModel model = failing(calls, failure, failure, failure);
        try (Run run = Run.open(folder, HERE, policy)) {
            assertThat(run.each(numbers(1), asking(model)))
                    .extracting(RunTest::text)
                    .containsExactly("answer");
            assertThat(run.progress().retries()).isEqualTo(3);
            assertThat(run.progress().calls()).isEqualTo(4);
        }
        assertThat(clock.slept()).containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2));
        try (Journal journal = Journal.open(folder.resolve(Run.JOURNAL), RunPolicy.Durability.FORCED)) {
            assertThat(journal.find(CallKey.of("m", ChatRequest.of("question 0"), 0, 0)))
                    .get()
                    .extracting(JournalEntry::tries)
                    .isEqualTo(4);
            assertThat(journal.spent().get("m"))
                    .extracting(Journal.Spent::calls)
                    .isEqualTo(4L);
        }
    }

    @Test
    void jitterMovesTheWaits() throws Exception {
        NamedModel model = failing(new AtomicInteger(), ChatException.of(ChatException.Kind.TRANSIENT, "later"));
        try (Run run = Run.inMemory(HERE, policy.withJitter(0.5))) {
            assertThat(run.each(numbers(1), asking(model))).hasSize(1);
        }
        assertThat(clock.slept()).hasSize(1);
        assertThat(clock.slept().get(0)).isBetween(Duration.ofMillis(250), Duration.ofMillis(750));
    }

    @Test
    void whatTheServiceAsksToWaitIsWaited() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        NamedModel model = failing(calls, ChatException.rateLimited("slow down", Duration.ofSeconds(37)));
        try (Run run = Run.inMemory(HERE, policy)) {
            assertThat(run.each(numbers(1), asking(model)))
                    .extracting(RunTest::text)
                    .containsExactly("answer");
        }
        assertThat(clock.slept()).containsExactly(Duration.ofSeconds(37));
    }

    @Test
    void aRequestToWaitHoldsBackAllCallsOfThatModelAndNoOther() throws Exception {
        ChatException refusal =
                ChatException.of(ChatException.Kind.REJECTED, "no").withRetryAfter(Duration.ofSeconds(9));
        NamedModel other = ChatModel.of("other", request -> "answer");
        NamedModel again = failing(new AtomicInteger(), refusal);
        try (Run run = Run.inMemory(HERE, policy)) {
            assertThat(reason(run.each(numbers(1), asking(again)).get(0))).isEqualTo(Run.FailureReason.REJECTED);
            assertThat(text(run.each(numbers(1), asking(other)).get(0))).isEqualTo("answer");
            assertThat(clock.slept()).isEmpty();
            assertThat(text(run.each(List.of(7), asking(again)).get(0))).isEqualTo("answer");
        }
        assertThat(clock.slept()).containsExactly(Duration.ofSeconds(9));
    }

    @Test
    void aRefusalForGoodIsNotTriedAgainInThisRunButInTheNext() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        NamedModel model = failing(calls, ChatException.of(ChatException.Kind.REJECTED, "bad key sk-secret"));
        try (Run run = Run.open(folder, HERE, policy)) {
            Outcome outcome = run.each(numbers(1), asking(model)).get(0);
            assertThat(reason(outcome)).isEqualTo(Run.FailureReason.REJECTED);
            assertThat(((Outcome.Unanswered) outcome).detail()).contains("bad key sk-secret");
            assertThat(run.progress().unanswered()).isEqualTo(1);
        }
        assertThat(calls).hasValue(1);
        assertThat(Files.readString(folder.resolve(Run.JOURNAL)))
                .contains("REJECTED")
                .doesNotContain("secret");
        try (Run run = Run.open(folder, HERE, policy)) {
            assertThat(text(run.each(numbers(1), asking(model)).get(0))).isEqualTo("answer");
        }
    }

    @Test
    void triesAreBounded() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        ChatException timeout = ChatException.of(ChatException.Kind.TIMEOUT, "slow");
        NamedModel model = failing(calls, timeout, timeout, timeout, timeout);
        try (Run run = Run.inMemory(HERE, policy.withTries(3))) {
            assertThat(reason(run.each(numbers(1), asking(model)).get(0))).isEqualTo(Run.FailureReason.TIMEOUT);
        }
        assertThat(calls).hasValue(3);
    }

    @Test
    void aFaultOfTheClientCostsItsQuestionAndNothingElse() throws Exception {
        NamedModel model = ChatModel.of("m", request -> {
            if (request.prompt().endsWith("1")) {
                throw new IllegalStateException("bug");
            }
            return "answer";
        });
        @SuppressWarnings("NullAway") // what a careless client does
        NamedModel nothing = new NamedModel("n", request -> null);
        try (Run run = Run.open(folder, HERE, policy)) {
            List<Outcome> outcomes = run.each(numbers(3), asking(model));
            assertThat(text(outcomes.get(0))).isEqualTo("answer");
            assertThat(reason(outcomes.get(1))).isEqualTo(Run.FailureReason.CLIENT_FAULT);
            assertThat(outcomes.get(1).toString()).contains("bug");
            assertThat(text(outcomes.get(2))).isEqualTo("answer");
            Outcome none = run.each(numbers(1), asking(nothing)).get(0);
            assertThat(reason(none)).isEqualTo(Run.FailureReason.CLIENT_FAULT);
            assertThat(none.toString()).contains("returned null");
        }
    }

    @Test
    void anErrorOfThePlatformStopsTheRunAndKeepsWhatWasAnswered() throws Exception {
        NamedModel model = ChatModel.of("m", request -> {
            if (request.prompt().endsWith("3")) {
                throw new StackOverflowError();
            }
            return "answer";
        });
        try (Run run = Run.open(folder, HERE, policy)) {
            assertThatThrownBy(() -> run.each(numbers(9), asking(model))).isInstanceOf(StackOverflowError.class);
        }
        try (Journal journal = Journal.open(folder.resolve(Run.JOURNAL), RunPolicy.Durability.FORCED)) {
            assertThat(journal.size()).isEqualTo(3);
        }
    }

    @Test
    void aFaultOfTheTaskIsThrown() throws Exception {
        try (Run run = Run.inMemory(pool, policy)) {
            assertThatThrownBy(() -> run.each(numbers(100), (input, caller) -> {
                        if (input == 50) {
                            throw new IllegalArgumentException("task");
                        }
                        return input;
                    }))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("task");
        }
    }

    @Test
    void aCallThatTakesTooLongIsInterruptedAndTriedAgain() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        NamedModel model = ChatModel.of("m", request -> {
            if (calls.getAndIncrement() == 0) {
                clock.sleep(Duration.ofHours(1));
            }
            return "answer";
        });
        try (Run run = Run.inMemory(HERE, policy.withCallTimeout(Duration.ofSeconds(7)))) {
            assertThat(text(run.each(numbers(1), asking(model)).get(0))).isEqualTo("answer");
        }
        assertThat(calls).hasValue(2);
        assertThat(clock.slept()).containsExactly(Duration.ofHours(1), Duration.ofMillis(500));
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void aClientThatWrapsTheInterruptTimesOutAllTheSame() throws Exception {
        NamedModel model = ChatModel.of("m", request -> {
            try {
                clock.sleep(Duration.ofHours(1));
            } catch (InterruptedException e) {
                throw new IllegalStateException("wrapped", e);
            }
            return "never";
        });
        try (Run run = Run.inMemory(HERE, policy.withTries(2))) {
            assertThat(reason(run.each(numbers(1), asking(model)).get(0))).isEqualTo(Run.FailureReason.TIMEOUT);
        }
    }

    @Test
    void anAnswerThatComesLateIsAnAnswer() throws Exception {
        NamedModel model = ChatModel.of("m", request -> {
            try {
                clock.sleep(Duration.ofHours(1));
            } catch (InterruptedException e) {
                return "late";
            }
            return "never";
        });
        try (Run run = Run.inMemory(HERE, policy)) {
            assertThat(text(run.each(numbers(1), asking(model)).get(0))).isEqualTo("late");
        }
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void theSystemClockInterruptsToo() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        NamedModel model = ChatModel.of("m", request -> {
            if (calls.getAndIncrement() == 0) {
                new CountDownLatch(1).await();
            }
            return "answer";
        });
        RunPolicy real = RunPolicy.withDefaults()
                .withCallTimeout(Duration.ofMillis(20))
                .withWaits(Duration.ofMillis(1), Duration.ofMillis(2));
        try (Run run = Run.inMemory(HERE, real)) {
            assertThat(text(run.each(numbers(1), asking(model)).get(0))).isEqualTo("answer");
        }
    }

    @Test
    void afterTheDeadlineNothingIsAskedAndTheReasonIsGiven() throws Exception {
        NamedModel model = ChatModel.of("m", request -> {
            clock.sleep(Duration.ofSeconds(10));
            return "answer";
        });
        try (Run run = Run.open(folder, HERE, policy.withDeadline(Duration.ofSeconds(25)))) {
            List<Outcome> outcomes = run.each(numbers(5), asking(model));
            assertThat(outcomes.subList(0, 2)).extracting(RunTest::text).containsOnly("answer");
            assertThat(outcomes.subList(2, 5)).extracting(RunTest::reason).containsOnly(Run.FailureReason.DEADLINE);
        }
        try (Run run = Run.open(folder, HERE, policy)) {
            assertThat(run.each(numbers(5), asking(model)))
                    .extracting(RunTest::text)
                    .containsOnly("answer");
            assertThat(run.progress().replayed()).isEqualTo(2);
        }
    }

    @Test
    void aWaitThatEndsAfterTheDeadlineIsNotBegun() throws Exception {
        NamedModel model = failing(new AtomicInteger(), ChatException.rateLimited("tomorrow", Duration.ofDays(1)));
        try (Run run = Run.inMemory(HERE, policy.withDeadline(Duration.ofHours(1)))) {
            List<Outcome> outcomes = run.each(numbers(2), asking(model));
            assertThat(outcomes).extracting(RunTest::reason).containsOnly(Run.FailureReason.DEADLINE);
        }
        assertThat(clock.slept()).isEmpty();
    }

    @Test
    void aBudgetOfCallsIsKeptExactlyAcrossRuns() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        NamedModel model = failing(calls, ChatException.of(ChatException.Kind.TRANSIENT, "x"));
        RunPolicy limited = policy.withBudget(Budget.unlimited().withCalls(4));
        try (Run run = Run.open(folder, HERE, limited)) {
            List<Outcome> outcomes = run.each(numbers(6), asking(model));
            assertThat(outcomes.subList(0, 3)).extracting(RunTest::text).containsOnly("answer");
            assertThat(outcomes.subList(3, 6)).extracting(RunTest::reason).containsOnly(Run.FailureReason.BUDGET);
        }
        assertThat(calls).hasValue(4);
        try (Run run = Run.open(folder, HERE, limited)) {
            assertThat(run.each(numbers(6), asking(model)).subList(0, 3))
                    .extracting(RunTest::text)
                    .containsOnly("answer");
        }
        assertThat(calls).hasValue(4);
        try (Run run =
                Run.open(folder, HERE, policy.withBudget(Budget.unlimited().withCalls(7)))) {
            assertThat(run.each(numbers(6), asking(model)))
                    .extracting(RunTest::text)
                    .containsOnly("answer");
        }
        assertThat(calls).hasValue(7);
    }

    @Test
    void budgetsOfTokensAndMoneyStopAfterTheCallThatUsesThemUp() throws Exception {
        NamedModel model =
                new NamedModel("m", request -> ChatResponse.of("answer").withUsage(new TokenUsage(1_000_000, 500_000)));
        RunPolicy tokens = policy.withBudget(Budget.unlimited().withTokens(4_000_000));
        try (Run run = Run.inMemory(HERE, tokens)) {
            assertThat(run.each(numbers(5), asking(model)))
                    .filteredOn(outcome -> outcome instanceof Outcome.Answered)
                    .hasSize(3);
        }
        RunPolicy money = policy.withPrice("m", new BigDecimal("0.30"), new BigDecimal("1.20"))
                .withBudget(Budget.unlimited().withMoney(new BigDecimal("1.80")));
        try (Run run = Run.open(folder, HERE, money)) {
            List<Outcome> outcomes = run.each(numbers(5), asking(model));
            assertThat(outcomes)
                    .filteredOn(outcome -> outcome instanceof Outcome.Answered)
                    .hasSize(2);
            assertThat(run.progress().cost()).isEqualByComparingTo("1.80");
            assertThat(run.progress().usage()).isEqualTo(new TokenUsage(2_000_000, 1_000_000));
        }
        try (Run run = Run.open(folder, HERE, money)) {
            assertThat(run.progress().cost()).isEqualByComparingTo("1.80");
        }
    }

    @Test
    void aBudgetOfMoneyNeedsPrices() throws Exception {
        RunPolicy money = policy.withPrice("other", new BigDecimal("1"), new BigDecimal("1"))
                .withBudget(Budget.unlimited().withMoney(BigDecimal.ONE));
        try (Run run = Run.inMemory(HERE, money)) {
            assertThatThrownBy(() -> run.each(numbers(1), asking(ChatModel.of("m", request -> "x"))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("\"m\" has no price")
                    .hasMessageContaining("[other]");
        }
    }

    @Test
    void withoutACountTokensAreEstimated() throws Exception {
        NamedModel model = ChatModel.of("m", request -> "四个汉字abcde");
        try (Run run = Run.inMemory(HERE, policy)) {
            assertThat(run.each(List.of("12345678"), (input, caller) -> caller.ask(model, ChatRequest.of(input), 0, 0)))
                    .hasSize(1);
            assertThat(run.progress().usage()).isEqualTo(new TokenUsage(4 + 2, 4 + 2));
        }
    }

    @Test
    void cancellingLeavesEverythingWritten() throws Exception {
        AtomicReference<Run> self = new AtomicReference<>();
        AtomicInteger calls = new AtomicInteger();
        NamedModel model = ChatModel.of("m", request -> {
            if (calls.incrementAndGet() == 20) {
                java.util.Objects.requireNonNull(self.get()).cancel();
            }
            return "answer";
        });
        long kept;
        try (Run run = Run.open(folder, pool, policy)) {
            self.set(run);
            List<Outcome> outcomes = run.each(numbers(200), asking(model));
            assertThat(run.cancelled()).isTrue();
            kept = outcomes.stream()
                    .filter(outcome -> outcome instanceof Outcome.Answered)
                    .count();
            assertThat(kept).isEqualTo(calls.get()).isBetween(20L, 28L);
            assertThat(outcomes)
                    .filteredOn(outcome -> outcome instanceof Outcome.Unanswered)
                    .extracting(RunTest::reason)
                    .containsOnly(Run.FailureReason.CANCELLED);
        }
        try (Run run = Run.open(folder, pool, policy)) {
            assertThat(run.each(numbers(200), asking(model)))
                    .extracting(RunTest::text)
                    .containsOnly("answer");
            assertThat(run.progress().replayed()).isEqualTo(kept);
        }
        assertThat(calls).hasValue(200);
    }

    @Test
    void cancellingInterruptsTheCallsUnderWay() throws Exception {
        CountDownLatch asked = new CountDownLatch(4);
        NamedModel model = ChatModel.of("m", request -> {
            asked.countDown();
            new CountDownLatch(1).await();
            return "never";
        });
        try (Run run = Run.open(folder, pool, policy.withConcurrency(4))) {
            Thread canceller = new Thread(() -> {
                try {
                    asked.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                run.cancel();
            });
            canceller.start();
            assertThat(run.each(numbers(50), asking(model)))
                    .extracting(RunTest::reason)
                    .containsOnly(Run.FailureReason.CANCELLED);
            canceller.join();
        }
        // The pool's threads are not left interrupted.
        assertThat(pool.submit(Thread::interrupted).get()).isFalse();
    }

    @Test
    void interruptingTheCallerCancelsAndIsTold() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        NamedModel model = ChatModel.of("m", request -> {
            asked.countDown();
            new CountDownLatch(1).await();
            return "never";
        });
        for (Executor executor : List.of(pool, HERE)) {
            try (Run run = Run.inMemory(executor, policy)) {
                Thread caller = Thread.currentThread();
                Thread other = new Thread(() -> {
                    try {
                        asked.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    caller.interrupt();
                });
                other.start();
                assertThatThrownBy(() -> run.each(numbers(5), asking(model))).isInstanceOf(InterruptedException.class);
                assertThat(run.cancelled()).isTrue();
                other.join();
                assertThat(Thread.interrupted()).isFalse();
            }
        }
    }

    @Test
    void shuttingThePoolDownEndsTheRun() throws Exception {
        NamedModel model = ChatModel.of("m", request -> {
            if (request.prompt().equals("question 10")) {
                pool.shutdownNow();
            }
            return "answer";
        });
        NamedModel waiting = ChatModel.of("w", request -> {
            new CountDownLatch(1).await();
            return "never";
        });
        try (Run run = Run.open(folder, pool, policy.withConcurrency(8))) {
            List<Outcome> outcomes = run.each(
                    numbers(100),
                    (input, caller) ->
                            caller.ask(input % 2 == 0 ? model : waiting, ChatRequest.of("question " + input), 0, 0));
            assertThat(outcomes).hasSize(100);
            assertThat(outcomes.get(99)).isInstanceOf(Outcome.Unanswered.class);
        }
    }

    @Test
    void anExecutorThatRefusesIsAnError() throws Exception {
        ExecutorService closed = Executors.newSingleThreadExecutor();
        closed.shutdown();
        try (Run run = Run.inMemory(closed, policy)) {
            assertThatThrownBy(() -> run.each(numbers(1), asking(ChatModel.of("m", request -> "x"))))
                    .isInstanceOf(RejectedExecutionException.class);
        }
    }

    @Test
    void anExecutorWithFewerThreadsThanTheConcurrencyIsEnough() throws Exception {
        ExecutorService one = Executors.newSingleThreadExecutor();
        try (Run run = Run.inMemory(one, policy.withConcurrency(64))) {
            assertThat(run.each(numbers(300), asking(ChatModel.of("m", request -> "x"))))
                    .hasSize(300);
        } finally {
            one.shutdown();
        }
        assertThat(one.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void noMoreCallsAreUnderWayThanAllowed() throws Exception {
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        NamedModel model = ChatModel.of("m", request -> {
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            Thread.onSpinWait();
            underWay.decrementAndGet();
            return "x";
        });
        try (Run run = Run.inMemory(pool, policy.withConcurrency(3))) {
            assertThat(run.each(numbers(400), asking(model))).hasSize(400);
        }
        assertThat(most.get()).isBetween(1, 3);
    }

    @Test
    void recallAsksNobody() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        NamedModel model = ChatModel.of("m", request -> "answer " + calls.incrementAndGet());
        try (Run run = Run.open(folder, HERE, policy)) {
            assertThat(run.each(numbers(2), asking(model))).hasSize(2);
            List<Outcome> outcomes = run.replay(numbers(4), asking(model));
            assertThat(outcomes.subList(0, 2)).extracting(RunTest::text).containsExactly("answer 1", "answer 2");
            assertThat(outcomes.subList(2, 4)).extracting(RunTest::reason).containsOnly(Run.FailureReason.DRY_RUN);
        }
        assertThat(calls).hasValue(2);
    }

    @Test
    void theListenerHearsWhatHappensAndItsFaultsChangeNothing() throws Exception {
        java.util.logging.Logger logger = java.util.logging.Logger.getLogger(Run.class.getName());
        logger.setLevel(java.util.logging.Level.OFF);
        List<String> events = Collections.synchronizedList(new ArrayList<>());
        List<RunListener.Progress> progress = Collections.synchronizedList(new ArrayList<>());
        NamedModel model = failing(
                new AtomicInteger(),
                ChatException.rateLimited("slow", Duration.ofSeconds(3)),
                ChatException.of(ChatException.Kind.REJECTED, "no"));
        RunListener listener = (RunListener) Proxy.newProxyInstance(
                RunListener.class.getClassLoader(), new Class<?>[] {RunListener.class}, (proxy, event, arguments) -> {
                    List<Object> what = new ArrayList<>(List.of(arguments));
                    progress.add((RunListener.Progress) what.remove(what.size() - 1));
                    events.add(event.getName() + what);
                    throw new IllegalStateException("listener");
                });
        try (Run run = Run.inMemory(HERE, policy.withConcurrency(4).withListener(listener))) {
            assertThat(run.each(numbers(2), asking(model))).hasSize(2);
        }
        assertThat(events)
                .containsExactly(
                        "started[]",
                        "limited[m, 2]",
                        "retrying[m, RATE_LIMITED, 1, PT3S]",
                        "gaveUp[m, REJECTED]",
                        "itemDone[0]",
                        "answered[m, 1]",
                        "itemDone[1]",
                        "finished[]");
        assertThat(progress.get(0).items()).isEqualTo(2);
        assertThat(progress.get(progress.size() - 1))
                .hasToString("2/2 done, 1 answered, 0 replayed, 1 unanswered, 1 retries");
    }

    @Test
    void aClosedRunSaysSo() throws Exception {
        NamedModel model = ChatModel.of("m", request -> "answer");
        Run run = Run.open(folder, HERE, policy);
        run.close();
        assertThatThrownBy(() -> run.each(numbers(3), asking(model)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed; open it again");
    }

    @Test
    void oneStepAtATime() throws Exception {
        try (Run run = Run.inMemory(HERE, policy)) {
            ExecutorService other = Executors.newSingleThreadExecutor();
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            assertThat(run.each(numbers(1), (input, caller) -> {
                        try {
                            return other.submit(() -> {
                                        try {
                                            return run.each(numbers(1), (i, a) -> i)
                                                    .size();
                                        } catch (IllegalStateException e) {
                                            thrown.set(e);
                                            return -1;
                                        }
                                    })
                                    .get();
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                    }))
                    .containsExactly(-1);
            other.shutdown();
            assertThat(thrown.get()).hasMessageContaining("another step");
        }
    }

    @Test
    void twoRunsOfOneFolderAreRefused() throws Exception {
        try (Run run = Run.open(folder, HERE, policy)) {
            assertThat(run).hasToString(folder + ": 0/0 done, 0 answered, 0 replayed, 0 unanswered, 0 retries");
            assertThatThrownBy(() -> Run.open(folder, HERE, policy)).isInstanceOf(JournalInUseException.class);
        }
    }

    @Test
    void tagsAreWrittenAndNothingElseOfTheRequest() throws Exception {
        NamedModel model = ChatModel.of("m", request -> "answer");
        try (Run run = Run.open(folder, HERE, policy)) {
            assertThat(run.each(
                            numbers(1),
                            (input, caller) ->
                                    caller.ask(model, ChatRequest.of("PROMPT").withTag("item", "i7"), 0, 0)))
                    .hasSize(1);
        }
        assertThat(Files.readString(folder.resolve(Run.JOURNAL)))
                .contains("\"tags\":{\"item\":\"i7\"}")
                .doesNotContain("PROMPT");
    }

    @Test
    void policiesRefuseWhatMakesNoSense() {
        assertThatThrownBy(() -> policy.withConcurrency(0)).hasMessageContaining("concurrency: 0");
        assertThatThrownBy(() -> policy.withTries(0)).hasMessageContaining("tries: 0");
        assertThatThrownBy(() -> policy.withJitter(1.5)).hasMessageContaining("jitter: 1.5");
        assertThatThrownBy(() -> policy.withCallTimeout(Duration.ZERO)).hasMessageContaining("callTimeout");
        assertThatThrownBy(() -> policy.withDeadline(Duration.ofSeconds(-1))).hasMessageContaining("deadline");
        assertThatThrownBy(() -> policy.withWaits(Duration.ofSeconds(2), Duration.ofSeconds(2)))
                .hasMessageContaining("longestWait");
        assertThatThrownBy(() -> Budget.unlimited().withCalls(-1)).hasMessageContaining("calls");
        assertThatThrownBy(() -> Budget.unlimited().withMoney(new BigDecimal("-1")))
                .hasMessageContaining("money");
        assertThatThrownBy(() -> policy.withPrice("m", new BigDecimal(-1), BigDecimal.ZERO))
                .hasMessageContaining("price");
    }

    @Test
    void theGateHalvesOncePerRefusedRoundAndGrowsByOnePerRoundOfSuccesses() throws Exception {
        ConcurrencyLimiter gate = new ConcurrencyLimiter(16, clock);
        long epoch = gate.enter();
        for (int i = 0; i < 7; i++) {
            assertThat(gate.enter()).isEqualTo(epoch);
        }
        assertThat(gate.leave(epoch, ConcurrencyLimiter.Ending.RATE_LIMITED, Duration.ZERO))
                .isEqualTo(8);
        for (int i = 0; i < 7; i++) {
            // They began before the decrease: their refusals are the same news.
            assertThat(gate.leave(epoch, ConcurrencyLimiter.Ending.RATE_LIMITED, Duration.ZERO))
                    .isEqualTo(-1);
        }
        assertThat(gate.limit()).isEqualTo(8);
        for (int i = 0; i < 9; i++) {
            gate.leave(gate.enter(), ConcurrencyLimiter.Ending.SUCCESS, Duration.ZERO);
        }
        assertThat(gate.limit()).isEqualTo(9);
        for (int i = 0; i < 20; i++) {
            gate.leave(gate.enter(), ConcurrencyLimiter.Ending.RATE_LIMITED, Duration.ZERO);
        }
        assertThat(gate.limit()).isEqualTo(1);
        for (int i = 0; i < 1_000; i++) {
            gate.leave(gate.enter(), ConcurrencyLimiter.Ending.SUCCESS, Duration.ZERO);
        }
        assertThat(gate.limit()).isEqualTo(16);
    }

    @Test
    void underARateLimitTheRunFindsTheServicesPace() throws Exception {
        // The service takes three calls at a time and refuses every other.
        AtomicInteger underWay = new AtomicInteger();
        ConcurrentMap<String, Integer> answers = new ConcurrentHashMap<>();
        NamedModel model = ChatModel.of("m", request -> {
            try {
                if (underWay.incrementAndGet() > 3) {
                    throw ChatException.of(ChatException.Kind.RATE_LIMITED, "too many");
                }
                Thread.onSpinWait();
                answers.merge(request.prompt(), 1, Integer::sum);
                return "x";
            } finally {
                underWay.decrementAndGet();
            }
        });
        try (Run run = Run.inMemory(pool, policy.withConcurrency(8).withTries(100))) {
            assertThat(run.each(numbers(300), asking(model)))
                    .extracting(RunTest::text)
                    .containsOnly("x");
        }
        assertThat(answers).hasSize(300).values().containsOnly(1);
    }

    @Test
    void aReplyTooLongToKeepIsRefused() throws Exception {
        NamedModel model = ChatModel.of("m", request -> "x".repeat((8 << 20) + 1));
        try (Run run = Run.inMemory(HERE, policy)) {
            assertThat(reason(run.each(numbers(1), asking(model)).get(0))).isEqualTo(Run.FailureReason.CLIENT_FAULT);
        }
    }

    @Test
    void nothingToDoIsDoneAtOnce() throws Exception {
        try (Run run = Run.inMemory(HERE, policy)) {
            assertThat(run.each(List.<Integer>of(), (input, caller) -> input)).isEmpty();
            assertThat(Optional.of(run.progress()))
                    .get()
                    .extracting(RunListener.Progress::items)
                    .isEqualTo(0L);
        }
    }

    @Test
    void aRunNeedsAReadableFolder() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertThatThrownBy(() -> Run.open(file, HERE, policy)).isInstanceOf(IOException.class);
    }
}
