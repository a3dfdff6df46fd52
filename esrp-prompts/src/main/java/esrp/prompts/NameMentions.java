package esrp.prompts;

import java.util.Arrays;
import java.util.List;

/**
 * Where a text names metrics outside of what is surely an explanation; so that a score can be refused if, between it
 * and the name of its metric, another metric is named.
 *
 * <p>Names are found in the raw text, whatever the structure around was taken for: in keys, values, remnants of either,
 * prose. Passed over are names inside strings that are sound (opened and closed where a value starts and ends, with
 * nothing in them that looks like structure) and say more than the name.
 */
final class NameMentions {
    /** What joins a name in plain text to what is said of it. */
    private static final String JOINTS = ":=(>→—[";

    /** How many characters may stand between two letters of a name. */
    private static final int LONGEST_GAP = 3;

    private int[] starts = new int[8];
    private int[] metrics = new int[8];
    /** For each mention, the index of the next one of another metric. */
    private int[] nextOther = new int[0];

    private int count;
    private final boolean joinedOnly;
    /** Work done, for the test that it is linear. */
    long steps;

    private NameMentions(boolean joinedOnly) {
        this.joinedOnly = joinedOnly;
    }

    /**
     * Finds all mentions.
     *
     * @param text the text
     * @param from where to start
     * @param names the names
     * @param harmless start and end of each sound string, in order
     */
    static NameMentions in(String text, int from, MetricNames names, List<int[]> harmless) {
        NameMentions found = new NameMentions(false);
        int next = 0;
        int i = from;
        while (i < text.length()) {
            found.steps++;
            while (next < harmless.size() && harmless.get(next)[1] <= i) {
                next++;
            }
            if (next < harmless.size() && harmless.get(next)[0] <= i) {
                i = harmless.get(next)[1];
                continue;
            }
            i = found.longestAt(text, i, names.spellings());
        }
        found.link();
        return found;
    }

    /** Finds the mentions in plain text that start something: those with a colon or the like behind them. */
    static NameMentions headsIn(String text, MetricNames names) {
        NameMentions found = new NameMentions(true);
        int i = 0;
        while (i < text.length()) {
            found.steps++;
            i = found.longestAt(text, i, names.spellings());
        }
        found.link();
        return found;
    }

    /** Adds the longest name that starts here, if there is one; answers where to go on. */
    private int longestAt(String text, int from, MetricNames.Spelling spellings) {
        MetricNames.Spelling node = spellings;
        int i = from;
        int gap = 0;
        int end = from;
        int metric = MetricNames.Spelling.NONE;
        while (i < text.length() && gap <= LONGEST_GAP) {
            steps++;
            int cp = text.codePointAt(i);
            int width = Character.charCount(cp);
            int escaped = cp == '\\' ? escaped(text, i) : -1;
            if (escaped >= 0) {
                cp = escaped;
                width = 6;
            }
            int folded = Character.toLowerCase(Fold.fold(cp));
            if (Character.isLetterOrDigit(folded)) {
                MetricNames.Spelling longer = node.next(folded);
                if (longer == null) {
                    break;
                }
                node = longer;
                gap = 0;
                if (node.metric() != MetricNames.Spelling.NONE
                        && (!node.isShort() || standsApart(text, from, i + width))) {
                    metric = node.metric();
                    end = i + width;
                }
            } else if (node == spellings) {
                break;
            } else {
                gap++;
            }
            i += width;
        }
        if (metric >= 0 && (!joinedOnly || isJoined(text, end))) {
            add(from, metric);
        }
        return end > from ? end : from + 1;
    }

    private boolean isJoined(String text, int from) {
        int i = from;
        while (i < text.length() && i < from + 8 && (Fold.isSpace(text.charAt(i)) || isEmphasis(text.charAt(i)))) {
            steps++;
            i++;
        }
        if (i >= text.length()) {
            return false;
        }
        char c = text.charAt(i);
        return JOINTS.indexOf(Fold.fold(c)) >= 0
                || (c == '-' && (i > from || (i + 1 < text.length() && Fold.isDigit(text.charAt(i + 1)))));
    }

    private static boolean isEmphasis(char c) {
        return c == '*' || c == '_' || Fold.quoteClass(c) != 0;
    }

    /** A short name such as {@code SS} is a word of its own. */
    private static boolean standsApart(String text, int from, int to) {
        return (from == 0 || !isLatinLetter(text.charAt(from - 1)))
                && (to >= text.length() || !isLatinLetter(text.charAt(to)));
    }

    private static boolean isLatinLetter(char c) {
        return c < 0x250 && Character.isLetter(c);
    }

    /** The character that is written here as {@code \\u4e00}; -1 if there is none. */
    private static int escaped(String text, int from) {
        if (from + 6 > text.length() || text.charAt(from + 1) != 'u') {
            return -1;
        }
        int code = 0;
        for (int d = from + 2; d < from + 6; d++) {
            int digit = Character.digit(text.charAt(d), 16);
            if (digit < 0) {
                return -1;
            }
            code = code * 16 + digit;
        }
        return code;
    }

    private void add(int start, int metric) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, 2 * count);
            metrics = Arrays.copyOf(metrics, 2 * count);
        }
        starts[count] = start;
        metrics[count] = metric;
        count++;
    }

    private void link() {
        nextOther = new int[count];
        for (int m = count - 1; m >= 0; m--) {
            nextOther[m] = m + 1 < count && metrics[m + 1] == metrics[m] ? nextOther[m + 1] : m + 1;
        }
    }

    /** Whether there is any mention. */
    boolean any() {
        return count > 0;
    }

    /** Whether another metric than this one is named between two places, whichever comes first. */
    boolean otherBetween(int one, int two, int metric) {
        int from = Math.min(one, two);
        int to = Math.max(one, two);
        int at = Arrays.binarySearch(starts, 0, count, from);
        at = at < 0 ? -at - 1 : at;
        if (at < count && metrics[at] == metric) {
            at = nextOther[at];
        }
        return at < count && starts[at] < to;
    }
}
