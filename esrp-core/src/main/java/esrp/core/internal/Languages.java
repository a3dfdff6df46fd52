package esrp.core.internal;

import java.util.List;

/** The languages that texts are shipped in: one language tag per line of {@code esrp/core/languages.txt}. */
public final class Languages {
    private static final List<String> SHIPPED = Resources.text(Languages.class, "/esrp/core/languages.txt")
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .toList();

    private Languages() {}

    /** The language tags, the data's own language first. */
    public static List<String> shipped() {
        return SHIPPED;
    }
}
