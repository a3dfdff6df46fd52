package esrp.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import esrp.core.Character;
import esrp.core.Dataset;
import esrp.prompts.run.JudgingResult;
import esrp.prompts.run.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Judges on a cluster: what one machine gets, whatever is killed or tried twice. */
class JudgeOnSparkTest {
    private static final int DIALOGUES = 40;
    private static final int PARTS = 4;

    @TempDir
    Path folder;

    private Path calls() throws IOException {
        return Files.createDirectories(folder.resolve("calls"));
    }

    private List<String> asked() throws IOException {
        List<String> asked = new ArrayList<>();
        try (Stream<Path> files = Files.list(calls())) {
            for (Path file : files.toList()) {
                asked.add(Files.readString(file));
            }
        }
        asked.remove("");
        return asked;
    }

    private org.apache.spark.sql.Dataset<Row> dialogues(SparkSession spark, String last) throws IOException {
        Path file = folder.resolve("dialogues.jsonl");
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < DIALOGUES; i++) {
            String reply = i == DIALOGUES - 1 ? last : "reply " + i;
            lines.append("{\"candidate\":\"bot\",\"character\":\"c")
                    .append(i % 5)
                    .append("\",\"scenario\":\"s")
                    .append(i)
                    .append("\",\"turns\":[{\"user\":\"hello\",\"reply\":\"")
                    .append(reply)
                    .append("\"}]}\n");
        }
        Files.writeString(file, lines);
        return spark.read().json(file.toString());
    }

    private org.apache.spark.sql.Dataset<Row> judge(org.apache.spark.sql.Dataset<Row> dialogues, int parts)
            throws IOException {
        Judge judge = new Judge(calls().toString());
        return EsrpSpark.judge(
                dialogues, List.of(Character.of("c0")), judge::policy, judge::judge, folder.resolve("shared"), parts);
    }

    private Map<String, Object> scores(org.apache.spark.sql.Dataset<Row> judged) {
        List<Row> rows = judged.collectAsList();
        assertThat(rows).hasSize(DIALOGUES);
        return rows.stream().collect(Collectors.toMap(row -> row.getString(2), row -> row.get(5)));
    }

    /** By one machine without Spark. */
    private Map<String, Object> expected(SparkSession spark, String last) throws IOException, InterruptedException {
        Path data = folder.resolve("data.jsonl");
        Files.write(
                data,
                dialogues(spark, last).toJSON().collectAsList().stream()
                        .map(row -> "{\"dialogue\":" + row + "}")
                        .toList());
        Judge alone = new Judge(Files.createDirectories(folder.resolve("alone")).toString());
        Files.createFile(folder.resolve("alone/deadly"));
        try (Run run = Run.inMemory(Runnable::run, alone.policy())) {
            JudgingResult result = alone.judge(run, Dataset.read(data));
            return result.ratings().stream()
                    .collect(Collectors.toMap(rating -> rating.item(), rating -> rating.score()));
        }
    }

    @Test
    void askedTwiceAtOnceIsAskedOnce() throws Exception {
        try (SparkSession spark = session("local[4]")) {
            org.apache.spark.sql.Dataset<Row> judged = judge(dialogues(spark, "reply"), PARTS);
            CompletableFuture<Map<String, Object>> other = CompletableFuture.supplyAsync(() -> scores(judged));
            Map<String, Object> scores = scores(judged);
            assertThat(other.get()).isEqualTo(scores).isEqualTo(expected(spark, "reply"));
            assertThat(asked()).hasSize(DIALOGUES).doesNotHaveDuplicates();
            assertThatThrownBy(() -> judge(judged, PARTS + 1)).hasMessageContaining("was begun with, 4");
        }
    }

    @Test
    void aKilledExecutorLosesAndDoublesNothing() throws Exception {
        try (SparkSession spark = session("local-cluster[2,1,1024]")) {
            org.apache.spark.sql.Dataset<Row> judged = judge(dialogues(spark, "deadly"), PARTS);
            assertThat(scores(judged)).isEqualTo(expected(spark, "deadly"));
            assertThat(calls().resolve("deadly")).exists();
            assertThat(asked()).hasSize(DIALOGUES + 1);
            assertThat(asked().stream().distinct()).hasSize(DIALOGUES);
            assertThat(scores(judged)).hasSize(DIALOGUES);
            assertThat(asked()).as("recalled").hasSize(DIALOGUES + 1);
        }
    }

    static SparkSession session(String master) throws IOException {
        // Where a cluster's executors look for their jars; they get them by the class path.
        Path unused = Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
        return SparkSession.builder()
                .master(master)
                .appName("esrp")
                .config("spark.ui.enabled", false)
                .config("spark.sql.shuffle.partitions", 4)
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
                .getOrCreate();
    }
}
