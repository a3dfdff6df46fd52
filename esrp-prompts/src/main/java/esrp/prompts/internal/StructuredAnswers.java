package esrp.prompts.internal;

import esrp.prompts.MetricJudgement.Reason;
import esrp.prompts.internal.Answers.Attempt;
import esrp.prompts.internal.LooseJson.Kind;
import esrp.prompts.internal.LooseJson.Node;
import esrp.prompts.internal.MetricNames.Meaning;
import esrp.prompts.internal.MetricNames.Role;
import esrp.prompts.internal.ScoreText.Reading;
import esrp.prompts.internal.Vocabulary.Concept;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Takes answers out of the structures that {@link LooseJson} found. */
final class StructuredAnswers {
    /** The owner of a score without a metric's name: whoever was asked, if it was only one. */
    private static final int FREE = -1;
    /** A score here belongs to no metric. */
    private static final int BLOCKED = -2;

    private static final int MOST_NESTED_TEXTS = 2;
    /** A text no longer than this under a key that is no explanation's may be a damaged name. */
    private static final int LONGEST_NAME = 40;

    private final String text;
    private final MetricNames names;
    private final Answers answers;
    private final NameMentions mentions;
    private final boolean endIsEnd;
    private final int level;
    /** Whether the objects around a part of a metric's answer are complete, so that no other part can follow. */
    private boolean enclosed = true;
    /** Whether the object is one of several, so that what its title or id says tells it from others. */
    private boolean listed;

    /** Whether an unknown key stands around, below which a bare number need not be a score. */
    private boolean bare;

    StructuredAnswers(String text, LooseJson json, MetricNames names, Answers answers, boolean endIsEnd, int level) {
        this.text = text;
        this.names = names;
        this.answers = answers;
        this.mentions = new NameMentions(text, names, harmless(json));
        this.endIsEnd = endIsEnd;
        this.level = level;
    }

    /** The places of the explanations, which may well mention another metric. */
    private List<int[]> harmless(LooseJson json) {
        List<int[]> places = new ArrayList<>();
        for (Node node : json.soundStrings()) {
            Role role = names.meaning(node.key).role();
            boolean explains = role == Role.EXPLANATION || role == Role.METRIC_EXPLANATION;
            if (explains && names.find(node.text) < 0) {
                places.add(new int[] {node.start, node.end});
            }
        }
        return places;
    }

    void read(List<Node> roots) {
        List<Surroundings> before =
                roots.stream().map(root -> Surroundings.of(text, root.start)).toList();
        // A score without a name: the names may stand behind their scores.
        boolean orphan = false;
        for (int r = 0; r < roots.size() && names.asked() > 1; r++) {
            orphan |= metricOf(before.get(r)) == FREE && isNameless(roots.get(r));
        }
        listed = roots.size() > 1;
        for (int r = 0; r < roots.size(); r++) {
            int labelled = metricOf(before.get(r));
            boolean free = labelled == FREE;
            if (!before.get(r).areForeign(text, roots.get(r))) {
                container(
                        roots.get(r),
                        !free && orphan ? BLOCKED : labelled,
                        free ? roots.get(r).start : before.get(r).start());
            }
        }
    }

    private int metricOf(Surroundings before) {
        Meaning meaning = names.meaning(before.label());
        boolean metric = meaning.role() == Role.METRIC || meaning.role() == Role.METRIC_SCORE;
        return metric ? meaning.metric() : FREE;
    }

    private boolean isNameless(Node object) {
        return holdsOwnScore(object)
                && object.children.stream().noneMatch(child -> {
                    Role role = names.meaning(child.key).role();
                    return role == Role.METRIC || role == Role.METRIC_SCORE || names.find(child.text) >= 0;
                });
    }

    /** @param named where the owner is named; of a score without a name, where its structure starts */
    private void container(Node node, int owner, int named) {
        if (node.kind == Kind.OBJECT) {
            object(node, owner, named);
        } else {
            array(node, owner, named);
        }
    }

    // --- objects -----------------------------------------------------------------------------------------------------

