package esrp.prompts.run;

import dev.failsafe.Execution;
import dev.failsafe.RetryPolicy;
import esrp.prompts.ChatException;
import esrp.prompts.ChatRequest;
import esrp.prompts.ChatResponse;
import esrp.prompts.NamedModel;
import esrp.prompts.Usage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
import org.jspecify.annotations.Nullable;

/**
 * Asks many questions of models and keeps every answer. A run that ended early, whatever ended it, is taken up by
 * opening the same folder and doing the same work: what has an answer is not asked again, and the result is the one an
 * uninterrupted run would have had.
 *
 * <ul>
 *   <li>An answer counts when its line in the {@link Journal} is durable, not before.
 *   <li>Results are placed by input; how much is asked at once and in which order answers come changes nothing.
 *   <li>The same question asked twice at the same time is asked once.
 *   <li>The threads are those of the caller's executor: a pool, virtual threads, or {@code Runnable::run} for one thing
 *       after another on the calling thread.
 * </ul>
 *
 * <p>Safe for use by many threads, but one step ({@link #each}) at a time.
 */
public final class Run implements AutoCloseable {
    /** The name of the journal in the run's folder. */
    public static final String JOURNAL = "journal.jsonl";

    private static final int LONGEST_REPLY = 8 << 20;

    private final Executor executor;
    private final RunPolicy policy;
    private final Answers answers;
    private final Optional<Path> folder;
    private final Ledger ledger;
    private final RetryPolicy<Object> retries;
    private final long began;

