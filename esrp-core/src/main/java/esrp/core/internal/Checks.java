package esrp.core.internal;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Argument checks. Each names the parameter that it refuses. */
public final class Checks {
    private Checks() {}

    /**
     * Throws an {@link IllegalArgumentException} if {@code wrong}. The values are computed in any case: where that costs
     * something, or in a loop over data, an {@code if} is better.
     */
    @FormatMethod
    public static void rejectIf(boolean wrong, @FormatString String message, Object... values) {
        if (wrong) {
            throw new IllegalArgumentException(String.format(Locale.ROOT, message, values));
        }
    }

    /** Refuses null, naming its parameter: name, value, name, value …. */
    public static void notNull(@Nullable Object... namesAndValues) {
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Objects.requireNonNull(namesAndValues[i + 1], String.valueOf(namesAndValues[i]));
        }
    }

    /** Returns {@code value} if it has a character that is not white space. */
    @CanIgnoreReturnValue
    public static String text(String parameter, String value) {
        Objects.requireNonNull(value, parameter);
        if (value.isBlank()) {
            throw new IllegalArgumentException(parameter + ": is blank, a text was expected");
        }
        return value;
    }

    /** Refuses what {@link #text} refuses: name, value, name, value …. */
    public static void texts(String... namesAndValues) {
        for (int i = 0; i < namesAndValues.length; i += 2) {
            text(namesAndValues[i], namesAndValues[i + 1]);
        }
    }

    /** Returns {@code value} if every surrogate in it has its partner: only then it survives UTF-8. */
    @CanIgnoreReturnValue
    public static String unicode(String parameter, String value) {
        int at = unpairedSurrogate(value);
        if (at >= 0) {
            throw new IllegalArgumentException(
                    parameter + ": holds an unpaired surrogate at index " + at + ", valid Unicode text was expected");
        }
        return value;
    }

    /** Index of the first surrogate without its partner; -1 if there is none. */
    public static int unpairedSurrogate(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1))) {
                    i++;
                } else {
                    return i;
                }
            }
        }
        return -1;
    }

    /** Copies a list that must not be empty. */
    @CanIgnoreReturnValue
    public static <T> List<T> atLeastOne(String parameter, List<T> values) {
        List<T> copy = List.copyOf(values);
        if (copy.isEmpty()) {
            throw new IllegalArgumentException(parameter + ": is empty, at least one was expected");
        }
        return copy;
    }

    /** Returns {@code value} if it is {@code least} or more. */
    @CanIgnoreReturnValue
    public static long atLeast(long least, String parameter, long value) {
        if (value < least) {
            throw new IllegalArgumentException(parameter + ": " + value + " is below " + least);
        }
        return value;
    }

    /** The values by their ids, in their order; no two may have the same. */
    @CanIgnoreReturnValue
    public static <T> Map<String, T> byId(String parameter, Collection<T> values, Function<T, String> id) {
        Map<String, T> map = new LinkedHashMap<>();
        for (T value : values) {
            if (map.put(id.apply(value), value) != null) {
                throw new IllegalArgumentException(parameter + ": \"" + id.apply(value) + "\" occurs twice");
            }
        }
        return Collections.unmodifiableMap(map);
    }

    /** Copies the map and keeps its order. */
    public static Map<String, String> tags(Map<String, String> tags) {
        Map<String, String> copy = new LinkedHashMap<>();
        tags.forEach(
                (key, value) -> copy.put(text("tags key", key), Objects.requireNonNull(value, () -> "tag " + key)));
        return Collections.unmodifiableMap(copy);
    }
}
