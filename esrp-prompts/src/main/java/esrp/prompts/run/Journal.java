package esrp.prompts.run;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import esrp.prompts.TokenUsage;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
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
final class Journal implements AutoCloseable {
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

    /**
     * What one model has been asked so far, over all runs on a journal.
     *
     * @param calls calls that were made, failed ones included
     * @param usage tokens of the answered ones; estimates where the service did not count
     */
    public record Spent(long calls, TokenUsage usage) {
        /** Nothing. */
        public static final Spent NOTHING = new Spent(0, TokenUsage.ZERO);

        public Spent {
            if (calls < 0) {
                throw new IllegalArgumentException("calls: " + calls + " is below 0");
            }
            Objects.requireNonNull(usage, "usage");
        }

        Spent plus(TokenUsage more) {
            return new Spent(calls + 1, usage.plus(more));
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

    /**
     * Opens a journal and makes it if there is none, with {@link RunPolicy.Durability#FORCED}.
     *
     * @param file the file; its folder is made where it is missing
     * @return the journal; close it
     * @throws JournalInUseException if someone else writes it
     * @throws JournalDamagedException if it is damaged, or no journal
     * @throws IOException if the file cannot be read or written
     */
    public static Journal open(Path file) throws IOException {
        return open(file, RunPolicy.Durability.FORCED);
    }

    /**
     * Opens a journal and makes it if there is none.
     *
     * @param file the file; its folder is made where it is missing
     * @param durability when a line counts as written
     * @return the journal; close it
     * @throws JournalInUseException if someone else writes it
     * @throws JournalDamagedException if it is damaged, or no journal
     * @throws IOException if the file cannot be read or written
     */
    public static Journal open(Path file, RunPolicy.Durability durability) throws IOException {
        Objects.requireNonNull(durability, "durability");
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
            JournalLines.Mark mark;
            try {
                mark = JournalLines.mark(bytes, from, to);
            } catch (IOException e) {
                throw new JournalDamagedException(file, number, Objects.toString(e.getMessage()));
            }
            CallKey key = mark.key();
            if ((key == null) != (number == 1)) {
                throw new JournalDamagedException(
                        file, number, number == 1 ? "is not the first line of a journal" : "is a second first line");
            }
            if (key != null) {
                if (mark.answer()) {
                    index.add(key, at, to - from);
                }
                spent.merge(mark.model(), new Spent(1, mark.charged()), (a, b) -> a.plus(b.usage()));
            }
            end = at + to - from + 1;
        }

        private static boolean isTornHeader(byte[] bytes, int from, int to) {
            byte[] header = JournalLines.header();
            if (to - from > header.length) {
                return false;
            }
            for (int i = 0; i < to - from; i++) {
                if (bytes[from + i] != header[i]) {
                    return false;
                }
            }
            return true;
        }

        private void repair(RunPolicy.Durability durability) throws IOException {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                channel.truncate(end);
                if (end == 0) {
                    java.nio.ByteBuffer header = java.nio.ByteBuffer.wrap(JournalLines.header());
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

    /**
     * The answer to a question.
     *
     * @param key what was asked
     * @return the answer with all that was written with it; empty if there is none
     * @throws IOException if the file cannot be read, or what was read is not what was written
     */
    public Optional<JournalEntry> find(CallKey key) throws IOException {
        long at;
        int length;
        lock.lock();
        try {
            int slot = index.find(Objects.requireNonNull(key, "key"));
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
        JournalEntry entry = JournalLines.entry(bytes, 0, length);
        return Optional.of(entry);
    }

    /**
     * Writes an answer and waits until it is durable. Interrupting the thread does not end the wait. If two threads bring
     * an answer to one question at the same time, both lines may be written, and the first holds.
     *
     * @param entry the answer
     * @return true if it holds; false if the key had an answer already
     * @throws IOException if the file could not be written; the journal takes nothing more then
     */
    @CanIgnoreReturnValue
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
            spent.merge(entry.model(), new Spent(1, entry.charged()), (a, b) -> a.plus(b.usage()));
            return fresh;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Notes a call that failed, for the count of what was spent. It is written together with the next answer or at
     * closing, whichever comes first.
     */
    void noteFailure(CallKey key, String model, int tries, Run.FailureReason reason) throws IOException {
        byte[] line = JournalLines.failure(key, model, tries, reason);
        lock.lock();
        try {
            enqueue(line);
            spent.merge(model, new Spent(1, TokenUsage.ZERO), (a, b) -> a.plus(b.usage()));
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

    /**
     * The number of answers.
     *
     * @return answers that can be found
     */
    public int size() {
        lock.lock();
        try {
            return index.size();
        } finally {
            lock.unlock();
        }
    }

    /**
     * What was cut off at the end of the file when it was opened.
     *
     * @return bytes of torn lines; 0 if the file was whole
     */
    public long repairedBytes() {
        return repairedBytes;
    }

    /**
     * What every model has been asked so far, by model id.
     *
     * @return a copy
     */
    public Map<String, Spent> spent() {
        lock.lock();
        try {
            return Collections.unmodifiableMap(new TreeMap<>(spent));
        } finally {
            lock.unlock();
        }
    }

    /** Bytes of the index. */
    long footprintBytes() {
        lock.lock();
        try {
            return index.footprintBytes();
        } finally {
            lock.unlock();
        }
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

    /**
     * Rewrites a damaged journal with its good lines and puts the bad ones into a file beside it, whose name ends in
     * {@code .damaged}. What was in the bad lines is asked again by the next run. Nothing happens to a journal without
     * bad lines.
     *
     * @param file the journal
     * @return what was kept and what was not
     * @throws JournalInUseException if someone writes it
     * @throws IOException if the files cannot be read or written
     */
    @SuppressWarnings("try") // the lock is held, not used
    static Run.Repair repair(Path file) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".damaged");
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (JournalLock unused = JournalLock.of(file)) {
            long[] counts = new long[2];
            try (OutputStream good = Files.newOutputStream(fresh);
                    OutputStream bad = new LazyFile(aside)) {
                good.write(JournalLines.header());
                JournalScan.lines(file, (number, at, bytes, from, to, complete) -> {
                    boolean call = complete && JournalLines.intact(bytes, from, to);
                    if (call) {
                        try {
                            if (JournalLines.mark(bytes, from, to).key() == null) {
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
            }
            return new Run.Repair(counts[0], counts[1], aside);
        }
    }

    /** A file that is made by the first byte. */
    private static final class LazyFile extends OutputStream {
        private final Path file;
        private @Nullable OutputStream out;

        LazyFile(Path file) {
            this.file = file;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            if (out == null) {
                out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
            out.write(bytes, from, length);
        }

        @Override
        public void close() throws IOException {
            if (out != null) {
                out.close();
            }
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
