package esrp.study;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.Iterables;
import com.google.common.collect.LinkedHashMultimap;
import com.google.common.collect.ListMultimap;
import com.google.common.collect.SetMultimap;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import esrp.core.Character;
import esrp.core.Dataset;
import esrp.core.Finding;
import esrp.core.Metric;
import esrp.core.ResponseBatch;
import esrp.core.Result;
import esrp.core.Scenario;
import esrp.core.Table;
import esrp.core.internal.Checks;
import esrp.core.internal.Digest;
import esrp.core.internal.Json;
import esrp.core.internal.Names;
import esrp.core.internal.Numbers;
import esrp.metrics.Rubric;
import esrp.study.StudyKey.Purpose;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The design of a rating study: what is rated, by how many people, and who does what without knowing whose replies they
 * see. Immutable.
 *
 * <p>An assignment is <em>blind</em>: tasks have opaque ids, and the key stays apart. What raters may still infer is what
 * texts tell: length, style, and that replies of one style may have one author; since a scenario shows each candidate once, who
 * recognises all but one knows that one, too; and who recognises one candidate in several scenarios of one square (as many
 * scenarios as there are candidates, twice as many where that is odd) and knows how squares are made can tell which of
 * the other replies there are of one author. A rater gets only characters the
 * rater knows and never one for which the rater wrote replies, because all candidates of a character are rated
 * together. Scenarios come in random order; within a scenario the candidates come in the rows of a Williams square, so
 * that over a sheet each candidate stands in each place, and follows each other candidate, equally often (exactly so
 * where the number of scenarios is a multiple of the number of candidates, or of twice that where it is odd).
 *
 * <p>What cannot be assigned is explained: the characters that together need more raters than there are for them.
 *
 * <pre>{@code
 * StudyDesign design = StudyDesign.chatAnime(characters, scenarios, candidates);
 * System.out.println(design);                                    // Table 2
 * StudyDesign.Outcome assigned = design.assign(participants, seed);
 * }</pre>
 */
public final class StudyDesign implements Result {
    /** A number of the design. */
    private enum Size {
        MODELS("models", 0, 10),
        TURNS("turns", 1, 2),
        BATCHES("batches", 0, Integer.MAX_VALUE),
        BATCH_SIZE("batchSize", 1, 10),
        PARTS("parts", 1, 1),
        RATERS("raters", 1, 2),
        RESERVES("reserves", 0, 0),
        CHARACTERS_PER_RATER("charactersPerRater", 1, 1),
        REPEATS("repeated", 0, 0),
        FOREIGN("foreignDialogues", 0, 0);

        private final String parameter;
        private final int least;
        private final int initial;

        Size(String parameter, int least, int initial) {
            this.parameter = parameter;
            this.least = least;
            this.initial = initial;
        }
    }

    /** The outcome of an attempt to assign raters: an assignment with its key, or the reason why there can be none. */
    public sealed interface Outcome extends Result permits Assigned, Infeasible {
        /**
         * The assignment, where there is one.
         *
         * @return this as an assignment
         * @throws IllegalStateException if there is none; the message says why
         */
        default Assigned orElseThrow() {
            if (this instanceof Infeasible infeasible) {
                throw new IllegalStateException(infeasible.toString());
            }
            return (Assigned) this;
        }
    }

    /**
     * An assignment with its key: every character has its raters.
     *
     * @param assignment what raters may see: who rates what in which order
     * @param key what raters may not see: what the tasks stand for
     */
    public record Assigned(Assignment assignment, StudyKey key) implements Outcome {
        /**
         * Validates.
         *
         * @throws IllegalArgumentException if the key is that of another assignment, or was changed since
         */
        public Assigned {
            if (!key.opens(assignment)) {
                throw new IllegalArgumentException("key: is not the key of the assignment of study \""
                        + assignment.study() + "\", or was changed since");
            }
        }

        @Override
        public List<Table> tables() {
            return assignment.tables();
        }

