package esrp.core;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Argument checks shared by the domain records. */
final class Checks {
    private Checks() {}

    /** Returns {@code value} if it has a character that is not white space; names the component if not. */
    @CanIgnoreReturnValue
    static String text(String component, String value) {
        Objects.requireNonNull(value, component);
        if (value.isBlank()) {
            throw new IllegalArgumentException(component + ": is blank, a text was expected");
        }
        return value;
    }

    /** Returns {@code value} if every surrogate in it has its partner: only then it survives UTF-8. */
    @CanIgnoreReturnValue
    static String unicode(String component, String value) {
        int at = unpairedSurrogate(value);
        if (at >= 0) {
            throw new IllegalArgumentException(
                    component + ": holds an unpaired surrogate at index " + at + ", valid Unicode text was expected");
        }
        return value;
    }

    /** Index of the first surrogate without its partner; -1 if there is none. */
    static int unpairedSurrogate(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (java.lang.Character.isSurrogate(c)) {
                if (java.lang.Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && java.lang.Character.isLowSurrogate(text.charAt(i + 1))) {
                    i++;
                } else {
                    return i;
                }
            }
        }
        return -1;
    }

    /** Copies the map and keeps its order. */
    static Map<String, String> tags(Map<String, String> tags) {
        Map<String, String> copy = new LinkedHashMap<>();
        tags.forEach(
                (key, value) -> copy.put(text("tags key", key), Objects.requireNonNull(value, () -> "tag " + key)));
        return Collections.unmodifiableMap(copy);
    }

    /** The tag {@code key.language}. */
    static Optional<String> inLanguage(Map<String, String> tags, String key, String language) {
        return Optional.ofNullable(tags.get(key + "." + language));
    }

    /** Copies the map and adds one tag to the copy. */
    static Map<String, String> withTag(Map<String, String> tags, String key, String value) {
        Map<String, String> copy = new LinkedHashMap<>(tags);
        copy.put(key, value);
        return copy;
    }
}
