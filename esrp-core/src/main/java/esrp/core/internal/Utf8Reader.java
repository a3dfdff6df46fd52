package esrp.core.internal;

import com.github.luben.zstd.ZstdInputStream;
import esrp.core.DataCode;
import esrp.core.DatasetFormatException;
import esrp.core.Finding;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;

/**
 * Reads text strictly: UTF-8, the UTF-16 that a byte order mark announces, or the encoding asked for. Bytes that are not
 * text are an error with its place, a byte order mark at the start is skipped, and a record longer than a bound is an
 * error before it fills the memory. Compressed data are recognised by their first bytes, whatever the file is called.
 */
public final class Utf8Reader extends Reader {
    /** The most characters that a line, or a record over several lines, can have. */
    public static final int MAX_RECORD = 1 << 20;

    /** Blank lines in a row, in characters, that more cannot follow within one record. */
    private static final long BLANKS_KEPT = 8L * MAX_RECORD;

    private static final int BUFFER = 1 << 16;
    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final byte[] GZIP = {0x1f, (byte) 0x8b};
    private static final byte[] ZSTD = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};
    private static final byte[] LITTLE_ENDIAN = {(byte) 0xff, (byte) 0xfe};
    private static final byte[] BIG_ENDIAN = {(byte) 0xfe, (byte) 0xff};
    /** What text is likely to be in when it is not UTF-8. */
    private static final List<String> USUAL = List.of("GB18030", "windows-1252");

    /** What is no text, by how it begins. */
    private static final Map<String, String> FOREIGN = Map.of(
            "zip", "PK\3\4",
            "bzip2", "BZh",
            "xz", "\u00fd7zXZ",
            "7z", "7z\u00bc\u00af",
            "PDF", "%PDF-",
            "xls", "\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1",
            "Parquet", "PAR1",
            "SQLite", "SQLite f",
            "esrp snapshot", "\u0089esrp\r\n\u001a",
            "esrp summary", "ESRP sum");

    private final InputStream in;
    private final CharsetDecoder decoder;
    private final boolean compressed;
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER).limit(0);
    private boolean bounded;
    private boolean atStart = true;
    private boolean atEnd;
    private long line = 1;
    private long column = 1;
    private long recordLine = 1;
    private long inRecord;
    private boolean shortening;
    /** How many characters of nothing but blank lines were read last. */
    private long blanks;
    /** How many lines were left out so far, by the number of those before that were not. */
    private final TreeMap<Long, Long> leftOut = new TreeMap<>();

    /** Text that cannot be accepted, and where. */
    public static final class BadTextException extends IOException {
        private static final long serialVersionUID = 1;

        private final transient Finding finding;

        /** What is wrong at a place without a file. */
        public BadTextException(Finding finding) {
            super(finding.toString());
            this.finding = finding;
        }

        /** What is wrong, in the file that was read. */
        public Finding in(Path file) {
            Finding.Place place = new Finding.Place(
                    Optional.of(file.toString()), finding.place().coordinates());
            return new Finding(finding.code(), place, finding.parameters());
        }
    }

    /** What a file that cannot be read is answered with. */
    public static RuntimeException unreadable(Path file, IOException e) {
        if (e instanceof BadTextException bad) {
            return new DatasetFormatException(bad.in(file), bad);
        }
        return e instanceof NoSuchFileException
                ? new DatasetFormatException(DataCode.NO_FILE.at(Finding.Place.of(file)), e)
                : new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
    }

    public Utf8Reader(InputStream in) {
        this(in, StandardCharsets.UTF_8, false);
    }

    /** Reads UTF-8 that follows so many lines. */
    public Utf8Reader(InputStream in, long linesBefore) {
        this(in);
        line += linesBefore;
        atStart = linesBefore == 0;
    }

    private Utf8Reader(InputStream in, Charset charset, boolean compressed) {
        this.in = in;
        this.decoder = strict(charset);
        this.compressed = compressed;
    }

    private static CharsetDecoder strict(Charset charset) {
        return charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    /** Opens a file in UTF-8, or in UTF-16 with a byte order mark. */
    public static Utf8Reader open(Path file) throws IOException {
        return open(file, Optional.empty(), read -> {});
    }

    /** Opens a file; a byte order mark says more than the encoding asked for. Hears how many bytes are read. */
    public static Utf8Reader open(Path file, Optional<Charset> encoding, LongConsumer read) throws IOException {
        if (Files.isDirectory(file)) {
            throw new BadTextException(DataCode.NOT_A_FILE.at(Finding.Place.none()));
        }
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        InputStream stream = new BufferedInputStream(new Heard(Files.newInputStream(file), read), BUFFER);
        try {
            boolean empty = first(stream, 1).length == 0;
            boolean compressed = Arrays.equals(first(stream, 2), GZIP) || (empty && isGzip(file));
            InputStream plain = compressed ? unpacked(stream) : stream;
            if (compressed && Arrays.equals(first(plain, 2), GZIP)) {
                plain = unpacked(plain);
            }
            if (Arrays.equals(first(plain, ZSTD.length), ZSTD)) {
                plain = unpackedByLibrary(plain);
            }
            byte[] start = first(plain, 8);
            refuseForeign(start);
            Charset charset = announced(start).or(() -> encoding).orElse(StandardCharsets.UTF_8);
            if (charset.equals(StandardCharsets.UTF_8) && start.length >= 4 && (start[0] == 0 ^ start[1] == 0)) {
                String likely = (start[2] == 0 && start[3] == 0 ? "UTF-32" : "UTF-16") + (start[0] == 0 ? "BE" : "LE");
                throw new BadTextException(
                        DataCode.NOT_UTF_8.at(Finding.Place.none().line(1, 1), "bytes", " 0x00", "likely", likely));
            }
            return new Utf8Reader(plain, charset, compressed);
        } catch (IOException | RuntimeException e) {
            stream.close();
            throw e;
        }
    }

    /** Tells how many bytes were read, each time that there are some more. */
    private static final class Heard extends FilterInputStream {
        private static final int STEP = 1 << 20;

        private final LongConsumer read;
        private long bytes;

        Heard(InputStream in, LongConsumer read) {
            super(in);
            this.read = read;
        }

        @Override
        public int read(byte[] into, int from, int most) throws IOException {
            int n = super.read(into, from, most);
            long before = bytes;
            bytes += Math.max(0, n);
            if (bytes / STEP > before / STEP) {
                read.accept(bytes);
            }
            return n;
        }
    }

    /** What a byte order mark says. */
    private static Optional<Charset> announced(byte[] start) {
        byte[] mark = Arrays.copyOf(start, 4);
        boolean wide = mark[2] == 0 && mark[3] == 0 && start.length >= 4;
        return Arrays.equals(mark, 0, 2, LITTLE_ENDIAN, 0, 2)
                ? Optional.of(wide ? Charset.forName("UTF-32LE") : StandardCharsets.UTF_16LE)
                : Arrays.equals(mark, 0, 2, BIG_ENDIAN, 0, 2)
                        ? Optional.of(StandardCharsets.UTF_16BE)
                        : Optional.empty();
    }

    private static InputStream unpacked(InputStream packed) throws IOException {
        return new BufferedInputStream(new GZIPInputStream(packed, BUFFER), BUFFER);
    }

    private static InputStream unpackedByLibrary(InputStream packed) throws IOException {
        try {
            return new BufferedInputStream(Zstd.unpacked(packed), BUFFER);
        } catch (NoClassDefFoundError e) {
            throw new BadTextException(DataCode.NO_LIBRARY.at(
                    Finding.Place.none(), "kind", "zstd", "library", "com.github.luben:zstd-jni:1.5.7-7"));
        }
    }

    /** Apart, since a class is verified with the types of the library it uses, which need not be there. */
    private static final class Zstd {
        static InputStream unpacked(InputStream packed) throws IOException {
            return new ZstdInputStream(packed);
        }
    }

    private static void refuseForeign(byte[] start) throws IOException {
        String text = new String(start, StandardCharsets.ISO_8859_1);
        for (Map.Entry<String, String> kind : FOREIGN.entrySet()) {
            if (text.startsWith(kind.getValue())) {
                throw new BadTextException(DataCode.FOREIGN_FILE.at(Finding.Place.none(), "found", kind.getKey()));
            }
        }
    }

    /** The first bytes, which stay to be read. */
    private static byte[] first(InputStream in, int bytes) throws IOException {
        in.mark(bytes);
        byte[] read = in.readNBytes(bytes);
        in.reset();
        return read;
    }

    /** What the text is read as. */
    public Charset charset() {
        return decoder.charset();
    }

    /** The bytes of the text, in place of its characters. */
    public InputStream bytes() {
        return in;
    }

    /** Whether the text was compressed. */
    public boolean compressed() {
        return compressed;
    }

    public static boolean isGzip(Path file) {
        return name(file).toLowerCase(Locale.ROOT).endsWith(".gz");
    }

    /** The last part of a path, without the slash that some file systems leave there. */
    public static String name(Path file) {
        Path last = file.getFileName();
        String text = last == null ? "" : last.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    /** From here on a record may have {@link #MAX_RECORD} characters until the next call. */
    public void startRecord() {
        bounded = true;
        recordLine = line;
        inRecord = 0;
    }

    /** From here on blank lines are left out where there are millions in a row; {@link #lineOf} counts them. */
    public void shortenBlanks() {
        shortening = true;
    }

    /** The line of the text, of a line among those that were handed out. */
    public long lineOf(long number) {
        Map.Entry<Long, Long> before = leftOut.lowerEntry(number);
        return before == null ? number : number + before.getValue();
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (bounded && inRecord > MAX_RECORD) {
            throw new BadTextException(
                    DataCode.TOO_LONG.at(Finding.Place.none().line(recordLine, 0), "most", MAX_RECORD));
        }
        int read = decode(CharBuffer.wrap(target, offset, length));
        while (read > 0 && atStart) {
            atStart = target[offset] == BYTE_ORDER_MARK;
            if (atStart) {
                System.arraycopy(target, offset + 1, target, offset, --read);
                if (read == 0) {
                    return read(target, offset, length);
                }
            }
        }
        while (isBlank(target, offset, read)) {
            blanks += read;
            boolean whole = read % 2 == 0 || target[offset] == target[offset + 1];
            if (!shortening || !whole || blanks <= BLANKS_KEPT) {
                count(target, offset, read);
                return read;
            }
            long before = line;
            count(target, offset, read);
            long sum = leftOut.isEmpty() ? 0 : leftOut.lastEntry().getValue();
            leftOut.put(before - 1 - sum, sum + line - before);
            read = decode(CharBuffer.wrap(target, offset, length));
        }
        if (read > 0) {
            blanks = 0;
            inRecord += read;
            count(target, offset, read);
        }
        return read;
    }

    /** Whether there are line ends of one kind and nothing else; they fill no memory. */
    private static boolean isBlank(char[] chars, int offset, int length) {
        return length > 1
                && (chars[offset] == '\n' || chars[offset + 1] == '\n')
                && (chars[offset] == '\n' || chars[offset] == '\r')
                && (chars[offset + 1] == '\n' || chars[offset + 1] == '\r')
                && Arrays.equals(chars, offset, offset + length - 2, chars, offset + 2, offset + length);
    }

    /** Fills the target with at least one character; -1 at the end. */
    private int decode(CharBuffer target) throws IOException {
        int start = target.position();
        while (true) {
            CoderResult result = decoder.decode(bytes, target, atEnd);
            int read = target.position() - start;
            if (read > 0) {
                return read;
            }
            if (result.isError()) {
                throw malformed(result.length());
            }
            Checks.rejectIf(result.isOverflow(), "target: has room for one character, two were expected");
            if (atEnd) {
                return -1;
            }
            fill();
        }
    }

    private void fill() throws IOException {
        bytes.compact();
        int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
        if (read < 0) {
            atEnd = true;
        } else {
            bytes.position(bytes.position() + read);
        }
        bytes.flip();
    }

    private BadTextException malformed(int length) {
        StringBuilder hex = new StringBuilder();
        for (int i = 0; i < length; i++) {
            hex.append(String.format(" 0x%02X", bytes.get(bytes.position() + i)));
        }
        List<String> likely = USUAL.stream()
                .filter(name ->
                        Charset.isSupported(name) && !Charset.forName(name).equals(charset()))
                .filter(name -> !strict(Charset.forName(name))
                        .decode(bytes.duplicate(), CharBuffer.allocate(bytes.remaining() + 1), false)
                        .isError())
                .toList();
        Finding.Place place = Finding.Place.none().line(line, column);
        return new BadTextException(
                likely.isEmpty() || !charset().equals(StandardCharsets.UTF_8)
                        ? DataCode.NOT_TEXT.at(place, "encoding", charset().name(), "bytes", hex.toString())
                        : DataCode.NOT_UTF_8.at(
                                place, "bytes", hex.toString(), "likely", likely.get(alone() ? likely.size() - 1 : 0)));
    }

    /** Whether most bytes above 127 stand alone, as accents do; those of Chinese characters come in rows. */
    private boolean alone() {
        int alone = 0;
        int together = 0;
        for (int i = bytes.position(); i < bytes.limit(); i++) {
            if (bytes.get(i) < 0) {
                boolean next = i + 1 < bytes.limit() && bytes.get(i + 1) < 0;
                boolean last = i > bytes.position() && bytes.get(i - 1) < 0;
                alone += next || last ? 0 : 1;
                together += next || last ? 1 : 0;
            }
        }
        return alone > together;
    }

    private void count(char[] chars, int offset, int length) {
        int end = offset + length;
        int lineStart = -1;
        for (int i = offset; i < end; i++) {
            if (chars[i] == '\n') {
                line++;
                lineStart = i;
            }
        }
        column = lineStart < 0 ? column + length : end - lineStart;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
