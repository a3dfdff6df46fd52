package esrp.stats.design;

import esrp.stats.internal.Arguments;

/**
 * The size of a study in which every candidate plays every character in every scenario.
 *
 * @param candidates at least 2
 * @param characters at least 2
 * @param scenarios at least 2
 * @param raters of each dialogue, at least 1; each character has its own
 */
public record StudySize(int candidates, int characters, int scenarios, int raters) {
    /** Validates. */
    public StudySize {
        Arguments.atLeast("candidates", 2, candidates);
        Arguments.atLeast("characters", 2, characters);
        Arguments.atLeast("scenarios", 2, scenarios);
        Arguments.atLeast("raters", 1, raters);
    }

    /** {@return the number of dialogues: candidates × characters × scenarios} */
    public long dialogues() {
        return (long) candidates * characters * scenarios;
    }

    /** {@return the number of ratings on each metric: dialogues × raters} */
    public long ratings() {
        return dialogues() * raters;
    }

    /** As {@code 6 candidates × 20 characters × 60 scenarios, 2 raters}. */
    @Override
    public String toString() {
        return candidates + " candidates × " + characters + " characters × " + scenarios + " scenarios, " + raters
                + (raters == 1 ? " rater" : " raters");
    }
}
