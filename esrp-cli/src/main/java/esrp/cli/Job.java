package esrp.cli;

import esrp.core.Dataset;
import esrp.core.Finding;
import esrp.core.Ratings;
import esrp.core.TableFormat;
import esrp.core.internal.Messages;
import esrp.core.internal.TextWidth;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What all subcommands share: the language of their output, and where it goes. */
@SuppressWarnings("NullAway.Init") // fields are set before call()
abstract class Job implements Callable<Integer> {
    private static final Messages MESSAGES = Messages.of(Esrp.class);

    @ParentCommand
    private Esrp esrp;

    @Spec
    private CommandSpec spec;

    /** Does it; what is thrown becomes the exit code. */
    abstract void run(Progress progress);

    @Override
    public final Integer call() {
        try (Progress progress =
                new Progress(esrp.progress(), spec.commandLine().getErr(), this::words)) {
            run(progress);
        }
        return exitCode();
    }

    /** What the program ends with once {@link #run} is through. */
    int exitCode() {
        return ExitCode.OK;
    }

    /** The name of a folder, or of a file without its ending. */
    static String stem(Path path) {
        String name = String.valueOf(path.toAbsolutePath().normalize().getFileName());
        return name.indexOf('.') > 0 && !Files.isDirectory(path) ? name.substring(0, name.indexOf('.')) : name;
    }

    final String language() {
        return esrp.language();
    }

    final String words(String key, Object... parameters) {
        return MESSAGES.text(language(), key, parameters);
    }

    final void print(String text) {
        spec.commandLine().getOut().println(text);
    }

    final void say(String key, Object... parameters) {
        print(TextWidth.beside("", words(key, parameters)));
    }

    final void heading(String text) {
        print("\n== " + text + "\n");
    }

    /** How many ratings there are, and what is odd about them. */
    final void counts(Ratings ratings, Optional<Dataset> data) {
        say(
                "counts",
                "ratings",
                ratings.size(),
                "candidates",
                ratings.candidates().size(),
                "characters",
                ratings.characters().size(),
                "items",
                ratings.items().size(),
                "metrics",
                ratings.metricIds().size(),
                "raters",
                ratings.raters().size());
        List<Finding> all = Stream.concat(
                        ratings.findings().stream(), data.stream().flatMap(known -> known.check(ratings).stream()))
                .toList();
        if (!all.isEmpty()) {
            summary(all);
        }
    }

    /** One line per code, with its count. */
    final void summary(List<Finding> findings) {
        print(Finding.summary(findings).as(TableFormat.text(), language()));
    }

    /** One paragraph per finding. */
    final void notes(List<Finding> findings) {
        if (!findings.isEmpty()) {
            print(TableFormat.text().notes(findings, language()));
        }
    }
}
