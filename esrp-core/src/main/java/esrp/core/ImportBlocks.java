package esrp.core;

import esrp.core.internal.Checks;
import esrp.core.internal.CodeMap;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of a table, or objects of JSON Lines, in blocks of bytes, which all processors parse side by side. Blocks are taken in the order of the
 * file, so ratings, names and faults are those of reading row by row. A block in which anything is odd goes to the reader of
 * rows; where a row does not end with its line, all that follows does.
 */
final class ImportBlocks {
    static final int SIZE = 1 << 18;

    private static final int BLOCKS_A_PROCESSOR = 16;
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final byte[][] LITERALS = bytes("null", "true", "false", "NaN");
    /** A deeper object is odd, as are more keys in those that are open: they are compared one by one. */
    private static final int DEEPEST = 60;

    private static final int MOST_KEYS = 256;
    private static final int LONGEST_KEY = 10_000;
    private static final int LONGEST_NUMBER = 200;
    private static final int SCORE = Coordinate.SCORE.index;
    private static final List<Coordinate> ITEM = List.of(
            Coordinate.CANDIDATE,
            Coordinate.CHARACTER,
            Coordinate.ITEM,
            Coordinate.TURN,
            Coordinate.SAMPLE,
            Coordinate.REPLICATE);
    private static final List<Coordinate> REQUIRED =
            List.of(Coordinate.CANDIDATE, Coordinate.CHARACTER, Coordinate.ITEM, Coordinate.RATER, Coordinate.METRIC);

    private final ImportRun run;
    private final byte delimiter;
    /** The part of a rating that each column gives; -1 for none. */
    private final int[] part;
    /** What parts are that have no column. */
    private final String[] constants;
    /** The code of the metric of all scores; -1 if the row says it. */
    private final int metric;
    /** The parts of an item that have a column. */
    private final int[] itemParts;

    /** The keys of JSON whose values are the parts; none for a table. */
    private final byte[][] keys;

    private final boolean[] special = new boolean[256];
    private final int size;
    private @Nullable IOException failure;

    /** Reads what is odd, row by row; gives the line to go on from after an open quote, else -1. */
    interface RowByRow {
        int read(InputStream in, long linesBefore) throws IOException;
    }

    /** For JSON Lines; empty if a rating takes more than the texts under some keys. */
    static Optional<ImportBlocks> ofObjects(ImportRun run) {
        boolean plain = run.plain()
                && run.cells.size() == 1
                && run.paths().stream().allMatch(ImportPath::literal)
                && run.mapping.text("rows").isEmpty();
        if (!plain) {
            return Optional.empty();
        }
        Map<String, Integer> parts = new LinkedHashMap<>();
        String[] constants = new String[Coordinate.COUNT];
        for (Coordinate part : Coordinate.values()) {
            Optional<ImportPath> path = part == Coordinate.SCORE ? Optional.of(run.cells.get(0)) : run.only(part);
            path.ifPresent(key -> parts.put(key.step(0).text(), part.index));
            constants[part.index] = run.constant(part).orElse("");
        }
        int[] part = parts.values().stream().mapToInt(index -> index).toArray();
        byte[][] keys = bytes(parts.keySet().toArray(String[]::new));
        return Optional.of(new ImportBlocks(run, '\0', part, constants, -1, keys))
                .filter(ImportBlocks::fits);
    }

    private static byte[][] bytes(String... texts) {
        return Arrays.stream(texts)
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
    }

    /** For a table. */
    ImportBlocks(ImportRun run, char delimiter, int[] part, @Nullable String[] constants, int metric) {
        this(run, delimiter, part, constants, metric, new byte[0][]);
    }

    private ImportBlocks(
            ImportRun run, char delimiter, int[] part, @Nullable String[] constants, int metric, byte[][] keys) {
        this.keys = keys;
        this.run = run;
        this.delimiter = (byte) (delimiter < 128 ? delimiter : 0);
        this.part = part;
        this.metric = metric;
        this.size = run.opener.block();
        this.constants = new String[constants.length];
        for (int i = 0; i < constants.length; i++) {
            String constant = constants[i];
            this.constants[i] = constant == null ? "" : constant;
        }
        this.itemParts = ITEM.stream()
                .mapToInt(coordinate -> coordinate.index)
                .filter(this::hasColumn)
                .toArray();
        for (int c : new int[] {this.delimiter, '\n', '\r', '"'}) {
            special[c] = true;
        }
    }

