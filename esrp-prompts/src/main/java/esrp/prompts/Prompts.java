package esrp.prompts;

import esrp.core.Character;
import esrp.core.Dialogue;
import esrp.core.Metric;
import esrp.core.ReplyRules;
import esrp.core.ResponseBatch;
import esrp.core.Scale;
import esrp.core.Scenario;
import esrp.core.Turn;
import esrp.core.internal.Checks;
import esrp.core.internal.Json;
import esrp.core.internal.Messages;
import esrp.prompts.PromptLibrary.Name;
import esrp.prompts.internal.PresentationOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Builds the messages of every prompt from templates.
 *
 * <p>What each prompt says follows Appendix E of the ChatAnime paper point by point; the wording is this project's own.
 * What users and candidates wrote is enclosed by a {@link Fence} wherever it stands inside a prompt. The same arguments
 * always give the same messages. Immutable and thread-safe.
 */
public final class Prompts {
    private static final Prompts DEFAULTS = new Prompts(
            PromptLibrary.withDefaults(),
            PromptLibrary.withDefaults().defaultLanguage(),
            ReplyRules.withDefaults(),
            false,
            false);

    private final PromptLibrary library;
    private final String language;
    private final ReplyRules rules;
    /** Whether a caller chose the rules: then they stay in another language. */
    private final boolean chosen;
    /** Whether a caller chose the language: then it stays, whatever the texts are written in. */
    private final boolean fixed;

    private Prompts(PromptLibrary library, String language, ReplyRules rules, boolean chosen, boolean fixed) {
        this.library = library;
        this.language = language;
        this.rules = rules;
        this.chosen = chosen;
        this.fixed = fixed;
    }

    /**
     * {@return the templates that come with this library, in Chinese, the language of the published data, unless what is played
     * or judged is {@linkplain #inLanguageOf written} in another; replies of 50 to 150 characters}
     */
    public static Prompts withDefaults() {
        return DEFAULTS;
    }

    /**
     * {@return a copy with the templates of a folder in place of those of the same language and name}
     *
     * <p>A folder is laid out as the defaults are: {@code <language>/<name>.md}, the names being those of {@link #texts}. What a
     * folder lacks is taken from these prompts; a language that is new must have every template. A template fills the slots of the
     * default one; a slot that is missing or unknown is an error. Files are UTF-8; a byte order mark is dropped, and line ends are
     * made {@code \n}.
     *
     * @param folder the folder; whatever is not called {@code *.md} is ignored
     * @throws IllegalArgumentException if the folder holds no template, or one that is not called as a prompt is, has
     *     unknown or missing slots, or if a new language is incomplete; one message lists everything that is wrong
     * @throws java.io.UncheckedIOException if the folder cannot be read
     */
    public Prompts withFolder(Path folder) {
        return checked(library.withFolder(folder), language, rules, fixed);
    }

    /**
     * {@return a copy in another language} Replies have the limits of that language, where they are known and no rules
     * were {@linkplain #with(ReplyRules) chosen}.
     *
     * @param tag one of {@link #languages}
     * @throws IllegalArgumentException if it is none of them
     */
    public Prompts withLanguage(String tag) {
        Objects.requireNonNull(tag, "tag");
        return checked(library, tag, chosen ? rules : ReplyRules.find(tag).orElse(rules), true);
    }

    /**
     * {@return these prompts if their language was {@linkplain #withLanguage chosen}, else a copy in the language that the texts
     * are written in} It is the first of the languages of {@link ReplyRules} whose script makes at least half of the letters.
     * Role-play asks for that of the opening questions, judging for that of what users say; where the library does not have it,
     * or there are no letters, nothing changes.
     *
     * @param texts what is played or judged
     */
    public Prompts inLanguageOf(Collection<String> texts) {
        return fixed
                ? this
                : ReplyRules.forReply(String.join("\n", texts))
                        .map(ReplyRules::language)
                        .filter(library.languages()::contains)
                        .map(tag -> checked(library, tag, chosen ? rules : ReplyRules.of(tag), false))
                        .orElse(this);
    }

    /**
     * {@return a copy that asks for replies of another length}
     *
     * @param replyRules where the length is taken from
     */
    public Prompts with(ReplyRules replyRules) {
        return new Prompts(library, language, Objects.requireNonNull(replyRules, "replyRules"), true, fixed);
    }

