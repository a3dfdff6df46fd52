package esrp.study;

import esrp.core.Metric;
import esrp.core.internal.Checks;
import esrp.core.internal.Digest;
import esrp.core.internal.Json;
import esrp.core.internal.Numbers;
import esrp.core.internal.RubricFile;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The sealed key of a study: what the tasks of an {@link Assignment} stand for and, once forms are made, what those forms
 * ask. An import needs an export and this key, nothing else. Whoever holds it can tell candidates apart, so raters must
 * not. The secret, of which task ids, orders and the signatures of exports are made, is in the key alone.
 *
 * <p>The assignment carries a hash of the entries: {@link #opens} shows that they were not changed after the ratings came
 * in. The id of a form follows from what the form asks and shows, never from its title.
 */
public final class StudyKey {
    private static final String VERSION = "esrp-study-key/3";

    /** The purpose of a task. */
    public enum Purpose {
        /** A task to be rated. */
        RATING,
        /** A dialogue that the same rater sees a second time: the answers measure agreement with oneself. */
        REPEAT,
        /** A dialogue of another character in the place of this one: its style should score below the midpoint. */
        FOREIGN,
        /** A reply to be written. */
        WRITING
    }

    /**
     * What a task stands for.
     *
     * @param task the task's id
     * @param rater the id of the rater
     * @param candidate the id of the candidate whose replies are shown
     * @param character the id of the character that the task is about
     * @param item the id of the scenario or batch
     * @param show what is shown; a dialogue if a reply is to be written
     * @param purpose the purpose of the task
     * @param source the id of the character whose dialogue is shown: another one for {@link Purpose#FOREIGN}
     */
    public record Entry(
            String task,
            String rater,
            String candidate,
            String character,
            String item,
            Assignment.Show show,
            Purpose purpose,
            String source) {
        /** Validates. */
        public Entry {
            Checks.texts("task", task, "rater", rater, "candidate", candidate, "character", character, "item", item);
            Checks.notNull("show", show, "purpose", purpose);
            Checks.text("source", source);
        }
    }

    /**
     * What a form asks.
     *
     * @param id the id of the form, which its export carries
     * @param rater the id of the rater or writer, which its export carries
     * @param tasks the ids of its tasks, in order
     * @param asks the scores that a task asks, where those are not all metrics of what it shows: by the id of the task, the ids
     *     of metrics, each with {@code @} and the number of the turn behind it where turns are rated one by one
     * @param secret what signs its exports
     */
    public record Form(String id, String rater, List<String> tasks, Map<String, List<String>> asks, String secret) {
        /** Validates and copies. */
        public Form {
            Checks.texts("id", id, "rater", rater);
            tasks = List.copyOf(tasks);
            asks = Map.copyOf(asks);
            Checks.text("secret", secret);
        }
    }

    private final String secret;
    private final Map<String, Entry> entries;
    private final List<Metric> metrics;
    private final Map<String, Form> forms;
    private final int shortest;
    private final int longest;

    private StudyKey(
            String secret,
            Collection<Entry> entries,
            List<Metric> metrics,
            List<Form> forms,
            int shortest,
            int longest) {
        this.secret = secret;
        this.entries = Checks.byId("entries", entries, Entry::task);
        this.metrics = List.copyOf(Checks.byId("metrics", metrics, Metric::id).values());
        this.forms = Checks.byId("forms", forms, Form::id);
        this.shortest = (int) Checks.atLeast(0, "shortest", shortest);
        this.longest = (int) Checks.atLeast(shortest, "longest", longest);
        for (Form form : forms) {
            for (String task : form.tasks()) {
                Entry entry = entry(task);
                if (asked(form, entry).isEmpty() && entry.purpose() != Purpose.WRITING) {
                    throw new IllegalArgumentException(
                            "metrics: none has the target " + entry.show() + ", task " + task + " needs one");
                }
            }
        }
    }

    /**
     * The scores that a form asks in a task.
     *
     * @param form the form
     * @param entry what the task stands for
     * @return each metric, by its id as {@link Form#asks} has it; none if a reply is to be written
     */
    public Map<String, Metric> asked(Form form, Entry entry) {
        Metric.Target target = entry.show() == Assignment.Show.BATCH ? Metric.Target.BATCH : Metric.Target.DIALOGUE;
        Map<String, Metric> known = Checks.byId("metrics", metrics, Metric::id);
        List<String> ids = form.asks()
                .getOrDefault(
                        entry.task(),
                        metrics.stream()
                                .filter(metric -> metric.target() == target && entry.purpose() != Purpose.WRITING)
                                .map(Metric::id)
                                .toList());
        Map<String, Metric> asked = new LinkedHashMap<>();
        for (String id : ids) {
            Metric metric = known.get(id.split("@", -1)[0]);
            Checks.rejectIf(metric == null, "asks: task %s asks \"%s\", of which there is no metric", entry.task(), id);
            asked.put(id, Objects.requireNonNull(metric));
        }
        return asked;
    }

    /**
     * A key without forms. {@link StudyDesign#assign} makes one; this is for tasks that were assigned by other means.
     *
     * @param secret a text that raters cannot guess, of 128 random bits or more; enters the hash
     * @param entries what each task stands for; none twice
     * @return the key
     * @throws IllegalArgumentException if a task occurs twice
     */
    public static StudyKey of(String secret, List<Entry> entries) {
        return new StudyKey(Objects.requireNonNull(secret, "secret"), entries, List.of(), List.of(), 0, 0);
    }

    /**
     * Returns a copy with forms in the place of those it has.
     *
     * @param asked the metrics that the forms ask, with their scales; ids differ
     * @param made the forms; ids differ
     * @param least the least length of a reply in code points; 0 if none is to be written
     * @param most the greatest length of a reply in code points; 0 if none is to be written
     * @return the completed key
     * @throws IllegalArgumentException if a form has a task that this key does not explain or for which there is no metric, or
     *     an id occurs twice
     */
    public StudyKey withForms(List<Metric> asked, List<Form> made, int least, int most) {
        return new StudyKey(secret, entries.values(), asked, made, least, most);
    }

    /**
     * {@return the secret of the study: of what {@link StudyDesign#assign(List, long, String)} makes the same assignment
     * again; whoever has it can tell candidates apart}
     */
    public String secret() {
        return secret;
    }

    /** {@return all entries, in the order of the sheets: one per task} */
    public List<Entry> entries() {
        return List.copyOf(entries.values());
    }

    /**
     * {@return what a task stands for}
     *
     * @param task its id
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
     * {@return the metrics that the forms ask: with their scales; none before forms are made, or if they ask for
     * replies only}
     */
    public List<Metric> metrics() {
        return metrics;
    }

    /** {@return the forms: what each form asks; none before forms are made} */
    public List<Form> forms() {
        return List.copyOf(forms.values());
    }

    /** {@return the least length of a reply to be written: in code points, white space at its ends not counted} */
    public int shortest() {
        return shortest;
    }

    /** {@return the greatest length of a reply to be written: in code points, white space at its ends not counted} */
    public int longest() {
        return longest;
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
     * The hash of secret and entries. Forms do not change it.
     *
     * @return SHA-256 in hexadecimal
     */
    public String hash() {
        Digest digest = new Digest().add(secret).add(entries.size());
        for (Entry e : entries.values()) {
            digest.add(List.of(e.task(), e.rater(), e.candidate(), e.character(), e.item(), e.source()))
                    .add(word(e.show()))
                    .add(word(e.purpose()));
        }
        return digest.hex();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Writes the key as JSON. Keep it apart from the assignment and the forms. Nobody but the owner of the file may read it
     * where the file system knows owners, whatever it was before.
     *
     * @param file the file to make or replace
     * @throws java.io.UncheckedIOException if it cannot be written
     */
    public void write(Path file) {
        Json.writePrivate(
                Objects.requireNonNull(file, "file"),
                Json.object(
                        "version", VERSION,
                        "secret", secret,
                        "entries",
                                entries.values().stream().map(StudyKey::fields).toList(),
                        "metrics", metrics.stream().map(StudyKey::fields).toList(),
                        "forms", forms.values().stream().map(StudyKey::fields).toList(),
                        "shortest", shortest,
                        "longest", longest));
    }

    private static Map<String, Object> fields(Entry entry) {
        return Json.object(
                "task", entry.task(),
                "rater", entry.rater(),
                "candidate", entry.candidate(),
                "character", entry.character(),
                "item", entry.item(),
                "show", entry.show(),
                "purpose", entry.purpose(),
                "source", entry.source());
    }

    private static Map<String, Object> fields(Metric metric) {
        return Json.object("dimension", metric.dimension(), "metric", RubricFile.fields(metric));
    }

    private static Map<String, Object> fields(Form form) {
        return Json.object(
                "id", form.id(),
                "rater", form.rater(),
                "tasks", form.tasks(),
                "asks", form.asks(),
                "secret", form.secret());
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
                .allow("version", "secret", "entries", "metrics", "forms", "shortest", "longest");
        List<Entry> entries = root.get("entries").items().stream()
                .map(e -> e.allow("task", "rater", "candidate", "character", "item", "show", "purpose", "source"))
                .map(e -> e.make(() -> new Entry(
                        e.get("task").text(),
                        e.get("rater").text(),
                        e.get("candidate").text(),
                        e.get("character").text(),
                        e.get("item").text(),
                        Json.constant(Assignment.Show.class, e.get("show")),
                        Json.constant(Purpose.class, e.get("purpose")),
                        e.get("source").text())))
                .toList();
        List<Metric> metrics = root.get("metrics").items().stream()
                .map(node -> node.allow("dimension", "metric"))
                .map(node -> RubricFile.metric(
                        node.get("metric"), node.get("dimension").text()))
                .toList();
        List<Form> forms = root.get("forms").items().stream()
                .map(form -> form.allow("id", "rater", "tasks", "asks", "secret"))
                .map(form -> form.make(() -> new Form(
                        form.get("id").text(),
                        form.get("rater").text(),
                        form.get("tasks").texts(),
                        form.find("asks").map(Json.Node::fields).orElse(Map.of()).entrySet().stream()
                                .collect(Collectors.toMap(
                                        Map.Entry::getKey, ids -> ids.getValue().texts())),
                        form.get("secret").text())))
                .toList();
        return root.make(() -> new StudyKey(
                root.get("secret").text(),
                entries,
                metrics,
                forms,
                root.get("shortest").whole(),
                root.get("longest").whole()));
    }

    /** Refuses another file, or one of another version, saying what to do. */
    static Json.Node version(Json.Node root, String expected) {
        String found = root.find("version").map(Json.Node::text).orElse("");
        if (!found.equals(expected)) {
            boolean older = found.startsWith(expected.substring(0, expected.indexOf('/') + 1));
            throw root.fault(older ? StudyCode.FILE_VERSION : StudyCode.OTHER_FILE, "expected", expected);
        }
        return root;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StudyKey that
                && secret.equals(that.secret)
                && entries.equals(that.entries)
                && metrics.equals(that.metrics)
                && forms.equals(that.forms)
                && shortest == that.shortest
                && longest == that.longest;
    }

    @Override
    public int hashCode() {
        return Objects.hash(secret, entries, metrics, forms);
    }

    /** The number of tasks and forms; never what they stand for. */
    @Override
    public String toString() {
        return "sealed key of " + Numbers.count(entries.size(), "task") + " and " + Numbers.count(forms.size(), "form")
                + ", SHA-256 " + hash();
    }
}
