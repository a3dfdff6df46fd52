package esrp.prompts.internal;

import esrp.prompts.internal.MetricNames.Role;
import esrp.prompts.internal.Vocabulary.Concept;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns elements and rows of tables into the lines they stand for: {@code <consistency>4</consistency>} and
 * {@code | Consistency | 4 |} into {@code consistency: 4}.
 */
final class Layout {
    private static final Pattern ELEMENT =
            Pattern.compile("<(/?)([\\p{L}_][\\p{L}\\p{Nd}_:-]{0,59})([^<>\\n]{0,120}?)/?>");
    private static final Pattern OTHER_MAXIMUM = Pattern.compile("(?i)=\\s*[\"']?(?:\\d+\\s*-\\s*)?(10|100)\\b");
    /** An attribute that may name a metric. */
    private static final Pattern NAMED =
            Pattern.compile("(?i)\\b(?:name|metric|id|key|criterion)\\s*=\\s*[\"']([^\"']+)");

    private static final Set<String> BLOCK = Set.of(
            "p", "br", "hr", "div", "ul", "ol", "li", "table", "thead", "tbody", "tr", "html", "body", "section");
    private static final Set<String> INLINE =
            Set.of("b", "strong", "i", "em", "u", "span", "code", "pre", "font", "mark", "small", "a");
    private static final Pattern NUMBER = Pattern.compile("\\P{L}*?\\p{Nd}");
    private static final Pattern SEPARATED = Pattern.compile("^([^,;]+)([,;])([^,;]*)");
    private static final Pattern SCALE = Pattern.compile("[\\p{Nd}%]");
    private static final Pattern STARS = Pattern.compile("[★☆⭐]+");
    /** In front of what is no answer itself, but may disagree with one. */
    private static final String MENTION = "~ ";

    private final MetricNames names;
    private final StringBuilder lines = new StringBuilder();
    private List<String> head = List.of();
    private List<Role> headRoles = List.of();
    /** What separates the cells of a table whose head starts with a word for metric, and whether the last table was one. */
    private String separator = ",";

    private boolean separated;

    private Layout(MetricNames names) {
        this.names = names;
    }

    static String toLines(String text, MetricNames names) {
        Layout layout = new Layout(names);
        layout.elements(text).lines().forEach(layout::line);
        return layout.lines.toString();
    }

    // --- elements ----------------------------------------------------------------------------------------------------

    private String elements(String text) {
        StringBuilder plain = new StringBuilder(text.length() + 16);
        Matcher matcher = ELEMENT.matcher(text);
        int from = 0;
        boolean row = false;
        while (text.indexOf('<') >= 0 && matcher.find()) {
            if (isLetter(text, matcher.start() - 1) && isLetter(text, matcher.end())) {
                continue; // inside a word
            }
            boolean closes = !matcher.group(1).isEmpty();
            String name = matcher.group(2).toLowerCase(Locale.ROOT);
            append(plain, text, from, matcher.start(), row);
            from = matcher.end();
            row = name.equals("tr") ? !closes : row;
            Role role = names.meaning(matcher.group(2)).role();
            boolean says = (role != Role.OTHER && role != Role.WRAPPER && role != Role.OVERALL)
                    || Vocabulary.is(name, Concept.SCORE);
            Matcher maximum = OTHER_MAXIMUM.matcher(matcher.group(3));
            String top = maximum.find() ? " (/" + maximum.group(1) + ")" : "";
            Matcher named = NAMED.matcher(matcher.group(3));
            if (!closes && named.find() && names.find(named.group(1)) >= 0) {
                plain.append('\n').append(named.group(1)).append(top).append(says && role == Role.SCORE ? ": " : ":\n");
                continue;
            }
            if (INLINE.contains(name)) {
                continue; // the tag alone goes
            }
            if (name.equals("td") || name.equals("th")) {
                plain.append(closes ? "" : " | ");
            } else if (name.equals("del") || name.equals("s") || name.equals("strike")) {
                plain.append(" ~~ ");
            } else if (says && !closes) {
                plain.append('\n').append(matcher.group(2)).append(top).append(": ");
            } else {
                boolean mentioned =
                        !says && matcher.start() > 0 && text.charAt(matcher.start() - 1) == ' ' && !plain.isEmpty();
                boolean heads = !mentioned && !closes && role == Role.OTHER && !BLOCK.contains(name);
                plain.append(mentioned ? " " : heads ? "\n" + name + ":\n" : "\n");
            }
        }
        append(plain, text, from, text.length(), false);
        return plain.toString();
    }

    private static boolean isLetter(String text, int at) {
        return at >= 0 && at < text.length() && Character.isLetter(text.charAt(at));
    }

