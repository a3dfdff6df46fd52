package esrp.prompts.run;

import dev.failsafe.Execution;
import dev.failsafe.RetryPolicy;
import esrp.core.Finding;
import esrp.prompts.ChatException;
import esrp.prompts.ChatRequest;
import esrp.prompts.ChatResponse;
import esrp.prompts.NamedModel;
import esrp.prompts.TokenUsage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Asks many questions of models and keeps every answer. A run that ended early, whatever ended it, is taken up by
 * opening the same folder and doing the same work: what has an answer is not asked again, and the result is the one an
 * uninterrupted run would have had.
 *
 * <ul>
 *   <li>An answer counts when its line in the journal is durable, not before.
 *   <li>Results are placed by input; how much is asked at once and in which order answers come changes nothing.
 *   <li>The same question asked twice at the same time is asked once.
 *   <li>The threads are those of the caller's executor: a pool, virtual threads, or {@code Runnable::run} for one thing
 *       after another on the calling thread.
 * </ul>
 *
 * <p>Safe for use by many threads, but one step (role-play, judging, {@link #ask}) at a time.
 */
public final class Run implements AutoCloseable {
    /** The name of the journal in the run's folder. */
    public static final String JOURNAL = "journal.jsonl";

    private static final int LONGEST_REPLY = 8 << 20;
    private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

    /** Why a question has no answer. */
    public enum FailureReason implements Finding.Code {
        /** The service refused the request. */
        REJECTED,
        /** The service asked to slow down as often as the policy allows tries. */
        RATE_LIMITED,
        /** No reply in time, as often as the policy allows tries. */
        TIMEOUT,
        /** The connection or the service failed as often as the policy allows tries. */
        TRANSIENT,
        /** The caller's client threw something else than {@link ChatException}, or returned null. */
        CLIENT_FAULT,
        /** The service withheld its reply as often as the policy of the work allows attempts. */
        FILTERED,
        /** The model answered with nothing but white space as often as the policy of the work allows attempts. */
        EMPTY,
        /** The budget was used up. */
        BUDGET,
        /** The run's deadline had come, or would have come before the next try. */
        DEADLINE,
        /** The run was cancelled. */
        CANCELLED,
        /** A dry run asks nothing. */
        DRY_RUN
    }

    /** The reply to a question, or why there is none. */
    public static final class Reply {
        private final Outcome outcome;

        private Reply(Outcome outcome) {
            this.outcome = outcome;
        }

        /** {@return the reply: the reply; empty if there is none} */
        public Optional<ChatResponse> response() {
            return outcome instanceof Outcome.Answered answer ? Optional.of(answer.response()) : Optional.empty();
        }

        /** {@return why there is no reply: the reason; empty exactly if there is a {@link #response()}} */
        public Optional<FailureReason> failure() {
            return outcome instanceof Outcome.Unanswered none ? Optional.of(none.reason()) : Optional.empty();
        }

        /**
         * {@return what the client said when there was no reply: one sentence for people; empty exactly if there is a
         * {@link #response()}}
         */
        public Optional<String> detail() {
            return outcome instanceof Outcome.Unanswered none ? Optional.of(none.detail()) : Optional.empty();
        }

        /** The text of the reply, or the reason and what the client said. */
        @Override
        public String toString() {
            return outcome instanceof Outcome.Unanswered none
                    ? none.reason() + ": " + none.detail()
                    : response().orElseThrow().text();
        }
    }

    /**
     * What {@link Run#repair} did.
     *
     * @param kept good lines, the header excluded
     * @param dropped bad lines
     * @param aside where the bad lines were put; the file exists if there were any
     */
    public record Repair(long kept, long dropped, Path aside) {
        /** Validates. */
        public Repair {
            Objects.requireNonNull(aside, "aside");
        }
    }

    /**
     * One piece of work: a function of its input and of the answers alone (no clock, no shared state), so that a run
     * taken up again comes to the same result.
     */
    interface Task<T, R> {
        R perform(T input, ModelCaller caller);
    }

    private final Executor executor;
    private final RunPolicy policy;
    private final Answers answers;
    private final Optional<Path> folder;
    private final Ledger ledger;
    private final RetryPolicy<Object> retries;
    private final long began;

    private final Map<String, ConcurrencyLimiter> gates = new ConcurrentHashMap<>();
    private final Map<CallKey, CompletableFuture<Outcome>> underWay = new ConcurrentHashMap<>();
    private final ReentrantLock stepLock = new ReentrantLock();
    private final LongAdder answered = new LongAdder();
    private final LongAdder replayed = new LongAdder();
    private final LongAdder unanswered = new LongAdder();
    private final LongAdder retried = new LongAdder();
    private final AtomicInteger items = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();

    /** Guards {@link #workers} and {@link #idle}. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition idle = lock.newCondition();
    private final Set<Thread> workers = new HashSet<>();
    private volatile boolean cancelled;
    /** Whose interrupt ended the run, if that is what ended it. */
    private volatile @Nullable Thread interruptedThread;

    private Run(Optional<Path> folder, Answers answers, Executor executor, RunPolicy policy) {
        this.folder = folder;
        this.answers = answers;
        this.executor = executor;
        this.policy = policy;
        this.ledger = new Ledger(policy.values.budget, policy.values.prices, answers.spent());
        this.retries = RetryPolicy.builder()
                .handle(ChatException.class)
                .withMaxAttempts(policy.values.tries)
                .withBackoff(policy.values.firstWait, policy.values.longestWait)
                .withJitter(policy.values.jitter)
                .build();
        this.began = policy.values.clock.nanoTime();
    }

    /**
     * Opens a run with {@link RunPolicy#withDefaults()}.
     *
     * @param folder where the journal is or will be
     * @param executor whose threads ask
     * @return the run; close it
     * @throws JournalInUseException if another run has the journal open
     * @throws JournalDamagedException if the journal is damaged, or of another version
     * @throws IOException if the journal cannot be read or written
     */
    public static Run open(Path folder, Executor executor) throws IOException {
        return open(folder, executor, RunPolicy.withDefaults());
    }

    /**
     * Opens a run.
     *
     * @param folder where the journal is or will be
     * @param executor whose threads ask
     * @param policy how to ask
     * @return the run; close it
     * @throws JournalInUseException if another run has the journal open
     * @throws JournalDamagedException if the journal is damaged, or of another version
     * @throws IOException if the journal cannot be read or written
     */
    public static Run open(Path folder, Executor executor, RunPolicy policy) throws IOException {
        Objects.requireNonNull(executor, "executor");
        Journal journal = Journal.open(folder.resolve(JOURNAL), policy.values.durability);
        return new Run(Optional.of(folder), journal, executor, policy);
    }

    /**
     * Rewrites the damaged journal of a folder with its good lines and puts the bad ones into a file beside it, whose
     * name ends in {@code .damaged}. What was in the bad lines is asked again by the next run. Nothing happens to a
     * journal without bad lines.
     *
     * @param folder the folder of the run
     * @return what was kept and what was not
     * @throws JournalInUseException if a run has the journal open
     * @throws IOException if the files cannot be read or written
     */
    public static Repair repair(Path folder) throws IOException {
        return Journal.repair(folder.resolve(JOURNAL));
    }

    /**
     * A run that keeps its answers in memory: for a first try, and gone with the process.
     *
     * @param executor whose threads ask
     * @param policy how to ask
     * @return the run
     */
    public static Run inMemory(Executor executor, RunPolicy policy) {
        Objects.requireNonNull(executor, "executor");
        return new Run(Optional.empty(), Answers.inMemory(), executor, policy);
    }

    /**
     * Asks one model many questions and waits for all. What the journal has an answer to is not asked.
     *
     * @param model who is asked
     * @param requests what is asked
     * @param attempt number of the attempt at a usable reply; at least 0. The same words with another number are another
     *     question
     * @return one reply per request, in the order of the requests
     * @throws InterruptedException if the calling thread was interrupted; the run is cancelled then
     * @throws UncheckedIOException if the journal cannot be read or written; what it holds already stays
     * @throws IllegalStateException if another step is under way
     */
    public List<Reply> ask(NamedModel model, List<ChatRequest> requests, int attempt) throws InterruptedException {
        requirePrices(List.of(model));
        return each(requests, (request, caller) -> new Reply(caller.ask(model, request, 0, attempt)));
    }

    /**
     * What {@link #ask} would still ask. Nobody is asked.
     *
     * @param model who would be asked
     * @param requests what would be asked
     * @param attempt number of the attempt at a usable reply; at least 0
     * @return the number of calls and their cost
     * @throws InterruptedException if the calling thread was interrupted
     */
    public CostEstimate estimate(NamedModel model, List<ChatRequest> requests, int attempt)
            throws InterruptedException {
        Objects.requireNonNull(model, "model");
        return dryRun(requests, (request, dry) -> {
            Outcome unused = dry.ask(model, request, 0, attempt);
            return dry.estimate(1, 1, policy.values.prices);
        });
    }

    /**
     * Does a task for every input and waits for all. If the run is cancelled or stopped, the tasks that are left are
     * still performed with what the journal has; their other questions come back unanswered with the reason.
     */
    <T, R> List<R> each(List<? extends T> inputs, Task<? super T, ? extends R> task) throws InterruptedException {
        return step(inputs, task, this::ask);
    }

    /** Does a task for every input with nothing but the answers that are kept already; no model is asked. */
    <T, R> List<R> replay(List<? extends T> inputs, Task<? super T, ? extends R> task) throws InterruptedException {
        return step(
                inputs,
                task,
                (model, request, replicate, attempt) -> kept(CallKey.of(model.id(), request, replicate, attempt))
                        .orElseGet(() -> unanswered(FailureReason.DRY_RUN, "a dry run asks nothing")));
    }

    /** Sums what pieces of work would still ask. */
    <T> CostEstimate dryRun(List<? extends T> inputs, BiFunction<? super T, DryRun, CostEstimate> work)
            throws InterruptedException {
        return replay(inputs, (T input, ModelCaller caller) -> work.apply(input, new DryRun(caller))).stream()
                .reduce(CostEstimate.none(), CostEstimate::plus);
    }

    /** Writes a manifest into the folder, if there is one. */
    void keep(Manifest manifest) {
        if (folder.isPresent()) {
            manifest.write(folder.get().resolve("manifest-" + manifest.kind() + ".json"));
        }
    }

    /**
     * Ends the run: no more calls are made, those under way are interrupted, and what was answered stays in the
     * journal. May be called from any thread, listeners included; calling it twice does nothing.
     */
    public void cancel() {
        locked(() -> {
            cancelled = true;
            workers.forEach(Thread::interrupt);
        });
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
            idle.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** {@return whether the run was cancelled; true after {@link #cancel}} */
    public boolean cancelled() {
        return cancelled;
    }

    /** {@return how far the run is: the counts at this moment} */
    public RunListener.Progress progress() {
        return ledger.progress(
                items.get(), done.get(), answered.sum(), replayed.sum(), unanswered.sum(), retried.sum());
    }

    /** {@return where the journal is: the folder; empty for a run in memory} */
    public Optional<Path> folder() {
        return folder;
    }

    /** {@return how this run asks} */
    public RunPolicy policy() {
        return policy;
    }

    /** Refuses models without a price where the budget is in money, before anything is asked. */
    void requirePrices(List<NamedModel> models) {
        models.forEach(model -> ledger.require(model.id()));
    }

    /** Closes the journal. Cancel first if a step is under way. */
    @Override
    public void close() throws IOException {
        answers.close();
    }

    private <T, R> List<R> step(List<? extends T> inputs, Task<? super T, ? extends R> task, ModelCaller caller)
            throws InterruptedException {
        List<T> copy = List.copyOf(inputs);
        Objects.requireNonNull(task, "task");
        if (!stepLock.tryLock()) {
            throw new IllegalStateException("another step of this run is under way");
        }
        try {
            return new Step<T, R>(copy, task, caller).perform();
        } finally {
            stepLock.unlock();
        }
    }

    /** One pass over a list of inputs. */
    private final class Step<T, R> {
        private final List<T> inputs;
        private final Task<? super T, ? extends R> task;
        private final ModelCaller caller;
        private final AtomicReferenceArray<R> results;
        private final AtomicInteger next = new AtomicInteger();
        /** What ended the step early: a fault of the task, of the journal or of the platform. */
        private volatile @Nullable Throwable fault;

        Step(List<T> inputs, Task<? super T, ? extends R> task, ModelCaller caller) {
            this.inputs = inputs;
            this.task = task;
            this.caller = caller;
            this.results = new AtomicReferenceArray<>(inputs.size());
        }

        List<R> perform() throws InterruptedException {
            items.set(inputs.size());
            done.set(0);
            tell(new RunListener.Event.Started(inputs.size()));
            int wanted = Math.min(policy.values.concurrency, inputs.size());
            for (int i = 0; i < wanted && next.get() < inputs.size(); i++) {
                try {
                    executor.execute(this::work);
                } catch (RejectedExecutionException e) {
                    if (i == 0) {
                        throw e;
                    }
                    break;
                }
            }
            boolean interrupted = await();
            if (fault == null) {
                // Of a cancelled run whose executor is gone: the rest, with what the journal has.
                work();
            }
            if (fault instanceof RuntimeException e) {
                throw e;
            }
            if (fault instanceof Error e) {
                throw e;
            }
            if (interrupted || interruptedThread == Thread.currentThread()) {
                throw new InterruptedException("the run was cancelled because its thread was interrupted");
            }
            tell(new RunListener.Event.Finished());
            return IntStream.range(0, inputs.size()).mapToObj(results::get).toList();
        }

        /** Waits until nobody works and nothing is left, or nothing will be done. */
        private boolean await() {
            boolean interrupted = false;
            lock.lock();
            try {
                while (!workers.isEmpty() || (next.get() < inputs.size() && !cancelled && fault == null)) {
                    try {
                        idle.await();
                    } catch (InterruptedException e) {
                        interrupted = true;
                        cancel();
                    }
                }
            } finally {
                lock.unlock();
            }
            return interrupted;
        }

        private void work() {
            locked(() -> workers.add(Thread.currentThread()));
            try {
                int item = next.getAndIncrement();
                while (item < inputs.size() && fault == null) {
                    R result = task.perform(inputs.get(item), caller);
                    results.set(item, Objects.requireNonNull(result, "result of the task"));
                    done.incrementAndGet();
                    tell(new RunListener.Event.ItemDone(item));
                    item = next.getAndIncrement();
                }
            } catch (RuntimeException | Error e) {
                locked(() -> fault = fault == null ? e : fault);
                cancel();
            } finally {
                locked(() -> {
                    workers.remove(Thread.currentThread());
                    if (cancelled || fault != null) {
                        // The interrupt was meant for the call, not for the executor's next task.
                        boolean unused = Thread.interrupted();
                    }
                });
            }
        }
    }

    private Optional<Outcome> kept(CallKey key) {
        try {
            Optional<JournalEntry> entry = answers.find(key);
            if (entry.isPresent()) {
                replayed.increment();
            }
            return entry.map(one -> new Outcome.Answered(one.response(), true));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Outcome ask(NamedModel model, ChatRequest request, int replicate, int attempt) {
        CallKey key = CallKey.of(model.id(), request, replicate, attempt);
        Optional<Outcome> kept = kept(key);
        if (kept.isPresent()) {
            return kept.get();
        }
        CompletableFuture<Outcome> mine = new CompletableFuture<>();
        @Nullable CompletableFuture<Outcome> other = underWay.putIfAbsent(key, mine);
        if (other != null) {
            return shared(key, other);
        }
        Outcome outcome = cancelledOutcome();
        try {
            kept = kept(key);
            outcome = kept.isPresent() ? kept.get() : call(new Question(key, model, request, replicate, attempt));
            return outcome;
        } finally {
            mine.complete(outcome);
            underWay.remove(key, mine);
        }
    }

    private Outcome shared(CallKey key, CompletableFuture<Outcome> other) {
        Outcome outcome;
        try {
            outcome = other.get();
        } catch (InterruptedException e) {
            interrupted();
            outcome = cancelledOutcome();
        } catch (ExecutionException e) {
            throw new IllegalStateException("nobody completes it so", e);
        }
        if (outcome instanceof Outcome.Answered answer) {
            // The other one's answer is in the journal by now.
            return kept(key).orElseGet(() -> new Outcome.Answered(answer.response(), true));
        }
        unanswered.increment();
        return outcome;
    }

    private record Question(CallKey key, NamedModel model, ChatRequest request, int replicate, int attempt) {}

    private Outcome call(Question question) {
        ledger.require(question.model().id());
        Outcome outcome;
        try {
            outcome = tryUntilAnswered(question);
        } catch (InterruptedException e) {
            interrupted();
            outcome = cancelledOutcome();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (outcome instanceof Outcome.Unanswered none) {
            unanswered.increment();
            tell(new RunListener.Event.GaveUp(question.model().id(), none.reason()));
        }
        return outcome;
    }

    private Outcome tryUntilAnswered(Question question) throws InterruptedException, IOException {
        String model = question.model().id();
        Execution<Object> execution = Execution.of(retries);
        ConcurrencyLimiter gate = gates.computeIfAbsent(
                model, id -> new ConcurrencyLimiter(policy.values.concurrency, policy.values.clock));
        int tries = 0;
        while (true) {
            if (cancelled) {
                return cancelledOutcome();
            }
            if (!timeLeft(Duration.ZERO)) {
                return unanswered(FailureReason.DEADLINE, "the run's time is over");
            }
            ConcurrencyLimiter.Ending ending = ConcurrencyLimiter.Ending.OTHER;
            Duration retryAfter = Duration.ZERO;
            ChatException failure;
            long entered = gate.enter();
            try {
                Duration pause = gate.pause();
                while (!pause.isZero()) {
                    if (!timeLeft(pause)) {
                        return unanswered(
                                FailureReason.DEADLINE,
                                "the service asked to wait " + pause + ", longer than the run's time");
                    }
                    policy.values.clock.sleep(pause);
                    pause = gate.pause();
                }
                if (!ledger.reserveCall()) {
                    return unanswered(FailureReason.BUDGET, "the budget is used up");
                }
                tries++;
                ChatResponse response;
                try {
                    response = TimedCall.chat(question.model(), question.request(), callTime(), policy.values.clock);
                    int length = response.text().length();
                    if (length > LONGEST_REPLY) {
                        throw new IllegalStateException(
                                "the reply has " + length + " characters, more than " + LONGEST_REPLY);
                    }
                } catch (RuntimeException e) {
                    if (cancelled) {
                        return cancelledOutcome();
                    }
                    answers.noteFailure(question.key(), model, tries, FailureReason.CLIENT_FAULT);
                    return unanswered(FailureReason.CLIENT_FAULT, e.toString());
                }
                ending = ConcurrencyLimiter.Ending.SUCCESS;
                keep(question, response, tries);
                return new Outcome.Answered(response, false);
            } catch (ChatException e) {
                failure = e;
                retryAfter = e.retryAfter().orElse(Duration.ZERO);
                if (e.kind() == ChatException.Kind.RATE_LIMITED) {
                    ending = ConcurrencyLimiter.Ending.RATE_LIMITED;
                }
                answers.noteFailure(question.key(), model, tries, reason(e.kind()));
            } finally {
                int limit = gate.leave(entered, ending, retryAfter);
                if (limit > 0) {
                    tell(new RunListener.Event.Limited(model, limit));
                }
            }
            execution.recordException(failure);
            if (!failure.retryable() || execution.isComplete()) {
                return unanswered(reason(failure.kind()), tries + " calls: " + failure.getMessage());
            }
            Duration wait = execution.getDelay().compareTo(retryAfter) < 0 ? retryAfter : execution.getDelay();
            if (!timeLeft(wait)) {
                return unanswered(
                        FailureReason.DEADLINE,
                        "the next try in " + wait + " would come after the run's time: " + failure.getMessage());
            }
            retried.increment();
            tell(new RunListener.Event.Retrying(model, failure.kind(), tries, wait));
            policy.values.clock.sleep(wait);
        }
    }

    private void keep(Question question, ChatResponse response, int tries) throws IOException {
        TokenUsage charged = response.usage().orElseGet(() -> Tokens.estimate(question.request(), response.text()));
        boolean unused = answers.append(new JournalEntry(
                question.key(),
                question.model().id(),
                question.replicate(),
                question.attempt(),
                tries,
                question.request().tags(),
                response,
                charged));
        ledger.charge(question.model().id(), charged);
        answered.increment();
        tell(new RunListener.Event.Answered(question.model().id(), tries));
    }

    /** An interrupt that is not this run's own ends the run. */
    private void interrupted() {
        if (!cancelled) {
            interruptedThread = Thread.currentThread();
        }
        cancel();
    }

    private Duration timeLeft() {
        return policy.values
                .deadline
                .map(most -> most.minusNanos(policy.values.clock.nanoTime() - began))
                .orElse(FOREVER);
    }

    private boolean timeLeft(Duration more) {
        return more.compareTo(timeLeft()) < 0;
    }

    private Duration callTime() {
        return Collections.min(List.of(timeLeft(), policy.values.callTimeout));
    }

    private static Outcome unanswered(FailureReason reason, String detail) {
        return new Outcome.Unanswered(reason, detail);
    }

    private static Outcome cancelledOutcome() {
        return unanswered(FailureReason.CANCELLED, "the run was cancelled");
    }

    private static FailureReason reason(ChatException.Kind kind) {
        return FailureReason.valueOf(kind.name());
    }

    private void tell(RunListener.Event event) {
        try {
            policy.values.listener.happened(event, progress());
        } catch (RuntimeException e) {
            System.getLogger(Run.class.getName()).log(System.Logger.Level.WARNING, "a listener failed at " + event, e);
        }
    }

    /** Folder and progress. */
    @Override
    public String toString() {
        return folder.map(Path::toString).orElse("in memory") + ": " + progress();
    }

    /**
     * What a run would still ask: the outcome of a dry run. Tokens are rough (one for each character outside ASCII, one for
     * each four within) and take every reply to be as long as the parameters allow, 512 tokens where they set no limit.
     * Calls that fail and are made again come on top.
     *
     * @param items pieces of work
     * @param complete pieces of work that need no call, since the journal has all their answers
     * @param replayed answers that the journal has
     * @param fewestCalls calls if every reply is usable at once
     * @param mostCalls calls if every attempt that is allowed is needed
     * @param fewestTokens tokens of the fewest calls
     * @param mostTokens tokens of the most calls
     * @param fewestCost price of the fewest calls, as far as the models have prices
     * @param mostCost price of the most calls, as far as the models have prices
     */
    public record CostEstimate(
            long items,
            long complete,
            long replayed,
            long fewestCalls,
            long mostCalls,
            TokenUsage fewestTokens,
            TokenUsage mostTokens,
            BigDecimal fewestCost,
            BigDecimal mostCost) {
        static final int REPLY_TOKENS = 512;

        /** Validates. */
        public CostEstimate {
            Objects.requireNonNull(fewestTokens, "fewestTokens");
            Objects.requireNonNull(mostTokens, "mostTokens");
            Objects.requireNonNull(fewestCost, "fewestCost");
            Objects.requireNonNull(mostCost, "mostCost");
        }

        static CostEstimate none() {
            return new CostEstimate(0, 0, 0, 0, 0, TokenUsage.ZERO, TokenUsage.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);
        }

        CostEstimate plus(CostEstimate other) {
            return new CostEstimate(
                    items + other.items,
                    complete + other.complete,
                    replayed + other.replayed,
                    fewestCalls + other.fewestCalls,
                    mostCalls + other.mostCalls,
                    fewestTokens.plus(other.fewestTokens),
                    mostTokens.plus(other.mostTokens),
                    fewestCost.add(other.fewestCost),
                    mostCost.add(other.mostCost));
        }

        /** Three lines. */
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%,d items, %,d of them complete; %,d answers in the journal%n"
                            + "%,d to %,d calls, %,d to %,d tokens%nprice %s to %s%n",
                    items,
                    complete,
                    replayed,
                    fewestCalls,
                    mostCalls,
                    fewestTokens.totalTokens(),
                    mostTokens.totalTokens(),
                    fewestCost.stripTrailingZeros().toPlainString(),
                    mostCost.stripTrailingZeros().toPlainString());
        }
    }
}
