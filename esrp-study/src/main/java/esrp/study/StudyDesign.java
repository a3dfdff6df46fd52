package esrp.study;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import esrp.core.Metric;
import esrp.core.internal.Digest;
import esrp.core.internal.Numbers;
import esrp.core.internal.TextWidth;
import esrp.metrics.Rubric;
import esrp.study.AssignmentKey.Purpose;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

/**
 * The design of a rating study: what is rated, by how many, what it costs, and who does what without knowing whose
 * replies they see.
 *
 * <p>An assignment is <em>blind</em>: tasks have opaque ids, and the key stays apart. A rater gets only characters the
 * rater knows and never one for which the rater wrote replies, because all candidates of a character are rated
 * together. Scenarios come in random order; within a scenario the candidates come in the rows of a Williams square, so
 * that over a sheet each candidate stands in each place, and follows each other candidate, equally often (exactly so
 * where the number of scenarios is a multiple of the number of candidates, or of twice that where it is odd).
 *
 * <p>What cannot be assigned is explained: the characters that together need more raters than there are for them.
 *
 * <pre>{@code
 * StudyDesign design = StudyDesign.chatAnime(characters, scenarios, candidates);
 * System.out.println(design.counts());                     // Table 2
 * AssignmentOutcome outcome = design.assign(participants, seed);
 * }</pre>
 */
public final class StudyDesign {
    private final String study;
    private final List<String> characters;
    private final List<String> scenarios;
    private final List<String> candidates;
    private final Rubric rubric;
    private final int models;
    private final int turns;
    private final int batches;
    private final int raters;
    private final int reserves;
    private final int charactersPerRater;
    private final int repeats;
    private final int foreign;

    private StudyDesign(Draft d) {
        study = d.study;
        characters = d.characters;
        scenarios = d.scenarios;
        candidates = d.candidates;
        rubric = d.rubric;
        models = d.models;
        turns = d.turns;
        batches = d.batches;
        raters = d.raters;
        reserves = d.reserves;
        charactersPerRater = d.charactersPerRater;
        repeats = d.repeats;
        foreign = d.foreign;
    }

    /** The fields of a design while one of them changes. */
    private static final class Draft {
        private String study = "ChatAnime";
        private List<String> characters = List.of();
        private List<String> scenarios = List.of();
        private List<String> candidates = List.of();
        private Rubric rubric = Rubric.esrp();
        private int models = 10;
        private int turns = 2;
        private int batches = 12;
        private int raters = 2;
        private int reserves;
        private int charactersPerRater = 1;
        private int repeats;
        private int foreign;
    }

    /**
     * The paper's design: two raters a character, one character a rater, two turns, twelve batches, ten models that
     * reply, the metrics of {@link Rubric#esrp()}, no reserves and no attention tasks.
     *
     * @param characters ids of the characters; at least one, none twice
     * @param scenarios ids of the scenarios; at least one, none twice
     * @param candidates ids of the candidates that are rated; at least two, none twice
     * @return the design
     */
    public static StudyDesign chatAnime(List<String> characters, List<String> scenarios, List<String> candidates) {
        Objects.requireNonNull(scenarios, "scenarios");
        Objects.requireNonNull(candidates, "candidates");
        Draft d = new Draft();
        d.characters = distinct("characters", characters, 1);
        d.scenarios = distinct("scenarios", scenarios, 1);
        d.candidates = distinct("candidates", candidates, 2);
        return new StudyDesign(d);
    }

    private static List<String> distinct(String name, List<String> values, int least) {
        if (values.size() < least) {
            throw new IllegalArgumentException(name + ": has " + values.size() + ", at least " + least + " expected");
        }
        Set<String> seen = new HashSet<>();
        for (String value : values) {
            if (value.isBlank() || !seen.add(value)) {
                throw new IllegalArgumentException(
                        name + ": \"" + value + "\" " + (value.isBlank() ? "is blank" : "occurs twice"));
            }
        }
        return List.copyOf(values);
    }

