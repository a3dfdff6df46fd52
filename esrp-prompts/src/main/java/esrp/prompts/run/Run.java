package esrp.prompts.run;

import dev.failsafe.Execution;
import dev.failsafe.RetryPolicy;
import esrp.core.Finding;
import esrp.core.internal.Checks;
import esrp.core.internal.Json;
import esrp.prompts.ChatException;
import esrp.prompts.ChatRequest;
import esrp.prompts.ChatResponse;
import esrp.prompts.ChatResponse.TokenUsage;
import esrp.prompts.NamedModel;
import esrp.prompts.PromptCode;
import esrp.prompts.internal.OpenAiChat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
 *   <li>The work is done by the threads of the caller's executor (a pool, virtual threads, or {@code Runnable::run} for one
 *       thing after another) and by the calling thread, which works along: an executor whose threads come late, or never,
 *       makes a run slow and not wrong.
 *   <li>Each call is made on a daemon thread of the run's own, so that a client that ignores interrupts holds up nothing: such
 *       a call is abandoned, and its answer is kept if it still comes.
 * </ul>
 *
 * <p>Safe for use by many threads, but one step (role-play, judging, {@link #ask}) at a time.
 */
public final class Run implements AutoCloseable {
    /** The name of the journal in the run's folder. */
    public static final String JOURNAL = "journal.jsonl";

    private static final int LONGEST_REPLY = 8 << 20;
    private static final int LONGEST_TAGS = 1 << 20;
    /** Of what a service says beside its reply: its name of the model, and its id of the call. */
    private static final int LONGEST_NAME = 1 << 12;

    private static final long IDLE_SECONDS = 10;
    private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

    /** Why a question has no answer. */
    public enum FailureReason implements Finding.Code {
        /** The service refused the request. */
        REJECTED,
        /** The service asked to slow down as often as the policy allows tries, or for longer than it allows. */
        RATE_LIMITED,
        /** No reply in time, as often as the policy allows tries, the time of abandoned calls included. */
        TIMEOUT,
        /** The connection or the service failed as often as the policy allows tries. */
        TRANSIENT,
        /**
         * The caller's client returned null or a reply that is too long, or threw twice what is neither a
         * {@link ChatException} nor says that it was a rate limit, a timeout, the connection or a refusal.
         */
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
        DRY_RUN,
        /** It stands in a batch file, or will, and its answer has not been read. */
        BATCHED
    }

    /** The reply to a question, or why there is none. */
    public static final class Reply {
        private final Outcome outcome;

        private final Instant opened;

        private Reply(Outcome outcome, Instant opened) {
            this.outcome = outcome;
            this.opened = opened;
        }

        /** {@return the reply: the reply; empty if there is none} */
        public Optional<ChatResponse> response() {
            return outcome instanceof Outcome.Answered answer ? Optional.of(answer.response()) : Optional.empty();
        }

        /** {@return why there is no reply: the reason; empty exactly if there is a {@link #response()}} */
        public Optional<FailureReason> failure() {
            return outcome instanceof Outcome.Unanswered none ? Optional.of(none.reason()) : Optional.empty();
        }

        /** {@return when the reply came, if an earlier run got it: the moment; empty for what was asked in this run} */
        public Optional<Instant> recalled() {
            return outcome instanceof Outcome.Answered answer && answer.at().isBefore(opened)
                    ? Optional.of(answer.at())
                    : Optional.empty();
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
    /** The copy of a journal that nobody is asked for, gone with the run. */
    private final Optional<Path> copy;

    private final Ledger ledger;
    private final RetryPolicy<Object> retries;
    private final long began;

    private final Instant opened;

    /** Makes the calls. Threads are daemons, so that a deaf client does not keep the process alive. */
    private final ExecutorService callers = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                Thread thread = new Thread(task, "esrp-call");
                thread.setDaemon(true);
                return thread;
            });

    private final Set<TimedCall> calls = ConcurrentHashMap.newKeySet();
    private final Map<String, Service> services = new ConcurrentHashMap<>();
    private final Map<CallKey, CompletableFuture<Outcome>> underWay = new ConcurrentHashMap<>();
    /** What batch files are to ask. */
    private final Map<CallKey, Question> pending = new ConcurrentHashMap<>();

    private final ReentrantLock stepLock = new ReentrantLock();
    private final LongAdder answered = new LongAdder();
    private final LongAdder replayed = new LongAdder();
    private final LongAdder unanswered = new LongAdder();
    private final LongAdder retried = new LongAdder();
    private final LongAdder abandoned = new LongAdder();
    private final AtomicInteger items = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();

    /** Guards {@link #workers} and {@link #idle}. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition idle = lock.newCondition();
    private final Set<Thread> workers = new HashSet<>();
    private volatile boolean cancelled;
    private final AtomicBoolean closed = new AtomicBoolean();
    /** Whose interrupt ended the run, if that is what ended it. */
    private volatile @Nullable Thread interruptedThread;

    private Run(Optional<Path> folder, Optional<Path> copy, Answers answers, Executor executor, RunPolicy policy) {
        this.copy = copy;
        this.folder = folder;
        this.answers = answers;
        this.executor = executor;
        this.policy = policy;
        this.ledger = new Ledger(policy.values.budget, policy.values.prices, answers.spent());
        this.retries = RetryPolicy.builder()
                .handle(Exception.class)
                .withMaxAttempts(policy.values.tries)
                .withBackoff(policy.values.firstWait, policy.values.longestWait)
                .withJitter(policy.values.jitter)
                .build();
        this.began = policy.values.clock.nanoTime();
        this.opened = policy.values.clock.now();
    }

    /**
     * Opens a run with {@link RunPolicy#withDefaults()}.
     *
     * @param folder where the journal is or will be
     * @param executor whose threads ask
     * @return the run; close it
     * @throws IOException if another run has the journal open; if it is damaged ({@link #repair} keeps what is good) or of another
     *     version; if it cannot be read or written
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
     * @throws IOException if another run has the journal open; if it is damaged ({@link #repair} keeps what is good) or of another
     *     version; if it cannot be read or written
     */
    public static Run open(Path folder, Executor executor, RunPolicy policy) throws IOException {
        Objects.requireNonNull(executor, "executor");
        Journal journal = Journal.open(folder.resolve(JOURNAL), policy.values.durability);
        return new Run(Optional.of(folder), Optional.empty(), journal, executor, policy);
    }

    /**
     * Opens what a run has been answered so far, while it goes on or later: judging and role-play with it give the results up to
     * now and ask nobody. What is open comes back unanswered with {@link FailureReason#DRY_RUN}. The journal is copied, so that
     * whoever writes it is not disturbed.
     *
     * <pre>{@code
     * try (Run run = Run.soFar(folder)) {
     *     JudgingResult result = judging.judge(run, data, List.of(judge));   // a page of these ratings, now
     * }
     * }</pre>
     *
     * @param folder the folder of the run
     * @return a run that asks nothing; close it
     * @throws IOException if there is no journal, if it is damaged or of another version, or if it cannot be read
     */
    public static Run soFar(Path folder) throws IOException {
        Path file = folder.resolve(JOURNAL);
        Path copy = Files.createTempDirectory("esrp-so-far");
        RunPolicy policy = RunPolicy.withDefaults();
        try {
            Path copied = Files.copy(file, copy.resolve(JOURNAL));
            Journal journal = Journal.open(copied, policy.values.durability);
            return new Run(Optional.empty(), Optional.of(copy), journal, Runnable::run, policy);
        } catch (IOException | RuntimeException e) {
            delete(copy);
            throw e;
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    /**
     * Rewrites the damaged journal of a folder with its good lines and puts the bad ones into a file beside it, whose
     * name ends in {@code .damaged}. What was in the bad lines is asked again by the next run. A first line that is
     * lacking, or there twice, is mended. Nothing happens to a journal that can be opened.
     *
     * @param folder the folder of the run
     * @return where the bad lines were put; empty if there were none
     * @throws IOException if a run has the journal open, or if the file is no journal or one of another version, and nothing is
     *     changed; if the files cannot be read or written
     */
    public static Optional<Path> repair(Path folder) throws IOException {
        Journal.Repair done = Journal.repair(folder.resolve(JOURNAL));
        return done.dropped() > 0 ? Optional.of(done.aside()) : Optional.empty();
    }

    /**
     * {@return a run that keeps its answers in memory: for a first try, and lost when the process ends}
     *
     * @param executor whose threads ask
     * @param policy how to ask
     */
    public static Run inMemory(Executor executor, RunPolicy policy) {
        Objects.requireNonNull(executor, "executor");
        return new Run(Optional.empty(), Optional.empty(), Answers.inMemory(), executor, policy);
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
     * @throws IllegalStateException if another step is under way, or if the run is closed before the end
     */
    public List<Reply> ask(NamedModel model, List<ChatRequest> requests, int attempt) throws InterruptedException {
        check(List.of(model));
        return each(requests, (request, caller) -> new Reply(caller.ask(model, request, 0, attempt), opened));
    }

    /**
     * What {@link #ask} would still ask, if each question is asked again until its answers will do. Nobody is asked.
     *
     * @param model who would be asked
     * @param requests what would be asked
     * @param attempts the largest number of attempts at a usable reply; at least 1
     * @param willDo whether the answers to a question, one per attempt so far, will do
     * @return the number of calls, at least if the next answer will do and at most if none does, and their cost
     * @throws InterruptedException if the calling thread was interrupted
     */
    public CostEstimate estimate(
            NamedModel model, List<ChatRequest> requests, int attempts, Predicate<? super List<ChatResponse>> willDo)
            throws InterruptedException {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(willDo, "willDo");
        Checks.atLeast(1, "attempts", attempts);
        return dryRun(requests, (request, dry) -> {
            List<ChatResponse> kept = new ArrayList<>();
            while (kept.size() < attempts
                    && (kept.isEmpty() || !willDo.test(List.copyOf(kept)))
                    && dry.ask(model, request, 0, kept.size()) instanceof Outcome.Answered answered) {
                kept.add(answered.response());
            }
            return dry.estimate(1, attempts - kept.size(), policy.values.prices);
        });
    }

    /**
     * Does a task for every input and waits for all. If the run is cancelled or stopped, the tasks that are left are
     * still performed with what the journal has; their other questions come back unanswered with the reason.
     */
    <T, R> List<R> each(List<? extends T> inputs, Task<? super T, ? extends R> task) throws InterruptedException {
        return copy.isPresent() ? replay(inputs, task) : step(inputs, task, this::ask);
    }

    /** Does a task for every input with nothing but the answers that are kept already; no model is asked. */
    <T, R> List<R> replay(List<? extends T> inputs, Task<? super T, ? extends R> task) throws InterruptedException {
        return step(
                inputs,
                task,
                (model, request, replicate, attempt) -> kept(CallKey.of(model, request, replicate, attempt))
                        .orElseGet(() -> unanswered(FailureReason.DRY_RUN, "a dry run asks nothing")));
    }

    /** Sums what pieces of work would still ask. */
    <T> CostEstimate dryRun(List<? extends T> inputs, BiFunction<? super T, DryRun, CostEstimate> work)
            throws InterruptedException {
        return replay(inputs, (T input, ModelCaller caller) -> work.apply(input, new DryRun(caller))).stream()
                .reduce(CostEstimate.none(atOnce()), CostEstimate::plus);
    }

    /** How many calls can be under way: the threads of a pool and the calling one; more than the policy has no executor. */
    private int atOnce() {
        int threads = executor instanceof ThreadPoolExecutor pool
                ? pool.getMaximumPoolSize()
                : executor instanceof ForkJoinPool pool ? pool.getParallelism() : Integer.MAX_VALUE - 1;
        return Math.min(policy.values.concurrency, threads + 1);
    }

    /** Writes a manifest into the folder, if there is one. */
    void keep(Manifest manifest) {
        if (folder.isPresent()) {
            manifest.write(folder.get().resolve("manifest-" + manifest.kind() + ".json"));
        }
    }

    /** Writes a manifest and its result into the folder, if there is one. */
    void keep(Manifest manifest, Consumer<Path> result) {
        folder.ifPresent(there -> result.accept(there.resolve(manifest.kind() + ".jsonl")));
        keep(manifest);
    }

    /**
     * Ends the run: no more calls are made, those under way are interrupted, and what was answered stays in the
     * journal. A client that does not end within a second is left alone. May be called from any thread, listeners
     * included; calling it twice does nothing.
     */
    public void cancel() {
        locked(() -> {
            if (!cancelled) {
                cancelled = true;
                workers.forEach(Thread::interrupt);
                calls.forEach(TimedCall::expire);
            }
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
                items.get(),
                done.get(),
                answered.sum(),
                replayed.sum(),
                unanswered.sum(),
                retried.sum(),
                abandoned.sum());
    }

    /** {@return where the journal is: the folder; empty for a run in memory} */
    public Optional<Path> folder() {
        return folder;
    }

    /** {@return how this run asks} */
    public RunPolicy policy() {
        return policy;
    }

    /** When the run was opened: what was answered before is recalled from an earlier one. */
    Instant opened() {
        return opened;
    }

    /**
     * The note that a result owes its reader when answers come from earlier runs. Where the model states no revision it says
     * that an earlier release may have given them.
     *
     * @param model whose answers they are
     * @param count how many
     * @param first when the first of them came
     * @param last when the last of them came
     * @return the note, with days in UTC
     */
    public static Finding recalled(NamedModel model, long count, Instant first, Instant last) {
        LocalDate from = LocalDate.ofInstant(first, ZoneOffset.UTC);
        LocalDate to = LocalDate.ofInstant(last, ZoneOffset.UTC);
        return (model.revision().isPresent() ? PromptCode.RECALLED : PromptCode.RECALLED_WITHOUT_REVISION)
                .note(
                        "count",
                        count,
                        "model",
                        model.id()
                                + model.revision()
                                        .map(release -> " (" + release + ")")
                                        .orElse(""),
                        "from",
                        from.equals(to) ? from.toString() : from + "/" + to);
    }

    /** Refuses models that lack the price or the revision that the policy needs, before anything is asked. */
    void check(List<NamedModel> models) {
        for (NamedModel model : models) {
            ledger.require(model.id());
            Checks.rejectIf(
                    policy.values.revisionsRequired && model.revision().isEmpty(),
                    "model \"%s\": has no revision, and the policy requires one, so that the answers of an earlier"
                            + " release are not taken for its own; add withRevision(\"...\")",
                    model.id());
        }
    }

    /**
     * Closes the journal. Abandoned calls are not waited for. A step that is under way is cancelled and ends with an
     * {@link IllegalStateException}: answers that come from then on are lost, so {@link #cancel} it and wait for it first.
     * Closing twice does nothing.
     */
    @Override
    public void close() throws IOException {
        if (closed.getAndSet(true)) {
            return;
        }
        if (stepLock.isLocked()) {
            cancel();
        }
        answers.close();
        if (copy.isPresent()) {
            delete(copy.get());
        }
    }

    private void checkOpen(String what, @Nullable Throwable cause) {
        if (closed.get()) {
            throw new IllegalStateException(what, cause);
        }
    }

    private <T, R> List<R> step(List<? extends T> inputs, Task<? super T, ? extends R> task, ModelCaller caller)
            throws InterruptedException {
        List<T> copy = List.copyOf(inputs);
        Objects.requireNonNull(task, "task");
        if (!stepLock.tryLock()) {
            throw new IllegalStateException("another step of this run is under way");
        }
        try {
            checkOpen("the run is closed; open it again", null);
            return new Step<T, R>(copy, task, caller).perform();
        } finally {
            stepLock.unlock();
        }
    }

    /**
     * Writes the questions that were collected under {@link RunPolicy#withBatches} into the run's folder, as the batch services
     * of OpenAI and those that follow it take them: JSON Lines {@code batch-<n>.jsonl}, one file per model, at most 50,000
     * questions each. The id of the model is sent as the service's name of it.
     *
     * <p>The files are the record of what is out: a question in one of them is not written again, whatever ended the
     * program. Questions whose answers depend on others (re-asks, the next turn of a dialogue) come with a later round: read
     * the answers with {@link #readBatch}, do the work again, write again, until nothing is written. To give up a file, delete
     * it: what it asked and has no answer is written again then.
     *
     * <pre>{@code
     * try (Run run = Run.open(folder, Runnable::run, RunPolicy.withDefaults().withBatches(true))) {
     *     for (Path answers : downloaded) {
     *         System.out.println(run.readBatch(answers));
     *     }
     *     JudgingResult result = Judging.withDefaults().judge(run, data, List.of(judge)); // calls nobody
     *     List<Path> upload = run.writeBatches(); // empty: the result is complete, or answers are still out
     * }
     * }</pre>
     *
     * @return the files that were written; empty if nothing was collected that is not out already
     * @throws IllegalStateException if the run is in memory
     * @throws UncheckedIOException if a file cannot be written
     * @throws IOException if the folder cannot be read
     */
    public List<Path> writeBatches() throws IOException {
        return batchFiles().write(pending.values());
    }

    /**
     * Takes the answers of a batch service into the journal: its output files and its error files, in any order, any number
     * of times. A question that the service answered with an error, or not in time, is freed: the next {@link #writeBatches}
     * writes it again.
     *
     * @param file JSON Lines as the service returned them
     * @return what was in it
     * @throws IllegalStateException if the run is in memory
     * @throws esrp.core.DatasetFormatException if the file is not JSON Lines; what stood before the fault is kept
     * @throws IOException if the journal cannot be written
     */
    public BatchAnswers readBatch(Path file) throws IOException {
        Objects.requireNonNull(file, "file");
        BatchFiles files = batchFiles();
        Map<String, BatchFiles.Out> out = files.out();
        Map<String, String> failures = new LinkedHashMap<>();
        int[] counts = new int[3];
        try {
            Json.readLines(file, line -> {
                String id = OpenAiChat.text(line, "custom_id").orElse("");
                BatchFiles.Out question = out.get(id);
                if (question == null) {
                    counts[2]++;
                    return;
                }
                try {
                    counts[keep(question, BatchAnswers.response(line)) ? 0 : 1]++;
                    pending.remove(question.key());
                } catch (ChatException e) {
                    failures.put(id, String.valueOf(e.getMessage()));
                }
            });
        } finally {
            files.free(failures.keySet());
        }
        return new BatchAnswers(
                counts[0],
                counts[1],
                failures.size(),
                counts[2],
                failures.values().stream().findFirst());
    }

    /** Keeps an answer from a file: false if there is one already. */
    private boolean keep(BatchFiles.Out question, ChatResponse given) {
        ChatResponse response = withShortNames(given);
        TokenUsage charged = response.usage().orElseGet(() -> new TokenUsage(0, Tokens.of(response.text())));
        try {
            boolean fresh = answers.append(new JournalEntry(
                    question.key(),
                    question.model(),
                    question.replicate(),
                    question.attempt(),
                    1,
                    Map.of(),
                    response,
                    charged,
                    policy.values.clock.now().truncatedTo(ChronoUnit.MILLIS)));
            if (fresh) {
                ledger.charge(question.model(), charged);
            }
            return fresh;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private BatchFiles batchFiles() {
        return new BatchFiles(folder.orElseThrow(
                () -> new IllegalStateException("batches: need a run in a folder, which keeps what is out")));
    }

    /**
     * What {@link Run#readBatch} found in a file.
     *
     * @param kept answers that are in the journal now
     * @param known answers to questions that had one
     * @param failed questions that the service did not answer; they are written again
     * @param foreign lines about questions that stand in no batch file of the run, failures that were read before
     *     included
     * @param failure what the first failure said, if there is one
     */
    public record BatchAnswers(int kept, int known, int failed, int foreign, Optional<String> failure) {
        /** Validates. */
        public BatchAnswers {
            Objects.requireNonNull(failure, "failure");
        }

        /** The response in a line of an output file or an error file. */
        private static ChatResponse response(Json.Node line) throws ChatException {
            Optional<Json.Node> error = OpenAiChat.field(line, "error");
            if (error.isPresent()) {
                throw ChatException.of(
                        ChatException.Kind.TRANSIENT,
                        OpenAiChat.text(error.get(), "code").orElse("error") + ": "
                                + OpenAiChat.text(error.get(), "message").orElse("no message"));
            }
            Json.Node body = OpenAiChat.field(line, "response")
                    .flatMap(response -> OpenAiChat.field(response, "body"))
                    .orElseThrow(() -> ChatException.of(ChatException.Kind.TRANSIENT, "the line has no response"));
            String status = OpenAiChat.field(line, "response")
                    .flatMap(response -> OpenAiChat.field(response, "status_code"))
                    .map(code -> String.valueOf(code.value()))
                    .orElse("200");
            if (!status.startsWith("2") && OpenAiChat.field(body, "choices").isEmpty()) {
                throw ChatException.of(
                        ChatException.Kind.TRANSIENT,
                        "HTTP " + status
                                + OpenAiChat.field(body, "error")
                                        .flatMap(said -> OpenAiChat.text(said, "message"))
                                        .map(said -> ": " + said)
                                        .orElse(""));
            }
            ChatResponse response = OpenAiChat.response(body);
            if (response.text().length() > LONGEST_REPLY) {
                throw ChatException.of(ChatException.Kind.TRANSIENT, "the reply is too long");
            }
            return response;
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
            tell(RunListener::started);
            boolean interrupted;
            try {
                hire();
                work();
                interrupted = await();
            } finally {
                tell(RunListener::finished);
            }
            if (fault instanceof Error e) {
                throw e;
            }
            checkOpen("the run was closed while its step was under way; what was answered before is kept", fault);
            if (fault instanceof RuntimeException e) {
                throw e;
            }
            if (interrupted || interruptedThread == Thread.currentThread()) {
                throw new InterruptedException("the run was cancelled because its thread was interrupted");
            }
            return IntStream.range(0, inputs.size()).mapToObj(results::get).toList();
        }

        /** Asks the executor for workers, one less than may call at once: the calling thread is one itself. */
        private void hire() {
            int wanted = Math.max(1, Math.min(policy.values.concurrency, inputs.size()) - 1);
            for (int i = 0; i < wanted && next.get() < inputs.size(); i++) {
                try {
                    executor.execute(this::work);
                } catch (RejectedExecutionException e) {
                    if (i == 0) {
                        throw e;
                    }
                    break;
                } catch (RuntimeException | Error e) {
                    // Who was hired before must end before the caller hears of it.
                    locked(() -> fault = fault == null ? e : fault);
                    cancel();
                    break;
                }
            }
        }

        /** Waits until nobody works; nothing is left to begin by then, and who comes later finds nothing to do. */
        private boolean await() {
            boolean interrupted = false;
            lock.lock();
            try {
                while (!workers.isEmpty()) {
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
                    int finished = item;
                    tell((listener, progress) -> listener.itemDone(finished, progress));
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
            return entry.map(one -> new Outcome.Answered(one.response(), true, one.at()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Outcome ask(NamedModel model, ChatRequest request, int replicate, int attempt) {
        CallKey key = CallKey.of(model, request, replicate, attempt);
        Optional<Outcome> kept = kept(key);
        if (kept.isPresent()) {
            return kept.get();
        }
        if (policy.values.batches) {
            check(List.of(model));
            unanswered.increment();
            pending.put(key, new Question(key, model, request, replicate, attempt));
            return unanswered(FailureReason.BATCHED, "waits for the answer of a batch");
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
            return kept(key).orElseGet(() -> new Outcome.Answered(answer.response(), true, answer.at()));
        }
        unanswered.increment();
        return outcome;
    }

    record Question(CallKey key, NamedModel model, ChatRequest request, int replicate, int attempt) {
        /** What the call is taken to cost until something says otherwise. */
        TokenUsage estimate() {
            return new TokenUsage(
                    Tokens.of(request), request.parameters().maxTokens().orElse(CostEstimate.REPLY_TOKENS));
        }
    }

    /** What is known of a model while the run lasts. */
    private record Service(ConcurrencyLimiter gate, FirstCalls first, AtomicInteger stuck) {}

    private Outcome call(Question question) {
        check(List.of(question.model()));
        checkTags(question.request().tags());
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
            tell((listener, progress) -> listener.gaveUp(question.model().id(), none.reason(), progress));
        }
        return outcome;
    }

    /** Refuses tags that a line of the journal could not hold, before the call is paid for. */
    private static void checkTags(Map<String, String> tags) {
        long length = tags.entrySet().stream()
                .mapToLong(tag -> (long) tag.getKey().length() + tag.getValue().length())
                .sum();
        Checks.rejectIf(
                length > LONGEST_TAGS, "tags: have %s characters, at most %s were expected", length, LONGEST_TAGS);
    }

    private Outcome tryUntilAnswered(Question question) throws InterruptedException, IOException {
        String model = question.model().id();
        Execution<Object> execution = Execution.of(retries);
        Service service = services.computeIfAbsent(
                model,
                id -> new Service(
                        new ConcurrencyLimiter(policy.values.concurrency, policy.values.clock),
                        new FirstCalls(policy.values.failFast),
                        new AtomicInteger()));
        for (int tries = 1; true; tries++) {
            Try made = tryOnce(question, service, tries);
            if (made.outcome().isPresent()) {
                return made.outcome().get();
            }
            CallFailure failure = made.failure().orElseThrow();
            service.first().failed(failure);
            execution.recordException(failure.thrown());
            if (!failure.retryable(tries) || execution.isComplete()) {
                return unanswered(failure.reason(), tries + (tries == 1 ? " call: " : " calls: ") + failure.message());
            }
            Duration delay = service.first().suspect()
                    ? Collections.min(List.of(execution.getDelay(), policy.values.firstWait))
                    : execution.getDelay();
            Duration wait = Collections.max(List.of(delay, failure.retryAfter()));
            if (failure.retryAfter().compareTo(policy.values.longestRetryAfter) > 0 && timeLeft(wait)) {
                return unanswered(failure.reason(), tooLong(failure.retryAfter()) + ": " + failure.message());
            }
            if (!timeLeft(wait)) {
                return unanswered(
                        FailureReason.DEADLINE,
                        "the next try in " + wait + " would come after the run's time: " + failure.message());
            }
            Optional<Outcome.Unanswered> stop = service.first().stop();
            if (stop.isPresent()) {
                return stop.get();
            }
            retried.increment();
            int calls = tries;
            ChatException.Kind kind = failure.kind().orElse(ChatException.Kind.TRANSIENT);
            tell((listener, progress) -> listener.retrying(model, kind, calls, wait, progress));
            policy.values.clock.sleep(wait);
        }
    }

    /** What one try brought: the end of the question, or a failure that may pass. */
    private record Try(Optional<Outcome> outcome, Optional<CallFailure> failure) {
        static Try end(Outcome outcome) {
            return new Try(Optional.of(outcome), Optional.empty());
        }
    }

    private Try tryOnce(Question question, Service service, int tries) throws InterruptedException, IOException {
        String model = question.model().id();
        ConcurrencyLimiter.Ending ending = ConcurrencyLimiter.Ending.OTHER;
        Duration pause = Duration.ZERO;
        long entered = service.gate().enter();
        try {
            Optional<Outcome> end = waitForTurn(service);
            if (end.isEmpty() && tries > 1) {
                // The answer of an abandoned try may have come meanwhile.
                end = kept(question.key());
            }
            if (end.isPresent()) {
                return Try.end(end.get());
            }
            if (!ledger.reserveCall()) {
                return Try.end(unanswered(FailureReason.BUDGET, "the budget is used up"));
            }
            answers.noteStart(question.key(), model, question.estimate());
            CallFailure failure;
            try {
                ChatResponse response = timedCall(question, service, tries);
                if (response.text().length() <= LONGEST_REPLY) {
                    ending = ConcurrencyLimiter.Ending.SUCCESS;
                    service.first().answered();
                    return Try.end(keep(question, response, tries, false));
                }
                failure = CallFailure.unusable(
                        "the reply has " + response.text().length() + " characters, more than " + LONGEST_REPLY);
            } catch (ChatException e) {
                failure = CallFailure.of(e);
            } catch (TimedCall.AbandonedException e) {
                // How it ends is not known: the journal goes on counting it as spent.
                abandoned.increment();
                service.stuck().incrementAndGet();
                ledger.charge(model, question.estimate());
                return cancelled
                        ? Try.end(cancelledOutcome())
                        : new Try(Optional.empty(), Optional.of(CallFailure.of(e, policy.values.callTimeout)));
            } catch (TimedCall.FaultException e) {
                failure = CallFailure.of(e);
            }
            if (cancelled) {
                // Interrupted, most likely: what it cost is not known either.
                return Try.end(cancelledOutcome());
            }
            answers.noteFailure(question.key(), model, tries, failure.reason());
            pause = failure.retryAfter();
            ending = failure.reason() == FailureReason.RATE_LIMITED ? ConcurrencyLimiter.Ending.RATE_LIMITED : ending;
            return new Try(Optional.empty(), Optional.of(failure));
        } finally {
            int limit = service.gate().leave(entered, ending, pause);
            if (limit > 0) {
                tell((listener, progress) -> listener.limited(model, limit, progress));
            }
        }
    }

    /** Waits for as long as the service asked to. Returns why the question must not be asked, if that is so. */
    private Optional<Outcome> waitForTurn(Service service) throws InterruptedException {
        while (true) {
            if (cancelled) {
                return Optional.of(cancelledOutcome());
            }
            if (!timeLeft(Duration.ZERO)) {
                return Optional.of(unanswered(FailureReason.DEADLINE, "the run's time is over"));
            }
            if (service.first().stop().isPresent()) {
                return Optional.of(service.first().stop().get());
            }
            if (service.stuck().get() >= mostStuck()) {
                return Optional.of(unanswered(
                        FailureReason.TIMEOUT,
                        service.stuck()
                                + " calls ignored their interrupt and still hold a thread each, so that the model"
                                + " is asked no more until they end; give its client a time limit of its own"));
            }
            Duration pause = service.gate().pause();
            if (pause.isZero()) {
                return Optional.empty();
            }
            if (!timeLeft(pause)) {
                return Optional.of(unanswered(
                        FailureReason.DEADLINE, "the service asked to wait " + pause + ", longer than the run's time"));
            }
            if (pause.compareTo(policy.values.longestRetryAfter) > 0) {
                return Optional.of(unanswered(FailureReason.RATE_LIMITED, tooLong(pause)));
            }
            policy.values.clock.sleep(pause);
        }
    }

    private String tooLong(Duration wait) {
        return "the service asked to wait " + wait + ", longer than the " + policy.values.longestRetryAfter
                + " that the policy allows";
    }

    private int mostStuck() {
        return Math.max(RunPolicy.MOST_STUCK, (int) Math.min(Integer.MAX_VALUE, 4L * policy.values.concurrency));
    }

    private ChatResponse timedCall(Question question, Service service, int tries)
            throws ChatException, TimedCall.AbandonedException, TimedCall.FaultException {
        TimedCall call =
                new TimedCall(question.model(), question.request(), callTime(), policy.values.clock, response -> {
                    service.stuck().decrementAndGet();
                    response.ifPresent(reply -> keepLate(question, reply, tries));
                });
        calls.add(call);
        try {
            if (cancelled) {
                call.expire();
            }
            callers.execute(call);
            return call.await(this::interrupted);
        } finally {
            calls.remove(call);
        }
    }

    private Outcome keep(Question question, ChatResponse given, int tries, boolean late) throws IOException {
        ChatResponse response = withShortNames(given);
        String model = question.model().id();
        TokenUsage charged = response.usage().orElseGet(() -> Tokens.estimate(question.request(), response.text()));
        Instant at = policy.values.clock.now().truncatedTo(ChronoUnit.MILLIS);
        boolean fresh = answers.append(new JournalEntry(
                question.key(),
                model,
                question.replicate(),
                question.attempt(),
                tries,
                question.request().tags(),
                response,
                charged,
                at));
        ledger.settle(model, late ? question.estimate() : TokenUsage.ZERO, charged);
        if (!fresh) {
            // The answer of an abandoned try was quicker; the first one holds.
            return kept(question.key()).orElseThrow();
        }
        answered.increment();
        tell((listener, progress) -> listener.answered(model, tries, progress));
        return new Outcome.Answered(response, false, at);
    }

    /** Keeps the answer of a call that was abandoned, if the run is still there to keep it. */
    private void keepLate(Question question, ChatResponse response, int tries) {
        try {
            if (response.text().length() <= LONGEST_REPLY) {
                Outcome unused = keep(question, response, tries, true);
            }
        } catch (IOException | UncheckedIOException e) {
            System.getLogger(Run.class.getName())
                    .log(
                            System.Logger.Level.INFO,
                            () -> "the answer of an abandoned call came too late to be kept: " + e);
        }
    }

    private static ChatResponse withShortNames(ChatResponse response) {
        return new ChatResponse(
                response.text(),
                response.finishReason(),
                response.usage(),
                response.servedModel().map(Run::cut),
                response.requestId().map(Run::cut),
                response.probabilities());
    }

    private static String cut(String name) {
        return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
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

    private void tell(BiConsumer<RunListener, RunListener.Progress> event) {
        try {
            event.accept(policy.values.listener, progress());
        } catch (RuntimeException e) {
            System.getLogger(Run.class.getName()).log(System.Logger.Level.WARNING, "a listener failed", e);
        }
    }

    /** Folder and progress. */
    @Override
    public String toString() {
        return folder.map(Path::toString).orElse("in memory") + ": " + progress();
    }

    /**
     * What a run would still ask: the outcome of a dry run. Tokens are rough (one for each character outside ASCII, one for
     * each four within) and take every reply to be as long as the parameters allow, 512 tokens where they set no limit; times
     * are rough, too, and take a call to last 5 s. Calls that fail and are made again come on top.
     *
     * @param items pieces of work
     * @param complete pieces of work that need no call, since the journal has all their answers
     * @param replayed answers that the journal has
     * @param fewestCalls calls if every reply is usable at once
     * @param mostCalls calls if every attempt that is allowed is needed
     * @param fewestTokens tokens of the fewest calls
     * @param mostTokens tokens of the most calls
     * @param unpriced those of the fewest calls whose model has no price
     * @param fewestCost price of the fewest calls, as far as the models have prices
     * @param mostCost price of the most calls, as far as the models have prices
     * @param atOnce how many calls are made at the same time; at least 1
     */
    public record CostEstimate(
            long items,
            long complete,
            long replayed,
            long fewestCalls,
            long mostCalls,
            TokenUsage fewestTokens,
            TokenUsage mostTokens,
            long unpriced,
            BigDecimal fewestCost,
            BigDecimal mostCost,
            int atOnce) {
        static final int REPLY_TOKENS = 512;
        private static final int SECONDS_PER_CALL = 5;

        /** Validates. */
        public CostEstimate {
            Checks.notNull("fewestTokens", fewestTokens, "mostTokens", mostTokens, "fewestCost", fewestCost);
            Checks.notNull("mostCost", mostCost);
            Checks.atLeast(1, "atOnce", atOnce);
        }

        static CostEstimate none(int atOnce) {
            return new CostEstimate(
                    0, 0, 0, 0, 0, TokenUsage.ZERO, TokenUsage.ZERO, 0, BigDecimal.ZERO, BigDecimal.ZERO, atOnce);
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
                    unpriced + other.unpriced,
                    fewestCost.add(other.fewestCost),
                    mostCost.add(other.mostCost),
                    Math.max(atOnce, other.atOnce));
        }

        /** {@return how long the fewest calls take} */
        public Duration fewestTime() {
            return time(fewestCalls);
        }

        /** {@return how long the most calls take} */
        public Duration mostTime() {
            return time(mostCalls);
        }

        private Duration time(long calls) {
            return Duration.ofSeconds(SECONDS_PER_CALL).multipliedBy((calls + atOnce - 1) / atOnce);
        }

        private static String clock(Duration time) {
            return String.format(
                    Locale.ROOT, "%d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart());
        }

        private String price() {
            if (unpriced > 0 && unpriced == fewestCalls) {
                return "price unknown: RunPolicy.withPrice tells it";
            }
            String known = "price " + fewestCost.stripTrailingZeros().toPlainString() + " to "
                    + mostCost.stripTrailingZeros().toPlainString();
            return unpriced > 0
                    ? known + String.format(Locale.ROOT, ", and %,d calls of models without a price", unpriced)
                    : known;
        }

        /** Four lines. */
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%,d items, %,d of them complete; %,d answers in the journal%n%,d to %,d calls, %,d to %,d"
                            + " tokens%n%s%n%s to %s at %d s a call, %d at a time%n",
                    items,
                    complete,
                    replayed,
                    fewestCalls,
                    mostCalls,
                    fewestTokens.totalTokens(),
                    mostTokens.totalTokens(),
                    price(),
                    clock(fewestTime()),
                    clock(mostTime()),
                    SECONDS_PER_CALL,
                    atOnce);
        }
    }
}
