package esrp.core;

import esrp.core.internal.Checks;
import esrp.core.internal.TextWidth;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An everyday situation of a user: who (persona), where (location), in what mood (emotion), what happened (daily event)
 * and how the user opens the dialogue.
 *
 * <p>What is not known is empty, never guessed: the published data hold the opening question alone, and the persona
 * follows from the id.
 *
 * @param id what ratings and files call the scenario; not blank
 * @param openingQuestion what the user says first; not blank
 * @param persona who the user is, for example {@code student}
 * @param location where the user is
 * @param emotion how the user feels
 * @param dailyEvent what happened
 * @param tags rarely used facts
 */
public record Scenario(
        String id,
        String openingQuestion,
        Optional<String> persona,
        Optional<String> location,
        Optional<String> emotion,
        Optional<String> dailyEvent,
        Map<String, String> tags) {
    /** Validates and copies. */
    public Scenario {
        Checks.texts("id", id, "openingQuestion", openingQuestion);
        persona.ifPresent(text -> Checks.text("persona", text));
        location.ifPresent(text -> Checks.text("location", text));
        emotion.ifPresent(text -> Checks.text("emotion", text));
        dailyEvent.ifPresent(text -> Checks.text("dailyEvent", text));
        tags = Checks.tags(tags);
    }

    /**
     * {@return a scenario of which only the opening question is known}
     *
     * @param id the id; not blank
     * @param openingQuestion what the user says first; not blank
     */
    public static Scenario of(String id, String openingQuestion) {
        return new Scenario(
                id, openingQuestion, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Map.of());
    }

    /**
     * {@return a copy with a persona}
     *
     * @param text who the user is; not blank
     */
    public Scenario withPersona(String text) {
        return new Scenario(id, openingQuestion, Optional.of(text), location, emotion, dailyEvent, tags);
    }

    /**
     * {@return a copy with a location}
     *
     * @param text where the user is; not blank
     */
    public Scenario withLocation(String text) {
        return new Scenario(id, openingQuestion, persona, Optional.of(text), emotion, dailyEvent, tags);
    }

    /**
     * {@return a copy with an emotion}
     *
     * @param text how the user feels; not blank
     */
    public Scenario withEmotion(String text) {
        return new Scenario(id, openingQuestion, persona, location, Optional.of(text), dailyEvent, tags);
    }

    /**
     * {@return a copy with a daily event}
     *
     * @param text what happened; not blank
     */
    public Scenario withDailyEvent(String text) {
        return new Scenario(id, openingQuestion, persona, location, emotion, Optional.of(text), tags);
    }

    /**
     * {@return a copy with one more tag}
     *
     * @param key the tag
     * @param value its value
     */
    public Scenario withTag(String key, String value) {
        return new Scenario(id, openingQuestion, persona, location, emotion, dailyEvent, Tags.with(tags, key, value));
    }

    /**
     * The scenario in another language, as far as tags such as {@code opening_question.en}, {@code location.en},
     * {@code emotion.en} and {@code daily_event.en} say it. The persona is a word of the design and stays.
     *
     * @param language a language tag
     * @return a copy whose texts are those of the tags; the same where there are none
     */
    public Scenario in(String language) {
        Objects.requireNonNull(language, "language");
        return new Scenario(
                id,
                Tags.inLanguage(tags, "opening_question", language).orElse(openingQuestion),
                persona,
                Tags.inLanguage(tags, "location", language).or(() -> location),
                Tags.inLanguage(tags, "emotion", language).or(() -> emotion),
                Tags.inLanguage(tags, "daily_event", language).or(() -> dailyEvent),
                tags);
    }

    /** The id, what is known of the situation and the opening question, wrapped at 80 columns. */
    @Override
    public String toString() {
        String where =
                Stream.of(persona, location, emotion).flatMap(Optional::stream).collect(Collectors.joining(", "));
        return TextWidth.beside(
                "scenario " + id + "  ", where.isEmpty() ? openingQuestion : "(" + where + ") " + openingQuestion);
    }
}
