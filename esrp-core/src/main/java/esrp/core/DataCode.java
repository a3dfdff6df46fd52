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
    /** A file has a field that is not read. */
    UNKNOWN_FIELD,
    /** What the columns of a summary of replies mean. */
    SUMMARY_COLUMNS,
    /** Nothing was found. */
    NO_FINDINGS,
    /** There is no folder of this name. */
    NO_FOLDER,
    /** What should be a folder is a file. */
    NOT_A_FOLDER,
    /** A file of a set is not there, or not the one that was written last with the others. */
    UNLIKE_MANIFEST,
    /** A folder was rewritten while it was read. */
    REPLACED_MEANWHILE,
    /** A folder holds no file of a candidate. */
    NO_CANDIDATES,
    /** There is no file of this name. */
    NO_FILE,
    /** What should be a file is a folder. */
    NOT_A_FILE,
    /** A file may not be read. */
    ACCESS_DENIED,
    /** Compressed data are cut. */
    GZIP_ENDS_EARLY,
    /** A file is not what its name says. */
    NOT_GZIP,
    /** The system or a parser refuses a file. */
    NOT_READABLE,
    /** A text is no JSON. */
    NOT_JSON,
    /** A file holds bytes that are not UTF-8. */
    NOT_UTF_8,
    /** A file holds bytes that are no text in its encoding. */
    NOT_TEXT,
    /** A line or record is longer than what is accepted. */
    TOO_LONG,
    /** A record has more fields than what is accepted. */
    TOO_MANY_FIELDS,
    /** A file holds nothing. */
    EMPTY_FILE,
    /** A file starts with an empty line. */
    EMPTY_FIRST_LINE,
    /** A JSON text is cut. */
    JSON_ENDS_EARLY,
    /** Something follows the one value of a file or line. */
    MORE_TEXT,
    /** A value is of another type. */
    WRONG_TYPE,
    /** A value is not what it should be. */
    EXPECTED,
    /** A text is none of those allowed. */
    NOT_ONE_OF,
    /** A name is there twice. */
    TWICE,
    /** A field or key is missing. */
    MISSING_NAME,
    /** A text is blank. */
    BLANK,
    /** A list is empty. */
    EMPTY_LIST,
    /** A text holds half a character. */
    BROKEN_UNICODE,
    /** A scenario's id is no number. */
    NOT_A_DIALOG_ID,
    /** Nothing says how a scenario opens. */
    NO_OPENING_QUESTION,
    /** A header lacks columns. */
    NO_COLUMN,
    /** A row has more or fewer fields than the header. */
    FIELD_COUNT,
    /** A rating names a metric that is not in the rubric. */
    UNKNOWN_METRIC,
    /** A score is no whole number. */
    NOT_A_SCORE,
    /** A score is outside its scale. */
    OFF_SCALE,
    /** A value is refused for the reason given, which is an error message of the library. */
    REFUSED,
    /** More faults were found than are listed. */
    MORE_FAULTS,
    /** A score lies between the steps of its scale. */
    OFF_GRID,
    /** A score is the nearest level of what was written. */
    ROUNDED,
    /** Scores are missing. */
    MISSING_SCORE,
    /** Rows or scores were left out as the mapping says. */
    FILTERED,
    /** What separates the fields of a file. */
    DELIMITER,
    /** What a text was read as. */
    ENCODING,
    /** A file is compressed and not called so, or called so and not compressed. */
    FALSE_NAME,
    /** Rows have empty fields behind the last column. */
    SURPLUS_FIELDS,
    /** A file holds rows without any value. */
    BLANK_ROWS,
    /** Rows hold the names of the columns once more. */
    HEADER_AGAIN,
    /** A field spans many lines. */
    LONG_FIELD,
    /** A quote is opened and never closed. */
    OPEN_QUOTE,
    /** Text follows the closing quote of a field. */
    LOOSE_QUOTE,
    /** A file starts with a comment. */
    COMMENT_LINE,
    /** Names differ only in how they are written. */
    SPELLING,
    /** A name holds a character that cannot be seen. */
    INVISIBLE,
    /** A name looks as if a tool had escaped it. */
    ESCAPED,
    /** A log is of a run that has not ended. */
    UNFINISHED,
    /** A spreadsheet has made a date of a name. */
    DATE_LIKE,
    /** A file holds preferences, not ratings. */
    PREFERENCES,
    /** Nothing is known about the columns of a file. */
    UNKNOWN_LAYOUT,
    /** A file fits several presets. */
    SEVERAL_PRESETS,
    /** What a file was read as. */
    MAPPED,
    /** Columns were left out. */
    LEFT_OUT,
    /** A mapping finds no value for a part of a rating. */
    NO_SOURCE,
    /** A mapping names a column that a file does not have. */
    NO_SUCH_SOURCE,
    /** No place in a file holds scores as a mapping says. */
    NO_SCORES,
    /** Records hold no score. */
    WITHOUT_SCORE,
    /** A file is of a kind that is not read. */
    FOREIGN_FILE,
    /** A part of a rating was not in the file and got a value. */
    DEFAULTED,
    /** More than one score was chosen. */
    SEVERAL_CHOICES,
    /** What stands where a score may be chosen says neither yes nor no. */
    NOT_A_CHOICE,
    /** The names of the columns do not stand in the first row. */
    TITLE_ROWS,
    /** A row lacks several of the parts that tell whose scores it holds. */
    SUMMARY_ROW,
    /** A text from which several parts shall be taken looks otherwise. */
    NOT_SPLIT,
    /** What is joined has no row, or several, for a key. */
    NO_JOIN,
    /** A condition names a field that rows do not have. */
    NO_CONDITION,
    /** A library that is needed is missing. */
    NO_LIBRARY,
    /** A snapshot is of another version. */
    SNAPSHOT_VERSION,
    /** A snapshot holds ratings on a metric that is defined otherwise. */
    SNAPSHOT_METRIC,
    /** A snapshot is cut. */
    SNAPSHOT_ENDS_EARLY,
    /** A snapshot does not match its checksums, or contradicts itself. */
    SNAPSHOT_DAMAGED,
    /** A page has no section of a name. */
    NO_SECTION,
    /** More faults of the same kind. */
    MORE_OF_KIND,
    /** Ratings name an id that the data do not have. */
    NOT_IN_DATA,
    /** Ratings name an id that the data do not have, but they have one like it. */
    NOT_IN_DATA_LIKE,
    /** Dialogues were rated that the data do not have. */
    RATED_WITHOUT_REPLY
}
