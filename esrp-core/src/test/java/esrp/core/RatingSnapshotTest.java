package esrp.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import esrp.core.Ratings.Column;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

final class RatingSnapshotTest {
    private Path folder = Path.of("");

    @BeforeProperty
    void makeFolder() throws IOException {
        folder = Files.createTempDirectory("snapshot");
    }

    @AfterProperty
    void deleteFolder() throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    @Provide
    Arbitrary<List<Rating>> rows() {
        return RatingsArbitraries.awkward();
    }

    @Provide
    Arbitrary<List<Rating>> tied() {
        return RatingsArbitraries.tied();
    }

    @Property(tries = 200, seed = "20261126")
    void aSnapshotGivesTheSameRatingsInTheSameOrder(@ForAll("rows") List<Rating> rows) throws IOException {
        Path named = folder.resolve("r.esrp");
        Ratings ratings = Ratings.of(rows);
        ratings.write(named);
        Path file = Files.move(named, folder.resolve("any name"));
        Ratings back = Ratings.read(file);
        assertThat(Ratings.validate(file)).isEmpty();
        assertThat(back.stream()).isEqualTo(rows);
        assertThat(back.hash()).isEqualTo(ratings.hash());
        assertThat(back.metrics()).isEqualTo(ratings.metrics());
        for (Column column : Column.values()) {
            assertThat(back.dictionary(column)).isEqualTo(ratings.dictionary(column));
        }
        assertThat(RatingImport.detect(file, Metric.esrp()).read(file, Metric.esrp()).ratings().stream())
                .isEqualTo(rows);
        Files.delete(file);
    }

    @Property(tries = 100, seed = "20261126")
    void aSnapshotOfAViewHoldsTheView(@ForAll("tied") List<Rating> rows) {
        Path file = folder.resolve("view.esrp");
        Ratings view = Ratings.of(rows).where(row -> row.score() > 2);
        view.write(file);
        Ratings back = Ratings.read(file);
        assertThat(back.stream()).isEqualTo(view.stream().toList());
        assertThat(back.countsBy(Column.CANDIDATE, Column.METRIC))
                .isEqualTo(view.countsBy(Column.CANDIDATE, Column.METRIC));
    }

    @Example
    void manyRowsRatersAndItemsSpanBlocks() {
        Ratings.Builder builder = Ratings.builder(Metric.esrp());
        for (int i = 0; i < 200_000; i++) {
            builder.add("c" + i % 3, "x", "i" + i % 150_001, "fluency", "r" + i % 70_000, i % 5 + 1);
        }
        Ratings ratings = builder.build();
        ratings.write(folder.resolve("big.esrp"));
        Ratings back = Ratings.read(folder.resolve("big.esrp"));
        assertThat(back.hash()).isEqualTo(ratings.hash());
        assertThat(back.rating(199_999)).isEqualTo(ratings.rating(199_999));
        assertThat(back.footprintBytes()).isEqualTo(ratings.footprintBytes());
    }

    /** In a file of several blocks, the block is named that the cut or the bit is in. */
    @Example
    void cutsAndFlippedBitsAreRefusedWithTheirBlock() throws IOException {
        Ratings.Builder builder = Ratings.builder(Metric.esrp());
        for (int i = 0; i < 180_000; i++) {
            builder.add("c" + i % 3, "x", "i" + i % 60_001, "fluency", "r" + i % 70_000, i % 5 + 1);
        }
        Path file = folder.resolve("big.esrp");
        builder.build().write(file);
        byte[] whole = Files.readAllBytes(file);
        List<Integer> blocks = blocks(whole);
        assertThat(blocks).hasSizeGreaterThan(3);
        Random random = new Random(20261126);
        for (int i = 0; i < 200; i++) {
            int cut = 12 + random.nextInt(whole.length - 12);
            Files.write(file, Arrays.copyOf(whole, cut));
            assertRefusedAt(file, blocks, cut, "the snapshot ends early; write it again");
            int at = 12 + random.nextInt(whole.length - 12);
            byte[] flipped = whole.clone();
            flipped[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, flipped);
            assertRefusedAt(file, blocks, at, "the snapshot is damaged; write it again");
        }
    }

