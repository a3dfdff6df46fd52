package esrp.stats;

/**
 * How often each unit occurs in each bootstrap resample, drawn once and used for everything that is resampled together.
 *
 * <p>A resample of n units gives them multinomial weights that sum to n. Where two kinds of units are crossed, such as
 * characters and scenarios, each kind gets its own weights and a cell gets the product (the pigeonhole bootstrap; Owen 2007,
 * <a href="https://doi.org/10.1214/07-AOAS122">doi:10.1214/07-AOAS122</a>).
 *
 * <p>The weights of resample i depend on the seed and i alone: not on threads, and not on how many resamples there are. Up to
 * {@value #KEPT} weights are kept in memory, 2 bytes each; larger plans draw them again whenever they are asked for. Immutable
 * and thread-safe.
 */
public final class ResamplingPlan {
    private static final int KEPT = 8_000_000;

    private final long seed;
    private final int resamples;
    private final int units;
    private final int crossedUnits;
    private final short[] kept;

    private ResamplingPlan(long seed, int resamples, int units, int crossedUnits) {
        if (resamples < 1) {
            throw new IllegalArgumentException("resamples: " + resamples + " is below 1");
        }
        this.seed = seed;
        this.resamples = resamples;
        this.units = units;
        this.crossedUnits = crossedUnits;
        int width = Math.addExact(units, crossedUnits);
        boolean keep = (long) width * resamples <= KEPT && width <= Short.MAX_VALUE;
        this.kept = new short[keep ? width * resamples : 0];
        int[] weights = new int[width];
        for (int i = 0; i < kept.length; i += width) {
            draw(i / width, weights);
            for (int u = 0; u < width; u++) {
                kept[i + u] = (short) weights[u];
            }
        }
    }

    /**
     * A plan for units of one kind.
     *
     * @param seed of the random numbers
     * @param resamples how many, at least 1
     * @param units how many there are to draw from, at least 1
     * @return the plan
     */
    public static ResamplingPlan of(long seed, int resamples, int units) {
        return new ResamplingPlan(seed, resamples, requireUnits("units", units), 0);
    }

    /**
     * A plan for two kinds of units that are crossed.
     *
     * @param seed of the random numbers
     * @param resamples how many, at least 1
     * @param rows how many units of the first kind, at least 1
     * @param columns how many units of the second kind, at least 1
     * @return the plan
     */
    public static ResamplingPlan crossed(long seed, int resamples, int rows, int columns) {
        return new ResamplingPlan(seed, resamples, requireUnits("rows", rows), requireUnits("columns", columns));
    }

    private static int requireUnits(String name, int n) {
        if (n < 1) {
            throw new IllegalArgumentException(name + ": " + n + " is below 1");
        }
        return n;
    }

    /**
     * The seed.
     *
     * @return as given
     */
    public long seed() {
        return seed;
    }

    /**
     * The number of resamples.
     *
     * @return at least 1
     */
    public int resamples() {
        return resamples;
    }

    /**
     * The number of units, or of those of the first kind.
     *
     * @return at least 1
     */
    public int units() {
        return units;
    }

    /**
     * The number of units of the second kind.
     *
     * @return 0 if there is one kind only
     */
    public int crossedUnits() {
        return crossedUnits;
    }

    /**
     * The weights of one resample.
     *
     * @param resample from 0
     * @return how often each unit occurs: those of the first kind, then those of the second
     */
    public int[] weights(int resample) {
        if (resample < 0 || resample >= resamples) {
            throw new IllegalArgumentException("resample: " + resample + " is outside 0.." + (resamples - 1));
        }
        int[] weights = new int[units + crossedUnits];
        weights(resample, weights);
        return weights;
    }

    /** The same into an array of the caller's. */
    void weights(int resample, int[] into) {
        if (kept.length == 0) {
            draw(resample, into);
        } else {
            int from = resample * into.length;
            for (int u = 0; u < into.length; u++) {
                into[u] = kept[from + u];
            }
        }
    }

    private void draw(int resample, int[] into) {
        RandomStream random = RandomStream.of(seed, resample);
        java.util.Arrays.fill(into, 0);
        for (int i = 0; i < units; i++) {
            into[random.nextInt(units)]++;
        }
        for (int i = 0; i < crossedUnits; i++) {
            into[units + random.nextInt(crossedUnits)]++;
        }
    }

    /** As {@code 5000 resamples of 20 × 60 units, seed 1}. */
    @Override
    public String toString() {
        return resamples + " resamples of " + units + (crossedUnits > 0 ? " × " + crossedUnits : "") + " units, seed "
                + seed;
    }
}
