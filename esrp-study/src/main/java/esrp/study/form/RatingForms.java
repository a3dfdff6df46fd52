package esrp.study.form;

import com.google.common.collect.HashMultiset;
import com.google.common.collect.ListMultimap;
import com.google.common.collect.MultimapBuilder;
import com.google.common.collect.Multiset;
import esrp.core.Character;
import esrp.core.Dataset;
import esrp.core.Dialogue;
import esrp.core.Metric;
import esrp.core.Rating;
import esrp.core.ReplyRules;
import esrp.core.ResponseBatch;
import esrp.core.Result;
import esrp.core.Turn;
import esrp.core.internal.Checks;
import esrp.core.internal.Digest;
import esrp.core.internal.Json;
import esrp.study.Assignment;
import esrp.study.StudyDesign;
import esrp.study.StudyDesign.Participant;
import esrp.study.StudyKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The forms of a study: one for each rater of an assignment, with the texts in place and the tasks in the order of the
 * design, and the completed key by which {@link FormImport} turns answers into ratings. The forms are blind.
 *
 * <pre>{@code
 * RatingForms forms = RatingForms.of(assigned, dataset, Metric.esrp(), "en", "Rating of replies");
 * forms.write(folder);                                              // form-r1.html, form-r2.html, ...
 * forms.key().write(sealed);
 * FormImport.withDefaults().read(exports, StudyKey.read(sealed));
 * }</pre>
 */
public final class RatingForms extends Forms {
    /** The metric on which a dialogue of another character must score below the midpoint. */
    static final String STYLE = "speaking_style";

    private RatingForms(
            ListMultimap<String, FormTask> tasks, String title, String language, List<Metric> asked, StudyKey key) {
        super(tasks, title, language, asked, key, 0, 0);
    }

    /** Forms that ask for a reply, too. */
    RatingForms(
            ListMultimap<String, FormTask> tasks,
            String title,
            String language,
            List<Metric> asked,
            StudyKey key,
            ReplyRules rules) {
        super(tasks, title, language, asked, key, rules.shortest(), rules.longest());
    }

    private RatingForms(RatingForms others, Set<String> answered) {
        super(others, answered);
    }

    private RatingForms(RatingForms others, Map<String, Object> changes) {
        super(others, changes);
    }

    /**
     * An item to practise on: rated as the others are, and then the scores of the study stand beside those given.
     *
     * @param character the printed name of the character
     * @param turns the dialogue; at least one turn
     * @param scores what the study expects, by the id of each metric to be rated, in the order shown; at least one
     * @param explanation why; shown after the item is rated; not blank
     */
    public record Practice(String character, List<Turn> turns, Map<String, Double> scores, String explanation) {
        /** Validates. */
        public Practice {
            Checks.text("character", character);
            turns = Checks.atLeastOne("turns", turns);
            scores = Collections.unmodifiableMap(new LinkedHashMap<>(scores));
            Checks.atLeastOne("scores", List.copyOf(scores.keySet()));
            Checks.text("explanation", explanation);
        }

        /**
         * Reads items to practise on: a JSON list of {@code {"character": ..., "turns": [{"user": ..., "reply": ...}], "scores":
         * {"fluency": 4}, "explanation": ...}}.
         *
         * @param file the file
         * @return the items in its order
         * @throws esrp.core.DatasetFormatException if it is no such list
         * @throws java.io.UncheckedIOException if it cannot be read
         */
        public static List<Practice> read(Path file) {
            return Json.read(file).items().stream()
                    .map(item -> item.allow("character", "turns", "scores", "explanation"))
                    .map(item -> item.make(() -> of(item)))
                    .toList();
        }

        private static Practice of(Json.Node item) {
            Map<String, Double> scores = new LinkedHashMap<>();
            item.get("scores").fields().forEach((id, score) -> scores.put(id, score.number()));
            List<Turn> turns = item.get("turns").items().stream()
                    .map(turn ->
                            new Turn(turn.get("user").text(), turn.get("reply").text()))
                    .toList();
            return new Practice(
                    item.get("character").text(),
                    turns,
                    scores,
                    item.get("explanation").text());
        }
    }

