package esrp.stats.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.apache.commons.math3.stat.inference.ChiSquareTest;
import org.junit.jupiter.api.Test;

class RandomStreamTest {
    @Test
    void sameSeedAndReplicateGiveTheSameStream() {
        RandomStream a = RandomStream.of(7, 3);
        RandomStream b = RandomStream.of(7, 3);
        for (int i = 0; i < 100; i++) {
            assertThat(a.nextLong()).isEqualTo(b.nextLong());
        }
    }

    /** SplitMix64 from state 0, the first output that its authors publish. */
    @Test
    void mixIsThatOfSplitMix64() {
        assertThat(RandomStream.mix(0x9E3779B97F4A7C15L)).isEqualTo(0xE220A8397B1DCDAFL);
    }

    /** Third outputs, from an implementation of the published xoshiro256++ and SplitMix64 in Python integers. */
    @Test
    void streamsDoNotChangeBetweenVersions() {
        assertThat(third(RandomStream.of(0, 0))).isEqualTo(0x3D337A61887DAB97L);
        assertThat(third(RandomStream.of(0, 1))).isEqualTo(0x9608EAE5423F061DL);
    }

    private static long third(RandomStream stream) {
        return stream.longs(3).skip(2).findFirst().orElseThrow();
    }

    @Test
    void neighbouringSeedsAndReplicatesShareNothing() {
        Set<Long> seen = new HashSet<>();
        int drawn = 0;
        for (long seed = -20; seed < 20; seed++) {
            for (int replicate = 0; replicate < 100; replicate++) {
                RandomStream stream = RandomStream.of(seed, replicate);
                for (int i = 0; i < 10; i++) {
                    seen.add(stream.nextLong());
                    drawn++;
                }
            }
        }
        assertThat(seen).hasSize(drawn);
    }

    @Test
    void firstDrawsOfSuccessiveReplicatesAreUniform() {
        long[] bins = new long[64];
        double sum = 0;
        for (int replicate = 0; replicate < 64_000; replicate++) {
            double u = RandomStream.of(11, replicate).nextDouble();
            assertThat(u).isBetween(0.0, Math.nextDown(1.0));
            bins[(int) (u * 64)]++;
            sum += u;
        }
        assertThat(sum / 64_000).isCloseTo(0.5, within(0.005));
        assertUniform(bins);
    }

    @Test
    void boundedIntsAreUniform() {
        for (int bound : new int[] {1, 2, 3, 60, 1000}) {
            long[] bins = new long[bound];
            RandomStream stream = RandomStream.of(5, bound);
            for (int i = 0; i < 200 * bound; i++) {
                bins[stream.nextInt(bound)]++;
            }
            if (bound > 1) {
                assertUniform(bins);
            }
        }
    }

    /** With a bound of 3/4 of the range a generator without rejection favours every third value two to one. */
    @Test
    void hugeBoundsAreNotBiased() {
        int bound = 3 << 29;
        long[] bins = new long[3];
        RandomStream stream = RandomStream.of(1, 2);
        for (int i = 0; i < 30_000; i++) {
            bins[stream.nextInt(bound) % 3]++;
        }
        assertUniform(bins);
    }

    @Test
    void refusesABoundThatIsNotPositive() {
        RandomStream stream = RandomStream.of(0, 0);
        assertThatThrownBy(() -> stream.nextInt(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bound: 0");
    }

    private static void assertUniform(long[] bins) {
        double[] expected = new double[bins.length];
        Arrays.fill(expected, 1);
        assertThat(new ChiSquareTest().chiSquareTest(expected, bins)).isGreaterThan(1e-4);
    }
}
