package esrp.metrics;

import esrp.core.internal.Numbers;
import esrp.stats.Interval;
import java.util.Objects;

/**
 * An interval that says what was resampled.
 *
 * @param interval the estimate and its bounds
 * @param unit what was resampled; where batches are rated, what stands in for the unit that was asked for
 * @param clusters how many of them there were; characters, where characters and scenarios were
 * @param crossed how many scenarios there were, where characters and scenarios were resampled; else 0
 */
public record UnitInterval(Interval interval, Unit unit, int clusters, int crossed) {
    /**
     * Validates.
     *
     * @param interval the estimate and its bounds
     * @param unit what was resampled; where batches are rated, what stands in for the unit that was asked for
     * @param clusters how many of them there were; characters, where characters and scenarios were
     * @param crossed how many scenarios there were, where characters and scenarios were resampled; else 0
     */
    public UnitInterval {
        Objects.requireNonNull(interval, "interval");
        Objects.requireNonNull(unit, "unit");
    }

    /**
     * The estimate.
     *
     * @return what the interval is about
     */
    public double estimate() {
        return interval.estimate();
    }

    /**
     * The lower bound.
     *
     * @return NaN if there are too few clusters
     */
    public double lower() {
        return interval.lower();
    }

    /**
     * The upper bound.
     *
     * @return NaN if there are too few clusters
     */
    public double upper() {
        return interval.upper();
    }

    String bounds() {
        return "[" + Numbers.decimal(lower(), 2) + ", " + Numbers.decimal(upper(), 2) + "]";
    }

    String signedBounds() {
        return "[" + Numbers.signed(lower(), 2) + ", " + Numbers.signed(upper(), 2) + "]";
    }

    /** As {@code by character (20)}. */
    String byUnit() {
        return "by " + unit + " (" + Numbers.count(clusters) + (crossed > 0 ? " × " + Numbers.count(crossed) : "")
                + ")";
    }

    /** As {@code 4.10 [4.02, 4.18] by character (20)}. */
    @Override
    public String toString() {
        return Numbers.decimal(estimate(), 2) + " " + bounds() + " " + byUnit();
    }
}
