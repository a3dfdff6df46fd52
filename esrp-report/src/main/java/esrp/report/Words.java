package esrp.report;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import esrp.core.LocalizedText;
import esrp.core.Table;
import esrp.core.internal.Languages;
import esrp.core.internal.Messages;
import java.util.List;
import java.util.Objects;

/** The report's own words in one language, from {@code messages/} beside this class. */
record Words(String language) {
    private static final Messages MESSAGES = Messages.of(Words.class);

    Words {
        Objects.requireNonNull(language, "language");
        if (!Languages.shipped().contains(language)) {
            throw new IllegalArgumentException("language: \"" + language + "\"; reports speak " + Languages.shipped());
        }
    }

    /** The phrase with its slots filled: name, value, name, value … */
    String say(String key, Object... parameters) {
        return MESSAGES.text(language, key, parameters);
    }

    /** The phrase of a key, for more slots than a line holds. */
    Phrase phrase(String key) {
        return parameters -> say(key, parameters);
    }

    /** A phrase whose slots are filled: name, value, name, value … */
    @FunctionalInterface
    interface Phrase {
        String with(Object... parameters);
    }

    /** The phrase if there is one, else the name as it is: what callers call their own things. */
    String sayOr(String prefix, String name) {
        return has(prefix + name) ? say(prefix + name) : name;
    }

    static boolean has(String key) {
        return MESSAGES.keys("en").contains(key);
    }

    /** What follows a prefix in the keys that begin with it. */
    static List<String> under(String prefix) {
        return MESSAGES.keys("en").stream()
                .filter(key -> key.startsWith(prefix))
                .map(key -> key.substring(prefix.length()))
                .sorted()
                .toList();
    }

    static LocalizedText everywhere(String key) {
        return MESSAGES.localized(key);
    }

    /** Adds columns whose heads stand under a prefix. */
    @CanIgnoreReturnValue
    static Table.Builder heads(Table.Builder table, String prefix, String columns) {
        return MESSAGES.heads(table, prefix, columns);
    }

    /** A title that is marked where numbers rest on simulated ratings. */
    static LocalizedText marked(String key) {
        return MESSAGES.localized("page.marked", "title", everywhere(key));
    }
}
