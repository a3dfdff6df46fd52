package esrp.core;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How many findings there are of each kind, with the first of each as an example. Prints well at 80 columns.
 *
 * @param counts how many of each kind, in the order of the kinds; kinds without findings are absent
 * @param examples the first finding of each kind
 */
public record FindingSummary(Map<Finding.Kind, Integer> counts, Map<Finding.Kind, Finding> examples) {
    private static final int WIDTH = 80;
    private static final String INDENT = " ".repeat(6);

    /**
     * Validates and copies.
     *
     * @param counts how many of each kind, in the order of the kinds; kinds without findings are absent
     * @param examples the first finding of each kind
     */
    public FindingSummary {
        counts = counts.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(counts));
        examples = examples.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(examples));
        if (!counts.keySet().equals(examples.keySet())) {
            throw new IllegalArgumentException(
                    "examples: are for " + examples.keySet() + ", for " + counts.keySet() + " were expected");
        }
    }

    /**
     * Counts findings.
     *
     * @param findings the findings
     * @return their summary
     */
    public static FindingSummary of(List<Finding> findings) {
        Map<Finding.Kind, Integer> counts = new EnumMap<>(Finding.Kind.class);
        Map<Finding.Kind, Finding> examples = new EnumMap<>(Finding.Kind.class);
        for (Finding finding : findings) {
            counts.merge(finding.kind(), 1, Integer::sum);
            examples.putIfAbsent(finding.kind(), finding);
        }
        return new FindingSummary(counts, examples);
    }

    /**
     * How many findings there are of a kind.
     *
     * @param kind the kind
     * @return at least 0
     */
    public int count(Finding.Kind kind) {
        return counts.getOrDefault(kind, 0);
    }

    /**
     * How many findings there are.
     *
     * @return at least 0
     */
    public int total() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** One line a kind with its count, and its first finding below, cut at 80 columns (a CJK character takes two). */
    @Override
    public String toString() {
        if (counts.isEmpty()) {
            return "no findings";
        }
        StringBuilder text = new StringBuilder();
        counts.forEach((kind, count) -> {
            text.append(text.isEmpty() ? "" : "\n").append(String.format(Locale.ROOT, "%5d %s", count, words(kind)));
            Finding example = examples.get(kind);
            if (example != null) {
                text.append('\n').append(INDENT).append(cut(example.place()));
                text.append('\n').append(INDENT).append(cut(example.message()));
            }
        });
        return text.toString();
    }

    private static String words(Finding.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String cut(String text) {
        int room = WIDTH - INDENT.length();
        int width = text.codePoints().map(FindingSummary::columns).sum();
        if (width <= room) {
            return text;
        }
        StringBuilder head = new StringBuilder();
        int used = 1;
        for (int codePoint : text.codePoints().toArray()) {
            used += columns(codePoint);
            if (used > room) {
                break;
            }
            head.appendCodePoint(codePoint);
        }
        return head.append('…').toString();
    }

    /** Columns that a terminal gives a character, near enough: two from the CJK blocks on. */
    private static int columns(int codePoint) {
        return codePoint >= 0x1100 && !(codePoint >= 0x2000 && codePoint < 0x2E80) ? 2 : 1;
    }
}
