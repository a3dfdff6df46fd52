package esrp.stats;

/** Which departures a test or a one-sided interval is about. */
public enum Alternative {
    /** Either direction: two-sided p-values, intervals with two finite bounds. */
    TWO_SIDED,
    /** The quantity is smaller: left-tail p-values, intervals from minus infinity to an upper bound. */
    LESS,
    /** The quantity is greater: right-tail p-values, intervals from a lower bound to infinity. */
    GREATER
}
