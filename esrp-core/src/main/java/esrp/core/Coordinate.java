package esrp.core;

import java.util.Locale;

/** What a rating is made of, as a mapping names it. */
enum Coordinate {
    CANDIDATE,
    CHARACTER,
    ITEM,
    TURN,
    SAMPLE,
    REPLICATE,
    RATER,
    METRIC,
    SCORE;

    static final int COUNT = values().length;

    /** The key in a mapping, the hole in a template, and the column of our own files. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean optional() {
        return this == TURN || this == SAMPLE || this == REPLICATE;
    }
}
