package esrp.metrics;

import esrp.core.Scale;
import esrp.core.internal.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * How often a judge gave which score where people gave which: exact counts that add up. Immutable.
 */
public final class Confusion {
    private final Scale scale;
    private final long[][] counts;

    private Confusion(Scale scale, long[][] counts) {
        this.scale = scale;
        this.counts = counts;
    }

    /**
     * A table of counts.
     *
     * @param scale the scale of both
     * @param counts [level of people][level of the judge], ascending; none negative; copied
     * @return the table
     * @throws IllegalArgumentException if it is not square on the scale's levels, or a count is negative
     */
    public static Confusion of(Scale scale, long[][] counts) {
        Objects.requireNonNull(scale, "scale");
        long[][] copy = new long[scale.levels()][];
        if (counts.length != scale.levels()) {
            throw new IllegalArgumentException(
                    "counts: has " + counts.length + " rows, " + scale.levels() + " expected for scale " + scale);
        }
        for (int i = 0; i < copy.length; i++) {
            copy[i] = counts[i].clone();
            if (copy[i].length != copy.length || Arrays.stream(copy[i]).anyMatch(n -> n < 0)) {
                throw new IllegalArgumentException("counts[" + i + "]: " + Arrays.toString(copy[i]) + " is not "
                        + copy.length + " counts of 0 or more");
            }
        }
        return new Confusion(scale, copy);
    }

    /**
     * The scale of both.
     *
     * @return the scale
     */
    public Scale scale() {
        return scale;
    }

    /**
     * How often the judge gave one score where people gave another.
     *
     * @param human a score on the scale
     * @param judge a score on the scale
     * @return the count
     */
    public long count(int human, int judge) {
        return counts[scale.level(human)][scale.level(judge)];
    }

    /**
     * All counts.
     *
     * @return a copy, [level of people][level of the judge]
     */
    public long[][] toArray() {
        long[][] copy = new long[counts.length][];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = counts[i].clone();
        }
        return copy;
    }

    /**
     * The number of pairs.
     *
     * @return the sum of all counts
     */
    public long n() {
        return Arrays.stream(counts).flatMapToLong(Arrays::stream).sum();
    }

    /**
     * The share of pairs whose scores differ by at most so much.
     *
     * @param tolerance 0 for the paper's acc, 1 for its acc_soft
     * @return in [0, 1]; NaN if there is no pair
     */
    public double accuracy(int tolerance) {
        long hits = 0;
        for (int i = 0; i < counts.length; i++) {
            for (int j = 0; j < counts.length; j++) {
                if (Math.abs(i - j) <= tolerance) {
                    hits += counts[i][j];
                }
            }
        }
        return n() == 0 ? Double.NaN : hits / (double) n();
    }

    /**
     * How much higher the judge scores than people, on average.
     *
     * @return mean of judge − people, in score points; NaN if there is no pair
     */
    public double bias() {
        long sum = 0;
        for (int i = 0; i < counts.length; i++) {
            for (int j = 0; j < counts.length; j++) {
                sum += (j - i) * counts[i][j];
            }
        }
        return n() == 0 ? Double.NaN : sum / (double) n();
    }

    /**
     * Both together, as if counted at once.
     *
     * @param other counts on an equal scale
     * @return the sum
     * @throws IllegalArgumentException if the scales differ
     */
    public Confusion plus(Confusion other) {
        if (!scale.equals(other.scale)) {
            throw new IllegalArgumentException("other: has scale " + other.scale + ", " + scale + " expected");
        }
        long[][] sum = toArray();
        for (int i = 0; i < sum.length; i++) {
            for (int j = 0; j < sum.length; j++) {
                sum[i][j] += other.counts[i][j];
            }
        }
        return new Confusion(scale, sum);
    }

    /** How often people gave each level. */
    long[] human() {
        return Arrays.stream(counts).mapToLong(row -> Arrays.stream(row).sum()).toArray();
    }

    /** The counts themselves, not to be changed. */
    long[][] counts() {
        return counts;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Confusion that && scale.equals(that.scale) && Arrays.deepEquals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return 31 * scale.hashCode() + Arrays.deepHashCode(counts);
    }

    /** People down, the judge across. */
    @Override
    public String toString() {
        List<String> head = new ArrayList<>(List.of("people\\judge"));
        for (int j = 0; j < counts.length; j++) {
            head.add(String.valueOf(scale.score(j)));
        }
        TextTable text = TextTable.of(1, head);
        for (int i = 0; i < counts.length; i++) {
            List<String> row = new ArrayList<>(List.of(String.valueOf(scale.score(i))));
            Arrays.stream(counts[i]).forEach(n -> row.add(Numbers.count(n)));
            text.row(row);
        }
        return text.toString();
    }
}
