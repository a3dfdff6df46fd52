package esrp.study.form;

import esrp.core.Dataset;
import esrp.core.Dialogue;
import esrp.core.Metric;
import esrp.core.ResponseBatch;
import esrp.study.Assignment;
import esrp.study.AssignmentKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The forms of a study: one for each rater of an assignment, with the texts in place and the tasks in the order of the
 * design, and the key by which {@link AnnotationImport} turns answers into ratings.
 *
 * <pre>{@code
 * AnnotationForms forms = AnnotationForms.of(assignment, key, dataset, Metrics.esrp(), "Rating of replies", "en");
 * forms.write(folder);                                              // form-r1.html, form-r2.html, ...
 * AnnotationImport.withDefaults().read(Map.of(answers, forms.form("r1")), forms.key());
 * }</pre>
 *
 * @param forms the form of each rater, by rater id
 * @param key what the tasks of all forms stand for; never goes to a rater
 */
public record AnnotationForms(Map<String, AnnotationForm> forms, FormKey key) {
    private static final int BATCH_SIZE = 10;
    private static final String STYLE = "speaking_style";

    /**
     * Validates and copies.
     *
     * @param forms the form of each rater, by rater id
     * @param key what the tasks of all forms stand for; never goes to a rater
     */
    public AnnotationForms {
        forms = Collections.unmodifiableMap(new LinkedHashMap<>(forms));
        Objects.requireNonNull(key, "key");
    }

    /**
     * The forms of all raters who start at once; sheets in reserve are left out.
     *
     * <ul>
     *   <li>A dialogue is rated on the metrics whose target is a dialogue, a batch of ten replies on the others.
     *   <li>A dialogue of another character in the place of this one is an attention item: its speaking style must score
     *       below the midpoint.
     *   <li>A dialogue that comes again is rated like the others; its answers come back as repeats.
     * </ul>
     *
     * @param assignment who rates what
     * @param key what the tasks stand for; must be the key of the assignment
     * @param dataset the replies; must hold every dialogue and batch of the assignment
     * @param metrics what is asked
     * @param title the heading of each form
     * @param language {@code zh} or {@code en}
     * @return the forms and their key
     * @throws IllegalArgumentException if the key is not that of the assignment, a text is missing, or no metric fits a
     *     task
     */
    public static AnnotationForms of(
            Assignment assignment,
            AssignmentKey key,
            Dataset dataset,
            List<Metric> metrics,
            String title,
            String language) {
        Objects.requireNonNull(dataset, "dataset");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(language, "language");
        List<Metric> asked = List.copyOf(metrics);
        Objects.requireNonNull(assignment, "assignment");
        if (!key.opens(assignment)) {
            throw new IllegalArgumentException("key: is not the key of the assignment of study \"" + assignment.study()
                    + "\", or was changed since");
        }
        Map<String, List<FormTask>> tasks = new LinkedHashMap<>();
        Map<String, FormKey.Origin> origins = new LinkedHashMap<>();
        Map<String, FormKey.Origin> repeats = new LinkedHashMap<>();
        Map<String, Map<String, FormKey.Allowed>> attention = new LinkedHashMap<>();
        for (Assignment.Sheet sheet : assignment.sheets()) {
            if (sheet.reserve()) {
                continue;
            }
            for (Assignment.Task task : sheet.tasks()) {
                AssignmentKey.Entry entry = key.entry(task.id());
                tasks.computeIfAbsent(sheet.rater(), any -> new ArrayList<>()).add(task(task, entry, dataset, asked));
                FormKey.Origin origin = new FormKey.Origin(entry.candidate(), entry.character(), entry.item());
                switch (entry.purpose()) {
                    case RATING -> origins.put(task.id(), origin);
                    case REPEAT -> repeats.put(task.id(), origin);
                    case FOREIGN -> attention.put(task.id(), belowTheMidpoint(task, asked));
                }
            }
        }
        Map<String, AnnotationForm> forms = new LinkedHashMap<>();
        tasks.forEach((rater, list) -> forms.put(rater, new AnnotationForm(bare(rater), title, language, asked, list)));
        return new AnnotationForms(forms, new FormKey(origins, attention, repeats));
    }

