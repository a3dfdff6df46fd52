package esrp.examples;

import esrp.core.Dataset;
import esrp.core.Ratings;
import esrp.metrics.Analysis;
import esrp.metrics.HumanLabel;
import esrp.metrics.JudgeValidation;
import esrp.metrics.Rubric;
import esrp.metrics.SimulatedStudy;
import esrp.metrics.Unit;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Validates a simulated judge against simulated people, with the two yardsticks that make its accuracy mean something:
 * how well people match one another, and the best constant. Argument: the folder of the published files; without it,
 * the sample data set.
 */
public final class ValidateJudge {
    private ValidateJudge() {}

    /**
     * Prints the validation.
     *
     * @param args the folder of the published files, or nothing
     */
    public static void main(String[] args) {
        print(ExampleStudy.dataset(args), new PrintStream(System.out, true, StandardCharsets.UTF_8));
    }

    static void print(Dataset dataset, PrintStream out) {
        SimulatedStudy study = ExampleStudy.study(dataset);
        Ratings people = study.ratings();
        Ratings judge = study.judge("judge", 0.3, 0.3);
        Analysis analysis = Analysis.of(people, Rubric.esrp());
        JudgeValidation validation = analysis.judgeValidation(judge);
        out.println(validation);
        out.println();
        out.println("The average accuracy: " + validation.accuracyInterval());
        out.println("The same, crossed: "
                + analysis.withUnit(Unit.CHARACTER_AND_SCENARIO)
                        .judgeValidation(judge)
                        .accuracyInterval());
        out.println();
        out.println("Speaking style, people down and the judge across:");
        out.println(validation.metric("speaking_style").confusion());
        out.println();
        for (HumanLabel label : HumanLabel.values()) {
            JudgeValidation other = analysis.judgeValidation(judge, label);
            out.printf(
                    "label %-13s acc %.2f, acc_soft %.2f%n",
                    label.toString() + ":", other.accuracy(), other.softAccuracy());
        }
    }
}