        @Override
        public List<Finding> notes() {
            return assignment.notes();
        }

        @Override
        public String toString() {
            return text("en");
        }
    }

    /** There is no assignment, whoever does what; what is printed is the reason, with what would help. */
    public sealed interface Infeasible extends Outcome {
        /** {@return the characters that together need more raters than there are for them: their ids} */
        List<String> characters();

        /** {@return the participants who may rate at least one of these characters: their ids} */
        List<String> participants();

        /**
         * {@return the number of raters that these characters need, reserves included: more than {@link #available}}
         */
        int needed();

        /** {@return the number of raters that the participants can be for these characters at most; 0 or more} */
        int available();

        @Override
        default List<Table> tables() {
            return List.of();
        }
    }

    record InfeasibleOf(
            List<String> characters, List<String> participants, int needed, int available, List<Finding> notes)
            implements Infeasible {
        InfeasibleOf {
            characters = List.copyOf(characters);
            participants = List.copyOf(participants);
            notes = List.copyOf(notes);
        }

        @Override
        public String toString() {
            return text("en");
        }
    }

    private final String study;
    private final List<String> characters;
    /** The scenarios of each character, in order. */
    private final ListMultimap<String, String> scenarios;

    private final List<String> candidates;
    private final Rubric rubric;
    private final Map<Size, Integer> sizes;
    private final Assignment.Show show;
    /** What the batches are taken from, where it is known. */
    private final Optional<Dataset> data;

    private StudyDesign(
            String study,
            ListMultimap<String, String> scenarios,
            List<String> candidates,
            Rubric rubric,
            Map<Size, Integer> sizes,
            Assignment.Show show,
            Optional<Dataset> data) {
        this.study = study;
        this.characters = List.copyOf(scenarios.keySet());
        this.scenarios = scenarios;
        this.candidates = candidates;
        this.rubric = rubric;
        this.sizes = sizes;
        this.show = show;
        this.data = data;
    }

    /**
     * {@return the paper's design: two raters per character, one character per rater, two turns, batches of ten replies, ten
     * models that reply, the metrics of {@link Rubric#esrp()}, no reserves and no attention tasks} Sixty scenarios of two turns
     * make twelve batches.
     *
     * @param characters ids of the characters; at least one, none twice
     * @param scenarios ids of the scenarios; at least one, none twice
     * @param candidates ids of the candidates that are rated; at least two, none twice
     */
    public static StudyDesign chatAnime(List<String> characters, List<String> scenarios, List<String> candidates) {
        Checks.notNull("characters", characters, "scenarios", scenarios, "candidates", candidates);
        ImmutableListMultimap.Builder<String, String> all = ImmutableListMultimap.builder();
        distinct("scenarios", scenarios, 1);
        distinct("characters", characters, 1).forEach(character -> all.putAll(character, scenarios));
        return new StudyDesign(
                "ChatAnime",
                all.build(),
                distinct("candidates", candidates, 2),
                Rubric.esrp(),
                Map.of(),
                Assignment.Show.DIALOGUE,
                Optional.empty());
    }