    private Draft draft() {
        Draft d = new Draft();
        d.study = study;
        d.characters = characters;
        d.scenarios = scenarios;
        d.candidates = candidates;
        d.rubric = rubric;
        d.models = models;
        d.turns = turns;
        d.batches = batches;
        d.raters = raters;
        d.reserves = reserves;
        d.charactersPerRater = charactersPerRater;
        d.repeats = repeats;
        d.foreign = foreign;
        return d;
    }

    @CanIgnoreReturnValue
    private static int atLeast(int least, String name, int value) {
        if (value < least) {
            throw new IllegalArgumentException(name + ": " + value + " is below " + least);
        }
        return value;
    }

    /**
     * Names the study.
     *
     * @param name not blank
     * @return such a design
     */
    public StudyDesign withName(String name) {
        Draft d = draft();
        d.study = distinct("name", List.of(name), 1).get(0);
        return new StudyDesign(d);
    }

    /**
     * Sets the metrics.
     *
     * @param value the rubric
     * @return such a design
     */
    public StudyDesign with(Rubric value) {
        Draft d = draft();
        d.rubric = Objects.requireNonNull(value, "value");
        return new StudyDesign(d);
    }

    /**
     * Sets how many models reply; only some of them may be rated.
     *
     * @param value at least 0
     * @return such a design
     */
    public StudyDesign withModels(int value) {
        Draft d = draft();
        d.models = atLeast(0, "models", value);
        return new StudyDesign(d);
    }

    /**
     * Sets the number of turns of a scenario.
     *
     * @param value at least 1
     * @return such a design
     */
    public StudyDesign withTurns(int value) {
        Draft d = draft();
        d.turns = atLeast(1, "turns", value);
        return new StudyDesign(d);
    }

    /**
     * Sets the number of batches of each character and candidate.
     *
     * @param value at least 0
     * @return such a design
     */
    public StudyDesign withBatches(int value) {
        Draft d = draft();
        d.batches = atLeast(0, "batches", value);
        return new StudyDesign(d);
    }

    /**
     * Sets the number of raters of each character.
     *
     * @param value at least 1
     * @return such a design
     */
    public StudyDesign withRatersPerCharacter(int value) {
        Draft d = draft();
        d.raters = atLeast(1, "raters", value);
        return new StudyDesign(d);
    }

    /**
     * Sets how many raters of each character stand by in case another drops out.
     *
     * @param value at least 0
     * @return such a design
     */
    public StudyDesign withReservesPerCharacter(int value) {
        Draft d = draft();
        d.reserves = atLeast(0, "reserves", value);
        return new StudyDesign(d);
    }

    /**
     * Sets how many characters a rater may get, standing by included.
     *
     * @param value at least 1
     * @return such a design
     */
    public StudyDesign withCharactersPerRater(int value) {
        Draft d = draft();
        d.charactersPerRater = atLeast(1, "charactersPerRater", value);
        return new StudyDesign(d);
    }

    /**
     * Sets the attention tasks of each sheet. They look like all others and are no ratings.
     *
     * @param repeated dialogues that come again in the other half of the sheet; at least 0, at most half the dialogues
     * @param foreignDialogues dialogues of another character in the place of this one; at least 0; needs two characters
     * @return such a design
     */
    public StudyDesign withAttention(int repeated, int foreignDialogues) {
        Draft d = draft();
        d.repeats = atLeast(0, "repeated", repeated);
        d.foreign = atLeast(0, "foreignDialogues", foreignDialogues);
        int dialogues = scenarios.size() * candidates.size();
        if (repeated > dialogues / 2) {
            throw new IllegalArgumentException(
                    "repeated: " + repeated + " is above half of the " + dialogues + " dialogues of a sheet");
        }
        if (foreignDialogues > dialogues || (foreignDialogues > 0 && characters.size() < 2)) {
            throw new IllegalArgumentException("foreignDialogues: " + foreignDialogues
                    + " needs a second character and at most " + dialogues + " dialogues");
        }
        return new StudyDesign(d);
    }