    /** What an object says about its own metric. */
    private static final class Own {
        final List<Node> scores = new ArrayList<>(1);
        boolean scoresComplete = true;
        String explanation = "";
        boolean explanationComplete;
        boolean nested;
        /** Whether the object has a score key of its own, so that deeper scores are details. */
        boolean hasScoreKey;
        /** Whether metrics are keys of the object, so that a number under another key is a score too. */
        boolean hasMetricKey;

        void explain(Node node) {
            String words = node.text.strip();
            if (!words.isEmpty()) {
                explanation = explanation.isEmpty() ? words : explanation + "\n" + words;
                explanationComplete = node.complete;
            }
        }
    }

    private void object(Node node, int owner, int ownerNamed) {
        int size = node.children.size();
        List<Meaning> meanings = new ArrayList<>(size);
        int own = owner;
        int ownNamed = ownerNamed;
        boolean namesOther = false;
        String otherName = "";
        Own collected = new Own();
        Set<String> nameKeys = new HashSet<>();
        for (int c = 0; c < size; c++) {
            Node child = node.children.get(c);
            Meaning meaning = names.meaning(node.keys.get(c));
            meanings.add(meaning);
            Role role = meaning.role();
            boolean nameKey = role == Role.NAME
                    || role == Role.TITLE
                    || (role == Role.WRAPPER && child.kind == Kind.STRING && child.text.length() <= LONGEST_NAME);
            if (nameKey && !child.isContainer()) {
                // A name that is cut may be the beginning of another one, and one that holds structure is none.
                int named = isComplete(child) && !child.swallowed ? names.find(child.text) : -1;
                if (named >= 0) {
                    own = own == BLOCKED ? BLOCKED : named;
                    ownNamed = child.start;
                    namesOther = false;
                } else if (own == FREE
                        && (role == Role.NAME || listed)
                        && child.text.codePoints().anyMatch(Character::isLetter)) {
                    namesOther = true;
                    otherName = child.text;
                }
            }
            boolean explains = role == Role.EXPLANATION || role == Role.METRIC_EXPLANATION;
            int says = explains || child.kind != Kind.STRING ? -1 : names.find(child.text);
            if ((child.swallowed && child.end < text.length())
                    || (says >= 0 && own >= 0 && says != own)
                    || (nameKey && !nameKeys.add(child.key))) {
                runTogether();
            }
            collected.hasMetricKey |= role == Role.METRIC;
            collected.hasScoreKey |= role == Role.SCORE && !child.isContainer();
            if (role == Role.MAXIMUM && own != BLOCKED && isOtherMaximum(child)) {
                answers.otherScale();
            }
        }
        if (owner >= 0 && own != owner) {
            runTogether();
        }
        for (int c = 0; c < size; c++) {
            entry(node, c, meanings.get(c), namesOther ? BLOCKED : own, ownNamed, collected);
        }
        give(node, own, ownNamed, namesOther ? otherName : "", collected);
    }

    private boolean statesOtherScale(Node node) {
        Tokens tokens = Tokens.of(node.text, names.spellings());
        return ScoreText.statesOtherScale(tokens, 0, tokens.size(), anyScale());
    }

    /** Whether what says where the scale ends says something else than the scale. */
    private boolean isOtherMaximum(Node node) {
        if (node.isContainer()) {
            return !node.children.isEmpty() && isOtherMaximum(node.children.get(node.children.size() - 1));
        }
        Tokens tokens = Tokens.of(node.text, names.spellings());
        int last = -1;
        for (int t = 0; t < tokens.size(); t++) {
            Tokens.Token token = tokens.at(t);
            boolean number = token.kind() == Tokens.Kind.NUMBER || token.kind() == Tokens.Kind.FRACTION;
            last = number ? token.value() : token.isNumeral() ? token.entry().number() : last;
        }
        return (last >= 0 && last != anyScale().scale().highest()) || statesOtherScale(node);
    }

