package esrp.prompts.run;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import esrp.prompts.ChatResponse.TokenUsage;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
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
 *   <li>Two writers of one journal, in one process or in two, are refused. Should a second one write all the same (its lock
 *       was lost on a network, say), the first notices at its next line and stops.
 *   <li>Calls are noted before they are made. What has no known end when the journal is opened counts as spent.
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
    private final Condition progress = lock.newCondition();
    private final JournalIndex index;
    private final Map<String, Spent> spent;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    /** End of the file, pending lines included. */
    private long end;
    /** Everything before this offset counts. */
    private long durable;

    private boolean forcing;
    private boolean closed;
    private @Nullable IOException broken;

    /**
     * What one model has been asked so far, over all runs on a journal: calls, failed and uncertain ones included, and tokens
     * charged, those of uncertain calls by their estimate.
     */
    record Spent(long calls, TokenUsage usage) {
        Spent plus(Spent more) {
            return new Spent(calls + more.calls, usage.plus(more.usage));
        }
    }

    private Journal(
            Path file,
            RunPolicy.Durability durability,
            JournalLock lockFile,
            RandomAccessFile reader,
            Opening opening) {
        this.file = file;
        this.durability = durability;
        this.lockFile = lockFile;
        this.index = opening.index;
        this.spent = opening.spent;
        this.repairedBytes = opening.cut;
        this.end = opening.end;
        this.durable = opening.end;
        this.writer = lockFile.writer();
        this.reader = reader;
    }

    /** Opens a journal, and makes it and its folder where they are missing. */
    static Journal open(Path file, RunPolicy.Durability durability) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        JournalLock lockFile = JournalLock.of(file);
        try {
            RandomAccessFile reader = new RandomAccessFile(file.toFile(), "rw");
            try {
                Opening opening = new Opening(file, reader, lockFile.writer(), durability);
                return new Journal(file, durability, lockFile, reader, opening);
            } catch (IOException | RuntimeException e) {
                reader.close();
                throw e;
            }
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
        /** Calls that began, by key, as long as nothing says how they ended. */
        private final Map<CallKey, UncertainCalls> uncertain = new HashMap<>();

        private long end;
        private long cut;
        private long bad;

        Opening(Path file, RandomAccessFile reader, FileOutputStream writer, RunPolicy.Durability durability)
                throws IOException {
            this.file = file;
            JournalScan.lines(reader, file, this::line);
            uncertain.values().forEach(calls -> spent.merge(calls.model, new Spent(0, calls.tokens()), Spent::plus));
            cut = reader.length() - end;
            if (cut > 0 || end == 0) {
                repair(reader, writer, durability);
            }
        }

        private record UncertainCalls(String model, int count, TokenUsage each) {
            /** One more, or one less. */
            UncertainCalls plus(int more) {
                return new UncertainCalls(model, count + more, each);
            }

            TokenUsage tokens() {
                TokenUsage sum = TokenUsage.ZERO;
                for (int i = 0; i < count; i++) {
                    sum = sum.plus(each);
                }
                return sum;
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
            if (key != null && mark.start) {
                spent.merge(mark.model, new Spent(1, TokenUsage.ZERO), Spent::plus);
                uncertain.merge(key, new UncertainCalls(mark.model, 1, mark.charged()), (calls, one) -> calls.plus(1));
            } else if (key != null) {
                if (mark.answer) {
                    index.add(key, at, to - from);
                }
                spent.merge(mark.model, new Spent(0, mark.charged()), Spent::plus);
                uncertain.computeIfPresent(key, (any, calls) -> calls.count() == 1 ? null : calls.plus(-1));
            }
            end = at + to - from + 1;
        }

        private static boolean isTornHeader(byte[] bytes, int from, int to) {
            byte[] header = JournalLines.header();
            return Arrays.equals(bytes, from, to, header, 0, Math.min(to - from, header.length));
        }

        private void repair(RandomAccessFile reader, FileOutputStream writer, RunPolicy.Durability durability)
                throws IOException {
            reader.setLength(end); // a channel would close at an interrupt of this thread
            if (end == 0) {
                byte[] header = JournalLines.header();
                writer.write(header);
                end = header.length;
            }
            if (durability == RunPolicy.Durability.FORCED) {
                writer.getFD().sync();
                forceFolder(file);
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
     *
     * @throws IllegalArgumentException if the line would be longer than {@link JournalScan#MAX_LINE}
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
            await(end, durability == RunPolicy.Durability.FORCED);
            boolean fresh = index.add(entry.key(), at, line.length - 1);
            spent.merge(entry.model(), new Spent(0, entry.charged()), Spent::plus);
            return fresh;
        } finally {
            lock.unlock();
        }
    }

    /** {@inheritDoc} The operating system has the line then; the device gets it with the next answer. */
    @Override
    public void noteStart(CallKey key, String model, TokenUsage estimate) throws IOException {
        byte[] line = JournalLines.start(key, model, estimate);
        lock.lock();
        try {
            enqueue(line);
            await(end, false);
            spent.merge(model, new Spent(1, TokenUsage.ZERO), Spent::plus);
        } finally {
            lock.unlock();
        }
    }

    /** {@inheritDoc} It is written together with the next line or at closing, whichever comes first. */
    @Override
    public void noteFailure(CallKey key, String model, int tries, Run.FailureReason reason) throws IOException {
        byte[] line = JournalLines.failure(key, model, tries, reason);
        lock.lock();
        try {
            enqueue(line);
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
        if (broken instanceof JournalInUseException) {
            throw broken;
        }
        if (broken != null) {
            throw new IOException(file + ": an earlier write failed: " + broken.getMessage(), broken);
        }
        if (closed) {
            throw new IOException(file + ": the journal is closed");
        }
    }

    /** Writes what is pending and, if asked to, waits until everything before an offset is durable; the lock is held. */
    private void await(long offset, boolean force) throws IOException {
        writePending();
        while (force && durable < offset) {
            if (broken != null) {
                check();
            }
            if (forcing) {
                progress.awaitUninterruptibly();
                continue;
            }
            forcing = true;
            long written = end - pending.size();
            lock.unlock();
            @Nullable IOException failure = null;
            try {
                writer.getFD().sync();
            } catch (IOException e) {
                failure = e;
            } finally {
                lock.lock();
                forcing = false;
                if (failure == null) {
                    durable = written;
                } else {
                    broken = failure;
                }
                progress.signalAll();
            }
        }
    }

    private void writePending() throws IOException {
        if (broken != null) {
            check();
        }
        try {
            pending.writeTo(writer);
            pending.reset();
            if (Files.size(file) != end) {
                // The lines are there, whole, for whoever opens the journal next; but their places are not known.
                throw new JournalInUseException(file, "another process that has it open although it is locked");
            }
        } catch (NoSuchFileException e) {
            broken = new IOException(file + ": was removed while it was written", e);
        } catch (IOException e) {
            broken = e;
        }
        if (broken != null) {
            progress.signalAll();
            check();
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
                    await(end, durability == RunPolicy.Durability.FORCED);
                }
            } finally {
                closed = true;
            }
        } finally {
            lock.unlock();
            try (lockFile;
                    reader) {
                // Closes both, whatever happens to one of them.
            }
        }
    }

    /** How many lines were good, how many bad, and where the bad ones were put; the file exists if there were any. */
    record Repair(long kept, long dropped, Path aside) {}

    /** What {@link Run#repair} does to a journal. */
    @SuppressWarnings("try") // closed early, before the file is replaced
    static Repair repair(Path file) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".damaged");
        if (Files.notExists(file)) {
            throw new NoSuchFileException(file.toString(), null, "there is no journal to repair");
        }
        Path real = file.toRealPath();
        Path fresh = real.resolveSibling(real.getFileName() + ".new");
        try (JournalLock lock = JournalLock.of(file);
                RandomAccessFile in = new RandomAccessFile(real.toFile(), "r")) {
            requireJournal(file, in);
            long[] counts = new long[2];
            try (OutputStream good = Files.newOutputStream(fresh);
                    OutputStream bad =
                            Files.newOutputStream(aside, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                good.write(JournalLines.header());
                JournalScan.lines(in, file, (number, at, bytes, from, to, complete) -> {
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
            } catch (IOException e) {
                Files.deleteIfExists(fresh);
                throw e;
            }
            if (counts[1] == 0 && Files.size(aside) == 0) {
                Files.delete(aside);
            }
            // Also without bad lines, the first one may be lacking, or be there twice.
            if (Files.mismatch(fresh, real) >= 0) {
                force(fresh);
                if (counts[1] > 0) {
                    force(aside);
                }
                // Not every system replaces a file that is open; the lock beside it stays.
                in.close();
                lock.writer().close();
                Files.move(fresh, real, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                forceFolder(real);
            } else {
                Files.delete(fresh);
            }
            return new Repair(counts[0], counts[1], aside);
        }
    }

    /** Refuses a file that is no journal, or one of another release, before anything is written. */
    private static void requireJournal(Path file, RandomAccessFile in) throws IOException {
        boolean[] journal = {in.length() == 0};
        JournalScan.lines(in, file, (number, at, bytes, from, to, complete) -> {
            if (complete && JournalLines.intact(bytes, from, to)) {
                try {
                    JournalLines.Fields unused = JournalLines.mark(bytes, from, to);
                    journal[0] = true;
                } catch (IOException e) {
                    if (number == 1) {
                        throw new JournalDamagedException(file, 1, Objects.toString(e.getMessage()));
                    }
                }
            }
        });
        if (!journal[0]) {
            throw new JournalDamagedException(
                    file, 1, "is not the first line of a journal, and no other line is of one");
        }
    }

    private static void force(Path file) throws IOException {
        try (RandomAccessFile written = new RandomAccessFile(file.toFile(), "rw")) {
            written.getFD().sync();
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