    private boolean hasColumn(int coordinate) {
        return Arrays.stream(part).anyMatch(one -> one == coordinate);
    }

    /** Whether all rows are a score and what it is of, and each part of it is there. */
    boolean fits() {
        return (delimiter > 0 || keys.length > 0)
                && Arrays.stream(part).filter(one -> one == SCORE).count() == 1
                && Arrays.stream(part).filter(one -> one >= 0).distinct().count()
                        == Arrays.stream(part).filter(one -> one >= 0).count()
                && REQUIRED.stream()
                        .allMatch(coordinate -> hasColumn(coordinate.index)
                                || !constants[coordinate.index].isBlank()
                                || (coordinate == Coordinate.METRIC && metric >= 0));
    }

    /** Reads to the end; the line to go on from where a quote stays open, else -1. */
    int read(InputStream in, RowByRow rows) throws IOException {
        int most = BLOCKS_A_PROCESSOR * Runtime.getRuntime().availableProcessors();
        List<Block> blocks = new ArrayList<>();
        byte[] rest = {};
        long lines = 0;
        for (boolean more = true; more; ) {
            int filled = 0;
            while (filled < most && more) {
                if (filled == blocks.size()) {
                    blocks.add(new Block());
                }
                Block block = blocks.get(filled++);
                rest = block.fill(rest, in);
                more = !block.atEnd && !block.broken;
            }
            if (lines == 0 && blocks.get(0).skipHeader()) {
                lines = 1;
            }
            IntStream.range(0, filled).parallel().forEach(i -> blocks.get(i).parse());
            for (int i = 0; i < filled; i++) {
                Block block = blocks.get(i);
                if (block.broken) {
                    List<InputStream> left = new ArrayList<>();
                    blocks.subList(i, filled).forEach(one -> left.add(one.bytes()));
                    left.add(new ByteArrayInputStream(rest));
                    left.add(failure == null ? in : new Failing(failure));
                    return rows.read(new SequenceInputStream(Collections.enumeration(left)), lines);
                }
                if (!block.takeRatings()) {
                    int unused = rows.read(block.bytes(), lines);
                }
                lines += block.lines;
            }
        }
        if (failure != null) {
            throw failure;
        }
        return -1;
    }

    /** What could not be read. */
    private static final class Failing extends InputStream {
        private final IOException failure;

        Failing(IOException failure) {
            this.failure = failure;
        }

        @Override
        public int read() throws IOException {
            throw failure;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            throw failure;
        }
    }

    /** Different texts, by their place in a block. Open addressing, half full at most. */
    private static final class Words {
        private int[] slots = new int[64];
        private int[] hashes = new int[32];
        private int[] from = new int[32];
        private int[] length = new int[32];
        private int size;
        private int last;

        int code(byte[] bytes, int start, int end) {
            int hash = hash(bytes, start, end);
            if (size > 0 && is(last, hash, bytes, start, end)) {
                return last;
            }
            int slot = hash & slots.length - 1;
            while (slots[slot] != 0 && !is(slots[slot] - 1, hash, bytes, start, end)) {
                slot = slot + 1 & slots.length - 1;
            }
            if (slots[slot] != 0) {
                last = slots[slot] - 1;
                return last;
            }
            if (size == hashes.length) {
                grow();
                slot = free(hash);
            }
            slots[slot] = size + 1;
            hashes[size] = hash;
            from[size] = start;
            length[size] = end - start;
            last = size++;
            return last;
        }

        /** The bytes behind the block are there to be read. */
        private static int hash(byte[] bytes, int start, int end) {
            long hash = (long) end - start;
            int at = start;
            for (; at + 8 <= end; at += 8) {
                hash = (hash ^ (long) EIGHT.get(bytes, at)) * 0x9E3779B97F4A7C15L;
                hash ^= hash >>> 32;
            }
            if (at < end) {
                hash = (hash ^ ((long) EIGHT.get(bytes, at) << (64 - 8 * (end - at)))) * 0x9E3779B97F4A7C15L;
            }
            return (int) (hash ^ hash >>> 32);
        }

