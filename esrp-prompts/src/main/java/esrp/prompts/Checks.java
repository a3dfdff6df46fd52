package esrp.prompts;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Argument checks shared by the records of this package. */
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
}
