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

/**
 * The forms of a study and the key by which {@link FormImport} reads what they export. Each form is a single HTML file that
 * works from disk without a network and shows one task per page.
 */
public abstract sealed class Forms permits RatingForms, WritingForms {
    final Map<String, Form> forms = new LinkedHashMap<>();
    private final StudyKey key;
    private final String instructions;

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
        List<StudyKey.Form> sealed =
                forms.values().stream().map(form -> form.sealed(key.secret())).toList();
        this.key = key.withForms(asked, sealed, shortest, longest);
        this.instructions = "";
    }

    /** The same forms, which begin with instructions. */
    Forms(Forms others, String instructions) {
        this.forms.putAll(others.forms);
        this.key = others.key;
        this.instructions = Checks.text("instructions", instructions);
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
        return form.html(form.sealed(key.secret()).secret(), instructions);
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
     * Writes each form as {@code form-<id>.html}, all or none; an id that suits no file name of Linux, macOS or Windows is
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
        FileNames.of(forms.keySet())
                .forEach((person, name) -> files.put(
                        "form-" + name + ".html", out -> out.write(html(person).getBytes(StandardCharsets.UTF_8))));
        return AtomicFiles.writeAll(folder, files);
    }
}
