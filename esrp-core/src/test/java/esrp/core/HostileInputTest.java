package esrp.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import esrp.core.Ratings.Column;
import esrp.core.internal.Utf8Reader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Input that would fill the memory if it were taken in before it is judged. */
final class HostileInputTest {
    private static final String HEADER = "candidate,character,item,metric,rater,score\n";
    private static final long TWO_GIGABYTES = 2L << 30;

    @TempDir
    Path folder;

    /** Gives the same bytes over and over, and knows how far it was read. */
    private static final class Endless extends InputStream {
        private final byte[] pattern;
        private final long length;
        private long position;

        Endless(String pattern, long length) {
            this.pattern = pattern.getBytes(StandardCharsets.UTF_8);
            this.length = length;
        }

        @Override
        public int read() {
            return position == length ? -1 : pattern[(int) (position++ % pattern.length)];
        }

        @Override
        public int read(byte[] target, int offset, int count) {
            int n = (int) Math.min(count, length - position);
            for (int i = 0; i < n; i++) {
                target[offset + i] = pattern[(int) ((position + i) % pattern.length)];
            }
            position += n;
            return n == 0 && count > 0 ? -1 : n;
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, textBlock = """
        CSV|x
        CSV|,
        CSV|"
        CSV|"x\\n
        CSV|""
        JSONL|x
        JSONL|{
        JSONL| \s
        JSONL|{"candidate":"
        """, quoteCharacter = '`')
    void aLineOfTwoGigabytesIsRefusedAtTheBound(String format, String pattern) {
        String unit = pattern.replace("\\n", "\n");
        // A quote opens a field that never ends; what follows must not contain another quote.
        String start = (format.equals("CSV") ? HEADER : "") + (unit.equals("\"x\n") ? "\"" : "");
        AtomicReference<Endless> line = new AtomicReference<>();
        assertThatExceptionOfType(DatasetFormatException.class)
                .isThrownBy(() -> read(() -> {
                    line.set(new Endless(unit.equals("\"x\n") ? "x\n" : unit, TWO_GIGABYTES));
                    return new Utf8Reader(new SequenceInputStream(
                            new ByteArrayInputStream(start.getBytes(StandardCharsets.UTF_8)),
                            Objects.requireNonNull(line.get())));
                }))
                .satisfies(
                        e -> assertThat(e.finding().place().coordinate("line")).isPresent());
        assertThat(Objects.requireNonNull(line.get()).position).isLessThan(8L << 20);
    }

    private static void read(ImportRun.Opener opener) {
        Path file = Path.of("hostile");
        Object unused = new ImportRun(RatingImport.OWN, file, opener, Metric.esrp(), Faults.throwing(file));
    }

    /** As {@code cat} joins files that begin with a byte order mark and the names of the columns. */
    @ParameterizedTest
    @CsvSource({"'\n', 20000", "'\r\n', 20000", "'\r', 20000", "'\n', 1"})
    void marksOfJoinedFilesAreNoPartOfNames(String end, int rows) throws IOException {
        StringBuilder one = new StringBuilder("\uFEFF" + HEADER.replace("\n", end));
        StringBuilder quoted = new StringBuilder("\uFEFF");
        for (int i = 0; i < rows; i++) {
            one.append("m,c,i").append(i).append(",fluency,r,4").append(end);
            quoted.append("\"m\",c,j").append(i).append(",fluency,r,4").append(end);
        }
        Path file = Files.writeString(
                folder.resolve("joined.csv"),
                one.toString() + quoted + one.toString().replace(",i", ",k").replace(",kt", ",it"));
        Ratings ratings = Ratings.read(file);
        assertThat(ratings.size()).isEqualTo(3 * rows);
        assertThat(ratings.candidates()).containsExactly("m");
        assertThat(ratings.findings()).extracting(Finding::code).containsExactly(DataCode.HEADER_AGAIN);
    }

    @Test
    void aMillionMarksInARowAreSteppedOver() throws IOException {
        Path file = Files.writeString(
                folder.resolve("marks.csv"), HEADER + "\uFEFF".repeat(1_000_000) + "m,c,i,fluency,r,4\n");
        assertThat(Ratings.read(file).stream()).containsExactly(new Rating("m", "c", "i", "fluency", "r", 4));
    }

    @Test
    void marksWithinNamesAreKept() throws IOException {
        Ratings ratings = Ratings.of(List.of(
                new Rating("\uFEFF", "c", "i\n\uFEFFj", "fluency", "r", 4),
                new Rating("\uFEFFm", "c", "i", "fluency", "\uFEFFr", 4)));
        Path file = folder.resolve("marks.csv");
        ratings.write(file);
        assertThat(Ratings.read(file).stream())
                .containsExactlyElementsOf(ratings.stream().toList());
    }

