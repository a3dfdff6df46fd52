package esrp.metrics.diversity;

/** What is taken as independent where an interval is made. */
public enum ClusterUnit {
    /** All batches of a character are one cluster. The default: a character's replies share its voice. */
    CHARACTER,
    /** Each batch by itself. Too narrow where batches of a character are alike, and they are. */
    BATCH
}
