package esrp.prompts.run;

import esrp.core.Character;
import esrp.core.Scenario;
import esrp.core.Turn;
import esrp.prompts.ChatRequest.GenerationParameters;
import esrp.prompts.NamedModel;
import esrp.prompts.Prompts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the user says after the opening question: written down, computed, or said by a model that plays the user. */
@FunctionalInterface
public interface FollowUps {
    /**
     * The user's next sentence. Thread-safe.
     *
     * @param character who is played
     * @param scenario the situation of the user
     * @param history the turns so far; at least one
     * @return what the user says; a function of the arguments alone
     */
    String next(Character character, Scenario scenario, List<Turn> history);

    /**
     * Follow-ups of a model that plays the user, with the prompts of the role-play and
     * {@code GenerationParameters.paper()}. A blank reply is asked again twice, then the dialogue ends incomplete.
     *
     * @param user who plays the user
     * @return the follow-ups
     */
    static FollowUps simulated(NamedModel user) {
        return new SimulatedUser(user, Optional.empty(), GenerationParameters.paper());
    }

    /**
     * Follow-ups of a model that plays the user. A blank reply is asked again twice, then the dialogue ends incomplete.
     *
     * @param user who plays the user
     * @param prompts what it is asked with
     * @param parameters how it should generate
     * @return the follow-ups
     */
    static FollowUps simulated(NamedModel user, Prompts prompts, GenerationParameters parameters) {
        return new SimulatedUser(user, Optional.of(prompts), parameters);
    }

    /**
     * Follow-ups that are written down, by scenario: the first list entry is what the user says in the second turn.
     *
     * @param byScenario sentences by scenario id
     * @return the follow-ups; playing a scenario or turn that is not there throws {@link IllegalArgumentException}
     */
    static FollowUps scripted(Map<String, List<String>> byScenario) {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        byScenario.forEach((scenario, lines) -> copy.put(scenario, List.copyOf(lines)));
        return (character, scenario, history) -> {
            List<String> lines = copy.getOrDefault(scenario.id(), List.of());
            if (history.size() > lines.size()) {
                throw new IllegalArgumentException("byScenario: scenario \"" + scenario.id() + "\" has " + lines.size()
                        + " follow-ups, turn " + (history.size() + 1) + " needs " + history.size());
            }
            return lines.get(history.size() - 1);
        };
    }
}
