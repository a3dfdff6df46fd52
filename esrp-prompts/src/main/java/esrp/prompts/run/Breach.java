package esrp.prompts.run;

import esrp.prompts.ReplyRules;
import java.util.List;
import java.util.Objects;

/**
 * A reply that broke the rules, kept or not.
 *
 * @param candidate id of the candidate
 * @param character id of the character
 * @param scenario id of the scenario
 * @param turn number of the turn, from 1
 * @param attempt number of the attempt, from 0
 * @param reply the reply as it came
 * @param violations what is wrong with it; at least one
 * @param kept true if this reply stands in the dialogue, since no other attempt was better
 */
public record Breach(
        String candidate,
        String character,
        String scenario,
        int turn,
        int attempt,
        String reply,
        List<ReplyRules.Violation> violations,
        boolean kept) {
    /**
     * Validates and copies.
     *
     * @param candidate id of the candidate
     * @param character id of the character
     * @param scenario id of the scenario
     * @param turn number of the turn, from 1
     * @param attempt number of the attempt, from 0
     * @param reply the reply as it came
     * @param violations what is wrong with it; at least one
     * @param kept true if this reply stands in the dialogue, since no other attempt was better
     */
    public Breach {
        Objects.requireNonNull(candidate, "candidate");
        Objects.requireNonNull(character, "character");
        Objects.requireNonNull(scenario, "scenario");
        Objects.requireNonNull(reply, "reply");
        violations = List.copyOf(violations);
        if (violations.isEmpty()) {
            throw new IllegalArgumentException("violations: is empty, at least one was expected");
        }
    }
}
