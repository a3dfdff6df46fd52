package esrp.stats.internal;

import java.util.random.RandomGenerator;

/**
 * One reproducible stream of random numbers for each replicate: the stream depends on the seed and the number of the
 * replicate alone, so that results do not depend on which thread draws which replicate, or in what order.
 *
 * <p>xoshiro256++ (Blackman and Vigna 2021, <a href="https://doi.org/10.1145/3460772">doi:10.1145/3460772</a>); its
 * state is filled by SplitMix64. For one seed, different replicates start from different SplitMix64 states. Not
 * thread-safe: make one for each replicate.
 */
public final class RandomStream implements RandomGenerator {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long s0;
    private long s1;
    private long s2;
    private long s3;

    private RandomStream(long seed) {
        long state = seed;
        s0 = mix(state += GOLDEN);
        s1 = mix(state += GOLDEN);
        s2 = mix(state += GOLDEN);
        s3 = mix(state += GOLDEN);
    }

    /** The stream of one replicate. */
    public static RandomStream of(long seed, long replicate) {
        return new RandomStream(mix(mix(seed + GOLDEN) + replicate));
    }

    /** The finaliser of SplitMix64: a bijection of 64 bits. */
    public static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    @Override
    public long nextLong() {
        long result = Long.rotateLeft(s0 + s3, 23) + s0;
        long shifted = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= shifted;
        s3 = Long.rotateLeft(s3, 45);
        return result;
    }

    /** Uniform on [0, 1), 53 bits. */
    @Override
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1p-53;
    }

    /**
     * Uniform on 0..bound-1 without bias: the high half of a 64-bit product, rejecting the few that fall into the
     * uneven rest (Lemire 2019, <a href="https://doi.org/10.1145/3230636">doi:10.1145/3230636</a>).
     */
    @Override
    public int nextInt(int bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("bound: " + bound + ", at least 1 is needed");
        }
        long product = (nextLong() >>> 32) * bound;
        long low = product & 0xFFFFFFFFL;
        if (low < bound) {
            long threshold = ((1L << 32) - bound) % bound;
            while (low < threshold) {
                product = (nextLong() >>> 32) * bound;
                low = product & 0xFFFFFFFFL;
            }
        }
        return (int) (product >>> 32);
    }
}
