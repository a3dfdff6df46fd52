package esrp.stats;

/** The level of measurement, which decides how far apart two values are in Krippendorff's alpha. */
public enum Level {
    /** Names: values are equal or not. */
    NOMINAL,
    /** Ranks: the distance of two values is the number of ratings that lie between them (ends counted half). */
    ORDINAL,
    /** Numbers whose differences mean something: squared difference. */
    INTERVAL,
    /** Numbers, 0 or more, whose ratios mean something: squared difference over squared sum. */
    RATIO;

    /** Krippendorff's squared distances of ascending values that were used so often. */
    double[][] distances(double[] values, long[] used) {
        double[] place = this == ORDINAL ? midranks(used) : values;
        double[][] d = new double[place.length][place.length];
        for (int a = 0; a < d.length; a++) {
            for (int b = 0; b < d.length; b++) {
                d[a][b] = a == b ? 0 : distance(place[a], place[b]);
            }
        }
        return d;
    }

    /** Of different values that have their places. */
    double distance(double x, double y) {
        if (this == RATIO && (x < 0 || y < 0)) {
            throw new IllegalArgumentException("level: RATIO needs values of 0 or more, not " + Math.min(x, y));
        }
        double d = this == RATIO ? (x - y) / (x + y) : x - y;
        return this == NOMINAL ? 1 : d * d;
    }

    /** The middle of the ranks that equal values share, from counts of ascending values. */
    static double[] midranks(long[] used) {
        double[] midrank = new double[used.length];
        long below = 0;
        for (int k = 0; k < used.length; k++) {
            midrank[k] = below + used[k] / 2.0;
            below += used[k];
        }
        return midrank;
    }
}