        private boolean is(int code, int hash, byte[] bytes, int start, int end) {
            return hashes[code] == hash
                    && Arrays.equals(bytes, from[code], from[code] + length[code], bytes, start, end);
        }

        private int free(int hash) {
            int slot = hash & slots.length - 1;
            while (slots[slot] != 0) {
                slot = slot + 1 & slots.length - 1;
            }
            return slot;
        }

        private void grow() {
            hashes = Arrays.copyOf(hashes, size * 2);
            from = Arrays.copyOf(from, size * 2);
            length = Arrays.copyOf(length, size * 2);
            slots = new int[slots.length * 2];
            for (int code = 0; code < size; code++) {
                slots[free(hashes[code])] = code + 1;
            }
        }

        String text(byte[] bytes, int code) {
            return new String(bytes, from[code], length[code], StandardCharsets.UTF_8);
        }
    }

    /** Some lines of the file, and what they hold. */
    private final class Block {
        private final byte[] bytes = new byte[size + Long.BYTES];
        private int start;
        private int end;
        private boolean atEnd;
        private int lines;
        /** Whether the last line does not end a row. */
        private boolean broken;
        /** Whether a row is not as most are. */
        private boolean odd;

        private Words[] words = {};
        private String[][] texts = {};
        private CodeMap[] chain = {};
        private CodeMap pairs = new CodeMap();
        private final int[] now = new int[Coordinate.COUNT];
        private int items;
        private int[] partsOfItem = new int[64];
        private int[] item = new int[1 << 12];
        private int[] rater = new int[1 << 12];
        private int[] pair = new int[1 << 12];
        private int rows;
        /** How many objects have something of a rating, but no score. */
        private int scoreless;

        private boolean unreadText;

        /** The keys of objects, and those of the objects that are open. */
        private Words names = new Words();

        private int[] partOfName = new int[64];
        private final int[] open = new int[MOST_KEYS];
        /** Whether the last text had escapes. */
        private boolean escaped;

        InputStream bytes() {
            return new ByteArrayInputStream(bytes, start, end - start);
        }

        /** Takes what the block before left and reads on; what follows the last line end is for the next. */
        byte[] fill(byte[] before, InputStream in) {
            System.arraycopy(before, 0, bytes, 0, before.length);
            int filled = before.length;
            atEnd = false;
            try {
                for (int read = 0; read >= 0 && filled < size; filled += Math.max(0, read)) {
                    read = in.read(bytes, filled, size - filled);
                    atEnd = read < 0;
                }
            } catch (IOException e) {
                failure = e; // it comes behind the rows before it
                atEnd = true;
            }
            start = 0;
            end = filled;
            while (end > 0 && bytes[end - 1] != '\n' && !(atEnd && failure == null)) {
                end--;
            }
            broken = end == 0 && filled > 0;
            return Arrays.copyOfRange(bytes, end, filled);
        }

        /** Whether a byte order mark is there; behind the start of a file it is that of another, joined to it. */
        private boolean isMark(int from) {
            return bytes[from] == (byte) 0xef && bytes[from + 1] == (byte) 0xbb && bytes[from + 2] == (byte) 0xbf;
        }

        /** Steps over the names of the columns, if they are one line. */
        boolean skipHeader() {
            int from = start;
            while (from + 3 <= end && isMark(from)) {
                from += 3;
            }
            if (keys.length > 0) {
                start = from;
                return false;
            }
            clear();
            int behind = from < end ? line(from) : from;
            broken |= rows != 1;
            start = broken ? start : behind;
            return !broken;
        }

        private void clear() {
            words = new Words[Coordinate.COUNT];
            Arrays.setAll(words, any -> new Words());
            chain = new CodeMap[Math.max(0, itemParts.length - 1)];
            Arrays.setAll(chain, any -> new CodeMap());
            pairs = new CodeMap();
            items = 0;
            rows = 0;
            scoreless = 0;
            lines = 0;
            odd = false;
            names = new Words();
            unreadText = false;
        }

