package esrp.study;

import esrp.core.Finding;
import esrp.core.LocalizedText;
import esrp.core.Table;
import esrp.core.internal.Messages;

/** What plans, assignments and imports of forms notice. */
public enum StudyCode implements Finding.Code {
    /** A file of an assignment or key is of another version. */
    FILE_VERSION,
    /** A file is neither the assignment nor the key that was asked for. */
    OTHER_FILE,
    /** A folder holds no file that could be an export; nothing is imported. */
    NO_EXPORTS,
    /** A file cannot be read as an export of a form; nothing of it is imported. */
    NOT_AN_EXPORT,
    /** A file was exported from a form of another version of this library; nothing of it is imported. */
    OTHER_VERSION,
    /** A file was changed after the export: its signature differs; nothing of it is imported. */
    CHANGED,
    /** The answers belong to another rater; nothing of the file is imported. */
    WRONG_RATER,
    /** The answers belong to a form that the key does not know; nothing of the file is imported. */
    WRONG_FORM,
    /** A later export of the same form, or a copy of this one, is read; nothing of the file is imported. */
    READ_TWICE,
    /** A task that the form does not have is left out. */
    UNKNOWN_TASK,
    /** A task that occurs twice is left out. */
    DUPLICATE_TASK,
    /** A metric that was not asked is left out. */
    UNKNOWN_METRIC,
    /** A score outside the scale, or no whole number, is left out. */
    SCORE,
    /** A task has no answer. */
    MISSING_TASK,
    /** A task was skipped, and why. */
    SKIPPED,
    /** What somebody said about a task. */
    COMMENT,
    /** A metric has no score. */
    MISSING_SCORE,
    /** A question has no reply. */
    MISSING_REPLY,
    /** A reply that breaks the length rule is left out. */
    LENGTH,
    /** An attention task was answered wrongly. */
    ATTENTION,
    /** An attention task has no valid answer, which counts as a wrong one. */
    ATTENTION_UNANSWERED,
    /** More attention tasks were answered wrongly than allowed; nothing of the file is imported. */
    INATTENTIVE,
    /** A task answered faster than it can be read is left out. */
    TOO_FAST,
    /** A task without its time is left out. */
    NO_TIME,
    /** Nearly every task has the same score for every metric; nothing of the file is imported. */
    STRAIGHT_LINING,

    /** There is no assignment: some characters need more raters than there are for them. */
    NO_ASSIGNMENT,
    /** The participants who may rate these characters. */
    ABLE,
    /** Nobody may rate these characters. */
    NOBODY_ABLE,
    /** Participants who know a character wrote for it. */
    WRITERS_EXCLUDED,
    /** The number of participants that would suffice. */
    MORE_PARTICIPANTS,
    /** Changes of the design that would help. */
    OR_ELSE,
    /** A character has fewer people than it needs. */
    LACKS_RATERS,
    /** A word: more characters per rater. */
    MORE_CHARACTERS_PER_RATER,
    /** A word: fewer reserves per character. */
    FEWER_RESERVES,
    /** A word: fewer raters per character. */
    FEWER_RATERS,
    /** The size of an assignment, and the hash of its key. */
    ASSIGNMENT_SIZE,

    /** At least one rater of the pilot is simulated. */
    SIMULATED,
    /** The pilot has ratings of models. */
    MODELS,
    /** Forms that lack a metric were left out. */
    PARTIAL_FORMS,
    /** Each dialogue of the pilot had one rater. */
    ONE_RATER_PER_DIALOGUE,
    /** One rater rated the whole pilot. */
    ONE_RATER,
    /** Each character of the pilot had one rater. */
    ONE_RATER_PER_CHARACTER,
    /** Variances estimated below 0 were set to 0. */
    NEGATIVE_VARIANCES,
    /** The pilot has few characters. */
    FEW_CHARACTERS,
    /** No study within the limits finds a difference. */
    NOT_FOUND,
    /** The error column of a plan. */
    ERROR_SHARE,
    /** What a study of the given size finds. */
    FINDS,
    /** The cheapest study for the smallest difference. */
    CHEAPEST,
    /** The prices of a plan with paid writers. */
    PRICES_WITH_WRITERS,
    /** The prices of a plan without paid writers. */
    PRICES,
    /** The test of a plan. */
    TEST,
    /** The alpha for all pairs. */
    ALL_PAIRS;

    /** A table whose title stands under {@code <words>.title} and heads under {@code <words>.<name>}. */
    static Table.Builder table(String id, String words, String columns, Object... parameters) {
        Table.Builder table = Table.builder(id, word(words + ".title", parameters));
        return Messages.of(StudyCode.class).heads(table, words + ".", columns);
    }

    /** A word of this module in every language. */
    static LocalizedText word(String key, Object... parameters) {
        return Messages.of(StudyCode.class).localized(key, parameters);
    }
}
