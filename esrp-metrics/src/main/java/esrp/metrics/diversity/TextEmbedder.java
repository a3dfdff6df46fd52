package esrp.metrics.diversity;

/**
 * Turns a text into a vector whose direction stands for its meaning; the caller brings the model. Give it to
 * {@link Diversity#withEmbedder}.
 *
 * <p>Similarities of sentence embeddings are compressed (two unrelated Chinese sentences easily reach 0.45), so compare
 * candidates on one model and never with a fixed threshold.
 */
@FunctionalInterface
public interface TextEmbedder {
    /**
     * The embedding of a text. Called once for every reply and truncation; implementations must be safe for use by several
     * threads where measuring is given an executor.
     *
     * @param text any text
     * @return a vector of finite numbers, of the same length for every text, not all zero
     */
    float[] embed(String text);
}
