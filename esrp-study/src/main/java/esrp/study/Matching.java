package esrp.study;

import esrp.core.Finding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Characters matched with participants by augmenting paths, each with the same number of raters. */
final class Matching {
    private final List<String> characters;
    private final List<Participant> people;
    private final int demand;
    private final List<Set<Integer>> ratersOf = new ArrayList<>();
    private final List<Set<Integer>> charactersOf = new ArrayList<>();
    private final Set<Integer> seenCharacters = new LinkedHashSet<>();
    private final Set<Integer> seenPeople = new HashSet<>();

    Matching(List<String> characters, List<Participant> people, int demand) {
        this.characters = characters;
        this.people = people;
        this.demand = demand;
        characters.forEach(c -> ratersOf.add(new LinkedHashSet<>()));
        people.forEach(p -> charactersOf.add(new LinkedHashSet<>()));
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
            boolean found = true;
            while (found && ratersOf.get(c).size() < demand) {
                found = augment(c, limit, true);
            }
            complete &= found;
        }
        return complete;
    }

    private boolean augment(int c, int limit, boolean start) {
        if (start) {
            seenCharacters.clear();
            seenPeople.clear();
        }
        seenCharacters.add(c);
        for (int p = 0; p < people.size(); p++) {
            if (ratersOf.get(c).contains(p) || !people.get(p).mayRate(characters.get(c)) || !seenPeople.add(p)) {
                continue;
            }
            if (charactersOf.get(p).size() < limit) {
                match(c, p);
                return true;
            }
            for (int other : List.copyOf(charactersOf.get(p))) {
                if (!seenCharacters.contains(other) && augment(other, limit, false)) {
                    ratersOf.get(other).remove(p);
                    charactersOf.get(p).remove(other);
                    match(c, p);
                    return true;
                }
            }
        }
        return false;
    }

    private void match(int c, int p) {
        ratersOf.get(c).add(p);
        charactersOf.get(p).add(c);
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
            if (ratersOf.get(c).size() < demand) {
                boolean found = augment(c, limit, true);
                if (!found && (best.isEmpty() || seenCharacters.size() < best.size())) {
                    best = new LinkedHashSet<>(seenCharacters);
                }
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
        able.sort(Assignment::compareNames);
        int needed = demand * scarce.size();
        List<Finding> notes = new ArrayList<>();
        notes.add(Finding.note(
                StudyCode.NO_ASSIGNMENT,
                "count",
                scarce.size(),
                "characters",
                scarce,
                "needed",
                needed,
                "available",
                available));
        notes.add(
                able.isEmpty()
                        ? Finding.note(StudyCode.NOBODY_ABLE)
                        : Finding.note(StudyCode.ABLE, "count", able.size(), "participants", able, "limit", limit));
        if (wrote > 0) {
            notes.add(Finding.note(StudyCode.WRITERS_EXCLUDED, "count", wrote));
        }
        notes.add(Finding.note(StudyCode.MORE_PARTICIPANTS, "count", needed - available));
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
            notes.add(Finding.note(StudyCode.OR_ELSE, "help", help));
        }
        return new StudyDesign.Infeasible(scarce, able, needed, available, notes);
    }
}
