package esrp.prompts.run;

import esrp.core.Candidate;
import esrp.core.Character;
import esrp.core.Dataset;
import esrp.core.Dialogue;
import esrp.core.Scenario;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What candidates said. Every dialogue that was asked for is either in {@link #dialogues()} or in {@link #unplayed()}.
 *
 * @param candidates the models, in the order of the input
 * @param characters the characters, in the order of the input
 * @param scenarios the scenarios, in the order of the input
 * @param dialogues the complete dialogues, by candidate, then character, then scenario
 * @param unplayed the others, in the same order
 * @param breaches replies that broke the rules, kept or replaced, in the same order
 * @param manifest what is needed to repeat the run
 */
public record RolePlayResult(
        List<Candidate> candidates,
        List<Character> characters,
        List<Scenario> scenarios,
        List<Dialogue> dialogues,
        List<Unplayed> unplayed,
        List<Breach> breaches,
        Manifest manifest) {
    /**
     * Validates and copies.
     *
     * @param candidates the models, in the order of the input
     * @param characters the characters, in the order of the input
     * @param scenarios the scenarios, in the order of the input
     * @param dialogues the complete dialogues, by candidate, then character, then scenario
     * @param unplayed the others, in the same order
     * @param breaches replies that broke the rules, kept or replaced, in the same order
     * @param manifest what is needed to repeat the run
     */
    public RolePlayResult {
        candidates = List.copyOf(candidates);
        characters = List.copyOf(characters);
        scenarios = List.copyOf(scenarios);
        dialogues = List.copyOf(dialogues);
        unplayed = List.copyOf(unplayed);
        breaches = List.copyOf(breaches);
        Objects.requireNonNull(manifest, "manifest");
    }

    /**
     * The complete dialogues as a data set.
     *
     * @return the data set, with its findings
     */
    public Dataset dataset() {
        return Dataset.of(candidates, characters, scenarios, dialogues);
    }

    /**
     * How many dialogues are missing, and why.
     *
     * @return counts of at least 1 by reason, in alphabetical order
     */
    public Map<String, Long> unplayedByReason() {
        Map<String, Long> counts = new TreeMap<>();
        unplayed.forEach(missing -> counts.merge(missing.reason().name(), 1L, Long::sum));
        return counts;
    }

    /** How many were played, and why the others were not. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(dialogues.size())
                .append(" dialogues, ")
                .append(unplayed.size())
                .append(" incomplete, ")
                .append(breaches.size())
                .append(" replies against the rules, ")
                .append(breaches.stream().filter(Breach::kept).count())
                .append(" of them kept");
        unplayedByReason()
                .forEach((reason, count) -> text.append(System.lineSeparator())
                        .append("  ")
                        .append(reason)
                        .append(": ")
                        .append(count));
        return text.toString();
    }
}
