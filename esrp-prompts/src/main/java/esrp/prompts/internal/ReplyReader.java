package esrp.prompts.internal;

import esrp.core.Metric;
import esrp.prompts.FinishReason;
import esrp.prompts.Judgement;
import esrp.prompts.MetricJudgement;
import esrp.prompts.MetricJudgement.Reason;
import esrp.prompts.MetricJudgement.Unscored;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.regex.Pattern;

/** Reads a judge's reply; what {@code JudgeReplyParser} says of it is its contract. */
public final class ReplyReader {
    /** How many parts of a reply are looked for in what is judged, and how short they may be. */
    private static final int MOST_PARTS = 64;

    private static final int SHORTEST_QUOTE = 6;
    private static final Pattern CLAIM = Pattern.compile("\\P{L}*+\\p{L}\\P{Nd}*+\\p{Nd}");

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
     * @param material what is judged; answers that stand in it word for word are none
     */
    public Judgement read(String reply, FinishReason finish, int maxLength, String material) {
        boolean filtered = finish == FinishReason.CONTENT_FILTER;
        boolean cut = filtered || finish == FinishReason.LENGTH;
        boolean stopped = finish == FinishReason.STOP;
        Reason ifCut = filtered ? Reason.FILTERED : Reason.CUT_OFF;
        if (reply.length() > maxLength) {
            String detail = "the reply has " + reply.length() + " chars, at most " + maxLength + " are read";
            return judgement(m -> new Unscored(Reason.TOO_LARGE, detail), List.of());
        }
        if (Fold.isBlank(reply)) {
            return judgement(m -> new Unscored(cut ? ifCut : Reason.EMPTY, "the reply holds no text"), List.of());
        }
        Markup markup = Markup.strip(reply);
        String text = material.isEmpty() ? markup.text() : unquoted(markup.text(), material);
        Answers answers = new Answers(names);
        LooseJson json = new LooseJson(text, stopped, names::isKnownKey).read();
        new StructuredAnswers(text, json, names, answers, stopped, 0).read(json.roots());
        PlainAnswers.read(outside(text, json, answers.anyStructured()), names, answers, cut);
        boolean open = json.endsOpen() && (answers.anyStructured() || (!answers.any() && looksStructured(text)));
        Unscored unended = new Unscored(
                ifCut,
                markup.endsInThinking()
                        ? "the reply ends while the judge is still thinking"
                        : filtered
                                ? "the reply was withheld in part"
                                : cut ? "the reply met the token limit" : "the reply ends inside a structure");
        Unscored missing = json.tooDeep()
                ? new Unscored(Reason.TOO_LARGE, "the reply is nested too deeply")
                : cut || (open && !stopped) || markup.endsInThinking() ? unended : null;
        return judgement(m -> answers.resolve(m, missing, unended), answers.unasked());
    }

    /** Where several metrics are answered in two ways there are two sets of answers, and nobody knows which is meant. */
    private Judgement judgement(IntFunction<MetricJudgement> outcome, List<String> unasked) {
        Map<String, MetricJudgement> outcomes = new LinkedHashMap<>();
        int contradictory = 0;
        for (int m = 0; m < names.asked(); m++) {
            MetricJudgement one = outcome.apply(m);
            contradictory += one instanceof Unscored none && none.reason() == Reason.CONTRADICTORY ? 1 : 0;
            outcomes.put(names.metric(m).id(), one);
        }
        if (contradictory > 1) {
            Unscored two = new Unscored(Reason.CONTRADICTORY, "the reply holds two sets of answers");
            outcomes.replaceAll((id, one) -> one.isScored() ? two : one);
        }
        return new Judgement(outcomes, unasked);
    }

    /** The text without structures, and lines of words and numbers, that stand in the judged material. */
    private static String unquoted(String text, String material) {
        List<String> parts = new ArrayList<>();
        for (LooseJson.Node root :
                new LooseJson(text, false, key -> false).read().roots()) {
            parts.add(text.substring(root.start, root.end).strip());
        }
        text.lines()
                .map(String::strip)
                .filter(line -> CLAIM.matcher(line).lookingAt())
                .forEach(parts::add);
        String own = text;
        for (String part : parts.subList(0, Math.min(parts.size(), MOST_PARTS))) {
            own = part.length() >= SHORTEST_QUOTE && material.contains(part) ? own.replace(part, " ") : own;
        }
        return own;
    }

    /** The text without its structures. */
    private static String outside(String text, LooseJson json, boolean answered) {
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
