package esrp.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import esrp.core.Finding;
import esrp.core.LocalizedText;
import esrp.core.Metric;
import esrp.core.Metric.Dimension;
import esrp.core.Rating;
import esrp.core.Ratings;
import esrp.core.Ratings.Column;
import esrp.core.Scale;
import esrp.core.Table;
import esrp.core.internal.TextWidth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
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

    private static final Rubric TWO = Rubric.builder("two")
            .dimension(
                    new Dimension("d", LocalizedText.same("d")),
                    Metric.of("good", LocalizedText.same("good"), "d", Scale.LIKERT_5),
                    Metric.of("bad", LocalizedText.same("bad"), "d", Scale.LIKERT_5))
            .weight("good", 3)
            .lowerIsBetter("bad")
            .build();

    /** Of each character of a candidate: the mean over judges of their means over scenarios. */
    private static double[] byCharacter(Ratings ratings, String candidate) {
        return ratings.characters().stream()
                .mapToDouble(character -> {
                    Ratings own = ratings.where(Column.CANDIDATE, candidate).where(Column.CHARACTER, character);
                    return own.raters().stream()
                            .mapToDouble(judge -> own.where(Column.RATER, judge).stream()
                                            .mapToDouble(r -> r.metric().equals("good")
                                                    ? 0.75 * r.score()
                                                    : 0.25 * (6 - r.score()))
                                            .sum()
                                    / own.where(Column.RATER, judge).items().size())
                            .average()
                            .orElseThrow();
                })
                .toArray();
    }

    /** Four characters; x rates two scenarios and is stricter, y one, z one of a and b alone. */
    private static Ratings uneven(boolean whole) {
        Random random = new Random(4);
        List<Rating> rows = new ArrayList<>();
        for (String candidate : List.of("a", "b", "c")) {
            for (int k = 0; k < 4; k++) {
                for (String cell : List.of("x1", "x2", "y1", "z1")) {
                    for (String metric : List.of("good", "bad")) {
                        int score = 1 + random.nextInt(4) + (candidate.equals("a") == metric.equals("good") ? 1 : 0);
                        if (whole || !cell.startsWith("z") || !candidate.equals("c")) {
                            rows.add(new Rating(
                                    candidate, "k" + k, cell.substring(1), metric, cell.substring(0, 1), score));
                        }
                    }
                }
            }
        }
        return Ratings.of(rows, TWO.metrics());
    }

    /** The t interval of the paired differences of characters; what is fitted moves the estimate alone. */
    @Test
    void theCutIsThatOfPairedCharacterMeans() {
        for (boolean whole : new boolean[] {true, false}) {
            for (boolean removed : new boolean[] {false, true}) {
                Ratings ratings = uneven(whole);
                Shortlist list = Analysis.of(ratings, TWO)
                        .withUnit(Unit.CHARACTER)
                        .shortlist(Shortlist.Options.best(1).withSeverityRemoved(removed));
                Shortlist.Place first = list.places().get(0);
                Shortlist.Place second = list.places().get(1);
                double[] one = byCharacter(ratings, first.candidate());
                double[] two = byCharacter(ratings, second.candidate());
                double[] differences = new double[4];
                Arrays.setAll(differences, k -> one[k] - two[k]);
                double mean = Arrays.stream(differences).average().orElseThrow();
                double variance = Arrays.stream(differences)
                                .map(d -> (d - mean) * (d - mean))
                                .sum()
                        / 3;
                UnitInterval cut = list.cut().orElseThrow();
                assertThat(cut.estimate()).isCloseTo(first.score() - second.score(), within(1e-12));
                if (!removed) {
                    assertThat(cut.estimate()).isCloseTo(mean, within(1e-12));
                }
                // t(3) at 0.975 is 3.1824.
                assertThat(cut.upper() - cut.estimate())
                        .isCloseTo(3.182446305284263 * Math.sqrt(variance / 4), within(1e-9));
                assertThat(list.notes())
                        .extracting(Finding::code)
                        .containsExactly(cut.lower() > 0 ? AnalysisCode.CUT : AnalysisCode.CUT_UNCLEAR);
            }
        }
    }

    /** The normal equations of least squares: residuals of each candidate and of each judge add up to 0. */
    @Test
    void severitiesAreTheLeastSquaresFit() {
        for (boolean whole : new boolean[] {true, false}) {
            Shortlist list = Analysis.of(uneven(whole), TWO)
                    .shortlist(Shortlist.Options.best(1).withSeverityRemoved(true));
            Map<String, Double> ofJudges = new HashMap<>();
            for (Shortlist.Place place : list.places()) {
                double ofCandidate = 0;
                for (Map.Entry<String, Double> score : place.byJudge().entrySet()) {
                    double residual = score.getValue() - place.score() + list.severity(score.getKey());
                    ofCandidate += residual;
                    ofJudges.merge(score.getKey(), residual, Double::sum);
                }
                assertThat(ofCandidate).isCloseTo(0, within(1e-9));
                assertThat(place.byJudge()).hasSize(whole || !place.candidate().equals("c") ? 3 : 2);
            }
            assertThat(ofJudges.values())
                    .hasSize(3)
                    .allSatisfy(sum -> assertThat(sum).isCloseTo(0, within(1e-9)));
            assertThat(list.judges().stream().mapToDouble(list::severity).sum()).isCloseTo(0, within(1e-9));
        }
    }

    @Test
    void whoHasNoPlaceIsNotCutOff() {
        // c met one judge of two: two have a place.
        Ratings ratings =
                ratings(Map.of("a", Map.of("x", 5, "y", 4), "b", Map.of("x", 3, "y", 4), "c", Map.of("x", 5)));
        Shortlist two = Analysis.of(ratings, Rubric.esrp()).shortlist(Shortlist.Options.best(2));
        assertThat(two.cut()).isEmpty();
        assertThat(two.chosen()).containsExactly("a", "b");
        assertThat(two.notes()).isEmpty();
        assertThat(two.places().get(0).byJudge()).isEqualTo(Map.of("model:x", 5.0, "model:y", 4.0));
        assertThat(two.places().get(2).byJudge()).isEqualTo(Map.of("model:x", 5.0));
        assertThat(two.places().get(2).score()).isNaN();
        Shortlist one = Analysis.of(ratings, Rubric.esrp()).shortlist(Shortlist.Options.best(1));
        assertThat(one.cut().orElseThrow().estimate()).isCloseTo(1, within(1e-12));
        assertThat(one.notes()).extracting(Finding::code).containsExactly(AnalysisCode.CUT);
    }

    @Test
    void concordanceIsTauOfTheCandidatesThatBothRated() {
        Shortlist list = Analysis.of(
                        ratings(Map.of(
                                "a", Map.of("x", 5, "y", 3, "z", 2),
                                "b", Map.of("x", 3, "y", 4, "z", 1),
                                "c", Map.of("x", 4, "z", 5),
                                "d", Map.of("x", 1))),
                        Rubric.esrp())
                .shortlist(Shortlist.Options.best(1).withSeverityRemoved(true));
        assertThat(list.concordance("model:x", "model:y")).isEqualTo(-1);
        // a > c > b against c > a > b: two pairs of three.
        assertThat(list.concordance("model:x", "model:z")).isCloseTo(1 / 3.0, within(1e-12));
        Shortlist one = Analysis.of(
                        ratings(Map.of("a", Map.of("x", 5, "y", 3), "b", Map.of("x", 3), "c", Map.of("y", 2))),
                        Rubric.esrp())
                .shortlist(Shortlist.Options.best(1).withSeverityRemoved(true));
        assertThat(one.concordance("model:x", "model:y")).isNaN();
    }

    /** x is a point stricter, and gives its kin 1, 2 and 3 points beyond that: t(2) at 0.975 is 4.3027. */
    @Test
    void selfPreferenceIsTestedOverCharacters() {
        List<Rating> rows = new ArrayList<>();
        for (int k = 0; k < 4; k++) {
            for (String judge : List.of("x", "y", "z")) {
                int strict = judge.equals("x") ? 1 : 0;
                if (k < 3 || strict == 0) { // x did not rate its kin as the last character
                    int beyond = strict == 0 ? 0 : k + 1;
                    rows.addAll(Fixtures.form("kin", "k" + k, "1", judge, 2 - strict + beyond));
                }
                rows.addAll(Fixtures.form("b", "k" + k, "1", judge, 2 - strict));
                rows.addAll(Fixtures.form("c", "k" + k, "1", judge, 5 - strict));
            }
        }
        Shortlist list = Analysis.of(Ratings.of(rows), Rubric.esrp())
                .withUnit(Unit.CHARACTER)
                .shortlist(Shortlist.Options.best(1)
                        .withFamilies(Map.of("x", "f", "y", "g"), Map.of("kin", "f", "b", "h")));
        assertThat(list.preferences()).hasSize(1);
        UnitInterval excess = list.preferences().get(0).excess();
        assertThat(excess.clusters()).isEqualTo(3);
        assertThat(excess.estimate()).isCloseTo(2, within(1e-9));
        assertThat(excess.lower()).isCloseTo(2 - 4.302652729911275 / Math.sqrt(3), within(1e-8));
        assertThat(list.notes()).extracting(Finding::code).contains(AnalysisCode.SELF_PREFERENCE);
    }

    @Test
    void tablesSayWhetherSeverityWasRemoved() {
        for (boolean removed : new boolean[] {false, true}) {
            List<Table> tables = Analysis.of(uneven(true), TWO)
                    .shortlist(Shortlist.Options.best(1).withSeverityRemoved(removed))
                    .tables();
            assertThat(tables).hasSize(2);
            assertThat(tables.get(0).heads())
                    .extracting(Table.Head::key)
                    .containsExactly(
                            "rank",
                            "candidate",
                            removed ? "adjustedScore" : "score",
                            "judge.x",
                            "judge.y",
                            "judge.z",
                            "chosen");
            assertThat(tables.get(1).heads())
                    .extracting(Table.Head::key)
                    .containsExactly("judge", removed ? "severityRemoved" : "severity");
            assertThat(tables.get(0).rows().stream()
                            .map(row -> ((Table.Cell.Text) row.get(6)).text().in("en")))
                    .containsExactly("yes", "no", "no");
        }
        assertThat(Analysis.of(uneven(true).where(Column.RATER, "x"), TWO)
                        .shortlist(Shortlist.Options.best(1))
                        .tables())
                .hasSize(1);
    }

    @Test
    void twoJudgesHaveSeveritiesToShow() {
        Shortlist list =
                Shortlist.of(ratings(Map.of("a", Map.of("x", 5, "y", 4), "b", Map.of("x", 3, "y", 2))), Rubric.esrp());
        assertThat(list.tables()).hasSize(2);
        assertThat(list.severity("model:y")).isCloseTo(0.5, within(1e-12));
        Shortlist simulated = Shortlist.of(Fixtures.study(3, 3).ratings(), Rubric.esrp());
        assertThat(simulated.notes()).extracting(Finding::code).contains(AnalysisCode.SIMULATED);
    }
}
