package esrp.prompts;

import esrp.core.Scenario;
import esrp.prompts.LooseJson.Kind;
import esrp.prompts.LooseJson.Node;
import esrp.prompts.scenario.ScenarioSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Reads the reply to {@link Prompts#scenarioGeneration}: objects with a daily event and an opening question, wherever
 * they stand in the text, as tolerantly as a judge's reply is read. Never throws for any text.
 *
 * <p>An object that was cut, or that has no question, is no scenario. Linear in the length of the reply.
 */
public final class ScenarioReplyParser {
    private static final Set<String> QUESTION =
            Set.of("question", "userquestion", "openingquestion", "opening", "query", "问题", "用户问题", "开场话", "开场白", "提问");
    private static final Set<String> EVENT =
            Set.of("dailyevent", "event", "dailyevents", "scenario", "事件", "日常事件", "每日事件", "情境");

    private ScenarioReplyParser() {}

    /**
     * Reads a reply.
     *
     * @param reply what the model wrote; any text
     * @param cell the cell that was asked for: its ids become persona, location and emotion of the scenarios
     * @return the scenarios in order, with ids such as {@code student/classroom/angry/1}; empty if there are none
     */
    public static List<Scenario> parse(String reply, ScenarioSpace.Cell cell) {
        Objects.requireNonNull(cell, "cell");
        LooseJson json = new LooseJson(reply, 0, false, key -> false).read();
        List<Scenario> found = new ArrayList<>();
        json.roots().forEach(root -> collect(root, cell, found));
        return List.copyOf(found);
    }

    private static void collect(Node node, ScenarioSpace.Cell cell, List<Scenario> found) {
        String question = "";
        String event = "";
        for (int c = 0; c < node.children.size(); c++) {
            Node child = node.children.get(c);
            if (child.isContainer()) {
                collect(child, cell, found);
            } else if (node.kind == Kind.OBJECT) {
                String key = MetricNames.key(node.keys.get(c));
                question = QUESTION.contains(key) ? child.text.strip() : question;
                event = EVENT.contains(key) ? child.text.strip() : event;
            }
        }
        if (node.complete && !question.isBlank()) {
            Scenario scenario = Scenario.of(cell.id() + "/" + (found.size() + 1), question)
                    .withPersona(cell.persona().id())
                    .withLocation(cell.location().id())
                    .withEmotion(cell.emotion().id());
            found.add(event.isBlank() ? scenario : scenario.withDailyEvent(event));
        }
    }
}
