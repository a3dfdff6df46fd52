package esrp.prompts.internal;

import java.util.Arrays;
import java.util.List;

/**
 * Where a text names metrics outside of what is surely an explanation; so that a score can be refused if, between it
 * and the name of its metric, another metric is named. Names are found in the raw text, whatever the structure around
 * was taken for: in keys, values, remnants of either, prose.
 */
final class NameMentions {
    private int[] starts = new int[8];
    private int[] metrics = new int[8];
    /** For each mention, the index of the next one of another metric. */
    private int[] nextOther = new int[0];

    private int count;

    /**
     * Finds all mentions.
     *
     * @param harmless start and end of each part that is passed over, in order
     */
    NameMentions(String text, MetricNames names, List<int[]> harmless) {
        int next = 0;
        int i = 0;
        while (i < text.length()) {
            while (next < harmless.size() && harmless.get(next)[1] <= i) {
                next++;
            }
            if (next < harmless.size() && harmless.get(next)[0] <= i) {
                i = harmless.get(next)[1];
                continue;
            }
            int[] found = Tokens.nameAt(text, i, names.spellings());
            if (found != null && found[0] >= 0) {
                add(i, found[0]);
            }
            i = found == null ? i + 1 : found[1];
        }
        nextOther = new int[count];
        for (int m = count - 1; m >= 0; m--) {
            nextOther[m] = m + 1 < count && metrics[m + 1] == metrics[m] ? nextOther[m + 1] : m + 1;
        }
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

    /** Whether another metric than this one is named between two places, whichever comes first. */
    boolean otherBetween(int one, int two, int metric) {
        int from = Math.min(one, two);
        int at = Arrays.binarySearch(starts, 0, count, from);
        at = at < 0 ? -at - 1 : at;
        if (at < count && metrics[at] == metric) {
            at = nextOther[at];
        }
        return at < count && starts[at] < Math.max(one, two);
    }
}
