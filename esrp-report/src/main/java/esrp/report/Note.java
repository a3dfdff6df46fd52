package esrp.report;

import esrp.core.Finding;

/** What a report says below tables of its own. */
enum Note implements Finding.Code {
    /** Judgements without a score enter no mean. */
    UNSCORED,
    /** Nothing in the data was repaired. */
    UNCHANGED
}
