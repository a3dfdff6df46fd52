package esrp.core.internal;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Names and ids: their order, and how an unknown one is answered. */
public final class Names {
    private Names() {}

    /** Numbers first, by value, other names by their characters: 2 before 10, b02 before b10. */
    public static int compare(String a, String b) {
        boolean number = isNumber(a);
        if (number != isNumber(b)) {
            return number ? -1 : 1;
        }
        int byValue = number ? Long.compare(Long.parseLong(a), Long.parseLong(b)) : 0;
        return byValue != 0 ? byValue : a.compareTo(b);
    }

    private static boolean isNumber(String text) {
        return text.length() < 18 && !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** What is known under a name; an unknown one is answered with those there are. */
    public static <T> T find(String kind, String name, Map<String, T> known) {
        @Nullable T found = known.get(Objects.requireNonNull(name, kind));
        if (found == null) {
            throw unknown(kind, name, known.keySet());
        }
        return found;
    }

    /** The index of a name; an unknown one is answered with those there are. */
    @CanIgnoreReturnValue // may be called for its error alone
    public static int index(String kind, String name, List<String> known) {
        int found = known.indexOf(Objects.requireNonNull(name, kind));
        if (found < 0) {
            throw unknown(kind, name, known);
        }
        return found;
    }

    /** As {@code no metric "fluencey"; metrics are [consistency, fluency]}. */
    private static IllegalArgumentException unknown(String kind, String name, Iterable<String> known) {
        return new IllegalArgumentException("no " + kind + " \"" + name + "\"; " + kind + "s are " + known);
    }
}
