package esrp.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who reads a large file hears how far it is. */
class ReadingProgressTest {
    @TempDir
    Path folder;

    private static Ratings ratings(int n) {
        List<Rating> rows = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            rows.add(new Rating("candidate", "character " + i % 20, "item-" + i, "fluency", "person:p", 1 + i % 5));
        }
        return Ratings.of(rows);
    }

    @ParameterizedTest
    @ValueSource(strings = {"r.csv", "r.csv.gz", "r.jsonl", "r.esrp", "utf16.csv", "whole.json"})
    void bytesRiseToTheSizeOfTheFile(String name) throws IOException {
        Path file = folder.resolve(name);
        Ratings all = ratings(80_000);
        switch (name) {
            case "utf16.csv" -> {
                Path plain = folder.resolve("plain.csv");
                all.write(plain);
                Files.write(file, ("\uFEFF" + Files.readString(plain)).getBytes(StandardCharsets.UTF_16LE));
            }
            case "whole.json" -> {
                Path lines = folder.resolve("lines.jsonl");
                all.write(lines);
                Files.writeString(file, "[" + String.join(",", Files.readAllLines(lines)) + "]");
            }
            default -> all.write(file);
        }
        long size = Files.size(file);
        List<Long> heard = new ArrayList<>();
        Ratings read = Ratings.read(file, Metric.esrp(), heard::add);
        assertThat(read.hash()).isEqualTo(all.hash());
        assertThat(heard).isSorted().endsWith(size);
        assertThat(heard.stream().distinct().count())
                .isGreaterThanOrEqualTo(size >> 20)
                .isLessThanOrEqualTo((size >> 20) + 3);

        heard.clear();
        RatingImport how = RatingImport.detect(file, Metric.esrp()).withKeepGoing(true);
        assertThat(how.withProgress(heard::add).withKeepGoing(true)).isEqualTo(how);
        assertThat(how.withProgress(heard::add)
                        .read(file, Metric.esrp())
                        .ratings()
                        .size())
                .isEqualTo(all.size());
        assertThat(heard).isSorted().endsWith(size);
    }

    @ParameterizedTest
    @ValueSource(strings = {"r.csv", "r.csv.gz", "r.jsonl", "r.esrp"})
    void filesOfAnArchiveAreReadWhereTheyAre(String name) throws IOException {
        Ratings all = ratings(30);
        Path plain = folder.resolve(name);
        all.write(plain);
        try (FileSystem archive = FileSystems.newFileSystem(folder.resolve("a.zip"), Map.of("create", "true"))) {
            Path inside = Files.copy(plain, archive.getPath("/" + name));
            List<Long> heard = new ArrayList<>();
            assertThat(Ratings.read(inside, Metric.esrp(), heard::add).hash()).isEqualTo(all.hash());
            assertThat(heard).containsExactly(Files.size(plain));
        }
    }

    @Test
    void smallFilesAreReadAtOnce() throws IOException {
        Path file = folder.resolve("r.csv");
        ratings(3).write(file);
        List<Long> heard = new ArrayList<>();
        assertThat(Ratings.read(file, Metric.esrp(), heard::add).size()).isEqualTo(3);
        assertThat(heard).containsExactly(Files.size(file));
    }

    /** As who presses a button to cancel may do. */
    @Test
    void whatAListenerThrowsEndsTheReading() {
        Path file = folder.resolve("r.csv");
        ratings(80_000).write(file);
        assertThatThrownBy(() -> Ratings.read(file, Metric.esrp(), read -> {
                    throw new IllegalStateException("cancelled at " + read);
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("cancelled at ");
    }
}
