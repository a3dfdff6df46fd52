package esrp.prompts.run;

import esrp.core.Character;
import esrp.core.Dialogue;
import esrp.core.Metric;
import esrp.core.Turn;
import esrp.prompts.ChatRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Judges and dialogues made by rule, for tests of runs. */
final class Scripted {
    static final Character CHARACTER = Character.of("《灯塔》的小满");

    private Scripted() {}

    /** Dialogues that all read differently. */
    static List<Dialogue> dialogues(int n) {
        return IntStream.range(0, n)
                .mapToObj(i -> new Dialogue(
                        "candidate-" + i % 3,
                        CHARACTER.id(),
                        Integer.toString(i),
                        List.of(new Turn("问题" + i, "回答" + i + "甲"), new Turn("再问" + i, "回答" + i + "乙"))))
                .toList();
    }

    /** All texts of a request. */
    static String text(ChatRequest request) {
        return request.messages().stream().map(message -> message.text()).collect(Collectors.joining("\n"));
    }

    /** The metrics that a judge prompt asks for. */
    static List<Metric> asked(ChatRequest request) {
        String text = text(request);
        List<Metric> asked = new ArrayList<>();
        for (Metric metric : Metric.esrp()) {
            if (text.contains("\"" + metric.name().in("zh") + "\": {")) {
                asked.add(metric);
            }
        }
        return asked;
    }

    /** The score that a scripted judge gives. */
    static int score(String judge, String item, Metric metric) {
        return 1 + Math.floorMod(((judge + "|" + item + "|" + metric.id()).hashCode() * 31) >> 3, 5);
    }

    /** A complete answer about the given metrics. */
    static String answer(String judge, String item, List<Metric> metrics) {
        return metrics.stream()
                .map(metric -> "\"" + metric.name().in("zh") + "\": {\"score\": " + score(judge, item, metric)
                        + ", \"explanation\": \"因为" + item + "\"}")
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