    @Test
    void aHeaderOfTwoGigabytesIsRefusedAtTheBound() {
        Endless line = new Endless("a,", TWO_GIGABYTES);
        assertThatExceptionOfType(DatasetFormatException.class).isThrownBy(() -> read(() -> new Utf8Reader(line)));
        assertThat(line.position).isLessThan(8L << 20);
    }

    @Test
    void compressedLinesUnpackNoFurtherThanTheBound() throws IOException {
        Path file = folder.resolve("bomb.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(HEADER.getBytes(StandardCharsets.UTF_8));
            new Endless("0", 64L << 20).transferTo(out);
        }
        assertThat(Files.size(file)).isLessThan(1 << 20);
        assertThat(Ratings.validate(file))
                .singleElement()
                .extracting(finding -> finding.sentence("en"))
                .asString()
                .contains("1,048,576");
    }

    @Test
    void deepNestingIsRefused() throws IOException {
        Path line = Files.writeString(folder.resolve("deep.jsonl"), "{\"x\":" + "[".repeat(500_000));
        assertThat(Ratings.validate(line))
                .singleElement()
                .asString()
                .contains("line 1, column", "nesting depth")
                .doesNotContain("StreamReadConstraints");
        Files.writeString(folder.resolve("deep.json"), "{\"c\":" + "[".repeat(500_000));
        assertThat(ChatAnime.validate(folder))
                .isNotEmpty()
                .allSatisfy(fault -> assertThat(fault.toString()).hasSizeLessThan(400))
                .anySatisfy(fault -> assertThat(fault.toString()).contains("line 1, column"));
    }

    @Test
    void anEndlessReplyIsRefusedAtTheBound() {
        Path bad = folder.resolve("human.json");
        String start = "{\"c\":[{\"dialog_id\":1,\"question_r1\":\"q\",\"answer_r1\":\"";
        Endless reply = new Endless("哈", TWO_GIGABYTES);
        InputStream in =
                new SequenceInputStream(new ByteArrayInputStream(start.getBytes(StandardCharsets.UTF_8)), reply);
        Faults faults = Faults.collecting(folder);
        new ChatAnimeReader(folder, faults).readCandidate(bad, new Utf8Reader(in));
        assertThat(faults.toList())
                .singleElement()
                .extracting(finding -> finding.sentence("en"))
                .asString()
                .contains("1048576");
        assertThat(reply.position).isLessThan(16L << 20);
    }

    @Test
    void theListOfFaultsIsBoundedAndSaysHowManyAreLeftOut() throws IOException {
        Path file = Files.writeString(folder.resolve("bad.csv"), HEADER + "c,p,1,fluency,r,9\n".repeat(1_234));
        List<Finding> faults = Ratings.validate(file);
        assertThat(faults).hasSize(1_001);
        assertThat(faults.get(1_000).sentence("en")).isEqualTo("234 more faults are not listed");
    }

    @Test
    void moreRatersThanSixteenBitsCountAreReadBackAndMoreThanFitAreRefused() throws IOException {
        StringBuilder rows = new StringBuilder(HEADER);
        for (int i = 0; i < 100_000; i++) {
            rows.append("c,p,1,fluency,r").append(i).append(",3\n");
        }
        rows.append("c,p,1,fluency,r1,4\n");
        Path file = Files.writeString(folder.resolve("raters.csv"), rows);
        Ratings ratings = Ratings.read(file);
        assertThat(ratings.raters()).hasSize(100_000);
        for (int i : new int[] {0, 65_535, 65_536, 99_999}) {
            assertThat(ratings.rating(i).rater()).isEqualTo("r" + i);
            assertThat(ratings.where(Column.RATER, "r" + i).size()).isEqualTo(i == 1 ? 2 : 1);
        }
        assertThat(ratings.duplicates()).hasSize(1);
        assertThat(ratings.countsBy(Column.RATER)).hasSize(100_000);
        ratings.write(folder.resolve("copy.csv"));
        Ratings copy = Ratings.read(folder.resolve("copy.csv"));
        assertThat(copy.hash()).isEqualTo(ratings.hash());
        assertThat(copy.where(Column.RATER, "r99999").rating(0).score()).isEqualTo(3);
        Ratings.Builder builder = Ratings.builder(Metric.esrp());
        for (int i = 0; i < 1 << 20; i++) {
            builder.add("c", "p", "1", "fluency", "r" + i, 3);
        }
        assertThatThrownBy(() -> builder.add("c", "p", "1", "fluency", "new", 3))
                .hasMessage("rater: \"new\" is one too many, a table holds at most 1048576 different names");
    }
}
