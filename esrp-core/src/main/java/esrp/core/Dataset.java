package esrp.core;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import esrp.core.Ratings.Column;
import esrp.core.internal.Checks;
import esrp.core.internal.Digest;
import esrp.core.internal.Messages;
import esrp.core.internal.Names;
import esrp.core.internal.Numbers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Replies of candidates as characters in scenarios, immutable. What a candidate did not answer is absent.
 *
 * <pre>{@code
 * Dataset data = ChatAnime.read(Path.of("chatanime"));
 * System.out.println(data);
 * System.out.println(Finding.summary(data.findings()));
 * }</pre>
 */
public final class Dataset {
    /** For replies in a language without limits. */
    private static final ReplyRules NO_LIMITS =
            ReplyRules.withDefaults().without(ReplyRules.Rule.TOO_SHORT).without(ReplyRules.Rule.TOO_LONG);

    private final Map<String, Candidate> candidates;
    private final Map<String, Character> characters;
    private final Map<String, Scenario> scenarios;
    /** At least one per cell, in the order of their samples. */
    private final Map<Cell, List<Dialogue>> dialogues;

    private final List<Finding> findings;
    private volatile @Nullable String hash;

    private record Cell(String candidate, String character, String scenario) {}

    private Dataset(
            Map<String, Candidate> candidates,
            Map<String, Character> characters,
            Map<String, Scenario> scenarios,
            Map<Cell, List<Dialogue>> dialogues,
            Function<Dataset, List<Finding>> findings) {
        this.candidates = candidates;
        this.characters = characters;
        this.scenarios = scenarios;
        this.dialogues = dialogues;
        this.findings = List.copyOf(findings.apply(this));
    }

    /**
     * {@return a data set of dialogues that were made here, with its findings}
     *
     * @param candidates the candidates, in the order they shall have
     * @param characters the characters, in the order they shall have
     * @param scenarios the scenarios, in the order they shall have
     * @param dialogues the dialogues, in any order
     * @throws IllegalArgumentException if an id occurs twice, a dialogue names an id that is not there, or a
     *     candidate has two dialogues for the same character, scenario and sample
     */
    public static Dataset of(
            List<Candidate> candidates,
            List<Character> characters,
            List<Scenario> scenarios,
            Collection<Dialogue> dialogues) {
        return of(candidates, characters, scenarios, dialogues, data -> DatasetFindings.of(data, Places.NAMES));
    }

    /**
     * Reads a data set: a JSON Lines file, a folder of such files, or the published layout ({@link ChatAnime}).
     *
     * <pre>{@code
     * {"character": {"id": "nemo", "name": "Captain Nemo", "work": "…", "profile": "…", "aliases": ["…"]}}
     * {"scenario": {"id": "late-shift", "opening_question": "…", "persona": "…", "emotion": "…"}}
     * {"candidate": {"id": "vendor/model", "name": "…", "kind": "model"}}
     * {"dialogue": {"candidate": "vendor/model", "character": "nemo", "scenario": "late-shift",
     *               "turns": [{"user": "…", "reply": "…"}]}}
     * }</pre>
     *
     * <ul>
     *   <li>Every line is an object with one key. Ids are any text, dialogues have any number of turns; {@code tags} is an object
     *       of texts. Only {@code id} and, of a scenario, {@code opening_question} are needed.
     *   <li>Several dialogues of one candidate in one scenario are told apart by their {@code sample}, any text.
     *   <li>There may be characters and scenarios without a dialogue, and dialogues of which nothing else is said.
     *   <li>A folder may hold several files whose names end in {@code .jsonl}, and in {@code characters/} one file per character:
     *       the object as JSON, or Markdown, whose first heading is the name and whose text is the profile. The id is the name
     *       of the file unless the object has one. Other files are left alone.
     *   <li>The object may have {@code "wiki": {"page": "nemo.html", "sections": ["Personality"], "longest": 2000}} in place of
     *       a profile: {@link Character#withProfile(Path, int, String...)} with a page that is saved beside it.
     * </ul>
     *
     * @param path the file or folder
     * @return the data set, with its findings
     * @throws DatasetFormatException if it is not what it should be; names the first fault with file and line
     * @throws IllegalArgumentException if a candidate has two dialogues for the same character, scenario and sample
     * @throws java.io.UncheckedIOException if it cannot be read
     */
    public static Dataset read(Path path) {
        return DatasetFile.read(Objects.requireNonNull(path, "path"));
    }

