package esrp.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import esrp.core.Candidate;
import esrp.core.Character;
import esrp.core.Dataset;
import esrp.core.DatasetFormatException;
import esrp.core.Dialogue;
import esrp.core.Finding;
import esrp.core.LocalizedText;
import esrp.core.Metric;
import esrp.core.Scenario;
import esrp.core.Table;
import esrp.core.Turn;
import esrp.core.internal.TextWidth;
import esrp.metrics.Rubric;
import esrp.study.StudyDesign.Participant;
import esrp.study.StudyKey.Purpose;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyDesignTest {
    private static final List<String> CANDIDATES = Fixtures.names("m", 6);

    private static StudyDesign paper() {
        return StudyDesign.chatAnime(Fixtures.names("c", 20), Fixtures.names("", 60), CANDIDATES);
    }

    /** Forty people, two of whom wrote each character, and who know it and the next two. */
    private static List<Participant> fans() {
        return IntStream.range(0, 40)
                .mapToObj(i -> Participant.of(
                                String.format("person:r%02d", i + 1),
                                Set.of("c" + (1 + i % 20), "c" + (1 + (i + 1) % 20), "c" + (1 + (i + 2) % 20)))
                        .withWrote(Set.of("c" + (1 + i % 20))))
                .toList();
    }

    @Test
    void countsAreThoseOfTable2() {
        Map<String, Map<String, String>> table = Fixtures.table("table2_counts.csv");
        StudyDesign counts = paper();
        assertThat(counts.toString()).contains("characters (Cha.)                            20");
        assertThat((int) Fixtures.number(row(table, "characters"), "count")).isEqualTo(20);
        assertThat(counts.modelReplies()).isEqualTo((long) Fixtures.number(row(table, "llm_responses"), "count"));
        assertThat(counts.peopleReplies()).isEqualTo((long) Fixtures.number(row(table, "human_responses"), "count"));
        assertThat(counts.modelReplies() + counts.peopleReplies())
                .isEqualTo((long) Fixtures.number(row(table, "total_responses"), "count"));
        assertThat(counts.dialogueRatings())
                .isEqualTo((long) Fixtures.number(row(table, "fine_grained_ratings"), "count"));
        assertThat(counts.batchRatings()).isEqualTo((long) Fixtures.number(row(table, "overall_ratings"), "count"));
        assertThat(counts.ratings()).isEqualTo((long) Fixtures.number(row(table, "total_ratings"), "count"));
        assertThat(counts.toString()).contains("129,600", "2,880", "132,480");
    }

    private static Map<String, String> row(Map<String, Map<String, String>> table, String name) {
        return java.util.Objects.requireNonNull(table.get(name), name);
    }

    @Test
    void costsAddUpToThoseOfThePaper() {
        StudyPrices.Bill bill = paper().bill(StudyPrices.chatAnime(), 2);
        assertThat(List.of(bill.recruiting(), bill.writing(), bill.rating(), bill.batches()))
                .containsExactly(3200.0, 24000.0, 14400.0, 4320.0);
        assertThat(bill.total()).isEqualTo(45920);
        assertThat(bill.toString()).contains("45,920", "inferred", "stated");
    }

    @Test
    void raterGetsOnlyWhatTheyKnowAndDidNotWrite() {
        List<Participant> fans = fans();
        StudyDesign.Assigned done = paper().assign(fans, 17).orElseThrow();
        Map<String, Set<String>> ratersOf = new HashMap<>();
        for (Assignment.Sheet sheet : done.assignment().sheets()) {
            Participant fan = fans.stream()
                    .filter(p -> p.id().equals(sheet.rater()))
                    .findFirst()
                    .orElseThrow();
            assertThat(fan.knows()).contains(sheet.character());
            assertThat(fan.wrote()).doesNotContain(sheet.character());
            assertThat(sheet.tasks()).hasSize(60 * 6 + 12 * 6);
            ratersOf.computeIfAbsent(sheet.character(), key -> new HashSet<>()).add(sheet.rater());
        }
        assertThat(ratersOf)
                .hasSize(20)
                .allSatisfy((character, raters) -> assertThat(raters).hasSize(2));
        assertThat(done.assignment().sheetsOf("person:r01")).hasSize(1);
    }

    @Test
    void everyRatingOfTheDesignIsAskedForOnce() {
        StudyDesign.Assigned done = paper().assign(fans(), 17).orElseThrow();
        Set<List<String>> asked = new HashSet<>();
        done.key()
                .entries()
                .forEach(e -> assertThat(asked.add(List.of(e.rater(), e.candidate(), e.character(), e.item())))
                        .isTrue());
        assertThat(asked).hasSize(20 * 2 * 6 * (60 + 12));
    }

    @Test
    void eachCandidateStandsInEachPlaceAndFollowsEachOtherEquallyOften() {
        StudyDesign.Assigned done = paper().assign(fans(), 3).orElseThrow();
        int[][] places = new int[6][6];
        int[][] follows = new int[6][6];
        List<Assignment.Task> tasks = done.assignment().sheets().get(0).tasks();
        for (int block = 0; block < 60; block++) {
            for (int i = 0; i < 6; i++) {
                int candidate = CANDIDATES.indexOf(
                        done.key().entry(tasks.get(6 * block + i).id()).candidate());
                places[candidate][i]++;
                if (i > 0) {
                    follows[
                            CANDIDATES.indexOf(done.key()
                                    .entry(tasks.get(6 * block + i - 1).id())
                                    .candidate())][candidate]++;
                }
            }
        }
        for (int a = 0; a < 6; a++) {
            for (int b = 0; b < 6; b++) {
                assertThat(places[a][b]).isEqualTo(10);
                assertThat(follows[a][b]).isEqualTo(a == b ? 0 : 10);
            }
        }
    }

    @Test
    void tasksAreBlindAndTheKeyIsSealed(@TempDir Path folder) throws IOException {
        StudyDesign.Assigned done = paper().assign(fans(), 99).orElseThrow();
        Path tasks = folder.resolve("assignment.json");
        Path key = folder.resolve("key.json");
        done.assignment().write(tasks);
        done.key().write(key);
        String text = Files.readString(tasks);
        CANDIDATES.forEach(candidate -> assertThat(text).doesNotContain("\"" + candidate + "\""));
        assertThat(Assignment.read(tasks)).isEqualTo(done.assignment());
        assertThat(StudyKey.read(key)).isEqualTo(done.key());
        assertThat(StudyKey.read(key).opens(Assignment.read(tasks))).isTrue();
        Files.writeString(key, Files.readString(key).replaceFirst("\"candidate\" : \"m.\"", "\"candidate\" : \"m9\""));
        assertThat(StudyKey.read(key).opens(done.assignment())).isFalse();
        Files.writeString(tasks, "{\"study\": \"s\"}");
        assertThatThrownBy(() -> Assignment.read(tasks))
                .isInstanceOf(DatasetFormatException.class)
                .hasMessageContaining("is another file: one of version esrp-assignment/2 was expected");
        Files.writeString(tasks, "{\"version\": \"esrp-assignment/1\", \"study\": \"s\"}");
        assertThatThrownBy(() -> Assignment.read(tasks))
                .isInstanceOf(DatasetFormatException.class)
                .hasMessageContaining("is not of version esrp-assignment/2: make assignment and forms again");
        Files.writeString(tasks, "{\"version\": \"esrp-assignment/2\", \"study\": \"s\"}");
        assertThatThrownBy(() -> Assignment.read(tasks))
                .isInstanceOf(DatasetFormatException.class)
                .hasMessageContaining("\"sheets\" is missing");
        assertThat(done.key().toString()).doesNotContain("m1");
    }

    @Test
    void theSameSeedAndSecretGiveTheSameAssignment() {
        StudyDesign.Assigned first = paper().assign(fans(), 5).orElseThrow();
        assertThat(paper().assign(fans(), 5, first.key().secret())).isEqualTo(first);
        assertThat(paper().assign(fans(), 6, first.key().secret())).isNotEqualTo(first);
    }

    /** Failed before: ids and orders followed from the seed, and a seed like a date was found in 0.4 s. */
    @Test
    void theSeedTellsNothingOfIdsAndOrders() {
        StudyDesign.Assigned one = paper().assign(fans(), 5).orElseThrow();
        StudyDesign.Assigned other = paper().assign(fans(), 5).orElseThrow();
        assertThat(one.key().secret()).hasSize(64).isNotEqualTo(other.key().secret());
        List<Assignment.Sheet> sheets = one.assignment().sheets();
        for (int i = 0; i < sheets.size(); i++) {
            Assignment.Sheet again = other.assignment().sheets().get(i);
            assertThat(again.rater()).isEqualTo(sheets.get(i).rater());
            assertThat(again.character()).isEqualTo(sheets.get(i).character());
            assertThat(items(again)).isNotEqualTo(items(sheets.get(i)));
            assertThat(again.tasks())
                    .extracting(Assignment.Task::id)
                    .doesNotContainAnyElementsOf(sheets.get(i).tasks().stream()
                            .map(Assignment.Task::id)
                            .toList());
        }
    }

    /** Failed before: all scenarios followed one square, so the place of one candidate told who wrote each other reply. */
    @Test
    void whoKnowsOneCandidateDoesNotKnowTheOthers() {
        StudyDesign design = StudyDesign.chatAnime(List.of("c1"), Fixtures.names("", 60), Fixtures.names("m", 4))
                .withBatches(0);
        StudyDesign.Assigned assigned = design.assign(
                        List.of(Participant.of("p1", Set.of("c1")), Participant.of("p2", Set.of("c1"))), 1, "a secret")
                .orElseThrow();
        List<String> shown = assigned.assignment().sheets().get(0).tasks().stream()
                .map(task -> assigned.key().entry(task.id()).candidate())
                .toList();
        Map<Integer, Set<List<String>>> orders = new HashMap<>();
        for (int i = 0; i < shown.size(); i += 4) {
            List<String> order = shown.subList(i, i + 4);
            orders.computeIfAbsent(order.indexOf("m1"), place -> new HashSet<>())
                    .add(order);
        }
        assertThat(orders).hasSize(4);
        assertThat(orders.values()).allSatisfy(found -> assertThat(found).hasSizeGreaterThan(3));
    }

    private static List<String> items(Assignment.Sheet sheet) {
        return sheet.tasks().stream().map(Assignment.Task::item).toList();
    }

    @Test
    void attentionTasksAreMarkedInTheKeyAlone() {
        StudyDesign design = StudyDesign.chatAnime(List.of("c1", "c2"), Fixtures.names("", 6), List.of("a", "b"))
                .withAttention(3, 2)
                .withBatches(0);
        List<Participant> fans = IntStream.range(0, 4)
                .mapToObj(i -> Participant.of("p" + i, Set.of("c1", "c2")))
                .toList();
        StudyDesign.Assigned done = design.assign(fans, 4).orElseThrow();
        for (Assignment.Sheet sheet : done.assignment().sheets()) {
            assertThat(sheet.tasks()).hasSize(12 + 3 + 2);
            Map<Purpose, Integer> purposes = new HashMap<>();
            List<String> order = new ArrayList<>();
            for (Assignment.Task task : sheet.tasks()) {
                StudyKey.Entry entry = done.key().entry(task.id());
                purposes.merge(entry.purpose(), 1, Integer::sum);
                String what = entry.candidate() + entry.item();
                switch (entry.purpose()) {
                    case RATING -> {
                        assertThat(List.of(entry.character(), entry.item(), entry.rater()))
                                .containsExactly(sheet.character(), task.item(), sheet.rater());
                        order.add(what);
                    }
                    case REPEAT -> assertThat(order).contains(what);
                    case FOREIGN -> assertThat(entry.source()).isNotEqualTo(sheet.character());
                    case WRITING -> fail("nothing is to be written");
                }
            }
            assertThat(purposes).isEqualTo(Map.of(Purpose.RATING, 12, Purpose.REPEAT, 3, Purpose.FOREIGN, 2));
        }
    }

    @Test
    void reservesStandBy() {
        StudyDesign.Assigned done = paper().withReservesPerCharacter(1)
                .withCharactersPerRater(2)
                .assign(fans(), 8)
                .orElseThrow();
        for (String character : Fixtures.names("c", 20)) {
            List<Assignment.Sheet> sheets = done.assignment().sheets().stream()
                    .filter(s -> s.character().equals(character))
                    .toList();
            assertThat(sheets).hasSize(3);
            assertThat(sheets.stream().filter(Assignment.Sheet::reserve)).hasSize(1);
        }
        assertThat(done.assignment().toString().lines()).allMatch(line -> TextWidth.of(line) <= 80);
    }

    @Test
    void whatIsInfeasibleIsExplained() {
        List<Participant> fans = List.of(
                Participant.of("p1", Set.of("c1", "c2", "c3")),
                Participant.of("p2", Set.of("c1", "c2")),
                Participant.of("p3", Set.of("c1", "c2")),
                Participant.of("p4", Set.of("c3")),
                Participant.of("p5", Set.of("c3")),
                Participant.of("p6", Set.of("c1")).withWrote(Set.of("c1")));
        StudyDesign design = StudyDesign.chatAnime(Fixtures.names("c", 3), Fixtures.names("", 4), CANDIDATES);
        StudyDesign.Outcome outcome = design.assign(fans, 1);
        assertThat(outcome).isInstanceOf(StudyDesign.Infeasible.class);
        StudyDesign.Infeasible infeasible = (StudyDesign.Infeasible) outcome;
        assertThat(infeasible.needed()).isGreaterThan(infeasible.available());
        assertThat(infeasible.characters()).contains("c1", "c2");
        assertThat(infeasible.notes())
                .extracting(Finding::code)
                .startsWith(StudyCode.NO_ASSIGNMENT, StudyCode.ABLE)
                .contains(StudyCode.WRITERS_EXCLUDED, StudyCode.MORE_PARTICIPANTS, StudyCode.OR_ELSE);
        assertThat(infeasible.toString().replace('\n', ' '))
                .contains(
                        "together need",
                        "may rate",
                        "fell away because the participant wrote for it",
                        "What would help",
                        "more characters per rater");
        assertThat(infeasible.text("zh")).startsWith("无法分配：");
        assertThat(infeasible.toString().lines()).allMatch(line -> TextWidth.of(line) <= 80);
        assertThatThrownBy(outcome::orElseThrow).hasMessageContaining("No assignment is possible");
        assertThat(design.withCharactersPerRater(2).assign(fans, 1)).isInstanceOf(StudyDesign.Assigned.class);
    }

    @Test
    void aCharacterNobodyKnowsIsNamed() {
        StudyDesign design = StudyDesign.chatAnime(List.of("c1", "c2"), List.of("1"), CANDIDATES)
                .withRatersPerCharacter(1);
        StudyDesign.Outcome outcome = design.assign(List.of(Participant.of("p1", Set.of("c1"))), 1);
        assertThat(outcome.toString().replace('\n', ' '))
                .contains("1 character (c2) needs 1 rater", "No participant may rate any of them");
    }

    @Test
    void oddNumbersOfCandidatesAreBalancedToo() {
        StudyDesign design = StudyDesign.chatAnime(List.of("c1"), Fixtures.names("", 20), Fixtures.names("m", 5))
                .withRatersPerCharacter(1)
                .withBatches(0);
        StudyDesign.Assigned done =
                design.assign(List.of(Participant.of("p", Set.of("c1"))), 2).orElseThrow();
        int[][] follows = new int[6][6];
        List<Assignment.Task> tasks = done.assignment().sheets().get(0).tasks();
        for (int i = 0; i < tasks.size(); i++) {
            if (i % 5 > 0) {
                follows[number(done, tasks.get(i - 1))][number(done, tasks.get(i))]++;
            }
        }
        for (int a = 1; a < 6; a++) {
            for (int b = 1; b < 6; b++) {
                assertThat(follows[a][b]).isEqualTo(a == b ? 0 : 4);
            }
        }
    }

    private static int number(StudyDesign.Assigned done, Assignment.Task task) {
        return Integer.parseInt(done.key().entry(task.id()).candidate().substring(1));
    }

    @Test
    void mistakesAreNamed() {
        assertThatThrownBy(() -> paper().assign(List.of(Participant.of("p", Set.of("c99"))), 1))
                .hasMessageContaining("names character \"c99\", which is not in the study");
        assertThatThrownBy(() ->
                        paper().assign(List.of(Participant.of("p", Set.of()), Participant.of("p", Set.of())), 1))
                .hasMessageContaining("participants: \"p\" occurs twice");
        assertThatThrownBy(() -> StudyDesign.chatAnime(List.of("c", "c"), List.of("1"), CANDIDATES))
                .hasMessageContaining("characters: \"c\" occurs twice");
        assertThatThrownBy(() -> paper().withAttention(181, 0)).hasMessageContaining("above half of the 360");
        assertThatThrownBy(() -> paper().withRatersPerCharacter(0)).hasMessageContaining("raters: 0 is below 1");
        assertThat(paper().toString()).contains("total ratings                           132,480");
    }

    /** Every number another one, so that none stands for another. */
    private static StudyDesign odd() {
        return StudyDesign.chatAnime(Fixtures.names("c", 3), Fixtures.names("s", 4), List.of("a", "b"))
                .withName("odd")
                .withTurns(10)
                .withBatches(7)
                .withModels(11)
                .withRatersPerCharacter(13)
                .withReservesPerCharacter(1)
                .withCharactersPerRater(6)
                .withAttention(2, 8);
    }

    @Test
    void theTableHasEveryNumberOfTheDesignOnce() {
        Table table = odd().tables().get(0);
        assertThat(table.title().in("en")).isEqualTo("Size of study odd");
        assertThat(table.rows().stream().map(row -> ((Table.Cell.Value) row.get(1)).value()))
                .containsExactly(
                        3.0, // characters
                        4.0, // scenarios
                        10.0, // turns
                        7.0, // batches
                        11.0, // models
                        2.0, // candidates
                        9.0, // metrics
                        13.0, // raters
                        1.0, // reserves
                        6.0, // characters per rater
                        2.0, // repeated
                        8.0, // foreign
                        3.0 * 4 * 11 * 10,
                        3.0 * 4 * 10,
                        3.0 * 4 * 12 * 10,
                        3.0 * 4 * 2 * 9 * 13,
                        3.0 * 7 * 2 * 13,
                        3.0 * 4 * 2 * 9 * 13 + 3 * 7 * 2 * 13);
    }

    /** Two metrics of batches double the ratings of batches; none leaves no batch to rate. */
    @Test
    void metricsOfTheRubricAreRated() {
        Metric like = Rubric.esrp().metric("diversity");
        Metric more = new Metric(
                "variety",
                LocalizedText.same("variety"),
                like.dimension(),
                like.definition(),
                like.question(),
                like.anchors(),
                like.scale(),
                like.target(),
                List.of());
        Rubric two = Rubric.builder("two")
                .dimension(Rubric.esrp().dimension(like.dimension()), like, more)
                .build();
        assertThat(odd().with(two).batchRatings()).isEqualTo(2 * odd().batchRatings());
        assertThat(odd().with(two).dialogueRatings()).isZero();
        StudyDesign dialogues = design(1).with(Rubric.esrp().only("fluency")).withBatches(2);
        StudyDesign.Assigned done = dialogues.assign(people(1), 1).orElseThrow();
        assertThat(done.assignment().sheets().get(0).tasks())
                .hasSize(12)
                .allMatch(task -> task.show() == Assignment.Show.DIALOGUE);
    }

    private static StudyDesign design(int characters) {
        return StudyDesign.chatAnime(Fixtures.names("c", characters), Fixtures.names("", 6), List.of("a", "b"))
                .withRatersPerCharacter(1)
                .withBatches(0);
    }

    private static List<Participant> people(int n) {
        return IntStream.rangeClosed(1, n)
                .mapToObj(i -> Participant.of("p" + i, Set.of("c1")))
                .toList();
    }

    /** Nine sheets at two a person are five people, unless more write. */
    @Test
    void peopleWhoRateSeveralCharactersAreRecruitedOnce() {
        StudyPrices prices = StudyPrices.chatAnime();
        StudyDesign design = StudyDesign.chatAnime(Fixtures.names("c", 3), List.of("1"), CANDIDATES)
                .withRatersPerCharacter(3)
                .withCharactersPerRater(2);
        double each = design.withCharactersPerRater(1).bill(prices, 0).recruiting() / 9;
        assertThat(each).isPositive();
        assertThat(design.bill(prices, 0).recruiting()).isEqualTo(5 * each);
        assertThat(design.withCharactersPerRater(3).bill(prices, 0).recruiting())
                .isEqualTo(3 * each);
        assertThat(design.withCharactersPerRater(8).bill(prices, 0).recruiting())
                .isEqualTo(2 * each);
        assertThat(design.bill(prices, 2).recruiting()).isEqualTo(6 * each);
        assertThatThrownBy(() -> design.bill(prices, -1)).hasMessageContaining("writersPerCharacter");
    }

    @Test
    void limitsAreThoseThatAreDocumented() {
        assertThatThrownBy(() -> StudyDesign.chatAnime(List.of(), List.of("1"), CANDIDATES))
                .hasMessageContaining("characters: has 0, at least 1 expected");
        assertThatThrownBy(() -> StudyDesign.chatAnime(List.of("c"), List.of(), CANDIDATES))
                .hasMessageContaining("scenarios: has 0, at least 1 expected");
        assertThatThrownBy(() -> StudyDesign.chatAnime(List.of("c"), List.of("1"), List.of("a")))
                .hasMessageContaining("candidates: has 1, at least 2 expected");
        // 12 dialogues: six may come again, twelve foreign ones may come in.
        assertThat(row(design(2).withAttention(6, 12), 10)).isEqualTo(6);
        assertThat(row(design(2).withAttention(6, 12), 11)).isEqualTo(12);
        assertThatThrownBy(() -> design(2).withAttention(7, 0)).hasMessageContaining("above half of the 12");
        assertThatThrownBy(() -> design(2).withAttention(0, 13)).hasMessageContaining("at most 12 dialogues");
        assertThatThrownBy(() -> design(1).withAttention(0, 1)).hasMessageContaining("needs a second character");
        assertThat(row(design(1).withAttention(1, 0), 10)).isEqualTo(1);
        assertThatThrownBy(() -> Participant.of(" ", Set.of())).hasMessageContaining("id: is blank");
    }

    private static double row(StudyDesign design, int row) {
        return ((Table.Cell.Value) design.tables().get(0).rows().get(row).get(1)).value();
    }

    /** Where two people share two characters, each rates one and stands by for the other. */
    @Test
    void reservesAreThoseWhoRateMoreAlready() {
        for (int seed = 0; seed < 12; seed++) {
            StudyDesign.Assigned done = design(2)
                    .withReservesPerCharacter(1)
                    .withCharactersPerRater(2)
                    .assign(
                            List.of(Participant.of("p2", Set.of("c1", "c2")), Participant.of("p1", Set.of("c1", "c2"))),
                            seed,
                            "secret")
                    .orElseThrow();
            assertThat(done.assignment().sheets())
                    .extracting(Assignment.Sheet::rater)
                    .containsExactly("p1", "p1", "p2", "p2");
            assertThat(done.assignment().sheets().stream()
                            .filter(sheet -> !sheet.reserve())
                            .map(Assignment.Sheet::rater))
                    .containsExactly("p1", "p2");
        }
    }

    /** Over 60 secrets: repeats at least half a sheet later and up to the end, of any of the first half; foreign ones anywhere. */
    @Test
    void attentionTasksComeWhereNobodyExpectsThem() {
        Set<Integer> originals = new HashSet<>();
        Set<Integer> repeats = new HashSet<>();
        Set<Integer> foreign = new HashSet<>();
        Set<String> sources = new HashSet<>();
        for (int secret = 0; secret < 60; secret++) {
            StudyDesign.Assigned again = design(1)
                    .withAttention(1, 0)
                    .assign(people(1), 1, "secret " + secret)
                    .orElseThrow();
            List<StudyKey.Entry> entries = entries(again);
            assertThat(entries).hasSize(13);
            int repeat = place(entries, Purpose.REPEAT);
            int original = IntStream.range(0, repeat)
                    .filter(i -> entries.get(i)
                                    .candidate()
                                    .equals(entries.get(repeat).candidate())
                            && entries.get(i).item().equals(entries.get(repeat).item()))
                    .findFirst()
                    .orElseThrow();
            originals.add(original);
            repeats.add(repeat);
            assertThat(repeat - original).isGreaterThanOrEqualTo(6);
            StudyDesign.Assigned other = design(3)
                    .withAttention(0, 1)
                    .assign(
                            List.of(
                                    Participant.of("p1", Set.of("c1")),
                                    Participant.of("p2", Set.of("c2")),
                                    Participant.of("p3", Set.of("c3"))),
                            1,
                            "secret " + secret)
                    .orElseThrow();
            List<StudyKey.Entry> second = entries(other, 1);
            foreign.add(place(second, Purpose.FOREIGN));
            sources.add(second.get(place(second, Purpose.FOREIGN)).source());
        }
        assertThat(originals).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
        assertThat(repeats).contains(7, 12).allMatch(at -> at >= 6);
        assertThat(foreign).hasSize(13);
        assertThat(sources).containsExactlyInAnyOrder("c1", "c3");
    }

    private static List<StudyKey.Entry> entries(StudyDesign.Assigned done) {
        return entries(done, 0);
    }

    private static List<StudyKey.Entry> entries(StudyDesign.Assigned done, int sheet) {
        List<Assignment.Task> tasks = done.assignment().sheets().get(sheet).tasks();
        assertThat(tasks).allSatisfy(task -> assertThat(task.id()).matches("[2-9a-z0]{12}"));
        return tasks.stream().map(task -> done.key().entry(task.id())).toList();
    }

    private static int place(List<StudyKey.Entry> entries, Purpose purpose) {
        return IntStream.range(0, entries.size())
                .filter(i -> entries.get(i).purpose() == purpose)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anAssignmentIsShownAndNamedByTheStudy() {
        StudyDesign.Assigned done =
                design(1).withName("mine").assign(people(1), 1).orElseThrow();
        assertThat(done.assignment().study()).isEqualTo("mine");
        assertThat(done.tables())
                .hasToString(done.assignment().tables().toString())
                .hasSize(1);
        assertThat(done.notes()).isEqualTo(done.assignment().notes());
        assertThat(done).hasToString(done.assignment().toString());
        StudyDesign.Assigned other = design(1).assign(people(1), 1).orElseThrow();
        assertThatThrownBy(() -> new StudyDesign.Assigned(done.assignment(), other.key()))
                .hasMessageContaining("is not the key of the assignment of study \"mine\"");
    }

    @Test
    void peopleAreReadFromAFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("people.json");
        Files.writeString(file, """
            [{"id": "p1", "knows": ["c1", "c2"], "wrote": ["c2"]}, {"id": "p2", "knows": []}]
            """);
        assertThat(Participant.read(file))
                .containsExactly(
                        new Participant("p1", Set.of("c1", "c2"), Set.of("c2")), Participant.of("p2", Set.of()));
        Files.writeString(file, "[{\"id\": \" \", \"knows\": []}]");
        assertThatThrownBy(() -> Participant.read(file))
                .isInstanceOf(DatasetFormatException.class)
                .hasMessageContaining("id: is blank");
        Files.writeString(file, "[{\"id\": \"p\", \"knows\": [], \"age\": 3}]");
        assertThatThrownBy(() -> Participant.read(file))
                .isInstanceOf(DatasetFormatException.class)
                .hasMessageContaining("age");
    }

    /** Failed before: twelve batches of ten were assigned that seven scenarios of three turns do not make. */
    @Test
    void batchesAreAsManyAsScenariosAndTurnsMake() {
        StudyDesign seven = StudyDesign.chatAnime(List.of("c1"), Fixtures.names("s", 7), List.of("a", "b"))
                .withTurns(3)
                .withRatersPerCharacter(1);
        assertThat(seven.batchRatings()).isEqualTo(3 * 2);
        assertThat(seven.withBatchSize(3).batchRatings()).isEqualTo(9 * 2);
        assertThatThrownBy(() -> seven.withBatches(12))
                .hasMessageContaining("batches: 12, but the replies of a character make 3 (7 scenarios, 3 turns");
        assertThat(seven.withBatches(2).assign(people(1), 1).orElseThrow().assignment().sheets().get(0).tasks().stream()
                        .filter(task -> task.show() == Assignment.Show.BATCH)
                        .map(Assignment.Task::item))
                .containsOnly("b01", "b02");
    }

    @Test
    void aSheetIsSplitAmongRatersWhoTogetherRateAll() {
        StudyDesign whole = StudyDesign.chatAnime(List.of("c1"), Fixtures.names("s", 7), List.of("a", "b"));
        StudyDesign split = whole.withParts(3);
        assertThat(split.ratings()).isEqualTo(whole.ratings());
        Assignment assignment = split.assign(people(6), 3).orElseThrow().assignment();
        assertThat(assignment.sheets()).hasSize(6);
        assertThat(assignment.sheets().stream()
                        .flatMap(sheet -> sheet.tasks().stream())
                        .filter(task -> task.show() == Assignment.Show.DIALOGUE)
                        .collect(Collectors.groupingBy(Assignment.Task::item, Collectors.counting())))
                .hasSize(7)
                .allSatisfy((item, times) -> assertThat(times).isEqualTo(2 * 2));
        assertThat(split.assign(people(5), 3)).isInstanceOf(StudyDesign.Infeasible.class);
        assertThatThrownBy(() -> whole.withParts(8)).hasMessageContaining("parts: 8, but a character has 7 scenarios");
    }

    @Test
    void aScenarioCanBelongToOneCharacter() {
        List<Dialogue> dialogues = new ArrayList<>();
        for (String candidate : List.of("a", "b")) {
            for (String own : List.of("c1 s1", "c1 s2", "c2 s3")) {
                dialogues.add(new Dialogue(
                        candidate, own.substring(0, 2), own.substring(3), List.of(new Turn("How?", "Like that."))));
            }
        }
        Dataset data = dataset(dialogues);
        StudyDesign design = StudyDesign.of(data, List.of("a", "b")).withRatersPerCharacter(1);
        assertThat(design.dialogueRatings()).isEqualTo(3 * 2 * 9);
        Assignment assignment = design.withAttention(0, 1)
                .assign(List.of(Participant.of("p1", Set.of("c1")), Participant.of("p2", Set.of("c2"))), 2)
                .orElseThrow()
                .assignment();
        assertThat(assignment.sheetsOf("p2").get(0).tasks().stream()
                        .filter(task -> task.item().equals("s3"))
                        .count())
                .isEqualTo(2);
        assertThatThrownBy(() -> StudyDesign.of(dataset(dialogues.subList(0, 5)), List.of("a", "b")))
                .hasMessageContaining(
                        "data: 1 dialogue is missing, for example that of b as \"c2\" in scenario \"s3\"");
    }

    private static Dataset dataset(List<Dialogue> dialogues) {
        return Dataset.of(
                List.of(Candidate.model("a"), Candidate.model("b")),
                List.of(Character.of("c1"), Character.of("c2")),
                Stream.of("s1", "s2", "s3").map(id -> Scenario.of(id, "How?")).toList(),
                dialogues);
    }
}
