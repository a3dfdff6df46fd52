package esrp.study;

import esrp.core.internal.Numbers;

/**
 * The size of a study: Table 2 of the ChatAnime paper.
 *
 * @param characters Cha.: characters played
 * @param scenarios S: scenarios
 * @param turns T: turns of a scenario
 * @param batches B: batches of replies of each character and candidate
 * @param models L: models that reply
 * @param candidates Can.: candidates that people rate
 * @param metrics M: metrics of a dialogue
 * @param batchMetrics metrics of a batch
 * @param raters R: raters of each character
 */
public record StudyCounts(
        int characters,
        int scenarios,
        int turns,
        int batches,
        int models,
        int candidates,
        int metrics,
        int batchMetrics,
        int raters) {
    /**
     * Replies of models.
     *
     * @return Cha. × S × L × T
     */
    public long modelReplies() {
        return (long) characters * scenarios * models * turns;
    }

    /**
     * Replies of people: one set for each character.
     *
     * @return Cha. × S × T
     */
    public long peopleReplies() {
        return (long) characters * scenarios * turns;
    }

    /**
     * All replies.
     *
     * @return those of models and of people
     */
    public long replies() {
        return modelReplies() + peopleReplies();
    }

    /**
     * Ratings of dialogues.
     *
     * @return Cha. × S × Can. × M × R
     */
    public long fineRatings() {
        return (long) characters * scenarios * candidates * metrics * raters;
    }

    /**
     * Ratings of batches.
     *
     * @return Cha. × B × Can. × R for each metric of batches
     */
    public long overallRatings() {
        return (long) characters * batches * candidates * raters * batchMetrics;
    }

    /**
     * All ratings.
     *
     * @return those of dialogues and of batches
     */
    public long ratings() {
        return fineRatings() + overallRatings();
    }

    /** Table 2. */
    @Override
    public String toString() {
        return TextTable.of(1, "content", "count")
                .title("size of the study")
                .row("characters (Cha.)", Numbers.count(characters))
                .row("scenarios (S)", Numbers.count(scenarios))
                .row("turns per scenario (T)", Numbers.count(turns))
                .row("mini-batches (B)", Numbers.count(batches))
                .row("models (L)", Numbers.count(models))
                .row("candidates (Can.)", Numbers.count(candidates))
                .row("fine-grained metrics (M)", Numbers.count(metrics))
                .row("raters per character (R)", Numbers.count(raters))
                .row("replies of models (Cha.*S*L*T)", Numbers.count(modelReplies()))
                .row("replies of people (Cha.*S*T)", Numbers.count(peopleReplies()))
                .row("total replies", Numbers.count(replies()))
                .row("fine-grained ratings (Cha.*S*Can.*M*R)", Numbers.count(fineRatings()))
                .row("overall ratings (Cha.*B*Can.*R)", Numbers.count(overallRatings()))
                .row("total ratings", Numbers.count(ratings()))
                .toString();
    }
}
