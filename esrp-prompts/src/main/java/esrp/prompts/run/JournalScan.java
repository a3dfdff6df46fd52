package esrp.prompts.run;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;

/** Goes once through a file of lines with one buffer, whatever the file's size. */
final class JournalScan {
    /** No line is longer; a reply that would make one is refused when it comes. */
    static final int MAX_LINE = 64 << 20;

    private static final int BUFFER = 1 << 20;

    private JournalScan() {}

    interface Visitor {
        /**
         * One line: its number from 1, where it begins in the file, a buffer that holds it, line feed excluded, and whether
         * a line feed follows.
         */
        void line(long number, long at, byte[] bytes, int from, int to, boolean complete) throws IOException;
    }

    /** Goes through an open file from its beginning; the file stays open. */
    static void lines(RandomAccessFile in, Path file, Visitor visitor) throws IOException {
        byte[] buffer = new byte[BUFFER];
        int filled = 0;
        long base = 0;
        long number = 0;
        in.seek(0);
        int read = in.read(buffer, filled, buffer.length - filled);
        while (read >= 0) {
            int unseen = filled;
            filled += read;
            int from = 0;
            for (int i = unseen; i < filled; i++) {
                if (buffer[i] == '\n') {
                    visitor.line(++number, base + from, buffer, from, i, true);
                    from = i + 1;
                }
            }
            System.arraycopy(buffer, from, buffer, 0, filled - from);
            filled -= from;
            base += from;
            if (filled == buffer.length) {
                if (filled > MAX_LINE) {
                    throw new JournalDamagedException(
                            file, number + 1, "is longer than " + MAX_LINE + " bytes, which no line is");
                }
                buffer = Arrays.copyOf(buffer, 2 * filled);
            }
            read = in.read(buffer, filled, buffer.length - filled);
        }
        if (filled > 0) {
            visitor.line(++number, base, buffer, 0, filled, false);
        }
    }
}
