package esrp.core.internal;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Names of files for ids of any kind, which work on Linux, macOS and Windows. */
public final class FileNames {
    private static final int MOST_BYTES = 200;
    private static final int SHOWN = 40;
    private static final Pattern UNSUITABLE = Pattern.compile("[\\p{C}\\p{Z}&&[^ ]]|[/\\\\:*?\"<>|]");
    /** Hidden, or a side file; ends in what Windows cuts off; a device of Windows, whatever comes after a dot. */
    private static final Pattern RESERVED = Pattern.compile(
            "[_. ].*|.*[. ]|(?i)(con|prn|aux|nul|conin\\$|conout\\$|(com|lpt)[0-9¹²³])( *\\..*)?", Pattern.DOTALL);

    private FileNames() {}

    /**
     * A name, without ending, for each id. An id that suits every system is its own name; another one is what can be
     * shown of it and a part of its SHA-256. Names differ even where case does not count.
     */
    public static Map<String, String> of(Collection<String> ids) {
        Map<String, String> names = new LinkedHashMap<>();
        Set<String> taken = new HashSet<>();
        for (String id : ids) {
            String name = id;
            for (int digits = 12; !isSuitable(name) || !taken.add(folded(name)); digits += 13) {
                name = shown(id) + "-" + Digest.ofText(id).substring(0, digits);
            }
            names.put(id, name);
        }
        return names;
    }

    private static String folded(String name) {
        return name.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    private static boolean isSuitable(String name) {
        return !name.isEmpty()
                && name.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES
                && !UNSUITABLE.matcher(name).find()
                && !RESERVED.matcher(name).matches()
                && Normalizer.isNormalized(name, Normalizer.Form.NFC);
    }

    private static String shown(String id) {
        String shown = UNSUITABLE
                .matcher(Normalizer.normalize(id, Normalizer.Form.NFC))
                .replaceAll("_")
                .replace('.', '_')
                .replaceFirst("^[_ ]+", "");
        int end = shown.offsetByCodePoints(0, Math.min(SHOWN, shown.codePointCount(0, shown.length())));
        return end == 0 ? "x" : shown.substring(0, end);
    }
}
