package esrp.core;

import esrp.core.internal.Names;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text with {@code {name}} holes: what a header, a step of a JSON pointer, a cell or a file name looks like. */
final class ImportTemplate {
    private static final Pattern HOLE = Pattern.compile("\\{(_|[a-z]+)}|\\*");
    static final String ANY = "_";
    private static final String SCORE =
            "((?<![\\p{N}.,])[+\\-−]?\\p{N}+(?:[.,]\\p{N}+)?(?!\\p{N}|[.,]\\p{N})|(?<!\\p{L})\\p{L}+)";

    private final String text;
    private final Pattern pattern;
    /** To be found in a longer text, where a score is a number or a word. */
    private final Pattern within;

    private final List<String> holes = new ArrayList<>();

    private ImportTemplate(String text, boolean star) {
        this.text = text;
        StringBuilder regex = new StringBuilder();
        StringBuilder found = new StringBuilder();
        int from = 0;
        for (Matcher hole = HOLE.matcher(text); hole.find(); ) {
            if (!star && hole.group(1) == null) {
                continue;
            }
            String before = Pattern.quote(text.substring(from, hole.start()));
            String name = hole.group(1) == null ? ANY : hole.group(1);
            regex.append(before).append("(.+?)");
            found.append(before).append(name.equals("score") ? SCORE : "(.+?)");
            if (!name.equals(ANY)) {
                int unused = Names.index("hole", name, Coordinate.keys());
            }
            holes.add(name);
            from = hole.end();
        }
        String after = Pattern.quote(text.substring(from));
        this.pattern = Pattern.compile(regex + after, Pattern.DOTALL);
        this.within = Pattern.compile(found + after, Pattern.DOTALL);
    }

    static ImportTemplate of(String text) {
        return new ImportTemplate(text, false);
    }

    /** A step of a pointer, where {@code *} is any key or index. */
    static ImportTemplate step(String text) {
        return new ImportTemplate(text, text.equals("*"));
    }

    List<String> holes() {
        return holes;
    }

    boolean literal() {
        return holes.isEmpty();
    }

    String text() {
        return text;
    }

    /** What the holes hold; empty if the text looks otherwise. */
    Optional<Map<String, String>> match(String other) {
        if (literal()) {
            return text.equals(other) ? Optional.of(Map.of()) : Optional.empty();
        }
        Matcher matcher = pattern.matcher(other);
        return matcher.matches() ? Optional.of(values(matcher)) : Optional.empty();
    }

    /** What the holes hold where the template occurs in a text; empty if it does not, or says different things. */
    Optional<Map<String, String>> find(String other) {
        List<Map<String, String>> found = within.matcher(other)
                .results()
                .map(result -> values(result))
                .distinct()
                .toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    private Map<String, String> values(MatchResult matcher) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < holes.size(); i++) {
            if (!holes.get(i).equals(ANY)) {
                values.put(holes.get(i), matcher.group(i + 1).strip());
            }
        }
        return values;
    }
}
