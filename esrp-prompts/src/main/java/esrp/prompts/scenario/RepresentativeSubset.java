package esrp.prompts.scenario;

import esrp.core.Scenario;
import esrp.core.internal.Checks;
import esrp.prompts.internal.PresentationOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Chooses a few scenarios that stand for many: spread over personas, places and emotions, and unlike one another.
 *
 * <p>Greedy: each step takes the scenario whose place (persona and location), then persona and emotion, then persona,
 * then emotion have been taken least often so far, in this order of importance; among equals the one least similar to
 * what was taken (its greatest {@linkplain NearDuplicates#jaccard similarity} to any of them is the least); what is
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
        Checks.rejectIf(k < 0 || k > m, "subset: %s is outside 0..%s, the number of scenarios", k, m);
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
                if (best < 0 || Arrays.compare(rank, bestRank) < 0) {
                    best = candidate;
                    bestRank = rank;
                }
            }
            chosen[best] = true;
            groups(scenarios.get(best)).forEach(group -> taken.merge(group, 1, Integer::sum));
            for (int i = 0; i < m; i++) {
                closest[i] = Math.max(closest[i], NearDuplicates.jaccard(grams.get(best), grams.get(i)));
            }
        }
        return IntStream.range(0, m)
                .filter(i -> chosen[i])
                .mapToObj(scenarios::get)
                .toList();
    }

    private static double[] rank(Scenario scenario, Map<List<Optional<String>>, Integer> taken, double closest) {
        return DoubleStream.concat(
                        groups(scenario).stream().mapToDouble(group -> taken.getOrDefault(group, 0)),
                        DoubleStream.of(closest))
                .toArray();
    }

    /** What is to be spread evenly, most important first; the first component keeps the kinds apart. */
    private static List<List<Optional<String>>> groups(Scenario scenario) {
        return List.of(
                List.of(Optional.of("place"), scenario.persona(), scenario.location()),
                List.of(Optional.of("mood"), scenario.persona(), scenario.emotion()),
                List.of(Optional.of("persona"), scenario.persona()),
                List.of(Optional.of("emotion"), scenario.emotion()));
    }
}
