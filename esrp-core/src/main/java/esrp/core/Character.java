package esrp.core;

import esrp.core.internal.Checks;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A character that candidates play.
 *
 * <p>The name clashes with {@code java.lang.Character} only where this package is imported with a wildcard; import it
 * by name: {@code import esrp.core.Character;}.
 *
 * @param id what ratings and files call the character, for example {@code 《作品》的名字}; not blank
 * @param name the name to print; not blank
 * @param work the work the character comes from, where known
 * @param profile what a player should know of the character, where known; goes into prompts
 * @param aliases other names, for example in other languages
 * @param tags rarely used facts
 */
public record Character(
        String id,
        String name,
        Optional<String> work,
        Optional<String> profile,
        List<String> aliases,
        Map<String, String> tags) {
    /** Validates and copies. */
    public Character {
        Checks.texts("id", id, "name", name);
        work.ifPresent(text -> Checks.text("work", text));
        profile.ifPresent(text -> Checks.text("profile", text));
        aliases = List.copyOf(aliases);
        tags = Checks.tags(tags);
    }

    /**
     * A character of which only the id is known. An id of the published form {@code 《work》的name} is taken apart.
     *
     * @param id the id; not blank
     * @return the character
     */
    public static Character of(String id) {
        Checks.text("id", id);
        int end = id.indexOf("》的");
        boolean published = id.startsWith("《") && end > 1 && end + 2 < id.length();
        return new Character(
                id,
                published ? id.substring(end + 2) : id,
                published ? Optional.of(id.substring(1, end)) : Optional.empty(),
                Optional.empty(),
                List.of(),
                Map.of());
    }

    /**
     * {@return a copy with a profile}
     *
     * @param text what a player should know; not blank
     */
    public Character withProfile(String text) {
        return new Character(id, name, work, Optional.of(text), aliases, tags);
    }

    /**
     * Returns a copy with a profile from a saved wiki page (HTML), as an encyclopedia has it: paragraphs and lists without
     * tables, boxes, pictures and references. Needs the library {@code org.jsoup:jsoup}.
     *
     * <ul>
     *   <li>The tag {@code profile.source} holds the address or the title of the page, {@code profile.sections} what was
     *       chosen, {@code profile.cut} the length of what is longer than asked for.
     *   <li>A text that is too long ends with a whole sentence.
     * </ul>
     *
     * @param page the file
     * @param longest the most characters; at least 1
     * @param sections the headings of the sections, whatever the case; none: what stands in front of the first heading
     * @return a copy
     * @throws DatasetFormatException if the file is no page, has no such section, naming those there are, or no text there
     */
    public Character withProfile(Path page, int longest, String... sections) {
        Checks.rejectIf(longest < 1, "longest: %s characters, at least 1 was expected", longest);
        return WikiPage.profile(this, Objects.requireNonNull(page, "page"), longest, List.of(sections));
    }

    /**
     * The character in another language, as far as tags such as {@code name.en}, {@code work.en} and {@code profile.en}
     * say it.
     *
     * @param language a language tag
     * @return a copy whose name, work and profile are those of the tags; the same where there are none
     */
    public Character in(String language) {
        Objects.requireNonNull(language, "language");
        return new Character(
                id,
                Tags.inLanguage(tags, "name", language).orElse(name),
                Tags.inLanguage(tags, "work", language).or(() -> work),
                Tags.inLanguage(tags, "profile", language).or(() -> profile),
                aliases,
                tags);
    }

    /** The name, with the work where it is known. */
    @Override
    public String toString() {
        return work.map(title -> name + " (" + title + ")").orElse(name);
    }
}
