package esrp.cli;

import esrp.core.Result;
import esrp.core.internal.Numbers;
import esrp.metrics.Evaluation;
import esrp.report.Report;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The evaluation as a page. */
@Command(name = "report")
final class ReportCommand extends Job {
    @Mixin
    private Inputs inputs = new Inputs();

    @Mixin
    private OutputFolder output = new OutputFolder();

    @Option(names = "--title", paramLabel = "<text>")
    private @Nullable String title;

    @Override
    void run(Progress progress) {
        Instant begun = Instant.now();
        Inputs.Read read = inputs.read(language(), progress);
        progress.step("evaluate");
        Evaluation evaluation = inputs.analysis(read).evaluation(read.judges());
        progress.step("report");
        Report.Builder report = Report.builder(title == null ? words("report.title") : title, language())
                .ratings(read.ratings())
                .judges(read.judges());
        read.dataset().ifPresent(report::data);
        Stream<Result> parts = evaluation.parts().stream().flatMap(part -> part.result().stream());
        Stream<Result> groups = read.dataset().stream().flatMap(data -> evaluation.breakdowns(data).stream());
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Path page = report.add(Stream.concat(parts, groups).toArray(Result[]::new))
                .provenance("made", now.toString())
                .provenance(
                        "duration", Numbers.decimal(Duration.between(begun, now).toMillis() / 1000.0, 0) + " s")
                .build()
                .writeAll(output.folder())
                .get(0);
        notes(evaluation.decisions());
        print(page.toString());
    }
}
