package esrp.prompts.internal;

import java.util.ArrayList;
import java.util.List;

/**
 * The order in which things that are compared are shown to a judge, drawn from a seed.
 *
 * @param positions the index of what is shown first, second, and so on: a permutation of {@code 0..n-1}
 */
public record PresentationOrder(List<Integer> positions) {
    /**
     * Validates and copies.
     *
     * @param positions the index of what is shown first, second, and so on: a permutation of {@code 0..n-1}
     */
    public PresentationOrder {
        positions = List.copyOf(positions);
        boolean[] seen = new boolean[positions.size()];
        for (int position : positions) {
            if (position < 0 || position >= seen.length || seen[position]) {
                throw new IllegalArgumentException(
                        "positions: " + positions + " is not a permutation of 0.." + (seen.length - 1));
            }
            seen[position] = true;
        }
    }

    /**
     * An order in which each of the n! permutations is as likely as the 64-bit generator allows. The same number and
     * seed always give the same order, on every platform and release: the generator (SplitMix64) and the shuffle
     * (Fisher–Yates) are part of this contract.
     *
     * @param n how many things; at least 0
     * @param seed decides the order
     * @return the order
     */
    public static PresentationOrder of(int n, long seed) {
        if (n < 0) {
            throw new IllegalArgumentException("n: " + n + " is not a number of things; at least 0 was expected");
        }
        List<Integer> positions = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            positions.add(i);
        }
        SplitMix random = new SplitMix(seed);
        for (int i = n - 1; i > 0; i--) {
            int j = random.below(i + 1);
            int swap = positions.get(i);
            positions.set(i, positions.get(j));
            positions.set(j, swap);
        }
        return new PresentationOrder(positions);
    }
}
