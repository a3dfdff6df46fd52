package esrp.prompts.internal;

/** Why there is no score; constants of the same names as those of {@code MetricJudgement.Reason}. */
public enum Fault {
    FILTERED,
    EMPTY,
    TOO_LARGE,
    UNREADABLE,
    CUT_OFF,
    MISSING,
    NO_SCORE,
    NOT_A_NUMBER,
    NOT_WHOLE,
    RANGE,
    OUT_OF_SCALE,
    CONTRADICTORY,
    AMBIGUOUS
}
