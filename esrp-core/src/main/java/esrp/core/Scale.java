package esrp.core;

/**
 * An ordinal scale of consecutive whole numbers, for example 1..5. A <em>level</em> is a zero-based index into it:
 * score = {@code lowest + level}.
 *
 * @param lowest the lowest score
 * @param highest the highest score; at least {@code lowest + 1} and at most {@code lowest + 254}
 */
public record Scale(int lowest, int highest) {
    /** The most levels a scale can have: a level is stored in one byte. */
    public static final int MAX_LEVELS = 255;

    /** The five-point Likert scale 1..5 of the paper. */
    public static final Scale LIKERT_5 = new Scale(1, 5);

    /** Validates. */
    public Scale {
        long levels = (long) highest - lowest + 1;
        if (levels < 2 || levels > MAX_LEVELS) {
            throw new IllegalArgumentException(
                    "scale: " + lowest + ".." + highest + " has " + levels + " levels, 2.." + MAX_LEVELS + " expected");
        }
    }

    /** {@return the number of levels} */
    public int levels() {
        return highest - lowest + 1;
    }

    /**
     * {@return the score half way, which the anchors call fair; a half where the number of levels is even: the mean of
     * lowest and highest}
     */
    public double midpoint() {
        return (lowest + (double) highest) / 2;
    }

    /**
     * {@return whether a score lies on the scale; true if {@code lowest <= score <= highest}}
     *
     * @param score any number
     */
    public boolean contains(int score) {
        return score >= lowest && score <= highest;
    }

    /**
     * The level of a score.
     *
     * @param score a score on the scale
     * @return 0..levels-1
     * @throws IllegalArgumentException if the score is outside the scale
     */
    public int level(int score) {
        if (!contains(score)) {
            throw new IllegalArgumentException("score: " + score + " is outside scale " + this);
        }
        return score - lowest;
    }

    /**
     * {@return the score of a level}
     *
     * @param level 0..levels-1
     * @throws IllegalArgumentException if there is no such level
     */
    public int score(int level) {
        if (level < 0 || level >= levels()) {
            throw new IllegalArgumentException("level: " + level + " is outside 0.." + (levels() - 1));
        }
        return lowest + level;
    }

    /** As {@code 1..5}. */
    @Override
    public String toString() {
        return lowest + ".." + highest;
    }
}
