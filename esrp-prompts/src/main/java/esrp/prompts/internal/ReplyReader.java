package esrp.prompts.internal;

import esrp.core.Metric;
import esrp.prompts.ChatResponse.FinishReason;
import esrp.prompts.Judgement;
import esrp.prompts.MetricJudgement;
import esrp.prompts.MetricJudgement.Reason;
import esrp.prompts.MetricJudgement.Unscored;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads a judge's reply; what {@code JudgeReplyParser} says of it is its contract. */
public final class ReplyReader {
    /** How many parts of a reply are looked for in what is judged, and how short they may be. */
    private static final int MOST_PARTS = 1024;

    private static final int SHORTEST_QUOTE = 6;
    /** How many words may stand between the name of a metric and its score in what is judged. */
    private static final int MOST_BETWEEN = 24;

    private static final Pattern NUMBER = Pattern.compile("\\P{Nd}*+\\p{Nd}");

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
     * @param material what is judged; answers that stand in it are none
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
        Answers answers = new Answers(names, quotable(material), Fold.key(material));
        LooseJson json = new LooseJson(text, stopped, names::isKnownKey).read();
        new StructuredAnswers(text, json, names, answers, stopped, 0).read(json.roots());
        int end = json.roots().isEmpty()
                ? text.length()
                : json.roots().get(json.roots().size() - 1).end;
        Tokens tail = Tokens.of(text.substring(end).strip(), names.spellings());
        if (tail.is(0, Vocabulary.Concept.RETRACTION) && !tail.has(0, tail.size(), Tokens.Kind.NUMBER)) {
            answers.doubt("the answer is taken back");
        }
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

    /**
     * The text without what stands in the judged material: structures, answers within them, and lines of words and numbers.
     * What names a metric is compared by its letters and digits alone, since judges quote in their own layout.
     */
    private String unquoted(String text, String material) {
        List<LooseJson.Node> roots =
                new LooseJson(text, false, key -> false).read().roots();
        List<Part> parts = new ArrayList<>();
        roots.forEach(root -> structures(root, parts));
        Stream.concat(lines(text), claims(text))
                .filter(part -> roots.stream()
                        .noneMatch(root -> root.start <= part.start && part.start < root.end && holdsObject(root)))
                .forEach(parts::add);
        if (parts.size() > MOST_PARTS) {
            return ""; // nobody knows which of them is the judge's
        }
        String folded = Fold.key(material);
        StringBuilder own = new StringBuilder(text);
        for (Part part : parts) {
            String quote = text.substring(part.start, part.said).strip();
            if ((!part.inner && quote.length() >= SHORTEST_QUOTE && standsIn(material, quote))
                    || (standsIn(folded, Fold.key(quote)) && named(quote))) {
                for (int i = part.start; i < part.end; i++) {
                    own.setCharAt(i, text.charAt(i) == '\n' ? '\n' : ' ');
                }
            }
        }
        return own.toString();
    }

    /**
     * A part of a reply.
     *
     * @param said the end of what may be quoted; what follows up to {@code end} is about it
     * @param inner whether it is a part of a structure or of a line
     */
    private record Part(int start, int said, int end, boolean inner) {}

    private void structures(LooseJson.Node node, List<Part> parts) {
        parts.add(new Part(node.start, node.end, node.end, false));
        List<LooseJson.Node> inner = new ArrayList<>(node.children);
        for (int i = 0; i < inner.size(); i++) {
            LooseJson.Node child = inner.get(i);
            if (child.keyStart >= 0 && names.meaning(child.key).metric() >= 0) {
                parts.add(new Part(child.keyStart, child.end, child.end, true));
            } else if (child.kind == LooseJson.Kind.OBJECT) {
                parts.add(new Part(child.start, child.end, child.end, true));
            }
            inner.addAll(child.children);
        }
    }

    /** The lines that hold a number. */
    private static Stream<Part> lines(String text) {
        return Pattern.compile("[^\n]+")
                .matcher(text)
                .results()
                .filter(line -> NUMBER.matcher(line.group()).lookingAt())
                .map(line -> new Part(line.start(), line.end(), line.end(), false));
    }

    /** Each name of a metric with the next number, or a line's first number with the next name; the rest of the line is about it. */
    private Stream<Part> claims(String text) {
        Tokens words = Tokens.of(text, names.spellings());
        List<Part> claims = new ArrayList<>();
        int from = -1;
        boolean fresh = true;
        for (int t = 0; t < words.size(); t++) {
            boolean name = words.kind(t) == Tokens.Kind.NAME;
            if (words.kind(t) == Tokens.Kind.LINE) {
                fresh = true;
            } else if (name || words.at(t).isAnyNumber()) {
                if (from >= 0 && name != (words.kind(from) == Tokens.Kind.NAME)) {
                    int rest = t + 1;
                    while (rest < words.size()
                            && words.kind(rest) != Tokens.Kind.LINE
                            && words.kind(rest) != Tokens.Kind.NAME) {
                        rest++;
                    }
                    claims.add(new Part(
                            words.at(from).start(),
                            words.at(t).end(),
                            words.at(rest).start(),
                            true));
                    from = -1;
                    t = rest - 1;
                } else {
                    from = name || fresh ? t : -1;
                }
                fresh = false;
            }
        }
        return claims.stream();
    }

    /**
     * What somebody who quotes the judged text, in whatever layout or language, may repeat: names of metrics with the
     * numbers that stand beside them.
     */
    private Set<Answers.Claim> quotable(String material) {
        Tokens words = Tokens.of(material, names.spellings());
        Set<Answers.Claim> claims = new HashSet<>();
        Set<Integer> before = new HashSet<>();
        Set<Integer> named = new HashSet<>();
        Set<Integer> numbers = new HashSet<>();
        int gap = 0;
        for (int t = 0; t < words.size(); t++) {
            Tokens.Token word = words.at(t);
            if (word.isAnyNumber()) {
                OptionalInt number = number(word, material);
                if (number.isPresent() && numbers.add(number.getAsInt())) {
                    named.forEach(metric -> claims.add(new Answers.Claim(metric, number.getAsInt())));
                }
                gap = 0;
            } else if (word.kind() == Tokens.Kind.NAME) {
                if (!numbers.isEmpty()) {
                    before = numbers;
                    numbers = new HashSet<>();
                    named.clear();
                }
                if (named.add(word.value())) {
                    before.forEach(number -> claims.add(new Answers.Claim(word.value(), number)));
                }
                gap = 0;
            } else if (word.kind() == Tokens.Kind.WORD && ++gap > MOST_BETWEEN) {
                before.clear();
                named.clear();
                numbers.clear();
            }
        }
        return claims;
    }

    private OptionalInt number(Tokens.Token word, String text) {
        return word.kind() == Tokens.Kind.FRACTION
                ? names.grid(0).number(text.substring(word.start(), word.end()))
                : OptionalInt.of((int) Math.min(
                        Integer.MAX_VALUE, (long) word.value() * names.grid(0).unit()));
    }

    /** Whether a text stands there and no number in it goes on. */
    private static boolean standsIn(String material, String text) {
        int at = material.indexOf(text);
        while (at >= 0) {
            int end = at + text.length();
            if (end == material.length()
                    || !Character.isDigit(material.charAt(end))
                    || !Character.isDigit(material.charAt(end - 1))) {
                return true;
            }
            at = material.indexOf(text, at + 1);
        }
        return false;
    }

    private boolean named(String text) {
        Tokens words = Tokens.of(text, names.spellings());
        return words.has(0, words.size(), Tokens.Kind.NAME);
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

    static boolean holdsObject(LooseJson.Node node) {
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
