package esrp.prompts;

import esrp.core.Scenario;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Finds scenarios whose opening questions are nearly the same text.
 *
 * <p>Two texts are compared by the Jaccard index of their sets of character n-grams: shared n-grams over all n-grams, in
 * [0, 1], 1 for texts that differ at most in case, width, white space and punctuation. A text shorter than n counts as
 * one n-gram; two texts without a letter or digit have index 0.
 *
 * <p>Cost: n-grams are looked up in an index, so only pairs that share one are compared; at worst O(m² · length) time
 * for m scenarios, and at most {@value #MOST} scenarios are accepted. Immutable and thread-safe.
 */
public final class NearDuplicates {
    /** The most scenarios that are compared at once. */
    public static final int MOST = 5_000;

    private static final NearDuplicates DEFAULTS = new NearDuplicates(2, 0.5);

    private final int n;
    private final double threshold;

    private NearDuplicates(int n, double threshold) {
        this.n = n;
        this.threshold = threshold;
    }

    /**
     * Two scenarios that are nearly the same.
     *
     * @param first the one that comes first in the list
     * @param second the other
     * @param similarity the Jaccard index of their n-grams, in [0, 1]
     */
    public record Pair(Scenario first, Scenario second, double similarity) {
        /**
         * Validates.
         *
         * @param first the one that comes first in the list
         * @param second the other
         * @param similarity the Jaccard index of their n-grams, in [0, 1]
         */
        public Pair {
            Objects.requireNonNull(first, "first");
            Objects.requireNonNull(second, "second");
            if (!(similarity >= 0 && similarity <= 1)) {
                throw new IllegalArgumentException("similarity: " + similarity + " is not in [0, 1]");
            }
        }

        /** As {@code 12 ~ 31: 0.63}. */
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s ~ %s: %.2f", first.id(), second.id(), similarity);
        }
    }

    /**
     * Pairs of characters, reported from similarity 0.5 on.
     *
     * @return the finder
     */
    public static NearDuplicates withDefaults() {
        return DEFAULTS;
    }

    /**
     * The same with another threshold.
     *
     * @param least the least similarity that is reported; in (0, 1]
     * @return a copy
     */
    public NearDuplicates withThreshold(double least) {
        if (!(least > 0 && least <= 1)) {
            throw new IllegalArgumentException("least: " + least + " is not in (0, 1]");
        }
        return new NearDuplicates(n, least);
    }

    /**
     * The same with n-grams of another length.
     *
     * @param characters how many characters an n-gram has; 1..8
     * @return a copy
     */
    public NearDuplicates withNgrams(int characters) {
        if (characters < 1 || characters > 8) {
            throw new IllegalArgumentException("characters: " + characters + " is outside 1..8");
        }
        return new NearDuplicates(characters, threshold);
    }

    /**
     * The similarity of two texts.
     *
     * @param a a text
     * @param b another
     * @return the Jaccard index of their n-grams, in [0, 1]; symmetric
     */
    public double similarity(String a, String b) {
        return jaccard(ngrams(a), ngrams(b));
    }

    /**
     * Every pair of scenarios whose opening questions are at least as similar as the threshold.
     *
     * @param scenarios at most {@value #MOST}
     * @return the pairs, most similar first, then in the order of the list
     */
    public List<Pair> find(List<Scenario> scenarios) {
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
                    pairs.add(new Pair(scenarios.get(entry.getKey()), scenarios.get(i), similarity));
                }
            }
        }
        Map<Scenario, Integer> place = new HashMap<>();
        for (int i = scenarios.size() - 1; i >= 0; i--) {
            place.put(scenarios.get(i), i);
        }
        pairs.sort(Comparator.comparingDouble(Pair::similarity)
                .reversed()
                .thenComparing(pair -> place.getOrDefault(pair.first(), 0))
                .thenComparing(pair -> place.getOrDefault(pair.second(), 0)));
        return List.copyOf(pairs);
    }

    Set<String> ngrams(String text) {
        int[] letters = Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .codePoints()
                .filter(Character::isLetterOrDigit)
                .toArray();
        Set<String> grams = new HashSet<>();
        if (letters.length > 0 && letters.length < n) {
            grams.add(new String(letters, 0, letters.length));
        }
        for (int i = 0; i + n <= letters.length; i++) {
            grams.add(new String(letters, i, n));
        }
        return grams;
    }

    static double jaccard(Set<String> a, Set<String> b) {
        Set<String> small = a.size() <= b.size() ? a : b;
        Set<String> large = a.size() <= b.size() ? b : a;
        int shared = 0;
        for (String gram : small) {
            shared += large.contains(gram) ? 1 : 0;
        }
        int union = a.size() + b.size() - shared;
        return union == 0 ? 0 : (double) shared / union;
    }

    /** The n-grams and the threshold. */
    @Override
    public String toString() {
        return "near duplicates by " + n + "-grams, Jaccard index >= " + threshold;
    }
}
