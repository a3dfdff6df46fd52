package esrp.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import esrp.core.Metric;
import esrp.core.Ratings;
import esrp.metrics.Analysis;
import esrp.metrics.Comparison;
import esrp.metrics.Leaderboard;
import esrp.metrics.ReleaseGate;
import esrp.metrics.Rubric;
import esrp.metrics.Summaries;
import esrp.metrics.Unit;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * A platform's ratings: 6 candidates in so many dialogues each, on nine metrics by three judges, 162 ratings a dialogue; so many
 * characters or users, some of whom talk more than others. Prints the time of each stage, once, as a user has it, and the memory in use after it. 100 million ratings are
 * 617,284 dialogues:
 *
 * <p>With {@code few}, one judge rates two of 20 candidates in each dialogue, 18 ratings; users have equally many dialogues:
 *
 * <pre>java -Xmx1g -cp benchmarks/target/benchmarks.jar esrp.benchmarks.PlatformBenchmark 1000000 1000000 few</pre>
 *
 * <p>Else as above:
 *
 * <pre>java -Xmx1g -XX:+UseSerialGC -XX:NewSize=32m -XX:MaxNewSize=32m -cp benchmarks/target/benchmarks.jar esrp.benchmarks.PlatformBenchmark 617284 1000</pre>
 */
public final class PlatformBenchmark {
    private static final int CANDIDATES = 6;
    private static final int RATERS = 3;
    private static final int MANY = 20;

    private PlatformBenchmark() {}

    /**
     * Runs the stages.
     *
     * @param args dialogues, characters, and what else: {@code summaries}, {@code twice}, {@code few}
     */
    public static void main(String[] args) {
        int dialogues = Integer.parseInt(args[0]);
        int characters = Integer.parseInt(args[1]);
        List<String> more = List.of(args).subList(2, args.length);
        Rubric rubric = Rubric.esrp()
                .only(
                        "consistency",
                        "fluency",
                        "coherence",
                        "character_knowledge",
                        "speaking_style",
                        "behavioral_habits",
                        "emotional_value",
                        "experience_sharing",
                        "demand_matching");
        Ratings ratings = stage(
                "ratings",
                () -> more.contains("few")
                        ? fewOfMany(dialogues, characters, rubric)
                        : ratings(dialogues, characters, rubric));
        System.out.println(ratings.size() + " ratings, " + (ratings.footprintBytes() >> 20) + " MiB");
        Supplier<Analysis> analysis = () -> Analysis.of(ratings, rubric)
                .withItems(more.contains("few") ? Analysis.Items.ALL : Analysis.Items.COMMON);
        for (int round = 0; round < (more.contains("twice") ? 2 : 1); round++) {
            Leaderboard board = stage("leaderboard", () -> {
                Leaderboard made = analysis.get().leaderboard();
                made.rows().forEach(row -> {
                    Object unused = row.averageInterval().orElseThrow();
                });
                return made;
            });
            System.out.println(board.rows().get(0).averageInterval());
            Comparison comparison = stage("comparison", () -> analysis.get().comparison());
            System.out.println(comparison.differences().get(0));
            ReleaseGate.Decision decision = stage(
                    "gate", () -> ReleaseGate.nonInferiority(0.1).check(analysis.get(), "candidate-1", "candidate-0"));
            System.out.println(decision.verdict());
        }
        if (more.contains("summaries")) {
            Summaries counts = stage("summary by character", () -> Summaries.of(ratings, rubric, Unit.CHARACTER));
            byte[] bytes = stage("its bytes", counts::toBytes);
            System.out.println(counts + ", " + counts.entries() + " entries, " + bytes.length + " bytes");
            Leaderboard board =
                    stage("leaderboard of it", () -> Analysis.of(counts).leaderboard());
            System.out.println(board.rows().get(0).averageInterval());
            Summaries all = stage("summary by rating", () -> Summaries.of(ratings, rubric));
            byte[] form = stage("its bytes", all::toBytes);
            System.out.println(form.length + " bytes");
            Summaries read = stage("read back", () -> Summaries.of(form, rubric));
            Summaries twice = stage("added to itself", () -> read.plus(all));
            System.out.println(twice.entries() + " entries, " + twice.ratings() + " ratings");
        }
    }

    private static <T> T stage(String name, Supplier<T> made) {
        long used = processor();
        long start = System.nanoTime();
        T result = made.get();
        double seconds = (System.nanoTime() - start) / 1e9;
        double processor = (processor() - used) / 1e9;
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        System.out.printf(
                Locale.ROOT,
                "%-22s %7.2f s (processor %.2f s), then %d MiB in use%n",
                name,
                seconds,
                processor,
                (runtime.totalMemory() - runtime.freeMemory()) >> 20);
        return result;
    }

    private static long processor() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static Ratings ratings(int dialogues, int characters, Rubric rubric) {
        List<String> metrics =
                rubric.metrics().stream().map(metric -> metric.id()).toList();
        List<String> candidates =
                IntStream.range(0, CANDIDATES).mapToObj(i -> "candidate-" + i).toList();
        List<String> raters =
                IntStream.range(0, RATERS).mapToObj(i -> "model:judge-" + i).toList();
        Ratings.Builder builder = Ratings.builder(rubric.metrics());
        long state = 1;
        for (int d = 0; d < dialogues; d++) {
            String item = Integer.toString(d);
            String character = "c" + (int) (characters * Math.pow(d * 0.6180339887498949 % 1, 2));
            for (int c = 0; c < CANDIDATES; c++) {
                for (String metric : metrics) {
                    for (String rater : raters) {
                        state = state * 6364136223846793005L + 1442695040888963407L;
                        int score = 1 + (int) ((state >>> 33) % 5) - (c > 2 ? (int) (state >>> 60) % 2 : 0);
                        builder.add(candidates.get(c), character, item, metric, rater, Math.max(1, score));
                    }
                }
            }
        }
        return builder.build();
    }

    private static Ratings fewOfMany(int dialogues, int users, Rubric rubric) {
        Ratings.Builder builder = Ratings.builder(rubric.metrics());
        SplittableRandom random = new SplittableRandom(1);
        for (int d = 0; d < dialogues; d++) {
            String item = Integer.toString(d);
            String user = "u" + d % users;
            int first = random.nextInt(MANY);
            for (int candidate : new int[] {first, (first + 1 + random.nextInt(MANY - 1)) % MANY}) {
                for (Metric metric : rubric.metrics()) {
                    builder.add(
                            "candidate-" + candidate, user, item, metric.id(), "model:judge", 1 + random.nextInt(5));
                }
            }
        }
        return builder.build();
    }
}
