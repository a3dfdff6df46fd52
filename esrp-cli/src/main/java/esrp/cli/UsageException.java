package esrp.cli;

import esrp.core.internal.Messages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** Options that each parse but do not fit. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient String key;
    private final transient List<Object> parameters;

    /** What the message under a key says. */
    UsageException(String key, Object... parameters) {
        super(key);
        this.key = key;
        this.parameters = List.of(parameters);
    }

    /** Makes something of an option; what refuses its value is wrong usage. */
    static <T> T of(String option, Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw new UsageException("usage.option", "option", option, "reason", String.valueOf(e.getMessage()));
        }
    }

    /** Refuses to replace a key: what forms that are out are read with is nowhere else. */
    static void ifThere(Path key) {
        if (Files.exists(key)) {
            throw new UsageException("usage.key", "file", key);
        }
    }

    String in(String language) {
        return Messages.of(Esrp.class).text(language, key, parameters.toArray());
    }
}