    private int metrics(Metric.Target target) {
        return (int) rubric.metrics().stream().filter(m -> m.target() == target).count();
    }

    /**
     * The size of the study: Table 2.
     *
     * @return counts that follow from the parameters; attention tasks and reserves are not in them
     */
    public StudyCounts counts() {
        return new StudyCounts(
                characters.size(),
                scenarios.size(),
                turns,
                batches,
                models,
                candidates.size(),
                metrics(Metric.Target.DIALOGUE),
                metrics(Metric.Target.BATCH),
                raters);
    }

    /**
     * What the study costs.
     *
     * @param prices what people are paid
     * @param writersPerCharacter how many people are paid for writing each character; 2 in the paper, as far as its
     *     total tells
     * @return the costs; reserves that stand by are not paid
     */
    public StudyCosts costs(StudyCosts.Prices prices, int writersPerCharacter) {
        atLeast(0, "writersPerCharacter", writersPerCharacter);
        StudyCounts counts = counts();
        long sheets = (long) characters.size() * raters;
        long people = Math.max(
                (long) characters.size() * writersPerCharacter, (sheets + charactersPerRater - 1) / charactersPerRater);
        boolean paper = prices.equals(StudyCosts.Prices.chatAnime());
        StudyCosts.Basis guessed = paper ? StudyCosts.Basis.INFERRED : StudyCosts.Basis.STATED;
        return new StudyCosts(
                prices.currency(),
                List.of(
                        new StudyCosts.Line("people recruited", people, prices.perPersonRecruited(), guessed),
                        new StudyCosts.Line(
                                "characters written",
                                (long) characters.size() * writersPerCharacter,
                                prices.perCharacterWritten(),
                                StudyCosts.Basis.STATED),
                        new StudyCosts.Line(
                                "characters rated", sheets, prices.perCharacterRated(), StudyCosts.Basis.STATED),
                        new StudyCosts.Line(
                                "batches rated", counts.overallRatings(), prices.perBatchRated(), guessed)));
    }

    /**
     * Assigns raters to characters and puts their tasks in order.
     *
     * <p>The characters are spread as evenly as possible. The same arguments give the same assignment; who knows the
     * seed knows the key, so do not use 1, 2, 3 in earnest.
     *
     * @param participants who may rate; ids differ
     * @param seed of all random choices
     * @return the assignment with its key, or why there is none; O((participants × characters)²) at most
     * @throws IllegalArgumentException if two participants have the same id, or one knows or wrote a character that is
     *     not in the study
     */
    public AssignmentOutcome assign(List<Participant> participants, long seed) {
        check(participants);
        Random random = new Random(seed);
        List<Participant> order = new ArrayList<>(participants);
        Collections.shuffle(order, random);
        Matching matching = new Matching(order, raters + reserves);
        boolean complete = false;
        for (int limit = 1; limit <= charactersPerRater && !complete; limit++) {
            complete = matching.fill(limit);
        }
        if (!complete) {
            return matching.explain();
        }
        return tasks(matching, order, seed);
    }

    private void check(List<Participant> participants) {
        Set<String> ids = new HashSet<>();
        for (Participant participant : participants) {
            if (!ids.add(participant.id())) {
                throw new IllegalArgumentException("participants: id \"" + participant.id() + "\" occurs twice");
            }
            for (Set<String> named : List.of(participant.knows(), participant.wrote())) {
                for (String character : named) {
                    if (!characters.contains(character)) {
                        throw new IllegalArgumentException("participants: \"" + participant.id()
                                + "\" names character \"" + character + "\", which is not in the study");
                    }
                }
            }
        }
    }

