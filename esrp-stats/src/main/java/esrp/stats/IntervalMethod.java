package esrp.stats;

/** How a confidence interval was made. */
public enum IntervalMethod {
    /** Quantiles of the bootstrap distribution; what most papers report. */
    PERCENTILE,
    /** Quantiles reflected about the estimate. */
    BASIC,
    /** Bias-corrected and accelerated: quantiles at levels corrected for bias and skewness (Efron 1987). */
    BCA,
    /** Bootstrap of the t ratio, with a standard error for each resample. */
    STUDENTIZED,
    /** Student's t on cluster means; no resampling. */
    T,
    /**
     * As {@link #T}, but for a value between two limits, such as the mean of a scale or a share, made on the logit of its position
     * between them and mapped back: it never leaves the scale. What has no limits, such as a difference, gets the plain t
     * interval. No resampling.
     */
    LOGIT;

    /** {@return whether intervals are made from random resamples; false for T and LOGIT} */
    public boolean resamples() {
        return this != T && this != LOGIT;
    }
}
