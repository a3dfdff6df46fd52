package esrp.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    @Test
    void leftoversOfKilledWritersAreDeletedAndThoseOfRunningOnesAreNot() throws IOException {
        Path killed = Files.createDirectory(folder.resolve(".esrp-killed.tmp"));
        Files.writeString(killed.resolve(".lock"), "");
        Files.writeString(killed.resolve("0"), "half a fi");
        Path running = Files.createDirectory(folder.resolve(".esrp-running.tmp"));
        try (FileChannel lock = FileChannel.open(
                        running.resolve(".lock"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                FileLock held = lock.lock()) {
            assertThat(held.isValid()).isTrue();
            AtomicFiles.writeText(folder.resolve("a.txt"), "new");
            assertThat(killed).doesNotExist();
            assertThat(running).exists();
        }
        AtomicFiles.writeText(folder.resolve("b.txt"), "new");
        assertThat(running).doesNotExist();
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
                .withMessageContaining("No space left on device");
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
        Files.writeString(killed.resolve(".lock"), "");
        Files.move(scratch.resolve("b"), killed.resolve("b"));
        for (String name : List.of(AtomicFiles.MANIFEST, "a")) {
            Files.move(scratch.resolve(name), folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        assertThat(AtomicFiles.unlike(folder)).isEmpty();
        assertThat(files).allSatisfy(file -> assertThat(file).hasContent("new"));
        assertThat(killed).doesNotExist();
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
