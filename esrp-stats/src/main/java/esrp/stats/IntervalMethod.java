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
    T
}
