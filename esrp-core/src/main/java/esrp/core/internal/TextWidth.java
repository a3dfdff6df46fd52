package esrp.core.internal;

import java.util.ArrayList;
import java.util.List;

/** Texts in the columns of a terminal, where an East Asian wide character takes two and a combining mark none. */
public final class TextWidth {
    /** What a result should fit into when it is printed. */
    public static final int COLUMNS = 80;

    private static final String CLOSING = "，。！？；：、”’）》」』…";

    private TextWidth() {}

    /** The columns of a text. */
    public static int of(String text) {
        return text.codePoints().map(TextWidth::of).sum();
    }

    private static int of(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        boolean wide = (c >= 0x1100 && c <= 0x115F)
                || (c >= 0x2E80 && c <= 0xA4CF)
                || (c >= 0xAC00 && c <= 0xD7A3)
                || (c >= 0xF900 && c <= 0xFAFF)
                || (c >= 0xFE30 && c <= 0xFE6F)
                || (c >= 0xFF00 && c <= 0xFF60)
                || (c >= 0xFFE0 && c <= 0xFFE6)
                || (c >= 0x1F300 && c <= 0x1FAFF)
                || (c >= 0x20000 && c <= 0x3FFFD);
        return wide ? 2 : 1;
    }

    /** The text cut to so many columns, with an ellipsis where something was cut. */
    public static String shorten(String text, int columns) {
        if (of(text) <= columns) {
            return text;
        }
        StringBuilder kept = new StringBuilder();
        int used = 1;
        for (int c : text.codePoints().toArray()) {
            used += of(c);
            if (used > columns) {
                break;
            }
            kept.appendCodePoint(c);
        }
        return kept.append('…').toString();
    }

    /** The text filled up to so many columns with blanks behind it. */
    public static String padRight(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - of(text)));
    }

    /** The text filled up to so many columns with blanks before it. */
    public static String padLeft(String text, int columns) {
        return " ".repeat(Math.max(0, columns - of(text))) + text;
    }

    /**
     * Lines of at most so many columns. A line breaks at blanks and between wide characters, but not before closing
     * punctuation; a single word that is too long is broken anywhere. Line breaks of the text stay.
     */
    public static List<String> wrap(String text, int columns) {
        List<String> lines = new ArrayList<>();
        text.lines().forEach(paragraph -> wrapParagraph(paragraph, columns, lines));
        return lines;
    }

    /** The label, then the text as one paragraph beside it, together at most {@link #COLUMNS} wide. */
    public static String beside(String label, String text) {
        int indent = of(label);
        List<String> lines = wrap(text.strip().replaceAll("\\s+", " "), COLUMNS - indent);
        return (label + String.join("\n" + " ".repeat(indent), lines)).stripTrailing();
    }

    private static void wrapParagraph(String text, int columns, List<String> lines) {
        StringBuilder line = new StringBuilder();
        int used = 0;
        for (int from = 0; from < text.length(); ) {
            int to = wordEnd(text, from);
            if (used > 0 && used + of(text.substring(from, to).stripTrailing()) > columns) {
                used = newLine(line, lines);
            }
            for (int i = from; i < to; ) {
                int c = text.codePointAt(i);
                boolean trailing = c == ' ' && used >= columns;
                if (!trailing) {
                    if (used > 0 && used + of(c) > columns) {
                        used = newLine(line, lines);
                    }
                    line.appendCodePoint(c);
                    used += of(c);
                }
                i += Character.charCount(c);
            }
            from = to;
        }
        lines.add(line.toString().stripTrailing());
    }

    private static int newLine(StringBuilder line, List<String> lines) {
        lines.add(line.toString().stripTrailing());
        line.setLength(0);
        return 0;
    }

    /** After a wide character and its punctuation, or after the blanks that follow a word. */
    private static int wordEnd(String text, int from) {
        int i = from;
        boolean wide = of(text.codePointAt(i)) == 2;
        i += Character.charCount(text.codePointAt(i));
        while (i < text.length()) {
            int c = text.codePointAt(i);
            boolean closing = CLOSING.indexOf(c) >= 0 || of(c) == 0;
            int before = text.codePointBefore(i);
            boolean after = wide || of(before) == 2 || of(c) == 2 || before == ' ';
            if (!closing && after && c != ' ') {
                return i;
            }
            i += Character.charCount(c);
        }
        return i;
    }
}
