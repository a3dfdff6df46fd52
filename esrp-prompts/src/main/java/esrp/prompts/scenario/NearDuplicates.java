package esrp.prompts.scenario;

import esrp.core.Scenario;
import esrp.core.internal.Checks;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Finds scenarios whose opening questions are nearly the same text.
 *
 * <p>Two texts are compared by the Jaccard index of their sets of pairs of characters: shared n-grams over all n-grams, in
 * [0, 1], 1 for texts that differ at most in case, width, white space and punctuation. A text of one character counts
 * as one n-gram; two texts without a letter or digit have index 0.
 *
 * <p>Cost: n-grams are looked up in an index, so only pairs that share one are compared; at worst O(m² · length) time
 * for m scenarios, and at most {@value #MOST} scenarios are accepted. Immutable and thread-safe.
 */
final class NearDuplicates {
    /** The most scenarios that are compared at once. */
    static final int MOST = 5_000;

    private static final int N = 2;

    private final double threshold;

    NearDuplicates(double threshold) {
        Checks.rejectIf(!(threshold > 0 && threshold <= 1), "similarity: %s is not in (0, 1]", threshold);
        this.threshold = threshold;
    }

    /** Two scenarios that are nearly the same: their indexes in the list, the smaller one first. */
    record Pair(int first, int second, double similarity) {}

    double threshold() {
        return threshold;
    }

    /** Every pair of scenarios whose opening questions are at least as similar as the threshold, in order. */
    List<Pair> find(List<Scenario> scenarios) {
        if (scenarios.size() > MOST) {
            throw new IllegalArgumentException(
                    "scenarios: " + scenarios.size() + " are given, at most " + MOST + " are compared pair by pair");
        }
        List<Set<String>> grams =
                scenarios.stream().map(one -> ngrams(one.openingQuestion())).toList();
        Map<String, List<Integer>> index = new HashMap<>();
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < scenarios.size(); i++) {
            Map<Integer, Integer> shared = new HashMap<>();
            for (String gram : grams.get(i)) {
                List<Integer> holders = index.computeIfAbsent(gram, any -> new ArrayList<>());
                holders.forEach(other -> shared.merge(other, 1, Integer::sum));
                holders.add(i);
            }
            for (Map.Entry<Integer, Integer> entry : shared.entrySet()) {
                int union = grams.get(i).size() + grams.get(entry.getKey()).size() - entry.getValue();
                double similarity = (double) entry.getValue() / union;
                if (similarity >= threshold) {
                    pairs.add(new Pair(entry.getKey(), i, similarity));
                }
            }
        }
        pairs.sort(Comparator.comparingInt(Pair::second).thenComparingInt(Pair::first));
        return List.copyOf(pairs);
    }

    static Set<String> ngrams(String text) {
        int[] letters = Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .codePoints()
                .filter(Character::isLetterOrDigit)
                .toArray();
        Set<String> grams = new HashSet<>();
        int n = Math.min(N, letters.length);
        for (int i = 0; n > 0 && i + n <= letters.length; i++) {
            grams.add(new String(letters, i, n));
        }
        return grams;
    }

    /** Shared n-grams over all n-grams, in [0, 1]; symmetric. */
    static double jaccard(Set<String> a, Set<String> b) {
        if (a.size() > b.size()) {
            return jaccard(b, a);
        }
        long shared = a.stream().filter(b::contains).count();
        return a.isEmpty() ? 0 : (double) shared / (a.size() + b.size() - shared);
    }
}
