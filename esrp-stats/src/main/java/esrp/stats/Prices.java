package esrp.stats;

import esrp.stats.design.StudySize;

/**
 * What the parts of a study cost, in any currency.
 *
 * @param dialogueWritten one dialogue written by a person
 * @param dialogueRated one dialogue rated by one rater on all metrics
 * @param rater each rater hired, whatever they rate
 * @param character each character added, whatever else
 * @param scenario each scenario added, whatever else
 */
public record Prices(double dialogueWritten, double dialogueRated, double rater, double character, double scenario) {
    /**
     * Validates.
     *
     * @param dialogueWritten one dialogue written by a person
     * @param dialogueRated one dialogue rated by one rater on all metrics
     * @param rater each rater hired, whatever they rate
     * @param character each character added, whatever else
     * @param scenario each scenario added, whatever else
     */
    public Prices {
        require("dialogueWritten", dialogueWritten);
        require("dialogueRated", dialogueRated);
        require("rater", rater);
        require("character", character);
        require("scenario", scenario);
    }

    private static void require(String name, double price) {
        if (!(price >= 0 && price < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + ": " + price + " is not 0 or more");
        }
    }

    /**
     * Prices agreed per character. In the ChatAnime study, for example, a person had 600 RMB for writing the dialogues of one
     * character in 60 scenarios and 360 RMB for rating one character's dialogues of 6 candidates in 60 scenarios: {@code
     * perCharacter(600, 360, 60, 6)}.
     *
     * @param written for writing one character in all scenarios
     * @param rated for one rater's rating of one character in all scenarios and of all candidates
     * @param scenarios how many these prices are for
     * @param candidates how many the price of rating is for
     * @return the prices of one dialogue, nothing else being paid
     */
    public static Prices perCharacter(double written, double rated, int scenarios, int candidates) {
        if (scenarios < 1 || candidates < 1) {
            throw new IllegalArgumentException(
                    "scenarios: " + scenarios + " and candidates: " + candidates + " must be at least 1");
        }
        return new Prices(written / scenarios, rated / scenarios / candidates, 0, 0, 0);
    }

    /**
     * The price of a study.
     *
     * @param design its size
     * @param writers how many of the candidates are people who are paid for writing
     * @return the sum
     */
    public double of(StudySize design, int writers) {
        if (writers < 0 || writers > design.candidates()) {
            throw new IllegalArgumentException("writers: " + writers + " is outside 0.." + design.candidates());
        }
        double cells = (double) design.characters() * design.scenarios();
        return cells * writers * dialogueWritten
                + design.ratings() * dialogueRated
                + (double) design.characters() * design.raters() * rater
                + design.characters() * character
                + design.scenarios() * scenario;
    }
}
