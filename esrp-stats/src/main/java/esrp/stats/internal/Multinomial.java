package esrp.stats.internal;

import java.util.Arrays;
import java.util.stream.IntStream;

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

    /** For non-negative counts whose sum is at most 2^53. */
    public Multinomial(long... counts) {
        cells = IntStream.range(0, counts.length).filter(i -> counts[i] > 0).toArray();
        this.counts = Arrays.stream(cells).mapToLong(i -> counts[i]).toArray();
        rest = this.counts.clone();
        for (int j = cells.length - 2; j >= 0; j--) {
            rest[j] = Math.addExact(rest[j], rest[j + 1]);
        }
    }

    public long n() {
        return rest.length == 0 ? 0 : rest[0];
    }

    /** Sets every element of {@code into}, which is as long as the counts were, to a new draw. */
    public void draw(RandomStream random, long[] into) {
        Arrays.fill(into, 0);
        long left = n();
        for (int j = 0; j < cells.length && left > 0; j++) {
            long drawn = Binomial.draw(random, left, counts[j], rest[j]);
            into[cells[j]] = drawn;
            left -= drawn;
        }
    }
}
