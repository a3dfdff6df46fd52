package esrp.core;

import static esrp.core.internal.Term.shown;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import esrp.core.internal.Checks;
import esrp.core.internal.Term;
import esrp.core.internal.Utf8Reader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a folder of the layout that {@link ChatAnime} describes. One use. */
final class ChatAnimeReader {
    static final String CANDIDATES = "_candidates.json";
    static final String CHARACTERS = "_characters.json";
    static final String SCENARIOS = "_scenarios.json";

    static final String ALIASES = "aliases";

    private static final String SUFFIX = ".json";
    private static final String DIALOG_ID = "dialog_id";
    private static final Pattern TURN_FIELD = Pattern.compile("(question|answer)_r([1-9][0-9]{0,2})");
    /** Keys of side files that are no tags. */
    private static final Set<String> FIELDS = Set.of(
            "name", "kind", "work", "profile", "opening_question", "persona", "location", "emotion", "daily_event");

    private static final int MAX_FIELDS = 5000;
    private static final int MAX_NOTICES = 100;
    private static final int MAX_DEPTH = 64;
    private static final int MAX_TEXT = 1 << 20;
    private static final long MAX_FILE = 1L << 30;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(MAX_TEXT)
                    .maxNameLength(10_000)
                    .maxNumberLength(1000)
                    .maxNestingDepth(MAX_DEPTH)
                    .maxDocumentLength(MAX_FILE)
                    .build())
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private final Path directory;
    private final Faults faults;
    private final Map<String, CandidateFile> files = new LinkedHashMap<>();
    private final Map<String, Finding> notices = new LinkedHashMap<>();

    /** One entry of a character's list. */
    private record Entry(int index, List<Turn> turns) {}

    /** What one candidate's file holds: character -> dialog id -> entry, in the order of the file. */
    private record CandidateFile(String name, Map<String, Map<Integer, Entry>> characters) {}

    /** One object of a side file: texts, and lists of texts. */
    private record Side(Map<String, String> texts, Map<String, List<String>> lists) {
        Optional<String> take(String key) {
            return Optional.ofNullable(texts.remove(key));
        }
    }

    ChatAnimeReader(Path directory, Faults faults) {
        this.directory = directory;
        this.faults = faults;
    }

    /** The data; empty if there were faults, which only the collecting kind survives. */
    Optional<Dataset> read() {
        List<Path> paths = candidateFiles();
        for (Path path : paths) {
            readFile(path, (parser, at) -> readCandidate(path, parser, at));
        }
        Optional<Map<String, Side>> candidateSides = sides(CANDIDATES);
        Optional<Map<String, Side>> characterSides = sides(CHARACTERS);
        Optional<Map<String, Side>> scenarioSides = sides(SCENARIOS);
        if (!faults.isEmpty()) {
            return Optional.empty();
        }
        List<Candidate> candidates = candidates(candidateSides.orElse(Map.of()));
        List<Finding> orders = new ArrayList<>();
        List<Character> characters = characters(characterSides.orElse(Map.of()), orders);
        List<Scenario> scenarios = scenarios(scenarioSides);
        if (!faults.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Dataset.of(candidates, characters, scenarios, dialogues(), data -> {
            List<Finding> all = new ArrayList<>(orders);
            all.addAll(notices.values());
            all.addAll(DatasetFindings.of(data, this::place));
            return DatasetFindings.sorted(all);
        }));
    }

    private List<Path> candidateFiles() {
        if (!Files.isDirectory(directory)) {
            faults.add(faults.whole(), Files.exists(directory) ? DataCode.NOT_A_FOLDER : DataCode.NO_FOLDER);
            return List.of();
        }
        List<Path> paths;
        try (Stream<Path> all = Files.list(directory)) {
            paths = all.filter(ChatAnimeReader::isCandidate)
                    .sorted(Comparator.comparing(Utf8Reader::name))
                    .toList();
        } catch (IOException e) {
            faults.add(e);
            return List.of();
        }
        if (paths.isEmpty()) {
            faults.add(faults.whole(), DataCode.NO_CANDIDATES);
        }
        return paths;
    }

    static boolean isCandidate(Path path) {
        String name = Utf8Reader.name(path);
        return name.endsWith(SUFFIX)
                && name.length() > SUFFIX.length()
                && !name.startsWith("_")
                && !name.startsWith(".")
                && !Files.isDirectory(path);
    }

    // ---- JSON ----

    /** Reads the JSON value of one file. */
    private interface Content {
        void read(JsonParser parser, At at) throws IOException;
    }

    /** Reports faults of one file with pointer, line and column. */
    private record At(JsonParser parser, Faults faults) {
        Finding.Place place(String pointer) {
            JsonLocation location = parser.currentTokenLocation();
            return faults.whole().at("pointer", pointer).line(location.getLineNr(), location.getColumnNr());
        }

        void fault(String pointer, DataCode code, Object... parameters) {
            faults.add(place(pointer), code, parameters);
        }

        void wrong(String pointer, Object expected) throws IOException {
            fault(pointer, DataCode.WRONG_TYPE, "found", Term.described(parser), "expected", expected);
        }
    }

    private void readFile(Path path, Content content) {
        Faults here = faults.in(path);
        try (Utf8Reader text = Utf8Reader.open(path)) {
            readText(text, here, content);
        } catch (IOException e) {
            here.add(e);
        }
    }

    private static void readText(Utf8Reader text, Faults here, Content content) {
        try (JsonParser parser = JSON.createParser(text)) {
            try {
                if (parser.nextToken() == null) {
                    here.add(here.whole(), DataCode.EMPTY_FILE, "expected", Term.OBJECT);
                    return;
                }
                content.read(parser, new At(parser, here));
                if (parser.nextToken() != null) {
                    new At(parser, here).fault("", DataCode.MORE_TEXT);
                }
            } catch (JsonProcessingException e) {
                here.addJson(e, parser.currentLocation(), 0);
            }
        } catch (IOException e) {
            here.add(e);
        }
    }

    private static String pointer(Object... parts) {
        StringBuilder pointer = new StringBuilder();
        for (Object part : parts) {
            pointer.append('/').append(part.toString().replace("~", "~0").replace("/", "~1"));
        }
        return pointer.toString();
    }

    // ---- candidates ----

    /** Reads what the text says in place of the file; for tests. */
    void readCandidate(Path path, Utf8Reader text) {
        readText(text, faults.in(path), (parser, at) -> readCandidate(path, parser, at));
    }

    private void readCandidate(Path path, JsonParser parser, At at) throws IOException {
        String name = Utf8Reader.name(path);
        CandidateFile file = new CandidateFile(name, new LinkedHashMap<>());
        files.put(name.substring(0, name.length() - SUFFIX.length()), file);
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            at.wrong("", Term.CHARACTERS);
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String character = parser.currentName();
            String pointer = pointer(character);
            boolean usable = isText(at, pointer, "name", character);
            if (file.characters.containsKey(character)) {
                at.fault(pointer, DataCode.TWICE, "name", shown(character));
                usable = false;
            }
            parser.nextToken();
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                at.wrong(pointer, Term.DIALOGS);
                parser.skipChildren();
                continue;
            }
            Map<Integer, Entry> entries = new LinkedHashMap<>();
            readEntries(parser, at, file, character, entries);
            if (usable) {
                file.characters.put(character, entries);
            }
        }
        if (file.characters.isEmpty()) {
            at.fault("", DataCode.EMPTY_LIST, "expected", Term.CHARACTER);
        }
    }

    private void readEntries(
            JsonParser parser, At at, CandidateFile file, String character, Map<Integer, Entry> entries)
            throws IOException {
        int index = 0;
        for (; parser.nextToken() != JsonToken.END_ARRAY; index++) {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                readEntry(parser, at, file, character, index, entries);
            } else {
                at.wrong(pointer(character, index), Term.OBJECT);
                parser.skipChildren();
            }
        }
        if (index == 0) {
            at.fault(pointer(character), DataCode.EMPTY_LIST, "expected", Term.DIALOG);
        }
    }

    private void readEntry(
            JsonParser parser, At at, CandidateFile file, String character, int index, Map<Integer, Entry> entries)
            throws IOException {
        Set<String> seen = new HashSet<>();
        NavigableMap<Integer, String> questions = new TreeMap<>();
        NavigableMap<Integer, String> answers = new TreeMap<>();
        int id = 0;
        boolean good = true;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            String pointer = pointer(character, index, field);
            if (!seen.add(field)) {
                at.fault(pointer, DataCode.TWICE, "name", shown(field));
                good = false;
            }
            if (seen.size() > MAX_FIELDS) {
                throw new Utf8Reader.BadTextException(
                        Finding.Place.none().at("pointer", pointer(character, index)),
                        DataCode.TOO_MANY_FIELDS,
                        "most",
                        MAX_FIELDS);
            }
            Matcher turn = TURN_FIELD.matcher(field);
            parser.nextToken();
            if (field.equals(DIALOG_ID)) {
                id = dialogId(parser, at, pointer);
                good &= id > 0;
            } else if (turn.matches()) {
                Map<Integer, String> side = turn.group(1).equals("question") ? questions : answers;
                String text = text(parser, at, pointer);
                good &= text != null;
                side.put(Integer.valueOf(turn.group(2)), text == null ? "" : text);
            } else {
                notice(file.name, field, pointer);
                parser.skipChildren();
            }
        }
        String pointer = pointer(character, index);
        if (!seen.contains(DIALOG_ID)) {
            at.fault(pointer, DataCode.MISSING_NAME, "name", DIALOG_ID);
            good = false;
        }
        int turns = Math.max(1, Math.max(last(questions), last(answers)));
        List<Turn> dialogue = new ArrayList<>();
        for (int turn = 1; turn <= turns; turn++) {
            String question = questions.get(turn);
            String answer = answers.get(turn);
            if (question == null || answer == null) {
                good = false;
                missing(at, pointer, question, Places.Part.QUESTION.field(turn));
                missing(at, pointer, answer, Places.Part.ANSWER.field(turn));
            } else {
                dialogue.add(new Turn(question, answer));
            }
        }
        if (good && dialogue.get(0).user().isBlank()) {
            at.fault(
                    pointer(character, index, Places.Part.QUESTION.field(1)),
                    DataCode.BLANK,
                    "name",
                    Places.Part.QUESTION.field(1));
            good = false;
        }
        if (id > 0 && entries.containsKey(id)) {
            at.fault(pointer(character, index, DIALOG_ID), DataCode.TWICE, "name", DIALOG_ID + " " + id);
        } else if (good) {
            entries.put(id, new Entry(index, List.copyOf(dialogue)));
        }
    }

    private static int last(NavigableMap<Integer, String> turns) {
        return turns.isEmpty() ? 0 : turns.lastKey();
    }

    private static void missing(At at, String pointer, @Nullable String text, String field) {
        if (text == null) {
            at.fault(pointer, DataCode.MISSING_NAME, "name", field);
        }
    }

    /** The id; 0 if it is a fault. */
    private static int dialogId(JsonParser parser, At at, String pointer) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            at.wrong(pointer, Term.ID);
            parser.skipChildren();
            return 0;
        }
        String digits = parser.getText();
        if (!digits.matches("[1-9][0-9]{0,8}")) {
            at.wrong(pointer, Term.ID);
            return 0;
        }
        return Integer.parseInt(digits);
    }

    /** The text; null if it is a fault. */
    private static @Nullable String text(JsonParser parser, At at, String pointer) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            at.wrong(pointer, Term.TEXT);
            parser.skipChildren();
            return null;
        }
        String text = parser.getText();
        return isUnicode(at, pointer, text) ? text : null;
    }

    @CanIgnoreReturnValue
    private static boolean isText(At at, String pointer, String what, String text) {
        if (text.isBlank()) {
            at.fault(pointer, DataCode.BLANK, "name", what);
            return false;
        }
        return isUnicode(at, pointer, text);
    }

    private static boolean isUnicode(At at, String pointer, String text) {
        int surrogate = Checks.unpairedSurrogate(text);
        if (surrogate >= 0) {
            at.fault(pointer, DataCode.BROKEN_UNICODE, "index", surrogate);
        }
        return surrogate < 0;
    }

    private void notice(String file, String field, String pointer) {
        if (notices.size() < MAX_NOTICES) {
            notices.computeIfAbsent(
                    file + "/" + field,
                    any -> Finding.at(
                            Finding.Place.of(Path.of(file)).at("pointer", pointer),
                            DataCode.UNKNOWN_FIELD,
                            "name",
                            shown(field)));
        }
    }

    // ---- side files ----

    private Optional<Map<String, Side>> sides(String name) {
        Path path = directory.resolve(name);
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        Map<String, Side> sides = new LinkedHashMap<>();
        boolean aliases = name.equals(CHARACTERS);
        readFile(path, (parser, at) -> readSides(parser, at, aliases, sides));
        return Optional.of(sides);
    }

    private static void readSides(JsonParser parser, At at, boolean aliases, Map<String, Side> sides)
            throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            at.wrong("", Term.OBJECT);
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String id = parser.currentName();
            isText(at, pointer(id), "id", id);
            Side side = new Side(new LinkedHashMap<>(), new LinkedHashMap<>());
            if (sides.put(id, side) != null) {
                at.fault(pointer(id), DataCode.TWICE, "name", shown(id));
            }
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                at.wrong(pointer(id), Term.OBJECT);
                parser.skipChildren();
                continue;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                readSide(parser, at, pointer(id, parser.currentName()), aliases, side);
            }
        }
    }

    private static void readSide(JsonParser parser, At at, String pointer, boolean aliases, Side side)
            throws IOException {
        String key = parser.currentName();
        boolean known = side.texts.containsKey(key) || side.lists.containsKey(key);
        if (known) {
            at.fault(pointer, DataCode.TWICE, "name", shown(key));
        }
        parser.nextToken();
        if (aliases && key.equals(ALIASES) && parser.currentToken() != JsonToken.START_ARRAY) {
            at.wrong(pointer, Term.TEXTS);
            parser.skipChildren();
        } else if (aliases && key.equals(ALIASES)) {
            List<String> list = new ArrayList<>();
            for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
                String text = text(parser, at, pointer + "/" + i);
                list.add(text == null ? "" : text);
            }
            side.lists.put(key, list);
        } else {
            String text = text(parser, at, pointer);
            if (text != null && (!FIELDS.contains(key) || isText(at, pointer, key, text))) {
                side.texts.put(key, text);
            }
        }
    }

    private List<Candidate> candidates(Map<String, Side> sides) {
        Set<String> ids = new LinkedHashSet<>(sides.keySet());
        ids.addAll(files.keySet());
        List<Candidate> candidates = new ArrayList<>();
        for (String id : ids) {
            Candidate known = ChatAnime.candidate(id);
            Side side = sides.get(id);
            if (side == null) {
                candidates.add(known);
                continue;
            }
            String name = side.take("name").orElse(known.name());
            Candidate.Kind kind = known.kind();
            Optional<String> kindText = side.take("kind");
            if (kindText.isPresent()) {
                switch (kindText.get()) {
                    case "model" -> kind = Candidate.Kind.MODEL;
                    case "people" -> kind = Candidate.Kind.PEOPLE;
                    default -> {
                        Faults here = faults.in(directory.resolve(CANDIDATES));
                        here.add(
                                here.whole().at("pointer", pointer(id, "kind")),
                                DataCode.NOT_ONE_OF,
                                "name",
                                shown(kindText.get()),
                                "known",
                                List.of("model", "people"));
                    }
                }
            }
            candidates.add(new Candidate(id, name, kind, side.texts));
        }
        return candidates;
    }

    private List<Character> characters(Map<String, Side> sides, List<Finding> orders) {
        List<String> usual = usualOrder();
        for (Map.Entry<String, CandidateFile> entry : files.entrySet()) {
            Set<String> here = entry.getValue().characters.keySet();
            List<String> expected = usual.stream().filter(here::contains).toList();
            List<String> listed = here.stream().filter(usual::contains).toList();
            if (!listed.equals(expected)) {
                int at = 0;
                while (listed.get(at).equals(expected.get(at))) {
                    at++;
                }
                orders.add(Finding.at(
                        place(entry.getKey(), listed.get(at), "", "").at("candidate", entry.getKey()),
                        DataCode.CHARACTER_ORDER,
                        "characters",
                        here.size(),
                        "at",
                        at + 1,
                        "here",
                        listed.get(at),
                        "usual",
                        expected.get(at)));
            }
        }
        Set<String> ids = new LinkedHashSet<>(sides.keySet());
        ids.addAll(usual);
        files.values().forEach(file -> ids.addAll(file.characters.keySet()));
        List<Character> characters = new ArrayList<>();
        for (String id : ids) {
            Character known = Character.of(id);
            Side side = sides.get(id);
            characters.add(
                    side == null
                            ? known
                            : new Character(
                                    id,
                                    side.take("name").orElse(known.name()),
                                    side.take("work").or(known::work),
                                    side.take("profile"),
                                    side.lists.getOrDefault(ALIASES, List.of()),
                                    side.texts));
        }
        return characters;
    }

    /** The order of characters that most files have; of equals the first. */
    private List<String> usualOrder() {
        Map<List<String>, Integer> votes = new LinkedHashMap<>();
        files.values().forEach(file -> votes.merge(List.copyOf(file.characters.keySet()), 1, Integer::sum));
        return mostFrequent(votes).orElse(List.of());
    }

    private static <T> Optional<T> mostFrequent(Map<T, Integer> votes) {
        int most = votes.values().stream().max(Comparator.naturalOrder()).orElse(0);
        return votes.entrySet().stream()
                .filter(entry -> entry.getValue() == most)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private List<Scenario> scenarios(Optional<Map<String, Side>> sides) {
        Map<Integer, Map<String, Integer>> questions = new TreeMap<>();
        for (CandidateFile file : files.values()) {
            for (Map<Integer, Entry> entries : file.characters.values()) {
                entries.forEach((id, entry) -> questions
                        .computeIfAbsent(id, any -> new LinkedHashMap<>())
                        .merge(entry.turns.get(0).user(), 1, Integer::sum));
            }
        }
        Map<String, String> opening = new LinkedHashMap<>();
        questions.forEach(
                (id, votes) -> opening.put(id.toString(), mostFrequent(votes).orElseThrow()));
        Map<String, Side> known = sides.orElse(Map.of());
        Set<String> ids = new LinkedHashSet<>(known.keySet());
        ids.addAll(opening.keySet());
        List<Scenario> scenarios = new ArrayList<>();
        for (String id : ids) {
            Optional<String> question = Optional.ofNullable(opening.get(id));
            Side side = known.get(id);
            if (side == null) {
                Optional<String> persona =
                        sides.isPresent() ? Optional.empty() : ChatAnime.persona(Integer.parseInt(id));
                Scenario scenario = Scenario.of(id, question.orElseThrow());
                scenarios.add(persona.map(scenario::withPersona).orElse(scenario));
                continue;
            }
            Faults here = faults.in(directory.resolve(SCENARIOS));
            if (!id.matches("[1-9][0-9]{0,8}")) {
                here.add(here.whole().at("pointer", pointer(id)), DataCode.NOT_A_DIALOG_ID);
                continue;
            }
            question = side.take("opening_question").or(() -> Optional.ofNullable(opening.get(id)));
            if (question.isEmpty()) {
                here.add(here.whole().at("pointer", pointer(id)), DataCode.NO_OPENING_QUESTION);
                continue;
            }
            scenarios.add(new Scenario(
                    id,
                    question.get(),
                    side.take("persona"),
                    side.take("location"),
                    side.take("emotion"),
                    side.take("daily_event"),
                    side.texts));
        }
        return scenarios;
    }

    private Collection<Dialogue> dialogues() {
        List<Dialogue> dialogues = new ArrayList<>();
        files.forEach((candidate, file) -> file.characters.forEach((character, entries) -> entries.forEach(
                (id, entry) -> dialogues.add(new Dialogue(candidate, character, id.toString(), entry.turns)))));
        return dialogues;
    }

    /** File and JSON pointer; see {@link Places}. */
    private Finding.Place place(String candidate, String character, String scenario, String field) {
        CandidateFile file = files.get(candidate);
        if (file == null) {
            return Finding.Place.none();
        }
        Finding.Place place = Finding.Place.of(Path.of(file.name));
        Map<Integer, Entry> entries = file.characters.get(character);
        if (entries == null) {
            return place;
        }
        Entry entry = scenario.isEmpty() ? null : entries.get(Integer.valueOf(scenario));
        if (entry == null) {
            return place.at("pointer", pointer(character));
        }
        return place.at(
                "pointer", field.isEmpty() ? pointer(character, entry.index) : pointer(character, entry.index, field));
    }
}
