package esrp.core.internal;

import esrp.core.DataCode;
import esrp.core.Finding;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * Reads UTF-8 and nothing else: what is not UTF-8 is an error with its place, a byte order mark at the start is
 * skipped, and a record longer than a bound is an error before it fills the memory.
 */
public final class Utf8Reader extends Reader {
    /** The most characters that a line, or a record over several lines, can have. */
    public static final int MAX_RECORD = 1 << 20;

    private static final int BUFFER = 1 << 16;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final InputStream in;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER).limit(0);
    private boolean bounded;
    private boolean atStart = true;
    private boolean atEnd;
    private long line = 1;
    private long column = 1;
    private long recordLine = 1;
    private long inRecord;

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

    public Utf8Reader(InputStream in) {
        this.in = in;
    }

    /** Opens a file; unpacks it if its name ends in {@code .gz}. */
    public static Utf8Reader open(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new BadTextException(Finding.at(Finding.Place.none(), DataCode.NOT_A_FILE));
        }
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        InputStream stream = Files.newInputStream(file);
        try {
            return new Utf8Reader(isGzip(file) ? new GZIPInputStream(new BufferedInputStream(stream), BUFFER) : stream);
        } catch (IOException | RuntimeException e) {
            stream.close();
            throw e;
        }
    }

    public static boolean isGzip(Path file) {
        return name(file).endsWith(".gz");
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

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (bounded && inRecord > MAX_RECORD) {
            throw new BadTextException(
                    Finding.at(Finding.Place.none().line(recordLine, 0), DataCode.TOO_LONG, "most", MAX_RECORD));
        }
        int read = decode(CharBuffer.wrap(target, offset, length));
        if (read > 0 && atStart) {
            atStart = false;
            if (target[offset] == BYTE_ORDER_MARK) {
                System.arraycopy(target, offset + 1, target, offset, --read);
                if (read == 0) {
                    return read(target, offset, length);
                }
            }
        }
        if (read > 0) {
            inRecord += read;
            count(target, offset, read);
        }
        return read;
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
            if (result.isOverflow()) {
                throw new IllegalArgumentException("target: has room for one character, two were expected");
            }
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
        return new BadTextException(
                Finding.at(Finding.Place.none().line(line, column), DataCode.NOT_UTF_8, "bytes", hex.toString()));
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
