package esrp.examples;

import esrp.cli.SampleData;
import esrp.core.Candidate;
import esrp.core.Character;
import esrp.core.ChatAnime;
import esrp.core.Dataset;
import esrp.core.Metric;
import esrp.core.Ratings;
import esrp.core.Ratings.Column;
import esrp.core.ResponseBatch;
import esrp.core.Result;
import esrp.core.Scenario;
import esrp.metrics.Analysis;
import esrp.metrics.Rubric;
import esrp.metrics.Shortlist;
import esrp.metrics.SimulatedStudy;
import esrp.metrics.diversity.Diversity;
import esrp.metrics.diversity.Diversity.Truncation;
import esrp.metrics.diversity.DiversityMeasure;
import esrp.metrics.diversity.WordFrequencies;
import esrp.metrics.diversity.WordSegmenter;
import esrp.prompts.run.Judging;
import esrp.prompts.run.JudgingResult;
import esrp.prompts.run.Run;
import esrp.report.Report;
import esrp.study.StudyDesign;
import esrp.study.StudyDesign.Participant;
import esrp.study.form.RatingForms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes a report with all its sections and the forms of a rating study: {@code report/index.html} with every table and
 * picture beside it, {@code forms/form-<rater>.html}, and {@code sealed/key.json}, which no rater may see. The journal of
 * a scripted judge is in {@code judging}.
 *
 * <p>Without {@code --data} it uses the sample data set and its simulated ratings; with it, the published replies and a
 * simulated study of the paper's design. Either way the page says that the ratings are simulated.
 */
public final class ReportExample {
    private static final String USAGE =
            "usage: ReportExample <folder> [--data <folder of the published files>]" + " [--language zh|en]";
    private static final int BATCH = 10;
    private static final int JUDGED = 3;

    private ReportExample() {}

    /**
     * Writes the pages and names them.
     *
     * @param args the output folder, then options
     */
    public static void main(String[] args) {
        List<String> given = List.of(args);
        if (given.contains("--help")) {
            System.out.println(USAGE);
            return;
        }
        try {
            check(given);
        } catch (IllegalArgumentException e) {
            System.err.println("error: " + e.getMessage());
            System.exit(2);
        }
        for (Path file : write(given)) {
            System.out.println(file);
        }
    }

    private static void check(List<String> args) {
        if (args.isEmpty() || args.get(0).startsWith("--") || args.size() % 2 == 0) {
            throw new IllegalArgumentException("args: " + args + "; " + USAGE);
        }
        for (int i = 1; i < args.size(); i += 2) {
            if (!List.of("--data", "--language").contains(args.get(i))) {
                throw new IllegalArgumentException("args: no option " + args.get(i) + "; " + USAGE);
            }
        }
    }

    static List<Path> write(List<String> args) {
        check(args);
        Path folder = Path.of(args.get(0));
        String data = "";
        String language = "zh";
        for (int i = 1; i < args.size(); i += 2) {
            if (args.get(i).equals("--data")) {
                data = args.get(i + 1);
            } else {
                language = args.get(i + 1);
            }
        }
        Dataset dataset = data.isEmpty() ? SampleData.dataset(language) : ChatAnime.read(Path.of(data));
        SimulatedStudy study = data.isEmpty() ? SampleRatings.study(dataset) : SimulatedStudy.chatAnime(dataset);
        Ratings ratings = study.ratings();
        List<Path> written = new ArrayList<>();
        Report report = report(dataset, study, ratings, judge(dataset, ratings, folder), language);
        written.add(report.writeAll(folder.resolve("report")).get(0));
        written.addAll(forms(dataset, ratings.candidates(), language, folder));
        return written;
    }

