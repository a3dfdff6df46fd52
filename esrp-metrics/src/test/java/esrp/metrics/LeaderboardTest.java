package esrp.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import esrp.core.Rating;
import esrp.core.Ratings;
import esrp.core.Table;
import esrp.core.internal.TextWidth;
import esrp.stats.IntervalMethod;
import esrp.stats.cluster.ClusteredInference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class LeaderboardTest {
    private static final String ONE_CHARACTER = "One character alone says nothing about others; rate at least two.";

    private static Ratings ratings(List<List<Rating>> forms) {
        return Ratings.of(forms.stream().flatMap(List::stream).toList());
    }

    @Test
    void meansDimensionsAndAverageFollowTheRubric() {
        Leaderboard board = Leaderboard.of(
                ratings(List.of(
                        Fixtures.form("a", "c1", "1", "person:x", 5, 4, 3, 1, 2, 3, 5, 5, 5),
                        Fixtures.form("a", "c1", "1", "person:y", 4, 4, 3, 1, 2, 3, 5, 5, 5),
                        Fixtures.form("b", "c1", "1", "person:x", 3))),
                Rubric.esrp());
        Leaderboard.Row a = board.row("a");
        assertThat(a.mean("consistency")).isEqualTo(4.5);
        assertThat(a.dimension("bdc")).isCloseTo((4.5 + 4 + 3) / 3, within(1e-15));
        assertThat(a.dimension("rpc")).isEqualTo(2);
        assertThat(a.average()).isCloseTo((4.5 + 4 + 3 + 6 + 15) / 9, within(1e-15));
        assertThat(a.rank()).hasValue(1);
        assertThat(board.rows()).extracting(Leaderboard.Row::candidate).containsExactly("a", "b");
        assertThat(a.mean("diversity")).isNaN();
        assertThat(a.cell("diversity")).isEmpty();
        assertThat(board.ratings()).isEqualTo(27);
        assertThat(board.simulated()).isFalse();
    }

    @Test
    void equalAveragesShareARank() {
        Leaderboard board = Leaderboard.of(
                ratings(List.of(
                        Fixtures.form("d", "c1", "1", "person:x", 5),
                        Fixtures.form("b", "c1", "1", "person:x", 4),
                        Fixtures.form("a", "c1", "1", "person:x", 4),
                        Fixtures.form("c", "c1", "1", "person:x", 3))),
                Rubric.esrp());
        assertThat(board.rows()).extracting(Leaderboard.Row::candidate).containsExactly("d", "a", "b", "c");
        assertThat(board.rows()).extracting(row -> row.rank().orElseThrow()).containsExactly(1, 2, 2, 4);
    }

    @Test
    void onlyCommonItemsCountAndTheBoardSaysHowMany() {
        Ratings ratings = ratings(List.of(
                Fixtures.form("a", "c1", "1", "person:x", 5),
                Fixtures.form("a", "c1", "2", "person:x", 1),
                Fixtures.form("b", "c1", "1", "person:x", 4)));
        Leaderboard common = Leaderboard.of(ratings, Rubric.esrp());
        assertThat(common.row("a").average()).isEqualTo(5);
        assertThat(common.row("a").cell("fluency").orElseThrow().items()).isEqualTo(2);
        assertThat(common.row("a").cell("fluency").orElseThrow().usedItems()).isEqualTo(1);
        assertThat(common.notes())
                .extracting(Object::toString)
                .containsExactly(
                        "Only items that all candidates have in common count: 1 of up to 2 (Consistency, Fluency,"
                                + " Coherence, Character Knowledge, Speaking Style, Behavioral Habits, Emotional Value,"
                                + " Experience Sharing, Demand Matching).",
                        ONE_CHARACTER);
        Leaderboard all = Analysis.of(ratings, Rubric.esrp())
                .withItems(Analysis.Items.ALL)
                .leaderboard();
        assertThat(all.row("a").average()).isEqualTo(3);
        assertThat(all.notes())
                .extracting(Object::toString)
                .hasSize(2)
                .contains("There is one character only: the unit is the scenario, and nothing is said about any other"
                        + " character.")
                .anyMatch(note ->
                        note.startsWith("All items count, though candidates were rated on different ones: 1 to 2"
                                + " items each, 1 of them common to all (Consistency"));
    }

    @Test
    void nothingInCommonIsRefused() {
        Ratings ratings = ratings(
                List.of(Fixtures.form("a", "c1", "1", "person:x", 5), Fixtures.form("b", "c1", "2", "person:x", 4)));
        assertThatThrownBy(() -> Leaderboard.of(ratings, Rubric.esrp()))
                .hasMessageContaining("no dialogue (character and scenario) in common on metric \"consistency\"");
    }

    @Test
    void whatIsMissingStaysMissing() {
        List<Rating> rows = new ArrayList<>(Fixtures.form("a", "c1", "1", "person:x", 5));
        rows.addAll(Fixtures.form("b", "c1", "1", "person:x", 3).subList(0, 8));
        Leaderboard board = Leaderboard.of(Ratings.of(rows), Rubric.esrp());
        Leaderboard.Row b = board.row("b");
        assertThat(b.average()).isNaN();
        assertThat(b.rank()).isEqualTo(OptionalInt.empty());
        assertThat(b.dimension("bdc")).isEqualTo(3);
        assertThat(b.dimension("esc")).isNaN();
        assertThat(b.averageInterval()).isEmpty();
        assertThat(board.notes())
                .extracting(Object::toString)
                .containsExactly("Not rated on Demand Matching: b.", ONE_CHARACTER);
        assertThat(board.toString()).contains("-  b");
    }

    @Test
    void aRepeatedRatingIsNeverAveragedInSilence() {
        List<Rating> rows = new ArrayList<>(Fixtures.form("a", "c1", "1", "person:x", 5));
        rows.addAll(Fixtures.form("b", "c1", "1", "person:x", 3));
        rows.add(new Rating("a", "c1", "1", "fluency", "person:x", 1));
        Ratings ratings = Ratings.of(rows);
        assertThatThrownBy(() -> Leaderboard.of(ratings, Rubric.esrp()))
                .hasMessageContaining(
                        "1 rating repeat what the same rater rated already: rater \"person:x\" on candidate"
                                + " \"a\", character \"c1\", item \"1\", metric \"fluency\"");
        Leaderboard first = Analysis.of(ratings, Rubric.esrp())
                .withDuplicates(Analysis.Duplicates.FIRST)
                .leaderboard();
        Leaderboard last = Analysis.of(ratings, Rubric.esrp())
                .withDuplicates(Analysis.Duplicates.LAST)
                .leaderboard();
        assertThat(first.repeatedRatings()).isPositive().isEqualTo(last.repeatedRatings());
        assertThat(first.row("a").mean("fluency")).isEqualTo(5);
        assertThat(last.row("a").mean("fluency")).isEqualTo(1);
        assertThat(last.notes())
                .extracting(Object::toString)
                .containsExactly(ONE_CHARACTER, "1 repeated rating was left out (the last one kept).");
    }

    @Test
    void aMetricThatTheRubricDoesNotKnowIsRefused() {
        assertThatThrownBy(() -> Leaderboard.of(
                        ratings(List.of(Fixtures.form("a", "c1", "1", "person:x", 5))),
                        Rubric.esrp().only("fluency", "coherence")))
                .hasMessageContaining("metric \"consistency\" is not in rubric \"esrp (some)\"");
    }

    @Test
    void theIntervalIsTheTIntervalOfClusterMeans() {
        // Cluster means 5, 4, 3 of one candidate: mean 4, standard error 1/sqrt(3), t(2) at 0.975 = 4.302652729911275.
        Ratings ratings = ratings(List.of(
                Fixtures.form("a", "c1", "1", "person:x", 5),
                Fixtures.form("a", "c2", "1", "person:x", 4),
                Fixtures.form("a", "c3", "1", "person:x", 3)));
        UnitInterval interval = Leaderboard.of(ratings, Rubric.esrp())
                .row("a")
                .averageInterval()
                .orElseThrow();
        double half = 4.302652729911275 / Math.sqrt(3);
        // On the logit scale: 4 is at 3/4 of 1..5, log 3, and the standard error is divided by 4 × 3/4 × 1/4.
        assertThat(interval.lower()).isCloseTo(1 + 4 / (1 + Math.exp(-Math.log(3) + half / 0.75)), within(1e-9));
        assertThat(interval.upper()).isCloseTo(1 + 4 / (1 + Math.exp(-Math.log(3) - half / 0.75)), within(1e-9));
        UnitInterval plain = Analysis.of(ratings, Rubric.esrp())
                .withInference(ClusteredInference.withDefaults().with(IntervalMethod.T))
                .leaderboard()
                .row("a")
                .averageInterval()
                .orElseThrow();
        assertThat(plain.lower()).isCloseTo(4 - half, within(1e-9));
        assertThat(plain.upper()).isCloseTo(4 + half, within(1e-9));
        assertThat(interval.unit()).isEqualTo(Unit.CHARACTER);
        assertThat(interval.clusters()).isEqualTo(3);
        assertThat(interval).hasToString("4.00 [1.39, 4.95] by character (3)");
    }

    @Test
    void printsWithin80ColumnsWithChineseNames() {
        Leaderboard board = Analysis.of(Fixtures.study(4, 6).ratings(), Rubric.esrp())
                .withNames(Map.of("alpha", "一个名字非常非常非常长的候选模型", "beta", "贝塔"))
                .leaderboard();
        assertThat(board.toString().lines()).allMatch(line -> TextWidth.of(line) <= 80);
        assertThat(board.toString()).contains("SIMULATED", "贝塔", "BDC", "RPC", "ESC", "by character", "95% interval");
        assertThat(board.tables().get(1).toString()).contains("Cons.", "DM", "SIMULATED");
    }

    @Test
    void breakdownHasOneBoardAGroup() {
        Ratings ratings = Fixtures.study(3, 4).ratings();
        Breakdown<Leaderboard> byCharacter = Breakdown.of(ratings, Rubric.esrp(), Grouping.byCharacter());
        assertThat(byCharacter.groups()).containsOnlyKeys("c1", "c2", "c3");
        assertThat(byCharacter.group("c2").row("alpha").mean("diversity")).isBetween(1.0, 5.0);
        Breakdown<Leaderboard> byScenario = Breakdown.of(
                ratings,
                Rubric.esrp(),
                (character, scenario) -> scenario.equals("4")
                        ? java.util.Optional.empty()
                        : scenario.startsWith("b") ? java.util.Optional.empty() : java.util.Optional.of(scenario));
        assertThat(byScenario.groups()).containsOnlyKeys("1", "2", "3");
        assertThat(byScenario.ungrouped()).isEqualTo(3 * 3 * 9 * 2);
        assertThat(byScenario.toString().lines()).allMatch(line -> TextWidth.of(line) <= 80);
        assertThatThrownBy(() -> byScenario.group("9")).hasMessageContaining("groups are [1, 2, 3]");
    }

    @Test
    void oneUnitAloneIsTheReasonOfAMissingInterval() {
        Ratings ratings = ratings(
                List.of(Fixtures.form("a", "c1", "1", "person:x", 5), Fixtures.form("a", "c2", "1", "person:x", 4)));
        Analysis analysis = Analysis.of(ratings, Rubric.esrp());
        assertThat(analysis.withUnit(Unit.CHARACTER).leaderboard().notes()).isEmpty();
        Leaderboard board = analysis.withUnit(Unit.SCENARIO).leaderboard();
        assertThat(board.rows().get(0).averageInterval().orElseThrow().lower()).isNaN();
        assertThat(board.notes())
                .extracting(Object::toString)
                .containsExactly(
                        "One scenario alone says nothing about others; rate at least two, or take the character as"
                                + " unit (2).");
        assertThat(board.text("en")).contains("1  a          4.50  4.50  4.50  4.50             -");
    }

    /** Whatever can vary is the unit, and why it is that one is said. */
    @Test
    void theUnitIsTheOneThatVaries() {
        assertUnit(Unit.CHARACTER_AND_SCENARIO, "", "c1 1", "c1 2", "c2 1", "c2 2");
        assertUnit(Unit.CHARACTER_AND_SCENARIO, "", "c1 1", "c1 2", "c2 2", "c2 3");
        assertUnit(
                Unit.CHARACTER,
                "There is one scenario only: the unit is the character, and nothing is said about any other scenario.",
                "c1 1",
                "c2 1");
        assertUnit(
                Unit.SCENARIO,
                "There is one character only: the unit is the scenario, and nothing is said about any other character.",
                "c1 1",
                "c1 2");
        assertUnit(
                Unit.CHARACTER,
                "Each scenario belongs to one character, so that the two are not crossed: the unit is the character.",
                "c1 1",
                "c1 2",
                "c2 3",
                "c2 4");
        assertUnit(
                Unit.SCENARIO,
                "Each character belongs to one scenario, so that the two are not crossed: the unit is the scenario.",
                "c1 1",
                "c2 1",
                "c3 2",
                "c4 2");
        assertUnit(Unit.CHARACTER, ONE_CHARACTER, "c1 1");
    }

    private static void assertUnit(Unit unit, String reason, String... sites) {
        List<List<Rating>> forms = new ArrayList<>();
        for (String candidate : List.of("a", "b")) {
            for (int i = 0; i < sites.length; i++) {
                String[] site = sites[i].split(" ", -1);
                forms.add(Fixtures.form(candidate, site[0], site[1], "person:x", 1 + (i + candidate.length() * i) % 5));
            }
        }
        Analysis analysis =
                Analysis.of(Ratings.of(forms.stream().flatMap(List::stream).toList()), Rubric.esrp());
        UnitInterval interval =
                analysis.leaderboard().rows().get(0).averageInterval().orElseThrow();
        Comparison comparison = analysis.comparison();
        ReleaseGate.Decision gate = ReleaseGate.nonInferiority(0.1).check(analysis, "a", "b");
        for (UnitInterval by : List.of(interval, comparison.differences().get(0).difference(), gate.difference())) {
            assertThat(by.unit()).isEqualTo(unit);
            assertThat(Double.isNaN(by.lower())).isEqualTo(sites.length == 1);
        }
        assertThat(Double.isNaN(comparison.probabilityOfBest("a"))).isEqualTo(sites.length == 1);
        for (esrp.core.Result result : List.of(analysis.leaderboard(), comparison, gate)) {
            assertThat(result.notes())
                    .extracting(Object::toString)
                    .filteredOn(note -> note.contains("unit") || note.contains("alone"))
                    .filteredOn(note -> !note.startsWith("Where units do not differ") && !note.contains("would decide"))
                    .containsExactlyElementsOf(reason.isEmpty() ? List.of() : List.of(reason));
        }
    }

    @Test
    void candidatesOfOneNameAreToldApartByTheirId() {
        Ratings ratings = ratings(List.of(
                Fixtures.form("m1", "c1", "1", "person:x", 5),
                Fixtures.form("m2", "c1", "1", "person:x", 4),
                Fixtures.form("m3", "c1", "1", "person:x", 3),
                Fixtures.form("m4", "c1", "1", "person:x", 2)));
        Analysis analysis = Analysis.of(ratings, Rubric.esrp())
                .withNames(Map.of("m1", "Same", "m2", "Same", "m3", " ", "m4", "Own", "m9", "Nobody"));
        assertThat(analysis.leaderboard().rows())
                .extracting(Leaderboard.Row::name)
                .containsExactly("Same (m1)", "Same (m2)", "m3", "Own");
        Analysis asId = analysis.withNames(Map.of("m1", "m2"));
        assertThat(asId.leaderboard().rows()).extracting(Leaderboard.Row::name).doesNotHaveDuplicates();
    }

    @Test
    void samplesAreAveragedWithinTheirDialogueAndAreNoRaters() {
        Ratings ratings = Ratings.of(List.of(
                new Rating("m", "A", "1", "fluency", "model:j", 5, "", "a", ""),
                new Rating("m", "A", "1", "fluency", "model:j", 3, "", "b", ""),
                new Rating("m", "A", "2", "fluency", "model:j", 2)));
        Leaderboard board = Leaderboard.of(ratings, Rubric.esrp());
        assertThat(board.rows().get(0).mean("fluency")).isEqualTo(3);
        assertThat(board.repeatedRatings()).isZero();
    }

    @Test
    void aRowGivesEveryIntervalAndTheBoardWhatItWasMadeOf() {
        Ratings ratings = Fixtures.study(5, 4).ratings();
        Analysis analysis =
                Analysis.of(ratings, Rubric.esrp()).withUnit(Unit.CHARACTER).withLevel(0.9);
        Leaderboard board = analysis.leaderboard();
        assertThat(board.unit()).isEqualTo(Unit.CHARACTER);
        assertThat(board.inference().level()).isEqualTo(0.9);
        assertThat(board.dataHash()).isEqualTo(ratings.hash());
        Leaderboard.Row row = board.row("alpha");
        assertThat(row.interval("fluency").orElseThrow().estimate()).isCloseTo(row.mean("fluency"), within(1e-12));
        assertThat(row.dimensionInterval("bdc").orElseThrow().estimate())
                .isCloseTo(row.dimension("bdc"), within(1e-12));
        assertThat(row).hasToString(String.format(java.util.Locale.ROOT, "1. alpha %.2f", row.average()));
        Ratings partly =
                ratings.where(r -> !(r.candidate().equals("beta") && r.metric().equals("fluency")));
        Leaderboard.Row none = Leaderboard.of(partly, Rubric.esrp()).row("beta");
        assertThat(none.interval("fluency")).isEmpty();
        assertThat(none.dimensionInterval("bdc")).isEmpty();
        assertThat(none.dimensionInterval("rpc")).isPresent();
        assertThat(none.toString()).startsWith("-. beta ");
    }

    /** The mean of a dimension stands beside its metrics where there are several. */
    @Test
    void meansOfDimensionsStandWhereThereAreSeveralMetrics() {
        Ratings ratings = Fixtures.study(3, 4).ratings();
        Table means = Leaderboard.of(ratings, Rubric.esrp()).tables().get(1);
        assertThat(means.heads().stream().map(Table.Head::key).filter(key -> key.startsWith("dimension.")))
                .containsExactly("dimension.bdc", "dimension.rpc", "dimension.esc");
        assertThat(means.heads().stream().map(Table.Head::key)).endsWith("mean.diversity", "average");
    }
}
