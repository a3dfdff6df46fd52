package esrp.prompts;

import esrp.core.Scale;
import esrp.prompts.Attempts.Attempt;
import esrp.prompts.LooseJson.Kind;
import esrp.prompts.LooseJson.Node;
import esrp.prompts.MetricJudgement.Reason;
import esrp.prompts.MetricNames.Meaning;
import esrp.prompts.MetricNames.Role;
import esrp.prompts.ScoreText.Place;
import esrp.prompts.ScoreText.Reading;
import java.util.ArrayList;
import java.util.List;

/** Takes answers out of the structures that {@link LooseJson} found. */
final class StructuredAnswers {
    /** The owner of a score without a metric's name: whoever was asked, if it was only one. */
    private static final int FREE = -1;
    /** A score here belongs to no metric. */
    private static final int BLOCKED = -2;
    /** How often a string may hold another structure. */
    private static final int MAX_NESTED_TEXTS = 2;

    /** A text no longer than this under a key that is no explanation's may be a damaged name. */
    private static final int LONGEST_NAME = 40;

    private final String text;
    private final MetricNames names;
    private final Attempts attempts;
    private final NameMentions mentions;
    private final boolean endIsEnd;
    private final int level;
    private int group;
    /** Whether the objects around a part of a metric's answer are complete, so that no other part can follow. */
    private boolean enclosed = true;
    /** Work done, for the test that it is linear. */
    long steps;

    /**
     * @param text what the structures were found in
     * @param json the structures
     */
    StructuredAnswers(String text, LooseJson json, MetricNames names, Attempts attempts, boolean endIsEnd, int level) {
        this.text = text;
        this.names = names;
        this.attempts = attempts;
        this.mentions = NameMentions.in(text, json.answerStart(), names, harmless(json));
        this.steps += mentions.steps;
        this.endIsEnd = endIsEnd;
        this.level = level;
    }

    /** The places of the strings that may well mention another metric: explanations, and long texts under other keys. */
    private List<int[]> harmless(LooseJson json) {
        List<int[]> places = new ArrayList<>();
        for (Node node : json.soundStrings()) {
            Role role = names.meaning(node.key).role();
            boolean explains = role == Role.EXPLANATION || role == Role.METRIC_EXPLANATION;
            boolean remark = !explains && node.text.length() > LONGEST_NAME && !startsAnAnswer(node.text);
            if (names.find(node.text) < 0 && (explains || remark)) {
                places.add(new int[] {node.start, node.end});
            }
        }
        return places;
    }

    /** Whether a metric is named in a text with a colon or the like behind: the key above may be a damaged one. */
    private boolean startsAnAnswer(String remark) {
        NameMentions heads = NameMentions.headsIn(remark, names);
        steps += heads.steps;
        return heads.any();
    }

    /** Reads all structures in order, each a group of its own, from the given number on; answers the next number. */
    int read(List<Node> roots, int firstGroup) {
        group = firstGroup;
        for (Node root : roots) {
            int owner = FREE;
            int named = root.start;
            if (!root.label.isEmpty()) {
                Meaning meaning = names.meaning(trimLabel(root.label));
                if (meaning.role() == Role.METRIC || meaning.role() == Role.METRIC_SCORE) {
                    owner = meaning.metric();
                    named = root.labelStart;
                }
            }
            container(root, owner, named);
            group++;
        }
        return group;
    }

    private static String trimLabel(String label) {
        String trimmed = label.strip();
        int end = trimmed.length();
        while (end > 0 && (":：=-—*#`".indexOf(trimmed.charAt(end - 1)) >= 0 || trimmed.charAt(end - 1) == ' ')) {
            end--;
        }
        return trimmed.substring(0, end);
    }

    /** @param named where the owner is named; of a score without a name, where its structure starts */
    private void container(Node node, int owner, int named) {
        if (node.kind == Kind.OBJECT) {
            object(node, owner, named);
        } else {
            array(node, owner, named);
        }
    }

    // --- objects
    // -------------------------------------------------------------------------------------------------------

