package esrp.examples;

import java.util.Locale;

/**
 * How well a measure orders candidates when the order wanted is known only in part: Kendall's concordant minus
 * discordant pairs among the pairs whose order is known. For at most {@value #MOST} candidates, by going through all
 * orders.
 *
 * @param score concordant minus discordant pairs
 * @param known pairs whose order is known
 * @param pairs all pairs
 * @param pValue the share of all orders of the candidates that agree at least as well: the exact one-sided p value of a
 *     single measure chosen beforehand
 */
record OrderAgreement(int score, int known, int pairs, double pValue) {
    static final int MOST = 8;

    /** Compares values, higher first, with wanted ranks, lowest first; equal ranks mean that the order is not known. */
    static OrderAgreement of(double[] values, int[] ranks) {
        if (values.length != ranks.length || values.length < 2 || values.length > MOST) {
            throw new IllegalArgumentException("values, ranks: " + values.length + " and " + ranks.length
                    + " numbers; as many of both, 2 to " + MOST + ", were expected");
        }
        int observed = score(values, ranks);
        int known = 0;
        for (int i = 0; i < ranks.length; i++) {
            for (int j = 0; j < i; j++) {
                known += ranks[i] == ranks[j] ? 0 : 1;
            }
        }
        long[] tally = new long[2];
        permute(values.clone(), ranks, 0, observed, tally);
        return new OrderAgreement(
                observed, known, values.length * (values.length - 1) / 2, (double) tally[1] / tally[0]);
    }

    /** Agreement on the known pairs, in [-1, 1]. */
    double tau() {
        return (double) score / known;
    }

    /** Kendall's tau if all that is unknown spoke against the measure. */
    double lowestTau() {
        return (double) (score - (pairs - known)) / pairs;
    }

    /** Kendall's tau if all that is unknown spoke for the measure. */
    double highestTau() {
        return (double) (score + (pairs - known)) / pairs;
    }

    private static int score(double[] values, int[] ranks) {
        int score = 0;
        for (int i = 0; i < ranks.length; i++) {
            for (int j = 0; j < i; j++) {
                score += Integer.signum(ranks[j] - ranks[i]) * (int) Math.signum(values[i] - values[j]);
            }
        }
        return score;
    }

    private static void permute(double[] values, int[] ranks, int fixed, int observed, long[] tally) {
        if (fixed == values.length) {
            tally[0]++;
            tally[1] += score(values, ranks) >= observed ? 1 : 0;
            return;
        }
        for (int i = fixed; i < values.length; i++) {
            swap(values, fixed, i);
            permute(values, ranks, fixed + 1, observed, tally);
            swap(values, fixed, i);
        }
    }

    private static void swap(double[] values, int i, int j) {
        double kept = values[i];
        values[i] = values[j];
        values[j] = kept;
    }

    /** As {@code +0.83 [ 0.47, 0.87] .017}: tau of the known pairs, what it may be of all, p. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%+.2f [%5.2f,%5.2f] %s",
                tau(),
                lowestTau(),
                highestTau(),
                String.format(Locale.ROOT, "%.3f", pValue).replaceFirst("^0", ""));
    }
}
