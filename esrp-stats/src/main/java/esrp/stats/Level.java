package esrp.stats;

/** The level of measurement, which decides how far apart two values are in Krippendorff's alpha. */
public enum Level {
    /** Names: values are equal or not. */
    NOMINAL,
    /** Ranks: the distance of two values is the number of ratings that lie between them (ends counted half). */
    ORDINAL,
    /** Numbers whose differences mean something: squared difference. */
    INTERVAL
}
