package esrp.study;

import static org.assertj.core.api.Assertions.assertThat;

import esrp.study.StudyDesign.Participant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class StudyDesignPropertyTest {
    /** Tries everything: can each character get its raters? */
    private static boolean feasible(
            List<Participant> people, List<String> characters, int each, int most, int[] load, int c) {
        if (c == characters.size()) {
            return true;
        }
        return choose(people, characters, each, most, load, c, 0, each);
    }

    private static boolean choose(
            List<Participant> people,
            List<String> characters,
            int each,
            int most,
            int[] load,
            int c,
            int from,
            int left) {
        if (left == 0) {
            return feasible(people, characters, each, most, load, c + 1);
        }
        for (int p = from; p < people.size(); p++) {
            if (load[p] < most && people.get(p).mayRate(characters.get(c))) {
                load[p]++;
                boolean found = choose(people, characters, each, most, load, c, p + 1, left - 1);
                load[p]--;
                if (found) {
                    return true;
                }
            }
        }
        return false;
    }

    @Property(tries = 300, seed = "20261123")
    void anAssignmentIsFoundExactlyWhereThereIsOne(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 5) int people,
            @ForAll @IntRange(min = 1, max = 2) int each,
            @ForAll @IntRange(min = 1, max = 3) int most) {
        Random random = new Random(seed);
        List<String> characters = Fixtures.names("c", 4);
        List<Participant> fans = new ArrayList<>();
        for (int p = 0; p < people; p++) {
            Set<String> knows = new HashSet<>();
            Set<String> wrote = new HashSet<>();
            for (String character : characters) {
                if (random.nextInt(3) > 0) {
                    knows.add(character);
                }
                if (random.nextInt(6) == 0) {
                    wrote.add(character);
                }
            }
            fans.add(new Participant("p" + p, knows, wrote));
        }
        StudyDesign.Outcome outcome = StudyDesign.chatAnime(characters, List.of("1"), List.of("a", "b"))
                .withRatersPerCharacter(each)
                .withCharactersPerRater(most)
                .assign(fans, seed);
        boolean possible = feasible(fans, characters, each, most, new int[people], 0);
        assertThat(outcome instanceof StudyDesign.Assigned).isEqualTo(possible);
        if (outcome instanceof StudyDesign.Infeasible infeasible) {
            int available = fans.stream()
                    .mapToInt(p -> Math.min(most, (int)
                            infeasible.characters().stream().filter(p::mayRate).count()))
                    .sum();
            assertThat(infeasible.available()).isEqualTo(available).isLessThan(infeasible.needed());
            assertThat(infeasible.needed())
                    .isEqualTo(each * infeasible.characters().size());
        }
    }

    @Property(tries = 50, seed = "20261123")
    void taskIdsAreUniqueAndKnownToTheKey(@ForAll long seed) {
        StudyDesign design = StudyDesign.chatAnime(List.of("c1", "c2"), List.of("1", "2", "3"), List.of("a", "b"))
                .withAttention(1, 1);
        List<Participant> fans = List.of(
                Participant.of("p1", Set.of("c1", "c2")),
                Participant.of("p2", Set.of("c1", "c2")),
                Participant.of("p3", Set.of("c1")),
                Participant.of("p4", Set.of("c2")));
        StudyDesign.Assigned done = design.assign(fans, seed).orElseThrow();
        Set<String> ids = new HashSet<>();
        done.assignment()
                .sheets()
                .forEach(sheet -> sheet.tasks().forEach(task -> {
                    assertThat(ids.add(task.id())).isTrue();
                    StudyKey.Entry entry = done.key().entry(task.id());
                    assertThat(entry.rater()).isEqualTo(sheet.rater());
                    assertThat(entry.character()).isEqualTo(task.character());
                }));
        assertThat(done.key().entries()).hasSameSizeAs(ids);
        assertThat(done.key().opens(done.assignment())).isTrue();
    }
}
