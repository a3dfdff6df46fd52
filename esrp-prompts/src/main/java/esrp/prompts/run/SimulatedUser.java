package esrp.prompts.run;

import esrp.core.Character;
import esrp.core.Scenario;
import esrp.core.Turn;
import esrp.core.internal.Checks;
import esrp.prompts.ChatRequest;
import esrp.prompts.ChatRequest.GenerationParameters;
import esrp.prompts.NamedModel;
import esrp.prompts.Prompts;
import java.util.List;
import java.util.Optional;

/** A model that plays the user; it says something within a run only. */
record SimulatedUser(NamedModel user, Optional<Prompts> prompts, GenerationParameters parameters) implements FollowUps {
    static final int ATTEMPTS = 3;

    SimulatedUser {
        Checks.notNull("user", user, "parameters", parameters);
    }

    @Override
    public String next(Character character, Scenario scenario, List<Turn> history) {
        throw new UnsupportedOperationException("a model that plays the user needs a run");
    }

    Outcome next(Character character, Scenario scenario, List<Turn> history, Prompts others, ModelCaller caller) {
        Prompts own = prompts.map(given -> given.inLanguageOf(List.of(scenario.openingQuestion())))
                .orElse(others);
        ChatRequest request = ChatRequest.of(own.followUp(scenario, character, history))
                .withParameters(parameters)
                .withTag("character", character.id())
                .withTag("item", scenario.id())
                .withTag("turn", Integer.toString(history.size() + 1))
                .withTag("role", "user");
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Outcome outcome = caller.ask(user, request, 0, attempt);
            if (!(outcome instanceof Outcome.Answered answered)
                    || !answered.response().text().isBlank()) {
                return outcome;
            }
        }
        return new Outcome.Unanswered(
                Run.FailureReason.EMPTY,
                "model \"" + user.id() + "\" said nothing as the user, " + ATTEMPTS + " times");
    }
}
