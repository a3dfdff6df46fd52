package esrp.cli;

import esrp.core.Result;
import esrp.metrics.Evaluation;
import esrp.report.Report;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The evaluation as a page. */
@Command(
        name = "report",
        description = "Writes the evaluation as an HTML report, with every table and picture beside it.",
        footer = {"", "Example: esrp report --ratings ratings.csv -o report"})
final class ReportCommand extends Job {
    @Mixin
    private Inputs inputs = new Inputs();

    @Mixin
    private OutputFolder output = new OutputFolder();

    @Option(names = "--title", paramLabel = "<text>", description = "heading of the report")
    private @Nullable String title;

    @Override
    void run(Progress progress) {
        Inputs.Read read = inputs.read(language(), progress);
        progress.step("evaluate");
        Evaluation evaluation = inputs.analysis(read).evaluation(read.judges());
        progress.step("report");
        Report.Builder report = Report.builder(title == null ? words("report.title") : title, language())
                .ratings(read.ratings());
        read.dataset().ifPresent(report::data);
        List<Result> results = evaluation.parts().stream()
                .flatMap(part -> part.result().stream())
                .toList();
        Path page = report.add(results.toArray(Result[]::new))
                .build()
                .writeAll(output.folder())
                .get(0);
        notes(evaluation.decisions());
        print(page.toString());
    }
}