    /** {@return the languages there are, sorted} */
    public Set<String> languages() {
        return library.languages();
    }

    /** {@return the templates of the language in use, by the name of their file without {@code .md}} */
    public Map<String, String> texts() {
        return library.texts(language);
    }

    /** {@return the language of the prompts} */
    public String language() {
        return language;
    }

    /** {@return the rules whose length the role-play prompt asks for} */
    public ReplyRules replyRules() {
        return rules;
    }

    /**
     * {@return what identifies the texts in use, for the manifest of a run: a hash of the templates of the
     * language in use}
     */
    public String hash() {
        return library.hash(language);
    }

    /**
     * Asks a candidate for a character's next reply: the instructions, the conversation so far, what the user says now.
     *
     * @param character who is played
     * @param history the turns so far; empty at the beginning
     * @param user what the user says now; not blank
     * @return the messages
     */
    public List<ChatMessage> rolePlay(Character character, List<Turn> history, String user) {
        Checks.text("user", user);
        List<ChatMessage> messages = new ArrayList<>(values(character)
                .and("profile", profile(character))
                .and("shortest", rules.shortest())
                .and("longest", rules.longest())
                .messages(Name.ROLE_PLAY));
        for (Turn turn : history) {
            messages.add(ChatMessage.user(turn.user()));
            messages.add(ChatMessage.assistant(turn.reply()));
        }
        messages.add(ChatMessage.user(user));
        return List.copyOf(messages);
    }

    /**
     * Asks a candidate once more, for a reply that keeps the rules.
     *
     * @param asked the messages that led to the reply
     * @param reply the reply that broke the rules
     * @param violations what is wrong with it; at least one
     * @return the messages
     */
    public List<ChatMessage> reAsk(List<ChatMessage> asked, String reply, List<ReplyRules.Violation> violations) {
        Checks.notNull("asked", asked, "reply", reply);
        Checks.rejectIf(violations.isEmpty(), "violations: is empty; a reply that keeps the rules is not asked again");
        List<ChatMessage> messages = new ArrayList<>(asked);
        messages.add(ChatMessage.assistant(reply));
        messages.addAll(new Values()
                .and("role", "")
                .and("problems", joined("\n", violations, one -> "- " + one.describe(language)))
                .and("shortest", rules.shortest())
                .and("longest", rules.longest())
                .messages(Name.RE_ASK));
        return List.copyOf(messages);
    }

    /**
     * Asks a user simulator for what the user says next.
     *
     * @param scenario the user's situation; what is not known of it is left open
     * @param character whom the user talks to
     * @param history the turns so far; at least one
     * @return the messages
     */
    public List<ChatMessage> followUp(Scenario scenario, Character character, List<Turn> history) {
        Checks.notNull("scenario", scenario, "character", character);
        if (history.isEmpty()) {
            throw new IllegalArgumentException("history: is empty, at least one turn was expected (scenario \""
                    + scenario.id() + "\"): the user opens with the scenario's own question");
        }
        List<String> texts = new ArrayList<>(texts(history));
        texts.add(scenario.openingQuestion());
        Fence fence = Fence.around(texts);
        return values(character)
                .and("persona", scenario.persona().orElse(OPEN))
                .and("location", scenario.location().orElse(OPEN))
                .and("emotion", scenario.emotion().orElse(OPEN))
                .and("daily_event", scenario.dailyEvent().orElse(OPEN))
                .and("opening", fence.enclose("opening", scenario.openingQuestion()))
                .and("dialogue", dialogue(fence, history))
                .and("fence", fence.mark())
                .messages(Name.FOLLOW_UP);
    }

    /**
     * Asks a judge for several metrics at once.
     *
     * @param metrics what is asked, in this order; at least one, ids and names distinct
     * @param character who was played
     * @param dialogue what is judged
     * @return the messages
     */
    public List<ChatMessage> judgeAll(List<Metric> metrics, Character character, Dialogue dialogue) {
        return judge(Name.JUDGE_ALL, metrics, character, dialogue, Optional.empty());
    }

