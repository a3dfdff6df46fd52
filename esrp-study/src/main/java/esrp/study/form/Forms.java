package esrp.study.form;

import com.google.common.collect.ListMultimap;
import com.google.common.collect.Multimaps;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import esrp.core.Metric;
import esrp.core.internal.AtomicFiles;
import esrp.core.internal.Checks;
import esrp.core.internal.FileNames;
import esrp.study.StudyKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The forms of a study and the key by which {@link FormImport} reads what they export. Each form is a single HTML file that
 * works from disk without a network and shows one task per page.
 */
abstract sealed class Forms permits RatingForms, WritingForms {
    final Map<String, Form> forms = new LinkedHashMap<>();
    private final StudyKey key;
    private final Map<String, Object> frame;

    /** Forms for the tasks of each person, and a key that explains the tasks. */
    Forms(
            ListMultimap<String, FormTask> tasks,
            String title,
            String language,
            List<Metric> asked,
            StudyKey key,
            int shortest,
            int longest) {
        Multimaps.asMap(tasks)
                .forEach((person, own) -> forms.put(person, new Form(Form.bare(person), title, language, asked, own)));
        Checks.byId("people", forms.values(), Form::rater);
        this.key = sealed(key, asked, shortest, longest);
        this.frame = Form.FRAME;
    }

    /** The key of these forms, which keeps those that it knows: answers to them may be out. */
    private StudyKey sealed(StudyKey known, List<Metric> asked, int shortest, int longest) {
        List<StudyKey.Form> all = Stream.concat(
                        known.forms().stream(), forms.values().stream().map(form -> form.sealed(known.secret())))
                .distinct()
                .toList();
        return known.withForms(asked, all, shortest, longest);
    }

    /** What is left of forms. */
    Forms(Forms others, Set<String> answered) {
        others.forms.forEach((person, form) -> form.without(answered).ifPresent(left -> forms.put(person, left)));
        Checks.atLeastOne("tasks that are left", List.copyOf(forms.values()));
        this.key = sealed(others.key, others.key.metrics(), others.key.shortest(), others.key.longest());
        Map<String, Object> changed = new TreeMap<>(others.frame);
        changed.putAll(Map.of("practice", List.of(), "left", true));
        this.frame = changed;
    }

    /** The same forms with something else around the tasks. */
    Forms(Forms others, Map<String, Object> changes) {
        this.forms.putAll(others.forms);
        this.key = others.key;
        Map<String, Object> changed = new TreeMap<>(others.frame);
        changed.putAll(changes);
        this.frame = changed;
    }

    /**
     * {@return the raters or writers who have a form: their ids, in the order of the assignment or as the writers were
     * given}
     */
    public List<String> people() {
        return List.copyOf(forms.keySet());
    }

    /**
     * The form of a rater or writer.
     *
     * @param person id of the rater or writer
     * @return one self-contained HTML document
     * @throws IllegalArgumentException if there is none; the message names those who have one
     */
    public String html(String person) {
        Form form = form(person);
        return form.html(form.sealed(key.secret()).secret(), frame);
    }

    Form form(String person) {
        Form form = forms.get(Objects.requireNonNull(person, "person"));
        if (form == null) {
            throw new IllegalArgumentException("no form for \"" + person + "\"; there are forms for " + forms.keySet());
        }
        return form;
    }

    /**
     * The key of these forms, which {@link FormImport} needs. That of raters never goes to a rater; in that of writers
     * nothing is secret.
     *
     * @return the completed key
     */
    public StudyKey key() {
        return key;
    }

    /**
     * Writes each form as {@code form-<id>.html}, without {@code person:}, all or none; an id that suits no file name of Linux, macOS or Windows is
     * replaced by what can be shown of it and a part of its SHA-256. {@code _manifest.json} lists names, sizes and SHA-256 of
     * the forms. The key is not written.
     *
     * @param folder is made where it is missing
     * @return the files in the order of {@link #people}
     * @throws java.io.UncheckedIOException if a file cannot be written
     */
    @CanIgnoreReturnValue
    public List<Path> write(Path folder) {
        Objects.requireNonNull(folder, "folder");
        Map<String, AtomicFiles.Content> files = new LinkedHashMap<>();
        Map<String, String> names =
                FileNames.of(forms.values().stream().map(Form::rater).toList());
        forms.forEach((person, form) -> files.put(
                "form-" + names.get(form.rater()) + ".html",
                out -> out.write(html(person).getBytes(StandardCharsets.UTF_8))));
        return AtomicFiles.writeAll(folder, files);
    }
}
