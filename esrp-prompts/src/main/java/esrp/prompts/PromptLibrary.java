package esrp.prompts;

import esrp.core.internal.Checks;
import esrp.core.internal.Digest;
import esrp.core.internal.Languages;
import esrp.core.internal.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The templates of {@link Prompts}, by language and name. */
final class PromptLibrary {
    private static final PromptLibrary DEFAULTS = load();

    private final Map<String, Map<Name, PromptTemplate>> byLanguage;
    private final String defaultLanguage;

    private PromptLibrary(Map<String, Map<Name, PromptTemplate>> byLanguage, String defaultLanguage) {
        this.byLanguage = Collections.unmodifiableMap(byLanguage);
        this.defaultLanguage = defaultLanguage;
    }

    /**
     * The texts a library holds: one file each, {@code <language>/<file name>.md}, with the slots that it must fill and those
     * that it may fill.
     */
    enum Name {
        /** Instructions for playing a character; the conversation follows as messages of its own. */
        ROLE_PLAY("role-play", "role profile shortest longest", "work"),
        /** Sends a reply back that broke the rules, with what was wrong. */
        RE_ASK("re-ask", "problems shortest longest", "role"),
        /** Asks a user simulator for what the user says next. */
        FOLLOW_UP("follow-up", "role dialogue fence opening", "persona location emotion daily_event"),
        /** Asks a judge for all metrics at once. */
        JUDGE_ALL("judge-all", "role profile metrics scale dialogue fence example", "work count reference"),
        /** Asks a judge for one metric. */
        JUDGE_ONE("judge-one", "role profile metrics scale dialogue fence example", "work name reference"),
        /** Asks a judge how different the replies of a batch are. */
        DIVERSITY("diversity", "metrics scale replies fence example count", "role work name"),
        /** Asks for daily events and opening questions of one cell of a scenario space. */
        SCENARIO_GENERATION("scenario-generation", "persona location emotion count example", ""),
        /** Fragment: one metric in a judge's prompt. */
        METRIC("metric", "name definition question anchors", "number lowest highest"),
        /** Fragment: what the scores of a scale with a midpoint mean. */
        SCALE("scale", "lowest highest below at above", "metrics steps"),
        /** Fragment: what the scores of a scale without a midpoint mean. */
        SCALE_EVEN("scale-even", "lowest highest below above", "metrics steps"),
        /** Fragment: a list and one more element, for lists inside a sentence. */
        LIST("list", "list element", ""),
        /** Fragment: another dialogue beside the one that is judged, where there is one. */
        REFERENCE("reference", "dialogue", "role work"),
        /** Fragment: what stands for a character's profile where there is none. */
        NO_PROFILE("no-profile", "", "role work"),
        /** One example for tuning a judge: everything before the answer. */
        TUNING("tuning", "name character dialogue lowest highest", "definition question steps middle below at above"),
        /** Fragment: who is played, in an example for tuning. */
        TUNING_CHARACTER("tuning-character", "role", ""),
        /** Fragment: who is played and in which work, in an example for tuning. */
        TUNING_CHARACTER_IN_WORK("tuning-character-in-work", "role work", ""),
        /** Fragment: one turn of a dialogue, in an example for tuning. */
        TUNING_TURN("tuning-turn", "user reply", "role");

        private final String fileName;
        private final String slots;
        private final String optionalSlots;

        Name(String fileName, String slots, String optionalSlots) {
            this.fileName = fileName;
            this.slots = slots;
            this.optionalSlots = optionalSlots;
        }

        /** What the file is called, without folder and {@code .md}: for example {@code judge-all}. */
        String fileName() {
            return fileName;
        }

        Set<String> slots() {
            return words(slots);
        }

        Set<String> optionalSlots() {
            return words(optionalSlots);
        }

        private static Set<String> words(String text) {
            return text.isEmpty() ? Set.of() : Collections.unmodifiableSet(new TreeSet<>(List.of(text.split(" ", -1))));
        }
    }

    /** The templates that come with this library. */
    static PromptLibrary withDefaults() {
        return DEFAULTS;
    }

