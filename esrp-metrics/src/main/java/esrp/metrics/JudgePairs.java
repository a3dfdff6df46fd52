package esrp.metrics;

import esrp.core.Metric;
import esrp.stats.PairTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Pairs of a human label and the judge's level, in the order of the table. */
final class JudgePairs {
    private final HumanLabel label;
    final Metric metric;
    private final List<int[]> groups = new ArrayList<>();
    int[] human = new int[64];
    int[] judge = new int[64];
    int[] candidate = new int[64];
    int[] form = new int[64];
    int size;
    long humanOnly;
    long judgeOnly;
    long undecided;

    /** Raters among the judges are not people. */
    JudgePairs(HumanLabel label, ScoreTable table, int m, int judgeRater, BitSet judges) {
        this.label = label;
        metric = table.metrics.get(m);
        for (int c = 0; c < table.candidates.size(); c++) {
            int of = c;
            table.forEachSite((from, to) -> site(table, of, m, from, to, judgeRater, judges));
        }
    }

    private void site(ScoreTable table, int c, int m, int from, int to, int judgeRater, BitSet judges) {
        int said = -1;
        int people = 0;
        int[] levels = new int[to - from];
        int[] forms = new int[to - from];
        for (int f = from; f < to; f++) {
            int level = table.level(c, m, f);
            if (level < 0) {
                continue;
            }
            if (table.rater(f) == judgeRater) {
                said = level;
            } else if (!judges.get(table.rater(f))) {
                levels[people] = level;
                forms[people++] = f;
            }
        }
        if (people > 1) {
            groups.add(Arrays.copyOf(levels, people));
        }
        if (said < 0 || people == 0) {
            humanOnly += people > 0 ? 1 : 0;
            judgeOnly += said >= 0 ? 1 : 0;
            return;
        }
        if (label == HumanLabel.EACH_RATER) {
            for (int i = 0; i < people; i++) {
                add(levels[i], said, c, forms[i]);
            }
            return;
        }
        OptionalInt one = label.label(Arrays.copyOf(levels, people), metric.scale());
        if (one.isPresent()) {
            add(one.getAsInt(), said, c, forms[0]);
        } else {
            undecided++;
        }
    }

    private void add(int humanLevel, int judgeLevel, int c, int f) {
        if (size == human.length) {
            human = Arrays.copyOf(human, 2 * size);
            judge = Arrays.copyOf(judge, 2 * size);
            candidate = Arrays.copyOf(candidate, 2 * size);
            form = Arrays.copyOf(form, 2 * size);
        }
        human[size] = humanLevel;
        judge[size] = judgeLevel;
        candidate[size] = c;
        form[size++] = f;
    }

    /** The form of each pair. */
    IntStream forms() {
        return Arrays.stream(form, 0, size);
    }

    /** Whether each pair matches, matches up to one level, and the difference, in columns from the one given. */
    void show(Units.Sink sink, int column) {
        for (int p = 0; p < size; p++) {
            int difference = judge[p] - human[p];
            sink.add(form[p], column, difference == 0 ? 1 : 0, 1);
            sink.add(form[p], column + 1, Math.abs(difference) <= 1 ? 1 : 0, 1);
            sink.add(form[p], column + 2, metric.scale().step() * difference, 1);
        }
    }

    /** Each person compared with the label that the others make. */
    PairTable humanAgreement() {
        int k = metric.scale().levels();
        long[][] counts = new long[k][k];
        for (int[] group : groups) {
            for (int i = 0; i < group.length; i++) {
                if (label == HumanLabel.EACH_RATER) {
                    for (int j = 0; j < group.length; j++) {
                        if (i != j) {
                            counts[group[j]][group[i]]++;
                        }
                    }
                    continue;
                }
                int[] others = new int[group.length - 1];
                System.arraycopy(group, 0, others, 0, i);
                System.arraycopy(group, i + 1, others, i, others.length - i);
                int own = group[i];
                label.label(others, metric.scale()).ifPresent(level -> counts[level][own]++);
            }
        }
        return PairTable.of(counts);
    }
}
