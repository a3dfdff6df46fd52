package esrp.stats.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RadixOrderTest {
    /** Even, uneven and crowded cells, one cell, cells that are not of equal width, ties of every kind. */
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

        double[] of(int n) {
            Random random = new Random(n);
            double[] values = new double[n];
            for (int i = 0; i < n; i++) {
                double value = draw(random);
                values[i] = Double.isNaN(value) ? 0 : value;
            }
            return values;
        }
    }

    private static void check(double[] values, int[] through, Executor executor) {
        int n = values.length;
        long[][] scratch = {new long[n], new long[n]};
        long[] tied = new long[(n + 63) >>> 6];
        RadixOrder.sort("x", values, through, scratch, tied, executor);
        int mask = (1 << RadixOrder.positionBits(n)) - 1;
        double[] of = IntStream.range(0, n)
                .mapToDouble(i -> values[through.length == 0 ? i : through[i]] + 0.0)
                .toArray();
        int[] expected = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> of[i]))
                .mapToInt(i -> i)
                .toArray();
        int[] actual = new int[n];
        long[] expectedTies = new long[tied.length];
        for (int r = 0; r < n; r++) {
            actual[r] = (int) scratch[0][r] & mask;
            if (r > 0 && of[expected[r]] == of[expected[r - 1]]) {
                expectedTies[r >>> 6] |= 1L << r;
            }
        }
        assertThat(actual).isEqualTo(expected);
        assertThat(tied).isEqualTo(expectedTies);
    }

    @ParameterizedTest
    @EnumSource
    void sortsAsAComparisonDoes(Values kind) {
        for (int n : new int[] {2, 3, 5, 8, 9, 64, 65, 1000, 4097, 30_000}) {
            double[] values = kind.of(n);
            int[] reverse = IntStream.range(0, n).map(i -> n - 1 - i).toArray();
            check(values, new int[0], Replicates.CALLER);
            check(values, reverse, Replicates.CALLER);
        }
    }

    /** As few as there can be, and many, where a third digit begins. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 100, 1 << 17, 1 << 20, (1 << 20) + 1})
    void sortsInHalves(int n) {
        check(Values.UNIFORM.of(n), new int[0], ForkJoinPool.commonPool());
        check(Values.CAUCHY.of(n), new int[0], ForkJoinPool.commonPool());
    }

    @ParameterizedTest
    @EnumSource
    void sortedAndReversed(Values kind) {
        double[] values = kind.of(3000);
        Arrays.sort(values);
        check(values, new int[0], Replicates.CALLER);
        check(values, IntStream.range(0, 3000).map(i -> 2999 - i).toArray(), Replicates.CALLER);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 57, 99})
    void refusesNaN(int at) {
        double[] values = Values.UNIFORM.of(100);
        values[at] = Double.NaN;
        assertThatThrownBy(() -> check(values, new int[0], Replicates.CALLER))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("x");
    }
}