    private void entry(Node node, int c, Meaning meaning, int own, int ownNamed, Own collected) {
        Node child = node.children.get(c);
        String key = node.keys.get(c);
        switch (meaning.role()) {
            case METRIC, METRIC_SCORE -> {
                if (own == BLOCKED || !names.isAsked(meaning.metric())) {
                    if (!names.isAsked(meaning.metric()) && isScore(child)) {
                        answers.unasked(key);
                    }
                    if (child.isContainer()) {
                        container(child, BLOCKED, child.start);
                    }
                } else {
                    collected.nested = true;
                    value(child, meaning);
                }
            }
            case METRIC_EXPLANATION -> {
                if (names.isAsked(meaning.metric()) && !child.isContainer()) {
                    answers.explain(meaning.metric(), child.text.strip());
                }
            }
            case SCORE -> {
                if (own >= 0 && collected.nested) {
                    runTogether(); // a bracket may have been lost before it
                }
                if (!child.isContainer()) {
                    score(child, collected);
                } else {
                    boolean list = child.kind == Kind.ARRAY;
                    child.children.stream()
                            .filter(inner -> list && !inner.isContainer())
                            .forEach(inner -> score(inner, collected));
                    container(child, own, ownNamed);
                    collected.nested = true;
                }
            }
            case EXPLANATION -> {
                if (child.isContainer()) {
                    explanations(child);
                } else {
                    collected.explain(child);
                    boolean note = own == FREE && child.text.length() <= LONGEST_NAME && names.asked() > 1;
                    if (note ? statesOtherScale(child) : ScoreText.turnsOver(child.text, names, anyScale())) {
                        answers.otherScale();
                    }
                }
            }
            case FOREIGN, MAXIMUM -> {
                return;
            }
            default -> other(node, child, meaning, own, ownNamed, collected);
        }
    }

    private void other(Node node, Node child, Meaning meaning, int own, int ownNamed, Own collected) {
        Role role = meaning.role();
        String key = child.key;
        Tokens words = Tokens.of(key, names.spellings());
        if (child.isContainer()) {
            collected.nested |= ReplyReader.holdsObject(child);
            boolean part = own >= 0 && words.has(Concept.PART);
            boolean opaque = role == Role.OVERALL || (role == Role.OTHER && !key.isEmpty() && !part);
            // An object without a key inside a metric's object is a remnant, unless braces were doubled.
            boolean remnant = key.isEmpty() && own >= 0 && child.start - node.start > 1;
            boolean unasked = opaque && holdsOwnScore(child) && !holdsMetrics(child);
            if (unasked) {
                answers.unasked(key);
            }
            boolean blocked = remnant
                    || unasked
                    || role == Role.OVERALL
                    || (!part && words.has(Concept.NO_SCORE))
                    || (own < 0 && words.has(Concept.PART) && key.codePoints().anyMatch(Character::isDigit))
                    || (own >= 0 && collected.hasScoreKey);
            boolean before = enclosed;
            boolean beforeBare = bare;
            enclosed = before && (own < 0 || node.complete);
            bare |= role == Role.OTHER && !key.isEmpty() && !isGrouped(node);
            container(child, blocked ? BLOCKED : own, blocked ? child.start : ownNamed);
            enclosed = before;
            bare = beforeBare;
        } else if (role == Role.WRAPPER && child.kind == Kind.STRING) {
            if (own != BLOCKED && !nestedText(child, own, ownNamed) && own >= 0) {
                collected.explain(child);
            }
        } else if ((role == Role.OTHER || role == Role.OVERALL) && own != BLOCKED && !isHarmless(words)) {
            Reading reading = child.text.length() > LONGEST_NAME
                    ? Reading.absent("")
                    : ScoreText.read(child.text, names, anyScale(), true);
            if (!reading.isScore()) {
                if (own == FREE && statesOtherScale(child) && role == Role.OTHER) {
                    answers.otherScale();
                }
            } else if (own >= 0) {
                answers.mention(own, reading.score()); // a number of the metric that may be its score
            } else if (meaning.metric() >= 0) {
                answers.mention(meaning.metric(), reading.score());
            } else if (collected.hasMetricKey && child.kind == Kind.BARE) {
                answers.unasked(key);
            }
        }
    }

    private static boolean isHarmless(Tokens key) {
        return key.has(Concept.NO_SCORE, Concept.COUNTED, Concept.ORDINAL, Concept.MAXIMUM);
    }