        void parse() {
            clear();
            for (int at = start; at < end && !broken; ) {
                at = keys.length > 0 ? object(at) : line(at);
            }
            broken |= rows + scoreless == 0 && lines > 0 && !odd; // very many blank lines are left out
            texts = new String[Coordinate.COUNT][];
            for (int p = 0; p < texts.length && !broken && !odd; p++) {
                Words of = words[p];
                texts[p] = new String[of.size];
                for (int code = 0; code < of.size; code++) {
                    String text = of.text(bytes, code);
                    // a field in quotes has its own quotes doubled, one without has none
                    texts[p][code] = keys.length > 0 ? ImportEscapes.of("json", text) : text.replace("\"\"", "\"");
                    odd |= isBadText(texts[p][code]);
                }
            }
            for (Coordinate coordinate : REQUIRED) {
                odd = odd || broken || Arrays.stream(texts[coordinate.index]).anyMatch(String::isBlank);
            }
            odd |= unreadText && isBadText(new String(bytes, start, end - start, StandardCharsets.UTF_8));
        }

        /** What is no UTF-8 becomes this character; where it is in the file the reader of rows finds no fault. */
        private static boolean isBadText(String text) {
            return text.indexOf('\uFFFD') >= 0 || Checks.unpairedSurrogate(text) >= 0;
        }

        private int line(int from) {
            odd |= isMark(from);
            int at = from;
            if (bytes[at] == '\n' || (bytes[at] == '\r' && at + 1 < end && bytes[at + 1] == '\n')) {
                lines++;
                return bytes[at] == '\n' ? at + 1 : at + 2;
            }
            int column = 0;
            while (true) {
                int begin = at;
                int stop;
                if (at < end && bytes[at] == '"') {
                    stop = closing(++begin);
                    if (stop < 0) {
                        broken = true;
                        return end;
                    }
                    at = stop + 1;
                } else {
                    while (at < end && !special[bytes[at] & 0xff]) {
                        at++;
                    }
                    stop = at;
                    while (begin < stop && isBlank(bytes[begin])) {
                        begin++;
                    }
                    while (begin < stop && isBlank(bytes[stop - 1])) {
                        stop--;
                    }
                }
                field(column++, begin, stop);
                if (at < end && bytes[at] == delimiter) {
                    at++;
                } else if (at == end
                        || bytes[at] == '\n'
                        || (bytes[at] == '\r' && at + 1 < end && bytes[at + 1] == '\n')) {
                    lines++;
                    row(column);
                    return at == end ? at : bytes[at] == '\n' ? at + 1 : at + 2;
                } else {
                    broken = true;
                    return end;
                }
            }
        }

        /** An object on one line. */
        private int object(int from) {
            int next = from;
            for (; next < end && bytes[next] != '\n'; next++) {
                if (bytes[next] == '\r' && next + 1 < end && bytes[next + 1] != '\n') {
                    odd = true; // a line ends here, too
                    lines++;
                }
            }
            lines++;
            int stop = next > from && bytes[next - 1] == '\r' ? next - 1 : next;
            if (stop > from) {
                for (int p : part) {
                    now[p] = -1;
                }
                odd |= bytes[from] != '{' || skip(nested(from, stop, 1, 0), stop) != stop;
                if (now[SCORE] < 0) {
                    odd |= run.own;
                    scoreless += Arrays.stream(part).anyMatch(p -> now[p] >= 0) ? 1 : 0;
                } else {
                    for (int p : part) {
                        now[p] = now[p] < 0 ? words[p].code(bytes, stop, stop) : now[p];
                    }
                    row(part.length);
                }
            }
            return Math.min(end, next + 1);
        }

