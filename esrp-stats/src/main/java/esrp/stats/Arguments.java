package esrp.stats;

/** Checks of arguments that several statistics share; each message names the parameter, the value and the place. */
final class Arguments {
    private Arguments() {}

    static void sameLength(String a, int lengthOfA, String b, int lengthOfB) {
        if (lengthOfA != lengthOfB) {
            throw new IllegalArgumentException(a + " has " + lengthOfA + " values and " + b + " has " + lengthOfB
                    + ", both need one for each item");
        }
    }

    static IllegalArgumentException nan(String parameter, int index) {
        return new IllegalArgumentException(parameter + "[" + index + "]: NaN has no rank; leave the item out of both");
    }

    /** Refuses NaN anywhere in values that are to be ranked. */
    static void ranked(String parameter, double[] values) {
        for (int i = 0; i < values.length; i++) {
            if (Double.isNaN(values[i])) {
                throw nan(parameter, i);
            }
        }
    }

    /** Refuses infinities and NaN anywhere. */
    static void finite(String parameter, double[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new IllegalArgumentException(
                        parameter + "[" + i + "]: " + values[i] + ", a finite value was expected");
            }
        }
    }

    /** The sum of counts that are not negative and rows of one length; at most {@code limit}. */
    static long total(String parameter, long[][] table, long limit) {
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
}