    /**
     * {@return a copy whose forms begin with a page of instructions, which raters can open again at any time} Answers to forms
     * that are out already stay answers to these.
     *
     * @param text what raters should know before they begin, with examples; line breaks are kept; not blank
     */
    public RatingForms withInstructions(String text) {
        return new RatingForms(this, Map.of("instructions", Checks.text("instructions", text)));
    }

    /**
     * {@return a copy whose forms begin with items to practise on} After each, the scores of the study and its reason stand beside
     * what was given; who agrees too seldom reads them and practises again. No answer to them is imported; their agreement and the number of attempts
     * come back in the progress table of an import.
     *
     * @param items in the order shown
     * @param threshold the least share of scores, in [0, 1], that must be within one point of those of the study before the tasks
     *     begin; 0 lets everybody begin who has rated all items
     * @throws IllegalArgumentException if a score is none of a metric that the forms ask, or the threshold is not a share
     */
    public RatingForms withPractice(List<Practice> items, double threshold) {
        Checks.rejectIf(!(threshold >= 0 && threshold <= 1), "threshold: %s, 0 to 1 was expected", threshold);
        Map<String, Metric> asked = Checks.byId("metrics", key().metrics(), Metric::id);
        List<FormTask> tasks = new ArrayList<>();
        for (Practice item : items) {
            item.scores().forEach((id, score) -> {
                Metric metric = asked.get(id);
                if (metric == null || !metric.scale().contains(score)) {
                    throw new IllegalArgumentException(
                            "items: the forms ask no metric \"" + id + "\" with a score " + score
                                    + "; they ask "
                                    + asked.values().stream()
                                            .map(one -> one.id() + " " + one.scale())
                                            .toList());
                }
            });
            Map<String, Object> more = Json.object("expected", item.scores(), "explanation", item.explanation());
            tasks.add(FormTask.dialogue(
                            "practice-" + (tasks.size() + 1),
                            item.character(),
                            Map.of(),
                            item.turns(),
                            List.copyOf(item.scores().keySet()))
                    .with(more));
        }
        return new RatingForms(
                this, Map.of("practice", tasks.stream().map(FormTask::fields).toList(), "threshold", threshold));
    }

    /**
     * {@return a copy whose forms propose a break after another number of tasks than 40} None is proposed shortly before the end.
     *
     * @param tasks at least 0; 0 for no breaks
     */
    public RatingForms withBreaks(int tasks) {
        return new RatingForms(this, Map.of("breakAfter", Checks.atLeast(0, "tasks", tasks)));
    }

    /**
     * {@return a copy whose last page says where to send the export}
     *
     * @param text such as an address, or what happens next; not blank
     */
    public RatingForms withClosing(String text) {
        return new RatingForms(this, Map.of("closing", Checks.text("closing", text)));
    }

    /**
     * The forms of all raters who start at once; sheets in reserve are left out.
     *
     * <ul>
     *   <li>A dialogue, or each of its turns, is rated on the metrics whose target is a dialogue, a batch of replies on the
     *       others.
     *   <li>A dialogue of another character in the place of this one is an attention task: its speaking style must score
     *       below the midpoint.
     *   <li>Persona, place, mood and event of the scenario and the profile of the character are shown where they are known.
     *   <li>A dialogue that comes again is rated like the others; its answers come back as repeats.
     * </ul>
     *
     * @param assigned who rates what
     * @param dataset the replies; must hold every dialogue and batch of the assignment
     * @param metrics what is asked
     * @param language of the forms: {@code zh}, {@code en}, {@code ja}, or any with a file of words on the class path
     * @param title the heading of each form; another title makes no other form
     * @return the forms and their key
     * @throws IllegalArgumentException if a text is missing, no metric fits a task, or there are no forms in the language
     * @throws IllegalStateException if there is no assignment; the message says why
     */
    public static RatingForms of(
            StudyDesign.Outcome assigned, Dataset dataset, List<Metric> metrics, String language, String title) {
        Checks.notNull("dataset", dataset, "language", language, "title", title);
        List<Metric> asked = List.copyOf(metrics);
        StudyDesign.Assigned study = assigned.orElseThrow();
        ListMultimap<String, FormTask> tasks =
                MultimapBuilder.linkedHashKeys().arrayListValues().build();
        for (Assignment.Sheet sheet : study.assignment().sheets()) {
            for (Assignment.Task task : sheet.reserve() ? List.<Assignment.Task>of() : sheet.tasks()) {
                StudyKey.Entry entry = study.key().entry(task.id());
                tasks.put(
                        sheet.rater(),
                        task(
                                task,
                                entry,
                                dataset,
                                asked,
                                language,
                                study.assignment().batchSize()));
                if (entry.purpose() == StudyKey.Purpose.FOREIGN
                        && asked.stream().noneMatch(metric -> metric.id().equals(STYLE))) {
                    throw new IllegalArgumentException("metrics: \"" + STYLE
                            + "\" is not among them, the attention task " + task.id() + " needs it");
                }
            }
        }
        return new RatingForms(tasks, title, language, asked, study.key());
    }

