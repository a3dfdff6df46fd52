package esrp.prompts.run;

import esrp.core.Candidate;
import esrp.core.Character;
import esrp.core.Dataset;
import esrp.core.Dialogue;
import esrp.core.ReplyRules;
import esrp.core.Scenario;
import esrp.core.Turn;
import esrp.core.internal.Checks;
import esrp.core.internal.Digest;
import esrp.core.internal.Settings;
import esrp.prompts.ChatMessage;
import esrp.prompts.ChatRequest;
import esrp.prompts.ChatRequest.GenerationParameters;
import esrp.prompts.ChatResponse;
import esrp.prompts.ChatResponse.FinishReason;
import esrp.prompts.NamedModel;
import esrp.prompts.Prompts;
import esrp.prompts.run.RolePlayResult.Incomplete;
import esrp.prompts.run.RolePlayResult.RuleViolation;
import esrp.prompts.run.Run.CostEstimate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Role-play: candidates play characters in scenarios over a number of turns. The user opens with the scenario's question;
 * what the user says then comes from {@link FollowUps}.
 *
 * <p>A reply that breaks the {@linkplain Prompts#replyRules() rules} is asked again, at most {@link #reAsks()} times,
 * with the reply and what is wrong with it added to the conversation. The dialogue gets the attempt that breaks the
 * fewest rules, the earliest of them. All attempts that broke a rule are recorded. A blank reply, and one that the
 * service withheld, is never put into a dialogue. Immutable.
 */
public final class RolePlay {
    private static final RolePlay DEFAULTS = new RolePlay(new Values());

    private final Values values;

    private RolePlay(Values values) {
        this.values = values;
    }

    private static final class Values extends Settings<Values> {
        private Prompts prompts = Prompts.withDefaults();
        private GenerationParameters parameters = GenerationParameters.paper();
        private OptionalInt turns = OptionalInt.empty();
        private int samples = 1;
        private int reAsks = 2;
        private Optional<FollowUps> followUps = Optional.empty();
    }

    private RolePlay with(Consumer<Values> change) {
        return new RolePlay(values.with(change));
    }

    private RolePlay inLanguageOf(List<Scenario> scenarios) {
        return with(values.prompts.inLanguageOf(
                scenarios.stream().map(Scenario::openingQuestion).toList()));
    }

    /**
     * {@return the default prompts in the language of the scenarios, the paper's parameters, two re-asks, one sample; one turn, or two once there are follow-ups}
     */
    public static RolePlay withDefaults() {
        return DEFAULTS;
    }

    /**
     * {@return a copy with other prompts, and with their rules}
     *
     * @param prompts what candidates are asked with
     */
    public RolePlay with(Prompts prompts) {
        return with((Values copy) -> copy.prompts = Objects.requireNonNull(prompts, "prompts"));
    }

    /**
     * {@return a copy with prompts in another language}
     *
     * @param language one of the {@linkplain Prompts#languages languages} of the prompts
     * @throws IllegalArgumentException if it is none of them
     */
    public RolePlay withLanguage(String language) {
        return with(values.prompts.withLanguage(language));
    }

    /**
     * {@return a copy with follow-ups}
     *
     * @param followUps what the user says after the opening question
     */
    public RolePlay with(FollowUps followUps) {
        Objects.requireNonNull(followUps, "followUps");
        return with((Values copy) -> copy.followUps = Optional.of(followUps));
    }

    /**
     * {@return a copy with other parameters}
     *
     * @param parameters how candidates should generate
     */
    public RolePlay withParameters(GenerationParameters parameters) {
        return with((Values copy) -> copy.parameters = Objects.requireNonNull(parameters, "parameters"));
    }

    /**
     * {@return a copy with another number of turns} More than one needs follow-ups.
     *
     * @param number how many turns a dialogue has; at least 1
     */
    public RolePlay withTurns(int number) {
        Checks.atLeast(1, "turns", number);
        return with((Values copy) -> copy.turns = OptionalInt.of(number));
    }

    /**
     * {@return a copy with another number of re-asks}
     *
     * @param most how often a reply against the rules is asked again; at least 0
     */
    public RolePlay withReAsks(int most) {
        Checks.atLeast(0, "reAsks", most);
        return with((Values copy) -> copy.reAsks = most);
    }

    /**
     * {@return a copy with another number of dialogues of each candidate in each scenario} Models that answer otherwise each time
     * are known better by several. A question that occurs in two samples is asked twice; dialogues and ratings say which
     * {@linkplain Dialogue#sample() sample} they are, from 1, and results average them.
     *
     * @param number how many; at least 1
     */
    public RolePlay withSamples(int number) {
        Checks.atLeast(1, "samples", number);
        return with((Values copy) -> copy.samples = number);
    }

    /** {@return how many turns a dialogue has; at least 1} */
    public int turns() {
        return values.turns.orElse(values.followUps.isPresent() ? 2 : 1);
    }

    /** {@return how often a reply against the rules is asked again; at least 0} */
    public int reAsks() {
        return values.reAsks;
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
        return inLanguageOf(scenarios).played(run, characters, scenarios, candidates);
    }

    private RolePlayResult played(
            Run run, List<Character> characters, List<Scenario> scenarios, List<NamedModel> candidates)
            throws InterruptedException {
        List<Part> parts = parts(characters, scenarios, candidates);
        run.check(candidates);
        RespondingModels responding = new RespondingModels(run, candidates);
        List<Play> plays = run.each(parts, (part, caller) -> perform(part, responding.noting(caller)));
        List<Dialogue> dialogues = new ArrayList<>();
        List<Incomplete> incomplete = new ArrayList<>();
        List<RuleViolation> violations = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            Play play = plays.get(i);
            violations.addAll(play.violations);
            if (play.end.isPresent()) {
                incomplete.add(new Incomplete(
                        part.candidate().id(),
                        part.character().id(),
                        part.scenario().id(),
                        name(part.sample()),
                        play.history,
                        play.end.get().reason(),
                        play.end.get().detail()));
            } else {
                dialogues.add(new Dialogue(
                        part.candidate().id(),
                        part.character().id(),
                        part.scenario().id(),
                        name(part.sample()),
                        play.history));
            }
        }
        Dataset dataset = Dataset.of(
                candidates.stream().map(model -> Candidate.model(model.id())).toList(),
                characters,
                scenarios,
                dialogues);
        Manifest manifest = manifest(dataset, candidates, incomplete, violations, responding);
        run.keep(manifest);
        return new RolePlayResult(dataset, incomplete, violations, responding.notes(), manifest);
    }

    /**
     * What {@link #play} would still ask. Nobody is asked. The price takes all remaining calls of a dialogue to be of
     * the model and the length of the first one that is missing.
     *
     * @param run whose journal is consulted
     * @param characters who would be played
     * @param scenarios in which situations
     * @param candidates who would play
     * @return the number of calls and their cost
     * @throws InterruptedException if the calling thread was interrupted
     */
    public CostEstimate estimate(
            Run run, List<Character> characters, List<Scenario> scenarios, List<NamedModel> candidates)
            throws InterruptedException {
        Objects.requireNonNull(run, "run");
        int turns = turns();
        boolean simulated = simulated().isPresent();
        RolePlay own = inLanguageOf(scenarios);
        return run.dryRun(parts(characters, scenarios, candidates), (part, dry) -> {
            Play play = own.perform(part, dry);
            long replies = (long) turns - play.history.size();
            int spoken = play.history.isEmpty() ? 0 : play.history.size() - 1 + (play.asked ? 1 : 0);
            long questions = simulated ? (long) turns - 1 - spoken : 0;
            return dry.estimate(
                    replies + questions,
                    replies * (1 + values.reAsks) - play.attempts + questions * SimulatedUser.ATTEMPTS,
                    run.policy().values.prices);
        });
    }

    private Optional<SimulatedUser> simulated() {
        return values.followUps.flatMap(
                user -> user instanceof SimulatedUser model ? Optional.of(model) : Optional.empty());
    }

    private record Part(NamedModel candidate, Character character, Scenario scenario, int sample) {}

    private String name(int sample) {
        return values.samples == 1 ? "" : Integer.toString(sample + 1);
    }

    private List<Part> parts(List<Character> characters, List<Scenario> scenarios, List<NamedModel> candidates) {
        Ids.checkModels("candidates", candidates);
        Ids.checkDistinct("characters", characters, character -> "\"" + character.id() + "\"");
        Ids.checkDistinct("scenarios", scenarios, scenario -> "\"" + scenario.id() + "\"");
        if (turns() > 1 && values.followUps.isEmpty()) {
            throw new IllegalArgumentException("followUps: are missing, and " + turns()
                    + " turns need them; add FollowUps.simulated(…) or FollowUps.scripted(…), or set one turn");
        }
        List<Part> parts = new ArrayList<>();
        for (NamedModel candidate : candidates) {
            for (Character character : characters) {
                for (Scenario scenario : scenarios) {
                    for (int sample = 0; sample < values.samples; sample++) {
                        parts.add(new Part(candidate, character, scenario, sample));
                    }
                }
            }
        }
        return parts;
    }

    /** A dialogue that is being played. */
    private static final class Play {
        private final List<Turn> history = new ArrayList<>();
        private final List<RuleViolation> violations = new ArrayList<>();
        private Optional<Outcome.Unanswered> end = Optional.empty();
        /** Whether the user has spoken in the turn that is not complete. */
        private boolean asked;
        /** Attempts at the reply that is not complete. */
        private int attempts;

        Play end(Outcome none) {
            end = Optional.of((Outcome.Unanswered) none);
            return this;
        }
    }

    private Play perform(Part part, ModelCaller asker) {
        // A user who hears the same reply in two samples is asked twice, too.
        ModelCaller caller = (model, request, replicate, attempt) -> asker.ask(model, request, part.sample(), attempt);
        Play play = new Play();
        int turns = turns();
        while (play.history.size() < turns) {
            play.asked = false;
            play.attempts = 0;
            String question = part.scenario().openingQuestion();
            if (!play.history.isEmpty()) {
                FollowUps user = values.followUps.orElseThrow();
                List<Turn> history = List.copyOf(play.history);
                if (user instanceof SimulatedUser model) {
                    Outcome next = model.next(part.character(), part.scenario(), history, values.prompts, caller);
                    if (!(next instanceof Outcome.Answered said)) {
                        return play.end(next);
                    }
                    question = said.response().text();
                } else {
                    question = user.next(part.character(), part.scenario(), history);
                }
            }
            play.asked = true;
            Outcome reply = reply(part, play, question, caller);
            if (!(reply instanceof Outcome.Answered said)) {
                return play.end(reply);
            }
            play.history.add(new Turn(question, said.response().text()));
        }
        return play;
    }

    private record Attempt(int number, Outcome.Answered outcome, List<ReplyRules.Violation> violations) {
        String text() {
            return outcome.response().text();
        }
    }

    /** The best of the attempts at one reply. */
    private Outcome reply(Part part, Play play, String question, ModelCaller caller) {
        List<ChatMessage> first = values.prompts.rolePlay(part.character(), play.history, question);
        List<ChatMessage> messages = first;
        List<Attempt> attempts = new ArrayList<>();
        Outcome.Unanswered none = new Outcome.Unanswered(Run.FailureReason.EMPTY, "the model said nothing");
        for (int number = 0; number <= values.reAsks; number++) {
            Outcome outcome = caller.ask(part.candidate(), request(part, play, messages), part.sample(), number);
            if (!(outcome instanceof Outcome.Answered answered)) {
                // Taking an earlier attempt now would make the result depend on what failed.
                return outcome;
            }
            play.attempts = number + 1;
            ChatResponse response = answered.response();
            boolean withheld = response.finishReason() == FinishReason.CONTENT_FILTER;
            if (withheld || response.text().isBlank()) {
                none = withheld
                        ? new Outcome.Unanswered(Run.FailureReason.FILTERED, "the service withheld the reply")
                        : none;
                messages = first;
                continue;
            }
            List<ReplyRules.Violation> violations = values.prompts.replyRules().check(response.text());
            attempts.add(new Attempt(number, answered, violations));
            if (violations.isEmpty()) {
                break;
            }
            messages = values.prompts.reAsk(first, response.text(), violations);
        }
        Optional<Attempt> best = attempts.stream()
                .min(Comparator.comparingInt(attempt -> attempt.violations().size()));
        for (Attempt attempt : attempts) {
            if (!attempt.violations().isEmpty()) {
                play.violations.add(new RuleViolation(
                        part.candidate().id(),
                        part.character().id(),
                        part.scenario().id(),
                        name(part.sample()),
                        play.history.size() + 1,
                        attempt.number(),
                        attempt.text(),
                        attempt.violations(),
                        best.filter(attempt::equals).isPresent()));
            }
        }
        return best.<Outcome>map(Attempt::outcome).orElse(none);
    }

    private ChatRequest request(Part part, Play play, List<ChatMessage> messages) {
        return ChatRequest.of(messages)
                .withParameters(values.parameters)
                .withTag("candidate", part.candidate().id())
                .withTag("character", part.character().id())
                .withTag("item", part.scenario().id())
                .withTag("turn", Integer.toString(play.history.size() + 1));
    }

    private Manifest manifest(
            Dataset dataset,
            List<NamedModel> candidates,
            List<Incomplete> incomplete,
            List<RuleViolation> violations,
            RespondingModels responding) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("language", values.prompts.language());
        settings.put("rules", values.prompts.replyRules().toString());
        settings.put("turns", Integer.toString(turns()));
        if (values.samples > 1) {
            settings.put("samples", Integer.toString(values.samples));
        }
        settings.put("re-asks", Integer.toString(values.reAsks));
        candidates.forEach(model ->
                model.revision().ifPresent(release -> settings.put("revision " + model.id(), release)));
        Map<String, String> hashes = new LinkedHashMap<>();
        hashes.put("prompts", values.prompts.hash());
        settings.put("follow-ups", values.followUps.isPresent() ? "the caller's" : "none");
        simulated().ifPresent(user -> {
            settings.put("follow-ups", "simulated by " + user.user().id());
            hashes.put(
                    "follow-up prompts", user.prompts().orElse(values.prompts).hash());
        });
        hashes.put("selection", selectionHash(dataset));
        hashes.put("dialogues", dataset.hash());
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("characters", (long) dataset.characters().size());
        counts.put("scenarios", (long) dataset.scenarios().size());
        counts.put("answers", responding.answers());
        counts.put("dialogues", dataset.dialogues().count());
        counts.put("incomplete", (long) incomplete.size());
        incomplete.forEach(missing -> counts.merge("incomplete " + missing.reason(), 1L, Long::sum));
        counts.put("replies against the rules", (long) violations.size());
        counts.put(
                "of them kept", violations.stream().filter(RuleViolation::kept).count());
        return new Manifest(
                "role-play",
                Manifest.libraryVersion(),
                settings,
                hashes,
                values.parameters,
                responding.models(),
                counts);
    }

    /** Of everything that prompts may show of characters and scenarios. */
    private static String selectionHash(Dataset dataset) {
        Digest digest = new Digest();
        dataset.characters()
                .forEach(character -> digest.add(character.id())
                        .add(character.name())
                        .add(character.work().orElse(""))
                        .add(character.profile().orElse("")));
        digest.add(dataset.scenarios().size());
        dataset.scenarios()
                .forEach(scenario -> digest.add(scenario.id())
                        .add(scenario.openingQuestion())
                        .add(scenario.persona().orElse(""))
                        .add(scenario.location().orElse(""))
                        .add(scenario.emotion().orElse(""))
                        .add(scenario.dailyEvent().orElse("")));
        return digest.hex();
    }

    /** The settings. */
    @Override
    public String toString() {
        return "role-play of " + turns() + " turns, " + values.reAsks + " re-asks; " + values.prompts;
    }
}
