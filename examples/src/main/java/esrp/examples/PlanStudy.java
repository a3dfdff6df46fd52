package esrp.examples;

import esrp.core.Dataset;
import esrp.core.Ratings;
import esrp.metrics.Analysis;
import esrp.metrics.Measure;
import esrp.metrics.Rubric;
import esrp.study.StudyPlan;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * How large a study must be, and what it costs at the prices of the ChatAnime study, from a simulated pilot. Argument: the
 * folder of the published files; without it, the sample data set.
 */
public final class PlanStudy {
    private PlanStudy() {}

    /**
     * Prints the plans.
     *
     * @param args the folder of the published files, or nothing
     */
    public static void main(String[] args) {
        print(ExampleStudy.dataset(args), new PrintStream(System.out, true, StandardCharsets.UTF_8));
    }

    static void print(Dataset dataset, PrintStream out) {
        Ratings pilot = ExampleStudy.study(dataset).ratings();
        out.println(StudyPlan.of(pilot, Rubric.esrp()).withCandidates(6, 1));
        out.println();
        StudyPlan warmth = StudyPlan.of(Analysis.of(pilot, Rubric.esrp()), Measure.metric("emotional_value"))
                .withCandidates(2, 0);
        out.printf(
                "Two models by %s: 20 characters, 60 scenarios and 2 raters%nfind a difference of 0.15 with"
                        + " probability %.2f.%n",
                warmth.measure(), warmth.power(20, 60, 2, 0.15));
    }
}
