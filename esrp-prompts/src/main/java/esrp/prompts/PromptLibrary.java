package esrp.prompts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The prompt templates, by language and name: Chinese ({@code zh}) and English ({@code en}) come with this library; a
 * folder of the user's own replaces any of them and may add languages.
 *
 * <p>A folder is laid out as the defaults are: {@code <language>/<name>.md}, the names being those of
 * {@link PromptName#fileName()}. What a folder lacks is taken from the library it is added to; a language that is new
 * must have every template. Files are UTF-8; a byte order mark is dropped, and line ends are made {@code \n}.
 */
public final class PromptLibrary {
    private static final PromptLibrary DEFAULTS = load();

    private final Map<String, Map<PromptName, PromptTemplate>> byLanguage;

    private PromptLibrary(Map<String, Map<PromptName, PromptTemplate>> byLanguage) {
        this.byLanguage = byLanguage;
    }

    /**
     * The templates that come with this library.
     *
     * @return Chinese and English
     */
    public static PromptLibrary withDefaults() {
        return DEFAULTS;
    }

    /**
     * The same library, with the templates of a folder in place of those of the same language and name.
     *
     * @param folder holds {@code <language>/<name>.md}; whatever is not called {@code *.md} is ignored
     * @return a copy
     * @throws IllegalArgumentException if the folder holds no template, or one that is not called as a prompt is, has
     *     unknown or missing slots, or if a new language is incomplete; one message lists everything that is wrong
     * @throws UncheckedIOException if the folder cannot be read
     */
    public PromptLibrary withFolder(Path folder) {
        Map<String, Map<PromptName, PromptTemplate>> merged = new TreeMap<>();
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
                    PromptName name = PromptName.ofFile(stem).orElse(null);
                    if (name == null) {
                        faults.add(file + ": no prompt is called \"" + stem + "\"; prompts are " + fileNames());
                        continue;
                    }
                    try {
                        merged.computeIfAbsent(language, any -> new EnumMap<>(PromptName.class))
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
            if (faults.isEmpty() && templates.size() < PromptName.values().length) {
                faults.add("language " + language + " lacks "
                        + Stream.of(PromptName.values())
                                .filter(name -> !templates.containsKey(name))
                                .map(name -> name.fileName() + ".md")
                                .toList());
            }
        });
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException("folder: " + String.join("; ", faults));
        }
        return new PromptLibrary(Collections.unmodifiableMap(merged));
    }

    /**
     * The languages.
     *
     * @return language tags in alphabetical order
     */
    public Set<String> languages() {
        return Collections.unmodifiableSet(byLanguage.keySet());
    }

    /**
     * One template.
     *
     * @param language a language of this library
     * @param name which text
     * @return the template
     * @throws IllegalArgumentException if the library does not have the language
     */
    public PromptTemplate template(String language, PromptName name) {
        Objects.requireNonNull(name, "name");
        PromptTemplate template = templates(language).get(name);
        return Objects.requireNonNull(template, name::fileName);
    }

    /**
     * A fingerprint of all texts of a language, for the manifest of a run.
     *
     * @param language a language of this library
     * @return SHA-256 as 64 hexadecimal digits; differs whenever a character of a template does
     */
    public String hash(String language) {
        MessageDigest digest = sha256();
        templates(language).forEach((name, template) -> {
            digest.update((name.fileName() + "\n" + template.text().length() + "\n" + template.text() + "\n")
                    .getBytes(StandardCharsets.UTF_8));
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The languages and how many texts each has. */
    @Override
    public String toString() {
        return "prompts in " + byLanguage.keySet() + ", " + PromptName.values().length + " each";
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private Map<PromptName, PromptTemplate> templates(String language) {
        Objects.requireNonNull(language, "language");
        Map<PromptName, PromptTemplate> templates = byLanguage.get(language);
        if (templates == null) {
            throw new IllegalArgumentException(
                    "language: no prompts in \"" + language + "\"; languages are " + byLanguage.keySet());
        }
        return templates;
    }

    private static PromptTemplate template(String place, PromptName name, String text) {
        String plain = (text.startsWith("\uFEFF") ? text.substring(1) : text).replace("\r\n", "\n");
        return PromptTemplate.of(place, plain, name.slots(), name.optionalSlots());
    }

    private static List<String> fileNames() {
        return Stream.of(PromptName.values()).map(PromptName::fileName).toList();
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.sorted().toList();
        }
    }

    private static PromptLibrary load() {
        Map<String, Map<PromptName, PromptTemplate>> all = new TreeMap<>();
        for (String language : List.of("en", "zh")) {
            Map<PromptName, PromptTemplate> templates = new EnumMap<>(PromptName.class);
            for (PromptName name : PromptName.values()) {
                String place = language + "/" + name.fileName() + ".md";
                templates.put(name, template(place, name, resource(place)));
            }
            all.put(language, templates);
        }
        return new PromptLibrary(Collections.unmodifiableMap(all));
    }

    private static String resource(String place) {
        try (@Nullable InputStream in = PromptLibrary.class.getResourceAsStream("/esrp/prompts/" + place)) {
            if (in == null) {
                throw new IllegalStateException("template " + place + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("template " + place + " cannot be read", e);
        }
    }
}
