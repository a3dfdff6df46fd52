package esrp.prompts.internal;

import esrp.prompts.internal.MetricNames.Role;
import esrp.prompts.internal.Vocabulary.Concept;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns elements into the lines they stand for: {@code <consistency>4</consistency>} into {@code consistency: 4}. */
final class Elements {
    private static final Pattern ELEMENT =
            Pattern.compile("<(/?)([\\p{L}_][\\p{L}\\p{Nd}_:-]{0,59})([^<>\\n]{0,120}?)/?>");
    private static final Pattern OTHER_MAXIMUM = Pattern.compile("(?i)=\\s*[\"']?(?:\\d+\\s*-\\s*)?(10|100)\\b");
    private static final Set<String> INLINE =
            Set.of("b", "strong", "i", "em", "u", "span", "code", "pre", "font", "mark", "small", "a");
    private static final Set<String> CELL = Set.of("td", "th");

    private Elements() {}

    static String toLines(String text, MetricNames names) {
        if (text.indexOf('<') < 0) {
            return text;
        }
        StringBuilder lines = new StringBuilder(text.length() + 16);
        Matcher matcher = ELEMENT.matcher(text);
        int from = 0;
        boolean row = false;
        while (matcher.find()) {
            if (isLetter(text, matcher.start() - 1) && isLetter(text, matcher.end())) {
                continue; // inside a word
            }
            boolean closes = !matcher.group(1).isEmpty();
            String name = matcher.group(2).toLowerCase(Locale.ROOT);
            append(lines, text, from, matcher.start(), row);
            from = matcher.end();
            row = name.equals("tr") ? !closes : row;
            if (INLINE.contains(name)) {
                continue;
            }
            if (CELL.contains(name)) {
                lines.append(closes ? "" : " | ");
                continue;
            }
            Role role = names.meaning(matcher.group(2)).role();
            boolean says = (role != Role.OTHER && role != Role.WRAPPER && role != Role.OVERALL)
                    || Vocabulary.is(name, Concept.SCORE);
            if (name.equals("del") || name.equals("s") || name.equals("strike")) {
                lines.append(" ~~ ");
                continue;
            }
            boolean mentioned =
                    !says && matcher.start() > 0 && text.charAt(matcher.start() - 1) == ' ' && !lines.isEmpty();
            lines.append(mentioned ? ' ' : '\n');
            if (says && !closes) {
                Matcher maximum = OTHER_MAXIMUM.matcher(matcher.group(3));
                lines.append(matcher.group(2))
                        .append(maximum.find() ? " (/" + maximum.group(1) + ")" : "")
                        .append(": ");
            }
        }
        append(lines, text, from, text.length(), false);
        return lines.toString();
    }

    private static boolean isLetter(String text, int at) {
        return at >= 0 && at < text.length() && Character.isLetter(text.charAt(at));
    }

    private static void append(StringBuilder lines, String text, int from, int to, boolean row) {
        String part = text.substring(from, to).replace("<![CDATA[", "").replace("]]>", "");
        lines.append(row ? part.replace('\n', ' ') : part);
    }
}