    /**
     * {@return the design of {@link #chatAnime} for replies that are there: the characters, scenarios, turns and batches of the data}
     *
     * <ul>
     *   <li>A scenario belongs to a character if one of the candidates has a dialogue in it as that character: to all of them in the
     *       paper, to one where each character has scenarios of its own.
     *   <li>The batches are those of {@link Dataset#batches(int)}, however many there are: {@link #withBatchSize} changes their size.
     * </ul>
     *
     * @param data the replies
     * @param candidates ids of the candidates that are rated; at least two, none twice
     * @throws IllegalArgumentException if a candidate lacks a dialogue that another one has, or nobody has one
     */
    public static StudyDesign of(Dataset data, List<String> candidates) {
        Objects.requireNonNull(data, "data");
        distinct("candidates", candidates, 2);
        ImmutableListMultimap.Builder<String, String> own = ImmutableListMultimap.builder();
        List<String> lacking = new ArrayList<>();
        for (Character character : data.characters()) {
            for (Scenario scenario : data.scenarios()) {
                List<String> without = candidates.stream()
                        .filter(candidate -> data.dialogue(candidate, character.id(), scenario.id())
                                .isEmpty())
                        .toList();
                if (without.size() < candidates.size()) {
                    own.put(character.id(), scenario.id());
                    without.forEach(candidate -> lacking.add(
                            candidate + " as \"" + character.id() + "\" in scenario \"" + scenario.id() + "\""));
                }
            }
        }
        if (!lacking.isEmpty() || own.build().isEmpty()) {
            throw new IllegalArgumentException("data: " + Numbers.count(lacking.size(), "dialogue")
                    + (lacking.size() == 1 ? " is" : " are") + " missing, for example that of "
                    + (lacking.isEmpty() ? candidates : lacking.get(0))
                    + "; leave out the candidate or the scenario, or complete the replies");
        }
        return new StudyDesign(
                "ChatAnime",
                own.build(),
                distinct("candidates", candidates, 2),
                Rubric.esrp(),
                Map.of(Size.TURNS, data.turns()),
                Assignment.Show.DIALOGUE,
                Optional.of(data));
    }

    @CanIgnoreReturnValue
    private static List<String> distinct(String name, List<String> values, int least) {
        Checks.rejectIf(values.size() < least, "%s: has %s, at least %s expected", name, values.size(), least);
        Checks.byId(name, values, value -> Checks.text(name, value));
        return List.copyOf(values);
    }

    private StudyDesign with(Size size, int value) {
        Map<Size, Integer> changed = new HashMap<>(sizes);
        changed.put(size, (int) Checks.atLeast(size.least, size.parameter, value));
        StudyDesign made = new StudyDesign(study, scenarios, candidates, rubric, changed, show, data);
        int most = characters.stream()
                .mapToInt(character -> made.possibleBatches(character).size())
                .max()
                .orElseThrow();
        if (changed.getOrDefault(Size.BATCHES, 0) > most) {
            throw new IllegalArgumentException("batches: " + changed.get(Size.BATCHES)
                    + ", but the replies of a character make "
                    + most + " (" + scenarios.get(characters.get(0)).size() + " scenarios, " + made.size(Size.TURNS)
                    + " turns, " + made.size(Size.BATCH_SIZE)
                    + " replies per batch); withTurns and withBatchSize come before withBatches");
        }
        return made;
    }

    /** The ids of all batches of a character, as {@link Dataset#batches(int)} numbers them. */
    private List<String> possibleBatches(String character) {
        int size = size(Size.BATCH_SIZE);
        return data.map(replies -> replies.batches(candidates.get(0), character, size).stream()
                        .map(ResponseBatch::id)
                        .toList())
                .orElseGet(() -> IntStream.rangeClosed(
                                1, size(Size.TURNS) * ((scenarios.get(character).size() + size - 1) / size))
                        .mapToObj(number -> String.format(Locale.ROOT, "b%02d", number))
                        .toList());
    }

    private List<String> batches(String character) {
        List<String> all = possibleBatches(character);
        return all.subList(0, Math.min(all.size(), size(Size.BATCHES)));
    }

    private int size(Size size) {
        return sizes.getOrDefault(size, size.initial);
    }

    /**
     * {@return a copy with another name}
     *
     * @param name not blank
     */
    public StudyDesign withName(String name) {
        return new StudyDesign(Checks.text("name", name), scenarios, candidates, rubric, sizes, show, data);
    }

    /**
     * {@return a copy with other metrics}
     *
     * @param value the rubric
     */
    public StudyDesign with(Rubric value) {
        return new StudyDesign(study, scenarios, candidates, Objects.requireNonNull(value, "value"), sizes, show, data);
    }

