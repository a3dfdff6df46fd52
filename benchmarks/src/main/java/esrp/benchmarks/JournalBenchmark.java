package esrp.benchmarks;

import esrp.prompts.ChatModel;
import esrp.prompts.ChatRequest;
import esrp.prompts.NamedModel;
import esrp.prompts.run.Run;
import esrp.prompts.run.RunPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a call costs beyond the model: 20,000 questions to a model that answers at once, 64 under way, without a journal,
 * with one that the operating system has, and with one that the device has. And opening a journal of a million answers
 * in a heap of 256 MiB.
 *
 * <p>{@code java -jar benchmarks/target/benchmarks.jar JournalBenchmark}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@Fork(1)
public class JournalBenchmark {
    private static final int QUESTIONS = 20_000;
    private static final int UNDER_WAY = 64;
    private static final int ENTRIES = 1_000_000;
    private static final String REPLY = "{\"一致性\": {\"score\": 4, \"explanation\": \"回应了用户的问题\"}}".repeat(4);

    /** Where runs keep their answers. */
    public enum Kept {
        /** Nowhere but in memory. */
        IN_MEMORY,
        /** In a journal, with {@link RunPolicy.Durability#WRITTEN}. */
        WRITTEN,
        /** In a journal, with {@link RunPolicy.Durability#FORCED}. */
        FORCED
    }

    /** A run on a fresh folder for every measurement. */
    @State(Scope.Benchmark)
    public static class Calls {
        /** Where answers are kept. */
        @Param
        public Kept kept = Kept.FORCED;

        private final ExecutorService threads = Executors.newFixedThreadPool(UNDER_WAY, task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        });
        private final NamedModel model = ChatModel.of("instant", request -> REPLY);
        private final List<ChatRequest> questions = IntStream.range(0, QUESTIONS)
                .mapToObj(i -> ChatRequest.of("question " + i))
                .toList();
        private Path folder = Path.of("");
        private Run run = Run.inMemory(Runnable::run, RunPolicy.withDefaults());

        /** Opens a run. */
        @Setup(Level.Invocation)
        public void open() throws IOException {
            folder = Files.createTempDirectory("journal-benchmark");
            RunPolicy policy = RunPolicy.withDefaults().withConcurrency(UNDER_WAY);
            run = kept == Kept.IN_MEMORY
                    ? Run.inMemory(threads, policy)
                    : Run.open(
                            folder,
                            threads,
                            policy.withDurability(
                                    kept == Kept.FORCED ? RunPolicy.Durability.FORCED : RunPolicy.Durability.WRITTEN));
        }

        /** Closes it and removes the folder. */
        @TearDown(Level.Invocation)
        public void close() throws IOException {
            run.close();
            delete(folder);
        }
    }

    /** A journal of a million answers. */
    @State(Scope.Benchmark)
    public static class Million {
        private Path folder = Path.of("");

        /** Writes it. */
        @Setup(Level.Trial)
        public void write() throws Exception {
            folder = Files.createTempDirectory("journal-benchmark");
            ExecutorService threads = Executors.newFixedThreadPool(UNDER_WAY);
            RunPolicy policy =
                    RunPolicy.withDefaults().withConcurrency(UNDER_WAY).withDurability(RunPolicy.Durability.WRITTEN);
            try (Run run = Run.open(folder, threads, policy)) {
                NamedModel model = ChatModel.of("model", request -> REPLY);
                for (int from = 0; from < ENTRIES; from += QUESTIONS) {
                    List<Run.Reply> unused = run.ask(
                            model,
                            IntStream.range(from, from + QUESTIONS)
                                    .mapToObj(
                                            i -> ChatRequest.of("question " + i).withTag("item", "" + i))
                                    .toList(),
                            0);
                }
            } finally {
                threads.shutdown();
            }
            System.out.printf("%,d bytes%n", Files.size(folder.resolve(Run.JOURNAL)));
        }

        /** Removes it. */
        @TearDown(Level.Trial)
        public void remove() throws IOException {
            delete(folder);
        }
    }

    /** One question after the other from 64 threads. */
    @Benchmark
    @OperationsPerInvocation(QUESTIONS)
    @OutputTimeUnit(TimeUnit.MICROSECONDS)
    @Warmup(iterations = 3)
    @Measurement(iterations = 7)
    public List<Run.Reply> call(Calls calls) throws InterruptedException {
        return calls.run.ask(calls.model, calls.questions, 0);
    }

    /** Opens the million and closes it again. */
    @Benchmark
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    @Warmup(iterations = 1)
    @Measurement(iterations = 5)
    @Fork(value = 1, jvmArgsAppend = "-Xmx256m")
    public long open(Million million) throws IOException {
        try (Run run = Run.open(million.folder, Runnable::run)) {
            long calls = run.progress().calls();
            if (calls != ENTRIES) {
                throw new IllegalStateException(run.toString());
            }
            return calls;
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
