package esrp.core.internal;

/** Texts on one line. */
public final class OneLine {
    private OneLine() {}

    /** The text with every run of white space and control characters made one space, cut to so many code points. */
    public static String of(String text, int most) {
        StringBuilder line = new StringBuilder();
        boolean gap = false;
        int length = 0;
        for (int i = 0; i < text.length(); ) {
            int cp = text.codePointAt(i);
            i += Character.charCount(cp);
            if (Character.isWhitespace(cp) || Character.isISOControl(cp)) {
                gap = length > 0;
                continue;
            }
            int need = gap ? 2 : 1;
            if (length + need > most || (length + need == most && restIsVisible(text, i))) {
                return line.append('…').toString();
            }
            if (gap) {
                line.append(' ');
            }
            line.appendCodePoint(cp);
            length += need;
            gap = false;
        }
        return line.toString();
    }

    private static boolean restIsVisible(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isWhitespace(c) && !Character.isISOControl(c)) {
                return true;
            }
        }
        return false;
    }
}
