package esrp.cli;

import esrp.core.Finding;
import java.util.List;

/** Data that cannot be used, with every fault on a line of its own. */
final class BadDataException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<Finding> faults;

    BadDataException(String message, List<Finding> faults) {
        super(message);
        this.faults = List.copyOf(faults);
    }

    List<Finding> faults() {
        return faults;
    }
}
