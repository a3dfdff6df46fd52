package esrp.prompts.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The right to write a journal: one process and, within it, one owner.
 *
 * <p>The lock lies on a file of its own beside the journal, so that on systems with mandatory locks the journal can
 * still be read. The set of held files is needed because a POSIX process loses its lock as soon as it closes any other
 * handle of the file: a second owner must be turned away before it opens one.
 */
final class JournalLock implements AutoCloseable {
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;
    private boolean open = true;

    private JournalLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Locks a journal whose folder exists. */
    static JournalLock of(Path journal) throws IOException {
        Path folder = journal.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(journal + ": is not a file");
        }
        Path file = folder.toRealPath().resolve(journal.getFileName() + ".lock");
        if (!HELD.add(file)) {
            throw new JournalInUseException(journal, "this process");
        }
        @Nullable FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw new JournalInUseException(journal, "another process");
            }
            return new JournalLock(file, channel);
        } catch (IOException | RuntimeException e) {
            try {
                if (channel != null) {
                    channel.close();
                }
            } finally {
                HELD.remove(file);
            }
            throw e;
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (open) {
            open = false;
            try {
                channel.close();
            } finally {
                HELD.remove(file);
            }
        }
    }
}
