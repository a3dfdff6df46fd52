package esrp.core;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A folder on the class path, in a directory or inside a jar, as a {@link Path} that the readers take.
 *
 * <pre>{@code
 * try (ResourceFolder sample = ResourceFolder.open(Main.class, "/sample")) {
 *     Dataset data = ChatAnime.read(sample.path());
 *     Ratings ratings = Ratings.read(sample.path().resolve("ratings.csv"));
 * }
 * }</pre>
 *
 * <p>What was read stays good after closing; the path does not.
 */
public final class ResourceFolder implements AutoCloseable {
    private final Path path;
    private final Optional<FileSystem> archive;

    private ResourceFolder(Path path, Optional<FileSystem> archive) {
        this.path = path;
        this.archive = archive;
    }

    /**
     * Opens a folder.
     *
     * @param anchor a class that is loaded from where the folder is
     * @param name the folder, from the root of the class path if it starts with {@code /}, else beside the class
     * @return the folder, to be closed
     * @throws IllegalArgumentException if there is no such folder
     * @throws UncheckedIOException if its archive cannot be opened
     */
    public static ResourceFolder open(Class<?> anchor, String name) {
        URL url = anchor.getResource(name);
        if (url == null) {
            throw new IllegalArgumentException(
                    "name: no folder \"" + name + "\" on the class path of " + anchor.getName());
        }
        try {
            URLConnection connection = url.openConnection();
            if (!(connection instanceof JarURLConnection jar)) {
                return new ResourceFolder(Path.of(url.toURI()), Optional.empty());
            }
            URI file = jar.getJarFileURL().toURI();
            FileSystem archive = FileSystems.newFileSystem(Path.of(file));
            return new ResourceFolder(archive.getPath("/" + jar.getEntryName()), Optional.of(archive));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open " + url + ": " + e.getMessage(), e);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("name: \"" + name + "\" is at " + url + ", which is no file", e);
        }
    }

    /**
     * The folder.
     *
     * @return its path; good until {@link #close}
     */
    public Path path() {
        return path;
    }

    /** Closes the archive, if the folder is in one. */
    @Override
    public void close() {
        if (archive.isPresent()) {
            try {
                archive.get().close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