    /**
     * Writes everything into one JSON Lines file, from which {@link #read} makes an equal data set.
     *
     * @param file the file to make or replace; {@code .jsonl}, or {@code .jsonl.gz} to compress
     * @throws java.io.UncheckedIOException if it cannot be written
     */
    public void write(Path file) {
        DatasetFile.write(this, Objects.requireNonNull(file, "file"));
    }

    static Dataset of(
            List<Candidate> candidates,
            List<Character> characters,
            List<Scenario> scenarios,
            Collection<Dialogue> dialogues,
            Function<Dataset, List<Finding>> findings) {
        Map<String, Candidate> candidateById = Checks.byId("candidates", candidates, Candidate::id);
        Map<String, Character> characterById = Checks.byId("characters", characters, Character::id);
        Map<String, Scenario> scenarioById = Checks.byId("scenarios", scenarios, Scenario::id);
        Map<Cell, List<Dialogue>> given = new HashMap<>();
        for (Dialogue dialogue : dialogues) {
            known("candidate", dialogue.candidate(), candidateById);
            known("character", dialogue.character(), characterById);
            known("scenario", dialogue.scenario(), scenarioById);
            Cell cell = new Cell(dialogue.candidate(), dialogue.character(), dialogue.scenario());
            List<Dialogue> samples = given.computeIfAbsent(cell, any -> new ArrayList<>(1));
            if (samples.stream().anyMatch(other -> other.sample().equals(dialogue.sample()))) {
                throw new IllegalArgumentException("dialogues: candidate \"" + dialogue.candidate()
                        + "\" has two for character \"" + dialogue.character() + "\" in scenario \""
                        + dialogue.scenario() + "\", one was expected, or samples of different names");
            }
            samples.add(dialogue);
        }
        Map<Cell, List<Dialogue>> inOrder = new LinkedHashMap<>();
        given.keySet().stream()
                .sorted(Comparator.comparing(Cell::candidate, order(candidateById))
                        .thenComparing(Cell::character, order(characterById))
                        .thenComparing(Cell::scenario, order(scenarioById)))
                .forEach(cell -> inOrder.put(cell, List.copyOf(given.get(cell))));
        return new Dataset(candidateById, characterById, scenarioById, inOrder, findings);
    }

    private static Comparator<String> order(Map<String, ?> byId) {
        Map<String, Integer> ranks = new HashMap<>();
        byId.keySet().forEach(id -> ranks.put(id, ranks.size()));
        return Comparator.comparing(ranks::get);
    }

    @CanIgnoreReturnValue
    private static <T> T known(String what, String id, Map<String, T> byId) {
        return Names.find(what, id, byId);
    }

    /** {@return the candidates: the candidates in order; of published files in the order of the file names} */
    public List<Candidate> candidates() {
        return List.copyOf(candidates.values());
    }

    /** {@return the characters: the characters in order; of published files in the order that most files have} */
    public List<Character> characters() {
        return List.copyOf(characters.values());
    }

    /** {@return the scenarios: the scenarios in order; of published files by dialog id} */
    public List<Scenario> scenarios() {
        return List.copyOf(scenarios.values());
    }

    /**
     * {@return a candidate}
     *
     * @param id its id
     * @throws IllegalArgumentException if there is none, naming those that are
     */
    public Candidate candidate(String id) {
        return known("candidate", id, candidates);
    }

