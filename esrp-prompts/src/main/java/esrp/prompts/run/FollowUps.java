package esrp.prompts.run;

import esrp.core.Character;
import esrp.core.Scenario;
import esrp.core.Turn;
import esrp.prompts.ChatResponse;
import esrp.prompts.GenerationParameters;
import esrp.prompts.NamedModel;
import esrp.prompts.Prompts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the user says after the opening question. Must be thread-safe, and a function of its arguments alone. */
@FunctionalInterface
public interface FollowUps {
    /**
     * The user's next sentence.
     *
     * @param character who is played
     * @param scenario the situation of the user
     * @param history the turns so far; at least one
     * @param asker asks models
     * @return what the user says, or why there is nothing
     */
    Outcome next(Character character, Scenario scenario, List<Turn> history, Asker asker);

    /**
     * Follow-ups of a model that plays the user. A blank reply is asked again twice, then the dialogue ends incomplete.
     *
     * @param user who plays the user
     * @return the follow-ups, with Chinese prompts and {@link GenerationParameters#paper()}
     */
    static FollowUps simulated(NamedModel user) {
        return simulated(user, Prompts.withDefaults(), GenerationParameters.paper());
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
        return new SimulatedUser(user, prompts, parameters);
    }

    /**
     * Follow-ups that are written down, by scenario: the first list entry is what the user says in the second turn.
     *
     * @param byScenario sentences by scenario id
     * @return the follow-ups; they throw {@link IllegalArgumentException} for a scenario or turn that is not there
     */
    static FollowUps scripted(Map<String, List<String>> byScenario) {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        byScenario.forEach((scenario, lines) -> copy.put(scenario, List.copyOf(lines)));
        return (character, scenario, history, asker) -> {
            List<String> lines = copy.getOrDefault(scenario.id(), List.of());
            if (history.size() > lines.size()) {
                throw new IllegalArgumentException("byScenario: scenario \"" + scenario.id() + "\" has " + lines.size()
                        + " follow-ups, turn " + (history.size() + 1) + " needs " + history.size());
            }
            return new Outcome.Answered(ChatResponse.of(lines.get(history.size() - 1)), true);
        };
    }
}
