package esrp.cli;

import esrp.core.Finding;
import esrp.core.Imported;
import java.util.List;

/** Data that cannot be used, with every fault on a line of its own. */
final class BadDataException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<String> lines;

    BadDataException(String message, List<String> lines) {
        super(message);
        this.lines = List.copyOf(lines);
    }

    static BadDataException of(List<Finding> faults, String message, String language) {
        return new BadDataException(
                message, faults.stream().map(fault -> fault.in(language)).toList());
    }

    static BadDataException of(Imported imported, String message, String language) {
        return new BadDataException(
                message,
                imported.faults().stream().map(fault -> fault.in(language)).toList());
    }

    List<String> lines() {
        return lines;
    }
}
