package esrp.core;

import java.util.Arrays;
import java.util.Objects;

/**
 * How often each level of a scale was given. Counts are exact, so they do not depend on the order in which they were
 * gathered, and parts gathered apart add up: {@code a.plus(b)}.
 */
public final class LevelCounts {
    private final Scale scale;
    private final long[] counts;
    private final long n;

    private LevelCounts(Scale scale, long[] counts) {
        this.scale = scale;
        this.counts = counts;
        long sum = 0;
        for (long count : counts) {
            sum = Math.addExact(sum, count);
        }
        this.n = sum;
    }

    /**
     * Counts in the order of the levels.
     *
     * @param scale the scale
     * @param counts one count per level, lowest score first; none negative; copied
     * @return the counts
     * @throws IllegalArgumentException if there are more or fewer counts than levels, or a negative one
     */
    public static LevelCounts of(Scale scale, long... counts) {
        Objects.requireNonNull(scale, "scale");
        if (counts.length != scale.levels()) {
            throw new IllegalArgumentException("counts: " + counts.length + " given, scale " + scale + " has "
                    + scale.levels() + " levels and needs as many");
        }
        for (int level = 0; level < counts.length; level++) {
            if (counts[level] < 0) {
                throw new IllegalArgumentException("counts: " + counts[level] + " of score " + scale.score(level)
                        + " is negative, 0 or more was expected");
            }
        }
        return new LevelCounts(scale, counts.clone());
    }

    /**
     * Counts of nothing.
     *
     * @param scale the scale
     * @return 0 for each level
     */
    public static LevelCounts empty(Scale scale) {
        return new LevelCounts(scale, new long[scale.levels()]);
    }

    /** {@return what is counted} */
    public Scale scale() {
        return scale;
    }

    /**
     * {@return how often a level was given}
     *
     * @param level 0..levels-1; the score is {@code scale().score(level)}
     * @throws IllegalArgumentException if there is no such level
     */
    public long count(int level) {
        if (level < 0 || level >= counts.length) {
            throw new IllegalArgumentException("level: " + level + " is outside 0.." + (counts.length - 1));
        }
        return counts[level];
    }

    /** {@return the counts of all levels: a new array, lowest score first} */
    public long[] toArray() {
        return counts.clone();
    }

    /** {@return how many ratings were counted} */
    public long n() {
        return n;
    }

    /**
     * The sum of the scores: exact on scales of whole numbers below 2<sup>53</sup>, correctly rounded up to the decimals of
     * the scale elsewhere, because the levels are summed, not the scores.
     *
     * @return Σ count × score
     * @throws ArithmeticException if the sum of the levels does not fit into a {@code long}
     */
    public double sum() {
        long levels = 0;
        for (int level = 0; level < counts.length; level++) {
            levels = Math.addExact(levels, Math.multiplyExact(counts[level], (long) level));
        }
        return scale.lowest() * n + scale.step() * levels;
    }

    /**
     * The mean score.
     *
     * <ul>
     *   <li>between the lowest and the highest score
     *   <li>{@code NaN} if nothing was counted
     *   <li>on a scale of whole numbers the sum is exact; the division alone rounds
     * </ul>
     *
     * @return the arithmetic mean
     */
    public double mean() {
        return n == 0 ? Double.NaN : sum() / n;
    }

    /**
     * {@return the sample variance of the scores, with {@code n - 1} in the denominator}
     *
     * <ul>
     *   <li>in squared score points, at least 0
     *   <li>{@code NaN} if fewer than two ratings were counted
     * </ul>
     */
    public double variance() {
        if (n < 2) {
            return Double.NaN;
        }
        double mean = mean();
        double sum = 0;
        for (int level = 0; level < counts.length; level++) {
            double deviation = scale.score(level) - mean;
            sum += counts[level] * deviation * deviation;
        }
        return sum / (n - 1);
    }

    /**
     * {@return the sum of both, as if they had been counted together}
     *
     * @param other counts on an equal scale
     * @throws IllegalArgumentException if the scales differ
     */
    public LevelCounts plus(LevelCounts other) {
        if (!scale.equals(other.scale)) {
            throw new IllegalArgumentException(
                    "other: counts on scale " + other.scale + " cannot be added to counts on scale " + scale);
        }
        long[] sum = new long[counts.length];
        for (int level = 0; level < sum.length; level++) {
            sum[level] = Math.addExact(counts[level], other.counts[level]);
        }
        return new LevelCounts(scale, sum);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LevelCounts that && scale.equals(that.scale) && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return 31 * scale.hashCode() + Arrays.hashCode(counts);
    }

    /** As {@code 1..5 [0, 3, 10, 41, 66]}. */
    @Override
    public String toString() {
        return scale + " " + Arrays.toString(counts);
    }
}
