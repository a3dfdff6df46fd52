package esrp.prompts.run;

import esrp.core.internal.FileLocks;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The right to write a journal, and the stream that does: one process and, within it, one owner, whatever path leads to
 * the file.
 *
 * <ul>
 *   <li>Within the process, owners are known by the identity of the file (its inode, or its real path).
 *   <li>The journal itself is locked, far behind its end, so that a system with mandatory locks still lets it be read.
 *   <li>A file beside the real journal is locked too, since a POSIX process loses the first lock as soon as anything in it
 *       closes another handle of the journal.
 *   <li>Where a file system cannot lock, that is logged, and a second writer is noticed at the next line alone.
 * </ul>
 */
final class JournalLock implements AutoCloseable {
    private static final Set<Object> HELD = new HashSet<>();

    private final Object identity;
    private final FileChannel beside;
    private final FileOutputStream writer;
    private boolean open = true;

    private JournalLock(Path journal, Path real, Object identity) throws IOException {
        this.identity = identity;
        this.beside = FileChannel.open(
                real.resolveSibling(real.getFileName() + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            this.writer = new FileOutputStream(real.toFile(), true);
            if (FileLocks.tryLock(beside, 0, Long.MAX_VALUE) == FileLocks.Try.HELD
                    || FileLocks.tryLock(writer.getChannel(), Long.MAX_VALUE - 1, 1) == FileLocks.Try.HELD) {
                writer.close();
                throw new JournalInUseException(journal, "another process");
            }
        } catch (IOException | RuntimeException e) {
            beside.close();
            throw e;
        }
    }

    /** Locks a journal whose folder exists, and makes it where it is missing. */
    static JournalLock of(Path journal) throws IOException {
        synchronized (HELD) {
            if (!Files.exists(journal)) {
                new FileOutputStream(journal.toFile(), true).close();
            }
            Path real = journal.toRealPath();
            Object identity = Optional.ofNullable(Files.readAttributes(real, BasicFileAttributes.class)
                            .fileKey())
                    .orElse(real);
            // Before any handle is opened, since closing it would give up the owner's lock.
            if (!HELD.add(identity)) {
                throw new JournalInUseException(journal, "this process");
            }
            try {
                return new JournalLock(journal, real, identity);
            } catch (IOException | RuntimeException e) {
                HELD.remove(identity);
                throw e;
            }
        }
    }

    /** Appends to the journal. */
    FileOutputStream writer() {
        return writer;
    }

    @Override
    public void close() throws IOException {
        synchronized (HELD) {
            if (open) {
                open = false;
                HELD.remove(identity);
                try (beside;
                        writer) {
                    // Closes both, whatever happens to one of them.
                }
            }
        }
    }
}
