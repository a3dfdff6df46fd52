package esrp.prompts;

import esrp.core.Finding;

/** What results of asking models say beside their numbers. Sentences stand in {@code messages/} beside this class. */
public enum PromptCode implements Finding.Code {
    /** Dialogues are not complete. */
    INCOMPLETE_DIALOGUES,
    /** Ratings are missing because a judge gave no score. */
    UNSCORED_RATINGS,
    /** Ratings are missing because the call of the judge failed. */
    UNANSWERED_RATINGS,
    /** A scenario was set aside because another one asks nearly the same. */
    NEAR_DUPLICATE,
    /** How many scenarios were set aside. */
    NEAR_DUPLICATES,
    /** A cell of a scenario space lacks questions although the model replied. */
    MISSING_SCENARIOS,
    /** A cell of a scenario space lacks questions because the last call had no reply. */
    UNANSWERED_CELL,
    /** How many questions the model did not bring. */
    MISSING_SCENARIOS_IN_ALL,
    /** Fewer scenarios are left than were wanted. */
    FEWER_SCENARIOS,
    /** Labels of batches were left out. */
    BATCH_LABELS,
    /** Labels were left out because their dialogue is not in the data set. */
    LABELS_WITHOUT_DIALOGUE,
    /** At least one rater is simulated. */
    SIMULATED_LABELS,
    /** No dialogue and no opening question is in more than one part. */
    NO_LEAK,
    /** Dialogues or opening questions are in more than one part. */
    LEAK,
    /** There was no dialogue or batch to judge. */
    NOTHING_TO_JUDGE,
    /** There was no character or scenario to play. */
    NOTHING_TO_PLAY,
    /** Answers come from an earlier run. */
    RECALLED,
    /** Answers come from an earlier run, and the model does not say which release it is. */
    RECALLED_WITHOUT_REVISION,
    /** A judge and some of the candidates it judges are of one family of models. */
    SAME_FAMILY,
    /** Dialogues, or batches, were judged without the reference that was asked for. */
    NO_REFERENCE,
    /** Calls whose client ignored its interrupt were left alone. */
    ABANDONED_CALLS,
    /** A file's ratings are not those that its manifest names. */
    OTHER_RATINGS
}
