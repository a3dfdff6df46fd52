package esrp.core.internal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts on one line. */
public final class OneLine {
    private static final Pattern GAP = Pattern.compile("[\\p{javaWhitespace}\\p{Cc}]+");

    private static final Pattern HIDDEN = Pattern.compile("[\\p{Cc}\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069]");

    private OneLine() {}

    /** The text with every run of white space and control characters made one space, cut to so many code points. */
    public static String of(String text, int most) {
        String line = GAP.matcher(text).replaceAll(" ").strip();
        return line.codePointCount(0, line.length()) <= most
                ? line
                : line.substring(0, line.offsetByCodePoints(0, most - 1)).stripTrailing() + "…";
    }

    /** The text with characters that break lines, move the cursor or turn the direction written as escapes. */
    public static String visible(String text) {
        return HIDDEN.matcher(text).replaceAll(found -> {
            String escape = switch (found.group()) {
                case "\n" -> "\\n";
                case "\r" -> "\\r";
                case "\t" -> "\\t";
                default -> String.format("\\u%04X", (int) found.group().charAt(0));
            };
            return Matcher.quoteReplacement(escape);
        });
    }
}