    private void object(Node node, int owner, int ownerNamed) {
        int size = node.children.size();
        List<Meaning> meanings = new ArrayList<>(size);
        int own = owner;
        int ownNamed = ownerNamed;
        boolean namesOther = false;
        String otherName = "";
        for (int c = 0; c < size; c++) {
            steps++;
            Node child = node.children.get(c);
            Meaning meaning = names.meaning(node.keys.get(c));
            meanings.add(meaning);
            boolean nameKey = meaning.role() == Role.NAME
                    || (meaning.role() == Role.WRAPPER && child.kind == Kind.STRING && child.text.length() <= 40);
            if (nameKey && !child.isContainer()) {
                // A name that is cut may be the beginning of another one, and one that holds structure is none.
                int named = isComplete(child) && !child.swallowed ? names.find(child.text) : -1;
                if (named >= 0) {
                    own = named;
                    ownNamed = child.start;
                    namesOther = false;
                } else if (own == FREE && meaning.role() == Role.NAME && hasLetter(child.text)) {
                    namesOther = true;
                    otherName = child.text;
                }
            }
        }
        Own collected = new Own();
        collected.doubtful = namesAnother(node, meanings, own);
        for (int c = 0; c < size; c++) {
            collected.hasMetricKey |= meanings.get(c).role() == Role.METRIC;
            collected.hasScoreKey |= meanings.get(c).role() == Role.SCORE
                    && !node.children.get(c).isContainer();
        }
        // A name that comes last: what was swallowed before it may have held the end of another record.
        int swallowed = -1;
        for (Node child : node.children) {
            swallowed = child.swallowed && child.start < ownNamed ? child.start : swallowed;
        }
        collected.doubtfulBefore = swallowed;
        for (int c = 0; c < size; c++) {
            collected.doubtful |= c > 0 && isDoubtfulAfter(node.children.get(c - 1), meanings.get(c - 1), own);
            entry(node, c, meanings.get(c), own, ownNamed, namesOther, collected);
        }
        give(node, own, ownNamed, namesOther ? otherName : "", collected);
    }

