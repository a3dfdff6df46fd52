package esrp.metrics;

import com.fasterxml.jackson.core.JsonGenerator;
import esrp.core.Dataset;
import esrp.core.Dialogue;
import esrp.core.Metric;
import esrp.core.Ratings;
import esrp.core.Scale;
import esrp.core.Turn;
import esrp.core.internal.AtomicFiles;
import esrp.core.internal.Json;
import esrp.core.internal.Numbers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Ratings as training data of a judge model: JSON Lines in the chat layout that common trainers read, one example for
 * each rating — an instruction about one metric, the dialogue, and the score as the answer.
 *
 * <p>Examples are split into training, validation and test, 7:1:2 unless set. <b>Grouped by scenario</b> (the default)
 * a scenario with everything said in it, by all candidates as all characters, goes into one part, so that a test
 * dialogue, its opening question and its other ratings were never seen in training; as all characters have the same
 * scenarios, every character is split in the same ratio. The paper's <b>plain random</b> split puts single ratings of
 * each character into parts: nearly every test dialogue is then in training too, with another metric or rater.
 * {@link #leakage} counts both from the texts themselves.
 *
 * <p>Candidates are not named in the texts. Metrics of batches are left out and counted, and so are ratings whose
 * dialogue is not in the data set. Same ratings in any order, same seed: same files.
 */
public final class TuningExport {
    /** The parts of a split. */
    public enum Part {
        /** To learn from. */
        TRAIN,
        /** To choose by. */
        VALIDATION,
        /** To report. */
        TEST;

        /**
         * The file of the part.
         *
         * @return for example {@code train.jsonl}
         */
        public String file() {
            return name().toLowerCase(Locale.ROOT) + ".jsonl";
        }
    }

    /** What is kept together. */
    public enum Split {
        /** A scenario with everything said in it. */
        BY_SCENARIO,
        /** Nothing: single examples within each character, as in the paper. */
        RANDOM
    }

    private final Settings settings;
    private final Dataset dataset;
    private final Set<String> candidates = new HashSet<>();
    private final Set<String> characters = new HashSet<>();
    private final Set<String> scenarios = new HashSet<>();
    private final List<Example> examples;
    private final long withoutDialogue;
    private final long batches;
    private final long undecided;
    private final boolean simulated;

    private record Example(String candidate, String character, String item, Metric metric, int score, Part part) {}

    /**
     * In Chinese, each rating an example, by scenario, 7:1:2, seed 0, duplicates refused.
     *
     * @return the settings
     */
    public static Settings withDefaults() {
        return new Settings(
                "zh",
                HumanLabel.EACH_RATER,
                Split.BY_SCENARIO,
                new int[] {7, 1, 2},
                0,
                Analysis.Duplicates.REJECT,
                false);
    }

    /** How ratings are exported. Immutable. */
    public static final class Settings {
        private final String language;
        private final HumanLabel label;
        private final Split split;
        private final int[] ratio;
        private final long seed;
        private final Analysis.Duplicates duplicates;
        private final boolean facts;

        private Settings(
                String language,
                HumanLabel label,
                Split split,
                int[] ratio,
                long seed,
                Analysis.Duplicates duplicates,
                boolean facts) {
            this.language = language;
            this.label = label;
            this.split = split;
            this.ratio = ratio;
            this.seed = seed;
            this.duplicates = duplicates;
            this.facts = facts;
        }

        /**
         * Sets the language of the instruction.
         *
         * @param value {@code zh} or {@code en}
         * @return such settings
         */
        public Settings withLanguage(String value) {
            if (!value.equals("zh") && !value.equals("en")) {
                throw new IllegalArgumentException("value: language \"" + value + "\" is none of [zh, en]");
            }
            return new Settings(value, label, split, ratio, seed, duplicates, facts);
        }

        /**
         * Sets which label is learnt where several people rated the same thing.
         *
         * @param value each rater, rounded mean or majority
         * @return such settings
         */
        public Settings with(HumanLabel value) {
            return new Settings(
                    language, Objects.requireNonNull(value, "value"), split, ratio, seed, duplicates, facts);
        }

        /**
         * Sets what is kept together.
         *
         * @param value scenarios, or nothing
         * @return such settings
         */
        public Settings with(Split value) {
            return new Settings(
                    language, label, Objects.requireNonNull(value, "value"), ratio, seed, duplicates, facts);
        }

        /**
         * Sets what becomes of repeated ratings.
         *
         * @param value refuse, first or last
         * @return such settings
         */
        public Settings with(Analysis.Duplicates value) {
            return new Settings(language, label, split, ratio, seed, Objects.requireNonNull(value, "value"), facts);
        }

        /**
         * Sets the ratio of the parts.
         *
         * @param train at least 1
         * @param validation at least 0
         * @param test at least 0
         * @return such settings
         */
        public Settings withRatio(int train, int validation, int test) {
            if (train < 1 || validation < 0 || test < 0) {
                throw new IllegalArgumentException("ratio: " + train + ":" + validation + ":" + test
                        + " is not a positive number and two of 0 or more");
            }
            return new Settings(language, label, split, new int[] {train, validation, test}, seed, duplicates, facts);
        }

        /**
         * Sets the seed of the split.
         *
         * @param value any
         * @return such settings
         */
        public Settings withSeed(long value) {
            return new Settings(language, label, split, ratio, value, duplicates, facts);
        }

        /**
         * Adds candidate, character, item and metric to every line beside {@code messages}. Some trainers refuse fields
         * they do not know.
         *
         * @param value whether to add them
         * @return such settings
         */
        public Settings withFacts(boolean value) {
            return new Settings(language, label, split, ratio, seed, duplicates, value);
        }

        /**
         * Makes the examples.
         *
         * @param ratings the ratings of people
         * @param dataset the dialogues that were rated
         * @return the export, nothing of it written yet
         * @throws IllegalArgumentException if no rating has a dialogue, or a rater rated the same thing twice
         */
        public TuningExport of(Ratings ratings, Dataset dataset) {
            return new TuningExport(this, ratings, dataset);
        }
    }

    /**
     * Makes the examples with the settings of {@link #withDefaults}.
     *
     * @param ratings the ratings of people
     * @param dataset the dialogues that were rated
     * @return the export, nothing of it written yet
     * @throws IllegalArgumentException if no rating has a dialogue, or a rater rated the same thing twice
     */
    public static TuningExport of(Ratings ratings, Dataset dataset) {
        return withDefaults().of(ratings, dataset);
    }

    private TuningExport(Settings settings, Ratings ratings, Dataset dataset) {
        this.settings = settings;
        this.dataset = Objects.requireNonNull(dataset, "dataset");
        this.simulated = ratings.simulated();
        dataset.candidates().forEach(candidate -> candidates.add(candidate.id()));
        dataset.characters().forEach(character -> characters.add(character.id()));
        dataset.scenarios().forEach(scenario -> scenarios.add(scenario.id()));
        List<Metric> metrics = ratings.metrics().stream()
                .filter(m -> m.target() == Metric.Target.DIALOGUE)
                .toList();
        Set<String> ids = new TreeSet<>();
        metrics.forEach(m -> ids.add(m.id()));
        Ratings wanted = ratings.where(rating -> ids.contains(rating.metric()));
        batches = (long) ratings.size() - wanted.size();
        ScoreTable table = ScoreTable.of(wanted, metrics, settings.duplicates);
        long[] lost = new long[2];
        List<Example> made = new ArrayList<>();
        for (int c = 0; c < table.candidates().size(); c++) {
            for (int from = 0; from < table.forms(); ) {
                int to = from;
                while (to < table.forms() && table.site(to) == table.site(from)) {
                    to++;
                }
                site(table, c, from, to, made, lost);
                from = to;
            }
        }
        withoutDialogue = lost[0];
        undecided = lost[1];
        if (made.isEmpty()) {
            throw new IllegalArgumentException("ratings: none of " + ratings.size()
                    + " is about a dialogue of the data set; its candidates are "
                    + dataset.candidates().stream()
                            .map(candidate -> candidate.id())
                            .toList());
        }
        examples = settings.split == Split.RANDOM ? random(made) : grouped(made);
    }

    private void site(ScoreTable table, int c, int from, int to, List<Example> made, long[] lost) {
        String candidate = table.candidates().get(c);
        String character = table.characters().get(table.character(from));
        String item = table.items().get(table.item(from));
        for (int m = 0; m < table.metrics().size(); m++) {
            Metric metric = table.metrics().get(m);
            int metricIndex = m;
            int[] levels = java.util.stream.IntStream.range(from, to)
                    .map(f -> table.level(c, metricIndex, f))
                    .filter(level -> level >= 0)
                    .toArray();
            if (levels.length == 0) {
                continue;
            }
            if (!isKnown(candidate, character, item)) {
                lost[0] += levels.length;
                continue;
            }
            if (settings.label == HumanLabel.EACH_RATER) {
                for (int level : levels) {
                    made.add(new Example(
                            candidate, character, item, metric, metric.scale().score(level), Part.TRAIN));
                }
                continue;
            }
            Optional<Integer> label = settings
                    .label
                    .label(levels, metric.scale().lowest())
                    .stream()
                    .boxed()
                    .findFirst();
            if (label.isPresent()) {
                made.add(new Example(
                        candidate, character, item, metric, metric.scale().score(label.get()), Part.TRAIN));
            } else {
                lost[1]++;
            }
        }
    }

    private boolean isKnown(String candidate, String character, String item) {
        return candidates.contains(candidate)
                && characters.contains(character)
                && scenarios.contains(item)
                && dataset.dialogue(candidate, character, item).isPresent();
    }

    private List<Example> grouped(List<Example> made) {
        Set<String> names = new TreeSet<>(ScoreTable::compareNames);
        made.forEach(example -> names.add(example.item));
        List<String> order = new ArrayList<>(names);
        Collections.shuffle(order, new Random(settings.seed));
        Part[] parts = parts(order.size());
        Map<String, Part> partOf = new HashMap<>();
        for (int i = 0; i < parts.length; i++) {
            partOf.put(order.get(i), parts[i]);
        }
        return made.stream()
                .map(e -> new Example(
                        e.candidate,
                        e.character,
                        e.item,
                        e.metric,
                        e.score,
                        Objects.requireNonNull(partOf.get(e.item))))
                .toList();
    }

    private List<Example> random(List<Example> made) {
        Map<String, List<Example>> byCharacter = new TreeMap<>();
        made.forEach(e -> byCharacter
                .computeIfAbsent(e.character, key -> new ArrayList<>())
                .add(e));
        Random random = new Random(settings.seed);
        List<Example> all = new ArrayList<>();
        for (List<Example> own : byCharacter.values()) {
            Collections.shuffle(own, random);
            Part[] parts = parts(own.size());
            for (int i = 0; i < parts.length; i++) {
                Example e = own.get(i);
                all.add(new Example(e.candidate, e.character, e.item, e.metric, e.score, parts[i]));
            }
        }
        return List.copyOf(all);
    }

    /** So many parts in the ratio, the largest remainders rounded up. */
    private Part[] parts(int n) {
        int total = Arrays.stream(settings.ratio).sum();
        int[] counts = new int[3];
        int left = n;
        for (int i = 0; i < 3; i++) {
            counts[i] = (int) ((long) n * settings.ratio[i] / total);
            left -= counts[i];
        }
        Integer[] order = {0, 1, 2};
        Arrays.sort(
                order,
                (a, b) -> Long.compare((long) n * settings.ratio[b] % total, (long) n * settings.ratio[a] % total));
        for (int i = 0; i < left; i++) {
            counts[order[i]]++;
        }
        Part[] parts = new Part[n];
        Arrays.fill(parts, 0, counts[0], Part.TRAIN);
        Arrays.fill(parts, counts[0], counts[0] + counts[1], Part.VALIDATION);
        Arrays.fill(parts, counts[0] + counts[1], n, Part.TEST);
        return parts;
    }

    /**
     * The number of examples in a part.
     *
     * @param part the part
     * @return at least 0
     */
    public long size(Part part) {
        Objects.requireNonNull(part, "part");
        return examples.stream().filter(e -> e.part == part).count();
    }

    /**
     * The lines of a part, in the order they are written.
     *
     * @param part the part
     * @param atMost how many lines at most
     * @return JSON objects
     */
    public List<String> lines(Part part, int atMost) {
        Objects.requireNonNull(part, "part");
        if (atMost < 0) {
            throw new IllegalArgumentException("atMost: " + atMost + " is negative");
        }
        return examples.stream()
                .filter(e -> e.part == part)
                .limit(atMost)
                .map(this::line)
                .toList();
    }

    /**
     * Writes {@code train.jsonl}, {@code validation.jsonl} and {@code test.jsonl}.
     *
     * @param folder where to; made if it is not there; files of these names are replaced
     * @return the files
     * @throws java.io.UncheckedIOException if they cannot be written
     */
    public List<Path> write(Path folder) {
        Objects.requireNonNull(folder, "folder");
        List<Path> files = new ArrayList<>();
        for (Part part : Part.values()) {
            Path file = folder.resolve(part.file());
            AtomicFiles.createFolder(file);
            AtomicFiles.write(file, out -> {
                for (Example example : examples) {
                    if (example.part == part) {
                        out.write((line(example) + "\n").getBytes(StandardCharsets.UTF_8));
                    }
                }
            });
            files.add(file);
        }
        return List.copyOf(files);
    }

    private String line(Example example) {
        return Json.text(out -> {
            out.writeStartObject();
            out.writeArrayFieldStart("messages");
            message(out, "system", instruction(example));
            message(out, "user", dialogue(example));
            message(out, "assistant", String.valueOf(example.score));
            out.writeEndArray();
            if (settings.facts) {
                out.writeStringField("candidate", example.candidate);
                out.writeStringField("character", example.character);
                out.writeStringField("item", example.item);
                out.writeStringField("metric", example.metric.id());
            }
            out.writeEndObject();
        });
    }

    private static void message(JsonGenerator out, String role, String content) throws java.io.IOException {
        out.writeStartObject();
        out.writeStringField("role", role);
        out.writeStringField("content", content);
        out.writeEndObject();
    }

    private String instruction(Example example) {
        Metric m = example.metric;
        Scale scale = m.scale();
        String middle = Numbers.decimal(scale.midpoint(), scale.midpoint() == Math.rint(scale.midpoint()) ? 0 : 1);
        String language = settings.language;
        if (language.equals("zh")) {
            return "你负责评审角色扮演对话。请只看「" + m.name().in(language) + "」这一项，给下面对话中角色的全部回复打一个分。\n" + "含义："
                    + m.definition().in(language) + "\n" + "要回答的问题："
                    + m.question().in(language) + "\n" + "分数是 "
                    + scale.lowest() + " 到 " + scale.highest() + " 的整数：低于 " + middle + " 表示"
                    + m.anchors().below().in(language) + "，" + middle + " 表示"
                    + m.anchors().at().in(language) + "，高于 " + middle + " 表示"
                    + m.anchors().above().in(language) + "。\n只写这个数字。";
        }
        return "You judge role-play dialogues. Look at one thing only, "
                + m.name().in(language)
                + ", and give all replies of the character in the dialogue below one score.\nMeaning: "
                + m.definition().in(language) + "\nQuestion to answer: "
                + m.question().in(language) + "\nThe score is a whole number from " + scale.lowest() + " to "
                + scale.highest() + ": below " + middle + " if it "
                + m.anchors().below().in(language) + ", " + middle
                + " if it " + m.anchors().at().in(language) + ", above " + middle + " if it "
                + m.anchors().above().in(language) + ".\nWrite the number alone.";
    }

    private String dialogue(Example example) {
        Dialogue dialogue = dataset.dialogue(example.candidate, example.character, example.item)
                .orElseThrow();
        esrp.core.Character character = dataset.character(example.character);
        boolean zh = settings.language.equals("zh");
        StringBuilder text = new StringBuilder();
        text.append(zh ? "角色：" : "Character: ").append(character.name());
        character.work().ifPresent(work -> text.append(zh ? "（《" + work + "》）" : " (" + work + ")"));
        text.append('\n');
        for (Turn turn : dialogue.turns()) {
            text.append(zh ? "\n用户：" : "\nUser: ").append(turn.user());
            text.append('\n').append(character.name()).append(zh ? "：" : ": ").append(turn.reply());
        }
        return text.toString();
    }

    /**
     * How much of the test part, and of the validation part, is in training too: counted from the texts that are
     * written, not from ids.
     *
     * @return the report
     */
    public LeakageReport leakage() {
        Map<String, EnumSet<Part>> dialogues = new HashMap<>();
        Map<String, EnumSet<Part>> questions = new HashMap<>();
        Map<String, EnumSet<Part>> replies = new HashMap<>();
        for (Example e : examples) {
            Dialogue dialogue =
                    dataset.dialogue(e.candidate, e.character, e.item).orElseThrow();
            mark(dialogues, e.character + "\n" + dialogue.turns(), e.part);
            mark(questions, dialogue.turns().get(0).user(), e.part);
            dialogue.replies().forEach(reply -> mark(replies, reply, e.part));
        }
        long[] seen = new long[2];
        long[] all = new long[2];
        Map<String, EnumMap<Part, Integer>> perCharacter = new LinkedHashMap<>();
        for (Example e : examples) {
            Dialogue dialogue =
                    dataset.dialogue(e.candidate, e.character, e.item).orElseThrow();
            perCharacter
                    .computeIfAbsent(e.character, key -> new EnumMap<>(Part.class))
                    .merge(e.part, 1, Integer::sum);
            if (e.part != Part.TRAIN) {
                int i = e.part == Part.TEST ? 1 : 0;
                all[i]++;
                boolean known = Objects.requireNonNull(dialogues.get(e.character + "\n" + dialogue.turns()))
                        .contains(Part.TRAIN);
                seen[i] += known ? 1 : 0;
            }
        }
        double worst = 0;
        int total = Arrays.stream(settings.ratio).sum();
        List<Part> order = List.of(Part.values());
        for (EnumMap<Part, Integer> own : perCharacter.values()) {
            double n = own.values().stream().mapToInt(Integer::intValue).sum();
            for (int i = 0; i < order.size(); i++) {
                double share = own.getOrDefault(order.get(i), 0) / n;
                worst = Math.max(worst, Math.abs(share - settings.ratio[i] / (double) total));
            }
        }
        return new LeakageReport(
                settings.split,
                List.of(size(Part.TRAIN), size(Part.VALIDATION), size(Part.TEST)),
                shared(dialogues),
                shared(questions),
                shared(replies),
                all[0] == 0 ? 0 : seen[0] / (double) all[0],
                all[1] == 0 ? 0 : seen[1] / (double) all[1],
                worst);
    }

    private static void mark(Map<String, EnumSet<Part>> where, String text, Part part) {
        where.computeIfAbsent(text, key -> EnumSet.noneOf(Part.class)).add(part);
    }

    private static long shared(Map<String, EnumSet<Part>> where) {
        return where.values().stream().filter(parts -> parts.size() > 1).count();
    }

    /**
     * What is in more than one part.
     *
     * @param split how it was split
     * @param sizes examples in training, validation and test
     * @param sharedDialogues dialogues of a character in more than one part
     * @param sharedQuestions opening questions in more than one part
     * @param sharedReplies single replies in more than one part; where nothing else is shared, these are replies that a
     *     candidate gave word for word in two scenarios
     * @param validationSeen share of validation examples whose dialogue is in training
     * @param testSeen share of test examples whose dialogue is in training
     * @param worstRatio largest distance of a character's share of a part from the ratio that was asked for
     */
    public record LeakageReport(
            Split split,
            List<Long> sizes,
            long sharedDialogues,
            long sharedQuestions,
            long sharedReplies,
            double validationSeen,
            double testSeen,
            double worstRatio) {
        /**
         * Validates and copies.
         *
         * @param split how it was split
         * @param sizes examples in training, validation and test
         * @param sharedDialogues dialogues of a character in more than one part
         * @param sharedQuestions opening questions in more than one part
         * @param sharedReplies single replies in more than one part; where nothing else is shared, these are replies that a
         *     candidate gave word for word in two scenarios
         * @param validationSeen share of validation examples whose dialogue is in training
         * @param testSeen share of test examples whose dialogue is in training
         * @param worstRatio largest distance of a character's share of a part from the ratio that was asked for
         */
        public LeakageReport {
            Objects.requireNonNull(split, "split");
            sizes = List.copyOf(sizes);
        }

        /**
         * Whether parts share no dialogue and no opening question.
         *
         * @return true if nothing leaks
         */
        public boolean isClean() {
            return sharedDialogues == 0 && sharedQuestions == 0;
        }

        /** The counts; at most 80 columns. */
        @Override
        public String toString() {
            return TextTable.of(1, "leakage", "count")
                    .title("split " + split.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ": "
                            + (isClean() ? "no dialogue or question is shared" : "LEAKS"))
                    .row("examples in training", Numbers.count(sizes.get(0)))
                    .row("examples in validation", Numbers.count(sizes.get(1)))
                    .row("examples in test", Numbers.count(sizes.get(2)))
                    .row("dialogues in more than one part", Numbers.count(sharedDialogues))
                    .row("opening questions in more than one part", Numbers.count(sharedQuestions))
                    .row("single replies in more than one part", Numbers.count(sharedReplies))
                    .row("validation examples seen in training", Numbers.decimal(100 * validationSeen, 1) + "%")
                    .row("test examples seen in training", Numbers.decimal(100 * testSeen, 1) + "%")
                    .row("a character's share is off the ratio by up to", Numbers.decimal(100 * worstRatio, 1) + "%")
                    .toString();
        }
    }

    /**
     * Ratings whose dialogue is not in the data set.
     *
     * @return how many were left out
     */
    public long withoutDialogue() {
        return withoutDialogue;
    }

    /**
     * Ratings on metrics of batches.
     *
     * @return how many were left out
     */
    public long batchRatings() {
        return batches;
    }

    /**
     * Dialogues and metrics on which no score was given most often.
     *
     * @return how many were left out; 0 unless the label is the majority
     */
    public long undecided() {
        return undecided;
    }

    /** Sizes, and what was left out. */
    @Override
    public String toString() {
        TextTable text = TextTable.of(1, "part", "examples", "file")
                .title("judge tuning export, label: " + settings.label + ", split: "
                        + settings.split.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ", seed "
                        + settings.seed);
        for (Part part : Part.values()) {
            text.row(part.name().toLowerCase(Locale.ROOT), Numbers.count(size(part)), part.file());
        }
        if (withoutDialogue + batches + undecided > 0) {
            text.note("Left out: " + Numbers.count(batches, "rating") + " of batches, "
                    + Numbers.count(withoutDialogue, "rating") + " without a dialogue, "
                    + Numbers.count(undecided) + " without a majority.");
        }
        if (simulated) {
            text.note("SIMULATED: at least one rater is simulated; do not train on this.");
        }
        return text.toString();
    }
}
