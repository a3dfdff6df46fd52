package esrp.study.form;

import esrp.core.internal.Checks;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What the opaque task ids of a form stand for. It is kept by whoever runs the study and never goes to a rater.
 *
 * @param origins for each task that is rated, what it shows
 * @param attention for each attention item, by metric id, the scores that anybody who reads it gives; attention items
 *     never become ratings
 * @param repeats for each task that shows again what the same rater has rated before, what it shows; the second answers
 *     tell how well raters agree with themselves and never become ratings
 */
public record FormKey(
        Map<String, Origin> origins, Map<String, Map<String, Allowed>> attention, Map<String, Origin> repeats) {
    /**
     * What a task shows.
     *
     * @param candidate id of the candidate that wrote it
     * @param character id of the character
     * @param item scenario id or batch id
     */
    public record Origin(String candidate, String character, String item) {
        /**
         * Validates.
         *
         * @param candidate id of the candidate that wrote it
         * @param character id of the character
         * @param item scenario id or batch id
         */
        public Origin {
            Checks.text("candidate", candidate);
            Checks.text("character", character);
            Checks.text("item", item);
        }
    }

    /**
     * The scores that show that an attention item was read.
     *
     * @param lowest the lowest of them
     * @param highest the highest of them
     */
    public record Allowed(int lowest, int highest) {
        /**
         * Validates.
         *
         * @param lowest the lowest of them
         * @param highest the highest of them
         */
        public Allowed {
            if (highest < lowest) {
                throw new IllegalArgumentException("lowest, highest: " + lowest + ".." + highest + " is empty");
            }
        }

        /**
         * Exactly one score.
         *
         * @param score the score
         * @return the range of that score alone
         */
        public static Allowed only(int score) {
            return new Allowed(score, score);
        }

        boolean contains(int score) {
            return score >= lowest && score <= highest;
        }

        /** As {@code 2} or {@code 1..2}. */
        @Override
        public String toString() {
            return lowest == highest ? String.valueOf(lowest) : lowest + ".." + highest;
        }
    }

    /**
     * Copies.
     *
     * @param origins for each task that is rated, what it shows
     * @param attention for each attention item, by metric id, the scores that anybody who reads it gives; attention items
     *     never become ratings
     * @param repeats for each task that shows again what the same rater has rated before, what it shows; the second answers
     *     tell how well raters agree with themselves and never become ratings
     */
    public FormKey {
        origins = Collections.unmodifiableMap(new LinkedHashMap<>(origins));
        Map<String, Map<String, Allowed>> copy = new LinkedHashMap<>();
        attention.forEach((task, scores) -> copy.put(task, Map.copyOf(scores)));
        attention = Collections.unmodifiableMap(copy);
        repeats = Collections.unmodifiableMap(new LinkedHashMap<>(repeats));
    }

    /**
     * A key without repeated tasks.
     *
     * @param origins for each task that is rated, what it shows
     * @param attention for each attention item, by metric id, the scores that anybody who reads it gives
     */
    public FormKey(Map<String, Origin> origins, Map<String, Map<String, Allowed>> attention) {
        this(origins, attention, Map.of());
    }

    /**
     * What a task shows.
     *
     * @param task the opaque id
     * @return empty for attention items, repeats and unknown ids
     */
    public Optional<Origin> origin(String task) {
        return Optional.ofNullable(origins.get(Objects.requireNonNull(task, "task")));
    }
}
