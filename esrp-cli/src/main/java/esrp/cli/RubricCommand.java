package esrp.cli;

import esrp.core.TableFormat;
import esrp.core.internal.AtomicFiles;
import esrp.core.internal.RubricFile;
import esrp.metrics.Rubric;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A rubric, as it is understood. */
@Command(
        name = "rubric",
        description = "Shows a rubric, or writes one to start from.",
        footer = {"", "Example: esrp rubric --new my-rubric.json"})
final class RubricCommand extends Job {
    @Parameters(
            arity = "0..1",
            paramLabel = "<rubric>",
            description =
                    "a file, or one of the examples character-eval, esc-eval, mt-bench; default that of the ChatAnime"
                            + " paper")
    private @Nullable String rubric;

    @Option(
            names = "--new",
            paramLabel = "<file>",
            description = "write a file with comments to start from, or the example that is named")
    private @Nullable Path created;

    @Override
    void run(Progress progress) {
        if (created != null) {
            if (Files.exists(created)) {
                throw new UsageException("--new: " + created + " is there already");
            }
            AtomicFiles.writeText(
                    created, RubricFile.text(rubric != null && Rubric.examples().contains(rubric) ? rubric : "new"));
            print(created.toString());
            return;
        }
        print(Inputs.rubric(rubric).table().as(TableFormat.text(), language()));
    }
}
