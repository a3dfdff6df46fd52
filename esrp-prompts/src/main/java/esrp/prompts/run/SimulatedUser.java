package esrp.prompts.run;

import esrp.core.Character;
import esrp.core.Scenario;
import esrp.core.Turn;
import esrp.prompts.ChatRequest;
import esrp.prompts.GenerationParameters;
import esrp.prompts.NamedModel;
import esrp.prompts.Prompts;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A model that plays the user. */
record SimulatedUser(NamedModel user, Prompts prompts, GenerationParameters parameters) implements FollowUps {
    private static final int ATTEMPTS = 3;

    SimulatedUser {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(prompts, "prompts");
        Objects.requireNonNull(parameters, "parameters");
    }

    @Override
    public Outcome next(Character character, Scenario scenario, List<Turn> history, Asker asker) {
        ChatRequest request = ChatRequest.of(prompts.followUp(scenario, character, history))
                .withParameters(parameters)
                .withTag("character", character.id())
                .withTag("item", scenario.id())
                .withTag("turn", Integer.toString(history.size() + 1))
                .withTag("role", "user");
        Optional<Outcome> blank = Optional.empty();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Outcome outcome = asker.ask(user, request, 0, attempt);
            if (!(outcome instanceof Outcome.Answered answered)
                    || !answered.response().text().isBlank()) {
                return outcome;
            }
            blank = Optional.of(outcome);
        }
        return new Outcome.Unanswered(
                Outcome.Reason.EMPTY,
                "model \"" + user.id() + "\" said nothing as the user, " + ATTEMPTS + " times; last: " + blank);
    }
}
