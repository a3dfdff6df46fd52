package esrp.prompts.internal;

import esrp.prompts.internal.LooseJson.Node;
import esrp.prompts.internal.MetricNames.Name;
import esrp.prompts.internal.Vocabulary.Concept;

/** What the words around a structure say of it. */
final class Surroundings {
    /** How much of the lines around a structure says what it is. */
    private static final int AROUND = 240;

    private static final Spelling<Name> NO_NAMES = new Spelling<>();

    private Surroundings() {}

    /** Whether the words around a structure say that it is an example, a draft, somebody else's; or it is part of a sentence. */
    static boolean areForeign(String text, Node root) {
        String before = lineBefore(text, root.start);
        int end = root.end;
        while (end < text.length() && end < root.end + AROUND && "\n{".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        Tokens ahead = Tokens.of(before, NO_NAMES);
        Tokens behind = Tokens.of(text.substring(root.end, end), NO_NAMES);
        if (ahead.has(Concept.FOREIGN) || behind.has(Concept.FOREIGN)) {
            return true;
        }
        String start = text.substring(lineStart(text, root.start), root.start).strip();
        boolean sentence = start.codePoints().anyMatch(Character::isLetter)
                && ":：=(（>`{[".indexOf(start.charAt(start.length() - 1)) < 0;
        return sentence
                && behind.size() > 2
                && Character.isLetter(text.codePointAt(root.end + behind.at(0).start()))
                && behind.at(0).kind() == Tokens.Kind.WORD;
    }

    /** Where the line starts, or what follows another structure on it. */
    private static int lineStart(String text, int position) {
        int start = position;
        while (start > 0 && start > position - AROUND && "\n}".indexOf(text.charAt(start - 1)) < 0) {
            start--;
        }
        return start;
    }

    /** What stands before on the line; if nothing does, the line above, but for one that opens a code fence. */
    private static String lineBefore(String text, int position) {
        int end = position;
        int floor = Math.max(0, position - AROUND);
        for (int lines = 0; lines < 4 && end > floor; lines++) {
            int start = Math.max(floor, lineStart(text, end));
            String line = text.substring(start, end).strip();
            boolean sentence = lines > 0 && !line.isEmpty() && ".。!！?？".indexOf(line.charAt(line.length() - 1)) >= 0;
            boolean structure = sentence || line.endsWith("}") || line.endsWith("]");
            if (!line.isEmpty() && !line.startsWith("```") && !line.equals("{") && !line.equals("[")) {
                return structure ? "" : line;
            }
            end = start > 0 && text.charAt(start - 1) == '}' ? 0 : start - 1;
        }
        return "";
    }

    /** The last line of words before a root, or what follows the last comma in it, and where that starts. */
    record Label(int start, String words) {}

    /** What may be the name of what a root holds; empty if it may as well be that of another structure before. */
    static Label label(String text, int root) {
        int end = root;
        for (int lines = 0; lines < 2; lines++) {
            while (end > 0 && end > root - AROUND && Fold.isSpace(text.charAt(end - 1))) {
                end--;
            }
            int start = lineStart(text, end);
            if (!text.startsWith("```", start)) {
                String line = text.substring(start, end);
                boolean own = line.indexOf('}') < 0 && (start == 0 || text.charAt(start - 1) == '\n');
                int comma = Math.max(line.lastIndexOf(','), line.lastIndexOf('，')) + 1;
                return own ? new Label(start + comma, line.substring(comma)) : new Label(root, "");
            }
            end = start;
        }
        return new Label(root, "");
    }
}
