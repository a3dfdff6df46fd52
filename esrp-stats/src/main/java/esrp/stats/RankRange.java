package esrp.stats;

/**
 * The ranks one thing may have, 1 being the highest mean.
 *
 * @param observed its rank by observed means; equal means share the better rank
 * @param best the best rank that cannot be excluded
 * @param worst the worst rank that cannot be excluded
 */
public record RankRange(int observed, int best, int worst) {
    /**
     * Validates.
     *
     * @param observed its rank by observed means; equal means share the better rank
     * @param best the best rank that cannot be excluded
     * @param worst the worst rank that cannot be excluded
     */
    public RankRange {
        if (best < 1 || worst < best) {
            throw new IllegalArgumentException("best: " + best + " and worst: " + worst + " are no range of ranks");
        }
    }

    /** As {@code 2 [1, 4]}. */
    @Override
    public String toString() {
        return observed + " [" + best + ", " + worst + "]";
    }
}
