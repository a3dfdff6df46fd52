package esrp.core;

import esrp.core.Ratings.Column;
import esrp.core.internal.AtomicFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;

/**
 * The table of ratings as it is in memory, in a file: eight bytes of {@link #MAGIC}, the version, and blocks of at most
 * {@link #BLOCK} bytes. A block is its number (the complement of it for the last one), its length, the CRC32C of both, its
 * content, and the CRC32C of that. The contents of all blocks, of which none splits a value, are in this order, little-endian:
 *
 * <ol>
 *   <li>how many rows; how many metrics occur, and of each its code, id and hash;
 *   <li>how many candidates, and their names (length in bytes, UTF-8); so too characters, names of items and raters; how
 *       many details, and of each turn, sample and replicate;
 *   <li>how many items; their candidates, their characters, their names, their details, each 4 bytes;
 *   <li>for each 65,536 rows: 1 if raters take three bytes, else 0; items, 4 bytes each; raters, 2 bytes each; their third
 *       bytes; metrics, 1 byte each; levels, 1 byte each.
 * </ol>
 */
final class RatingSnapshot {
    static final String NAME = ".esrp";

    private static final byte[] MAGIC = {(byte) 0x89, 'e', 's', 'r', 'p', '\r', '\n', 0x1a};
    private static final int VERSION = 1;
    private static final int BLOCK = 1 << 20;
    private static final int HEAD = 12;
    private static final List<Column> NAMED = List.of(Column.CANDIDATE, Column.CHARACTER, Column.ITEM, Column.RATER);

    private RatingSnapshot() {}

    static boolean isAt(Path file) {
        try {
            return ImportSample.begins(file, 0x89, 'e', 's', 'r', 'p', '\r', '\n', 0x1a);
        } catch (IOException e) {
            return false; // who reads it says why
        }
    }

    // ---- writing ----

    /** Writes a table whole: of a view, a table of its own. */
    static void write(RatingTable table, List<String> metrics, Path file) {
        AtomicFiles.write(file, stream -> {
            Out out = new Out(stream);
            out.number(table.rows);
            out.number(metrics.size());
            for (String id : metrics) {
                int code = table.metricIds.indexOf(id);
                out.number(code);
                out.text(id);
                out.text(table.metrics.get(code).hash());
            }
            for (Column column : NAMED) {
                out.number(table.names(column).size());
                for (String name : table.names(column)) {
                    out.text(name);
                }
            }
            out.number(table.details.size());
            for (RatingTable.Detail detail : table.details) {
                out.text(detail.turn());
                out.text(detail.sample());
                out.text(detail.replicate());
            }
            out.number(table.items());
            for (int[] column : List.of(table.itemCandidate, table.itemCharacter, table.itemLabel, table.itemDetail)) {
                out.numbers(column);
            }
            for (RatingTable.Segment segment : table.segments) {
                out.bytes(new byte[] {(byte) Math.min(1, segment.high.length)});
                out.numbers(segment.item);
                out.shorts(segment.rater);
                out.bytes(segment.high);
                out.bytes(segment.metric);
                out.bytes(segment.level);
            }
            out.block(true);
        });
    }

