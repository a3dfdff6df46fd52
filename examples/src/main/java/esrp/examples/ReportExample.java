package esrp.examples;

import esrp.core.Candidate;
import esrp.core.Character;
import esrp.core.ChatAnime;
import esrp.core.Dataset;
import esrp.core.Metrics;
import esrp.core.Ratings;
import esrp.core.Scenario;
import esrp.metrics.AssignmentOutcome;
import esrp.metrics.Comparison;
import esrp.metrics.Leaderboard;
import esrp.metrics.Participant;
import esrp.metrics.Rubric;
import esrp.metrics.SimulatedStudy;
import esrp.metrics.StudyDesign;
import esrp.metrics.diversity.Diversity;
import esrp.metrics.diversity.DiversityMeasure;
import esrp.metrics.diversity.Form;
import esrp.report.AnnotationForms;
import esrp.report.Report;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes a report and the forms of a rating study: {@code report/index.html} with every table and picture beside it,
 * {@code forms/form-<rater>.html}, and {@code sealed/key.json}, which no rater may see.
 *
 * <p>Without {@code --data} it uses the sample data set and its simulated ratings; with it, the published replies and a
 * simulated study of the paper's design. Either way the page says that the ratings are simulated.
 */
public final class ReportExample {
    private static final String USAGE =
            "usage: ReportExample <folder> [--data <folder of the published files>]" + " [--language zh|en]";
    private static final int BATCH = 10;

    private ReportExample() {}

    /**
     * Writes the pages and names them.
     *
     * @param args the output folder, then options
     */
    public static void main(String[] args) {
        for (Path file : write(List.of(args))) {
            System.out.println(file);
        }
    }

    static List<Path> write(List<String> args) {
        if (args.isEmpty() || args.get(0).startsWith("--") || args.size() % 2 == 0) {
            throw new IllegalArgumentException("args: " + args + "; " + USAGE);
        }
        Path folder = Path.of(args.get(0));
        String data = "";
        String language = "zh";
        for (int i = 1; i < args.size(); i += 2) {
            switch (args.get(i)) {
                case "--data" -> data = args.get(i + 1);
                case "--language" -> language = args.get(i + 1);
                default -> throw new IllegalArgumentException("args: no option " + args.get(i) + "; " + USAGE);
            }
        }
        Dataset dataset = data.isEmpty() ? SampleData.dataset(language) : ChatAnime.read(Path.of(data));
        Ratings ratings = data.isEmpty()
                ? SampleRatings.of(language)
                : SimulatedStudy.chatAnime(dataset).ratings();
        List<Path> written = new ArrayList<>();
        Report report = report(dataset, ratings, language);
        written.add(report.writeAll(folder.resolve("report")).get(0));
        written.addAll(forms(dataset, ratings.candidates(), language, folder));
        return written;
    }

    private static Report report(Dataset dataset, Ratings ratings, String language) {
        return Report.builder(language.equals("zh") ? "情感支持角色扮演评测" : "Emotionally supportive role-playing", language)
                .names(dataset)
                .leaderboard(Leaderboard.of(ratings, Rubric.esrp()))
                .comparison(Comparison.of(ratings, Rubric.esrp()))
                .diversity(
                        Diversity.withDefaults()
                                .report(dataset.batches(BATCH).stream()
                                        .filter(batch -> ratings.candidates().contains(batch.candidate()))
                                        .toList()),
                        Form.FIRST_40,
                        List.of(DiversityMeasure.of("distinct2"), DiversityMeasure.of("selfbleu4")))
                .coverage(ratings, Map.of())
                .findings(dataset)
                .cases(dataset, ratings)
                .build();
    }

    /** Two raters a character in the paper's design; each reads also three dialogues that show attention. */
    private static List<Path> forms(Dataset dataset, List<String> candidates, String language, Path folder) {
        List<String> characters =
                dataset.characters().stream().map(Character::id).toList();
        List<String> rated = dataset.candidates().stream()
                .map(Candidate::id)
                .filter(candidates::contains)
                .toList();
        int batches = dataset.batches(rated.get(0), characters.get(0), BATCH).size();
        List<Participant> raters = new ArrayList<>();
        for (int i = 1; i <= 2 * characters.size(); i++) {
            raters.add(Participant.of("r" + i, Set.copyOf(characters)));
        }
        AssignmentOutcome.Assigned study = StudyDesign.chatAnime(
                        characters,
                        dataset.scenarios().stream().map(Scenario::id).toList(),
                        rated)
                .withBatches(batches)
                .withAttention(2, 1)
                .assign(raters, SampleRatings.SEED)
                .orElseThrow();
        study.key().write(folder.resolve("sealed").resolve("key.json"));
        AnnotationForms forms = AnnotationForms.of(
                study.assignment(),
                study.key(),
                dataset,
                Metrics.esrp(),
                language.equals("zh") ? "角色回复评价" : "Rating of replies in character",
                language);
        return forms.write(folder.resolve("forms"));
    }
}
