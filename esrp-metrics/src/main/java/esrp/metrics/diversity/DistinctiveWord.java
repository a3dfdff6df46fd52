package esrp.metrics.diversity;

import java.util.Locale;
import java.util.Objects;

/**
 * A word that one candidate uses more, or less, than the others do.
 *
 * @param word the word
 * @param count how often the candidate uses it
 * @param others how often all other candidates together do
 * @param logOdds the log odds ratio, natural, with an informative Dirichlet prior; positive if the candidate uses it more
 * @param z {@code logOdds} divided by its standard error
 */
public record DistinctiveWord(String word, long count, long others, double logOdds, double z) {
    /**
     * Validates.
     *
     * @param word the word
     * @param count how often the candidate uses it
     * @param others how often all other candidates together do
     * @param logOdds the log odds ratio
     * @param z the standardized ratio
     */
    public DistinctiveWord {
        Objects.requireNonNull(word, "word");
        if (count < 0 || others < 0) {
            throw new IllegalArgumentException("count, others: " + count + ", " + others + "; none may be below 0");
        }
    }

    /** As {@code word 12 : 3 (z 4.1)}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s %d : %d (z %.1f)", word, count, others, z);
    }
}
