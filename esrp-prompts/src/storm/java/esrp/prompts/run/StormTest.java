package esrp.prompts.run;

import static org.assertj.core.api.Assertions.assertThat;

import esrp.core.Character;
import esrp.core.Dataset;
import esrp.core.Scenario;
import esrp.prompts.ChatException;
import esrp.prompts.ChatModel;
import esrp.prompts.ChatRequest;
import esrp.prompts.NamedModel;
import esrp.prompts.run.RunPolicy.Budget;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything that can happen to a run, many times, at random moments of a fixed seed: kills of the process, deaf
 * clients, late and missing executors, cancels, interrupts, and second writers. Figures are printed and stand in {@code
 * docs/faults.md}.
 *
 * <p>{@code mvn -Pstorm -pl esrp-prompts -am test}
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class StormTest {
    private static final int KILLS = 100;
    private static final int THREADS = 16;
    private static final List<String> CANDIDATES = List.of("bot-a", "bot-b");
    private static final List<String> PANEL = List.of("judge-a", "judge-b", "judge-c");

    @TempDir
    private Path folder;

    /** A model that leaves a line before each call and takes some milliseconds. */
    private static NamedModel logged(String id, OutputStream calls, ChatModel.TextFunction says) {
        return ChatModel.of(id, request -> {
            CallKey key = CallKey.of(id, request, 0, 0);
            synchronized (calls) {
                calls.write((key + "\n").getBytes(StandardCharsets.US_ASCII));
                calls.flush();
            }
            LockSupport.parkNanos(1_000_000 + Math.floorMod(key.low(), 2_000_000L));
            return says.reply(request);
        });
    }

    /** Role-play of two turns with a simulated user, then a panel that forgets a metric in a tenth of its first replies. */
    private static void playAndJudge(Path runFolder, OutputStream calls) throws IOException, InterruptedException {
        ChatModel.TextFunction talks = request ->
                "今天也辛苦了，".repeat(8) + Integer.toHexString(Scripted.text(request).hashCode());
        List<NamedModel> candidates =
                CANDIDATES.stream().map(id -> logged(id, calls, talks)).toList();
        List<NamedModel> panel = PANEL.stream()
                .map(id -> logged(id, calls, request -> {
                    var asked = Scripted.asked(request);
                    boolean forgets = asked.size() == 9
                            && Math.floorMod(Scripted.text(request).hashCode(), 10) == 0;
                    return Scripted.answer(
                            id,
                            Objects.requireNonNull(request.tags().get("item")),
                            forgets ? asked.subList(0, 8) : asked);
                }))
                .toList();
        List<Character> characters = List.of(Scripted.CHARACTER, Character.of("《灯塔》的阿岚"));
        List<Scenario> scenarios = IntStream.range(0, 90)
                .mapToObj(i -> Scenario.of(Integer.toString(i), "今天好累，第" + i + "天了。"))
                .toList();
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try (Run run = Run.open(runFolder, pool, RunPolicy.withDefaults().withConcurrency(THREADS))) {
            Dataset played = RolePlay.withDefaults()
                    .with(FollowUps.simulated(logged("user", calls, request -> "那怎么办？")))
                    .play(run, characters, scenarios, candidates)
                    .dataset();
            Judging.withDefaults().judge(run, played, panel).ratings().write(runFolder.resolve("ratings.csv"));
        } finally {
            pool.shutdown();
        }
    }

    /** Spends a budget: two of three calls fail. */
    private static void spend(Path runFolder, OutputStream calls) throws IOException, InterruptedException {
        AtomicInteger made = new AtomicInteger();
        NamedModel model = logged("m", calls, request -> {
            if (made.incrementAndGet() % 3 != 0) {
                throw ChatException.of(ChatException.Kind.TRANSIENT, "down");
            }
            return "answer";
        });
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        RunPolicy policy = RunPolicy.withDefaults()
                .withWaits(Duration.ofMillis(1), Duration.ofMillis(2))
                .withBudget(Budget.unlimited().withCalls(400));
        try (Run run = Run.open(runFolder, pool, policy)) {
            List<Run.Reply> unused = run.ask(model, questions(1_000), 0);
        } finally {
            pool.shutdown();
        }
    }

    private static List<ChatRequest> questions(int n) {
        return IntStream.range(0, n)
                .mapToObj(i -> ChatRequest.of("question " + i))
                .toList();
    }

    /** The process that is killed, and the one that comes second. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) throws Exception {
            Path path = Path.of(arguments[1]);
            try (OutputStream calls = new FileOutputStream(arguments[2], true)) {
                OutputStream both = new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("lines are written whole");
                    }

                    @Override
                    public void write(byte[] line, int from, int length) throws IOException {
                        calls.write(line, from, length);
                        System.out.write('.');
                        System.out.flush();
                    }
                };
                switch (arguments[0]) {
                    case "play" -> playAndJudge(path, both);
                    case "spend" -> spend(path, both);
                    default -> second(path, both);
                }
            }
        }

        /** Asks what is not answered, through any path to a journal. */
        private static void second(Path journal, OutputStream calls) throws Exception {
            try (Journal open = Journal.open(journal, RunPolicy.Durability.FORCED)) {
                for (ChatRequest request : questions(200)) {
                    CallKey key = CallKey.of("m", request, 0, 0);
                    if (open.find(key).isEmpty()) {
                        open.noteStart(key, "m", Tokens.estimate(request, ""));
                        calls.write((key + "\n").getBytes(StandardCharsets.US_ASCII));
                        boolean unused = open.append(new JournalEntry(
                                key,
                                "m",
                                0,
                                0,
                                1,
                                Map.of(),
                                esrp.prompts.ChatResponse.of("second"),
                                Tokens.estimate(request, "second"),
                                java.time.Instant.EPOCH));
                    }
                }
            } catch (JournalInUseException e) {
                System.exit(3);
            }
        }
    }

    private static Process start(String work, Path path, Path log) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        work,
                        path.toString(),
                        log.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static List<String> wholeLines(Path file) throws IOException {
        if (Files.notExists(file)) {
            return List.of();
        }
        // A kill cuts the last line wherever it likes, in the middle of a character too.
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    /** How often each key stands in the lines of a journal that have a field; a torn end is left out. */
    private static Map<String, Integer> keys(Path journal, String field) throws IOException {
        Map<String, Integer> keys = new HashMap<>();
        for (String line : wholeLines(journal)) {
            byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
            if (line.startsWith("{\"key\":\"") && line.contains(field) && JournalLines.intact(bytes, 0, bytes.length)) {
                keys.merge(line.substring(8, 40), 1, Integer::sum);
            }
        }
        return keys;
    }

    @Test
    void aHundredKillsOverRolePlayAndJudging() throws Exception {
        Random random = new Random(20261126);
        Path killed = folder.resolve("killed");
        Path journal = killed.resolve(Run.JOURNAL);
        Set<String> answered = Set.of();
        int kills = 0;
        long begun = 0;
        long cutOff = 0;
        boolean done = false;
        while (!done) {
            Path log = folder.resolve("calls-" + kills + ".log");
            done = !KillTest.killAfter(
                    start("play", killed, log), kills < KILLS ? random.nextInt(36) : Integer.MAX_VALUE);
            kills += done ? 0 : 1;
            List<String> calls = wholeLines(log);
            Set<String> before = answered;
            assertThat(calls).as("an answered question was asked again").noneMatch(before::contains);
            Map<String, Integer> now = keys(journal, "\"text\":");
            assertThat(now.values()).as("answered twice").allMatch(times -> times == 1);
            assertThat(now.keySet()).as("an answer was lost").containsAll(answered);
            begun += calls.size();
            cutOff += calls.size() - (now.size() - answered.size());
            answered = new HashSet<>(now.keySet());
            assertThat(keys(journal, "\"start\":true").values().stream()
                            .mapToInt(times -> times)
                            .sum())
                    .as("a call was made that is not accounted for")
                    .isGreaterThanOrEqualTo((int) begun);
        }
        assertThat(kills).as("the run was too quick to be killed often enough").isEqualTo(KILLS);
        Path whole = folder.resolve("whole");
        playAndJudge(whole, OutputStream.nullOutputStream());
        for (String file : List.of("ratings.csv", "manifest-judging.json", "manifest-role-play.json")) {
            assertThat(Files.readAllBytes(killed.resolve(file))).isEqualTo(Files.readAllBytes(whole.resolve(file)));
        }
        assertThat(keys(journal, "\"text\":")).isEqualTo(keys(whole.resolve(Run.JOURNAL), "\"text\":"));
        long noted = keys(journal, "\"start\":true").values().stream()
                .mapToInt(times -> times)
                .sum();
        try (Run run = Run.open(killed, Runnable::run)) {
            assertThat(run.progress().calls()).isEqualTo(noted);
        }
        System.out.printf(
                "storm: %d kills over role-play and judging, %,d questions, %,d calls begun, %,d cut off by a kill, %,d"
                        + " accounted for; 0 lost, 0 asked again, results identical to the byte%n",
                kills, answered.size(), begun, cutOff, noted);
    }

    @Test
    void aBudgetThroughKills() throws Exception {
        Random random = new Random(7);
        Path spent = folder.resolve("spent");
        long begun = 0;
        int kills = 0;
        boolean done = false;
        while (!done) {
            Path log = folder.resolve("spent-" + kills + ".log");
            done = !KillTest.killAfter(start("spend", spent, log), 1 + random.nextInt(30));
            kills += done ? 0 : 1;
            begun += wholeLines(log).size();
        }
        assertThat(begun).isBetween(400L - (long) kills * THREADS, 400L);
        System.out.printf("storm: budget of 400 calls, %d kills: %d calls made%n", kills, begun);
    }

    @Test
    void deafClientsLateExecutorsAndCancels() throws Exception {
        int rounds = 120;
        Map<String, Integer> ended = new HashMap<>();
        Map<String, Integer> answeredTimes = new ConcurrentHashMap<>();
        long abandoned = 0;
        long made = 0;
        ExecutorService pool = Executors.newFixedThreadPool(8);
        ExecutorService one = Executors.newSingleThreadExecutor();
        for (int round = 0; round < rounds; round++) {
            Random random = new Random(round);
            int series = round / 10;
            AtomicInteger calls = new AtomicInteger();
            CountDownLatch released = new CountDownLatch(1);
            NamedModel model = ChatModel.of("m", request -> {
                int fate = new Random(31L * calls.incrementAndGet() + random.hashCode()).nextInt(100);
                if (fate < 2) {
                    while (released.getCount() > 0) {
                        boolean ignored = Thread.interrupted();
                        LockSupport.parkNanos(1_000_000);
                    }
                } else if (fate < 8) {
                    throw ChatException.of(ChatException.Kind.TRANSIENT, "down");
                } else if (fate < 10) {
                    throw new IllegalStateException("429");
                } else if (fate < 12) {
                    released.await();
                }
                answeredTimes.merge(series + request.prompt(), 1, Integer::sum);
                return "answer to " + request.prompt();
            });
            Executor executor = switch (random.nextInt(5)) {
                case 0 -> Runnable::run;
                case 1 -> pool;
                case 2 ->
                    task -> CompletableFuture.delayedExecutor(3, TimeUnit.MILLISECONDS, pool)
                            .execute(task);
                case 3 -> task -> {};
                default -> one;
            };
            RunPolicy policy = RunPolicy.withDefaults()
                    .withDurability(RunPolicy.Durability.WRITTEN)
                    .withConcurrency(8)
                    .withCallTimeout(Duration.ofMillis(60))
                    .withTries(2)
                    .withWaits(Duration.ofMillis(1), Duration.ofMillis(2));
            if (random.nextInt(4) == 0) {
                policy = policy.withDeadline(Duration.ofMillis(1 + random.nextInt(300)));
            }
            int end = random.nextInt(3);
            long after = random.nextInt(60);
            String how = end == 0 ? "cancelled" : end == 1 ? "interrupted" : "left alone";
            Thread caller = Thread.currentThread();
            Path home = folder.resolve("storm-" + round / 10);
            try (Run run = Run.open(home, executor, policy)) {
                CompletableFuture<Void> disturbance = CompletableFuture.runAsync(
                        end == 0 ? run::cancel : end == 1 ? caller::interrupt : () -> {},
                        CompletableFuture.delayedExecutor(after, TimeUnit.MILLISECONDS));
                try {
                    List<Run.Reply> replies = run.ask(model, questions(1_500), 0);
                    assertThat(replies).hasSize(1_500).doesNotContainNull();
                    for (int i = 0; i < replies.size(); i++) {
                        int at = i;
                        replies.get(i)
                                .response()
                                .ifPresent(said -> assertThat(said.text()).isEqualTo("answer to question " + at));
                    }
                } catch (InterruptedException e) {
                    assertThat(end).isEqualTo(1);
                }
                abandoned += run.progress().abandoned();
                released.countDown();
                try {
                    disturbance.join();
                } finally {
                    boolean unused = Thread.interrupted();
                }
            }
            made += calls.get();
            ended.merge(how, 1, Integer::sum);
        }
        pool.shutdownNow();
        one.shutdownNow();
        // Answers that came after their run was closed cannot be kept; nothing else may be asked twice.
        long twice = answeredTimes.values().stream().mapToInt(n -> n - 1).sum();
        NamedModel healthy = ChatModel.of("m", request -> "answer to " + request.prompt());
        long noted = 0;
        for (int series = 0; series < rounds / 10; series++) {
            try (Run run = Run.open(folder.resolve("storm-" + series), Runnable::run)) {
                noted += run.progress().calls();
                assertThat(run.ask(healthy, questions(1_500), 0))
                        .allMatch(reply -> reply.response().isPresent());
            }
        }
        assertThat(noted).isGreaterThanOrEqualTo(made);
        System.out.printf(
                "storm: %d runs (%s) with deaf clients, late, full and discarding executors: %,d calls, %,d accounted"
                        + " for, %d abandoned, %d answered again after their answer came too late; 0 hung, 0 nulls, 0"
                        + " lost%n",
                rounds, ended, made, noted, abandoned, twice);
    }

    @Test
    void twoProcessesOnOneJournalByEveryPath() throws Exception {
        Path home = Files.createDirectories(folder.resolve("home"));
        Path journal = home.resolve(Run.JOURNAL);
        Path other = Files.createDirectories(folder.resolve("other"));
        AtomicInteger calls = new AtomicInteger();
        CountDownLatch asked = new CountDownLatch(50);
        CountDownLatch go = new CountDownLatch(1);
        NamedModel model = ChatModel.of("m", request -> {
            calls.incrementAndGet();
            asked.countDown();
            if (asked.getCount() == 0) {
                go.await();
            }
            return "first";
        });
        ExecutorService pool = Executors.newFixedThreadPool(4);
        int refused = 0;
        try (Run run = Run.open(home, pool, RunPolicy.withDefaults().withConcurrency(4))) {
            CompletableFuture<List<Run.Reply>> first = CompletableFuture.supplyAsync(() -> {
                try {
                    return run.ask(model, questions(200), 0);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            asked.await();
            List<Path> paths = new ArrayList<>(List.of(
                    journal,
                    home.resolve("../home").resolve(Run.JOURNAL),
                    Files.createSymbolicLink(other.resolve("file"), journal),
                    Files.createSymbolicLink(other.resolve("folder"), home).resolve(Run.JOURNAL),
                    Files.createLink(other.resolve("hard"), journal)));
            for (boolean unlocked : new boolean[] {false, true}) {
                for (Path path : paths) {
                    if (unlocked) {
                        Files.deleteIfExists(home.resolve(Run.JOURNAL + ".lock"));
                    }
                    Path log = folder.resolve("second.log");
                    assertThat(start("second", path, log).waitFor()).isEqualTo(3);
                    assertThat(wholeLines(log)).isEmpty();
                    refused++;
                }
            }
            go.countDown();
            assertThat(first.join()).allMatch(reply -> reply.response().isPresent());
        } finally {
            pool.shutdownNow();
        }
        assertThat(calls).hasValue(200);
        System.out.printf(
                "storm: %d openings of a journal in use, by 5 paths, with its lock file and without: all refused, 200"
                        + " questions paid once%n",
                refused);
    }

    @Test
    void aSecondWriterThatGotPastTheLocks() throws Exception {
        Path home = Files.createDirectories(folder.resolve("home"));
        Path journal = home.resolve(Run.JOURNAL);
        AtomicInteger calls = new AtomicInteger();
        CountDownLatch over = new CountDownLatch(1);
        NamedModel model = ChatModel.of("m", request -> {
            int call = calls.incrementAndGet();
            if (call > 50) {
                over.await();
            }
            if (call == 50) {
                // As a file system without locks: reading the journal gives one up, deleting the file the other.
                Files.delete(home.resolve(Run.JOURNAL + ".lock"));
                byte[] unused = Files.readAllBytes(journal);
                assertThat(start("second", journal, folder.resolve("second.log"))
                                .waitFor())
                        .isZero();
                over.countDown();
            }
            return "first";
        });
        String noticed = "";
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try (Run run = Run.open(home, pool, RunPolicy.withDefaults().withConcurrency(4))) {
            List<Run.Reply> unused = run.ask(model, questions(200), 0);
        } catch (java.io.UncheckedIOException | IOException e) {
            noticed = e.toString();
        } finally {
            pool.shutdownNow();
        }
        int second = wholeLines(folder.resolve("second.log")).size();
        Journal.Repair repair = Journal.repair(home.resolve(Run.JOURNAL));
        try (Run run = Run.open(home, Runnable::run)) {
            assertThat(run.ask(model, questions(200), 0))
                    .allMatch(reply -> reply.response().isPresent());
        }
        int paid = calls.get() + second;
        assertThat(second).isPositive();
        assertThat(noticed).contains("JournalInUseException");
        assertThat(paid).isLessThanOrEqualTo(204);
        System.out.printf(
                "storm: a second writer past both locks: it asked %d, the first noticed and stopped after %d calls; %d"
                        + " paid for 200 questions, %d lines damaged%n",
                second, calls.get(), paid, repair.dropped());
    }
}