    /**
     * {@return a character}
     *
     * @param id its id
     * @throws IllegalArgumentException if there is none, naming those that are
     */
    public Character character(String id) {
        return known("character", id, characters);
    }

    /**
     * {@return a scenario}
     *
     * @param id its id
     * @throws IllegalArgumentException if there is none, naming those that are
     */
    public Scenario scenario(String id) {
        return known("scenario", id, scenarios);
    }

    /**
     * {@return a scenario of the published layout}
     *
     * @param dialogId its dialog id
     * @throws IllegalArgumentException if there is none, naming those that are
     */
    public Scenario scenario(int dialogId) {
        return scenario(Integer.toString(dialogId));
    }

    /**
     * {@return what a candidate said as a character in a scenario, the first of several {@linkplain Dialogue#sample() samples};
     * empty if the candidate has none there}
     *
     * @param candidate id of the candidate
     * @param character id of the character
     * @param scenario id of the scenario
     * @throws IllegalArgumentException if one of the ids is not in the data, naming those that are
     */
    public Optional<Dialogue> dialogue(String candidate, String character, String scenario) {
        known("candidate", candidate, candidates);
        known("character", character, characters);
        known("scenario", scenario, scenarios);
        return find(candidate, character, scenario).stream().findFirst();
    }

    private List<Dialogue> find(String candidate, String character, String scenario) {
        return dialogues.getOrDefault(new Cell(candidate, character, scenario), List.of());
    }

    /**
     * {@return all dialogues: the dialogues by candidate, character and scenario, each in its order, samples in the order they
     * were given}
     */
    public Stream<Dialogue> dialogues() {
        return dialogues.values().stream().flatMap(List::stream);
    }

    /**
     * {@return all dialogues of a candidate: the dialogues by character and scenario, each in its order}
     *
     * @param candidate id of the candidate
     * @throws IllegalArgumentException if there is no such candidate, naming those that are
     */
    public Stream<Dialogue> dialogues(String candidate) {
        known("candidate", candidate, candidates);
        return characters.keySet().stream()
                .flatMap(character ->
                        scenarios.keySet().stream().flatMap(scenario -> find(candidate, character, scenario).stream()));
    }

    /**
     * The number of replies. A blank reply is a missing one and does not count.
     *
     * @return at least 0
     */
    public int replies() {
        return Math.toIntExact(dialogues()
                .flatMap(dialogue -> dialogue.turns().stream())
                .filter(turn -> !turn.reply().isBlank())
                .count());
    }

    /** {@return the number of turns of the longest dialogue; at least 1; 0 without dialogues} */
    public int turns() {
        return dialogues().mapToInt(dialogue -> dialogue.turns().size()).max().orElse(0);
    }

    /**
     * All batches of all candidates and characters, as {@link #batches(String, String, int)} makes them.
     *
     * @param size replies per batch, at least 1; 10 in the paper
     * @return the batches by candidate, character and number
     * @throws IllegalArgumentException if the size is less than 1
     */
    public List<ResponseBatch> batches(int size) {
        List<ResponseBatch> batches = new ArrayList<>();
        for (String candidate : candidates.keySet()) {
            for (String character : characters.keySet()) {
                batches.addAll(batches(candidate, character, size));
            }
        }
        return List.copyOf(batches);
    }

