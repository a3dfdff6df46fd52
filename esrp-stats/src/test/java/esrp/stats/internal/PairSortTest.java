package esrp.stats.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PairSortTest {
    /** Even, uneven and crowded cells, one cell, values beyond all but few, ties of every kind. */
    enum Values {
        UNIFORM,
        NORMAL,
        EXPONENTIAL,
        CAUCHY,
        ALL_EXPONENTS,
        ALL_BITS,
        FAR_OUTLIERS,
        ONE_OUTLIER,
        CLUSTERS,
        NEIGHBOURS,
        CELLS_OF_NEIGHBOURS,
        DENORMAL,
        ZEROS,
        CONSTANT,
        INFINITE,
        LEVELS,
        MANY_TIES;

        private double draw(Random random) {
            return switch (this) {
                case UNIFORM -> random.nextDouble();
                case NORMAL -> random.nextGaussian();
                case EXPONENTIAL -> -Math.log(1 - random.nextDouble());
                case CAUCHY -> Math.tan(Math.PI * (random.nextDouble() - 0.5));
                case ALL_EXPONENTS -> Math.scalb(random.nextDouble() - 0.5, random.nextInt(2100) - 1080);
                case ALL_BITS -> Double.longBitsToDouble(random.nextLong());
                case FAR_OUTLIERS -> random.nextInt(9) == 0 ? 1e300 * random.nextGaussian() : random.nextDouble();
                case ONE_OUTLIER -> random.nextInt(500) == 0 ? 1e30 : random.nextInt(900);
                case CLUSTERS -> random.nextInt(3) + random.nextInt(1000) * 0x1p-51;
                case NEIGHBOURS -> 1 + random.nextInt(1 << 20) * 0x1p-52;
                case CELLS_OF_NEIGHBOURS -> random.nextInt(5) * 1e10 + random.nextInt(1 << 18) * 0x1p-60;
                case DENORMAL -> random.nextInt(5000) * Double.MIN_VALUE;
                case ZEROS -> random.nextBoolean() ? -0.0 : 0.0;
                case CONSTANT -> 7;
                case INFINITE -> (random.nextInt(3) - 1) / 0.0;
                case LEVELS -> random.nextInt(40);
                case MANY_TIES -> Math.rint(random.nextGaussian() * 300);
            };
        }

        double[] of(int n, int seed) {
            Random random = new Random(n + 31L * seed);
            double[] values = new double[n];
            for (int i = 0; i < n; i++) {
                double value = draw(random);
                values[i] = Double.isNaN(value) ? 0 : value;
            }
            return values;
        }
    }

    /** Places and counts by comparisons and a Fenwick tree. */
    private static void check(double[] x, double[] y, boolean wide, Executor executor) {
        int n = x.length;
        // Both zeros are the same.
        IntToDoubleFunction xs = i -> x[i] + 0.0;
        IntToDoubleFunction ys = i -> y[i] + 0.0;
        int[] byY = sorted(n, ys, xs);
        int[] byX = sorted(n, xs, ys);
        int[] place = new int[n];
        int[] index = new int[n];
        for (int p = 0; p < n; p++) {
            place[byY[p]] = p;
        }
        int[] larger = new int[n];
        int[] placeOfX = new int[n];
        boolean[] tiedX = new boolean[n];
        boolean[] tiedY = new boolean[n];
        for (int q = 0; q < n; q++) {
            placeOfX[byX[q]] = q;
            tiedX[q] = q > 0 && x[byX[q]] == x[byX[q - 1]];
            tiedY[q] = q > 0 && y[byY[q]] == y[byY[q - 1]];
        }
        int[] tree = new int[n + 1];
        for (int p = 0; p < n; p++) {
            int q = placeOfX[byY[p]];
            for (int i = n - 1 - q; i > 0; i &= i - 1) {
                larger[q] += tree[i];
            }
            for (int i = n - q; i <= n; i += i & -i) {
                tree[i]++;
            }
        }
        PairSort sort = new PairSort(x, y, wide, executor);
        int[] actualPlace = new int[n];
        int[] actualLarger = new int[n];
        int[] parts = new int[n];
        sort.byX(true, (part, from, to, results) -> {
            for (int q = from; q < to; q++) {
                actualPlace[q] = (int) (results[q - from] >>> 32);
                actualLarger[q] = (int) results[q - from];
                parts[q] = part;
            }
        });
        int[] places = new int[n];
        sort.byX(false, (part, from, to, results) -> {
            for (int q = from; q < to; q++) {
                places[q] = (int) (results[q - from] >>> 32);
            }
        });
        assertThat(places).isEqualTo(actualPlace);
        Arrays.setAll(index, sort::index);
        assertThat(index).isEqualTo(byY);
        assertThat(actualPlace).isEqualTo(Arrays.stream(byX).map(i -> place[i]).toArray());
        assertThat(actualLarger).isEqualTo(larger);
        assertThat(sort.tiedX).isEqualTo(tiedX);
        assertThat(sort.tiedY).isEqualTo(tiedY);
        assertThat(parts).isSorted();
        assertThat(parts[n - 1]).isLessThan(PairSort.PARTS);
        sort.release();
    }

    private static int[] sorted(int n, IntToDoubleFunction first, IntToDoubleFunction second) {
        return IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble(first::applyAsDouble).thenComparingDouble(second::applyAsDouble))
                .mapToInt(i -> i)
                .toArray();
    }

    @ParameterizedTest
    @EnumSource
    void sortsAndCountsAsComparisonsDo(Values kind) {
        for (int n : new int[] {2, 3, 5, 8, 9, 64, 65, 513, 1000, 4097, 30_000}) {
            boolean wide = n % 2 == 0;
            check(kind.of(n, 1), kind.of(n, 2), wide, Replicates.CALLER);
            check(kind.of(n, 1), Values.UNIFORM.of(n, 2), !wide, Replicates.CALLER);
            check(Values.NORMAL.of(n, 1), kind.of(n, 2), !wide, Replicates.CALLER);
        }
    }

    /** More than {@link PairSort#PARTS} leaves, and nodes that are divided again, and so many of one x, or so close, that they cannot. */
    @ParameterizedTest
    @EnumSource(names = {"UNIFORM", "CAUCHY", "LEVELS", "NEIGHBOURS", "FAR_OUTLIERS", "CLUSTERS", "MANY_TIES"})
    void sortsMany(Values kind) {
        int n = 300_001;
        check(kind.of(n, 1), kind.of(n, 2), false, ForkJoinPool.commonPool());
        check(kind.of(n, 1), Values.EXPONENTIAL.of(n, 2), true, ForkJoinPool.commonPool());
        check(Values.UNIFORM.of(n, 1), kind.of(n, 2), false, Replicates.CALLER);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 100, 1 << 20, (1 << 21) + 1})
    void sortsInHalves(int n) {
        double[] x = Values.UNIFORM.of(n, 1);
        double[] y = Values.NORMAL.of(n, 2);
        check(x, y, n > PairSort.NARROW, ForkJoinPool.commonPool());
    }

    @ParameterizedTest
    @EnumSource
    void sortedAndReversed(Values kind) {
        double[] values = kind.of(3000, 1);
        Arrays.sort(values);
        double[] reversed = new double[3000];
        Arrays.setAll(reversed, i -> values[2999 - i]);
        check(values, values, false, Replicates.CALLER);
        check(values, reversed, false, Replicates.CALLER);
        check(reversed, values, true, Replicates.CALLER);
    }

    /** Most are the same, and the sample sees nothing else: those of one cell are told apart by their rank. */
    @Test
    void fewAmongMany() {
        double[] x = new double[200_000];
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = i % 48 == 1 ? 1 + i * 0x1p-52 : 1;
            y[i] = i % 48 == 2 ? -i : 3;
        }
        check(x, y, false, Replicates.CALLER);
        check(y, x, false, Replicates.CALLER);
    }

    /** A sample at equal distances sees one value alone. */
    @ParameterizedTest
    @ValueSource(ints = {16, 256})
    void periodicValues(int period) {
        double[] x = Values.NEIGHBOURS.of(1 << 16, 1);
        double[] y = Values.ALL_BITS.of(1 << 16, 2);
        for (int i = 0; i < x.length; i += period) {
            x[i] = 7;
            y[i] = 7;
        }
        check(x, y, false, Replicates.CALLER);
        check(y, x, true, Replicates.CALLER);
    }

    @Test
    void aReversalHasAll() {
        int n = 100_000;
        double[] up = new double[n];
        double[] down = new double[n];
        for (int i = 0; i < n; i++) {
            up[i] = i;
            down[i] = -i;
        }
        PairSort sort = new PairSort(up, down, false, Replicates.CALLER);
        sort.byX(true, (part, from, to, results) -> {
            for (int q = from; q < to; q++) {
                assertThat(results[q - from]).isEqualTo((n - 1L - q) << 32 | (n - 1 - q));
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 57, 9_999})
    void refusesNaN(int at) {
        double[] values = Values.UNIFORM.of(10_000, 1);
        double[] others = values.clone();
        values[at] = Double.NaN;
        assertThatThrownBy(() -> new PairSort(values, others, false, Replicates.CALLER))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("x[" + at + "]");
        assertThatThrownBy(() -> new PairSort(others, values, true, ForkJoinPool.commonPool()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("y[" + at + "]");
        values[at] = Double.POSITIVE_INFINITY;
        values[at / 2] = Double.NaN;
        assertThatThrownBy(() -> new PairSort(others, values, true, ForkJoinPool.commonPool()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("y[");
    }
}
