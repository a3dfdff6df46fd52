package esrp.prompts.internal;

import esrp.prompts.internal.LooseJson.Node;
import esrp.prompts.internal.MetricNames.Name;
import esrp.prompts.internal.Vocabulary.Concept;
import java.util.stream.IntStream;

/**
 * What the words before a structure say of it.
 *
 * @param start where they start
 * @param words what stands before on its line or, if nothing does, on the line above; empty if that belongs elsewhere
 */
record Surroundings(int start, String words) {
    /** How much of the lines around a structure says what it is. */
    private static final int AROUND = 240;

    private static final Spelling<Name> NO_NAMES = new Spelling<>();

    static Surroundings of(String text, int position) {
        int end = position;
        int floor = Math.max(0, position - AROUND);
        for (int lines = 0; lines < 4 && end > floor; lines++) {
            int start = Math.max(floor, lineStart(text, end));
            String line = text.substring(start, end).strip();
            boolean fence = line.startsWith("```") || line.equals("{") || line.equals("[");
            if (!line.isEmpty() && !fence) {
                String enders = lines > 0 ? "}].。!！?？/" : "}]";
                boolean own = enders.indexOf(line.charAt(line.length() - 1)) < 0;
                return own ? new Surroundings(start, line) : new Surroundings(position, "");
            }
            end = start > 0 && text.charAt(start - 1) == '}' ? 0 : start - 1;
        }
        return new Surroundings(position, "");
    }

    /** Where the line starts, or what follows another structure on it. */
    private static int lineStart(String text, int position) {
        int start = position;
        while (start > 0 && start > position - AROUND && "\n}".indexOf(text.charAt(start - 1)) < 0) {
            start--;
        }
        return start;
    }

    /** What may be the name of what the structure holds: the last words behind a comma. */
    String label() {
        return words.substring(Math.max(words.lastIndexOf(','), words.lastIndexOf('，')) + 1);
    }

    /** Whether the words around a structure say that it is an example, a draft, somebody else's; or it is part of a sentence. */
    boolean areForeign(String text, Node root) {
        int end = root.end;
        while (end < text.length() && end < root.end + AROUND && "\n{".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        Tokens ahead = Tokens.of(words, NO_NAMES);
        Tokens behind = Tokens.of(text.substring(root.end, end), NO_NAMES);
        boolean sentence = !words.isEmpty()
                && text.substring(start, root.start).indexOf('\n') < 0
                && words.codePoints().anyMatch(Character::isLetter)
                && ":：=(（>`{[".indexOf(words.charAt(words.length() - 1)) < 0
                && behind.size() > 2
                && behind.kind(0) == Tokens.Kind.WORD;
        boolean other = ahead.has(Concept.NO_SCORE, Concept.COUNTING, Concept.BEST, Concept.WORST, Concept.MAXIMUM)
                || IntStream.range(0, ahead.size())
                        .anyMatch(t ->
                                ahead.is(t, Concept.PART) && ahead.at(t + 1).isAnyNumber());
        boolean says = ahead.has(Concept.SCORE, Concept.FINAL, Concept.OVERALL, Concept.WRAPPER, Concept.ANSWER);
        boolean denied = ahead.is(0, Concept.NOT);
        return sentence || denied || (other && !says) || ahead.has(Concept.FOREIGN) || behind.has(Concept.FOREIGN);
    }
}
