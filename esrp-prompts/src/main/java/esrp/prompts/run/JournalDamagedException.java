package esrp.prompts.run;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A journal that a torn end alone does not explain: a bad line with good ones after it, or a file that is no journal at
 * all. Nothing in it was changed. {@link Run#repair} keeps what is good.
 */
final class JournalDamagedException extends IOException {
    private static final long serialVersionUID = 1;

    /** Number of the first bad line. */
    private final long line;

    JournalDamagedException(Path file, long line, String message) {
        super(file + ": line " + line + ": " + message);
        this.line = line;
    }

    /** Where the first damage is: the number of the line, from 1. */
    long line() {
        return line;
    }
}