    /** {@return a copy in which each turn of a dialogue is rated, not the dialogue as a whole} */
    public StudyDesign withTurnsRated() {
        return new StudyDesign(study, scenarios, candidates, rubric, sizes, Assignment.Show.TURNS, data);
    }

    /**
     * {@return a copy with another number of models that reply; only some of them may be rated}
     *
     * @param value at least 0
     */
    public StudyDesign withModels(int value) {
        return with(Size.MODELS, value);
    }

    /**
     * {@return a copy with another number of turns per scenario}
     *
     * @param value at least 1
     */
    public StudyDesign withTurns(int value) {
        return with(Size.TURNS, value);
    }

    /**
     * {@return a copy with fewer batches of each character and candidate than there are: the first ones}
     *
     * @param value at least 0
     * @throws IllegalArgumentException if scenarios and turns do not make as many
     */
    public StudyDesign withBatches(int value) {
        return with(Size.BATCHES, value);
    }

    /**
     * {@return a copy with another number of replies per batch} The last batch of each turn is smaller where it does not divide the
     * number of scenarios.
     *
     * @param value at least 1; 10 in the paper
     */
    public StudyDesign withBatchSize(int value) {
        return with(Size.BATCH_SIZE, value);
    }

    /**
     * {@return a copy in which the sheet of a character is split among more people: each rates one part of its scenarios and batches,
     * with all candidates} A character then needs so many times the raters.
     *
     * @param value at least 1, at most the number of scenarios of a character
     */
    public StudyDesign withParts(int value) {
        Checks.rejectIf(
                value > fewestScenarios(), "parts: %s, but a character has %s scenarios", value, fewestScenarios());
        return with(Size.PARTS, value);
    }

    private int fewestScenarios() {
        return characters.stream()
                .mapToInt(character -> scenarios.get(character).size())
                .min()
                .orElseThrow();
    }

    /**
     * {@return a copy with another number of raters per character}
     *
     * @param value at least 1
     */
    public StudyDesign withRatersPerCharacter(int value) {
        return with(Size.RATERS, value);
    }

    /**
     * {@return a copy with another number of reserves per character, who stand by in case a rater drops out}
     *
     * @param value at least 0
     */
    public StudyDesign withReservesPerCharacter(int value) {
        return with(Size.RESERVES, value);
    }

    /**
     * {@return a copy with another limit of characters per rater, those for which the rater stands by included}
     *
     * @param value at least 1
     */
    public StudyDesign withCharactersPerRater(int value) {
        return with(Size.CHARACTERS_PER_RATER, value);
    }

    /**
     * {@return a copy with other attention tasks on each sheet} They look like all others, and their answers are not
     * ratings.
     *
     * @param repeated dialogues that come again in the other half of the sheet; at least 0, at most half the dialogues
     * @param foreignDialogues dialogues of another character in the place of this one; at least 0; needs two characters
     */
    public StudyDesign withAttention(int repeated, int foreignDialogues) {
        StudyDesign changed = with(Size.REPEATS, repeated).with(Size.FOREIGN, foreignDialogues);
        int dialogues = fewestScenarios() * candidates.size();
        if (repeated > dialogues / 2) {
            throw new IllegalArgumentException(
                    "repeated: " + repeated + " is above half of the " + dialogues + " dialogues of a sheet");
        }
        if (foreignDialogues > dialogues || (foreignDialogues > 0 && characters.size() < 2)) {
            throw new IllegalArgumentException("foreignDialogues: " + foreignDialogues
                    + " needs a second character and at most " + dialogues + " dialogues");
        }
        return changed;
    }

    private long metrics(Metric.Target target) {
        return rubric.metrics().stream().filter(m -> m.target() == target).count();
    }

    private long characterScenarios() {
        return scenarios.size();
    }

    /** {@return the number of replies of models: characters × scenarios × models × turns} */
    public long modelReplies() {
        return characterScenarios() * size(Size.MODELS) * size(Size.TURNS);
    }

