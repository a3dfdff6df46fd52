package esrp.study.form;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.List;

/** Argument checks of this package. */
final class Checks {
    private Checks() {}

    /** Returns {@code value} if it has a character that is not white space. */
    @CanIgnoreReturnValue
    static String text(String parameter, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(parameter + ": is blank, a text was expected");
        }
        return value;
    }

    /** Copies a list that must not be empty. */
    static <T> List<T> atLeastOne(String parameter, List<T> values) {
        List<T> copy = List.copyOf(values);
        if (copy.isEmpty()) {
            throw new IllegalArgumentException(parameter + ": is empty, at least one was expected");
        }
        return copy;
    }
}