    private void score(Node node, Own collected) {
        collected.scores.add(node);
        collected.scoresComplete &= isComplete(node);
    }

    private void give(Node node, int own, int ownNamed, String otherName, Own collected) {
        int metric = own == FREE && otherName.isEmpty() && names.asked() == 1 ? 0 : own;
        if (collected.scores.isEmpty()) {
            if (names.isAsked(own) && !collected.nested) {
                add(own, Reading.absent("an answer without a score"), collected.explanation, node.complete);
            }
            return;
        }
        if (metric < 0 || !names.isAsked(metric)) {
            boolean scored = collected.scores.stream().anyMatch(this::isScore);
            if (!otherName.isEmpty() || metric >= names.asked()) {
                answers.unasked(otherName.isEmpty() ? names.metric(metric).id() : otherName);
            } else if (own == FREE && scored) {
                answers.nameless();
            }
            return;
        }
        boolean explained = !collected.explanation.isEmpty() && collected.explanationComplete;
        boolean nothingOpen = endIsEnd && (explained || collected.explanation.isEmpty());
        boolean complete = enclosed && (node.complete || (collected.scoresComplete && (explained || nothingOpen)));
        for (Node score : collected.scores) {
            add(metric, score(score, metric, true, ownNamed), collected.explanation, complete);
        }
    }

    private void add(int metric, Reading reading, String explanation, boolean complete) {
        answers.add(metric, new Attempt(reading, explanation, complete, true));
    }

    private void runTogether() {
        answers.doubt("answers run together");
    }

    /** A score, between which and the name of its metric no other metric may be named. */
    private Reading score(Node score, int metric, boolean whole, int named) {
        Reading reading = read(score, metric, whole);
        int at = score.start;
        while (at < score.end && !Fold.isDigit(text.charAt(at))) {
            at++;
        }
        if (reading.isScore() && mentions.otherBetween(named, at < score.end ? at : score.start, metric)) {
            runTogether();
        }
        return reading;
    }

    // --- values of a metric's key ------------------------------------------------------------------------------------

    private void value(Node child, Meaning meaning) {
        int metric = meaning.metric();
        int named = child.keyStart < 0 ? child.start : child.keyStart;
        if (child.kind == Kind.ARRAY) {
            tuple(child, metric, named, 0);
        } else if (child.isContainer()) {
            object(child, metric, named);
        } else {
            boolean whole =
                    meaning.role() == Role.METRIC_SCORE || (child.kind == Kind.BARE && child.text.length() <= 12);
            Reading reading = score(child, metric, whole, named);
            if (reading.isAnswer() && bare && meaning.role() == Role.METRIC) {
                return;
            }
            boolean words = reading.fault() == Reason.NO_SCORE;
            if (words && child.kind == Kind.STRING && nestedText(child, metric, named)) {
                return;
            }
            if (words && !child.text.isBlank()) {
                answers.explain(metric, child.text.strip());
            }
            String explanation = reading.isScore() ? remark(child.text, reading.rest(), child.text.length()) : "";
            add(metric, reading, explanation, isComplete(child));
        }
    }

    /** {@code [4, "because"]} after a metric's key, or {@code ["consistency", 4, "because"]} from its second element on. */
    private void tuple(Node node, int metric, int named, int from) {
        List<Reading> readings = new ArrayList<>(1);
        StringBuilder words = new StringBuilder();
        boolean scalars = node.children.isEmpty();
        for (Node child : node.children.subList(from, node.children.size())) {
            if (child.isContainer()) {
                container(child, metric, named);
                continue;
            }
            scalars = true;
            Reading reading = read(child, metric, true);
            if (names.find(child.text) >= 0) {
                runTogether();
            } else if (child.kind == Kind.STRING && !reading.isAnswer()) {
                words.append(words.isEmpty() ? "" : "\n").append(child.text.strip());
            } else {
                readings.add(score(child, metric, true, named));
            }
        }
        if (scalars && readings.isEmpty()) {
            readings.add(Reading.absent("an answer without a score"));
        }
        readings.forEach(reading -> add(metric, reading, words.toString(), node.complete));
    }