    /** {@return the number of replies of people, one set for each character: characters × scenarios × turns} */
    public long peopleReplies() {
        return characterScenarios() * size(Size.TURNS);
    }

    /**
     * {@return the number of ratings of dialogues: characters × scenarios × candidates × metrics of dialogues × raters, and times
     * turns where those are rated; neither attention tasks nor reserves are in it}
     */
    public long dialogueRatings() {
        return characterScenarios()
                * candidates.size()
                * metrics(Metric.Target.DIALOGUE)
                * size(Size.RATERS)
                * (show == Assignment.Show.TURNS ? size(Size.TURNS) : 1);
    }

    /** {@return the number of ratings of batches: characters × batches × candidates × metrics of batches × raters} */
    public long batchRatings() {
        long batches = characters.stream()
                .mapToLong(character -> batches(character).size())
                .sum();
        return batches * candidates.size() * metrics(Metric.Target.BATCH) * size(Size.RATERS);
    }

    /** {@return the number of ratings: those of dialogues and of batches} */
    public long ratings() {
        return dialogueRatings() + batchRatings();
    }

    /**
     * {@return what the study costs; reserves that stand by are not paid}
     *
     * @param prices what people are paid
     * @param writersPerCharacter how many people are paid for writing each character; 2 in the paper, as far as its
     *     total tells
     */
    public StudyPrices.Bill bill(StudyPrices prices, int writersPerCharacter) {
        long written = (long) characters.size() * Checks.atLeast(0, "writersPerCharacter", writersPerCharacter);
        long sheets = (long) characters.size() * size(Size.RATERS);
        int each = size(Size.CHARACTERS_PER_RATER);
        return new StudyPrices.Bill(
                Objects.requireNonNull(prices, "prices"),
                Math.max(written, (sheets * size(Size.PARTS) + each - 1) / each),
                written,
                sheets,
                batchRatings());
    }

    /** The people chosen for the characters of a study. */
    public sealed interface Selected extends Result {
        /** {@return those who were chosen, each of whom knows the characters chosen for: for {@link StudyDesign#assign}} */
        List<Participant> participants();

        /** {@return how many people a character lacks, by its id; none where everybody was found} */
        Map<String, Integer> lacking();
    }

    record SelectedOf(
            List<Participant> participants, Map<String, Integer> lacking, List<Table> tables, List<Finding> notes)
            implements Selected {
        @Override
        public String toString() {
            return text("en");
        }
    }

    /**
     * Chooses the fittest of those who want to rate: every character gets its raters and reserves, nobody more characters than a rater may
     * have, as far as there are people; of all ways to fill as many places the one with the greatest sum of fitness.
     *
     * @param fitness of each applicant, by id, for each character that the applicant may rate, by its id; finite, greater is fitter
     * @return who was chosen, and which characters lack how many; O(places × characters² × applicants) time at most
     * @throws IllegalArgumentException if a character is not in the study or a fitness is not finite
     */
    public Selected select(Map<String, Map<String, Double>> fitness) {
        List<String> people = List.copyOf(fitness.keySet());
        double[][] matrix = new double[characters.size()][people.size()];
        for (double[] row : matrix) {
            Arrays.fill(row, Double.NaN);
        }
        fitness.forEach((person, own) -> own.forEach((character, value) -> {
            if (!characters.contains(character) || !Double.isFinite(value)) {
                throw new IllegalArgumentException("fitness: " + value + " of \"" + person + "\" for character \""
                        + character + "\"; finite numbers for characters of the study were expected");
            }
            matrix[characters.indexOf(character)][people.indexOf(person)] = value;
        }));
        int demand = size(Size.RATERS) * size(Size.PARTS) + size(Size.RESERVES);
        SetMultimap<Integer, Integer> chosen =
                Selection.best(matrix, people.size(), demand, size(Size.CHARACTERS_PER_RATER));
        SetMultimap<String, String> characterOf = LinkedHashMultimap.create();
        Map<String, Integer> lacking = new LinkedHashMap<>();
        List<Finding> notes = new ArrayList<>();
        Table.Builder table = StudyCode.table("selection", "selection", "character able|# person fitness|2");
        for (int c = 0; c < characters.size(); c++) {
            String character = characters.get(c);
            double[] own = matrix[c];
            long able = Arrays.stream(own).filter(Double::isFinite).count();
            for (int p : chosen.get(c)) {
                characterOf.put(people.get(p), character);
                table.row(character, able, people.get(p), own[p]);
            }
            int missing = demand - chosen.get(c).size();
            if (missing > 0) {
                lacking.put(character, missing);
                notes.add(StudyCode.LACKS_RATERS.note("character", character, "count", missing, "able", able));
            }
        }
        List<Participant> participants = people.stream()
                .filter(characterOf::containsKey)
                .map(person -> Participant.of(person, characterOf.get(person)))
                .toList();
        return new SelectedOf(
                participants, Collections.unmodifiableMap(lacking), List.of(table.build()), List.copyOf(notes));
    }