    /**
     * The form of a rater.
     *
     * @param rater id of the rater
     * @return the form
     * @throws IllegalArgumentException if there is none; the message names the raters
     */
    public AnnotationForm form(String rater) {
        return form(forms, "rater", rater);
    }

    static AnnotationForm form(Map<String, AnnotationForm> forms, String role, String id) {
        AnnotationForm form = forms.get(Objects.requireNonNull(id, role));
        if (form == null) {
            throw new IllegalArgumentException(
                    "no form for " + role + " \"" + id + "\"; " + role + "s are " + forms.keySet());
        }
        return form;
    }

    /**
     * Writes each form as {@code form-<rater>.html}; letters of a rater id that do not suit a file name become
     * {@code _}. The key is not written.
     *
     * @param folder is made where it is missing
     * @return the files in the order of the raters
     * @throws IllegalArgumentException if two raters would share a file
     */
    public List<Path> write(Path folder) {
        return write(forms, folder);
    }

    static List<Path> write(Map<String, AnnotationForm> forms, Path folder) {
        Objects.requireNonNull(folder, "folder");
        Map<Path, AnnotationForm> files = new LinkedHashMap<>();
        forms.forEach((rater, form) -> {
            Path file = folder.resolve("form-" + rater.replaceAll("[^\\p{L}\\p{N}._-]", "_") + ".html");
            if (files.put(file, form) != null) {
                throw new IllegalArgumentException("forms: two raters would share the file " + file);
            }
        });
        files.forEach((file, form) -> form.write(file));
        return List.copyOf(files.keySet());
    }

    private static FormTask task(
            Assignment.Task task, AssignmentKey.Entry entry, Dataset dataset, List<Metric> metrics) {
        String shown = dataset.character(task.character()).toString();
        if (task.show() == Assignment.Show.DIALOGUE) {
            Dialogue dialogue = dataset.dialogue(entry.candidate(), entry.source(), entry.item())
                    .orElseThrow(() -> missing(task, entry));
            return new FormTask.FineRating(
                    task.id(), shown, dialogue.turns(), ids(task, metrics, Metric.Target.DIALOGUE));
        }
        ResponseBatch batch = dataset.batches(entry.candidate(), entry.source(), BATCH_SIZE).stream()
                .filter(one -> one.id().equals(entry.item()))
                .findFirst()
                .orElseThrow(() -> missing(task, entry));
        return new FormTask.BatchRating(task.id(), shown, batch.replies(), ids(task, metrics, Metric.Target.BATCH));
    }

    private static IllegalArgumentException missing(Assignment.Task task, AssignmentKey.Entry entry) {
        return new IllegalArgumentException(
                "dataset: has no " + task.show().name().toLowerCase(Locale.ROOT)
                        + " \"" + entry.item() + "\" of candidate \"" + entry.candidate() + "\" as \"" + entry.source()
                        + "\" (task " + task.id() + ")");
    }

    private static List<String> ids(Assignment.Task task, List<Metric> metrics, Metric.Target target) {
        List<String> ids = metrics.stream()
                .filter(metric -> metric.target() == target)
                .map(Metric::id)
                .toList();
        if (ids.isEmpty()) {
            throw new IllegalArgumentException(
                    "metrics: none has the target " + target + ", task " + task.id() + " needs one");
        }
        return ids;
    }

    private static Map<String, FormKey.Allowed> belowTheMidpoint(Assignment.Task task, List<Metric> metrics) {
        Metric style = metrics.stream()
                .filter(metric -> metric.id().equals(STYLE))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "metrics: \"" + STYLE + "\" is not among them, the attention item " + task.id() + " needs it"));
        int lowest = style.scale().lowest();
        int below = Math.floorDiv(lowest + style.scale().highest() - 1, 2);
        return Map.of(STYLE, new FormKey.Allowed(lowest, below));
    }

    /** Imported ratings are always those of people: {@code person:} comes back in front. */
    static String bare(String rater) {
        return rater.startsWith("person:") ? rater.substring("person:".length()) : rater;
    }

    /** How many forms and tasks there are. */
    @Override
    public String toString() {
        return forms.size() + " forms with "
                + forms.values().stream().mapToInt(form -> form.tasks().size()).sum() + " tasks, "
                + key.attention().size() + " of them attention items and "
                + key.repeats().size() + " repeats";
    }
}