    private void array(Node node, int owner, int ownerNamed) {
        Node first = node.children.isEmpty() ? node : node.children.get(0);
        int named = first.kind == Kind.STRING && node.children.size() > 1 ? names.find(first.text) : -1;
        if (named >= 0 && owner != BLOCKED) {
            if (names.isAsked(named)) {
                tuple(node, named, first.start, 1);
            } else {
                answers.unasked(first.text);
            }
            return;
        }
        for (Node child : node.children) {
            if (child.isContainer()) {
                listed = node.children.size() > 1;
                container(child, owner, ownerNamed);
            }
        }
    }

    /** Explanations that stand apart: {@code {"explanations": {"consistency": "…"}}}. No score is read here. */
    private void explanations(Node node) {
        for (Node child : node.children) {
            int metric = names.find(child.key);
            if (names.isAsked(metric) && !child.isContainer()) {
                answers.explain(metric, child.text.strip());
            }
        }
    }

    /** A string that holds a structure itself, as where JSON was encoded twice. */
    private boolean nestedText(Node child, int own, int ownNamed) {
        String held = child.text.strip();
        if (level >= MOST_NESTED_TEXTS || !(held.startsWith("{") || held.startsWith("[") || held.startsWith("```"))) {
            return false;
        }
        LooseJson inner = new LooseJson(held, child.complete, names::isKnownKey).read();
        // Only a text that is one whole structure: anything else may be a string that swallowed its surroundings.
        if (inner.roots().size() != 1
                || !inner.roots().get(0).complete
                || !Fold.isBlank(held.substring(inner.roots().get(0).end).replace('`', ' '))) {
            return false;
        }
        StructuredAnswers nested =
                new StructuredAnswers(held, inner, names, answers, child.complete && endIsEnd, level + 1);
        if (own >= 0 && mentions.otherBetween(ownNamed, child.start, own)) {
            runTogether();
        }
        nested.container(inner.roots().get(0), own, 0);
        return true;
    }

    // --- pieces ------------------------------------------------------------------------------------------------------

    private Reading read(Node child, int metric, boolean whole) {
        return ScoreText.read(child.text, names, metric >= 0 ? names.grid(metric) : anyScale(), whole);
    }

    private Grid anyScale() {
        return names.grid(0);
    }

    /** A string is complete when it is closed; a bare number only when something follows it. */
    private boolean isComplete(Node child) {
        return child.complete || (child.kind != Kind.STRING && endIsEnd);
    }

    /** An explanation without the punctuation that joins it to the score. */
    static String remark(String text, int from, int to) {
        int start = Math.min(from, to);
        while (start < to
                && (Fold.isSpace(text.charAt(start)) || "-–—:：,，.。;；|*→>#)）]".indexOf(text.charAt(start)) >= 0)) {
            start++;
        }
        int end = to;
        while (end > start && (Fold.isSpace(text.charAt(end - 1)) || ",，;；、|/".indexOf(text.charAt(end - 1)) >= 0)) {
            end--;
        }
        return text.substring(start, end);
    }

    /** Whether a value is or holds a score. */
    private boolean isScore(Node child) {
        return child.isContainer()
                ? holdsOwnScore(child)
                : ScoreText.read(child.text, names, anyScale(), false).isScore();
    }

    private boolean holdsOwnScore(Node object) {
        return object.children.stream()
                .anyMatch(child ->
                        !child.isContainer() && names.meaning(child.key).role() == Role.SCORE);
    }

    /** Whether the metrics asked stand in parts of an object, each of them once. */
    private boolean isGrouped(Node node) {
        Stream<Node> parts = node.children.stream().filter(part -> part.children.size() < names.asked());
        List<Integer> held = parts.flatMap(part -> part.children.stream())
                .map(inner -> names.find(inner.key))
                .filter(names::isAsked)
                .toList();
        return held.size() == names.asked() && Set.copyOf(held).size() == held.size();
    }

    private boolean holdsMetrics(Node child) {
        return child.children.stream()
                .anyMatch(inner -> inner.isContainer()
                        && inner.children.stream()
                                .anyMatch(deep -> names.meaning(deep.key).role() == Role.METRIC));
    }
}
