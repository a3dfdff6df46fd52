package esrp.core;

import esrp.core.internal.Checks;
import esrp.core.internal.Numbers;
import java.math.BigDecimal;
import java.util.stream.IntStream;

/**
 * An ordinal scale of evenly spaced scores, for example 1..5, 1..10 by 0.5, or 0..1 by 0.01. A <em>level</em> is a
 * zero-based index into it: score = {@code lowest + level × step}, rounded to nine decimals, so that the scores are the
 * decimal numbers that people write.
 *
 * @param lowest the lowest score
 * @param highest the highest score; a whole number of steps above {@code lowest}, at most 254
 * @param step the distance between neighbouring scores; above 0
 */
public record Scale(double lowest, double highest, double step) {
    /** The most levels a scale can have: a level is stored in one byte. */
    public static final int MAX_LEVELS = 255;

    /** The five-point Likert scale 1..5 of the paper. */
    public static final Scale LIKERT_5 = new Scale(1, 5);

    private static final double DECIMALS = 1e9;

    /** Validates. */
    public Scale {
        double steps = (highest - lowest) / step;
        if (!(step >= 1e-6 && Math.abs(lowest) <= 1e6 && Math.abs(highest) <= 1e6)) {
            throw new IllegalArgumentException("scale: " + shown(lowest, highest, step)
                    + " is none, ends within 1,000,000 of 0 and a step from 0.000001 were expected");
        }
        if (!(steps >= 1 - 1e-6 && steps < MAX_LEVELS)) {
            throw new IllegalArgumentException("scale: " + shown(lowest, highest, step) + " has "
                    + (long) Math.floor(steps + 1 + 1e-6) + " levels, 2.." + MAX_LEVELS + " expected");
        }
        if (Math.abs(steps - Math.rint(steps)) > 1e-6) {
            throw new IllegalArgumentException("scale: " + shown(lowest, highest, step)
                    + " does not end on a step, a whole number of steps was expected");
        }
        lowest += 0.0; // not -0
        highest += 0.0;
    }

    /**
     * A scale of consecutive whole numbers.
     *
     * @param lowest the lowest score
     * @param highest the highest score; at least {@code lowest + 1} and at most {@code lowest + 254}
     */
    public Scale(int lowest, int highest) {
        this(lowest, highest, 1);
    }

    /** {@return the number of levels: at least 2} */
    public int levels() {
        return (int) Math.rint((highest - lowest) / step) + 1;
    }

    /** {@return whether all scores are whole numbers: true for 1..5, and for 0..100 by 5} */
    public boolean whole() {
        return lowest == Math.rint(lowest) && step == Math.rint(step);
    }

    /**
     * {@return the score half way, which the anchors call fair; between two scores where the number of levels is even: the
     * mean of lowest and highest}
     */
    public double midpoint() {
        return (lowest + highest) / 2;
    }

    /**
     * {@return whether a score lies on the scale: true if it is the score of a level}
     *
     * @param score any number
     */
    public boolean contains(double score) {
        return score >= lowest - 1e-9 && score <= highest + 1e-9 && Math.abs(score(nearest(score)) - score) < 1e-9;
    }

    /**
     * The level of a score.
     *
     * @param score a score on the scale
     * @return 0..levels-1
     * @throws IllegalArgumentException if the score is outside the scale or between its steps
     */
    public int level(double score) {
        if (!contains(score)) {
            throw new IllegalArgumentException("score: " + number(score) + " is "
                    + (score < lowest || score > highest || Double.isNaN(score) ? "outside" : "not on a step of")
                    + " scale " + this);
        }
        return nearest(score);
    }

    /** A scale of the same ends with a step that has a score, as {@code 1..5:0.5}; of halves if none has. */
    String finer(double score) {
        double half = step / 2;
        double finer = IntStream.of(2, 4, 5, 10, 20, 50)
                .mapToDouble(parts -> Math.rint(step / parts * DECIMALS) / DECIMALS)
                .filter(smaller -> (highest - lowest) / smaller < MAX_LEVELS
                        && new Scale(lowest, highest, smaller).contains(score))
                .findFirst()
                .orElse(half);
        return number(lowest) + ".." + number(highest) + ":" + number(finer);
    }

    /**
     * The level nearest to a score.
     *
     * @param score any number but NaN
     * @return 0..levels-1; the upper one of two that are equally near
     */
    public int nearest(double score) {
        Checks.rejectIf(Double.isNaN(score), "score: NaN is near to no level, a number was expected");
        return (int) Math.max(0, Math.min(levels() - 1, Math.floor((score - lowest) / step + 0.5 + 1e-9)));
    }

    /**
     * {@return the score of a level}
     *
     * @param level 0..levels-1
     * @throws IllegalArgumentException if there is no such level
     */
    public double score(int level) {
        if (level < 0 || level >= levels()) {
            throw new IllegalArgumentException("level: " + level + " is outside 0.." + (levels() - 1));
        }
        return Math.rint((lowest + level * step) * DECIMALS) / DECIMALS;
    }

    /**
     * {@return a score as people write it: its decimal digits without needless zeros, as {@code 4} and {@code 4.5}}
     *
     * @param score a number
     */
    public static String number(double score) {
        return score == Math.rint(score) && Math.abs(score) < 1e15
                ? Long.toString((long) score)
                : Double.isFinite(score)
                        ? BigDecimal.valueOf(score).stripTrailingZeros().toPlainString()
                        : Numbers.decimal(score, 0);
    }

    private static String shown(double lowest, double highest, double step) {
        return number(lowest) + ".." + number(highest) + (step == 1 ? "" : " by " + number(step));
    }

    /** As {@code 1..5} and {@code 1..10 by 0.5}. */
    @Override
    public String toString() {
        return shown(lowest, highest, step);
    }
}
