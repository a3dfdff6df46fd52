package esrp.metrics;

import esrp.core.Finding;

/** What the results of an {@link Analysis} say beside their numbers. Sentences stand in {@code messages/} beside this class. */
public enum AnalysisCode implements Finding.Code {
    /** At least one rater is simulated. */
    SIMULATED,
    /** How many ratings count, and the rubric. */
    RATINGS,
    /** How intervals were made. */
    INTERVALS,
    /** How intervals were made that draw random numbers. */
    RESAMPLED_INTERVALS,
    /** Candidates that nobody rated on a metric. */
    NOT_RATED,
    /** Metrics of the average on which nobody was rated. */
    NOT_RATED_AT_ALL,
    /** Only items that all candidates have in common count. */
    COMMON_ITEMS,
    /** All items count, though candidates were rated on different ones. */
    ALL_ITEMS,
    /** Why there is no result of common items: no dialogue is common to all candidates. */
    NO_COMMON_DIALOGUE,
    /** Why there is no result of common items: batches of no character are common to all candidates. */
    NO_COMMON_CHARACTER,
    /** Why there is no comparison: fewer than two candidates have a value. */
    NOTHING_TO_COMPARE,
    /** Why there is no comparison: nobody was rated on some metrics of the measure. */
    MEASURE_NOT_RATED,
    /** Why there is no agreement: no two raters rated the same thing. */
    NO_AGREEMENT,
    /** Why a result is missing: a summary does not hold single ratings. */
    NOT_BY_RATING,
    /** A file or bytes are no summary, or a damaged one. */
    DAMAGED_SUMMARY,
    /** Why a judge is not validated: it rated nothing that people rated. */
    NO_OVERLAP,
    /** Ids that only people or only the judge know. */
    IDS_DIFFER,
    /** Why a judge is not validated: there are no ratings of people. */
    NO_PEOPLE,
    /** Why a judge is not calibrated: it and people share fewer than two items. */
    NO_CALIBRATION,
    /** How probabilities were calibrated. */
    CALIBRATION,
    /** How a judge's probabilities were calibrated by isotonic regression. */
    ISOTONIC_CALIBRATION,
    /** There is no judge to validate. */
    NO_JUDGE,
    /** All ratings are by models. */
    ONLY_MODELS,
    /** The average is that of the metrics that were rated. */
    RATED_METRICS,
    /** Ratings on metrics that the rubric does not have are left out. */
    OTHER_METRICS,
    /** A judge rated things more than once; the mean of its answers counts. */
    REPLICATES,
    /** A result cannot be made. */
    FAILED,
    /** Ratings were left out because the same rater rated the same thing more than once. */
    REPEATED_RATINGS,
    /** Ratings were left out because their dialogue is in no known group. */
    UNGROUPED,
    /** The result of a group cannot be made. */
    GROUP_FAILED,
    /** Candidates were not compared because they have no value. */
    NOT_COMPARED,
    /** What changes of a candidate against a baseline mean. */
    CHANGES,
    /** What letters, ranks and shares of a comparison mean. */
    LETTERS,
    /** Intervals of pairs are not adjusted, p values are. */
    PAIRS,
    /** What the columns of agreement mean. */
    AGREEMENT,
    /** Pairs of raters are too many to be listed. */
    PAIRS_NOT_LISTED,
    /** A judge did not rate all characters that people rated. */
    JUDGE_COVERS,
    /** Fewer than two judges can be compared. */
    ONE_JUDGE,
    /** What the columns of differences of judges mean. */
    JUDGE_DIFFERENCES,
    /** No rater stands apart. */
    NOBODY_APART,
    /** Why a rater stands apart: more severe than the others. */
    SEVERE,
    /** Why a rater stands apart: more lenient than the others. */
    LENIENT,
    /** Why a rater stands apart: disagrees with the others. */
    DISAGREES,
    /** What the columns of a validation mean. */
    VALIDATION,
    /** What people or the judge alone rated is not compared. */
    RATED_BY_ONE_SIDE,
    /** Averages are over metrics of different scales. */
    MIXED_SCALES,
    /** What has no single human label is left out. */
    UNDECIDED_LABELS,
    /** One thing has no single human label. */
    UNDECIDED_LABEL,
    /** What the columns of a prediction-powered leaderboard mean. */
    PREDICTION_POWERED,
    /** How prediction-powered intervals were made. */
    POWERED_INTERVALS,
    /** Candidates have no row because nothing of theirs was scored by both sides. */
    NO_ROW,
    /** Labels were left out because the judge did not score their dialogue in full. */
    UNJUDGED_LABELS,
    /** People rated dialogues on some of the metrics only. */
    PARTIAL_LABELS,
    /** The judge, or not all judges, scored dialogues on some of the metrics only. */
    PARTIAL_JUDGE,
    /** The judge did not score dialogues of all candidates. */
    UNCOMMON,
    /** People scored everything of a candidate, so that the judge adds nothing. */
    JUDGE_ADDS_NOTHING,
    /** What separates the last place of a shortlist from the first place off it. */
    CUT,
    /** The data do not separate the last place of a shortlist from the first place off it. */
    CUT_UNCLEAR,
    /** What a judge gives a candidate of its own family beyond what is to be expected. */
    SELF_PREFERENCE,
    /** A release gate was passed. */
    GATE_PASSED,
    /** A release gate was failed. */
    GATE_FAILED,
    /** The ratings do not decide a release gate. */
    GATE_UNDECIDED,
    /** The metrics on which a candidate that did not pass lost most. */
    GATE_LOST,
    /** Which look of a sequential test this is, and its error over all of them. */
    GATE_LOOK,
    /** An earlier look of a sequential test decided. */
    GATE_DECIDED,
    /** How many of the dialogues that a candidate or the baseline has were rated of both. */
    GATE_COVERAGE,
    /** Of two candidates of a gate, no rater rated both. */
    GATE_RATERS,
    /** One unit alone decides nothing. */
    ONE_UNIT,
    /** One unit alone decides nothing, where units of another kind would. */
    ONE_UNIT_OTHER,
    /** Units do not differ at all: what bounds allow for. */
    ALIKE,
    /** Units do not differ at all, so that a coefficient has no bounds. */
    ALIKE_WITHOUT,
    /** The unit is the outer one of characters and scenarios that are nested, not crossed. */
    UNIT_NESTED,
    /** The unit is the one that varies, as there is one character or one scenario only. */
    UNIT_VARIES,
    /** The unit is the character, as batches have no scenario. */
    UNIT_OF_BATCHES,
    /** The intervals of some groups are by another unit than those of all. */
    UNIT_OF_GROUPS,
    /** Agreement beyond chance is not defined, as scores do not differ. */
    NO_VARIATION,
    /** Metrics of different scales are not pooled. */
    NOT_POOLED,
    /** Severity over metrics of different scales is by position. */
    SEVERITY_SCALE,
    /** No affordable sample would decide. */
    ON_THE_BOUND,
    /** How many units would decide. */
    UNITS_NEEDED,
    /** How many times as many characters and scenarios would decide. */
    CROSSED_UNITS_NEEDED
}
