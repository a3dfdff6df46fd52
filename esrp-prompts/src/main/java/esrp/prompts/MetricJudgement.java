package esrp.prompts;

import esrp.core.Finding;
import esrp.core.internal.Checks;
import java.util.Objects;

/** What a judge's reply says about one metric: a score on the metric's scale, or why there is none. */
public sealed interface MetricJudgement {
    /**
     * The score that the judge gave.
     *
     * @param value a score on the metric's scale
     * @param explanation what the judge gave as the reason, line breaks and escapes resolved; empty if there is none
     */
    record Scored(double value, String explanation) implements MetricJudgement {
        /** Validates. */
        public Scored {
            Objects.requireNonNull(explanation, "explanation");
        }

        /**
         * {@return the score as a whole number, which it is on every scale of whole steps}
         *
         * @throws IllegalStateException if it is a fraction; then ask {@link #value()}
         */
        public int score() {
            if (value != Math.rint(value)) {
                throw new IllegalStateException("score: " + value + " is a fraction, ask value()");
            }
            return (int) value;
        }
    }

    /**
     * No score can be taken from the reply. It is counted as such; nothing is put in its place.
     *
     * @param reason why, for counting
     * @param detail why, for people; quotes at most a few words of the reply
     */
    record Unscored(Reason reason, String detail) implements MetricJudgement {
        /** Validates. */
        public Unscored {
            Checks.notNull("reason", reason, "detail", detail);
        }
    }

    /** Why there is no score. */
    enum Reason implements Finding.Code {
        /** The call itself failed, and there is no reply; the parser never says so. */
        CALL_FAILED,
        /** The service withheld the reply. */
        FILTERED,
        /** The reply holds no text. */
        EMPTY,
        /** The reply is larger than the parser is set to read. */
        TOO_LARGE,
        /** Nothing in the reply has a form that can be read as an answer. */
        UNREADABLE,
        /** The reply ends before this metric was answered in full. */
        CUT_OFF,
        /** The reply answers other metrics, but not this one. */
        MISSING,
        /** The metric is mentioned, without a score: null, empty, a placeholder, an explanation alone. */
        NO_SCORE,
        /** What stands in place of the score is not a number: a boolean, a word. */
        NOT_A_NUMBER,
        /** The score lies between the steps of the scale: 4.5 where scores are whole, 4.3 where they are halves. */
        NOT_WHOLE,
        /** Several scores at once: {@code 4-5}, {@code 4 or 5}. */
        RANGE,
        /** The score lies outside the metric's scale, or counts by another one, such as {@code 8/10}. */
        OUT_OF_SCALE,
        /** The metric is answered more than once, and the answers disagree. */
        CONTRADICTORY,
        /** There is a number, but what it means is in doubt. */
        AMBIGUOUS
    }

    /** {@return whether there is a score; true for {@link Scored}} */
    default boolean isScored() {
        return this instanceof Scored;
    }
}
