package esrp.prompts.internal;

/**
 * SplitMix64: Steele, Lea and Flood (2014), "Fast splittable pseudorandom number generators",
 * https://doi.org/10.1145/2660193.2660195. Spelled out because results must not depend on the platform's choice.
 */
final class SplitMix {
    private long state;

    SplitMix(long seed) {
        state = seed;
    }

    long next() {
        state += 0x9E3779B97F4A7C15L;
        long z = state;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** A number in {@code 0..bound-1}, each equally likely: draws that would favour small ones are rejected. */
    int below(int bound) {
        long fair = Long.MAX_VALUE - Long.MAX_VALUE % bound;
        long draw;
        do {
            draw = next() >>> 1;
        } while (draw >= fair);
        return (int) (draw % bound);
    }
}
