package esrp.core;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;

/** Writes a file so that others see all of it or nothing: beside its place under another name, and then moved. */
final class WholeFile {
    private static final int BUFFER = 1 << 16;

    private WholeFile() {}

    /** Writes the content. */
    @FunctionalInterface
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    static void write(Path file, Content content) {
        Path beside = file.resolveSibling("." + StrictUtf8Reader.name(file) + "." + UUID.randomUUID() + ".tmp");
        try {
            try {
                try (OutputStream out = open(beside, StrictUtf8Reader.isGzip(file))) {
                    content.writeTo(out);
                }
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

    private static OutputStream open(Path file, boolean gzip) throws IOException {
        OutputStream raw = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            return new BufferedOutputStream(gzip ? new GZIPOutputStream(raw, BUFFER) : raw, BUFFER);
        } catch (IOException | RuntimeException e) {
            raw.close();
            throw e;
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
