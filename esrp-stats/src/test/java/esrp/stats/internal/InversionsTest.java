package esrp.stats.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InversionsTest {
    /** By a Fenwick tree. */
    private static int[] reference(int[] permutation) {
        int n = permutation.length;
        int[] larger = new int[n];
        int[] tree = new int[n + 1];
        for (int value : permutation) {
            for (int i = n - 1 - value; i > 0; i &= i - 1) {
                larger[value] += tree[i];
            }
            for (int i = n - value; i <= n; i += i & -i) {
                tree[i]++;
            }
        }
        return larger;
    }

    private static int[] count(int[] permutation, Executor executor) {
        int n = permutation.length;
        long[] packed = new long[n];
        for (int p = 0; p < n; p++) {
            packed[p] = permutation[p] | (p * 7L) << RadixOrder.positionBits(n);
        }
        int[] place = new int[n];
        int[] larger = new int[n];
        Inversions.count(packed, new long[n], executor, (from, to, results) -> {
            for (int v = from; v < to; v++) {
                place[v] = (int) (results[v] >>> 32);
                larger[v] = (int) results[v];
            }
        });
        for (int p = 0; p < n; p++) {
            if (place[permutation[p]] != p) {
                throw new AssertionError("place of " + permutation[p]);
            }
        }
        return larger;
    }

    private static int[] count(int[] permutation) {
        return count(permutation, Replicates.CALLER);
    }

    /** Around every power of two at which another pass or digit begins; the places of the last one have no room in the elements. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 63, 64, 65, 511, 512, 513, 1023, 1025, 4096, 5000, 32_769, 2_100_000})
    void countsLargerOnesBefore(int n) {
        int[] permutation = new int[n];
        Random random = new Random(n);
        for (int i = 0; i < n; i++) {
            int j = random.nextInt(i + 1);
            permutation[i] = permutation[j];
            permutation[j] = i;
        }
        int[] reference = reference(permutation);
        assertThat(count(permutation)).isEqualTo(reference);
        assertThat(count(permutation, ForkJoinPool.commonPool())).isEqualTo(reference);
    }

    @Test
    void aSmallExample() {
        assertThat(count(new int[] {3, 0, 2, 1})).containsExactly(1, 2, 1, 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 300_000})
    void aReversalHasThemAll(int n) {
        int[] up = new int[n];
        int[] down = new int[n];
        for (int i = 0; i < n; i++) {
            up[i] = i;
            down[i] = n - 1 - i;
        }
        assertThat(count(up)).containsOnly(0);
        int[] larger = count(down);
        for (int v = 0; v < n; v++) {
            assertThat(larger[v]).isEqualTo(n - 1 - v);
        }
    }
}
