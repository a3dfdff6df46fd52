package esrp.cli;

import esrp.core.ChatAnime;
import esrp.core.Dataset;
import esrp.core.DatasetFormatException;
import esrp.core.Finding;
import esrp.core.internal.Messages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The replies that are read. */
final class Replies {
    @Option(names = "--data", paramLabel = "<path>")
    private @Nullable Path data;

    Optional<Path> data() {
        return Optional.ofNullable(data);
    }

    /** Those that must be given. Who mends a file wants to see all faults at once, not the first alone. */
    Dataset dataset(String language) {
        Path folder = data().orElseThrow(() -> new UsageException("usage.data"));
        try {
            return Dataset.read(folder);
        } catch (DatasetFormatException first) {
            List<Finding> faults = Files.isDirectory(folder) ? ChatAnime.validate(folder) : List.of();
            throw BadDataException.of(
                    faults.contains(first.finding()) ? faults : List.of(first.finding()),
                    Messages.of(Esrp.class).text(language, "faults"),
                    language);
        }
    }
}
