package architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of this repository. */
final class Repository {
    static final Path ROOT = Path.of(System.getProperty("esrp.root", ".."));

    private Repository() {}

    /** The folders of the library modules. */
    static List<Path> modules() throws IOException {
        try (Stream<Path> folders = Files.list(ROOT)) {
            return folders.filter(folder -> Files.isDirectory(folder.resolve("src/main/java/esrp")))
                    .filter(folder -> folder.getFileName().toString().startsWith("esrp-"))
                    .sorted()
                    .toList();
        }
    }

    /** The full names of all public types, nested ones after a dollar, as {@code api/*.txt} has them. */
    static List<String> publicTypes() throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve("api"))) {
            return files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .flatMap(Repository::lines)
                    .filter(line -> line.startsWith("public ") || line.startsWith("protected "))
                    .map(line -> line.replaceFirst("^.*? (?:class|interface|enum|record|@interface) ", "")
                            .replaceFirst("[^\\w.$].*$", ""))
                    .toList();
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
