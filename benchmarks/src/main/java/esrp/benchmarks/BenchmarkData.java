package esrp.benchmarks;

/**
 * Data that {@code benchmarks/scipy_peer.py} makes again bit for bit: SplitMix64 by index, and no function whose last
 * bit differs between languages.
 */
final class BenchmarkData {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    /** Cumulative shares of the five levels. */
    private static final double[] CUTS = {0.05, 0.15, 0.40, 0.75};

    private BenchmarkData() {}

    /** A uniform number on [0, 1) for a place in one of four streams. */
    private static double uniform(long place, int stream) {
        long z = (4 * place + stream + 1) * GOLDEN;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return ((z ^ (z >>> 31)) >>> 11) * 0x1p-53;
    }

    private static byte level(double u) {
        int level = 1;
        for (double cut : CUTS) {
            level += u >= cut ? 1 : 0;
        }
        return (byte) level;
    }

    /** Pairs of scores 1 to 5, half of them equal on purpose: x and y. */
    static byte[][] likert(int n) {
        byte[][] pairs = new byte[2][n];
        for (int i = 0; i < n; i++) {
            pairs[0][i] = level(uniform(i, 0));
            pairs[1][i] = uniform(i, 1) < 0.5 ? pairs[0][i] : level(uniform(i, 2));
        }
        return pairs;
    }

    /** Correlated pairs without ties: x and y. */
    static double[][] continuous(int n) {
        double[][] pairs = new double[2][n];
        for (int i = 0; i < n; i++) {
            pairs[0][i] = uniform(i, 0) - 0.5;
            pairs[1][i] = 0.5 * pairs[0][i] + (uniform(i, 1) - 0.5);
        }
        return pairs;
    }

    static int[] ints(byte[] values) {
        int[] ints = new int[values.length];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = values[i];
        }
        return ints;
    }

    static double[] doubles(byte[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    /** Counts of pairs of scores 1 to 5. */
    static long[][] table(byte[][] pairs) {
        long[][] table = new long[5][5];
        for (int i = 0; i < pairs[0].length; i++) {
            table[pairs[0][i] - 1][pairs[1][i] - 1]++;
        }
        return table;
    }
}
