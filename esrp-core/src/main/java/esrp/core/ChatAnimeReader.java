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
import esrp.core.internal.AtomicFiles;
import esrp.core.internal.Checks;
import esrp.core.internal.FileNames;
import esrp.core.internal.Json;
import esrp.core.internal.Term;
import esrp.core.internal.Utf8Reader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a folder of the layout that {@link ChatAnime} describes. One use. */
final class ChatAnimeReader {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Utf8Reader.MAX_RECORD)
                    .maxNameLength(10_000)
                    .maxNumberLength(1000)
                    .maxNestingDepth(64)
                    .maxDocumentLength(1L << 30)
                    .build())
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    static final String CANDIDATES = "_candidates.json";
    static final String CHARACTERS = "_characters.json";
    static final String SCENARIOS = "_scenarios.json";

    static final String ALIASES = "aliases";

    private static final String SUFFIX = ".json";
    private static final String DIALOG_ID = "dialog_id";
    static final Pattern DIALOG_ID_FORM = Pattern.compile("[1-9][0-9]{0,8}");
    private static final Pattern TURN_FIELD = Pattern.compile("(?:question|answer)_r([1-9][0-9]{0,2})");
    /** Keys of side files that are no tags. */
    private static final Set<String> FIELDS = Set.of(
            "name", "kind", "work", "profile", "opening_question", "persona", "location", "emotion", "daily_event");

    private static final List<String> KINDS = List.of("model", "people");
    private static final int MAX_FIELDS = 5000;

    private final Path directory;
    private final Faults faults;
    /** The names of files, without their ending, whose candidates the side file lists; and the other way round. */
    private final Map<String, String> fileNames = new HashMap<>();

    private final Map<String, String> candidateOfFile = new HashMap<>();
    /** What the files hold: candidate -> character -> dialog id -> entry, in the order of the files. */
    private final Map<String, Map<String, Map<Integer, Entry>>> files = new LinkedHashMap<>();

    /** One entry of a character's list. */
    private record Entry(int index, List<Turn> turns) {}

    /** One object of a side file. */
    private record Side(Map<String, String> texts, List<String> aliases) {
        Side() {
            this(new LinkedHashMap<>(), new ArrayList<>());
        }

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
        String list = list();
        checkManifest(); // may move what a killed writer left, so the files are listed after it
        List<Path> paths = candidateFiles();
        Optional<Map<String, Side>> candidateSides = sides(CANDIDATES);
        FileNames.of(candidateSides.orElse(Map.of()).keySet()).forEach((id, name) -> {
            fileNames.put(id, name);
            candidateOfFile.put(name, id);
        });
        for (Path path : paths) {
            readFile(path, at -> readCandidate(path, at));
        }
        Optional<Map<String, Side>> characterSides = sides(CHARACTERS);
        Optional<Map<String, Side>> scenarioSides = sides(SCENARIOS);
        if (!list.equals(list())) {
            // A writer moves its list first: while that stays, so do the files.
            faults.add(faults.whole(), DataCode.REPLACED_MEANWHILE);
        }
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
            all.addAll(faults.notices());
            all.addAll(DatasetFindings.of(data, this::place));
            return DatasetFindings.sorted(all);
        }));
    }

    /** The list of the folder's files; empty if there is none. */
    private String list() {
        Path manifest = directory.resolve(AtomicFiles.MANIFEST);
        try {
            return Files.exists(manifest) ? new String(Files.readAllBytes(manifest), StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            faults.in(manifest).add(e);
            return "";
        }
    }

    /** A folder that was not written to the end, or changed since, is no data set. */
    private void checkManifest() {
        try {
            for (String name : AtomicFiles.unlike(directory)) {
                faults.add(Finding.Place.of(directory.resolve(name)), DataCode.UNLIKE_MANIFEST);
            }
        } catch (DatasetFormatException e) {
            faults.add(e);
        } catch (IOException e) {
            faults.in(directory.resolve(AtomicFiles.MANIFEST)).add(e);
        }
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
        return name.toLowerCase(Locale.ROOT).endsWith(SUFFIX)
                && name.length() > SUFFIX.length()
                && !name.startsWith("_")
                && !name.startsWith(".")
                && !Files.isDirectory(path);
    }

    // ---- JSON ----

    /** Reads the JSON value of one file. */
    private interface Content {
        void read(At at) throws IOException;
    }

    /** Where the parser of one file stands; reports faults there. */
    private record At(JsonParser parser, Faults faults) {
        void fault(String pointer, DataCode code, Object... parameters) {
            JsonLocation location = parser.currentTokenLocation();
            Finding.Place place = faults.whole().at("pointer", pointer);
            faults.add(place.line(location.getLineNr(), location.getColumnNr()), code, parameters);
        }

        /** Reports that something else was expected, and passes over what is here. */
        void wrong(String pointer, Term expected) throws IOException {
            fault(pointer, DataCode.WRONG_TYPE, "found", Term.described(parser), "expected", expected);
            parser.skipChildren();
        }

        /** Whether such a value is here; if not, that is a fault. */
        boolean is(JsonToken token, String pointer, Term expected) throws IOException {
            boolean here = parser.currentToken() == token;
            if (!here) {
                wrong(pointer, expected);
            }
            return here;
        }

        /** The text; null if it is a fault. */
        @Nullable
        String text(String pointer) throws IOException {
            return is(JsonToken.VALUE_STRING, pointer, Term.TEXT) && isUnicode(pointer, parser.getText())
                    ? parser.getText()
                    : null;
        }

        @CanIgnoreReturnValue
        boolean isText(String pointer, String what, String text) {
            if (text.isBlank()) {
                fault(pointer, DataCode.BLANK, "name", what);
                return false;
            }
            return isUnicode(pointer, text);
        }

        private boolean isUnicode(String pointer, String text) {
            int surrogate = Checks.unpairedSurrogate(text);
            if (surrogate >= 0) {
                fault(pointer, DataCode.BROKEN_UNICODE, "index", surrogate);
            }
            return surrogate < 0;
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
                content.read(new At(parser, here));
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
            pointer.append('/').append(Json.pointed(part.toString()));
        }
        return pointer.toString();
    }

    // ---- candidates ----

    /** Reads what the text says in place of the file; for tests. */
    void readCandidate(Path path, Utf8Reader text) {
        readText(text, faults.in(path), at -> readCandidate(path, at));
    }

    private void readCandidate(Path path, At at) throws IOException {
        String name = Utf8Reader.name(path);
        String bare = name.substring(0, name.length() - SUFFIX.length());
        String candidate = candidateOfFile.getOrDefault(bare, bare);
        Map<String, Map<Integer, Entry>> characters = new LinkedHashMap<>();
        if (files.putIfAbsent(candidate, characters) != null) {
            at.fault("", DataCode.TWICE, "name", candidate);
            at.parser.skipChildren();
            return;
        }
        if (!at.is(JsonToken.START_OBJECT, "", Term.CHARACTERS)) {
            return;
        }
        while (at.parser.nextToken() == JsonToken.FIELD_NAME) {
            String character = at.parser.currentName();
            String pointer = pointer(character);
            boolean usable = at.isText(pointer, "name", character);
            if (characters.containsKey(character)) {
                at.fault(pointer, DataCode.TWICE, "name", shown(character));
                usable = false;
            }
            at.parser.nextToken();
            if (at.is(JsonToken.START_ARRAY, pointer, Term.DIALOGS)) {
                Map<Integer, Entry> entries = readEntries(at, candidate, pointer);
                if (usable) {
                    characters.put(character, entries);
                }
            }
        }
        if (characters.isEmpty()) {
            at.fault("", DataCode.EMPTY_LIST, "expected", Term.CHARACTER);
        }
    }

    private Map<Integer, Entry> readEntries(At at, String candidate, String pointer) throws IOException {
        Map<Integer, Entry> entries = new LinkedHashMap<>();
        int index = 0;
        for (; at.parser.nextToken() != JsonToken.END_ARRAY; index++) {
            if (at.is(JsonToken.START_OBJECT, pointer + "/" + index, Term.OBJECT)) {
                readEntry(at, candidate, pointer + "/" + index, index, entries);
            }
        }
        if (index == 0) {
            at.fault(pointer, DataCode.EMPTY_LIST, "expected", Term.DIALOG);
        }
        return entries;
    }

    private void readEntry(At at, String candidate, String here, int index, Map<Integer, Entry> entries)
            throws IOException {
        long before = faults.count();
        Set<String> seen = new HashSet<>();
        Map<String, String> texts = new HashMap<>();
        int id = 0;
        int turns = 1;
        while (at.parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = at.parser.currentName();
            String pointer = here + pointer(field);
            if (!seen.add(field)) {
                at.fault(pointer, DataCode.TWICE, "name", shown(field));
            }
            if (seen.size() > MAX_FIELDS) {
                throw new Utf8Reader.BadTextException(
                        DataCode.TOO_MANY_FIELDS.at(Finding.Place.none().at("pointer", here), "most", MAX_FIELDS));
            }
            Matcher turn = TURN_FIELD.matcher(field);
            at.parser.nextToken();
            if (field.equals(DIALOG_ID)) {
                id = dialogId(at, pointer);
            } else if (turn.matches()) {
                turns = Math.max(turns, Integer.parseInt(turn.group(1)));
                String text = at.text(pointer);
                texts.put(field, text == null ? "" : text);
            } else {
                Finding.Place place = fileOf(candidate).at("pointer", pointer);
                faults.notice(candidate + "/" + field, place, DataCode.UNKNOWN_FIELD, "name", shown(field));
                at.parser.skipChildren();
            }
        }
        if (!seen.contains(DIALOG_ID)) {
            at.fault(here, DataCode.MISSING_NAME, "name", DIALOG_ID);
        }
        List<Turn> dialogue = new ArrayList<>();
        for (int turn = 1; turn <= turns; turn++) {
            String question = Places.field(Places.QUESTION, turn);
            String answer = Places.field(Places.ANSWER, turn);
            for (String field : List.of(question, answer)) {
                if (!seen.contains(field)) {
                    at.fault(here, DataCode.MISSING_NAME, "name", field);
                }
            }
            dialogue.add(new Turn(texts.getOrDefault(question, ""), texts.getOrDefault(answer, "")));
        }
        if (faults.count() == before && dialogue.get(0).user().isBlank()) {
            String question = Places.field(Places.QUESTION, 1);
            at.fault(here + pointer(question), DataCode.BLANK, "name", question);
        }
        if (id > 0 && entries.containsKey(id)) {
            at.fault(here + pointer(DIALOG_ID), DataCode.TWICE, "name", DIALOG_ID + " " + id);
        } else if (faults.count() == before) {
            entries.put(id, new Entry(index, List.copyOf(dialogue)));
        }
    }

    /** The id; 0 if it is a fault. */
    private static int dialogId(At at, String pointer) throws IOException {
        if (at.parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                && DIALOG_ID_FORM.matcher(at.parser.getText()).matches()) {
            return Integer.parseInt(at.parser.getText());
        }
        at.wrong(pointer, Term.ID);
        return 0;
    }

    // ---- side files ----

    private Optional<Map<String, Side>> sides(String name) {
        Path path = directory.resolve(name);
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        Map<String, Side> sides = new LinkedHashMap<>();
        readFile(path, at -> readSides(at, name.equals(CHARACTERS), sides));
        return Optional.of(sides);
    }

    private static void readSides(At at, boolean aliases, Map<String, Side> sides) throws IOException {
        if (!at.is(JsonToken.START_OBJECT, "", Term.OBJECT)) {
            return;
        }
        while (at.parser.nextToken() == JsonToken.FIELD_NAME) {
            String id = at.parser.currentName();
            at.isText(pointer(id), "id", id);
            Side side = new Side();
            if (sides.put(id, side) != null) {
                at.fault(pointer(id), DataCode.TWICE, "name", shown(id));
            }
            at.parser.nextToken();
            if (at.is(JsonToken.START_OBJECT, pointer(id), Term.OBJECT)) {
                readSide(at, pointer(id), aliases, side);
            }
        }
    }

    private static void readSide(At at, String here, boolean aliases, Side side) throws IOException {
        Set<String> seen = new HashSet<>();
        while (at.parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = at.parser.currentName();
            String pointer = here + pointer(key);
            if (!seen.add(key)) {
                at.fault(pointer, DataCode.TWICE, "name", shown(key));
            }
            at.parser.nextToken();
            if (!aliases || !key.equals(ALIASES)) {
                String text = at.text(pointer);
                if (text != null && (!FIELDS.contains(key) || at.isText(pointer, key, text))) {
                    side.texts.put(key, text);
                }
            } else if (at.is(JsonToken.START_ARRAY, pointer, Term.TEXTS)) {
                for (int i = 0; at.parser.nextToken() != JsonToken.END_ARRAY; i++) {
                    String text = at.text(pointer + "/" + i);
                    side.aliases.add(text == null ? "" : text);
                }
            }
        }
    }

    private void sideFault(String file, String pointer, DataCode code, Object... parameters) {
        Faults here = faults.in(directory.resolve(file));
        here.add(here.whole().at("pointer", pointer), code, parameters);
    }

    private List<Candidate> candidates(Map<String, Side> sides) {
        Set<String> ids = new LinkedHashSet<>(sides.keySet());
        ids.addAll(files.keySet());
        List<Candidate> candidates = new ArrayList<>();
        for (String id : ids) {
            Candidate known = ChatAnime.candidate(id);
            Side side = sides.getOrDefault(id, new Side());
            String name = side.take("name").orElse(known.name());
            String kind = side.take("kind").orElse(known.kind().name().toLowerCase(Locale.ROOT));
            if (!KINDS.contains(kind)) {
                sideFault(CANDIDATES, pointer(id, "kind"), DataCode.NOT_ONE_OF, "name", shown(kind), "known", KINDS);
            }
            candidates.add(new Candidate(
                    id, name, kind.equals("people") ? Candidate.Kind.PEOPLE : Candidate.Kind.MODEL, side.texts));
        }
        return candidates;
    }

    private List<Character> characters(Map<String, Side> sides, List<Finding> orders) {
        List<String> usual = usualOrder();
        Set<String> known = new HashSet<>(usual);
        files.forEach((candidate, entries) -> {
            Set<String> here = entries.keySet();
            List<String> expected = usual.stream().filter(here::contains).toList();
            List<String> listed = here.stream().filter(known::contains).toList();
            if (!listed.equals(expected)) {
                int at = 0;
                while (listed.get(at).equals(expected.get(at))) {
                    at++;
                }
                Finding.Place place = place(candidate, listed.get(at), "", "").at("candidate", candidate);
                Map<String, Object> parameters = Json.object("characters", here.size(), "at", at + 1);
                parameters.put("here", listed.get(at));
                parameters.put("usual", expected.get(at));
                orders.add(new Finding(DataCode.CHARACTER_ORDER, place, parameters));
            }
        });
        Set<String> ids = new LinkedHashSet<>(sides.keySet());
        ids.addAll(usual);
        files.values().forEach(entries -> ids.addAll(entries.keySet()));
        List<Character> characters = new ArrayList<>();
        for (String id : ids) {
            Character plain = Character.of(id);
            Side side = sides.getOrDefault(id, new Side());
            characters.add(new Character(
                    id,
                    side.take("name").orElse(plain.name()),
                    side.take("work").or(plain::work),
                    side.take("profile"),
                    side.aliases,
                    side.texts));
        }
        return characters;
    }

    /** The order of characters that most files have; of equals the first. */
    private List<String> usualOrder() {
        Map<List<String>, Integer> votes = new LinkedHashMap<>();
        files.values().forEach(entries -> votes.merge(List.copyOf(entries.keySet()), 1, Integer::sum));
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
        files.values().stream()
                .flatMap(characters -> characters.values().stream())
                .forEach(entries -> entries.forEach((id, entry) -> questions
                        .computeIfAbsent(id, any -> new LinkedHashMap<>())
                        .merge(entry.turns.get(0).user(), 1, Integer::sum)));
        Map<String, String> opening = new LinkedHashMap<>();
        questions.forEach(
                (id, votes) -> opening.put(id.toString(), mostFrequent(votes).orElseThrow()));
        Map<String, Side> known = sides.orElse(Map.of());
        Set<String> ids = new LinkedHashSet<>(known.keySet());
        ids.addAll(opening.keySet());
        List<Scenario> scenarios = new ArrayList<>();
        for (String id : ids) {
            Side side = known.getOrDefault(id, new Side());
            Optional<String> question = side.take("opening_question").or(() -> Optional.ofNullable(opening.get(id)));
            if (!DIALOG_ID_FORM.matcher(id).matches()) {
                sideFault(SCENARIOS, pointer(id), DataCode.NOT_A_DIALOG_ID);
            } else if (question.isEmpty()) {
                sideFault(SCENARIOS, pointer(id), DataCode.NO_OPENING_QUESTION);
            } else {
                scenarios.add(new Scenario(
                        id,
                        question.get(),
                        sides.isPresent() ? side.take("persona") : ChatAnime.persona(Integer.parseInt(id)),
                        side.take("location"),
                        side.take("emotion"),
                        side.take("daily_event"),
                        side.texts));
            }
        }
        return scenarios;
    }

    private Collection<Dialogue> dialogues() {
        List<Dialogue> dialogues = new ArrayList<>();
        files.forEach((candidate, characters) -> characters.forEach((character, entries) -> entries.forEach(
                (id, entry) -> dialogues.add(new Dialogue(candidate, character, id.toString(), entry.turns)))));
        return dialogues;
    }

    private Finding.Place fileOf(String candidate) {
        return Finding.Place.of(Path.of(fileNames.getOrDefault(candidate, candidate) + SUFFIX));
    }

    /** File and JSON pointer; see {@link Places}. */
    private Finding.Place place(String candidate, String character, String scenario, String field) {
        Map<String, Map<Integer, Entry>> characters = files.get(candidate);
        if (characters == null) {
            return Finding.Place.none();
        }
        Map<Integer, Entry> entries = characters.get(character);
        if (entries == null) {
            return fileOf(candidate);
        }
        Entry entry = scenario.isEmpty() ? null : entries.get(Integer.valueOf(scenario));
        String pointer = entry == null ? pointer(character) : pointer(character, entry.index);
        return fileOf(candidate).at("pointer", entry == null || field.isEmpty() ? pointer : pointer + pointer(field));
    }
}
