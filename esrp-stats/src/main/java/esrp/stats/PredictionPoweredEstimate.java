package esrp.stats;

import java.util.Locale;
import java.util.Objects;

/**
 * A mean or difference from few human and many judge scores.
 *
 * @param estimate from both
 * @param humanOnly from the human scores alone, for comparison
 * @param interval of the estimate
 * @param humanInterval of the human scores alone
 * @param lambda how far the judge was trusted, in [0, 1]; 0 means not at all
 * @param correlation Pearson's, of judge and people on the items both scored
 * @param labels the number of human scores
 * @param effectiveLabels how many human scores alone would have given the same variance
 */
public record PredictionPoweredEstimate(
        Estimate estimate,
        Estimate humanOnly,
        Interval interval,
        Interval humanInterval,
        double lambda,
        double correlation,
        int labels,
        double effectiveLabels) {
    /**
     * Validates.
     *
     * @param estimate from both
     * @param humanOnly from the human scores alone, for comparison
     * @param interval of the estimate
     * @param humanInterval of the human scores alone
     * @param lambda how far the judge was trusted, in [0, 1]; 0 means not at all
     * @param correlation Pearson's, of judge and people on the items both scored
     * @param labels the number of human scores
     * @param effectiveLabels how many human scores alone would have given the same variance
     */
    public PredictionPoweredEstimate {
        Objects.requireNonNull(estimate, "estimate");
        Objects.requireNonNull(humanOnly, "humanOnly");
        Objects.requireNonNull(interval, "interval");
        Objects.requireNonNull(humanInterval, "humanInterval");
    }

    /**
     * What the judge was worth.
     *
     * @return human scores gained, 0 if the judge was not trusted
     */
    public double labelsGained() {
        return effectiveLabels - labels;
    }

    /** As {@code 3.91 [3.80, 4.02] from 120 human scores and a judge worth 63 more (lambda 0.71, correlation 0.62)}. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s from %d human scores%na judge worth %.0f more (lambda %.2f, correlation %.2f); people alone %s",
                interval,
                labels,
                labelsGained(),
                lambda,
                correlation,
                humanInterval);
    }
}
