package esrp.stats;

/**
 * A source of variation in a study in which raters rate dialogues; a dialogue is what one candidate said as one character in
 * one scenario.
 *
 * <p>The model of a rating is the sum of one random effect of each kind. Raters are nested in characters (each character has
 * its own raters) or crossed with them (the same raters rate all). See Brennan (2001), Generalizability Theory, <a
 * href="https://doi.org/10.1007/978-1-4757-3456-0">doi:10.1007/978-1-4757-3456-0</a>.
 */
public enum Effect {
    /** Some candidates are better. */
    CANDIDATE,
    /** Some characters are easier to play, for every candidate. */
    CHARACTER,
    /** Some scenarios are easier, for every candidate. */
    SCENARIO,
    /** Some candidates suit some characters. Limits comparisons: only more characters help. */
    CANDIDATE_CHARACTER,
    /** Some candidates suit some scenarios. Limits comparisons: only more scenarios help. */
    CANDIDATE_SCENARIO,
    /** Some scenarios suit some characters. */
    CHARACTER_SCENARIO,
    /** What is left of a dialogue's quality; shared by all its raters. */
    DIALOGUE,
    /** Some raters are lenient. */
    RATER,
    /** Some raters favour some candidates. */
    CANDIDATE_RATER,
    /** A rater's reading of one dialogue, and everything else. */
    RESIDUAL
}
