package esrp.metrics;

/** What to do where a rater rated the same thing more than once; two ratings are never averaged in silence. */
public enum Duplicates {
    /** Refuse, naming the first ones. The default. */
    REJECT,
    /** Keep the rating that comes first in the table. */
    FIRST,
    /** Keep the rating that comes last in the table. */
    LAST
}
