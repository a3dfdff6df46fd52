package esrp.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import esrp.core.Rating;
import esrp.core.Ratings;
import esrp.core.internal.TextWidth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShortlistTest {
    /** Score of a candidate by a judge, the same for all characters but the last point. */
    private static Ratings ratings(Map<String, Map<String, Integer>> scores) {
        List<Rating> rows = new ArrayList<>();
        scores.forEach((candidate, byJudge) -> byJudge.forEach((judge, score) -> {
            for (int c = 1; c <= 3; c++) {
                rows.addAll(Fixtures.form(candidate, "c" + c, "1", "model:" + judge, score));
            }
        }));
        return Ratings.of(rows);
    }

    @Test
    void theMeanOverJudgesDecides() {
        Shortlist list = Analysis.of(
                        ratings(Map.of(
                                "a", Map.of("x", 5, "y", 4),
                                "b", Map.of("x", 5, "y", 3),
                                "c", Map.of("x", 2, "y", 3))),
                        Rubric.esrp())
                .shortlist(Shortlist.Options.best(2));
        assertThat(list.chosen()).containsExactly("a", "b");
        assertThat(list.places()).extracting(Shortlist.Place::score).containsExactly(4.5, 4.0, 2.5);
        assertThat(list.cut().orElseThrow().estimate()).isCloseTo(1.5, within(1e-12));
        assertThat(list.severity("model:y")).isCloseTo(1 / 3.0, within(1e-9));
        assertThat(list.severity("model:x")).isCloseTo(-1 / 3.0, within(1e-9));
        assertThat(list.judges()).containsExactly("model:x", "model:y");
        assertThat(list.concordance("model:x", "model:y")).isBetween(-1.0, 1.0);
        assertThat(list.simulated()).isFalse();
    }

    @Test
    void oneSimulatedJudgeMarksTheList() {
        List<Rating> rows = new ArrayList<>(Fixtures.form("a", "c1", "1", "sim:x", 4));
        rows.addAll(Fixtures.form("a", "c1", "1", "model:y", 4));
        Shortlist list = Shortlist.of(Ratings.of(rows), Rubric.esrp());
        assertThat(list.simulated()).isTrue();
        assertThat(list.toString()).contains("SIMULATED");
    }

    @Test
    void severityRemovedNobodyIsPunishedForTheStricterJudge() {
        // y is two points stricter; c met y alone, a and b met both, d met x alone.
        Ratings ratings = ratings(Map.of(
                "a", Map.of("x", 5, "y", 3),
                "b", Map.of("x", 4, "y", 2),
                "c", Map.of("y", 3),
                "d", Map.of("x", 4)));
        Shortlist left = Analysis.of(ratings, Rubric.esrp()).shortlist(Shortlist.Options.best(1));
        assertThat(left.places()).filteredOn(p -> p.place().isEmpty()).hasSize(2);
        Shortlist removed = Analysis.of(ratings, Rubric.esrp())
                .shortlist(Shortlist.Options.best(2).withSeverityRemoved(true));
        assertThat(removed.chosen()).containsExactlyInAnyOrder("a", "c");
        assertThat(removed.severity("model:y")).isCloseTo(1, within(1e-9));
        assertThat(removed.places()).extracting(p -> p.place().orElseThrow()).containsExactly(1, 1, 3, 3);
    }

    @Test
    void selfPreferenceIsWhatTheOthersDoNotExplain() {
        Ratings ratings = ratings(Map.of(
                "kin", Map.of("x", 5, "y", 3, "z", 3),
                "b", Map.of("x", 4, "y", 4, "z", 4),
                "c", Map.of("x", 2, "y", 2, "z", 2)));
        Shortlist list = Analysis.of(ratings, Rubric.esrp())
                .shortlist(Shortlist.Options.best(5)
                        .withFamilies(Map.of("model:x", "house"), Map.of("kin", "house", "b", "other")));
        assertThat(list.preferences()).hasSize(1);
        Shortlist.Preference preference = list.preferences().get(0);
        assertThat(preference.candidate()).isEqualTo("kin");
        assertThat(preference.family()).isEqualTo("house");
        assertThat(preference.excess().estimate()).isCloseTo(2, within(1e-9));
        assertThat(preference.excess().unit()).isEqualTo(Unit.CHARACTER);
        assertThat(list.toString()).contains("Own family (house): model:x gives kin +2.00");
    }

    @Test
    void everybodyFitsWhereThereAreNoMorePlaces() {
        Shortlist list = Shortlist.of(ratings(Map.of("a", Map.of("x", 5), "b", Map.of("x", 3))), Rubric.esrp());
        assertThat(list.chosen()).containsExactly("a", "b");
        assertThat(list.cut()).isEmpty();
        assertThatThrownBy(() -> Shortlist.Options.best(0)).hasMessageContaining("k: 0 is below 1");
        assertThatThrownBy(() -> list.severity("model:q")).hasMessageContaining("judges are [model:x]");
    }

    @Test
    void severityInADoesNotChangePlacesWhereEveryJudgeRatedEveryCandidate() {
        Ratings ratings =
                Fixtures.study(6, 5).withSharedRaters(List.of("j1", "j2", "j3")).ratings();
        Shortlist left = Analysis.of(ratings, Rubric.esrp()).shortlist(Shortlist.Options.best(1));
        Shortlist removed = Analysis.of(ratings, Rubric.esrp())
                .shortlist(Shortlist.Options.best(1).withSeverityRemoved(true));
        assertThat(left.places())
                .extracting(Shortlist.Place::candidate)
                .isEqualTo(removed.places().stream()
                        .map(Shortlist.Place::candidate)
                        .toList());
        for (Unit unit : Unit.values()) {
            UnitInterval cut = Analysis.of(ratings, Rubric.esrp())
                    .withUnit(unit)
                    .shortlist(Shortlist.Options.best(1))
                    .cut()
                    .orElseThrow();
            assertThat(cut.unit()).isEqualTo(unit);
            assertThat(cut.interval().contains(cut.estimate())).isTrue();
        }
        assertThat(left.toString().lines()).allMatch(line -> TextWidth.of(line) <= 80);
        assertThat(left.toString()).contains("SIMULATED", "Severity of judges", "Place 1 is ahead of place 2");
    }

    @Test
    void withoutRatingsThereIsNoShortlist() {
        assertThatThrownBy(() -> Shortlist.of(Ratings.of(List.of()), Rubric.esrp()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ratings: there are none, at least one was expected");
    }
}
