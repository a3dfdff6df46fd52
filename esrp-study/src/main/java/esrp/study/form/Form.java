package esrp.study.form;

import com.fasterxml.jackson.core.JsonGenerator;
import esrp.core.Metric;
import esrp.core.Turn;
import esrp.core.internal.AtomicFiles;
import esrp.core.internal.Checks;
import esrp.core.internal.Digest;
import esrp.core.internal.Escapes;
import esrp.core.internal.Json;
import esrp.core.internal.Resources;
import esrp.core.internal.Template;
import esrp.study.StudyKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The form of one rater or writer: a single HTML file that works without a network, from disk. It shows one task per page
 * in the order given, saves every answer at once in the browser, goes on where it was closed, and exports a file with a
 * checksum that {@link FormImport} reads.
 *
 * <p>The form is blind: it holds texts and opaque ids, never the name of a candidate. Every text enters the page as
 * data and is shown as text, so a reply that holds markup or script is displayed, not run.
 *
 * @param rater the id that answers carry; not blank
 * @param title the heading
 * @param language the language of the form's own words and of the metrics
 * @param metrics the metrics that tasks mention
 * @param tasks the pages in order; at least one, ids all different
 */
record Form(String rater, String title, String language, List<Metric> metrics, List<FormTask> tasks) {
    Form {
        Checks.text("rater", rater);
        Checks.text("title", title);
        FormWords unused = FormWords.of(language);
        metrics = List.copyOf(metrics);
        tasks = Checks.atLeastOne("tasks", tasks);
        Set<String> known = byId(metrics).keySet();
        Set<String> seen = new HashSet<>();
        for (FormTask task : tasks) {
            if (!seen.add(task.id())) {
                throw new IllegalArgumentException("tasks: two have the id \"" + task.id() + "\"");
            }
            for (String metric : task.metrics()) {
                if (!known.contains(metric)) {
                    throw new IllegalArgumentException(
                            "task \"" + task.id() + "\": no metric \"" + metric + "\"; metrics are " + known);
                }
            }
        }
    }

    private static Map<String, Metric> byId(List<Metric> metrics) {
        Map<String, Metric> map = new LinkedHashMap<>();
        for (Metric metric : metrics) {
            if (map.put(metric.id(), metric) != null) {
                throw new IllegalArgumentException("metrics: two have the id \"" + metric.id() + "\"");
            }
        }
        return map;
    }

    /**
     * Identifies what the form asks and shows: 64 hexadecimal digits. Neither the title nor the form's own words are in
     * it, so that answers to a form stay answers to it when those change.
     */
    String id() {
        return Digest.ofText(Json.text(out -> {
            out.writeStartObject();
            content(out);
            out.writeEndObject();
        }));
    }

    /** One self-contained HTML document. */
    String html() {
        FormWords words = FormWords.of(language);
        Map<String, String> values = new HashMap<>(words.texts());
        values.put("title", Escapes.html(title));
        values.put("css", Resources.text(Form.class, "form.css"));
        values.put("js", Resources.text(Form.class, "form.js"));
        values.put("data", Escapes.scriptJson(Json.text(out -> {
            out.writeStartObject();
            out.writeStringField("form", id());
            content(out);
            out.writeObjectFieldStart("words");
            for (Map.Entry<String, String> word : words.texts().entrySet()) {
                out.writeStringField(word.getKey(), word.getValue());
            }
            out.writeEndObject();
            out.writeEndObject();
        })));
        return Template.of("form.html", Resources.text(Form.class, "form.html")).fill(values);
    }

    private void content(JsonGenerator out) throws IOException {
        out.writeStringField("schema", "esrp-form/2");
        out.writeStringField("rater", rater);
        out.writeStringField("language", language);
        out.writeArrayFieldStart("metrics");
        for (Metric metric : metrics) {
            out.writeStartObject();
            out.writeStringField("id", metric.id());
            out.writeStringField("name", metric.name().in(language));
            out.writeStringField("definition", metric.definition().in(language));
            out.writeStringField("question", metric.question().in(language));
            out.writeStringField("below", metric.anchors().below().in(language));
            out.writeStringField("at", metric.anchors().at().in(language));
            out.writeStringField("above", metric.anchors().above().in(language));
            out.writeNumberField("lowest", metric.scale().lowest());
            out.writeNumberField("highest", metric.scale().highest());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeArrayFieldStart("tasks");
        for (FormTask task : tasks) {
            out.writeStartObject();
            out.writeStringField("id", task.id());
            out.writeStringField("kind", task.kind());
            out.writeStringField("character", task.character());
            task.write(out);
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    static void turns(JsonGenerator out, String field, List<Turn> turns) throws IOException {
        out.writeArrayFieldStart(field);
        for (Turn turn : turns) {
            out.writeStartObject();
            out.writeStringField("user", turn.user());
            out.writeStringField("reply", turn.reply());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    static void texts(JsonGenerator out, String field, List<String> texts) throws IOException {
        out.writeArrayFieldStart(field);
        for (String text : texts) {
            out.writeString(text);
        }
        out.writeEndArray();
    }

    /** What an import needs to know of the form. */
    StudyKey.Form sealed() {
        return new StudyKey.Form(id(), rater, tasks.stream().map(FormTask::id).toList());
    }

    /**
     * Writes each form as {@code form-<id>.html}; letters of an id that do not suit a file name become {@code _}.
     *
     * @param forms by the id of the rater or writer
     * @throws IllegalArgumentException if two would share a file
     * @throws UncheckedIOException if a file cannot be written
     */
    static List<Path> write(Map<String, Form> forms, Path folder) {
        Objects.requireNonNull(folder, "folder");
        Map<Path, Form> files = new LinkedHashMap<>();
        forms.forEach((rater, form) -> {
            Path file = folder.resolve("form-" + rater.replaceAll("[^\\p{L}\\p{N}._-]", "_") + ".html");
            if (files.put(file, form) != null) {
                throw new IllegalArgumentException("forms: two would share the file " + file);
            }
        });
        files.forEach((file, form) -> AtomicFiles.writeText(file, form.html()));
        return List.copyOf(files.keySet());
    }

    /** The form of a rater or writer; whoever has none is answered with those who have one. */
    static Form find(Map<String, Form> forms, String role, String id) {
        Form form = forms.get(Objects.requireNonNull(id, role));
        if (form == null) {
            throw new IllegalArgumentException(
                    "no form for " + role + " \"" + id + "\"; " + role + "s are " + forms.keySet());
        }
        return form;
    }

    /** An id without {@code person:}, which comes back in front: imported ratings are always those of people. */
    static String bare(String rater) {
        return rater.startsWith("person:") ? rater.substring("person:".length()) : rater;
    }
}