    /**
     * Asks a judge for metrics with a reference to compare with.
     *
     * @param metrics what is asked, in this order; at least one, ids and names distinct
     * @param character who was played
     * @param dialogue what is judged
     * @param reference another dialogue of the character in the scenario, such as a person's
     * @param oneByOne true for the prompt of a single metric
     * @return the messages
     */
    public List<ChatMessage> judgeBeside(
            List<Metric> metrics, Character character, Dialogue dialogue, Dialogue reference, boolean oneByOne) {
        Objects.requireNonNull(reference, "reference");
        return judge(oneByOne ? Name.JUDGE_ONE : Name.JUDGE_ALL, metrics, character, dialogue, Optional.of(reference));
    }

    /**
     * Asks a judge for one metric.
     *
     * @param metric what is asked
     * @param character who was played
     * @param dialogue what is judged
     * @return the messages
     */
    public List<ChatMessage> judgeOne(Metric metric, Character character, Dialogue dialogue) {
        return judge(Name.JUDGE_ONE, List.of(metric), character, dialogue, Optional.empty());
    }

    /**
     * Asks a judge how different the replies of a batch are. They are shown without names, in an order drawn from the
     * seed, so that no habit of the judge about first and last replies favours anything.
     *
     * @param metric what is asked
     * @param character who was played
     * @param batch the replies
     * @param seed decides the order
     * @return the messages
     */
    public List<ChatMessage> diversity(Metric metric, Character character, ResponseBatch batch, long seed) {
        Fence fence = Fence.around(batch.replies());
        List<Integer> order = PresentationOrder.of(batch.replies().size(), seed);
        String replies = numbered(
                "\n\n",
                order,
                (number, index) ->
                        fence.enclose("reply-" + number, batch.replies().get(index)));
        List<Metric> metrics = List.of(metric);
        return values(character)
                .and("name", metric.name().in(language))
                .and("metrics", metrics(metrics))
                .and("scale", scales(metrics))
                .and("replies", replies)
                .and("fence", fence.mark())
                .and("example", example(metrics))
                .and("count", batch.replies().size())
                .messages(Name.DIVERSITY);
    }

    /**
     * Asks for daily events and opening questions of users in one situation.
     *
     * @param persona what the user is, in the language of the prompts
     * @param location where the user is
     * @param emotion how the user feels
     * @param events how many; at least 1
     * @return the messages
     */
    public List<ChatMessage> scenarioGeneration(String persona, String location, String emotion, int events) {
        Checks.atLeast(1, "events", events);
        return new Values()
                .and("persona", persona)
                .and("location", location)
                .and("emotion", emotion)
                .and("count", events)
                .and("example", "[\n  {\"daily_event\": \"…\", \"question\": \"…\"}\n]")
                .messages(Name.SCENARIO_GENERATION);
    }

    /**
     * Asks a judge that was tuned on the files of {@link JudgeTuning}: the text it was trained on, byte for byte, all but the
     * answer.
     *
     * @param metric what is asked
     * @param character who was played
     * @param dialogue what is judged
     * @return the messages
     */
    public List<ChatMessage> judgeTuned(Metric metric, Character character, Dialogue dialogue) {
        double middle = metric.scale().midpoint();
        Name who = character.work().isPresent() ? Name.TUNING_CHARACTER_IN_WORK : Name.TUNING_CHARACTER;
        return described(metric)
                .and("middle", Scale.number(middle))
                .and("below", anchors(metric).below().in(language))
                .and("at", anchors(metric).at().in(language))
                .and("above", anchors(metric).above().in(language))
                .and("character", values(character).text(who))
                .and(
                        "dialogue",
                        joined(
                                "\n",
                                dialogue.turns(),
                                turn -> values(character)
                                        .and("user", turn.user())
                                        .and("reply", turn.reply())
                                        .text(Name.TUNING_TURN)))
                .messages(Name.TUNING);
    }

