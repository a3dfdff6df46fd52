package esrp.prompts.scenario;

import esrp.core.Scenario;
import esrp.prompts.internal.PresentationOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Chooses a few scenarios that stand for many: spread over personas, places and emotions, and unlike one another.
 *
 * <p>Greedy: each step takes the scenario whose place (persona and location), then persona and emotion, then persona,
 * then emotion have been taken least often so far, in this order of importance; among equals the one least similar to
 * what was taken (its greatest {@linkplain NearDuplicates#similarity similarity} to any of them is the least); what is
 * then still equal is decided by an order drawn from the seed. What a scenario does not say counts as a value of its own.
 *
 * <p>The same scenarios, number and seed always give the same choice. Cost: O(k · m · length) time for k of m scenarios.
 * The paper chose its 60 of 288 by hand; this is a repeatable stand-in, not a reconstruction.
 */
final class RepresentativeSubset {
    private RepresentativeSubset() {}

    /** Chooses k of the scenarios and returns them in the order of the list. */
    static List<Scenario> choose(List<Scenario> scenarios, int k, long seed) {
        int m = scenarios.size();
        if (k < 0 || k > m) {
            throw new IllegalArgumentException("subset: " + k + " is outside 0.." + m + ", the number of scenarios");
        }
        List<Set<String>> grams = scenarios.stream()
                .map(one -> NearDuplicates.ngrams(one.openingQuestion()))
                .toList();
        List<Integer> order = PresentationOrder.of(m, seed);
        Map<List<Optional<String>>, Integer> taken = new HashMap<>();
        boolean[] chosen = new boolean[m];
        double[] closest = new double[m];
        for (int step = 0; step < k; step++) {
            int best = -1;
            double[] bestRank = {};
            for (int candidate : order) {
                if (chosen[candidate]) {
                    continue;
                }
                double[] rank = rank(scenarios.get(candidate), taken, closest[candidate]);
                if (best < 0 || isLess(rank, bestRank)) {
                    best = candidate;
                    bestRank = rank;
                }
            }
            chosen[best] = true;
            for (List<Optional<String>> group : groups(scenarios.get(best))) {
                taken.merge(group, 1, Integer::sum);
            }
            for (int i = 0; i < m; i++) {
                closest[i] = Math.max(closest[i], NearDuplicates.jaccard(grams.get(best), grams.get(i)));
            }
        }
        List<Scenario> result = new ArrayList<>(k);
        for (int i = 0; i < m; i++) {
            if (chosen[i]) {
                result.add(scenarios.get(i));
            }
        }
        return List.copyOf(result);
    }

    private static double[] rank(Scenario scenario, Map<List<Optional<String>>, Integer> taken, double closest) {
        List<List<Optional<String>>> groups = groups(scenario);
        double[] rank = new double[groups.size() + 1];
        for (int g = 0; g < groups.size(); g++) {
            rank[g] = taken.getOrDefault(groups.get(g), 0);
        }
        rank[groups.size()] = closest;
        return rank;
    }

    /** What is to be spread evenly, most important first; the first component keeps the kinds apart. */
    private static List<List<Optional<String>>> groups(Scenario scenario) {
        return List.of(
                List.of(Optional.of("place"), scenario.persona(), scenario.location()),
                List.of(Optional.of("mood"), scenario.persona(), scenario.emotion()),
                List.of(Optional.of("persona"), scenario.persona()),
                List.of(Optional.of("emotion"), scenario.emotion()));
    }

    private static boolean isLess(double[] a, double[] b) {
        for (int i = 0; i < a.length; i++) {
            if (a[i] != b[i]) {
                return a[i] < b[i];
            }
        }
        return false;
    }
}
