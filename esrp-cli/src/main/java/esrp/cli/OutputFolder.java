package esrp.cli;

import esrp.core.internal.AtomicFiles;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where results go that are several files. */
final class OutputFolder {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "<folder>",
            required = true)
    @SuppressWarnings("NullAway.Init") // required
    private Path folder;

    Path folder() {
        return folder;
    }

    /** A file of the folder, which is there then. */
    Path file(String name) {
        Path file = folder.resolve(name);
        AtomicFiles.createFolder(file);
        return file;
    }
}
