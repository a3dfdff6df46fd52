package esrp.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import esrp.core.DatasetFormatException;
import esrp.core.Finding;
import esrp.core.internal.TextWidth;
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
import java.util.stream.IntStream;
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
}
