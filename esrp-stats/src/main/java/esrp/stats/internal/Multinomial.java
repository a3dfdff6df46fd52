package esrp.stats.internal;

import java.util.Arrays;

/**
 * Resamples counts: one draw says how often each cell occurs among {@code n} draws with replacement from {@code n}
 * items that lie in cells. That is what resampling the items one by one would count, at a cost that does not depend on
 * {@code n}: a binomial draw for each non-empty cell, given what the cells before it left.
 *
 * <p>Immutable; share it between threads and give each replicate its own {@link RandomStream}.
 */
public final class Multinomial {
    private final int[] cells;
    private final long[] counts;
    private final long[] rest;
    private final long n;

    private Multinomial(int[] cells, long[] counts, long[] rest, long n) {
        this.cells = cells;
        this.counts = counts;
        this.rest = rest;
        this.n = n;
    }

    /** For non-negative counts whose sum is at most 2^53. */
    public static Multinomial of(long... counts) {
        int[] cells = new int[counts.length];
        int filled = 0;
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                cells[filled++] = i;
            }
        }
        long[] dense = new long[filled];
        long[] rest = new long[filled];
        long sum = 0;
        for (int j = filled - 1; j >= 0; j--) {
            dense[j] = counts[cells[j]];
            sum = Math.addExact(sum, dense[j]);
            rest[j] = sum;
        }
        return new Multinomial(Arrays.copyOf(cells, filled), dense, rest, sum);
    }

    public long n() {
        return n;
    }

    /** Sets every element of {@code into}, which is as long as the counts were, to a new draw. */
    public void draw(RandomStream random, long[] into) {
        Arrays.fill(into, 0);
        long left = n;
        for (int j = 0; j < cells.length && left > 0; j++) {
            long drawn = Binomial.draw(random, left, counts[j], rest[j]);
            into[cells[j]] = drawn;
            left -= drawn;
        }
    }
}
