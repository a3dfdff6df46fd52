package esrp.study.form;

import esrp.core.internal.Checks;
import java.util.Objects;

/**
 * Something in a file of answers that is not as it should be.
 *
 * @param kind what it is
 * @param place the file, with the task and metric where there is one
 * @param message one sentence for people
 * @param excluded true if answers were left out because of it
 */
public record ImportProblem(Kind kind, String place, String message, boolean excluded) {
    /** What can be wrong. */
    public enum Kind {
        /** The file is not an export of a form, or it was changed after the export. */
        NOT_AN_EXPORT,
        /** The answers belong to another rater. */
        WRONG_RATER,
        /** The answers belong to another form, or to another version of it. */
        WRONG_FORM,
        /** The same rater's answers were read before. */
        READ_TWICE,
        /** A task that the form does not have. */
        UNKNOWN_TASK,
        /** A task that the key does not explain. */
        NO_KEY,
        /** A task occurs twice. */
        DUPLICATE_TASK,
        /** A metric that was not asked. */
        UNKNOWN_METRIC,
        /** A score outside the scale, or no whole number. */
        SCORE,
        /** A task or metric without an answer. */
        MISSING,
        /** A reply that breaks the length rule. */
        LENGTH,
        /** An attention item answered wrongly. */
        ATTENTION,
        /** A task answered faster than it can be read. */
        TOO_FAST,
        /** The same score for every metric on nearly every task. */
        STRAIGHT_LINING
    }

    /**
     * Validates.
     *
     * @param kind what it is
     * @param place the file, with the task and metric where there is one
     * @param message one sentence for people
     * @param excluded true if answers were left out because of it
     */
    public ImportProblem {
        Objects.requireNonNull(kind, "kind");
        Checks.text("place", place);
        Checks.text("message", message);
    }

    /** As {@code place: message}. */
    @Override
    public String toString() {
        return place + ": " + message + (excluded ? " (left out)" : "");
    }
}
