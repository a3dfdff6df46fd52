package esrp.prompts.run;

import static org.assertj.core.api.Assertions.assertThat;

import esrp.prompts.ChatException;
import esrp.prompts.ChatModel;
import esrp.prompts.ChatRequest;
import esrp.prompts.NamedModel;
import esrp.prompts.run.RunPolicy.Budget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class RunPropertyTest {
    /** How one life of a run ends early. */
    private enum End {
        CANCEL,
        BUDGET,
        DEADLINE,
        ERROR,
        TORN_TAIL
    }

    /** One life of a run: how it ends, and at which call; and which of its calls fail, by their number. */
    private record Life(End end, int at, List<Integer> faults) {}

    @Provide
    Arbitrary<List<Life>> lives() {
        return Combinators.combine(
                        Arbitraries.of(End.class),
                        Arbitraries.integers().between(0, 12),
                        Arbitraries.integers().between(0, 4).list().ofMaxSize(20))
                .as(Life::new)
                .list()
                .ofMaxSize(5);
    }

    /** Chains of questions, each of which depends on the reply before it; some chains share their questions. */
    private static String chain(int input, NamedModel model, ModelCaller caller) {
        StringBuilder text = new StringBuilder();
        String question = "start " + input % 5;
        for (int step = 0; step < 1 + input % 3; step++) {
            Outcome outcome = caller.ask(model, ChatRequest.of(question), 0, 0);
            if (!(outcome instanceof Outcome.Answered answered)) {
                return "incomplete";
            }
            text.append(answered.response().text()).append('|');
            question = "after " + answered.response().text();
        }
        return text.toString();
    }

    private static String reply(ChatRequest request) {
        return Integer.toHexString(request.prompt().hashCode());
    }

    @Property(tries = 120, seed = "20261123")
    void resumedEqualsUninterrupted(
            @ForAll("lives") List<Life> lives, @ForAll @IntRange(min = 1, max = 9) int inputs, @ForAll boolean pooled)
            throws Exception {
        Path folder = Files.createTempDirectory("run");
        ExecutorService pool = Executors.newFixedThreadPool(3);
        try {
            List<Integer> items = Stream.iterate(0, i -> i + 1).limit(inputs).toList();
            List<String> expected;
            try (Run run = Run.inMemory(Runnable::run, RunPolicy.withDefaults())) {
                NamedModel healthy = ChatModel.of("m", RunPropertyTest::reply);
                expected = run.each(items, (input, caller) -> chain(input, healthy, caller));
            }
            Map<String, Integer> answered = new HashMap<>();
            long kept = 0;
            for (Life life : lives) {
                kept = live(life, folder, pooled ? pool : Runnable::run, items, answered, kept, expected);
            }
            Life last = new Life(End.CANCEL, Integer.MAX_VALUE, List.of());
            kept = live(last, folder, pooled ? pool : Runnable::run, items, answered, kept, expected);
            // Every question was answered by the model once, or twice if its line was torn off.
            long torn =
                    lives.stream().filter(life -> life.end() == End.TORN_TAIL).count();
            assertThat(answered.values().stream().mapToInt(n -> n - 1).sum()).isLessThanOrEqualTo((int) torn);
            assertThat(kept).isEqualTo(answered.size());
        } finally {
            pool.shutdownNow();
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Lives once; returns the number of answers that are kept then. */
    private static long live(
            Life life,
            Path folder,
            java.util.concurrent.Executor executor,
            List<Integer> items,
            Map<String, Integer> answered,
            long keptBefore,
            List<String> expected)
            throws Exception {
        VirtualClock clock = new VirtualClock();
        AtomicInteger calls = new AtomicInteger();
        AtomicReference<Run> self = new AtomicReference<>();
        NamedModel model = ChatModel.of("m", request -> {
            int call = calls.getAndIncrement();
            if (call == life.at() && life.end() == End.CANCEL) {
                Objects.requireNonNull(self.get()).cancel();
            }
            if (call == life.at() && life.end() == End.ERROR) {
                throw new AssertionError("the process dies");
            }
            switch (call < life.faults().size() ? life.faults().get(call) : 0) {
                case 1 -> throw ChatException.of(ChatException.Kind.TRANSIENT, "x");
                case 2 -> throw ChatException.rateLimited("x", Duration.ofSeconds(5));
                case 3 -> clock.sleep(Duration.ofHours(9));
                case 4 -> clock.sleep(Duration.ofSeconds(1));
                default -> {
                    // answers
                }
            }
            synchronized (answered) {
                answered.merge(request.prompt(), 1, Integer::sum);
            }
            return reply(request);
        });
        RunPolicy policy = RunPolicy.withDefaults()
                .withClock(clock)
                .withTries(30)
                .withConcurrency(3)
                .withDurability(RunPolicy.Durability.WRITTEN);
        Path file = folder.resolve(Run.JOURNAL);
        if (life.end() == End.DEADLINE) {
            policy = policy.withDeadline(Duration.ofSeconds(1 + life.at()));
        }
        if (life.end() == End.BUDGET) {
            long before = Files.exists(file)
                    ? Files.readAllLines(file).stream()
                            .filter(line -> line.contains("\"start\":true"))
                            .count()
                    : 0;
            policy = policy.withBudget(Budget.unlimited().withCalls(before + life.at()));
        }
        try (Run run = Run.open(folder, executor, policy)) {
            self.set(run);
            List<String> results = run.each(items, (input, caller) -> chain(input, model, caller));
            for (int i = 0; i < items.size(); i++) {
                assertThat(results.get(i)).isIn(expected.get(i), "incomplete");
            }
            if (life.at() == Integer.MAX_VALUE) {
                assertThat(results).isEqualTo(expected);
            }
        } catch (AssertionError e) {
            if (!"the process dies".equals(e.getMessage())) {
                throw e;
            }
        }
        if (life.end() == End.TORN_TAIL) {
            tear(file, life.at());
        }
        try (Journal journal = Journal.open(file, RunPolicy.Durability.WRITTEN)) {
            if (life.end() != End.TORN_TAIL) {
                assertThat((long) journal.size()).isGreaterThanOrEqualTo(keptBefore);
            }
            return journal.size();
        }
    }

    /** Cuts the end of the last line off, as a kill within a write would. */
    private static void tear(Path file, int bytes) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        if (lines.size() > 1) {
            byte[] all = Files.readAllBytes(file);
            int cut = Math.min(1 + bytes, lines.get(lines.size() - 1).length());
            Files.write(file, java.util.Arrays.copyOf(all, all.length - cut));
        }
    }
}