        /** Where an object or a list ends; -1 if it is odd. */
        private int nested(int from, int stop, int depth, int keysBefore) {
            boolean object = bytes[from] == '{';
            int close = object ? '}' : ']';
            int at = skip(from + 1, stop);
            if (at < stop && bytes[at] == close) {
                return at + 1;
            }
            int opened = keysBefore;
            while (at < stop) {
                int of = -1;
                if (object) {
                    int closed = bytes[at] == '"' ? text(at, stop) : -1;
                    int colon = skip(closed, stop);
                    boolean plain = !escaped && closed - at < LONGEST_KEY && opened < MOST_KEYS;
                    if (colon < 0 || colon == stop || bytes[colon] != ':' || !plain) {
                        return -1;
                    }
                    int name = name(at + 1, closed - 1);
                    for (int i = keysBefore; i < opened; i++) {
                        if (open[i] == name) {
                            return -1;
                        }
                    }
                    open[opened++] = name;
                    of = depth == 1 ? partOfName[name] : -1;
                    at = skip(colon + 1, stop);
                }
                int to = value(at, stop, of < 0 ? depth : DEEPEST, opened);
                if (of >= 0 && to >= 0) {
                    int quotes = bytes[at] == '"' ? 1 : 0;
                    now[of] = words[of].code(bytes, at + quotes, bytes[at] == 'n' ? at : to - quotes);
                }
                at = skip(to, stop);
                if (at < 0 || at == stop || bytes[at] != ',') {
                    return at >= 0 && at < stop && bytes[at] == close ? at + 1 : -1;
                }
                at = skip(at + 1, stop);
            }
            return -1;
        }

        /** Where a value ends; -1 if it is odd. */
        private int value(int from, int stop, int depth, int keysBefore) {
            int first = from < stop ? bytes[from] : 0;
            if (first == '"') {
                return text(from, stop);
            }
            if (first == '{' || first == '[') {
                return depth < DEEPEST ? nested(from, stop, depth + 1, keysBefore) : -1;
            }
            for (byte[] literal : LITERALS) {
                int to = from + literal.length;
                if (first == literal[0] && to <= stop && Arrays.equals(literal, 0, literal.length, bytes, from, to)) {
                    return to;
                }
            }
            return number(from, stop);
        }

        /** The code of a key. */
        private int name(int from, int to) {
            int before = names.size;
            int code = names.code(bytes, from, to);
            if (code == before) {
                partOfName = code < partOfName.length ? partOfName : Arrays.copyOf(partOfName, code * 2);
                partOfName[code] = -1;
                for (int k = 0; k < keys.length; k++) {
                    if (Arrays.equals(keys[k], 0, keys[k].length, bytes, from, to)) {
                        partOfName[code] = part[k];
                    }
                }
            }
            return code;
        }

        /** The next place without a blank; -1 stays what it is. */
        private int skip(int from, int stop) {
            int at = from;
            while (at >= 0 && at < stop && (bytes[at] == ' ' || bytes[at] == '\t')) {
                at++;
            }
            return at;
        }

        /** What follows a text in quotes; -1 if it is odd. */
        private int text(int from, int stop) {
            escaped = false;
            for (int at = from + 1; at < stop && (bytes[at] < 0 || bytes[at] >= ' '); at++) {
                if (bytes[at] == '"') {
                    return at + 1;
                }
                unreadText |= bytes[at] < 0;
                if (bytes[at] == '\\') {
                    escaped = true;
                    at++;
                    for (int hex = at + 1; bytes[at] == 'u' && hex < at + 5; hex++) {
                        if (java.lang.Character.digit(bytes[hex], 16) < 0) {
                            return -1;
                        }
                    }
                    if ("\"\\/bfnrtu".indexOf(bytes[at]) < 0) {
                        return -1;
                    }
                }
            }
            return -1;
        }

        /** Where a number ends; -1 if it is odd. */
        private int number(int from, int stop) {
            int whole = from < stop && bytes[from] == '-' ? from + 1 : from;
            int at = digits(whole, stop);
            boolean good = at > whole && (at == whole + 1 || bytes[whole] != '0');
            if (at < stop && bytes[at] == '.') {
                int fraction = at + 1;
                at = digits(fraction, stop);
                good &= at > fraction;
            }
            if (at < stop && (bytes[at] == 'e' || bytes[at] == 'E')) {
                int sign = at + 1 < stop && (bytes[at + 1] == '-' || bytes[at + 1] == '+') ? at + 2 : at + 1;
                at = digits(sign, stop);
                good &= at > sign;
            }
            return good && at - from < LONGEST_NUMBER ? at : -1;
        }

        private int digits(int from, int stop) {
            int at = from;
            while (at < stop && bytes[at] >= '0' && bytes[at] <= '9') {
                at++;
            }
            return at;
        }

