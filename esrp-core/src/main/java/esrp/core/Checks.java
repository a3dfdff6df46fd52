package esrp.core;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

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

    /** Copies the map and keeps its order. */
    static Map<String, String> tags(Map<String, String> tags) {
        Map<String, String> copy = new LinkedHashMap<>();
        tags.forEach(
                (key, value) -> copy.put(text("tags key", key), Objects.requireNonNull(value, () -> "tag " + key)));
        return Collections.unmodifiableMap(copy);
    }

    /** Copies the map and adds one tag to the copy. */
    static Map<String, String> withTag(Map<String, String> tags, String key, String value) {
        Map<String, String> copy = new LinkedHashMap<>(tags);
        copy.put(key, value);
        return copy;
    }
}
