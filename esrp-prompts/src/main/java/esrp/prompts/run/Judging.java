package esrp.prompts.run;

import esrp.core.Character;
import esrp.core.Dataset;
import esrp.core.Dialogue;
import esrp.core.Metric;
import esrp.core.Metrics;
import esrp.core.Rater;
import esrp.core.Ratings;
import esrp.core.ResponseBatch;
import esrp.core.Turn;
import esrp.prompts.ChatMessage;
import esrp.prompts.ChatRequest;
import esrp.prompts.ChatResponse;
import esrp.prompts.GenerationParameters;
import esrp.prompts.JudgeReplyParser;
import esrp.prompts.Judgement;
import esrp.prompts.MetricJudgement;
import esrp.prompts.NamedModel;
import esrp.prompts.PresentationOrder;
import esrp.prompts.Prompts;
import esrp.prompts.ResponseFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Judges: a panel of models scores dialogues on metrics, or batches of replies on diversity. What comes out is
 * {@link Ratings} whose raters are {@code model:} and the judge's id, and a list of what has no score.
 *
 * <p>A reply that leaves metrics without a score costs those metrics and no others: only they are asked again, at most
 * {@link #reAsks()} times. Two dialogues that read the same are the same question to a judge and get the same answer.
 *
 * <p>Nothing in a prompt says who the candidate is. The replies of a batch are shown in an order drawn from the seed and
 * the batch, the same for every judge; metrics stand in the order they were given, or in one drawn from the seed and the
 * item ({@link #withShuffledMetrics}).
 */
public final class Judging {
    private static final Judging DEFAULTS = new Judging(
            Prompts.withDefaults(), Metrics.esrp(), GenerationParameters.judging(), 2, 1, false, false, false, 0);

    private final Prompts prompts;
    private final List<Metric> metrics;
    private final GenerationParameters parameters;
    private final int reAsks;
    private final int replicates;
    private final boolean oneByOne;
    private final boolean schema;
    private final boolean shuffled;
    private final long seed;

    private Judging(
            Prompts prompts,
            List<Metric> metrics,
            GenerationParameters parameters,
            int reAsks,
            int replicates,
            boolean oneByOne,
            boolean schema,
            boolean shuffled,
            long seed) {
        this.prompts = prompts;
        this.metrics = metrics;
        this.parameters = parameters;
        this.reAsks = reAsks;
        this.replicates = replicates;
        this.oneByOne = oneByOne;
        this.schema = schema;
        this.shuffled = shuffled;
        this.seed = seed;
    }

    /**
     * Chinese prompts, the metrics of {@link Metrics#esrp()}, one call for all of a dialogue's metrics, two re-asks,
     * one replicate, {@link GenerationParameters#judging()}, no schema sent, metrics in the order given, seed 0.
     *
     * @return the judging
     */
    public static Judging withDefaults() {
        return DEFAULTS;
    }

    /**
     * The same judging with other prompts.
     *
     * @param other the prompts
     * @return a copy
     */
    public Judging with(Prompts other) {
        return new Judging(
                Objects.requireNonNull(other, "other"),
                metrics,
                parameters,
                reAsks,
                replicates,
                oneByOne,
                schema,
                shuffled,
                seed);
    }

    /**
     * The same judging on other metrics.
     *
     * @param other the metrics; those about dialogues are used for dialogues, those about batches for batches; at least
     *     one, ids unique
     * @return a copy
     */
    public Judging withMetrics(List<Metric> other) {
        if (other.isEmpty()) {
            throw new IllegalArgumentException("metrics: is empty, at least one metric was expected");
        }
        Set<String> ids = new HashSet<>();
        for (Metric metric : other) {
            if (!ids.add(metric.id())) {
                throw new IllegalArgumentException("metrics: \"" + metric.id() + "\" is there twice");
            }
        }
        return new Judging(
                prompts, List.copyOf(other), parameters, reAsks, replicates, oneByOne, schema, shuffled, seed);
    }

    /**
     * The same judging with other parameters.
     *
     * @param other how judges should generate
     * @return a copy
     */
    public Judging withParameters(GenerationParameters other) {
        return new Judging(
                prompts,
                metrics,
                Objects.requireNonNull(other, "other"),
                reAsks,
                replicates,
                oneByOne,
                schema,
                shuffled,
                seed);
    }

    /**
     * The same judging with another number of re-asks.
     *
     * @param most how often what is missing is asked again; at least 0
     * @return a copy
     */
    public Judging withReAsks(int most) {
        if (most < 0) {
            throw new IllegalArgumentException("reAsks: " + most + " is not allowed, at least 0 was expected");
        }
        return new Judging(prompts, metrics, parameters, most, replicates, oneByOne, schema, shuffled, seed);
    }

    /**
     * The same judging, repeated by each judge. The second replicate's rater has {@code #2} at the end of its id, and
     * so on.
     *
     * @param times how often; at least 1
     * @return a copy
     */
    public Judging withReplicates(int times) {
        if (times < 1) {
            throw new IllegalArgumentException("replicates: " + times + " is not allowed, at least 1 was expected");
        }
        return new Judging(prompts, metrics, parameters, reAsks, times, oneByOne, schema, shuffled, seed);
    }

    /**
     * The same judging with one call for each metric, or with one call for all.
     *
     * @param separately true for one call each
     * @return a copy
     */
    public Judging withOneCallPerMetric(boolean separately) {
        return new Judging(prompts, metrics, parameters, reAsks, replicates, separately, schema, shuffled, seed);
    }

    /**
     * The same judging, sending the JSON schema of the answer to the service, or not. Not every service takes one.
     *
     * @param send true to send it
     * @return a copy
     */
    public Judging withSchema(boolean send) {
        return new Judging(prompts, metrics, parameters, reAsks, replicates, oneByOne, send, shuffled, seed);
    }

    /**
     * The same judging, with the metrics of each prompt in an order of its own, or in the order they were given. What
     * stands first may be judged otherwise than what stands last; over many items a shuffled order evens this out.
     *
     * <p>The order is drawn from the seed, the character, the item and the replicate: it is the same for every judge and
     * every candidate, so that candidates are compared on the same prompt, and the same when a run is resumed. Results
     * come in the order the metrics were given. Where a prompt asks for one metric only, nothing changes.
     *
     * @param shuffle true for an order of its own
     * @return a copy
     */
    public Judging withShuffledMetrics(boolean shuffle) {
        return new Judging(prompts, metrics, parameters, reAsks, replicates, oneByOne, schema, shuffle, seed);
    }

    /**
     * The same judging with another seed for the order in which a batch's replies are shown, and metrics if they are
     * {@linkplain #withShuffledMetrics shuffled}.
     *
     * @param value any number
     * @return a copy
     */
    public Judging withSeed(long value) {
        return new Judging(prompts, metrics, parameters, reAsks, replicates, oneByOne, schema, shuffled, value);
    }

    /**
     * How often what is missing is asked again.
     *
     * @return at least 0
     */
    public int reAsks() {
        return reAsks;
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
        Objects.requireNonNull(run, "run");
        return judge(run, data.dialogues().toList(), data.characters(), panel);
    }

    /**
     * Has dialogues judged. If the run has a folder, the manifest is written there as {@code manifest-judging.json}.
     *
     * @param run who asks and keeps the answers
     * @param dialogues what is judged; no two of the same candidate, character and scenario
     * @param characters those that are played, for their profiles; a dialogue's character that is not there is known by
     *     its id alone
     * @param panel the judges; ids unique
     * @return the ratings and what has none
     * @throws InterruptedException if the calling thread was interrupted
     */
    public JudgingResult judge(
            Run run, Collection<Dialogue> dialogues, Collection<Character> characters, List<NamedModel> panel)
            throws InterruptedException {
        Objects.requireNonNull(run, "run");
        return judge(run, "judging", subjects(dialogues, characters), panel, Metric.Target.DIALOGUE);
    }

    /**
     * Has batches of replies judged for diversity. If the run has a folder, the manifest is written there as
     * {@code manifest-diversity-judging.json}.
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
        Objects.requireNonNull(run, "run");
        return judge(run, "diversity-judging", batchSubjects(batches, characters), panel, Metric.Target.BATCH);
    }

    /**
     * What {@link #judge(Run, Collection, Collection, List)} would still ask. Nobody is asked.
     *
     * @param run whose journal is consulted
     * @param dialogues what would be judged
     * @param characters those that are played
     * @param panel the judges
     * @return the number of calls and their price
     * @throws InterruptedException if the calling thread was interrupted
     */
    public Estimate estimate(
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
     * @return the number of calls and their price
     * @throws InterruptedException if the calling thread was interrupted
     */
    public Estimate estimateBatches(
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
            Optional<Dialogue> dialogue,
            Optional<ResponseBatch> batch) {}

    /** One chain of calls: a judge on a subject, once. */
    private record Unit(Subject subject, NamedModel judge, int replicate, List<Metric> metrics) {
        String rater() {
            String id = Rater.of(Rater.Kind.MODEL, judge.id()).id();
            return replicate == 0 ? id : id + "#" + (replicate + 1);
        }
    }

    private static List<Subject> subjects(Collection<Dialogue> dialogues, Collection<Character> characters) {
        Map<String, Character> known = byId(characters);
        List<Subject> subjects = new ArrayList<>();
        for (Dialogue dialogue : dialogues) {
            subjects.add(new Subject(
                    dialogue.candidate(),
                    known.computeIfAbsent(dialogue.character(), Character::of),
                    dialogue.scenario(),
                    Optional.of(dialogue),
                    Optional.empty()));
        }
        return unique("dialogues", subjects);
    }

    private static List<Subject> batchSubjects(Collection<ResponseBatch> batches, Collection<Character> characters) {
        Map<String, Character> known = byId(characters);
        List<Subject> subjects = new ArrayList<>();
        for (ResponseBatch batch : batches) {
            subjects.add(new Subject(
                    batch.candidate(),
                    known.computeIfAbsent(batch.character(), Character::of),
                    batch.id(),
                    Optional.empty(),
                    Optional.of(batch)));
        }
        return unique("batches", subjects);
    }

    private static Map<String, Character> byId(Collection<Character> characters) {
        Map<String, Character> known = new LinkedHashMap<>();
        for (Character character : characters) {
            if (known.put(character.id(), character) != null) {
                throw new IllegalArgumentException("characters: \"" + character.id() + "\" is there twice");
            }
        }
        return known;
    }

    private static List<Subject> unique(String name, List<Subject> subjects) {
        Set<List<String>> seen = new HashSet<>();
        for (Subject subject : subjects) {
            if (!seen.add(List.of(subject.candidate(), subject.character().id(), subject.item()))) {
                throw new IllegalArgumentException(name + ": candidate \"" + subject.candidate() + "\", character \""
                        + subject.character().id() + "\", item \"" + subject.item() + "\" is there twice");
            }
        }
        return subjects;
    }

    private List<Metric> of(Metric.Target target) {
        List<Metric> chosen =
                metrics.stream().filter(metric -> metric.target() == target).toList();
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException(
                    "metrics: none of " + metrics.stream().map(Metric::id).toList() + " is about a " + target);
        }
        return chosen;
    }

    private List<Unit> units(List<Subject> subjects, List<NamedModel> panel, List<Metric> asked) {
        Models.check("panel", panel);
        // A prompt about a batch asks for one metric.
        boolean separately = oneByOne || asked.get(0).target() == Metric.Target.BATCH;
        List<List<Metric>> groups = separately ? asked.stream().map(List::of).toList() : List.of(asked);
        List<Unit> units = new ArrayList<>();
        for (Subject subject : subjects) {
            for (NamedModel judge : panel) {
                for (int replicate = 0; replicate < replicates; replicate++) {
                    for (List<Metric> group : groups) {
                        units.add(new Unit(subject, judge, replicate, group));
                    }
                }
            }
        }
        return units;
    }

    private JudgingResult judge(
            Run run, String kind, List<Subject> subjects, List<NamedModel> panel, Metric.Target target)
            throws InterruptedException {
        List<Metric> asked = of(target);
        List<Unit> units = units(subjects, panel, asked);
        run.requirePrices(panel);
        Served served = new Served(panel);
        List<Chain> chains = run.each(units, (unit, asker) -> perform(unit, served.noting(asker)));
        Ratings.Builder ratings = Ratings.builder(metrics);
        List<UnscoredRating> unscored = new ArrayList<>();
        List<Verdict> verdicts = new ArrayList<>();
        for (int i = 0; i < units.size(); i++) {
            collect(units.get(i), chains.get(i), ratings, unscored, verdicts);
        }
        Ratings table = ratings.build();
        Manifest manifest = manifest(kind, subjects, asked, table, unscored, units.size(), served);
        if (run.folder().isPresent()) {
            try {
                manifest.write(run.folder().get().resolve("manifest-" + kind + ".json"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new JudgingResult(table, unscored, verdicts, manifest);
    }

    private Estimate estimate(Run run, List<Unit> units) throws InterruptedException {
        List<Estimate> parts = run.recall(units, (unit, asker) -> {
            Forecast forecast = new Forecast(asker);
            int attempts = perform(unit, forecast).replies.size();
            return forecast.estimate(1, 1 + reAsks - attempts, run.policy().prices());
        });
        return parts.stream().reduce(Estimate.none(), Estimate::plus);
    }

    /** What a chain of calls brought. */
    private static final class Chain {
        private final Map<String, MetricJudgement> byMetric = new LinkedHashMap<>();
        private final List<String> replies = new ArrayList<>();
        private Optional<Outcome.Unanswered> failure = Optional.empty();
    }

    private Chain perform(Unit unit, Asker asker) {
        Chain chain = new Chain();
        List<Metric> missing = inOrder(unit);
        for (int attempt = 0; attempt <= reAsks && !missing.isEmpty(); attempt++) {
            Outcome outcome = asker.ask(unit.judge(), request(unit, missing), unit.replicate(), attempt);
            if (outcome instanceof Outcome.Unanswered none) {
                chain.failure = Optional.of(none);
                String detail = none.reason() + ": " + none.detail();
                for (Metric metric : missing) {
                    chain.byMetric.put(
                            metric.id(), new MetricJudgement.Unscored(MetricJudgement.Reason.CALL_FAILED, detail));
                }
                return chain;
            }
            ChatResponse response = ((Outcome.Answered) outcome).response();
            chain.replies.add(response.text());
            Judgement judgement = JudgeReplyParser.forMetrics(missing).parse(response.text(), response.finishReason());
            chain.byMetric.putAll(judgement.byMetric());
            missing = missing.stream()
                    .filter(metric -> !judgement.of(metric.id()).isScored())
                    .toList();
        }
        return chain;
    }

    private ChatRequest request(Unit unit, List<Metric> asked) {
        Subject subject = unit.subject();
        List<ChatMessage> messages;
        if (subject.batch().isPresent()) {
            ResponseBatch batch = subject.batch().get();
            messages = prompts.diversity(asked.get(0), subject.character(), batch, seed(batch));
        } else {
            Dialogue dialogue = subject.dialogue().orElseThrow();
            messages = oneByOne
                    ? prompts.judgeOne(asked.get(0), subject.character(), dialogue)
                    : prompts.judgeAll(asked, subject.character(), dialogue);
        }
        ChatRequest request = ChatRequest.of(messages)
                .withParameters(parameters)
                .withTag("candidate", subject.candidate())
                .withTag("character", subject.character().id())
                .withTag("item", subject.item());
        return schema ? request.withFormat(ResponseFormat.jsonSchema("scores", prompts.judgeSchema(asked))) : request;
    }

    /** The metrics of a unit in the order they are asked in. */
    private List<Metric> inOrder(Unit unit) {
        if (!shuffled) {
            return unit.metrics();
        }
        Subject subject = unit.subject();
        Digest digest = new Digest();
        digest.add("metrics")
                .add(seed)
                .add(subject.character().id())
                .add(subject.item())
                .add(unit.replicate());
        long drawn = ByteBuffer.wrap(digest.finish()).getLong();
        return PresentationOrder.of(unit.metrics().size(), drawn).positions().stream()
                .map(unit.metrics()::get)
                .toList();
    }

    /** Of the seed and of the batch, so that no two batches of a run share an order by construction. */
    private long seed(ResponseBatch batch) {
        Digest digest = new Digest();
        digest.add(seed).add(batch.candidate()).add(batch.character()).add(batch.id());
        return ByteBuffer.wrap(digest.finish()).getLong();
    }

    private static void collect(
            Unit unit, Chain chain, Ratings.Builder ratings, List<UnscoredRating> unscored, List<Verdict> verdicts) {
        Subject subject = unit.subject();
        String character = subject.character().id();
        Optional<Outcome.Reason> failure = chain.failure.map(Outcome.Unanswered::reason);
        Optional<String> last =
                chain.replies.isEmpty() ? Optional.empty() : Optional.of(chain.replies.get(chain.replies.size() - 1));
        Map<String, MetricJudgement> byMetric = new LinkedHashMap<>();
        for (Metric metric : unit.metrics()) {
            MetricJudgement judgement = Objects.requireNonNull(chain.byMetric.get(metric.id()), "judgement");
            byMetric.put(metric.id(), judgement);
            if (judgement instanceof MetricJudgement.Scored scored) {
                ratings.add(subject.candidate(), character, subject.item(), metric.id(), unit.rater(), scored.score());
            } else if (judgement instanceof MetricJudgement.Unscored none) {
                boolean call = none.reason() == MetricJudgement.Reason.CALL_FAILED;
                unscored.add(new UnscoredRating(
                        subject.candidate(),
                        character,
                        subject.item(),
                        metric.id(),
                        unit.rater(),
                        none.reason(),
                        call ? failure : Optional.empty(),
                        none.detail(),
                        last));
            }
        }
        verdicts.add(new Verdict(
                subject.candidate(), character, subject.item(), unit.rater(), byMetric, failure, chain.replies));
    }

    private Manifest manifest(
            String kind,
            List<Subject> subjects,
            List<Metric> asked,
            Ratings ratings,
            List<UnscoredRating> unscored,
            int units,
            Served served) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("language", prompts.language());
        settings.put("metrics", String.join(" ", asked.stream().map(Metric::id).toList()));
        settings.put("re-asks", Integer.toString(reAsks));
        settings.put("replicates", Integer.toString(replicates));
        settings.put("one call per metric", Boolean.toString(oneByOne));
        settings.put("schema sent", Boolean.toString(schema));
        settings.put("metrics shuffled", Boolean.toString(shuffled));
        settings.put("seed", Long.toString(seed));
        Map<String, String> hashes = new LinkedHashMap<>();
        hashes.put("prompts", prompts.hash());
        hashes.put("rubric", rubricHash(asked));
        hashes.put("data", dataHash(subjects));
        hashes.put("ratings", ratings.hash());
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("inputs", (long) subjects.size());
        counts.put("units", (long) units);
        counts.put("answers", served.answers());
        counts.put("scored", (long) ratings.size());
        counts.put("unscored", (long) unscored.size());
        unscored.forEach(missing -> counts.merge("unscored " + missing.label(), 1L, Long::sum));
        return new Manifest(kind, Manifest.libraryVersion(), settings, hashes, parameters, served.models(), counts);
    }

    private static String rubricHash(List<Metric> metrics) {
        Digest digest = new Digest();
        // Records of texts print all they hold, in the order of their components.
        metrics.forEach(metric -> digest.add(metric.toString()));
        return digest.hex();
    }

    private static String dataHash(List<Subject> subjects) {
        Digest digest = new Digest();
        for (Subject subject : subjects) {
            digest.add(subject.candidate()).add(subject.character().id()).add(subject.item());
            digest.add(subject.character().profile().orElse(""));
            subject.dialogue().ifPresent(dialogue -> {
                digest.add(dialogue.turns().size());
                for (Turn turn : dialogue.turns()) {
                    digest.add(turn.user()).add(turn.reply());
                }
            });
            subject.batch().ifPresent(batch -> {
                digest.add(batch.replies().size());
                batch.replies().forEach(digest::add);
            });
        }
        return digest.hex();
    }

    /** The settings. */
    @Override
    public String toString() {
        return "judging of " + metrics.size() + " metrics, " + reAsks + " re-asks, " + replicates + " replicates; "
                + prompts;
    }
}