    private static void append(StringBuilder lines, String text, int from, int to, boolean row) {
        String part = text.substring(from, to).replace("<![CDATA[", "").replace("]]>", "");
        lines.append(row ? part.replace('\n', ' ') : part);
    }

    // --- tables ------------------------------------------------------------------------------------------------------

    private void line(String line) {
        List<String> cells = cells(line);
        if (cells.size() < 2) {
            // A blank line or words end a table, the rule below its head does not.
            head = line.isBlank() || line.chars().anyMatch(Character::isLetterOrDigit) ? List.of() : head;
            lines.append(line).append('\n');
            return;
        }
        List<Role> roles =
                cells.stream().map(cell -> names.meaning(cell).role()).toList();
        boolean numbers = cells.stream().anyMatch(Layout::isNumber);
        int name = roles.indexOf(Role.METRIC);
        boolean one = name >= 0 && name == roles.lastIndexOf(Role.METRIC);
        boolean words = line.codePoints().anyMatch(Character::isLetter);
        if (!words && !numbers) {
            return;
        } else if (!numbers
                && !one
                && SCALE.matcher(line).find()
                && roles.stream().allMatch(Role.OTHER::equals)) {
            lines.append(line).append('\n');
        } else if (!numbers && !one) {
            boolean heads = head.isEmpty() || roles.contains(Role.SCORE) || roles.contains(Role.METRIC);
            cells.forEach(cell -> lines.append(SCALE.matcher(cell).find() ? cell + "\n" : ""));
            head = heads ? cells : head;
            headRoles = heads ? roles : headRoles;
        } else if (one && head.isEmpty()) {
            say(cells.get(name) + ": ", String.join(" | ", cells.subList(name + 1, cells.size())));
        } else if (one && head.size() == cells.size()) {
            row(cells, name);
        } else if (name < 0 && headRoles.contains(Role.METRIC) && head.size() == cells.size()) {
            boolean scores = headRoles.get(0) == Role.METRIC || roles.get(0) == Role.SCORE;
            for (int c = 0; c < cells.size(); c++) {
                say(scores ? head.get(c) + ": " : MENTION + head.get(c) + " ", cells.get(c));
            }
        } else {
            lines.append(MENTION).append(line).append('\n');
        }
    }

    /** A metric's row below a head: the cells that may be scores. */
    private void row(List<String> cells, int name) {
        String metric = cells.get(name);
        StringBuilder remark = new StringBuilder();
        for (int c = 0; c < cells.size(); c++) {
            remark.append(headRoles.get(c) == Role.EXPLANATION ? " | " + cells.get(c) : "");
        }
        for (int c = 0; c < cells.size(); c++) {
            boolean harmless = Fold.key(head.get(c)).isEmpty()
                    || Vocabulary.is(head.get(c), Concept.NO_SCORE)
                    || Vocabulary.is(head.get(c), Concept.COUNTED)
                    || Set.of(Role.EXPLANATION, Role.NAME, Role.TITLE, Role.FOREIGN)
                            .contains(headRoles.get(c));
            if (headRoles.get(c) == Role.SCORE) {
                say(metric + ": ", cells.get(c) + remark);
            } else if (headRoles.get(c) == Role.MAXIMUM) {
                say(head.get(c) + ": ", cells.get(c));
            } else if (c != name && !harmless) {
                String cell = cells.get(c);
                boolean stars = STARS.matcher(cell).matches();
                say(MENTION + metric + " ", stars ? "" + cell.replace("☆", "").length() : cell);
            }
        }
    }

    private void say(String start, String words) {
        lines.append(words.isBlank() ? "" : start + words).append('\n');
    }

    private static String unframed(String row) {
        int end = row.length() > 1 && row.endsWith("|") ? row.length() - 1 : row.length();
        return row.substring(row.startsWith("|") ? 1 : 0, end);
    }

    private static boolean isNumber(String cell) {
        return NUMBER.matcher(cell).lookingAt();
    }

    private List<String> cells(String line) {
        Matcher first = SEPARATED.matcher(line);
        boolean starts = first.find()
                && Role.NAME
                        == names.meaning(first.group(
                                        names.meaning(first.group(1)).role() == Role.TITLE ? 3 : 1))
                                .role();
        separator = starts ? first.group(2) : separator;
        String mark = line.indexOf('|') >= 0 ? "|" : line.indexOf('\t') > 0 ? "\t" : separator;
        boolean plain = mark.equals(separator);
        if (plain && !starts && (head.isEmpty() || !separated || !line.contains(mark))) {
            return List.of();
        }
        separated = plain;
        String row = mark.equals("|") ? unframed(line.strip()) : line;
        String[] cells = row.split(Pattern.quote(mark), separated && !starts ? head.size() : -1);
        return Arrays.stream(cells)
                .map(cell -> cell.replaceAll("[*\"]", "").strip())
                .toList();
    }
}
