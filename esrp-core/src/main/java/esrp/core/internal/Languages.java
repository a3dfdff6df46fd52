package esrp.core.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The languages that texts are shipped in: one language tag per line of {@code esrp/core/languages.txt}. */
public final class Languages {
    private static final List<String> SHIPPED = read();

    private Languages() {}

    /** The language tags, the data's own language first. */
    public static List<String> shipped() {
        return SHIPPED;
    }

    private static List<String> read() {
        try (InputStream in = Languages.class.getResourceAsStream("/esrp/core/languages.txt")) {
            if (in == null) {
                throw new IllegalStateException("esrp/core/languages.txt is missing from esrp-core");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read esrp/core/languages.txt", e);
        }
    }
}