    /**
     * Assigns raters to characters and puts their tasks in order.
     *
     * <p>The characters are spread as evenly as possible. The seed decides who rates which character, which raters see
     * anyway. Task ids and orders, of which the candidates could be read, come from a secret of 256 random bits that is
     * drawn for each call and kept in the {@link StudyKey#secret key} alone.
     *
     * @param participants who may rate; ids differ
     * @param seed of who rates which character
     * @return the assignment with its key, or why there is none; O((participants × characters)²) time at most
     * @throws IllegalArgumentException if two participants have the same id, or one knows or wrote a character that is
     *     not in the study
     */
    public Outcome assign(List<Participant> participants, long seed) {
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        return assign(participants, seed, HexFormat.of().formatHex(secret));
    }

    /**
     * Makes an assignment again: the same arguments give the same assignment.
     *
     * @param participants who may rate; ids differ
     * @param seed of who rates which character
     * @param secret the {@link StudyKey#secret} of the earlier key; whoever can guess it can tell candidates apart
     * @return the assignment with its key, or why there is none; O((participants × characters)²) time at most
     * @throws IllegalArgumentException as {@link #assign(List, long)}, or if the secret is blank
     */
    public Outcome assign(List<Participant> participants, long seed, String secret) {
        Checks.text("secret", secret);
        for (Participant participant :
                Checks.byId("participants", participants, Participant::id).values()) {
            for (String character : Iterables.concat(participant.knows(), participant.wrote())) {
                if (!characters.contains(character)) {
                    throw new IllegalArgumentException("participants: \"" + participant.id() + "\" names character \""
                            + character + "\", which is not in the study");
                }
            }
        }
        List<Participant> order = new ArrayList<>(participants);
        Collections.shuffle(order, new Random(seed));
        int raters = size(Size.RATERS) * size(Size.PARTS);
        Matching matching = new Matching(characters, order, raters + size(Size.RESERVES));
        int most = size(Size.CHARACTERS_PER_RATER);
        boolean complete = false;
        for (int limit = 1; limit <= most && !complete; limit++) {
            complete = matching.fill(limit);
        }
        return complete ? tasks(matching, secret) : matching.explain(most, raters);
    }

    private Assigned tasks(Matching matching, String secret) {
        Map<String, Integer> load = new HashMap<>();
        List<Assignment.Sheet> sheets = new ArrayList<>();
        List<StudyKey.Entry> entries = new ArrayList<>();
        for (int c = 0; c < characters.size(); c++) {
            List<String> chosen = matching.raters(c);
            chosen.sort((a, b) -> Integer.compare(load.getOrDefault(a, 0), load.getOrDefault(b, 0)));
            for (int i = 0; i < chosen.size(); i++) {
                String rater = chosen.get(i);
                boolean reserve = i >= size(Size.RATERS) * size(Size.PARTS);
                load.merge(rater, reserve ? 0 : 1, Integer::sum);
                sheets.add(sheet(rater, characters.get(c), i % size(Size.PARTS), reserve, secret, entries));
            }
        }
        sheets.sort((a, b) -> Names.compare(a.rater(), b.rater()));
        StudyKey key = StudyKey.of(secret, entries);
        return new Assigned(new Assignment(study, key.hash(), size(Size.BATCH_SIZE), sheets), key);
    }

