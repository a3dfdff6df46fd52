package esrp.core;

/** Texts for a terminal of 80 columns, where a Chinese character takes two. */
final class Wrapped {
    static final int WIDTH = 80;

    private Wrapped() {}

    /**
     * A label, then the text beside it, broken between words or Chinese characters; a single word that is too long is
     * broken anywhere.
     */
    static String beside(String label, String text) {
        int indent = columns(label);
        StringBuilder out = new StringBuilder(label);
        String words = text.strip().replaceAll("\\s+", " ");
        int column = indent;
        int from = 0;
        while (from < words.length()) {
            int to = wordEnd(words, from);
            int wide = columns(words.substring(from, to).stripTrailing());
            if (column + wide > WIDTH && column > indent) {
                newLine(out, indent);
                column = indent;
            }
            for (int i = from; i < to; ) {
                int c = words.codePointAt(i);
                boolean trailing = c == ' ' && column >= WIDTH;
                if (!trailing && column + columns(c) > WIDTH) {
                    newLine(out, indent);
                    column = indent;
                }
                if (!trailing) {
                    out.appendCodePoint(c);
                    column += columns(c);
                }
                i += java.lang.Character.charCount(c);
            }
            from = to;
        }
        return out.toString().replaceAll(" +(?=\n|$)", "");
    }

    private static void newLine(StringBuilder out, int indent) {
        out.append('\n').append(" ".repeat(indent));
    }

    /** After a wide character and its punctuation, or after the blanks that follow a word. */
    private static int wordEnd(String text, int from) {
        int i = from;
        boolean wide = columns(text.codePointAt(i)) == 2;
        i += java.lang.Character.charCount(text.codePointAt(i));
        while (i < text.length()) {
            int c = text.codePointAt(i);
            boolean closing = "，。！？；：、”’）》」』…".indexOf(c) >= 0;
            if (!closing && (wide || columns(c) == 2 || text.charAt(i - 1) == ' ')) {
                return i;
            }
            i += java.lang.Character.charCount(c);
        }
        return i;
    }

    static int columns(String text) {
        return text.codePoints().map(Wrapped::columns).sum();
    }

    private static int columns(int c) {
        return c >= 0x1100 && !(c >= 0x2000 && c < 0x2E80) ? 2 : 1;
    }
}
