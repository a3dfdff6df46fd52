package esrp.stats;

/** How the items that people labelled were chosen. */
public enum Sampling {
    /** At random from all items, or whole clusters at random: labelled items speak for the others. */
    RANDOM,
    /** In some other way: the first, the easy, the doubtful ones. */
    SELECTED,
    /** Nobody knows. */
    UNKNOWN
}