    /** What a task will be, before it has an id. */
    private record Plan(Assignment.Show show, String candidate, String item, Purpose purpose, String source) {}

    private Assignment.Sheet sheet(
            String rater, String character, int part, boolean reserve, String secret, List<StudyKey.Entry> entries) {
        String own = study + "\n" + rater + "\n" + character;
        Random random = new SecretRandom(secret, own);
        List<Plan> plans = balanced(show, part(part, scenarios.get(character)), character, random);
        attention(plans, character, random);
        if (metrics(Metric.Target.BATCH) > 0) {
            plans.addAll(balanced(Assignment.Show.BATCH, part(part, batches(character)), character, random));
        }
        List<Assignment.Task> tasks = new ArrayList<>();
        for (int i = 0; i < plans.size(); i++) {
            Plan plan = plans.get(i);
            String id = opaque(Digest.hmac(secret, own + "\ntask " + i));
            tasks.add(new Assignment.Task(id, plan.show, character, plan.item));
            entries.add(new StudyKey.Entry(
                    id, rater, plan.candidate, character, plan.item, plan.show, plan.purpose, plan.source));
        }
        return new Assignment.Sheet(rater, character, reserve, tasks);
    }

    private List<String> part(int part, List<String> items) {
        return IntStream.range(0, items.size())
                .filter(i -> i % size(Size.PARTS) == part)
                .mapToObj(items::get)
                .toList();
    }

    private List<Plan> balanced(Assignment.Show show, List<String> items, String character, Random random) {
        List<Plan> plans = new ArrayList<>();
        for (BalancedOrder.Cell cell : BalancedOrder.of(items.size(), candidates.size(), random)) {
            String candidate = candidates.get(cell.treatment());
            plans.add(new Plan(show, candidate, items.get(cell.block()), Purpose.RATING, character));
        }
        return plans;
    }

