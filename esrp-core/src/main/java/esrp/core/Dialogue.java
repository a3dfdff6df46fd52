package esrp.core;

import esrp.core.internal.Checks;
import esrp.core.internal.TextWidth;
import java.util.List;

/**
 * What one candidate said as one character in one scenario.
 *
 * @param candidate id of the {@link Candidate}
 * @param character id of the {@link Character}
 * @param scenario id of the {@link Scenario}
 * @param sample which of several dialogues of the candidate in the scenario this is; empty where there is one
 * @param turns the exchanges in order; at least one
 */
public record Dialogue(String candidate, String character, String scenario, String sample, List<Turn> turns) {
    /** Validates and copies. */
    public Dialogue {
        Checks.texts("candidate", candidate, "character", character, "scenario", scenario);
        Checks.unicode("sample", sample);
        turns = List.copyOf(turns);
        if (turns.isEmpty()) {
            throw new IllegalArgumentException("turns: is empty, at least one turn was expected (candidate \""
                    + candidate + "\", character \"" + character + "\", scenario \"" + scenario + "\")");
        }
    }

    /**
     * The one dialogue of a candidate in a scenario.
     *
     * @param candidate id of the {@link Candidate}
     * @param character id of the {@link Character}
     * @param scenario id of the {@link Scenario}
     * @param turns the exchanges in order; at least one
     */
    public Dialogue(String candidate, String character, String scenario, List<Turn> turns) {
        this(candidate, character, scenario, "", turns);
    }

    /** {@return the replies in order: one reply per turn} */
    public List<String> replies() {
        return turns.stream().map(Turn::reply).toList();
    }

    /** Whose dialogue it is, then its turns, wrapped at 80 columns. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(TextWidth.beside(
                "",
                candidate + " as " + character + " in scenario " + scenario
                        + (sample.isEmpty() ? "" : ", sample " + sample)));
        turns.forEach(turn -> out.append('\n').append(turn));
        return out.toString();
    }
}
