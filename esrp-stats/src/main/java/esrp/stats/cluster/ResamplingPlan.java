package esrp.stats.cluster;

import esrp.stats.internal.RandomStream;
import java.util.Arrays;

/**
 * How often each unit occurs in each bootstrap resample, drawn once and used for everything that is resampled together.
 *
 * <p>A resample of n units gives them multinomial weights that sum to n. Where two kinds of units are crossed, such as
 * characters and scenarios, each kind gets its own weights and a cell gets the product (the pigeonhole bootstrap; Owen 2007,
 * <a href="https://doi.org/10.1214/07-AOAS122">doi:10.1214/07-AOAS122</a>).
 *
 * <p>The weights of resample i depend on the seed and i alone: neither on threads nor on the number of resamples. Up to
 * {@value #KEPT} weights are kept in memory, 2 bytes each; larger plans draw them again whenever they are needed. Immutable.
 */
final class ResamplingPlan {
    private static final int KEPT = 8_000_000;

    private final long seed;
    private final int resamples;
    private final int units;
    private final int crossedUnits;
    private final short[] kept;

    /** Units of one kind, or of two crossed kinds if {@code crossedUnits} is not 0. */
    ResamplingPlan(long seed, int resamples, int units, int crossedUnits) {
        this.seed = seed;
        this.resamples = resamples;
        this.units = units;
        this.crossedUnits = crossedUnits;
        int width = width();
        boolean keep = (long) width * resamples <= KEPT && width <= Short.MAX_VALUE;
        kept = new short[keep ? width * resamples : 0];
        int[] weights = new int[width];
        for (int i = 0; i < kept.length; i += width) {
            draw(i / width, weights);
            for (int u = 0; u < width; u++) {
                kept[i + u] = (short) weights[u];
            }
        }
    }

    int resamples() {
        return resamples;
    }

    /** The number of units of both kinds. */
    int width() {
        return Math.addExact(units, crossedUnits);
    }

    /** How often each unit occurs in a resample: those of the first kind, then those of the second. */
    int[] weights(int resample) {
        int[] weights = new int[width()];
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
        Arrays.fill(into, 0);
        for (int i = 0; i < units; i++) {
            into[random.nextInt(units)]++;
        }
        for (int i = 0; i < crossedUnits; i++) {
            into[units + random.nextInt(crossedUnits)]++;
        }
    }
}
