package esrp.prompts;

import com.fasterxml.jackson.core.util.Separators;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import esrp.core.Candidate;
import esrp.core.Character;
import esrp.core.Dataset;
import esrp.core.Dialogue;
import esrp.core.Finding;
import esrp.core.Metric;
import esrp.core.Rating;
import esrp.core.Ratings;
import esrp.core.Result;
import esrp.core.Scale;
import esrp.core.Scenario;
import esrp.core.Table;
import esrp.core.Turn;
import esrp.core.internal.AtomicFiles;
import esrp.core.internal.Checks;
import esrp.core.internal.Digest;
import esrp.core.internal.Json;
import esrp.core.internal.Resources;
import esrp.core.internal.Settings;
import esrp.prompts.internal.TableTexts;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Training data of a judge model from ratings of people: JSON Lines as common trainers read them ({@link Format}), one
 * example per label — an instruction about one metric, the dialogue, and the score as the answer. The tuned model judges
 * with the same prompt ({@code Judging.withTunedPrompt(true)}).
 *
 * <p>Examples are split into training, validation and test, 7:1:2 unless set. <b>Grouped by scenario</b> (the default)
 * a scenario with everything said in it, by all candidates as all characters, goes into one part, so that a test
 * dialogue, its opening question and its other labels were never seen in training; as all characters have the same
 * scenarios, every character is split in the same ratio. The paper's <b>plain random</b> split puts single labels of
 * each character into parts: nearly every test dialogue is then in training too, with another metric or rater.
 * {@link Examples#leakage} counts both.
 *
 * <p>Candidates are not named in the texts. Labels of batches are left out and counted, and so are labels whose dialogue
 * is not in the data set. The same labels in any order, data set and seed give the same files. Immutable.
 */
public final class JudgeTuning {
    private static final JudgeTuning DEFAULTS = new JudgeTuning(new Values());

    private final Values values;

    private JudgeTuning(Values values) {
        this.values = values;
    }

    private static final class Values extends Settings<Values> {
        private Prompts prompts = Prompts.withDefaults();
        private Split split = Split.BY_SCENARIO;
        private int[] ratio = {7, 1, 2};
        private long seed;
        private boolean facts;
        private Format format = Format.CHAT;
    }

    private JudgeTuning with(Consumer<Values> change) {
        return new JudgeTuning(values.with(change));
    }

    /** The parts of a split. */
    public enum Part {
        /** To learn from. */
        TRAIN,
        /** To choose by. */
        VALIDATION,
        /** To report. */
        TEST;

        /** {@return the file of the part: for example {@code train.jsonl}} */
        public String file() {
            return word(this) + ".jsonl";
        }
    }

    /** What is kept together. */
    private enum Split {
        /** A scenario with everything said in it. */
        BY_SCENARIO,
        /** Nothing: single examples within each character, as in the paper. */
        RANDOM
    }

    /** Whose files are written. */
    public enum Format {
        /** {@code messages}, the last of them the score, for LLaMA-Factory and others; its loss is on the answer only. */
        CHAT("llamafactory.yaml"),
        /** {@code prompt} and {@code completion}, each messages, for TRL; its loss is on the completion only. */
        PROMPT_COMPLETION("sft.py"),
        /**
         * {@code id}, {@code text} and {@code label}, a class per score counted from 0, for sequence classification with
         * transformers.
         */
        CLASSIFICATION("classifier.py");

        private final String recipe;

        Format(String recipe) {
            this.recipe = recipe;
        }
    }

    /** {@return the default prompts in the language of what users say, by scenario, 7:1:2, seed 0, as chats} */
    public static JudgeTuning withDefaults() {
        return DEFAULTS;
    }

    /**
     * {@return a copy with other prompts}
     *
     * @param prompts hold the text of the instruction
     */
    public JudgeTuning with(Prompts prompts) {
        return with((Values copy) -> copy.prompts = Objects.requireNonNull(prompts, "prompts"));
    }

    /**
     * {@return a copy with prompts in another language}
     *
     * @param language one of the {@linkplain Prompts#languages languages} of the prompts
     * @throws IllegalArgumentException if it is none of them
     */
    public JudgeTuning withLanguage(String language) {
        return with(values.prompts.withLanguage(language));
    }

    /**
     * {@return a copy that splits single examples within each character, as the paper does, or that keeps all that is said in a
     * scenario together}
     *
     * @param random true to keep nothing together
     */
    public JudgeTuning withRandomSplit(boolean random) {
        return with((Values copy) -> copy.split = random ? Split.RANDOM : Split.BY_SCENARIO);
    }

    /**
     * {@return a copy that writes the files of another trainer}
     *
     * @param format whose files
     */
    public JudgeTuning with(Format format) {
        return with((Values copy) -> copy.format = Objects.requireNonNull(format, "format"));
    }

    /**
     * {@return a copy with another ratio of the parts}
     *
     * @param train at least 1
     * @param validation at least 0
     * @param test at least 0
     */
    public JudgeTuning withRatio(int train, int validation, int test) {
        if (train < 1 || validation < 0 || test < 0) {
            throw new IllegalArgumentException("ratio: " + train + ":" + validation + ":" + test
                    + " is not a positive number and two of 0 or more");
        }
        return with((Values copy) -> copy.ratio = new int[] {train, validation, test});
    }

    /**
     * {@return a copy with another seed of the split}
     *
     * @param seed any number
     */
    public JudgeTuning withSeed(long seed) {
        return with((Values copy) -> copy.seed = seed);
    }

    /**
     * {@return a copy that adds candidate, character, item and metric to every line beside {@code messages}, or does
     * not} Some trainers refuse fields they do not know.
     *
     * @param add true to add them
     */
    public JudgeTuning withFacts(boolean add) {
        return with((Values copy) -> copy.facts = add);
    }

    /**
     * Makes the examples.
     *
     * @param labels what is learnt: one example per rating
     * @param dataset the dialogues that were rated
     * @return the examples, nothing of them written yet
     * @throws IllegalArgumentException if no label has a dialogue, or a rater labelled the same thing twice
     */
    public Examples examples(Ratings labels, Dataset dataset) {
        return new Examples(inLanguageOf(dataset), labels, dataset);
    }

    private JudgeTuning inLanguageOf(Dataset dataset) {
        return with(values.prompts.inLanguageOf(dataset.dialogues()
                .flatMap(dialogue -> dialogue.turns().stream().map(Turn::user))
                .toList()));
    }

    /**
     * Writes what a classifier is to judge: a line per metric and dialogue with its {@code id} and {@code text}, the same text
     * once. What it says about them comes back by {@link ChatModel.ClassifierModel#read}.
     *
     * @param dataset the dialogues
     * @param metrics what is asked; those about batches are left out
     * @param file JSON Lines; an older file is replaced
     * @throws UncheckedIOException if it cannot be written
     */
    public void writeTexts(Dataset dataset, List<Metric> metrics, Path file) {
        List<Metric> asked = List.copyOf(metrics);
        Prompts prompts = inLanguageOf(dataset).values.prompts;
        Set<String> seen = new HashSet<>();
        List<Dialogue> dialogues = dataset.dialogues().toList();
        AtomicFiles.createFolder(file);
        AtomicFiles.write(file, out -> {
            for (Dialogue dialogue : dialogues) {
                for (Metric metric : asked) {
                    if (metric.target() == Metric.Target.DIALOGUE) {
                        String text =
                                text(prompts.judgeTuned(metric, dataset.character(dialogue.character()), dialogue));
                        String id = Digest.ofText(text);
                        if (seen.add(id)) {
                            out.write(Json.line(Json.object("id", id, "text", text)));
                        }
                    }
                }
            }
        });
    }

    /** The messages as one text, for classifiers. */
    static String text(List<ChatMessage> messages) {
        return messages.stream().map(ChatMessage::text).collect(Collectors.joining("\n\n"));
    }

    private record Example(Rating label, Metric metric, Dialogue dialogue, Part part) {
        Example in(Part other) {
            return new Example(label, metric, dialogue, other);
        }
    }

    private static List<String> id(Rating label) {
        return List.of(label.candidate(), label.character(), label.item());
    }

    private List<Example> grouped(List<Example> made, Dataset dataset) {
        Set<String> used = made.stream().map(one -> one.label.item()).collect(Collectors.toSet());
        List<String> items = new ArrayList<>(dataset.scenarios().stream()
                .map(Scenario::id)
                .filter(used::contains)
                .toList());
        Collections.shuffle(items, new Random(values.seed));
        Part[] parts = parts(items.size());
        Map<String, Part> partOf = new HashMap<>();
        for (int i = 0; i < parts.length; i++) {
            partOf.put(items.get(i), parts[i]);
        }
        return made.stream()
                .map(one -> one.in(Objects.requireNonNull(partOf.get(one.label.item()))))
                .toList();
    }

    private List<Example> random(List<Example> made) {
        Map<String, List<Example>> byCharacter = new LinkedHashMap<>();
        made.forEach(one -> byCharacter
                .computeIfAbsent(one.label.character(), any -> new ArrayList<>())
                .add(one));
        Random random = new Random(values.seed);
        List<Example> all = new ArrayList<>();
        for (List<Example> own : byCharacter.values()) {
            Collections.shuffle(own, random);
            Part[] parts = parts(own.size());
            for (int i = 0; i < parts.length; i++) {
                all.add(own.get(i).in(parts[i]));
            }
        }
        return List.copyOf(all);
    }

    /** So many parts in the ratio, the largest remainders rounded up. */
    private Part[] parts(int n) {
        int total = Arrays.stream(values.ratio).sum();
        int[] counts = new int[3];
        int left = n;
        for (int i = 0; i < 3; i++) {
            counts[i] = (int) ((long) n * values.ratio[i] / total);
            left -= counts[i];
        }
        Integer[] order = {0, 1, 2};
        Arrays.sort(
                order, (a, b) -> Long.compare((long) n * values.ratio[b] % total, (long) n * values.ratio[a] % total));
        for (int i = 0; i < left; i++) {
            counts[order[i]]++;
        }
        Part[] parts = new Part[n];
        Arrays.fill(parts, 0, counts[0], Part.TRAIN);
        Arrays.fill(parts, counts[0], counts[0] + counts[1], Part.VALIDATION);
        Arrays.fill(parts, counts[0] + counts[1], n, Part.TEST);
        return parts;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** Examples in their parts. */
    public static final class Examples implements Result {
        private final JudgeTuning tuning;
        private final Dataset dataset;
        private final List<Example> all;
        private final long withoutDialogue;
        private final long ofBatches;
        private final boolean simulated;

        private Examples(JudgeTuning tuning, Ratings labels, Dataset dataset) {
            this.tuning = tuning;
            this.dataset = Objects.requireNonNull(dataset, "dataset");
            if (!labels.duplicates().isEmpty()) {
                throw new IllegalArgumentException(
                        "labels: " + labels.duplicates().size() + " labels are there more than once; first: "
                                + labels.duplicates().get(0));
            }
            Map<String, Metric> metrics = new LinkedHashMap<>();
            labels.metrics().stream()
                    .filter(metric -> metric.target() == Metric.Target.DIALOGUE)
                    .forEach(metric -> metrics.put(metric.id(), metric));
            List<Rating> ofDialogues = labels.stream()
                    .filter(label -> metrics.containsKey(label.metric()))
                    .toList();
            Map<List<String>, Dialogue> dialogues = new HashMap<>();
            dataset.dialogues()
                    .forEach(one -> dialogues.put(List.of(one.candidate(), one.character(), one.scenario()), one));
            List<Example> made = ofDialogues.stream()
                    .filter(label -> dialogues.containsKey(id(label)))
                    .sorted(order(dataset.candidates(), Candidate::id, Rating::candidate)
                            .thenComparing(order(dataset.characters(), Character::id, Rating::character))
                            .thenComparing(order(dataset.scenarios(), Scenario::id, Rating::item))
                            .thenComparing(order(metrics.keySet(), Function.identity(), Rating::metric))
                            .thenComparing(Rating::rater))
                    .map(label -> new Example(
                            label,
                            Objects.requireNonNull(metrics.get(label.metric())),
                            Objects.requireNonNull(dialogues.get(id(label))),
                            Part.TRAIN))
                    .toList();
            if (made.isEmpty()) {
                throw new IllegalArgumentException("labels: none of " + labels.size()
                        + " is about a dialogue of the data set; its candidates are "
                        + dataset.candidates().stream().map(Candidate::id).toList());
            }
            this.all = tuning.values.split == Split.RANDOM ? tuning.random(made) : tuning.grouped(made, dataset);
            this.withoutDialogue = (long) ofDialogues.size() - made.size();
            this.ofBatches = (long) labels.size() - ofDialogues.size();
            this.simulated = labels.simulated();
        }

        /** As the ids stand in a list. */
        private static <T> Comparator<Rating> order(
                Collection<T> list, Function<T, String> id, Function<Rating, String> of) {
            Map<String, Integer> place = new HashMap<>();
            list.forEach(one -> place.put(id.apply(one), place.size()));
            return Comparator.comparingInt(rating -> Objects.requireNonNull(place.get(of.apply(rating))));
        }

        /**
         * {@return the number of examples in a part, at least 0}
         *
         * @param part the part
         */
        public long size(Part part) {
            Objects.requireNonNull(part, "part");
            return all.stream().filter(one -> one.part == part).count();
        }

        /**
         * The lines of a part, in the order they are written.
         *
         * @param part the part
         * @param atMost how many lines at most; at least 0
         * @return JSON objects
         */
        public List<String> lines(Part part, int atMost) {
            Objects.requireNonNull(part, "part");
            Checks.atLeast(0, "atMost", atMost);
            return all.stream()
                    .filter(one -> one.part == part)
                    .limit(atMost)
                    .map(this::line)
                    .toList();
        }

        /**
         * Writes {@code train.jsonl}, {@code validation.jsonl} and {@code test.jsonl}, and beside them what the trainer of the
         * format needs: a description of the files, and a recipe that runs in the folder as it stands (LoRA with rank 8).
         *
         * @param folder where to; made if it is not there; files of these names are replaced
         * @return the files
         * @throws UncheckedIOException if they cannot be written
         */
        @CanIgnoreReturnValue
        public List<Path> write(Path folder) {
            Format format = tuning.values.format;
            Map<String, AtomicFiles.Content> files = new LinkedHashMap<>();
            for (Part part : Part.values()) {
                files.put(part.file(), out -> {
                    for (Example example : all) {
                        if (example.part == part) {
                            out.write((line(example) + "\n").getBytes(StandardCharsets.UTF_8));
                        }
                    }
                });
            }
            switch (format) {
                case CHAT -> files.put("dataset_info.json", json(datasetInfo()));
                case CLASSIFICATION -> files.put("labels.json", json(labels()));
                case PROMPT_COMPLETION -> {
                    // The names of the columns are all that TRL needs.
                }
            }
            String recipe = Resources.text(JudgeTuning.class, "tuning/" + format.recipe);
            files.put(format.recipe, out -> out.write(recipe.getBytes(StandardCharsets.UTF_8)));
            return AtomicFiles.writeAll(folder, files);
        }

        private static AtomicFiles.Content json(Map<String, Object> object) {
            return Json.content(2, Separators.Spacing.AFTER, out -> Json.write(out, object));
        }

        /** How LLaMA-Factory finds the columns. */
        private static Map<String, Object> datasetInfo() {
            Map<String, Object> info = new LinkedHashMap<>();
            for (Part part : Part.values()) {
                info.put(
                        "esrp_" + word(part),
                        Json.object(
                                "file_name", part.file(),
                                "formatting", "sharegpt",
                                "columns", Json.object("messages", "messages"),
                                "tags",
                                        Json.object(
                                                "role_tag", "role",
                                                "content_tag", "content",
                                                "user_tag", "user",
                                                "assistant_tag", "assistant",
                                                "system_tag", "system")));
            }
            return info;
        }

        /** What transformers call the classes. */
        private Map<String, Object> labels() {
            Scale scale = scale();
            Map<String, Object> names = new LinkedHashMap<>();
            Map<String, Object> levels = new LinkedHashMap<>();
            for (int level = 0; level < scale.levels(); level++) {
                names.put(Integer.toString(level), Scale.number(scale.score(level)));
                levels.put(Scale.number(scale.score(level)), level);
            }
            return Json.object("id2label", names, "label2id", levels);
        }

        /** The one scale of all labels. */
        private Scale scale() {
            List<Scale> scales =
                    all.stream().map(one -> one.metric.scale()).distinct().toList();
            if (scales.size() > 1) {
                throw new IllegalArgumentException("labels: are on the scales " + scales
                        + ", one was expected: a classifier has the same classes for every metric");
            }
            return scales.get(0);
        }

        private static Map<String, Object> message(ChatMessage.Role role, String text) {
            return Json.object("role", word(role), "content", text);
        }

        private String line(Example example) {
            Rating label = example.label;
            List<ChatMessage> asked = tuning.values.prompts.judgeTuned(
                    example.metric, dataset.character(label.character()), example.dialogue);
            List<Object> messages = new ArrayList<>();
            asked.forEach(message -> messages.add(message(message.role(), message.text())));
            Map<String, Object> answer = message(ChatMessage.Role.ASSISTANT, Scale.number(label.score()));
            Map<String, Object> line = switch (tuning.values.format) {
                case CHAT -> {
                    messages.add(answer);
                    yield Json.object("messages", messages);
                }
                case PROMPT_COMPLETION -> Json.object("prompt", messages, "completion", List.of(answer));
                case CLASSIFICATION ->
                    Json.object(
                            "id", Digest.ofText(JudgeTuning.text(asked)),
                            "text", JudgeTuning.text(asked),
                            "label", scale().level(label.score()));
            };
            if (tuning.values.facts) {
                line.put("candidate", label.candidate());
                line.put("character", label.character());
                line.put("item", label.item());
                line.put("metric", label.metric());
            }
            return Json.text(out -> Json.write(out, line));
        }

        /** {@return how much of the test part, and of the validation part, is in training too} */
        public Leakage leakage() {
            return new Leakage(tuning.values, all);
        }

        /** One table: the parts. */
        @Override
        public List<Table> tables() {
            Table.Builder table = TableTexts.table(
                    "tuning",
                    "part examples|# file",
                    "split",
                    word(tuning.values.split),
                    "seed",
                    String.valueOf(tuning.values.seed));
            for (Part part : Part.values()) {
                table.row(word(part), size(part), part.file());
            }
            return List.of(table.build());
        }

        /** What was left out, and whether raters are simulated. */
        @Override
        public List<Finding> notes() {
            List<Finding> notes = new ArrayList<>();
            if (ofBatches > 0) {
                notes.add(PromptCode.BATCH_LABELS.note("count", ofBatches));
            }
            if (withoutDialogue > 0) {
                notes.add(PromptCode.LABELS_WITHOUT_DIALOGUE.note("count", withoutDialogue));
            }
            if (simulated) {
                notes.add(PromptCode.SIMULATED_LABELS.note());
            }
            return notes;
        }

        @Override
        public String toString() {
            return text("en");
        }
    }

    /**
     * What is in more than one part. Dialogues and scenarios are told apart by their ids; opening questions and single
     * replies are compared word for word, since two ids may say the same.
     */
    public static final class Leakage implements Result {
        private final Split split;
        private final Map<String, Long> shared = new LinkedHashMap<>();
        private final Map<Part, Figures> parts = new EnumMap<>(Part.class);

        private record Figures(long size, double seen, double off) {}

        private Leakage(Values values, List<Example> all) {
            this.split = values.split;
            Map<List<String>, Set<Part>> dialogues = parts(all, one -> Stream.of(id(one.label)));
            shared.put("dialogues", shared(dialogues));
            shared.put("scenarios", shared(parts(all, one -> Stream.of(one.label.item()))));
            shared.put(
                    "questions",
                    shared(parts(
                            all, one -> Stream.of(one.dialogue.turns().get(0).user()))));
            shared.put("replies", shared(parts(all, one -> one.dialogue.replies().stream())));
            Map<String, List<Example>> byCharacter =
                    all.stream().collect(Collectors.groupingBy(one -> one.label.character()));
            double total = Arrays.stream(values.ratio).sum();
            int place = 0;
            for (Part part : Part.values()) {
                double wanted = values.ratio[place++] / total;
                List<Example> own = all.stream().filter(one -> one.part == part).toList();
                double seen = share(
                        own,
                        one -> Objects.requireNonNull(dialogues.get(id(one.label)))
                                .contains(Part.TRAIN));
                double off = byCharacter.values().stream()
                        .mapToDouble(examples -> Math.abs(share(examples, one -> one.part == part) - wanted))
                        .max()
                        .orElse(0);
                parts.put(part, new Figures(own.size(), seen, off));
            }
        }

        private static double share(List<Example> examples, Predicate<Example> which) {
            return examples.stream()
                    .mapToInt(one -> which.test(one) ? 1 : 0)
                    .average()
                    .orElse(0);
        }

        /** The parts that each thing is in. */
        private static <K> Map<K, Set<Part>> parts(List<Example> all, Function<Example, Stream<K>> things) {
            Map<K, Set<Part>> parts = new HashMap<>();
            all.forEach(one -> things.apply(one)
                    .forEach(thing -> parts.computeIfAbsent(thing, any -> EnumSet.noneOf(Part.class))
                            .add(one.part)));
            return parts;
        }

        private static long shared(Map<?, Set<Part>> where) {
            return where.values().stream().filter(parts -> parts.size() > 1).count();
        }

        private Figures figures(Part part) {
            return Objects.requireNonNull(parts.get(Objects.requireNonNull(part, "part")));
        }

        private long shared(String what) {
            return Objects.requireNonNull(shared.get(what));
        }

        /** {@return dialogues in more than one part: how many, told apart by candidate, character and scenario} */
        public long sharedDialogues() {
            return shared("dialogues");
        }

        /** {@return scenarios in more than one part: how many, told apart by their ids} */
        public long sharedScenarios() {
            return shared("scenarios");
        }

        /** {@return opening questions in more than one part: how many, compared word for word} */
        public long sharedQuestions() {
            return shared("questions");
        }

        /**
         * Single replies in more than one part. Where nothing else is shared, these are replies that a candidate gave
         * word for word in two scenarios.
         *
         * @return how many, compared word for word
         */
        public long sharedReplies() {
            return shared("replies");
        }

        /**
         * The share of a part whose dialogues are in training too.
         *
         * @param part the part
         * @return in [0, 1]; 0 if the part is empty, 1 for training unless it is empty
         */
        public double seen(Part part) {
            return figures(part).seen;
        }

        /**
         * {@return how far a character's share of a part is from the ratio that was asked for: the largest distance
         * over characters and parts, in [0, 1]}
         */
        public double worstRatio() {
            return parts.values().stream().mapToDouble(Figures::off).max().orElse(0);
        }

        /** {@return whether parts share no dialogue, no scenario and no opening question; true if nothing leaks} */
        public boolean isClean() {
            return sharedDialogues() == 0 && sharedScenarios() == 0 && sharedQuestions() == 0;
        }

        /** What is in more than one part; and the parts. */
        @Override
        public List<Table> tables() {
            Table.Builder counts = TableTexts.table("leakage", "leak count|#", "split", word(split));
            shared.forEach((what, count) -> counts.row(TableTexts.say("leak." + what), count));
            Table.Builder parts = TableTexts.table("leakage-parts", "part examples|# seen|%1 off|%1");
            for (Part part : Part.values()) {
                parts.row(word(part), figures(part).size, figures(part).seen, figures(part).off);
            }
            return List.of(counts.build(), parts.build());
        }

        /** Whether it leaks. */
        @Override
        public List<Finding> notes() {
            return List.of((isClean() ? PromptCode.NO_LEAK : PromptCode.LEAK).note());
        }

        @Override
        public String toString() {
            return text("en");
        }
    }
}