    /** Characters matched with participants by augmenting paths. */
    private final class Matching {
        private final List<Participant> people;
        private final int demand;
        private final List<Set<Integer>> ratersOf = new ArrayList<>();
        private final List<Set<Integer>> charactersOf = new ArrayList<>();
        private final Set<Integer> seenCharacters = new LinkedHashSet<>();
        private final Set<Integer> seenPeople = new HashSet<>();

        Matching(List<Participant> people, int demand) {
            this.people = people;
            this.demand = demand;
            characters.forEach(c -> ratersOf.add(new LinkedHashSet<>()));
            people.forEach(p -> charactersOf.add(new LinkedHashSet<>()));
        }

        /** Gives every character its raters with at most so many characters a rater; keeps what was matched before. */
        boolean fill(int limit) {
            boolean complete = true;
            for (int c = 0; c < characters.size(); c++) {
                boolean found = true;
                while (found && ratersOf.get(c).size() < demand) {
                    seenCharacters.clear();
                    seenPeople.clear();
                    found = augment(c, limit);
                }
                complete &= found;
            }
            return complete;
        }

        private boolean augment(int c, int limit) {
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
                    if (!seenCharacters.contains(other) && augment(other, limit)) {
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

        /** The characters that an unmet demand reaches: together they need more than there is (Hall's condition). */
        AssignmentOutcome.Infeasible explain() {
            Set<Integer> best = Set.of();
            for (int c = 0; c < characters.size(); c++) {
                if (ratersOf.get(c).size() < demand) {
                    seenCharacters.clear();
                    seenPeople.clear();
                    boolean found = augment(c, charactersPerRater);
                    if (!found && (best.isEmpty() || seenCharacters.size() < best.size())) {
                        best = new LinkedHashSet<>(seenCharacters);
                    }
                }
            }
            List<String> short_ = best.stream().sorted().map(characters::get).toList();
            List<String> able = new ArrayList<>();
            int available = 0;
            int wrote = 0;
            for (Participant person : people) {
                int may = (int) short_.stream().filter(person::mayRate).count();
                available += Math.min(may, charactersPerRater);
                if (may > 0) {
                    able.add(person.id());
                }
                wrote += (int) short_.stream()
                        .filter(c ->
                                person.knows().contains(c) && person.wrote().contains(c))
                        .count();
            }
            able.sort(Assignment::compareNames);
            int needed = demand * short_.size();
            return new AssignmentOutcome.Infeasible(
                    short_, able, needed, available, reason(short_, able, needed, available, wrote));
        }

        private String reason(List<String> short_, List<String> able, int needed, int available, int wrote) {
            StringBuilder text = new StringBuilder();
            text.append(Numbers.count(short_.size(), "character"))
                    .append(" (")
                    .append(TextTable.names(short_, 6))
                    .append(short_.size() == 1 ? ") needs " : ") together need ")
                    .append(Numbers.count(needed, "rater"))
                    .append(reserves > 0 ? " (" + raters + " and " + reserves + " in reserve each)" : "")
                    .append(", but ");
            if (able.isEmpty()) {
                text.append("no participant may rate ").append(short_.size() == 1 ? "it" : "any of them");
            } else {
                text.append("only ")
                        .append(Numbers.count(able.size(), "participant"))
                        .append(" (")
                        .append(TextTable.names(able, 6))
                        .append(") may rate ")
                        .append(short_.size() == 1 ? "it" : "one of them")
                        .append(", each at most ")
                        .append(Numbers.count(charactersPerRater, "character"))
                        .append(", which makes ")
                        .append(available);
            }
            text.append(". To rate a character a participant must know it and must not have written for it");
            if (wrote > 0) {
                text.append("; ")
                        .append(wrote)
                        .append(wrote == 1 ? " pair of a participant" : " pairs of a participant")
                        .append(" and a known character fell away because the participant wrote for it");
            }
            int missing = needed - available;
            text.append(". What would help: ")
                    .append(missing)
                    .append(missing == 1 ? " more participant who knows" : " more participants who know")
                    .append(short_.size() == 1 ? " it" : " them");
            if (able.size() * charactersPerRater == available && able.size() >= raters) {
                text.append(", more characters a rater");
            }
            if (reserves > 0) {
                text.append(", fewer reserves");
            }
            return text.append(raters > 1 ? ", or fewer raters a character." : ".")
                    .toString();
        }
    }

    private AssignmentOutcome.Assigned tasks(Matching matching, List<Participant> people, long seed) {
        String salt = Digest.ofText("esrp assignment " + study + " " + seed);
        Map<String, Integer> load = new LinkedHashMap<>();
        List<Assignment.Sheet> sheets = new ArrayList<>();
        List<AssignmentKey.Entry> entries = new ArrayList<>();
        for (int c = 0; c < characters.size(); c++) {
            List<String> chosen = new ArrayList<>();
            matching.ratersOf.get(c).forEach(p -> chosen.add(people.get(p).id()));
            chosen.sort((a, b) -> Integer.compare(load.getOrDefault(a, 0), load.getOrDefault(b, 0)));
            for (int i = 0; i < chosen.size(); i++) {
                String rater = chosen.get(i);
                boolean reserve = i >= raters;
                load.merge(rater, reserve ? 0 : 1, Integer::sum);
                sheet(rater, c, reserve, salt, sheets, entries);
            }
        }
        sheets.sort((a, b) -> Assignment.compareNames(a.rater(), b.rater()));
        AssignmentKey key = new AssignmentKey(salt, entries);
        return new AssignmentOutcome.Assigned(new Assignment(study, key.hash(), sheets), key);
    }

    /** What a task will be, before it has an id. */
    private record Plan(Assignment.Show show, String candidate, String item, Purpose purpose, String source) {}

    private void sheet(
            String rater,
            int character,
            boolean reserve,
            String salt,
            List<Assignment.Sheet> sheets,
            List<AssignmentKey.Entry> entries) {
        String name = characters.get(character);
        Random random = new Random(Long.parseUnsignedLong(
                Digest.ofText(salt + "\n" + rater + "\n" + name).substring(0, 16), 16));
        List<Plan> plans = new ArrayList<>();
        for (Blocks.Cell cell : Blocks.of(scenarios.size(), candidates.size(), random)) {
            plans.add(new Plan(
                    Assignment.Show.DIALOGUE,
                    candidates.get(cell.treatment()),
                    scenarios.get(cell.block()),
                    Purpose.RATING,
                    name));
        }
        attention(plans, character, random);
        if (metrics(Metric.Target.BATCH) > 0 && batches > 0) {
            for (Blocks.Cell cell : Blocks.of(batches, candidates.size(), random)) {
                plans.add(new Plan(
                        Assignment.Show.BATCH,
                        candidates.get(cell.treatment()),
                        String.format(Locale.ROOT, "b%02d", cell.block() + 1),
                        Purpose.RATING,
                        name));
            }
        }
        List<Assignment.Task> tasks = new ArrayList<>();
        for (int i = 0; i < plans.size(); i++) {
            Plan plan = plans.get(i);
            String id = opaque(Digest.ofText(salt + "\n" + rater + "\n" + name + "\n" + i));
            tasks.add(new Assignment.Task(id, plan.show, name, plan.item));
            entries.add(new AssignmentKey.Entry(id, rater, plan.candidate, name, plan.item, plan.purpose, plan.source));
        }
        sheets.add(new Assignment.Sheet(rater, name, reserve, tasks));
    }

    /** Puts repeats into the second half, well away from what they repeat, and foreign dialogues anywhere. */
    private void attention(List<Plan> plans, int character, Random random) {
        int half = plans.size() / 2;
        List<Plan> firstHalf = new ArrayList<>(plans.subList(0, half));
        Collections.shuffle(firstHalf, random);
        for (int i = 0; i < repeats; i++) {
            Plan again = firstHalf.get(i);
            int original = plans.indexOf(again);
            int from = Math.min(plans.size(), original + half);
            plans.add(
                    from + random.nextInt(plans.size() + 1 - from),
                    new Plan(again.show, again.candidate, again.item, Purpose.REPEAT, again.source));
        }
        for (int i = 0; i < foreign; i++) {
            int other = random.nextInt(characters.size() - 1);
            other += other >= character ? 1 : 0;
            plans.add(
                    random.nextInt(plans.size() + 1),
                    new Plan(
                            Assignment.Show.DIALOGUE,
                            candidates.get(random.nextInt(candidates.size())),
                            scenarios.get(random.nextInt(scenarios.size())),
                            Purpose.FOREIGN,
                            characters.get(other)));
        }
    }

    /** Twelve letters and digits that are hard to confuse, from 60 bits. */
    private static String opaque(String hex) {
        String alphabet = "23456789abcdefghjkmnpqrstuvwxyz0";
        long bits = Long.parseUnsignedLong(hex.substring(0, 15), 16);
        StringBuilder id = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            id.append(alphabet.charAt((int) (bits & 31)));
            bits >>>= 5;
        }
        return id.toString();
    }

