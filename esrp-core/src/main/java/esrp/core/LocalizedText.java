package esrp.core;

import esrp.core.internal.Checks;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * One text in one or more languages, keyed by lower-case language tag ({@code zh}, {@code en}).
 *
 * @param byLanguage the texts; at least one, none of them blank; iteration order is kept
 */
public record LocalizedText(Map<String, String> byLanguage) {
    /** Validates and copies. */
    public LocalizedText {
        Checks.rejectIf(byLanguage.isEmpty(), "byLanguage: is empty, at least one language was expected");
        Map<String, String> copy = new LinkedHashMap<>();
        byLanguage.forEach((language, text) -> {
            if (!language.matches("[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")) {
                throw new IllegalArgumentException(
                        "language: \"" + language + "\" is not a language tag such as zh, en or pt-BR");
            }
            copy.put(language, Checks.text("text in " + language, text));
        });
        byLanguage = Collections.unmodifiableMap(copy);
    }

    /**
     * {@return a text in the two languages of the published data}
     *
     * @param zh the Chinese text
     * @param en the English text
     */
    public static LocalizedText of(String zh, String en) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("zh", zh);
        texts.put("en", en);
        return new LocalizedText(texts);
    }

    /**
     * {@return the same text whatever the language: a text that answers {@code text} for any language}
     *
     * @param text the text
     */
    public static LocalizedText same(String text) {
        return new LocalizedText(Map.of("und", text));
    }

    /**
     * The text in a language, or, where it is missing, in English, or, where that is missing too, in the first one.
     *
     * @param language a language tag
     * @return the text; never empty
     */
    public String in(String language) {
        Objects.requireNonNull(language, "language");
        String first = byLanguage.values().iterator().next();
        return byLanguage.getOrDefault(language, byLanguage.getOrDefault("en", first));
    }

    /** The English text, or the first one. */
    @Override
    public String toString() {
        return in("en");
    }
}
