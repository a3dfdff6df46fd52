package esrp.cli;

import esrp.core.TableFormat;
import esrp.metrics.Rubric;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** A rubric, as it is understood. */
@Command(
        name = "rubric",
        description = "Shows a rubric: its metrics, their scales, and their shares in the average.",
        footer = {"", "Example: esrp rubric my-rubric.json"})
final class RubricCommand extends Job {
    @Parameters(arity = "0..1", paramLabel = "<file>", description = "the rubric; default that of the ChatAnime paper")
    private @Nullable Path file;

    @Override
    void run(Progress progress) {
        Rubric rubric = file == null ? Rubric.esrp() : Rubric.read(file);
        print(rubric.table().as(TableFormat.text(), language()));
    }
}
