package esrp.core;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A file that cannot be read as what it should be. The message names the file, the place in it, what is there and what
 * was expected. Nothing of the file was kept.
 */
public final class DatasetFormatException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Fault fault;

    /**
     * One fault in a file.
     *
     * @param file the file
     * @param place where in the file: {@code line 812, column 7}, or a JSON pointer, or both; {@code -} for the file as
     *     a whole
     * @param message what is there and what was expected
     */
    public record Fault(Path file, String place, String message) {
        /**
         * Validates.
         *
         * @param file the file
         * @param place where in the file: {@code line 812, column 7}, or a JSON pointer, or both; {@code -} for the
         *     file as a whole
         * @param message what is there and what was expected
         */
        public Fault {
            Objects.requireNonNull(file, "file");
            Checks.text("place", place);
            Checks.text("message", message);
        }

        /** As {@code file: place: message}. */
        @Override
        public String toString() {
            return place.equals("-") ? file + ": " + message : file + ": " + place + ": " + message;
        }
    }

    /**
     * An error with one fault.
     *
     * @param fault the fault
     */
    public DatasetFormatException(Fault fault) {
        super(fault.toString());
        this.fault = fault;
    }

    /**
     * An error with one fault and its cause.
     *
     * @param fault the fault
     * @param cause what the reader met
     */
    public DatasetFormatException(Fault fault, Throwable cause) {
        super(fault.toString(), cause);
        this.fault = fault;
    }

    /**
     * What is wrong and where.
     *
     * @return the fault that the message states
     */
    public Fault fault() {
        return fault;
    }
}
