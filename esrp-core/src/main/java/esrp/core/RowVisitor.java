package esrp.core;

/**
 * Sees the rows of {@link Ratings} as numbers. A code is the index of a name in {@link Ratings#dictionary} of its
 * column.
 */
@FunctionalInterface
public interface RowVisitor {
    /**
     * One rating.
     *
     * @param candidate code of the candidate
     * @param character code of the character
     * @param item code of the item's name; items of different characters may share a name
     * @param metric code of the metric, also its index in {@link Ratings#metrics}
     * @param rater code of the rater
     * @param level 0..levels-1 of the metric's scale; score = lowest score + level
     */
    void row(int candidate, int character, int item, int metric, int rater, int level);
}
