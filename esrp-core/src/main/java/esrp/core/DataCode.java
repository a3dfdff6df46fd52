package esrp.core;

/** What can be found in data, and what can be wrong with a file. Sentences stand in {@code messages/} beside this class. */
public enum DataCode implements Finding.Code {
    /** A candidate lists its characters in another order than most files. */
    CHARACTER_ORDER,
    /** One scenario has several spellings of its opening question. */
    QUESTION_SPELLING,
    /** A candidate gave the same reply more than once. */
    REPEATED_REPLY,
    /** A reply breaks the length rule of its language. */
    REPLY_LENGTH,
    /** A reply holds emoji, or what remains of them (variation selectors, joiners). */
    EMOJI_RESIDUE,
    /** A reply marks an action, as in {@code *smiles*}. */
    ACTION_MARK,
    /** A question holds a line break. */
    QUESTION_LINE_BREAK,
    /** A reply holds a line break. */
    LINE_BREAK,
    /** A reply ends in a letter or digit, without final punctuation. */
    OPEN_END,
    /** A candidate has no reply where others have one. */
    MISSING_REPLY,
    /** The same rater rated the same thing more than once. */
    DUPLICATE_RATING,
    /** A file has a column, key or field that is not read. */
    UNKNOWN_COLUMN,
    /** A file has a field that is not read. */
    UNKNOWN_FIELD,
    /** Nothing was found. */
    NO_FINDINGS
}
