package esrp.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import esrp.core.Dataset;
import esrp.core.Rating;
import esrp.core.Ratings;
import esrp.core.Scenario;
import esrp.core.Table;
import esrp.core.internal.TextWidth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BreakdownTest {
    private static final int SCENARIOS = 8;
    private static final List<String> EMOTIONS = List.of("sad", "anxious", "angry");
    private static final List<String> LOCATIONS = List.of("home", "school");
    private static final List<String> PERSONAS = List.of("student", "nurse");

    /** Scenarios of which some say no emotion, location or persona. */
    private static Dataset dataset(long seed) {
        Random random = new Random(seed);
        List<Scenario> scenarios = new ArrayList<>();
        for (int s = 1; s <= SCENARIOS; s++) {
            Scenario scenario = Scenario.of("" + s, "question " + s);
            scenario = random.nextInt(4) == 0 ? scenario : scenario.withEmotion(any(random, EMOTIONS));
            scenario = random.nextInt(4) == 0 ? scenario : scenario.withLocation(any(random, LOCATIONS));
            scenarios.add(random.nextInt(4) == 0 ? scenario : scenario.withPersona(any(random, PERSONAS)));
        }
        return Dataset.of(List.of(), List.of(), scenarios, List.of());
    }

    private static String any(Random random, List<String> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** Every dialogue of three candidates and two characters, two raters, all metrics, diversity by batch. */
    private static List<Rating> ratings(long seed) {
        Random random = new Random(seed);
        List<Rating> rows = new ArrayList<>();
        for (String candidate : List.of("a", "b", "c")) {
            for (String character : List.of("c1", "c2")) {
                for (int s = 1; s <= SCENARIOS; s++) {
                    for (String rater : List.of("person:p", "person:q")) {
                        for (String metric : Fixtures.METRICS) {
                            rows.add(new Rating(candidate, character, "" + s, metric, rater, 1 + random.nextInt(5)));
                        }
                    }
                }
                rows.add(new Rating(candidate, character, "b01", "diversity", "person:p", 1 + random.nextInt(5)));
            }
        }
        return rows;
    }

    private static Optional<String> fact(Dataset dataset, String scenario, int kind) {
        return dataset.scenarios().stream()
                .filter(s -> s.id().equals(scenario))
                .findFirst()
                .flatMap(s -> kind == 0 ? s.emotion() : kind == 1 ? s.location() : s.persona());
    }

    private static Grouping grouping(Dataset dataset, int kind) {
        return kind == 0
                ? Grouping.byEmotion(dataset)
                : kind == 1 ? Grouping.byLocation(dataset) : Grouping.byPersona(dataset);
    }

    @Property(tries = 25, seed = "20261123")
    void eachGroupIsTheLeaderboardOfItsRatingsAlone(@ForAll long seed, @ForAll @IntRange(max = 2) int kind) {
        Dataset dataset = dataset(seed);
        List<Rating> rows = ratings(seed);
        Map<String, List<Rating>> groups = new TreeMap<>();
        long unknown = 0;
        for (Rating r : rows) {
            Optional<String> group = fact(dataset, r.item(), kind);
            group.ifPresent(name ->
                    groups.computeIfAbsent(name, key -> new ArrayList<>()).add(r));
            unknown += group.isEmpty() && !r.metric().equals("diversity") ? 1 : 0;
        }
        Collections.shuffle(rows, new Random(seed));
        Breakdown<Leaderboard> breakdown = Breakdown.of(Ratings.of(rows), Rubric.esrp(), grouping(dataset, kind));
        assertThat(breakdown.groups().keySet()).containsExactlyElementsOf(groups.keySet());
        assertThat(breakdown.ungrouped()).isEqualTo(unknown);
        groups.forEach((name, own) -> {
            for (String candidate : List.of("a", "b", "c")) {
                double sum = 0;
                for (String metric : Fixtures.METRICS) {
                    double mean = own.stream()
                            .filter(r -> r.candidate().equals(candidate)
                                    && r.metric().equals(metric))
                            .mapToDouble(Rating::score)
                            .average()
                            .orElseThrow();
                    assertThat(breakdown.group(name).row(candidate).mean(metric))
                            .isCloseTo(mean, within(1e-12));
                    sum += mean;
                }
                assertThat(breakdown.group(name).row(candidate).average()).isCloseTo(sum / 9, within(1e-12));
            }
            assertThat(breakdown.group(name).ratings()).isEqualTo(own.size());
        });
        assertThat(breakdown.toString().lines()).allMatch(line -> TextWidth.of(line) <= 80);
        assertThat(breakdown.toString().contains("left out because the group of"))
                .isEqualTo(unknown > 0);
    }

    @Property(tries = 15, seed = "20261123")
    void groupsAreAPartition(@ForAll long seed, @ForAll @IntRange(max = 2) int kind) {
        List<Rating> rows = ratings(seed);
        Breakdown<Leaderboard> breakdown = Breakdown.of(Ratings.of(rows), Rubric.esrp(), grouping(dataset(seed), kind));
        long grouped = breakdown.groups().values().stream()
                .mapToLong(Leaderboard::ratings)
                .sum();
        long batches = rows.stream().filter(r -> r.metric().equals("diversity")).count();
        assertThat(grouped + breakdown.ungrouped() + batches).isEqualTo(rows.size());
    }

    @Test
    void oneGroupOfEverythingIsTheLeaderboard() {
        Ratings ratings = Ratings.of(ratings(1));
        Breakdown<Leaderboard> one =
                Breakdown.of(ratings, Rubric.esrp(), (character, scenario) -> Optional.of("all of it"));
        assertThat(one.group("all of it"))
                .hasToString(Leaderboard.of(ratings, Rubric.esrp()).toString());
    }

    @Test
    void whereNothingIsKnownThereIsNoGroup() {
        Dataset plain = Dataset.of(List.of(), List.of(), List.of(Scenario.of("1", "question")), List.of());
        Breakdown<Leaderboard> none = Breakdown.of(Ratings.of(ratings(1)), Rubric.esrp(), Grouping.byEmotion(plain));
        assertThat(none.groups()).isEmpty();
        assertThat(none.ungrouped()).isEqualTo(3 * 2 * 8 * 2 * 9);
        assertThat(none.toString())
                .contains("864 ratings were left out because the group of their dialogue is not known.");
    }

    /** Two characters of two candidates; of a third one what both were rated on differs, or one alone was rated. */
    private static Analysis withAnOddCharacter(boolean alone) {
        List<Rating> rows = new ArrayList<>();
        for (String rater : List.of("person:p", "person:q")) {
            for (String candidate : List.of("group", "all")) {
                rows.addAll(Fixtures.form(candidate, "c1", "1", rater, 4));
                rows.addAll(Fixtures.form(candidate, "c2", "1", rater, 3));
            }
        }
        rows.addAll(Fixtures.form("all", "odd", "1", "person:p", 4));
        if (!alone) {
            rows.addAll(Fixtures.form("group", "odd", "2", "person:p", 4));
        }
        return Analysis.of(Ratings.of(rows), Rubric.esrp());
    }

    @Test
    void oneGroupTakesNoOtherDown() {
        Ratings judge = Ratings.of(Fixtures.form("all", "c1", "1", "model:j", 4));
        for (Breakdown<?> breakdown : List.of(
                withAnOddCharacter(false).breakdown(Grouping.byCharacter()),
                withAnOddCharacter(true).breakdown(Grouping.byCharacter(), Analysis::comparison),
                withAnOddCharacter(true).breakdown(Grouping.byCharacter(), Analysis::agreement),
                withAnOddCharacter(true)
                        .breakdown(
                                Grouping.byCharacter(),
                                a -> ReleaseGate.superiority(0).check(a, "all", "group")))) {
            assertThat(breakdown.groups()).containsOnlyKeys("c1", "c2");
            assertThat(breakdown.failed()).containsOnlyKeys("odd");
            assertThat(breakdown.toString()).contains("Group odd has no result: ");
            assertThat(breakdown.text("zh")).contains("“odd”组没有结果");
        }
        Breakdown<JudgeValidation> validations =
                withAnOddCharacter(true).breakdown(Grouping.byCharacter(), a -> a.judgeValidation(judge));
        assertThat(validations.groups()).containsOnlyKeys("c1");
        assertThat(validations.failed()).containsOnlyKeys("c2", "odd");
    }

    @Test
    void leaderboardsStandSideBySideAndOtherResultsOneAfterAnother() {
        List<Rating> rows = new ArrayList<>();
        for (int c = 1; c <= 2; c++) {
            rows.addAll(Fixtures.form("a", "c" + c, "1", "person:x", 3 + c));
            rows.addAll(Fixtures.form("b", "c" + c, "1", "person:x", 3));
        }
        Analysis analysis = Analysis.of(Ratings.of(rows), Rubric.esrp());
        Breakdown<Leaderboard> averages = analysis.breakdown(Grouping.byCharacter());
        assertThat(averages.all()).hasToString(analysis.leaderboard().toString());
        assertThat(averages.tables()).hasSize(1);
        Table table = averages.tables().get(0);
        assertThat(table.heads()).extracting(Table.Head::key).containsExactly("group", "candidate.a", "candidate.b");
        assertThat(table.rows().stream()
                        .map(row -> row.stream()
                                .map(cell -> cell instanceof Table.Cell.Text text
                                        ? text.text().in("en")
                                        : cell instanceof Table.Cell.Bounded bounded
                                                ? "" + bounded.estimate()
                                                : "" + ((Table.Cell.Value) cell).value())
                                .toList()))
                .containsExactly(
                        List.of("c1", "4.0", "3.0"), List.of("c2", "5.0", "3.0"), List.of("all", "4.5", "3.0"));
        Breakdown<Comparison> compared = analysis.breakdown(Grouping.byCharacter(), Analysis::comparison);
        assertThat(compared.tables().stream().map(each -> each.title().in("en")))
                .containsExactly(
                        "c1: Comparison by average (rubric esrp)",
                        "c1: Pairwise differences by average",
                        "c2: Comparison by average (rubric esrp)",
                        "c2: Pairwise differences by average",
                        "all: Comparison by average (rubric esrp)",
                        "all: Pairwise differences by average");
    }
}
