package esrp.core;

import java.util.Objects;

/**
 * Something in the data that a careful reader wants to know: kept, never repaired or dropped in silence.
 *
 * @param kind what it is
 * @param place where it is: file and JSON pointer or line, candidate, character and scenario as far as known
 * @param message one sentence for people
 */
public record Finding(Kind kind, String place, String message) {
    /** What can be found. */
    public enum Kind {
        /** A candidate lists its characters in another order than the first file. */
        CHARACTER_ORDER,
        /** One scenario has several spellings of its opening question. */
        QUESTION_SPELLING,
        /** A candidate gave the same reply more than once. */
        REPEATED_REPLY,
        /** A reply breaks the length rule of 50 to 150 Chinese characters; replies in other scripts are exempt. */
        REPLY_LENGTH,
        /** A reply holds emoji, or what remains of them (variation selectors, joiners). */
        EMOJI_RESIDUE,
        /** A reply marks an action, as in {@code *smiles*}. */
        ACTION_MARK,
        /** A question or a reply holds a line break. */
        LINE_BREAK,
        /** A reply ends in a letter or digit, without final punctuation. */
        OPEN_END,
        /** A candidate has no reply where others have one. */
        MISSING_REPLY,
        /** The same rater rated the same thing more than once. */
        DUPLICATE_RATING,
        /** A file has a column, key or field that is not read. */
        UNKNOWN_COLUMN,
        /** Anything else. */
        OTHER
    }

    /**
     * Validates.
     *
     * @param kind what it is
     * @param place where it is: file and JSON pointer or line, candidate, character and scenario as far as known
     * @param message one sentence for people
     */
    public Finding {
        Objects.requireNonNull(kind, "kind");
        Checks.text("place", place);
        Checks.text("message", message);
    }

    /** As {@code place: message}. */
    @Override
    public String toString() {
        return place + ": " + message;
    }
}
