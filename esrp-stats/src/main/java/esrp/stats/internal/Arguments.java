package esrp.stats.internal;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.util.Locale;

/** Checks of arguments; each message names the parameter, the value and what is allowed. */
public final class Arguments {
    private Arguments() {}

    /**
     * Throws an {@link IllegalArgumentException} if {@code wrong}. The values are computed in any case: where that costs
     * something, or in a loop over data, an {@code if} is better.
     */
    @FormatMethod
    public static void rejectIf(boolean wrong, @FormatString String message, Object... values) {
        if (wrong) {
            throw new IllegalArgumentException(String.format(Locale.ROOT, message, values));
        }
    }

    @CanIgnoreReturnValue
    public static int atLeast(String parameter, int least, int value) {
        if (value < least) {
            throw new IllegalArgumentException(parameter + ": " + value + " is below " + least);
        }
        return value;
    }

    @CanIgnoreReturnValue
    public static int index(String parameter, int value, int size) {
        if (value < 0 || value >= size) {
            throw new IllegalArgumentException(parameter + ": " + value + " is outside 0.." + (size - 1));
        }
        return value;
    }

    public static void indices(String parameter, int[] values, int size) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] < 0 || values[i] >= size) {
                index(parameter + "[" + i + "]", values[i], size);
            }
        }
    }

    /** A value strictly between two limits. */
    @CanIgnoreReturnValue
    public static double between(String parameter, double low, double high, double value) {
        if (!(value > low && value < high)) {
            throw new IllegalArgumentException(
                    parameter + ": " + value + " is outside (" + limit(low) + ", " + limit(high) + ")");
        }
        return value;
    }

    private static String limit(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    /** The nominal coverage of an interval. */
    @CanIgnoreReturnValue
    public static double level(double value) {
        return between("level", 0, 1, value);
    }

    /** The probability of finding a true difference. */
    @CanIgnoreReturnValue
    public static double power(double value) {
        if (!(value >= 0.5 && value < 1)) {
            throw new IllegalArgumentException("power: " + value + " is outside [0.5, 1)");
        }
        return value;
    }

    @CanIgnoreReturnValue
    public static double finite(String parameter, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(parameter + ": " + value + " is not finite");
        }
        return value;
    }

    public static void finite(String parameter, double[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new IllegalArgumentException(parameter + "[" + i + "]: " + values[i] + " is not finite");
            }
        }
    }

    /** A finite value that is 0 or more. */
    @CanIgnoreReturnValue
    public static double notNegative(String parameter, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(parameter + ": " + value + " is not 0 or more");
        }
        return value;
    }

    public static void sameLength(String a, int lengthOfA, String b, int lengthOfB) {
        if (lengthOfA != lengthOfB) {
            throw new IllegalArgumentException(a + " has " + lengthOfA + " values and " + b + " has " + lengthOfB
                    + ", both need one for each item");
        }
    }

    public static IllegalArgumentException nan(String parameter, int index) {
        return new IllegalArgumentException(parameter + "[" + index + "]: NaN has no rank; leave the item out of both");
    }

    /** Rejects NaN in values that are to be ranked. */
    public static void ranked(String parameter, double[] values) {
        for (int i = 0; i < values.length; i++) {
            if (Double.isNaN(values[i])) {
                throw nan(parameter, i);
            }
        }
    }

    /** The sum of non-negative counts in rows of one length; at most {@code limit}. */
    public static long total(String parameter, long[][] table, long limit) {
        long sum = 0;
        for (int a = 0; a < table.length; a++) {
            if (table[a].length != table[0].length) {
                throw new IllegalArgumentException(parameter + "[" + a + "]: has " + table[a].length
                        + " columns, the first row has " + table[0].length);
            }
            for (int b = 0; b < table[a].length; b++) {
                long count = table[a][b];
                if (count < 0) {
                    throw new IllegalArgumentException(
                            parameter + "[" + a + "][" + b + "]: " + count + " is a negative count");
                }
                if (count > limit - sum) {
                    throw new IllegalArgumentException(parameter + ": its counts sum to more than " + limit);
                }
                sum += count;
            }
        }
        return sum;
    }

    /** As {@link #total}, of a table with as many columns as rows. */
    @CanIgnoreReturnValue
    public static long squareTotal(String parameter, long[][] table, long limit) {
        long sum = total(parameter, table, limit);
        if (table.length > 0 && table[0].length != table.length) {
            throw new IllegalArgumentException(parameter + ": has " + table.length + " rows and " + table[0].length
                    + " columns; both sides need the same levels");
        }
        return sum;
    }
}
