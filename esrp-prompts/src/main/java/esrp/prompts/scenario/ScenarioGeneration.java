package esrp.prompts.scenario;

import esrp.core.Dataset;
import esrp.core.Finding;
import esrp.core.LocalizedText;
import esrp.core.Result;
import esrp.core.Scenario;
import esrp.core.Table;
import esrp.core.internal.Checks;
import esrp.core.internal.Settings;
import esrp.prompts.ChatRequest;
import esrp.prompts.ChatRequest.GenerationParameters;
import esrp.prompts.ChatResponse;
import esrp.prompts.NamedModel;
import esrp.prompts.PromptCode;
import esrp.prompts.Prompts;
import esrp.prompts.internal.ScenarioReplyParser;
import esrp.prompts.internal.TableTexts;
import esrp.prompts.run.Manifest;
import esrp.prompts.run.Run;
import esrp.prompts.run.Run.CostEstimate;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Generates scenarios: a model is asked for the daily events and opening questions of every cell of a
 * {@link ScenarioSpace}; near duplicates are set aside; a representative subset is chosen of the rest.
 *
 * <ul>
 *   <li>A cell whose reply has fewer questions than the space asks for is asked again, at most {@link #reAsks()} times.
 *       Surplus questions are dropped.
 *   <li>A scenario whose opening question is as similar as the threshold, or more, to one that was kept before it is set
 *       aside. The similarity is the Jaccard index of the sets of pairs of adjacent letters and digits, in [0, 1].
 *   <li>The subset is spread over places, then emotions of each persona, then personas and emotions; among equals the
 *       scenario least similar to those chosen comes first, and the seed decides what is then still equal.
 * </ul>
 *
 * <p>The same answers always give the same scenarios. The ChatAnime paper chose its 60 of 288 scenarios by hand; this is
 * a repeatable stand-in, not a reconstruction. At most 5,000 scenarios are compared. Immutable.
 */
public final class ScenarioGeneration {
    private static final ScenarioGeneration DEFAULTS = new ScenarioGeneration(new Values());

    private final Values values;

    private ScenarioGeneration(Values values) {
        this.values = values;
    }

    private static final class Values extends Settings<Values> {
        private Prompts prompts = Prompts.withDefaults();
        private GenerationParameters parameters = GenerationParameters.paper();
        private int reAsks = 2;
        private NearDuplicates nearDuplicates = new NearDuplicates(0.5);
        private OptionalInt subset = OptionalInt.empty();
        private long seed;
    }

    private ScenarioGeneration with(Consumer<Values> change) {
        return new ScenarioGeneration(values.with(change));
    }

    /**
     * {@return the default prompts in the language of the space's names, Chinese if they have both, the paper's parameters, two
     * re-asks, near duplicates from similarity 0.5 on, no
     * subset, seed 0}
     */
    public static ScenarioGeneration withDefaults() {
        return DEFAULTS;
    }

    /**
     * {@return a copy with other prompts}
     *
     * @param prompts what the model is asked with
     */
    public ScenarioGeneration with(Prompts prompts) {
        return with((Values copy) -> copy.prompts = Objects.requireNonNull(prompts, "prompts"));
    }

    /**
     * {@return a copy with prompts in another language}
     *
     * @param language one of the {@linkplain Prompts#languages languages} of the prompts
     * @throws IllegalArgumentException if it is none of them
     */
    public ScenarioGeneration withLanguage(String language) {
        return with(values.prompts.withLanguage(language));
    }

    /**
     * {@return a copy with other parameters}
     *
     * @param parameters how the model should generate
     */
    public ScenarioGeneration withParameters(GenerationParameters parameters) {
        return with((Values copy) -> copy.parameters = Objects.requireNonNull(parameters, "parameters"));
    }

    /**
     * {@return a copy with another number of re-asks}
     *
     * @param most how often a cell that lacks questions is asked again; at least 0
     */
    public ScenarioGeneration withReAsks(int most) {
        Checks.atLeast(0, "reAsks", most);
        return with((Values copy) -> copy.reAsks = most);
    }

    /**
     * {@return a copy with another similarity from which on a scenario is set aside}
     *
     * @param least in (0, 1]; at 1 only texts that differ at most in case, width, white space and punctuation, or in the
     *     order of the same pairs of letters, are near duplicates
     */
    public ScenarioGeneration withSimilarity(double least) {
        NearDuplicates finder = new NearDuplicates(least);
        return with((Values copy) -> copy.nearDuplicates = finder);
    }

    /**
     * {@return a copy that chooses a subset}
     *
     * @param size how many scenarios; all of them if fewer are left; at least 1
     */
    public ScenarioGeneration withSubset(int size) {
        Checks.atLeast(1, "subset", size);
        return with((Values copy) -> copy.subset = OptionalInt.of(size));
    }

    /**
     * {@return a copy with another seed of the subset}
     *
     * @param seed any number
     */
    public ScenarioGeneration withSeed(long seed) {
        return with((Values copy) -> copy.seed = seed);
    }

    /** {@return how often a cell that lacks questions is asked again; at least 0} */
    public int reAsks() {
        return values.reAsks;
    }

    /**
     * Generates the scenarios of a space. If the run has a folder, the manifest is written there as
     * {@code manifest-scenario-generation.json}.
     *
     * @param run who asks and keeps the answers
     * @param space personas, places, emotions and the number of questions per cell
     * @param author who writes the scenarios
     * @return the scenarios, what was set aside and what is missing
     * @throws InterruptedException if the calling thread was interrupted
     */
    public Generated generate(Run run, ScenarioSpace space, NamedModel author) throws InterruptedException {
        Objects.requireNonNull(run, "run");
        return inLanguageOf(space).generated(run, space, author);
    }

    private ScenarioGeneration inLanguageOf(ScenarioSpace space) {
        String language = values.prompts.language();
        return with(values.prompts.inLanguageOf(space.cells().stream()
                .map(cell -> cell.location().name().in(language)
                        + cell.emotion().name().in(language))
                .toList()));
    }

    private Generated generated(Run run, ScenarioSpace space, NamedModel author) throws InterruptedException {
        List<Draft> drafts = space.cells().stream().map(Draft::new).toList();
        NavigableSet<String> responding = new TreeSet<>();
        long answers = 0;
        List<Instant> recalled = new ArrayList<>();
        for (int attempt = 0; attempt <= values.reAsks; attempt++) {
            List<Draft> lacking = drafts.stream()
                    .filter(draft -> draft.scenarios.size() < space.events())
                    .toList();
            List<ChatRequest> requests =
                    requests(lacking.stream().map(draft -> draft.cell).toList(), space.events());
            List<Run.Reply> replies = requests.isEmpty() ? List.of() : run.ask(author, requests, attempt);
            for (int r = 0; r < replies.size(); r++) {
                Draft draft = lacking.get(r);
                Optional<ChatResponse> response = replies.get(r).response();
                draft.last = Optional.of(replies.get(r));
                replies.get(r).recalled().ifPresent(recalled::add);
                if (response.isPresent()) {
                    answers++;
                    response.get().servedModel().ifPresent(responding::add);
                    draft.add(response.get().text(), space.events());
                }
            }
        }
        List<Scenario> all =
                drafts.stream().flatMap(draft -> draft.scenarios.stream()).toList();
        List<Finding> findings = new ArrayList<>();
        List<Scenario> distinct = sift(all, findings);
        int duplicates = findings.size();
        for (Draft draft : drafts) {
            int missing = space.events() - draft.scenarios.size();
            if (missing > 0) {
                Finding.Place cell = Finding.Place.none().at("cell", draft.cell.id());
                Optional<Run.FailureReason> failure = draft.last.flatMap(Run.Reply::failure);
                String detail = draft.last.flatMap(Run.Reply::detail).orElse("");
                findings.add(
                        failure.isEmpty()
                                ? PromptCode.MISSING_SCENARIOS.at(cell, "count", missing)
                                : PromptCode.UNANSWERED_CELL.at(
                                        cell, "count", missing, "reason", failure.get(), "detail", detail));
            }
        }
        if (!recalled.isEmpty()) {
            findings.add(Run.recalled(author, recalled.size(), Collections.min(recalled), Collections.max(recalled)));
        }
        int size = Math.min(values.subset.orElse(distinct.size()), distinct.size());
        int wanted = values.subset.orElse(size);
        if (size < wanted) {
            findings.add(PromptCode.FEWER_SCENARIOS.note("wanted", wanted, "count", size));
        }
        List<Scenario> chosen = RepresentativeSubset.choose(distinct, size, values.seed);
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("language", values.prompts.language());
        settings.put("re-asks", Integer.toString(values.reAsks));
        settings.put("near duplicates from", Double.toString(values.nearDuplicates.threshold()));
        settings.put("subset", values.subset.isPresent() ? Integer.toString(values.subset.getAsInt()) : "all");
        settings.put("seed", Long.toString(values.seed));
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("cells", (long) drafts.size());
        counts.put("answers", answers);
        counts.put("generated", (long) all.size());
        counts.put("near duplicates", (long) duplicates);
        counts.put("chosen", (long) chosen.size());
        counts.put("missing", (long) space.questions() - all.size());
        Manifest manifest = new Manifest(
                "scenario-generation",
                Manifest.libraryVersion(),
                settings,
                Map.of("prompts", values.prompts.hash(), "selection", space.hash()),
                values.parameters,
                new TreeMap<>(Map.of(author.id(), responding)),
                counts);
        run.folder().ifPresent(folder -> manifest.write(folder.resolve("manifest-scenario-generation.json")));
        return new Generated(space, distinct, chosen, findings, manifest);
    }

    /**
     * What {@link #generate} would still ask: at least if every reply has all its questions, at most if cells are asked
     * again as often as they may be. Nobody is asked.
     *
     * @param run whose journal is consulted
     * @param space personas, places, emotions and the number of questions per cell
     * @param author who would write the scenarios
     * @return the number of calls and their cost
     * @throws InterruptedException if the calling thread was interrupted
     */
    public CostEstimate estimate(Run run, ScenarioSpace space, NamedModel author) throws InterruptedException {
        Objects.requireNonNull(run, "run");
        return run.estimate(
                author, inLanguageOf(space).requests(space.cells(), space.events()), values.reAsks + 1, answers -> {
                    Draft draft = new Draft(space.cells().get(0));
                    answers.forEach(answer -> draft.add(answer.text(), space.events()));
                    return draft.scenarios.size() >= space.events();
                });
    }

    private List<ChatRequest> requests(List<ScenarioSpace.Cell> cells, int events) {
        String language = values.prompts.language();
        return cells.stream()
                .map(cell -> ChatRequest.of(values.prompts.scenarioGeneration(
                                cell.persona().name().in(language),
                                cell.location().name().in(language),
                                cell.emotion().name().in(language),
                                events))
                        .withParameters(values.parameters)
                        .withTag("item", cell.id()))
                .toList();
    }

    /** What has been written for a cell. */
    private static final class Draft {
        private final ScenarioSpace.Cell cell;
        private final List<Scenario> scenarios = new ArrayList<>();
        private Optional<Run.Reply> last = Optional.empty();

        Draft(ScenarioSpace.Cell cell) {
            this.cell = cell;
        }

        /** Adds the scenarios of a reply that are new, under the next numbers, until there are enough. */
        void add(String reply, int events) {
            for (ScenarioReplyParser.Written written : ScenarioReplyParser.parse(reply)) {
                boolean isNew = scenarios.stream()
                        .noneMatch(other -> other.openingQuestion().equals(written.question()));
                if (isNew && scenarios.size() < events) {
                    Scenario scenario = Scenario.of(cell.id() + "/" + (scenarios.size() + 1), written.question())
                            .withPersona(cell.persona().id())
                            .withLocation(cell.location().id())
                            .withEmotion(cell.emotion().id());
                    scenarios.add(written.event().map(scenario::withDailyEvent).orElse(scenario));
                }
            }
        }
    }

    private List<Scenario> sift(List<Scenario> all, List<Finding> findings) {
        List<Scenario> kept = new ArrayList<>();
        boolean[] isAside = new boolean[all.size()];
        Map<Integer, List<NearDuplicates.Pair>> bySecond =
                values.nearDuplicates.find(all).stream().collect(Collectors.groupingBy(NearDuplicates.Pair::second));
        for (int i = 0; i < all.size(); i++) {
            for (NearDuplicates.Pair pair : bySecond.getOrDefault(i, List.of())) {
                if (!isAside[i] && !isAside[pair.first()]) {
                    isAside[i] = true;
                    findings.add(PromptCode.NEAR_DUPLICATE.at(
                            Finding.Place.none().at("scenario", all.get(i).id()),
                            "other",
                            all.get(pair.first()).id(),
                            "similarity",
                            pair.similarity(),
                            "question",
                            all.get(i).openingQuestion()));
                }
            }
            if (!isAside[i]) {
                kept.add(all.get(i));
            }
        }
        return kept;
    }

    /** Scenarios that a model generated. */
    public static final class Generated implements Result {
        private final ScenarioSpace space;
        private final List<Scenario> distinct;
        private final List<Scenario> scenarios;
        private final List<Finding> findings;
        private final Manifest manifest;

        private Generated(
                ScenarioSpace space,
                List<Scenario> distinct,
                List<Scenario> scenarios,
                List<Finding> findings,
                Manifest manifest) {
            this.space = space;
            this.distinct = List.copyOf(distinct);
            this.scenarios = scenarios;
            this.findings = List.copyOf(findings);
            this.manifest = manifest;
        }

        /**
         * {@return the scenarios to use: the subset if one was asked for, else all that are distinct; the scenarios in
         * the order of the space's cells}
         */
        public List<Scenario> scenarios() {
            return scenarios;
        }

        /**
         * Writes the {@link #scenarios()} with their ids into a file, from which {@link Dataset#read} gives them back for role-play.
         *
         * @param file the file to make or replace; {@code .jsonl}, or {@code .jsonl.gz} to compress
         * @throws java.io.UncheckedIOException if it cannot be written
         */
        public void write(Path file) {
            Dataset.of(List.of(), List.of(), scenarios, List.of()).write(file);
        }

        /** {@return all scenarios but near duplicates: the scenarios in the order of the space's cells} */
        public List<Scenario> distinct() {
            return distinct;
        }

        /**
         * {@return each near duplicate that was set aside, and each cell that lacks questions: {@link
         * PromptCode#NEAR_DUPLICATE}, then {@link PromptCode#MISSING_SCENARIOS} and {@link PromptCode#UNANSWERED_CELL},
         * in the order of the cells; then what was recalled, and whether fewer are left than were wanted}
         */
        public List<Finding> findings() {
            return findings;
        }

        /** {@return what is needed to repeat the generation} */
        public Manifest manifest() {
            return manifest;
        }

        /** One table: how many scenarios of each persona, location and emotion are distinct, and chosen. */
        @Override
        public List<Table> tables() {
            Table.Builder table = TableTexts.table(
                    "scenarios",
                    "kind value distinct|# chosen|#",
                    "chosen",
                    scenarios.size(),
                    "distinct",
                    distinct.size());
            for (ScenarioSpace.Persona persona : space.personas()) {
                Predicate<Scenario> own = one -> one.persona().equals(Optional.of(persona.id()));
                row(table, "persona", persona.name(), own);
                for (ScenarioSpace.Value location : persona.locations()) {
                    row(
                            table,
                            "location",
                            location.name(),
                            own.and(one -> one.location().equals(Optional.of(location.id()))));
                }
            }
            for (ScenarioSpace.Value emotion : space.emotions()) {
                row(table, "emotion", emotion.name(), one -> one.emotion().equals(Optional.of(emotion.id())));
            }
            return List.of(table.build());
        }

        private void row(Table.Builder table, String kind, LocalizedText value, Predicate<Scenario> in) {
            table.row(
                    TableTexts.say("kind." + kind),
                    value,
                    distinct.stream().filter(in).count(),
                    scenarios.stream().filter(in).count());
        }

        /** How many scenarios were set aside, how many are missing, and what was recalled from earlier runs. */
        @Override
        public List<Finding> notes() {
            List<Finding> notes = new ArrayList<>();
            long duplicates = findings.stream()
                    .filter(one -> one.code() == PromptCode.NEAR_DUPLICATE)
                    .count();
            if (duplicates > 0) {
                notes.add(PromptCode.NEAR_DUPLICATES.note("count", duplicates));
            }
            long missing = space.questions() - duplicates - distinct.size();
            if (missing > 0) {
                notes.add(PromptCode.MISSING_SCENARIOS_IN_ALL.note("count", missing));
            }
            findings.stream()
                    .filter(one -> one.code() == PromptCode.FEWER_SCENARIOS
                            || one.code() == PromptCode.RECALLED
                            || one.code() == PromptCode.RECALLED_WITHOUT_REVISION)
                    .forEach(notes::add);
            return notes;
        }

        @Override
        public String toString() {
            return text("en");
        }
    }
}
