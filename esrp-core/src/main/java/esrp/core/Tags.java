package esrp.core;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Tags of domain records. */
final class Tags {
    private Tags() {}

    /** The tag {@code key.language}. */
    static Optional<String> inLanguage(Map<String, String> tags, String key, String language) {
        return Optional.ofNullable(tags.get(key + "." + language));
    }

    /** Copies the map and adds one tag to the copy. */
    static Map<String, String> with(Map<String, String> tags, String key, String value) {
        Map<String, String> copy = new LinkedHashMap<>(tags);
        copy.put(key, value);
        return copy;
    }
}
