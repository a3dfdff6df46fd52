package esrp.metrics.diversity;

import java.util.Objects;

/**
 * A word and how often it occurs.
 *
 * @param word the word
 * @param count how often; at least 0
 */
public record WordCount(String word, long count) {
    /**
     * Validates.
     *
     * @param word the word
     * @param count how often
     */
    public WordCount {
        Objects.requireNonNull(word, "word");
        if (count < 0) {
            throw new IllegalArgumentException("count: " + count + " is below 0");
        }
    }

    /** As {@code word 12}. */
    @Override
    public String toString() {
        return word + " " + count;
    }
}
