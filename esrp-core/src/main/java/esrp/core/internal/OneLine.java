package esrp.core.internal;

import java.util.regex.Pattern;

/** Texts on one line. */
public final class OneLine {
    private static final Pattern GAP = Pattern.compile("[\\p{javaWhitespace}\\p{Cc}]+");

    private OneLine() {}

    /** The text with every run of white space and control characters made one space, cut to so many code points. */
    public static String of(String text, int most) {
        String line = GAP.matcher(text).replaceAll(" ").strip();
        return line.codePointCount(0, line.length()) <= most
                ? line
                : line.substring(0, line.offsetByCodePoints(0, most - 1)).stripTrailing() + "…";
    }
}
