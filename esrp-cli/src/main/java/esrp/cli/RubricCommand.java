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
@Command(name = "rubric")
final class RubricCommand extends Job {
    @Parameters(arity = "0..1", paramLabel = "<rubric>", descriptionKey = "rubric.in")
    private @Nullable String rubric;

    @Option(names = "--new", paramLabel = "<file>")
    private @Nullable Path created;

    @Override
    void run(Progress progress) {
        if (created != null) {
            if (Files.exists(created)) {
                throw new UsageException("usage.there", "file", created);
            }
            String shipped = rubric == null ? "new" : rubric;
            if (rubric != null
                    && !Rubric.examples().contains(rubric)
                    && !rubric.equals(Rubric.esrp().id())) {
                throw new UsageException("usage.example", "name", rubric, "known", Rubric.examples());
            }
            AtomicFiles.writeText(created, RubricFile.text(shipped));
            print(created.toString());
            return;
        }
        print(RubricOptions.named(rubric).table().as(TableFormat.text(), language()));
    }
}
