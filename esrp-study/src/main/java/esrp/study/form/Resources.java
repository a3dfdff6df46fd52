package esrp.study.form;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts of this package's folder on the class path, and pages made of them. */
final class Resources {
    private static final Pattern SLOT = Pattern.compile("\\{\\{([a-z][A-Za-z]*)}}");

    private Resources() {}

    /** Reads a resource that is part of this jar. */
    static String text(String name) {
        try (InputStream in = Resources.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource " + name + " is missing from the jar of esrp-study");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("resource " + name, e);
        }
    }

    /** Fills the slots of a page in one pass: what goes in is not looked at again. */
    static String fill(String page, Map<String, String> values) {
        Matcher slots = SLOT.matcher(page);
        StringBuilder out = new StringBuilder(page.length());
        int from = 0;
        while (slots.find()) {
            String value = values.get(slots.group(1));
            if (value == null) {
                throw new IllegalStateException("page has a slot {{" + slots.group(1) + "}} and no value for it");
            }
            out.append(page, from, slots.start()).append(value);
            from = slots.end();
        }
        return out.append(page, from, page.length()).toString();
    }
}