    private final Map<String, Gate> gates = new ConcurrentHashMap<>();
    private final Map<CallKey, CompletableFuture<Outcome>> underWay = new ConcurrentHashMap<>();
    private final ReentrantLock stepLock = new ReentrantLock();
    private final LongAdder answered = new LongAdder();
    private final LongAdder recalled = new LongAdder();
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
        this.ledger = new Ledger(policy.budget(), policy.prices(), answers.spent());
        this.retries = RetryPolicy.builder()
                .handle(ChatException.class)
                .withMaxAttempts(policy.tries())
                .withBackoff(policy.firstWait(), policy.longestWait())
                .withJitter(policy.jitter())
                .build();
        this.began = policy.clock().nanoTime();
    }

    /**
     * Opens a run with {@link RunPolicy#withDefaults()}.
     *
     * @param folder where the journal is or will be
     * @param executor whose threads ask
     * @return the run; close it
     * @throws IOException if the journal cannot be opened; see {@link Journal#open(Path)}
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
     * @throws IOException if the journal cannot be opened; see {@link Journal#open(Path)}
     */
    public static Run open(Path folder, Executor executor, RunPolicy policy) throws IOException {
        Objects.requireNonNull(executor, "executor");
        Journal journal = Journal.open(folder.resolve(JOURNAL), policy.durability());
        return new Run(Optional.of(folder), new Answers.OnDisk(journal), executor, policy);
    }

    /**
     * A run that keeps its answers in memory: for a first try, and gone with the process.
     *
     * @param executor whose threads ask
     * @param policy how to ask
     * @return the run
     */
    public static Run inMemory(Executor executor, RunPolicy policy) {
        return new Run(
                Optional.empty(),
                new Answers.InMemory(),
                Objects.requireNonNull(executor, "executor"),
                Objects.requireNonNull(policy, "policy"));
    }

    /**
     * Does a task for every input and waits for all. If the run is cancelled or stopped, the tasks that are left are
     * still performed with what the journal has; their other questions come back unanswered with the reason.
     *
     * @param inputs what to work on
     * @param task what to do
     * @param <T> type of the inputs
     * @param <R> type of the results
     * @return one result an input, in the order of the inputs
     * @throws InterruptedException if the calling thread was interrupted; the run is cancelled then
     * @throws UncheckedIOException if the journal cannot be read or written; what it holds already stays
     * @throws IllegalStateException if another step is under way
     */
    public <T, R> List<R> each(List<? extends T> inputs, Task<? super T, ? extends R> task)
            throws InterruptedException {
        return step(inputs, task, this::ask);
    }

    /**
     * Does a task for every input with nothing but the answers that are kept already; no model is asked.
     *
     * @param inputs what to work on
     * @param task what to do
     * @param <T> type of the inputs
     * @param <R> type of the results
     * @return one result an input, in the order of the inputs; questions without a kept answer came back as
     *     {@link Outcome.Reason#DRY_RUN}
     * @throws InterruptedException if the calling thread was interrupted
     */
    public <T, R> List<R> recall(List<? extends T> inputs, Task<? super T, ? extends R> task)
            throws InterruptedException {
        return step(inputs, task, (model, request, replicate, attempt) -> {
            Optional<ChatResponse> kept = kept(CallKey.of(model.id(), request, replicate, attempt));
            return kept.isPresent()
                    ? new Outcome.Answered(kept.get(), true)
                    : new Outcome.Unanswered(Outcome.Reason.DRY_RUN, "a dry run asks nothing");
        });
    }

    /**
     * Ends the run: no more calls are made, those under way are interrupted, and what was answered stays in the
     * journal. May be called from any thread, listeners included; calling it twice does nothing.
     */
    public void cancel() {
        lock.lock();
        try {
            cancelled = true;
            workers.forEach(Thread::interrupt);
            idle.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Whether the run was cancelled.
     *
     * @return true after {@link #cancel}
     */
    public boolean cancelled() {
        return cancelled;
    }

    /**
     * How far the run is.
     *
     * @return the counts at this moment
     */
    public Progress progress() {
        return ledger.progress(
                items.get(), done.get(), answered.sum(), recalled.sum(), unanswered.sum(), retried.sum());
    }

    /**
     * Where the journal is.
     *
     * @return the folder; empty for a run in memory
     */
    public Optional<Path> folder() {
        return folder;
    }

    /**
     * How this run asks.
     *
     * @return the policy
     */
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

    private <T, R> List<R> step(List<? extends T> inputs, Task<? super T, ? extends R> task, Asker asker)
            throws InterruptedException {
        List<T> copy = List.copyOf(inputs);
        Objects.requireNonNull(task, "task");
        if (!stepLock.tryLock()) {
            throw new IllegalStateException("another step of this run is under way");
        }
        try {
            return new Step<T, R>(copy, task, asker).perform();
        } finally {
            stepLock.unlock();
        }
    }

    /** One pass over a list of inputs. */
    private final class Step<T, R> {
        private final List<T> inputs;
        private final Task<? super T, ? extends R> task;
        private final Asker asker;
        private final AtomicReferenceArray<R> results;
        private final AtomicInteger next = new AtomicInteger();
        /** What ended the step early: a fault of the task, of the journal or of the platform. */
        private volatile @Nullable Throwable fault;

        Step(List<T> inputs, Task<? super T, ? extends R> task, Asker asker) {
            this.inputs = inputs;
            this.task = task;
            this.asker = asker;
            this.results = new AtomicReferenceArray<>(inputs.size());
        }

        List<R> perform() throws InterruptedException {
            items.set(inputs.size());
            done.set(0);
            tell(new RunEvent.Started(inputs.size()));
            int wanted = Math.min(policy.concurrency(), inputs.size());
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
            rethrow();
            if (interrupted || interruptedThread == Thread.currentThread()) {
                throw new InterruptedException("the run was cancelled because its thread was interrupted");
            }
            tell(new RunEvent.Finished());
            List<R> list = new ArrayList<>(inputs.size());
            for (int i = 0; i < inputs.size(); i++) {
                list.add(results.get(i));
            }
            return list;
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

        private void rethrow() {
            Throwable thrown = fault;
            if (thrown instanceof RuntimeException e) {
                throw e;
            }
            if (thrown instanceof Error e) {
                throw e;
            }
        }

        private void work() {
            lock.lock();
            try {
                workers.add(Thread.currentThread());
            } finally {
                lock.unlock();
            }
            try {
                int item = next.getAndIncrement();
                while (item < inputs.size() && fault == null) {
                    R result = task.perform(inputs.get(item), asker);
                    results.set(item, Objects.requireNonNull(result, "result of the task"));
                    done.incrementAndGet();
                    tell(new RunEvent.ItemDone(item));
                    item = next.getAndIncrement();
                }
            } catch (RuntimeException | Error e) {
                fail(e);
            } finally {
                lock.lock();
                try {
                    workers.remove(Thread.currentThread());
                    if (cancelled || fault != null) {
                        // The interrupt was meant for the call, not for the executor's next task.
                        boolean unused = Thread.interrupted();
                    }
                    idle.signalAll();
                } finally {
                    lock.unlock();
                }
            }
        }

        private void fail(Throwable e) {
            lock.lock();
            try {
                if (fault == null) {
                    fault = e;
                }
            } finally {
                lock.unlock();
            }
            cancel();
        }
    }

    private Optional<ChatResponse> kept(CallKey key) {
        try {
            Optional<ChatResponse> response = answers.find(key);
            if (response.isPresent()) {
                recalled.increment();
            }
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Outcome ask(NamedModel model, ChatRequest request, int replicate, int attempt) {
        CallKey key = CallKey.of(model.id(), request, replicate, attempt);
        Optional<ChatResponse> kept = kept(key);
        if (kept.isPresent()) {
            return new Outcome.Answered(kept.get(), true);
        }
        CompletableFuture<Outcome> mine = new CompletableFuture<>();
        @Nullable CompletableFuture<Outcome> other = underWay.putIfAbsent(key, mine);
        if (other != null) {
            return shared(other);
        }
        Outcome outcome = cancelledOutcome();
        try {
            kept = kept(key);
            outcome = kept.isPresent()
                    ? new Outcome.Answered(kept.get(), true)
                    : call(new Question(key, model, request, replicate, attempt));
            return outcome;
        } finally {
            mine.complete(outcome);
            underWay.remove(key, mine);
        }
    }

    private Outcome shared(CompletableFuture<Outcome> other) {
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
            recalled.increment();
            return new Outcome.Answered(answer.response(), true);
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
            tell(new RunEvent.GaveUp(question.model().id(), none.reason()));
        }
        return outcome;
    }

    private Outcome tryUntilAnswered(Question question) throws InterruptedException, IOException {
        String model = question.model().id();
        Execution<Object> execution = Execution.of(retries);
        Gate gate = gates.computeIfAbsent(model, id -> new Gate(policy.concurrency(), policy.clock()));
        int tries = 0;
        while (true) {
            if (cancelled) {
                return cancelledOutcome();
            }
            if (!timeLeft(Duration.ZERO)) {
                return unanswered(Outcome.Reason.DEADLINE, "the run's time is over");
            }
            Gate.Ending ending = Gate.Ending.OTHER;
            Duration retryAfter = Duration.ZERO;
            ChatException failure;
            long entered = gate.enter();
            try {
                Duration pause = gate.pause();
                while (!pause.isZero()) {
                    if (!timeLeft(pause)) {
                        return unanswered(
                                Outcome.Reason.DEADLINE,
                                "the service asked to wait " + pause + ", longer than the run's time");
                    }
                    policy.clock().sleep(pause);
                    pause = gate.pause();
                }
                if (!ledger.reserveCall()) {
                    return unanswered(Outcome.Reason.BUDGET, "the budget is used up");
                }
                tries++;
                ChatResponse response;
                try {
                    response = TimedCall.chat(question.model(), question.request(), callTime(), policy.clock());
                } catch (RuntimeException e) {
                    return clientFault(question, tries, e);
                }
                if (response.text().length() > LONGEST_REPLY) {
                    return clientFault(
                            question,
                            tries,
                            new IllegalStateException("the reply has "
                                    + response.text().length() + " characters, more than " + LONGEST_REPLY));
                }
                ending = Gate.Ending.SUCCESS;
                keep(question, response, tries);
                return new Outcome.Answered(response, false);
            } catch (ChatException e) {
                failure = e;
                retryAfter = e.retryAfter().orElse(Duration.ZERO);
                if (e.kind() == ChatException.Kind.RATE_LIMITED) {
                    ending = Gate.Ending.RATE_LIMITED;
                }
                answers.noteFailure(question.key(), model, tries, reason(e.kind()));
            } finally {
                int limit = gate.leave(entered, ending, retryAfter);
                if (limit > 0) {
                    tell(new RunEvent.Limited(model, limit));
                }
            }
            execution.recordException(failure);
            if (!failure.retryable() || execution.isComplete()) {
                return unanswered(reason(failure.kind()), tries + " calls: " + failure.getMessage());
            }
            Duration wait = execution.getDelay().compareTo(retryAfter) < 0 ? retryAfter : execution.getDelay();
            if (!timeLeft(wait)) {
                return unanswered(
                        Outcome.Reason.DEADLINE,
                        "the next try in " + wait + " would come after the run's time: " + failure.getMessage());
            }
            retried.increment();
            tell(new RunEvent.Retrying(model, failure.kind(), tries, wait));
            policy.clock().sleep(wait);
        }
    }

    private Outcome clientFault(Question question, int tries, RuntimeException e) throws IOException {
        if (cancelled) {
            return cancelledOutcome();
        }
        answers.noteFailure(question.key(), question.model().id(), tries, Outcome.Reason.CLIENT_FAULT);
        return unanswered(Outcome.Reason.CLIENT_FAULT, e.toString());
    }

    private void keep(Question question, ChatResponse response, int tries) throws IOException {
        Usage charged = response.usage().orElseGet(() -> Tokens.estimate(question.request(), response.text()));
        answers.keep(new JournalEntry(
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
        tell(new RunEvent.Answered(question.model().id(), tries));
    }

    /** An interrupt that is not this run's own ends the run. */
    private void interrupted() {
        if (!cancelled) {
            interruptedThread = Thread.currentThread();
        }
        cancel();
    }

    private boolean timeLeft(Duration more) {
        return policy.deadline().isEmpty()
                || SystemClock.nanos(more) < SystemClock.nanos(policy.deadline().get()) - elapsed();
    }

    private long elapsed() {
        return policy.clock().nanoTime() - began;
    }

    private Duration callTime() {
        if (policy.deadline().isEmpty()) {
            return policy.callTimeout();
        }
        Duration left = policy.deadline().get().minusNanos(elapsed());
        return left.compareTo(policy.callTimeout()) < 0 ? left : policy.callTimeout();
    }

    private static Outcome unanswered(Outcome.Reason reason, String detail) {
        return new Outcome.Unanswered(reason, detail);
    }

    private static Outcome cancelledOutcome() {
        return unanswered(Outcome.Reason.CANCELLED, "the run was cancelled");
    }

    private static Outcome.Reason reason(ChatException.Kind kind) {
        return switch (kind) {
            case RATE_LIMITED -> Outcome.Reason.RATE_LIMITED;
            case TIMEOUT -> Outcome.Reason.TIMEOUT;
            case TRANSIENT -> Outcome.Reason.TRANSIENT;
            case REJECTED -> Outcome.Reason.REJECTED;
        };
    }

    private void tell(RunEvent event) {
        try {
            policy.listener().happened(event, progress());
        } catch (RuntimeException e) {
            System.getLogger(Run.class.getName()).log(System.Logger.Level.WARNING, "a listener failed at " + event, e);
        }
    }

    /** Folder and progress. */
    @Override
    public String toString() {
        return folder.map(Path::toString).orElse("in memory") + ": " + progress();
    }
}
