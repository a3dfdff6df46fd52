package esrp.core.internal;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Locks of files, also where the file system has none (some mounts over a network): there work goes on without the lock, and a
 * warning is logged.
 */
public final class FileLocks {
    /** Once is enough. */
    private static final AtomicBoolean WARNED = new AtomicBoolean();

    private FileLocks() {}

    /** What became of an attempt. */
    public enum Try {
        /** The lock is held until the channel is closed. */
        LOCKED,
        /** Another process has it. */
        HELD,
        /** This file system has no locks. */
        NONE
    }

    /** Waits for the lock of a file, which is given up when the channel is closed. */
    static void lock(FileChannel channel) throws IOException {
        try {
            FileLock unused = channel.lock();
        } catch (FileLockInterruptionException | ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            warn(e);
        }
    }

    /**
     * Locks a part of a file, if that can be done now; the lock is given up when the channel is closed.
     *
     * @throws java.nio.channels.OverlappingFileLockException if this process has it
     */
    public static Try tryLock(FileChannel channel, long from, long length) throws IOException {
        try {
            return channel.tryLock(from, length, false) == null ? Try.HELD : Try.LOCKED;
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            warn(e);
            return Try.NONE;
        }
    }

    private static void warn(IOException e) {
        if (WARNED.getAndSet(true)) {
            return;
        }
        System.getLogger(FileLocks.class.getName())
                .log(
                        System.Logger.Level.WARNING,
                        "this file system cannot lock files ({0}): see that no two processes write the same files at"
                                + " once",
                        e.getMessage());
    }
}
