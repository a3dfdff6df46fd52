package esrp.study.form;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import esrp.core.Metric;
import esrp.core.Rating;
import esrp.core.Ratings;
import esrp.core.internal.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what {@link AnnotationForm} exported and lets in what is sound, nothing else; what is not is reported with its
 * place.
 *
 * <ul>
 *   <li>A file that is no export, was changed, or belongs to another rater or form: nothing of it goes in.
 *   <li>A score outside the scale, a metric or task that was not asked, a task answered twice: that answer stays out.
 *   <li>A task answered in less than {@link #withMinimumSeconds}: that task stays out.
 *   <li>More attention items failed than {@link #withAttentionFailuresAllowed}, or the same score for all metrics on
 *       nearly every task ({@link #withStraightLining}): nothing of the file goes in.
 *   <li>A missing answer is reported; it is never filled in.
 * </ul>
 */
public final class AnnotationImport {
    private static final long MAX_BYTES = 64L << 20;
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(20)
                            .maxStringLength((int) MAX_BYTES)
                            .build())
                    .build())
            .build();

    private final double minimumSeconds;
    private final int attentionFailuresAllowed;
    private final double straightShare;
    private final int straightTasks;

    private AnnotationImport(
            double minimumSeconds, int attentionFailuresAllowed, double straightShare, int straightTasks) {
        this.minimumSeconds = minimumSeconds;
        this.attentionFailuresAllowed = attentionFailuresAllowed;
        this.straightShare = straightShare;
        this.straightTasks = straightTasks;
    }

    /**
     * Three seconds a task at least, no attention item failed, and straight-lining means the same score for all metrics
     * on at least 90% of ten or more tasks.
     *
     * @return the default rules
     */
    public static AnnotationImport withDefaults() {
        return new AnnotationImport(3, 0, 0.9, 10);
    }

    /**
     * The least time a rating task takes.
     *
     * @param seconds at least 0; 0 switches the check off
     * @return changed rules
     */
    public AnnotationImport withMinimumSeconds(double seconds) {
        if (!(seconds >= 0)) {
            throw new IllegalArgumentException("seconds: " + seconds + ", at least 0 was expected");
        }
        return new AnnotationImport(seconds, attentionFailuresAllowed, straightShare, straightTasks);
    }

    /**
     * How many attention items a rater may fail before nothing of the file goes in.
     *
     * @param count at least 0
     * @return changed rules
     */
    public AnnotationImport withAttentionFailuresAllowed(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("count: " + count + ", at least 0 was expected");
        }
        return new AnnotationImport(minimumSeconds, count, straightShare, straightTasks);
    }

    /**
     * When equal scores count as straight-lining.
     *
     * @param share the share of tasks rated with one score for all metrics, in (0, 1]
     * @param tasks how many such tasks a rater must have before the share means anything; at least 1
     * @return changed rules
     */
    public AnnotationImport withStraightLining(double share, int tasks) {
        if (!(share > 0 && share <= 1) || tasks < 1) {
            throw new IllegalArgumentException(
                    "share, tasks: " + share + ", " + tasks + "; (0, 1] and at least 1 were expected");
        }
        return new AnnotationImport(minimumSeconds, attentionFailuresAllowed, share, tasks);
    }

    /**
     * A reply that a rater wrote.
     *
     * @param task the opaque id of the task
     * @param round which question of the task, from 0
     * @param text the reply, as written
     */
    public record WrittenReply(String task, int round, String text) {
        /**
         * Validates.
         *
         * @param task the opaque id of the task
         * @param round which question of the task, from 0
         * @param text the reply, as written
         */
        public WrittenReply {
            Objects.requireNonNull(task, "task");
            Objects.requireNonNull(text, "text");
        }
    }

    /**
     * What came of reading.
     *
     * @param ratings what is sound, under {@code person:<rater>}
     * @param written the replies that keep the length rule, in the order of the files and tasks
     * @param repeats second answers to what the same rater rated before, in the same form as ratings and never among
     *     them
     * @param problems everything else
     */
    public record Imported(Ratings ratings, List<WrittenReply> written, Ratings repeats, List<ImportProblem> problems) {
        /**
         * Copies.
         *
         * @param ratings what is sound, under {@code person:<rater>}
         * @param written the replies that keep the length rule, in the order of the files and tasks
         * @param repeats second answers to what the same rater rated before, in the same form as ratings and never among
         *     them
         * @param problems everything else
         */
        public Imported {
            Objects.requireNonNull(ratings, "ratings");
            Objects.requireNonNull(repeats, "repeats");
            written = List.copyOf(written);
            problems = List.copyOf(problems);
        }

        /** How much came in and what did not, a line a problem, at most 20 of them. */
        @Override
        public String toString() {
            StringBuilder out = new StringBuilder();
            out.append(ratings.size())
                    .append(" ratings and ")
                    .append(written.size())
                    .append(" replies imported, ");
            out.append(problems.size()).append(problems.size() == 1 ? " problem" : " problems");
            problems.stream().limit(20).forEach(problem -> out.append("\n  ").append(problem));
            if (problems.size() > 20) {
                out.append("\n  … ").append(problems.size() - 20).append(" more");
            }
            return out.toString();
        }
    }

    /**
     * Reads one export.
     *
     * @param file the export
     * @param form the form that was filled
     * @param key what its tasks stand for
     * @return what is sound, and the rest as problems
     */
    public Imported read(Path file, AnnotationForm form, FormKey key) {
        return read(Map.of(file, form), key);
    }

    /**
     * Reads the exports of several raters.
     *
     * @param forms each export with the form that was filled
     * @param key what the tasks stand for
     * @return what is sound of all of them, and the rest as problems
     */
    public Imported read(Map<Path, AnnotationForm> forms, FormKey key) {
        Objects.requireNonNull(key, "key");
        Map<String, Metric> metrics = new LinkedHashMap<>();
        forms.values().forEach(form -> form.metrics().forEach(metric -> metrics.putIfAbsent(metric.id(), metric)));
        List<Rating> ratings = new ArrayList<>();
        List<WrittenReply> written = new ArrayList<>();
        List<Rating> repeats = new ArrayList<>();
        List<ImportProblem> problems = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        forms.forEach((file, form) -> new OneFile(file, form, key, problems).read(seen, ratings, written, repeats));
        List<Metric> asked = List.copyOf(metrics.values());
        return new Imported(table(ratings, asked), written, table(repeats, asked), problems);
    }

    /** Forms for writers ask no metric. */
    private static Ratings table(List<Rating> ratings, List<Metric> asked) {
        return asked.isEmpty() ? Ratings.of(ratings) : Ratings.of(ratings, asked);
    }

    /** Without white space at the ends, as the form counts: what ECMAScript calls white space, not what Java does. */
    static String trimmed(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isBlank(text.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean isBlank(char c) {
        return (c >= '\t' && c <= '\r')
                || c == '\uFEFF'
                || Character.getType(c) == Character.SPACE_SEPARATOR
                || c == '\u2028'
                || c == '\u2029';
    }

    /** The reading of one file: collects, and hands over only at the end. */
    private final class OneFile {
        private final Path file;
        private final AnnotationForm form;
        private final FormKey key;
        private final List<ImportProblem> problems;
        private final Map<String, Metric> metrics;
        private final List<Rating> ratings = new ArrayList<>();
        private final List<WrittenReply> written = new ArrayList<>();
        private final List<Rating> repeats = new ArrayList<>();
        private int attentionFailed;
        private int straight;
        private int comparable;

        OneFile(Path file, AnnotationForm form, FormKey key, List<ImportProblem> problems) {
            this.file = file;
            this.form = form;
            this.key = key;
            this.problems = problems;
            this.metrics = AnnotationForm.byId(form.metrics());
        }

        void read(Set<String> seen, List<Rating> allRatings, List<WrittenReply> allWritten, List<Rating> allRepeats) {
            Optional<JsonNode> found = body();
            if (found.isEmpty()) {
                return;
            }
            JsonNode body = found.get();
            if (!body.path("rater").asText("").equals(form.rater())) {
                problem(
                        ImportProblem.Kind.WRONG_RATER,
                        "",
                        "answers of rater \"" + body.path("rater").asText("") + "\", \"" + form.rater()
                                + "\" was expected",
                        true);
                return;
            }
            if (!body.path("form").asText("").equals(form.id())) {
                problem(
                        ImportProblem.Kind.WRONG_FORM,
                        "",
                        "answers to another form or another version of it ("
                                + shortId(body.path("form").asText("")) + ", " + shortId(form.id()) + " was expected)",
                        true);
                return;
            }
            if (!seen.add(form.rater() + " " + form.id())) {
                problem(ImportProblem.Kind.READ_TWICE, "", "this form of this rater was read already", true);
                return;
            }
            answers(body.path("answers"));
            if (attentionFailed > attentionFailuresAllowed) {
                problem(
                        ImportProblem.Kind.ATTENTION,
                        "",
                        attentionFailed + " attention items failed, " + attentionFailuresAllowed
                                + " allowed: nothing of this file goes in",
                        true);
            } else if (comparable >= straightTasks && straight >= straightShare * comparable) {
                problem(
                        ImportProblem.Kind.STRAIGHT_LINING,
                        "",
                        straight + " of " + comparable
                                + " tasks have one score for every metric: nothing of this file goes in",
                        true);
            } else {
                allRatings.addAll(ratings);
                allWritten.addAll(written);
                allRepeats.addAll(repeats);
            }
        }

        private Optional<JsonNode> body() {
            try {
                if (Files.size(file) > MAX_BYTES) {
                    problem(
                            ImportProblem.Kind.NOT_AN_EXPORT,
                            "",
                            "has " + Files.size(file) + " bytes, at most " + MAX_BYTES + " were expected",
                            true);
                    return Optional.empty();
                }
                JsonNode envelope = JSON.readTree(Files.readString(file, StandardCharsets.UTF_8));
                String text = envelope.path("body").asText("");
                if (!envelope.path("schema").asText("").equals("esrp-answers/1")) {
                    problem(ImportProblem.Kind.NOT_AN_EXPORT, "", "is not an export of a form", true);
                } else if (!Digest.ofText(text).equals(envelope.path("sha256").asText(""))) {
                    problem(
                            ImportProblem.Kind.NOT_AN_EXPORT,
                            "",
                            "the checksum does not fit: the file was changed after the export",
                            true);
                } else {
                    return Optional.of(JSON.readTree(text));
                }
            } catch (JsonProcessingException e) {
                problem(
                        ImportProblem.Kind.NOT_AN_EXPORT,
                        e.getLocation() == null
                                ? ""
                                : ", line " + e.getLocation().getLineNr(),
                        "is not JSON: " + e.getOriginalMessage(),
                        true);
            } catch (IOException e) {
                problem(ImportProblem.Kind.NOT_AN_EXPORT, "", "cannot be read: " + e, true);
            }
            return Optional.empty();
        }

        private void answers(JsonNode answers) {
            Map<String, FormTask> tasks = new LinkedHashMap<>();
            form.tasks().forEach(task -> tasks.put(task.id(), task));
            Map<String, JsonNode> byTask = new HashMap<>();
            Set<String> twice = new HashSet<>();
            for (JsonNode answer : answers) {
                String id = answer.path("task").asText("");
                if (!tasks.containsKey(id)) {
                    problem(ImportProblem.Kind.UNKNOWN_TASK, ", task " + id, "the form has no such task", true);
                } else if (byTask.put(id, answer) != null) {
                    twice.add(id);
                }
            }
            for (FormTask task : form.tasks()) {
                String place = ", task " + task.id();
                JsonNode answer = byTask.get(task.id());
                if (twice.contains(task.id())) {
                    problem(ImportProblem.Kind.DUPLICATE_TASK, place, "is answered twice", true);
                } else if (answer == null) {
                    problem(ImportProblem.Kind.MISSING, place, "is not in the file", false);
                } else if (task instanceof FormTask.Writing writing) {
                    replies(writing, answer, place);
                } else {
                    scores(task, answer, place);
                }
            }
        }

        private void replies(FormTask.Writing task, JsonNode answer, String place) {
            for (int round = 0; round < task.questions().size(); round++) {
                String where = place + ", round " + (round + 1);
                JsonNode reply = answer.path("replies").path(round);
                String text = trimmed(reply.asText(""));
                int length = text.codePointCount(0, text.length());
                if (!reply.isTextual() || text.isEmpty()) {
                    problem(ImportProblem.Kind.MISSING, where, "no reply", false);
                } else if (length < task.shortest() || length > task.longest()) {
                    problem(
                            ImportProblem.Kind.LENGTH,
                            where,
                            "the reply has " + length + " characters, " + task.shortest() + " to " + task.longest()
                                    + " were asked for",
                            true);
                } else {
                    written.add(new WrittenReply(task.id(), round, reply.asText()));
                }
            }
        }

        private void scores(FormTask task, JsonNode answer, String place) {
            List<String> asked = AnnotationForm.metricsOf(task);
            Map<String, Integer> scores = new LinkedHashMap<>();
            for (String id : asked) {
                JsonNode score = answer.path("scores").path(id);
                Metric metric = Objects.requireNonNull(metrics.get(id), id);
                if (score.isMissingNode() || score.isNull()) {
                    problem(ImportProblem.Kind.MISSING, place + ", metric " + id, "no score", false);
                } else if (!score.isIntegralNumber()
                        || !score.canConvertToInt()
                        || !metric.scale().contains(score.intValue())) {
                    problem(
                            ImportProblem.Kind.SCORE,
                            place + ", metric " + id,
                            "score " + score + " is not a whole number in " + metric.scale(),
                            true);
                } else {
                    scores.put(id, score.intValue());
                }
            }
            answer.path("scores").fieldNames().forEachRemaining(id -> {
                if (!asked.contains(id)) {
                    problem(ImportProblem.Kind.UNKNOWN_METRIC, place + ", metric " + id, "was not asked", true);
                }
            });
            if (scores.isEmpty()) {
                return;
            }
            Map<String, FormKey.Allowed> expected = key.attention().get(task.id());
            if (expected != null) {
                boolean read = expected.entrySet().stream()
                        .allMatch(entry -> scores.containsKey(entry.getKey())
                                && entry.getValue().contains(scores.get(entry.getKey())));
                if (!read) {
                    attentionFailed++;
                    problem(
                            ImportProblem.Kind.ATTENTION,
                            place,
                            "attention item answered " + scores + ", " + expected + " was expected",
                            true);
                }
                return;
            }
            boolean repeat = key.repeats().containsKey(task.id());
            Optional<FormKey.Origin> origin =
                    repeat ? Optional.ofNullable(key.repeats().get(task.id())) : key.origin(task.id());
            if (origin.isEmpty()) {
                problem(ImportProblem.Kind.NO_KEY, place, "the key does not explain this task", true);
                return;
            }
            double seconds = answer.path("millis").asDouble(Double.NaN) / 1000;
            if (minimumSeconds > 0 && !(seconds >= minimumSeconds)) {
                problem(
                        ImportProblem.Kind.TOO_FAST,
                        place,
                        "answered in " + (Double.isNaN(seconds) ? "unknown time" : seconds + " s") + ", at least "
                                + minimumSeconds + " s were expected",
                        true);
                return;
            }
            if (scores.size() > 2) {
                comparable++;
                straight += Set.copyOf(scores.values()).size() == 1 ? 1 : 0;
            }
            List<Rating> target = repeat ? repeats : ratings;
            scores.forEach((id, score) -> target.add(new Rating(
                    origin.get().candidate(),
                    origin.get().character(),
                    origin.get().item(),
                    id,
                    "person:" + form.rater(),
                    score)));
        }

        private void problem(ImportProblem.Kind kind, String place, String message, boolean excluded) {
            problems.add(new ImportProblem(kind, file + place, message, excluded));
        }

        private static String shortId(String id) {
            return id.length() > 12 ? id.substring(0, 12) : "\"" + id + "\"";
        }
    }
}
