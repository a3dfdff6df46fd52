package esrp.core;

import com.fasterxml.jackson.core.util.Separators;
import esrp.core.internal.AtomicFiles;
import esrp.core.internal.Checks;
import esrp.core.internal.FileNames;
import esrp.core.internal.Json;
import esrp.core.internal.Utf8Reader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Writes a data set in the layout that {@link ChatAnime} describes, byte for byte as the published files are. */
final class ChatAnimeWriter {
    private final Dataset data;
    private final Path directory;
    private final Map<String, AtomicFiles.Content> files = new LinkedHashMap<>();

    private ChatAnimeWriter(Dataset data, Path directory) {
        this.data = data;
        this.directory = directory;
    }

    static void write(Dataset data, Path directory) {
        ChatAnimeWriter writer = new ChatAnimeWriter(data, directory);
        writer.check();
        FileNames.of(data.candidates().stream().map(Candidate::id).toList()).forEach((id, name) -> {
            if (data.dialogues(id).findAny().isPresent()) {
                writer.add(name + ".json", "character", writer.dialogues(id));
            }
        });
        writer.createDirectory();
        writer.add(ChatAnimeReader.CANDIDATES, data.candidates(), Candidate::id, ChatAnimeWriter::fields);
        writer.add(ChatAnimeReader.CHARACTERS, data.characters(), Character::id, ChatAnimeWriter::fields);
        writer.add(ChatAnimeReader.SCENARIOS, data.scenarios(), Scenario::id, ChatAnimeWriter::fields);
        AtomicFiles.writeAll(directory, writer.files);
    }

    // ---- what the layout cannot hold ----

    private void check() {
        Checks.rejectIf(data.dialogues().findAny().isEmpty(), "dataset: has no dialogue, at least one was expected");
        for (Candidate candidate : data.candidates()) {
            reserved("candidate", candidate.id(), candidate.tags(), Set.of("name", "kind"));
        }
        for (Character character : data.characters()) {
            reserved(
                    "character",
                    character.id(),
                    character.tags(),
                    Set.of("name", "work", "profile", ChatAnimeReader.ALIASES));
        }
        for (Scenario scenario : data.scenarios()) {
            expect(
                    "scenario id",
                    ChatAnimeReader.DIALOG_ID_FORM.matcher(scenario.id()).matches(),
                    scenario.id(),
                    "a whole number from 1");
            reserved(
                    "scenario",
                    scenario.id(),
                    scenario.tags(),
                    Set.of("opening_question", "persona", "location", "emotion", "daily_event"));
        }
        data.dialogues().forEach(dialogue -> {
            String where = " (candidate \"" + dialogue.candidate() + "\", character \"" + dialogue.character()
                    + "\", scenario \"" + dialogue.scenario() + "\")";
            String question = dialogue.turns().get(0).user();
            expect("question_r1", !question.isBlank(), question, "a question" + where);
            expect("sample", dialogue.sample().isEmpty(), dialogue.sample(), "one dialogue per scenario" + where);
        });
    }

    private static void expect(String what, boolean good, String value, String expected) {
        Checks.rejectIf(!good, "%s: \"%s\" cannot be published, %s was expected", what, value, expected);
    }

    private static void reserved(String what, String id, Map<String, String> tags, Set<String> keys) {
        for (String key : keys) {
            Checks.rejectIf(tags.containsKey(key), "tags: \"%s\" of %s \"%s\" is the name of a field", key, what, id);
        }
    }

    private void createDirectory() {
        try {
            Files.createDirectories(directory);
            try (Stream<Path> there = Files.list(directory)) {
                List<String> others = there.filter(ChatAnimeReader::isCandidate)
                        .map(Utf8Reader::name)
                        .filter(name -> !files.containsKey(name))
                        .sorted()
                        .toList();
                if (!others.isEmpty()) {
                    throw new IllegalArgumentException("directory: " + directory + " holds other candidates " + others
                            + "; a folder without them was expected, so that nothing is mixed or deleted");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + directory + ": " + e.getMessage(), e);
        }
    }

    // ---- files ----

    private void add(String name, String what, Map<String, Object> content) {
        checkUnicode(what, content);
        files.put(name, Json.content(4, Separators.Spacing.AFTER, json -> Json.write(json, content)));
    }

    private Map<String, Object> dialogues(String candidate) {
        Map<String, Object> characters = new LinkedHashMap<>();
        for (Character character : data.characters()) {
            List<Map<String, Object>> dialogues = new ArrayList<>();
            for (Scenario scenario : data.scenarios()) {
                data.dialogue(candidate, character.id(), scenario.id())
                        .ifPresent(dialogue -> dialogues.add(fields(dialogue)));
            }
            if (!dialogues.isEmpty()) {
                characters.put(character.id(), dialogues);
            }
        }
        return characters;
    }

    private static Map<String, Object> fields(Dialogue dialogue) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("dialog_id", Integer.valueOf(dialogue.scenario()));
        for (int i = 0; i < dialogue.turns().size(); i++) {
            Turn turn = dialogue.turns().get(i);
            fields.put(Places.field(Places.QUESTION, i + 1), turn.user());
            fields.put(Places.field(Places.ANSWER, i + 1), turn.reply());
        }
        return fields;
    }

    private <T> void add(String name, List<T> all, Function<T, String> id, Function<T, Map<String, Object>> fields) {
        Map<String, Object> sides = new LinkedHashMap<>();
        all.forEach(one -> sides.put(id.apply(one), fields.apply(one)));
        add(name, "id", sides);
    }

    private static void checkUnicode(String what, Object value) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, text) -> {
                Checks.unicode(what, key.toString());
                checkUnicode(key.toString(), text);
            });
        } else if (value instanceof List<?> list) {
            list.forEach(text -> checkUnicode(what, text));
        } else {
            Checks.unicode(what, value.toString());
        }
    }

    private static Map<String, Object> fields(Candidate candidate) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", candidate.name());
        fields.put("kind", candidate.kind().name().toLowerCase(Locale.ROOT));
        fields.putAll(candidate.tags());
        return fields;
    }

    private static Map<String, Object> fields(Character character) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", character.name());
        character.work().ifPresent(text -> fields.put("work", text));
        character.profile().ifPresent(text -> fields.put("profile", text));
        fields.putAll(character.tags());
        if (!character.aliases().isEmpty()) {
            fields.put(ChatAnimeReader.ALIASES, character.aliases());
        }
        return fields;
    }

    private static Map<String, Object> fields(Scenario scenario) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("opening_question", scenario.openingQuestion());
        scenario.persona().ifPresent(text -> fields.put("persona", text));
        scenario.location().ifPresent(text -> fields.put("location", text));
        scenario.emotion().ifPresent(text -> fields.put("emotion", text));
        scenario.dailyEvent().ifPresent(text -> fields.put("daily_event", text));
        fields.putAll(scenario.tags());
        return fields;
    }
}
