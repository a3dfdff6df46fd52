package esrp.cli;

import esrp.core.Imported;
import esrp.core.RatingImport;
import esrp.core.internal.AtomicFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Ratings from the file of another tool. */
@Command(name = "import")
final class ImportCommand extends Job {
    @Mixin
    private Mapping mapping = new Mapping();

    @Parameters(arity = "0..1", paramLabel = "<file>", descriptionKey = "file.in")
    private @Nullable Path file;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "<file>")
    private @Nullable Path output;

    @Mixin
    private RubricOptions rubric = new RubricOptions();

    @Option(names = "--keep-going")
    private boolean keepGoing;

    @Option(names = "--presets")
    private boolean presets;

    @Override
    void run(Progress progress) {
        if (presets) {
            RatingImport.presets().forEach(this::print);
            return;
        }
        if (file == null) {
            throw new UsageException("usage.missing", "names", List.of("<file>"));
        }
        progress.step("ratings");
        Imported imported = mapping.read(file, rubric.rubric().metrics(), progress);
        counts(imported.ratings(), Optional.empty());
        print("");
        say("mapping");
        print(imported.mapping().toJson());
        if (output != null && (keepGoing || imported.faults().isEmpty())) {
            AtomicFiles.createFolder(output);
            imported.ratings().write(output);
            print(output.toString());
        }
        if (!imported.faults().isEmpty()) {
            throw BadDataException.of(imported, words(keepGoing ? "faults.left" : "faults"), language());
        }
    }
}
