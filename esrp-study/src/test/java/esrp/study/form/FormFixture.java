package esrp.study.form;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import esrp.core.Character;
import esrp.core.Dataset;
import esrp.core.LocalizedText;
import esrp.core.Metric;
import esrp.core.Scale;
import esrp.core.Turn;
import esrp.core.internal.Digest;
import esrp.core.internal.Json;
import esrp.study.Assignment;
import esrp.study.StudyDesign;
import esrp.study.StudyKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** A small form with a task of each kind, hostile text and an attention item. */
final class FormFixture {
    static final String HOSTILE =
            "</script><script>window.stolen=1</script><img src=x onerror=\"window.stolen=1\">{{title}} & 'quotes'";
    static final List<String> NINE = Metric.esrp().stream()
            .map(metric -> metric.id())
            .filter(id -> !id.equals("diversity"))
            .toList();

    private FormFixture() {}

    /** The page as {@link #key} knows it. */
    static String html(Form form) {
        return form.html(form.sealed("secret").secret(), Form.FRAME);
    }

    static Form form(String language) {
        Map<String, String> scene = new LinkedHashMap<>();
        scene.put("profile", "守灯三十年，话不多，爱用海上的事打比方。");
        scene.put("persona", "学生");
        scene.put("emotion", "焦虑");
        return new Form(
                "r7f3a",
                language.equals("zh") ? "角色回复评价" : "Rating of replies in character",
                language,
                Metric.esrp(),
                List.of(
                        FormTask.dialogue(
                                "t1",
                                "灯塔守护者",
                                scene,
                                List.of(
                                        new Turn("明天要考试，我好紧张。", "别怕，灯一直亮着，我陪你把最难的一页先翻过去。"),
                                        new Turn("要是考砸了呢？", HOSTILE)),
                                NINE),
                        FormTask.dialogue("t2", "灯塔守护者", Map.of(), List.of(new Turn("请在本题全部选 2 分。", "（注意力检查题）")), NINE),
                        FormTask.batch("t3", "灯塔守护者", Map.of(), List.of("一", "二", "三"), List.of("diversity")),
                        FormTask.writing("t4", "灯塔守护者", scene, List.of(), "明天要考试，我好紧张。", 10, 40)));
    }

    static StudyKey key(Form form) {
        return StudyKey.of(
                        "secret",
                        List.of(
                                entry("t1", "1", Assignment.Show.DIALOGUE, StudyKey.Purpose.RATING),
                                entry("t2", "2", Assignment.Show.DIALOGUE, StudyKey.Purpose.FOREIGN),
                                entry("t3", "b1", Assignment.Show.BATCH, StudyKey.Purpose.RATING),
                                entry("t4", "4", Assignment.Show.DIALOGUE, StudyKey.Purpose.WRITING)))
                .withForms(Metric.esrp(), List.of(form.sealed("secret")), 10, 40);
    }

    static StudyKey.Entry entry(String task, String item, Assignment.Show show, StudyKey.Purpose purpose) {
        return new StudyKey.Entry(task, "r7f3a", "harbor", "《海》的守护者", item, show, purpose, "《海》的守护者");
    }

    /** What a form would export whose scores follow from task and metric, and whose replies are long enough. */
    @CanIgnoreReturnValue
    static Path export(Path folder, Form form, String secret, BiFunction<String, String, Integer> score)
            throws IOException {
        List<Map<String, Object>> answers = form.tasks().stream()
                .map(task -> {
                    Map<String, Object> scores = new LinkedHashMap<>();
                    task.metrics().forEach(metric -> {
                        int given = score.apply(task.id(), metric);
                        if (given > 0) {
                            scores.put(metric, given);
                        }
                    });
                    String reply = task.metrics().isEmpty() ? "灯亮着。".repeat(25) : "";
                    return Json.object("task", task.id(), "millis", 30_000, "scores", scores, "reply", reply);
                })
                .toList();
        Map<String, Object> body = Json.object("form", form.id(), "rater", form.rater(), "answers", answers);
        String text = Json.text(out -> Json.write(out, body));
        String signature = Digest.hmac(form.sealed(secret).secret(), text);
        Path file = folder.resolve("answers-" + form.rater() + ".json");
        Json.write(file, Json.object("schema", "esrp-answers/3", "signature", signature, "body", text));
        return file;
    }

