package esrp.prompts.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The order in which things that are compared are shown to a judge, drawn from a seed. The same number and seed always
 * give the same order, on every platform and release: the shuffle (Fisher–Yates) and the generator are part of this
 * contract. The generator is SplitMix64: Steele, Lea and Flood (2014), "Fast splittable pseudorandom number
 * generators", https://doi.org/10.1145/2660193.2660195.
 */
public final class PresentationOrder {
    private long state;

    private PresentationOrder(long seed) {
        state = seed;
    }

    /**
     * The index of what is shown first, second, and so on: each of the n! permutations of {@code 0..n-1} is as likely as
     * the 64-bit generator allows.
     */
    public static List<Integer> of(int n, long seed) {
        PresentationOrder random = new PresentationOrder(seed);
        List<Integer> positions = new ArrayList<>(IntStream.range(0, n).boxed().toList());
        for (int i = n - 1; i > 0; i--) {
            Collections.swap(positions, i, random.below(i + 1));
        }
        return List.copyOf(positions);
    }

    private long next() {
        state += 0x9E3779B97F4A7C15L;
        long z = state;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** A number in {@code 0..bound-1}, each equally likely: draws that would favour small ones are rejected. */
    private int below(int bound) {
        long fair = Long.MAX_VALUE - Long.MAX_VALUE % bound;
        long draw;
        do {
            draw = next() >>> 1;
        } while (draw >= fair);
        return (int) (draw % bound);
    }
}
