package esrp.examples;

import esrp.core.Dataset;
import esrp.core.Metric;
import esrp.core.Ratings;
import esrp.core.Ratings.Column;
import esrp.core.ResponseBatch;
import esrp.metrics.Analysis;
import esrp.metrics.Grouping;
import esrp.metrics.JudgeValidation;
import esrp.metrics.Leaderboard;
import esrp.metrics.Measure;
import esrp.metrics.Rubric;
import esrp.metrics.Shortlist;
import esrp.metrics.SimulatedStudy;
import esrp.metrics.Unit;
import esrp.metrics.diversity.Diversity;
import esrp.metrics.diversity.Diversity.Truncation;
import esrp.metrics.diversity.DiversityMeasure;
import esrp.metrics.diversity.DiversityReport;
import esrp.study.StudyDesign;
import esrp.study.StudyPrices;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Tables 1 to 4 of the ChatAnime paper and its diversity table, on real replies with simulated ratings. Argument: the
 * folder of the published files; without it, the sample data set of this project.
 *
 * <p>Ratings of people were not published. Those here are drawn about the means that the paper prints, by raters called
 * {@code sim:…}, and every table says so: what is real are the replies, the design and the arithmetic.
 */
public final class PaperTables {
    private PaperTables() {}

    /**
     * Prints the tables.
     *
     * @param args the folder of the published files, or nothing
     */
    public static void main(String[] args) {
        print(ExampleStudy.dataset(args), new PrintStream(System.out, true, StandardCharsets.UTF_8));
    }

    static void print(Dataset dataset, PrintStream out) {
        Map<String, String> names = ExampleStudy.names(dataset);
        SimulatedStudy study = ExampleStudy.study(dataset);
        Ratings ratings = study.ratings();

        title(out, "Table 1: what people scored");
        Analysis analysis = Analysis.of(ratings, Rubric.esrp()).withNames(names);
        Leaderboard board = analysis.leaderboard();
        out.println(board);
        out.println();
        out.println(analysis.withUnit(Unit.CHARACTER_AND_SCENARIO).leaderboard());
        out.println();
        out.println(analysis.comparison());
        out.println();
        out.println(Analysis.of(ratings.where(Column.METRIC, metrics(Metric.Target.DIALOGUE)), Rubric.esrp())
                .withNames(names)
                .breakdown(Grouping.byPersona(dataset)));

        title(out, "Table 2: the size of the study");
        StudyDesign design = StudyDesign.chatAnime(
                        ExampleStudy.characters(dataset), ExampleStudy.scenarios(dataset), ExampleStudy.rated(dataset))
                .withModels(dataset.candidates().size() - 1);
        out.println(design);
        out.println();
        out.println(design.bill(StudyPrices.chatAnime(), 2));
        out.println();
        out.println(dataset.summary());

        title(out, "Table 3: judges against people");
        List<JudgeValidation> judges = List.of(
                analysis.judgeValidation(study.judge("tuned", 0, 0.05)),
                analysis.judgeValidation(study.judge("careful", 0, 0.4)),
                analysis.judgeValidation(study.judge("kind", 0.7, 0.4)));
        out.println(JudgeValidation.table(judges));

        title(out, "Table 4: what judge models scored, and the shortlist");
        Ratings judged =
                ExampleStudy.shortlist(dataset).ratings().where(Column.METRIC, metrics(Metric.Target.DIALOGUE));
        Analysis shortlisting = Analysis.of(judged, Rubric.esrp()).withNames(names);
        out.println(shortlisting.leaderboard());
        out.println();
        out.println(shortlisting.shortlist(
                Shortlist.Options.best(Math.min(5, dataset.candidates().size() - 1))));

        title(out, "Diversity: what people scored, beside automatic measures");
        out.println(analysis.comparison(Measure.metric("diversity")));
        out.println();
        out.println(diversity(dataset)
                .table(
                        Truncation.FIRST_40,
                        List.of(DiversityMeasure.DISTINCT_2, DiversityMeasure.SELF_BLEU_4, DiversityMeasure.ROUGE_L)));

        title(out, "Do raters agree?");
        out.println(analysis.agreement());
    }

    static String[] metrics(Metric.Target target) {
        return Rubric.esrp().metrics().stream()
                .filter(metric -> metric.target() == target)
                .map(Metric::id)
                .toArray(String[]::new);
    }

    private static DiversityReport diversity(Dataset dataset) {
        List<ResponseBatch> batches = ExampleStudy.rated(dataset).stream()
                .flatMap(candidate -> ExampleStudy.characters(dataset).stream()
                        .flatMap(character -> dataset.batches(candidate, character, 10).stream()))
                .toList();
        return Diversity.withDefaults()
                .withMeasures(DiversityMeasure.DISTINCT_2, DiversityMeasure.SELF_BLEU_4, DiversityMeasure.ROUGE_L)
                .withTruncations(Truncation.NONE, Truncation.FIRST_40)
                .report(batches);
    }

    private static void title(PrintStream out, String text) {
        out.println();
        out.println("== " + text + " ==");
        out.println();
    }
}
