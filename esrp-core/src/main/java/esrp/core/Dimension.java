package esrp.core;

import esrp.core.internal.Checks;
import java.util.Objects;

/**
 * A group of metrics, for example Role-Playing Capability.
 *
 * @param id short lower-case id, for example {@code rpc}; not blank
 * @param name the name to print
 */
public record Dimension(String id, LocalizedText name) {
    /** Validates. */
    public Dimension {
        Checks.text("id", id);
        Objects.requireNonNull(name, "name");
    }
}