    /**
     * The forms of what is left: those tasks that an import lacks, in their order, without practice items. The key holds both, so
     * that exports of either are read together; the files that the new forms export have names of their own.
     *
     * @param imported what came back so far
     * @return forms for those for whom something is left
     * @throws IllegalArgumentException if nothing is left
     */
    public RatingForms withoutAnswered(FormImport.Imported imported) {
        return new RatingForms(this, imported.answered());
    }

    /**
     * The forms on which it is decided where raters differ: each shows what was rated, with the scores that were given in ascending order
     * and without names, and asks those metrics, or turns, again. The key is one of its own; {@link FormImport.Imported#over} puts the
     * decisions in the place of the ratings.
     *
     * @param imported what came back from these forms
     * @param apart the least difference of two scores about which is decided; above 0, 2 for most scales of five
     * @param deciders who decides: for a thing, whoever knows the character, wrote none of its replies, did not rate it and has least to
     *     do; if empty, the raters of a thing talk and fill in one form, which is called as they are together, such as {@code r1+r2}
     * @return the forms of those who have to decide
     * @throws IllegalArgumentException if raters differ nowhere, or nobody may decide; the message names the character
     */
    public RatingForms ofDisputes(FormImport.Imported imported, double apart, List<Participant> deciders) {
        Checks.notNull("imported", imported, "deciders", deciders);
        Checks.rejectIf(!(apart > 0), "apart: %s, above 0 was expected", apart);
        Map<List<String>, FormTask> shown = new HashMap<>();
        forms.values().stream().flatMap(form -> form.tasks().stream()).forEach(task -> {
            StudyKey.Entry entry = key().entry(task.id());
            if (entry.purpose() == StudyKey.Purpose.RATING) {
                task.metrics().forEach(field -> shown.putIfAbsent(thing(entry, field), task));
            }
        });
        Map<List<String>, List<Rating>> given = imported.ratings().stream()
                .collect(Collectors.groupingBy(FormImport::cell, LinkedHashMap::new, Collectors.toList()));
        Map<FormTask, Map<String, List<Rating>>> disputes = new LinkedHashMap<>();
        given.forEach((cell, ratings) -> {
            DoubleSummaryStatistics scores =
                    ratings.stream().mapToDouble(Rating::score).summaryStatistics();
            FormTask task = shown.get(cell);
            if (task != null && scores.getMax() - scores.getMin() >= apart) {
                String turn = ratings.get(0).turn();
                disputes.computeIfAbsent(task, any -> new TreeMap<>(Comparator.comparing(task.metrics()::indexOf)))
                        .put(ratings.get(0).metric() + (turn.isEmpty() ? "" : "@" + turn), ratings);
            }
        });
        Checks.rejectIf(disputes.isEmpty(), "imported: raters differ nowhere by %s or more", apart);
        Multiset<String> load = HashMultiset.create();
        ListMultimap<String, FormTask> tasks =
                MultimapBuilder.linkedHashKeys().arrayListValues().build();
        List<StudyKey.Entry> entries = new ArrayList<>();
        String secret = Digest.hmac(key().secret(), "disputes");
        disputes.forEach((task, scores) -> {
            StudyKey.Entry entry = key().entry(task.id());
            SortedSet<String> raters = scores.values().stream()
                    .flatMap(List::stream)
                    .map(rating -> Form.bare(rating.rater()))
                    .collect(Collectors.toCollection(TreeSet::new));
            String person = deciders.isEmpty() ? String.join("+", raters) : decider(entry, raters, deciders, load);
            load.add(person);
            String id = Digest.hmac(secret, entry.task()).substring(0, 12);
            tasks.put(person, task.disputed(id, scores));
            entries.add(new StudyKey.Entry(
                    id,
                    person,
                    entry.candidate(),
                    entry.character(),
                    entry.item(),
                    entry.show(),
                    entry.purpose(),
                    entry.source()));
        });
        Form form = forms.values().iterator().next();
        return new RatingForms(tasks, form.title(), form.language(), form.metrics(), StudyKey.of(secret, entries));
    }

