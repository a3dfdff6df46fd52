package esrp.metrics.diversity;

import esrp.stats.Interval;
import java.util.Locale;
import java.util.Objects;

/**
 * A measure of a candidate with its interval, always with the mean length beside it.
 *
 * @param measure the measure
 * @param form the form
 * @param interval the mean over clusters of the means over their batches, with Student's t interval; NaN bounds for
 *     fewer than two clusters
 * @param unit what was taken as independent
 * @param clusters how many there are
 * @param batches how many batches had a value
 * @param undefined how many batches had none and were left out
 * @param meanTokens the mean length of whole replies, averaged as the value is
 */
public record DiversityValue(
        DiversityMeasure measure,
        Form form,
        Interval interval,
        ClusterUnit unit,
        int clusters,
        int batches,
        int undefined,
        double meanTokens) {
    /**
     * Validates.
     *
     * @param measure the measure
     * @param form the form
     * @param interval the mean over clusters of the means over their batches, with Student's t interval
     * @param unit what was taken as independent
     * @param clusters how many there are
     * @param batches how many batches had a value
     * @param undefined how many batches had none and were left out
     * @param meanTokens the mean length of whole replies, averaged as the value is
     */
    public DiversityValue {
        Objects.requireNonNull(measure, "measure");
        Objects.requireNonNull(form, "form");
        Objects.requireNonNull(interval, "interval");
        Objects.requireNonNull(unit, "unit");
        if (clusters < 0 || batches < 0 || undefined < 0) {
            throw new IllegalArgumentException("clusters, batches, undefined: " + clusters + ", " + batches + ", "
                    + undefined + "; none may be below 0");
        }
    }

    /**
     * The value.
     *
     * @return the estimate of the interval
     */
    public double estimate() {
        return interval.estimate();
    }

    /** As {@code distinct2, first 40: 0.8859 [0.8701, 0.9017] (20 characters; 74.4 tokens a reply)}. */
    @Override
    public String toString() {
        String missing = undefined == 0 ? "" : String.format(Locale.ROOT, "; %d batches undefined", undefined);
        return String.format(
                Locale.ROOT,
                "%s, %s: %s [%s, %s] (%d %s; %.1f tokens a reply%s)",
                measure.id(),
                form,
                DiversityProfile.number(interval.estimate()),
                DiversityProfile.number(interval.lower()),
                DiversityProfile.number(interval.upper()),
                clusters,
                unit == ClusterUnit.CHARACTER ? "characters" : "batches",
                meanTokens,
                missing);
    }
}
