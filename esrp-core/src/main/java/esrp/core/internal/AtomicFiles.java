package esrp.core.internal;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import esrp.core.DataCode;
import esrp.core.DatasetFormatException;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes files atomically: in a folder beside their place, forced to the device, then moved. A file that is replaced
 * keeps its permissions. What a process that was killed left behind is deleted by the next write into the same folder;
 * a lock tells it from what another process is writing. A link in the place of a file stays, and what it leads to is
 * replaced, but a link among the files of a set is replaced itself: a set reaches nothing outside of its folder. What is
 * no regular file, such as a device or a pipe, is written to.
 */
public final class AtomicFiles {
    /** Lists the files of a set; see {@link #writeAll}. */
    public static final String MANIFEST = "_manifest.json";

    private static final String MANIFEST_FORMAT = "esrp-files/";
    private static final String MANIFEST_VERSION = MANIFEST_FORMAT + "1";
    /** What is no path: a list that came with a folder from elsewhere reaches nothing outside of it. */
    private static final Pattern FILE_NAME = Pattern.compile("(?!\\.{1,2}$)[^/\\\\:\\p{Cntrl}]+");

    /** What systems say of a disk on which nothing more fits. */
    private static final Pattern FULL = Pattern.compile("(?i)no space left|not enough space|quota exceeded");

    private static final int BUFFER = 1 << 16;
    private static final String PREFIX = ".esrp-";
    private static final String SUFFIX = ".tmp";
    private static final String LOCK = ".lock";
    /** What this process is writing: to open and close its lock a second time would give it up. */
    private static final Set<Path> ACTIVE = ConcurrentHashMap.newKeySet();

    /** Opening the file of {@link #inTurn} a second time would give up its lock, too. */
    private static final ReentrantLock TURN = new ReentrantLock();

    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OWNER_FILE = PosixFilePermissions.fromString("rw-------");
    private static final int MOST_LINKS = 40;

    /** Where nothing can be locked: no write takes longer. */
    private static final Duration ABANDONED = Duration.ofDays(1);

    private AtomicFiles() {}

    /** Writes the content. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Size and hash of a file. */
    private record Entry(String name, long bytes, String sha256) {
        Map<String, Object> fields() {
            return Json.object("name", name, "bytes", bytes, "sha256", sha256);
        }
    }

    /** Writes a file, compressed if its name ends in {@code .gz}. Its folder must exist. */
    public static void write(Path file, Content content) {
        write(file, content, false);
    }

    /** Writes a file that nobody but its owner may read, where the file system knows owners, whatever it was before. */
    public static void writePrivate(Path file, Content content) {
        write(file, content, true);
    }