    /**
     * The JSON Schema of the reply that a judge is asked for, for services that can be told: an object with one
     * required property for each metric, called by its name in the language in use, each an object of {@code score}
     * and {@code explanation}.
     *
     * @param metrics what is asked; at least one
     * @return the schema as text
     */
    public String judgeSchema(List<Metric> metrics) {
        Map<String, Metric> names = names(metrics);
        String properties = joined(",", names.entrySet(), entry -> {
            Scale scale = entry.getValue().scale();
            List<Double> scores =
                    IntStream.range(0, scale.levels()).mapToObj(scale::score).toList();
            return Json.quote(entry.getKey())
                    + ":{\"type\":\"object\",\"properties\":{\"score\":{\"type\":\""
                    + (scale.whole() ? "integer" : "number") + "\",\"enum\":["
                    + joined(",", scores, Scale::number)
                    + "]},\"explanation\":{\"type\":\"string\"}},"
                    + "\"required\":[\"score\",\"explanation\"],\"additionalProperties\":false}";
        });
        return "{\"type\":\"object\",\"properties\":{" + properties + "},\"required\":["
                + joined(",", names.keySet(), Json::quote) + "],\"additionalProperties\":false}";
    }

    /** The language and the length of replies asked for. */
    @Override
    public String toString() {
        return "prompts in " + language + " (" + hash().substring(0, 12) + "), replies of " + rules.shortest() + ".."
                + rules.longest();
    }

    // --- pieces ---------------------------------------------------------------------------------------------------

    private static final String OPEN = "—";

    private List<ChatMessage> judge(
            Name name, List<Metric> metrics, Character character, Dialogue dialogue, Optional<Dialogue> reference) {
        Checks.notNull("character", character, "dialogue", dialogue);
        Metric first = names(metrics).values().iterator().next();
        String profile = profile(character);
        List<String> texts = new ArrayList<>(texts(dialogue.turns()));
        texts.add(profile);
        reference.ifPresent(other -> texts.addAll(texts(other.turns())));
        Fence fence = Fence.around(texts);
        String beside = reference
                .map(other -> values(character)
                                .and("dialogue", dialogue(fence, other.turns(), "reference-"))
                                .text(Name.REFERENCE)
                        + "\n\n")
                .orElse("");
        return values(character)
                .and("reference", beside)
                .and("profile", fence.enclose("profile", profile))
                .and("metrics", metrics(metrics))
                .and("scale", scales(metrics))
                .and("dialogue", dialogue(fence, dialogue.turns()))
                .and("fence", fence.mark())
                .and("example", example(metrics))
                .and("count", metrics.size())
                .and("name", first.name().in(language))
                .messages(name);
    }

    private Prompts checked(PromptLibrary templates, String tag, ReplyRules replyRules, boolean stays) {
        if (!templates.languages().contains(tag)) {
            throw new IllegalArgumentException(
                    "language: no prompts in \"" + tag + "\"; languages are " + templates.languages());
        }
        return new Prompts(templates, tag, replyRules, chosen, stays);
    }

    private String profile(Character character) {
        return character.profile().orElseGet(() -> values(character).text(Name.NO_PROFILE));
    }

    private static List<String> texts(List<Turn> turns) {
        return turns.stream()
                .flatMap(turn -> Stream.of(turn.user(), turn.reply()))
                .toList();
    }

    private static String dialogue(Fence fence, List<Turn> turns) {
        return dialogue(fence, turns, "");
    }

    private static String dialogue(Fence fence, List<Turn> turns, String kind) {
        return numbered(
                "\n\n",
                turns,
                (number, turn) -> fence.enclose(kind + "user-" + number, turn.user()) + "\n"
                        + fence.enclose(kind + "reply-" + number, turn.reply()));
    }

    private String metrics(List<Metric> metrics) {
        return numbered(
                "\n\n",
                metrics,
                (number, metric) -> described(metric)
                        .and("number", number)
                        .and("anchors", bands(metric))
                        .text(Name.METRIC));
    }

    private Values described(Metric metric) {
        return new Values()
                .and("name", metric.name().in(language))
                .and("definition", metric.described().definition().orElseThrow().in(language))
                .and("question", metric.question().orElseThrow().in(language))
                .and("lowest", Scale.number(metric.scale().lowest()))
                .and("highest", Scale.number(metric.scale().highest()))
                .and("steps", steps(metric.scale()));
    }

    private static Metric.Anchors anchors(Metric metric) {
        return metric.described().anchors().orElseThrow();
    }

