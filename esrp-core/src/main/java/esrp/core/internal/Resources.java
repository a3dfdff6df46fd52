package esrp.core.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Texts that are part of the jars. */
public final class Resources {
    private Resources() {}

    /** Reads a resource beside a class, or from the root of its class path if the name starts with a slash. */
    public static String text(Class<?> anchor, String name) {
        try (@Nullable InputStream in = anchor.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource " + name + " is missing beside " + anchor.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("resource " + name + " cannot be read", e);
        }
    }

    /** Reads a resource of keys and values. */
    public static Properties properties(Class<?> anchor, String name) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text(anchor, name)));
        } catch (IOException e) {
            throw new UncheckedIOException("resource " + name + " cannot be read", e);
        }
        return properties;
    }
}