    private static void write(Path file, Content content, boolean secret) {
        try {
            uninterrupted(() -> {
                if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
                    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.WRITE);
                            OutputStream buffer = buffered(out, Utf8Reader.isGzip(file))) {
                        content.writeTo(buffer);
                    }
                    return;
                }
                Path target = target(file);
                try (Staging staging = new Staging(target.getParent(), secret)) {
                    Entry unused = staging.stage(target, content, Utf8Reader.isGzip(file));
                    staging.move(target);
                }
            });
        } catch (NoSuchFileException e) {
            throw new UncheckedIOException("cannot write " + file + ": its folder does not exist", e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + reason(e), e);
        }
    }

    /**
     * Writes a set of files into a folder, which is made where it is missing: all of them are on the device before the
     * first one takes its place, and {@link #MANIFEST}, which takes its place before the others, lists names, sizes and
     * SHA-256 of all. So a folder that does not match its list was not written to the end.
     */
    @CanIgnoreReturnValue
    public static List<Path> writeAll(Path folder, Map<String, Content> contents) {
        List<Path> files = contents.keySet().stream().map(folder::resolve).toList();
        Path manifest = folder.resolve(MANIFEST);
        createFolder(manifest);
        try {
            uninterrupted(() -> {
                try (Staging staging = new Staging(folder.toAbsolutePath(), false)) {
                    List<Map<String, Object>> entries = new ArrayList<>();
                    for (Map.Entry<String, Content> one : contents.entrySet()) {
                        entries.add(staging.stage(folder.resolve(one.getKey()), one.getValue())
                                .fields());
                    }
                    String list = Json.text(
                            out -> Json.write(out, Json.object("version", MANIFEST_VERSION, "files", entries)));
                    Entry unused = staging.stage(manifest, out -> out.write(list.getBytes(StandardCharsets.UTF_8)));
                    inTurn(folder, () -> staging.moveAll(manifest, files));
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + folder + ": " + reason(e), e);
        }
        return files;
    }

    /**
     * Works although the thread was interrupted before, which would close every channel; the interrupt stays. One that comes
     * meanwhile ends the work.
     */
    private static void uninterrupted(Action action) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            action.perform();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * The files of a folder's {@link #MANIFEST} that are not there or not as it says; none where there is no list. What a
     * writer that was killed had still to move is moved now, where that is allowed.
     */
    public static List<String> unlike(Path folder) throws IOException {
        List<String> unlike = unlikeNow(folder);
        if (!unlike.isEmpty() && Files.isWritable(folder)) {
            deleteAbandoned(folder);
            unlike = unlikeNow(folder);
        }
        return unlike;
    }

    private static List<String> unlikeNow(Path folder) throws IOException {
        List<String> unlike = new ArrayList<>();
        for (Entry entry : listed(folder)) {
            if (!isAt(folder.resolve(entry.name), entry)) {
                unlike.add(entry.name);
            }
        }
        return unlike;
    }

    private static List<Entry> listed(Path folder) {
        Path manifest = folder.resolve(MANIFEST);
        if (!Files.exists(manifest)) {
            return List.of();
        }
        Json.Node root = Json.read(manifest);
        String version = root.find("version").map(Json.Node::text).orElse("");
        if (!version.startsWith(MANIFEST_FORMAT)) {
            return List.of(); // another program's
        }
        if (!version.equals(MANIFEST_VERSION)) {
            throw root.get("version").fault(DataCode.EXPECTED, "expected", MANIFEST_VERSION);
        }
        return root.get("files").items().stream()
                .map(node -> new Entry(
                        fileName(node.get("name")),
                        (long) node.get("bytes").number(),
                        node.get("sha256").text()))
                .toList();
    }

    private static String fileName(Json.Node node) {
        if (!FILE_NAME.matcher(node.text()).matches()) {
            throw node.fault(DataCode.EXPECTED, "expected", "the name of a file in this folder");
        }
        return node.text();
    }

    private static boolean isAt(Path file, Entry entry) throws IOException {
        return Files.isRegularFile(file)
                && Files.size(file) == entry.bytes
                && sha256(file).equals(entry.sha256);
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest sha = Digest.sha256();
        try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), sha)) {
            Files.copy(file, out);
        }
        return HexFormat.of().formatHex(sha.digest());
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
            throw new UncheckedIOException("cannot write " + file + ": " + reason(e), e);
        }
    }

    /** A folder, beside the place of files, in which they are written before they are moved. */
    private static final class Staging implements Closeable {
        private final Path folder;
        private final @Nullable FileChannel lock;
        private final Map<Path, Path> staged = new LinkedHashMap<>();
        private final boolean secret;
        private boolean begun;

        /** What is secret is so from its first byte on. */
        Staging(@Nullable Path parent, boolean secret) throws IOException {
            if (parent == null) {
                throw new IOException("not a file name");
            }
            this.secret = secret;
            Path real = parent.toRealPath(); // by another path, this process would take its own for abandoned
            deleteAbandoned(real);
            folder = real.resolve(PREFIX + UUID.randomUUID() + SUFFIX);
            ACTIVE.add(folder);
            try {
                Files.createDirectory(folder);
                if (secret) {
                    permit(folder, OWNER);
                }
                lock = lock(folder);
            } catch (IOException | RuntimeException e) {
                try {
                    delete(folder); // a full disk does not even take the lock
                } catch (IOException another) {
                    e.addSuppressed(another);
                } finally {
                    ACTIVE.remove(folder);
                }
                throw e;
            }
        }

        private static @Nullable FileChannel lock(Path folder) throws IOException {
            FileChannel channel;
            try {
                channel =
                        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            } catch (UnsupportedOperationException e) {
                return null; // as in an archive, which has one writer
            }
            try {
                FileLocks.lock(channel); // who looks whether the folder is abandoned holds it for a moment
                channel.position(0).write(ByteBuffer.wrap(new byte[] {'\n'}));
                return channel;
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        }

        Entry stage(Path file, Content content) throws IOException {
            return stage(file, content, Utf8Reader.isGzip(file));
        }

        Entry stage(Path file, Content content, boolean gzip) throws IOException {
            if (Files.isDirectory(file)) {
                throw new IOException(file + " is a folder");
            }
            Path beside = folder.resolve(Utf8Reader.name(file));
            staged.put(file, beside);
            MessageDigest sha = Digest.sha256();
            try (SeekableByteChannel channel =
                            Files.newByteChannel(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                    OutputStream raw = new ForcedOnClose(channel);
                    DigestOutputStream hashed = new DigestOutputStream(raw, sha);
                    OutputStream out = buffered(hashed, gzip)) {
                // Before anything is in it that not everybody may read.
                if (secret) {
                    permit(beside, OWNER_FILE);
                } else if (Files.exists(file)
                        && Files.getFileAttributeView(file, PosixFileAttributeView.class) != null) {
                    permit(beside, Files.getPosixFilePermissions(file));
                }
                content.writeTo(out);
            }
            return new Entry(
                    Utf8Reader.name(file), Files.size(beside), HexFormat.of().formatHex(sha.digest()));
        }

        void move(Path file) throws IOException {
            AtomicFiles.move(Objects.requireNonNull(staged.get(file)), file);
        }

        /** If a move fails, what is still staged stays, as after a kill: the next reader or writer moves it. */
        void moveAll(Path first, List<Path> others) throws IOException {
            move(first);
            begun = true;
            for (Path file : others) {
                move(file);
            }
            begun = false;
        }

        @Override
        public void close() throws IOException {
            try {
                if (lock != null) {
                    lock.close();
                }
                if (!begun) {
                    delete(folder);
                }
            } finally {
                ACTIVE.remove(folder);
            }
        }
    }

    /** Works on files. */
    @FunctionalInterface
    private interface Action {
        void perform() throws IOException;
    }

    /** Moves files of a set to their places: one process at a time does it in a folder, and one thread of it. */
    private static void inTurn(Path folder, Action moves) throws IOException {
        Path file = folder.resolve(PREFIX + "set" + LOCK);
        TURN.lock();
        try (FileChannel lock = locked(file)) {
            try {
                moves.perform();
            } finally {
                if (lock != null) {
                    Files.deleteIfExists(file);
                }
            }
        } finally {
            TURN.unlock();
        }
    }

    /** Tries again where the one before deleted the file while this one waited for it. */
    private static @Nullable FileChannel locked(Path file) throws IOException {
        if (!file.getFileSystem().equals(FileSystems.getDefault())) {
            return null; // as in an archive, which has one writer
        }
        while (true) {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
            Optional<Object> waitedFor = identity(file);
            FileLocks.lock(channel);
            if (identity(file).equals(waitedFor)) {
                return channel;
            }
            channel.close();
        }
    }

    /** What tells a file from the one that follows it under its name; a file that is gone is like no other. */
    private static Optional<Object> identity(Path file) throws IOException {
        try {
            return Optional.ofNullable(
                    Files.readAttributes(file, BasicFileAttributes.class).fileKey());
        } catch (NoSuchFileException e) {
            return Optional.of(e);
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

    private static OutputStream buffered(OutputStream out, boolean gzip) throws IOException {
        return new BufferedOutputStream(gzip ? new GZIPOutputStream(out, BUFFER) : out, BUFFER);
    }

    /** Where a chain of links that begins at a file ends, whether or not there is anything. */
    private static Path target(Path file) throws IOException {
        Path target = file.toAbsolutePath();
        for (int links = 0; Files.isSymbolicLink(target); links++) {
            if (links == MOST_LINKS) {
                throw new FileSystemLoopException(file.toString());
            }
            target = target.resolveSibling(Files.readSymbolicLink(target));
        }
        return target;
    }

    private static void permit(Path file, Set<PosixFilePermission> permissions) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view != null) {
            view.setPermissions(permissions);
        }
    }

    private static void deleteAbandoned(Path parent) throws IOException {
        try (DirectoryStream<Path> there = Files.newDirectoryStream(parent, path -> {
            String name = Utf8Reader.name(path);
            return name.startsWith(PREFIX)
                    && name.endsWith(SUFFIX)
                    && !ACTIVE.contains(path)
                    && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
        })) {
            for (Path folder : there) {
                try {
                    deleteIfAbandoned(folder, parent);
                } catch (IOException e) {
                    // It stays, with what it holds; who reads the folder is told what is missing.
                    System.getLogger(AtomicFiles.class.getName())
                            .log(System.Logger.Level.DEBUG, () -> folder + " was not deleted", e);
                }
            }
        }
    }

    private static void deleteIfAbandoned(Path folder, Path parent) throws IOException {
        try (FileChannel channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE)) {
            FileLocks.Try lock = FileLocks.tryLock(channel, 0, Long.MAX_VALUE);
            // An empty file is about to be locked by who made it; where there are no locks, age alone tells.
            if (lock != FileLocks.Try.HELD && ((lock == FileLocks.Try.LOCKED && channel.size() > 0) || isOld(folder))) {
                moveOn(folder, parent);
                delete(folder);
            }
        } catch (OverlappingFileLockException e) {
            return; // another thread does it
        } catch (NoSuchFileException | UnsupportedOperationException e) {
            if (isOld(folder)) {
                moveOn(folder, parent);
                delete(folder);
            }
        }
    }

    private static boolean isOld(Path folder) throws IOException {
        FileTime limit = FileTime.from(Instant.now().minus(ABANDONED));
        return Files.exists(folder) && Files.getLastModifiedTime(folder).compareTo(limit) < 0;
    }

    /** All files of a set were complete before its list took its place, so those that are still staged can follow. */
    private static void moveOn(Path staged, Path parent) throws IOException {
        inTurn(parent, () -> {
            List<Entry> listed;
            try {
                listed = listed(parent);
            } catch (DatasetFormatException e) {
                return; // a damaged list lists nothing; who reads the folder is told
            }
            for (Entry entry : listed) {
                if (isAt(staged.resolve(entry.name), entry)) {
                    move(staged.resolve(entry.name), parent.resolve(entry.name));
                }
            }
        });
    }

    private static void delete(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException e) {
            return; // another process was quicker
        }
        Files.deleteIfExists(folder);
    }

    /** Moves a file over another one, atomically where the file system can. */
    public static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** What the message of an exception of the file system leaves to its class. */
    private static String reason(IOException e) {
        return e instanceof AccessDeniedException
                ? "access to " + e.getMessage() + " is denied"
                : e instanceof NoSuchFileException
                        ? e.getMessage() + " does not exist and cannot be made"
                        : e instanceof FileAlreadyExistsException
                                ? e.getMessage() + " is no folder"
                                : e instanceof ClosedByInterruptException || e instanceof FileLockInterruptionException
                                        ? "the thread was interrupted"
                                        : FULL.matcher(String.valueOf(e.getMessage()))
                                                        .find()
                                                ? e.getMessage() + "; make room there, or write to another disk"
                                                : String.valueOf(e.getMessage());
    }
}
