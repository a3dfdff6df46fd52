package esrp.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import esrp.core.Finding;
import esrp.core.LocalizedText;
import esrp.core.Rating;
import esrp.core.Ratings;
import esrp.core.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
        List<Changes.Change> groups = Objects.requireNonNull(changes.groups().get(CHARACTER));
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

    /** Of 30 dialogues each, 24 lost, 3 gained and 3 stayed. */
    @Test
    void tablesShowTheTwentyLargestLossesAndWhatGained() {
        List<Rating> rows = new ArrayList<>();
        for (int c = 0; c < 6; c++) {
            for (int s = 0; s < 5; s++) {
                int i = 5 * c + s;
                int next = i < 24 ? 3 - 1 - i % 2 : i < 27 ? 4 : 3;
                for (String metric : METRICS) {
                    rows.add(new Rating("old", "c" + c, "s" + s, metric, "person:x", 3));
                    rows.add(new Rating("next", "c" + c, "s" + s, metric, "person:x", next));
                }
            }
        }
        Changes changes = Analysis.of(Ratings.of(rows), Rubric.esrp())
                .changes("next", "old")
                .by(CHARACTER, Grouping.byCharacter());
        assertThat(changes.candidate()).isEqualTo("next");
        assertThat(changes.baseline()).isEqualTo("old");
        List<Table> tables = changes.tables();
        assertThat(tables).extracting(Table::id).containsExactly("changes", "changes-1", "regressions", "improvements");
        assertThat(tables.get(0).rows()).hasSize(1 + 3 + 9);
        assertThat(tables.get(0).heads())
                .extracting(Table.Head::key)
                .containsExactly("measure", "difference", "interval", "p", "adjusted");
        // 12 times -2, 12 times -1, 3 times +1 of 30.
        assertThat(tables.get(0).rows().get(0).get(1))
                .isInstanceOfSatisfying(
                        Table.Cell.Value.class, cell -> assertThat(cell.value()).isCloseTo(-33 / 30.0, within(1e-12)));
        assertThat(tables.get(1).rows()).hasSize(6);
        assertThat(differences(tables.get(2))).hasSize(20).isSorted();
        for (int i = 0; i < 20; i++) {
            assertThat(differences(tables.get(2)).get(i)).isCloseTo(i < 12 ? -2 : -1, within(1e-12));
        }
        assertThat(differences(tables.get(3)))
                .hasSize(3)
                .allSatisfy(d -> assertThat(d).isCloseTo(1, within(1e-12)));
        assertThat(changes.notes())
                .extracting(Finding::code)
                .containsExactly(AnalysisCode.CHANGES, AnalysisCode.INTERVALS, AnalysisCode.UNIT_OF_GROUPS);
        assertThat(changes.toString()).doesNotContain("SIMULATED");
    }

    private static List<Double> differences(Table table) {
        return table.rows().stream()
                .map(row -> ((Table.Cell.Value) row.get(4)).value())
                .toList();
    }

    @Test
    void aMetricOfOneVersionAloneSaysWhy() {
        Ratings partly =
                ratings().where(r -> !(r.candidate().equals("old") && r.metric().equals("fluency")));
        Changes changes = Analysis.of(partly, Rubric.esrp()).changes("next", "old");
        Changes.Change fluency = changes.measures().stream()
                .filter(change -> change.id().equals("fluency"))
                .findFirst()
                .orElseThrow();
        assertThat(fluency.difference()).isEmpty();
        assertThat(fluency.pValue()).isNaN();
        assertThat(fluency.adjustedPValue()).isNaN();
        assertThat(fluency.missing().orElseThrow().code()).isEqualTo(AnalysisCode.NOTHING_TO_COMPARE);
        assertThat(changes.measures().get(0).difference()).isEmpty();
        assertThat(changes.measures().stream()
                        .filter(change -> change.difference().isPresent()))
                .hasSize(2 + 8);
        // Dialogues are compared by the metrics that both were rated on.
        Map<String, Double> shares = Rubric.esrp().shares();
        assertThat(changes.dialogues()).hasSize(30).allSatisfy(d -> {
            double[] sum = new double[2];
            partly.stream()
                    .filter(r -> r.candidate().equals("old")
                            && r.character().equals(d.character())
                            && r.item().equals(d.scenario()))
                    .forEach(r -> {
                        sum[0] += r.score() * shares.getOrDefault(r.metric(), 0.0);
                        sum[1] += shares.getOrDefault(r.metric(), 0.0);
                    });
            assertThat(d.baseline()).isCloseTo(sum[0] / sum[1], within(1e-12));
        });
    }

    @Test
    void everyTableOfSimulatedRatingsSaysSo() {
        Changes changes = Analysis.of(Fixtures.study(4, 3).ratings(), Rubric.esrp())
                .changes("alpha", "beta")
                .by(CHARACTER, Grouping.byCharacter());
        assertThat(changes.tables())
                .allSatisfy(table -> assertThat(table.title().in("en")).endsWith("(SIMULATED ratings)"));
        assertThat(changes.notes()).extracting(Finding::code).contains(AnalysisCode.SIMULATED);
        assertThatThrownBy(() -> changes.by(CHARACTER, Grouping.byCharacter()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** The same scores on other metrics: sums of another order differ in the last digit. */
    @Test
    void whatRoundingLeavesIsNoChange() {
        Random random = new Random(9);
        List<Rating> rows = new ArrayList<>();
        for (int s = 0; s < 60; s++) {
            List<Integer> scores = new ArrayList<>(
                    IntStream.range(0, 9).mapToObj(i -> 1 + random.nextInt(5)).toList());
            for (String version : List.of("old", "next")) {
                for (int m = 0; m < 9; m++) {
                    rows.add(new Rating(version, "c", "s" + s, METRICS.get(m), "person:x", scores.get(m)));
                }
                // within a dimension, where shares are equal
                java.util.Collections.rotate(scores.subList(0, 3), 1);
            }
        }
        Changes changes = Analysis.of(Ratings.of(rows), Rubric.esrp()).changes("next", "old");
        assertThat(changes.dialogues()).hasSize(60).allMatch(d -> d.difference() == 0);
        assertThat(changes.tables().get(1).rows()).isEmpty();
        assertThat(changes.tables().get(2).rows()).isEmpty();
    }

    private static List<Rating> both(String character, String scenario, int old, int next) {
        return Stream.of("old", "next")
                .flatMap(version -> METRICS.stream()
                        .map(metric -> new Rating(
                                version, character, scenario, metric, "person:x", version.equals("old") ? old : next)))
                .toList();
    }

    private static Changes changes(List<Rating> rows) {
        return Analysis.of(Ratings.of(rows), Rubric.esrp()).changes("next", "old");
    }

    private static List<Finding.Code> codes(Changes changes) {
        return changes.notes().stream().map(Finding::code).toList();
    }

    @Test
    void aDialogueRatedInPartHasTheMeanOfWhatWasRated() {
        List<Rating> rows = new ArrayList<>(both("c", "s", 2, 5));
        rows.removeIf(row -> METRICS.indexOf(row.metric()) > 1);
        rows.set(3, new Rating("next", "c", "s", rows.get(3).metric(), "person:x", 3));
        Changes.DialogueChange only = changes(rows).dialogues().get(0);
        assertThat(only.baseline()).isCloseTo(2, within(1e-12));
        assertThat(only.candidate()).isCloseTo(4, within(1e-12));
        assertThat(only.difference()).isCloseTo(2, within(1e-12));
    }

    @Test
    void whatDoesNotVaryIsSaidOnceAndOneUnitInItsPlaceAlone() {
        List<Rating> rows = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            rows.addAll(both("c" + i % 3, "s" + i % 2, 3, 4));
        }
        Changes alike = changes(rows).by(CHARACTER, Grouping.byCharacter());
        assertThat(codes(alike)).containsOnlyOnce(AnalysisCode.ALIKE).doesNotContain(AnalysisCode.ONE_UNIT);
        List<Rating> varied = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            varied.addAll(both("c" + i % 3, "s" + i % 2, 3, 2 + i % 2 + i / 3));
        }
        assertThat(codes(changes(varied))).doesNotContain(AnalysisCode.ALIKE, AnalysisCode.ONE_UNIT);
        Changes alone = changes(both("c", "s", 3, 4));
        assertThat(codes(alone)).doesNotContain(AnalysisCode.ALIKE, AnalysisCode.ONE_UNIT, AnalysisCode.UNIT_VARIES);
        Changes.Change fluency = alone.measures().stream()
                .filter(change -> change.id().equals("fluency"))
                .findFirst()
                .orElseThrow();
        assertThat(fluency.missing().orElseThrow().code()).isEqualTo(AnalysisCode.ONE_UNIT);
        List<Rating> one = new ArrayList<>(both("c", "s", 3, 4));
        one.addAll(both("c", "t", 3, 5));
        assertThat(codes(changes(one))).contains(AnalysisCode.UNIT_VARIES);
    }

    @Test
    void groupsByAnotherUnitAreNamedAndNoOthers() {
        List<Rating> rows = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            rows.addAll(both("c" + i % 4, "s" + i % 3, 3, 2 + i * 5 % 7 % 3));
        }
        rows.addAll(both("solo", "s0", 3, 4));
        Changes changes = Analysis.of(Ratings.of(rows), Rubric.esrp())
                .changes("next", "old")
                .by(CHARACTER, Grouping.byCharacter())
                .by(
                        LocalizedText.same("part"),
                        (character, scenario) ->
                                Optional.of(character.equals("c0") || character.equals("c1") ? "first" : "second"));
        Finding groups = changes.notes().stream()
                .filter(note -> note.code() == AnalysisCode.UNIT_OF_GROUPS)
                .findFirst()
                .orElseThrow();
        assertThat(groups.sentence("en"))
                .isEqualTo("Intervals by scenario, not by the unit of all together: c0, c1, c2, c3.");
    }
}
