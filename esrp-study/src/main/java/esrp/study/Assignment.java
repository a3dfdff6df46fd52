package esrp.study;

import esrp.core.Finding;
import esrp.core.Result;
import esrp.core.Table;
import esrp.core.internal.Checks;
import esrp.core.internal.Json;
import esrp.core.internal.Names;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Who rates what in which order, as raters may see it: tasks have opaque ids and name no candidate. What they stand for
 * is in the {@link StudyKey}, which stays sealed until the ratings are in; {@link #keyHash} shows later that it was
 * not changed.
 *
 * @param study what the study is called
 * @param keyHash SHA-256 of the key, in hexadecimal
 * @param batchSize the number of replies in a batch, as {@link esrp.core.Dataset#batches(int)} makes them; at least 1
 * @param sheets one for each rater and character
 */
public record Assignment(String study, String keyHash, int batchSize, List<Sheet> sheets) implements Result {
    private static final String VERSION = "esrp-assignment/2";

    /** What a task shows. */
    public enum Show {
        /** One dialogue, rated as a whole. */
        DIALOGUE,
        /** One dialogue, of which each turn is rated. */
        TURNS,
        /** One batch of replies. */
        BATCH
    }

    /**
     * One thing to rate.
     *
     * @param id opaque id, different for every rater
     * @param show what is shown
     * @param character the character that is meant to speak
     * @param item the scenario, or the number of the batch
     */
    public record Task(String id, Show show, String character, String item) {
        /** Validates. */
        public Task {
            Checks.notNull("id", id, "show", show, "character", character, "item", item);
        }
    }

    /**
     * What one rater does about one character.
     *
     * @param rater id of the rater
     * @param character id of the character
     * @param reserve whether the rater stands by and starts only if another drops out
     * @param tasks what to rate, in this order
     */
    public record Sheet(String rater, String character, boolean reserve, List<Task> tasks) {
        /** Validates and copies. */
        public Sheet {
            Checks.notNull("rater", rater, "character", character);
            tasks = List.copyOf(tasks);
        }
    }

    /** Validates and copies; a task id that occurs twice is refused. */
    public Assignment {
        Checks.notNull("study", study, "keyHash", keyHash);
        Checks.atLeast(1, "batchSize", batchSize);
        sheets = List.copyOf(sheets);
        List<Task> tasks =
                sheets.stream().flatMap(sheet -> sheet.tasks().stream()).toList();
        Checks.byId("sheets", tasks, Task::id);
    }

    /**
     * The sheets of one rater.
     *
     * @param rater id of the rater
     * @return in order; none if the rater has nothing to do
     */
    public List<Sheet> sheetsOf(String rater) {
        Objects.requireNonNull(rater, "rater");
        return sheets.stream().filter(sheet -> sheet.rater().equals(rater)).toList();
    }

    /** {@return the number of tasks: of all sheets, reserves included} */
    public int tasks() {
        return sheets.stream().mapToInt(sheet -> sheet.tasks().size()).sum();
    }

    /**
     * Writes the assignment as JSON.
     *
     * @param file the file to make or replace
     * @throws java.io.UncheckedIOException if it cannot be written
     */
    public void write(Path file) {
        List<Map<String, Object>> written = sheets.stream()
                .map(sheet -> Json.object(
                        "rater", sheet.rater(),
                        "character", sheet.character(),
                        "reserve", sheet.reserve(),
                        "tasks", sheet.tasks().stream().map(Assignment::fields).toList()))
                .toList();
        Json.write(
                Objects.requireNonNull(file, "file"),
                Json.object(
                        "version", VERSION,
                        "study", study,
                        "keyHash", keyHash,
                        "batchSize", batchSize,
                        "sheets", written));
    }

    private static Map<String, Object> fields(Task task) {
        return Json.object("id", task.id(), "show", task.show(), "character", task.character(), "item", task.item());
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param file the file
     * @return the assignment
     * @throws esrp.core.DatasetFormatException if the file is no assignment
     * @throws java.io.UncheckedIOException if it cannot be read
     */
    public static Assignment read(Path file) {
        Json.Node root = StudyKey.version(Json.read(Objects.requireNonNull(file, "file")), VERSION)
                .allow("version", "study", "keyHash", "batchSize", "sheets");
        List<Sheet> sheets = new ArrayList<>();
        for (Json.Node node : root.get("sheets").items()) {
            node.allow("rater", "character", "reserve", "tasks");
            List<Task> tasks = new ArrayList<>();
            for (Json.Node task : node.get("tasks").items()) {
                task.allow("id", "show", "character", "item");
                tasks.add(new Task(
                        task.get("id").text(),
                        Json.constant(Show.class, task.get("show")),
                        task.get("character").text(),
                        task.get("item").text()));
            }
            sheets.add(new Sheet(
                    node.get("rater").text(),
                    node.get("character").text(),
                    node.get("reserve").flag(),
                    tasks));
        }
        return root.make(() -> new Assignment(
                root.get("study").text(),
                root.get("keyHash").text(),
                root.find("batchSize").map(Json.Node::whole).orElse(10),
                sheets));
    }

    @Override
    public List<Table> tables() {
        Map<String, long[]> load = new TreeMap<>(Names::compare);
        for (Sheet sheet : sheets) {
            long[] own = load.computeIfAbsent(sheet.rater(), key -> new long[4]);
            own[sheet.reserve() ? 2 : 0]++;
            own[sheet.reserve() ? 3 : 1] += sheet.tasks().size();
        }
        Table.Builder table = StudyCode.table(
                "assignment", "assignment", "rater characters|# tasks|# reserve|# reserve-tasks|#", "study", study);
        load.forEach((rater, own) -> table.row(rater, own[0], own[1], own[2], own[3]));
        return List.of(table.build());
    }

    @Override
    public List<Finding> notes() {
        long raters = sheets.stream().map(Sheet::rater).distinct().count();
        return List.of(StudyCode.ASSIGNMENT_SIZE.note("count", tasks(), "raters", raters, "hash", keyHash));
    }

    @Override
    public String toString() {
        return text("en");
    }
}
