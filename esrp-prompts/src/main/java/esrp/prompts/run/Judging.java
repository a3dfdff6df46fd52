package esrp.prompts.run;

import esrp.core.Character;
import esrp.core.Dataset;
import esrp.core.Dialogue;
import esrp.core.Finding;
import esrp.core.Metric;
import esrp.core.Rater;
import esrp.core.Ratings;
import esrp.core.ResponseBatch;
import esrp.core.Scale;
import esrp.core.Turn;
import esrp.core.internal.Checks;
import esrp.core.internal.Digest;
import esrp.core.internal.Settings;
import esrp.prompts.ChatMessage;
import esrp.prompts.ChatRequest;
import esrp.prompts.ChatRequest.GenerationParameters;
import esrp.prompts.ChatRequest.ResponseFormat;
import esrp.prompts.ChatResponse;
import esrp.prompts.JudgeReplyParser;
import esrp.prompts.Judgement;
import esrp.prompts.MetricJudgement;
import esrp.prompts.NamedModel;
import esrp.prompts.PromptCode;
import esrp.prompts.Prompts;
import esrp.prompts.internal.Classes;
import esrp.prompts.internal.PresentationOrder;
import esrp.prompts.run.JudgingResult.Answer;
import esrp.prompts.run.JudgingResult.Unscored;
import esrp.prompts.run.Run.CostEstimate;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Judges: a panel of models scores dialogues on metrics, or batches of replies on diversity. What comes out is
 * {@link Ratings} whose raters are {@code model:} and the judge's id, and a list of what has no score.
 *
 * <p>A reply that leaves metrics without a score costs those metrics and no others: only they are asked again, at most
 * {@link #reAsks()} times. Two dialogues that read the same are the same question to a judge and get the same answer.
 *
 * <p>Where a judge is asked about one metric and its {@linkplain ChatResponse#probabilities() response} says how probable each
 * score is, the most probable score is the rating, the lowest of several, and the distribution is kept
 * ({@link JudgingResult#distributions()}); unless less than half of the probability is on scores.
 *
 * <p>Nothing in a prompt says who the candidate is. The replies of a batch are shown in an order drawn from the seed and
 * the batch, the same for every judge; metrics stand in the order they were given, or in one drawn from the seed and the
 * item ({@link #withShuffledMetrics}).
 */
public final class Judging {
    /** Of probabilities with less on scores, a service shows something other than the score. */
    private static final double LEAST_ON_SCORES = 0.5;

    /** By what ids of models of one maker have in common. */
    private static final Pattern FAMILIES = Pattern.compile(
            "(?<![a-z])(?:chat)?(gpt|claude|gemini|gemma|qwen|deepseek|glm|llama|mistral|doubao|kimi|ernie|hunyuan"
                    + "|grok|phi|command|baichuan|internlm|minimax|yi)(?![a-z])");

    private static final Judging DEFAULTS = new Judging(new Values());

    private final Values values;

    private Judging(Values values) {
        this.values = values;
    }

    private static final class Values extends Settings<Values> {
        private Prompts prompts = Prompts.withDefaults();
        private List<Metric> metrics = Metric.esrp();
        private GenerationParameters parameters = GenerationParameters.judging();
        private int reAsks = 2;
        private int replicates = 1;
        private boolean oneByOne;
        private boolean tuned;
        private boolean schema;
        private boolean shuffled;
        private Optional<String> reference = Optional.empty();
        private long seed;
    }

    private Judging with(Consumer<Values> change) {
        return new Judging(values.with(change));
    }

    /**
     * {@return the default prompts in the language of what users say, the metrics of {@link Metric#esrp()}, one call for all of a dialogue's metrics,
     * two re-asks, one replicate, {@link ChatRequest.GenerationParameters#judging()}, no schema sent, metrics in the order given,
     * seed 0}
     */
    public static Judging withDefaults() {
        return DEFAULTS;
    }

    /**
     * {@return a copy with other prompts}
     *
     * @param prompts what judges are asked with
     */
    public Judging with(Prompts prompts) {
        return with((Values copy) -> copy.prompts = Objects.requireNonNull(prompts, "prompts"));
    }

    /**
     * {@return a copy with prompts in another language}
     *
     * @param language one of the {@linkplain Prompts#languages languages} of the prompts
     * @throws IllegalArgumentException if it is none of them
     */
    public Judging withLanguage(String language) {
        return with(values.prompts.withLanguage(language));
    }

    /**
     * {@return a copy with other metrics}
     *
     * @param metrics the metrics; those about dialogues are used for dialogues, those about batches for batches; at
     *     least one, ids unique
     */
    public Judging withMetrics(List<Metric> metrics) {
        List<Metric> some = Checks.atLeastOne("metrics", metrics);
        Ids.checkDistinct("metrics", some, metric -> "\"" + metric.id() + "\"");
        return with((Values copy) -> copy.metrics = some);
    }

    /**
     * {@return a copy with other parameters}
     *
     * @param parameters how judges should generate
     */
    public Judging withParameters(GenerationParameters parameters) {
        return with((Values copy) -> copy.parameters = Objects.requireNonNull(parameters, "parameters"));
    }

    /**
     * {@return a copy with another number of re-asks}
     *
     * @param most how often what is missing is asked again; at least 0
     */
    public Judging withReAsks(int most) {
        Checks.atLeast(0, "reAsks", most);
        return with((Values copy) -> copy.reAsks = most);
    }

    /**
     * {@return a copy in which each judge repeats the judging} A question asked twice is asked twice; ratings say which answer
     * they are ({@link esrp.core.Rating#replicate()}). Results average them, and {@link Ratings#reduced} makes one rating of
     * several.
     *
     * @param times how often; at least 1
     */
    public Judging withReplicates(int times) {
        Checks.atLeast(1, "replicates", times);
        return with((Values copy) -> copy.replicates = times);
    }

    /**
     * {@return a copy with one call per metric, or with one call for all}
     *
     * @param separately true for one call each
     */
    public Judging withOneCallPerMetric(boolean separately) {
        return with((Values copy) -> copy.oneByOne = separately);
    }

    /**
     * {@return a copy for judges that were tuned on the files of {@link esrp.prompts.JudgeTuning}, or for any} They are asked
     * about one metric of a dialogue per call, with the prompt they were trained on, byte for byte, and without a schema.
     *
     * @param tuned true for judges that were tuned
     */
    public Judging withTunedPrompt(boolean tuned) {
        return with((Values copy) -> copy.tuned = tuned);
    }

    /**
     * Returns a copy that sends the JSON schema of the answer to the service, or does not. Not every service takes one.
     *
     * @param send true to send it
     * @return a copy
     */
    public Judging withSchema(boolean send) {
        return with((Values copy) -> copy.schema = send);
    }

    /**
     * {@return a copy with the metrics of each prompt in an order of its own, or in the order they were given} What
     * stands first may be judged otherwise than what stands last; over many items a shuffled order evens this out.
     *
     * <p>The order is drawn from the seed, the character, the item and the replicate: it is the same for every judge and
     * every candidate, so that candidates are compared on the same prompt, and the same when a run is resumed. Results
     * come in the order the metrics were given. Where a prompt asks for one metric only, nothing changes.
     *
     * @param shuffle true for an order of its own
     */
    public Judging withShuffledMetrics(boolean shuffle) {
        return with((Values copy) -> copy.shuffled = shuffle);
    }

    /**
     * {@return a copy that shows a judge what one of the candidates, a person for example, said in the same scene, to compare
     * with} Where that candidate has no dialogue, where it is the one that is judged, and in prompts of batches and of
     * {@linkplain #withTunedPrompt tuned} judges there is none; results note how many were judged without.
     *
     * @param candidate id of the candidate
     */
    public Judging withReference(String candidate) {
        return with((Values copy) -> copy.reference = Optional.of(candidate));
    }

    /**
     * {@return a copy with another seed for the order in which a batch's replies are shown, and metrics if they are
     * {@linkplain #withShuffledMetrics shuffled}}
     *
     * @param seed any number
     */
    public Judging withSeed(long seed) {
        return with((Values copy) -> copy.seed = seed);
    }

    /** {@return how often what is missing is asked again; at least 0} */
    public int reAsks() {
        return values.reAsks;
    }

    /**
     * Has all dialogues of a data set judged.
     *
     * @param run who asks and keeps the answers
     * @param data the dialogues and the characters
     * @param panel the judges; ids unique
     * @return the ratings and what has none
     * @throws InterruptedException if the calling thread was interrupted
     */
    public JudgingResult judge(Run run, Dataset data, List<NamedModel> panel) throws InterruptedException {
        List<Subject> subjects = subjects(data.dialogues().toList(), data.characters());
        return judge(run, Optional.of(data), subjects, panel, Metric.Target.DIALOGUE);
    }

    /**
     * Has dialogues judged. If the run has a folder, the manifest is written there as {@code manifest-judging.json},
     * and the result as {@code judging.jsonl}.
     *
     * @param run who asks and keeps the answers
     * @param dialogues what is judged; no two of the same candidate, character, scenario and sample
     * @param characters those that are played, for their profiles; a dialogue's character that is not there is known by
     *     its id alone
     * @param panel the judges; ids unique
     * @return the ratings and what has none
     * @throws InterruptedException if the calling thread was interrupted
     */
    public JudgingResult judge(
            Run run, Collection<Dialogue> dialogues, Collection<Character> characters, List<NamedModel> panel)
            throws InterruptedException {
        return judge(run, Optional.empty(), subjects(dialogues, characters), panel, Metric.Target.DIALOGUE);
    }

    /**
     * Has batches of replies judged for diversity. If the run has a folder, the manifest is written there as
     * {@code manifest-diversity-judging.json}, and the result as {@code diversity-judging.jsonl}.
     *
     * @param run who asks and keeps the answers
     * @param batches what is judged; no two of the same candidate, character and id
     * @param characters those that are played; a batch's character that is not there is known by its id alone
     * @param panel the judges; ids unique
     * @return the ratings and what has none
     * @throws InterruptedException if the calling thread was interrupted
     */
    public JudgingResult judgeBatches(
            Run run, Collection<ResponseBatch> batches, Collection<Character> characters, List<NamedModel> panel)
            throws InterruptedException {
        return judge(run, Optional.empty(), batchSubjects(batches, characters), panel, Metric.Target.BATCH);
    }

    /**
     * What {@link #judge(Run, Dataset, List)} would still ask. Nobody is asked.
     *
     * @param run whose journal is consulted
     * @param data the dialogues and the characters
     * @param panel the judges
     * @return the number of calls and their cost
     * @throws InterruptedException if the calling thread was interrupted
     */
    public CostEstimate estimate(Run run, Dataset data, List<NamedModel> panel) throws InterruptedException {
        return estimate(run, data.dialogues().toList(), data.characters(), panel);
    }

    /**
     * What {@link #judge(Run, Collection, Collection, List)} would still ask. Nobody is asked.
     *
     * @param run whose journal is consulted
     * @param dialogues what would be judged
     * @param characters those that are played
     * @param panel the judges
     * @return the number of calls and their cost
     * @throws InterruptedException if the calling thread was interrupted
     */
    public CostEstimate estimate(
            Run run, Collection<Dialogue> dialogues, Collection<Character> characters, List<NamedModel> panel)
            throws InterruptedException {
        Objects.requireNonNull(run, "run");
        return estimate(run, units(subjects(dialogues, characters), panel, of(Metric.Target.DIALOGUE)));
    }

    /**
     * What {@link #judgeBatches} would still ask. Nobody is asked.
     *
     * @param run whose journal is consulted
     * @param batches what would be judged
     * @param characters those that are played
     * @param panel the judges
     * @return the number of calls and their cost
     * @throws InterruptedException if the calling thread was interrupted
     */
    public CostEstimate estimateBatches(
            Run run, Collection<ResponseBatch> batches, Collection<Character> characters, List<NamedModel> panel)
            throws InterruptedException {
        Objects.requireNonNull(run, "run");
        return estimate(run, units(batchSubjects(batches, characters), panel, of(Metric.Target.BATCH)));
    }

    /** What is judged: a dialogue or a batch. */
    private record Subject(
            String candidate,
            Character character,
            String item,
            String sample,
            Optional<Dialogue> dialogue,
            Optional<Dialogue> reference,
            Optional<ResponseBatch> batch) {
        String material() {
            Stream<String> said = Stream.concat(turns(), reference.stream().flatMap(one -> one.turns().stream()))
                    .flatMap(turn -> Stream.of(turn.user(), turn.reply()));
            return Stream.concat(said, replies()).collect(Collectors.joining("\n"));
        }

        Stream<Turn> turns() {
            return dialogue.stream().flatMap(one -> one.turns().stream());
        }

        Stream<String> replies() {
            return batch.stream().flatMap(one -> one.replies().stream());
        }
    }

    /** One chain of calls: a judge on a subject, once. */
    private record Unit(Subject subject, NamedModel judge, int replicate, List<Metric> metrics) {
        String rater() {
            return Rater.of(Rater.Kind.MODEL, judge.id()).id();
        }
    }

    private List<Subject> subjects(Collection<Dialogue> dialogues, Collection<Character> characters) {
        Map<List<String>, Dialogue> references = new HashMap<>();
        dialogues.stream()
                .filter(one -> values.reference.filter(one.candidate()::equals).isPresent())
                .forEach(one -> references.putIfAbsent(List.of(one.character(), one.scenario()), one));
        return subjects(
                "dialogues",
                dialogues,
                characters,
                Dialogue::character,
                (dialogue, character) -> new Subject(
                        dialogue.candidate(),
                        character,
                        dialogue.scenario(),
                        dialogue.sample(),
                        Optional.of(dialogue),
                        Optional.ofNullable(references.get(List.of(dialogue.character(), dialogue.scenario())))
                                .filter(other -> !other.candidate().equals(dialogue.candidate())),
                        Optional.empty()));
    }

    private static List<Subject> batchSubjects(Collection<ResponseBatch> batches, Collection<Character> characters) {
        return subjects(
                "batches",
                batches,
                characters,
                ResponseBatch::character,
                (batch, character) -> new Subject(
                        batch.candidate(),
                        character,
                        batch.id(),
                        "",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(batch)));
    }

    private static <T> List<Subject> subjects(
            String name,
            Collection<T> given,
            Collection<Character> characters,
            Function<T, String> played,
            BiFunction<T, Character, Subject> make) {
        Ids.checkDistinct("characters", characters, character -> "\"" + character.id() + "\"");
        Map<String, Character> known = new HashMap<>();
        characters.forEach(character -> known.put(character.id(), character));
        List<Subject> subjects = given.stream()
                .map(one -> make.apply(one, known.computeIfAbsent(played.apply(one), Character::of)))
                .toList();
        Ids.checkDistinct(
                name,
                subjects,
                subject -> "candidate \"" + subject.candidate() + "\", character \""
                        + subject.character().id() + "\", item \"" + subject.item() + "\""
                        + (subject.sample().isEmpty() ? "" : ", sample \"" + subject.sample() + "\""));
        return subjects;
    }

    private List<Metric> of(Metric.Target target) {
        List<Metric> chosen = values.metrics.stream()
                .filter(metric -> metric.target() == target)
                .toList();
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException("metrics: none of "
                    + values.metrics.stream().map(Metric::id).toList() + " is about a " + target);
        }
        return chosen;
    }

    private List<Unit> units(List<Subject> subjects, List<NamedModel> panel, List<Metric> asked) {
        Ids.checkModels("panel", panel);
        panel.forEach(judge -> checkClasses(judge, asked));
        // A prompt about a batch asks for one metric.
        boolean separately = values.oneByOne || values.tuned || asked.get(0).target() == Metric.Target.BATCH;
        List<List<Metric>> groups = separately ? asked.stream().map(List::of).toList() : List.of(asked);
        List<Unit> units = new ArrayList<>();
        for (Subject subject : subjects) {
            for (NamedModel judge : panel) {
                for (int replicate = 0; replicate < values.replicates; replicate++) {
                    for (List<Metric> group : groups) {
                        units.add(new Unit(subject, judge, replicate, group));
                    }
                }
            }
        }
        return units;
    }

    /** A classifier knows nothing but its classes: they must be the scores, or each answer would be another score's. */
    private void checkClasses(NamedModel judge, List<Metric> asked) {
        if (judge.model() instanceof Classes classifier) {
            if (!values.tuned) {
                throw new IllegalArgumentException(
                        "judge " + judge.id() + ": a classifier is asked what it was tuned on, withTunedPrompt(true)");
            }
            for (Metric metric : asked) {
                Scale scale = metric.scale();
                List<String> scores = IntStream.range(0, scale.levels())
                        .mapToObj(level -> Scale.number(scale.score(level)))
                        .toList();
                if (!Set.copyOf(classifier.classes()).equals(Set.copyOf(scores))) {
                    throw new IllegalArgumentException("judge " + judge.id() + ": its classes "
                            + classifier.classes() + " are not the scores " + scores + " of metric " + metric.id()
                            + "; name classes by the scores they stand for");
                }
            }
        }
    }

    private Judging inLanguageOf(List<Subject> subjects) {
        return with(values.prompts.inLanguageOf(subjects.stream()
                .flatMap(one -> Stream.concat(one.turns().map(Turn::user), one.replies()))
                .toList()));
    }

    private JudgingResult judge(
            Run run, Optional<Dataset> data, List<Subject> subjects, List<NamedModel> panel, Metric.Target target)
            throws InterruptedException {
        Objects.requireNonNull(run, "run");
        return inLanguageOf(subjects).judged(run, data, subjects, panel, target);
    }

    private JudgingResult judged(
            Run run, Optional<Dataset> data, List<Subject> subjects, List<NamedModel> panel, Metric.Target target)
            throws InterruptedException {
        List<Metric> asked = of(target);
        List<Unit> units = units(subjects, panel, asked);
        run.check(panel);
        RespondingModels responding = new RespondingModels(run, panel);
        List<Chain> chains = run.each(units, (unit, caller) -> perform(unit, responding.noting(caller)));
        List<Answer> answers = IntStream.range(0, units.size())
                .mapToObj(i -> answer(units.get(i), chains.get(i)))
                .toList();
        Ratings table = JudgingResult.ratings(values.metrics, answers);
        List<Unscored> unscored = JudgingResult.unscored(answers);
        Map<String, String> hashes = new LinkedHashMap<>();
        data.ifPresent(dataset -> hashes.put("data", dataset.hash()));
        hashes.put("selection", selectionHash(subjects));
        hashes.put("prompts", values.prompts.hash());
        asked.forEach(metric -> hashes.put("metric " + metric.id(), metric.hash()));
        hashes.put("ratings", table.hash());
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("inputs", (long) subjects.size());
        counts.put("units", (long) units.size());
        counts.put("answers", responding.answers());
        counts.put("scored", (long) table.size());
        counts.put("unscored", (long) unscored.size());
        unscored.forEach(missing -> counts.merge("unscored " + missing.label(), 1L, Long::sum));
        Manifest manifest = new Manifest(
                target == Metric.Target.BATCH ? "diversity-judging" : "judging",
                Manifest.libraryVersion(),
                settings(asked, panel),
                hashes,
                values.parameters,
                responding.models(),
                counts);
        List<Finding> notes = new ArrayList<>(responding.notes());
        notes.addAll(kin(panel, subjects));
        values.reference.ifPresent(candidate -> {
            long without = subjects.stream()
                    .filter(one -> !one.candidate().equals(candidate)
                            && (values.tuned || one.reference().isEmpty()))
                    .count();
            if (without > 0) {
                notes.add(PromptCode.NO_REFERENCE.note("count", without, "candidate", candidate));
            }
        });
        JudgingResult result = new JudgingResult(table, unscored, answers, notes, manifest);
        run.keep(manifest, result::write);
        return result;
    }

    /** Judges of the family of a candidate: they favour their kin. */
    private static List<Finding> kin(List<NamedModel> panel, List<Subject> subjects) {
        List<String> candidates =
                subjects.stream().map(Subject::candidate).distinct().toList();
        List<Finding> notes = new ArrayList<>();
        for (NamedModel judge : panel) {
            Optional<String> own = family(judge.id());
            List<String> kin = candidates.stream()
                    .filter(one -> one.equals(judge.id()) || (own.isPresent() && own.equals(family(one))))
                    .toList();
            if (!kin.isEmpty()) {
                notes.add(PromptCode.SAME_FAMILY.note("judge", judge.id(), "candidates", String.join(", ", kin)));
            }
        }
        return notes;
    }

    private static Optional<String> family(String id) {
        Matcher matcher = FAMILIES.matcher(id.toLowerCase(Locale.ROOT));
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private CostEstimate estimate(Run run, List<Unit> units) throws InterruptedException {
        Judging own = inLanguageOf(units.stream().map(Unit::subject).toList());
        return run.dryRun(units, (unit, dry) -> {
            int attempts = own.perform(unit, dry).replies.size();
            return dry.estimate(1, 1 + values.reAsks - attempts, run.policy().values.prices);
        });
    }

    /** What a chain of calls brought. */
    private static final class Chain {
        private final Map<String, MetricJudgement> byMetric = new LinkedHashMap<>();
        private final Map<String, List<Double>> probabilities = new LinkedHashMap<>();
        private final List<String> replies = new ArrayList<>();
        private Optional<Outcome.Unanswered> failure = Optional.empty();

        /** Takes the most probable score for the score, if most of the probability is on scores. */
        void weigh(Metric metric, Map<String, Double> byText) {
            Scale scale = metric.scale();
            double[] levels = new double[scale.levels()];
            double sum = 0;
            for (int level = 0; level < levels.length; level++) {
                levels[level] = byText.getOrDefault(Scale.number(scale.score(level)), 0.0);
                sum += levels[level];
            }
            if (!scale.whole() || !(sum > LEAST_ON_SCORES)) {
                return;
            }
            double total = sum;
            List<Double> shares =
                    Arrays.stream(levels).mapToObj(one -> one / total).toList();
            probabilities.put(metric.id(), shares);
            int score = (int) scale.score(shares.indexOf(Collections.max(shares)));
            String explanation =
                    byMetric.get(metric.id()) instanceof MetricJudgement.Scored scored ? scored.explanation() : "";
            byMetric.put(metric.id(), new MetricJudgement.Scored(score, explanation));
        }
    }

    private Chain perform(Unit unit, ModelCaller caller) {
        Chain chain = new Chain();
        List<Metric> missing = inOrder(unit);
        for (int attempt = 0; attempt <= values.reAsks && !missing.isEmpty(); attempt++) {
            Outcome outcome = caller.ask(unit.judge(), request(unit, missing), unit.replicate(), attempt);
            if (outcome instanceof Outcome.Unanswered none) {
                chain.failure = Optional.of(none);
                MetricJudgement failed = new MetricJudgement.Unscored(
                        MetricJudgement.Reason.CALL_FAILED, none.reason() + ": " + none.detail());
                missing.forEach(metric -> chain.byMetric.put(metric.id(), failed));
                return chain;
            }
            ChatResponse response = ((Outcome.Answered) outcome).response();
            chain.replies.add(response.text());
            Judgement judgement = JudgeReplyParser.forMetrics(missing)
                    .withMaterial(unit.subject().material())
                    .parse(response.text(), response.finishReason());
            chain.byMetric.putAll(judgement.byMetric());
            if (missing.size() == 1) {
                chain.weigh(missing.get(0), response.probabilities());
            }
            missing = missing.stream()
                    .filter(metric -> !Objects.requireNonNull(chain.byMetric.get(metric.id()))
                            .isScored())
                    .toList();
        }
        return chain;
    }

    private ChatRequest request(Unit unit, List<Metric> asked) {
        Subject subject = unit.subject();
        List<ChatMessage> messages;
        if (subject.batch().isPresent()) {
            ResponseBatch batch = subject.batch().get();
            messages = values.prompts.diversity(asked.get(0), subject.character(), batch, seed(batch));
        } else {
            Dialogue dialogue = subject.dialogue().orElseThrow();
            messages = subject.reference().isPresent() && !values.tuned
                    ? values.prompts.judgeBeside(
                            asked,
                            subject.character(),
                            dialogue,
                            subject.reference().get(),
                            values.oneByOne)
                    : values.tuned
                            ? values.prompts.judgeTuned(asked.get(0), subject.character(), dialogue)
                            : values.oneByOne
                                    ? values.prompts.judgeOne(asked.get(0), subject.character(), dialogue)
                                    : values.prompts.judgeAll(asked, subject.character(), dialogue);
        }
        ChatRequest request = ChatRequest.of(messages)
                .withParameters(values.parameters)
                .withTag("candidate", subject.candidate())
                .withTag("character", subject.character().id())
                .withTag("item", subject.item());
        return values.schema && !(values.tuned && subject.dialogue().isPresent())
                ? request.withFormat(ResponseFormat.jsonSchema("scores", values.prompts.judgeSchema(asked)))
                : request;
    }

    /** The metrics of a unit in the order they are asked in. */
    private List<Metric> inOrder(Unit unit) {
        if (!values.shuffled) {
            return unit.metrics();
        }
        long drawn = number(new Digest()
                .add("metrics")
                .add(values.seed)
                .add(unit.subject().character().id())
                .add(unit.subject().item())
                .add(unit.replicate()));
        return PresentationOrder.of(unit.metrics().size(), drawn).stream()
                .map(unit.metrics()::get)
                .toList();
    }

    /** Of the seed and of the batch, so that no two batches of a run share an order by construction. */
    private long seed(ResponseBatch batch) {
        return number(new Digest()
                .add(values.seed)
                .add(batch.candidate())
                .add(batch.character())
                .add(batch.id()));
    }

    private static long number(Digest digest) {
        return ByteBuffer.wrap(digest.bytes()).getLong();
    }

    private Answer answer(Unit unit, Chain chain) {
        Map<String, MetricJudgement> byMetric = new LinkedHashMap<>();
        for (Metric metric : unit.metrics()) {
            byMetric.put(metric.id(), Objects.requireNonNull(chain.byMetric.get(metric.id()), "judgement"));
        }
        return new Answer(
                unit.subject().candidate(),
                unit.subject().character().id(),
                unit.subject().item(),
                unit.subject().sample(),
                unit.rater(),
                values.replicates == 1 ? "" : Integer.toString(unit.replicate() + 1),
                byMetric,
                chain.probabilities,
                chain.failure.map(Outcome.Unanswered::reason),
                chain.replies);
    }

    private Map<String, String> settings(List<Metric> asked, List<NamedModel> panel) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("language", values.prompts.language());
        settings.put("metrics", String.join(" ", asked.stream().map(Metric::id).toList()));
        settings.put("re-asks", Integer.toString(values.reAsks));
        settings.put("replicates", Integer.toString(values.replicates));
        settings.put("one call per metric", Boolean.toString(values.oneByOne));
        settings.put("tuned prompt", Boolean.toString(values.tuned));
        settings.put("schema sent", Boolean.toString(values.schema));
        settings.put("metrics shuffled", Boolean.toString(values.shuffled));
        values.reference.ifPresent(candidate -> settings.put("reference", candidate));
        settings.put("seed", Long.toString(values.seed));
        panel.forEach(model -> model.revision().ifPresent(release -> settings.put("revision " + model.id(), release)));
        return settings;
    }

    /** Of everything that prompts show of what is judged. */
    private static String selectionHash(List<Subject> subjects) {
        Digest digest = new Digest();
        for (Subject subject : subjects) {
            Character character = subject.character();
            digest.add(subject.candidate())
                    .add(character.id())
                    .add(subject.item() + (subject.sample().isEmpty() ? "" : "#" + subject.sample()))
                    .add(character.name())
                    .add(character.work().orElse(""))
                    .add(character.profile().orElse(""));
            Stream.concat(subject.dialogue().stream(), subject.reference().stream())
                    .forEach(dialogue -> {
                        digest.add(dialogue.turns().size());
                        for (Turn turn : dialogue.turns()) {
                            digest.add(turn.user()).add(turn.reply());
                        }
                    });
            subject.batch().ifPresent(batch -> digest.add(batch.replies()));
        }
        return digest.hex();
    }

    /** The settings. */
    @Override
    public String toString() {
        return "judging of " + values.metrics.size() + " metrics, " + values.reAsks + " re-asks, " + values.replicates
                + " replicates; " + values.prompts;
    }
}
