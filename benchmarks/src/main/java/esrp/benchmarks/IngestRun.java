package esrp.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import esrp.core.Metric;
import esrp.core.Ratings;
import esrp.core.Ratings.Column;
import esrp.metrics.Leaderboard;
import esrp.metrics.Rubric;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * From a file of very many ratings to the leaderboard, with the time of each stage. Eleven judges rate dialogues of twenty
 * candidates on nine metrics: 99 ratings each, about a million dialogues for 100 million ratings.
 *
 * <pre>java -Xmx1g -cp benchmarks/target/benchmarks.jar esrp.benchmarks.IngestRun FOLDER 100000000</pre>
 */
public final class IngestRun {
    private static final int CANDIDATES = 20;
    private static final int CHARACTERS = 100;
    private static final int JUDGES = 11;

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private IngestRun() {}

    /**
     * Writes the file where it is missing, and reads it.
     *
     * @param args the folder, and the number of ratings
     * @throws IOException if the file cannot be written
     */
    public static void main(String[] args) throws IOException {
        if (args.length != 2) {
            throw new IllegalArgumentException(
                    "args: " + args.length + " arguments, a folder and the number of ratings were expected");
        }
        new IngestRun().run(Path.of(args[0]), Integer.parseInt(args[1]));
    }

    private void run(Path folder, int rows) throws IOException {
        Path csv = folder.resolve("ratings-" + rows + ".csv");
        Path snapshot = folder.resolve("ratings-" + rows + ".esrp");
        out.printf(Locale.ROOT, "heap of at most %,d MB, %d processors%n", max(), processors());
        if (!Files.exists(csv)) {
            timed("write CSV", () -> write(csv, rows));
        }
        out.printf(Locale.ROOT, "%,d MB of CSV%n", Files.size(csv) >> 20);
        readAndWrite(csv, snapshot);
        out.printf(Locale.ROOT, "%,d MB of snapshot%n", Files.size(snapshot) >> 20);
        Ratings ratings = timed("read snapshot", () -> Ratings.read(snapshot));
        out.printf(Locale.ROOT, "%,d ratings, %,d MB%n", ratings.size(), ratings.footprintBytes() >> 20);
        for (int i = 0; i < 3; i++) {
            timed("group means", () -> ratings.countsBy(Column.CANDIDATE, Column.METRIC));
        }
        timed("repeated ratings", ratings::duplicates);
        timed("hash", ratings::hash);
        Leaderboard board = timed("leaderboard", () -> Leaderboard.of(ratings, Rubric.esrp()));
        out.println(
                timed("its text", board::toString).lines().limit(12).toList().size() + " lines of it are made");
    }

    /** What was read from the CSV is garbage before the snapshot is read. */
    private void readAndWrite(Path csv, Path snapshot) {
        Ratings ratings = timed("read CSV", () -> Ratings.read(csv));
        timed("write snapshot", () -> {
            ratings.write(snapshot);
            return snapshot;
        });
    }

    private static long max() {
        return Runtime.getRuntime().maxMemory() >> 20;
    }

    private static int processors() {
        return Runtime.getRuntime().availableProcessors();
    }

    private static long processorTime() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return system.getProcessCpuTime();
    }

    private <T> T timed(String stage, Supplier<T> work) {
        long start = System.nanoTime();
        long processor = processorTime();
        T result = work.get();
        out.printf(
                Locale.ROOT,
                "%-18s %7.2f s, of the processors %7.2f s%n",
                stage,
                (System.nanoTime() - start) / 1e9,
                (processorTime() - processor) / 1e9);
        return result;
    }

    /** The same file for the same number. */
    static Path write(Path file, int rows) {
        List<String> metrics =
                Rubric.esrp().metrics().stream().map(Metric::id).limit(9).toList();
        SplittableRandom random = new SplittableRandom(1);
        try (OutputStream to = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            to.write("candidate,character,item,metric,rater,score\n".getBytes(StandardCharsets.UTF_8));
            StringBuilder text = new StringBuilder();
            for (int row = 0; row < rows; ) {
                int dialogue = row / (9 * JUDGES);
                String item = "candidate-" + dialogue % CANDIDATES + ",character-" + dialogue / CANDIDATES % CHARACTERS
                        + "," + dialogue / CANDIDATES / CHARACTERS + ",";
                text.setLength(0);
                for (int end = Math.min(rows, row + 9 * JUDGES); row < end; row++) {
                    text.append(item).append(metrics.get(row / JUDGES % 9));
                    text.append(",model:judge-").append(row % JUDGES).append(',');
                    text.append(1 + random.nextInt(5)).append('\n');
                }
                to.write(text.toString().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }
}
