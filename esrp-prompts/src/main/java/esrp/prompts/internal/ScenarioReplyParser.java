package esrp.prompts.internal;

import esrp.prompts.internal.LooseJson.Kind;
import esrp.prompts.internal.LooseJson.Node;
import esrp.prompts.internal.Vocabulary.Concept;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads what a model wrote when asked for scenarios: objects with an opening question and mostly an event, as tolerantly
 * as a judge's reply. Never throws for any text; linear in its length.
 *
 * <p>An object that was cut, or whose question is no text of its own (null, a placeholder), is no scenario. Nor is one in a
 * message of failure, an example or a draft that says so. Of several lists that differ nobody knows which is meant, and
 * there is none.
 */
public final class ScenarioReplyParser {
    /**
     * A scenario that was written.
     *
     * @param question the opening question
     * @param event the event, if there is one
     */
    public record Written(String question, Optional<String> event) {}

    private ScenarioReplyParser() {}

    /**
     * Reads a reply.
     *
     * @param reply any text
     * @return what was written, in order; empty if there is nothing
     */
    public static List<Written> parse(String reply) {
        Markup markup = Markup.strip(reply);
        List<List<Written>> lists = new ArrayList<>();
        List<Written> single = new ArrayList<>();
        for (Node root :
                new LooseJson(markup.text(), false, key -> false).read().roots()) {
            List<Written> found = new ArrayList<>();
            if (!Surroundings.of(markup.text(), root.start).areForeign(markup.text(), root)) {
                collect(root, found);
            }
            boolean list = root.kind == Kind.ARRAY || found.size() > 1;
            if (!found.isEmpty() && list && !lists.contains(found)) {
                lists.add(found);
            } else if (!list) {
                single.addAll(found);
            }
        }
        boolean clear = lists.isEmpty() || (lists.size() == 1 && single.isEmpty());
        return clear ? List.copyOf(lists.isEmpty() ? single : lists.get(0)) : List.of();
    }

    private static void collect(Node node, List<Written> found) {
        Optional<String> question = Optional.empty();
        Optional<String> event = Optional.empty();
        if (node.keys.stream().anyMatch(key -> Vocabulary.is(key, Concept.FAILURE))) {
            return;
        }
        for (int c = 0; c < node.children.size(); c++) {
            Node child = node.children.get(c);
            String key = node.kind == Kind.OBJECT ? node.keys.get(c) : "";
            if (Vocabulary.is(key, Concept.STATUS) && child.text.strip().matches("[45]\\d\\d\\b.*")) {
                return;
            } else if (child.isContainer() && !Vocabulary.is(key, Concept.FOREIGN)) {
                collect(child, found);
            } else if (Vocabulary.is(key, Concept.QUESTION)) {
                question = words(child);
            } else if (Vocabulary.is(key, Concept.EVENT)) {
                event = words(child);
            }
        }
        if (node.complete && question.isPresent()) {
            found.add(new Written(question.get(), event));
        }
    }

    /** The text of a string that says something. */
    private static Optional<String> words(Node node) {
        String words = node.text.strip();
        boolean says = (node.kind == Kind.STRING || node.kind == Kind.BARE)
                && words.codePoints().anyMatch(Character::isLetter)
                && !Vocabulary.is(words, Concept.NOTHING)
                && !Vocabulary.is(words, Concept.TRUTH)
                && !(words.startsWith("<") && words.endsWith(">"));
        return says ? Optional.of(words) : Optional.empty();
    }
}