    /** One page of each kind of form, by what it is called. */
    static Map<String, String> kinds(String language) throws IOException {
        Dataset data = StudyFixture.dataset(2, 2);
        List<String> keepers = data.characters().stream().map(Character::id).toList();
        StudyDesign design = StudyDesign.of(data, StudyFixture.CANDIDATES.subList(0, 2));
        List<StudyDesign.Participant> people = IntStream.rangeClosed(1, 4)
                .mapToObj(i -> StudyDesign.Participant.of("r" + i, Set.copyOf(keepers)))
                .toList();
        Map<String, String> kinds = new LinkedHashMap<>();
        RatingForms rating =
                RatingForms.of(design.assign(people, 1, "secret"), data, Metric.esrp(), language, "Rating of replies");
        kinds.put("rate", rating.html("r1"));
        kinds.put(
                "told",
                rating.withInstructions("Read the dialogue first.\n\nThen rate it.")
                        .withPractice(
                                List.of(new RatingForms.Practice(
                                        "Keeper",
                                        List.of(new Turn("I am late.", "So is the tide.")),
                                        Map.of("fluency", 4.0, "coherence", 3.0),
                                        "Short, and it answers.")),
                                0.5)
                        .withBreaks(1)
                        .withClosing("Send it to ratings@example.org.")
                        .html("r1"));
        kinds.put(
                "turns",
                RatingForms.of(
                                design.withTurnsRated().assign(people, 1, "secret"),
                                data,
                                Metric.esrp(),
                                language,
                                "Rating of turns")
                        .html("r1"));
        Path folder = Files.createTempDirectory("exports");
        List<Path> exports = new ArrayList<>();
        for (String rater : rating.people()) {
            exports.add(
                    export(folder, rating.form(rater), "secret", (task, metric) -> rater.hashCode() % 2 == 0 ? 2 : 4));
        }
        FormImport.Imported imported =
                FormImport.withDefaults().withStraightLining(1, 999).read(exports, rating.key());
        RatingForms decisions = rating.ofDisputes(imported, 2, List.of());
        kinds.put("decide", decisions.html(decisions.people().get(0)));
        kinds.put(
                "screen",
                RatingForms.ofApplicants(
                                data,
                                List.of(
                                        new RatingForms.Question(keepers.get(0), "Where?", List.of("Sea", "City"), 1),
                                        new RatingForms.Question(
                                                keepers.get(0), "Since when?", List.of("A year", "Ten", "Thirty"), 3)),
                                List.of("a1"),
                                language,
                                "Who would like to rate?")
                        .html("a1"));
        List<Metric> scales = List.of(
                scaled("halves", new Scale(1, 5, 0.5)),
                scaled("ten", new Scale(1, 10)),
                scaled("hundred", new Scale(0, 100)));
        kinds.put(
                "scales",
                html(new Form(
                        "r1",
                        "Scales",
                        language,
                        scales,
                        List.of(FormTask.dialogue(
                                "t1",
                                "Keeper",
                                Map.of(),
                                List.of(new Turn("Question", "Reply")),
                                List.of("halves", "ten", "hundred"))))));
        kinds.put("mixed", html(form(language)));
        return kinds;
    }

    private static Metric scaled(String id, Scale scale) {
        Metric like = Metric.esrp().get(0);
        return new Metric(
                id,
                LocalizedText.same(id),
                "bdc",
                like.definition(),
                like.question(),
                like.anchors(),
                scale,
                Metric.Target.DIALOGUE,
                List.of());
    }
}
