package esrp.stats;

/**
 * Forms of the intraclass correlation, as numbered by Shrout and Fleiss (1979),
 * <a href="https://doi.org/10.1037/0033-2909.86.2.420">doi:10.1037/0033-2909.86.2.420</a>. The second number says
 * whether one rating or the mean of all k raters is to be trusted.
 */
public enum Icc {
    /** ICC(1,1): each unit has its own raters; one rating. */
    ONE_ONE,
    /** ICC(2,1): the same random raters for all units, absolute agreement; one rating. */
    TWO_ONE,
    /** ICC(3,1): the same fixed raters for all units, consistency; one rating. */
    THREE_ONE,
    /** ICC(1,k): as ICC(1,1), mean of the k raters. */
    ONE_K,
    /** ICC(2,k): as ICC(2,1), mean of the k raters. */
    TWO_K,
    /** ICC(3,k): as ICC(3,1), mean of the k raters; Cronbach's alpha. */
    THREE_K
}
