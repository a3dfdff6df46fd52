package esrp.core;

import java.util.Locale;

/** The columns of {@link Ratings} that hold names. The score is not one of them. Turn, sample and replicate are optional. */
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
    RATER,
    /** Which turn of a dialogue was rated; blank for the whole. */
    TURN,
    /** Which of several dialogues of one candidate in one scenario was rated; blank where there is one. */
    SAMPLE,
    /** Which of several answers of one rater about the same thing it is; blank where there is one. */
    REPLICATE;

    /** {@return what files call the column: the name in lower case, for example {@code candidate}} */
    public String header() {
        return name().toLowerCase(Locale.ROOT);
    }
}
