package esrp.core;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a rating is made of, as a mapping names it. */
enum Coordinate {
    CANDIDATE(0),
    CHARACTER(1),
    ITEM(2),
    TURN(3),
    SAMPLE(4),
    REPLICATE(5),
    RATER(6),
    METRIC(7),
    SCORE(8);

    static final int COUNT = values().length;

    /** The place among the parts of a row. */
    final int index;

    Coordinate(int index) {
        this.index = index;
    }

    /** The key in a mapping, the hole in a template, and the column of our own files. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> keys() {
        return Arrays.stream(values()).map(Coordinate::key).toList();
    }

    boolean optional() {
        return this == TURN || this == SAMPLE || this == REPLICATE;
    }
}