    private static String decider(
            StudyKey.Entry entry, Set<String> raters, List<Participant> deciders, Multiset<String> load) {
        return deciders.stream()
                .filter(one -> one.knows().contains(entry.character())
                        && !one.wrote().contains(entry.character())
                        && !raters.contains(Form.bare(one.id())))
                .map(Participant::id)
                .min(Comparator.comparing(load::count))
                .orElseThrow(() -> new IllegalArgumentException("deciders: nobody may decide on \"" + entry.character()
                        + "\", which " + raters + " rated; somebody else who knows it was expected"));
    }

    /** As {@link FormImport#cell}. */
    private static List<String> thing(StudyKey.Entry entry, String field) {
        String[] metricAndTurn = (field + "@").split("@", -1);
        return List.of(entry.candidate(), entry.character(), entry.item(), metricAndTurn[0], metricAndTurn[1]);
    }

    /**
     * A question on a character, one of whose answers is right.
     *
     * @param character id of the character
     * @param text the question; not blank
     * @param answers what can be chosen; at least two, at most nine
     * @param right which of them is right, the first being 1
     */
    public record Question(String character, String text, List<String> answers, int right) {
        /** Validates and copies. */
        public Question {
            Checks.texts("character", character, "text", text);
            answers = List.copyOf(answers);
            Checks.rejectIf(
                    answers.size() < 2 || answers.size() > 9,
                    "answers: question \"%s\" has %s, 2 to 9 were expected",
                    text,
                    answers.size());
            Checks.rejectIf(
                    right < 1 || right > answers.size(),
                    "right: %s is none of the %s answers of question \"%s\"",
                    right,
                    answers.size(),
                    text);
        }

        /**
         * Reads questions: a JSON list of {@code {"character": ..., "question": ..., "answers": [...], "right": 2}}.
         *
         * @param file the file
         * @return the questions in its order
         * @throws esrp.core.DatasetFormatException if it is no such list
         * @throws java.io.UncheckedIOException if it cannot be read
         */
        public static List<Question> read(Path file) {
            return Json.read(file).items().stream()
                    .map(item -> item.allow("character", "question", "answers", "right"))
                    .map(item -> item.make(() -> new Question(
                            item.get("character").text(),
                            item.get("question").text(),
                            item.get("answers").texts(),
                            item.get("right").whole())))
                    .toList();
        }
    }

    /** What applicants said, as a table, and how fit each is for each character. */
    public sealed interface Screened extends Result permits ScreeningForms.ScreenedOf {
        /**
         * {@return how fit applicants are: by applicant, by character that the applicant may rate, from 0 to 1} The mean of how well the
         * character is known (1 to 5 as 0 to 1) and of the share of right answers; the former alone where nothing is asked.
         */
        Map<String, Map<String, Double>> fitness();
    }