        /** Where the quotes of a field close on its line; -1 if they do not. */
        private int closing(int from) {
            for (int at = from; at < end && bytes[at] != '\n' && bytes[at] != '\r'; at++) {
                if (bytes[at] == '"') {
                    if (at + 1 == end || bytes[at + 1] != '"') {
                        return at;
                    }
                    at++;
                }
            }
            return -1;
        }

        private static boolean isBlank(byte b) {
            return b == ' ' || b == '\t' || b == 0x1a;
        }

        private void field(int column, int begin, int stop) {
            int of = column < part.length ? part[column] : -1;
            if (of >= 0) {
                now[of] = words[of].code(bytes, begin, stop);
                return;
            }
            for (int i = begin; i < stop && !unreadText; i++) {
                unreadText = bytes[i] < 0;
            }
        }

        private void row(int columns) {
            odd |= columns != part.length;
            if (odd) {
                return;
            }
            if (rows == item.length) {
                item = Arrays.copyOf(item, rows * 2);
                rater = Arrays.copyOf(rater, rows * 2);
                pair = Arrays.copyOf(pair, rows * 2);
            }
            int code = itemParts.length == 0 ? 0 : now[itemParts[0]];
            for (int p = 1; p < itemParts.length; p++) {
                code = chain[p - 1].code((long) code << 32 | now[itemParts[p]]);
            }
            if (code == items) {
                int width = itemParts.length;
                if (++items * width > partsOfItem.length) {
                    partsOfItem = Arrays.copyOf(partsOfItem, items * width * 2);
                }
                for (int p = 0; p < width; p++) {
                    partsOfItem[code * width + p] = now[itemParts[p]];
                }
            }
            item[rows] = code;
            rater[rows] = now[Coordinate.RATER.index];
            pair[rows] = pairs.code((long) now[Coordinate.METRIC.index] << 32 | now[SCORE]);
            rows++;
        }

        /** Adds the ratings; false, and nothing added, if the reader of rows has to look at them. */
        boolean takeRatings() {
            if (odd || !run.hasRoom(words[Coordinate.RATER.index].size)) {
                return false;
            }
            long[] each = pairs.keys();
            int[] metricOf = new int[each.length];
            int[] levelOf = new int[each.length];
            for (int p = 0; p < each.length; p++) {
                long key = each[p];
                metricOf[p] = metric >= 0 ? metric : run.metric(text(Coordinate.METRIC, (int) (key >>> 32)));
                if (metricOf[p] < 0) {
                    return false;
                }
                String score = texts[SCORE][(int) key];
                levelOf[p] = keys.length > 0
                        ? run.scores.level(metricOf[p], run.scores.code(score))
                        : run.level(metricOf[p], score);
                if (levelOf[p] < 0 && levelOf[p] != ScoreTexts.MISSING) {
                    return false;
                }
            }
            int[][] itemOf = new int[2][items];
            Arrays.stream(itemOf).forEach(codes -> Arrays.fill(codes, -1));
            int[] raterOf = new int[Math.max(1, words[Coordinate.RATER.index].size)];
            Arrays.fill(raterOf, -1);
            run.cells(rows);
            run.withoutScore(scoreless);
            for (int row = 0; row < rows; row++) {
                int m = metricOf[pair[row]];
                Metric.Target target = run.metrics.get(m).target();
                int[] known = itemOf[target == Metric.Target.BATCH ? 1 : 0];
                int r = raterOf[rater[row]];
                if (r < 0) {
                    r = run.raterCode(text(Coordinate.RATER, rater[row]));
                    raterOf[rater[row]] = r;
                }
                int i = known[item[row]];
                if (i < 0) {
                    i = itemCode(item[row], target);
                    known[item[row]] = i;
                }
                run.rating(i, m, r, levelOf[pair[row]]);
            }
            return true;
        }

        private String text(Coordinate coordinate, int code) {
            return hasColumn(coordinate.index) ? texts[coordinate.index][code] : constants[coordinate.index];
        }

        private int itemCode(int code, Metric.Target target) {
            String[] parts = constants.clone();
            for (int p = 0; p < itemParts.length; p++) {
                parts[itemParts[p]] = texts[itemParts[p]][partsOfItem[code * itemParts.length + p]];
            }
            return run.itemCode(parts, target);
        }
    }
}
