package esrp.examples;

import esrp.core.Dataset;
import esrp.core.Ratings;
import esrp.metrics.Analysis;
import esrp.metrics.HumanLabel;
import esrp.metrics.Rubric;
import esrp.prompts.JudgeTuning;
import esrp.prompts.JudgeTuning.Part;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Writes training data for a judge model from one label for each thing that people rated, and proves that nothing
 * leaks: the default split by scenario, beside the paper's plain random one. Arguments: where to write, and the folder of
 * the published files; without the second, the sample data set; without the first, a new folder for temporary files.
 */
public final class JudgeTuningExample {
    private JudgeTuningExample() {}

    /**
     * Writes the files and prints the reports.
     *
     * @param args where to write, and the folder of the published files; both may be left out
     * @throws IOException if there is no place for temporary files
     */
    public static void main(String[] args) throws IOException {
        Path folder = args.length > 0 ? Path.of(args[0]) : Files.createTempDirectory("esrp-tuning");
        Dataset dataset = ExampleStudy.dataset(args.length > 1 ? Arrays.copyOfRange(args, 1, 2) : new String[0]);
        print(dataset, folder, new PrintStream(System.out, true, StandardCharsets.UTF_8));
    }

    static void print(Dataset dataset, Path folder, PrintStream out) {
        Ratings labels = Analysis.of(ExampleStudy.study(dataset).ratings(), Rubric.esrp())
                .labels(HumanLabel.ROUNDED_MEAN);
        JudgeTuning.Examples examples = JudgeTuning.withDefaults().examples(labels, dataset);
        examples.write(folder).forEach(file -> out.println("wrote " + file));
        out.println();
        out.println(examples);
        out.println();
        out.println(examples.leakage());
        out.println();
        out.println(JudgeTuning.withDefaults()
                .withRandomSplit(true)
                .examples(labels, dataset)
                .leakage());
        out.println();
        out.println("The first line of " + Part.TEST.file() + ":");
        examples.lines(Part.TEST, 1).forEach(out::println);
    }
}
