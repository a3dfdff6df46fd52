package esrp.core.internal;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.time.Duration;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;

/**
 * Writes files atomically: beside their place under another name, forced to the device, then moved. A file that is
 * replaced keeps its permissions. What a process that was killed left behind is deleted by a later write of the same
 * file.
 */
public final class AtomicFiles {
    private static final int BUFFER = 1 << 16;
    private static final String SUFFIX = ".tmp";
    /** No write takes longer; what is older belongs to nobody. */
    private static final Duration ABANDONED = Duration.ofDays(1);

    private AtomicFiles() {}

    /** Writes the content. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Writes a file, compressed if its name ends in {@code .gz}. Its folder must exist. */
    public static void write(Path file, Content content) {
        String prefix = "." + Utf8Reader.name(file) + ".";
        Path beside = file.resolveSibling(prefix + UUID.randomUUID() + SUFFIX);
        try {
            try {
                // not a temporary file of the JDK: only its owner could read it, and so the result
                try (OutputStream out = open(beside, Utf8Reader.isGzip(file))) {
                    content.writeTo(out);
                }
                keepPermissions(file, beside);
                deleteAbandoned(beside, prefix);
                move(beside, file);
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (NoSuchFileException e) {
            throw new UncheckedIOException("cannot write " + file + ": its folder does not exist", e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /** Writes a text as UTF-8, and makes the file's folder where it is missing. */
    public static void writeText(Path file, String text) {
        writeBytes(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes bytes, and makes the file's folder where it is missing. */
    public static void writeBytes(Path file, byte[] bytes) {
        createFolder(file);
        write(file, out -> out.write(bytes));
    }

    /** Makes the folder of a file where it is missing. */
    public static void createFolder(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IllegalArgumentException("file: " + file + " is not a file name");
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    private static OutputStream open(Path file, boolean gzip) throws IOException {
        SeekableByteChannel channel =
                Files.newByteChannel(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            OutputStream raw = new ForcedOnClose(channel);
            return new BufferedOutputStream(gzip ? new GZIPOutputStream(raw, BUFFER) : raw, BUFFER);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Forces what was written to the device before it closes. */
    private static final class ForcedOnClose extends FilterOutputStream {
        private final SeekableByteChannel channel;

        ForcedOnClose(SeekableByteChannel channel) {
            super(Channels.newOutputStream(channel));
            this.channel = channel;
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
        }

        @Override
        public void close() throws IOException {
            if (channel.isOpen() && channel instanceof FileChannel file) {
                file.force(true);
            }
            super.close();
        }
    }

    private static void keepPermissions(Path from, Path to) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(to, PosixFileAttributeView.class);
        if (view != null && Files.exists(from)) {
            view.setPermissions(Files.getPosixFilePermissions(from));
        }
    }

    /** Deletes files of earlier writes that are much older than the one just written. */
    private static void deleteAbandoned(Path written, String prefix) throws IOException {
        FileTime limit =
                FileTime.from(Files.getLastModifiedTime(written).toInstant().minus(ABANDONED));
        Path folder = written.toAbsolutePath().getParent();
        if (folder == null) {
            return;
        }
        try (DirectoryStream<Path> there = Files.newDirectoryStream(folder, path -> {
            String name = Utf8Reader.name(path);
            return name.startsWith(prefix) && name.endsWith(SUFFIX);
        })) {
            for (Path path : there) {
                if (Files.getLastModifiedTime(path).compareTo(limit) < 0) {
                    Files.deleteIfExists(path);
                }
            }
        }
    }

    /** Moves a file over another one, atomically where the file system can. */
    public static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
