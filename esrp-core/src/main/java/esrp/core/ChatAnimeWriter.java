package esrp.core;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import esrp.core.internal.AtomicFiles;
import esrp.core.internal.Checks;
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
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes a data set in the layout that {@link ChatAnime} describes, byte for byte as the published files are. */
final class ChatAnimeWriter {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();
    private static final Pattern FILE_NAME =
            Pattern.compile("[^_.\\x00-\\x1f/\\\\:*?\"<>|][^\\x00-\\x1f/\\\\:*?\"<>|]*");
    private static final Pattern DIALOG_ID = Pattern.compile("[1-9][0-9]{0,8}");

    private final Dataset data;
    private final Path directory;

    /** Writes a JSON value. */
    private interface Value {
        void write(JsonGenerator json) throws IOException;
    }

    private ChatAnimeWriter(Dataset data, Path directory) {
        this.data = data;
        this.directory = directory;
    }

    static void write(Dataset data, Path directory) {
        ChatAnimeWriter writer = new ChatAnimeWriter(data, directory);
        writer.check();
        writer.createDirectory();
        for (Candidate candidate : data.candidates()) {
            if (data.dialogues(candidate.id()).findAny().isPresent()) {
                writer.write(candidate.id() + ".json", json -> writer.writeCandidate(json, candidate.id()));
            }
        }
        writer.write(ChatAnimeReader.CANDIDATES, writer::writeCandidates);
        writer.write(ChatAnimeReader.CHARACTERS, writer::writeCharacters);
        writer.write(ChatAnimeReader.SCENARIOS, writer::writeScenarios);
    }

    // ---- what the layout cannot hold ----

    private void check() {
        if (data.dialogues().findAny().isEmpty()) {
            throw new IllegalArgumentException("dataset: has no dialogue, at least one was expected");
        }
        for (Candidate candidate : data.candidates()) {
            expect("candidate id", FILE_NAME.matcher(candidate.id()).matches(), candidate.id(), "a file name");
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
            expect("scenario id", DIALOG_ID.matcher(scenario.id()).matches(), scenario.id(), "a whole number from 1");
            reserved(
                    "scenario",
                    scenario.id(),
                    scenario.tags(),
                    Set.of("opening_question", "persona", "location", "emotion", "daily_event"));
        }
        data.dialogues()
                .forEach(dialogue -> expect(
                        "question_r1",
                        !dialogue.turns().get(0).user().isBlank(),
                        dialogue.turns().get(0).user(),
                        "a question (candidate \"" + dialogue.candidate() + "\", character \"" + dialogue.character()
                                + "\", scenario \"" + dialogue.scenario() + "\")"));
    }

    private static void expect(String what, boolean good, String value, String expected) {
        if (!good) {
            throw new IllegalArgumentException(
                    what + ": \"" + value + "\" cannot be published, " + expected + " was expected");
        }
    }

    private static void reserved(String what, String id, Map<String, String> tags, Set<String> keys) {
        for (String key : keys) {
            if (tags.containsKey(key)) {
                throw new IllegalArgumentException(
                        "tags: \"" + key + "\" of " + what + " \"" + id + "\" is the name of a field");
            }
        }
    }

    private void createDirectory() {
        Set<String> ours = data.candidates().stream()
                .map(candidate -> candidate.id() + ".json")
                .collect(Collectors.toSet());
        try {
            Files.createDirectories(directory);
            try (Stream<Path> there = Files.list(directory)) {
                List<String> others = there.filter(ChatAnimeReader::isCandidate)
                        .map(Utf8Reader::name)
                        .filter(name -> !ours.contains(name))
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

    private void write(String name, Value value) {
        AtomicFiles.write(directory.resolve(name), out -> {
            DefaultIndenter indent = new DefaultIndenter("    ", "\n");
            Separators separators =
                    Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER);
            DefaultPrettyPrinter printer = new DefaultPrettyPrinter(separators);
            printer.indentArraysWith(indent);
            printer.indentObjectsWith(indent);
            try (JsonGenerator json = JSON.createGenerator(out)) {
                json.setPrettyPrinter(printer);
                value.write(json);
            }
        });
    }

    private void writeCandidate(JsonGenerator json, String candidate) throws IOException {
        json.writeStartObject();
        for (Character character : data.characters()) {
            List<Dialogue> dialogues = new ArrayList<>();
            for (Scenario scenario : data.scenarios()) {
                data.dialogue(candidate, character.id(), scenario.id()).ifPresent(dialogues::add);
            }
            if (dialogues.isEmpty()) {
                continue;
            }
            json.writeFieldName(Checks.unicode("character", character.id()));
            json.writeStartArray();
            for (Dialogue dialogue : dialogues) {
                writeDialogue(json, dialogue);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static void writeDialogue(JsonGenerator json, Dialogue dialogue) throws IOException {
        json.writeStartObject();
        json.writeNumberField("dialog_id", Integer.parseInt(dialogue.scenario()));
        for (int i = 0; i < dialogue.turns().size(); i++) {
            Turn turn = dialogue.turns().get(i);
            String question = Places.Part.QUESTION.field(i + 1);
            String answer = Places.Part.ANSWER.field(i + 1);
            json.writeStringField(question, Checks.unicode(question, turn.user()));
            json.writeStringField(answer, Checks.unicode(answer, turn.reply()));
        }
        json.writeEndObject();
    }

    private void writeCandidates(JsonGenerator json) throws IOException {
        json.writeStartObject();
        for (Candidate candidate : data.candidates()) {
            Map<String, String> fields = new LinkedHashMap<>();
            fields.put("name", candidate.name());
            fields.put("kind", candidate.kind().name().toLowerCase(Locale.ROOT));
            fields.putAll(candidate.tags());
            writeSide(json, candidate.id(), fields, List.of());
        }
        json.writeEndObject();
    }

    private void writeCharacters(JsonGenerator json) throws IOException {
        json.writeStartObject();
        for (Character character : data.characters()) {
            Map<String, String> fields = new LinkedHashMap<>();
            fields.put("name", character.name());
            put(fields, "work", character.work());
            put(fields, "profile", character.profile());
            fields.putAll(character.tags());
            writeSide(json, character.id(), fields, character.aliases());
        }
        json.writeEndObject();
    }

    private void writeScenarios(JsonGenerator json) throws IOException {
        json.writeStartObject();
        for (Scenario scenario : data.scenarios()) {
            Map<String, String> fields = new LinkedHashMap<>();
            fields.put("opening_question", scenario.openingQuestion());
            put(fields, "persona", scenario.persona());
            put(fields, "location", scenario.location());
            put(fields, "emotion", scenario.emotion());
            put(fields, "daily_event", scenario.dailyEvent());
            fields.putAll(scenario.tags());
            writeSide(json, scenario.id(), fields, List.of());
        }
        json.writeEndObject();
    }

    private static void put(Map<String, String> fields, String key, Optional<String> value) {
        value.ifPresent(text -> fields.put(key, text));
    }

    private static void writeSide(JsonGenerator json, String id, Map<String, String> fields, List<String> aliases)
            throws IOException {
        json.writeFieldName(Checks.unicode("id", id));
        json.writeStartObject();
        for (Map.Entry<String, String> field : fields.entrySet()) {
            json.writeStringField(
                    Checks.unicode("tag", field.getKey()), Checks.unicode(field.getKey(), field.getValue()));
        }
        if (!aliases.isEmpty()) {
            json.writeFieldName(ChatAnimeReader.ALIASES);
            json.writeStartArray();
            for (String alias : aliases) {
                json.writeString(Checks.unicode(ChatAnimeReader.ALIASES, alias));
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }
}