    private static Report report(
            Dataset dataset, SimulatedStudy study, Ratings ratings, JudgingResult judged, String language) {
        List<ResponseBatch> batches = dataset.batches(BATCH).stream()
                .filter(batch -> ratings.candidates().contains(batch.candidate()))
                .toList();
        Map<String, String> names =
                dataset.candidates().stream().collect(Collectors.toMap(Candidate::id, Candidate::name));
        Analysis analysis = Analysis.of(ratings, Rubric.esrp()).withNames(names);
        Ratings panel = ExampleStudy.shortlist(dataset)
                .ratings()
                .where(Column.METRIC, PaperTables.metrics(Metric.Target.DIALOGUE));
        return Report.builder(language.equals("zh") ? "情感支持角色扮演评测" : "Emotionally supportive role-playing", language)
                .data(dataset)
                .ratings(ratings.plus(judged.ratings()))
                .unscored(judged.unscoredByReason())
                .add(
                        analysis.leaderboard(),
                        analysis.comparison(),
                        Analysis.of(panel, Rubric.esrp())
                                .withNames(names)
                                .shortlist(Shortlist.Options.best(
                                        Math.min(5, dataset.candidates().size() - 1))),
                        analysis.judgeValidation(study.judge("judge", 0.2, 0.6)),
                        analysis.judgeValidation(judged.ratings()),
                        analysis.judgeComparison(study.judge("judge", 0.2, 0.6).plus(study.judge("judge-b", 0.4, 1.0))),
                        analysis.agreement(),
                        Diversity.withDefaults()
                                .withMeasures(DiversityMeasure.of("distinct2"), DiversityMeasure.of("selfbleu4"))
                                .withTruncations(Truncation.FIRST_40)
                                .report(batches)
                                .withNames(names),
                        words(dataset, batches, language).withNames(names))
                .add(analysis.breakdowns(dataset).toArray(Result[]::new))
                .remarks(judged.remarks())
                .build();
    }

    /**
     * Has some dialogues judged by a script that often misbehaves, so that the report shows a judge that is worth nothing
     * and judgements that have no score. A real judge is a {@code ChatModel} in its place.
     */
    private static JudgingResult judge(Dataset dataset, Ratings ratings, Path folder) {
        List<String> scenarios = dataset.scenarios().subList(0, JUDGED).stream()
                .map(Scenario::id)
                .toList();
        List<Candidate> candidates = dataset.candidates().stream()
                .filter(candidate -> ratings.candidates().contains(candidate.id()))
                .toList();
        Dataset few = Dataset.of(
                candidates,
                dataset.characters(),
                dataset.scenarios().subList(0, JUDGED),
                candidates.stream()
                        .flatMap(candidate -> dataset.dialogues(candidate.id()))
                        .filter(dialogue -> scenarios.contains(dialogue.scenario()))
                        .toList());
        try (Run run = Run.open(folder.resolve("judging"), Runnable::run)) {
            return Judging.withDefaults()
                    .withReAsks(0)
                    .judge(run, few, List.of(OfflineModels.carelessJudge("offline-judge")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while judging", e);
        }
    }

    /** Words of two characters or more in Chinese, of five letters or more in English. */
    private static WordFrequencies words(Dataset dataset, List<ResponseBatch> batches, String language) {
        boolean chinese = language.equals("zh") || ExampleStudy.isPublished(dataset);
        List<ResponseBatch> shown = batches.stream()
                .filter(batch -> !ExampleStudy.isPublished(dataset) || WordTable.CANDIDATES.contains(batch.candidate()))
                .toList();
        WordSegmenter spaced = WordSegmenter.spaced(Locale.ENGLISH);
        WordSegmenter segmenter =
                chinese ? WordTable.segmenter(dataset) : text -> spaced.words(text.toLowerCase(Locale.ENGLISH));
        int shortest = chinese ? 2 : 5;
        return WordFrequencies.of(segmenter, shown)
                .where(word -> word.codePointCount(0, word.length()) >= shortest
                        && word.codePoints().allMatch(java.lang.Character::isLetter));
    }

    /** Two raters a character in the paper's design; each reads also three dialogues that show attention. */
    private static List<Path> forms(Dataset dataset, List<String> candidates, String language, Path folder) {
        List<String> characters =
                dataset.characters().stream().map(Character::id).toList();
        List<String> rated = dataset.candidates().stream()
                .map(Candidate::id)
                .filter(candidates::contains)
                .toList();
        List<Participant> raters = new ArrayList<>();
        for (int i = 1; i <= 2 * characters.size(); i++) {
            raters.add(Participant.of("r" + i, Set.copyOf(characters)));
        }
        StudyDesign.Outcome study =
                StudyDesign.of(dataset, rated).withAttention(2, 1).assign(raters, SampleRatings.SEED);
        RatingForms forms = RatingForms.of(
                study,
                dataset,
                Metric.esrp(),
                language,
                language.equals("zh") ? "角色回复评价" : "Rating of replies in character");
        forms.key().write(folder.resolve("sealed").resolve("key.json"));
        return forms.write(folder.resolve("forms"));
    }
}