    private String bands(Metric metric) {
        Metric.Anchors anchors = anchors(metric);
        Bands bands = Bands.of(metric.scale());
        String below = "- " + bands.below + ": " + anchors.below().in(language);
        String at = "\n- " + bands.at + ": " + anchors.at().in(language);
        String above = "\n- " + bands.above + ": " + anchors.above().in(language);
        return below + (bands.at.isEmpty() ? "" : at) + above;
    }

    /** One line for each scale in use, with the names of the metrics that use it. */
    private String scales(List<Metric> metrics) {
        Map<Scale, List<String>> users = metrics.stream()
                .collect(Collectors.groupingBy(
                        Metric::scale,
                        LinkedHashMap::new,
                        Collectors.mapping(metric -> metric.name().in(language), Collectors.toList())));
        return joined("\n", users.entrySet(), entry -> {
            Scale scale = entry.getKey();
            Bands bands = Bands.of(scale);
            return new Values()
                    .and("metrics", list(entry.getValue()))
                    .and("lowest", Scale.number(scale.lowest()))
                    .and("highest", Scale.number(scale.highest()))
                    .and("steps", steps(scale))
                    .and("below", bands.below)
                    .and("at", bands.at)
                    .and("above", bands.above)
                    .text(bands.at.isEmpty() ? Name.SCALE_EVEN : Name.SCALE);
        });
    }

    private String steps(Scale scale) {
        Messages words = Messages.of(PromptCode.class);
        return scale.whole() && scale.step() == 1
                ? words.text(language, "steps.whole")
                : words.text(language, "steps.by", "step", Scale.number(scale.step()));
    }

    private String list(List<String> elements) {
        return elements.stream()
                .reduce((list, element) ->
                        new Values().and("list", list).and("element", element).text(Name.LIST))
                .orElse("");
    }

    private String example(List<Metric> metrics) {
        String lines = joined(",\n", names(metrics).entrySet(), entry -> {
            Scale scale = entry.getValue().scale();
            return "  " + Json.quote(entry.getKey()) + ": {\"score\": <" + Scale.number(scale.lowest()) + "…"
                    + Scale.number(scale.highest())
                    + ">, \"explanation\": \"…\"}";
        });
        return "{\n" + lines + "\n}";
    }

    private static <T> String joined(String between, Collection<T> parts, Function<T, String> text) {
        return parts.stream().map(text).collect(Collectors.joining(between));
    }

    /** Joins texts of parts and their numbers, which start at 1. */
    private static <T> String numbered(String between, List<T> parts, BiFunction<Integer, T, String> text) {
        return IntStream.range(0, parts.size())
                .mapToObj(i -> text.apply(i + 1, parts.get(i)))
                .collect(Collectors.joining(between));
    }

    private Map<String, Metric> names(List<Metric> metrics) {
        Checks.rejectIf(metrics.isEmpty(), "metrics: is empty, at least one metric was expected");
        Map<String, Metric> names = new LinkedHashMap<>();
        for (Metric metric : metrics) {
            Metric other = names.put(metric.name().in(language), metric);
            if (other != null) {
                throw new IllegalArgumentException("metrics: \"" + other.id() + "\" and \"" + metric.id()
                        + "\" are both called \"" + metric.name().in(language) + "\"");
            }
        }
        return names;
    }

    private Values values(Character character) {
        return new Values()
                .and("role", character.name())
                .and("work", character.work().orElse(OPEN));
    }

    /** The scores below, at and above the midpoint; {@code at} is empty where no whole score lies there. */
    private record Bands(String below, String at, String above) {
        static Bands of(Scale scale) {
            int levels = scale.levels();
            int half = levels / 2;
            return new Bands(
                    span(scale, 0, half - 1),
                    levels % 2 == 1 ? Scale.number(scale.score(half)) : "",
                    span(scale, levels - half, levels - 1));
        }

        private static String span(Scale scale, int from, int to) {
            String lowest = Scale.number(scale.score(from));
            return from == to ? lowest : lowest + "–" + Scale.number(scale.score(to));
        }
    }

    /** What slots are filled with. */
    private final class Values {
        private final Map<String, String> map = new HashMap<>();

        Values and(String slot, Object value) {
            map.put(slot, value.toString());
            return this;
        }

        List<ChatMessage> messages(Name name) {
            return library.template(language, name).fill(map);
        }

        String text(Name name) {
            return library.template(language, name).fillText(map);
        }
    }
}
