package esrp.metrics.diversity;

import esrp.core.LocalizedText;
import esrp.core.internal.Checks;

/**
 * How much of each reply is measured. Replies of different candidates differ in length by a third, and raw measures
 * follow length: a short reply repeats itself less. The first {@code k} tokens of each reply are the same amount of
 * text for everybody (replies shorter than {@code k} stay as they are).
 *
 * <p>What {@code first(k)} does to a reply: measures on tokens see the first {@code k} tokens; the compression ratio
 * sees those tokens written without what stood between them; measures on the text itself (opening clause, sentences,
 * punctuation, embeddings) see the text up to the end of token {@code k}.
 *
 * @param tokens the number of tokens kept, at least 1; {@link Integer#MAX_VALUE} for the whole reply
 */
public record Truncation(int tokens) {
    /** The whole reply. */
    public static final Truncation NONE = new Truncation(Integer.MAX_VALUE);

    /** The first forty tokens of each reply: nearly every published reply has as many. */
    public static final Truncation FIRST_40 = new Truncation(40);

    /**
     * Validates.
     *
     * @param tokens the number of tokens kept, at least 1
     */
    public Truncation {
        Checks.atLeast(1, "tokens", tokens);
    }

    /**
     * The first tokens of each reply.
     *
     * @param tokens how many; at least 1
     * @return the truncation
     */
    public static Truncation first(int tokens) {
        return new Truncation(tokens);
    }

    /**
     * Whether replies are measured whole.
     *
     * @return true for {@link #NONE}
     */
    public boolean isNone() {
        return tokens == Integer.MAX_VALUE;
    }

    /** The truncation in words, in each language. */
    LocalizedText description() {
        return isNone()
                ? DiversityCode.TEXTS.localized("truncation.none")
                : DiversityCode.TEXTS.localized("truncation.first", "tokens", tokens);
    }

    /** As {@code raw} or {@code first 40}. */
    @Override
    public String toString() {
        return isNone() ? "raw" : "first " + tokens;
    }
}
