package esrp.prompts.run;

import esrp.core.Turn;
import java.util.List;
import java.util.Objects;

/**
 * A dialogue that should be there and is not complete.
 *
 * @param candidate id of the candidate
 * @param character id of the character
 * @param scenario id of the scenario
 * @param turns the turns that are complete
 * @param reason why the next one is not
 * @param detail one sentence for people; may repeat what the client said
 */
public record Unplayed(
        String candidate, String character, String scenario, List<Turn> turns, Outcome.Reason reason, String detail) {
    /**
     * Validates and copies.
     *
     * @param candidate id of the candidate
     * @param character id of the character
     * @param scenario id of the scenario
     * @param turns the turns that are complete
     * @param reason why the next one is not
     * @param detail one sentence for people; may repeat what the client said
     */
    public Unplayed {
        Objects.requireNonNull(candidate, "candidate");
        Objects.requireNonNull(character, "character");
        Objects.requireNonNull(scenario, "scenario");
        turns = List.copyOf(turns);
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(detail, "detail");
    }
}