    private static ByteBuffer buffer(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int checksum(ByteBuffer bytes, int from, int to) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate().limit(to).position(from));
        return (int) crc.getValue();
    }

    /** Fills blocks. */
    private static final class Out {
        private final OutputStream stream;
        private final byte[] bytes = new byte[HEAD + BLOCK + 4];
        private final ByteBuffer block = buffer(bytes).limit(HEAD + BLOCK).position(HEAD);
        private int number;

        Out(OutputStream stream) throws IOException {
            this.stream = stream;
            stream.write(MAGIC);
            stream.write(new byte[] {VERSION, 0, 0, 0});
        }

        void number(int value) throws IOException {
            numbers(new int[] {value});
        }

        void text(String text) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            number(bytes.length);
            bytes(bytes);
        }

        void numbers(int[] values) throws IOException {
            for (int done = 0, now; done < values.length; done += now) {
                now = Math.min(room(Integer.BYTES), values.length - done);
                block.asIntBuffer().put(values, done, now);
                block.position(block.position() + now * Integer.BYTES);
            }
        }

        void shorts(short[] values) throws IOException {
            for (int done = 0, now; done < values.length; done += now) {
                now = Math.min(room(Short.BYTES), values.length - done);
                block.asShortBuffer().put(values, done, now);
                block.position(block.position() + now * Short.BYTES);
            }
        }

        void bytes(byte[] values) throws IOException {
            for (int done = 0, now; done < values.length; done += now) {
                now = Math.min(room(1), values.length - done);
                block.put(values, done, now);
            }
        }

        /** How many values have room in the block; a new one if none has. */
        private int room(int bytes) throws IOException {
            if (block.remaining() < bytes) {
                block(false);
            }
            return block.remaining() / bytes;
        }

        void block(boolean last) throws IOException {
            int end = block.position();
            block.putInt(0, last ? ~number : number).putInt(4, end - HEAD);
            block.putInt(8, checksum(block, 0, 8));
            block.limit(end + 4).putInt(end, checksum(block, HEAD, end));
            stream.write(bytes, 0, end + 4);
            block.limit(HEAD + BLOCK).position(HEAD);
            number++;
        }
    }

    // ---- reading ----

    static Imported read(Path file, List<Metric> metrics, LongConsumer progress) {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            RatingTable table = new In(file, channel, progress).table(metrics);
            List<Finding> findings = ImportNames.findings(table);
            long rows = table.rows;
            return new Imported(
                    Ratings.of(table, findings),
                    findings,
                    List.of(),
                    new Imported.Counts(rows, rows, 0, 0, 0),
                    RatingImport.OWN);
        } catch (IOException e) {
            Faults faults = Faults.throwing(file);
            faults.add(e);
            throw new IllegalStateException("a fault is thrown", e);
        }
    }

    /** Empties blocks. */
    private static final class In {
        private final Path file;
        private final SeekableByteChannel channel;
        private final LongConsumer progress;
        private final ByteBuffer block = buffer(new byte[HEAD + BLOCK + 4]).limit(0);
        private int number;
        private boolean last;
        /** Where the block begins. */
        private long at;

        In(Path file, SeekableByteChannel channel, LongConsumer progress) throws IOException {
            this.file = file;
            this.progress = progress;
            this.channel = channel;
            fill(MAGIC.length + 4);
            int version = block.getInt(MAGIC.length);
            if (version != VERSION) {
                throw new DatasetFormatException(
                        DataCode.SNAPSHOT_VERSION.at(Finding.Place.of(file), "found", version, "known", VERSION));
            }
            block.limit(0);
        }

        RatingTable table(List<Metric> metrics) throws IOException {
            int rows = number();
            int[] codes = metrics(metrics);
            Map<Column, List<String>> names = new EnumMap<>(Column.class);
            for (Column column : NAMED) {
                names.put(column, texts(number(), this::text));
            }
            List<RatingTable.Detail> details = texts(number(), () -> new RatingTable.Detail(text(), text(), text()));
            int count = number();
            int[][] items = new int[4][];
            for (int c = 0; c < items.length; c++) {
                items[c] = numbers(count);
            }
            damagedIf(max(items[0]) >= size(names, Column.CANDIDATE)
                    || max(items[1]) >= size(names, Column.CHARACTER)
                    || max(items[2]) >= size(names, Column.ITEM)
                    || max(items[3]) >= details.size()
                    || details.isEmpty());
            List<RatingTable.Segment> segments = new ArrayList<>();
            for (int left = rows; left > 0; left -= RatingTable.SEGMENT) {
                segments.add(
                        segment(Math.min(left, RatingTable.SEGMENT), count, size(names, Column.RATER), codes, metrics));
            }
            damagedIf(block.hasRemaining() || !last || channel.read(ByteBuffer.allocate(1)) > 0);
            return new RatingTable(rows, segments, List.copyOf(metrics), names, details, items);
        }

        private static int size(Map<Column, List<String>> names, Column column) {
            return names.getOrDefault(column, List.of()).size();
        }

        /** The codes of the metrics here, by those in the file; -1 of those that do not occur. */
        private int[] metrics(List<Metric> metrics) throws IOException {
            int[] codes = new int[RatingTable.MAX_METRICS + 1];
            Arrays.fill(codes, -1);
            for (int left = number(); left > 0; left--) {
                int code = number();
                String id = text();
                String hash = text();
                int here = IntStream.range(0, metrics.size())
                        .filter(m -> metrics.get(m).id().equals(id))
                        .findFirst()
                        .orElse(-1);
                if (here < 0) {
                    throw new DatasetFormatException(DataCode.UNKNOWN_METRIC.at(
                            Finding.Place.of(file),
                            "name",
                            id,
                            "known",
                            Ratings.ids(metrics).toString()));
                }
                if (!metrics.get(here).hash().equals(hash)) {
                    throw new DatasetFormatException(DataCode.SNAPSHOT_METRIC.at(Finding.Place.of(file), "metric", id));
                }
                damagedIf(code < 0 || code >= codes.length);
                codes[code] = here;
            }
            return codes;
        }

        private RatingTable.Segment segment(int rows, int items, int raters, int[] codes, List<Metric> metrics)
                throws IOException {
            byte[] high = new byte[1];
            bytes(high);
            RatingTable.Segment segment = new RatingTable.Segment(rows, high[0] != 0);
            numbers(segment.item);
            shorts(segment.rater);
            bytes(segment.high);
            bytes(segment.metric);
            bytes(segment.level);
            int[] levels =
                    metrics.stream().mapToInt(metric -> metric.scale().levels()).toArray();
            boolean wrong = max(segment.item) >= items;
            for (int i = 0; i < rows; i++) {
                int metric = codes[segment.metric[i] & 0xff];
                wrong |= metric < 0 || (segment.level[i] & 0xff) >= levels[metric] || segment.rater(i) >= raters;
                segment.metric[i] = (byte) metric;
                if (wrong) {
                    break;
                }
            }
            damagedIf(wrong);
            return segment;
        }

        /** The largest; if one is negative, more than any count. */
        private static int max(int[] values) {
            int bits = 0;
            int max = -1;
            for (int value : values) {
                bits |= value;
                max = Math.max(max, value);
            }
            return bits < 0 ? Integer.MAX_VALUE : max;
        }

        /** Reads one thing. */
        private interface Read<T> {
            T read() throws IOException;
        }

        private static <T> List<T> texts(int count, Read<T> one) throws IOException {
            List<T> all = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                all.add(one.read());
            }
            return List.copyOf(all);
        }

        private int number() throws IOException {
            int unused = there(Integer.BYTES);
            int value = block.getInt();
            damagedIf(value < 0);
            return value;
        }

        private String text() throws IOException {
            int length = number();
            damagedIf(length > 1 << 24);
            byte[] text = new byte[length];
            bytes(text);
            return new String(text, StandardCharsets.UTF_8);
        }

        /** Grows as the file does: a count that is wrong takes no memory. */
        private int[] numbers(int count) throws IOException {
            damagedIf((long) count * Integer.BYTES > channel.size());
            int[] values = new int[count];
            numbers(values);
            return values;
        }

        private void numbers(int[] values) throws IOException {
            for (int done = 0, now; done < values.length; done += now) {
                now = Math.min(there(Integer.BYTES), values.length - done);
                block.asIntBuffer().get(values, done, now);
                block.position(block.position() + now * Integer.BYTES);
            }
        }

        private void shorts(short[] values) throws IOException {
            for (int done = 0, now; done < values.length; done += now) {
                now = Math.min(there(Short.BYTES), values.length - done);
                block.asShortBuffer().get(values, done, now);
                block.position(block.position() + now * Short.BYTES);
            }
        }

        private void bytes(byte[] values) throws IOException {
            for (int done = 0, now; done < values.length; done += now) {
                now = Math.min(there(1), values.length - done);
                block.get(values, done, now);
            }
        }

        /** How many values the block still has; the next block if it has none. */
        private int there(int bytes) throws IOException {
            if (!block.hasRemaining()) {
                next();
            }
            damagedIf(block.remaining() < bytes);
            return block.remaining() / bytes;
        }

        private void next() throws IOException {
            damagedIf(last);
            at = channel.position();
            fill(HEAD);
            int length = block.getInt(4);
            last = block.getInt(0) == ~number;
            damagedIf(checksum(block, 0, 8) != block.getInt(8));
            damagedIf(!last && block.getInt(0) != number);
            damagedIf(length <= 0 || length > BLOCK);
            fill(length + 4);
            progress.accept(channel.position());
            damagedIf(checksum(block, 0, length) != block.getInt(length));
            block.limit(length);
            number++;
        }

        private void fill(int bytes) throws IOException {
            block.clear().limit(bytes);
            while (block.hasRemaining()) {
                if (channel.read(block) < 0) {
                    throw new DatasetFormatException(DataCode.SNAPSHOT_ENDS_EARLY.at(place()));
                }
            }
            block.flip();
        }

        private void damagedIf(boolean damaged) {
            if (damaged) {
                throw new DatasetFormatException(DataCode.SNAPSHOT_DAMAGED.at(place()));
            }
        }

        /** Where the block begins that is read. */
        private Finding.Place place() {
            return Finding.Place.of(file).at("byte", String.valueOf(at));
        }
    }
}
