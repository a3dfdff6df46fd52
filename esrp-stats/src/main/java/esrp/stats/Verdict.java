package esrp.stats;

/** What a test against a margin says. */
public enum Verdict {
    /** The claim is shown. */
    PASS,
    /** The opposite of the claim is shown. */
    FAIL,
    /** Neither: more data are needed. */
    UNDECIDED
}
