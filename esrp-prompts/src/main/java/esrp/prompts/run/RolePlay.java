package esrp.prompts.run;

import esrp.core.Candidate;
import esrp.core.Character;
import esrp.core.Dialogue;
import esrp.core.Scenario;
import esrp.core.Turn;
import esrp.prompts.ChatMessage;
import esrp.prompts.ChatRequest;
import esrp.prompts.ChatResponse;
import esrp.prompts.FinishReason;
import esrp.prompts.GenerationParameters;
import esrp.prompts.NamedModel;
import esrp.prompts.Prompts;
import esrp.prompts.ReplyRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Role-play: candidates play characters in scenarios over a number of turns. The user opens with the scenario's question;
 * what the user says then comes from {@link FollowUps}.
 *
 * <p>A reply that breaks the {@linkplain Prompts#replyRules() rules} is asked again, at most {@link #reAsks()} times,
 * with the reply and what is wrong with it added to the conversation. The dialogue gets the attempt that breaks the
 * fewest rules, the earliest of them. All attempts that broke a rule are recorded. A blank reply, and one that the
 * service withheld, is never put into a dialogue.
 */
public final class RolePlay {
    private static final RolePlay DEFAULTS =
            new RolePlay(Prompts.withDefaults(), GenerationParameters.paper(), 2, 2, Optional.empty());

    private final Prompts prompts;
    private final GenerationParameters parameters;
    private final int turns;
    private final int reAsks;
    private final Optional<FollowUps> followUps;

    private RolePlay(
            Prompts prompts, GenerationParameters parameters, int turns, int reAsks, Optional<FollowUps> followUps) {
        this.prompts = prompts;
        this.parameters = parameters;
        this.turns = turns;
        this.reAsks = reAsks;
        this.followUps = followUps;
    }

    /**
     * Chinese prompts, the paper's parameters, two turns, two re-asks. Follow-ups must be added, or the turns set to
     * one.
     *
     * @return the role-play
     */
    public static RolePlay withDefaults() {
        return DEFAULTS;
    }

    /**
     * The same role-play with other prompts, and with their rules.
     *
     * @param other the prompts
     * @return a copy
     */
    public RolePlay with(Prompts other) {
        return new RolePlay(Objects.requireNonNull(other, "other"), parameters, turns, reAsks, followUps);
    }

    /**
     * The same role-play with follow-ups.
     *
     * @param other what the user says after the opening question
     * @return a copy
     */
    public RolePlay with(FollowUps other) {
        return new RolePlay(prompts, parameters, turns, reAsks, Optional.of(other));
    }

    /**
     * The same role-play with other parameters.
     *
     * @param other how candidates should generate
     * @return a copy
     */
    public RolePlay withParameters(GenerationParameters other) {
        return new RolePlay(prompts, Objects.requireNonNull(other, "other"), turns, reAsks, followUps);
    }

    /**
     * The same role-play with another number of turns.
     *
     * @param number how many turns a dialogue has; at least 1
     * @return a copy
     */
    public RolePlay withTurns(int number) {
        if (number < 1) {
            throw new IllegalArgumentException("turns: " + number + " is not allowed, at least 1 was expected");
        }
        return new RolePlay(prompts, parameters, number, reAsks, followUps);
    }

    /**
     * The same role-play with another number of re-asks.
     *
     * @param most how often a reply against the rules is asked again; at least 0
     * @return a copy
     */
    public RolePlay withReAsks(int most) {
        if (most < 0) {
            throw new IllegalArgumentException("reAsks: " + most + " is not allowed, at least 0 was expected");
        }
        return new RolePlay(prompts, parameters, turns, most, followUps);
    }

    /**
     * How often a reply against the rules is asked again.
     *
     * @return at least 0
     */
    public int reAsks() {
        return reAsks;
    }

    /**
     * Has every candidate play every character in every scenario. If the run has a folder, the manifest is written
     * there as {@code manifest-role-play.json}.
     *
     * @param run who asks and keeps the answers
     * @param characters who is played; ids unique
     * @param scenarios in which situations; ids unique
     * @param candidates who plays; ids unique
     * @return the dialogues and what is missing
     * @throws InterruptedException if the calling thread was interrupted
     */
    public RolePlayResult play(
            Run run, List<Character> characters, List<Scenario> scenarios, List<NamedModel> candidates)
            throws InterruptedException {
        Objects.requireNonNull(run, "run");
        List<Part> parts = parts(characters, scenarios, candidates);
        run.requirePrices(candidates);
        Served served = new Served(candidates);
        List<Play> plays = run.each(parts, (part, asker) -> perform(part, served.noting(asker)));
        List<Dialogue> dialogues = new ArrayList<>();
        List<Unplayed> unplayed = new ArrayList<>();
        List<Breach> breaches = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            Play play = plays.get(i);
            breaches.addAll(play.breaches);
            if (play.end.isPresent()) {
                unplayed.add(new Unplayed(
                        part.candidate().id(),
                        part.character().id(),
                        part.scenario().id(),
                        play.history,
                        play.end.get().reason(),
                        play.end.get().detail()));
            } else {
                dialogues.add(new Dialogue(
                        part.candidate().id(),
                        part.character().id(),
                        part.scenario().id(),
                        play.history));
            }
        }
        Manifest manifest = manifest(characters, scenarios, dialogues, unplayed, breaches, served);
        if (run.folder().isPresent()) {
            try {
                manifest.write(run.folder().get().resolve("manifest-role-play.json"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new RolePlayResult(
                candidates.stream().map(model -> Candidate.model(model.id())).toList(),
                characters,
                scenarios,
                dialogues,
                unplayed,
                breaches,
                manifest);
    }

    /**
     * What {@link #play} would still ask. Nobody is asked. The price takes all remaining calls of a dialogue to be of
     * the model and the length of the first one that is missing.
     *
     * @param run whose journal is consulted
     * @param characters who would be played
     * @param scenarios in which situations
     * @param candidates who would play
     * @return the number of calls and their price
     * @throws InterruptedException if the calling thread was interrupted
     */
    public Estimate estimate(Run run, List<Character> characters, List<Scenario> scenarios, List<NamedModel> candidates)
            throws InterruptedException {
        Objects.requireNonNull(run, "run");
        boolean simulated = followUps.isPresent() && followUps.get() instanceof SimulatedUser;
        List<Estimate> estimates = run.recall(parts(characters, scenarios, candidates), (part, asker) -> {
            Forecast forecast = new Forecast(asker);
            Play play = perform(part, forecast);
            long replies = (long) turns - play.history.size();
            int spoken = play.history.isEmpty() ? 0 : play.history.size() - 1 + (play.asked ? 1 : 0);
            long questions = simulated ? (long) turns - 1 - spoken : 0;
            return forecast.estimate(
                    replies + questions,
                    replies * (1 + reAsks) - play.attempts + questions * 3,
                    run.policy().prices());
        });
        return estimates.stream().reduce(Estimate.none(), Estimate::plus);
    }

    private record Part(NamedModel candidate, Character character, Scenario scenario) {}

    private List<Part> parts(List<Character> characters, List<Scenario> scenarios, List<NamedModel> candidates) {
        Models.check("candidates", candidates);
        unique("characters", characters, Character::id);
        unique("scenarios", scenarios, Scenario::id);
        if (turns > 1 && followUps.isEmpty()) {
            throw new IllegalArgumentException("followUps: are missing, and " + turns
                    + " turns need them; add FollowUps.simulated(…) or FollowUps.scripted(…), or set one turn");
        }
        List<Part> parts = new ArrayList<>();
        for (NamedModel candidate : candidates) {
            for (Character character : characters) {
                for (Scenario scenario : scenarios) {
                    parts.add(new Part(candidate, character, scenario));
                }
            }
        }
        return parts;
    }

    private static <T> void unique(String name, List<T> list, Function<T, String> id) {
        Set<String> ids = new HashSet<>();
        for (T one : list) {
            if (!ids.add(id.apply(one))) {
                throw new IllegalArgumentException(name + ": \"" + id.apply(one) + "\" is there twice");
            }
        }
    }

    /** A dialogue that is being played. */
    private static final class Play {
        private final List<Turn> history = new ArrayList<>();
        private final List<Breach> breaches = new ArrayList<>();
        private Optional<Outcome.Unanswered> end = Optional.empty();
        /** Whether the user has spoken in the turn that is not complete. */
        private boolean asked;
        /** Attempts at the reply that is not complete. */
        private int attempts;
    }

    private Play perform(Part part, Asker asker) {
        Play play = new Play();
        String question = part.scenario().openingQuestion();
        while (play.history.size() < turns) {
            play.asked = false;
            play.attempts = 0;
            if (!play.history.isEmpty()) {
                Outcome next = followUps
                        .orElseThrow()
                        .next(part.character(), part.scenario(), List.copyOf(play.history), asker);
                if (next instanceof Outcome.Unanswered none) {
                    play.end = Optional.of(none);
                    return play;
                }
                question = ((Outcome.Answered) next).response().text();
            }
            play.asked = true;
            Outcome reply = reply(part, play, question, asker);
            if (reply instanceof Outcome.Unanswered none) {
                play.end = Optional.of(none);
                return play;
            }
            play.history.add(
                    new Turn(question, ((Outcome.Answered) reply).response().text()));
        }
        return play;
    }

    private record Attempt(int number, ChatResponse response, List<ReplyRules.Violation> violations) {}

    /** The best of the attempts at one reply. */
    private Outcome reply(Part part, Play play, String question, Asker asker) {
        List<ChatMessage> first = prompts.rolePlay(part.character(), play.history, question);
        List<ChatMessage> messages = first;
        List<Attempt> attempts = new ArrayList<>();
        Optional<Attempt> best = Optional.empty();
        Outcome.Unanswered none = new Outcome.Unanswered(Outcome.Reason.EMPTY, "the model said nothing");
        for (int number = 0; number <= reAsks; number++) {
            Outcome outcome = asker.ask(part.candidate(), request(part, play, messages), 0, number);
            if (outcome instanceof Outcome.Unanswered missing) {
                // Taking an earlier attempt now would make the result depend on what failed.
                return missing;
            }
            play.attempts = number + 1;
            ChatResponse response = ((Outcome.Answered) outcome).response();
            if (response.finishReason() == FinishReason.CONTENT_FILTER) {
                none = new Outcome.Unanswered(Outcome.Reason.FILTERED, "the service withheld the reply");
                messages = first;
                continue;
            }
            if (response.text().isBlank()) {
                messages = first;
                continue;
            }
            Attempt attempt = new Attempt(number, response, prompts.replyRules().check(response.text()));
            attempts.add(attempt);
            if (best.isEmpty()
                    || attempt.violations().size() < best.get().violations().size()) {
                best = Optional.of(attempt);
            }
            if (attempt.violations().isEmpty()) {
                break;
            }
            messages = prompts.reAsk(first, response.text(), attempt.violations());
        }
        for (Attempt attempt : attempts) {
            if (!attempt.violations().isEmpty()) {
                play.breaches.add(new Breach(
                        part.candidate().id(),
                        part.character().id(),
                        part.scenario().id(),
                        play.history.size() + 1,
                        attempt.number(),
                        attempt.response().text(),
                        attempt.violations(),
                        best.isPresent() && best.get().number() == attempt.number()));
            }
        }
        return best.isPresent() ? new Outcome.Answered(best.get().response(), true) : none;
    }

    private ChatRequest request(Part part, Play play, List<ChatMessage> messages) {
        return ChatRequest.of(messages)
                .withParameters(parameters)
                .withTag("candidate", part.candidate().id())
                .withTag("character", part.character().id())
                .withTag("item", part.scenario().id())
                .withTag("turn", Integer.toString(play.history.size() + 1));
    }

    private Manifest manifest(
            List<Character> characters,
            List<Scenario> scenarios,
            List<Dialogue> dialogues,
            List<Unplayed> unplayed,
            List<Breach> breaches,
            Served served) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("language", prompts.language());
        settings.put("rules", prompts.replyRules().toString());
        settings.put("turns", Integer.toString(turns));
        settings.put("re-asks", Integer.toString(reAsks));
        settings.put(
                "follow-ups",
                followUps
                        .map(source -> source instanceof SimulatedUser simulated
                                ? "simulated by " + simulated.user().id() + ", prompts "
                                        + simulated.prompts().hash()
                                : "the caller's")
                        .orElse("none"));
        Map<String, String> hashes = new LinkedHashMap<>();
        hashes.put("prompts", prompts.hash());
        Digest data = new Digest();
        characters.forEach(character -> data.add(character.id())
                .add(character.name())
                .add(character.work().orElse(""))
                .add(character.profile().orElse("")));
        scenarios.forEach(scenario -> data.add(scenario.id())
                .add(scenario.openingQuestion())
                .add(scenario.persona().orElse(""))
                .add(scenario.location().orElse(""))
                .add(scenario.emotion().orElse(""))
                .add(scenario.dailyEvent().orElse("")));
        hashes.put("data", data.hex());
        Digest played = new Digest();
        for (Dialogue dialogue : dialogues) {
            played.add(dialogue.candidate()).add(dialogue.character()).add(dialogue.scenario());
            dialogue.turns().forEach(turn -> played.add(turn.user()).add(turn.reply()));
        }
        hashes.put("dialogues", played.hex());
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("characters", (long) characters.size());
        counts.put("scenarios", (long) scenarios.size());
        counts.put("answers", served.answers());
        counts.put("dialogues", (long) dialogues.size());
        counts.put("incomplete", (long) unplayed.size());
        unplayed.forEach(missing -> counts.merge("incomplete " + missing.reason(), 1L, Long::sum));
        counts.put("replies against the rules", (long) breaches.size());
        counts.put("of them kept", breaches.stream().filter(Breach::kept).count());
        return new Manifest(
                "role-play", Manifest.libraryVersion(), settings, hashes, parameters, served.models(), counts);
    }

    /** The settings. */
    @Override
    public String toString() {
        return "role-play of " + turns + " turns, " + reAsks + " re-asks; " + prompts;
    }
}
