package esrp.prompts.run;

import esrp.core.Dataset;
import esrp.core.Dialogue;
import esrp.core.Turn;
import esrp.prompts.ReplyRules;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What candidates said. Every dialogue that was asked for is either in {@link #dialogues()} or in {@link #incomplete()}.
 */
public final class RolePlayResult {
    private final Dataset dataset;
    private final List<Incomplete> incomplete;
    private final List<RuleViolation> violations;
    private final Manifest manifest;

    RolePlayResult(Dataset dataset, List<Incomplete> incomplete, List<RuleViolation> violations, Manifest manifest) {
        this.dataset = dataset;
        this.incomplete = List.copyOf(incomplete);
        this.violations = List.copyOf(violations);
        this.manifest = manifest;
    }

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
    public record RuleViolation(
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
        public RuleViolation {
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
    public record Incomplete(
            String candidate,
            String character,
            String scenario,
            List<Turn> turns,
            Run.FailureReason reason,
            String detail) {
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
        public Incomplete {
            Objects.requireNonNull(candidate, "candidate");
            Objects.requireNonNull(character, "character");
            Objects.requireNonNull(scenario, "scenario");
            turns = List.copyOf(turns);
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(detail, "detail");
        }
    }

    /**
     * The complete dialogues as a data set.
     *
     * @return the data set, with its findings
     */
    public Dataset dataset() {
        return dataset;
    }

    /**
     * The complete dialogues.
     *
     * @return the dialogues, by candidate, then character, then scenario, in the order of the input
     */
    public List<Dialogue> dialogues() {
        return dataset.dialogues().toList();
    }

    /**
     * The dialogues that are not complete.
     *
     * @return what is missing, in the order of {@link #dialogues()}
     */
    public List<Incomplete> incomplete() {
        return incomplete;
    }

    /**
     * Replies that broke the rules, kept or replaced.
     *
     * @return the violations, in the order of {@link #dialogues()}
     */
    public List<RuleViolation> violations() {
        return violations;
    }

    /**
     * What is needed to repeat the run.
     *
     * @return the manifest
     */
    public Manifest manifest() {
        return manifest;
    }

    /**
     * How many dialogues are missing, and why.
     *
     * @return counts of at least 1 by reason, in alphabetical order
     */
    public Map<String, Long> incompleteByReason() {
        Map<String, Long> counts = new TreeMap<>();
        incomplete.forEach(missing -> counts.merge(missing.reason().name(), 1L, Long::sum));
        return counts;
    }

    /** How many were played, and why the others were not. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(dialogues().size())
                .append(" dialogues, ")
                .append(incomplete.size())
                .append(" incomplete, ")
                .append(violations.size())
                .append(" replies against the rules, ")
                .append(violations.stream().filter(RuleViolation::kept).count())
                .append(" of them kept");
        incompleteByReason()
                .forEach((reason, count) -> text.append(System.lineSeparator())
                        .append("  ")
                        .append(reason)
                        .append(": ")
                        .append(count));
        return text.toString();
    }
}
