package esrp.study;

import esrp.core.Metric;
import esrp.core.Rating;
import esrp.core.Ratings;
import esrp.core.Ratings.Column;
import esrp.core.Scale;
import esrp.core.internal.Numbers;
import esrp.metrics.Analysis;
import esrp.metrics.Rubric;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The complete forms of a pilot: one rater's answers about one dialogue on every metric of a measure, added up. Codes are
 * those of the dictionaries of the ratings.
 */
final class PilotForms {
    private final long[] keys;
    private final int[] sizes;
    final double[] score;
    final int[] candidate;
    final int[] character;
    final int[] scenario;
    final int[] rater;
    final int size;
    final int partial;

    PilotForms(Ratings pilot, Rubric rubric, Map<String, Double> shares, Analysis.Duplicates duplicates) {
        List<String> ids = List.copyOf(shares.keySet());
        int[] column = pilot.metrics().stream()
                .mapToInt(metric -> ids.indexOf(metric.id()))
                .toArray();
        sizes = new int[] {
            pilot.dictionary(Column.CANDIDATE).size(),
            pilot.dictionary(Column.CHARACTER).size(),
            pilot.dictionary(Column.ITEM).size(),
            pilot.dictionary(Column.RATER).size()
        };
        if (Arrays.stream(sizes).asDoubleStream().reduce(1, (a, b) -> a * b) >= Long.MAX_VALUE) {
            throw new IllegalArgumentException("pilot: too many candidates × characters × items × raters");
        }
        long[] rows = new long[pilot.size()];
        int[] next = {0};
        pilot.forEachRow((who, as, item, metric, by, level) -> {
            if (column[metric] >= 0) {
                rows[next[0]++] = key(who, as, item, by);
            }
        });
        keys = Arrays.stream(rows, 0, next[0]).sorted().distinct().toArray();
        byte[][] levels = new byte[ids.size()][keys.length];
        pilot.forEachRow((who, as, item, metric, by, level) -> {
            if (column[metric] >= 0) {
                byte[] answers = levels[column[metric]];
                int form = Arrays.binarySearch(keys, key(who, as, item, by));
                if (answers[form] == 0 || duplicates == Analysis.Duplicates.LAST) {
                    answers[form] = (byte) (level + 1);
                } else if (duplicates == Analysis.Duplicates.REJECT) {
                    throw repeated(pilot, ids);
                }
            }
        });
        double[][] values = ids.stream()
                .map(id -> values(rubric, rubric.metric(id), shares.getOrDefault(id, 0.0)))
                .toArray(double[][]::new);
        int complete = 0;
        double[] sums = new double[keys.length];
        for (int form = 0; form < keys.length; form++) {
            double sum = 0;
            boolean whole = true;
            for (int m = 0; m < levels.length; m++) {
                int level = (levels[m][form] & 0xFF) - 1;
                whole &= level >= 0;
                sum += level < 0 ? 0 : values[m][level];
            }
            if (whole) {
                sums[complete] = sum;
                keys[complete++] = keys[form];
            }
        }
        size = complete;
        partial = keys.length - complete;
        score = Arrays.copyOf(sums, size);
        rater = codes(1, sizes[3]);
        scenario = codes(sizes[3], sizes[2]);
        character = codes((long) sizes[3] * sizes[2], sizes[1]);
        candidate = codes((long) sizes[3] * sizes[2] * sizes[1], sizes[0]);
    }

    private long key(int who, int as, int item, int by) {
        return (((long) who * sizes[1] + as) * sizes[2] + item) * sizes[3] + by;
    }

    private int[] codes(long divisor, int modulus) {
        return Arrays.stream(keys, 0, size)
                .mapToInt(key -> (int) (key / divisor % modulus))
                .toArray();
    }

    /** What each level of a metric adds to a form's score; where lower is better, reflected. */
    private static double[] values(Rubric rubric, Metric metric, double share) {
        Scale scale = metric.scale();
        double[] values = new double[scale.levels()];
        for (int level = 0; level < values.length; level++) {
            values[level] = share * rubric.oriented(metric.id(), scale.score(level));
        }
        return values;
    }

    private static IllegalArgumentException repeated(Ratings pilot, List<String> ids) {
        List<Rating> all = pilot.duplicates().stream()
                .map(Ratings.Duplicate::first)
                .filter(first -> ids.contains(first.metric()))
                .toList();
        String examples = all.stream()
                .limit(3)
                .map(one -> "rater \"" + one.rater() + "\" on candidate \"" + one.candidate() + "\", character \""
                        + one.character() + "\", item \"" + one.item() + "\", metric \"" + one.metric() + "\"")
                .collect(Collectors.joining("; "));
        return new IllegalArgumentException("pilot: " + Numbers.count(all.size(), "answer")
                + " given more than once by the same rater: " + examples + (all.size() > 3 ? "; ..." : "")
                + ". Choose Duplicates.FIRST or Duplicates.LAST, or correct the data");
    }

    /** How many different codes there are. */
    static int distinct(int[] codes) {
        return (int) Arrays.stream(codes).distinct().count();
    }
}
