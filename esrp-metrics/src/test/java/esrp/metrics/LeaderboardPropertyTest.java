package esrp.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import esrp.core.Rating;
import esrp.core.Ratings;
import esrp.stats.cluster.ClusteredInference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class LeaderboardPropertyTest {
    /** Ratings with gaps: some raters skip some candidates, scenarios or metrics. */
    private static List<Rating> ragged(long seed, int characters) {
        Random random = new Random(seed);
        List<Rating> rows = new ArrayList<>();
        for (String candidate : List.of("a", "b", "c")) {
            for (int c = 1; c <= characters; c++) {
                for (int s = 1; s <= 3; s++) {
                    for (String rater : List.of("person:x", "person:y")) {
                        if (random.nextInt(8) > 0 || s == 1) {
                            for (String metric : Fixtures.METRICS) {
                                if (random.nextInt(10) > 0 || s == 1) {
                                    rows.add(new Rating(
                                            candidate, "c" + c, "" + s, metric, rater, 1 + random.nextInt(5)));
                                }
                            }
                        }
                    }
                }
            }
        }
        return rows;
    }

    /** The obvious implementation: filter and average lists. */
    private static double naiveMean(List<Rating> rows, String candidate, String metric) {
        Set<String> candidates = new HashSet<>();
        rows.stream().filter(r -> r.metric().equals(metric)).forEach(r -> candidates.add(r.candidate()));
        return rows.stream()
                .filter(r -> r.candidate().equals(candidate) && r.metric().equals(metric))
                .filter(r -> candidates.stream()
                        .allMatch(other -> rows.stream()
                                .anyMatch(o -> o.candidate().equals(other)
                                        && o.metric().equals(metric)
                                        && o.character().equals(r.character())
                                        && o.item().equals(r.item()))))
                .mapToDouble(Rating::score)
                .average()
                .orElse(Double.NaN);
    }

    @Property(tries = 15, seed = "20261123")
    void agreesWithTheObviousImplementation(@ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int characters) {
        List<Rating> rows = ragged(seed, characters);
        Leaderboard board = Leaderboard.of(Ratings.of(rows), Rubric.esrp());
        for (Leaderboard.Row row : board.rows()) {
            double sum = 0;
            for (String metric : Fixtures.METRICS) {
                double naive = naiveMean(rows, row.candidate(), metric);
                assertThat(row.mean(metric)).isCloseTo(naive, within(1e-12));
                sum += naive;
            }
            assertThat(row.average()).isCloseTo(sum / 9, within(1e-12));
        }
    }

    @Property(tries = 15, seed = "20261123")
    void rowOrderDoesNotMatter(@ForAll long seed, @ForAll @IntRange(min = 2, max = 4) int characters) {
        List<Rating> rows = ragged(seed, characters);
        List<Rating> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, new Random(seed + 1));
        for (Unit unit : Unit.values()) {
            Analysis analysis = Analysis.of(Ratings.of(rows), Rubric.esrp()).withUnit(unit);
            assertThat(analysis.about(Ratings.of(shuffled)).leaderboard())
                    .hasToString(analysis.leaderboard().toString());
        }
    }

    @Property(tries = 15, seed = "20261123")
    void relabellingCandidatesRelabelsTheBoard(@ForAll long seed) {
        List<Rating> rows = ragged(seed, 3);
        Ratings relabelled = Ratings.of(rows.stream()
                .map(r -> new Rating("z" + r.candidate(), r.character(), r.item(), r.metric(), r.rater(), r.score()))
                .toList());
        Leaderboard before = Leaderboard.of(Ratings.of(rows), Rubric.esrp());
        Leaderboard after = Leaderboard.of(relabelled, Rubric.esrp());
        for (Leaderboard.Row row : before.rows()) {
            assertThat(after.row("z" + row.candidate()).average()).isEqualTo(row.average());
            assertThat(after.row("z" + row.candidate()).rank()).isEqualTo(row.rank());
        }
    }

    @Property(tries = 15, seed = "20261123")
    void anIntervalContainsItsEstimateAndGrowsWithTheLevel(@ForAll long seed) {
        Ratings ratings = Ratings.of(ragged(seed, 4));
        for (Unit unit : Unit.values()) {
            Leaderboard narrow = Analysis.of(ratings, Rubric.esrp())
                    .withUnit(unit)
                    .withInference(ClusteredInference.withDefaults().withLevel(0.5))
                    .leaderboard();
            Leaderboard wide =
                    Analysis.of(ratings, Rubric.esrp()).withUnit(unit).leaderboard();
            for (Leaderboard.Row row : wide.rows()) {
                UnitInterval outer = row.averageInterval().orElseThrow();
                UnitInterval inner =
                        narrow.row(row.candidate()).averageInterval().orElseThrow();
                assertThat(outer.interval().contains(row.average())).isTrue();
                assertThat(outer.interval().width())
                        .isGreaterThanOrEqualTo(inner.interval().width());
                assertThat(outer.unit()).isEqualTo(unit);
            }
        }
    }

    @Property(tries = 15, seed = "20261123")
    void copyingEveryRaterChangesNoMeanAndNoIntervalByCharacter(@ForAll long seed) {
        List<Rating> rows = ragged(seed, 3);
        Set<Rating> twice = new LinkedHashSet<>(rows);
        rows.forEach(r -> twice.add(
                new Rating(r.candidate(), r.character(), r.item(), r.metric(), r.rater() + "-again", r.score())));
        Leaderboard once = Leaderboard.of(Ratings.of(rows), Rubric.esrp());
        Leaderboard doubled = Leaderboard.of(Ratings.of(List.copyOf(twice)), Rubric.esrp());
        for (Leaderboard.Row row : once.rows()) {
            UnitInterval expected = row.averageInterval().orElseThrow();
            UnitInterval actual = doubled.row(row.candidate()).averageInterval().orElseThrow();
            assertThat(actual.estimate()).isCloseTo(expected.estimate(), within(1e-12));
            assertThat(actual.upper()).isCloseTo(expected.upper(), within(1e-12));
        }
    }
}