    /** Blocks in random order, treatments within a block in the rows of a Williams square in random order. */
    private static final class Blocks {
        /** One place in the sequence. */
        record Cell(int block, int treatment) {}

        private Blocks() {}

        static List<Cell> of(int blocks, int treatments, Random random) {
            List<Integer> order = shuffled(blocks, random);
            List<Integer> labels = shuffled(treatments, random);
            List<int[]> square = williams(treatments);
            List<Cell> cells = new ArrayList<>();
            List<Integer> rows = List.of();
            for (int i = 0; i < blocks; i++) {
                if (i % square.size() == 0) {
                    rows = shuffled(square.size(), random);
                }
                for (int place : square.get(rows.get(i % square.size()))) {
                    cells.add(new Cell(order.get(i), labels.get(place)));
                }
            }
            return cells;
        }

        private static List<Integer> shuffled(int n, Random random) {
            List<Integer> numbers = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                numbers.add(i);
            }
            Collections.shuffle(numbers, random);
            return numbers;
        }

        /** Rows in which each number stands in each place, and follows each other number, equally often. */
        static List<int[]> williams(int n) {
            int[] first = new int[n];
            for (int i = 1; i < n; i++) {
                first[i] = i % 2 == 1 ? (i + 1) / 2 : n - i / 2;
            }
            List<int[]> rows = new ArrayList<>();
            for (int shift = 0; shift < n; shift++) {
                int[] row = new int[n];
                int[] mirrored = new int[n];
                for (int i = 0; i < n; i++) {
                    row[i] = (first[i] + shift) % n;
                    mirrored[n - 1 - i] = row[i];
                }
                rows.add(row);
                if (n % 2 == 1) {
                    rows.add(mirrored);
                }
            }
            return rows;
        }
    }

    /** The design in words. */
    @Override
    public String toString() {
        StudyCounts counts = counts();
        return String.join(
                "\n",
                TextWidth.wrap(
                        "study " + study + ": " + Numbers.count(characters.size(), "character") + ", "
                                + Numbers.count(scenarios.size(), "scenario") + ", "
                                + Numbers.count(candidates.size(), "candidate") + ", "
                                + Numbers.count(raters, "rater") + " a character ("
                                + reserves + " in reserve), at most "
                                + Numbers.count(charactersPerRater, "character") + " a rater, "
                                + Numbers.count(repeats, "repeat") + " and "
                                + Numbers.count(foreign, "foreign dialogue") + " a sheet; "
                                + Numbers.count(counts.ratings(), "rating"),
                        TextWidth.COLUMNS));
    }
}
