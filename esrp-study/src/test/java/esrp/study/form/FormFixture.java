package esrp.study.form;

import esrp.core.Metric;
import esrp.core.Turn;
import esrp.study.Assignment;
import esrp.study.StudyKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
}