    /**
     * {@return the replies of a candidate as a character, in batches to be judged for diversity: the first replies of
     * all scenarios of the character in order, then the second ones, and so on; consecutive ones make a batch. 60 scenarios of two
     * turns give the paper's 12 batches of ten}
     *
     * <ul>
     *   <li>Of several samples of a dialogue the first is taken.
     *   <li>A scenario that is played as one character alone is none of the others.
     *   <li>A batch never mixes turns; where the size does not divide the number of scenarios, the last batch of each
     *       turn is smaller.
     *   <li>A batch covers the same scenarios for every candidate: a missing or blank reply makes it smaller and shifts
     *       nothing. A batch without replies is left out, and its number is not given to another.
     *   <li>Ids are {@code b01}, {@code b02}, … in order.
     * </ul>
     *
     * @param candidate id of the candidate
     * @param character id of the character
     * @param size replies per batch, at least 1; 10 in the paper
     * @throws IllegalArgumentException if the size is less than 1 or an id is not in the data
     */
    public List<ResponseBatch> batches(String candidate, String character, int size) {
        Checks.rejectIf(size < 1, "size: %s replies per batch, at least 1 was expected", size);
        known("candidate", candidate, candidates);
        known("character", character, characters);
        List<String> ids = scenarios.keySet().stream()
                .filter(scenario -> played(character, scenario)
                        || characters.keySet().stream()
                                        .filter(other -> played(other, scenario))
                                        .count()
                                != 1)
                .toList();
        int perTurn = (int) ((ids.size() - 1L + size) / size);
        List<ResponseBatch> batches = new ArrayList<>();
        int turns = turns();
        for (int turn = 0; turn < turns; turn++) {
            for (int batch = 0; batch < perTurn; batch++) {
                List<String> replies = new ArrayList<>();
                int end = (int) Math.min(ids.size(), (batch + 1L) * size);
                for (String scenario : ids.subList(batch * size, end)) {
                    reply(candidate, character, scenario, turn).ifPresent(replies::add);
                }
                if (!replies.isEmpty()) {
                    int number = turn * perTurn + batch + 1;
                    batches.add(new ResponseBatch(candidate, character, (number < 10 ? "b0" : "b") + number, replies));
                }
            }
        }
        return List.copyOf(batches);
    }

    private boolean played(String character, String scenario) {
        return candidates.keySet().stream()
                .anyMatch(candidate -> !find(candidate, character, scenario).isEmpty());
    }

    private Optional<String> reply(String candidate, String character, String scenario, int turn) {
        return find(candidate, character, scenario).stream()
                .findFirst()
                .filter(dialogue -> turn < dialogue.turns().size())
                .map(dialogue -> dialogue.turns().get(turn).reply())
                .filter(reply -> !reply.isBlank());
    }

    /**
     * What is unusual in the data, each with its place. Nothing was repaired or dropped.
     *
     * @return the findings, sorted by code
     * @see Finding#summary
     */
    public List<Finding> findings() {
        return findings;
    }

    /**
     * The findings of one code.
     *
     * @param code the code
     * @return those of {@link #findings()} that have this code
     */
    public List<Finding> findings(Finding.Code code) {
        Objects.requireNonNull(code, "code");
        return findings.stream().filter(finding -> finding.code() == code).toList();
    }

    /**
     * Holds ratings against these data: ids that the ratings name and the data do not have, with those that are spelled alike,
     * and rated dialogues that nobody wrote. Items of batches are not looked at.
     *
     * @param ratings the ratings
     * @return the findings; none if every rating is about something here
     */
    public List<Finding> check(Ratings ratings) {
        Set<List<String>> written = dialogues.keySet().stream()
                .map(cell -> List.of(cell.candidate(), cell.character(), cell.scenario()))
                .collect(Collectors.toSet());
        return DatasetCheck.of(
                ratings,
                Map.of(
                        Column.CANDIDATE,
                        candidates.keySet(),
                        Column.CHARACTER,
                        characters.keySet(),
                        Column.ITEM,
                        scenarios.keySet()),
                written);
    }

    /**
     * A fingerprint of the dialogues, whatever the order of files and records: SHA-256, in hexadecimal, of all
     * dialogues sorted by candidate, character, scenario and sample. Names, tags and profiles do not enter. Computed once.
     *
     * @return 64 lower-case hexadecimal digits
     */
    public String hash() {
        String known = hash;
        if (known == null) {
            known = hashOf();
            hash = known;
        }
        return known;
    }

