package esrp.study.form;

import com.google.common.base.CharMatcher;
import esrp.core.DataCode;
import esrp.core.DatasetFormatException;
import esrp.core.Finding;
import esrp.core.Metric;
import esrp.core.Rating;
import esrp.core.Ratings;
import esrp.core.Result;
import esrp.core.Scale;
import esrp.core.Table;
import esrp.core.internal.Checks;
import esrp.core.internal.Digest;
import esrp.core.internal.Json;
import esrp.core.internal.Messages;
import esrp.stats.WeightedKendallTau;
import esrp.study.StudyCode;
import esrp.study.StudyKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Reads what forms exported and imports valid answers, nothing else; the rest is reported with its place. Immutable.
 *
 * <p>An export is signed with a secret of its form, which the sealed key has, too. That shows damage, a slip in an editor and
 * answers pasted into another form. It is no proof against a rater who means to cheat: the page that signs holds the secret,
 * and whoever reads its program can sign anything, times included. Attention tasks, repeats and the agreement with other
 * raters are what tells then.
 *
 * <ul>
 *   <li>A file that is no export, was changed, or belongs to another rater or form: nothing of it is imported.
 *   <li>A score outside the scale, a metric or task that was not asked, a task answered twice: that answer is left out.
 *   <li>A task answered in less than {@link #withMinimumSeconds}: that task is left out.
 *   <li>More attention tasks failed, or left without an answer, than {@link #withAttentionFailuresAllowed}, or, on
 *       nearly every task, one score for all answered metrics or the same scores ({@link #withStraightLining}): nothing of
 *       the file is imported.
 *   <li>A task that was skipped is reported with the reason that was given.
 *   <li>A missing answer is reported; it is never filled in.
 *   <li>A task that was answered in two forms, the first one and {@linkplain RatingForms#withoutAnswered that of what was left},
 *       counts once, as the first file has it.
 * </ul>
 */
public final class FormImport {
    private static final String ANSWERS = "esrp-answers/";
    private static final String VERSION = ANSWERS + "3";
    private static final long MAX_BYTES = 64L << 20;
    private static final CharMatcher BLANK = CharMatcher.inRange('\t', '\r')
            .or(CharMatcher.anyOf("\uFEFF\u2028\u2029"))
            .or(CharMatcher.forPredicate(c -> Character.getType(c) == Character.SPACE_SEPARATOR));

    private final double minimumSeconds;
    private final int attentionFailuresAllowed;
    private final double straightShare;
    private final int straightTasks;

    private FormImport(double minimumSeconds, int attentionFailuresAllowed, double straightShare, int straightTasks) {
        this.minimumSeconds = minimumSeconds;
        this.attentionFailuresAllowed = attentionFailuresAllowed;
        this.straightShare = straightShare;
        this.straightTasks = straightTasks;
    }

    /**
     * {@return at least three seconds per task, no attention task failed, and straight-lining means one score for all
     * metrics, or the same scores as on the others, on at least 90% of ten or more tasks}
     */
    public static FormImport withDefaults() {
        return new FormImport(3, 0, 0.9, 10);
    }

    /**
     * {@return a copy with another least time of a rating task}
     *
     * @param seconds at least 0; 0 switches the check off
     */
    public FormImport withMinimumSeconds(double seconds) {
        Checks.rejectIf(!(seconds >= 0), "seconds: %s, at least 0 was expected", seconds);
        return new FormImport(seconds, attentionFailuresAllowed, straightShare, straightTasks);
    }

    /**
     * Returns a copy with another number of attention tasks that a rater may fail before nothing of the file is imported.
     *
     * @param count at least 0
     * @return the changed rules
     */
    public FormImport withAttentionFailuresAllowed(int count) {
        Checks.atLeast(0, "count", count);
        return new FormImport(minimumSeconds, count, straightShare, straightTasks);
    }

    /**
     * {@return a copy with another rule for straight-lining}
     *
     * @param share the share of tasks rated with one score for all metrics, with the same scores, or with some sets of scores in
     *     turn, each at least three times, in (0, 1]
     * @param tasks the number of such tasks that a rater must have before the share means anything; at least 1
     */
    public FormImport withStraightLining(double share, int tasks) {
        if (!(share > 0 && share <= 1) || tasks < 1) {
            throw new IllegalArgumentException(
                    "share, tasks: " + share + ", " + tasks + "; (0, 1] and at least 1 were expected");
        }
        return new FormImport(minimumSeconds, attentionFailuresAllowed, share, tasks);
    }

    /**
     * A reply that a person wrote.
     *
     * @param rater the id of the writer
     * @param task the opaque id of the task
     * @param text the reply, as written
     */
    public record WrittenReply(String rater, String task, String text) {
        /** Validates. */
        public WrittenReply {
            Checks.notNull("rater", rater, "task", task, "text", text);
        }
    }

    /** The result of an import. */
    public static final class Imported implements Result {
        private final Ratings ratings;
        private final List<WrittenReply> written;
        private final Ratings repeats;
        private final List<Finding> comments;
        private final List<Finding> problems;
        private final Set<String> answered;
        private final Map<String, Integer> left;
        private final List<Table> tables;

        private Imported(
                Ratings ratings,
                List<WrittenReply> written,
                Ratings repeats,
                List<Finding> comments,
                List<Finding> problems,
                Set<String> answered,
                Map<String, Integer> left,
                List<Table> tables) {
            this.ratings = ratings;
            this.written = List.copyOf(written);
            this.repeats = repeats;
            this.comments = List.copyOf(comments);
            this.problems = List.copyOf(problems);
            this.answered = Set.copyOf(answered);
            this.left = Collections.unmodifiableMap(left);
            this.tables = List.copyOf(tables);
        }

        /** {@return the valid ratings: under {@code person:<rater>}} */
        public Ratings ratings() {
            return ratings;
        }

        /**
         * {@return earlier ratings with these in the place of those of the same things: what was decided counts, not what was disputed}
         *
         * @param earlier the ratings that were disputed
         */
        public Ratings over(Ratings earlier) {
            Set<List<String>> decided = ratings.stream().map(FormImport::cell).collect(Collectors.toSet());
            return earlier.where(rating -> !decided.contains(cell(rating))).plus(ratings);
        }

        /** {@return the replies that keep the length rule: in the order of the files and tasks} */
        public List<WrittenReply> written() {
            return written;
        }

        /**
         * {@return the second answers to what the same rater rated before; they measure agreement with oneself: in the
         * same form as {@link #ratings} and never among them}
         */
        public Ratings repeats() {
            return repeats;
        }

        /** {@return what people said about tasks: one finding with its place for each comment, none of them a problem} */
        public List<Finding> comments() {
            return comments;
        }

        /**
         * {@return the ids of the tasks on which nothing is left to ask: fully answered and imported, or skipped with a reason}
         */
        public Set<String> answered() {
            return answered;
        }

        /** {@return how many tasks each person has left, in the order of the forms; whoever is done is not in it} */
        public Map<String, Integer> left() {
            return left;
        }

        /**
         * One row per file: what was imported of it; one per person of the study: what is done, skipped and left; and, where two people
         * rated the same, one per pair: the shares of equal scores and of scores within one point, weighted tau, and how much higher
         * the first scores.
         */
        @Override
        public List<Table> tables() {
            return tables;
        }

        /** What was left out or is missing, in the order of the files and tasks; nothing if all is well. */
        @Override
        public List<Finding> notes() {
            return problems;
        }

        @Override
        public String toString() {
            return text("en");
        }
    }

    /**
     * Reads one export, or all exports of a folder.
     *
     * @param exports a file, or a folder: its files whose names end in {@code .json}, in the order of their names
     * @param key the key of the study, completed when its forms were made
     * @return valid answers, and the rest as problems
     * @throws UncheckedIOException if the folder cannot be listed
     */
    public Imported read(Path exports, StudyKey key) {
        if (!Files.isDirectory(exports)) {
            return read(List.of(exports), key);
        }
        try (Stream<Path> files = Files.list(exports)) {
            List<Path> found = files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
            List<Finding> problems = new ArrayList<>();
            if (found.isEmpty()) {
                problems.add(StudyCode.NO_EXPORTS.at(Finding.Place.of(exports)));
            }
            return read(found, key, problems);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + exports, e);
        }
    }

    /**
     * Reads the exports of several people.
     *
     * @param exports the files, in any order
     * @param key the key of the study, completed when its forms were made
     * @return valid answers, and the rest as problems
     */
    public Imported read(Collection<Path> exports, StudyKey key) {
        return read(exports, key, new ArrayList<>());
    }

    private Imported read(Collection<Path> exports, StudyKey key, List<Finding> problems) {
        List<Rating> ratings = new ArrayList<>();
        List<WrittenReply> written = new ArrayList<>();
        List<Rating> repeats = new ArrayList<>();
        List<Finding> comments = new ArrayList<>();
        Set<Path> earlier = earlier(exports, key);
        Set<List<?>> given = new HashSet<>();
        Set<List<?>> givenAgain = new HashSet<>();
        Set<String> answered = new HashSet<>();
        Set<String> skipped = new HashSet<>();
        Map<String, Double> millis = new HashMap<>();
        Map<String, List<Double>> practice = new HashMap<>();
        Messages words = Messages.of(StudyCode.class);
        Table.Builder files = table("import", "file ratings|# replies|# repeats|# problems|#");
        for (Path file : new LinkedHashSet<>(exports)) {
            int before = problems.size();
            Reading reading = new Reading(file, key, problems);
            boolean trusted = reading.read(earlier);
            comments.addAll(reading.comments);
            if (!trusted) {
                reading = new Reading(file, key, problems);
            }
            answered.addAll(reading.answered);
            skipped.addAll(reading.skipped);
            reading.millis.forEach((task, spent) -> millis.merge(task, spent, Math::max));
            practice.putAll(reading.practice);
            addNew(reading.ratings, ratings, given);
            addNew(reading.repeats, repeats, givenAgain);
            for (WrittenReply reply : reading.written) {
                if (givenAgain.add(List.of(reply.task()))) {
                    written.add(reply);
                }
            }
            files.row(
                    String.valueOf(file.getFileName()),
                    reading.ratings.size(),
                    reading.written.size(),
                    reading.repeats.size(),
                    problems.size() - before);
        }
        files.row(words.localized("import.total"), ratings.size(), written.size(), repeats.size(), problems.size());
        Map<String, Integer> left = new LinkedHashMap<>();
        Table progress = progress(key, answered, skipped, millis, practice, left);
        answered.addAll(skipped);
        List<Table> tables = new ArrayList<>(List.of(files.build(), progress));
        pairs(ratings).ifPresent(tables::add);
        return new Imported(
                table(ratings, key), written, table(repeats, key), comments, problems, answered, left, tables);
    }

    /** Of several whole exports of a form all but the last: the time spent on a form only grows. */
    private Set<Path> earlier(Collection<Path> exports, StudyKey key) {
        Set<Path> earlier = new HashSet<>();
        Map<String, Map.Entry<Path, Double>> last = new HashMap<>();
        for (Path file : new LinkedHashSet<>(exports)) {
            new Reading(file, key, new ArrayList<>()).spent().ifPresent(form -> {
                Map.Entry<Path, Double> known = last.get(form.getKey());
                if (known != null && known.getValue() >= form.getValue()) {
                    earlier.add(file);
                } else {
                    Map.Entry<Path, Double> before = last.put(form.getKey(), Map.entry(file, form.getValue()));
                    if (before != null) {
                        earlier.add(before.getKey());
                    }
                }
            });
        }
        return earlier;
    }

    /** A table whose title and heads stand under its id. */
    private static Table.Builder table(String id, String columns) {
        Messages words = Messages.of(StudyCode.class);
        return words.heads(Table.builder(id, words.localized(id + ".title")), id + ".", columns);
    }

    /** Adds what no earlier file has: a form of what was left asks again what was answered in part. */
    private static void addNew(List<Rating> read, List<Rating> all, Set<List<?>> given) {
        for (Rating rating : read) {
            if (given.add(List.of(cell(rating), rating.rater()))) {
                all.add(rating);
            }
        }
    }

    /** How well each two raters agree so far; nothing if no two rated the same. */
    private static Optional<Table> pairs(List<Rating> ratings) {
        Map<List<String>, List<double[]>> scores = new TreeMap<>(Comparator.comparing(List::toString));
        for (List<Rating> same : ratings.stream()
                .collect(Collectors.groupingBy(FormImport::cell))
                .values()) {
            for (Rating one : same) {
                for (Rating other : same) {
                    if (one.rater().compareTo(other.rater()) < 0) {
                        scores.computeIfAbsent(
                                        List.of(Form.bare(one.rater()), Form.bare(other.rater())),
                                        any -> new ArrayList<>())
                                .add(new double[] {one.score(), other.score()});
                    }
                }
            }
        }
        Table.Builder table = table("pairs", "pair shared|# same|%0 within|%0 tau|2 difference|2");
        scores.forEach((pair, both) -> {
            double[] first = both.stream().mapToDouble(two -> two[0]).toArray();
            double[] second = both.stream().mapToDouble(two -> two[1]).toArray();
            table.row(
                    String.join(" · ", pair),
                    both.size(),
                    share(both, 0),
                    share(both, 1),
                    WeightedKendallTau.withDefaults().statistic(first, second),
                    both.stream().mapToDouble(two -> two[0] - two[1]).average().orElse(Double.NaN));
        });
        return scores.isEmpty() ? Optional.empty() : Optional.of(table.build());
    }

    private static double share(List<double[]> both, double most) {
        return both.stream().filter(two -> Math.abs(two[0] - two[1]) <= most).count() / (double) both.size();
    }

    /** What was rated on which metric. */
    static List<String> cell(Rating rating) {
        return List.of(rating.candidate(), rating.character(), rating.item(), rating.metric(), rating.turn());
    }

    /** What each person has done, in the order of the forms; people without an export have done nothing. */
    private static Table progress(
            StudyKey key,
            Set<String> answered,
            Set<String> skipped,
            Map<String, Double> millis,
            Map<String, List<Double>> practice,
            Map<String, Integer> left) {
        Table.Builder table = table("progress", "person tasks|# done|# skipped|# left|# minutes|#");
        if (!practice.isEmpty()) {
            Messages.of(StudyCode.class).heads(table, "progress.", "practice|%0 attempts|#");
        }
        Map<String, Set<String>> asked = new LinkedHashMap<>();
        key.forms()
                .forEach(form -> asked.computeIfAbsent(form.rater(), any -> new LinkedHashSet<>())
                        .addAll(form.tasks()));
        asked.forEach((person, tasks) -> {
            long done = tasks.stream().filter(answered::contains).count();
            long out = tasks.stream()
                    .filter(task -> skipped.contains(task) && !answered.contains(task))
                    .count();
            double spent = tasks.stream()
                    .mapToDouble(task -> millis.getOrDefault(task, 0.0))
                    .sum();
            int open = tasks.size() - (int) (done + out);
            if (open > 0) {
                left.put(person, open);
            }
            List<Object> row =
                    new ArrayList<>(List.of(person, tasks.size(), done, out, open, Math.round(spent / 60_000)));
            if (!practice.isEmpty()) {
                List<Double> own = practice.getOrDefault(person, List.of(Double.NaN, Double.NaN));
                row.addAll(own);
            }
            table.row(row.toArray());
        });
        return table.build();
    }

    /** Forms of writers ask no metric. */
    private static Ratings table(List<Rating> ratings, StudyKey key) {
        return key.metrics().isEmpty() ? Ratings.of(ratings) : Ratings.of(ratings, key.metrics());
    }

    /** Without white space at the ends, as the form counts: what ECMAScript calls white space, not what Java does. */
    static String trimmed(String text) {
        return BLANK.trimFrom(text);
    }

    /** The reading of one file. */
    private final class Reading {
        private final Path file;
        private final StudyKey key;
        private final List<Finding> problems;
        private final Finding.Place here;
        private final List<Rating> ratings = new ArrayList<>();
        private final List<WrittenReply> written = new ArrayList<>();
        private final List<Rating> repeats = new ArrayList<>();
        private final List<Finding> comments = new ArrayList<>();
        private final Set<String> answered = new HashSet<>();
        private final Set<String> skipped = new HashSet<>();
        private final Map<String, Double> millis = new HashMap<>();
        private final Map<String, List<Double>> practice = new HashMap<>();
        /** The scores of each task on which more than one metric was asked. */
        private final List<List<Double>> patterns = new ArrayList<>();

        private String signed = "";
        private String signature = "";
        private int attentionFailed;

        Reading(Path file, StudyKey key, List<Finding> problems) {
            this.file = file;
            this.key = key;
            this.problems = problems;
            here = Finding.Place.of(file);
        }

        /** Whether what was collected may be imported. */
        boolean read(Set<Path> earlier) {
            try {
                Optional<Json.Node> body = body();
                return body.isPresent() && read(body.get(), earlier);
            } catch (DatasetFormatException e) {
                Finding fault = e.finding();
                Finding.Place inside =
                        new Finding.Place(Optional.empty(), fault.place().coordinates());
                Finding reason = new Finding(fault.code(), inside, fault.parameters());
                problem(here, StudyCode.NOT_AN_EXPORT, "reason", Messages.localized(reason::in));
            } catch (IOException | UncheckedIOException e) {
                problem(here, StudyCode.NOT_AN_EXPORT, "reason", e.toString());
            }
            return false;
        }

        /** The form and the milliseconds spent on it; empty if this is no whole export, which its reading will say. */
        Optional<Map.Entry<String, Double>> spent() {
            try {
                Optional<Json.Node> body = body();
                if (body.isEmpty()) {
                    return Optional.empty();
                }
                double millis = 0;
                for (Json.Node answer : body.get().get("answers").items()) {
                    millis += answer.find("millis").map(Json.Node::number).orElse(0.0);
                }
                Map.Entry<String, Double> spent =
                        Map.entry(body.get().get("form").text(), millis);
                return key.forms().stream()
                        .filter(form -> form.id().equals(spent.getKey()))
                        .filter(form -> Digest.hmac(form.secret(), signed).equals(signature))
                        .findFirst()
                        .map(form -> spent);
            } catch (DatasetFormatException | IOException | UncheckedIOException e) {
                return Optional.empty();
            }
        }

        private Optional<Json.Node> body() throws IOException {
            if (Files.exists(file) && Files.size(file) > MAX_BYTES) {
                throw new IOException(Files.size(file) + " bytes, at most " + MAX_BYTES + " expected");
            }
            Json.Node envelope = Json.read(file);
            String schema = envelope.get("schema").text();
            String text = envelope.get("body").text();
            if (!schema.equals(VERSION) && schema.startsWith(ANSWERS)) {
                problem(here, StudyCode.OTHER_VERSION, "version", schema, "expected", VERSION);
            } else if (!schema.equals(VERSION)) {
                throw envelope.get("schema").fault(DataCode.EXPECTED, "expected", VERSION);
            } else {
                signed = text;
                signature = envelope.get("signature").text();
                return Optional.of(Json.read(file, text));
            }
            return Optional.empty();
        }

        private boolean read(Json.Node body, Set<Path> earlier) {
            String id = body.get("form").text();
            String rater = body.get("rater").text();
            Optional<StudyKey.Form> form =
                    key.forms().stream().filter(one -> one.id().equals(id)).findFirst();
            if (form.isEmpty()) {
                problem(here, StudyCode.WRONG_FORM, "form", id.substring(0, Math.min(12, id.length())));
            } else if (!Digest.hmac(form.get().secret(), signed).equals(signature)) {
                problem(here, StudyCode.CHANGED);
            } else if (!form.get().rater().equals(rater)) {
                String expected = form.get().rater();
                problem(here, StudyCode.WRONG_RATER, "rater", rater, "expected", expected);
            } else if (earlier.contains(file)) {
                problem(here, StudyCode.READ_TWICE, "rater", rater);
            } else {
                answers(form.get(), body.get("answers").items());
                body.find("practice")
                        .ifPresent(given -> practice.put(
                                rater,
                                List.of(
                                        given.get("share").number(),
                                        given.get("attempts").number())));
                return trusted();
            }
            return false;
        }

        private boolean trusted() {
            int tasks = patterns.size();
            long lines = patterns.stream()
                    .filter(scores -> scores.size() > 1 && Set.copyOf(scores).size() == 1)
                    .count();
            long singles = most(patterns.stream().filter(scores -> scores.size() == 1));
            long alike = most(patterns.stream());
            long straight = Math.max(Math.max(alike > 1 ? alike : 0, lines + singles), recurring());
            if (attentionFailed > attentionFailuresAllowed) {
                problem(here, StudyCode.INATTENTIVE, "count", attentionFailed, "allowed", attentionFailuresAllowed);
            } else if (tasks >= straightTasks && straight >= straightShare * tasks) {
                problem(here, StudyCode.STRAIGHT_LINING, "straight", straight, "tasks", tasks);
            } else {
                return true;
            }
            return false;
        }

        /**
         * The tasks with the scores of the task a number of places before, in proportion to those that have such a task, for the
         * number with most of them.
         */
        private long recurring() {
            int tasks = patterns.size();
            return IntStream.rangeClosed(1, tasks / 3)
                    .mapToLong(cycle -> tasks
                            * IntStream.range(cycle, tasks)
                                    .filter(i -> patterns.get(i).equals(patterns.get(i - cycle)))
                                    .count()
                            / (tasks - cycle))
                    .max()
                    .orElse(0);
        }

        /** How often the most frequent pattern is there. */
        private static long most(Stream<List<Double>> patterns) {
            return patterns.collect(Collectors.groupingBy(one -> one, Collectors.counting())).values().stream()
                    .max(Comparator.naturalOrder())
                    .orElse(0L);
        }

        private void answers(StudyKey.Form form, List<Json.Node> answers) {
            Map<String, Json.Node> byTask = new HashMap<>();
            Set<String> twice = new HashSet<>();
            for (Json.Node answer : answers) {
                String id = answer.get("task").text();
                if (!form.tasks().contains(id)) {
                    problem(here.at("task", id), StudyCode.UNKNOWN_TASK);
                } else if (byTask.put(id, answer) != null) {
                    twice.add(id);
                }
            }
            for (String task : form.tasks()) {
                Finding.Place place = here.at("task", task);
                StudyKey.Entry entry = key.entry(task);
                Json.Node answer = byTask.get(task);
                if (answer != null && !said(answer, "comment").isEmpty()) {
                    comments.add(StudyCode.COMMENT.at(place, "text", said(answer, "comment")));
                }
                Map<String, Double> scores = Map.of();
                if (twice.contains(task)) {
                    problem(place, StudyCode.DUPLICATE_TASK);
                } else if (answer != null && answer.find("unasked").isPresent()) {
                    skipped.add(task);
                } else if (answer == null || isUntouched(entry, answer)) {
                    problem(place, StudyCode.MISSING_TASK);
                } else if (isSkipped(answer)) {
                    problem(place, StudyCode.SKIPPED, "reason", said(answer, "skip"));
                    skipped.add(task);
                } else if (entry.purpose() == StudyKey.Purpose.WRITING) {
                    reply(
                            form.rater(),
                            task,
                            answer.find("reply").map(Json.Node::text).orElse(""),
                            place);
                } else {
                    scores = scores(key.asked(form, entry), answer, place);
                }
                if (entry.purpose() == StudyKey.Purpose.FOREIGN) {
                    attention(scores, place);
                }
                boolean counts = entry.purpose() == StudyKey.Purpose.FOREIGN
                        || (!scores.isEmpty() && answer != null && rate(form, entry, scores, answer, place));
                if (counts
                        && !scores.isEmpty()
                        && scores.size() == key.asked(form, entry).size()) {
                    answered.add(task);
                }
                if (answer != null) {
                    millis.put(
                            task, answer.find("millis").map(Json.Node::number).orElse(0.0));
                }
            }
        }

        /** A task to be rated that nobody has begun; an attention task without an answer is more than that. */
        private boolean isUntouched(StudyKey.Entry entry, Json.Node answer) {
            return entry.purpose() != StudyKey.Purpose.WRITING
                    && entry.purpose() != StudyKey.Purpose.FOREIGN
                    && !isSkipped(answer)
                    && answer.find("scores")
                            .map(Json.Node::fields)
                            .orElse(Map.of())
                            .isEmpty();
        }

        private boolean isSkipped(Json.Node answer) {
            return !said(answer, "skip").isEmpty()
                    && said(answer, "reply").isEmpty()
                    && answer.find("scores")
                            .map(Json.Node::fields)
                            .orElse(Map.of())
                            .isEmpty();
        }

        private static String said(Json.Node answer, String field) {
            return trimmed(answer.find(field).map(Json.Node::text).orElse(""));
        }

        /** A check without an answer is a failed check. */
        private void attention(Map<String, Double> scores, Finding.Place place) {
            double score = scores.entrySet().stream()
                    .filter(given -> given.getKey().split("@", -1)[0].equals(RatingForms.STYLE))
                    .mapToDouble(Map.Entry::getValue)
                    .average()
                    .orElse(Double.NaN);
            Scale scale = key.metrics().stream()
                    .filter(metric -> metric.id().equals(RatingForms.STYLE))
                    .findFirst()
                    .orElseThrow()
                    .scale();
            if (Double.isNaN(score)) {
                attentionFailed++;
                problem(place, StudyCode.ATTENTION_UNANSWERED);
            } else if (score >= scale.midpoint()) {
                attentionFailed++;
                problem(place, StudyCode.ATTENTION, "score", score, "below", scale.midpoint());
            }
        }

        private void reply(String rater, String task, String text, Finding.Place place) {
            String kept = trimmed(text);
            int length = kept.codePointCount(0, kept.length());
            if (kept.isEmpty()) {
                problem(place, StudyCode.MISSING_REPLY);
            } else if (length < key.shortest() || length > key.longest()) {
                int shortest = key.shortest();
                problem(place, StudyCode.LENGTH, "length", length, "shortest", shortest, "longest", key.longest());
            } else {
                written.add(new WrittenReply(rater, task, text));
                answered.add(task);
            }
        }

        /** The valid scores of an answer. */
        private Map<String, Double> scores(Map<String, Metric> asked, Json.Node answer, Finding.Place place) {
            Map<String, Json.Node> given =
                    answer.find("scores").map(Json.Node::fields).orElse(Map.of());
            Map<String, Double> scores = new LinkedHashMap<>();
            asked.forEach((id, metric) -> {
                Finding.Place where = place.at("metric", id);
                Object value = given.containsKey(id) ? given.get(id).value() : Optional.empty();
                if (value instanceof Optional<?>) {
                    problem(where, StudyCode.MISSING_SCORE);
                } else if (value instanceof BigDecimal score && metric.scale().contains(score.doubleValue())) {
                    scores.put(id, score.doubleValue());
                } else {
                    String scale = metric.scale().toString();
                    problem(where, StudyCode.SCORE, "score", String.valueOf(value), "scale", scale);
                }
            });
            for (String id : given.keySet()) {
                if (!asked.containsKey(id)) {
                    problem(place.at("metric", id), StudyCode.UNKNOWN_METRIC);
                }
            }
            return scores;
        }

        /** Whether the answer counts. */
        private boolean rate(
                StudyKey.Form form,
                StudyKey.Entry entry,
                Map<String, Double> scores,
                Json.Node answer,
                Finding.Place place) {
            double seconds = answer.find("millis").map(Json.Node::number).orElse(Double.NaN) / 1000;
            if (minimumSeconds > 0 && Double.isNaN(seconds)) {
                problem(place, StudyCode.NO_TIME);
            } else if (seconds < minimumSeconds) {
                problem(place, StudyCode.TOO_FAST, "seconds", seconds, "least", minimumSeconds);
            } else {
                if (key.asked(form, entry).size() > 1) {
                    patterns.add(List.copyOf(scores.values()));
                }
                List<Rating> target = entry.purpose() == StudyKey.Purpose.REPEAT ? repeats : ratings;
                scores.forEach((id, score) -> {
                    String[] metricAndTurn = (id + "@").split("@", -1);
                    target.add(new Rating(
                            entry.candidate(),
                            entry.character(),
                            entry.item(),
                            metricAndTurn[0],
                            "person:" + form.rater(),
                            score,
                            metricAndTurn[1],
                            "",
                            ""));
                });
                return true;
            }
            return false;
        }

        private void problem(Finding.Place place, StudyCode code, Object... parameters) {
            problems.add(code.at(place, parameters));
        }
    }
}