    /**
     * The forms that applicants fill in before a study: which characters they know and how well, questions on each character that they
     * say they know at least {@value ScreeningForms#KNOWN} of 5, and a sample of writing as the one they know best, which answers the first
     * scenario's opening question. The right answers are in no form and in no key.
     *
     * <pre>{@code
     * RatingForms forms = RatingForms.ofApplicants(data, questions, applicants, "en", "Who would like to rate?");
     * forms.write(folder);
     * FormImport.Imported answers = FormImport.withDefaults().read(exports, forms.key());
     * RatingForms.Screened screened = RatingForms.screened(data, questions, answers, 0.5);
     * StudyDesign.Selected chosen = design.select(screened.fitness());
     * design.assign(chosen.participants(), seed);
     * }</pre>
     *
     * @param data characters and scenarios; at least one of each
     * @param questions on characters of the data; may be empty
     * @param applicants their ids; at least one
     * @param language of the forms: {@code zh}, {@code en}, {@code ja}, or any with a file of words on the class path
     * @param title the heading of each form
     * @return the forms and their key
     * @throws IllegalArgumentException if a question is on a character that is not there, or there are no forms in the language
     */
    public static RatingForms ofApplicants(
            Dataset data, List<Question> questions, List<String> applicants, String language, String title) {
        return ScreeningForms.of(data, questions, applicants, language, title);
    }

    /**
     * What the applicants' answers say.
     *
     * @param data the characters that the forms asked
     * @param questions those of the forms
     * @param imported the answers
     * @param leastRight the least share of right answers, in [0, 1], with which an applicant may rate a character
     * @return a row for each applicant and each character known at least {@value ScreeningForms#KNOWN} of 5, and the samples
     */
    public static Screened screened(
            Dataset data, List<Question> questions, FormImport.Imported imported, double leastRight) {
        return ScreeningForms.answers(data, questions, imported, leastRight);
    }

    private static FormTask task(
            Assignment.Task task,
            StudyKey.Entry entry,
            Dataset dataset,
            List<Metric> metrics,
            String language,
            int batchSize) {
        Character as = dataset.character(task.character()).in(language);
        String shown = as.toString();
        if (task.show() != Assignment.Show.BATCH) {
            Dialogue dialogue = dataset.dialogue(entry.candidate(), entry.source(), entry.item())
                    .orElseThrow(() -> missing(task, entry));
            Map<String, String> scene =
                    FormTask.scene(as, dataset.scenario(entry.item()).in(language), Form.words(language));
            List<String> ids = ids(task, metrics, Metric.Target.DIALOGUE);
            List<String> asked = task.show() == Assignment.Show.DIALOGUE
                    ? ids
                    : IntStream.rangeClosed(1, dialogue.turns().size())
                            .boxed()
                            .flatMap(turn -> ids.stream().map(id -> id + "@" + turn))
                            .toList();
            return FormTask.dialogue(task.id(), shown, scene, dialogue.turns(), asked);
        }
        ResponseBatch batch = dataset.batches(entry.candidate(), entry.source(), batchSize).stream()
                .filter(one -> one.id().equals(entry.item()))
                .findFirst()
                .orElseThrow(() -> missing(task, entry));
        return FormTask.batch(
                task.id(), shown, FormTask.scene(as), batch.replies(), ids(task, metrics, Metric.Target.BATCH));
    }

    private static IllegalArgumentException missing(Assignment.Task task, StudyKey.Entry entry) {
        return new IllegalArgumentException(
                "dataset: has no " + task.show().name().toLowerCase(Locale.ROOT)
                        + " \"" + entry.item() + "\" of candidate \"" + entry.candidate() + "\" as \"" + entry.source()
                        + "\" (task " + task.id() + ")");
    }

    private static List<String> ids(Assignment.Task task, List<Metric> metrics, Metric.Target target) {
        List<String> ids = metrics.stream()
                .filter(metric -> metric.target() == target)
                .map(Metric::id)
                .toList();
        Checks.rejectIf(ids.isEmpty(), "metrics: none has the target %s, task %s needs one", target, task.id());
        return ids;
    }

    /** The numbers of forms and tasks. */
    @Override
    public String toString() {
        Multiset<StudyKey.Purpose> tasks = HashMultiset.create();
        forms.values()
                .forEach(form -> form.tasks()
                        .forEach(task -> tasks.add(key().entry(task.id()).purpose())));
        return forms.size() + " forms with " + tasks.size() + " tasks, " + tasks.count(StudyKey.Purpose.FOREIGN)
                + " of them attention tasks and " + tasks.count(StudyKey.Purpose.REPEAT) + " repeats";
    }
}
