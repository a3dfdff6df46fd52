package esrp.prompts.internal;

import esrp.core.Metric;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a judge's reply; what {@code JudgeReplyParser} says of it is its contract. */
public final class ReplyReader {
    /**
     * What is said of one metric.
     *
     * @param fault why there is no score; null if there is one
     * @param score the score; meaningless if there is a fault
     * @param detail the explanation of a score, or what is wrong
     */
    public record Outcome(@Nullable Fault fault, int score, String detail) {
        static Outcome scored(int score, String explanation) {
            return new Outcome(null, score, explanation);
        }

        static Outcome unscored(Fault fault, String detail) {
            return new Outcome(fault, 0, detail);
        }
    }

    /**
     * What was read.
     *
     * @param outcomes one for each metric, in their order
     * @param unasked names of what was scored although nobody asked
     */
    public record Result(List<Outcome> outcomes, List<String> unasked) {}

    private final MetricNames names;

    /** @param asked the metrics; at least one */
    public ReplyReader(List<Metric> asked) {
        this.names = new MetricNames(asked);
    }

    /**
     * Reads a reply.
     *
     * @param reply any text
     * @param maxLength the longest text that is read
     * @param cut whether the reply was cut or withheld in part
     * @param filtered whether it was withheld
     * @param stopped whether the judge is known to have stopped of itself
     */
    public Result read(String reply, int maxLength, boolean cut, boolean filtered, boolean stopped) {
        Fault ifCut = filtered ? Fault.FILTERED : Fault.CUT_OFF;
        if (reply.length() > maxLength) {
            return all(
                    Fault.TOO_LARGE, "the reply has " + reply.length() + " chars, at most " + maxLength + " are read");
        }
        if (Fold.isBlank(reply)) {
            return cut
                    ? all(ifCut, "the reply holds no text and " + (filtered ? "was withheld" : "met the token limit"))
                    : all(Fault.EMPTY, "the reply holds no text");
        }
        Markup markup = Markup.strip(reply);
        String text = markup.text();
        Answers answers = new Answers(names);
        LooseJson json = new LooseJson(text, stopped, names::isKnownKey).read();
        new StructuredAnswers(text, json, names, answers, stopped, 0).read(json.roots());
        PlainAnswers.read(outside(text, json, answers.anyStructured()), names, answers, cut);
        boolean open = json.endsOpen() && (answers.anyStructured() || (!answers.any() && looksStructured(text)));
        boolean missingIsCut = cut || (open && !stopped) || markup.endsInThinking();
        String cutDetail = markup.endsInThinking()
                ? "the reply ends while the judge is still thinking"
                : filtered
                        ? "the reply was withheld in part"
                        : cut ? "the reply met the token limit" : "the reply ends inside a structure";
        List<Outcome> outcomes = new ArrayList<>();
        for (int m = 0; m < names.asked(); m++) {
            outcomes.add(
                    json.tooDeep() && answers.isEmpty(m)
                            ? Outcome.unscored(Fault.TOO_LARGE, "the reply is nested too deeply")
                            : answers.resolve(m, missingIsCut, ifCut, cutDetail));
        }
        return new Result(agreeing(outcomes), answers.unasked());
    }

    /** Where several metrics are answered in two ways there are two sets of answers, and nobody knows which is meant. */
    private static List<Outcome> agreeing(List<Outcome> outcomes) {
        long contradictory = outcomes.stream()
                .filter(outcome -> outcome.fault() == Fault.CONTRADICTORY)
                .count();
        return contradictory < 2
                ? outcomes
                : outcomes.stream()
                        .map(outcome -> outcome.fault() != null
                                ? outcome
                                : Outcome.unscored(
                                        Fault.CONTRADICTORY,
                                        "score [" + outcome.score() + "] in a reply with two sets of answers"))
                        .toList();
    }

    private Result all(Fault fault, String detail) {
        return new Result(Collections.nCopies(names.asked(), Outcome.unscored(fault, detail)), List.of());
    }

    /** The text without its structures. */
    private static String outside(String text, LooseJson json, boolean answered) {
        if (json.roots().isEmpty()) {
            return text;
        }
        StringBuilder outside = new StringBuilder();
        int from = 0;
        for (LooseJson.Node root : json.roots()) {
            if (answered || holdsObject(root)) {
                outside.append(text, from, Math.max(from, root.start)).append("\n\n");
                from = Math.max(from, root.end);
            }
        }
        return outside.append(text, from, text.length()).toString();
    }

    private static boolean holdsObject(LooseJson.Node node) {
        return node.kind == LooseJson.Kind.OBJECT || node.children.stream().anyMatch(ReplyReader::holdsObject);
    }

    private static boolean looksStructured(String text) {
        int at = 0;
        while (at < text.length() && (Fold.isSpace(text.charAt(at)) || text.charAt(at) == '`')) {
            at++;
        }
        return text.startsWith("json", at) || (at < text.length() && "{[｛［".indexOf(text.charAt(at)) >= 0);
    }
}
