package esrp.report;

import esrp.core.Finding;

/** What a report says below tables of its own. */
enum Note implements Finding.Code {
    /** Judgements without a score enter no mean. */
    UNSCORED,
    /** What an opening is. */
    OPENINGS,
    /** Nothing in the data was repaired. */
    UNCHANGED
}