    /** Puts repeats into the second half, well away from what they repeat, and foreign dialogues anywhere. */
    private void attention(List<Plan> plans, String character, Random random) {
        int half = plans.size() / 2;
        List<Plan> firstHalf = new ArrayList<>(plans.subList(0, half));
        Collections.shuffle(firstHalf, random);
        for (int i = 0; i < size(Size.REPEATS); i++) {
            Plan again = firstHalf.get(i);
            int original = plans.indexOf(again);
            int from = Math.min(plans.size(), original + half);
            int at = from + random.nextInt(plans.size() + 1 - from);
            plans.add(at, new Plan(again.show, again.candidate, again.item, Purpose.REPEAT, again.source));
        }
        for (int i = 0; i < size(Size.FOREIGN); i++) {
            int other = random.nextInt(characters.size() - 1);
            other += other >= characters.indexOf(character) ? 1 : 0;
            int at = random.nextInt(plans.size() + 1);
            String candidate = candidates.get(random.nextInt(candidates.size()));
            List<String> theirs = scenarios.get(characters.get(other));
            String scenario = theirs.get(random.nextInt(theirs.size()));
            plans.add(at, new Plan(show, candidate, scenario, Purpose.FOREIGN, characters.get(other)));
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

    @Override
    public List<Table> tables() {
        Table.Builder table = StudyCode.table("study-size", "size", "content count|#", "study", study);
        row(table, "characters", characters.size());
        row(table, "scenarios", scenarios.values().stream().distinct().count());
        row(table, "turns", size(Size.TURNS));
        row(
                table,
                "batches",
                characters.stream()
                        .mapToInt(character -> batches(character).size())
                        .max()
                        .orElseThrow());
        if (size(Size.BATCH_SIZE) != Size.BATCH_SIZE.initial) {
            row(table, "batch-size", size(Size.BATCH_SIZE));
        }
        row(table, "models", size(Size.MODELS));
        row(table, "candidates", candidates.size());
        row(table, "metrics", metrics(Metric.Target.DIALOGUE));
        row(table, "raters", size(Size.RATERS));
        if (size(Size.PARTS) > 1) {
            row(table, "parts", size(Size.PARTS));
        }
        row(table, "reserves", size(Size.RESERVES));
        row(table, "characters-per-rater", size(Size.CHARACTERS_PER_RATER));
        row(table, "repeated", size(Size.REPEATS));
        row(table, "foreign", size(Size.FOREIGN));
        row(table, "model-replies", modelReplies());
        row(table, "people-replies", peopleReplies());
        row(table, "replies", modelReplies() + peopleReplies());
        row(table, "dialogue-ratings", dialogueRatings());
        row(table, "batch-ratings", batchRatings());
        row(table, "ratings", ratings());
        return List.of(table.build());
    }

    private static void row(Table.Builder table, String key, long count) {
        table.row(StudyCode.word("size." + key), count);
    }

    @Override
    public String toString() {
        return text("en");
    }

    /**
     * A person who may rate.
     *
     * @param id what ratings will call the person; not blank; never a name that leads to the person
     * @param knows ids of the characters the person knows well
     * @param wrote ids of the characters for which the person wrote replies that are rated in the study
     */
    public record Participant(String id, Set<String> knows, Set<String> wrote) {
        /** Validates and copies. */
        public Participant {
            Checks.rejectIf(Objects.requireNonNull(id, "id").isBlank(), "id: is blank, a text was expected");
            knows = Collections.unmodifiableSet(new LinkedHashSet<>(knows));
            wrote = Collections.unmodifiableSet(new LinkedHashSet<>(wrote));
        }

        /**
         * {@return a person who wrote nothing}
         *
         * @param id what ratings will call the person
         * @param knows ids of the characters the person knows well
         */
        public static Participant of(String id, Set<String> knows) {
            return new Participant(id, knows, Set.of());
        }

        /**
         * {@return the same person, who also wrote replies}
         *
         * @param characters ids of the characters
         */
        public Participant withWrote(Set<String> characters) {
            return new Participant(id, knows, characters);
        }

        /**
         * Reads people from a JSON file: a list of objects with {@code id}, {@code knows} (a list of character ids) and, where
         * they wrote replies, {@code wrote}.
         *
         * @param file the file
         * @return the people in the order of the file
         * @throws esrp.core.DatasetFormatException if it is no such list, with file, line, column and pointer
         * @throws java.io.UncheckedIOException if it cannot be read
         */
        public static List<Participant> read(Path file) {
            return Json.read(Objects.requireNonNull(file, "file")).items().stream()
                    .map(node -> node.allow("id", "knows", "wrote"))
                    .map(node -> node.make(() -> new Participant(
                            node.get("id").text(),
                            new LinkedHashSet<>(node.get("knows").texts()),
                            new LinkedHashSet<>(
                                    node.find("wrote").map(Json.Node::texts).orElse(List.of())))))
                    .toList();
        }

        /**
         * Writes people as {@link #read} reads them.
         *
         * @param people in order
         * @param file the file to make or replace
         * @throws java.io.UncheckedIOException if it cannot be written
         */
        public static void write(List<Participant> people, Path file) {
            List<Map<String, Object>> written = people.stream()
                    .map(person -> Json.object(
                            "id", person.id(),
                            "knows", List.copyOf(person.knows()),
                            "wrote", List.copyOf(person.wrote())))
                    .toList();
            Json.write(file, out -> Json.write(out, written));
        }

        /** Whether the person may rate a character: knows it and wrote nothing for it. */
        boolean mayRate(String character) {
            return knows.contains(character) && !wrote.contains(character);
        }
    }
}