    /** Whether a record that is about one metric holds the name of another one too: two records run together. */
    private boolean namesAnother(Node node, List<Meaning> meanings, int own) {
        if (own < 0) {
            return false;
        }
        String nameKey = "";
        String name = "";
        for (int c = 0; c < node.children.size(); c++) {
            steps++;
            Node child = node.children.get(c);
            Role role = meanings.get(c).role();
            if (role == Role.NAME && !child.isContainer()) {
                if (node.keys.get(c).equals(nameKey) && !child.text.equals(name)) {
                    return true;
                }
                nameKey = node.keys.get(c);
                name = child.text;
            }
            if (child.kind == Kind.STRING && role != Role.EXPLANATION && role != Role.METRIC_EXPLANATION) {
                int named = names.find(child.text);
                if (named >= 0 && named != own) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Whether a score that comes after this child may belong elsewhere: after a string that swallowed structure, or,
     * inside a metric's object, after another metric's or one that says nothing, as a bracket may have been lost.
     */
    private static boolean isDoubtfulAfter(Node child, Meaning meaning, int own) {
        boolean foreign = meaning.role() == Role.METRIC || meaning.role() == Role.OTHER;
        return child.swallowed || (own >= 0 && foreign && child.isContainer());
    }

    /** The score and the explanation of the metric that an object is about. */
    private static final class Own {
        final List<Reading> scores = new ArrayList<>(1);
        final List<Node> scoreNodes = new ArrayList<>(1);
        final List<Boolean> doubts = new ArrayList<>(1);
        boolean scoresComplete = true;
        String explanation = "";
        boolean explanationComplete;
        boolean nested;
        /** Whether the object has a score key of its own, so that deeper scores are details. */
        boolean hasScoreKey;
        /** Scores before this place may belong elsewhere. */
        int doubtfulBefore;
        /** Whether a string before has swallowed structure, so that what follows may belong elsewhere. */
        boolean doubtful;
        /** Whether metrics are keys of the object, so that a number under another key is a score too. */
        boolean hasMetricKey;
    }

    private void entry(Node node, int c, Meaning meaning, int own, int ownNamed, boolean namesOther, Own collected) {
        Node child = node.children.get(c);
        String key = node.keys.get(c);
        switch (meaning.role()) {
            case METRIC, METRIC_SCORE -> {
                if (!names.isAsked(meaning.metric())) {
                    if (hasScore(child)) {
                        attempts.unasked(key);
                    }
                    if (child.isContainer()) {
                        container(child, BLOCKED, child.start);
                    }
                    return;
                }
                collected.nested = true;
                value(node, c, meaning);
            }
            case METRIC_EXPLANATION -> {
                if (names.isAsked(meaning.metric()) && !child.isContainer()) {
                    attempts.explain(meaning.metric(), child.text.strip());
                }
            }
            case SCORE -> {
                if (child.isContainer()) {
                    if (!scoreContainer(child, collected)) {
                        container(child, own >= 0 ? own : owned(own, namesOther), ownNamed);
                        collected.nested = true;
                    }
                } else {
                    Reading reading = reading(child, own, Place.SCORE_KEY);
                    collected.scores.add(reading);
                    collected.scoreNodes.add(child);
                    collected.doubts.add(collected.doubtful);
                    collected.scoresComplete &= isComplete(child);
                }
            }
            case EXPLANATION -> {
                if (child.isContainer()) {
                    explanations(child);
                } else if (!child.text.isBlank()) {
                    collected.explanation = collected.explanation.isEmpty()
                            ? child.text.strip()
                            : collected.explanation + "\n" + child.text.strip();
                    collected.explanationComplete = child.complete;
                }
            }
            case NAME, WRAPPER, OTHER -> {
                if (child.isContainer()) {
                    collected.nested = true;
                    boolean opaque = meaning.role() == Role.OTHER && !key.isEmpty() && !(own >= 0 && isPart(key));
                    // An object without a key inside a metric's object is a remnant, unless braces were doubled.
                    boolean remnant = key.isEmpty() && own >= 0 && child.start - node.start > 1;
                    if (remnant) {
                        container(child, BLOCKED, child.start);
                    } else if (opaque && ownsScore(child)) {
                        attempts.unasked(key);
                        container(child, BLOCKED, child.start);
                    } else {
                        boolean before = enclosed;
                        enclosed = before && (own < 0 || node.complete);
                        container(
                                child, own >= 0 && collected.hasScoreKey ? BLOCKED : owned(own, namesOther), ownNamed);
                        enclosed = before;
                    }
                } else if (meaning.role() == Role.WRAPPER && child.kind == Kind.STRING) {
                    if (!nestedText(child, own, ownNamed) && own >= 0 && collected.explanation.isEmpty()) {
                        collected.explanation = child.text.strip();
                        collected.explanationComplete = child.complete;
                    }
                } else if (meaning.role() != Role.NAME
                        && own == FREE
                        && collected.hasMetricKey
                        && !key.isEmpty()
                        && !child.text.isBlank()) {
                    Reading reading = ScoreText.read(child.text, 0, anyScale(), Place.SCORE_KEY);
                    if (reading.isScore() && child.kind == Kind.BARE && !isCounter(key)) {
                        attempts.unasked(key);
                    }
                }
            }
        }
    }

    private static boolean isCounter(String key) {
        String plain = MetricNames.key(key);
        return plain.equals("turn")
                || plain.equals("round")
                || plain.equals("index")
                || plain.equals("number")
                || plain.startsWith("max")
                || plain.startsWith("min")
                || plain.equals("outof")
                || plain.equals("version")
                || plain.equals("reply");
    }

    /** Whether a key under a metric names a part of what is judged, so that a score there is the metric's. */
    private static boolean isPart(String key) {
        String plain = MetricNames.key(key);
        return plain.startsWith("turn")
                || plain.startsWith("round")
                || plain.startsWith("reply")
                || plain.indexOf('轮') >= 0
                || plain.indexOf('輪') >= 0
                || plain.startsWith("回复");
    }

    private static int owned(int own, boolean namesOther) {
        return namesOther ? BLOCKED : own;
    }

    /** A score that is an object itself, as in {@code {"score": {"value": 4, "max": 5}}}. */
    private boolean scoreContainer(Node child, Own collected) {
        boolean found = false;
        if (child.kind != Kind.OBJECT) {
            for (Node inner : child.children) {
                steps++;
                if (!inner.isContainer()) {
                    found = true;
                    score(inner, collected);
                }
            }
            return found;
        }
        for (int c = 0; c < child.children.size(); c++) {
            steps++;
            Node inner = child.children.get(c);
            Role role = names.meaning(child.keys.get(c)).role();
            if (role == Role.METRIC || role == Role.METRIC_SCORE) {
                return false;
            }
            if (role == Role.SCORE && !inner.isContainer()) {
                found = true;
                score(inner, collected);
            } else if (role == Role.EXPLANATION && !inner.isContainer() && collected.explanation.isEmpty()) {
                collected.explanation = inner.text.strip();
                collected.explanationComplete = inner.complete;
            }
        }
        return found;
    }

    private void score(Node inner, Own collected) {
        collected.scores.add(ScoreText.read(inner.text, 0, anyScale(), Place.SCORE_KEY));
        collected.scoreNodes.add(inner);
        collected.doubts.add(collected.doubtful);
        collected.scoresComplete &= isComplete(inner);
    }

    /** What the object says about its own metric. */
    private void give(Node node, int own, int ownNamed, String otherName, Own collected) {
        int metric = own == FREE && otherName.isEmpty() && names.asked() == 1 ? 0 : own;
        if (collected.scores.isEmpty()) {
            if (own >= 0 && names.isAsked(own) && !collected.nested) {
                boolean complete = node.complete;
                attempts.add(
                        own,
                        new Attempt(
                                group, Reading.absent("an answer without a score"), collected.explanation, complete));
            }
            return;
        }
        if (metric < 0 || !names.isAsked(metric)) {
            if (!otherName.isEmpty()) {
                attempts.unasked(otherName);
            } else if (metric >= names.asked()) {
                attempts.unasked(names.metric(metric).id());
            } else if (own == FREE && collected.scores.stream().anyMatch(Reading::isScore)) {
                attempts.nameless();
            }
            return;
        }
        boolean explained = !collected.explanation.isEmpty() && collected.explanationComplete;
        boolean nothingOpen = endIsEnd && (explained || collected.explanation.isEmpty());
        boolean complete = enclosed && (node.complete || (collected.scoresComplete && (explained || nothingOpen)));
        for (int s = 0; s < collected.scores.size(); s++) {
            boolean doubtful = collected.doubts.get(s)
                    || collected.scoreNodes.get(s).start < collected.doubtfulBefore
                    || isDoubtful(ownNamed, collected.scoreNodes.get(s), metric);
            Reading reading = doubtful ? Reading.runTogether() : reread(collected.scoreNodes.get(s), metric);
            attempts.add(metric, new Attempt(group, reading, collected.explanation, complete));
        }
    }

    private boolean isDoubtful(int named, Node score, int metric) {
        int from = score.start;
        while (from < score.end && !ScoreText.startsNumber(text.charAt(from))) {
            steps++;
            from++;
        }
        return mentions.otherBetween(named, from, metric);
    }

    // --- values of a metric's key
    // -------------------------------------------------------------------------------------

    private void value(Node parent, int c, Meaning meaning) {
        Node child = parent.children.get(c);
        int metric = meaning.metric();
        int named = child.keyStart < 0 ? child.start : child.keyStart;
        if (child.isContainer()) {
            if (child.kind == Kind.ARRAY) {
                tuple(child, metric, named, 0);
            } else {
                object(child, metric, named);
            }
            return;
        }
        Place place = meaning.role() == Role.METRIC_SCORE || child.kind == Kind.BARE ? Place.SCORE_KEY : Place.METRIC;
        if (child.kind == Kind.BARE && child.text.length() > 12) {
            place = Place.METRIC;
        }
        Reading reading = reading(child, metric, place);
        if (reading.isScore() && isDoubtful(named, child, metric)) {
            reading = Reading.runTogether();
        }
        String explanation = reading.isScore() ? explanationAfter(child.text, reading.rest()) : "";
        if (reading.reason() == Reason.NO_SCORE && child.kind == Kind.STRING && nestedText(child, metric, named)) {
            return;
        }
        if (reading.reason() == Reason.NO_SCORE && !child.text.isBlank()) {
            attempts.explain(metric, child.text.strip());
        }
        attempts.add(metric, new Attempt(group, reading, explanation, isComplete(child)));
    }

    /** {@code [4, "because"]} after a metric's key, or {@code ["consistency", 4, "because"]} from its second element on. */
    private void tuple(Node node, int metric, int named, int from) {
        List<Reading> readings = new ArrayList<>(1);
        String explanation = "";
        boolean scalars = false;
        boolean complete = node.complete;
        for (int c = from; c < node.children.size(); c++) {
            steps++;
            Node child = node.children.get(c);
            if (child.isContainer()) {
                container(child, metric, named);
                continue;
            }
            scalars = true;
            Reading reading = reading(child, metric, Place.SCORE_KEY);
            boolean isText = child.kind == Kind.STRING
                    && !reading.isScore()
                    && (reading.reason() == Reason.NO_SCORE
                            || reading.reason() == Reason.NOT_A_NUMBER
                            || reading.reason() == Reason.AMBIGUOUS);
            if (reading.isScore() && isDoubtful(named, child, metric)) {
                readings.add(Reading.runTogether());
            } else if (isText) {
                explanation = explanation.isEmpty() ? child.text.strip() : explanation + "\n" + child.text.strip();
            } else {
                readings.add(reading);
            }
        }
        for (Reading reading : readings) {
            attempts.add(metric, new Attempt(group, reading, explanation, complete));
        }
        if ((scalars || node.children.isEmpty()) && readings.isEmpty()) {
            attempts.add(
                    metric, new Attempt(group, Reading.absent("an answer without a score"), explanation, complete));
        }
    }

    private void array(Node node, int owner, int ownerNamed) {
        if (!node.children.isEmpty() && !node.children.get(0).isContainer()) {
            int named = names.find(node.children.get(0).text);
            if (named >= 0 && node.children.get(0).kind == Kind.STRING && node.children.size() > 1) {
                if (names.isAsked(named)) {
                    tuple(node, named, node.children.get(0).start, 1);
                } else {
                    attempts.unasked(node.children.get(0).text);
                }
                return;
            }
        }
        for (Node child : node.children) {
            steps++;
            if (child.isContainer()) {
                container(child, owner, ownerNamed);
            }
        }
    }

    /** Explanations that stand apart: {@code {"explanations": {"consistency": "…"}}}. No score is read here. */
    private void explanations(Node node) {
        if (node.kind != Kind.OBJECT) {
            return;
        }
        for (int c = 0; c < node.children.size(); c++) {
            steps++;
            int metric = names.find(node.keys.get(c));
            if (names.isAsked(metric) && !node.children.get(c).isContainer()) {
                attempts.explain(metric, node.children.get(c).text.strip());
            }
        }
    }

    /** A string that holds a structure itself, as where JSON was encoded twice. */
    private boolean nestedText(Node child, int own, int ownNamed) {
        String held = child.text.strip();
        if (level >= MAX_NESTED_TEXTS
                || held.isEmpty()
                || (held.charAt(0) != '{' && held.charAt(0) != '[' && !held.startsWith("```"))) {
            return false;
        }
        LooseJson inner = new LooseJson(held, 0, child.complete, names::isKnownKey).read();
        steps += inner.steps + held.length();
        // Only a text that is one whole structure: anything else may be a string that swallowed its surroundings.
        if (inner.roots().size() != 1
                || !inner.roots().get(0).complete
                || !isRest(held, inner.roots().get(0).end)) {
            return false;
        }
        StructuredAnswers nested =
                new StructuredAnswers(held, inner, names, attempts, child.complete && endIsEnd, level + 1);
        nested.group = group;
        int owner = own >= 0 && isDoubtful(ownNamed, child, own) ? BLOCKED : own;
        nested.container(inner.roots().get(0), owner, 0);
        steps += nested.steps;
        return true;
    }

    private static boolean isRest(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (!Fold.isSpace(text.charAt(i)) && text.charAt(i) != '`') {
                return false;
            }
        }
        return true;
    }

    // --- pieces
    // -------------------------------------------------------------------------------------------------------

    private Reading reading(Node child, int owner, Place place) {
        return ScoreText.read(child.text, 0, owner >= 0 ? names.metric(owner).scale() : anyScale(), place);
    }

    private Reading reread(Node child, int metric) {
        return reading(child, metric, Place.SCORE_KEY);
    }

    private Scale anyScale() {
        return names.metric(0).scale();
    }

    /** A string is complete when it is closed; a bare number only when something follows it. */
    private boolean isComplete(Node child) {
        if (child.kind == Kind.STRING) {
            return child.complete;
        }
        return child.complete || endIsEnd;
    }

    private static String explanationAfter(String text, int rest) {
        return trimExplanation(text.substring(Math.min(rest, text.length())));
    }

    /** The explanation without the punctuation that joins it to the score. */
    static String trimExplanation(String text) {
        int start = 0;
        while (start < text.length()
                && (Character.isWhitespace(text.charAt(start)) || "-–—:：,，.。;；|*→>".indexOf(text.charAt(start)) >= 0)) {
            start++;
        }
        return text.substring(start).strip();
    }

    private static boolean hasLetter(String text) {
        return text.codePoints().anyMatch(Character::isLetter);
    }

    /** Whether a value is or holds a score. */
    private boolean hasScore(Node child) {
        return child.isContainer()
                ? ownsScore(child)
                : ScoreText.read(child.text, 0, anyScale(), Place.METRIC).isScore();
    }

    private boolean ownsScore(Node child) {
        for (int c = 0; c < child.children.size(); c++) {
            steps++;
            String key = c < child.keys.size() ? child.keys.get(c) : "";
            if (names.meaning(key).role() == Role.SCORE
                    && !child.children.get(c).isContainer()) {
                return true;
            }
        }
        return false;
    }
}
