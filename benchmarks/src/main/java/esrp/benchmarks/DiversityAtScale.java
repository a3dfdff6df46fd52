package esrp.benchmarks;

import esrp.core.ResponseBatch;
import esrp.metrics.diversity.Diversity;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;

/**
 * The diversity suite on generated dialogues that are never in memory together: one row of a table for each number of dialogues and of
 * threads.
 *
 * <pre>
 * java -Xmx256m -cp "benchmarks/target/classes:$(modules and dependencies)" esrp.benchmarks.DiversityAtScale 26400 264000 1000000
 * </pre>
 *
 * <p>Replies of 50 to 150 characters out of 3,000, the frequent ones more often, in batches of ten of two candidates as twenty
 * characters. Generating them is part of the time.
 */
public final class DiversityAtScale {
    private static final int BATCH = 10;

    private DiversityAtScale() {}

    /**
     * Runs.
     *
     * @param args numbers of dialogues
     */
    public static void main(String[] args) {
        measured(10_000, Runnable::run); // warms up
        System.out.println(
                "| dialogues | threads | seconds | µs per dialogue | CPU seconds | of these the calling thread | heap"
                        + " in use at most, MB |");
        System.out.println("|---|---|---|---|---|---|---|");
        for (String dialogues : args) {
            measured(Integer.parseInt(dialogues), Runnable::run);
            measured(Integer.parseInt(dialogues), ForkJoinPool.commonPool());
        }
    }

    private static void measured(int dialogues, Executor executor) {
        System.gc();
        ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
        long start = System.nanoTime();
        long cpu = cpu();
        long own = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        String shown = Diversity.withDefaults()
                .report(() -> batches(dialogues / BATCH), executor)
                .toString();
        double seconds = (System.nanoTime() - start) / 1e9;
        double heap = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == java.lang.management.MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
        String row = String.format(
                Locale.ROOT,
                "| %,d | %s | %.1f | %.0f | %.1f | %.1f | %.0f |",
                dialogues,
                executor instanceof ForkJoinPool ? "common pool" : "one",
                seconds,
                seconds / dialogues * 1e6,
                (cpu() - cpu) / 1e9,
                (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - own) / 1e9,
                heap / 1e6);
        if (dialogues > 10_000 && !shown.isEmpty()) {
            System.out.println(row);
        }
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static Iterator<ResponseBatch> batches(int count) {
        return IntStream.range(0, count).mapToObj(DiversityAtScale::batch).iterator();
    }

    private static ResponseBatch batch(int number) {
        Random random = new Random(number);
        List<String> replies = IntStream.range(0, BATCH)
                .mapToObj(i -> IntStream.range(0, 50 + random.nextInt(101))
                        .map(j -> j % 12 == 11 ? '，' : 0x4E00 + (int) (3_000 * Math.pow(random.nextDouble(), 3)))
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString())
                .toList();
        return new ResponseBatch("candidate " + number % 2, "character " + number / 2 % 20, "b" + number, replies);
    }
}
