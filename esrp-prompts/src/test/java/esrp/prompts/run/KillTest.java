package esrp.prompts.run;

import static org.assertj.core.api.Assertions.assertThat;

import esrp.core.Dialogue;
import esrp.prompts.ChatModel;
import esrp.prompts.NamedModel;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A judging run of 2,000 questions in a process of its own, killed at random moments and taken up again until it is
 * done: no answered question is asked again, none is lost, and the ratings are those of an uninterrupted run to the
 * last byte.
 */
class KillTest {
    private static final int DIALOGUES = 500;
    private static final List<String> PANEL = List.of("judge-a", "judge-b", "judge-c", "judge-d");
    private static final int KILLS = 30;
    private static final int THREADS = 16;

    @TempDir
    private Path folder;

    /** A judge that leaves a line before each call, and a tenth of whose first replies lack a metric. */
    private static NamedModel judge(String id, OutputStream calls) {
        return ChatModel.of(id, request -> {
            CallKey first = CallKey.of(id, request, 0, 0);
            synchronized (calls) {
                calls.write((first + "\n").getBytes(StandardCharsets.US_ASCII));
                calls.flush();
            }
            LockSupport.parkNanos(1_000_000 + Math.floorMod(first.low(), 2_000_000L));
            var asked = Scripted.asked(request);
            boolean forgets = asked.size() == 9 && Math.floorMod(first.low(), 10) == 0;
            return Scripted.answer(
                    id, Objects.requireNonNull(request.tags().get("item")), forgets ? asked.subList(0, 8) : asked);
        });
    }

    private static JudgingResult judge(Path runFolder, OutputStream calls) throws IOException, InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        RunPolicy policy = RunPolicy.withDefaults().withConcurrency(THREADS);
        try (Run run = Run.open(runFolder, pool, policy)) {
            List<Dialogue> dialogues = Scripted.dialogues(DIALOGUES);
            JudgingResult result = Judging.withDefaults()
                    .judge(
                            run,
                            dialogues,
                            List.of(Scripted.CHARACTER),
                            PANEL.stream().map(id -> judge(id, calls)).toList());
            result.ratings().write(runFolder.resolve("ratings.csv"));
            return result;
        } finally {
            pool.shutdown();
        }
    }

    /** The process that is killed. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) throws Exception {
            Path runFolder = Path.of(arguments[0]);
            try (OutputStream calls = new FileOutputStream(arguments[1], true)) {
                OutputStream both = new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("lines are written whole");
                    }

                    @Override
                    public void write(byte[] line, int from, int length) throws IOException {
                        calls.write(line, from, length);
                        // The parent counts these, to kill at a random one.
                        System.out.write('.');
                        System.out.flush();
                    }
                };
                JudgingResult unused = judge(runFolder, both);
            }
        }
    }

    @Test
    void aRunKilledThirtyTimesEndsAsIfNothingHadHappened() throws Exception {
        Random random = new Random(20261123);
        Path killed = folder.resolve("killed");
        Set<String> answered = new HashSet<>();
        long torn = 0;
        int kills = 0;
        int inFlight = 0;
        long asked = 0;
        boolean done = false;
        while (!done) {
            Path log = folder.resolve("calls-" + kills + ".log");
            Process child = start(killed, log);
            if (kills < KILLS) {
                done = !killAfter(child, random.nextInt(125));
                kills += done ? 0 : 1;
            } else {
                assertThat(killAfter(child, Integer.MAX_VALUE)).isFalse();
                done = true;
            }
            List<String> calls = Files.exists(log) ? wholeLines(log) : List.of();
            asked += calls.size();
            Set<String> before = answered;
            assertThat(calls).doesNotHaveDuplicates().noneMatch(before::contains);
            if (!done) {
                torn += Files.exists(killed.resolve(Run.JOURNAL)) && !endsWithLineFeed(killed.resolve(Run.JOURNAL))
                        ? 1
                        : 0;
                Set<String> now = answeredKeys(killed.resolve(Run.JOURNAL));
                assertThat(now.containsAll(answered)).as("an answer was lost").isTrue();
                inFlight += calls.size() - (now.size() - answered.size());
                answered = now;
            }
        }
        assertThat(kills).as("the run was too quick to be killed often enough").isGreaterThanOrEqualTo(KILLS);

        Path whole = folder.resolve("whole");
        JudgingResult result = judge(whole, OutputStream.nullOutputStream());
        assertThat(Files.readAllBytes(killed.resolve("ratings.csv")))
                .isEqualTo(Files.readAllBytes(whole.resolve("ratings.csv")));
        assertThat(Files.readAllBytes(killed.resolve("manifest-judging.json")))
                .isEqualTo(Files.readAllBytes(whole.resolve("manifest-judging.json")));
        assertThat(result.ratings().size()).isEqualTo(DIALOGUES * PANEL.size() * 9);
        Set<String> keys = answeredKeys(whole.resolve(Run.JOURNAL));
        assertThat(answeredKeys(killed.resolve(Run.JOURNAL))).isEqualTo(keys);
        System.out.printf(
                "kill test: %d questions, %d kills, %d calls begun, %d of them cut off by a kill, "
                        + "%d torn lines repaired, 0 answered questions asked again, 0 lost, ratings identical%n",
                keys.size(), kills, asked, inFlight, torn);
    }

    private static Process start(Path runFolder, Path log) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        runFolder.toString(),
                        log.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Kills a process at its n-th call. Returns false if it ended before that by itself, and well. */
    static boolean killAfter(Process child, int calls) throws IOException, InterruptedException {
        try (InputStream out = child.getInputStream()) {
            int seen = 0;
            while (seen < calls && out.read() >= 0) {
                seen++;
            }
            if (seen < calls) {
                assertThat(child.waitFor()).isZero();
                return false;
            }
        } finally {
            child.destroyForcibly();
        }
        child.waitFor();
        return true;
    }

    private static boolean endsWithLineFeed(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        return bytes.length > 0 && bytes[bytes.length - 1] == '\n';
    }

    private static List<String> wholeLines(Path file) throws IOException {
        String text = Files.readString(file);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    /** The keys of the answers in a journal, read without opening it; a torn end is left out. */
    private static Set<String> answeredKeys(Path journal) throws IOException {
        Set<String> keys = new HashSet<>();
        if (Files.exists(journal)) {
            List<String> lines = new ArrayList<>(wholeLines(journal));
            for (String line : lines) {
                byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
                if (line.startsWith("{\"key\":\"")
                        && line.contains("\"text\":")
                        && JournalLines.intact(bytes, 0, bytes.length)) {
                    assertThat(keys.add(line.substring(8, 40)))
                            .as("answered twice")
                            .isTrue();
                }
            }
        }
        return keys;
    }
}
