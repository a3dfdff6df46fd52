package esrp.study;

import com.fasterxml.jackson.core.JsonGenerator;
import esrp.core.Metric;
import esrp.core.internal.Checks;
import esrp.core.internal.Digest;
import esrp.core.internal.Json;
import esrp.core.internal.Numbers;
import esrp.core.internal.RubricFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * The sealed key of a study: what the tasks of an {@link Assignment} stand for and, once forms are made, what those forms
 * ask. An import needs an export and this key, nothing else. Whoever holds it can tell candidates apart, so raters must
 * not; the seed of the assignment gives it away too.
 *
 * <p>The assignment carries a hash of the entries: {@link #opens} shows that they were not changed after the ratings came
 * in. The id of a form follows from what the form asks and shows, never from its title.
 */
public final class StudyKey {
    private static final String VERSION = "esrp-study-key/2";

    /** The purpose of a task. */
    public enum Purpose {
        /** A task to be rated. */
        RATING,
        /** A dialogue that the same rater sees a second time: the answers measure agreement with oneself. */
        REPEAT,
        /** A dialogue of another character in the place of this one: its style should score below the midpoint. */
        FOREIGN
    }

    /**
     * What a task stands for.
     *
     * @param task the task's id
     * @param rater the id of the rater
     * @param candidate the id of the candidate whose replies are shown
     * @param character the id of the character that the task is about
     * @param item the id of the scenario or batch
     * @param purpose the purpose of the task
     * @param source the id of the character whose dialogue is shown: another one for {@link Purpose#FOREIGN}
     */
    public record Entry(
            String task,
            String rater,
            String candidate,
            String character,
            String item,
            Purpose purpose,
            String source) {
        /**
         * Validates.
         *
         * @param task the task's id
         * @param rater the id of the rater
         * @param candidate the id of the candidate whose replies are shown
         * @param character the id of the character that the task is about
         * @param item the id of the scenario or batch
         * @param purpose the purpose of the task
         * @param source the id of the character whose dialogue is shown: another one for {@link Purpose#FOREIGN}
         */
        public Entry {
            Checks.text("task", task);
            Checks.text("rater", rater);
            Checks.text("candidate", candidate);
            Checks.text("character", character);
            Checks.text("item", item);
            Objects.requireNonNull(purpose, "purpose");
            Checks.text("source", source);
        }
    }

    /**
     * What a form asks.
     *
     * @param id the id of the form, which its export carries
     * @param rater the id of the rater or writer, which its export carries
     * @param pages the pages in order
     */
    public record Form(String id, String rater, List<Page> pages) {
        /**
         * Validates and copies.
         *
         * @param id the id of the form, which its export carries
         * @param rater the id of the rater or writer, which its export carries
         * @param pages the pages in order
         */
        public Form {
            Checks.text("id", id);
            Checks.text("rater", rater);
            pages = List.copyOf(pages);
        }
    }

    /**
     * What a page of a form asks: scores on metrics, or replies.
     *
     * @param task the id of the task
     * @param metrics the ids of the metrics to rate; none if replies are asked for
     * @param expected for an attention task, by metric id, the scores of anybody who reads it; empty for other tasks
     * @param replies the number of replies to write; 0 if scores are asked for
     * @param shortest the least length of a reply in code points
     * @param longest the greatest length of a reply in code points
     */
    public record Page(
            String task,
            List<String> metrics,
            Map<String, List<Integer>> expected,
            int replies,
            int shortest,
            int longest) {
        /**
         * Copies.
         *
         * @param task the id of the task
         * @param metrics the ids of the metrics to rate; none if replies are asked for
         * @param expected for an attention task, by metric id, the scores of anybody who reads it; empty for other tasks
         * @param replies the number of replies to write; 0 if scores are asked for
         * @param shortest the least length of a reply in code points
         * @param longest the greatest length of a reply in code points
         */
        public Page {
            Checks.text("task", task);
            metrics = List.copyOf(metrics);
            expected = Collections.unmodifiableMap(new LinkedHashMap<>(expected));
        }
    }

    private final String salt;
    private final Map<String, Entry> entries;
    private final List<Metric> metrics;
    private final Map<String, Form> forms;

    private StudyKey(String salt, Collection<Entry> entries, List<Metric> metrics, List<Form> forms) {
        this.salt = salt;
        this.entries = byId("entries", entries, Entry::task);
        this.metrics = List.copyOf(metrics);
        this.forms = byId("forms", forms, Form::id);
        Map<String, Metric> known = byId("metrics", metrics, Metric::id);
        for (Form form : forms) {
            for (Page page : form.pages()) {
                if (page.replies() == 0) {
                    Entry unused = entry(page.task());
                }
                if (!known.keySet().containsAll(page.metrics())) {
                    throw new IllegalArgumentException("forms: task \"" + page.task() + "\" asks " + page.metrics()
                            + ", metrics are " + known.keySet());
                }
            }
        }
    }

    private static <T> Map<String, T> byId(String name, Collection<T> values, Function<T, String> id) {
        Map<String, T> map = new LinkedHashMap<>();
        for (T value : values) {
            if (map.put(id.apply(value), value) != null) {
                throw new IllegalArgumentException(name + ": \"" + id.apply(value) + "\" occurs twice");
            }
        }
        return Collections.unmodifiableMap(map);
    }

    /**
     * A key without forms. {@link StudyDesign#assign} makes one; this is for tasks that were assigned by other means, and
     * with no entries for a study in which people only write.
     *
     * @param salt any text that raters cannot guess; it enters the hash
     * @param entries what each task stands for; none twice
     * @return the key
     * @throws IllegalArgumentException if a task occurs twice
     */
    public static StudyKey of(String salt, List<Entry> entries) {
        return new StudyKey(Objects.requireNonNull(salt, "salt"), entries, List.of(), List.of());
    }

    /**
     * Returns a copy with forms in the place of those it has.
     *
     * @param asked the metrics that the forms ask, with their scales; ids differ
     * @param made the forms; ids differ
     * @return the completed key
     * @throws IllegalArgumentException if a form asks a metric that is not among them or shows a task that this key does
     *     not explain, or an id occurs twice
     */
    public StudyKey withForms(List<Metric> asked, List<Form> made) {
        return new StudyKey(salt, entries.values(), asked, made);
    }

    /**
     * All entries, in the order of the sheets.
     *
     * @return one per task
     */
    public List<Entry> entries() {
        return List.copyOf(entries.values());
    }

    /**
     * What a task stands for.
     *
     * @param task its id
     * @return the entry
     * @throws IllegalArgumentException if the key knows no such task
     */
    public Entry entry(String task) {
        Entry found = entries.get(Objects.requireNonNull(task, "task"));
        if (found == null) {
            throw new IllegalArgumentException(
                    "task: \"" + task + "\" is none of the " + entries.size() + " tasks of this key");
        }
        return found;
    }

    /**
     * The metrics that the forms ask.
     *
     * @return with their scales; none before forms are made, or if they ask for replies only
     */
    public List<Metric> metrics() {
        return metrics;
    }

    /**
     * The forms.
     *
     * @return what each form asks; none before forms are made
     */
    public List<Form> forms() {
        return List.copyOf(forms.values());
    }

    /**
     * Whether this is the unchanged key of an assignment.
     *
     * @param assignment the assignment
     * @return true if its {@link Assignment#keyHash} is {@link #hash} of this key
     */
    public boolean opens(Assignment assignment) {
        return assignment.keyHash().equals(hash());
    }

    /**
     * The hash of salt and entries. Forms do not change it.
     *
     * @return SHA-256 in hexadecimal
     */
    public String hash() {
        Digest digest = new Digest().add(salt).add(entries.size());
        for (Entry e : entries.values()) {
            digest.add(List.of(
                    e.task(), e.rater(), e.candidate(), e.character(), e.item(), word(e.purpose()), e.source()));
        }
        return digest.hex();
    }

    private static String word(Purpose purpose) {
        return purpose.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Writes the key as JSON. Keep it apart from the assignment and the forms.
     *
     * @param file the file to make or replace
     * @throws java.io.UncheckedIOException if it cannot be written
     */
    public void write(Path file) {
        Json.write(Objects.requireNonNull(file, "file"), this::write);
    }

    private void write(JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("version", VERSION);
        out.writeStringField("salt", salt);
        out.writeArrayFieldStart("entries");
        for (Entry e : entries.values()) {
            out.writeStartObject();
            out.writeStringField("task", e.task());
            out.writeStringField("rater", e.rater());
            out.writeStringField("candidate", e.candidate());
            out.writeStringField("character", e.character());
            out.writeStringField("item", e.item());
            out.writeStringField("purpose", word(e.purpose()));
            out.writeStringField("source", e.source());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeArrayFieldStart("metrics");
        for (Metric metric : metrics) {
            out.writeStartObject();
            out.writeStringField("dimension", metric.dimension());
            out.writeObjectFieldStart("metric");
            RubricFile.write(out, metric);
            out.writeEndObject();
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeArrayFieldStart("forms");
        for (Form form : forms.values()) {
            out.writeStartObject();
            out.writeStringField("id", form.id());
            out.writeStringField("rater", form.rater());
            out.writeArrayFieldStart("pages");
            for (Page page : form.pages()) {
                write(out, page);
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void write(JsonGenerator out, Page page) throws IOException {
        out.writeStartObject();
        out.writeStringField("task", page.task());
        if (page.replies() > 0) {
            out.writeNumberField("replies", page.replies());
            out.writeNumberField("shortest", page.shortest());
            out.writeNumberField("longest", page.longest());
        } else {
            out.writeArrayFieldStart("metrics");
            for (String metric : page.metrics()) {
                out.writeString(metric);
            }
            out.writeEndArray();
        }
        if (!page.expected().isEmpty()) {
            out.writeObjectFieldStart("expected");
            for (Map.Entry<String, List<Integer>> entry : page.expected().entrySet()) {
                out.writeFieldName(entry.getKey());
                int[] scores =
                        entry.getValue().stream().mapToInt(score -> score).toArray();
                out.writeArray(scores, 0, scores.length);
            }
            out.writeEndObject();
        }
        out.writeEndObject();
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param file the file
     * @return the key
     * @throws esrp.core.DatasetFormatException if the file is no key, or one of an older version, which knows no forms
     * @throws java.io.UncheckedIOException if it cannot be read
     */
    public static StudyKey read(Path file) {
        Json.Node root = version(Json.read(Objects.requireNonNull(file, "file")), VERSION)
                .allow("version", "salt", "entries", "metrics", "forms");
        List<Entry> entries = new ArrayList<>();
        for (Json.Node e : root.get("entries").items()) {
            e.allow("task", "rater", "candidate", "character", "item", "purpose", "source");
            entries.add(e.make(() -> new Entry(
                    e.get("task").text(),
                    e.get("rater").text(),
                    e.get("candidate").text(),
                    e.get("character").text(),
                    e.get("item").text(),
                    Json.constant(Purpose.class, e.get("purpose")),
                    e.get("source").text())));
        }
        List<Metric> metrics = root.get("metrics").items().stream()
                .map(node -> node.allow("dimension", "metric"))
                .map(node -> RubricFile.metric(
                        node.get("metric"), node.get("dimension").text()))
                .toList();
        List<Form> forms = new ArrayList<>();
        for (Json.Node form : root.get("forms").items()) {
            form.allow("id", "rater", "pages");
            List<Page> pages =
                    form.get("pages").items().stream().map(StudyKey::page).toList();
            forms.add(form.make(
                    () -> new Form(form.get("id").text(), form.get("rater").text(), pages)));
        }
        return root.make(() -> new StudyKey(root.get("salt").text(), entries, metrics, forms));
    }

    private static Page page(Json.Node node) {
        node.allow("task", "metrics", "expected", "replies", "shortest", "longest");
        Map<String, List<Integer>> expected = new LinkedHashMap<>();
        node.find("expected")
                .ifPresent(scores -> scores.fields()
                        .forEach((metric, allowed) -> expected.put(
                                metric,
                                allowed.items().stream().map(Json.Node::whole).toList())));
        return node.make(() -> new Page(
                node.get("task").text(),
                node.find("metrics").map(Json.Node::texts).orElse(List.of()),
                expected,
                node.find("replies").map(Json.Node::whole).orElse(0),
                node.find("shortest").map(Json.Node::whole).orElse(0),
                node.find("longest").map(Json.Node::whole).orElse(0)));
    }

    /** Refuses a file of another version, saying what to do. */
    static Json.Node version(Json.Node root, String expected) {
        if (!root.find("version").map(Json.Node::text).orElse("").equals(expected)) {
            throw root.fault(StudyCode.FILE_VERSION, "expected", expected);
        }
        return root;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StudyKey that
                && salt.equals(that.salt)
                && entries.equals(that.entries)
                && metrics.equals(that.metrics)
                && forms.equals(that.forms);
    }

    @Override
    public int hashCode() {
        return Objects.hash(salt, entries, metrics, forms);
    }

    /** The number of tasks and forms; never what they stand for. */
    @Override
    public String toString() {
        return "sealed key of " + Numbers.count(entries.size(), "task") + " and " + Numbers.count(forms.size(), "form")
                + ", SHA-256 " + hash();
    }
}
