package esrp.study.form;

import esrp.core.Dataset;
import esrp.core.Dialogue;
import esrp.core.Metric;
import esrp.core.ResponseBatch;
import esrp.study.Assignment;
import esrp.study.StudyDesign;
import esrp.study.StudyKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The forms of a study: one for each rater of an assignment, with the texts in place and the tasks in the order of the
 * design, and the completed key by which {@link FormImport} turns answers into ratings. The forms are blind.
 *
 * <pre>{@code
 * RatingForms forms = RatingForms.of(assigned, dataset, Metrics.esrp(), "en", "Rating of replies");
 * forms.write(folder);                                              // form-r1.html, form-r2.html, ...
 * forms.key().write(sealed);
 * FormImport.withDefaults().read(exports, StudyKey.read(sealed));
 * }</pre>
 */
public final class RatingForms extends Forms {
    private static final int BATCH_SIZE = 10;
    /** The metric on which a dialogue of another character must score below the midpoint. */
    static final String STYLE = "speaking_style";

    private RatingForms(Map<String, Form> forms, StudyKey key, List<Metric> asked) {
        super(forms, key, asked, 0, 0);
    }

    /**
     * The forms of all raters who start at once; sheets in reserve are left out.
     *
     * <ul>
     *   <li>A dialogue is rated on the metrics whose target is a dialogue, a batch of ten replies on the others.
     *   <li>A dialogue of another character in the place of this one is an attention task: its speaking style must score
     *       below the midpoint.
     *   <li>A dialogue that comes again is rated like the others; its answers come back as repeats.
     * </ul>
     *
     * @param assigned who rates what
     * @param dataset the replies; must hold every dialogue and batch of the assignment
     * @param metrics what is asked
     * @param language of the forms: {@code zh} or {@code en}
     * @param title the heading of each form; another title makes no other form
     * @return the forms and their key
     * @throws IllegalArgumentException if a text is missing, no metric fits a task, or there are no forms in the language
     * @throws IllegalStateException if there is no assignment; the message says why
     */
    public static RatingForms of(
            StudyDesign.Outcome assigned, Dataset dataset, List<Metric> metrics, String language, String title) {
        Objects.requireNonNull(dataset, "dataset");
        Objects.requireNonNull(language, "language");
        Objects.requireNonNull(title, "title");
        List<Metric> asked = List.copyOf(metrics);
        StudyDesign.Assigned study = assigned.orElseThrow();
        Map<String, List<FormTask>> tasks = new LinkedHashMap<>();
        for (Assignment.Sheet sheet : study.assignment().sheets()) {
            for (Assignment.Task task : sheet.reserve() ? List.<Assignment.Task>of() : sheet.tasks()) {
                StudyKey.Entry entry = study.key().entry(task.id());
                tasks.computeIfAbsent(sheet.rater(), any -> new ArrayList<>()).add(task(task, entry, dataset, asked));
                if (entry.purpose() == StudyKey.Purpose.FOREIGN
                        && asked.stream().noneMatch(metric -> metric.id().equals(STYLE))) {
                    throw new IllegalArgumentException("metrics: \"" + STYLE
                            + "\" is not among them, the attention task " + task.id() + " needs it");
                }
            }
        }
        Map<String, Form> forms = new LinkedHashMap<>();
        tasks.forEach((rater, list) -> forms.put(rater, new Form(Form.bare(rater), title, language, asked, list)));
        return new RatingForms(forms, study.key(), asked);
    }

    private static FormTask task(Assignment.Task task, StudyKey.Entry entry, Dataset dataset, List<Metric> metrics) {
        String shown = dataset.character(task.character()).toString();
        if (task.show() == Assignment.Show.DIALOGUE) {
            Dialogue dialogue = dataset.dialogue(entry.candidate(), entry.source(), entry.item())
                    .orElseThrow(() -> missing(task, entry));
            return FormTask.dialogue(task.id(), shown, dialogue.turns(), ids(task, metrics, Metric.Target.DIALOGUE));
        }
        ResponseBatch batch = dataset.batches(entry.candidate(), entry.source(), BATCH_SIZE).stream()
                .filter(one -> one.id().equals(entry.item()))
                .findFirst()
                .orElseThrow(() -> missing(task, entry));
        return FormTask.batch(task.id(), shown, batch.replies(), ids(task, metrics, Metric.Target.BATCH));
    }

    private static IllegalArgumentException missing(Assignment.Task task, StudyKey.Entry entry) {
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

    /** The numbers of forms and tasks. */
    @Override
    public String toString() {
        Map<StudyKey.Purpose, Integer> tasks = new LinkedHashMap<>();
        forms.values()
                .forEach(form -> form.tasks()
                        .forEach(task -> tasks.merge(key().entry(task.id()).purpose(), 1, Integer::sum)));
        return forms.size() + " forms with "
                + tasks.values().stream().mapToInt(n -> n).sum() + " tasks, "
                + tasks.getOrDefault(StudyKey.Purpose.FOREIGN, 0) + " of them attention tasks and "
                + tasks.getOrDefault(StudyKey.Purpose.REPEAT, 0) + " repeats";
    }
}