    private String hashOf() {
        Digest digest = new Digest();
        dialogues()
                .sorted(Comparator.comparing(Dialogue::candidate)
                        .thenComparing(Dialogue::character)
                        .thenComparing(Dialogue::scenario)
                        .thenComparing(Dialogue::sample))
                .forEach(dialogue -> {
                    digest.add(dialogue.candidate()).add(dialogue.character()).add(dialogue.scenario());
                    if (!dialogue.sample().isEmpty()) {
                        digest.add("sample").add(dialogue.sample());
                    }
                    digest.add(dialogue.turns().size());
                    for (Turn turn : dialogue.turns()) {
                        digest.add(turn.user()).add(turn.reply());
                    }
                });
        return digest.hex();
    }

    /**
     * What the data hold, and per candidate what a careful reader checks before trusting them. The length of a reply is
     * compared with the limits of the language it is written in; see {@link ReplyRules#forReply}.
     *
     * @return the summary
     */
    public Summary summary() {
        return new Summary(this, ReplyRules.shipped());
    }

    /**
     * What the data hold, with the limits of one language. The limits do not apply to replies in other languages.
     *
     * @param rules the rules of replies
     * @return the summary
     */
    public Summary summary(ReplyRules rules) {
        return new Summary(this, List.of(Objects.requireNonNull(rules, "rules")));
    }

    /**
     * What a data set of replies holds: the upper half of Table 2 of the paper, and per candidate what a careful reader
     * checks before trusting it. Nothing is repaired or left out.
     *
     * <ul>
     *   <li>Length is counted as {@link ReplyRules} counts it.
     *   <li>A repeated reply is one that the candidate gave before, to the last white space, whatever the character.
     *   <li>A reply is in another language if {@link ReplyRules#forReply} finds another one than for most replies.
     *   <li>Emoji include what remains of them: variation selectors and joiners.
     * </ul>
     */
    public static final class Summary implements Result {
        private final Dataset data;
        private final List<ReplyRules> rules;
        private final String language;
        private final List<Row> rows;

        private Summary(Dataset data, List<ReplyRules> rules) {
            this.data = data;
            this.rules = rules;
            Map<String, Long> languages = data.dialogues()
                    .flatMap(dialogue -> dialogue.turns().stream())
                    .filter(turn -> !turn.reply().isBlank())
                    .flatMap(turn -> ReplyRules.languageOf(turn.reply()).stream())
                    .collect(Collectors.groupingBy(tag -> tag, Collectors.counting()));
            this.language = languages.entrySet().stream()
                    .max(Map.Entry.comparingByValue())
                    .map(Map.Entry::getKey)
                    .orElse("");
            this.rows = data.candidates().stream().map(this::row).toList();
        }

        /**
         * One candidate.
         *
         * @param candidate the candidate
         * @param dialogues its dialogues
         * @param replies its replies, one per turn
         * @param meanLength mean length in code points; NaN without replies
         * @param tooShort replies below the limits
         * @param tooLong replies above them
         * @param blank replies without any character that is not white space
         * @param repeated replies that the candidate gave before
         * @param otherLanguage replies in another language than most of the data
         * @param emoji replies that hold emoji or what remains of them
         * @param missing dialogues that other candidates have and this one has not
         */
        public record Row(
                Candidate candidate,
                int dialogues,
                int replies,
                double meanLength,
                int tooShort,
                int tooLong,
                int blank,
                int repeated,
                int otherLanguage,
                int emoji,
                int missing) {
            /** Validates. */
            public Row {
                Objects.requireNonNull(candidate, "candidate");
            }
        }

