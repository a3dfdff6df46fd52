package esrp.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
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
        Path old = Files.writeString(folder.resolve(".a.txt.0.tmp"), "");
        Files.setLastModifiedTime(
                old, FileTime.from(Files.getLastModifiedTime(old).toInstant().minus(Duration.ofDays(3))));
        Path running = Files.writeString(folder.resolve(".a.txt.1.tmp"), "");
        AtomicFiles.writeText(folder.resolve("a.txt"), "new");
        assertThat(old).doesNotExist();
        assertThat(running).exists();
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
