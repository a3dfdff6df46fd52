package esrp.study.form;

import com.google.common.collect.ListMultimap;
import com.google.common.collect.MultimapBuilder;
import esrp.core.Character;
import esrp.core.Dataset;
import esrp.core.Finding;
import esrp.core.LocalizedText;
import esrp.core.Metric;
import esrp.core.ReplyRules;
import esrp.core.Scale;
import esrp.core.Table;
import esrp.core.internal.Checks;
import esrp.core.internal.Digest;
import esrp.core.internal.Json;
import esrp.core.internal.Messages;
import esrp.study.Assignment;
import esrp.study.StudyCode;
import esrp.study.StudyKey;
import esrp.study.form.RatingForms.Question;
import esrp.study.form.RatingForms.Screened;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The forms of applicants. The right answers are in no form and in no key. */
final class ScreeningForms {
    static final int KNOWN = 3;
    private static final String FAMILIARITY = "familiarity";
    private static final String QUESTION = "question_";
    private static final String SCREENING = "screening";

    private ScreeningForms() {}

    static RatingForms of(
            Dataset data, List<Question> questions, List<String> applicants, String language, String title) {
        Objects.requireNonNull(title, "title");
        Map<String, String> words = Form.words(Objects.requireNonNull(language, "language"));
        questions.forEach(question -> Objects.requireNonNull(data.character(question.character())));
        Checks.byId("applicants", applicants, Form::bare);
        List<Character> characters = Checks.atLeastOne("characters", data.characters());
        ReplyRules rules = ReplyRules.of(language);
        List<Metric> metrics = new ArrayList<>(List.of(metric(FAMILIARITY, 5)));
        int most = characters.stream()
                .mapToInt(one -> on(one.id(), questions).size())
                .max()
                .orElseThrow();
        for (int i = 1; i <= most; i++) {
            metrics.add(metric(QUESTION + i, 9));
        }
        ListMultimap<String, FormTask> tasks =
                MultimapBuilder.linkedHashKeys().arrayListValues().build();
        List<StudyKey.Entry> entries = new ArrayList<>();
        for (String applicant : Checks.atLeastOne("applicants", applicants)) {
            String known = entry(entries, applicant, SCREENING, "known", StudyKey.Purpose.RATING);
            tasks.put(applicant, known(known, characters, words, language));
            for (int c = 0; c < characters.size(); c++) {
                Character as = characters.get(c).in(language);
                List<Question> own = on(as.id(), questions);
                if (!own.isEmpty()) {
                    String id = entry(entries, applicant, as.id(), "questions", StudyKey.Purpose.RATING);
                    Map<String, Object> needs = Json.object("task", known, "score", familiarity(c), "least", KNOWN);
                    tasks.put(applicant, questions(id, as, own, needs, words));
                }
            }
            String sample = entry(entries, applicant, SCREENING, "sample", StudyKey.Purpose.WRITING);
            String asked = data.scenarios().get(0).in(language).openingQuestion();
            tasks.put(
                    applicant,
                    FormTask.writing(sample, SCREENING, Map.of(), List.of(), asked, rules.shortest(), rules.longest())
                            .with(Map.of("heading", word(words, "screenSample"))));
        }
        StudyKey key = StudyKey.of(Digest.ofText(title + entries), entries);
        return new RatingForms(tasks, title, language, metrics, key, rules);
    }

    private static FormTask known(String id, List<Character> characters, Map<String, String> words, String language) {
        List<String> levels = IntStream.rangeClosed(1, 5)
                .mapToObj(level -> word(words, "knows" + level))
                .toList();
        Map<String, Object> names = new LinkedHashMap<>();
        Map<String, Object> labels = new LinkedHashMap<>();
        for (int c = 0; c < characters.size(); c++) {
            names.put(familiarity(c), characters.get(c).in(language).toString());
            labels.put(familiarity(c), levels);
        }
        return FormTask.questions(id, word(words, "screenKnown"), names, labels, Map.of());
    }

