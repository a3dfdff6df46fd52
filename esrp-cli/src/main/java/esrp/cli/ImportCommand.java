package esrp.cli;

import esrp.core.Imported;
import esrp.core.RatingImport;
import esrp.core.Ratings;
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

    @Parameters(arity = "0..*", paramLabel = "<file>", descriptionKey = "file.in")
    private List<Path> files = List.of();

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
        if (files.isEmpty()) {
            throw new UsageException("usage.missing", "names", List.of("<file>"));
        }
        progress.step("ratings");
        List<Imported> imports = files.stream()
                .map(file -> mapping.read(file, rubric.rubric().metrics(), progress))
                .toList();
        Ratings ratings =
                imports.stream().map(Imported::ratings).reduce(Ratings::plus).orElseThrow();
        boolean faulty =
                imports.stream().anyMatch(imported -> !imported.faults().isEmpty());
        counts(ratings, Optional.empty());
        print("");
        say("mapping");
        imports.stream().map(imported -> imported.mapping().toJson()).distinct().forEach(this::print);
        if (output != null && (keepGoing || !faulty)) {
            AtomicFiles.createFolder(output);
            ratings.write(output);
            print(output.toString());
        }
        if (faulty) {
            throw BadDataException.ofImports(imports, words(keepGoing ? "faults.left" : "faults"), language());
        }
    }
}
