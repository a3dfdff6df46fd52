package esrp.core;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file that cannot be read as what it should be. The message names the file, the place in it, what is there and what
 * was expected. Nothing of the file was kept.
 */
public final class DatasetFormatException extends RuntimeException {
    private static final long serialVersionUID = 2;

    /** Findings are not serialized; afterwards the message is all there is. */
    private final transient @Nullable Finding finding;

    /**
     * An error with one finding.
     *
     * @param finding what is wrong and where
     */
    public DatasetFormatException(Finding finding) {
        super(finding.toString());
        this.finding = finding;
    }

    /**
     * An error with one finding and its cause.
     *
     * @param finding what is wrong and where
     * @param cause what the reader met
     */
    public DatasetFormatException(Finding finding, Throwable cause) {
        super(finding.toString(), Objects.requireNonNull(cause, "cause"));
        this.finding = finding;
    }

    /**
     * {@return what is wrong and where: the finding that the message states; after serialization one that repeats the
     * message}
     */
    public Finding finding() {
        return finding == null ? DataCode.REFUSED.note("reason", String.valueOf(getMessage())) : finding;
    }
}
