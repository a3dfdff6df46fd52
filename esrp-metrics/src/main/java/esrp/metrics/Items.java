package esrp.metrics;

/** Which items count when candidates were not rated on the same ones. */
public enum Items {
    /**
     * The items that every candidate with any rating on the metric has: dialogues are matched by character and
     * scenario, batches by character. The default.
     */
    COMMON,
    /** All items: candidates may then differ because their items do. */
    ALL
}
