package esrp.report;

import esrp.core.Candidate;
import esrp.core.Character;
import esrp.core.Dataset;
import esrp.core.Dialogue;
import esrp.core.Metric;
import esrp.core.Scenario;
import esrp.core.Turn;
import java.util.ArrayList;
import java.util.List;

/** A small data set with the paper's six candidates and one hostile reply. */
final class StudyFixture {
    static final List<String> CANDIDATES =
            List.of("deepseek-v3", "claude-sonnet-4", "qwen-max", "human", "gpt-4.1", "doubao-1.5-pro");

    static final String HOSTILE =
            "</script><script>window.stolen=1</script><img src=x onerror=\"window.stolen=1\">{{title}} & 'quotes'";
    static final List<String> NINE = Metric.esrp().stream()
            .map(metric -> metric.id())
            .filter(id -> !id.equals("diversity"))
            .toList();

    private StudyFixture() {}

    static Dataset dataset(int characters, int scenarios) {
        List<Candidate> candidates = CANDIDATES.stream()
                .map(id -> id.equals("human") ? Candidate.people(id) : Candidate.model(id))
                .map(c -> c.id().equals("qwen-max") ? c.withName("<b>Qwen</b> & \"Max\"") : c)
                .toList();
        List<Character> people = new ArrayList<>();
        List<Scenario> scenes = new ArrayList<>();
        List<Dialogue> dialogues = new ArrayList<>();
        for (int c = 0; c < characters; c++) {
            people.add(Character.of("《海》的守护者" + c));
        }
        for (int s = 1; s <= scenarios; s++) {
            scenes.add(Scenario.of(String.valueOf(s), "第" + s + "天了，船还没有回来，我有点怕。")
                    .withPersona(s % 2 == 0 ? "student" : "employee"));
        }
        for (String candidate : CANDIDATES) {
            for (Character character : people) {
                for (Scenario scene : scenes) {
                    boolean hostile = candidate.equals("gpt-4.1") && scene.id().equals("1");
                    dialogues.add(new Dialogue(
                            candidate,
                            character.id(),
                            scene.id(),
                            List.of(
                                    new Turn(
                                            scene.openingQuestion(),
                                            hostile ? HOSTILE : "灯我会一直点着，" + candidate + " 陪你等到第" + scene.id() + "天。"),
                                    new Turn("要是一直不来呢？", "那我们就把这盏灯守成一座岸。" + character.id()))));
                }
            }
        }
        return Dataset.of(candidates, people, scenes, dialogues);
    }
}
