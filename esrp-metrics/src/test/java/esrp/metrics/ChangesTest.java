package esrp.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import esrp.core.LocalizedText;
import esrp.core.Rating;
import esrp.core.Ratings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.inference.TTest;
import org.junit.jupiter.api.Test;

class ChangesTest {
    private static final LocalizedText CHARACTER = LocalizedText.of("角色", "character");
    private static final List<String> METRICS =
            Rubric.esrp().averagedMetrics().stream().map(metric -> metric.id()).toList();

    /** Two versions over 6 characters and 5 scenarios; the new one lost two points as character c0. */
    private static Ratings ratings() {
        Random random = new Random(5);
        List<Rating> rows = new ArrayList<>();
        for (int c = 0; c < 6; c++) {
            for (int s = 0; s < 5; s++) {
                for (String metric : METRICS) {
                    int old = 3 + random.nextInt(3);
                    int next = Math.max(1, Math.min(5, old + random.nextInt(3) - 1 - (c == 0 ? 2 : 0)));
                    rows.add(new Rating("old", "c" + c, "s" + s, metric, "person:x", old));
                    rows.add(new Rating("next", "c" + c, "s" + s, metric, "person:x", next));
                    rows.add(new Rating("third", "c" + c, "s" + s, metric, "person:x", 1));
                }
            }
        }
        rows.add(new Rating("next", "alone", "s0", "fluency", "person:x", 1));
        return Ratings.of(rows);
    }

    private static double mean(Ratings ratings, String candidate, String character, String metric) {
        return ratings.stream()
                .filter(r -> r.candidate().equals(candidate)
                        && r.character().equals(character)
                        && r.metric().equals(metric))
                .mapToDouble(Rating::score)
                .average()
                .orElseThrow();
    }

    @Test
    void aMetricChangesByThePairedDifferenceOfItsCharacters() {
        Ratings ratings = ratings();
        Changes changes =
                Analysis.of(ratings, Rubric.esrp()).withUnit(Unit.CHARACTER).changes("next", "old");
        assertThat(changes.measures()).hasSize(1 + 3 + 9);
        double[] p = new double[9];
        for (int m = 0; m < 9; m++) {
            String metric = METRICS.get(m);
            double[][] by = IntStream.range(0, 2)
                    .mapToObj(version -> IntStream.range(0, 6)
                            .mapToDouble(c -> mean(ratings, version == 0 ? "next" : "old", "c" + c, metric))
                            .toArray())
                    .toArray(double[][]::new);
            p[m] = new TTest().pairedTTest(by[0], by[1]);
            Changes.Change change = changes.measures().get(4 + m);
            assertThat(change.id()).isEqualTo(metric);
            assertThat(change.pValue()).isCloseTo(p[m], within(1e-9));
            assertThat(change.difference().orElseThrow().estimate())
                    .isCloseTo(
                            IntStream.range(0, 6)
                                    .mapToDouble(c -> by[0][c] - by[1][c])
                                    .average()
                                    .orElseThrow(),
                            within(1e-12));
        }
        // Holm by its definition: the i-th smallest times the number of those not smaller, never below an earlier one
        Integer[] order = IntStream.range(0, 9)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> p[i]))
                .toArray(Integer[]::new);
        double last = 0;
        for (int i = 0; i < 9; i++) {
            last = Math.max(last, Math.min(1, p[order[i]] * (9 - i)));
            assertThat(changes.measures().get(4 + order[i]).adjustedPValue()).isCloseTo(last, within(1e-9));
        }
        assertThat(changes.measures().get(0).adjustedPValue()).isNaN();
    }

    @Test
    void theGroupThatGotWorseStandsOutAndOneThatCannotBeComparedSaysWhy() {
        Changes changes =
                Analysis.of(ratings(), Rubric.esrp()).changes("next", "old").by(CHARACTER, Grouping.byCharacter());
        List<Changes.Change> groups = changes.groups().get(CHARACTER);
        assertThat(groups).extracting(Changes.Change::id).containsExactly("c0", "c1", "c2", "c3", "c4", "c5", "alone");
        assertThat(groups.stream()
                        .filter(group -> group.difference().isPresent())
                        .min(Comparator.comparingDouble(
                                group -> group.difference().orElseThrow().estimate()))
                        .orElseThrow()
                        .id())
                .isEqualTo("c0");
        assertThat(groups.get(6).difference()).isEmpty();
        assertThat(groups.get(6).missing().orElseThrow().toString()).contains("alone");
        assertThat(changes.toString()).contains("Changes by character", "Dialogues that lost most");
    }

    @Test
    void dialoguesComeWithTheLargestLossFirst() {
        Ratings ratings = ratings();
        List<Changes.DialogueChange> dialogues =
                Analysis.of(ratings, Rubric.esrp()).changes("next", "old").dialogues();
        assertThat(dialogues).hasSize(30).isSortedAccordingTo(Comparator.comparingDouble(d -> d.difference()));
        assertThat(dialogues.get(0).character()).isEqualTo("c0");
        Changes.DialogueChange one = dialogues.get(17);
        double[] means = List.of("next", "old").stream()
                .mapToDouble(version -> ratings.stream()
                        .filter(r -> r.candidate().equals(version)
                                && r.character().equals(one.character())
                                && r.item().equals(one.scenario()))
                        .mapToDouble(Rating::score)
                        .average()
                        .orElseThrow())
                .toArray();
        assertThat(one.candidate()).isCloseTo(means[0], within(1e-12));
        assertThat(one.baseline()).isCloseTo(means[1], within(1e-12));
        assertThat(one.difference()).isCloseTo(means[0] - means[1], within(1e-12));
    }

    @Test
    void aLowerScoreIsBetterWhereTheRubricSaysSo() {
        Rubric turned = Rubric.builder("turned")
                .dimension(
                        Rubric.esrp().dimensions().get(0),
                        Rubric.esrp().metric("fluency"),
                        Rubric.esrp().metric("coherence"))
                .lowerIsBetter("fluency")
                .build();
        Ratings ratings = Ratings.of(List.of(
                new Rating("old", "c", "s", "fluency", "person:x", 2),
                new Rating("next", "c", "s", "fluency", "person:x", 1),
                new Rating("old", "c", "s", "coherence", "person:x", 3),
                new Rating("next", "c", "s", "coherence", "person:x", 3)));
        assertThat(Analysis.of(ratings, turned)
                        .changes("next", "old")
                        .dialogues()
                        .get(0)
                        .difference())
                .isEqualTo(0.5);
    }

    @Test
    void whoIsNotThereIsNamed() {
        Analysis analysis = Analysis.of(ratings(), Rubric.esrp());
        assertThatThrownBy(() -> analysis.changes("nex", "old")).hasMessageContaining("nex");
        assertThatThrownBy(() -> analysis.changes("old", "old")).hasMessageContaining("candidate itself");
    }
}
