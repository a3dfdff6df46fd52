package esrp.core;

import java.util.Locale;

/** The columns of {@link Ratings} that hold names. The score is not one of them. */
public enum Column {
    /** Who replied: id of a {@link Candidate}. */
    CANDIDATE,
    /** Who was played: id of a {@link Character}. */
    CHARACTER,
    /** What was rated: a scenario id, or a batch id for metrics whose target is a batch. */
    ITEM,
    /** What was asked: id of a {@link Metric}. */
    METRIC,
    /** Who rated: id of a {@link Rater}. */
    RATER;

    /** {@return what files call the column: the name in lower case, for example {@code candidate}} */
    public String header() {
        return name().toLowerCase(Locale.ROOT);
    }
}
