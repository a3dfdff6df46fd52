package esrp.core;

import esrp.core.internal.AtomicFiles;
import esrp.core.internal.Checks;
import esrp.core.internal.Json;
import esrp.core.internal.Utf8Reader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The storage that {@link Dataset#read} describes. */
final class DatasetFile {
    private static final String LINES = ".jsonl";
    private static final String CHARACTERS = "characters";
    /** How long a profile from a wiki page is unless its character says otherwise. */
    private static final int LONGEST = 2000;

    private final Map<String, Candidate> candidates = new LinkedHashMap<>();
    private final Map<String, Character> characters = new LinkedHashMap<>();
    private final Map<String, Scenario> scenarios = new LinkedHashMap<>();
    private final List<Dialogue> dialogues = new ArrayList<>();

    private DatasetFile() {}

    static Dataset read(Path path) {
        if (!Files.isDirectory(path)) {
            DatasetFile file = new DatasetFile();
            file.lines(path);
            return file.dataset();
        }
        List<Path> lines = list(path, file -> name(file).endsWith(LINES) && isOwn(file));
        Path folder = path.resolve(CHARACTERS);
        List<Path> own = Files.isDirectory(folder)
                ? list(
                        folder,
                        file -> name(file).endsWith(".json") || name(file).endsWith(".md"))
                : List.of();
        if (lines.isEmpty() && own.isEmpty()) {
            return ChatAnime.read(path);
        }
        DatasetFile all = new DatasetFile();
        own.forEach(all::character);
        lines.forEach(all::lines);
        return all.dataset();
    }

    private static List<Path> list(Path folder, Predicate<Path> wanted) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(wanted).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder + ": " + e.getMessage(), e);
        }
    }

    private static String name(Path file) {
        return Utf8Reader.name(file).toLowerCase(Locale.ROOT);
    }

    /** Whether the first line is ours: ratings may lie in the same folder. */
    private static boolean isOwn(Path file) {
        try (BufferedReader text = new BufferedReader(Utf8Reader.open(file))) {
            String line = text.readLine();
            return line != null
                    && line.stripLeading().matches("\\{\\s*\"(candidate|character|scenario|dialogue)\"\\s*:\\s*\\{.*");
        } catch (IOException e) {
            return false;
        }
    }

    /** Who has dialogues only, or what, is named by its id. */
    private Dataset dataset() {
        for (Dialogue dialogue : dialogues) {
            candidates.computeIfAbsent(dialogue.candidate(), ChatAnime::candidate);
            characters.computeIfAbsent(dialogue.character(), Character::of);
            scenarios.computeIfAbsent(
                    dialogue.scenario(),
                    id -> Scenario.of(id, dialogue.turns().get(0).user()));
        }
        return Dataset.of(
                List.copyOf(candidates.values()),
                List.copyOf(characters.values()),
                List.copyOf(scenarios.values()),
                dialogues);
    }

    private void lines(Path file) {
        Json.readLines(file, line -> line(line, file));
    }

    private void line(Json.Node line, Path file) {
        line.allow("candidate", "character", "scenario", "dialogue");
        line.find("candidate").ifPresent(node -> add(node, candidates, DatasetFile::candidate));
        line.find("character").ifPresent(node -> add(node, characters, (fields, id) -> character(fields, id, file)));
        line.find("scenario").ifPresent(node -> add(node, scenarios, DatasetFile::scenario));
        line.find("dialogue").ifPresent(node -> dialogues.add(dialogue(node)));
    }

    private static <T> void add(Json.Node node, Map<String, T> known, BiFunction<Json.Node, String, T> read) {
        String id = node.get("id").text();
        T made = node.make(() -> read.apply(node, id));
        if (known.put(id, made) != null) {
            throw node.get("id").fault(DataCode.REFUSED, "reason", "\"" + id + "\" is there already");
        }
    }

    private static Candidate candidate(Json.Node node, String id) {
        node.allow("id", "name", "kind", "tags");
        Candidate known = ChatAnime.candidate(id);
        return new Candidate(
                id,
                text(node, "name").orElse(known.name()),
                node.find("kind")
                        .map(kind -> Json.constant(Candidate.Kind.class, kind))
                        .orElse(known.kind()),
                tags(node));
    }

    private static Character character(Json.Node node, String id, Path file) {
        node.allow("id", "name", "work", "profile", "wiki", "aliases", "tags");
        Character told = new Character(
                id,
                text(node, "name").orElse(Character.of(id).name()),
                text(node, "work").or(() -> Character.of(id).work()),
                text(node, "profile"),
                node.find("aliases").map(Json.Node::texts).orElse(List.of()),
                tags(node));
        return node.find("wiki")
                .map(wiki -> wiki(wiki.allow("page", "sections", "longest"), told, file))
                .orElse(told);
    }

    private static Scenario scenario(Json.Node node, String id) {
        node.allow("id", "opening_question", "persona", "location", "emotion", "daily_event", "tags");
        return new Scenario(
                id,
                node.get("opening_question").text(),
                text(node, "persona"),
                text(node, "location"),
                text(node, "emotion"),
                text(node, "daily_event"),
                tags(node));
    }

    private static Dialogue dialogue(Json.Node node) {
        node.allow("candidate", "character", "scenario", "sample", "turns");
        return node.make(() -> new Dialogue(
                node.get("candidate").text(),
                node.get("character").text(),
                node.get("scenario").text(),
                text(node, "sample").orElse(""),
                node.get("turns").items().stream()
                        .map(turn -> turn.allow("user", "reply"))
                        .map(turn -> new Turn(
                                turn.get("user").text(), turn.get("reply").text()))
                        .toList()));
    }

    private static Optional<String> text(Json.Node node, String name) {
        return node.find(name).map(Json.Node::text);
    }

    private static Map<String, String> tags(Json.Node node) {
        Map<String, String> tags = new LinkedHashMap<>();
        node.find("tags").ifPresent(all -> all.fields().forEach((key, value) -> tags.put(key, value.text())));
        return tags;
    }

    /** A character of its own file: an object, or Markdown. The id is the name of the file, where none is given. */
    private void character(Path file) {
        String stem = name(file).replaceFirst("\\.[a-z]+$", "");
        Character made;
        if (name(file).endsWith(".md")) {
            made = markdown(file, stem);
        } else {
            Json.Node node = Json.read(file);
            String id = text(node, "id").orElse(stem);
            made = node.make(() -> character(node, id, file));
        }
        if (characters.put(made.id(), made) != null) {
            throw new DatasetFormatException(
                    DataCode.REFUSED.at(Finding.Place.of(file), "reason", "\"" + made.id() + "\" is there already"));
        }
    }

    /** The profile from a saved page beside the file. */
    private static Character wiki(Json.Node wiki, Character character, Path file) {
        return character.withProfile(
                file.resolveSibling(wiki.get("page").text()),
                wiki.find("longest").map(Json.Node::whole).orElse(LONGEST),
                wiki.find("sections").map(Json.Node::texts).orElse(List.of()).toArray(String[]::new));
    }

    /** The first heading is the name, what follows the profile. */
    private static Character markdown(Path file, String id) {
        StringBuilder profile = new StringBuilder();
        String name = id;
        try (BufferedReader text = new BufferedReader(Utf8Reader.open(file))) {
            for (String line = text.readLine(); line != null; line = text.readLine()) {
                if (line.startsWith("# ") && profile.toString().isBlank()) {
                    name = line.substring(2).strip();
                } else {
                    profile.append(line).append('\n');
                }
            }
        } catch (IOException e) {
            throw Utf8Reader.unreadable(file, e);
        }
        String told = profile.toString().strip();
        return new Character(
                id, name, Optional.empty(), told.isEmpty() ? Optional.empty() : Optional.of(told), List.of(), Map.of());
    }

    static void write(Dataset data, Path file) {
        AtomicFiles.write(file, out -> {
            for (Candidate c : data.candidates()) {
                put(out, "candidate", Json.object("id", c.id(), "name", c.name(), "kind", c.kind(), "tags", c.tags()));
            }
            for (Character c : data.characters()) {
                Map<String, Object> fields = Json.object("id", c.id(), "name", c.name());
                c.work().ifPresent(text -> fields.put("work", text));
                c.profile().ifPresent(text -> fields.put("profile", text));
                fields.put("aliases", c.aliases());
                fields.put("tags", c.tags());
                put(out, "character", fields);
            }
            for (Scenario s : data.scenarios()) {
                Map<String, Object> fields = Json.object("id", s.id(), "opening_question", s.openingQuestion());
                s.persona().ifPresent(text -> fields.put("persona", text));
                s.location().ifPresent(text -> fields.put("location", text));
                s.emotion().ifPresent(text -> fields.put("emotion", text));
                s.dailyEvent().ifPresent(text -> fields.put("daily_event", text));
                fields.put("tags", s.tags());
                put(out, "scenario", fields);
            }
            for (Dialogue d : data.dialogues().toList()) {
                List<Map<String, Object>> turns = d.turns().stream()
                        .map(turn -> Json.object("user", turn.user(), "reply", turn.reply()))
                        .toList();
                Map<String, Object> fields =
                        Json.object("candidate", d.candidate(), "character", d.character(), "scenario", d.scenario());
                if (!d.sample().isEmpty()) {
                    fields.put("sample", d.sample());
                }
                fields.put("turns", turns);
                put(out, "dialogue", fields);
            }
        });
    }

    private static void put(java.io.OutputStream out, String kind, Map<String, Object> fields) throws IOException {
        fields.values()
                .removeIf(value -> (value instanceof Map<?, ?> map && map.isEmpty())
                        || (value instanceof Collection<?> list && list.isEmpty()));
        String line = Json.text(json -> Json.write(json, Json.object(kind, fields)));
        out.write((Checks.unicode(kind, line) + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
