package esrp.spark;

import esrp.core.Character;
import esrp.core.Dataset;
import esrp.core.DatasetFormatException;
import esrp.core.Metric;
import esrp.core.Rating;
import esrp.core.RatingImport;
import esrp.core.Ratings;
import esrp.core.internal.AtomicFiles;
import esrp.core.internal.FileLocks;
import esrp.metrics.Rubric;
import esrp.metrics.Summaries;
import esrp.metrics.Unit;
import esrp.prompts.MetricJudgement;
import esrp.prompts.run.JudgingResult;
import esrp.prompts.run.Run;
import esrp.prompts.run.RunPolicy;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function0;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The same numbers from a Spark cluster as from one machine, and judges on it.
 *
 * <pre>{@code
 * Dataset<Row> rows = spark.read().parquet("ratings");
 * Summaries summaries = EsrpSpark.summaries(rows, Rubric.esrp());
 * System.out.println(Analysis.of(summaries).leaderboard());
 * }</pre>
 *
 * <p>Spark 4 on Java 17 is expected on the class path; it is no dependency of this module.
 */
public final class EsrpSpark {
    private static final StructType RATINGS = StructType.fromDDL("candidate STRING, character STRING, item STRING,"
            + " metric STRING, rater STRING, score DOUBLE, sample STRING, replicate STRING, explanation STRING,"
            + " unscored STRING");

    /** The columns of our own files, of which the last may be missing. */
    private static final List<String> OWN =
            List.of("candidate", "character", "item", "metric", "rater", "score", "turn", "sample", "replicate");

