package esrp.stats;

/** How the agreement of several pairs of raters becomes one number. */
public enum Pooling {
    /** The coefficient of the pooled table of all pairs: every rated unit counts alike. */
    MICRO,
    /** The mean of the pairs' coefficients: every pair counts alike. */
    MACRO
}