    private static FormTask questions(
            String id, Character as, List<Question> own, Map<String, Object> needs, Map<String, String> words) {
        Map<String, Object> names = new LinkedHashMap<>();
        Map<String, Object> labels = new LinkedHashMap<>();
        for (Question question : own) {
            String score = QUESTION + (names.size() + 1);
            names.put(score, question.text());
            labels.put(score, question.answers());
        }
        String heading = word(words, "screenQuestions").replace("{{c}}", as.toString());
        return FormTask.questions(id, heading, names, labels, Map.of("needs", needs));
    }

    private static String word(Map<String, String> words, String key) {
        return Objects.requireNonNull(words.get(key), key);
    }

    private static String familiarity(int character) {
        return FAMILIARITY + "@" + (character + 1);
    }

    private static List<Question> on(String character, List<Question> questions) {
        return questions.stream()
                .filter(question -> question.character().equals(character))
                .toList();
    }

    private static String entry(
            List<StudyKey.Entry> entries, String applicant, String character, String item, StudyKey.Purpose purpose) {
        String id = String.format(Locale.ROOT, "s%06d", entries.size() + 1);
        entries.add(new StudyKey.Entry(
                id, applicant, SCREENING, character, item, Assignment.Show.DIALOGUE, purpose, character));
        return id;
    }

    /** A metric whose words are those of the page. */
    private static Metric metric(String id, int levels) {
        LocalizedText text = LocalizedText.same(id);
        return new Metric(
                id,
                text,
                SCREENING,
                text,
                text,
                new Metric.Anchors(text, text, text),
                new Scale(1, levels),
                Metric.Target.DIALOGUE,
                List.of());
    }

    record ScreenedOf(Map<String, Map<String, Double>> fitness, List<Table> tables, List<Finding> notes)
            implements Screened {
        @Override
        public String toString() {
            return text("en");
        }
    }

    static Screened answers(Dataset data, List<Question> questions, FormImport.Imported imported, double leastRight) {
        Checks.notNull("data", data, "questions", questions, "imported", imported);
        Checks.rejectIf(!(leastRight >= 0 && leastRight <= 1), "leastRight: %s, 0 to 1 was expected", leastRight);
        Map<String, Map<String, Double>> fitness = new TreeMap<>();
        Table.Builder table = Messages.of(StudyCode.class)
                .heads(
                        Table.builder("screening", say("title")),
                        "screening.",
                        "person character familiarity|# right|# asked|# fitness|2");
        for (String rater : imported.ratings().raters()) {
            Map<List<String>, Double> answers = new LinkedHashMap<>();
            imported.ratings().where(rating -> rating.rater().equals(rater)).stream()
                    .forEach(rating ->
                            answers.put(List.of(rating.character(), rating.metric(), rating.turn()), rating.score()));
            Map<String, Double> own = new LinkedHashMap<>();
            for (int c = 0; c < data.characters().size(); c++) {
                String character = data.characters().get(c).id();
                double known = answers.getOrDefault(List.of(SCREENING, FAMILIARITY, String.valueOf(c + 1)), 1.0);
                List<Question> asked = on(character, questions);
                long right = IntStream.range(0, asked.size())
                        .filter(i -> asked.get(i).right()
                                == answers.getOrDefault(List.of(character, QUESTION + (i + 1), ""), 0.0))
                        .count();
                double share = asked.isEmpty() ? 1 : (double) right / asked.size();
                double fit = asked.isEmpty() ? (known - 1) / 4 : ((known - 1) / 4 + share) / 2;
                if (known >= KNOWN) {
                    table.row(Form.bare(rater), character, (long) known, right, asked.size(), fit);
                }
                if (known >= KNOWN && share >= leastRight) {
                    own.put(character, fit);
                }
            }
            fitness.put(Form.bare(rater), own);
        }
        Table.Builder samples = Messages.of(StudyCode.class)
                .heads(Table.builder("samples", say("samples")), "screening.", "person sample");
        imported.written().forEach(reply -> samples.row(reply.rater(), reply.text()));
        return new ScreenedOf(fitness, List.of(table.build(), samples.build()), List.of());
    }

    private static LocalizedText say(String key) {
        return Messages.of(StudyCode.class).localized("screening." + key);
    }
}