    private static final int SCORE = 5;
    private static final Pattern PLAIN = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,6})?");
    /** What is no summary: rows that are as they should be are added up as they are, all others go through the import. */
    private static final byte[] ODD = {0};

    private static final String PARTS = "parts";
    private static final long PATIENCE_MILLIS = 200;

    private EsrpSpark() {}

    /**
     * Summaries of ratings in our own columns, or in others that are called as usual, from which every result can be made, as
     * {@link #summaries(org.apache.spark.sql.Dataset, Rubric, RatingImport, Unit)} says.
     *
     * @param rows the ratings
     * @param rubric the metrics that count
     * @return the summaries, by rating
     */
    public static Summaries summaries(org.apache.spark.sql.Dataset<Row> rows, Rubric rubric) {
        return summaries(rows, rubric, RatingImport.builder().build(), Unit.RATING);
    }

    /**
     * Summaries of ratings in any layout. Each partition is summarised where it lies, and summaries are added in a tree: what
     * comes out is the same, to the bit, however rows lie in partitions and whichever task was tried again.
     *
     * <ul>
     *   <li>A row is what it would be as a line of JSON: columns are found by name, values in nested columns by pointer.
     *   <li>Without rows: empty summaries.
     *   <li>Our own columns are added up as they are, in the memory of the ratings of a partition. Another layout, or rows among
     *       which one is odd, also takes the disk for the partition's rows as JSON.
     * </ul>
     *
     * @param rows the ratings
     * @param rubric the metrics that count
     * @param mapping where candidate, character, item, metric, rater and score are
     * @param unit what is told apart, as for {@link Summaries#of(Ratings, Rubric, Unit)}: the coarser, the less comes to the driver
     * @return the summaries
     * @throws DatasetFormatException if a row cannot be read; names the partition, the row in it and what is wrong
     */
    public static Summaries summaries(
            org.apache.spark.sql.Dataset<Row> rows, Rubric rubric, RatingImport mapping, Unit unit) {
        String what = text("rubric.json", rubric::write);
        String how = mapping.toJson();
        MapPartitionsFunction<Row, byte[]> add =
                own -> List.of(summarise(own, rubric(what), unit)).iterator();
        MapPartitionsFunction<String, byte[]> summarise =
                lines -> List.of(summarise(lines, rubric(what), how, unit)).iterator();
        Function2<byte[], byte[], byte[]> plus = (one, other) -> plus(one, other, rubric(what));
        try {
            byte[] all = ODD;
            if (how.equals(RatingImport.builder().build().toJson()) && isOwn(rows.schema())) {
                all = ownColumns(rows)
                        .mapPartitions(add, Encoders.BINARY())
                        .javaRDD()
                        .treeAggregate(new byte[0], plus, plus);
            }
            if (Arrays.equals(all, ODD)) {
                all = lines(rows)
                        .mapPartitions(summarise, Encoders.BINARY())
                        .javaRDD()
                        .treeAggregate(new byte[0], plus, plus);
            }
            return all.length > 0
                    ? Summaries.of(all, rubric)
                    : Summaries.of(Ratings.of(List.of(), rubric.metrics()), rubric, unit);
        } catch (Exception e) {
            throw unwrapped(e);
        }
    }

    /** Whether there are all columns of our own files, of texts and numbers. */
    private static boolean isOwn(StructType schema) {
        List<String> names = List.of(schema.fieldNames());
        return names.containsAll(OWN.subList(0, SCORE + 1))
                && Arrays.stream(schema.fields())
                        .filter(field -> OWN.contains(field.name()))
                        .allMatch(field -> field.dataType() instanceof StringType
                                || field.dataType() instanceof IntegerType
                                || (field.dataType() instanceof NumericType
                                        && field.name().equals("score")));
    }

    private static org.apache.spark.sql.Dataset<Row> ownColumns(org.apache.spark.sql.Dataset<Row> rows) {
        List<String> there = List.of(rows.columns());
        return rows.select(OWN.stream()
                .map(name -> (there.contains(name) ? functions.col(name) : functions.lit(""))
                        .cast("string")
                        .as(name))
                .toArray(Column[]::new));
    }

    /** A score that is null is none; without its key no row of a partition might have one. */
    private static org.apache.spark.sql.Dataset<String> lines(org.apache.spark.sql.Dataset<Row> rows) {
        return rows.select(functions.to_json(functions.struct(functions.col("*")), Map.of("ignoreNullFields", "false")))
                .as(Encoders.STRING());
    }

    /** No bytes are nothing yet, and cost nothing to add. */
    private static byte[] plus(byte[] one, byte[] other, Rubric rubric) {
        return one.length == 0 || Arrays.equals(other, ODD)
                ? other
                : other.length == 0 || Arrays.equals(one, ODD)
                        ? one
                        : Summaries.of(one, rubric)
                                .plus(Summaries.of(other, rubric))
                                .toBytes();
    }

    /** The summary of rows in our own columns; {@link #ODD} if one of them is the import's to read, or to refuse. */
    private static byte[] summarise(Iterator<Row> rows, Rubric rubric, Unit unit) {
        Ratings.Builder ratings = Ratings.builder(rubric.metrics());
        Set<String> metrics = rubric.metrics().stream().map(Metric::id).collect(Collectors.toSet());
        Map<String, Double> scores = new HashMap<>();
        while (rows.hasNext()) {
            if (!add(rows.next(), metrics, scores, ratings)) {
                return ODD;
            }
        }
        return Summaries.of(ratings.build(), rubric, unit).toBytes();
    }

    private static boolean add(Row row, Set<String> metrics, Map<String, Double> scores, Ratings.Builder ratings) {
        String[] part = new String[OWN.size()];
        for (int i = 0; i < part.length; i++) {
            part[i] = row.isNullAt(i) ? "" : row.getString(i);
            if (!part[i].equals(part[i].strip()) || (i < SCORE && part[i].isEmpty())) {
                return false;
            }
        }
        if (row.isNullAt(SCORE)) {
            return metrics.contains(part[3]);
        }
        double score = scores.computeIfAbsent(
                part[SCORE], text -> PLAIN.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN);
        try {
            ratings.add(new Rating(part[0], part[1], part[2], part[3], part[4], score, part[6], part[7], part[8]));
            return true;
        } catch (IllegalArgumentException e) {
            return false; // the import says why, and where
        }
    }

    private static byte[] summarise(Iterator<String> lines, Rubric rubric, String mapping, Unit unit) {
        Ratings ratings = inFolder(folder -> {
            Path rows = folder.resolve("partition-" + TaskContext.getPartitionId() + ".jsonl");
            if (!writeLines(rows, "", lines, "", "\n")) {
                return Ratings.of(List.of(), rubric.metrics());
            }
            Path how = Files.writeString(folder.resolve("mapping.json"), mapping);
            return RatingImport.of(how).read(rows, rubric.metrics()).ratings();
        });
        return Summaries.of(ratings, rubric, unit).toBytes();
    }

    private static Rubric rubric(String text) {
        return inFolder(folder -> Rubric.read(Files.writeString(folder.resolve("rubric.json"), text)));
    }

    /** What is written to a file. */
    private static String text(String name, Consumer<Path> write) {
        return inFolder(folder -> {
            Path file = folder.resolve(name);
            write.accept(file);
            return Files.readString(file);
        });
    }

    /**
     * Judges dialogues on the cluster. Each part of the dialogues is one task with a journal of its own in the shared folder: a
     * task that is retried, on whichever machine, asks for nothing that was answered, and of two attempts at the same part (speculative
     * execution) the second waits for the first and then finds its answers. So a killed executor costs the calls that were under
     * way, and every dialogue has its ratings once.
     *
     * <ul>
     *   <li>A dialogue is a row of {@code candidate, character, scenario, turns}, where turns are an array of structs of
     *       {@code user, reply}, and perhaps {@code sample}.
     *   <li>A rating is a row with the columns of {@link Ratings} that judges fill, {@code explanation}, and {@code unscored}:
     *       why there is no score, where {@code score} is null. {@link #summaries} takes such rows as they are.
     *   <li>Which part a dialogue is in depends on candidate, character and scenario alone. A folder keeps the number of its parts.
     *   <li>The result is lazy: each action reads the journals again, and asks for what is missing.
     *   <li>The file system of the folder must have locks (local disks, NFS 4, Lustre). A part's dialogues fit into memory.
     * </ul>
     *
     * @param dialogues the dialogues
     * @param characters who is played, for the prompts; others are known by their id
     * @param policy limits of the run of one task: budget and rates are a task's; made anew by each task
     * @param judging what a task does with its run and its dialogues, for example
     *     {@code (run, data) -> Judging.withDefaults().judge(run, data, judges())}, where {@code judges()} is a static method; sent to the
     *     executors by Java's serialization
     * @param folder where journals are kept: the same folder for all executors
     * @param parts how many tasks; at least 1
     * @return the ratings, and what has none
     * @throws IllegalArgumentException if the number of parts is another one than the folder's
     */
    public static org.apache.spark.sql.Dataset<Row> judge(
            org.apache.spark.sql.Dataset<Row> dialogues,
            List<Character> characters,
            Function0<RunPolicy> policy,
            Function2<Run, Dataset, JudgingResult> judging,
            Path folder,
            int parts) {
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(judging, "judging");
        keepParts(folder, parts);
        String known = text("characters.jsonl", Dataset.of(List.of(), characters, List.of(), List.of())::write);
        String shared = folder.toString();
        Column[] where = List.of("candidate", "character", "scenario").stream()
                .map(functions::col)
                .toArray(Column[]::new);
        MapPartitionsFunction<String, Row> judge = lines -> judge(lines, known, policy, judging, Path.of(shared));
        return dialogues.repartition(parts, where).toJSON().mapPartitions(judge, Encoders.row(RATINGS));
    }

    private static void keepParts(Path folder, int parts) {
        if (parts < 1) {
            throw new IllegalArgumentException("parts: " + parts + " is not positive");
        }
        Path file = folder.resolve(PARTS);
        try {
            if (!Files.exists(file)) {
                AtomicFiles.writeText(file, parts + "\n");
            }
            String kept = Files.readString(file).strip();
            if (!kept.equals(String.valueOf(parts))) {
                throw new IllegalArgumentException("parts: " + parts + " is not what " + folder + " was begun with, "
                        + kept + "; use that number, or another folder");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": " + e.getMessage(), e);
        }
    }

    private static Iterator<Row> judge(
            Iterator<String> lines,
            String characters,
            Function0<RunPolicy> policy,
            Function2<Run, Dataset, JudgingResult> judging,
            Path shared)
            throws Exception {
        Dataset data = inFolder(folder -> {
            Path file = folder.resolve("partition-" + TaskContext.getPartitionId() + ".jsonl");
            boolean any = writeLines(file, characters, lines, "{\"dialogue\":", "}\n");
            return any ? Dataset.read(file) : Dataset.of(List.of(), List.of(), List.of(), List.of());
        });
        if (data.replies() == 0) {
            return Collections.emptyIterator();
        }
        Path own = Files.createDirectories(shared.resolve("part-" + TaskContext.getPartitionId()));
        ExecutorService threads = Executors.newCachedThreadPool();
        try (FileChannel turn = FileChannel.open(
                        own.resolve("task.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                Run run = open(turn, own, threads, policy.call())) {
            return rows(judging.call(run, data)).iterator();
        } finally {
            threads.shutdownNow();
        }
    }

    /** Waits until no other attempt at the part is under way. */
    private static Run open(FileChannel turn, Path folder, ExecutorService threads, RunPolicy policy)
            throws IOException, InterruptedException {
        while (isHeld(turn)) {
            Thread.sleep(PATIENCE_MILLIS);
        }
        return Run.open(folder, threads, policy);
    }

    private static boolean isHeld(FileChannel turn) throws IOException {
        try {
            return FileLocks.tryLock(turn, 0, Long.MAX_VALUE) == FileLocks.Try.HELD;
        } catch (OverlappingFileLockException e) {
            return true; // By another task of this process.
        }
    }

    private static List<Row> rows(JudgingResult result) {
        List<Row> rows = new ArrayList<>();
        for (JudgingResult.Answer answer : result.answers()) {
            answer.byMetric().forEach((metric, judgement) -> {
                rows.add(RowFactory.create(
                        answer.candidate(),
                        answer.character(),
                        answer.item(),
                        metric,
                        answer.rater(),
                        judgement instanceof MetricJudgement.Scored score ? score.value() : null,
                        blankIsNull(answer.sample()),
                        blankIsNull(answer.replicate()),
                        judgement instanceof MetricJudgement.Scored score ? score.explanation() : null,
                        judgement instanceof MetricJudgement.Unscored unscored
                                ? unscored.reason() + ": " + unscored.detail()
                                : null));
            });
        }
        return rows;
    }

    private static @Nullable String blankIsNull(String text) {
        return text.isEmpty() ? null : text;
    }

    /** Writes what comes before the lines, and each line in its frame; returns whether there were any. */
    private static boolean writeLines(Path file, String before, Iterator<String> lines, String open, String close)
            throws IOException {
        boolean any = lines.hasNext();
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write(before);
            while (lines.hasNext()) {
                out.write(open);
                out.write(lines.next());
                out.write(close);
            }
        }
        return any;
    }

    @FunctionalInterface
    private interface InFolder<T> {
        T of(Path folder) throws IOException;
    }

    /** Works in a temporary folder, which is gone afterwards. */
    private static <T> T inFolder(InFolder<T> work) {
        try {
            Path folder = Files.createTempDirectory("esrp");
            try {
                return work.of(folder);
            } finally {
                try (Stream<Path> files = Files.list(folder)) {
                    for (Path file : files.toList()) {
                        Files.delete(file);
                    }
                }
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("temporary files: " + e.getMessage(), e);
        }
    }

    /** What is wrong with the data, rather than that a stage failed. */
    private static RuntimeException unwrapped(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DatasetFormatException fault) {
                return new DatasetFormatException(fault.finding(), failure);
            }
        }
        return failure instanceof RuntimeException e ? e : new IllegalStateException(failure.getMessage(), failure);
    }
}
