package esrp.study;

import com.google.common.collect.LinkedHashMultimap;
import com.google.common.collect.SetMultimap;
import esrp.core.Finding;
import esrp.core.internal.Names;
import esrp.study.StudyDesign.Participant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Characters matched with participants by augmenting paths, each with the same number of raters. */
final class Matching {
    private final List<String> characters;
    private final List<Participant> people;
    private final int demand;
    private final SetMultimap<Integer, Integer> ratersOf = LinkedHashMultimap.create();
    private final SetMultimap<Integer, Integer> charactersOf = LinkedHashMultimap.create();
    private final Set<Integer> seenCharacters = new HashSet<>();
    private final Set<Integer> seenPeople = new HashSet<>();

    Matching(List<String> characters, List<Participant> people, int demand) {
        this.characters = characters;
        this.people = people;
        this.demand = demand;
    }

    /** The ids of a character's raters, in the order in which they were found. */
    List<String> raters(int character) {
        return new ArrayList<>(
                ratersOf.get(character).stream().map(p -> people.get(p).id()).toList());
    }

    /** Gives every character its raters with at most so many characters per rater; keeps what was matched before. */
    boolean fill(int limit) {
        boolean complete = true;
        for (int c = 0; c < characters.size(); c++) {
            while (lacks(c) && augment(c, limit)) {
                // one more rater
            }
            complete &= !lacks(c);
        }
        return complete;
    }

    private boolean lacks(int c) {
        return ratersOf.get(c).size() < demand;
    }

    private boolean augment(int c, int limit) {
        seenCharacters.clear();
        seenPeople.clear();
        return reach(c, limit);
    }

    private boolean reach(int c, int limit) {
        seenCharacters.add(c);
        for (int p = 0; p < people.size(); p++) {
            if (ratersOf.containsEntry(c, p) || !people.get(p).mayRate(characters.get(c)) || !seenPeople.add(p)) {
                continue;
            }
            if (charactersOf.get(p).size() < limit) {
                match(c, p);
                return true;
            }
            for (int other : List.copyOf(charactersOf.get(p))) {
                if (!seenCharacters.contains(other) && reach(other, limit)) {
                    ratersOf.remove(other, p);
                    charactersOf.remove(p, other);
                    match(c, p);
                    return true;
                }
            }
        }
        return false;
    }

    private void match(int c, int p) {
        ratersOf.put(c, p);
        charactersOf.put(p, c);
    }

    /**
     * The characters that an unmet demand reaches: together they need more raters than there are (Hall's condition).
     *
     * @param limit the greatest number of characters per rater
     * @param raters how many of a character's raters start at once; the others are reserves
     */
    StudyDesign.Infeasible explain(int limit, int raters) {
        Set<Integer> best = Set.of();
        for (int c = 0; c < characters.size(); c++) {
            if (lacks(c) && !augment(c, limit) && (best.isEmpty() || seenCharacters.size() < best.size())) {
                best = Set.copyOf(seenCharacters);
            }
        }
        List<String> scarce = best.stream().sorted().map(characters::get).toList();
        List<String> able = new ArrayList<>();
        int available = 0;
        int wrote = 0;
        for (Participant person : people) {
            int may = (int) scarce.stream().filter(person::mayRate).count();
            available += Math.min(may, limit);
            if (may > 0) {
                able.add(person.id());
            }
            wrote += (int) scarce.stream()
                    .filter(c -> person.knows().contains(c) && person.wrote().contains(c))
                    .count();
        }
        able.sort(Names::compare);
        int needed = demand * scarce.size();
        List<Finding> notes = new ArrayList<>();
        notes.add(StudyCode.NO_ASSIGNMENT.note(
                "count", scarce.size(), "characters", scarce, "needed", needed, "available", available));
        notes.add(
                able.isEmpty()
                        ? StudyCode.NOBODY_ABLE.note()
                        : StudyCode.ABLE.note("count", able.size(), "participants", able, "limit", limit));
        if (wrote > 0) {
            notes.add(StudyCode.WRITERS_EXCLUDED.note("count", wrote));
        }
        notes.add(StudyCode.MORE_PARTICIPANTS.note("count", needed - available));
        List<StudyCode> help = new ArrayList<>();
        if (able.size() * limit == available && able.size() >= raters) {
            help.add(StudyCode.MORE_CHARACTERS_PER_RATER);
        }
        if (demand > raters) {
            help.add(StudyCode.FEWER_RESERVES);
        }
        if (raters > 1) {
            help.add(StudyCode.FEWER_RATERS);
        }
        if (!help.isEmpty()) {
            notes.add(StudyCode.OR_ELSE.note("help", help));
        }
        return new StudyDesign.InfeasibleOf(scarce, able, needed, available, notes);
    }
}
