package esrp.stats.internal;

/**
 * Standard normal numbers from one {@link RandomStream}, the same on every machine and Java version (Marsaglia's polar
 * method with a strict logarithm).
 */
public final class NormalStream {
    private final RandomStream random;
    private double spare = Double.NaN;

    public NormalStream(long seed, long index) {
        random = RandomStream.of(seed, index);
    }

    public double next() {
        if (!Double.isNaN(spare)) {
            double z = spare;
            spare = Double.NaN;
            return z;
        }
        while (true) {
            double u = 2 * random.nextDouble() - 1;
            double v = 2 * random.nextDouble() - 1;
            double s = u * u + v * v;
            if (s > 0 && s < 1) {
                double scale = Math.sqrt(-2 * StrictMath.log(s) / s);
                spare = v * scale;
                return u * scale;
            }
        }
    }
}