    /** Where the blocks begin. */
    private static List<Integer> blocks(byte[] whole) {
        List<Integer> blocks = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 12; at < whole.length; at += 12 + bytes.getInt(at + 4) + 4) {
            blocks.add(at);
        }
        return blocks;
    }

    private static void assertRefusedAt(Path file, List<Integer> blocks, int at, String why) {
        int block = blocks.stream()
                .filter(begin -> begin <= at)
                .reduce((before, next) -> next)
                .orElseThrow();
        assertThatThrownBy(() -> Ratings.read(file))
                .isInstanceOf(DatasetFormatException.class)
                .hasMessageStartingWith(file + ": byte " + block + ": " + why);
    }

    @Example
    void everyFlippedByteAndEveryTruncationIsRefused() throws IOException {
        Path file = folder.resolve("small.esrp");
        small().write(file);
        byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < whole.length; at++) {
            for (int bits : new int[] {1, 0x80, 0xff}) {
                byte[] flipped = whole.clone();
                flipped[at] ^= (byte) bits;
                Files.write(file, flipped);
                assertRefused(file, "byte " + at + " with other bits " + bits);
            }
            Files.write(file, Arrays.copyOf(whole, at));
            assertRefused(file, "the first " + at + " bytes");
        }
        Files.write(file, Arrays.copyOf(whole, whole.length + 1));
        assertRefused(file, "one byte more");
        Files.write(file, whole);
        assertThat(Ratings.read(file).stream()).isEqualTo(small().stream().toList());
    }

    private static void assertRefused(Path file, String what) {
        assertThatThrownBy(() -> Ratings.read(file)).as(what).isInstanceOf(DatasetFormatException.class);
        assertThat(Ratings.validate(file)).as(what).hasSize(1);
    }

    @Example
    void theMessageNamesPlaceAndRemedy() throws IOException {
        Path file = folder.resolve("small.esrp");
        small().write(file);
        byte[] whole = Files.readAllBytes(file);
        Map<Integer, String> expected = new HashMap<>();
        expected.put(8, "is a snapshot of version 2, this version of esrp reads version 1: ");
        expected.put(40, "byte 12: the snapshot is damaged; write it again from the file of the ratings");
        expected.forEach((at, message) -> {
            byte[] changed = whole.clone();
            changed[at] ^= 3;
            write(file, changed);
            assertThatThrownBy(() -> Ratings.read(file)).hasMessageContaining(file + ": " + message);
        });
        write(file, Arrays.copyOf(whole, 40));
        assertThatThrownBy(() -> Ratings.read(file)).hasMessageContaining("byte 12: the snapshot ends early; ");
    }

    @Example
    void otherMetricsAreRefused() {
        Path file = folder.resolve("small.esrp");
        small().write(file);
        Metric fluency = small().metric("fluency");
        Metric wider = fluency.withScale(new Scale(1, 10));
        assertThatThrownBy(() -> Ratings.read(file, List.of(wider)))
                .isInstanceOf(DatasetFormatException.class)
                .hasMessageContaining("metric \"fluency\" that is defined otherwise; give the rubric");
        assertThatThrownBy(() -> Ratings.read(file, List.of(small().metric("coherence"))))
                .isInstanceOf(DatasetFormatException.class)
                .hasMessageContaining("no metric \"fluency\"; metrics are [coherence]");
        // those that do not occur do not matter, nor does the order
        Ratings back = Ratings.read(file, List.of(small().metric("coherence"), fluency));
        assertThat(back.stream()).isEqualTo(small().stream().toList());
        assertThat(back.hash()).isEqualTo(small().hash());
    }

    @Example
    void nothingIsLeftWhereItCannotBeWritten() {
        assertThatThrownBy(() -> small().write(folder.resolve("no folder").resolve("r.esrp")))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(folder).isEmptyDirectory();
    }

    private static void write(Path file, byte[] bytes) {
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Ratings small() {
        return Ratings.of(List.of(
                new Rating("a", "《银魂》", "1", "fluency", "r", 4, "2", "", "x"),
                new Rating("b", "y", "1", "fluency", "r", 5)));
    }
}
