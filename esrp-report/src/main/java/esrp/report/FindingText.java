package esrp.report;

import esrp.core.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Findings in the report's language. They are written in English; each sentence of {@link esrp.core.Dataset#findings} and
 * {@link esrp.core.Ratings#findings} has a line {@code pattern|Chinese} in a resource. A sentence without one stays as it
 * is, and a test meets every kind of finding.
 */
final class FindingText {
    /** A part of a place or a message, and how it is said in Chinese. */
    private record Rule(Pattern pattern, String chinese) {}

    private static final List<Rule> RULES = read(Resources.text("page/findings.txt"));

    private FindingText() {}

    static String place(Finding finding, String language) {
        return in(finding.place(), language);
    }

    static String message(Finding finding, String language) {
        return in(finding.message(), language);
    }

    private static String in(String text, String language) {
        String said = text;
        if (language.equals("zh")) {
            for (Rule rule : RULES) {
                Matcher matcher = rule.pattern().matcher(said);
                said = matcher.replaceAll(rule.chinese());
            }
        }
        return said;
    }

    private static List<Rule> read(String text) {
        List<Rule> rules = new ArrayList<>();
        text.lines().forEach(line -> {
            int bar = line.lastIndexOf('|');
            rules.add(new Rule(Pattern.compile(line.substring(0, bar), Pattern.DOTALL), line.substring(bar + 1)));
        });
        return List.copyOf(rules);
    }
}
