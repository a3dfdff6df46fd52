package esrp.core;

import esrp.core.internal.Checks;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file that cannot be read as what it should be. The message names the file, the place in it, what is there and what
 * was expected. Nothing of the file was kept.
 */
public final class DatasetFormatException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The fault's file. */
    private final String file;
    /** Its place. */
    private final String place;
    /** Its message. */
    private final String text;
    /** Paths cannot be serialized; afterwards the fault is made anew from the texts. */
    private final transient @Nullable Fault fault;

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
        this.file = fault.file().toString();
        this.place = fault.place();
        this.text = fault.message();
        this.fault = fault;
    }

    /**
     * An error with one fault and its cause.
     *
     * @param fault the fault
     * @param cause what the reader met
     */
    public DatasetFormatException(Fault fault, Throwable cause) {
        super(fault.toString(), Objects.requireNonNull(cause, "cause"));
        this.file = fault.file().toString();
        this.place = fault.place();
        this.text = fault.message();
        this.fault = fault;
    }

    /**
     * What is wrong and where.
     *
     * @return the fault that the message states
     */
    public Fault fault() {
        return fault == null ? new Fault(Path.of(file), place, text) : fault;
    }
}
