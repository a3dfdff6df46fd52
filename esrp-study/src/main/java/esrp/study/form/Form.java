package esrp.study.form;

import esrp.core.Metric;
import esrp.core.Scale;
import esrp.core.internal.Checks;
import esrp.core.internal.Digest;
import esrp.core.internal.Escapes;
import esrp.core.internal.FileNames;
import esrp.core.internal.Json;
import esrp.core.internal.Resources;
import esrp.core.internal.Template;
import esrp.study.StudyKey;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The form of one rater or writer: a single HTML file that works without a network, from disk. It shows one task per page
 * in the order given, saves every answer at once in the browser, goes on where it was closed, and exports a
 * signed file that {@link FormImport} reads.
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
        Checks.texts("rater", rater, "title", title);
        SortedMap<String, String> unused = words(language);
        metrics = List.copyOf(metrics);
        tasks = Checks.atLeastOne("tasks", tasks);
        Set<String> known = Checks.byId("metrics", metrics, Metric::id).keySet();
        Checks.byId("tasks", tasks, FormTask::id);
        for (FormTask task : tasks) {
            for (String metric : task.metrics()) {
                if (!known.contains(metric.split("@", -1)[0])) {
                    throw new IllegalArgumentException(
                            "task \"" + task.id() + "\": no metric \"" + metric + "\"; metrics are " + known);
                }
            }
        }
    }

    /** The words of forms in a language, from {@code <language>.properties} beside this class. */
    static SortedMap<String, String> words(String language) {
        if (!language.matches("[A-Za-z0-9-]+") || Form.class.getResource(language + ".properties") == null) {
            throw new IllegalArgumentException("language: there are no forms in \"" + language
                    + "\", which need a file esrp/study/form/" + language + ".properties on the class path");
        }
        SortedMap<String, String> words = new TreeMap<>();
        Resources.properties(Form.class, language + ".properties")
                .forEach((key, text) -> words.put((String) key, (String) text));
        return words;
    }

    /**
     * Identifies what the form asks and shows: 64 hexadecimal digits. Neither the title nor instructions nor the form's own words are in
     * it, so that answers to a form stay answers to it when those change.
     */
    String id() {
        return Digest.ofText(Json.text(out -> Json.write(out, content())));
    }

    /** What stands around the tasks, under the names that the page's program knows; answers do not depend on it. */
    static final Map<String, Object> FRAME =
            Map.of("instructions", "", "closing", "", "practice", List.of(), "threshold", 0, "breakAfter", 40);

    /** One self-contained HTML document, which signs what it exports. */
    String html(String secret, Map<String, Object> frame) {
        SortedMap<String, String> words = words(language);
        String more = frame.containsKey("left") ? "-" + id().substring(0, 4) : "";
        String file = "answers-" + FileNames.of(List.of(rater)).get(rater) + more + ".json";
        Map<String, Object> data = Json.object("form", id(), "secret", secret, "file", file);
        data.putAll(frame);
        data.putAll(content());
        data.put("words", words);
        Map<String, String> values = new HashMap<>(words);
        values.put("title", Escapes.html(title));
        values.put("css", Resources.text(Form.class, "form.css"));
        values.put("js", Resources.text(Form.class, "form.js"));
        values.put("data", Escapes.scriptJson(Json.text(out -> Json.write(out, data))));
        return Template.of("form.html", Resources.text(Form.class, "form.html")).fill(values);
    }

    private Map<String, Object> content() {
        return Json.object(
                "schema",
                "esrp-form/3",
                "rater",
                rater,
                "language",
                language,
                "metrics",
                metrics.stream().map(this::fields).toList(),
                "tasks",
                tasks.stream().map(FormTask::fields).toList());
    }

    private Map<String, Object> fields(Metric metric) {
        Metric.Anchors anchors = metric.described().anchors().orElseThrow();
        return Json.object(
                "id", metric.id(),
                "name", metric.name().in(language),
                "definition", metric.definition().orElseThrow().in(language),
                "question", metric.question().orElseThrow().in(language),
                "below", anchors.below().in(language),
                "at", anchors.at().in(language),
                "above", anchors.above().in(language),
                "values",
                        IntStream.range(0, metric.scale().levels())
                                .mapToObj(level -> new BigDecimal(
                                        Scale.number(metric.scale().score(level))))
                                .toList());
    }

    /** The form of the tasks that are not answered; nothing if all are. */
    Optional<Form> without(Set<String> answered) {
        List<FormTask> left =
                tasks.stream().filter(task -> !answered.contains(task.id())).toList();
        return left.isEmpty() ? Optional.empty() : Optional.of(new Form(rater, title, language, metrics, left));
    }

    /** What an import needs to know of the form; what signs its exports follows from the secret of the study. */
    StudyKey.Form sealed(String secret) {
        Map<String, List<String>> asks = new HashMap<>();
        tasks.stream()
                .filter(task -> !task.metrics().equals(all(task.kind())))
                .forEach(task -> asks.put(task.id(), task.metrics()));
        return new StudyKey.Form(
                id(), rater, tasks.stream().map(FormTask::id).toList(), asks, Digest.hmac(secret, "form " + id()));
    }

    /** What a page of a kind asks unless it says something else. */
    private List<String> all(String kind) {
        return metrics.stream()
                .filter(metric -> kind.equals(metric.target() == Metric.Target.BATCH ? "batch" : "rate"))
                .map(Metric::id)
                .toList();
    }

    /** An id without {@code person:}, which comes back in front: imported ratings are always those of people. */
    static String bare(String rater) {
        return rater.startsWith("person:") ? rater.substring("person:".length()) : rater;
    }
}