    /** As {@link Prompts#withFolder} says. */
    PromptLibrary withFolder(Path folder) {
        Map<String, Map<Name, PromptTemplate>> merged = new TreeMap<>();
        byLanguage.forEach((language, templates) -> merged.put(language, new EnumMap<>(templates)));
        List<String> faults = new ArrayList<>();
        int found = 0;
        try {
            for (Path directory : list(folder)) {
                if (!Files.isDirectory(directory)) {
                    continue;
                }
                String language = String.valueOf(directory.getFileName());
                for (Path file : list(directory)) {
                    String fileName = String.valueOf(file.getFileName());
                    if (!fileName.endsWith(".md")) {
                        continue;
                    }
                    found++;
                    String stem = fileName.substring(0, fileName.length() - 3);
                    if (!fileNames().contains(stem)) {
                        faults.add(file + ": no prompt is called \"" + stem + "\"; prompts are " + fileNames());
                        continue;
                    }
                    Name name = Name.values()[fileNames().indexOf(stem)];
                    try {
                        merged.computeIfAbsent(language, any -> new EnumMap<>(Name.class))
                                .put(name, template(file.toString(), name, Files.readString(file)));
                    } catch (IllegalArgumentException e) {
                        faults.add(String.valueOf(e.getMessage()));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("prompt folder " + folder + " cannot be read", e);
        }
        if (found == 0) {
            faults.add("no template in " + folder + "; <language>/<name>.md was expected, for example zh/role-play.md");
        }
        merged.forEach((language, templates) -> {
            if (faults.isEmpty() && templates.size() < Name.values().length) {
                faults.add("language " + language + " lacks "
                        + Stream.of(Name.values())
                                .filter(name -> !templates.containsKey(name))
                                .map(name -> name.fileName() + ".md")
                                .toList());
            }
        });
        Checks.rejectIf(!faults.isEmpty(), "folder: %s", String.join("; ", faults));
        return new PromptLibrary(merged, defaultLanguage);
    }

    /** {@return the languages: language tags in alphabetical order} */
    Set<String> languages() {
        return Collections.unmodifiableSet(byLanguage.keySet());
    }

    Map<String, String> texts(String language) {
        Map<String, String> texts = new TreeMap<>();
        templates(language).forEach((name, template) -> texts.put(name.fileName, template.text()));
        return Collections.unmodifiableMap(texts);
    }

    PromptTemplate template(String language, Name name) {
        Objects.requireNonNull(name, "name");
        return Objects.requireNonNull(templates(language).get(name), name::fileName);
    }

    /** The language that the prompts of this library have unless another is set. */
    String defaultLanguage() {
        return defaultLanguage;
    }

    /** A fingerprint of all texts of a language: differs whenever a character of a template does. */
    String hash(String language) {
        Digest digest = new Digest();
        templates(language)
                .forEach((name, template) -> digest.add(name.fileName()).add(template.text()));
        return digest.hex();
    }

    /** The languages and how many texts each has. */
    @Override
    public String toString() {
        return "prompts in " + byLanguage.keySet() + ", " + Name.values().length + " each";
    }

    private Map<Name, PromptTemplate> templates(String language) {
        Objects.requireNonNull(language, "language");
        Map<Name, PromptTemplate> templates = byLanguage.get(language);
        if (templates == null) {
            throw new IllegalArgumentException(
                    "language: no prompts in \"" + language + "\"; languages are " + byLanguage.keySet());
        }
        return templates;
    }

    private static PromptTemplate template(String place, Name name, String text) {
        String plain = (text.startsWith("\uFEFF") ? text.substring(1) : text).replace("\r\n", "\n");
        return PromptTemplate.of(place, plain, name.slots(), name.optionalSlots());
    }

    private static List<String> fileNames() {
        return Stream.of(Name.values()).map(Name::fileName).toList();
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.sorted().toList();
        }
    }

    private static PromptLibrary load() {
        Map<String, Map<Name, PromptTemplate>> all = new TreeMap<>();
        for (String language : Languages.shipped()) {
            Map<Name, PromptTemplate> templates = new EnumMap<>(Name.class);
            for (Name name : Name.values()) {
                String place = language + "/" + name.fileName() + ".md";
                templates.put(name, template(place, name, Resources.text(PromptLibrary.class, place)));
            }
            all.put(language, templates);
        }
        return new PromptLibrary(all, Languages.shipped().get(0));
    }
}
