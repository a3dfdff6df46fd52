package esrp.prompts.run;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import esrp.prompts.TokenUsage;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers that survive: an append-only file of JSON lines, each with a checksum. An answer can be found from the moment
 * its line is on disk, never earlier.
 *
 * <ul>
 *   <li>A line that a crash tore at the end of the file is cut off when the journal is opened; {@link #repairedBytes}
 *       says how much it was. Such an answer had not counted.
 *   <li>A bad line with good ones after it is not a crash but damage: opening fails with the line's number and changes
 *       nothing. {@link #repair} keeps the good lines and puts the bad ones aside.
 *   <li>Two writers of one journal, in one process or in two, are refused.
 *   <li>If a key occurs twice, the first answer holds.
 * </ul>
 *
 * <p>Memory: 28 bytes per slot with 1.5 to 3 slots per answer (44 MiB to 88 MiB for a million), whatever the length of the
 * texts, which stay on disk and are read back on demand. Opening reads the file once. Safe for use by many threads;
 * appends that come together share one write and one wait for the device.
 */
final class Journal implements Answers {
    private final Path file;
    private final RunPolicy.Durability durability;
    private final JournalLock lockFile;
    private final RandomAccessFile reader;
    private final FileOutputStream writer;
    private final long repairedBytes;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition written = lock.newCondition();
    private final JournalIndex index;
    private final Map<String, Spent> spent;
    private ByteArrayOutputStream pending = new ByteArrayOutputStream();
    /** End of the file, pending lines included. */
    private long end;
    /** Everything before this offset counts. */
    private long durable;

    private boolean writing;
    private boolean closed;
    private @Nullable IOException broken;

    /** What one model has been asked so far, over all runs on a journal: calls, failed ones included, and tokens charged. */
    record Spent(long calls, TokenUsage usage) {
        Spent plus(Spent more) {
            return new Spent(calls + more.calls, usage.plus(more.usage));
        }
    }

    private Journal(Path file, RunPolicy.Durability durability, JournalLock lockFile, Opening opening)
            throws IOException {
        this.file = file;
        this.durability = durability;
        this.lockFile = lockFile;
        this.index = opening.index;
        this.spent = opening.spent;
        this.repairedBytes = opening.cut;
        this.end = opening.end;
        this.durable = opening.end;
        this.writer = new FileOutputStream(file.toFile(), true);
        try {
            this.reader = new RandomAccessFile(file.toFile(), "r");
        } catch (IOException e) {
            writer.close();
            throw e;
        }
    }

    /** Opens a journal, and makes it and its folder where they are missing. */
    static Journal open(Path file, RunPolicy.Durability durability) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        JournalLock lockFile = JournalLock.of(file);
        try {
            return new Journal(file, durability, lockFile, new Opening(file, durability));
        } catch (IOException | RuntimeException e) {
            lockFile.close();
            throw e;
        }
    }

    /** What reading the file through brings, and its repair. */
    private static final class Opening {
        private final Path file;
        private final JournalIndex index = new JournalIndex();
        private final Map<String, Spent> spent = new TreeMap<>();
        private long end;
        private long cut;
        private long bad;

        Opening(Path file, RunPolicy.Durability durability) throws IOException {
            this.file = file;
            if (Files.exists(file)) {
                JournalScan.lines(file, this::line);
                cut = Files.size(file) - end;
            }
            if (cut > 0 || end == 0) {
                repair(durability);
            }
        }

        private void line(long number, long at, byte[] bytes, int from, int to, boolean complete) throws IOException {
            if (!complete || !JournalLines.intact(bytes, from, to)) {
                if (number == 1 && (complete || !isTornHeader(bytes, from, to))) {
                    throw new JournalDamagedException(file, 1, "is not the first line of a journal");
                }
                bad = bad == 0 ? number : bad;
                return;
            }
            if (bad > 0) {
                throw new JournalDamagedException(
                        file,
                        bad,
                        "does not fit its checksum, while line " + number
                                + " after it does: this is damage, not a torn end");
            }
            JournalLines.Fields mark;
            try {
                mark = JournalLines.mark(bytes, from, to);
            } catch (IOException e) {
                throw new JournalDamagedException(file, number, Objects.toString(e.getMessage()));
            }
            CallKey key = mark.key;
            if ((key == null) != (number == 1)) {
                throw new JournalDamagedException(
                        file, number, number == 1 ? "is not the first line of a journal" : "is a second first line");
            }
            if (key != null) {
                if (mark.answer) {
                    index.add(key, at, to - from);
                }
                spent.merge(mark.model, new Spent(1, mark.charged()), Spent::plus);
            }
            end = at + to - from + 1;
        }

        private static boolean isTornHeader(byte[] bytes, int from, int to) {
            byte[] header = JournalLines.header();
            return Arrays.equals(bytes, from, to, header, 0, Math.min(to - from, header.length));
        }

        private void repair(RunPolicy.Durability durability) throws IOException {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                channel.truncate(end);
                if (end == 0) {
                    ByteBuffer header = ByteBuffer.wrap(JournalLines.header());
                    while (header.hasRemaining()) {
                        end += channel.write(header, end);
                    }
                }
                if (durability == RunPolicy.Durability.FORCED) {
                    channel.force(true);
                    forceFolder(file);
                }
            }
        }
    }

    @Override
    public Optional<JournalEntry> find(CallKey key) throws IOException {
        long at;
        int length;
        lock.lock();
        try {
            int slot = index.find(key);
            if (slot < 0) {
                return Optional.empty();
            }
            at = index.offset(slot);
            length = index.length(slot);
        } finally {
            lock.unlock();
        }
        byte[] bytes = new byte[length];
        synchronized (reader) {
            reader.seek(at);
            reader.readFully(bytes);
        }
        if (!JournalLines.intact(bytes, 0, length)) {
            throw new IOException(file + ": the line at byte " + at + " changed after it was written");
        }
        return Optional.of(JournalLines.entry(bytes, 0, length));
    }

    /**
     * {@inheritDoc} Interrupting the thread does not end the wait. If two threads bring an answer to one question at the
     * same time, both lines may be written, and the first holds. After a write that failed the journal takes nothing more.
     */
    @CanIgnoreReturnValue
    @Override
    public boolean append(JournalEntry entry) throws IOException {
        byte[] line = JournalLines.answer(entry);
        if (line.length > JournalScan.MAX_LINE) {
            throw new IllegalArgumentException(
                    "entry: takes " + line.length + " bytes, at most " + JournalScan.MAX_LINE + " were expected");
        }
        lock.lock();
        try {
            if (index.find(entry.key()) >= 0) {
                return false;
            }
            long at = enqueue(line);
            awaitDurable(end);
            boolean fresh = index.add(entry.key(), at, line.length - 1);
            spent.merge(entry.model(), new Spent(1, entry.charged()), Spent::plus);
            return fresh;
        } finally {
            lock.unlock();
        }
    }

    /** {@inheritDoc} It is written together with the next answer or at closing, whichever comes first. */
    @Override
    public void noteFailure(CallKey key, String model, int tries, Run.FailureReason reason) throws IOException {
        byte[] line = JournalLines.failure(key, model, tries, reason);
        lock.lock();
        try {
            enqueue(line);
            spent.merge(model, new Spent(1, TokenUsage.ZERO), Spent::plus);
        } finally {
            lock.unlock();
        }
    }

    /** Puts a line behind the pending ones; the lock is held. */
    @CanIgnoreReturnValue
    private long enqueue(byte[] line) throws IOException {
        check();
        long at = end;
        pending.writeBytes(line);
        end += line.length;
        return at;
    }

    private void check() throws IOException {
        if (broken != null) {
            throw new IOException(file + ": an earlier write failed: " + broken.getMessage(), broken);
        }
        if (closed) {
            throw new IOException(file + ": the journal is closed");
        }
    }

    /** Waits until everything before an offset is durable, and writes if nobody else does; the lock is held. */
    private void awaitDurable(long offset) throws IOException {
        while (durable < offset) {
            if (broken != null) {
                check();
            }
            if (writing) {
                written.awaitUninterruptibly();
                continue;
            }
            writing = true;
            ByteArrayOutputStream batch = pending;
            pending = new ByteArrayOutputStream();
            long batchEnd = end;
            lock.unlock();
            @Nullable IOException failure = null;
            try {
                batch.writeTo(writer);
                if (durability == RunPolicy.Durability.FORCED) {
                    writer.getFD().sync();
                }
            } catch (IOException e) {
                failure = e;
            } finally {
                lock.lock();
                writing = false;
                if (failure == null) {
                    durable = batchEnd;
                } else {
                    broken = failure;
                }
                written.signalAll();
            }
        }
    }

    private <T> T locked(Supplier<T> read) {
        lock.lock();
        try {
            return read.get();
        } finally {
            lock.unlock();
        }
    }

    /** The number of answers. */
    int size() {
        return locked(index::size);
    }

    /** Bytes of torn lines that were cut off at the end of the file when it was opened. */
    long repairedBytes() {
        return repairedBytes;
    }

    @Override
    public Map<String, Spent> spent() {
        return locked(() -> new TreeMap<>(spent));
    }

    /** Bytes of the index. */
    long footprintBytes() {
        return locked(index::footprintBytes);
    }

    /** Writes what is pending, closes the file and gives up the lock. Closing twice does nothing. */
    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            try {
                if (broken == null) {
                    awaitDurable(end);
                }
            } finally {
                closed = true;
            }
        } finally {
            lock.unlock();
            try (lockFile;
                    writer;
                    reader) {
                // Closes all three, whatever happens to one of them.
            }
        }
    }

    /** What {@link Run#repair} does to a journal. */
    @SuppressWarnings("try") // the lock is held, not used
    static Run.Repair repair(Path file) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".damaged");
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (JournalLock unused = JournalLock.of(file)) {
            long[] counts = new long[2];
            try (OutputStream good = Files.newOutputStream(fresh);
                    OutputStream bad =
                            Files.newOutputStream(aside, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                good.write(JournalLines.header());
                JournalScan.lines(file, (number, at, bytes, from, to, complete) -> {
                    boolean call = complete && JournalLines.intact(bytes, from, to);
                    if (call) {
                        try {
                            if (JournalLines.mark(bytes, from, to).key == null) {
                                return;
                            }
                        } catch (IOException e) {
                            call = false;
                        }
                    }
                    counts[call ? 0 : 1]++;
                    (call ? good : bad).write(bytes, from, to - from);
                    (call ? good : bad).write('\n');
                });
            }
            if (counts[1] > 0) {
                force(fresh);
                force(aside);
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                forceFolder(file);
            } else {
                Files.delete(fresh);
                if (Files.size(aside) == 0) {
                    Files.delete(aside);
                }
            }
            return new Run.Repair(counts[0], counts[1], aside);
        }
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Makes a new name durable, where the system can do that. */
    private static void forceFolder(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Not every system opens folders; the lines themselves are forced all the same.
            System.getLogger(Journal.class.getName())
                    .log(System.Logger.Level.DEBUG, () -> "folder " + folder + " was not forced", e);
        }
    }

    /** File and size. */
    @Override
    public String toString() {
        return file + " (" + size() + " answers)";
    }
}
