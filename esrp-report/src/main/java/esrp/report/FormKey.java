package esrp.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the opaque task ids of a form stand for. It is kept by whoever runs the study and never goes to a rater.
 *
 * @param origins for each task that is rated, what it shows
 * @param attention for each attention item, the scores that anybody who reads it gives, by metric id; attention items
 *     never become ratings
 */
public record FormKey(Map<String, Origin> origins, Map<String, Map<String, Integer>> attention) {
    /**
     * What a task shows.
     *
     * @param candidate id of the candidate that wrote it
     * @param character id of the character
     * @param item scenario id or batch id
     */
    public record Origin(String candidate, String character, String item) {
        /** Validates. */
        public Origin {
            Checks.text("candidate", candidate);
            Checks.text("character", character);
            Checks.text("item", item);
        }
    }

    /** Copies. */
    public FormKey {
        origins = Collections.unmodifiableMap(new LinkedHashMap<>(origins));
        Map<String, Map<String, Integer>> copy = new LinkedHashMap<>();
        attention.forEach((task, scores) -> copy.put(task, Map.copyOf(scores)));
        attention = Collections.unmodifiableMap(copy);
    }

    /**
     * What a task shows.
     *
     * @param task the opaque id
     * @return empty for attention items and unknown ids
     */
    public Optional<Origin> origin(String task) {
        return Optional.ofNullable(origins.get(task));
    }
}
