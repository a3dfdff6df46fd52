package esrp.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import esrp.core.DatasetFormatException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {
    @TempDir
    private Path folder;

    @Test
    void aFailedWriteLeavesTheOldFileAndNothingElse() throws IOException {
        Path file = folder.resolve("a.txt");
        AtomicFiles.writeText(file, "old");
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> AtomicFiles.write(file, out -> {
                    out.write('n');
                    throw new IOException("full");
                }))
                .withMessageContaining("full");
        assertThat(file).hasContent("old");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aReplacedFileKeepsItsPermissions() throws IOException {
        assumeThat(Files.getFileAttributeView(folder, PosixFileAttributeView.class))
                .isNotNull();
        Path file = folder.resolve("a.txt");
        AtomicFiles.writeText(file, "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
        AtomicFiles.writeText(file, "new");
        assertThat(file).hasContent("new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-rw----");
    }

    /** Failed before: everybody on the machine could read a sealed key. */
    @Test
    void aSecretIsItsOwnersAloneFromItsFirstByteOn() throws IOException {
        assumeThat(Files.getFileAttributeView(folder, PosixFileAttributeView.class))
                .isNotNull();
        Path file = folder.resolve("key.json");
        for (int i = 0; i < 2; i++) {
            AtomicFiles.writePrivate(file, out -> {
                out.write(new byte[100_000]);
                try (var there = Files.walk(folder)) {
                    assertThat(there.filter(Files::isRegularFile)
                                    .filter(one -> !one.equals(file) && !one.endsWith(".lock")))
                            .singleElement()
                            .satisfies(staged -> assertThat(permissions(staged) + permissions(staged.getParent()))
                                    .isEqualTo("rw-------rwx------"));
                }
            });
            assertThat(permissions(file)).isEqualTo("rw-------");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        }
    }

    private static String permissions(@Nullable Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(Objects.requireNonNull(file)));
    }

    /** Failed before: a file took the place of the link, and what it led to stayed old. */
    @Test
    void aLinkStaysAndWhatItLeadsToIsReplaced() throws IOException {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        Path work = Files.createDirectory(folder.resolve("work"));
        Path link = Files.createSymbolicLink(work.resolve("a.txt"), Path.of("../disk/link"));
        Path next = Files.createSymbolicLink(disk.resolve("link"), disk.resolve("real.txt"));
        for (String text : List.of("first", "second")) { // dangling, then not
            AtomicFiles.writeText(link, text);
            assertThat(disk.resolve("real.txt")).hasContent(text);
            assertThat(link).isSymbolicLink();
            assertThat(next).isSymbolicLink();
        }
        try (var there = Files.list(disk)) {
            assertThat(there).hasSize(2);
        }
        Path loop = Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> AtomicFiles.writeText(loop, "x"))
                .withMessageContaining("loop");
    }

    /** A folder from elsewhere may hold links to anywhere. */
    @Test
    void aLinkAmongTheFilesOfASetIsReplaced() throws IOException {
        Path mine = Files.writeString(folder.resolve("mine"), "mine");
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.createSymbolicLink(data.resolve("a"), mine);
        AtomicFiles.writeAll(data, set("new"));
        assertThat(mine).hasContent("mine");
        assertThat(data.resolve("a")).hasContent("new").isRegularFile();
    }

    /** Failed before: a file took the place of the pipe, and as root even of a device. */
    @Test
    void aPipeIsWrittenTo() throws Exception {
        Path pipe = folder.resolve("pipe");
        try {
            assumeThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                    .isZero();
        } catch (IOException e) {
            assumeThat(e).as("there are pipes").isNull();
        }
        CompletableFuture<String> read = CompletableFuture.supplyAsync(() -> {
            try {
                return Files.readString(pipe);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        AtomicFiles.writeText(pipe, "text");
        assertThat(read.get(60, TimeUnit.SECONDS)).isEqualTo("text");
        assertThat(pipe).exists().matches(file -> !Files.isRegularFile(file));
    }

    @Test
    void leftoversOfKilledWritersAreDeletedAndThoseOfRunningOnesAreNot() throws IOException {
        Path killed = Files.createDirectory(folder.resolve(".esrp-killed.tmp"));
        Files.writeString(killed.resolve(".lock"), "\n");
        Files.writeString(killed.resolve("0"), "half a fi");
        Path running = Files.createDirectory(folder.resolve(".esrp-running.tmp"));
        try (FileChannel lock = FileChannel.open(
                        running.resolve(".lock"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                FileLock held = lock.lock()) {
            assertThat(held.isValid()).isTrue();
            assertThat(lock.write(ByteBuffer.wrap(new byte[1]))).isOne();
            AtomicFiles.writeText(folder.resolve("a.txt"), "new");
            assertThat(killed).doesNotExist();
            assertThat(running).exists();
        }
        AtomicFiles.writeText(folder.resolve("b.txt"), "new");
        assertThat(running).doesNotExist();
    }

    /** Failed before: "cannot write a.txt: null", and a leftover. */
    @Test
    void anInterruptBeforeAWriteEndsNothingAndOneMeanwhileLeavesTheOldFile() throws IOException {
        Path file = folder.resolve("a.txt");
        Thread.currentThread().interrupt();
        AtomicFiles.writeText(file, "old");
        List<Path> files = AtomicFiles.writeAll(folder.resolve("set"), set("old"));
        assertThat(Thread.interrupted()).isTrue();
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> AtomicFiles.write(file, out -> {
                    Thread.currentThread().interrupt();
                    out.write(new byte[1 << 20]);
                }))
                .withMessage("cannot write %s: the thread was interrupted", file);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(file).hasContent("old");
        assertThat(files).allSatisfy(one -> assertThat(one).hasContent("old"));
        assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
    }

    /** Failed before: the files that came before the one that failed had replaced the old ones. */
    @Test
    void aSetThatCannotBeWrittenToTheEndLeavesTheOldSet() throws IOException {
        List<Path> files = AtomicFiles.writeAll(folder, set("old"));
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> {
                    Map<String, AtomicFiles.Content> full = set("new");
                    full.put("c", out -> {
                        throw new IOException("No space left on device");
                    });
                    List<Path> unused = AtomicFiles.writeAll(folder, full);
                })
                .withMessage(
                        "cannot write to %s: No space left on device; make room there, or write to another disk",
                        folder);
        assertThat(files).allSatisfy(file -> assertThat(file).hasContent("old"));
        assertThat(AtomicFiles.unlike(folder)).isEmpty();
        try (var there = Files.list(folder)) {
            assertThat(there).hasSize(3);
        }
    }

    /** A kill between the moves: the list and one file are new, the other is still staged. */
    @Test
    void aSetWhoseWriterWasKilledWhileItMovedFilesIsCompletedByTheNextReader() throws IOException {
        Path scratch = Files.createDirectory(folder.resolve("scratch"));
        AtomicFiles.writeAll(scratch, set("new"));
        List<Path> files = AtomicFiles.writeAll(folder, set("old"));
        Path killed = Files.createDirectory(folder.resolve(".esrp-killed.tmp"));
        Files.writeString(killed.resolve(".lock"), "\n");
        Files.move(scratch.resolve("b"), killed.resolve("b"));
        for (String name : List.of(AtomicFiles.MANIFEST, "a")) {
            Files.move(scratch.resolve(name), folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        assertThat(AtomicFiles.unlike(folder)).isEmpty();
        assertThat(files).allSatisfy(file -> assertThat(file).hasContent("new"));
        assertThat(killed).doesNotExist();
    }

    /** Failed before: two processes that wrote into one folder deleted each other's files in one of a hundred writes. */
    @Test
    void aFolderThatAnotherWriterIsJustMakingIsNoLeftover() throws IOException {
        Path begun = Files.createDirectory(folder.resolve(".esrp-begun.tmp"));
        Files.createFile(begun.resolve(".lock"));
        AtomicFiles.writeText(folder.resolve("a.txt"), "new");
        assertThat(begun.resolve(".lock")).exists();
    }

    /** Failed before: the files of the other folder were deleted. */
    @Test
    void aLinkThatIsNamedLikeALeftoverIsNotFollowed() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        Files.writeString(other.resolve("mine.txt"), "mine");
        Files.setLastModifiedTime(other, FileTime.fromMillis(0));
        Files.createSymbolicLink(folder.resolve(".esrp-evil.tmp"), other);
        AtomicFiles.writeText(folder.resolve("a.txt"), "new");
        assertThat(other.resolve("mine.txt")).hasContent("mine");
    }

    /** Failed before: a list that came with a downloaded folder had a file outside of it replaced. */
    @Test
    void aListReachesNothingOutsideOfItsFolder() throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        Path home = Files.createDirectory(folder.resolve("home"));
        Files.writeString(home.resolve("profile"), "mine");
        Files.createSymbolicLink(data.resolve("link"), home);
        Path staged =
                Files.createDirectories(data.resolve(".esrp-evil.tmp/link")).getParent();
        Files.writeString(Objects.requireNonNull(staged).resolve(".lock"), "\n");
        Files.writeString(staged.resolve("link/profile"), "evil");
        String sha256 = Digest.ofText("evil");
        for (String name : List.of("link/profile", "../home/profile", "..", "", "a\\\\b")) {
            Files.writeString(
                    data.resolve(AtomicFiles.MANIFEST),
                    "{\"version\": \"esrp-files/1\", \"files\": [{\"name\": \"" + name
                            + "\", \"bytes\": 4, \"sha256\": \"" + sha256 + "\"}]}");
            assertThatExceptionOfType(DatasetFormatException.class)
                    .isThrownBy(() -> AtomicFiles.unlike(data))
                    .withMessageContaining("the name of a file in this folder was expected");
            assertThat(home.resolve("profile")).hasContent("mine");
        }
    }

    /** Failed before: the files of one set stayed beside the list of the other, and the folder was refused for good. */
    @Test
    void setsThatAreWrittenAtTheSameTimeNeverMix() throws IOException {
        CyclicBarrier together = new CyclicBarrier(4);
        CompletableFuture.allOf(IntStream.range(0, 4)
                        .mapToObj(writer -> CompletableFuture.runAsync(() -> {
                            Map<String, AtomicFiles.Content> set = new LinkedHashMap<>();
                            for (int i = 0; i < 100; i++) {
                                set.put("f" + i, out -> out.write(writer));
                            }
                            set.put("last", out -> {
                                out.write(writer);
                                await(together);
                            });
                            AtomicFiles.writeAll(folder, set);
                        }))
                        .toArray(CompletableFuture[]::new))
                .join();
        assertThat(AtomicFiles.unlike(folder)).isEmpty();
        try (var there = Files.list(folder)) {
            assertThat(there).hasSize(102);
        }
    }

    private static void await(CyclicBarrier barrier) throws IOException {
        try {
            int unused = barrier.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IOException(e);
        }
    }

    @Test
    void aSetIsWrittenIntoAnArchive() throws IOException {
        URI archive = URI.create("jar:" + folder.resolve("a.zip").toUri());
        try (FileSystem zip = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
            AtomicFiles.writeAll(zip.getPath("/set"), set("old"));
            List<Path> files = AtomicFiles.writeAll(zip.getPath("/set"), set("new"));
            assertThat(AtomicFiles.unlike(zip.getPath("/set"))).isEmpty();
            assertThat(Files.readString(files.get(1))).isEqualTo("new");
            try (var there = Files.list(zip.getPath("/set"))) {
                assertThat(there).hasSize(3);
            }
        }
    }

    /** A process was killed while it had its turn. */
    @Test
    void theLockOfAKilledWriterHoldsUpNobody() throws IOException {
        Path left = Files.createFile(folder.resolve(".esrp-set.lock"));
        AtomicFiles.writeAll(folder, set("new"));
        assertThat(left).doesNotExist();
        Path mine = Files.writeString(folder.resolve("mine.txt"), "mine");
        Files.createSymbolicLink(left, mine);
        assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> AtomicFiles.writeAll(folder, set("x")));
        assertThat(mine).hasContent("mine");
        assertThat(folder.resolve("a")).hasContent("new");
    }

    @Test
    void aListOfALaterReleaseIsRefusedAndANameThatNoSystemTakes() throws IOException {
        Path list = folder.resolve(AtomicFiles.MANIFEST);
        Files.writeString(list, "{\"version\": \"esrp-files/2\", \"files\": []}");
        assertThatExceptionOfType(DatasetFormatException.class)
                .isThrownBy(() -> AtomicFiles.unlike(folder))
                .withMessageContaining("/version: esrp-files/1 was expected");
        for (String name : List.of("\\u0000", "a\\u0000b", "a\\nb", "C:x", ".")) {
            Files.writeString(
                    list,
                    "{\"version\": \"esrp-files/1\", \"files\": [{\"name\": \"" + name
                            + "\", \"bytes\": 0, \"sha256\": \"\"}]}");
            assertThatExceptionOfType(DatasetFormatException.class)
                    .as(name)
                    .isThrownBy(() -> AtomicFiles.unlike(folder))
                    .withMessageContaining("/files/0/name: the name of a file in this folder was expected");
        }
    }

    @Test
    void aListOfAnotherProgramIsNone() throws IOException {
        Files.writeString(folder.resolve(AtomicFiles.MANIFEST), "{\"name\": \"web app\"}");
        assertThat(AtomicFiles.unlike(folder)).isEmpty();
    }

    /** Failed before: the files that came before the folder had replaced the old ones, the others were gone. */
    @Test
    void aFolderInThePlaceOfAFileLeavesTheOldSet() throws IOException {
        List<Path> files = AtomicFiles.writeAll(folder, set("old"));
        Files.delete(files.get(1));
        Files.createDirectories(files.get(1).resolve("deeper"));
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> AtomicFiles.writeAll(folder, set("new")))
                .withMessageContaining("is a folder");
        assertThat(files.get(0)).hasContent("old");
    }

    /** Failed before: what had not taken its place was deleted. */
    @Test
    void aSetOfWhichAFileCannotTakeItsPlaceIsCompletedWhenItCan() throws IOException {
        List<Path> files = AtomicFiles.writeAll(folder, set("old"));
        Map<String, AtomicFiles.Content> set = set("new");
        set.put("c", out -> {
            Files.delete(files.get(1));
            Files.createDirectories(files.get(1).resolve("deeper"));
        });
        assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> AtomicFiles.writeAll(folder, set));
        assertThat(AtomicFiles.unlike(folder)).containsExactly("b", "c");
        Files.delete(files.get(1).resolve("deeper"));
        Files.delete(files.get(1));
        assertThat(AtomicFiles.unlike(folder)).isEmpty();
        assertThat(files).allSatisfy(file -> assertThat(file).hasContent("new"));
        try (var there = Files.list(folder)) {
            assertThat(there).hasSize(4);
        }
    }

    @Test
    void aFileOfASetThatIsMissingOrAnotherIsNamed() throws IOException {
        List<Path> files = AtomicFiles.writeAll(folder, set("old"));
        Files.writeString(files.get(0), "new");
        assertThat(AtomicFiles.unlike(folder)).containsExactly("a");
        Files.delete(files.get(1));
        assertThat(AtomicFiles.unlike(folder)).containsExactly("a", "b");
    }

    private static Map<String, AtomicFiles.Content> set(String text) {
        Map<String, AtomicFiles.Content> set = new LinkedHashMap<>();
        for (String name : List.of("a", "b")) {
            set.put(name, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
        }
        return set;
    }

    @Test
    void compressesByName() throws IOException {
        Path file = folder.resolve("deep/er/a.txt.gz");
        AtomicFiles.writeText(file, "字");
        try (Utf8Reader text = Utf8Reader.open(file)) {
            assertThat(new BufferedReader(text).lines()).containsExactly("字");
        }
        assertThat(Files.readAllBytes(file)).isNotEqualTo("字".getBytes(StandardCharsets.UTF_8));
    }
}
