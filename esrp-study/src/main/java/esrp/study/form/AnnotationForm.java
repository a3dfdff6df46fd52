package esrp.study.form;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import esrp.core.Metric;
import esrp.core.Turn;
import esrp.core.internal.AtomicFiles;
import esrp.core.internal.Checks;
import esrp.core.internal.Digest;
import esrp.core.internal.Escapes;
import esrp.core.internal.Resources;
import esrp.core.internal.Template;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The form of one rater: a single HTML file that works without a network, from disk. It shows one task a page in the
 * order given, saves every answer at once in the browser, goes on where it was closed, and exports a file with a
 * checksum that {@link AnnotationImport} reads.
 *
 * <p>The form is blind: it holds texts and opaque ids, never the name of a candidate. Every text enters the page as
 * data and is shown as text, so a reply that holds markup or script is displayed, not run.
 *
 * @param rater the id that answers carry; not blank
 * @param title the heading
 * @param language {@code zh} or {@code en}: the language of the form's own words and of the metrics
 * @param metrics the metrics that tasks mention
 * @param tasks the pages in order; at least one, ids all different
 */
public record AnnotationForm(String rater, String title, String language, List<Metric> metrics, List<FormTask> tasks) {
    private static final JsonFactory JSON = new JsonFactory();

    /**
     * Validates and copies.
     *
     * @param rater the id that answers carry; not blank
     * @param title the heading
     * @param language {@code zh} or {@code en}: the language of the form's own words and of the metrics
     * @param metrics the metrics that tasks mention
     * @param tasks the pages in order; at least one, ids all different
     */
    public AnnotationForm {
        Checks.text("rater", rater);
        Checks.text("title", title);
        if (!language.equals("zh") && !language.equals("en")) {
            throw new IllegalArgumentException("language: \"" + language + "\"; the form speaks [zh, en]");
        }
        metrics = List.copyOf(metrics);
        tasks = Checks.atLeastOne("tasks", tasks);
        Map<String, Metric> known = byId(metrics);
        Set<String> seen = new HashSet<>();
        for (FormTask task : tasks) {
            if (!seen.add(task.id())) {
                throw new IllegalArgumentException("tasks: two have the id \"" + task.id() + "\"");
            }
            for (String metric : metricsOf(task)) {
                if (!known.containsKey(metric)) {
                    throw new IllegalArgumentException(
                            "task \"" + task.id() + "\": no metric \"" + metric + "\"; metrics are " + known.keySet());
                }
            }
        }
    }

    /**
     * Identifies the content of the form: answers to another form, or to an older version of it, are told apart.
     *
     * @return 64 hexadecimal digits, the SHA-256 of the form's content
     */
    public String id() {
        return Digest.ofText(json(""));
    }

    /**
     * The page.
     *
     * @return one self-contained HTML document
     */
    public String html() {
        boolean zh = language.equals("zh");
        Map<String, String> values = new LinkedHashMap<>();
        values.put("language", zh ? "zh-Hans" : "en");
        values.put("title", Escapes.html(title));
        values.put("progress", zh ? "进度" : "Progress");
        values.put("noscript", zh ? "本表格需要启用 JavaScript。" : "This form needs JavaScript.");
        values.put("css", Resources.text(AnnotationForm.class, "form.css"));
        values.put("js", Resources.text(AnnotationForm.class, "form.js"));
        values.put("data", Escapes.scriptJson(json(id())));
        return Template.of("form.html", Resources.text(AnnotationForm.class, "form.html"))
                .fill(values);
    }

    /**
     * Writes the page, whole or not at all.
     *
     * @param file where to
     * @throws UncheckedIOException if it cannot be written
     */
    public void write(Path file) {
        AtomicFiles.writeText(file, html());
    }

    static List<String> metricsOf(FormTask task) {
        if (task instanceof FormTask.FineRating rating) {
            return rating.metrics();
        }
        return task instanceof FormTask.BatchRating batch ? batch.metrics() : List.of();
    }

    static Map<String, Metric> byId(List<Metric> metrics) {
        return metrics.stream()
                .collect(Collectors.toMap(
                        Metric::id,
                        metric -> metric,
                        (a, b) -> {
                            throw new IllegalArgumentException("metrics: two have the id \"" + a.id() + "\"");
                        },
                        LinkedHashMap::new));
    }

    private String json(String id) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            out.writeStartObject();
            out.writeStringField("schema", "esrp-form/1");
            out.writeStringField("form", id);
            out.writeStringField("rater", rater);
            out.writeStringField("title", title);
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
                out.writeStringField("character", task.character());
                if (task instanceof FormTask.Writing writing) {
                    out.writeStringField("kind", "write");
                    if (writing.profile().isPresent()) {
                        out.writeStringField("profile", writing.profile().get());
                    }
                    for (Map.Entry<String, String> fact : writing.scene().entrySet()) {
                        out.writeStringField(fact.getKey(), fact.getValue());
                    }
                    turns(out, "history", writing.history());
                    texts(out, "questions", writing.questions());
                    out.writeNumberField("min", writing.shortest());
                    out.writeNumberField("max", writing.longest());
                } else if (task instanceof FormTask.FineRating rating) {
                    out.writeStringField("kind", "rate");
                    turns(out, "turns", rating.turns());
                    texts(out, "metrics", rating.metrics());
                } else if (task instanceof FormTask.BatchRating batch) {
                    out.writeStringField("kind", "batch");
                    texts(out, "replies", batch.replies());
                    texts(out, "metrics", batch.metrics());
                }
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void turns(JsonGenerator out, String field, List<Turn> turns) throws IOException {
        out.writeArrayFieldStart(field);
        for (Turn turn : turns) {
            out.writeStartObject();
            out.writeStringField("user", turn.user());
            out.writeStringField("reply", turn.reply());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void texts(JsonGenerator out, String field, List<String> texts) throws IOException {
        out.writeArrayFieldStart(field);
        for (String text : texts) {
            out.writeString(text);
        }
        out.writeEndArray();
    }
}