        private Row row(Candidate candidate) {
            List<Dialogue> dialogues = data.dialogues(candidate.id()).toList();
            List<String> replies = dialogues.stream()
                    .flatMap(dialogue -> dialogue.replies().stream())
                    .toList();
            Map<ReplyRules.Rule, Integer> broken = new EnumMap<>(ReplyRules.Rule.class);
            int otherLanguage = 0;
            for (String reply : replies) {
                Optional<String> written = ReplyRules.languageOf(reply);
                Optional<ReplyRules> limits = rules.stream()
                        .filter(known ->
                                written.filter(known.language()::equals).isPresent())
                        .findFirst();
                limits.orElse(NO_LIMITS).check(reply).stream()
                        .map(ReplyRules.Violation::rule)
                        .distinct()
                        .forEach(rule -> broken.merge(rule, 1, Integer::sum));
                otherLanguage +=
                        reply.isBlank() || written.filter(language::equals).isPresent() ? 0 : 1;
            }
            return new Row(
                    candidate,
                    dialogues.size(),
                    replies.size(),
                    replies.stream().mapToLong(ReplyRules::length).average().orElse(Double.NaN),
                    broken.getOrDefault(ReplyRules.Rule.TOO_SHORT, 0),
                    broken.getOrDefault(ReplyRules.Rule.TOO_LONG, 0),
                    (int) replies.stream().filter(String::isBlank).count(),
                    replies.size() - (int) replies.stream().distinct().count(),
                    otherLanguage,
                    broken.getOrDefault(ReplyRules.Rule.EMOJI, 0),
                    data.characters().size() * data.scenarios().size()
                            - (int) dialogues.stream()
                                    .map(one -> List.of(one.character(), one.scenario()))
                                    .distinct()
                                    .count());
        }

        /** {@return the candidates in the order of the data set: one row each} */
        public List<Row> rows() {
            return rows;
        }

        /** {@return replies of models: as counted, not as planned} */
        public long modelReplies() {
            return replies(Candidate.Kind.MODEL);
        }

        /** {@return replies of people: as counted, not as planned} */
        public long peopleReplies() {
            return replies(Candidate.Kind.PEOPLE);
        }

        private long replies(Candidate.Kind kind) {
            return rows.stream()
                    .filter(row -> row.candidate().kind() == kind)
                    .mapToLong(Row::replies)
                    .sum();
        }

        @Override
        public List<Table> tables() {
            Messages words = Messages.core();
            Table.Builder table = Table.builder(
                            "replies",
                            words.localized(
                                    "replies.title",
                                    "characters",
                                    data.characters().size(),
                                    "scenarios",
                                    data.scenarios().size(),
                                    "models",
                                    modelReplies(),
                                    "people",
                                    peopleReplies(),
                                    "all",
                                    modelReplies() + peopleReplies()))
                    .head(Table.Head.text("candidate", words.localized("replies.candidate")));
            for (String key :
                    List.of("replies", "length", "short", "long", "blank", "again", "other", "emoji", "missing")) {
                LocalizedText head = words.localized("replies." + key);
                table.head(key.equals("length") ? Table.Head.number(key, head, 1) : Table.Head.count(key, head));
            }
            rows.forEach(row -> table.row(
                    Table.Cell.named(row.candidate().id(), row.candidate().name()),
                    row.replies(),
                    row.meanLength(),
                    row.tooShort(),
                    row.tooLong(),
                    row.blank(),
                    row.repeated(),
                    row.otherLanguage(),
                    row.emoji(),
                    row.missing()));
            return List.of(table.build());
        }

        @Override
        public List<Finding> notes() {
            List<String> limits = rules.stream()
                    .map(known -> known.language() + " " + known.shortest() + "–" + known.longest())
                    .toList();
            return List.of(DataCode.SUMMARY_COLUMNS.note("limits", limits, "language", language));
        }

        @Override
        public String toString() {
            return text("en");
        }
    }

    /** How many replies, and of what. */
    @Override
    public String toString() {
        return (replies() == 1 ? "1 reply" : Numbers.count(replies()) + " replies") + ": "
                + Numbers.count(candidates.size(), "candidate") + ", " + Numbers.count(characters.size(), "character")
                + ", " + Numbers.count(scenarios.size(), "scenario") + ", " + Numbers.count(turns(), "turn");
    }
}
