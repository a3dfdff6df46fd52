package esrp.cli;

import esrp.core.ChatAnime;
import esrp.core.Dataset;
import esrp.core.Ratings;
import esrp.core.internal.Languages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * The small data set that ships inside this module: six characters, twelve scenarios over the four personas, three
 * candidates and two turns, in Chinese and in English, in the published ChatAnime layout.
 *
 * <p>All of it was written for this project; nobody rated it, and its ratings are simulated.
 */
public final class SampleData {
    private static final List<String> LANGUAGES = Languages.shipped().stream()
            .filter(language -> SampleData.class.getResource(resource(language)) != null)
            .toList();

    private SampleData() {}

    /** {@return the languages of the data set: {@code zh, en}} */
    public static List<String> languages() {
        return LANGUAGES;
    }

    /**
     * The replies in a language. Scenarios have the same ids in all languages, characters the same order.
     *
     * @param language one of {@link #languages()}
     * @return 432 replies
     * @throws IllegalArgumentException if there is no such language
     */
    public static Dataset dataset(String language) {
        return inFolder(folder(language), ChatAnime::read);
    }

    /**
     * {@return the simulated ratings of the replies in a language, whose raters are marked as simulated}
     *
     * @param language one of {@link #languages()}
     * @throws IllegalArgumentException if there is no such language
     */
    public static Ratings ratings(String language) {
        return inFolder(folder(language), folder -> Ratings.read(folder.resolve("ratings.csv")));
    }

    /**
     * The simulated ratings of a judge that is a little kind and careless.
     *
     * @param language one of {@link #languages()}
     * @return the ratings of one rater, who is marked as simulated
     * @throws IllegalArgumentException if there is no such language
     */
    public static Ratings judge(String language) {
        return inFolder(folder(language), folder -> Ratings.read(folder.resolve("judge.csv")));
    }

    private static URL folder(String language) {
        Objects.requireNonNull(language, "language");
        if (!LANGUAGES.contains(language)) {
            throw new IllegalArgumentException(
                    "language: no sample data in \"" + language + "\"; there are " + LANGUAGES);
        }
        return Objects.requireNonNull(SampleData.class.getResource(resource(language)), "sample data");
    }

    private static String resource(String language) {
        return "sample/" + language + "/_scenarios.json";
    }

    /**
     * Reads the folder of a resource, be it on disk or in a jar.
     *
     * @param resource a file of the folder
     * @param read what to do there; all is read when it returns
     */
    static <T> T inFolder(URL resource, Function<Path, T> read) {
        try {
            if (resource.openConnection() instanceof JarURLConnection jar) {
                try (FileSystem files =
                        FileSystems.newFileSystem(Path.of(jar.getJarFileURL().toURI()))) {
                    return read.apply(parent(files.getPath("/" + jar.getEntryName())));
                }
            }
            return read.apply(parent(Path.of(resource.toURI())));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("cannot find " + resource, e);
        }
    }

    private static Path parent(Path file) {
        return Objects.requireNonNull(file.getParent(), "parent");
    }
}
